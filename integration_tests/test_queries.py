"""The queries of `docs/queries` give what the simulated company's own books add up to."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

# PyAirbyte asks a registry and reports usage unless it is told not to before it is imported.
os.environ.update(AIRBYTE_OFFLINE_MODE="1", DO_NOT_TRACK="1")

import pytest
from airbyte.caches.base import CacheBase

from alegra_sandbox.process import SandboxProcess
from demo.picture import bars
from demo.queries import (
    QUERIES,
    amount,
    answers,
    ask,
    issued,
    lines,
    month_of,
    net,
    prepare,
    rate,
    sales_by_month,
    stock_by_item,
    taxes,
    trial_balance,
)
from demo.warehouses import (
    by_strategy,
    duckdb_warehouse,
    postgres_warehouse,
    read_into,
    settings_of,
)

STREAMS = [
    *("invoices", "credit_notes", "bills", "bill_credit_notes", "payments", "bill_payments"),
    *("income_debit_notes", "invoice_items", "inventory_adjustments", "warehouse_transfers"),
    "journal_entry_lines",
]
BEGAN = date(2026, 9, 1)
DAYS = 30
TODAY = BEGAN + timedelta(DAYS)

# One worker fills the warehouses for all of the queries.
pytestmark = pytest.mark.xdist_group("queries")

Rows = list[dict[str, Any]]


@dataclass
class Books:
    """A warehouse, and the records of the company that it was filled from.

    Attributes:
        warehouse: what PyAirbyte filled, with the views.
        sandbox: the company.
        truth: the company's records as Alegra has them, by resource.
    """

    warehouse: CacheBase
    sandbox: SandboxProcess
    truth: dict[str, Rows]

    def ask(self, name: str, document: str = "invoice") -> Rows:
        """The rows of a query, asked about one kind of document, on the company's day."""
        return ask(
            self.warehouse,
            name,
            {
                "CURRENT_DATE": f"DATE '{TODAY}'",
                "document = 'invoice'": f"document = '{document}'",
            },
        )


@pytest.fixture(scope="module", params=["duckdb", "postgresql"])
def books(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Books]:
    """Two syncs with a month between them, so that documents have changed and are gone."""
    options = {"size": 400, "seed": 11, "today": BEGAN, "requests_per_minute": 1_000_000}
    with ExitStack() as stack:
        sandbox = stack.enter_context(SandboxProcess(**options))
        cache = stack.enter_context(
            duckdb_warehouse(tmp_path_factory.mktemp("queries") / "books.duckdb")
            if request.param == "duckdb"
            else postgres_warehouse()
        )
        sync(sandbox, cache)
        sandbox.advance(DAYS)
        (made,) = sandbox.change("create", "income-debit-notes")
        sandbox.change("void", made["resource"], made["id"])
        sync(sandbox, cache)
        prepare(cache)
        resources = (
            *("invoices", "credit-notes", "bills", "debit-notes", "payments"),
            *("income-debit-notes", "items", "inventory-adjustments", "warehouse-transfers"),
            "journals/entries",
        )
        yield Books(cache, sandbox, {name: list(sandbox.truth(name)) for name in resources})


def sync(sandbox: SandboxProcess, cache: CacheBase) -> None:
    for streams, strategy in by_strategy(STREAMS):
        read_into(cache, settings_of(sandbox), streams, strategy)


@pytest.mark.parametrize(("document", "resource"), [("invoice", "invoices"), ("bill", "bills")])
def test_lines(books: Books, document: str, resource: str) -> None:
    found = books.ask("invoice_lines", document)
    assert sorted((it["document_date"], it["net_amount"], it["total_amount"]) for it in found) == (
        sorted(
            (date.fromisoformat(row["date"][:10]), net(line), amount(line["total"]))
            for row in issued(books.truth[resource])
            for line in lines(row)
        )
    )
    # Neither what is a draft nor what is void is there, and the company has both.
    assert len(issued(books.truth[resource])) < len(books.truth[resource])


