"""The order of writing, which follows from what resources and records name.

A record is written after every record of the input that it names, and after earlier ones that are
the same record. What names a record that is neither here nor in Alegra waits for it, listed under
the name that it waits for, so that waiting costs no time, and packed, so that it costs little
memory.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple, TypeVar

from airbyte_cdk.models import DestinationSyncMode

from alegra_unified.drafts import Link, links, write_of
from alegra_unified.fields import Written
from alegra_unified.kinds import Kind
from alegra_unified.records import Part
from alegra_unified.resource import Resource

from .catalog import list_of
from .incoming import Incoming, Packed

MAXIMUM_UNPACKED = 1_000
"""Records that waited and are unpacked at a time."""

_Node = TypeVar("_Node", int, str)


class Name(NamedTuple):
    """What a record can be named by: a field and its value.

    They are names within one of Alegra's lists; external ids are within their stream.
    """

    scope: str
    field: str
    value: str

    @classmethod
    def within(cls, resource: Resource, field: str, value: str) -> "Name":
        """A name of a record of a resource."""
        return cls(resource.name if field == "external_id" else list_of(resource), field, value)


@dataclass(frozen=True)
class Batch:
    """Records of one resource of which none is written before another one.

    Attributes:
        records: the records.
        circular: names of records that name each other in a circle; these records stand in that
            circle or name one of it.
    """

    records: list[Incoming]
    circular: frozenset[Name] = frozenset()


def order_of(resources: Mapping[str, Resource]) -> list[str]:
    """The resources, each after all that its records may name."""
    graph = {
        name: targets_of(resource.model) & resources.keys() - {name}
        for name, resource in resources.items()
    }
    return [name for level, _ in _levels(graph) for name in level]


def targets_of(model: type[Part]) -> set[str]:
    """The resources that records of a model name where they are written."""
    found: set[str] = set()
    for field in model.fields.values():
        if isinstance(field.kind, Kind) or not isinstance(write_of(field, model), Written):
            continue
        found |= {field.kind.target} if issubclass(field.kind, Link) else set()
        found |= targets_of(field.kind)
    return found


def _levels(graph: Mapping[_Node, set[_Node]]) -> Iterator[tuple[list[_Node], bool]]:
    """The nodes of a graph level by level, each after those that it names.

    The last level may be what stands in a circle or behind one, which is told along with it.
    """
    sorter = TopologicalSorter(graph)
    # What is in no circle comes out all the same.
    with suppress(CycleError):
        sorter.prepare()
    left = set(graph)
    while sorter.is_active():
        level = sorter.get_ready()
        yield sorted(level), False
        sorter.done(*level)
        left.difference_update(level)
    if left:
        yield sorted(left), True


class WaitingRecords:
    """Records that wait to be written.

    Args:
        resources: all that can be written, by name.
    """

    def __init__(self, resources: Mapping[str, Resource]) -> None:
        self._resources = resources
        self._ranks = {name: rank for rank, name in enumerate(order_of(resources))}
        self._ready: list[Incoming] = []
        self._parked: dict[Name, list[Packed]] = {}
        self._released: list[Packed] = []
        self._packed_names: Counter[Name] = Counter()
        self._accounted: set[Name] = set()

    def __len__(self) -> int:
        """How many records could be written now, as far as is known."""
        return len(self._ready)

    def add(self, record: Incoming) -> None:
        """Take a record in."""
        self._ready.append(record)

    def park(self, record: Incoming, name: Name) -> None:
        """Let a record wait until another one of that name is accounted for."""
        self._parked.setdefault(name, []).append(Packed.of(record))
        self._packed_names.update(self._names(record))

    def account(self, record: Incoming) -> None:
        """Let those that wait for a record have another try."""
        self._accounted |= self._names(record)

    def waits_behind(self, record: Incoming) -> Name | None:
        """The name of a packed record that is to be written before this one."""
        wanted = [*self._identities(record), *self._references(record)]
        return next((name for name in wanted if name in self._packed_names), None)

    def batches(self, final: bool) -> Iterator[Batch]:
        """The records that can be written, in batches, each after all that it names.

        Between two batches, every record of the first one has to be accounted for or parked.

        Args:
            final: whether no more records come, so that it is no use to wait for any.
        """
        while records := self._next(final):
            yield from self._in_order(sorted(records, key=lambda record: record.number))
            # Not sooner, so that later versions of a record do not overtake those that waited.
            self._release(self._accounted)
            self._accounted = set()

    def _next(self, final: bool) -> list[Incoming]:
        if final and not self._ready and not self._released:
            # What waits for a record that itself waits is released once that one is accounted for.
            self._release([it for it in self._parked if it not in self._packed_names])
            if not self._released:
                # Each waits for another one that waits: a circle shows when it is seen whole.
                self._release(list(self._parked))
                return self._unpacked(len(self._released))
        records = [*self._unpacked(MAXIMUM_UNPACKED), *self._ready]
        self._ready = []
        return records

    def _unpacked(self, count: int) -> list[Incoming]:
        """So many of the released records, the first of the input first."""
        self._released.sort(key=lambda packed: packed.number)
        packed, self._released = self._released[:count], self._released[count:]
        records = [it.unpacked() for it in packed]
        for name in (name for record in records for name in self._names(record)):
            self._packed_names[name] -= 1
            if not self._packed_names[name]:
                del self._packed_names[name]
        return records

    def _in_order(self, records: list[Incoming]) -> Iterator[Batch]:
        for places, are_circular in _levels(self._graph(records)):
            level = [records[place] for place in places]
            if are_circular:
                circular = frozenset(name for record in level for name in self._names(record))
                yield from (Batch([record], circular) for record in level)
                return
            by_resource: dict[str, list[Incoming]] = defaultdict(list)
            for record in level:
                by_resource[record.plan.resource.name].append(record)
            for name in sorted(by_resource, key=self._ranks.__getitem__):
                yield Batch(by_resource[name])

    def is_circular(self, record: Incoming, name: Name, batch: Batch) -> bool:
        """Whether a record waits for a name that waits for the record, directly or not."""
        return name in batch.circular or name in self._names(record)

    def _graph(self, records: list[Incoming]) -> dict[int, set[int]]:
        """For each record, by its place, the places of those to be written before it."""
        named: dict[Name, set[int]] = defaultdict(set)
        for place, record in enumerate(records):
            for name in self._names(record):
                named[name].add(place)
        graph: dict[int, set[int]] = {}
        latest: dict[Name, int] = {}
        for place, record in enumerate(records):
            before = graph[place] = set()
            for name in self._references(record):
                before |= named.get(name, set()) - {place}
            for name in self._identities(record):
                before |= {latest[name]} if name in latest else set()
                latest[name] = place
        return graph

    def _release(self, names: Iterable[Name]) -> None:
        for name in names:
            self._released += self._parked.pop(name, [])

    def _names(self, record: Incoming) -> set[Name]:
        if record.plan.mode == DestinationSyncMode.soft_delete:
            return self._identities(record)
        return {Name.within(record.plan.resource, *name) for name in record.names}

    def _identities(self, record: Incoming) -> set[Name]:
        return {Name.within(record.plan.resource, *name) for name in record.identities}

    def _references(self, record: Incoming) -> set[Name]:
        if record.plan.mode == DestinationSyncMode.soft_delete:
            return set()
        return {
            Name.within(self._resources[link.target], *named)
            for _, link, draft in links(record.plan.resource.model, record.draft)
            if link.target in self._resources and (named := link.named_by(draft)) is not None
        }
