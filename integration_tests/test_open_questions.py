"""What nobody knows of Alegra for sure may turn out either way: the books are the same."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, timedelta
from itertools import cycle, islice

import pytest

from alegra_sandbox.quirks import Quirks
from alegra_unified.registry import RESOURCES
from benchmarks.orders import orders

from .conftest import Connect, ConnectDestination, Start
from .orders import counts, each_once, state, written
from .runner import Warehouse, with_reconciliation_due

DAYS = 20
DRAFTS = 40


def answers(turn: int) -> Mapping[str, str]:
    """Another answer than the simulator's own to each question, a different one each turn."""
    others = {
        quirk.name: [it for it in quirk.metadata["choices"] if it != quirk.default]
        for quirk in fields(Quirks)
        if quirk.metadata["choices"]
    }
    return {name: next(islice(cycle(choices), turn, None)) for name, choices in others.items()}


@pytest.mark.parametrize("turn", [0, 1])
def test_the_source_reads_the_truth(start: Start, connect: Connect, turn: int) -> None:
    sandbox = start(size=900, quirks=answers(turn), today=date.today() - timedelta(days=DAYS))
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
    assert {name: it.differences for name, it in comparisons.items() if not it.equal} == {}


@pytest.mark.parametrize("turn", [0, 1])
def test_the_destination_writes_each_once(
    start: Start, connect_destination: ConnectDestination, turn: int
) -> None:
    sandbox = start(size=900, quirks=answers(turn), today=date(2026, 11, 3))
    sandbox.set_faults([{"kind": "commit_then_500", "method": "POST", "every": 7}])
    destination = connect_destination(sandbox)
    lines = [*orders(sandbox, DRAFTS), state("invoices")]
    for _ in range(2):
        finished = destination.write(lines)
        assert finished.status == 0, finished.output[-3000:]
        assert counts(finished.of("STATE")) == (DRAFTS, 0)
    assert written(sandbox) == each_once(DRAFTS)
