"""A cache of PyAirbyte in PostgreSQL that changes no value and no type."""

from pathlib import Path
from typing import Any, ClassVar

from airbyte._processors.sql.postgres import PostgresSqlProcessor
from airbyte.caches import PostgresCache
from airbyte.types import CONVERSION_MAP, SQLTypeConverter
from sqlalchemy import JSON, TIMESTAMP, Column, MetaData, String, Table, insert

from .rows import rows_of


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
                rows = rows_of(path, types, self.normalizer.normalize)
                connection.execute(insert(table), list(rows))
        return name


class ExactPostgresCache(PostgresCache):
    """PyAirbyte's cache, with rows and types as they are.

    It is used like `airbyte.caches.PostgresCache`, of which it takes all arguments.
    """

    _sql_processor_class: ClassVar[Any] = _PostgresProcessor
