"""The warehouses that the demo and the tests fill through PyAirbyte."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import orjson
from airbyte._processors.sql.postgres import PostgresSqlProcessor
from airbyte.caches import DuckDBCache, PostgresCache
from airbyte.caches.base import CacheBase
from airbyte.types import CONVERSION_MAP, SQLTypeConverter
from sqlalchemy import JSON, TIMESTAMP, Column, MetaData, String, Table, insert, inspect, text

from alegra_api.exact_json import exact_json, print_json

from .postgresql import DATABASE, USER, PostgresServer

SCHEMA = "books"


class _Moment(TIMESTAMP):
    """A moment with its time zone, which PyAirbyte loses when it prints the type into its SQL."""

    def __init__(self) -> None:
        super().__init__(timezone=True)

    def __str__(self) -> str:
        return "TIMESTAMP WITH TIME ZONE"


class _PostgresTypes(SQLTypeConverter):
    def __init__(self) -> None:
        super().__init__({**CONVERSION_MAP, "timestamp_with_timezone": _Moment})


class _PostgresProcessor(PostgresSqlProcessor):
    """Loads rows as they are; PyAirbyte's own loading has a data frame guess at each column.

    The guess makes numbers of texts such as an account number or the id of a department.
    """

    type_converter_class = _PostgresTypes

    def _write_files_to_new_table(self, files: list[Path], stream_name: str, batch_id: str) -> str:
        name: str = self._create_table_for_loading(stream_name, batch_id)
        types = self._get_sql_column_definitions(stream_name)
        columns = (
            # JSON goes in as text, and no decimal passes through a binary float on the way.
            Column(column, String() if isinstance(kind, JSON) else kind)
            for column, kind in types.items()
        )
        table = Table(name, MetaData(), *columns, schema=self.sql_config.schema_name)
        with self.get_sql_connection() as connection:
            for path in files:
                with gzip.open(path, "rb") as lines:
                    connection.execute(
                        insert(table), [self._row(exact_json(line), types) for line in lines]
                    )
        return name

    def _row(self, record: dict[str, Any], types: dict[str, Any]) -> dict[str, Any]:
        named = {self.normalizer.normalize(name): value for name, value in record.items()}
        return {
            column: orjson.dumps(print_json(named[column])).decode()
            if isinstance(kind, JSON) and named.get(column) is not None
            else named.get(column)
            for column, kind in types.items()
        }


class PostgresWarehouse(PostgresCache):
    """PyAirbyte's cache, with rows and types as they are."""

    _sql_processor_class: ClassVar[Any] = _PostgresProcessor


@contextmanager
def duckdb_warehouse(path: Path) -> Iterator[CacheBase]:
    """A new database in a file."""
    path.unlink(missing_ok=True)
    yield DuckDBCache(db_path=path)


@contextmanager
def postgres_warehouse() -> Iterator[CacheBase]:
    """A new database on a server of its own, which ends with the context.

    Raises:
        RuntimeError: there is no PostgreSQL here, or it does not start.
    """
    with PostgresServer() as server:
        yield PostgresWarehouse(
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
