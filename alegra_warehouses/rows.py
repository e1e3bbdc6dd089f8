"""The rows of a file that PyAirbyte has written, as they are."""

import gzip
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import JSON

from alegra_api.exact_json import exact_json, print_json


def rows_of(
    path: Path, types: Mapping[str, Any], normalized: Callable[[str], str]
) -> Iterator[dict[str, Any]]:
    """Each record by column, with exact decimals; objects and lists as the text of their JSON.

    Args:
        path: one file, compressed, with a record a line.
        types: the columns and their types.
        normalized: the name of a field's column.
    """
    with gzip.open(path, "rb") as lines:
        for line in lines:
            record = {normalized(name): value for name, value in exact_json(line).items()}
            yield {
                column: orjson.dumps(print_json(record[column])).decode()
                if isinstance(kind, JSON) and record.get(column) is not None
                else record.get(column)
                for column, kind in types.items()
            }
