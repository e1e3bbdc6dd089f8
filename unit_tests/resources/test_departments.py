from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alegra_unified.resources.departments import DEPARTMENTS

from .documents import MEXICAN, assert_anything_is_read, digits, emitted, emitted_text, understood


def _record(**changes: Any) -> dict[str, Any]:
    record = {
        "id": 4,
        "code": "NTE",
        "name": "Norte",
        "description": "Sucursales del norte",
        "status": "active",
    }
    return {**record, **changes}


def test_a_cost_center() -> None:
    sent = """{
 "id": 4,
 "code": "NTE",
 "name": "Norte",
 "description": "Sucursales del norte",
 "status": "active"
}"""
    expected = """{
 "id": "4",
 "alegra": {"status": "active", "description": "Sucursales del norte"},
 "downstream_id": "4",
 "display_id": "NTE",
 "name": "Norte",
 "code": "NTE",
 "status": "active"
}"""
    assert digits(emitted_text(DEPARTMENTS, sent, MEXICAN)) == digits(expected)


@pytest.mark.parametrize(
    ("sent", "code", "shown"),
    [("NTE", "NTE", "NTE"), (100, "100", "100"), ("", None, "4"), (None, None, "4")],
)
def test_without_a_code_the_id_is_displayed(sent: Any, code: str | None, shown: str) -> None:
    data = understood(DEPARTMENTS, _record(code=sent))
    assert (data["code"], data["display_id"]) == (code, shown)


@pytest.mark.parametrize(
    ("word", "unified"),
    [
        ("active", "active"),
        ("inactive", "inactive"),
        # The unified department knows no `archived`.
        ("deleted", None),
        ("suspended", None),
        (None, None),
    ],
)
def test_status_vocabulary(word: str | None, unified: str | None) -> None:
    data = understood(DEPARTMENTS, _record(status=word))
    assert data["status"] == unified
    assert data["alegra"].get("status") == word


def test_a_broken_value_is_null_and_reported() -> None:
    data, problems = emitted(DEPARTMENTS, _record(name={"es": "Norte"}, description=["?"]))
    assert (data["id"], data["name"]) == ("4", None)
    assert {problem.field for problem in problems} == {"name", "alegra.description"}
    values = {each["field"]: each["value"] for each in data["alegra"]["unread"]}
    assert values == {"name": {"es": "Norte"}, "alegra.description": ["?"]}


def test_an_empty_object_for_a_text_is_nothing() -> None:
    data = understood(DEPARTMENTS, _record(description={}, code=[]))
    assert (data["code"], "description" in data["alegra"]) == (None, False)


@given(st.data())
def test_any_json_in_any_place_is_read_and_the_id_survives(data: st.DataObject) -> None:
    assert_anything_is_read(DEPARTMENTS, _record(), data, MEXICAN)
