"""Change capture, on companies so large that to read a list in full would not pass unnoticed."""

import math
from datetime import date, timedelta
from typing import Any

from alegra_sandbox.process import SandboxProcess
from alegra_unified.registry import RESOURCES
from alegra_unified.synchronization import DocumentChanges
from demo.comparison import truth_of

from .conftest import Connect, Start
from .runner import Finished, Source, Warehouse, pages, with_reconciliation_due

DOCUMENTS = [name for name, it in RESOURCES.items() if isinstance(it.strategy, DocumentChanges)]
CHANGED = ("invoices", "bills")
# Of these a company has so few that a sync's bound lies near a full reading.
RARE = (
    *("credit-notes", "debit-notes", "estimates", "purchase-orders", "journals"),
    *("remissions", "income-debit-notes", "inventory-adjustments", "warehouse-transfers"),
)
# Of these there are one or three a month.
MONTHLY = ("conciliations", "global_invoices")
LOOKBACK = 30
SINCE = (date.today() - timedelta(days=LOOKBACK + 1)).isoformat()

Row = dict[str, Any]


def test_syncs_keep_their_bounds_and_equal_the_truth(start: Start, connect: Connect) -> None:
    sandbox = start(size=4_000, documents=dict.fromkeys(RARE, 600))
    source = connect(sandbox, lookback_days=LOOKBACK)
    warehouse = Warehouse()
    first = source.read(*DOCUMENTS, mode="incremental")
    assert first.status == 0, first.output[-3000:]
    warehouse.take(first.messages)

    unchanged = _sync(source, sandbox, warehouse)
    for name in DOCUMENTS:
        rows = _rows(sandbox, name)
        assert unchanged.records(name) == []
        assert _requests(sandbox, name) <= _bound(rows, name), name
        assert _bound(rows, name) < len(rows) / 30 or name in MONTHLY, name

    before = {name: _rows(sandbox, name) for name in CHANGED}
    left = {name: _change_what_scans_find(sandbox, name, before[name]) for name in CHANGED}
    changed = _sync(source, sandbox, warehouse)
    for name in CHANGED:
        bound = max(_bound(before[name], name), _bound(_rows(sandbox, name), name)) + left[name]
        assert len(changed.records(name)) == 6
        assert _requests(sandbox, name) <= bound, name
    _assert_equal(warehouse, sandbox)

    # Payments and credit notes of a deleted invoice no longer name it: they change as well.
    changed_ids = {
        "invoices": _change_what_only_a_reconciliation_finds(sandbox, "invoices"),
        "quotes": _change_what_only_a_reconciliation_finds(sandbox, "quotes"),
        "payments": set[str](),
        "credit_notes": set[str](),
    }
    unnoticed = _sync(source, sandbox, warehouse, *changed_ids)
    assert unnoticed.of("RECORD") == []
    for name in changed_ids:
        warehouse.states[name] = with_reconciliation_due(warehouse.states[name])
    reconciled = _sync(source, sandbox, warehouse, *changed_ids)
    for name, ids in changed_ids.items():
        assert {record["id"] for record in reconciled.records(name)} >= ids
    _assert_equal(warehouse, sandbox)


def test_an_hourly_sync_costs_what_changed_and_not_what_the_company_holds(
    start: Start, connect: Connect
) -> None:
    sandbox = start(size=4_000, documents=dict.fromkeys(RARE, 600))
    source = connect(sandbox, lookback_days=LOOKBACK, master_data_hours=24)
    warehouse = Warehouse()
    # Those without a cursor are read whole each time.
    names = tuple(name for name, it in RESOURCES.items() if it.strategy.cursor_field)
    first = source.read(*names, mode="incremental")
    assert first.status == 0, first.output[-3000:]
    warehouse.take(first.messages)

    paid = {name: _old_and_unpaid(_rows(sandbox, name))[0] for name in CHANGED}
    for name, row in paid.items():
        sandbox.change("pay", RESOURCES[name].listing.path.strip("/"), row["id"])
    sandbox.change("create", "estimates")
    changed = _sync(source, sandbox, warehouse, *names)
    for name, row in paid.items():
        (record,) = changed.records(name)
        assert record["id"] == str(row["id"])
    emitted = {it["record"]["stream"] for it in changed.of("RECORD")}
    assert emitted == {"invoices", "bills", "payments", "bill_payments", "quotes"}
    _assert_equal(warehouse, sandbox)
    # Two for each list of documents beside its window; payments and notes once more; statuses;
    # open debit notes by their ids; what was paid; new contacts; the company.
    documents = {name: _rows(sandbox, name) for name in DOCUMENTS}
    windows = sum(
        math.ceil(sum(str(row["date"]) >= SINCE for row in rows) / 30)
        for rows in documents.values()
    )
    ids = math.ceil(
        sum(_is_open("bill_credit_notes", it) for it in documents["bill_credit_notes"]) / 30
    )
    assert len(sandbox.requests()) <= 2 * len(DOCUMENTS) + windows + 4 + 8 + ids + 2 + 2 + 1


