"""What a line of the input may hold without ending the sync, and what ends it, in one line."""

import codecs
import io
import json
from pathlib import Path
from typing import Any

import pytest
from airbyte_cdk.models import FailureType
from airbyte_cdk.utils.traced_exception import AirbyteTracedException
from requests_mock import Mocker

from alegra_api.exact_json import exact_json
from destination_alegra import messages
from destination_alegra.destination import DestinationAlegra
from destination_alegra.messages import read_messages

from .fake_books import FakeBooks
from .test_exactly_once import CONFIG, catalog, invoice, state, written


@pytest.fixture
def books(requests_mock: Mocker) -> FakeBooks:
    books = FakeBooks()
    books.serve(requests_mock)
    return books


def answers(*lines: bytes, **config: Any) -> list[Any]:
    """The answers to an input, which ends with a state of the invoices."""
    text = b"\n".join([*lines, json.dumps(state("invoices")).encode()])
    given = read_messages(io.BytesIO(text))
    return [it.json for it in DestinationAlegra().write({**CONFIG, **config}, CATALOG, given)]  # type: ignore[attr-defined]


CATALOG = catalog("invoices")
GOOD = json.dumps(invoice(1)).encode()
NO_MESSAGE = "stream (unknown), record line 2: line 2 of the input is no Airbyte message"


def nested(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


def with_value(value: bytes) -> bytes:
    data = b'{"external_id": "x", "customer_memo": %s}' % value
    return b'{"type": "RECORD", "record": {"stream": "invoices", "data": %s}}' % data


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"\xff\xfe\xfd", NO_MESSAGE),
        (b"\x00\x00", NO_MESSAGE),
        (b"{", NO_MESSAGE),
        (nested(5_000), NO_MESSAGE),
        (b'{"type": 5}', NO_MESSAGE),
        (b'{"type": ["RECORD"]}', NO_MESSAGE),
        (b'{"type": {"a": 1}}', NO_MESSAGE),
        (b'{"type": "RECORD"}', "stream (unknown), record number 2 of the input: names no stream"),
        (b'{"type": "RECORD", "record": [1]}', "names no stream"),
        (b'{"type": "RECORD", "record": "x"}', "names no stream"),
        (b'{"type": "RECORD", "record": {"stream": {}, "data": {}}}', "names no stream"),
        (b'{"type": "RECORD", "record": {"stream": "a\\nb", "data": {}}}', "stream a b is not in"),
        (b'{"type": "RECORD", "record": {"stream": "invoices", "data": [1]}}', "has no data"),
        (b'{"type": "RECORD", "record": {"stream": "invoices", "data": null}}', "has no data"),
        (with_value(nested(500)), "more than 100 arrays and objects inside each other"),
        (with_value(b"1" * 5_000), "can't be read: Exceeds the limit"),
        (with_value(b"1e99999999999999999999"), "an exponent beyond any amount"),
        (with_value(b"NaN"), "NaN, Infinity or half of a surrogate pair"),
        (with_value(b"-Infinity"), "NaN, Infinity or half of a surrogate pair"),
        (with_value(b'"\\ud83d"'), "NaN, Infinity or half of a surrogate pair"),
        (with_value(b'"\xff"'), "can't be read: 'utf-8' codec can't decode byte"),
        (with_value(b'"a\nb"'.replace(b"\n", b"\x01")), "can't be read: Invalid control character"),
        (with_value(b'{"x": "' + b"a" * 10_000_000 + b'"}'), "field customer_memo: is not a text"),
        (with_value(b"1E999999"), "field customer: is missing"),
    ],
    ids=lambda it: it[:40] if isinstance(it, bytes) else "",
)
def test_a_line_that_cannot_be_written_is_told_once_and_counted(
    books: FakeBooks, caplog: pytest.LogCaptureFixture, line: bytes, words: str
) -> None:
    (answer,) = answers(GOOD, line)
    assert answer["state"]["destinationStats"] == {"recordCount": 2, "rejectedRecordCount": 1}
    (told,) = [it for it in caplog.messages if it.startswith("Rejected")]
    assert words in told
    assert len(told) < 2_000
    assert told.isprintable()
    assert written(books) == {"order-1": 1}


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"   \t\r",
        b'{"type": "LOG", "log": {"level": "INFO", "message": "x"}}',
        b'{"type": "TRACE", "trace": 5}',
    ],
)
def test_what_is_no_record_and_no_state_is_passed_over(books: FakeBooks, line: bytes) -> None:
    (answer,) = answers(GOOD, line)
    assert answer["state"]["destinationStats"] == {"recordCount": 1, "rejectedRecordCount": 0}


