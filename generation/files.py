"""Which files are generated, and what stands in them."""

import re
from pathlib import Path
from typing import Any

import orjson
from airbyte_cdk.models import ConnectorSpecificationSerializer

from destination_alegra import config as destination
from source_alegra import config as source

from .catalog import configured_catalog
from .countries import addresses_table, editions_table, requirements_table
from .documents import data_model, objects_table, probe_table, streams_page, streams_table

ROOT = Path(__file__).parent.parent


def generated() -> dict[Path, str]:
    """The text of each generated file, of some pages their generated parts."""
    readme = ROOT / "README.md"
    text = _with_streams(readme.read_text(), "docs/streams.md")
    pages = ROOT / "docs" / "integrations"
    source_page = pages / "sources" / "alegra.md"
    destination_page = pages / "destinations" / "alegra.md"
    countries = ROOT / "docs" / "countries.md"
    probe_page = ROOT / "docs" / "probe.md"
    return {
        countries: _with_countries(countries.read_text()),
        readme: _with_part(text, "data model", data_model()),
        source_page: _with_streams(source_page.read_text()),
        destination_page: _with_part(destination_page.read_text(), "objects", objects_table()),
        ROOT / "docs" / "streams.md": streams_page(),
        probe_page: _with_part(probe_page.read_text(), "questions", probe_table()),
        ROOT / "integration_tests" / "configured_catalog.json": _indented(configured_catalog()),
        ROOT / "source_alegra" / "spec.json": _json(source.connector_specification()),
        ROOT / "destination_alegra" / "spec.json": _json(destination.connector_specification()),
    }


def _with_streams(text: str, page: str | None = None) -> str:
    text = _with_part(text, "unified streams", streams_table(native=False, page=page))
    return _with_part(text, "native streams", streams_table(native=True, page=page))


def _with_countries(text: str) -> str:
    text = _with_part(text, "editions", editions_table())
    text = _with_part(text, "requirements", requirements_table())
    return _with_part(text, "addresses", addresses_table())


def _json(specification: Any) -> str:
    printed = ConnectorSpecificationSerializer.dump(specification)
    kept = {key: it for key, it in printed.items() if it is not None}
    return _indented(kept)


def _indented(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n"


def _with_part(text: str, name: str, part: str) -> str:
    """The text with what stands between two marks replaced.

    Raises:
        ValueError: the marks are not there.
    """
    begin, end = f"<!-- generated: {name} -->", f"<!-- end of {name} -->"
    pattern = re.compile(f"{re.escape(begin)}.*{re.escape(end)}", re.DOTALL)
    if not pattern.search(text):
        raise ValueError(f"the text has no place for the generated part {name!r}")
    return pattern.sub(lambda _: f"{begin}\n\n{part}\n\n{end}", text)
