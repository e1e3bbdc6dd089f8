import copy
from decimal import Decimal
from typing import Any

import pytest
from alegra_unified.shapes import (
    Unreadable,
    each,
    filled,
    inside,
    is_empty,
    linked,
    objects,
    total,
)
from hypothesis import given
from hypothesis import strategies as st

from .resources.documents import any_json


@pytest.mark.parametrize("value", [None, "", {}, []])
def test_alegra_says_nothing_in_four_ways(value: Any) -> None:
    assert is_empty(value)
    assert filled(value) is None


@pytest.mark.parametrize("value", [0, False, Decimal("0"), "0", " ", [None], {"a": None}])
def test_zero_and_false_are_something(value: Any) -> None:
    assert not is_empty(value)
    assert filled(value) is value


@pytest.mark.parametrize(
    ("record", "path", "value"),
    [
        ({"a": {"b": 5}}, ("a", "b"), 5),
        ({"a": {"b": {"c": "x"}}}, ("a", "b", "c"), "x"),
        ({"a": [{"b": 5}, {"b": 6}]}, ("a", "b"), 5),
        ([{"a": 5}], ("a",), 5),
        ({"a": {"b": 0}}, ("a", "b"), 0),
        ({"a": {"b": False}}, ("a", "b"), False),
        ({"a": {"b": ""}}, ("a", "b"), None),
        ({"a": {"b": []}}, ("a", "b"), None),
        ({"a": {}}, ("a", "b"), None),
        ({"a": []}, ("a", "b"), None),
        ({"a": None}, ("a", "b"), None),
        ({"a": [None]}, ("a", "b"), None),
        ({}, ("a", "b"), None),
        (None, ("a",), None),
        ({"a": "x"}, ("a", "b"), Unreadable("x")),
        ({"a": 0}, ("a", "b"), Unreadable(0)),
        ({"a": ["x"]}, ("a", "b"), Unreadable("x")),
        ({"a": "x"}, ("a", "b", "c"), Unreadable("x")),
        (Unreadable("x"), ("a",), Unreadable("x")),
        ({"a": Unreadable("x")}, ("a", "b"), Unreadable("x")),
        ({"a": 5}, (), {"a": 5}),
    ],
)
def test_a_way_inside_ends_at_a_value_at_nothing_or_at_the_unreadable(
    record: Any, path: tuple[str, ...], value: Any
) -> None:
    assert inside(record, *path) == value


@given(any_json, st.lists(st.sampled_from(["id", "name", "items", ""]), max_size=4))
def test_any_way_inside_any_json_ends(value: Any, path: list[str]) -> None:
    before = copy.deepcopy(value)
    found = inside(value, *path)
    assert found is None or not is_empty(found)
    assert value == before


def test_each_object_of_a_list_is_read_and_others_keep_their_places() -> None:
    found = each([{"a": 1}, "x", {"a": 2}, None], lambda item: item["a"])
    assert found == [1, Unreadable("x"), 2, Unreadable(None)]


@pytest.mark.parametrize("value", [None, "", {}, []])
def test_each_of_nothing_is_none(value: Any) -> None:
    assert each(value, lambda item: item) is None


@pytest.mark.parametrize("value", ["x", 5, {"0": {"a": 1}}, True])
def test_each_of_no_list_is_unreadable(value: Any) -> None:
    assert each(value, lambda item: item) == Unreadable(value)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ([{"a": 1}, "x", {}, None, [{}]], [{"a": 1}, {}]),
        ([], []),
        ({"a": 1}, []),
        ("x", []),
        (None, []),
    ],
)
def test_the_objects_of_a_list(value: Any, found: list[Any]) -> None:
    assert objects(value) == found


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (["0.1", "0.2"], "0.3"),
        ([Decimal("0.10"), 2], "2.10"),
        (["1e-30", 10**30], "1" + "0" * 30 + "." + "0" * 29 + "1"),
        ([0], "0"),
        ([], None),
        ([1, None], None),
        (["1", "?"], None),
        ([1, True], None),
        ([1, 0.5], None),
    ],
)
def test_a_sum_is_exact_and_has_no_holes(numbers: list[Any], expected: str | None) -> None:
    found = total(numbers)
    assert (None if found is None else str(found)) == expected


@given(st.lists(any_json, max_size=5))
def test_the_sum_of_anything_is_a_finite_number_or_none(numbers: list[Any]) -> None:
    found = total(iter(numbers))
    assert found is None or found.is_finite()


def test_an_embedded_object_in_which_nothing_is_known_is_none() -> None:
    assert linked({"id": None, "name": None}) is None
    assert linked({}) is None
    assert linked({"id": 0, "name": None}) == {"id": 0, "name": None}
    assert linked({"id": Unreadable("x")}) == {"id": Unreadable("x")}


def test_a_linked_object_is_another_object() -> None:
    record = {"id": 1}
    found = linked(record)
    assert found == record
    assert found is not record
