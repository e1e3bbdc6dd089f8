"""Invoices, bills, credit notes of both kinds, quotes and purchase orders."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from . import examples
from .examples import any_json
from .mapping import judged, unified, unified_with_problems
from .rules import ABSENT, NOTHING, UNREAD, D, Table, rules

OPEN = [
    # total, settled, balance, status
    (100, 0, 100, "authorised"),
    (100, 0, "100.000", "authorised"),
    (100, 1, 99, "partially_paid"),
    (100, 0, 60, "partially_paid"),
    (100, "40.00", "60.00", "partially_paid"),
    (100, 100, 0, "paid"),
    (100, 100, "0.0000000000", "paid"),
    (0, 0, 0, "paid"),
    (100, "?", 60, "partially_paid"),
    (100, 0, 120, "authorised"),
    (100, 5, 120, None),
    (100, 110, -10, None),
    (100, 40, None, "partially_paid"),
    (100, 100, None, "paid"),
    (100, 0, None, "authorised"),
    ("116", "40.5", None, "partially_paid"),
    (100, None, None, None),
    (None, None, 60, None),
    (None, None, 0, "paid"),
    ("?", 0, 60, None),
    ("?", 0, 100, None),
    (100, 0, "?", None),
    (100, 0, {"a": 1}, None),
    (100, 0, True, None),
    ("0.3", None, "0.30000000000000000000000000000000001", None),
    ("0.3", "0.29999999999999999999999999999999999", None, "partially_paid"),
]
"""What an open document's amounts say of it; a contradiction says nothing."""


def settlement(settled: str, void: str, *amounts: str) -> Table:
    """How a status follows from Alegra's word and the amounts.

    Args:
        settled: Alegra's name of the settled amount.
        void: the unified word for void.
        amounts: the unified fields of total, settled amount and balance, in this order; the
            last one may come twice.
    """
    words = [
        *(("open", *line) for line in OPEN),
        ("draft", 100, 0, 100, "draft"),
        ("closed", 100, 100, 0, "paid"),
        # `bills/{id}/close` writes off what is left (docs: unified-model 4).
        ("closed", 100, 60, 40, "paid"),
        ("void", 100, 0, 100, void),
        ("stamped", 100, 0, 100, None),
        (None, 100, 0, 100, None),
    ]
    header = f"status, total, {settled}, balance -> status, alegra.status, {', '.join(amounts)}"
    return header, [
        (word, *sums, status, word, *map(_read, [*sums, *sums[2:]][: len(amounts)]))
        for word, *sums, status in words
    ]


def _read(amount: Any) -> Any:
    if amount in ("?", {"a": 1}) or isinstance(amount, bool):
        return UNREAD
    return D(amount) if isinstance(amount, str) else amount


RULE = "the status follows from the word and, while it is open, from the amounts"
BALANCED = settlement("totalPaid", "void", "total", "deposit", "balance")
APPLIED = ("total_amount", "alegra.total_applied", "balance", "remaining_credit")
test_status_of_an_invoice = rules("invoices", {RULE: BALANCED})
test_status_of_a_bill = rules("bills", {RULE: BALANCED})
test_status_of_a_credit_note = rules(
    "credit_notes", {RULE: settlement("totalApplied", "voided", *APPLIED)}
)
test_status_of_a_bill_credit_note = rules(
    "bill_credit_notes",
    {
        "the status comes from the amounts, and a draft or void one has none": (
            f"status, total, totalApplied, balance -> status, alegra.status, {', '.join(APPLIED)}",
            [
                (word, *sums, status, word, *map(_read, [*sums, sums[2]]))
                for word, *sums, status in [
                    (None, 100, 0, 100, "posted"),
                    (None, 100, "40.00", "60.00", "partially_paid"),
                    (None, 100, 100, "0.00", "paid"),
                    (None, 100, 0, None, "posted"),
                    (None, 100, 40, None, "partially_paid"),
                    (None, 100, 100, None, "paid"),
                    ("open", 100, 0, 100, "posted"),
                    ("draft", 100, 0, 100, None),
                    ("void", 100, 0, 100, None),
                    (None, 100, None, None, None),
                    (None, 100, 0, "?", None),
                    (None, "?", 0, 100, None),
                ]
            ],
        )
    },
)


@given(st.sampled_from(["open", "closed", "draft", "void"]), any_json)
def test_an_amount_that_cannot_be_read_gives_no_derived_status(word: str, balance: Any) -> None:
    row = examples.row("invoices", status=word, total=100, totalPaid=40, balance=balance)
    record, problems = unified_with_problems("invoices", row)
    if "balance" in dict(problems):
        known = {"open": None, "closed": "paid", "draft": "draft", "void": "void"}
        assert record["status"] == known[word]


def _words(**words: str | None) -> Table:
    lines = [("lost", None, "lost"), (None, None, None)]
    return (
        "status -> status, alegra.status",
        [*((word, status, word) for word, status in words.items()), *lines],
    )


