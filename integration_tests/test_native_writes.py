"""Documents of Alegra's own: written once, changed where that is safe, taken back."""

from datetime import date
from decimal import Decimal

import pytest

from alegra_sandbox.process import SandboxProcess
from benchmarks.orders import record

from .conftest import ConnectDestination, Start
from .orders import counts, state
from .test_writing import changes, rejections

TODAY = date(2026, 11, 3)


@pytest.fixture
def sandbox(start: Start) -> SandboxProcess:
    return start(size=300, today=TODAY)


def test_an_adjustment_moves_the_stock_once_and_by_its_change_to_what_it_says_then(
    sandbox: SandboxProcess, connect_destination: ConnectDestination
) -> None:
    def stock() -> Decimal:
        row = next(it for it in sandbox.truth("items") if it["id"] == item["id"])
        return Decimal(str(row["inventory"]["availableQuantity"]))

    item = next(it for it in sandbox.truth("items") if it.get("inventory"))
    line = {"id": str(item["id"]), "type": "in", "quantity": 4, "unit_cost": Decimal("10.5")}
    adjustment = {"external_id": "count-1", "date": TODAY.isoformat(), "items": [line]}
    before = stock()
    for quantity, mode, moved in (
        (4, "append", 4),
        (4, "append", 4),
        (4, "append_dedup", 4),
        (9, "append_dedup", 9),
        (9, "soft_delete", 0),
    ):
        named = {**adjustment, "items": [{**line, "quantity": quantity}]}
        lines = [record("inventory_adjustments", **named), state("inventory_adjustments")]
        key = None if mode == "append" else "external_id"
        finished = connect_destination(sandbox).write(lines, mode=mode, key=key)
        assert counts(finished.of("STATE")) == (1, 0), rejections(finished)
        assert stock() == before + moved
    assert [method for method, _ in changes(sandbox)] == ["POST", "PUT", "DELETE"]


def test_a_remission_is_created_once_and_voided_and_a_change_of_it_is_rejected(
    sandbox: SandboxProcess, connect_destination: ConnectDestination
) -> None:
    customer = next(it for it in sandbox.truth("contacts") if "client" in it["type"])
    line = {"code": "REF-00001", "price": 10, "quantity": 1}
    given = {
        "external_id": "delivery-1",
        "date": TODAY.isoformat(),
        "due_date": TODAY.isoformat(),
        "client": {"id": str(customer["id"])},
        "cost_center": {"id": "2"},
        "items": [line],
    }
    for named, mode, rejected in (
        (given, "append", 0),
        (given, "append_dedup", 0),
        ({**given, "anotation": "Otra"}, "append_dedup", 1),
        (given, "soft_delete", 0),
        (given, "soft_delete", 0),
    ):
        lines = [record("remissions", **named), state("remissions")]
        key = None if mode == "append" else "external_id"
        finished = connect_destination(sandbox).write(lines, mode=mode, key=key)
        assert counts(finished.of("STATE"))[1] == rejected, rejections(finished)
        assert rejected == 0 or "cost centre" in rejections(finished)[0]
    (row,) = [it for it in sandbox.truth("remissions") if "delivery-1" in str(it["observations"])]
    assert row["status"] == "void"
    assert [path.endswith("/void") for _, path in changes(sandbox)] == [False, True]
