"""A record's way in one direction: received, resolved, checked, looked up, sent, accounted for.

Alegra has no idempotency key (docs: alegra-api 6). Before anything is created, one look-up in bulk
tells what stands there already. A request whose effect is unknown is not sent again before another
look-up, some time later, has proved that it had none.
"""

import logging
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import replace

from airbyte_cdk.models import DestinationSyncMode, FailureType
from airbyte_cdk.utils.traced_exception import AirbyteTracedException

from alegra_api.client import AlegraClient
from alegra_api.one_line import one_line
from alegra_unified.company import Company
from alegra_unified.problem import Problem

from .accounting import Accounting
from .body import creation
from .catalog import WRITABLE
from .config import Config
from .dry_run import Books, ImaginedBooks
from .identity import Identity, Match
from .incoming import Incoming
from .ordering import Batch, WaitingRecords
from .outgoing import Outgoing
from .pass_through import asks_for_stamp
from .read_after_write import ReadAfterWriteDelay
from .remote_index import RemoteIndex
from .resolving import Resolution, Resolver
from .rules import fitted, problems_of, problems_of_creation
from .sending import Sender
from .write_result import AlreadyThere, Rejected, Unknown, WriteResult, Written

MAXIMUM_WAITING = 1_000
"""Records that are gathered before they are written, when no state comes in between."""

MAXIMUM_TRIES = 4
"""How often a record is sent, each time after a look-up, until its outcome is known."""

