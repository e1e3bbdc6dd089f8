"""Resolved: what a record names is found by id, external id or key; never by a guess."""

from dataclasses import dataclass, field
from typing import NamedTuple

from alegra_unified.company import Company
from alegra_unified.drafts import Link, links
from alegra_unified.fields import Draft
from alegra_unified.problem import Problem
from alegra_unified.registry import RESOURCES

from .body import Outgoing
from .incoming import Incoming
from .ordering import Name
from .remote_index import RemoteIndex, list_of


class MissingLink(NamedTuple):
    """A link that names nothing that is known.

    Attributes:
        path: where it stands in the record.
        target: the resource that it names.
        name: what it names there.
    """

    path: str
    target: str
    name: Name


class Resolution(NamedTuple):
    """How far the links of a record could be followed.

    Attributes:
        problems: what is wrong, whatever else comes.
        missing: what a later record may still bring.
    """

    problems: list[Problem]
    missing: list[MissingLink]


@dataclass
class Resolver:
    """Fills in the ids of what records name.

    Attributes:
        company: whose books they are.
        index: what stands in Alegra already.
    """

    company: Company
    index: RemoteIndex
    _written: dict[tuple[str, str], str] = field(default_factory=dict)

    def remember(self, record: Incoming, identifier: str) -> None:
        """Let later records of the sync name this one by its external id."""
        if record.external_id is not None:
            self._written[record.plan.resource.name, record.external_id] = identifier

    def resolve(self, record: Incoming) -> Resolution:
        """Fill in the ids of all links that can be followed."""
        resolution = Resolution([], [])
        for path, link, draft in links(record.plan.resource.model, record.draft):
            self._resolve(path, link, draft, resolution)
        return resolution

    def _resolve(self, path: str, link: type[Link], draft: Draft, resolution: Resolution) -> None:
        named = link.named_by(draft)
        if named is None:
            rule = "names nothing; give an id, an external_id or a key"
            resolution.problems.append(Problem(path, rule))
            return
        key, value = named
        if key == "id":
            return
        found = self._find(link, key, value)
        if not found:
            name = Name(list_of(RESOURCES[link.target]), key, value)
            resolution.missing.append(MissingLink(path, link.target, name))
        elif len(found) > 1:
            rule = f"several {link.target} have this {key}; give the id"
            resolution.problems.append(Problem(path, rule))
        else:
            draft["id"] = next(iter(found))

    def _find(self, link: type[Link], key: str, value: str) -> set[str]:
        if key == "external_id" and (link.target, value) in self._written:
            return {self._written[link.target, value]}
        records = self.index.of(RESOURCES[link.target])
        records.read_for_links()
        return records.find(key, value)

    def unfit(self, outgoing: Outgoing) -> list[Problem]:
        """Where a record names one that can't stand there, such as a header of the ledger."""
        found: list[Problem] = []
        record = outgoing.record
        for path, link, draft in links(record.plan.resource.model, record.draft):
            requirement = link.requirement(self.company, outgoing.stamps)
            if requirement is None:
                continue
            records = self.index.of(RESOURCES[link.target])
            records.read_for_links()
            row = records.row(draft["id"])
            rule = None if row is None else requirement(row)
            if rule is not None:
                found.append(Problem(path, rule))
        return found