def test_a_byte_order_mark_in_front_of_the_input_is_none_of_it(books: FakeBooks) -> None:
    (answer,) = answers(codecs.BOM_UTF8 + GOOD)
    assert answer["state"]["destinationStats"] == {"recordCount": 1, "rejectedRecordCount": 0}


def test_the_last_of_two_equal_keys_counts(books: FakeBooks) -> None:
    doubled = GOOD.replace(b'"due_date"', b'"due_date": "1999-01-01", "due_date"')
    (answer,) = answers(doubled)
    assert answer["state"]["destinationStats"] == {"recordCount": 1, "rejectedRecordCount": 0}
    assert books.rows("invoices")[0]["dueDate"] == "2026-12-03"


def test_a_line_longer_than_memory_should_hold_is_passed_over(
    books: FakeBooks, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "MAXIMUM_LINE_BYTES", 1_000)
    (answer,) = answers(GOOD, b"x" * 999, b"x" * 1_000, with_value(b'"%s"' % (b"x" * 3_500)))
    assert answer["state"]["destinationStats"] == {"recordCount": 4, "rejectedRecordCount": 3}
    assert [it.split()[4:6] for it in caplog.messages if it.startswith("Rejected")] == [
        ["line", f"{number}:"] for number in (2, 3, 4)
    ]


@pytest.mark.parametrize(
    "blob",
    [
        b"null",
        b'"text"',
        b"[1]",
        b"5",
        b"{}",
        b'{"stream": null}',
        b'{"stream": {"stream_descriptor": []}}',
        b'{"stream": {"stream_descriptor": {"name": 5}}}',
        b'{"data": [1]}',
        b'{"data": {"cursor": NaN}}',
        b'{"data": {"cursor": "\\ud83d"}}',
        b'{"data": {"cursor": "\xff"}}',
        b'{"data": {"cursor": %s}}' % nested(500),
    ],
    ids=lambda it: it[:40],
)
def test_a_state_that_cannot_be_understood_ends_the_sync_and_is_not_passed_on(
    books: FakeBooks, blob: bytes
) -> None:
    with pytest.raises(AirbyteTracedException, match="Line 2 of the input is a state") as error:
        answers(GOOD, b'{"type": "STATE", "state": %s}' % blob)
    assert error.value.failure_type == FailureType.system_error
    assert str(error.value.message).isprintable()
    assert written(books) == {"order-1": 1}


@pytest.mark.parametrize(
    "blob",
    [
        b'{"data": {"a": 1.50, "b": 123456789012345678901234567890}}',
        b'{"type": "GLOBAL", "stream": null, "global": {"stream_states": []}}',
        b'{"type": "LEGACY", "data": {}}',
        b'{"type": "STREAM", "stream": {"stream_descriptor": {"name": "elsewhere"}}}',
    ],
)
def test_a_state_of_any_form_comes_back_as_it_came(books: FakeBooks, blob: bytes) -> None:
    answer, _ = answers(GOOD, b'{"type": "STATE", "state": %s}' % blob)
    came_back = {key: it for key, it in answer["state"].items() if key != "destinationStats"}
    assert came_back == exact_json(blob)


def test_a_rejected_line_is_kept_as_it_came(books: FakeBooks, tmp_path: Path) -> None:
    lines = [b"{no message", with_value(b"NaN")]
    answers(*lines, rejected_records={"kind": "folder", "path": str(tmp_path)})
    (file,) = tmp_path.glob("*/*")
    assert [json.loads(line)["record"].encode() for line in file.open()] == lines
