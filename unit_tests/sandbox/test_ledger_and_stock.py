"""The simulated company's stock and ledger follow from its documents, whatever happens to them."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest

from alegra_sandbox.activity import advance, perform
from alegra_sandbox.books import Books

from .company import amount, get, make, truth
from .desk import CREATED, DAY, Desk

ISSUED = ("open", "closed")


def moved(company: Books) -> dict[str, Decimal]:
    """What the documents say that is in stock, by item."""
    stock: dict[str, Decimal] = defaultdict(Decimal)
    for path, sign in (("invoices", -1), ("bills", 1)):
        for record in truth(company, path):
            holder = record.get("purchases") or record
            for line in holder.get("items") or [] if record["status"] in ISSUED else []:
                stock[str(line["id"])] += sign * amount(line["quantity"])
    for record in truth(company, "inventory-adjustments"):
        for line in record["items"]:
            stock[line["id"]] += (1 if line["type"] == "in" else -1) * amount(line["quantity"])
    return stock


def in_stock(company: Books) -> dict[str, Decimal]:
    """What items say, wherever it is."""
    shown: dict[str, Decimal] = {}
    for item in truth(company, "items"):
        if "inventory" in item:
            stock = item["inventory"]
            parts = [amount(it["availableQuantity"]) for it in stock["warehouses"]]
            assert amount(stock["availableQuantity"]) == sum(parts)
            shown[str(item["id"])] = amount(stock["availableQuantity"])
    return shown


def assert_stock_is_true(company: Books) -> None:
    stock = moved(company)
    assert in_stock(company) == {id: stock[id] for id in in_stock(company)}


def test_stock_follows_from_documents_through_a_month_of_business() -> None:
    company = make(size=400)
    assert_stock_is_true(company)
    advance(company, 30)
    assert_stock_is_true(company)
    assert all(quantity != 0 for quantity in in_stock(company).values())


def test_stock_follows_what_is_opened_voided_edited_and_deleted() -> None:
    company = make(size=1000)
    for path in ("invoices", "bills"):
        for action in ("open", "void", "edit", "delete", "create"):
            before = in_stock(company)
            for _ in range(3):
                perform(company, action, path, None)
            assert_stock_is_true(company)
            # Drafts are edited and deleted first; they move nothing.
            assert in_stock(company) != before or action in ("edit", "delete")


def test_what_is_written_moves_stock() -> None:
    desk = Desk(make("MX", size=60))
    company = desk.company
    item = next(iter(in_stock(company)))
    before = in_stock(company)[item]
    adjustment = {"date": DAY, "items": [{"id": item, "type": "in", "quantity": 4, "unitCost": 1}]}
    id = desk.post("inventory-adjustments", **adjustment)["id"]
    assert in_stock(company)[item] == before + 4
    line = {**adjustment["items"][0], "quantity": "1.5", "type": "out"}  # type: ignore[dict-item]
    desk.send("PUT", f"inventory-adjustments/{id}", {**adjustment, "items": [line]})
    assert in_stock(company)[item] == before - Decimal("1.5")
    desk.send("DELETE", f"inventory-adjustments/{id}")
    assert in_stock(company)[item] == before
    invoice = desk.invoice(status="open", items=[{"id": item, "price": 1, "quantity": 3}])["id"]
    assert in_stock(company)[item] == before - 3
    desk.send("POST", f"invoices/{invoice}/void")
    assert in_stock(company)[item] == before


def test_a_transfer_moves_stock_from_one_warehouse_to_another() -> None:
    desk = Desk(make("MX", size=60))
    item = next(iter(in_stock(desk.company)))
    body = CREATED["warehouse-transfers"](desk) | {"items": [{"id": item, "quantity": 7}]}

    def by_warehouse() -> dict[str, Decimal]:
        stock = get(desk.company, f"items/{item}")["inventory"]["warehouses"]
        return {it["id"]: amount(it["availableQuantity"]) for it in stock}

    before = by_warehouse()
    desk.post("warehouse-transfers", **body)
    there = body["destination"]["id"]
    after = {**before, "1": before["1"] - 7, there: before.get(there, Decimal(0)) + 7}
    assert by_warehouse() == after


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("inventory-adjustments", {"items": []}, 400),
        ("inventory-adjustments", {"items": [{"id": 1, "type": "in", "quantity": 1}]}, 400),
        ("inventory-adjustments", {"items": [{"id": 1, "quantity": 1, "unitCost": 1}]}, 400),
        ("inventory-adjustments", {"items": [{"id": 0, "quantity": 1, "unitCost": 1}]}, 400),
        ("warehouse-transfers", {"items": [{"id": 1, "quantity": -1}]}, 400),
        ("warehouse-transfers", {"items": [{"id": 1, "quantity": 1}], "destination": "1"}, 400),
    ],
)
def test_what_moves_nothing_is_refused(path: str, body: dict[str, Any], code: int) -> None:
    desk = Desk(make("MX", size=60))
    assert desk.refused("POST", path, date=DAY, **body) == (400, code)


def lines_of(company: Books, **parameters: str) -> list[dict[str, Any]]:
    answer = get(company, "journals/entries", **parameters)
    assert len(answer["data"]) <= int(parameters.get("limit", 500))
    rows: list[dict[str, Any]] = answer["data"]
    return rows


def by_journal(company: Books) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in truth(company, "journals/entries"):
        sums[line["idJournal"]] += amount(line["debit"]) - amount(line["credit"])
    return sums


@pytest.mark.parametrize("country", ["MX", "CO", "DO", "AR"])
def test_the_lines_of_each_document_add_up_to_nothing(country: str) -> None:
    company = make(country, size=400)
    assert set(by_journal(company).values()) == {Decimal(0)}
    advance(company, 20)
    assert set(by_journal(company).values()) == {Decimal(0)}


def test_what_is_sold_stands_in_the_ledger() -> None:
    company = make(size=400)
    lines = truth(company, "journals/entries")
    for path, kind in (("invoices", "invoice"), ("credit-notes", "credit_note")):
        records = {str(it["id"]): it for it in truth(company, path)}
        booked = {
            line["associatedDocument"]["idResource"]: amount(line["debit"]) + amount(line["credit"])
            for line in lines
            if (line["associatedDocument"] or {}).get("resourceType") == kind
            and line["category"]["name"].startswith("Cuentas por cobrar a clientes")
        }
        expected = {
            id: amount(it["total"])
            * amount((it.get("currency") or {"exchangeRate": 1})["exchangeRate"])
            for id, it in records.items()
            if it["status"] != "draft"
        }
        assert booked.keys() == expected.keys()
        for id, total in booked.items():
            assert abs(total - expected[id]) < Decimal("0.00001")


def test_a_changed_document_is_booked_anew_and_a_void_one_is_marked() -> None:
    desk = Desk(make("MX", size=60))
    company = desk.company
    before = len(truth(company, "journals/entries"))
    id = str(desk.invoice(status="open")["id"])

    def booked() -> list[tuple[str, Decimal]]:
        return [
            (line["status"], amount(line["debit"]))
            for line in truth(company, "journals/entries")
            if line["associatedDocument"] == {"idResource": id, "resourceType": "invoice"}
        ]

    assert booked() == [("open", Decimal(100)), ("open", Decimal(0))]
    desk.send("POST", f"invoices/{id}/void")
    assert booked() == [("void", Decimal(100)), ("void", Decimal(0))]
    perform(company, "delete", "invoices", int(id))
    assert len(truth(company, "journals/entries")) == before


def test_lines_come_in_numbered_pages_and_are_filtered_by_account_contact_and_days() -> None:
    company = make(size=600)
    every = truth(company, "journals/entries")
    first = get(company, "journals/entries", page="1", limit="500")
    assert int(first["metadata"]["total"]) == len(every) > 1000
    pages = [lines_of(company, page=str(page), limit="500") for page in (1, 2, 3, 4, 5)]
    assert [line for page in pages for line in page] == every
    account = every[0]["category"]["id"]
    assert {it["category"]["id"] for it in lines_of(company, category_id=account)} == {account}
    client = next(it["client"]["id"] for it in every if it["client"])
    assert {it["client"]["id"] for it in lines_of(company, client_id=client)} == {client}
    assert lines_of(company, fromDate="2090-01-01", toDate="2091-01-01") == []


def test_lines_can_be_those_of_journals_alone() -> None:
    company = make(size=400, quirks={"journal_lines": "journals"})
    lines = truth(company, "journals/entries")
    journals = {str(it["id"]): it for it in truth(company, "journals")}
    assert {it["idJournal"] for it in lines} == journals.keys()
    assert len(lines) == sum(len(it["entries"]) for it in journals.values())
