"""A company to write to, and a body for each resource."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from alegra_sandbox.books import Books
from alegra_sandbox.countries import Identity
from alegra_sandbox.errors import ApiError
from alegra_sandbox.json_text import encoded
from alegra_sandbox.random_values import RandomValues
from alegra_sandbox.resources import RESOURCES
from alegra_sandbox.writing import carry_out

from .company import amount, get, parsed, truth

DAY = "2026-09-10"


class Desk:
    """A company and short ways to write to it."""

    def __init__(self, company: Books) -> None:
        self.company = company
        self.contacts = 0

    def send(self, method: str, path: str, body: Any = None, stamps: bool = True) -> Any:
        """The answer's body."""
        text = b"" if body is None else encoded(body)
        written = carry_out(self.company, method, path, text, stamps=stamps)
        return None if written.body is None else parsed(encoded(written.body))

    def post(self, path: str, **body: Any) -> Any:
        return self.send("POST", path, body)

    def refused(self, method: str, path: str, **body: Any) -> tuple[int, Any]:
        """Status and code of a refusal, which changes nothing."""
        before = {name: truth(self.company, name) for name in RESOURCES}
        with pytest.raises(ApiError) as raised:
            self.send(method, path, body)
        assert {name: truth(self.company, name) for name in RESOURCES} == before
        return raised.value.status, raised.value.body["code"]

    def identity(self, number: str | None = None) -> dict[str, Any]:
        """What each country asks of a contact."""
        self.contacts += 1
        country, random = self.company.country, RandomValues("desk", self.contacts)
        invented, kind = country.identification(random, False, 50_000 + self.contacts)
        number = number or invented
        identity = Identity(False, "", "", "", "Nueva", number, kind)
        fields = country.contact_fields(random, identity)
        return {
            "identificationObject": {"type": kind, "number": number},
            "address": country.address(random),
            **{name: fields[name] for name in country.required_of_contacts},
        }

    def contact(self, **body: Any) -> Any:
        identity = self.identity(body.pop("number", None))
        wanted = {"name": "Nueva", "type": ["client", "provider"], **identity, **body}
        return self.post("contacts", **wanted)["id"]

    def item(self, **body: Any) -> Any:
        wanted = {"name": "Cosa", "price": 10, "unit": "unit", **self.product_key(), **body}
        return self.post("items", **wanted)["id"]

    def product_key(self) -> dict[str, Any]:
        """The fiscal key of an item, in the country's form."""
        key = self.company.country.product_key(RandomValues("desk"))
        return {"productKey": key or "43211503"}

    def invoice(self, **body: Any) -> Any:
        wanted = {
            "date": DAY,
            "dueDate": DAY,
            "client": {"id": self.contact()},
            "items": [{"id": self.item(), "price": 100, "quantity": 1}],
            "paymentForm": "CASH",
            "paymentMethod": "CASH",
        }
        return self.post("invoices", **{**wanted, **body})

    def bill(self, **body: Any) -> Any:
        wanted = {
            "date": DAY,
            "dueDate": DAY,
            "provider": {"id": self.contact()},
            "purchases": {"categories": [{"id": account(self), "price": 50, "quantity": 2}]},
        }
        return self.post("bills", **{**wanted, **body})

    def balance(self, path: str, id: Any) -> tuple[str, Decimal | int]:
        record = get(self.company, f"{path}/{id}")
        return record["status"], amount(record["balance"])


def single(desk: Desk, path: str, id: str) -> dict[str, Any]:
    """A record by its id, without the accounts that only this form of a contact shows."""
    record: dict[str, Any] = get(desk.company, f"{path}/{id}")
    record.pop("accounting", None)
    return record


def account(desk: Desk, use: str = "movement") -> str:
    """An expense account of a use."""
    rows = get(desk.company, "categories", format="plain")
    return next(str(it["id"]) for it in rows if it["use"] == use and it["type"] == "expense")