@pytest.mark.parametrize(
    ("document", "resource", "contact"),
    [("invoice", "invoices", "client"), ("bill", "bills", "provider")],
)
def test_ageing(books: Books, document: str, resource: str, contact: str) -> None:
    columns = (
        "not_due",
        "overdue_1_to_30",
        "overdue_31_to_60",
        "overdue_61_to_90",
        "overdue_over_90",
    )
    expected: dict[tuple[str, str], list[Decimal]] = defaultdict(lambda: [Decimal()] * 5)
    for row in books.truth[resource]:
        if row["status"] == "open" and amount(row["balance"]) > 0:
            days = (TODAY - date.fromisoformat(row["dueDate"][:10])).days
            place = 0 if days <= 0 else min((days - 1) // 30 + 1, 4)
            currency = (row.get("currency") or {"code": "MXN"})["code"]
            expected[str(row[contact]["id"]), currency][place] += amount(row["balance"])
    found = books.ask("receivables_ageing", document)
    assert {
        (it["contact_id"], it["currency"]): [it[name] for name in columns] for it in found
    } == expected
    assert [it["total"] for it in found] == [sum(it[name] for name in columns) for it in found]
    assert found


def test_sales_by_item_and_month(books: Books) -> None:
    expected: dict[Any, list[Decimal]] = defaultdict(lambda: [Decimal(), Decimal()])
    for resource, sign in (("invoices", 1), ("credit-notes", -1)):
        for row in issued(books.truth[resource]):
            for line in lines(row):
                sums = expected[month_of(row), str(line["id"])]
                sums[0] += sign * amount(line["quantity"])
                sums[1] += sign * net(line) * rate(row)
    found = books.ask("sales_by_item_and_month")
    assert {
        (it["month"], it["item_id"]): [it["quantity"], it["net_sales"]] for it in found
    } == expected


def test_payments_applied(books: Books) -> None:
    def applied(kind: str, documents: str) -> Iterable[tuple[str, str, Decimal]]:
        for row in books.truth["payments"]:
            if row["type"] == kind and row["status"] == "open":
                for it in row.get(documents) or []:
                    yield str(row["id"]), str(it["id"]), amount(it["amount"])

    found = books.ask("payments_applied")
    for payment, kind, documents in (("received", "in", "invoices"), ("made", "out", "bills")):
        assert sorted(
            (it["payment_id"], it["document_id"], it["amount"])
            for it in found
            if it["payment"] == payment
        ) == sorted(applied(kind, documents))
    assert len(found) > 50


def test_vat_summary(books: Books) -> None:
    expected: dict[Any, list[Decimal]] = defaultdict(lambda: [Decimal(), Decimal()])
    for resource, side, sign in (
        ("invoices", "sales", 1),
        ("credit-notes", "sales", -1),
        ("bills", "purchases", 1),
        ("debit-notes", "purchases", -1),
    ):
        for row in issued(books.truth[resource]):
            for line in lines(row):
                for tax in taxes(line) or [{"name": None, "percentage": None, "amount": 0}]:
                    given = tax["percentage"]
                    percentage = None if given is None else amount(given)
                    sums = expected[month_of(row), side, tax["name"], percentage]
                    sums[0] += sign * net(line) * rate(row)
                    sums[1] += sign * amount(tax["amount"]) * rate(row)
    found = books.ask("vat_summary")
    assert {
        (it["month"], it["side"], it["tax_name"], it["tax_percentage"]): [
            it["taxable_amount"],
            it["tax_amount"],
        ]
        for it in found
    } == expected
    several = sum(len(taxes(line)) > 1 for row in books.truth["invoices"] for line in lines(row))
    assert several, "no line has several taxes, so that they are not proved"


def test_sales_by_month(books: Books) -> None:
    found = books.ask("sales_by_month")
    assert {it["month"]: it["net_sales"] for it in found} == sales_by_month(books.sandbox)
    # Debit notes count, and one of them is void.
    notes = books.truth["income-debit-notes"]
    assert 0 < len(issued(notes)) < len(notes)
    assert sum(it["debit_notes"] for it in found) == sum(
        net(line) * rate(row) for row in issued(notes) for line in lines(row)
    )


def test_stock_by_item(books: Books) -> None:
    stock = stock_by_item(books.sandbox)
    found = books.ask("stock_by_item")
    assert {it["item_id"]: it["available"] for it in found} == stock
    assert [it["counted"] for it in found] == [it["available"] for it in found]
    assert [it["transferred"] for it in found] == [0] * len(stock)
    for cause in ("adjusted", "bought", "sold"):
        assert sum(it[cause] for it in found) > 0
    # Transfers brought something into another warehouse.
    assert any(
        len(it["inventory"]["warehouses"]) > 1 for it in books.truth["items"] if "inventory" in it
    )


def test_trial_balance(books: Books) -> None:
    found = books.ask("trial_balance")
    assert {it["ledger_account_id"]: [it["debit"], it["credit"]] for it in found} == (
        trial_balance(books.sandbox)
    )
    assert sum(it["balance"] for it in found) == 0
    assert any(it["balance"] for it in found)
    # Void ones are listed too, and more rows than a page has.
    assert any(row["status"] == "void" for row in books.truth["journals/entries"])
    assert len(books.truth["journals/entries"]) > 500


def test_the_demos_answers_are_this_companys_and_no_others(books: Books) -> None:
    assert [right for _, right in answers(books.sandbox, books.warehouse)] == [True] * 3
    with SandboxProcess(size=60, seed=12, today=BEGAN) as other:
        assert [right for _, right in answers(other, books.warehouse)] == [False] * 3


def test_the_picture_has_a_bar_for_each_month_by_its_sales() -> None:
    months = [(date(2026, 1, 1), Decimal(50)), (date(2026, 2, 1), Decimal(200))]
    drawn = ElementTree.fromstring(bars(months))
    heights = [float(it.get("height", "")) for it in drawn.iter("{http://www.w3.org/2000/svg}rect")]
    assert heights == [heights[1] / 4, heights[1]]
    assert "highest: 200 MXN" in "".join(drawn.itertext())


def test_every_query_is_tested() -> None:
    named = {path.stem for path in QUERIES.glob("*.sql")} - {"views"}
    text = Path(__file__).read_text()
    assert [name for name in named if f'ask("{name}"' not in text] == []
