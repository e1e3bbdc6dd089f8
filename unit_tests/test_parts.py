from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from alegra_unified.shapes import Unreadable
from hypothesis import given
from hypothesis import strategies as st

from alegra_api.exact_json import exact_json
from alegra_unified import parts

from .resources.documents import MEXICAN, any_json


@pytest.mark.parametrize(
    ("tax", "amount"),
    [
        (None, 0),
        ([], 0),
        ([{"amount": "1.10"}, {"amount": 2}], Decimal("3.10")),
        ({"id": "1", "percentage": 16, "amount": 4}, 4),
        ([{"percentage": "0.00"}], 0),
        ([{"percentage": 16}], None),
        ([{"amount": 1}, {"percentage": 16}], None),
        ([{"amount": None, "percentage": None}], None),
    ],
)
def test_the_tax_of_a_line_is_the_sum_and_never_a_guess(tax: Any, amount: Any) -> None:
    (line,) = parts.sales_lines([{"tax": tax}])
    assert line["tax_amount"] == amount


@pytest.mark.parametrize(
    "tax", ["16", 16, ["1"], [None], [{"amount": "?"}], [{"amount": {"a": 1}}]]
)
def test_a_tax_of_an_unknown_shape_is_unreadable(tax: Any) -> None:
    (line,) = parts.sales_lines([{"tax": tax}])
    assert line["tax_amount"] == Unreadable(tax)
    assert parts.total_tax({}, [{"tax": tax}]) is None


@pytest.mark.parametrize(
    ("tax", "rate"),
    [
        (
            [{"id": 2, "name": "IVA", "percentage": "16.00"}],
            {"id": 2, "name": "IVA", "rate": "16.00"},
        ),
        ({"id": 2}, {"id": 2, "name": None, "rate": None}),
        ([{"id": 2}, {"id": 3}], None),
        ([{"amount": 5}], None),
        ([], None),
    ],
)
def test_a_tax_is_named_when_it_is_the_only_one(tax: Any, rate: Any) -> None:
    assert parts.sales_lines([{"tax": tax}])[0]["tax_rate"] == rate


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        ({"price": "33.333333", "quantity": 3}, "99.999999"),
        ({"price": 100, "quantity": 2, "discount": "12.5"}, "175"),
        ({"price": 100, "quantity": 2, "discountAmount": "12.5"}, "187.5"),
        ({"price": 100, "quantity": 2, "discount": 10, "discountAmount": 20}, "180"),
        ({"price": 100, "quantity": 2, "discount": 10, "discountAmount": 0}, "180"),
        ({"price": 100, "quantity": 2, "subtotal": "150.00"}, "150"),
        (
            {"price": "1" * 30 + ".1", "quantity": "0.0000000001"},
            "11111111111111111111.11111111111",
        ),
    ],
)
def test_the_amount_of_a_line_before_tax_is_exact(line: dict[str, Any], amount: str) -> None:
    assert parts.sub_total({}, [line]) == Decimal(amount)


@pytest.mark.parametrize(
    "line",
    [
        {"price": "?", "quantity": 1},
        {"price": 1},
        {"price": 1, "quantity": 1, "discount": "?"},
        {"price": 1, "quantity": 1, "discountAmount": [1]},
        {"price": 1, "quantity": 1, "subtotal": "?"},
        {"price": "1e-200", "quantity": "1e-200"},
        None,
        "line",
    ],
)
def test_one_line_that_cannot_be_read_leaves_no_sum(line: Any) -> None:
    assert parts.sub_total({}, [{"price": 1, "quantity": 1}, line]) is None


@pytest.mark.parametrize("lines", [None, [], {}, "?", 5])
def test_no_lines_have_no_sum(lines: Any) -> None:
    assert parts.sub_total({}, lines) is None
    assert parts.total_tax({}, lines) is None


def test_the_records_own_sums_go_first() -> None:
    lines = [{"price": 1, "quantity": 1, "tax": [{"amount": 9}]}]
    assert parts.sub_total({"subtotal": 0}, lines) == 0
    assert parts.sub_total({"subTotal": "7.10"}, lines) == "7.10"
    assert parts.total_tax({"tax": "3"}, lines) == "3"


