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
from typing import Any

from airbyte_cdk.models import DestinationSyncMode, FailureType
from airbyte_cdk.utils.traced_exception import AirbyteTracedException
from alegra_unified.shapes import is_empty

from alegra_api.client import AlegraClient, ChangeResponse
from alegra_api.rows import row_id
from alegra_unified.company import Company
from alegra_unified.writing import Problem

from .config import Config
from .existing import Library
from .incoming import Incoming, build_body, problems_of
from .rejections import Rejection, Rejections, without_values
from .resolving import Resolver
from .sending import Outcome, Sender, Verdict

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

    def __post_init__(self) -> None:
        self.resolver = Resolver(self.company, self.library)
        self.sender = Sender(self.config, self.client, self.company, self.library)
        self._may_look_at = self.clock() + self.config.settling_seconds

    @property
    def waiting(self) -> int:
        """How many records wait to be written."""
        return len(self._waiting)

    def take(self, record: Incoming) -> None:
        """Take a record in; `flush` writes it."""
        problems = problems_of(record, self.company)
        if problems:
            self.reject(record, *problems)
        else:
            self._waiting.append(record)

    def reject(
        self, record: Incoming, *problems: Problem, answer: ChangeResponse | None = None
    ) -> None:
        """Account for a record that can't be written."""
        message = without_values(answer.message, record.data) if answer else None
        self.account_rejection(
            Rejection(
                stream=record.plan.stream,
                external_id=record.name,
                problems=problems,
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
        wrong, missing = self.resolver.resolve(record)
        if missing and not wrong and not final:
            self._waiting.append(record)
            return False
        problems = [*wrong, *(missing if final else [])] or [
            *build_body(record, self.company, self.config.allow_stamping),
            *self.resolver.product_key_problems(record),
        ]
        if problems:
            self.reject(record, *problems)
        return not problems

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
        mode, found = record.plan.mode, self.sender.find(record)
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

    def _write_wave(self, records: list[Incoming]) -> None:
        """Send records side by side, and look for those whose outcome is unknown."""
        for _ in range(MOST_LOOKS):
            outcomes = list(self.executor.map(self.sender.send, records))
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
        found = self.sender.find(record)
        if not found or record.plan.mode == DestinationSyncMode.soft_delete:
            return False
        identifier = next(iter(found))
        if record.stamps and is_empty((self.sender.fresh(record, identifier) or {}).get("stamp")):
            rule = (
                f"was created as {identifier}, but its stamp is not confirmed and is not asked for "
                "twice; stamp it in Alegra"
            )
            self.reject(record, Problem("pass_through", rule))
            return True
        self._account(record, "written", identifier)
        return True

    def _accounted(self, record: Incoming, outcome: Outcome) -> bool:
        if outcome.verdict == "unknown":
            return False
        if outcome.problem is not None:
            self.reject(record, outcome.problem, answer=outcome.answer)
        else:
            if outcome.row:
                self.library.of(record.plan.resource).add({**record.body, **outcome.row})
            self._account(record, outcome.verdict, row_id(outcome.row) or outcome.identifier)
        return True

    def _account(self, record: Incoming, verdict: Verdict, identifier: str | None) -> None:
        tally = self._tally(record.plan.stream)
        tally.records += 1
        tally.written += verdict == "written"
        if identifier is not None:
            self.resolver.remember(record, identifier)
        if self.config.dry_run and verdict == "written":
            what = record.plan.resource.name
            logger.info(f"Dry run: stream {record.plan.stream}, record {record.name} -> {what}.")

    def _tally(self, stream: str) -> Tally:
        return self.tallies.setdefault(stream, Tally())


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
