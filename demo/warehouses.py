"""The warehouses that the demo and the tests fill through PyAirbyte."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import airbyte
from airbyte.caches.base import CacheBase
from airbyte.strategies import WriteStrategy
from sqlalchemy import inspect, text

from alegra_sandbox.process import SandboxProcess
from alegra_unified.registry import RESOURCES
from alegra_warehouses import ExactDuckDBCache, ExactPostgresCache

from .postgresql import DATABASE, USER, PostgresServer

SOURCE = Path(sys.executable).with_name("source-alegra")
SCHEMA = "books"
OUTPUT = Path("demo-output")
"""Where the demo leaves its files."""


@contextmanager
def duckdb_warehouse(path: Path) -> Iterator[CacheBase]:
    """A new database in a file."""
    path.unlink(missing_ok=True)
    yield ExactDuckDBCache(db_path=path, cache_dir=path.with_name("loading"))


@contextmanager
def postgres_warehouse() -> Iterator[CacheBase]:
    """A new database on a server of its own, which ends with the context.

    Raises:
        RuntimeError: there is no PostgreSQL here, or it does not start.
    """
    with PostgresServer() as server:
        yield ExactPostgresCache(
            host="127.0.0.1",
            port=server.port,
            username=USER,
            password="",
            database=DATABASE,
            schema_name=SCHEMA,
        )


def account_of(sandbox: SandboxProcess) -> dict[str, Any]:
    """What both connectors have to be told of a simulated company."""
    return {"email": sandbox.email, "api_token": sandbox.token, "api_url": sandbox.url}


def settings_of(sandbox: SandboxProcess) -> dict[str, Any]:
    """How the source reads a simulated company, of which days pass in seconds of this clock."""
    return {**account_of(sandbox), "open_documents_hours": 0}


def by_strategy(streams: Iterable[str]) -> Iterator[tuple[list[str], WriteStrategy]]:
    """Streams whose changes a cursor tells, to be merged; and the others, to be replaced."""
    asked = list(streams)
    changing = [name for name in asked if RESOURCES[name].strategy.cursor_field]
    yield changing, WriteStrategy.MERGE
    yield [name for name in asked if name not in changing], WriteStrategy.REPLACE


def read_into(
    cache: CacheBase, settings: Mapping[str, Any], streams: list[str], strategy: WriteStrategy
) -> airbyte.ReadResult:
    """Read streams into a warehouse: what changed, or where tables are replaced, everything."""
    source = airbyte.get_source(
        "source-alegra", config=dict(settings), local_executable=SOURCE, streams=streams
    )
    return source.read(
        cache,
        write_strategy=strategy,
        force_full_refresh=strategy is WriteStrategy.REPLACE,
    )


def rows_of(cache: CacheBase, table: str) -> list[dict[str, Any]]:
    """The rows of a table; none before the table is there."""
    engine = cache.get_sql_engine()
    if not inspect(engine).has_table(table, schema=cache.schema_name):
        return []
    with engine.connect() as connection:
        found = connection.execute(text(f'SELECT * FROM "{cache.schema_name}"."{table}"'))
        return [dict(row) for row in found.mappings()]
