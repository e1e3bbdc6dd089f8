"""One round of the destination: created, created again, changed, taken back, while people work."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from threading import Timer
from typing import Any

from alegra_sandbox.process import SandboxProcess
from benchmarks.orders import record

from ..forks import SandboxFork
from ..orders import state, with_states
from ..runner import Destination, Finished, Keys, Message, input_of
from .company import MISLEADING, PASSING, Answers, answers, country, faults
from .figures import Figures
from .hurry import hurried_destination
from .meddling import DECIDING, Meddlers, Place
from .records import DELETABLE, KEYS, PATHS, Books, Row, Sent, is_held, is_taken_back

TODAY = date(2026, 11, 3)

MAXIMUM_RUNS = 6
"""A sync may end without a state when an outcome stays unknown; it is run again so often."""

LONGEST_SYNC_SECONDS = 240
"""After so long a sync hangs."""

AFTER_COMMIT = ("commit_then_500", "commit_then_drop", "code_3051", "code_4250")

FAULTS = {
    **dict.fromkeys(("POST", "PUT", "DELETE"), (*AFTER_COMMIT, *PASSING)),
    "GET": (*PASSING, *MISLEADING),
}

Snapshot = dict[str, dict[str, Row]]


class WritingRound:
    """One seeded round.

    Args:
        seed: everything follows from it.
        folder: for the command's files.
        figures: are added to.
    """

    def __init__(self, seed: int, folder: Path, figures: Figures) -> None:
        self._seed = seed
        self._rng = rng = random.Random(seed)
        self._folder = folder
        self._figures = figures
        self._country = country(rng)
        self._answers = _answers(rng)
        self._told: set[str] = set()

    def run(self) -> None:
        """Run it; what is found is told in the figures."""
        self._figures.rounds += 1
        rng = self._rng
        with SandboxFork(
            country=self._country,
            size=rng.randrange(60, 200),
            seed=self._seed,
            today=TODAY,
            requests_per_minute=1_000_000,
            rate_window_seconds=1,
            quirks=self._answers,
        ) as sandbox:
            self._sandbox = sandbox
            self._destination = self._connected(sandbox)
            self._meddlers = Meddlers(sandbox, rng)
            books = Books(sandbox, self._country, self._seed)
            self._owed = {("invoices", it["id"]) for it in books.owed}
            sent = [it for number in range(1, 4) for it in books.records(number)]
            steps = (self._create, self._create_again, self._change, self._take_back)
            told = len(self._figures.findings)
            for step in steps:
                sent = [it for it in step(sent) if it.external_id not in self._told]
                if len(self._figures.findings) > told:
                    # What comes next would follow from that.
                    break
            self._figures.edits += len(self._meddlers.touched)

    def _connected(self, sandbox: SandboxProcess) -> Destination:
        delay = 0.3 if self._answers.get("visible_after_milliseconds") else 0
        config = {
            "email": sandbox.email,
            "api_token": sandbox.token,
            "api_url": sandbox.url,
            "read_after_write_delay_seconds": delay,
        }
        return Destination(self._folder, config, hurried_destination)

    # What happens.

    def _create(self, sent: list[Sent]) -> list[Sent]:
        before = self._snapshot()
        # Parents come first where states stand in between: a state does not wait for later records.
        if self._rng.random() < 0.5:
            self._write(self._shuffled(sent), "append", before)
        else:
            self._write(sent, "append", before, every=self._rng.randrange(5, 25))
        self._judge(sent, before, "created")
        return sent

    def _create_again(self, sent: list[Sent]) -> list[Sent]:
        """Whatever people did to them meanwhile, they are there; those that people left alone."""
        places = self._places(sent)
        there = [it for it in sent if it.external_id in places]
        self._write_unchanged([it for it in there if self._rng.random() < 0.5], "append_dedup")
        mine = {path: [id for at, id in places.values() if at == path] for path in DECIDING}
        decided = self._meddlers.now(mine, DECIDING, self._rng.randrange(8))
        before = self._snapshot()
        self._write_unchanged(self._shuffled(sent), "append")
        self._judge(sent, before, "again")
        return [it for it in sent if places.get(it.external_id) not in decided]

    def _change(self, sent: list[Sent]) -> list[Sent]:
        changed = self._changes(sent)
        before = self._snapshot()
        mode = self._rng.choice(("update", "append_dedup"))
        self._write(self._shuffled(changed), mode, before, every=7)
        self._judge(changed, before, "changed")
        return sent

    def _take_back(self, sent: list[Sent]) -> list[Sent]:
        deleted = [it for it in sent if it.stream in DELETABLE and self._rng.random() < 0.5]
        places = self._places(deleted)
        before = self._snapshot()
        self._write(self._shuffled(deleted), "soft_delete", before, every=7)
        after = self._snapshot()
        for external_id, (path, id) in sorted(places.items()):
            row = after[path].pop(id, None)
            is_kept = row is not None and not is_taken_back(row)
            if is_kept and external_id not in self._told:
                self._tell(f"taken back: {path} {id} stands there")
            del before[path][id]
        self._compare(before, after, "taken back")
        self._write_unchanged(deleted, "soft_delete")
        return sent

    def _write(
        self, sent: Sequence[Sent], mode: str, before: Snapshot, every: int | None = None
    ) -> None:
        """Write records with faults, kills and people until a sync ends well.

        Args:
            sent: the records.
            mode: how they are written.
            before: what people may work on.
            every: how many records come between two states; only at the end without.
        """
        rng, lines = self._rng, [record(it.stream, **it.data) for it in sent]
        self._figures.records += len(lines)
        self._sandbox.set_faults(faults(rng, FAULTS))
        untouchable = self._owed | set(self._places(sent).values())
        rows = {
            path: [id for id in before[path] if (path, id) not in untouchable] for path in DECIDING
        }
        self._meddlers.meanwhile(rows, DECIDING, rng.randrange(6))
        for turn in range(MAXIMUM_RUNS):
            if turn == MAXIMUM_RUNS - 1:
                self._calm()
            messages, status, rejected = self._run(lines, mode, every, kills=turn == 0)
            for line in rejected:
                if _UNCLEAR in line and mode == "soft_delete":
                    self._figures.told += 1
                elif not self._is_told(line):
                    self._tell(f"{mode}: rejected falsely: {line[:300]}")
            if status == 0:
                break
            if every is not None and rng.random() < 0.5:
                lines = lines[_taken(messages) :]
        else:
            self._tell(f"{mode}: never ended well: {messages[-1]}"[:600])
        self._calm()
        self._meddlers.stop()

    def _run(
        self, lines: Sequence[Message], mode: str, every: int | None, kills: bool
    ) -> tuple[list[Message], int | None, list[str]]:
        """Run one sync to its end, which may be a kill; what it printed, how it ended."""
        streams = list(dict.fromkeys(str(it["record"]["stream"]) for it in lines))
        given = list(lines) if every is None else [*with_states(lines, every)]
        given += [state(name) for name in streams]
        keys: Keys = None if mode == "append" else {name: KEYS[name] for name in streams}
        if kills and self._rng.random() < 0.5:
            self._figures.kills += 1
            reached = self._reached(self._rng.randrange(1, 40))
            messages = self._destination.write_until_killed(given, reached, mode, streams, keys)
            return messages, None, _rejections(messages)
        self._figures.syncs += 1
        finished = self._finished(given, mode, streams, keys)
        rejected = _rejections(finished.messages)
        if finished.status == 0:
            self._counts(finished, len(lines), len(rejected))
        for error in finished.errors():
            if error["failure_type"] != "transient_error":
                self._tell(f"{mode}: {error['message'][:300]}")
        return finished.messages, finished.status, rejected

    def _finished(
        self, given: Sequence[Message], mode: str, streams: Sequence[str], keys: Keys
    ) -> Finished:
        arguments = self._destination.write_arguments(given, mode, streams, keys)
        process = self._destination.start("write", *arguments)
        guard = Timer(LONGEST_SYNC_SECONDS, process.kill)
        guard.start()
        finished = self._destination.ended(process, input_of(given))
        guard.cancel()
        if finished.status not in (0, 1):
            self._tell(f"{mode}: ended with {finished.status}: {finished.output[-500:]}")
        return finished

    def _reached(self, point: int) -> Callable[[], bool]:
        self._sandbox.reset_audit()

        def reached() -> bool:
            methods = self._sandbox.stats()["by_method"]
            return sum(int(methods.get(it, 0)) for it in ("POST", "PUT", "DELETE")) >= point

        return reached

    def _calm(self) -> None:
        self._figures.faults += sum(int(it["struck"]) for it in self._sandbox.faults())
        self._sandbox.set_faults([])

    def _write_unchanged(self, sent: Sequence[Sent], mode: str) -> None:
        """Write what stands there already: nothing may be sent."""
        self._sandbox.reset_audit()
        lines = [record(it.stream, **it.data) for it in sent]
        _, status, rejected = self._run(lines, mode, None, kills=False)
        if status != 0:
            self._tell(f"again by {mode}: status {status}")
        for line in rejected:
            if not self._is_told(line):
                self._tell(f"again by {mode}: rejected: {line[:300]}")
        requests = [it for it in self._sandbox.requests() if it["method"] != "GET"]
        for asked, count in Counter(f"{it['method']} {it['path']}" for it in requests).items():
            self._tell(f"again by {mode}: sent {asked} {count} times")

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
                "purchase_orders": ("delivery_date", "2026-12-30", "deliveryDate"),
                "journal_entries": ("title", text, "reference"),
            }
            if it.stream not in named or self._rng.random() < 0.4:
                continue
            name, value, path = named[it.stream]
            held = {**it.held, path: value[0]["email"] if name == "emails" else value}
            changes.append(Sent(it.stream, {"external_id": it.external_id, name: value}, held))
        return changes

    def _shuffled(self, sent: Sequence[Sent]) -> list[Sent]:
        return self._rng.sample(sent, len(sent))

    # What must hold.

    def _counts(self, finished: Finished, records: int, rejected: int) -> None:
        stats = [it["state"]["destinationStats"] for it in finished.of("STATE")]
        told = sum(int(it["recordCount"]) for it in stats)
        if told != records:
            self._tell(f"states tell of {told} records, {records} were sent")
        if sum(int(it["rejectedRecordCount"]) for it in stats) != rejected:
            self._tell("states tell another number of rejections than the log")

    def _judge(self, sent: Sequence[Sent], before: Snapshot, what: str) -> None:
        after = self._snapshot()
        for it in sent:
            rows = [(id, row) for id, row in after[it.path].items() if it.is_it(row)]
            if len(rows) != 1 and (rows or it.external_id not in self._told):
                self._tell(f"{what}: {it.stream} {it.external_id} is there {len(rows)} times")
            for id, row in rows:
                for path, wanted in it.held.items():
                    is_others = (it.path, id) in self._meddlers.touched
                    is_open = is_others or it.external_id in self._told
                    if not is_open and not is_held(row, path, wanted):
                        self._tell(f"{what}: {it.stream} {it.external_id}: {path} is not {wanted}")
                stood = before[it.path].pop(id, None)
                named = {path.partition(".")[0] for path in it.held}
                if stood is not None and (it.path, id) not in self._meddlers.touched:
                    self._same(it.path, id, stood, row, what, named)
                del after[it.path][id]
        self._compare(before, after, what)

    def _compare(self, before: Snapshot, after: Snapshot, what: str) -> None:
        """Nothing came, went or moved that nobody named and nobody else did."""
        touched = self._meddlers.touched
        for path, rows in after.items():
            extra = {it for it in set(rows) - set(before[path]) if (path, it) not in touched}
            if extra:
                self._tell(f"{what}: {path} has {len(extra)} rows that nobody sent")
            gone = {it for it in set(before[path]) - set(rows) if (path, it) not in touched}
            if gone:
                self._tell(f"{what}: {path} has lost {len(gone)} rows")
            for id in set(rows) & set(before[path]):
                if (path, id) not in touched:
                    self._same(path, id, before[path][id], rows[id], what)

    def _same(
        self, path: str, id: str, before: Row, after: Row, what: str, named: Iterable[str] = ()
    ) -> None:
        for name in before.keys() | after.keys():
            if name not in {*_FOLLOWS, *named} and before.get(name) != after.get(name):
                self._tell(
                    f"{what}: {path} {id}: {name} changed from {before.get(name)} to "
                    f"{after.get(name)}, and nothing named it"[:400]
                )

    def _snapshot(self) -> Snapshot:
        return {
            path: {str(row["id"]): row for row in self._sandbox.truth(path)}
            for path in sorted(set(PATHS.values()))
        }

    def _places(self, sent: Sequence[Sent]) -> dict[str, Place]:
        """Where records stand in Alegra, by their external ids."""
        rows = self._snapshot()
        return {
            it.external_id: (it.path, id)
            for it in sent
            for id, row in rows[it.path].items()
            if it.is_it(row)
        }

    def _is_told(self, line: str) -> bool:
        """Whether a record is rejected since a list hides rows, or names one that is."""
        if "hidden" not in str(self._answers.get("pages")):
            return False
        reasons = (_UNPROVED, "is in Alegra, and none was written before")
        named = re.search(r"record (\S+?)[,:]", line)
        if named is None or not any(it in line for it in reasons):
            return False
        self._told.add(named[1])
        self._figures.told += 1
        return True

    def _tell(self, what: str) -> None:
        self._figures.findings.append(f"destination, seed {self._seed}: {what}")

    def __str__(self) -> str:
        return f"{self._country}, {self._answers}"


_UNCLEAR = "nothing tells whether the record was written"
"""Said where an answer got lost and what is gone is answered by id in words that mean anything."""

_UNPROVED = "could not be proved whole"
"""Said of what is neither shown nor found in a list that counts more rows than it shows."""

_FOLLOWS = {
    *("balance", "totalPaid", "totalApplied", "payments", "status", "bills", "invoices"),
    *("updated_at", "inventory", "children", "journal"),
}
"""What of a row follows from records that name it, such as a payment of a bill."""


def _answers(rng: random.Random) -> Answers:
    chosen = answers(rng, TODAY)
    if rng.random() < 0.3:
        chosen["visible_after_milliseconds"] = 100
    if rng.random() < 0.5:
        chosen["put"] = rng.choice(("merge", "replace"))
    return chosen


def _taken(messages: Iterable[Message]) -> int:
    """How many records the last state is true of."""
    blobs = [it["state"]["stream"]["stream_state"] for it in messages if it["type"] == "STATE"]
    return max((int(it.get("taken", 0)) for it in blobs), default=0)


def _rejections(messages: Iterable[Message]) -> list[str]:
    logs = [str(it["log"]["message"]) for it in messages if it["type"] == "LOG"]
    return [it for it in logs if it.startswith("Rejected")]
