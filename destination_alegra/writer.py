"""A record's way in one direction: received, resolved, checked, looked up, sent, accounted for.

Alegra has no idempotency key (docs: alegra-api 6). Before anything is created, one look-up in bulk
tells what stands there already. A request whose effect is unknown is not sent again before another
look-up, some time later, has proved that it had none.
"""

import logging
from concurrent.futures import Executor

from airbyte_cdk.models import DestinationSyncMode, FailureType
from airbyte_cdk.utils.traced_exception import AirbyteTracedException

from alegra_api.client import AlegraClient
from alegra_unified.company import Company
from alegra_unified.problem import Problem

from .accounting import Accounting
from .body import Outgoing, compose
from .catalog import WRITABLE
from .config import Config
from .incoming import Incoming
from .matching import Matcher
from .ordering import Batch, WaitingRecords
from .read_after_write import ReadAfterWriteDelay
from .remote_index import RemoteIndex
from .resolving import Resolution, Resolver
from .rules import problems_of
from .sending import Sender
from .write_result import AlreadyThere, Rejected, Unknown, WriteResult, Written

MAXIMUM_WAITING = 1_000
"""Records that are gathered before they are written, when no state comes in between."""

MAXIMUM_TRIES = 4
"""How often a record is sent, each time after a look-up, until its outcome is known."""

logger = logging.getLogger("airbyte")


class Writer:
    """Writes the records of one sync.

    Args:
        config: the configuration.
        client: how Alegra is reached.
        company: whose books they are.
        accounting: is told the end of each record.
        senders: sends as many requests at a time as Alegra bears.
        readers: fetches pages ahead.
    """

    def __init__(
        self,
        config: Config,
        client: AlegraClient,
        company: Company,
        accounting: Accounting,
        senders: Executor,
        readers: Executor,
    ) -> None:
        self._config = config
        self._company = company
        self._accounting = accounting
        self._executor = senders
        seconds = 0 if config.dry_run else config.read_after_write_delay_seconds
        self._delay = ReadAfterWriteDelay(seconds)
        self._index = RemoteIndex(client, readers, self._delay)
        self._waiting = WaitingRecords(WRITABLE)
        self._resolver = Resolver(company, self._index)
        self._matcher = Matcher(self._index)
        self._sender = Sender(client, company, config.dry_run)

    def take(self, record: Incoming) -> None:
        """Take a record in, and write what waits when that is much.

        Raises:
            AirbyteTracedException: see `flush`.
        """
        problems = problems_of(record, self._company)
        if problems:
            self._accounting.account(record, Rejected(problems))
            return
        self._waiting.add(record)
        if len(self._waiting) >= MAXIMUM_WAITING:
            self._write_waiting(final=False)

    def flush(self) -> None:
        """Write all that waits; what names a record that did not come is rejected.

        Raises:
            AirbyteTracedException: Alegra can't be reached, or an outcome stays unknown; what was
                written so far is found again by the next sync.
        """
        self._waiting.add_all_parked()
        self._write_waiting(final=True)

    def _write_waiting(self, final: bool) -> None:
        for batch in self._waiting.batches():
            ready = [
                outgoing
                for record in batch.records
                if (outgoing := self._ready(record, batch, final)) is not None
            ]
            if ready:
                self._matcher.read_for(ready)
                self._send([it for it in map(self._matched, ready) if it is not None])

    def _ready(self, record: Incoming, batch: Batch, final: bool) -> Outgoing | None:
        """The record with its links resolved and its body; None when it waits or was rejected."""
        earlier = self._waiting.waits_behind(record)
        if earlier is not None:
            self._waiting.park(record, earlier)
            return None
        if record.plan.mode == DestinationSyncMode.soft_delete:
            return Outgoing(record)
        resolution = self._resolver.resolve(record)
        if resolution.missing and not resolution.problems and not final and not batch.circular:
            self._waiting.park(record, resolution.missing[0].name)
            return None
        problems = self._link_problems(record, resolution, batch)
        if not problems:
            outgoing, problems = compose(record, self._company, self._config.allow_stamping)
            problems += self._resolver.unfit(outgoing)
            if not problems:
                return outgoing
        self._account(record, Rejected(problems))
        return None

    def _link_problems(
        self, record: Incoming, resolution: Resolution, batch: Batch
    ) -> list[Problem]:
        found = list(resolution.problems)
        for path, target, name in resolution.missing:
            if self._waiting.is_circular(record, name, batch):
                rule = "is circular: what it names can only be written after this record"
            else:
                rule = (
                    f"no {target} with this {name.field} is in Alegra, and none was written before "
                    "this record"
                )
            found.append(Problem(path, rule))
        return found

    def _matched(self, outgoing: Outgoing) -> Outgoing | None:
        """The record with its id in Alegra; None when nothing has to be sent for it."""
        matched = self._matcher.match(outgoing)
        if isinstance(matched, Outgoing):
            return matched
        self._account(outgoing.record, matched)
        return None

    def _send(self, batch: list[Outgoing]) -> None:
        """Send records side by side, and look for those whose outcome is unknown."""
        for tries in range(MAXIMUM_TRIES):
            results = list(self._executor.map(self._sender.send, batch))
            if tries:
                # What is there now was written by an earlier try.
                results = [_written(result) for result in results]
            batch = self._unknown(batch, results)
            if not batch:
                return
            logger.warning(
                f"The outcome of {len(batch)} requests is unknown; looking for their records "
                f"in {self._config.read_after_write_delay_seconds:.0f} s."
            )
            self._delay.after_write()
            self._matcher.read_again_for([it for it in batch if it.identifier is None])
            results = [
                self._sender.after_unknown(outgoing, self._matcher.find(outgoing.record)[1])
                for outgoing in batch
            ]
            batch = self._unknown(batch, results)
            if not batch:
                return
        raise AirbyteTracedException(
            message=f"Stream {batch[0].record.plan.stream}: Alegra did not say what became of "
            f"{len(batch)} records, {MAXIMUM_TRIES} times over. Run the sync again later; what was "
            "written is found and not written twice.",
            failure_type=FailureType.transient_error,
        )

    def _unknown(self, batch: list[Outgoing], results: list[WriteResult]) -> list[Outgoing]:
        """Account for the records whose outcome is known; the others."""
        unknown: list[Outgoing] = []
        for outgoing, result in zip(batch, results, strict=True):
            if isinstance(result, Unknown):
                unknown.append(outgoing)
            else:
                self._remember(outgoing, result)
                self._account(outgoing.record, result)
        return unknown

    def _remember(self, outgoing: Outgoing, result: WriteResult) -> None:
        """Let later records find what was written."""
        record = outgoing.record
        if isinstance(result, Written) and record.plan.mode != DestinationSyncMode.soft_delete:
            row = {**outgoing.body, **result.row, "id": result.identifier}
            self._index.of(record.plan.resource).add(row)

    def _account(self, record: Incoming, result: Written | AlreadyThere | Rejected) -> None:
        if not isinstance(result, Rejected) and result.identifier is not None:
            self._resolver.remember(record, result.identifier)
        self._waiting.account(record)
        self._accounting.account(record, result)


def _written(result: WriteResult) -> WriteResult:
    if isinstance(result, AlreadyThere) and result.identifier is not None:
        return Written(result.identifier)
    return result
