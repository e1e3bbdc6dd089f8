"""One round of the source: syncs in a row, with faults, kills and edits, then the comparison."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from threading import Timer
from typing import Any

from alegra_sandbox.process import SandboxProcess
from alegra_unified.company import Company
from alegra_unified.registry import RESOURCES
from alegra_unified.resource import Resource
from alegra_unified.synchronization import (
    DatedFullRefresh,
    DocumentChanges,
    MasterData,
    WholeReading,
)
from demo.comparison import compare, truth_of

from ..forks import SandboxFork
from ..runner import Finished, Message, Source, Warehouse, with_reconciliation_due
from .company import (
    LASTING,
    MISLEADING,
    PASSING,
    Answers,
    People,
    answers,
    country,
    faults,
    is_sorted_by_id,
)
from .figures import Figures
from .hurry import hurried_source, source_with_a_state_behind_each_page

LONGEST_SYNC_SECONDS = 240
"""After so long a sync hangs."""

QUIET_SYNCS = 2
"""Syncs after which the warehouse is right: a contact is gone when two lists in a row lack it, and
the first may have to end a reading that was cut off."""

LISTED_AS_IT_IS = [
    name
    for name, it in RESOURCES.items()
    if isinstance(it.strategy, MasterData | DatedFullRefresh | WholeReading)
]
"""Streams that each sync reads whole; in the incremental mode nobody tells what of them is gone."""

MODES = {name: "incremental" for name in RESOURCES} | dict.fromkeys(LISTED_AS_IT_IS, "full_refresh")

DOCUMENTS = {name: it for name, it in RESOURCES.items() if isinstance(it.strategy, DocumentChanges)}

Row = dict[str, Any]


class WholeTables(Warehouse):
    """A warehouse in which what is read whole replaces what was there once it is complete."""

    def __init__(self) -> None:
        super().__init__()
        self._begun: dict[str, dict[str, Row]] = {name: {} for name in LISTED_AS_IT_IS}

    def take(self, messages: list[Message]) -> None:
        """Write records and remember states; tables that are read whole wait for their end."""
        for message in messages:
            super().take([message])
            name = _ended(message, "COMPLETE")
            if name in self._begun:
                self.tables[name], self._begun[name] = self._begun[name], {}

    def _write(self, stream: str, record: Row) -> None:
        if stream in self._begun:
            self._begun[stream][record[RESOURCES[stream].key]] = record
        else:
            super()._write(stream, record)


class ReadingRound:
    """One seeded round.

    Args:
        seed: everything follows from it.
        folder: for the command's files.
        figures: are added to.
    """

    def __init__(self, seed: int, folder: Path, figures: Figures) -> None:
        self._rng = rng = random.Random(seed)
        self._seed = seed
        self._folder = folder
        self._figures = figures
        # The company's past ends some days ago; what is left of them passes between the syncs.
        self._days = rng.randrange(30)
        self._today = date.today() - timedelta(days=self._days)
        self._country = country(rng)
        self._answers: Answers = answers(rng, self._today)
        self._config: dict[str, Any] = {}
        self._warehouse = WholeTables()
        self._uncaught: dict[str, set[str]] = {name: set() for name in RESOURCES}
        self._unacknowledged: dict[str, set[str]] = {name: set() for name in RESOURCES}

    def run(self) -> None:
        """Run it; what is found is told in the figures."""
        self._figures.rounds += 1
        rng = self._rng
        with SandboxFork(
            country=self._country,
            size=rng.choice((40, 100, 200, 400, 900)),
            seed=self._seed,
            today=self._today,
            requests_per_minute=1_000_000,
            rate_window_seconds=1,
            quirks=self._answers,
        ) as sandbox:
            self._sandbox = sandbox
            self._people = People(sandbox, rng)
            self._config = self._random_config(sandbox)
            # Faults that break records leave them broken until they are read again.
            breaks = rng.random() < 0.2
            for _ in range(rng.randrange(2, 5)):
                self._note_what_is_not_caught()
                self._stormy_sync(breaks)
                self._note_what_is_not_caught()
                self._live()
            # What waits for hours to pass is read now.
            self._config |= {"open_documents_hours": 0, "master_data_hours": 0}
            quiet = [self._quiet_sync() for _ in range(QUIET_SYNCS)]
            if not breaks:
                self._judge(quiet, "after the scans", whole=False)
            self._config["full_reconciliation_days"] = 7
            for name, state in self._warehouse.states.items():
                self._warehouse.states[name] = with_reconciliation_due(state)
            quiet = [self._quiet_sync() for _ in range(QUIET_SYNCS)]
            self._judge(quiet, "after the reconciliation", whole=True)
            self._figures.edits += self._people.edits + len(sandbox.scheduled()["happened"])

    def _random_config(self, sandbox: SandboxProcess) -> dict[str, Any]:
        rng = self._rng
        self._lookback = rng.choice((0, 5, 30, 90))
        self._start: date | None = None
        config: dict[str, Any] = {
            "email": sandbox.email,
            "api_token": sandbox.token,
            "api_url": sandbox.url,
            "lookback_days": self._lookback,
            "full_reconciliation_days": rng.choice((0, 7)),
            "open_documents_hours": rng.choice((0, 12)),
            "master_data_hours": rng.choice((0, 24)),
            "num_workers": rng.randrange(1, 4),
        }
        if rng.random() < 0.25:
            self._start = self._today - timedelta(days=rng.randrange(10, 900))
            config["start_date"] = self._start.isoformat()
        return config

    # What happens.

    def _live(self) -> None:
        days = self._rng.randrange(self._days + 1)
        self._days -= days
        self._sandbox.advance(days)
        self._people.work(self._rng.randrange(12))

    def _stormy_sync(self, breaks: bool) -> None:
        rng = self._rng
        kinds = (
            *PASSING,
            *PASSING,
            *MISLEADING,
            *LASTING,
            *(("broken_record",) * 3 if breaks else ()),
        )
        self._sandbox.set_faults(faults(rng, {"GET": kinds}) if rng.random() < 0.8 else [])
        self._people.will_work(rng.randrange(8), 60)
        program = rng.choice((hurried_source, source_with_a_state_behind_each_page))
        source = Source(self._folder, self._config, program)
        if rng.random() < 0.5:
            messages = self._killed(source, rng.choice((rng.randrange(1, 60), rng.randrange(1500))))
            if rng.random() < 0.5:
                messages = _acknowledged(messages)
        else:
            finished = self._read(source)
            messages = finished.messages
            for error in finished.errors():
                if error["failure_type"] == "system_error":
                    self._tell(f"broke: {error['message'][:300]}")
        for stream, id in set(_ids(messages)) - set(_ids(_acknowledged(messages))):
            self._unacknowledged[stream].add(id)
        self._figures.records += sum(it["type"] == "RECORD" for it in messages)
        self._warehouse.take(messages)
        self._figures.faults += sum(int(it["struck"]) for it in self._sandbox.faults())
        self._sandbox.set_faults([])
        self._sandbox.reset_schedule()

    def _quiet_sync(self) -> Finished:
        finished = self._read(Source(self._folder, self._config, hurried_source))
        if finished.status != 0:
            self._tell(f"a quiet sync failed: {finished.errors()}"[:600])
        self._figures.records += len(finished.of("RECORD"))
        self._warehouse.take(finished.messages)
        return finished

    def _read(self, source: Source) -> Finished:
        """Run a sync to its end; no record may come twice."""
        self._figures.syncs += 1
        state = self._warehouse.state() or None
        arguments = source.read_arguments(tuple(RESOURCES), MODES, state)
        process = source.start("read", *arguments)
        guard = Timer(LONGEST_SYNC_SECONDS, process.kill)
        guard.start()
        finished = source.ended(process)
        guard.cancel()
        if finished.status not in (0, 1):
            self._tell(f"ended with status {finished.status}: {finished.output[-500:]}")
        if "Traceback" in finished.output and not finished.errors():
            self._tell(f"broke: {finished.output[-1500:]}")
        for (stream, id), count in Counter(_ids(finished.messages)).items():
            if count > 1 and id != "None":
                self._tell(f"{stream} {id} came {count} times in one sync")
        return finished

    def _killed(self, source: Source, lines: int) -> list[Message]:
        """What a sync printed until it was killed."""
        self._figures.kills += 1
        state = self._warehouse.state() or None
        with suppress(EOFError):
            return source.read_until_killed(lines, *RESOURCES, mode=MODES, state=state)
        return []

    # What must hold.

    def _note_what_is_not_caught(self) -> None:
        """Remember of what only a reconciliation finds changes (docs/change-capture.md)."""
        for name, resource in DOCUMENTS.items():
            self._uncaught[name] |= self._untracked(resource)

    def _untracked(self, resource: Resource) -> set[str]:
        """Documents that are settled and dated before the window."""
        window_from = (date.today() - timedelta(days=self._lookback - 1)).isoformat()
        strategy = resource.strategy
        assert isinstance(strategy, DocumentChanges)
        return {
            str(row["id"])
            for row in self._rows(resource)
            if not strategy.is_open(row) and str(row["date"]) < window_from
        }

    def _judge(self, quiet: Iterable[Finished], when: str, whole: bool) -> None:
        told = _doubted(quiet)
        company = Company.from_alegra(next(iter(self._sandbox.truth("company"))))
        for name, resource in RESOURCES.items():
            left_out = self._left_out(resource)
            if not whole:
                left_out |= self._not_yet(name, resource)
            rows = [it for it in self._rows(resource) if str(it[resource.key]) not in left_out]
            table = self._warehouse.tables.get(name, {})
            held = [it for id, it in table.items() if str(id) not in left_out]
            differences = compare(resource, company, rows, held).differences
            if differences and name in told:
                self._figures.told += 1
                continue
            for difference in differences:
                self._tell(f"{when}: {name} {difference}"[:400])

    def _left_out(self, resource: Resource) -> set[str]:
        """What is dated before the start date, now or as it was read last.

        Nor can a source tell that a record is gone of which no state says that it was read.
        """
        rows = self._rows(resource)
        gone = set(self._warehouse.tables.get(resource.name, {})) - {
            str(it[resource.key]) for it in rows
        }
        left_out = gone & self._unacknowledged[resource.name]
        if self._start is None or not resource.is_dated:
            return left_out
        day = self._start.isoformat()
        before = {str(it["id"]) for it in rows if str(it["date"]) < day}
        return left_out | before | (gone & self._uncaught[resource.name])

    def _not_yet(self, name: str, resource: Resource) -> set[str]:
        """What only the next reconciliation finds."""
        changes = self._sandbox.scheduled()["happened"]
        if name in ("customers", "suppliers"):
            # The simulator's clock stands still during a sync, so that moments tell nothing.
            return {it["id"] for it in changes if it["resource"] == "contacts"} | {
                str(row["id"]) for row in self._rows(resource) if "(antes" in str(row["name"])
            }
        if name not in DOCUMENTS or is_sorted_by_id(self._answers, resource.listing.path):
            return self._uncaught[name]
        # New ones with an old date don't show when as many others were deleted.
        return self._uncaught[name] | self._untracked(resource)

    def _rows(self, resource: Resource) -> list[Row]:
        return [row for row in truth_of(self._sandbox, resource) if resource.belongs(row)]

    def _tell(self, what: str) -> None:
        self._figures.findings.append(f"source, seed {self._seed}: {what}")

    def __str__(self) -> str:
        return f"{self._country}, {self._config}, {self._answers}"


def _ended(message: Message, how: str) -> str:
    """The stream that a message tells to have ended in some way; empty for none."""
    status = message.get("trace", {}).get("stream_status") or {}
    if status.get("status") != how:
        return ""
    return str(status["stream_descriptor"]["name"])


def _ids(messages: Iterable[Message]) -> Iterator[tuple[str, str]]:
    """Stream and id of each record."""
    for message in messages:
        if message["type"] == "RECORD":
            stream, data = message["record"]["stream"], message["record"]["data"]
            yield stream, str(data[RESOURCES[stream].key])


def _acknowledged(messages: list[Message]) -> list[Message]:
    """Without the records that no state is true of.

    Those came behind the last state of their stream; or that is none but the state that the stream
    failed with, which may be older than they.
    """
    kept: list[Message] = []
    passed, failed = set[str](), {_ended(it, "INCOMPLETE") for it in messages}
    for message in reversed(messages):
        if message["type"] == "STATE":
            name = message["state"]["stream"]["stream_descriptor"]["name"]
            passed |= {name} - failed
            failed.discard(name)
        if message["type"] != "RECORD" or message["record"]["stream"] in passed:
            kept.append(message)
    return kept[::-1]


def _doubted(finished: Iterable[Finished]) -> set[str]:
    """Streams of which the last syncs say that something may be missing."""
    logs: list[Mapping[str, Any]] = [it["log"] for one in finished for it in one.of("LOG")]
    texts = [str(it["message"]) for it in logs if it["level"] == "WARN"]
    named = {name for name in RESOURCES if any(f"Stream {name}:" in text for text in texts)}
    # Both are read from one list, by whichever comes first.
    return named | ({"customers", "suppliers"} if named & {"customers", "suppliers"} else set())
