"""Looked up: which record of these books a record is.

What makes a record the same record is asked here and nowhere else, for creations, changes,
deletions and links alike, in this order:

1. Alegra's own id, where that is the matching key.
2. The external id within its stream: a customer and a supplier of one external id are two parties.
   It stands in the marker, and, within a sync, for all that was written or found there.
3. A natural key that one record of these books has alone: a tax number, a code, a name. Where
   several have it, or where it is a number of the country's that many share, they are told apart by
   their names or not at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from airbyte_cdk.models import DestinationSyncMode

from alegra_api.rows import Row
from alegra_unified.company import Company
from alegra_unified.drafts import links
from alegra_unified.marker import external_id_of
from alegra_unified.problem import Problem
from alegra_unified.registry import RESOURCES
from alegra_unified.resource import Resource

from .catalog import list_of, sharing_the_list
from .incoming import Incoming
from .remote_index import RemoteIndex, Sought
from .write_result import AlreadyThere, Rejected


class Found(NamedTuple):
    """What a name stands for in these books.

    Attributes:
        field: the field that it was looked for by.
        ids: Alegra's ids of it; none where it is not there.
        problem: why it can't be told which record it is.
    """

    field: str
    ids: set[str]
    problem: str | None = None


class Match(NamedTuple):
    """A record with its place in these books.

    Attributes:
        identifier: Alegra's id of it; None when it is to be created.
        external_id: what a change is to write into the marker; None leaves it as it stands.
    """

    identifier: str | None
    external_id: str | None = None


@dataclass
class Identity:
    """Finds records in Alegra.

    Attributes:
        company: whose books they are.
        index: what stands in Alegra already.
    """

    company: Company
    index: RemoteIndex
    _of_this_sync: dict[tuple[str, str], str] = field(default_factory=dict)
    _created: set[tuple[str, str]] = field(default_factory=set)
    _taken_back: set[tuple[str, str]] = field(default_factory=set)

    def remember(self, record: Incoming, identifier: str) -> None:
        """Let later records of the sync name this one by its external id."""
        resource = record.plan.resource
        self._taken_back.discard((list_of(resource), identifier))
        if record.external_id is not None:
            self._of_this_sync[resource.name, record.external_id] = identifier

    def add(self, record: Incoming, row: Row, created: bool) -> None:
        """Take a record that was created or changed for what is known to stand in Alegra."""
        resource = record.plan.resource
        self.index.of(resource).add(row)
        if created:
            self._created.add((list_of(resource), str(row["id"])))

    def forget(self, record: Incoming, identifier: str) -> None:
        """Let a record that was taken back be unknown."""
        resource = record.plan.resource
        self._taken_back.add((list_of(resource), identifier))
        self.index.of(resource).discard(identifier)

    def read_for(self, records: list[Incoming]) -> None:
        """Make sure that whatever records of one resource could stand for is known."""
        if all(record.plan.key == "id" for record in records):
            return
        here = self.index.of(records[0].plan.resource)
        here.read_for_records([record.day for record in records if record.day is not None])
        # What is appended is dated as it was when it was first written. Any other version may
        # have another date than the one that stands there.
        moving = [it for it in records if it.plan.mode != DestinationSyncMode.append]
        here.seek(
            Sought(it.external_id, party)
            for it in moving
            if it.plan.key == "external_id" and it.external_id is not None
            for party in self.parties(it)
        )

    def read_again_for(self, records: list[Incoming]) -> None:
        """Read anew where records of one resource would stand if they were created just now."""
        if records:
            days = [record.day for record in records if record.day is not None]
            self.index.of(records[0].plan.resource).read_again(days)

    def seek(self, resource: Resource, sought: Iterable[Sought]) -> None:
        """Make sure that it is known whether documents that are named are there."""
        self.index.of(resource).seek(sought)

    def of(self, record: Incoming) -> Found:
        """What a record stands for."""
        if record.key is not None:
            key, value = record.key
            if key == "id":
                return Found(key, {value})
            found = self.named(record.plan.resource, key, value, record.title)
            if found.ids or found.problem or key != "external_id":
                return found
        if record.natural_key is None:
            return Found(record.plan.key, set())
        return self._by_natural_key(record, *record.natural_key)

    def named(self, resource: Resource, key: str, value: str, title: str | None) -> Found:
        """What a key and its value stand for among the records of a resource.

        Args:
            resource: where it is looked for.
            key: `external_id` or a natural key.
            value: its value.
            title: what the record is called; None where that is not said.
        """
        if key == "external_id":
            return self._found(resource, key, self._with_external_id(resource, value))
        here = self.index.of(resource)
        here.read_for_links()
        ids = self._of_stream(resource, here.find(key, value))
        shared = value in self.company.country.generic_tax_numbers
        if shared or len(ids) > 1:
            titled = {it for it in ids if _is_called(self._row(resource, it), title)}
            if shared and ids and title is None:
                rule = "is a number that many share; name the record by id or external_id"
                return Found(key, set(), rule)
            ids = titled if shared or titled else ids
        return self._found(resource, key, ids)

    def match(self, record: Incoming) -> Match | AlreadyThere | Rejected:
        """A record with its place in these books; or its end, where that is all there is to do.

        What is there already needs no appending; what is not there can't be changed.
        """
        mode, name = record.plan.mode, record.plan.resource.name
        found = self.of(record)
        identifier = next(iter(found.ids), None)
        if mode == DestinationSyncMode.soft_delete and identifier is None:
            return AlreadyThere()
        if found.problem is not None:
            return Rejected([Problem(found.field, found.problem)])
        if identifier is None:
            if mode == DestinationSyncMode.update:
                rule = f"no {name} with this key is in Alegra; nothing to update"
                return Rejected([Problem(found.field, rule)])
            return Match(None)
        if mode == DestinationSyncMode.append:
            return self._appended(record, found.field, identifier)
        return Match(identifier, self._external_id_for(record, identifier))

    def _external_id_for(self, record: Incoming, identifier: str) -> str | None:
        """What is to be written into the marker: a record that was found by another key joins.

        Who names Alegra's id or a natural key as the matching key wants no marker, and another
        one's marker stays.
        """
        row = self._row(record.plan.resource, identifier)
        if record.plan.key != "external_id" or external_id_of(row) is not None:
            return None
        return record.external_id

    def _appended(self, record: Incoming, field: str, identifier: str) -> AlreadyThere | Rejected:
        """A record that is there already; a contact may be there in the other role only."""
        resource = record.plan.resource
        row = self.index.of(resource).row(identifier)
        if row is None or resource.belongs(row):
            return AlreadyThere(identifier)
        rule = f"is there as {identifier}, but not among {resource.name}; use append_dedup"
        return Rejected([Problem(field, rule)])

    def _by_natural_key(self, record: Incoming, key: str, value: str) -> Found:
        resource = record.plan.resource
        found = self.named(resource, key, value, record.title)
        others = {it for it in found.ids if self._is_of_another(record, it)}
        if not others:
            return found
        if value in self.company.country.generic_tax_numbers:
            return Found(key, found.ids - others)
        return Found(key, set(), "is that of a record with another external_id")

    def _is_of_another(self, record: Incoming, identifier: str) -> bool:
        """Whether a record in Alegra was written for another external id of the stream."""
        row = self._row(record.plan.resource, identifier)
        marker = external_id_of(row) if record.plan.writing.marked else None
        if marker is None or record.external_id in (None, marker):
            return False
        return self._is_alone(record.plan.resource, row)

    def _with_external_id(self, resource: Resource, value: str) -> set[str]:
        known = self._of_this_sync.get((resource.name, value))
        if known is not None and (list_of(resource), known) not in self._taken_back:
            return {known}
        here = self.index.of(resource)
        here.read_for_links()
        ids = here.find("external_id", value)
        if resource.is_dated:
            return ids
        ids = {it for it in ids if resource.belongs(self._row(resource, it))}
        # Who is customer and supplier at once bears the marker of one of them.
        alone = {it for it in ids if self._is_alone(resource, self._row(resource, it))}
        return alone or ids

    def _of_stream(self, resource: Resource, ids: set[str]) -> set[str]:
        """Those of the stream, if any: a party may be there once in each role."""
        own = {it for it in ids if resource.belongs(self._row(resource, it))}
        return own or ids

    def _is_alone(self, resource: Resource, row: Row) -> bool:
        """Whether a record is of this stream and of no other one of the same list."""
        others = sharing_the_list(resource)
        return resource.belongs(row) and not any(it.belongs(row) for it in others)

    def parties(self, record: Incoming) -> list[str | None]:
        """The contact that a document names, by Alegra's id; one None where it names none.

        Nothing where the contact is not there yet, or was created in this sync: then no document
        names it yet.
        """
        for path, link, draft in links(record.plan.resource.model, record.draft):
            target = RESOURCES[link.target]
            if "." in path or target.listing.path != RESOURCES["customers"].listing.path:
                continue
            named = link.named_by(draft)
            if named is None:
                return [None]
            key, value = named
            title = draft.get("display_name")
            ids = {value} if key == "id" else self.named(target, key, value, title).ids
            return [it for it in ids if (list_of(target), it) not in self._created]
        return [None]

    def _found(self, resource: Resource, key: str, ids: set[str]) -> Found:
        several = f"several {resource.name} in Alegra have this {key}" if len(ids) > 1 else None
        return Found(key, ids, several)

    def _row(self, resource: Resource, identifier: str) -> Row:
        return self.index.of(resource).row(identifier) or {}


def _is_called(row: Row, title: str | None) -> bool:
    return (
        title is not None
        and str(row.get("name") or "").strip().casefold() == title.strip().casefold()
    )
