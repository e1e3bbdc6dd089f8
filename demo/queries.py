"""The documented queries, run over a warehouse, and what the company's own records add up to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from airbyte.caches import DuckDBCache
from airbyte.caches.base import CacheBase

from alegra_sandbox.process import SandboxProcess

QUERIES = Path(__file__).parent.parent / "docs" / "queries"

Row = dict[str, Any]


def prepare(cache: CacheBase) -> None:
    """Make the views that the queries stand on; DuckDB needs a macro for them besides."""
    with cache.get_sql_engine().begin() as connection:
        connection.exec_driver_sql(f"SET search_path = '{cache.schema_name}'")
        if isinstance(cache, DuckDBCache):
            connection.exec_driver_sql(
                "CREATE OR REPLACE MACRO json_array_elements(list) AS unnest(CAST(list AS JSON[]))"
            )
        connection.exec_driver_sql((QUERIES / "views.sql").read_text())


def ask(cache: CacheBase, name: str, replaced: Mapping[str, str] | None = None) -> list[Row]:
    """The rows of a query.

    Args:
        cache: the warehouse, with the views.
        name: of the file, without its ending.
        replaced: new texts for what the person who runs the query may change in it.
    """
    query = (QUERIES / f"{name}.sql").read_text()
    for old, new in (replaced or {}).items():
        query = query.replace(old, new)
    with cache.get_sql_engine().connect() as connection:
        connection.exec_driver_sql(f"SET search_path = '{cache.schema_name}'")
        return [dict(row) for row in connection.exec_driver_sql(query).mappings()]


def answers(sandbox: SandboxProcess, cache: CacheBase) -> Iterator[tuple[str, bool]]:
    """Three questions that people ask their books: the answer, and whether it is the truth."""
    prepare(cache)
    months = {row["month"]: row["net_sales"] for row in ask(cache, "sales_by_month")}
    month = max(months)
    yield (
        f"Net sales of {month:%Y-%m}, invoices + debit notes - credit notes: {months[month]:,.2f}",
        months == sales_by_month(sandbox),
    )
    stock = {row["item_id"]: row for row in ask(cache, "stock_by_item")}
    most = max(stock.values(), key=lambda row: Decimal(row["counted"]))
    yield (
        f"Stock of {len(stock)} items by their movements; most of {most['item_name']}: "
        f"{most['adjusted']:,.0f} adjusted + {most['bought']:,.0f} bought "
        f"- {most['sold']:,.0f} sold = {most['counted']:,.0f}",
        {item: row["counted"] for item, row in stock.items()} == stock_by_item(sandbox),
    )
    accounts = {row["ledger_account_id"]: row for row in ask(cache, "trial_balance")}
    balance = sum(row["balance"] for row in accounts.values())
    yield (
        f"Trial balance of {len(accounts)} accounts: "
        f"{sum(row['debit'] for row in accounts.values()):,.2f} debit, "
        f"{sum(row['credit'] for row in accounts.values()):,.2f} credit, {balance:,.2f} between",
        balance == 0
        and {account: [row["debit"], row["credit"]] for account, row in accounts.items()}
        == trial_balance(sandbox),
    )


# The truth, from Alegra's own records and by no code of the connectors. Ids are texts or numbers.


def sales_by_month(sandbox: SandboxProcess) -> dict[date, Decimal]:
    """Net sales in the company's currency: invoices and debit notes, less credit notes."""
    sums: dict[date, Decimal] = defaultdict(Decimal)
    for resource, sign in (("invoices", 1), ("income-debit-notes", 1), ("credit-notes", -1)):
        for row in issued(sandbox.truth(resource)):
            for line in lines(row):
                sums[month_of(row)] += sign * net(line) * rate(row)
    return sums


def stock_by_item(sandbox: SandboxProcess) -> dict[str, Decimal]:
    """What is left of each item that is kept in stock."""
    return {
        str(row["id"]): amount(row["inventory"]["availableQuantity"])
        for row in sandbox.truth("items")
        if "inventory" in row
    }


def trial_balance(sandbox: SandboxProcess) -> dict[str, list[Decimal]]:
    """Debits and credits of each ledger account, without what is void."""
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(), Decimal()])
    for row in sandbox.truth("journals/entries"):
        if row["status"] == "open":
            account = sums[str(row["category"]["id"])]
            account[0] += amount(row["debit"])
            account[1] += amount(row["credit"])
    return sums


def amount(value: Any) -> Decimal:
    """An amount as Alegra sends it; none is zero."""
    return Decimal(str(value or 0))


def issued(rows: Iterable[Row]) -> list[Row]:
    """Documents that count; supplier's notes have no status."""
    return [row for row in rows if (row.get("status") or "open") in ("open", "closed")]


def lines(row: Row) -> list[Row]:
    """Those on items and those on accounts, at the top or under ``purchases``."""
    lists = row.get("purchases") or row
    return [*(lists.get("items") or []), *(lists.get("categories") or [])]


def taxes(line: Row) -> list[Row]:
    """The taxes of a line."""
    return list(line.get("tax") or [])


def net(line: Row) -> Decimal:
    """The total of a line, without its taxes."""
    return amount(line["total"]) - sum((amount(it["amount"]) for it in taxes(line)), Decimal())


def rate(row: Row) -> Decimal:
    """What the document's currency is worth in the company's own."""
    currency = row.get("currency")
    return amount(currency["exchangeRate"]) if currency else Decimal(1)


def month_of(row: Row) -> date:
    """The first day of the document's month."""
    return date.fromisoformat(row["date"][:10]).replace(day=1)