test_status_of_a_quote = rules(
    "quotes", {"vocabulary": _words(unbilled="sent", billed="converted", void="void", open=None)}
)
test_status_of_an_order = rules(
    "purchase_orders",
    {
        "vocabulary": _words(
            draft="draft", open="open", closed="closed", billed="billed", void="other"
        )
    },
)


@pytest.mark.parametrize("name", ["invoices", "bills", "credit_notes", "purchase_orders"])
def test_drafts_and_open_ones_are_open(name: str) -> None:
    found = {
        word: judged(name, examples.row(name, status=word)).is_open
        for word in ("draft", "open", "closed", "void", None)
    }
    assert found == {"draft": True, "open": True, "closed": False, "void": False, None: False}
    assert judged(name, examples.row(name, status={})).is_open is False


def test_only_unbilled_quotes_are_open() -> None:
    for word, is_open in (("unbilled", True), ("billed", False), ("void", False), ([], False)):
        assert judged("quotes", examples.row("quotes", status=word)).is_open is is_open


@pytest.mark.parametrize(
    ("changes", "is_open"),
    [
        ({"balance": "0.01"}, True),
        ({"balance": 0}, False),
        ({"balance": None, "total": 5, "totalApplied": 4}, True),
        ({"balance": "?"}, False),
        ({"balance": {}, "total": [], "totalApplied": None}, False),
        ({"balance": 0, "status": "draft"}, True),
        ({"balance": 5, "status": "void"}, False),
    ],
)
def test_a_bill_credit_note_with_credit_left_is_open(
    changes: dict[str, Any], is_open: bool
) -> None:
    row = examples.row("bill_credit_notes", **changes)
    assert judged("bill_credit_notes", row).is_open is is_open


NORTE = {"id": "4", "name": "Norte"}
test_invoices = rules(
    "invoices",
    {
        "the number is read from every known shape": (
            "numberTemplate -> number, display_id, alegra.number_template",
            [
                (template, number, number, template or None)
                for template, number in [
                    ({"fullNumber": "A-7", "prefix": "X", "number": "9"}, "A-7"),
                    ([{"prefix": "A", "number": "7"}], "A7"),
                    ({"prefix": "A", "number": 7}, "A7"),
                    ({"prefix": None, "number": "7"}, "7"),
                    ({"prefix": "A", "number": None}, None),
                    ([], None),
                    (None, None),
                ]
            ],
        ),
        "a number of parts that are no texts is reported": (
            "numberTemplate -> number, display_id",
            [({"prefix": "A", "number": True}, UNREAD, UNREAD)],
        ),
        "the department is read from every known shape": (
            "costCenter -> department_id",
            [
                ({"id": 4}, "4"),
                ([{"id": "4"}], "4"),
                ([{"id": 4}, {"id": 5}], "4"),
                ({"id": 0}, "0"),
                ({"id": " "}, " "),
                *(({"id": nothing}, None) for nothing in NOTHING),
                *((nothing, None) for nothing in (*NOTHING, [None], ABSENT)),
                ("x", UNREAD),
                (0, UNREAD),
                (["x"], UNREAD),
                ({"id": False}, UNREAD),
            ],
        ),
        "terms are read from every known shape": (
            "term -> terms",
            [
                ("De contado", "De contado"),
                ({"id": "1", "name": "15 días", "days": "15"}, "15 días"),
                *((nothing, None) for nothing in NOTHING),
            ],
        ),
        "the customer is an object or a name": (
            "client -> customer, billing_address",
            [
                ({"id": 7, "name": "Eva", "email": ""}, {"id": "7", "display_name": "Eva"}, None),
                ("Eva", {"display_name": "Eva"}, None),
                ({"id": None}, None, None),
                *((nothing, None, None) for nothing in NOTHING),
                (7, UNREAD, None),
                ([{"id": 7}], UNREAD, None),
            ],
        ),
        "a voided payment allocates nothing": (
            "payments -> payment_allocations",
            [
                (
                    [{"id": "1", "amount": 5, "status": "void"}, {"id": "2", "amount": 6}],
                    [{"id": "2", "allocated_amount": 6}],
                )
            ],
        ),
        "an unknown shape is null and kept with Alegra's value": (
            "items, balance -> line_items, balance, total",
            [({"0": {"id": "1"}}, "mucho", UNREAD, UNREAD, D("1044.1044"))],
        ),
        "the address of the document is the url, else the PDF's": (
            "url, pdfUrl -> source_document_url",
            [("https://a", "https://b", "https://a"), ("", "https://b", "https://b")],
        ),
    },
)
test_invoices_in_the_base_currency = rules(
    "invoices",
    {
        "no currency means the base currency": (
            "currency -> currency, currency_rate",
            [(nothing, "DOP", None) for nothing in (*NOTHING, ABSENT)],
        )
    },
    country="DO",
)
test_invoices_of_nowhere = rules(
    "invoices",
    {
        "a moment of an unknown time zone is not guessed": (
            "datetime -> created_at",
            [("2026-10-01 18:30:00", UNREAD), (None, None)],
        )
    },
    country="nowhere",
)

