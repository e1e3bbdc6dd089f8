"""Writing records, each exactly once: resolve, check, look, send, account for.

Alegra has no idempotency key (docs: alegra-api 6). Before anything is created, one look in bulk
tells what stands there already. A request whose outcome is unknown is not sent again before
another look, some time later, has proved that it had no effect.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any, Literal

from airbyte_cdk.models import DestinationSyncMode, FailureType
from airbyte_cdk.utils.traced_exception import AirbyteTracedException

from alegra_unified.client import AlegraClient, Answer
from alegra_unified.company import Company
from alegra_unified.contact import kinds
from alegra_unified.drafts import AccountLink, Link, links
from alegra_unified.marker import external_id_of, marked
from alegra_unified.model import read_leniently
from alegra_unified.paging import row_id
from alegra_unified.registry import RESOURCES
from alegra_unified.shapes import is_empty
from alegra_unified.writing import Problem

from .config import Config
from .existing import Library, Row
from .incoming import Incoming, build_body, problems_of
from .rejections import Rejection, Rejections, without_values

ORDER = (
    "tax_rates",
    "ledger_accounts",
    "departments",
    "bank_accounts",
    "customers",
    "suppliers",
    "invoice_items",
    "invoices",
    "bills",
    "quotes",
    "purchase_orders",
    "journal_entries",
    "credit_notes",
    "bill_credit_notes",
    "payments",
    "bill_payments",
)
"""What others refer to comes first."""

MOST_LOOKS = 4

# In a dry run, what would have been created goes by such an id, so that others can refer to it.
_IMAGINED = "new: "

Verdict = Literal["written", "there", "unknown"]

logger = logging.getLogger("airbyte")


@dataclass
class Tally:
    """What became of the records of one stream.

    Attributes:
        records: accounted for, in whatever way.
        rejected: of those, the rejected ones.
        written: of those, the ones that changed something in Alegra.
    """

    records: int = 0
    rejected: int = 0
    written: int = 0


@dataclass
class Writer:
    """Writes the records of one sync.

    Attributes:
        config: the configuration.
        client: how Alegra is reached.
        company: whose books they are.
        rejections: takes what can't be written.
        executor: sends up to as many requests at a time as Alegra bears.
        library: what stands in Alegra already.
        sleep: lets time pass.
        clock: seconds that only grow.
    """

    config: Config
    client: AlegraClient
    company: Company
    rejections: Rejections
    executor: Executor
    library: Library
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    tallies: dict[str, Tally] = field(default_factory=dict)
    _waiting: list[Incoming] = field(default_factory=list)
    _ids: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._may_look_at = self.clock() + self.config.settling_seconds

    @property
    def waiting(self) -> int:
        """How many records wait to be written."""
        return len(self._waiting)

    def take(self, record: Incoming) -> None:
        """Take a record in; `flush` writes it."""
        problems = problems_of(record, self.company)
        if problems:
            self.reject(record, problems[0])
        else:
            self._waiting.append(record)

    def reject(self, record: Incoming, problem: Problem, answer: Answer | None = None) -> None:
        """Account for a record that can't be written."""
        message = without_values(answer.message, record.data) if answer else None
        self.account_rejection(
            Rejection(
                stream=record.plan.stream,
                external_id=record.name,
                field=problem.field,
                rule=problem.rule,
                code=answer.code if answer else None,
                message=message,
            ),
            record.data,
        )

    def account_rejection(self, rejection: Rejection, data: Any) -> None:
        """Count and report a rejection."""
        tally = self._tally(rejection.stream)
        tally.records += 1
        tally.rejected += 1
        self.rejections.add(rejection, data)

    def flush(self, final: bool) -> None:
        """Write what waits. What refers to a record that may still come stays, unless `final`.

        Raises:
            AirbyteTracedException: Alegra can't be reached, or an outcome stays unknown; what was
                written so far is found again by the next sync.
        """
        for name in ORDER:
            level = [it for it in self._waiting if it.plan.resource.name == name]
            if level:
                self._waiting = [it for it in self._waiting if it.plan.resource.name != name]
                self._write(level, final)

    def _write(self, records: list[Incoming], final: bool) -> None:
        ready = [record for record in records if self._is_ready(record, final)]
        if not ready:
            return
        self._look(ready)
        for wave in _waves(ready):
            self._write_wave([record for record in wave if not self._settled_by_look(record)])

    def _is_ready(self, record: Incoming, final: bool) -> bool:
        """Resolve the links of a record and put together its body."""
        if record.plan.mode == DestinationSyncMode.soft_delete:
            return True
        for path, link in links(record.draft):
            problem, may_come = self._resolve(path, link)
            if problem is None:
                continue
            if may_come and not final:
                self._waiting.append(record)
            else:
                self.reject(record, problem)
            return False
        problems = build_body(record, self.company, self.config.allow_stamping)
        problems = problems or self._product_key_problems(record)
        if problems:
            self.reject(record, problems[0])
        return not problems

    def _resolve(self, path: str, link: Link) -> tuple[Problem | None, bool]:
        """Fill in the id of a link; what is wrong, and whether a later record may mend it."""
        named = link.named_by()
        if named is None:
            return Problem(path, "names nothing; give an id, an external_id or a key"), False
        key, value = named
        target = RESOURCES[link.target]
        if key != "id":
            found = {self._ids[link.target, value]} if (link.target, value) in self._ids else set()
            if key != "external_id" or not found:
                shelf = self.library.of(target)
                if target.date is None:
                    shelf.read_whole()
                else:
                    shelf.look_unsettled()
                found = shelf.find(key, value)
            if len(found) > 1:
                return Problem(path, f"several {link.target} have this {key}; give the id"), False
            if not found:
                return Problem(path, f"no {link.target} with this {key} is in Alegra"), True
            link.id = next(iter(found))
        if isinstance(link, AccountLink) and path.startswith("line_items"):
            return self._posting_problem(path, str(link.id)), False
        return None, False

    def _posting_problem(self, path: str, identifier: str) -> Problem | None:
        """Only accounts of the lowest level take entries (gotcha: ledger accounts)."""
        shelf = self.library.of(RESOURCES["ledger_accounts"])
        shelf.read_whole()
        row = shelf.rows.get(identifier)
        if row is not None and row.get("use") == "accumulative":
            return Problem(path, "is a header; post to an account with header false")
        return None

    def _product_key_problems(self, record: Incoming) -> list[Problem]:
        """Mexico: quotes and stamped invoices want a product key on each item (gotcha: quotes)."""
        wanted = record.plan.resource.name == "quotes" or record.stamps
        if self.company.country != "MEX" or not wanted:
            return []
        shelf = self.library.of(RESOURCES["invoice_items"])
        shelf.read_whole()
        return [
            Problem(
                f"line_items.{place}.item",
                "has no productKey, so Alegra would refuse it (code 1035); set it on the item",
            )
            for place, line in enumerate(record.draft.line_items or [])
            if line.item and line.item.id in shelf.rows
            if is_empty(shelf.rows[line.item.id].get("productKey"))
        ]

    def _look(self, records: list[Incoming]) -> None:
        """See what of these records stands in Alegra; not before a killed predecessor's is seen."""
        resource = records[0].plan.resource
        wait = self._may_look_at - self.clock()
        if wait > 0 and not self.config.dry_run:
            logger.info(f"Waiting {wait:.0f} s, so that what an earlier run sent last is seen.")
            self.sleep(wait)
        if any(record.plan.key != "id" for record in records):
            days = [record.day for record in records if record.day is not None]
            self.library.of(resource).look(days)

    def _settled_by_look(self, record: Incoming) -> bool:
        """Whether a record needs no request: it is there already, or it can't be told which it is.

        An append of what is there is done; an update of what isn't can't be.
        """
        mode, found = record.plan.mode, self._found(record)
        if len(found) > 1:
            rule = f"several {record.plan.resource.name} in Alegra have this {record.plan.key}"
            self.reject(record, Problem(record.plan.key, rule))
        elif found and mode == DestinationSyncMode.append:
            self._account_found(record, next(iter(found)))
        elif not found and mode == DestinationSyncMode.update:
            rule = f"no {record.plan.resource.name} with this key is in Alegra; nothing to update"
            self.reject(record, Problem(record.plan.key, rule))
        elif not found and mode == DestinationSyncMode.soft_delete:
            self._account(record, "there", None)
        else:
            return False
        return True

    def _account_found(self, record: Incoming, identifier: str) -> None:
        """A record that is there already; a contact may be there in the other role only."""
        resource = record.plan.resource
        row = self.library.of(resource).rows.get(identifier)
        if row is None or resource.belongs(row):
            self._account(record, "there", identifier)
        else:
            rule = f"is there as {identifier}, but not among {resource.name}; use append_dedup"
            self.reject(record, Problem("tax_number", rule))

    def _found(self, record: Incoming) -> set[str]:
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

    def _write_wave(self, records: list[Incoming]) -> None:
        """Send records side by side, and look for those whose outcome is unknown."""
        for _ in range(MOST_LOOKS):
            outcomes = list(self.executor.map(self._send, records))
            unknown = [
                record
                for record, outcome in zip(records, outcomes, strict=True)
                if not self._accounted(record, outcome)
            ]
            if not unknown:
                return
            logger.warning(
                f"The outcome of {len(unknown)} requests is unknown; looking for their documents "
                f"in {self.config.settling_seconds:.0f} s."
            )
            self.sleep(self.config.settling_seconds)
            shelf = self.library.of(unknown[0].plan.resource)
            days = [record.day for record in unknown if record.day is not None]
            shelf.look_again(min(days, default=None))
            records = [record for record in unknown if not self._came_to_pass(record)]
            if not records:
                return
        raise AirbyteTracedException(
            message=f"Stream {records[0].plan.stream}: Alegra did not say what became of "
            f"{len(records)} records, {MOST_LOOKS} times over. Run the sync again later; what was "
            "written is found and not written twice.",
            failure_type=FailureType.transient_error,
        )

    def _came_to_pass(self, record: Incoming) -> bool:
        """Whether a look shows that a record was created all the same."""
        found = self._found(record)
        if not found or record.plan.mode == DestinationSyncMode.soft_delete:
            return False
        identifier = next(iter(found))
        if record.stamps and is_empty((self._fresh(record, identifier) or {}).get("stamp")):
            rule = (
                f"was created as {identifier}, but its stamp is not confirmed and is not asked for "
                "twice; stamp it in Alegra"
            )
            self.reject(record, Problem("pass_through", rule))
            return True
        self._account(record, "written", identifier)
        return True

    def _accounted(self, record: Incoming, outcome: "Outcome") -> bool:
        if outcome.verdict == "unknown":
            return False
        if outcome.problem is not None:
            self.reject(record, outcome.problem, outcome.answer)
        else:
            if outcome.row:
                self.library.of(record.plan.resource).add({**record.body, **outcome.row})
            self._account(record, outcome.verdict, row_id(outcome.row) or outcome.identifier)
        return True

    def _account(self, record: Incoming, verdict: Verdict, identifier: str | None) -> None:
        tally = self._tally(record.plan.stream)
        tally.records += 1
        tally.written += verdict == "written"
        if record.external_id is not None and identifier is not None:
            self._ids[record.plan.resource.name, record.external_id] = identifier
        if self.config.dry_run and verdict == "written":
            what = record.plan.resource.name
            logger.info(f"Dry run: stream {record.plan.stream}, record {record.name} -> {what}.")

    def _tally(self, stream: str) -> Tally:
        return self.tallies.setdefault(stream, Tally())

    def _send(self, record: Incoming) -> "Outcome":
        """Carry out one record. Runs beside others, and so changes nothing here."""
        found = self._found(record)
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
        if answer.fate == "done" and row_id(answer.row) is None:
            return Outcome("unknown")
        return _outcome(answer)

    def _is_where_it_was_read(self, record: Incoming) -> bool:
        """Whether a record that has no id but Alegra's stands in these books under that id.

        It was read from here then. In the books of another company, the id is of something else.
        """
        identifier = record.draft.id
        if identifier is None or record.external_id != identifier:
            return False
        row = self._fresh(record, identifier)
        return row is not None and self._is_same(record, row)

    def _update(self, record: Incoming, identifier: str) -> "Outcome":
        row = self._fresh(record, identifier)
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
        for _ in range(MOST_LOOKS):
            answer = self.client.change(
                "PUT", f"{record.plan.resource.listing.path}/{identifier}", body
            )
            if answer.fate != "unknown":
                return _outcome(answer, identifier)
        return Outcome("unknown")

    def _take_back(self, record: Incoming, identifier: str) -> "Outcome":
        path = f"{record.plan.resource.listing.path}/{identifier}"
        for _ in range(MOST_LOOKS):
            row = self._fresh(record, identifier)
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
            if answer.fate != "unknown":
                outcome = _outcome(answer, identifier)
                return Outcome(outcome.verdict, {}, identifier, outcome.problem, answer)
        return Outcome("unknown")

    def _fresh(self, record: Incoming, identifier: str) -> Row | None:
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record: Alegra's row, or the problem, or nothing known."""

    verdict: Verdict
    row: Row = field(default_factory=dict)
    identifier: str | None = None
    problem: Problem | None = None
    answer: Answer | None = None


def _outcome(answer: Answer, identifier: str | None = None) -> Outcome:
    match answer.fate:
        case "done":
            return Outcome("written", answer.row, identifier)
        case "refused":
            problem = Problem("", "Alegra refused it")
            return Outcome("written", problem=problem, answer=answer)
        case _:
            return Outcome("unknown", answer=answer)


def _waves(records: Iterable[Incoming]) -> list[list[Incoming]]:
    """Records side by side that have different keys; one key's records one after another."""
    waves: list[list[Incoming]] = []
    seen: Counter[object] = Counter()
    for record in records:
        keys = {record.key, record.natural_key} - {None}
        place = max(seen[key] for key in keys)
        for key in keys:
            seen[key] = place + 1
        if place == len(waves):
            waves.append([])
        waves[place].append(record)
    return waves


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
