"""The warehouses that the demo and the tests fill through PyAirbyte."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from airbyte.caches.base import CacheBase
from sqlalchemy import inspect, text

from alegra_warehouses import ExactDuckDBCache, ExactPostgresCache

from .postgresql import DATABASE, USER, PostgresServer

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


def rows_of(cache: CacheBase, table: str) -> list[dict[str, Any]]:
    """The rows of a table; none before the table is there."""
    engine = cache.get_sql_engine()
    if not inspect(engine).has_table(table, schema=cache.schema_name):
        return []
    with engine.connect() as connection:
        found = connection.execute(text(f'SELECT * FROM "{cache.schema_name}"."{table}"'))
        return [dict(row) for row in found.mappings()]
