"""Lines of documents, their amounts and taxes, and the sums over them."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from . import examples
from .mapping import unified
from .rules import NOTHING, UNREAD, D, rules

TWO_TAXES = [
    {"id": "1", "name": "IVA", "percentage": 16, "amount": "1.60"},
    {"id": "2", "name": "IEPS", "percentage": 8, "amount": "0.8"},
]

NO_OBJECTS: list[Any] = ["line", 5, []]
SUMS: list[tuple[list[Any], str]] = [
    (["0.1", "0.2"], "0.3"),
    ([D("0.10"), 2], "2.10"),
    (["1e-30", 10**30], "1" + "0" * 30 + "." + "0" * 29 + "1"),
    ([1, "1e-60"], "1." + "0" * 59 + "1"),
    ([0], "0"),
]
test_sales = rules(
    "invoices",
    {
        "the tax of a line is the sum over its taxes and never a guess": (
            "tax, items.0.tax -> line_items.0.tax_amount, total_tax",
            [
                (None, tax, amount, amount)
                for tax, amount in [
                    (None, 0),
                    ([], 0),
                    ([{"amount": "1.10"}, {"amount": 2}], D("3.10")),
                    ({"id": "1", "percentage": 16, "amount": 4}, 4),
                    ([{"percentage": "0.00"}], 0),
                    ([{"percentage": 16}], None),
                    ([{"amount": 1}, {"percentage": 16}], None),
                    ([{"amount": None, "percentage": None}], None),
                ]
            ]
            + [
                (None, tax, UNREAD, None)
                for tax in ("16", 16, ["1"], [None], [{"amount": "?"}], [{"amount": {"a": 1}}])
            ],
        ),
        "a tax is named when it is the only one, and all are kept when it is not": (
            "items.0.tax, items.0.productKey -> line_items.0.tax_rate, alegra.lines",
            [
                (
                    *([{"id": 2, "name": "IVA", "percentage": "16.00", "amount": 1}], None),
                    *({"id": "2", "name": "IVA", "rate": D("16.00")}, None),
                ),
                ({"id": 2, "amount": 1}, None, {"id": "2"}, None),
                (TWO_TAXES, None, None, [{"line_number": 1, "taxes": TWO_TAXES}]),
                ([{"amount": 5}], None, None, None),
                ([], None, None, None),
            ],
        ),
        "extras of a line point at the unified line": (
            "items -> line_items.0, line_items.1.line_number, line_items.2.row_id, alegra.lines",
            [
                (
                    ["?", {"id": 1}, {"id": 2, "tax": TWO_TAXES, "productKey": 27111700}],
                    *(UNREAD, 2, "3"),
                    [{"line_number": 3, "taxes": TWO_TAXES, "product_key": "27111700"}],
                )
            ],
        ),
        "the amount of a line before tax is exact": (
            "subtotal, items -> sub_total",
            [
                (None, [line], D(amount))
                for line, amount in [
                    ({"price": "33.333333", "quantity": 3}, "99.999999"),
                    ({"price": 100, "quantity": 2, "discount": "12.5"}, "175.000"),
                    ({"price": 100, "quantity": 2, "discountAmount": "12.5"}, "187.5"),
                    ({"price": 100, "quantity": 2, "discount": 10, "discountAmount": 20}, "180"),
                    ({"price": 100, "quantity": 2, "discount": 10, "discountAmount": 0}, "180.0"),
                    ({"price": 100, "quantity": 2, "subtotal": "150.00"}, "150.00"),
                    (
                        {"price": "1" * 30 + ".1", "quantity": "0.0000000001"},
                        "11111111111111111111.11111111111",
                    ),
                ]
            ],
        ),
        "the sum over lines is exact": (
            "subtotal, items -> sub_total",
            [(None, [{"subtotal": it} for it in numbers], D(amount)) for numbers, amount in SUMS],
        ),
        "one line that can't be read leaves no sum": (
            "subtotal, items.0 -> sub_total, total",
            [
                (None, line, None, D("1044.1044"))
                for line in [
                    {"price": 1},
                    {"quantity": 1, "subtotal": ""},
                    {"price": "1e-200", "quantity": "1e-200"},
                ]
            ],
        ),
        "a sum of more digits than can be kept exactly is none": (
            "subtotal, items -> sub_total",
            [(None, [{"subtotal": "1e200"}, {"subtotal": "1e-200"}], None)],
        ),
        "a price that can't be read leaves no sum": (
            "subtotal, items.0.price -> sub_total, line_items.0.unit_price",
            [(None, "?", None, UNREAD), (None, True, None, UNREAD), (None, 0.5, None, UNREAD)],
        ),
        "a discount that can't be read leaves no sum": (
            "subtotal, items.0.discount, items.0.discountAmount"
            " -> sub_total, line_items.0.discount_percentage, line_items.0.discount_amount",
            [(None, "?", None, None, UNREAD, None), (None, None, [1], None, None, UNREAD)],
        ),
        "a line's own sub-total that can't be read leaves no sum": (
            "subtotal, items.0.subtotal -> sub_total",
            [(None, "?", None), (None, True, None)],
        ),
        "lines that are none leave no sum": (
            "subtotal, tax, items -> line_items.0, sub_total, total_tax",
            [(None, None, [line], UNREAD, None, None) for line in NO_OBJECTS],
        ),
        "no lines have no sums": (
            "subtotal, tax, items -> line_items, sub_total, total_tax",
            [(None, None, nothing, None, None, None) for nothing in NOTHING]
            + [(None, None, sent, UNREAD, None, None) for sent in ("?", 5, True, {"0": {"id": 1}})],
        ),
        "the invoice's own amounts go before those of its lines": (
            "subtotal, subTotal, tax, items -> sub_total, total_tax",
            [
                (7, None, "0", [{"price": 1, "quantity": 1, "tax": [{"amount": 9}]}], 7, 0),
                (0, None, "3", [{"price": 1, "quantity": 1}], 0, 3),
                (None, "7.10", None, [{"price": 1, "quantity": 1}], D("7.10"), 0),
            ],
        ),
        "without amounts of its own the invoice gets those of its lines": (
            "subtotal, tax, items -> sub_total, total_tax",
            [
                (
                    *(None, None),
                    [
                        {"price": "0.1", "quantity": 3, "tax": [{"amount": "0.048"}]},
                        {"subtotal": "0.2", "price": 9, "quantity": 9, "tax": []},
                    ],
                    *(D("0.5"), D("0.048")),
                )
            ],
        ),
        "the code of an item is a text or wrapped": (
            "items.0.reference -> line_items.0.code, line_items.0.item.code",
            [
                ("A1", "A1", "A1"),
                ({"reference": "A1"}, "A1", "A1"),
                ({"reference": {}}, None, None),
                *((nothing, None, None) for nothing in NOTHING),
            ],
        ),
        "a line without an item has none": (
            "items -> line_items.0.item, line_items.0.unit_price",
            [([{"id": None, "name": "", "price": 5}], None, 5)],
        ),
    },
)

test_purchases = rules(
    "bills",
    {
        "lines are numbered by place, items before accounts": (
            "purchases -> line_items.0.item.id, line_items.1.ledger_account.id,"
            " line_items.2.ledger_account.id, line_items.2.row_id, line_items.2.line_number,"
            " line_items.0.type, line_items.1.type, line_items.3",
            [
                (
                    {"categories": [{"id": 1}, {"id": 2}], "items": [{"id": 3}]},
                    *("3", "1", "2", "3", 3, "expense_item", "expense_account", None),
                )
            ],
        ),
        "lines that are no objects keep their places": (
            "purchases -> line_items.0, line_items.1.row_id, line_items.2",
            [
                ({"items": [line, {"id": 3}], "categories": [line]}, UNREAD, "2", UNREAD)
                for line in (*NO_OBJECTS, [{"id": 1}], [{}])
            ],
        ),
        "the description of an account line is its observations": (
            "purchases.categories.0.observations, purchases.categories.0.description"
            " -> line_items.1.description",
            [("Envío", "Flete", "Envío"), ("", "Flete", "Flete"), (None, None, None)],
        ),
    },
)

_amounts = st.decimals(
    allow_nan=False, allow_infinity=False, places=10, min_value=0, max_value=10**9
)


@given(st.lists(st.tuples(_amounts, _amounts), min_size=1, max_size=5))
def test_the_sum_over_lines_is_exact_whatever_the_amounts(
    pairs: list[tuple[Decimal, Decimal]],
) -> None:
    lines = [{"price": f"{price:f}", "quantity": quantity} for price, quantity in pairs]
    record = unified("invoices", examples.row("invoices", subtotal=None, items=lines))
    expected = sum((Fraction(price) * Fraction(quantity) for price, quantity in pairs), Fraction(0))
    assert Fraction(record["sub_total"]) == expected
