"""A cache of PyAirbyte in DuckDB that changes no amount."""

from pathlib import Path
from typing import Any, ClassVar

import pyarrow
from airbyte._processors.sql.duckdb import DuckDBSqlProcessor
from airbyte.caches import DuckDBCache

from .rows import rows_of

_ROWS = "alegra_rows"


class _DuckDBProcessor(DuckDBSqlProcessor):
    """Loads decimals by their digits; DuckDB reads the numbers of a JSON file as binary floats."""

    def _write_files_to_new_table(self, files: list[Path], stream_name: str, batch_id: str) -> str:
        name: str = self._create_table_for_loading(stream_name, batch_id)
        types = self._get_sql_column_definitions(stream_name)
        columns = ", ".join(map(self._quote_identifier, types))
        with self.get_sql_connection() as connection:
            for path in files:
                rows = list(rows_of(path, types, self.normalizer.normalize))
                # Everything goes in as text, which DuckDB turns into the type of the column.
                texts = {column: [_text(row[column]) for row in rows] for column in types}
                schema = pyarrow.schema([(column, pyarrow.string()) for column in types])
                table = pyarrow.table(texts, schema=schema)
                connection.exec_driver_sql("register", (_ROWS, table))
                connection.exec_driver_sql(
                    f"INSERT INTO {self.sql_config.schema_name}.{name} ({columns}) "
                    f"SELECT {columns} FROM {_ROWS}"
                )
        return name


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


class ExactDuckDBCache(DuckDBCache):
    """PyAirbyte's cache, with amounts as they are.

    It is used like `airbyte.caches.DuckDBCache`, of which it takes all arguments.
    """

    _sql_processor_class: ClassVar[Any] = _DuckDBProcessor