test_bills = rules(
    "bills",
    {
        "a bill without lines has none and no sums": (
            "purchases -> line_items, sub_total, total_tax",
            [
                (purchases, None, None, None)
                for purchases in (*NOTHING, {"items": []}, {"items": None, "categories": []})
            ],
        ),
        "purchases of an unknown shape are reported whole": (
            "purchases -> line_items, sub_total, total_tax",
            [
                (purchases, UNREAD, None, None)
                for purchases in [
                    *("?", 5, [{"items": []}], {"items": "?"}),
                    {"items": [{}], "categories": {"id": 1}},
                ]
            ],
        ),
        "one line that can't be read leaves no sum": (
            "purchases.items, purchases.categories.0.subtotal -> sub_total, total_tax",
            [([], "diez", None, 0)],
        ),
        "a bill seen by a webhook names its supplier as client": (
            "provider, client -> supplier",
            [
                (
                    *(None, {"id": 297, "name": "Proveedor"}),
                    {"id": "297", "display_name": "Proveedor"},
                )
            ],
        ),
    },
)

test_credit_notes = rules(
    "credit_notes",
    {
        "gotcha: credit notes, allocations are not populated, only the applied amount": (
            "invoices -> allocations, alegra.invoices, alegra.total_applied",
            [([{"id": "1", "amount": 16}], None, [{"id": "1", "amount": 16}], 16)],
        ),
        "the client may be a bare text": (
            "client -> customer, billing_address",
            [("Ana Prueba", {"display_name": "Ana Prueba"}, None)],
        ),
        "internal notes go before the printed note": (
            "observations, anotation -> note, alegra.anotation",
            [("interna", "impresa", "interna", "impresa"), ("", "impresa", "impresa", "impresa")],
        ),
    },
)

test_bill_credit_notes = rules(
    "bill_credit_notes",
    {
        "the currency is the record's own and never a fixed one": (
            "currency -> currency, currency_rate",
            [({"code": "EUR", "exchangeRate": "20.1"}, "EUR", D("20.1"))],
        ),
        "the department is read from every known shape": (
            "costCenter -> department",
            [
                ([{"id": 4, "name": "Norte"}], NORTE),
                (NORTE, NORTE),
                ({"id": None}, None),
                *((nothing, None) for nothing in NOTHING),
                ("Norte", UNREAD),
            ],
        ),
        "allocations name the bills": (
            "bills -> allocations.0.id, allocations.0.type",
            [([{"id": "310"}], "310", "bill")],
        ),
        "purchases of an unknown shape are reported": (
            "purchases -> line_items, sub_total",
            [("?", UNREAD, None)],
        ),
    },
)
test_bill_credit_notes_in_the_base_currency = rules(
    "bill_credit_notes",
    {"no currency means the base currency": ("currency -> currency", [(None, "COP")])},
    country="CO",
)


def test_lines_of_a_bill_credit_note_stand_at_the_top_or_under_purchases() -> None:
    item, account = {"id": "1", "subtotal": 2, "tax": []}, {"id": "9", "subtotal": 3, "tax": []}
    placed: list[dict[str, Any]] = [
        {"items": [item], "categories": [account]},
        {"items": [], "purchases": {"items": [item], "categories": [account]}},
        {"items": [item], "categories": [], "purchases": {"items": [], "categories": [account]}},
    ]
    records = [
        unified(
            "bill_credit_notes", examples.row("bill_credit_notes", **{"categories": None, **it})
        )
        for it in placed
    ]
    for record in records:
        assert [line["type"] for line in record["line_items"]] == [
            "expense_item",
            "expense_account",
        ]
        assert record["line_items"] == records[0]["line_items"]
        assert record["sub_total"] == 5


WRITTEN = "Av. Reforma, 222, 4B, Juárez, Cuauhtémoc, Ciudad de México, 06600, CDMX, MEX"
CHIA = {"country": "Colombia", "department": "Cundinamarca", "city": "Chía", "address": "Cl 1"}
test_quotes = rules(
    "quotes",
    {
        "gotcha: quotes, an address of any known shape is one preformatted line": (
            "client.address -> billing_address",
            [
                (block, {"type": "billing", "line1": line})
                for block, line in [
                    (examples.row("quotes")["client"]["address"], WRITTEN),
                    ("Cra 7 # 71-21", "Cra 7 # 71-21"),
                    (CHIA, "Cl 1, Chía, Cundinamarca, Colombia"),
                    ({"address": "", "city": None, "zipCode": 6600}, "6600"),
                ]
            ],
        ),
        "no address is no address": (
            "client -> billing_address",
            [
                (client, None)
                for client in ({"id": "1"}, {"id": "1", "address": {"city": None}}, "Ana", None)
            ],
        ),
        "an address of an unknown shape is reported": (
            "client.address -> billing_address",
            [
                (block, UNREAD)
                for block in (5, ["Cl 1"], {"city": {"name": "Chía"}}, {"country": True})
            ],
        ),
    },
)

test_orders = rules(
    "purchase_orders",
    {
        "the sub-total has a capital letter here": ("subTotal -> sub_total", [("7.00", D("7.00"))]),
        "a delivery date that is none is reported, not guessed": (
            "deliveryDate -> delivery_date",
            [("pronto", UNREAD)],
        ),
    },
)
