"""Random records of all objects that can be written, and what Alegra must hold afterwards.

What must be held is said in Alegra's own fields, from the facts alone (docs: alegra-api 3), so that
nothing of the connectors judges itself.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from alegra_sandbox.process import SandboxProcess
from demo.in_country import contact_in, in_country, tax_number_in

Row = dict[str, Any]

PATHS = {
    "tax_rates": "taxes",
    "ledger_accounts": "categories",
    "departments": "cost-centers",
    "price_lists": "price-lists",
    "warehouses": "warehouses",
    "sellers": "sellers",
    "terms": "terms",
    "inventory_adjustments": "inventory-adjustments",
    "bank_accounts": "bank-accounts",
    "customers": "contacts",
    "suppliers": "contacts",
    "invoice_items": "items",
    "invoices": "invoices",
    "bills": "bills",
    "quotes": "estimates",
    "purchase_orders": "purchase-orders",
    "journal_entries": "journals",
    "credit_notes": "credit-notes",
    "bill_credit_notes": "debit-notes",
    "payments": "payments",
    "bill_payments": "payments",
}
"""Stream to Alegra's list."""

BY_NAME = (
    *("tax_rates", "ledger_accounts", "departments", "bank_accounts", "invoice_items"),
    *("price_lists", "warehouses", "sellers", "terms"),
)
"""Objects without internal notes: told by their name, not by a marker."""


KEYS = {
    **dict.fromkeys(PATHS, "external_id"),
    **dict.fromkeys(BY_NAME, "name"),
    "departments": "code",
    "invoice_items": "code",
}
"""What finds a record of each stream in Alegra."""

DELETABLE = (
    *("invoices", "quotes", "purchase_orders", "credit_notes", "bill_credit_notes"),
    *("journal_entries", "bill_payments", "payments", "departments", "inventory_adjustments"),
)
"""Streams of which those that are created here can all be taken back."""


@dataclass
class Sent:
    """One record to write.

    Attributes:
        stream: where it goes.
        data: the record.
        held: Alegra's fields, dotted, and what they hold afterwards.
    """

    stream: str
    data: Row
    held: dict[str, Any] = field(default_factory=dict)

    @property
    def external_id(self) -> str:
        """The id under which it is sent."""
        return str(self.data["external_id"])

    @property
    def path(self) -> str:
        """Alegra's list that it stands in."""
        return PATHS[self.stream]

    def is_it(self, row: Row) -> bool:
        """Whether a row of Alegra's is this record."""
        if self.stream == "invoice_items":
            code = row.get("reference")
            return bool(at(code, "reference") == self.data["code"] or code == self.data["code"])
        if self.stream in BY_NAME:
            return bool(row.get("name") == self.data["name"])
        return f"[external_id:{self.external_id}]" in str(row.get("observations") or "")


