import json
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import orjson
import pytest
from alegra_unified.values import (
    Day,
    ExactDecimal,
    JsonArray,
    JsonObject,
    JsonValue,
    MidnightMoment,
    Moment,
    Text,
    calculated,
    decimal_or_none,
    exact_decimal,
    print_moment,
)
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from alegra_api.exact_json import exact_json, print_json

from .resources.documents import any_json, digits


class Holder(BaseModel):
    amount: ExactDecimal | None = None
    day: Day | None = None
    moment: Moment | None = None
    midnight: MidnightMoment | None = None
    text: Text | None = None
    thing: JsonObject | None = None
    things: JsonArray | None = None
    anything: JsonValue | None = None


def _printed(**fields: Any) -> str:
    return orjson.dumps(Holder(**fields).model_dump(exclude_none=True)).decode()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5, "5"),
        (2**80, str(2**80)),
        ("19928.00", "19928.00"),
        (" 12.50 ", "12.50"),
        ("-0.5", "-0.5"),
        ("1e3", "1000"),
        ("1E-10", "0.0000000001"),
        (Decimal("0.0000000000"), "0.0000000000"),
        (Decimal("16746.218487"), "16746.218487"),
        ("0.30000000000000004", "0.30000000000000004"),
        ("1" + "0" * 200, "1" + "0" * 200),
    ],
)
def test_an_amount_is_read_and_printed_with_all_its_digits(value: Any, text: str) -> None:
    assert _printed(amount=value) == f'{{"amount":{text}}}'


@pytest.mark.parametrize(
    "value",
    [
        0.1,
        True,
        "",
        "1,5",
        "1.234,56",
        "1_000",
        "\uff11\uff12",
        "$5",
        "NaN",
        "Infinity",
        "-Infinity",
        "sNaN",
        "1e201",
        "1e-201",
        Decimal("9E+999999"),
        {},
        [5],
    ],
)
def test_what_is_no_finite_decimal_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="is "):
        exact_decimal(value)
    assert decimal_or_none(value) is None
    with pytest.raises(ValidationError):
        Holder(amount=value)


@given(any_json)
def test_a_decimal_is_finite_or_none(value: Any) -> None:
    number = decimal_or_none(value)
    assert number is None or number.is_finite()
    assert number is None or abs(number.adjusted()) <= 200


def test_calculations_are_exact_or_none() -> None:
    assert calculated(lambda: Decimal("0.1") + Decimal("0.2")) == Decimal("0.3")
    assert str(calculated(lambda: Decimal("1e-60") + 1)) == "1." + "0" * 59 + "1"
    assert calculated(lambda: Decimal(1) / Decimal(3)) is None
    assert calculated(lambda: Decimal("1e300") + Decimal("1e-300")) is None


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-09-05", "2026-09-05"),
        (" 2026-09-05 ", "2026-09-05"),
        ("2026-09-05 23:59:59", "2026-09-05"),
        ("2026-09-05T23:59:59-05:00", "2026-09-05"),
        ("3023-01-01", "3023-01-01"),
        (date(2026, 9, 5), "2026-09-05"),
    ],
)
def test_a_day_is_never_shifted(value: Any, day: str) -> None:
    assert _printed(day=value) == f'{{"day":"{day}"}}'
    assert _printed(midnight=value) == f'{{"midnight":"{day}T00:00:00.000Z"}}'


@pytest.mark.parametrize(
    "value",
    [
        "20260905",
        "2026-W36-1",
        "2026-09-05x",
        "05/09/2026",
        "2026-02-30",
        "0000-00-00",
        "ayer",
        "",
        0,
        20260905,
        True,
        {},
        ["x"],
    ],
)
def test_what_is_no_day_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        Holder(day=value)
    with pytest.raises(ValidationError):
        Holder(midnight=value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2026-04-23T21:03:01.000Z", "2026-04-23T21:03:01.000Z"),
        ("2026-04-23T21:03:01Z", "2026-04-23T21:03:01.000Z"),
        ("2026-04-23T21:03:01.123456Z", "2026-04-23T21:03:01.123Z"),
        ("2026-04-23T21:03:01-05:00", "2026-04-24T02:03:01.000Z"),
        (datetime(2026, 4, 23, 1, 2, 3, tzinfo=timezone.utc), "2026-04-23T01:02:03.000Z"),
    ],
)
def test_a_moment_is_printed_in_utc_to_the_millisecond(value: Any, text: str) -> None:
    assert _printed(moment=value) == f'{{"moment":"{text}"}}'


