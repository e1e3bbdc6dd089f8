"""Change capture over the real command line, on a company of 20,000 documents."""

import math
from datetime import date, timedelta
from typing import Any

from alegra_sandbox.process import SandboxProcess
from alegra_unified.registry import RESOURCES
from demo.comparison import truth_of

from .conftest import Connect, Start
from .runner import Warehouse, pages

DOCUMENTS = [name for name, resource in RESOURCES.items() if resource.changes]
LOOKBACK = 30


def _rows(sandbox: SandboxProcess, name: str) -> list[dict[str, Any]]:
    resource = RESOURCES[name]
    return [row for row in truth_of(sandbox, resource) if resource.belongs(row)]


def test_a_second_sync_keeps_its_bound_and_one_with_changes_equals_the_truth(
    start: Start, connect: Connect
) -> None:
    sandbox = start(size=20_000)
    source = connect(sandbox, lookback_days=LOOKBACK)
    warehouse = Warehouse()
    first = source.read(*DOCUMENTS, mode="incremental")
    assert first.status == 0, first.output[-3000:]
    warehouse.take(first.messages)

    for name in DOCUMENTS:
        resource = RESOURCES[name]
        assert resource.changes is not None
        sandbox.reset_audit()
        state = [warehouse.states[name]]
        second = source.read(name, mode="incremental", state=state)
        assert second.records(name) == []
        rows = _rows(sandbox, name)
        unsettled = sum(bool(resource.changes.is_unsettled(row)) for row in rows)
        since = (date.today() - timedelta(days=LOOKBACK + 1)).isoformat()
        recent = sum(row["date"] >= since for row in rows)
        asked = len(list(pages(sandbox.requests(), resource.listing.path)))
        assert asked <= math.ceil(unsettled / 30) + math.ceil(recent / 30) + 4, name

    changed = [
        sandbox.change(action="create", resource="invoices"),
        sandbox.change(action="backdate", resource="invoices"),
        sandbox.change(action="pay", resource="invoices"),
        sandbox.change(action="void", resource="invoices"),
        sandbox.change(action="create", resource="bills"),
        sandbox.change(action="backdate", resource="bills"),
        sandbox.change(action="pay", resource="bills"),
    ]
    assert all(changed)
    warehouse.take(source.read(*DOCUMENTS, mode="incremental", state=warehouse.state()).messages)
    _assert_equal(warehouse, sandbox)


def _assert_equal(warehouse: Warehouse, sandbox: SandboxProcess) -> None:
    comparisons = warehouse.compare(sandbox, *DOCUMENTS)
    assert {name: it.differences for name, it in comparisons.items() if not it.equal} == {}
