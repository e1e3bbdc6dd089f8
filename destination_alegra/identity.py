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

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from airbyte_cdk.models import DestinationSyncMode

from alegra_api.rows import Row
from alegra_unified.company import Company
from alegra_unified.drafts import Link, links
from alegra_unified.marker import external_id_of
from alegra_unified.problem import Problem
from alegra_unified.registry import RESOURCES
from alegra_unified.resource import Resource

from .catalog import list_of, sharing_the_list
from .incoming import FieldValue, Incoming
from .remote_documents import Sought
from .remote_index import RemoteIndex
from .write_result import AlreadyThere, Rejected

HIDDEN = (
    "may be in Alegra already: its list could not be proved whole, and nothing finds the record "
    "alone; nothing is written"
)
"""Why a record is neither created nor changed where Alegra's list is in doubt."""


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
        named = [record for record in records if record.plan.key != "id"]
        if not named:
            return
        if named[0].plan.resource.is_dated:
            self._look_for(named)
        else:
            self._look_up(named[0].plan.resource, named)

    def read_again_for(self, records: list[Incoming]) -> None:
        """Look anew for records of one resource that were sent to be created just now."""
        if not records:
            return
        resource = records[0].plan.resource
        if resource.is_dated:
            sought = [sought for it in records for sought in self._sent_as(it)]
            self.index.documents(resource).look_again(sought)
        else:
            wanted = [name for it in records for name in _sent_under(it)]
            self.index.master_data(resource).look_up(wanted, again=True)

    def may_be_unseen(self, record: Incoming) -> bool:
        """Whether what was sent may stand in a list that was not proved whole by `read_again_for`.

        Nothing of it was found.
        """
        resource = record.plan.resource
        if resource.is_dated:
            return self.index.documents(resource).may_hide(self._sent_as(record))
        return self.index.master_data(resource).may_hide(_sent_under(record))

    def look_up_links(self, records: Iterable[Incoming], parties_only: bool = False) -> None:
        """Make sure that it is known which master data records name, all of them in one go.

        Args:
            records: which ones.
            parties_only: whether only the contacts that are named at the top are wanted.
        """
        names: dict[str, set[FieldValue]] = defaultdict(set)
        for record in records:
            for path, link, draft in links(record.plan.resource.model, record.draft):
                named = link.named_by(draft)
                is_wanted = _is_party(path, link) or not parties_only
                if named is None or named[0] == "id" or not is_wanted:
                    continue
                names[link.target].add(named)
                if named[0] == "external_id" and _is_kept(RESOURCES[link.target]):
                    # A key beside it may bring the record that bears the marker.
                    names[link.target] |= {(key, draft[key]) for key in link.keys if key in draft}
        for target, wanted in names.items():
            self._look_up_names(RESOURCES[target], wanted)

    def seek(self, resource: Resource, named: Iterable[tuple[Incoming, str]]) -> None:
        """Make sure that it is known whether documents are there, settled ones too.

        They are looked for among those of the party that the naming record names, and then among
        all that are open: who pays may be another one.

        Args:
            resource: what kind of documents.
            named: their external ids, each with the record that names it.
        """
        here, asked = self.index.documents(resource), list(named)
        here.look_for(
            Sought(external_id, party)
            for record, external_id in asked
            for party in self._older_parties(record)
        )
        if not all(here.find("external_id", external_id) for _, external_id in asked):
            here.read_open()

    def _look_for(self, records: list[Incoming]) -> None:
        """Make sure that it is known which documents records are.

        What is appended is dated as it was when it was first written, so that a window of dates
        finds it. Where that is cheaper, nobody asks for the contacts that the records name.
        """
        here = self.index.documents(records[0].plan.resource)
        missing = [it for it in records if it.external_id and not self._is_found(it)]
        day = min((it.day for it in missing if it.day is not None), default=None)
        if missing and here.read_window(day, self._most_look_ups(missing)):
            missing = [it for it in missing if _moves(it) and not self._is_found(it)]
        self.look_up_links(missing, parties_only=True)
        here.look_for(it for record in missing for it in self._sought_for(record))

    def _is_found(self, record: Incoming) -> bool:
        found = self.index.of(record.plan.resource).find
        return record.external_id is not None and bool(found("external_id", record.external_id))

    def _most_look_ups(self, records: list[Incoming]) -> int | None:
        """How many look-ups find documents, before it is known who is named; None: none do."""
        if records[0].plan.resource.listing.searches_notes:
            return len(records)
        named: set[FieldValue] = set()
        for record in records:
            party = party_link(record)
            if party is None:
                return None
            if self._parties(record) == set() or self._older_parties(record):
                named.add((party.key, party.value))
        return len(named)

    def _look_up(self, resource: Resource, records: list[Incoming]) -> None:
        """Make sure that it is known which master data records are.

        What is appended bears the natural key that it was first written with, whose absence proves
        its own. Any other version may bear another one than stands there.
        """
        self._look_up_names(resource, {name for it in records for name in _names_of(it)})

    def _look_up_names(self, resource: Resource, names: Collection[FieldValue]) -> None:
        """Look names of master data up: natural keys, and external ids that those did not bring.

        Nothing but the whole list proves that no record has an external id. Where Alegra keeps
        none, there is nothing to look for.
        """
        if resource.is_dated:
            return
        here, is_kept = self.index.master_data(resource), _is_kept(resource)
        keys = {it for it in names if it[0] != "external_id"}
        here.look_up(keys)
        here.look_up(
            it
            for it in names
            if it not in keys and is_kept and not self._with_external_id(resource, it[1])
        )

    def of(self, record: Incoming) -> Found:
        """What a record stands for."""
        if record.key is not None:
            key, value = record.key
            if key == "id":
                return Found(key, {value})
            found = self._find(record.plan.resource, key, value, record.title)
            if found.ids or found.problem or key != "external_id":
                return found
        if record.natural_key is None:
            return Found(record.plan.key, set())
        return self._by_natural_key(record, *record.natural_key)

    def named(self, resource: Resource, key: str, value: str, title: str | None) -> Found:
        """What a key and its value stand for, looked up where that was not done.

        Args:
            resource: where it is looked for.
            key: `external_id` or a natural key.
            value: its value.
            title: what the record is called; None where that is not said.
        """
        self._look_up_names(resource, [(key, value)])
        return self._find(resource, key, value, title)

    def _find(self, resource: Resource, key: str, value: str, title: str | None) -> Found:
        """The same as far as it is known."""
        if key == "external_id":
            return self._found(resource, key, self._with_external_id(resource, value))
        ids = self._of_stream(resource, self.index.of(resource).find(key, value))
        shared = value in self.company.country.generic_tax_numbers
        if shared or len(ids) > 1:
            titled = {it for it in ids if is_called(self._row(resource, it), title)}
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
        if identifier is None and found.problem is None and self._may_be_hidden(record):
            return Rejected([Problem(found.field, HIDDEN)])
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

    def _may_be_hidden(self, record: Incoming) -> bool:
        """Whether a record that was not found may stand in a list that was not proved whole.

        A document will hardly be there when its contact is not.
        """
        resource = record.plan.resource
        if not resource.is_dated:
            kept = [it for it in _names_of(record) if it[0] != "external_id" or _is_kept(resource)]
            return self.index.master_data(resource).may_hide(kept)
        is_without_party = self._parties(record) == set()
        sought = [] if is_without_party else self._sought_for(record)
        return self.index.documents(resource).may_hide(sought)

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
        found = self._find(resource, key, value, record.title)
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

    def _in_this_sync(self, resource: Resource, external_id: str) -> str | None:
        """The id of what was written or found in this sync, and not taken back since."""
        known = self._of_this_sync.get((resource.name, external_id))
        return None if (list_of(resource), known) in self._taken_back else known

    def _with_external_id(self, resource: Resource, value: str) -> set[str]:
        known = self._in_this_sync(resource, value)
        if known is not None:
            return {known}
        ids = self.index.of(resource).find("external_id", value)
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

    def _sought_for(self, record: Incoming) -> list[Sought]:
        """Where it is to be looked for a document that is to be written, if anywhere."""
        if record.external_id is None:
            return []
        if self._parties(record) == set():
            # It will hardly be there when its contact is not; unless that one was changed since.
            return [Sought(record.external_id, None, record.day, may_be_dated_otherwise=False)]
        parties = self._older_parties(record)
        return [Sought(record.external_id, party, record.day, _moves(record)) for party in parties]

    def _sent_as(self, record: Incoming) -> list[Sought]:
        """What is to be looked for of a document that was sent just now."""
        return [
            Sought(record.external_id or "", party, record.day, may_be_dated_otherwise=False)
            for party in self._parties(record) or [None]
        ]

    def _older_parties(self, record: Incoming) -> list[str | None]:
        """The contact that a record names; one None where it names none.

        Nothing where the contact was created in this sync: then no older document names it.
        """
        parties, contacts = self._parties(record), list_of(RESOURCES["customers"])
        if parties is None:
            return [None]
        return [it for it in parties if (contacts, it) not in self._created]

    def _parties(self, record: Incoming) -> set[str] | None:
        """Ids of the contact that a record names, as far as is known; None where it names none."""
        party = party_link(record)
        if party is None:
            return None
        target, key, value, title = party
        return {value} if key == "id" else self._find(target, key, value, title).ids

    def _found(self, resource: Resource, key: str, ids: set[str]) -> Found:
        several = f"several {resource.name} in Alegra have this {key}" if len(ids) > 1 else None
        return Found(key, ids, several)

    def _row(self, resource: Resource, identifier: str) -> Row:
        return self.index.of(resource).row(identifier) or {}


