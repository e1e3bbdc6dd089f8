"""Sending one record: created, updated, taken back, or there already."""

from dataclasses import dataclass, field
from typing import Any, Literal

from airbyte_cdk.models import DestinationSyncMode
from alegra_unified.contact import kinds
from alegra_unified.model import read_leniently
from alegra_unified.shapes import is_empty

from alegra_api.client import AlegraClient, ChangeResponse
from alegra_api.rows import row_id
from alegra_unified.company import Company
from alegra_unified.drafts import Link
from alegra_unified.marker import external_id_of, marked
from alegra_unified.writing import Problem

from .config import Config
from .existing import Library, Row
from .incoming import Incoming

MOST_TRIES = 4
"""How often a request is sent that does the same twice as once, until its outcome is known."""

# In a dry run, what would have been created goes by such an id, so that others can refer to it.
_IMAGINED = "new: "

Verdict = Literal["written", "there", "unknown"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record: Alegra's row, or the problem, or nothing known."""

    verdict: Verdict
    row: Row = field(default_factory=dict)
    identifier: str | None = None
    problem: Problem | None = None
    answer: ChangeResponse | None = None


@dataclass
class Sender:
    """Carries out single records.

    Attributes:
        config: the configuration.
        client: how Alegra is reached.
        company: whose books they are.
        library: what stands in Alegra already; only looked into.
    """

    config: Config
    client: AlegraClient
    company: Company
    library: Library

    def find(self, record: Incoming) -> set[str]:
        """Ids of what a record stands for in Alegra; none when it is not there."""
        assert record.key is not None
        key, value = record.key
        if key == "id":
            return {value}
        shelf = self.library.of(record.plan.resource)
        found = shelf.find(key, value)
        if found or record.plan.mode not in (
            DestinationSyncMode.append,
            DestinationSyncMode.append_dedup,
        ):
            return found
        # A contact, an item, an account of the same natural key is the same thing.
        natural = record.natural_key
        return shelf.find(*natural) if natural else set()

    def send(self, record: Incoming) -> Outcome:
        """Carry out one record. Runs beside others, and so changes nothing here."""
        found = self.find(record)
        identifier = next(iter(found), None)
        if identifier is not None and identifier.startswith(_IMAGINED):
            return Outcome("written", identifier=identifier)
        if record.plan.mode == DestinationSyncMode.soft_delete and identifier is not None:
            return self._take_back(record, identifier)
        if identifier is not None:
            return self._update(record, identifier)
        if self._is_where_it_was_read(record):
            return Outcome("there", identifier=record.draft.id)
        if self.config.dry_run:
            return Outcome("written", {"id": f"{_IMAGINED}{record.name}"})
        path = record.plan.resource.listing.path
        answer = self.client.change("POST", path, record.body)
        if answer.effect == "done" and row_id(answer.row) is None:
            return Outcome("unknown")
        return _outcome(answer)

    def _is_where_it_was_read(self, record: Incoming) -> bool:
        """Whether a record that has no id but Alegra's stands in these books under that id.

        It was read from here then. In the books of another company, the id is of something else.
        """
        identifier = record.draft.id
        if identifier is None or record.external_id != identifier:
            return False
        row = self.fresh(record, identifier)
        return row is not None and self._is_same(record, row)

    def _update(self, record: Incoming, identifier: str) -> Outcome:
        row = self.fresh(record, identifier)
        if row is None:
            return Outcome("written", problem=Problem("id", "is not in Alegra; nothing to update"))
        writing = record.plan.writing
        reason = writing.fixed_because(row)
        if reason is not None:
            return Outcome("written", problem=Problem("status", reason))
        if self._is_same(record, row):
            return Outcome("there", identifier=identifier)
        if self.config.dry_run:
            return Outcome("written", identifier=identifier)
        body = {**_replaceable(row), **record.body} if writing.replaces else dict(record.body)
        if "type" in body and writing.replaces:
            body["type"] = sorted({*kinds(row), *body["type"]})
        external_id = record.external_id or external_id_of(row)
        if writing.marked and external_id and record.external_id is None:
            body["observations"] = marked(body.get("observations"), external_id)
        # The same PUT twice is the same as once.
        for _ in range(MOST_TRIES):
            answer = self.client.change(
                "PUT", f"{record.plan.resource.listing.path}/{identifier}", body
            )
            if answer.effect != "unknown":
                return _outcome(answer, identifier)
        return Outcome("unknown")

    def _take_back(self, record: Incoming, identifier: str) -> Outcome:
        path = f"{record.plan.resource.listing.path}/{identifier}"
        for _ in range(MOST_TRIES):
            row = self.fresh(record, identifier)
            if row is None or row.get("status") == "void":
                return Outcome("there", identifier=identifier)
            removal = record.plan.writing.removal(row)
            if isinstance(removal, Problem):
                return Outcome("written", problem=removal)
            if self.config.dry_run:
                return Outcome("written", identifier=identifier)
            answer = (
                self.client.change("DELETE", path)
                if removal == "delete"
                else self.client.change("POST", f"{path}/void")
            )
            if answer.effect != "unknown":
                outcome = _outcome(answer, identifier)
                return Outcome(outcome.verdict, {}, identifier, outcome.problem, answer)
        return Outcome("unknown")

    def fresh(self, record: Incoming, identifier: str) -> Row | None:
        """The record in Alegra as it is now, or None."""
        listing = record.plan.resource.listing
        return self.client.find(f"{listing.path}/{identifier}", listing.parameters)

    def _is_same(self, record: Incoming, row: Row) -> bool:
        """Whether Alegra holds every value that the record gives."""
        resource = record.plan.resource
        held, _ = read_leniently(resource.model, resource.read(row, self.company))
        return all(
            _holds(getattr(held, name, None), getattr(record.draft, name))
            for name in record.plan.writing.fields
            if name != "alegra"
        ) and is_empty(record.draft.pass_through)


def _outcome(answer: ChangeResponse, identifier: str | None = None) -> Outcome:
    match answer.effect:
        case "done":
            return Outcome("written", answer.row, identifier)
        case "refused":
            problem = Problem("", "Alegra refused it")
            return Outcome("written", problem=problem, answer=answer)
        case _:
            return Outcome("unknown", answer=answer)


def _holds(held: Any, wanted: Any) -> bool:
    """Whether a value of Alegra's holds all that is wanted of it; what isn't named isn't wanted."""
    if wanted is None:
        return True
    if isinstance(wanted, list):
        return (
            isinstance(held, list)
            and len(held) == len(wanted)
            and all(_holds(*pair) for pair in zip(held, wanted, strict=True))
        )
    if isinstance(wanted, Link):
        return getattr(held, "id", None) == wanted.id
    if hasattr(type(wanted), "model_fields"):
        return held is not None and all(
            _holds(getattr(held, name, None), getattr(wanted, name))
            for name in type(wanted).model_fields
            if hasattr(held, name)
        )
    return bool(held == wanted)


_ALEGRAS_OWN = ("id", "created_at", "updated_at", "status", "statementAttached", "type")


def _replaceable(row: Row) -> Row:
    """What a contact holds, to be sent again with the changes: a PUT drops what it doesn't name."""
    return {
        key: value for key, value in row.items() if key not in _ALEGRAS_OWN and not is_empty(value)
    }
