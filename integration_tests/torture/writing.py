"""One round of the destination: created, created again, changed, taken back."""

import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from alegra_sandbox.countries import COUNTRIES
from alegra_sandbox.process import SandboxProcess
from alegra_sandbox.quirks import Quirks

from ..orders import record, state
from ..runner import Destination, Finished, Message
from .records import PATHS, Books, Row, Sent, is_held

TODAY = date(2026, 11, 3)
IMPATIENT = (sys.executable, "-m", "integration_tests.torture.impatient", "destination")

MAXIMUM_RUNS = 6
"""A sync may end without a state when an outcome stays unknown; it is run again so often."""

AFTER_COMMIT = ("commit_then_500", "commit_then_drop", "code_3051", "code_4250")
BEFORE_COMMIT = ("500", "503", "drop", "html_502", "truncate", "throttle_400", "throttle_429")

Snapshot = dict[str, dict[str, Row]]


@dataclass
class Figures:
    """What rounds did and found."""

    rounds: int = 0
    syncs: int = 0
    records: int = 0
    faults: int = 0
    kills: int = 0
    findings: list[str] = field(default_factory=list)


def answers(rng: random.Random) -> dict[str, str | int]:
    """Random answers to some of the open questions."""
    asked: dict[str, str | int] = {}
    for quirk in fields(Quirks):
        choices = quirk.metadata["choices"]
        if choices and rng.random() < 0.3:
            asked[quirk.name] = rng.choice(choices)
    if rng.random() < 0.3:
        asked["visible_after_milliseconds"] = 100
    return asked


def faults(rng: random.Random) -> list[dict[str, Any]]:
    """Random faults on every kind of request."""
    found: list[dict[str, Any]] = []
    for method in ("POST", "PUT", "DELETE", "GET"):
        if rng.random() < 0.6:
            kinds = BEFORE_COMMIT if method == "GET" else (*AFTER_COMMIT, *BEFORE_COMMIT)
            found.append(
                {
                    "kind": rng.choice(kinds),
                    "method": method,
                    "every": rng.randrange(4, 20),
                    "times": rng.randrange(1, 8),
                }
            )
    return found


