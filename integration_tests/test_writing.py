"""What is refused before it is sent, what Alegra refuses, and what must never show in a log."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from alegra_sandbox.process import SandboxProcess
from benchmarks.orders import orders, record

from .conftest import ConnectDestination, Start
from .orders import counts, each_once, state, written
from .runner import Finished

TODAY = date(2026, 11, 3)
STAMP = {
    "service_id": "alegra",
    "extend_object": {
        "stamp": {"generateStamp": True, "version": "4.0"},
        "paymentType": "PUE",
        "cfdiUse": "G03",
        "regimeClient": "GENERAL_REGIME_OF_MORAL_PEOPLE_LAW",
    },
}


@pytest.fixture
def sandbox(start: Start) -> SandboxProcess:
    return start(size=300, today=TODAY)


def rejections(finished: Finished) -> list[str]:
    logs = [str(it["log"]["message"]) for it in finished.of("LOG")]
    return [it for it in logs if it.startswith("Rejected")]


def changes(sandbox: SandboxProcess) -> list[tuple[str, str]]:
    """Method and path of each request that was to change something."""
    asked = [(str(it["method"]), str(it["path"])) for it in sandbox.requests()]
    return [it for it in asked if it[0] != "GET"]


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "unknown field": (
        {"colour": "red"},
        "field colour: is no field that Alegra keeps; take it out of the record",
    ),
    "wrong type": (
        {"line_items": [{"item": {"code": "REF-00001"}, "unit_price": 1, "quantity": "a few"}]},
        "field line_items.0.quantity: ",
    ),
    "too many decimals": (
        {"line_items": [{"item": {"code": "REF-00001"}, "unit_price": "1.1234567", "quantity": 1}]},
        "field line_items.0.unit_price: has more than 6 decimals, which Alegra does not keep",
    ),
    "unknown status": ({"status": "half-open"}, "field status: "),
    "not a draft": ({"status": "paid"}, "field status: "),
    "no such customer": (
        {"customer": {"tax_number": "NOBODY"}},
        "field customer: no customers with this tax_number is in Alegra",
    ),
    "missing field": ({"due_date": None}, "field due_date: is missing; Alegra requires it"),
    "no lines": ({"line_items": []}, "field line_items: is missing; Alegra requires it"),
    "notes too long": (
        {"alegra": {"observations": "x" * 490}},
        "field observations: is longer than the 500 characters that Alegra takes, marker included",
    ),
    "malformed pass_through": (
        {"pass_through": [{"extend_object": {}}]},
        "field pass_through",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_record_gets_one_clear_message_and_those_beside_it_are_written(
    sandbox: SandboxProcess, connect_destination: ConnectDestination, name: str
) -> None:
    change, said = BAD[name]
    lines = orders(sandbox, 3)
    lines[1]["record"]["data"].update(change)
    finished = connect_destination(sandbox).write([*lines, state("invoices")])
    assert finished.status == 0
    (message,) = rejections(finished)
    assert message.startswith(f"Rejected: stream invoices, record order-1, {said}")
    assert "Also field" not in message
    assert counts(finished.of("STATE")) == (3, 1)
    assert set(written(sandbox)) == {"order-0", "order-2"}
    assert len(changes(sandbox)) == 2


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"status": "half-open", "colour": "red"}, ["status", "colour"]),
        ({"due_date": None, "line_items": []}, ["due_date", "line_items"]),
        (
            {"line_items": [{"item": {"code": "A"}, "unit_price": 1, "quantity": 1}] * 2},
            ["line_items.0.item", "line_items.1.item"],
        ),
    ],
    ids=["types", "rules", "links"],
)
def test_all_that_is_wrong_with_a_record_is_told_at_once(
    sandbox: SandboxProcess,
    connect_destination: ConnectDestination,
    change: dict[str, Any],
    fields: list[str],
) -> None:
    lines = [*orders(sandbox, 1, **change), state("invoices")]
    finished = connect_destination(sandbox).write(lines)
    (message,) = rejections(finished)
    assert re.findall(r"field (\S+):", message) == fields
    assert counts(finished.of("STATE")) == (1, 1)


@pytest.mark.parametrize("line", ["{not json", "[1, 2]", '"text"', '{"type": "RECORDS"}'])
def test_a_line_that_is_no_message_is_counted_and_passed_over(
    sandbox: SandboxProcess, connect_destination: ConnectDestination, line: str
) -> None:
    given = orders(sandbox, 2)
    finished = connect_destination(sandbox).write([given[0], line, given[1], state("invoices")])
    assert finished.status == 0
    (message,) = rejections(finished)
    assert message == (
        "Rejected: stream (unknown), record line 2: line 2 of the input is no Airbyte message, and "
        "was not written."
    )
    assert counts(finished.of("STATE")) == (3, 1)
    assert written(sandbox) == each_once(2)


def test_streams_that_cannot_be_written_fail_the_sync_and_the_others_are_written(
    sandbox: SandboxProcess, connect_destination: ConnectDestination
) -> None:
    lines = [
        *orders(sandbox, 2),
        record("sales", external_id="s-1"),
        record("company_info", name="X"),
        *(state(it) for it in ("invoices", "sales", "company_info")),
    ]
    finished = connect_destination(sandbox).write(lines)
    assert finished.status == 1
    (error,) = finished.errors()
    assert error["failure_type"] == "config_error"
    assert "Stream sales is to go to sales, which is no object" in error["message"]
    assert "Stream company_info: company_info can only be read" in error["message"]
    assert [it["state"]["stream"]["stream_descriptor"]["name"] for it in finished.of("STATE")] == [
        "invoices"
    ]
    assert written(sandbox) == each_once(2)


@pytest.mark.parametrize(
    ("mode", "key", "said"),
    [
        ("overwrite", None, "sync mode overwrite would replace what stands in the books"),
        ("append_dedup", None, "needs a primary key by which records are found in Alegra"),
        ("append_dedup", "due_date", "Choose one of external_id, id"),
    ],
)
def test_a_mode_that_cannot_be_is_a_config_error(
    sandbox: SandboxProcess,
    connect_destination: ConnectDestination,
    mode: str,
    key: str | None,
    said: str,
) -> None:
    lines = [*orders(sandbox, 2), state("invoices")]
    finished = connect_destination(sandbox).write(lines, mode=mode, key=key)
    assert finished.status == 1
    (error,) = finished.errors()
    assert error["failure_type"] == "config_error"
    assert said in error["message"]
    assert finished.of("STATE") == []
    assert changes(sandbox) == []


def test_what_alegra_refuses_is_rejected_with_its_code_and_words(
    sandbox: SandboxProcess, connect_destination: ConnectDestination
) -> None:
    supplier = next(
        it
        for it in sandbox.truth("contacts")
        if it["status"] == "inactive" and it["identification"] and it["type"] != []
    )
    account = next(
        it
        for it in sandbox.truth("categories")
        if it["use"] == "movement" and it["type"] == "expense"
    )
    bill = record(
        "bills",
        external_id="bill-1",
        supplier={"tax_number": supplier["identification"]},
        bill_date=TODAY.isoformat(),
        due_date=TODAY.isoformat(),
        line_items=[
            {
                "type": "expense_account",
                "ledger_account": {"id": account["id"]},
                "unit_price": 5,
                "quantity": 1,
            }
        ],
    )
    finished = connect_destination(sandbox).write([bill, state("bills")])
    (message,) = rejections(finished)
    assert message == (
        "Rejected: stream bills, record bill-1: Alegra refused it. "
        'Alegra: code 2094, "El proveedor está deshabilitado".'
    )
    assert counts(finished.of("STATE")) == (1, 1)


def test_a_plan_that_refuses_rejects_record_by_record(
    sandbox: SandboxProcess, connect_destination: ConnectDestination
) -> None:
    sandbox.set_faults([{"kind": "plan", "method": "POST", "path": "invoices", "every": 2}])
    finished = connect_destination(sandbox).write([*orders(sandbox, 4), state("invoices")])
    assert finished.status == 0
    assert len(rejections(finished)) == 2
    assert all("code 907" in it for it in rejections(finished))
    assert sum(written(sandbox).values()) == 2


def test_nothing_is_stamped_without_leave(
    sandbox: SandboxProcess, connect_destination: ConnectDestination
) -> None:
    lines = [*orders(sandbox, 2, pass_through=[STAMP]), state("invoices")]
    finished = connect_destination(sandbox).write(lines)
    assert len(rejections(finished)) == 2
    assert all("allow_stamping" in it for it in rejections(finished))
    assert changes(sandbox) == []
    assert sandbox.stats()["folios"] == 0


def test_a_stamp_is_asked_for_once(
    sandbox: SandboxProcess, connect_destination: ConnectDestination
) -> None:
    """4250: the stamp comes late, and is found; 3051: it failed, and is told, not sent again."""
    lines = [*orders(sandbox, 12, pass_through=[STAMP]), state("invoices")]
    sandbox.set_faults(
        [
            {"kind": "code_4250", "path": "invoices", "every": 4},
            {"kind": "code_3051", "path": "invoices", "after": 2, "times": 1},
            {"kind": "commit_then_drop", "path": "invoices", "after": 5, "times": 1},
        ]
    )
    finished = connect_destination(sandbox, allow_stamping=True).write(lines)
    assert finished.status == 0, finished.output[-3000:]
    assert written(sandbox) == each_once(12)
    assert len(changes(sandbox)) == 12
    (message,) = rejections(finished)
    assert "its stamp is not confirmed and is not asked for twice" in message
    assert sandbox.stats()["folios"] == 11
    assert counts(finished.of("STATE")) == (12, 1)
    again = connect_destination(sandbox, allow_stamping=True).write(lines)
    assert again.status == 0
    assert len(changes(sandbox)) == 12
    assert sandbox.stats()["folios"] == 11


@pytest.mark.parametrize("mode", ["update", "append_dedup", "soft_delete"])
def test_what_is_stamped_or_no_draft_is_not_touched(
    sandbox: SandboxProcess, connect_destination: ConnectDestination, mode: str
) -> None:
    fixed = [
        it
        for it in sandbox.truth("invoices")
        if it.get("stamp") or (it["status"] == "closed" and mode != "soft_delete")
    ][:5]
    assert len(fixed) == 5
    lines = [
        record(
            "invoices",
            id=str(it["id"]),
            customer={"id": it["client"]["id"]},
            customer_memo="otra",
            invoice_date=it["date"],
            due_date=it["dueDate"],
            line_items=[{"item": {"id": "1"}, "unit_price": 1, "quantity": 1}],
        )
        for it in fixed
    ]
    finished = connect_destination(sandbox).write([*lines, state("invoices")], mode=mode, key="id")
    assert finished.status == 0
    assert len(rejections(finished)) == 5
    assert counts(finished.of("STATE")) == (5, 5)
    assert changes(sandbox) == []


def test_drafts_are_deleted_open_ones_voided_and_both_only_once(
    sandbox: SandboxProcess, connect_destination: ConnectDestination
) -> None:
    destination = connect_destination(sandbox)
    destination.write([*orders(sandbox, 4), state("invoices")])
    ids = {
        str(it["observations"]): str(it["id"])
        for it in sandbox.truth("invoices")
        if "order-" in str(it["observations"])
    }
    opened = ids["[external_id:order-0]"]
    sandbox.change("open", "invoices", opened)
    removed = [record("invoices", external_id=f"order-{number}") for number in range(4)]
    lines = [*removed, state("invoices")]
    sandbox.reset_audit()
    sandbox.set_faults([{"kind": "commit_then_500", "every": 2}])
    first = destination.write(lines, mode="soft_delete", key="external_id")
    assert first.status == 0, first.output[-3000:]
    left = {str(it["id"]): it["status"] for it in sandbox.truth("invoices")}
    assert left[opened] == "void"
    assert not (set(ids.values()) - {opened}) & set(left)
    sandbox.reset_audit()
    second = destination.write(lines, mode="soft_delete", key="external_id")
    assert second.status == 0
    assert changes(sandbox) == []


def test_a_dry_run_reports_and_writes_nothing(
    sandbox: SandboxProcess, connect_destination: ConnectDestination
) -> None:
    lines = orders(sandbox, 5)
    lines[2]["record"]["data"]["customer"] = {"tax_number": "NOBODY"}
    finished = connect_destination(sandbox, dry_run=True).write([*lines, state("invoices")])
    assert finished.status == 0
    assert changes(sandbox) == []
    assert finished.of("STATE") == []
    assert len(rejections(finished)) == 1
    logs = [it["log"]["message"] for it in finished.of("LOG")]
    assert "Stream invoices: 5 records, 4 would be written, 0 there already, 1 rejected." in logs
    assert "Dry run: stream invoices, record order-4 -> invoices." in logs


def test_neither_the_token_nor_the_customers_data_stand_in_a_log(
    sandbox: SandboxProcess, connect_destination: ConnectDestination, tmp_path: Path
) -> None:
    lines = orders(sandbox, 6, customer_memo="Para la señora Secreta")
    lines[1]["record"]["data"]["customer"] = {"tax_number": "SECRETA010101AA1"}
    lines[2]["record"]["data"]["due_date"] = "Secreta"
    customer = record(
        "customers",
        external_id="customer-1",
        display_name="Ana Secreta",
        tax_number=next(
            it["identification"] for it in sandbox.truth("contacts") if it["identification"]
        ),
        emails=[{"email": "ana@secreta.example.com", "type": "primary"}],
    )
    sandbox.set_faults([{"kind": "commit_then_500", "method": "POST", "every": 3}])
    folder = tmp_path / "rejected"
    folder.mkdir()
    destination = connect_destination(
        sandbox, object_storage_config={"storage_type": "Folder", "path": str(folder)}
    )
    finished = destination.write([customer, *lines, state("customers"), state("invoices")])
    assert finished.status == 0, finished.output[-3000:]
    assert "secreta" not in finished.output.lower()
    assert sandbox.token not in finished.output
    kept = [json.loads(line) for file in folder.glob("*/*") for line in file.open()]
    assert any("SECRETA010101AA1" in json.dumps(it) for it in kept)


def test_check_proves_the_right_to_write(
    sandbox: SandboxProcess, connect_destination: ConnectDestination
) -> None:
    before = {it["id"] for it in sandbox.truth("contacts")}

    def status() -> tuple[str, str]:
        (message,) = connect_destination(sandbox).run("check").of("CONNECTION_STATUS")
        found = message["connectionStatus"]
        return found["status"], found.get("message") or ""

    assert status() == ("SUCCEEDED", "")
    sandbox.set_faults([{"kind": "forbidden", "method": "POST"}])
    failed, why = status()
    assert failed == "FAILED"
    assert "may not" in why or "permission" in why
    assert {it["id"] for it in sandbox.truth("contacts")} == before


def test_the_bound_on_requests_holds(start: Start, connect_destination: ConnectDestination) -> None:
    """1,000 drafts of many customers and items, on a company of 20,000 documents."""
    sandbox = start(size=20_000, today=TODAY)
    finished = connect_destination(sandbox).write([*orders(sandbox, 1_000), state("invoices")])
    assert finished.status == 0
    stats = sandbox.stats()
    assert stats["requests"] <= 1_150
    assert set(stats["by_status"]) == {"200", "201"}
    assert stats["max_in_flight"] <= 3
    assert written(sandbox) == each_once(1_000)


def test_the_ration_is_used_and_never_overstepped(
    start: Start, connect_destination: ConnectDestination
) -> None:
    sandbox = start(size=300, today=TODAY, requests_per_minute=30, rate_window_seconds=2)
    finished = connect_destination(sandbox).write([*orders(sandbox, 100), state("invoices")])
    assert finished.status == 0
    assert set(sandbox.stats()["by_status"]) == {"200", "201"}
    assert written(sandbox) == each_once(100)
