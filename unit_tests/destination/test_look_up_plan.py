"""What is cheaper: look-ups or lists."""

import pytest

from destination_alegra.look_up_plan import LookUpPlan, price_of


@pytest.mark.parametrize(
    ("rows", "requests"),
    [(0, 1), (29, 1), (30, 2), (31, 2), (60, 3), (1_200, 41), (3_000, 101), (None, 334)],
)
def test_a_list_costs_its_full_pages_and_one_more(rows: int | None, requests: int) -> None:
    assert price_of(rows) == requests


@pytest.mark.parametrize(
    ("look_ups", "pages", "made", "is_by_look_ups"),
    [
        (1, 1, 0, True),
        (2, 1, 0, False),
        (50, 101, 0, True),
        (102, 101, 0, False),
        (5, 101, 96, True),
        (5, 101, 97, False),
        (0, 0, 0, True),
        (0, 1, 7, True),
        (1, 0, 0, False),
    ],
    ids=[
        "one value needs no size",
        "a size may be worth it",
        "fewer values than pages",
        "more values than pages",
        "earlier look-ups count",
        "past the price of the list it is read",
        "nothing to ask",
        "nothing more to ask",
        "the lists are read already",
    ],
)
def test_the_cheaper_way_is_taken(
    look_ups: int, pages: int, made: int, is_by_look_ups: bool
) -> None:
    assert LookUpPlan(look_ups, pages, made).is_by_look_ups == is_by_look_ups


def test_a_plan_is_told_in_one_line() -> None:
    assert str(LookUpPlan(5, 101)) == "5 look-ups instead of 101 pages"
    assert str(LookUpPlan(600, 21)) == "21 pages instead of 600 look-ups"
    assert str(LookUpPlan(1, 1)) == "1 look-up instead of 1 page"
