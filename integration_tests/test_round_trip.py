"""What one command writes and the other reads again is the same, in each country."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from alegra_sandbox.countries import COUNTRIES
from alegra_sandbox.process import SandboxProcess
from benchmarks.orders import record
from demo.in_country import contact_in, in_country

from .conftest import Connect, ConnectDestination, Start
from .orders import counts, state
from .runner import Finished, Message

TODAY = date(2026, 11, 3)
DAY = TODAY.isoformat()
LATER = "2026-12-03"

SALE_LINES = [
    {
        "item": {"external_id": "new-item"},
        "description": "Dos horas",
        "quantity": Decimal("2.5"),
        "unit_price": Decimal("100.000001"),
        "tax_rate": {"id": "1"},
    },
    {
        "item": {"external_id": "new-item"},
        "quantity": 3,
        "unit_price": Decimal("10.50"),
        "discount_percentage": 5,
    },
]


def records(country: str, account: str, parent: str, invoice: str) -> dict[str, dict[str, Any]]:
    """One record for each writable stream, each of which names the others."""
    purchase_lines: list[dict[str, Any]] = [
        {
            "type": "expense_item",
            "item": {"external_id": "new-item"},
            "quantity": 3,
            "unit_price": Decimal("10.50"),
        },
        {
            "type": "expense_account",
            "ledger_account": {"id": account},
            "description": "Luz",
            "quantity": 1,
            "unit_price": 80,
            "tax_rate": {"id": "1"},
        },
    ]
    contact: dict[str, Any] = {
        "phone_numbers": [{"number": "81 555 0001", "type": "primary"}],
        "emails": [{"email": "a@example.com", "type": "primary"}],
        "notes": "Paga tarde",
        "status": "active",
    }
    sent = {
        "customers": contact_in(country, {"display_name": "Norte", **contact}, serial=1),
        "suppliers": contact_in(country, {"display_name": "Sur", **contact}, serial=2),
        "tax_rates": {"name": "Nuevo", "effective_tax_rate": Decimal("10.5"), "status": "active"},
        "ledger_accounts": {
            "name": "Papelería nueva",
            "parent_account": {"id": parent},
            "header": False,
        },
        "departments": {"name": "Sucursal sur", "code": "SS", "status": "active"},
        "price_lists": {
            "name": "Distribuidores",
            "description": "Desde doce piezas",
            "type": "percentage",
            "percentage": Decimal("7.5"),
            "status": "active",
        },
        "warehouses": {
            "name": "Bodega oriente",
            "address": "Calle 8",
            "observations": "Con muelle",
            "cost_center": {"id": "2"},
            "status": "active",
        },
        "sellers": {
            "name": "Carmen Giraldo",
            "identification": "1957845-5",
            "observations": "Zona norte",
            "status": "active",
        },
        "terms": {"name": "45 días", "days": 45},
        "inventory_adjustments": {
            "date": DAY,
            "prefix": "AJ",
            "observations": "Conteo de noviembre",
            "warehouse": {"name": "Bodega oriente"},
            "cost_center": {"id": "2"},
            "items": [
                {
                    "external_id": "new-item",
                    "type": "in",
                    "quantity": Decimal("4.5"),
                    "unit_cost": Decimal("310.25"),
                },
                {"external_id": "new-item", "type": "out", "quantity": 1, "unit_cost": 12},
            ],
        },
        "bank_accounts": {
            "name": "Banco nuevo",
            "account_number": "0123",
            "account_type": "checking",
            "status": "active",
        },
        "invoice_items": {
            "name": "Hora de trabajo",
            "code": "new-item",
            "unit_price": Decimal("99.99"),
            "description": "Una hora",
        },
        "invoices": {
            "customer": {"external_id": "new-customers"},
            "department_id": "1",
            "invoice_date": DAY,
            "due_date": LATER,
            "po_number": "PO-9",
            "currency": COUNTRIES[country].foreign_currency[0],
            "currency_rate": Decimal("18.5"),
            "customer_memo": "Gracias",
            "line_items": SALE_LINES,
            "payment_method": "CASH",
            "status": "draft",
        },
        "bills": {
            "supplier": {"external_id": "new-suppliers"},
            "bill_number": "F-77",
            "bill_date": DAY,
            "due_date": LATER,
            "terms": "30 días",
            "notes": "Revisada",
            "line_items": purchase_lines,
        },
        "quotes": {
            "customer": {"external_id": "new-customers"},
            "quote_date": DAY,
            "expiry_date": LATER,
            "customer_memo": "Válida un mes",
            "line_items": SALE_LINES,
        },
        "purchase_orders": {
            "supplier": {"external_id": "new-suppliers"},
            "issued_date": DAY,
            "delivery_date": LATER,
            "notes": "Urgente",
            "line_items": purchase_lines,
        },
        "journal_entries": {
            "title": "Ajuste",
            "memo": "Cierre",
            "posted_at": DAY,
            "line_items": [
                {
                    "type": side,
                    "total_amount": Decimal("10.01"),
                    "ledger_account": {"id": account},
                }
                for side in ("debit", "credit")
            ],
        },
        "credit_notes": {
            "customer": {"external_id": "new-customers"},
            "date_issued": DAY,
            "note": "Devolución",
            "line_items": SALE_LINES,
        },
        "bill_credit_notes": {
            "supplier": {"external_id": "new-suppliers"},
            "date_issued": DAY,
            "line_items": purchase_lines,
            "allocations": [{"external_id": "new-bills", "amount": Decimal("12.25")}],
        },
        "payments": {
            "account": {"id": "1"},
            "transaction_date": DAY,
            "payment_method": "transfer",
            "note": "Abono",
            "allocations": [{"id": invoice, "amount": Decimal("1.5")}],
        },
        "bill_payments": {
            "supplier": {"external_id": "new-suppliers"},
            "account": {"id": "1"},
            "transaction_date": DAY,
            "payment_method": "cash",
            "allocations": [{"external_id": "new-bills", "amount": Decimal("20.10")}],
        },
    }
    return {stream: in_country(country, stream, given) for stream, given in sent.items()}


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_resource_is_written_and_read_again(
    start: Start, connect: Connect, connect_destination: ConnectDestination, country: str
) -> None:
    sandbox = start(size=300, country=country, today=TODAY)
    sent = records(country, *_references(sandbox))
    lines = _lines(sent)
    written = connect_destination(sandbox).write(lines)
    assert written.status == 0, written.output[-3000:]
    assert counts(written.of("STATE")) == (len(sent), 0), _rejections(written)
    read = connect(sandbox).read(*sent)
    assert read.status == 0
    ids: dict[str, str] = {}
    for stream, given in sent.items():
        held = _found(read.records(stream), stream, given)
        ids[f"new-{stream}"] = held["id"]
        for field, wanted in given.items():
            _assert_holds(held[field], wanted, f"{stream}.{field}", ids)
    sandbox.reset_audit()
    again = connect_destination(sandbox).write(lines)
    assert counts(again.of("STATE")) == (len(sent), 0)
    assert set(sandbox.stats()["by_method"]) == {"GET"}


@pytest.mark.parametrize("country", COUNTRIES)
def test_drafts_that_the_source_emits_are_taken_back_unchanged(
    start: Start, connect: Connect, connect_destination: ConnectDestination, country: str
) -> None:
    sandbox = start(size=300, country=country, today=TODAY)
    sent = records(country, *_references(sandbox))
    assert connect_destination(sandbox).write(_lines(sent)).status == 0
    drafts = [
        it
        for it in connect(sandbox).read("invoices").records("invoices")
        if it["status"] == "draft"
    ]
    assert len(drafts) > 1
    sandbox.reset_audit()
    lines = [*(record("invoices", **it) for it in drafts), state("invoices")]
    for mode, key in (("append", None), ("append_dedup", "id"), ("update", "id")):
        finished = connect_destination(sandbox).write(lines, mode=mode, key=key)
        assert finished.status == 0, finished.output[-3000:]
        assert counts(finished.of("STATE")) == (len(drafts), 0), _rejections(finished)
    assert set(sandbox.stats()["by_method"]) == {"GET"}


def _references(sandbox: SandboxProcess) -> tuple[str, str, str]:
    """A postable expense account, the account above it, and an invoice that is owed."""
    accounts = list(sandbox.truth("categories"))
    account = next(it for it in accounts if it["use"] == "movement" and it["type"] == "expense")
    invoice = next(
        it
        for it in sandbox.truth("invoices")
        if it["status"] == "open" and Decimal(str(it["balance"])) > 2
    )
    return str(account["id"]), str(account["idParent"]), str(invoice["id"])


def _lines(sent: dict[str, dict[str, Any]]) -> list[Message]:
    lines = [
        record(stream, external_id=given.get("code", f"new-{stream}"), **given)
        if stream == "invoice_items"
        else record(stream, external_id=f"new-{stream}", **given)
        for stream, given in sent.items()
    ]
    return [*lines, *(state(stream) for stream in sent)]


def _rejections(finished: Finished) -> list[str]:
    logs = [str(it["log"]["message"]) for it in finished.of("LOG")]
    return [it for it in logs if it.startswith("Rejected")]


def _found(rows: list[dict[str, Any]], stream: str, given: dict[str, Any]) -> dict[str, Any]:
    """The record that was written: by its marker, or by its name where Alegra keeps none."""
    marked = [it for it in rows if (it.get("alegra") or it).get("external_id") == f"new-{stream}"]
    if not marked:
        marked = [it for it in rows if it.get("name") == given.get("name", "")]
    (row,) = marked
    return row


def _assert_holds(held: Any, wanted: Any, path: str, ids: dict[str, str]) -> None:
    if isinstance(wanted, dict):
        for key, value in wanted.items():
            if key == "external_id":
                key, value = "id", ids.get(value, held["id"])
            _assert_holds(held[key], value, f"{path}.{key}", ids)
    elif isinstance(wanted, list):
        assert len(held) == len(wanted), path
        for place, (one, other) in enumerate(zip(held, wanted, strict=True)):
            _assert_holds(one, other, f"{path}.{place}", ids)
    elif isinstance(held, (int, Decimal)) and not isinstance(held, bool):
        assert held == wanted, path
    elif isinstance(wanted, str) and wanted in (DAY, LATER):
        assert held[:10] == wanted, path
    else:
        assert held == wanted, path
