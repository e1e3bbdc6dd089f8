"""Amounts, days, moments, texts and Alegra's own JSON, each at one field that has it."""

import json
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from . import examples
from .examples import any_json, digits
from .mapping import printed, unified, unified_with_problems
from .rules import NOTHING, UNREAD, D, rules

NO_DAYS = ("20260905", "2026-W36-1", "2026-09-05x", "05/09/2026", "2026-02-30", "0000-00-00")
DAYS = [
    ("2026-09-05", "2026-09-05"),
    (" 2026-09-05 ", "2026-09-05"),
    ("2026-09-05 23:59:59", "2026-09-05"),
    ("2026-09-05T23:59:59-05:00", "2026-09-05"),
    ("3023-01-01", "3023-01-01"),
]

test_of_documents = rules(
    "invoices",
    {
        "an amount is read with all its digits": (
            "total -> total",
            [
                (5, 5),
                (2**80, 2**80),
                ("19928.00", D("19928.00")),
                (" 12.50 ", D("12.50")),
                ("-0.5", D("-0.5")),
                ("1e3", 1000),
                ("1E-10", D("0.0000000001")),
                (D("0.0000000000"), D("0.0000000000")),
                (D("16746.218487"), D("16746.218487")),
                ("0.30000000000000004", D("0.30000000000000004")),
                ("1" + "0" * 200, 10**200),
                ("", None),
            ],
        ),
        "what is no finite decimal is reported": (
            "total -> total",
            [
                (amount, UNREAD)
                for amount in [
                    *(0.1, True, "1,5", "1.234,56", "1_000", "\uff11\uff12", "$5", "NaN"),
                    *("Infinity", "-Infinity", "sNaN", "1e201", "1e-201", "1e999999999"),
                    *(D("9E+999999"), {"a": 1}, [5]),
                ]
            ],
        ),
        "a day is never shifted": ("date -> invoice_date", DAYS),
        "what is no day is reported": (
            "date -> invoice_date",
            [(day, UNREAD) for day in (*NO_DAYS, "ayer", 0, 20260905, True, {"a": 1}, ["x"])],
        ),
        "a local moment that is none is reported": (
            "datetime -> created_at",
            [(it, UNREAD) for it in ("9999-12-31 23:59:59", "2026-02-30 00:00:00", "ayer", 5)],
        ),
        "an object of Alegra's own is passed on, with integers of any size": (
            "stamp -> alegra.stamp",
            [({"folio": 2**80, "a": [D("0.10"), None]},) * 2, ([], None)]
            + [(sent, UNREAD) for sent in ("x", 5, [1])],
        ),
        "a list of Alegra's own is passed on": (
            "retentions -> alegra.retentions",
            [([1, {"a": D("0.10")}, None],) * 2, ({}, None)]
            + [(sent, UNREAD) for sent in ("x", 5, {"a": 1})],
        ),
        "a truth of Alegra's own is passed on": (
            "canApplyREP -> alegra.can_apply_rep",
            [(True, True), (False, False), ("", None), ("perhaps", UNREAD)],
        ),
    },
)
test_midnight = rules(
    "payments",
    {
        "a day that is to be a moment is midnight UTC of that day": (
            "date -> transaction_date",
            [(sent, f"{day}T00:00:00.000Z") for sent, day in DAYS],
        ),
        "what is no day is reported": (
            "date -> transaction_date",
            [(day, UNREAD) for day in (*NO_DAYS, "ayer", 0, 20260905, True, {"a": 1}, ["x"])],
        ),
    },
)
test_of_contacts = rules(
    "customers",
    {
        "a moment is in UTC to the millisecond": (
            "updated_at -> updated_at",
            [
                ("2026-04-23T21:03:01.000Z", "2026-04-23T21:03:01.000Z"),
                ("2026-04-23T21:03:01Z", "2026-04-23T21:03:01.000Z"),
                ("2026-04-23T21:03:01.123456Z", "2026-04-23T21:03:01.123Z"),
                ("2026-04-23T21:03:01-05:00", "2026-04-24T02:03:01.000Z"),
            ],
        ),
        "what is no moment is reported": (
            "updated_at -> updated_at",
            [
                (moment, UNREAD)
                for moment in [
                    *("ayer", "now", "12:30", "2026", "0000-00-00", "2026-04-23T25:00:00Z", "P1D"),
                    *("2026-01-01/2026-02-01", "9999-12-31T23:59:59-10:00"),
                    *("0001-01-01T00:00:00+10:00", 1776978181, D("1776978181.5"), True, {"a": 1}),
                ]
            ],
        ),
        "JSON of any kind of Alegra's own is passed on": (
            "regime -> alegra.regime",
            [(sent, sent) for sent in ("x", 5, D("0.10"), False, [1, None], {"a": {"b": None}})],
        ),
    },
)
test_of_departments = rules(
    "departments",
    {
        "a text may come as a number": (
            "name -> name",
            [("14970", "14970"), (14970, "14970"), (D("12.50"), "12.50"), (0, "0"), (" ", " ")],
        ),
        "Alegra says nothing in four ways": (
            "name -> name",
            [(nothing, None) for nothing in NOTHING],
        ),
        "what is no text is reported": (
            "name -> name",
            [(sent, UNREAD) for sent in (True, False, ["a"], {"a": "b"}, [None])],
        ),
    },
)


