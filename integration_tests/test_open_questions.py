"""What nobody knows of Alegra for sure may turn out either way: the books are the same."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import Field, fields
from datetime import date, timedelta
from typing import Any

import pytest

from alegra_sandbox.quirks import Quirks
from alegra_unified.registry import RESOURCES
from benchmarks.orders import orders

from .conftest import Connect, ConnectDestination, Start
from .orders import counts, each_once, state, written
from .runner import Finished, Warehouse, with_reconciliation_due

DAYS = 20
DRAFTS = 40


OTHERS: Mapping[str, tuple[str | int, ...]] = {
    "untimed_contacts_percent": (100, 0),
    "visible_after_milliseconds": (200,),
    "requests_in_flight": (0,),
    "contacts_requests_per_minute": (500_000,),
    "counted_up_to": (100,),
    "drops": ("contacts:mobile",),
    "mixed_ids": ("2026-01-01",),
    "company_currency": ("USD",),
    "company_time_zone": ("America/Tijuana", "missing"),
    # Documented, and nothing can be told without them: which payments are to suppliers, balances.
    "filters": ("ignored", "refused,*/type:honoured,bank-accounts:honoured"),
    # A deletion that can be undone is known of contacts only.
    "deleted_rows": ("400", "204", "empty", "error", "contacts:still_there"),
}
"""Other answers than the simulator's own, where they are not those that a question lists."""


def others(quirk: "Field[Any]") -> tuple[str | int, ...]:
    """The other answers to a question than the simulator's own."""
    if quirk.name in OTHERS:
        return OTHERS[quirk.name]
    usual = str(quirk.default).partition(",")[0]
    listed = quirk.metadata.get("answers") or quirk.metadata["choices"]
    return tuple(it for it in listed if it != usual)


def cases() -> Iterator[Mapping[str, str | int]]:
    """Answers to open questions, so that each other answer is given once.

    Plain ones are given together, those of which any may be a list's undoing by themselves.
    """
    plain = [it for it in fields(Quirks) if it.metadata["choices"]]
    for turn in range(max(len(others(it)) for it in plain)):
        yield {it.name: others(it)[turn % len(others(it))] for it in plain}
    for quirk in fields(Quirks):
        if quirk not in plain:
            yield from ({quirk.name: answer} for answer in others(quirk))


def named(quirks: Mapping[str, str | int]) -> str:
    """What a test of some answers is called."""
    return "-".join(f"{name}={it}" for name, it in quirks.items()) if len(quirks) == 1 else "plain"


def test_every_other_answer_to_every_question_is_given() -> None:
    given = {pair for quirks in cases() for pair in quirks.items()}
    answered = Counter(name for name, _ in given)
    for quirk in fields(Quirks):
        listed = quirk.metadata.get("answers") or quirk.metadata["choices"]
        assert answered[quirk.name] >= max(1, len(listed) - 1), f"{quirk.name} is left out"
    for name, answer in given:
        assert Quirks().with_values({name: answer}) != Quirks(), f"{name}={answer} is the usual one"


@pytest.fixture(autouse=True)
def _no_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the limit is not told, nobody waits for a minute."""
    monkeypatch.setattr("alegra_api.rate_limit.DOCUMENTED_LIMIT", 1_000_000)


@pytest.mark.parametrize("quirks", [*cases()], ids=named)
def test_the_source_reads_the_truth(
    start: Start, connect: Connect, quirks: Mapping[str, str | int]
) -> None:
    sandbox = start(size=300, quirks=quirks, today=date.today() - timedelta(days=DAYS))
    source = connect(sandbox)
    warehouse = Warehouse()
    for days in (DAYS, 0, 0):
        finished = source.read(*RESOURCES, mode="incremental", state=warehouse.state() or None)
        assert finished.status == 0, finished.output[-3000:]
        warehouse.take(finished.messages)
        sandbox.advance(days)
        # Where a list can't be had in order of ids, some new documents wait for the
        # full reconciliation.
        warehouse.states = {
            name: it if days else with_reconciliation_due(it)
            for name, it in warehouse.states.items()
        }
    comparisons = warehouse.compare(sandbox, *RESOURCES)
    differing = {name: it.differences for name, it in comparisons.items() if not it.equal}
    # What can't be proved in any way is told.
    assert {name: it for name, it in differing.items() if not is_doubted(name, finished)} == {}


def is_doubted(stream: str, finished: Finished) -> bool:
    """Whether a sync told that a row of a stream may have been missed."""
    told = [str(it["log"]["message"]) for it in finished.of("LOG")]
    return any(it.startswith(f"Stream {stream}: ") and "may have been missed" in it for it in told)


@pytest.mark.parametrize("quirks", [*cases()], ids=named)
def test_the_destination_writes_each_once(
    start: Start, connect_destination: ConnectDestination, quirks: Mapping[str, str | int]
) -> None:
    sandbox = start(size=300, quirks=quirks, today=date(2026, 11, 3))
    sandbox.set_faults([{"kind": "commit_then_500", "method": "POST", "every": 7}])
    # What was written may be shown later.
    delay = 1 if "visible_after_milliseconds" in quirks else 0
    destination = connect_destination(sandbox, read_after_write_delay_seconds=delay)
    lines = [*orders(sandbox, DRAFTS), state("invoices")]
    for _ in range(2):
        finished = destination.write(lines)
        assert finished.status == 0, finished.output[-3000:]
        # A list that counts more than it shows may hide what was written: nothing is created.
        created = 0 if quirks.get("totals") == "high" else DRAFTS
        assert counts(finished.of("STATE")) == (DRAFTS, DRAFTS - created)
    assert written(sandbox) == each_once(created)