def test_documents_dated_before_the_start_date_are_not_read(start: Start, connect: Connect) -> None:
    sandbox = start(size=2_000)
    day = (date.today() - timedelta(days=400)).isoformat()
    source = connect(sandbox, start_date=day)
    warehouse = Warehouse()
    for _ in range(2):
        finished = source.read(*DOCUMENTS, mode="incremental", state=warehouse.state() or None)
        assert finished.status == 0, finished.output[-3000:]
        warehouse.take(finished.messages)
    for name in DOCUMENTS:
        rows = _rows(sandbox, name)
        expected = {str(row["id"]) for row in rows if row["date"] >= day}
        assert set(warehouse.tables[name]) == expected, name
        assert len(expected) < len(rows), name


def _sync(source: Source, sandbox: SandboxProcess, warehouse: Warehouse, *names: str) -> Finished:
    sandbox.reset_audit()
    names = names or tuple(DOCUMENTS)
    states = [warehouse.states[name] for name in names]
    finished = source.read(*names, mode="incremental", state=states)
    assert finished.status == 0, finished.output[-3000:]
    warehouse.take(finished.messages)
    return finished


def _change_what_scans_find(sandbox: SandboxProcess, name: str, rows: list[Row]) -> int:
    """Six documents change; how many of them are open no longer."""
    path = RESOURCES[name].listing.path.strip("/")
    untouched = _old_and_unpaid(rows)
    drafts = [row for row in rows if row["status"] == "draft"]
    sandbox.change("create", path)
    sandbox.change("backdate", path)
    sandbox.change("pay", path, untouched[0]["id"])
    sandbox.change("void", path, untouched[1]["id"])
    sandbox.change("edit", path, drafts[0]["id"])
    sandbox.change("delete", path, drafts[1]["id"])
    return 3


def _old_and_unpaid(rows: list[Row]) -> list[Row]:
    old = [row for row in rows if row["status"] == "open" and row["date"] < SINCE]
    return [row for row in old if row["balance"] == row["total"] and not row["totalPaid"]]


def _change_what_only_a_reconciliation_finds(sandbox: SandboxProcess, name: str) -> set[str]:
    """An old, settled document is edited, another deleted; their ids."""
    path = RESOURCES[name].listing.path.strip("/")
    settled = [
        str(row["id"])
        for row in _rows(sandbox, name)
        if row["date"] < SINCE and not _is_open(name, row)
    ]
    sandbox.change("edit", path, settled[0])
    sandbox.change("delete", path, settled[1])
    return set(settled[:2])


def _bound(rows: list[Row], name: str) -> int:
    """The most requests that a sync may make that finds nothing changed."""
    still_open = sum(_is_open(name, row) for row in rows)
    recent = sum(str(row["date"]) >= SINCE for row in rows)
    return math.ceil(still_open / 30) + math.ceil(recent / 30) + 4


def _requests(sandbox: SandboxProcess, name: str) -> int:
    listing = RESOURCES[name].listing
    return sum(
        listing.parameters.items() <= asked["query"].items()
        for asked in pages(sandbox.requests(), listing.path)
    )


def _is_open(name: str, row: Row) -> bool:
    strategy = RESOURCES[name].strategy
    assert isinstance(strategy, DocumentChanges)
    return strategy.is_open(row)


def _rows(sandbox: SandboxProcess, name: str) -> list[Row]:
    resource = RESOURCES[name]
    return [row for row in truth_of(sandbox, resource) if resource.belongs(row)]


def _assert_equal(warehouse: Warehouse, sandbox: SandboxProcess) -> None:
    comparisons = warehouse.compare(sandbox, *DOCUMENTS)
    assert {name: it.differences for name, it in comparisons.items() if not it.equal} == {}