def _is_kept(resource: Resource) -> bool:
    """Whether Alegra keeps the external ids of a resource."""
    return resource.writing is not None and resource.writing.marked


def _moves(record: Incoming) -> bool:
    """Whether what stands there may be dated otherwise than the record is."""
    return bool(record.plan.mode != DestinationSyncMode.append)


class Party(NamedTuple):
    """The contact that a record names: in which list, by what, and what it is called."""

    target: Resource
    key: str
    value: str
    title: str | None


def party_link(record: Incoming) -> Party | None:
    """The contact that a document to write is of; None where it names none."""
    for path, link, draft in links(record.plan.resource.model, record.draft):
        named = link.named_by(draft) if _is_party(path, link) else None
        if named is not None:
            return Party(RESOURCES[link.target], *named, draft.get("display_name"))
    return None


def _sent_under(record: Incoming) -> list[FieldValue]:
    """What a record of master data that was sent just now is looked for by."""
    name = record.natural_key or record.key
    return [] if name is None else [name]


def _names_of(record: Incoming) -> list[FieldValue]:
    """What a record of master data is looked for by."""
    names = _natural_keys(record)
    is_first = record.plan.mode == DestinationSyncMode.append and record.natural_key is not None
    if record.plan.key == "external_id" and record.external_id is not None and not is_first:
        names.append(("external_id", record.external_id))
    return names


def _natural_keys(record: Incoming) -> list[FieldValue]:
    """What stands for a record beside ids."""
    keys = [it for it in (record.key, record.natural_key) if it is not None]
    return [it for it in keys if it[0] != "external_id"]


def _is_party(path: str, link: type[Link]) -> bool:
    """Whether a link names the contact that a document is of."""
    contacts = RESOURCES["customers"].listing.path
    return "." not in path and RESOURCES[link.target].listing.path == contacts


def is_called(row: Row, title: str | None) -> bool:
    """Whether a record bears a name, however it is capitalized."""
    return (
        title is not None
        and str(row.get("name") or "").strip().casefold() == title.strip().casefold()
    )