class WritingRound:
    """One seeded round.

    Args:
        seed: everything follows from it.
        folder: for the command's files.
        figures: are added to.
    """

    def __init__(self, seed: int, folder: Path, figures: Figures) -> None:
        self._seed = seed
        self._rng = random.Random(seed)
        self._folder = folder
        self._figures = figures
        self._country = self._rng.choice(sorted(COUNTRIES))

    def run(self) -> None:
        """Run it; what is found is told in the figures."""
        self._figures.rounds += 1
        quirks = answers(self._rng)
        with SandboxProcess(
            country=self._country,
            size=self._rng.randrange(60, 200),
            seed=self._seed,
            today=TODAY,
            requests_per_minute=1_000_000,
            rate_window_seconds=1,
            quirks=quirks,
        ) as sandbox:
            delay = 0.3 if quirks.get("visible_after_milliseconds") else 0
            self._destination = Destination(
                self._folder,
                {
                    "email": sandbox.email,
                    "api_token": sandbox.token,
                    "api_url": sandbox.url,
                    "read_after_write_delay_seconds": delay,
                },
                IMPATIENT,
            )
            self._sandbox = sandbox
            books = Books(sandbox, self._country, self._seed)
            sent = [it for number in range(1, 4) for it in books.records(number)]
            before = self._snapshot()
            self._write(sent, "append", None)
            self._judge(sent, before, "created")
            self._again(sent)
            changed = self._changes(sent)
            before = self._snapshot()
            self._write(changed, "update", "external_id")
            self._judge(changed, before, "changed", {it.external_id for it in changed})

    def _snapshot(self) -> Snapshot:
        return {
            path: {str(row["id"]): row for row in self._sandbox.truth(path)}
            for path in sorted(set(PATHS.values()))
        }

    def _write(self, sent: Sequence[Sent], mode: str, key: str | None) -> None:
        """Write records with faults and kills until a sync ends well."""
        lines = [record(it.stream, **it.data) for it in sent]
        self._rng.shuffle(lines)
        streams = list(dict.fromkeys(it.stream for it in sent))
        self._figures.records += len(lines)
        self._sandbox.set_faults(faults(self._rng))
        rejected: list[str] = []
        for turn in range(MAXIMUM_RUNS):
            if turn == MAXIMUM_RUNS - 1:
                self._struck()
                self._sandbox.set_faults([])
            whole = [*lines, *(state(name) for name in streams)]
            self._figures.syncs += 1
            if turn == 0 and self._rng.random() < 0.5 and mode == "append":
                self._kill(whole)
                continue
            finished = self._destination.write(whole, mode=mode, streams=streams, key=key)
            rejected = _rejections(finished)
            if finished.status == 0:
                self._counts(finished, len(lines), len(rejected))
                break
            for error in finished.errors():
                if error["failure_type"] != "transient_error":
                    self._tell(f"{mode}: {error['message'][:300]}")
        else:
            self._tell(f"{mode}: never ended well: {finished.errors()}")
        for line in rejected:
            self._tell(f"{mode}: rejected falsely: {line[:300]}")
        self._struck()
        self._sandbox.set_faults([])

    def _kill(self, lines: Iterable[Message]) -> None:
        point = self._rng.randrange(1, 40)
        self._figures.kills += 1
        self._sandbox.reset_audit()

        def reached() -> bool:
            return int(self._sandbox.stats()["by_method"].get("POST", 0)) >= point

        self._destination.write_until_killed(lines, reached)

    def _struck(self) -> None:
        self._figures.faults += sum(int(it["struck"]) for it in self._sandbox.faults())

    def _counts(self, finished: Finished, records: int, rejected: int) -> None:
        stats = [it["state"]["destinationStats"] for it in finished.of("STATE")]
        told = sum(int(it["recordCount"]) for it in stats)
        if told != records:
            self._tell(f"states tell of {told} records, {records} were sent")
        if sum(int(it["rejectedRecordCount"]) for it in stats) != rejected:
            self._tell("states tell another number of rejections than the log")

    def _judge(
        self, sent: Sequence[Sent], before: Snapshot, what: str, touched: Iterable[str] = ()
    ) -> None:
        after = self._snapshot()
        mine: dict[str, set[str]] = {path: set() for path in after}
        for it in sent:
            rows = {id: row for id, row in after[it.path].items() if it.is_it(row)}
            if len(rows) != 1:
                self._tell(f"{what}: {it.stream} {it.external_id} is there {len(rows)} times")
            mine[it.path] |= set(rows)
            for row in rows.values():
                for path, wanted in it.held.items():
                    if not is_held(row, path, wanted):
                        self._tell(f"{what}: {it.stream} {it.external_id}: {path} is not {wanted}")
        for path, rows in after.items():
            extra = set(rows) - set(before[path]) - mine[path]
            if extra:
                self._tell(f"{what}: {path} has {len(extra)} rows that nobody sent")
            gone = set(before[path]) - set(rows)
            if gone:
                self._tell(f"{what}: {path} has lost {len(gone)} rows")
            for id in set(rows) & set(before[path]) - mine[path]:
                for name in _differences(before[path][id], rows[id]):
                    if name not in _FOLLOWS:
                        self._tell(f"{what}: {path} {id}: {name} changed, and nothing named it")

    def _again(self, sent: Sequence[Sent]) -> None:
        lines = [record(it.stream, **it.data) for it in sent]
        streams = list(dict.fromkeys(it.stream for it in sent))
        self._sandbox.reset_audit()
        self._figures.syncs += 1
        finished = self._destination.write(
            [*lines, *(state(name) for name in streams)], streams=streams
        )
        if finished.status != 0:
            self._tell(f"again: status {finished.status}: {finished.errors()}")
        for line in _rejections(finished):
            self._tell(f"again: rejected: {line[:300]}")
        methods = Counter(
            f"{it['method']} {it['path']}"
            for it in self._sandbox.requests()
            if it["method"] != "GET"
        )
        if methods:
            self._tell(f"again: sent {dict(methods)}")

    def _changes(self, sent: Sequence[Sent]) -> list[Sent]:
        """Partial updates of what was created."""
        changes: list[Sent] = []
        for it in sent:
            text = f"cambiado {self._rng.randrange(1000)}"
            named: dict[str, tuple[str, Any, str]] = {
                "customers": ("emails", [{"email": "otro@example.com"}], "email"),
                "suppliers": ("display_name", text, "name"),
                "invoices": ("customer_memo", text, "anotation"),
                "quotes": ("customer_memo", text, "anotation"),
                "bills": ("due_date", "2026-12-31", "dueDate"),
                "purchase_orders": ("delivery_date", "2026-12-30", "deliveryDate"),
                "journal_entries": ("title", text, "reference"),
            }
            if it.stream not in named or self._rng.random() < 0.4:
                continue
            name, value, path = named[it.stream]
            held = {**it.held, path: value[0]["email"] if name == "emails" else value}
            if it.stream == "bills":
                # Paid in part by then, and so fixed.
                continue
            changes.append(Sent(it.stream, {"external_id": it.external_id, name: value}, held))
        return changes

    def _tell(self, what: str) -> None:
        self._figures.findings.append(f"writing, seed {self._seed}, {self._country}: {what}")


_FOLLOWS = {
    *("balance", "totalPaid", "totalApplied", "payments", "status", "bills", "invoices"),
    *("updated_at", "inventory", "children", "journal"),
}
"""What of a row follows from records that name it, such as a payment of a bill."""


def _differences(before: Row, after: Row) -> list[str]:
    return [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]


def _rejections(finished: Finished) -> list[str]:
    logs = [str(it["log"]["message"]) for it in finished.of("LOG")]
    return [it for it in logs if it.startswith("Rejected")]