def test_a_broken_id_is_null_and_reported() -> None:
    record, problems = unified_with_problems("departments", {"id": {"a": 1}, "name": "Norte"})
    assert (record["id"], record["name"]) == (None, "Norte")
    assert {field for field, _ in problems} == {"id", "downstream_id", "display_id"}


def test_a_whole_number_beyond_64_bits_is_null_and_reported() -> None:
    row = {"id": "1", "minInvoiceNumber": -(2**63), "maxInvoiceNumber": 2**63}
    record, problems = unified_with_problems("number_templates", row)
    assert (record["min_invoice_number"], record["max_invoice_number"]) == (-(2**63), None)
    assert problems == [("max_invoice_number", "is beyond 64 bits")]


def test_the_reason_is_told_in_words() -> None:
    row = examples.row("invoices", items=[{"price": "mucho"}])
    record, problems = unified_with_problems("invoices", row)
    told = {"field": "line_items.0.unit_price", "reason": "is not a decimal number"}
    assert problems == [(told["field"], told["reason"])]
    assert record["alegra"]["unread"] == [{**told, "value": "mucho"}]


def test_what_was_not_read_keeps_its_digits() -> None:
    text, _ = printed("departments", '{"id": 1, "name": {"a": 0.10}}')
    (unread,) = digits(text)["alegra"]["unread"]
    assert unread["value"] == {"a": ("number", "0.10")}


@given(any_json)
def test_alegras_own_json_is_printed_again_with_the_same_value(value: Any) -> None:
    text, _ = printed("invoices", {"id": 1, "stamp": {"a": value}})
    assert _plain(json.loads(text, parse_float=Decimal)["alegra"]["stamp"]["a"]) == _plain(value)


def _plain(value: Any) -> Any:
    """JSON in which numbers equal in value are equal, and a truth equals no number."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    is_number = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    return ("number", Decimal(value)) if is_number else value


@given(
    st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)),
    st.integers(-14 * 60, 14 * 60),
)
def test_a_printed_moment_is_the_same_moment_in_utc(local: datetime, minutes: int) -> None:
    moment = local.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    shown = unified("customers", {"id": 1, "updated_at": moment.isoformat()})["updated_at"]
    assert len(shown) == len("2026-04-23T21:03:01.000Z")
    again = datetime.fromisoformat(shown.replace("Z", "+00:00"))
    assert timedelta(0) <= moment - again < timedelta(milliseconds=1)
