from typing import Any

from . import examples
from .mapping import schema, unified
from .rules import UNREAD, D, rules

CLIENT = {"id": 7, "name": "Eva"}
EVA = {"id": "7", "display_name": "Eva"}

test_rules = rules(
    "journal_entries",
    {
        "status vocabulary": (
            "status -> status, alegra.status",
            [
                ("open", "posted", "open"),
                ("draft", "draft", "draft"),
                ("void", "voided", "void"),
                ("closed", None, "closed"),
                (None, None, None),
            ],
        ),
        "gotcha: journal entries have no number": (
            "number -> number, alegra.number",
            [("12", None, "12")],
        ),
        "a line is a magnitude and a side": (
            "entries -> line_items.0.type, line_items.0.total_amount",
            [
                ([sides], side, amount)
                for sides, side, amount in [
                    ({"debit": "5.10", "credit": "0.00"}, "debit", D("5.10")),
                    ({"debit": 0, "credit": 5}, "credit", 5),
                    ({"credit": 5}, "credit", 5),
                    ({"debit": 5, "credit": None}, "debit", 5),
                    ({"debit": 0, "credit": 0}, None, 0),
                    ({"debit": None, "credit": ""}, None, None),
                    ({}, None, None),
                ]
            ],
        ),
        "a side is never guessed": (
            "entries -> line_items.0.type, line_items.0.total_amount",
            [
                ([sides], None, UNREAD)
                for sides in [
                    {"debit": 5, "credit": 3},
                    {"debit": 5, "credit": 5},
                    {"debit": -5, "credit": 0},
                    {"debit": 0, "credit": "-5"},
                    {"debit": "cinco", "credit": 0},
                    {"debit": {"a": 1}, "credit": 0},
                ]
            ],
        ),
        "a contact is a customer or a supplier only by the document": (
            "entries -> line_items.0.customer, line_items.0.supplier, alegra.lines.0.client",
            [
                ([{"debit": 1, "client": CLIENT, "associatedDocument": it}], *roles, CLIENT)
                for it, *roles in [
                    ({"resourceType": "invoice"}, EVA, None),
                    ({"resourceType": "bill"}, None, EVA),
                    ({"resourceType": "journal"}, None, None),
                    ({}, None, None),
                    ({"resourceType": []}, None, None),
                    ("?", None, None),
                ]
            ],
        ),
        "entries of an unknown shape are reported": (
            "entries -> line_items, alegra.lines",
            [("?", UNREAD, None)],
        ),
        "an entry that is no object keeps its place": (
            "entries -> line_items.0, line_items.1.line_number",
            [(["?", {"debit": 1}], UNREAD, 2)],
        ),
    },
    "CO",
)


def test_journal_entries_have_no_moments() -> None:
    assert not {"created_at", "updated_at"} & schema("journal_entries")["properties"].keys()


def test_a_bare_client_is_no_role() -> None:
    entry: dict[str, Any] = {"client": "Eva", "associatedDocument": {"resourceType": "invoice"}}
    record = unified("journal_entries", examples.row("journal_entries", "CO", entries=[entry]))
    assert record["line_items"] == [{"line_number": 1}]
