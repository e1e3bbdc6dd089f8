"""Payments in both directions, which Alegra keeps in one list."""

from typing import Any

import pytest

from . import examples
from .mapping import judged
from .rules import UNREAD, D, Table, rules

ACCOUNTS = [{"id": "5001", "price": 250}]
OTHERS = [{"id": "3"}]


def tables(documents: str, kind: str, party: str, others: str) -> dict[str, Table]:
    """The rules of one direction.

    Args:
        documents: Alegra's list of what is paid.
        kind: what the unified model calls one of them.
        party: the unified field of who paid or was paid.
        others: Alegra's list of what a payment of this direction should not have.
    """
    return {
        "status vocabulary": (
            "status -> status, alegra.status",
            [
                ("open", "authorised", "open"),
                ("void", "voided", "void"),
                ("closed", None, "closed"),
                (None, None, None),
            ],
        ),
        "allocations tell the applied amount, not the document's total": (
            f"{documents} -> allocations",
            [
                (
                    [{"id": 1, "number": "F1", "total": 900, "amount": "12.340"}, {"id": "2"}],
                    [
                        {"id": "1", "type": kind, "code": "F1", "amount": D("12.340")},
                        {"id": "2", "type": kind},
                    ],
                )
            ],
        ),
        "what is booked on accounts stays under alegra": (
            f"{documents}, categories, {others} -> allocations, alegra.categories, alegra.{others}",
            [([], ACCOUNTS, OTHERS, None, ACCOUNTS, OTHERS)],
        ),
        "the bank account is read from every known shape": (
            "bankAccount, account -> account",
            [
                (None, {"id": 3, "name": "Caja"}, {"id": "3", "name": "Caja"}),
                (None, "3", {"id": "3"}),
                (None, 3, {"id": "3"}),
                ({"id": "2"}, "3", {"id": "2"}),
                (None, None, None),
            ],
        ),
        "a client of an unknown shape is reported once": (f"client -> {party}", [(5, UNREAD)]),
    }


test_payments = rules("payments", tables("invoices", "invoice", "customer", "bills"))
test_bill_payments = rules("bill_payments", tables("bills", "bill", "supplier", "invoices"))


@pytest.mark.parametrize("kind", ["in", "out", None, "transfer", {}, ["in"], ["out"]])
def test_a_payment_belongs_unless_it_goes_the_other_way(kind: Any) -> None:
    row = examples.row("payments", type=kind)
    assert judged("payments", row).belongs is (kind != "out")
    assert judged("bill_payments", row).belongs is (kind != "in")


@pytest.mark.parametrize("name", ["payments", "bill_payments"])
def test_a_payment_is_settled_at_once_and_belongs_without_a_type(name: str) -> None:
    row = examples.row(name, status="open")
    del row["type"]
    assert judged(name, row).belongs
    assert judged(name, row).is_open is False
