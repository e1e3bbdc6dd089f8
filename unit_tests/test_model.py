import copy
from decimal import Decimal
from typing import Any, Literal

import orjson
import pytest
from alegra_unified.model import (
    AlegraExtras,
    Part,
    ReadProblem,
    UnifiedRecord,
    read_leniently,
)
from alegra_unified.shapes import Unreadable
from alegra_unified.values import Day, ExactDecimal, JsonObject, Text
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from alegra_api.exact_json import exact_json

from .resources.documents import any_json


class Line(Part):
    amount: ExactDecimal | None = None
    kind: Literal["item", "account"] | None = None


class Extras(AlegraExtras):
    color: Text | None = None
    stamp: JsonObject | None = None


class Thing(UnifiedRecord):
    name: Text | None = None
    day: Day | None = None
    line: Line | None = None
    lines: list[Line] | None = None
    alegra: Extras | None = None


def _read(**fields: Any) -> tuple[dict[str, Any], list[ReadProblem]]:
    record, problems = read_leniently(Thing, fields)
    printed: dict[str, Any] = exact_json(orjson.dumps(record.as_json()))
    return printed, problems


def test_every_top_level_field_is_printed_and_nested_nulls_are_not() -> None:
    printed, problems = _read(id=5, line={"amount": "1.50", "kind": None}, lines=[{}])
    assert problems == []
    assert printed == {
        "id": "5",
        "alegra": None,
        "name": None,
        "day": None,
        "line": {"amount": Decimal("1.50")},
        "lines": [{}],
    }


def test_a_broken_field_is_null_named_and_kept() -> None:
    printed, problems = _read(id=5, name=["Eva"], day="ayer", alegra={"color": "rojo"})
    assert (printed["id"], printed["name"], printed["day"]) == ("5", None, None)
    assert printed["alegra"]["color"] == "rojo"
    assert [(each["field"], each["value"]) for each in printed["alegra"]["unread"]] == [
        ("name", ["Eva"]),
        ("day", "ayer"),
    ]
    assert [problem.field for problem in problems] == ["name", "day"]


def test_the_reason_is_told_in_words() -> None:
    printed, (problem,) = _read(line={"amount": "mucho"})
    assert problem == ReadProblem("line.amount", "is not a decimal number")
    assert printed["alegra"]["unread"] == [
        {"field": "line.amount", "value": "mucho", "reason": "is not a decimal number"}
    ]


def test_an_unreadable_value_is_kept_without_its_wrapping() -> None:
    printed, problems = _read(name=Unreadable({"a": Decimal("0.10")}))
    assert [problem.field for problem in problems] == ["name"]
    assert str(printed["alegra"]["unread"][0]["value"]["a"]) == "0.10"


def test_in_a_list_a_broken_element_keeps_its_place() -> None:
    printed, problems = _read(lines=[Unreadable("x"), {"amount": 1}, {"amount": "?", "kind": "y"}])
    assert printed["lines"] == [{}, {"amount": 1}, {}]
    assert [problem.field for problem in problems] == ["lines.0", "lines.2.amount", "lines.2.kind"]


def test_a_broken_whole_is_null() -> None:
    printed, problems = _read(line="x", lines={"0": {}})
    assert (printed["line"], printed["lines"]) == (None, None)
    assert {each["field"]: each["value"] for each in printed["alegra"]["unread"]} == {
        "line": "x",
        "lines": {"0": {}},
    }
    assert len(problems) == 2


def test_a_broken_value_under_alegra_is_reported_beside_it() -> None:
    printed, problems = _read(id=5, alegra={"status": "open", "color": {}, "stamp": "x"})
    assert [problem.field for problem in problems] == ["alegra.color", "alegra.stamp"]
    assert printed["alegra"]["status"] == "open"
    assert "color" not in printed["alegra"]
    assert [each["value"] for each in printed["alegra"]["unread"]] == [{}, "x"]


def test_a_broken_id_is_null_and_reported() -> None:
    printed, problems = _read(id={"a": 1}, name="Eva")
    assert (printed["id"], printed["name"]) == (None, "Eva")
    assert [problem.field for problem in problems] == ["id"]


@pytest.mark.parametrize("fields", [{"nmae": "Eva"}, {"line": {"price": 1}}, {"alegra": {"x": 1}}])
def test_a_field_that_the_model_does_not_have_is_an_error_of_the_mapping(
    fields: dict[str, Any],
) -> None:
    with pytest.raises(ValidationError, match="extra"):
        read_leniently(Thing, fields)


def test_a_record_does_not_change() -> None:
    record, _ = read_leniently(Thing, {"id": 5})
    with pytest.raises(ValidationError, match="frozen"):
        record.name = "Eva"


_fields = st.fixed_dictionaries(
    {"id": st.integers() | st.text()},
    optional={
        "name": any_json,
        "day": any_json,
        "line": any_json | st.fixed_dictionaries({"amount": any_json, "kind": any_json}),
        "lines": any_json | st.lists(st.fixed_dictionaries({"amount": any_json}), max_size=3),
        "alegra": st.fixed_dictionaries({"color": any_json, "stamp": any_json}),
    },
)


def _only_known_keys(fields: dict[str, Any]) -> bool:
    lines = fields.get("lines")
    parts = [fields.get("line"), *(lines if isinstance(lines, list) else [])]
    return all(set(part) <= set(Line.model_fields) for part in parts if isinstance(part, dict))


@given(_fields.filter(_only_known_keys))
def test_what_is_read_or_reported_is_all_there_was(fields: dict[str, Any]) -> None:
    sent = copy.deepcopy(fields)
    printed, problems = _read(**fields)
    assert printed["id"] == str(sent["id"])
    unread = {each["field"]: each for each in (printed["alegra"] or {}).get("unread", [])}
    assert list(unread) == [problem.field for problem in problems]
    for field in ("name", "day"):
        if printed[field] is None:
            assert (field in unread) is (sent.get(field) is not None)
    if printed["line"] is None:
        assert ("line" in unread) is (sent.get("line") is not None)
