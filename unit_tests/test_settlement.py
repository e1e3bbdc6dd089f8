from decimal import Decimal
from typing import Any

import pytest
from alegra_unified.settlement import (
    amount_left,
    bill_credit_status,
    credit_status,
    is_draft_or_open,
    settlement_status,
)
from hypothesis import given
from hypothesis import strategies as st

from .resources.documents import any_json

_AMOUNTS = ("total", "totalPaid", "totalApplied", "balance")


@pytest.mark.parametrize(
    ("total", "paid", "balance", "status"),
    [
        (100, 0, 100, "authorised"),
        (100, 0, "100.000", "authorised"),
        (100, 1, 99, "partially_paid"),
        (100, 0, 60, "partially_paid"),
        (100, 100, 0, "paid"),
        (0, 0, 0, "paid"),
        (100, "?", 60, "partially_paid"),
        (100, 0, 120, "authorised"),
        (100, 5, 120, None),
        (100, 110, -10, None),
        (100, 40, None, "partially_paid"),
        (100, 100, None, "paid"),
        (100, None, None, None),
        (None, None, 60, None),
        (None, None, 0, "paid"),
        ("?", 0, 60, None),
        (100, 0, {"a": 1}, None),
        (100, 0, True, None),
    ],
)
def test_an_open_document_stands_as_its_amounts_say(
    total: Any, paid: Any, balance: Any, status: str | None
) -> None:
    record = {"status": "open", "total": total, "totalPaid": paid, "balance": balance}
    assert settlement_status(record) == status


def test_a_contradiction_in_the_amounts_of_a_closed_document_changes_nothing() -> None:
    # `bills/{id}/close` writes off what is left (docs: unified-model 4).
    assert settlement_status({"status": "closed", "total": 100, "balance": 44}) == "paid"


def test_void_has_two_spellings() -> None:
    assert settlement_status({"status": "void"}) == "void"
    assert credit_status({"status": "void"}) == "voided"


def test_what_is_left_is_the_balance_else_total_less_settled() -> None:
    assert amount_left({"balance": "1.50", "total": 9, "totalPaid": 1}, "totalPaid") == Decimal(
        "1.5"
    )
    assert amount_left({"total": "9.1", "totalPaid": 1}, "totalPaid") == Decimal("8.1")
    assert amount_left({"total": "9.1", "totalPaid": 1}, "totalApplied") is None
    assert amount_left({"balance": "?", "total": 9, "totalPaid": 1}, "totalPaid") is None


def test_amounts_are_compared_exactly() -> None:
    nearly = {"status": "open", "total": "0.3", "balance": "0.30000000000000000000000000000000001"}
    assert settlement_status(nearly) is None
    left = {"status": "open", "total": "0.3", "totalPaid": "0.29999999999999999999999999999999999"}
    assert settlement_status(left) == "partially_paid"


@given(st.dictionaries(st.sampled_from([*_AMOUNTS, "status"]), any_json))
def test_any_json_has_a_status_of_the_vocabulary_or_none(record: dict[str, Any]) -> None:
    words = {None, "draft", "authorised", "partially_paid", "paid"}
    assert settlement_status(record) in words | {"void"}
    assert credit_status(record) in words | {"voided"}
    assert bill_credit_status(record) in {None, "posted", "partially_paid", "paid"}
    assert is_draft_or_open(record) in (True, False)


@given(st.sampled_from(["open", "closed", "draft", "void"]), st.data())
def test_an_unreadable_amount_gives_no_derived_status(word: str, data: st.DataObject) -> None:
    broken = data.draw(st.sampled_from(["?", "NaN", True, [1], {"a": 1}]))
    record = {"status": word, "total": 100, "totalPaid": 40, "balance": broken}
    known = {"open": None, "closed": "paid", "draft": "draft", "void": "void"}
    assert settlement_status(record) == known[word]