class Books:
    """What a company has that records can name.

    Args:
        sandbox: the company.
        country: its edition of Alegra.
        seed: of the records.

    Attributes:
        owed: invoices that are paid in part by the records.
    """

    def __init__(self, sandbox: SandboxProcess, country: str, seed: int) -> None:
        self.random = random.Random(seed)
        self.country = country
        assert sandbox.today is not None
        self.today = sandbox.today
        accounts = [it for it in sandbox.truth("categories") if it["use"] == "movement"]
        self.expense = [str(it["id"]) for it in accounts if it["type"] == "expense"]
        self.parent = str(next(it["idParent"] for it in accounts if it["type"] == "expense"))
        self.taxes = [str(it["id"]) for it in sandbox.truth("taxes")]
        self.items = [str(it["id"]) for it in sandbox.truth("items") if it["status"] == "active"]
        self.owed = [
            it
            for it in sandbox.truth("invoices")
            if it["status"] == "open" and Decimal(str(it["balance"])) > 1 and "currency" not in it
        ][:3]
        self.banks = [str(it["id"]) for it in sandbox.truth("bank-accounts")]

    def day(self, back: int = 40) -> str:
        """A day not long ago."""
        return (self.today - timedelta(days=self.random.randrange(back))).isoformat()

    def later(self, day: str) -> str:
        """A day behind another one."""
        return (date.fromisoformat(day) + timedelta(days=self.random.randrange(60))).isoformat()

    def amount(self, most: int = 900) -> Decimal:
        """An amount with decimals."""
        return Decimal(self.random.randrange(100, most * 100)) / 100

    def records(self, number: int) -> Iterator[Sent]:
        """One record of each object; they name each other."""
        yield from self._master_data(number)
        yield from self._sales(number)
        yield from self._purchases(number)
        if number <= len(self.owed):
            yield self._payment(number, self.owed[number - 1])
        yield self._journal_entry(number)
        yield self._adjustment(number)

    def _master_data(self, number: int) -> Iterator[Sent]:
        rate = Decimal(self.random.randrange(1, 30))
        yield Sent(
            "tax_rates",
            {"external_id": f"tax-{number}", "name": f"Tasa {number}", "effective_tax_rate": rate},
            {"percentage": rate},
        )
        yield Sent(
            "ledger_accounts",
            {
                "external_id": f"parent-{number}",
                "name": f"Grupo {number}",
                "header": True,
                "parent_account": {"id": self.parent},
            },
            {"idParent": self.parent},
        )
        yield Sent(
            "ledger_accounts",
            {
                "external_id": f"account-{number}",
                "name": f"Cuenta {number}",
                "header": False,
                "parent_account": {"name": f"Grupo {number}"},
            },
            {"use": "movement"},
        )
        yield Sent(
            "departments",
            {"external_id": f"department-{number}", "name": f"Área {number}", "code": f"A{number}"},
            {"code": f"A{number}"},
        )
        yield Sent(
            "price_lists",
            {
                "external_id": f"prices-{number}",
                "name": f"Lista {number}",
                "type": "percentage",
                "percentage": rate,
            },
            {"type": "percentage", "percentage": rate},
        )
        yield Sent(
            "warehouses",
            {
                "external_id": f"warehouse-{number}",
                "name": f"Bodega {number}",
                "address": f"Calle {number}",
            },
            {"address": f"Calle {number}"},
        )
        yield Sent(
            "sellers",
            {
                "external_id": f"seller-{number}",
                "name": f"Vendedora {number}",
                "identification": f"{number}-5",
            },
            {"identification": f"{number}-5"},
        )
        yield Sent(
            "terms",
            {"external_id": f"term-{number}", "name": f"A {number} días", "days": number},
            {"days": number},
        )
        balance = self.amount()
        yield Sent(
            "bank_accounts",
            {
                "external_id": f"bank-{number}",
                "name": f"Banco {number}",
                "account_type": "cash",
                "balance": balance,
            },
            {"type": "cash", "initialBalance": balance},
        )
        for stream, kind in (("customers", "client"), ("suppliers", "provider")):
            contact = {
                "external_id": f"{kind}-{number}",
                "display_name": f"{kind} {number}",
                "notes": f"Nota {number}",
                "emails": [{"email": f"{kind}{number}@example.com", "type": "primary"}],
            }
            data = contact_in(self.country, contact, _serial(kind, number))
            yield Sent(
                stream,
                data,
                {
                    "name": f"{kind} {number}",
                    "email": f"{kind}{number}@example.com",
                    "identification": data["tax_number"],
                },
            )
        item = {
            "external_id": f"item-{number}",
            "name": f"Artículo {number}",
            "code": f"C-{number}",
            "unit_price": self.amount(),
            "alegra": {"product_key": "81112100"},
        }
        data = in_country(self.country, "invoice_items", item)
        yield Sent("invoice_items", data, {"productKey": data["alegra"]["product_key"]})

    def _adjustment(self, number: int) -> Sent:
        day, cost, quantity = self.day(), self.amount(), Decimal(self.random.randrange(1, 9))
        return Sent(
            "inventory_adjustments",
            {
                "external_id": f"count-{number}",
                "date": day,
                "observations": f"Conteo {number}",
                "warehouse": {"name": f"Bodega {number}"},
                "items": [
                    {"code": f"C-{number}", "type": "in", "quantity": quantity, "unit_cost": cost}
                ],
            },
            {"date": day, "items.0.quantity": quantity, "items.0.unitCost": cost},
        )

    def _lines(self, number: int) -> tuple[list[Row], dict[str, Any]]:
        items = [{"id": self.random.choice(self.items)}, {"code": f"C-{number}"}]
        lines: list[Row] = []
        held: dict[str, Any] = {}
        for place, item in enumerate(items):
            price, quantity = self.amount(), Decimal(self.random.randrange(1, 9))
            lines.append({"item": item, "unit_price": price, "quantity": quantity})
            held |= {f"items.{place}.price": price, f"items.{place}.quantity": quantity}
        return lines, held

    def _sales(self, number: int) -> Iterator[Sent]:
        customer = self.random.choice(
            [
                {"external_id": f"client-{number}"},
                {"tax_number": tax_number_in(self.country, _serial("client", number))[0]},
            ]
        )
        day = self.day()
        due = self.later(day)
        for stream, dated, ends in (
            ("invoices", "invoice_date", "due_date"),
            ("quotes", "quote_date", "expiry_date"),
        ):
            lines, held = self._lines(number)
            document = {
                "external_id": f"{stream}-{number}",
                "customer": customer,
                dated: day,
                ends: due,
                "customer_memo": f"Gracias {number}",
                "line_items": lines,
            }
            yield Sent(
                stream,
                in_country(self.country, stream, document),
                {"date": day, "dueDate": due, "anotation": f"Gracias {number}", **held},
            )
        lines, held = self._lines(number)
        yield Sent(
            "credit_notes",
            {
                "external_id": f"credit-{number}",
                "customer": customer,
                "date_issued": day,
                "note": f"Devuelto {number}",
                "line_items": lines,
            },
            {"date": day, **held},
        )

    def _purchases(self, number: int) -> Iterator[Sent]:
        supplier = {"external_id": f"provider-{number}"}
        day = self.day()
        lines = [
            {
                "type": "expense_item",
                "item": {"code": f"C-{number}"},
                "unit_price": self.amount() + 100,
                "quantity": 2,
            },
            {
                "type": "expense_account",
                "ledger_account": {"name": f"Cuenta {number}"},
                "unit_price": self.amount(),
                "quantity": 1,
            },
        ]
        held = {
            "purchases.items.0.price": lines[0]["unit_price"],
            "purchases.categories.0.price": lines[1]["unit_price"],
        }
        yield Sent(
            "bills",
            {
                "external_id": f"bill-{number}",
                "supplier": supplier,
                "bill_number": f"F-{number}",
                "bill_date": day,
                "due_date": self.later(day),
                "line_items": lines,
            },
            {"date": day, "numberTemplate.number": f"F-{number}", **held},
        )
        yield Sent(
            "purchase_orders",
            {
                "external_id": f"order-{number}",
                "supplier": supplier,
                "issued_date": day,
                "delivery_date": self.later(day),
                "line_items": lines,
            },
            {"date": day, **held},
        )
        credit = [{**lines[0], "quantity": 1}]
        yield Sent(
            "bill_credit_notes",
            {
                "external_id": f"debit-{number}",
                "supplier": supplier,
                "date_issued": day,
                "line_items": credit,
            },
            {"date": day},
        )
        share = Decimal(self.random.randrange(100, 5_000)) / 100
        yield Sent(
            "bill_payments",
            {
                "external_id": f"paid-{number}",
                "supplier": supplier,
                "account": self.random.choice([{"id": self.banks[0]}, {"name": f"Banco {number}"}]),
                "transaction_date": day,
                "payment_method": "transfer",
                "allocations": [{"external_id": f"bill-{number}", "amount": share}],
            },
            {"date": day, "type": "out", "bills.0.amount": share},
        )

    def _payment(self, number: int, invoice: Row) -> Sent:
        share = Decimal(self.random.randrange(1, 100)) / 100
        day = self.day()
        return Sent(
            "payments",
            {
                "external_id": f"received-{number}",
                "customer": {"id": str(invoice["client"]["id"])},
                "account": {"name": f"Banco {number}"},
                "transaction_date": day,
                "payment_method": "transfer",
                "allocations": [{"type": "invoice", "id": str(invoice["id"]), "amount": share}],
            },
            {"date": day, "type": "in", "invoices.0.amount": share},
        )

    def _journal_entry(self, number: int) -> Sent:
        amount, day = self.amount(), self.day()
        account = {"id": self.random.choice(self.expense)}
        return Sent(
            "journal_entries",
            {
                "external_id": f"entry-{number}",
                "title": f"Ajuste {number}",
                "posted_at": day,
                "line_items": [
                    {"type": "debit", "total_amount": amount, "ledger_account": account},
                    {
                        "type": "credit",
                        "total_amount": amount,
                        "ledger_account": {"name": f"Cuenta {number}"},
                    },
                ],
            },
            {"date": day, "reference": f"Ajuste {number}", "entries.0.debit": amount},
        )


def _serial(kind: str, number: int) -> int:
    """What tells the tax numbers of the round apart: of a customer even, of a supplier odd."""
    return 2 * number + (kind == "provider")


def at(row: Any, path: str) -> Any:
    """A value of a row; ``numberTemplate`` and the like may be a list of one."""
    for step in path.split("."):
        if isinstance(row, str):
            return None
        if isinstance(row, list) and not step.isdigit():
            row = row[0] if row else None
        if row is None:
            return None
        row = row[int(step)] if step.isdigit() else row.get(step)
    return row


def is_held(row: Row, path: str, wanted: Any) -> bool:
    """Whether a row holds a value; numbers may be texts, a contact's number or e-mail an object."""
    found = at(row, path)
    if isinstance(found, Mapping):
        found = found.get("number", found.get("email", found))
    if isinstance(wanted, Decimal | int):
        return found is not None and Decimal(str(found)) == wanted
    return bool(str(found) == str(wanted))


def is_taken_back(row: Row) -> bool:
    """Whether a row that stands there still counts for nothing any more."""
    return row.get("status") in ("void", "anulado")
