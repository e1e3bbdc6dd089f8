"""Whatever the input of the destination holds: every record is accounted for once."""

import io
import json
import logging
from collections import Counter
from decimal import Decimal
from typing import Any

import orjson
import requests_mock
from airbyte_cdk.models import ConfiguredAirbyteCatalog, Type
from airbyte_cdk.utils.traced_exception import AirbyteTracedException
from hypothesis import given
from hypothesis import strategies as st

from alegra_api.exact_json import print_json
from alegra_unified.marker import external_id_of
from destination_alegra.catalog import WRITABLE, matching_keys
from destination_alegra.destination import DestinationAlegra
from destination_alegra.messages import JsonMessage, read_messages

from ..destination.fake_books import FakeBooks
from ..destination.test_exactly_once import CONFIG, catalog, state
from ..resources.examples import EVERY
from ..resources.mapping import COUNTRIES
from .hostile import noisy, spoiled
from .seeds import fuzzed

TOKEN = "s3cr3t-t0ken"

RECORDS = [
    (it.resource, record) for it in EVERY for record in it.records if it.resource in WRITABLE
]

PASS_THROUGH = {
    "service_id": "alegra",
    "extend_object": {"client": {"a": 1}, "items": [{"b": 2}], "date": "2026-01-01"},
    "extend_paths": [{"path": "$.items[0].c", "value": {"d": 3}}],
}


class StolidBooks(FakeBooks):
    """Books that refuse what they can't make sense of, and sort nothing but texts of days."""

    def put(self, path: str, **row: Any) -> dict[str, Any]:
        dated = isinstance(row.get("date", ""), str)
        return super().put(path, **row if dated else {**row, "date": ""})

    def _answer(self, request: Any, context: Any) -> str:
        try:
            return super()._answer(request, context)
        except (ValueError, TypeError, KeyError, AttributeError):
            context.status_code = 400
            return '{"code": 400, "message": "Datos inválidos"}'


@st.composite
def lines(draw: st.DrawFn) -> bytes:
    """One line of the input: a record or a state, more or less as it should be."""
    stream, record = draw(st.sampled_from(RECORDS))
    number = draw(st.integers(0, 5))
    data = {**orjson.loads(orjson.dumps(print_json(record))), "external_id": f"{stream}-{number}"}
    if draw(st.booleans()):
        data["pass_through"] = [PASS_THROUGH]
    message = draw(
        st.sampled_from([{"type": "RECORD", "record": {"stream": stream, "data": data}}] * 8)
        | st.sampled_from([state(stream, cursor=1), {"type": "STATE", "state": {"data": {}}}])
        | st.just({"type": "LOG", "log": {"level": "INFO", "message": "x"}})
    )
    text = draw(spoiled(message)).encode("utf-8", "surrogatepass")
    text = draw(noisy(text)) if draw(st.integers(0, 5)) == 0 else text
    return text.replace(b"\n", b" ")


def every_stream(mode: str) -> ConfiguredAirbyteCatalog:
    """A catalog of all that can be written, each stream by the first of its keys."""
    streams = []
    for name, resource in WRITABLE.items():
        assert resource.writing is not None
        key = None if mode == "append" else matching_keys(resource.writing)[0]
        streams += catalog(name, mode=mode, key=key).streams
    return ConfiguredAirbyteCatalog(streams=streams)


def is_counted(line: bytes) -> bool:
    """Whether a line is a record, or none of the messages of the protocol."""
    try:
        message = json.loads(
            line.decode("utf-8", "replace"),
            strict=False,
            parse_int=Decimal,
            parse_float=str,
            parse_constant=str,
        )
    except (ValueError, RecursionError):
        return True
    kind = message.get("type") if isinstance(message, dict) else None
    return kind == "RECORD" or kind not in [it.value for it in Type]


@fuzzed
@given(
    given=st.lists(lines(), min_size=1, max_size=8),
    mode=st.sampled_from(["append", "append_dedup", "update", "soft_delete"]),
    country=st.sampled_from(COUNTRIES),
)
def test_every_record_is_accounted_for_once(given: list[bytes], mode: str, country: str) -> None:
    told: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    books = StolidBooks(country=country)
    text = b"\n".join([*given, b'{"type": "STATE", "state": {"data": {}}}'])
    messages = read_messages(io.BytesIO(text))
    config = {**CONFIG, "api_token": TOKEN}
    states, failure = [], None
    logging.getLogger("airbyte").addHandler(handler)
    try:
        with requests_mock.Mocker() as mocker:
            books.serve(mocker)
            for answer in DestinationAlegra().write(config, every_stream(mode), messages):
                assert isinstance(answer, JsonMessage)
                assert answer.json is not None
                states.append(answer.json["state"]["destinationStats"])
    except AirbyteTracedException as error:
        failure = error
    finally:
        logging.getLogger("airbyte").removeHandler(handler)
    if failure is None:
        counted = [line for line in given if line.strip() and is_counted(line)]
        assert sum(it["recordCount"] for it in states) == len(counted)
        rejected = sum(it.startswith("Rejected: ") for it in told)
        assert sum(it["rejectedRecordCount"] for it in states) == rejected
    else:
        assert "of the input is a state that can't be passed on" in str(failure.message)
        assert str(failure.message).isprintable()
    assert all(len(it) < 6_000 and TOKEN not in it for it in told)
    assert all(it.isprintable() for it in told if it.startswith("Rejected: "))
    # One contact may be a customer and a supplier.
    for path in books.tables.keys() - {"contacts"}:
        table = books.tables[path]
        written = Counter(external_id_of(row) for row in table.values() if external_id_of(row))
        assert all(count == 1 for count in written.values()), path
