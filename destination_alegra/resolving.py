"""Resolved: what a record names is found by id, external id or key; never by a guess."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from alegra_api.errors import RequestRefused, UnknownForm
from alegra_unified.company import Company
from alegra_unified.drafts import Link, links
from alegra_unified.fields import Draft
from alegra_unified.problem import Problem
from alegra_unified.registry import RESOURCES
from alegra_unified.resource import Resource

from .dry_run import Books
from .identity import Identity
from .incoming import Incoming, title_of
from .ordering import Name


class MissingLink(NamedTuple):
    """A link that names nothing that is known.

    Attributes:
        path: where it stands in the record.
        link: what kind of link it is.
        name: what it names there.
    """

    path: str
    link: type[Link]
    name: Name

    @property
    def rule(self) -> str:
        """Why it is a problem, and what else links to such a record."""
        target, writing = self.link.target, RESOURCES[self.link.target].writing
        found = (
            f"no {target} with this {self.name.field} is in Alegra, and none was written before "
            "this record"
        )
        if self.name.field != "external_id" or writing is None or writing.marked:
            return found
        keys = " or ".join(("id", *self.link.keys))
        return (
            f"{found}; Alegra keeps no external id of {target}, so that those of earlier syncs are "
            f"only found by {keys}"
        )


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
        identity: finds what is named.
        books: what single records are read from.
        reads_ids: whether a record that is named by Alegra's id is read to see that it is there;
            otherwise Alegra says so when the record that names it is sent.
    """

    company: Company
    identity: Identity
    books: Books
    reads_ids: bool
    _is_there: dict[str, bool] = field(default_factory=dict)

    def resolve(self, record: Incoming) -> Resolution:
        """Fill in the ids of all links that can be followed."""
        resolution = Resolution([], [])
        for path, link, draft in links(record.plan.resource.model, record.draft):
            self._resolve(path, link, draft, resolution)
        return resolution

    def seek(self, unresolved: Sequence[tuple[Incoming, Resolution]]) -> None:
        """Look everywhere for the documents that could not be found, settled ones too."""
        sought: dict[str, list[tuple[Incoming, str]]] = defaultdict(list)
        for record, resolution in unresolved:
            for missing in resolution.missing:
                if missing.name.field == "external_id":
                    sought[missing.link.target].append((record, missing.name.value))
        for target, named in sought.items():
            if RESOURCES[target].is_dated:
                self.identity.seek(RESOURCES[target], named)

    def _resolve(self, path: str, link: type[Link], draft: Draft, resolution: Resolution) -> None:
        named, target = link.named_by(draft), RESOURCES[link.target]
        if named is None:
            rule = "names nothing; give an id, an external_id or a key"
            resolution.problems.append(Problem(path, rule))
            return
        key, value = named
        if key == "id":
            if self.reads_ids and not self._stands(target, value):
                rule = f"no {link.target} with this id is in Alegra"
                resolution.problems.append(Problem(path, rule))
            return
        found = self.identity.named(target, key, value, title_of(draft))
        if found.problem is not None:
            resolution.problems.append(Problem(path, found.problem))
        elif found.ids:
            draft["id"] = next(iter(found.ids))
        else:
            name = Name.within(target, key, value)
            resolution.missing.append(MissingLink(path, link, name))

    def _stands(self, target: Resource, identifier: str) -> bool:
        if self.identity.index.of(target).row(identifier) is not None:
            return True
        path = target.listing.path_of(identifier)
        if path not in self._is_there:
            try:
                row = self.books.find(path, target.listing.parameters)
            except (RequestRefused, UnknownForm):
                row = None
            self._is_there[path] = row is not None
        return self._is_there[path]

    def unfit(self, record: Incoming, stamps: bool) -> list[Problem]:
        """Where a record names one that can't stand there, such as a header of the ledger."""
        found: list[Problem] = []
        for path, link, draft in links(record.plan.resource.model, record.draft):
            requirement = link.requirement(self.company, stamps)
            if requirement is None:
                continue
            row = self.identity.index.master_data(RESOURCES[link.target]).read_row(draft["id"])
            rule = None if row is None else requirement(row)
            if rule is not None:
                found.append(Problem(path, rule))
        return found
