"""Through PyAirbyte into real warehouses, and from one of them into another company's books."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

# PyAirbyte asks a registry and reports usage unless it is told not to before it is imported.
os.environ.update(AIRBYTE_OFFLINE_MODE="1", DO_NOT_TRACK="1")

import airbyte
import pytest
from airbyte.caches.base import CacheBase
from airbyte.results import ReadResult
from airbyte.strategies import WriteStrategy
from sqlalchemy import text

from alegra_sandbox.process import SandboxProcess
from alegra_unified.company import Company
from alegra_unified.marker import external_id_of
from alegra_unified.registry import RESOURCES
from demo.comparison import compare, truth_of
from demo.warehouses import (
    account_of,
    by_strategy,
    duckdb_warehouse,
    postgres_warehouse,
    read_into,
    rows_of,
    settings_of,
)
from source_alegra.schema import json_schema

from .conftest import Start
from .runner import DESTINATION

TODAY = date(2026, 10, 1)


@pytest.fixture(params=["duckdb", "postgres"])
def cache(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CacheBase]:
    with ExitStack() as stack:
        made = (
            duckdb_warehouse(tmp_path / "books.duckdb")
            if request.param == "duckdb"
            else postgres_warehouse()
        )
        yield stack.enter_context(made)


def read(sandbox: SandboxProcess, cache: CacheBase, *streams: str) -> list[ReadResult]:
    """Read streams, all if none is named: what is merged, and what is replaced."""
    return [
        read_into(cache, settings_of(sandbox), names, strategy)
        for names, strategy in by_strategy(streams or RESOURCES)
        if names
    ]


def assert_equal(sandbox: SandboxProcess, cache: CacheBase) -> None:
    company = Company.from_alegra(next(iter(sandbox.truth("company"))))
    compared = {
        name: compare(it, company, truth_of(sandbox, it), rows_of(cache, name))
        for name, it in RESOURCES.items()
    }
    assert {name: it.differences for name, it in compared.items() if not it.equal} == {}
    assert all(it.rows for it in compared.values())


def test_two_syncs_equal_the_truth_row_by_row(start: Start, cache: CacheBase) -> None:
    sandbox = start(size=600, today=TODAY)
    read(sandbox, cache)
    assert_equal(sandbox, cache)
    first = len(rows_of(cache, "invoices"))
    sandbox.advance(20)
    sandbox.reset_audit()
    again, _ = read(sandbox, cache)
    assert_equal(sandbox, cache)
    assert len(rows_of(cache, "invoices")) > first
    changing, _ = next(by_strategy(RESOURCES))
    assert again.processed_records < sum(len(rows_of(cache, name)) for name in changing)


def test_an_amount_of_fifteen_digits_and_six_decimals_is_loaded_as_it_is(
    start: Start, cache: CacheBase
) -> None:
    sandbox = start(size=300, today=TODAY, country="CO")
    read(sandbox, cache, "journal_entry_lines")
    truth = {str(row["id"]): row["debit"] for row in sandbox.truth("journals/entries")}
    assert {row["id"]: row["debit"] for row in rows_of(cache, "journal_entry_lines")} == truth
    # DuckDB's own reading of JSON would change such a one.
    assert any(Decimal(float(it * 10**9)) != it * 10**9 for it in map(Decimal, truth.values()))


_POSTGRES = {
    "number": "numeric",
    "integer": "bigint",
    "boolean": "boolean",
    "array": "json",
    "object": "json",
    "date": "date",
    "date-time": "timestamp with time zone",
    "string": "character varying",
}


def test_columns_of_postgresql_have_the_types_of_the_models(start: Start) -> None:
    sandbox = start(size=100, today=TODAY)
    with postgres_warehouse() as cache:
        read(sandbox, cache)
        with cache.get_sql_engine().connect() as connection:
            found = connection.execute(
                text(
                    "SELECT table_name, column_name, data_type FROM information_schema.columns "
                    f"WHERE table_schema = '{cache.schema_name}'"
                )
            )
            types = {(table, column): kind for table, column, kind in found}
    wanted = {
        (name, field): _POSTGRES[_kind(schema)]
        for name, resource in RESOURCES.items()
        for field, schema in json_schema(resource, include_raw=False)["properties"].items()
    }
    assert {key: types.get(key) for key in wanted} == wanted
    assert types["invoices", "total"] == "numeric"
    assert types["invoices", "invoice_date"] == "date"
    assert types["invoices", "observed_at"] == "timestamp with time zone"


def test_records_go_from_the_warehouse_into_other_books_once(
    start: Start, cache: CacheBase
) -> None:
    old, new = start(size=300, today=TODAY), start(size=40, today=TODAY, seed=12)
    (held,) = read(old, cache, "customers", "departments")
    config = {
        **account_of(new),
        "read_after_write_delay_seconds": 0,
        "external_id_field": "id",
    }
    for _ in range(2):
        destination = airbyte.get_destination(
            "destination-alegra", config=config, local_executable=DESTINATION
        )
        destination.write(held, write_strategy=WriteStrategy.APPEND, cache=None, state_cache=False)
    written = [external_id_of(it) for it in new.truth("contacts")]
    marks = [it for it in written if it is not None]
    assert sorted(marks) == sorted(str(row["id"]) for row in rows_of(cache, "customers"))
    assert len(marks) == len(set(marks)) > 5
    names = [it["name"] for it in new.truth("cost-centers")]
    assert len(names) == len(set(names))


def _kind(schema: dict[str, Any]) -> str:
    kind = schema["type"]
    kinds = [it for it in kind if it != "null"] if isinstance(kind, list) else [kind]
    return str(schema.get("format", kinds[0]) if kinds == ["string"] else kinds[0])