CREATED: dict[str, Callable[[Desk], dict[str, Any]]] = {
    "contacts": lambda desk: {"name": "Otra", "observations": "nota", **desk.identity()},
    "items": lambda desk: {
        "name": "Cosa",
        "price": Decimal("10.123456"),
        "description": "d",
        "unit": "unit",
        **desk.product_key(),
    },
    "taxes": lambda desk: {"name": "Nuevo", "percentage": Decimal("10.5")},
    "categories": lambda desk: {"name": "Nueva", "idParent": account(desk, "accumulative")},
    "cost-centers": lambda desk: {"name": "Sur", "code": "S"},
    "terms": lambda desk: {"name": "45 días", "days": 45},
    "price-lists": lambda desk: {"name": "Feria", "type": "percentage", "percentage": 5},
    "warehouses": lambda desk: {
        "name": "Bodega sur",
        "address": "Calle 1",
        "costCenter": {"id": 1},
    },
    "sellers": lambda desk: {"name": "Otra vendedora", "identification": 123},
    "bank-accounts": lambda desk: {
        "name": "Tercer banco",
        "type": "bank",
        "initialBalance": 0,
        "initialBalanceDate": DAY,
    },
    "invoices": lambda desk: {
        "date": DAY,
        "dueDate": DAY,
        "client": desk.contact(),
        "items": [{"id": desk.item(), "price": "1.5", "quantity": 2, "tax": [{"id": 1}]}],
        "observations": "nota [external_id:1]",
        "paymentForm": "CASH",
        "paymentMethod": "CASH",
    },
    "estimates": lambda desk: {
        "date": DAY,
        "dueDate": DAY,
        "client": {"id": desk.contact()},
        "items": [{"id": desk.item(), "price": 2, "quantity": 1, "discount": 10}],
        "observations": "nota",
    },
    "credit-notes": lambda desk: {
        "date": DAY,
        "client": {"id": desk.contact()},
        "items": [{"id": desk.item(), "price": 2, "quantity": 1}],
        "observations": "nota",
    },
    "bills": lambda desk: {
        "date": DAY,
        "dueDate": DAY,
        "provider": {"id": desk.contact()},
        "numberTemplate": {"number": "F-77"},
        "purchases": {
            "items": [{"id": desk.item(), "price": 2, "quantity": 1}],
            "categories": [{"id": account(desk), "price": 3, "quantity": 1}],
        },
        "observations": "nota",
    },
    "purchase-orders": lambda desk: {
        "date": DAY,
        "deliveryDate": DAY,
        "provider": {"id": desk.contact()},
        "purchases": {"items": [{"id": desk.item(), "price": 2, "quantity": 1}]},
        "observations": "nota",
    },
    "debit-notes": lambda desk: {
        "date": DAY,
        "client": {"id": desk.contact()},
        "categories": [{"id": account(desk), "price": 3, "quantity": 1}],
        "observations": "nota",
    },
    "payments": lambda desk: {
        "type": "out",
        "date": DAY,
        "bankAccount": {"id": 1},
        "categories": [{"id": account(desk), "price": 3, "quantity": 2}],
        "observations": "nota",
    },
    "journals": lambda desk: {
        "date": DAY,
        "reference": "R-1",
        "entries": [
            {"id": account(desk), "debit": Decimal("5.25"), "credit": 0},
            {"id": account(desk), "debit": 0, "credit": Decimal("5.25")},
        ],
        "observations": "nota",
    },
    "remissions": lambda desk: {
        "date": DAY,
        "dueDate": DAY,
        "client": {"id": desk.contact()},
        "items": [{"id": desk.item(), "price": 2, "quantity": 1}],
        "observations": "nota",
    },
    "income-debit-notes": lambda desk: {
        "date": DAY,
        "dueDate": DAY,
        "client": {"id": desk.contact()},
        "items": [{"id": desk.item(), "price": 2, "quantity": 1}],
        "observations": "nota",
    },
    "inventory-adjustments": lambda desk: {
        "date": DAY,
        "items": [{"id": desk.item(), "type": "in", "quantity": 4, "unitCost": "1.5"}],
        "observations": "nota",
    },
    "warehouse-transfers": lambda desk: {
        "date": DAY,
        "origin": {"id": "1"},
        "destination": {"id": desk.company.long_ids.shown("warehouses", 2)},
        "items": [{"id": desk.item(), "quantity": 4}],
        "observations": "nota",
    },
}