MAXIMUM_FAILING = 5
"""Records that make Alegra fail each time and are rejected; where more do, Alegra is at fault."""

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
        self._failing = 0
        seconds = 0 if config.dry_run else config.read_after_write_delay_seconds
        self._delay = ReadAfterWriteDelay(seconds)
        self._waiting = WaitingRecords(WRITABLE)
        self._identity = Identity(company, RemoteIndex(client, readers, self._delay))
        books: Books = ImaginedBooks(client) if config.dry_run else client
        self._resolver = Resolver(company, self._identity, books, reads_ids=config.dry_run)
        verifies = not config.dry_run
        self._sender = Sender(books, company, config.allow_stamping, verifies)

    def take(self, record: Incoming) -> None:
        """Take a record in, and write what waits when that is much.

        Raises:
            AirbyteTracedException: see `flush`.
        """
        record = fitted(record, self._company)
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
        self._write_waiting(final=True)

    def _write_waiting(self, final: bool) -> None:
        for batch in self._waiting.batches(final):
            records = [record for record in batch.records if not self._is_behind(record)]
            if not records:
                continue
            self._identity.read_for(records)
            matched = [(record, match) for record in records if (match := self._matched(record))]
            self._send([*self._ready(matched, batch, final)])

    def _is_behind(self, record: Incoming) -> bool:
        """Whether a record waits for one that waits, and is parked with it."""
        earlier = self._waiting.waits_behind(record)
        if earlier is not None:
            self._waiting.park(record, earlier)
        return earlier is not None

    def _matched(self, record: Incoming) -> Match | None:
        """The record's place in Alegra; None when that was its end."""
        match = self._identity.match(record)
        if isinstance(match, Match):
            # Whether it may be created is only asked of what is not there.
            if match.identifier is not None or record.may_be_of_these_books:
                return match
            problems = problems_of_creation(record, self._company)
            if not problems:
                return match
            match = Rejected(problems)
        self._account(record, match)
        return None

    def _ready(
        self, matched: list[tuple[Incoming, Match]], batch: Batch, final: bool
    ) -> Iterator[Outgoing]:
        """The records with their links resolved and their bodies, without those that wait."""
        waits = not final and not batch.circular
        resolved = self._resolved(matched, thoroughly=not waits)
        for (record, match), resolution in zip(matched, resolved, strict=True):
            if resolution.missing and not resolution.problems and waits:
                self._waiting.park(record, resolution.missing[0].name)
                continue
            problems = self._link_problems(record, resolution, batch)
            if problems:
                self._account(record, Rejected(problems))
            else:
                yield self._outgoing(record, match)

    def _resolved(
        self, matched: list[tuple[Incoming, Match]], thoroughly: bool
    ) -> list[Resolution]:
        """How far the links of the records can be followed; those of a deletion need not be."""
        deletes = DestinationSyncMode.soft_delete
        self._identity.look_up_links(it for it, _ in matched if it.plan.mode != deletes)
        resolved = [
            Resolution([], []) if it.plan.mode == deletes else self._resolver.resolve(it)
            for it, _ in matched
        ]
        missing = [place for place, it in enumerate(resolved) if it.missing and not it.problems]
        if thoroughly and missing:
            self._resolver.seek([(matched[place][0], resolved[place]) for place in missing])
            for place in missing:
                resolved[place] = self._resolver.resolve(matched[place][0])
        return resolved

    def _outgoing(self, record: Incoming, match: Match) -> Outgoing:
        """What is to be sent of a record whose links are resolved."""
        if record.plan.mode == DestinationSyncMode.soft_delete:
            return Outgoing(record, match)
        body, problems = creation(record, self._company, self._config.allow_stamping)
        stamps = asks_for_stamp(body)
        unfit = self._resolver.unfit(record, stamps)
        if match.identifier is not None:
            return Outgoing(record, match, stamps=stamps, unfit=unfit)
        problems += problems_of_creation(record, self._company)
        return Outgoing(record, match, body, stamps, [*problems, *unfit])

    def _link_problems(
        self, record: Incoming, resolution: Resolution, batch: Batch
    ) -> list[Problem]:
        found = list(resolution.problems)
        for missing in resolution.missing:
            rule = missing.rule
            if self._waiting.is_circular(record, missing.name, batch):
                rule = "is circular: what it names can only be written after this record"
            found.append(Problem(missing.path, rule))
        return found

    def _send(self, batch: list[Outgoing]) -> None:
        """Send records side by side, and look for those whose outcome is unknown."""
        for _ in range(MAXIMUM_TRIES):
            results = list(self._executor.map(self._sender.send, batch))
            batch = self._unknown(batch, results)
            if not batch:
                return
            logger.warning(
                f"The outcome of {len(batch)} requests is unknown; looking for their records "
                f"in {self._config.read_after_write_delay_seconds:.0f} s."
            )
            self._delay.after_write()
            created = [it.record for it in batch if it.match.identifier is None]
            self._identity.read_again_for(created)
            results = [self._after_unknown(outgoing) for outgoing in batch]
            batch = self._unknown(batch, results)
            if not batch:
                return
        self._give_up(batch)

    def _after_unknown(self, outgoing: Outgoing) -> WriteResult:
        """What became of a record whose request ended unknown, after it was looked for."""
        found = self._identity.of(outgoing.record).ids
        is_new = outgoing.match.identifier is None
        if is_new and not found and self._identity.may_be_unseen(outgoing.record):
            rule = (
                "was sent, and nothing tells whether it was written: Alegra's list could not be "
                "proved whole; it is not sent again"
            )
            return Rejected([Problem("", rule)])
        return self._sender.after_unknown(outgoing, found)

    def _give_up(self, batch: list[Outgoing]) -> None:
        """Reject records that make Alegra fail, so that they do not end each sync for ever."""
        self._failing += len(batch)
        are_at_fault = all(len(it.failures) == MAXIMUM_TRIES for it in batch)
        if not are_at_fault or self._failing > MAXIMUM_FAILING:
            first = batch[0].record
            raise AirbyteTracedException(
                message=f"Stream {one_line(first.plan.stream)}: Alegra did not say what became of "
                f"{len(batch)} records, {MAXIMUM_TRIES} times over, the first of them "
                f"{one_line(first.name)}. Run the sync again later; what was written is found and "
                "not written twice.",
                failure_type=FailureType.transient_error,
            )
        for outgoing in batch:
            self._account(outgoing.record, outgoing.failures[-1])

    def _unknown(self, batch: list[Outgoing], results: list[WriteResult]) -> list[Outgoing]:
        """Account for the records whose outcome is known; the others."""
        unknown: list[Outgoing] = []
        for outgoing, result in zip(batch, results, strict=True):
            if isinstance(result, Unknown):
                before = outgoing.before if result.before is None else dict(result.before)
                failures = [*outgoing.failures, *filter(None, [result.failure])]
                unknown.append(replace(outgoing, before=before, failures=failures))
            else:
                self._remember(outgoing, result)
                self._account(outgoing.record, result)
        return unknown

    def _remember(self, outgoing: Outgoing, result: WriteResult) -> None:
        """Let later records find what was written, and not what was taken back."""
        record, identifier = outgoing.record, outgoing.match.identifier
        if record.plan.mode == DestinationSyncMode.soft_delete:
            if identifier is not None and not isinstance(result, Rejected):
                self._identity.forget(record, identifier)
        elif isinstance(result, Written):
            row = {**outgoing.body, **result.row, "id": result.identifier}
            self._identity.add(record, row, created=identifier is None)

    def _account(self, record: Incoming, result: Written | AlreadyThere | Rejected) -> None:
        deletes = record.plan.mode == DestinationSyncMode.soft_delete
        if not deletes and not isinstance(result, Rejected) and result.identifier is not None:
            self._identity.remember(record, result.identifier)
        self._waiting.account(record)
        self._accounting.account(record, result)
