"""Faults on the way, drift under the reader's feet, and the end of the process at any point."""

import random
from typing import Any

import pytest

from source_alegra import stream
from source_alegra.run import run

from .conftest import Connect, Start
from .runner import Warehouse

PASSING = ["500", "502", "503", "drop", "truncate", "html", "html_502"]


@pytest.mark.parametrize("kind", PASSING)
def test_a_passing_fault_loses_and_doubles_nothing(
    start: Start, connect: Connect, kind: str
) -> None:
    sandbox = start(size=1200)
    sandbox.set_faults([{"kind": kind, "path": "invoices", "every": 5}])
    finished = connect(sandbox).read("invoices")
    assert finished.status == 0, finished.output[-3000:]
    _assert_whole(sandbox, finished, "invoices")


def test_a_stream_that_stays_broken_fails_alone(start: Start, connect: Connect) -> None:
    sandbox = start(size=600)
    sandbox.set_faults([{"kind": "500", "path": "bills"}])
    finished = connect(sandbox).read("bills", "invoices", "company_info")
    assert finished.status == 1
    assert finished.statuses("bills")[-1] == "INCOMPLETE"
    assert finished.statuses("invoices")[-1] == "COMPLETE"
    (error,) = finished.errors("bills")
    assert error["failure_type"] == "transient_error"
    assert error["message"] == "Alegra answered HTTP 500 to GET /bills."
    _assert_whole(sandbox, finished, "invoices", "company_info")


def test_a_stream_outside_the_plan_fails_alone_as_a_config_error(
    start: Start, connect: Connect
) -> None:
    sandbox = start(size=600)
    sandbox.set_faults([{"kind": "plan", "path": "items"}])
    finished = connect(sandbox).read("invoice_items", "tax_rates")
    (error,) = finished.errors("invoice_items")
    assert error["failure_type"] == "config_error"
    assert "907" in error["message"]
    _assert_whole(sandbox, finished, "tax_rates")


@pytest.mark.parametrize("kind", ["plan", "forbidden"])
def test_a_native_stream_outside_the_plan_ends_empty_and_the_sync_goes_on(
    start: Start, connect: Connect, kind: str
) -> None:
    sandbox = start(size=600)
    sandbox.set_faults([{"kind": kind, "path": "^/(price-lists|users)"}])
    finished = connect(sandbox).read("price_lists", "users", "sellers")
    assert finished.status == 0, finished.output[-3000:]
    assert finished.records("price_lists") == finished.records("users") == []
    assert finished.statuses("price_lists")[-1] == "COMPLETE"
    _assert_whole(sandbox, finished, "sellers")
    finished = connect(sandbox).read("price_lists", "users")
    assert finished.status == 1
    assert "price_lists, users" in finished.output


def test_a_broken_record_is_emitted_with_what_could_be_read(start: Start, connect: Connect) -> None:
    sandbox = start(size=600)
    sandbox.set_faults([{"kind": "broken_record", "path": "invoices", "times": 1}])
    finished = connect(sandbox).read("invoices")
    assert finished.status == 0
    broken = [it for it in finished.records("invoices") if (it["alegra"] or {}).get("unread")]
    assert len(broken) == 1
    assert broken[0]["id"] is not None
    warnings = [it["log"]["message"] for it in finished.of("LOG") if it["log"]["level"] == "WARN"]
    assert any(str(broken[0]["id"]) in text and "invoices" in text for text in warnings)
    assert len(finished.records("invoices")) == sum(1 for _ in sandbox.truth("invoices"))


@pytest.mark.parametrize(
    "change",
    [
        {"action": "delete", "resource": "invoices", "id": 3},
        {"action": "create", "resource": "invoices"},
        {"action": "backdate", "resource": "invoices"},
    ],
)
@pytest.mark.parametrize("after", [2, 7, 13])
def test_rows_deleted_and_added_while_paging_are_not_lost_nor_doubled(
    start: Start, connect: Connect, change: dict[str, Any], after: int
) -> None:
    sandbox = start(size=1500)
    there = {str(row["id"]) for row in sandbox.truth("invoices")}
    sandbox.schedule(after_requests=after, path="invoices", **change)
    finished = connect(sandbox).read("invoices")
    ids = [record["id"] for record in finished.records("invoices")]
    assert len(ids) == len(set(ids))
    still_there = {str(row["id"]) for row in sandbox.truth("invoices")}
    assert there & still_there <= set(ids)


def with_a_state_behind_each_page() -> None:
    """The source's command, which otherwise prints so many states only in a sync of hours."""
    stream.CHECKPOINT_SECONDS = 0
    run()


@pytest.mark.parametrize("seed", range(6))
def test_a_read_killed_at_any_point_goes_on_and_loses_nothing(
    start: Start, connect: Connect, seed: int
) -> None:
    streams = ("invoices", "customers", "payments", "bills")
    sandbox = start(size=1500)
    source = connect(sandbox, program=with_a_state_behind_each_page)
    warehouse = Warehouse()
    dice = random.Random(seed)
    for _ in range(3):
        lines = dice.randint(1, 1200)
        state = warehouse.state() or None
        warehouse.take(source.read_until_killed(lines, *streams, mode="incremental", state=state))
    finished = source.read(*streams, mode="incremental", state=warehouse.state() or None)
    assert finished.status == 0
    warehouse.take(finished.messages)
    comparisons = warehouse.compare(sandbox, *streams)
    assert {name: it.differences for name, it in comparisons.items() if not it.equal} == {}


def _assert_whole(sandbox: Any, finished: Any, *streams: str) -> None:
    warehouse = Warehouse()
    warehouse.take(finished.messages)
    comparisons = warehouse.compare(sandbox, *streams)
    assert {name: it.differences for name, it in comparisons.items() if not it.equal} == {}
    for name, comparison in comparisons.items():
        assert len(finished.records(name)) == comparison.rows