def test_lines_are_numbered_by_place_items_before_accounts() -> None:
    purchases = {"categories": [{"id": 1}, {"id": 2}], "items": [{"id": 3}]}
    lines = parts.purchase_lines(purchases)
    assert [(line["row_id"], line["line_number"]) for line in lines] == [
        ("1", 1),
        ("2", 2),
        ("3", 3),
    ]
    assert [line["type"] for line in lines] == ["expense_item"] + ["expense_account"] * 2
    assert parts.listed_purchases(purchases) == [{"id": 3}, {"id": 1}, {"id": 2}]


def test_extras_of_a_line_point_at_the_unified_line() -> None:
    lines = [{"id": 1}, "?", {"productKey": "27111700"}]
    assert parts.line_extras(lines) == [
        {"line_number": 3, "taxes": None, "product_key": "27111700"}
    ]
    assert parts.line_extras([{"id": 1}]) is None


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ({"reference": "A1"}, "A1"),
        ({"reference": {"reference": "A1"}}, "A1"),
        ({"reference": {}}, None),
        ({"reference": ""}, None),
        ({}, None),
    ],
)
def test_the_code_of_an_item_is_a_text_or_wrapped(item: dict[str, Any], code: str | None) -> None:
    assert parts.item_code(item) == code


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        ({"id": 7, "name": "Eva", "email": ""}, {"id": 7, "display_name": "Eva", "email": None}),
        ("Eva", {"display_name": "Eva"}),
        ({"id": None}, None),
        ({}, None),
        ("", None),
        (None, None),
        (7, Unreadable(7)),
        ([{"id": 7}], Unreadable([{"id": 7}])),
    ],
)
def test_a_contact_is_an_object_or_a_name(contact: Any, expected: Any) -> None:
    assert parts.linked_contact(contact, with_email=True) == expected


def test_a_mexican_address_keeps_its_interior_number() -> None:
    block = {
        "street": "Reforma",
        "exteriorNumber": "222",
        "interiorNumber": "4B",
        "colony": "Juárez",
    }
    found = parts.address(block, "primary")
    assert {key: value for key, value in found.items() if value is not None} == {
        "type": "primary",
        "line1": "Reforma",
        "line2": "Juárez",
        "line3": "4B",
        "street_number": "222",
    }


@pytest.mark.parametrize("block", [None, {}, "", [], {"city": None, "zipCode": ""}])
def test_an_address_with_nothing_in_it_is_none(block: Any) -> None:
    assert parts.address(block, "billing") is None


@given(any_json)
def test_every_part_reads_any_json(value: Any) -> None:
    record = {
        key: value
        for key in ("numberTemplate", "currency", "costCenter", "client", "provider", "number")
    }
    for holder in (record, value if isinstance(value, dict) else {}):
        parts.full_number(holder)
        parts.document_number(holder)
        parts.currency_code(holder, MEXICAN)
        parts.department_id(holder)
        parts.linked_department(holder)
        parts.supplier_of(holder)
        parts.item_code(holder)
        parts.sub_total(holder, value)
        parts.total_tax(holder, value)
    for read in (
        parts.linked_contact,
        parts.linked_account,
        parts.term_name,
        parts.sales_lines,
        parts.purchase_lines,
        parts.listed_purchases,
        parts.line_extras,
        parts.payment_allocations,
        parts.billing_address,
        parts.one_line_billing_address,
    ):
        read(value)
    parts.allocations(value, "bill")
    parts.address(value, "primary")


_amounts = st.decimals(
    allow_nan=False, allow_infinity=False, places=10, min_value=0, max_value=10**9
)


@given(st.lists(st.tuples(_amounts, _amounts), min_size=1, max_size=5))
def test_the_sum_over_lines_is_exact_from_json_text(pairs: list[tuple[Decimal, Decimal]]) -> None:
    text = ",".join(
        f'{{"price": "{price:f}", "quantity": {quantity:f}}}' for price, quantity in pairs
    )
    expected = sum((Fraction(price) * Fraction(quantity) for price, quantity in pairs), Fraction(0))
    assert Fraction(parts.sub_total({}, exact_json(f"[{text}]"))) == expected