@pytest.mark.parametrize(
    "value",
    [
        "ayer",
        "now",
        "12:30",
        "2026",
        "",
        "0000-00-00",
        "2026-04-23T25:00:00Z",
        "P1D",
        "2026-01-01/2026-02-01",
        "9999-12-31T23:59:59-10:00",
        "0001-01-01T00:00:00+10:00",
        1776978181,
        Decimal("1776978181.5"),
        True,
        {},
    ],
)
def test_what_is_no_moment_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        Holder(moment=value)


@given(
    st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)),
    st.integers(-14 * 60, 14 * 60),
)
def test_a_printed_moment_is_the_same_moment_in_utc(local: datetime, minutes: int) -> None:
    moment = local.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    printed = print_moment(moment)
    assert len(printed) == len("2026-04-23T21:03:01.000Z")
    again = datetime.fromisoformat(printed.replace("Z", "+00:00"))
    assert timedelta(0) <= moment - again < timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("value", "text"),
    [("14970", "14970"), (14970, "14970"), (Decimal("12.50"), "12.50"), ("", ""), (0, "0")],
)
def test_a_text_may_come_as_a_number(value: Any, text: str) -> None:
    assert Holder(text=value).text == text


@pytest.mark.parametrize("value", [True, False, {}, [], ["a"], {"a": "b"}])
def test_what_is_no_text_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        Holder(text=value)


def test_json_text_is_parsed_without_binary_floats() -> None:
    parsed = exact_json('{"a": 0.1, "b": 1e400, "c": 5, "d": [16746.218487]}')
    assert {key: str(value) for key, value in parsed.items()} == {
        "a": "0.1",
        "b": "1E+400",
        "c": "5",
        "d": "[Decimal('16746.218487')]",
    }
    assert isinstance(parsed["c"], int)


@pytest.mark.parametrize("as_bytes", [False, True])
@pytest.mark.parametrize("escape", ["\\ud83d", "\\uDE00", "\\ude00\\ud83d"])
def test_half_a_surrogate_pair_can_be_printed_again(escape: str, as_bytes: bool) -> None:
    text = f'{{"{escape}": ["{escape}", 0.10, {{"a": null}}]}}'
    value = exact_json(text.encode() if as_bytes else text)
    printed = json.loads(orjson.dumps(print_json(value)))
    replaced = "\ufffd" * (len(escape) // 6)
    assert printed == {replaced: [replaced, 0.1, {"a": None}]}


def test_a_whole_surrogate_pair_is_one_character() -> None:
    assert exact_json('"\\ud83d\\ude00 \\u00e9"') == "😀 é"


@given(any_json)
def test_alegras_json_is_printed_again_with_the_same_digits(value: Any) -> None:
    printed = orjson.dumps(print_json(value))
    assert _plain(exact_json(printed)) == _plain(value)
    (wrapped,) = json.loads(_printed(things=[value]), parse_float=Decimal)["things"]
    assert _plain(wrapped) == _plain(value)


def _plain(value: Any) -> Any:
    """JSON in which numbers equal in value are equal, and a truth equals no number."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    is_number = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    return ("number", Decimal(value)) if is_number else value


@given(st.from_regex(r"-?(0|[1-9][0-9]{0,40})\.[0-9]{1,20}", fullmatch=True))
def test_every_digit_of_a_fraction_survives(text: str) -> None:
    (again,) = digits(_printed(things=[exact_json(text)]))["things"]
    assert again == ("number", text)
    assert digits(_printed(amount=text))["amount"] == ("number", text)
    assert digits(_printed(anything={"a": exact_json(text)}))["anything"]["a"] == ("number", text)


@pytest.mark.parametrize(
    ("field", "value"),
    [("thing", []), ("thing", "x"), ("thing", 5), ("things", {}), ("things", "x"), ("things", 5)],
)
def test_an_object_is_no_list_and_a_list_no_object(field: str, value: Any) -> None:
    with pytest.raises(ValidationError):
        Holder(**{field: value})


def test_every_type_knows_its_json_schema() -> None:
    properties = Holder.model_json_schema()["properties"]
    found = {name: of["anyOf"][0] for name, of in properties.items() if "anyOf" in of}
    moment = {
        "type": "string",
        "format": "date-time",
        "airbyte_type": "timestamp_with_timezone",
    }
    assert found["amount"] == {"type": "number"}
    assert found["day"] == {"type": "string", "format": "date"}
    assert found["moment"] == found["midnight"] == moment
    assert found["text"] == {"type": "string"}
    assert found["thing"] == {"type": "object", "additionalProperties": True}
    assert found["things"] == {"type": "array", "items": {}}
