"""What Alegra refuses to write, and with which codes."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from alegra_sandbox.errors import ApiError
from alegra_sandbox.writing import carry_out

from .company import make
from .desk import CREATED, DAY, Desk, account

SALE = {"date": DAY, "dueDate": DAY}
REFUSALS: list[tuple[str, Callable[[Desk], dict[str, Any]], int]] = [
    ("contacts", lambda desk: {}, 400),
    ("contacts", lambda desk: {"name": "N", "type": ["friend"]}, 400),
    ("contacts", lambda desk: {"name": "N", "observations": "x" * 501}, 400),
    ("items", lambda desk: {"name": "N"}, 400),
    ("items", lambda desk: {"name": "N", "price": Decimal("1.1234567")}, 400),
    ("items", lambda desk: {"name": "N", "price": 1, "productKey": "no"}, 1036),
    ("invoices", lambda desk: {}, 400),
    ("invoices", lambda desk: {**SALE, "client": 999_999, "items": [{}]}, 400),
    ("invoices", lambda desk: {**SALE, "client": desk.contact(), "items": [{"price": 1}]}, 400),
    ("invoices", lambda desk: {**CREATED["invoices"](desk), "date": "10/09/2026"}, 400),
    ("invoices", lambda desk: {**CREATED["invoices"](desk), "status": "closed"}, 400),
    ("invoices", lambda desk: {**CREATED["invoices"](desk), "anotation": "x" * 501}, 400),
    ("bills", lambda desk: {**CREATED["bills"](desk), "provider": {"id": 999_999}}, 11004),
    ("bills", lambda desk: {**CREATED["bills"](desk), "purchases": {}}, 11040),
    ("bills", lambda desk: {**CREATED["bills"](desk), "status": "draft"}, 400),
    (
        "bills",
        lambda desk: {
            **CREATED["bills"](desk),
            "provider": {"id": desk.contact(status="inactive")},
        },
        2094,
    ),
    (
        "bills",
        lambda desk: {
            **SALE,
            "provider": {"id": desk.contact()},
            "purchases": {
                "categories": [{"id": account(desk), "price": 1, "quantity": 1, "tax": 1}]
            },
        },
        11048,
    ),
    (
        "bills",
        lambda desk: {
            **SALE,
            "provider": {"id": desk.contact()},
            "purchases": {
                "categories": [
                    {"id": account(desk), "price": 1, "quantity": 1, "tax": [{"id": 99}]}
                ]
            },
        },
        11067,
    ),
    (
        "bills",
        lambda desk: {
            **SALE,
            "provider": {"id": desk.contact()},
            "purchases": {
                "categories": [{"id": account(desk, "accumulative"), "price": 1, "quantity": 1}]
            },
        },
        11058,
    ),
    ("purchase-orders", lambda desk: {}, 902),
    ("purchase-orders", lambda desk: {**CREATED["purchase-orders"](desk), "purchases": {}}, 12016),
    ("purchase-orders", lambda desk: {**CREATED["purchase-orders"](desk), "total": 1}, 400),
    (
        "purchase-orders",
        lambda desk: {**CREATED["purchase-orders"](desk), "currency": {"code": "USD"}},
        12030,
    ),
    ("debit-notes", lambda desk: {**CREATED["debit-notes"](desk), "client": None}, 13011),
    ("debit-notes", lambda desk: {**CREATED["debit-notes"](desk), "categories": []}, 13043),
    ("payments", lambda desk: {**CREATED["payments"](desk), "bankAccount": {"id": 99}}, 4002),
    ("payments", lambda desk: {**CREATED["payments"](desk), "amount": 6}, 400),
    ("payments", lambda desk: {**CREATED["payments"](desk), "categories": []}, 400),
    (
        "payments",
        lambda desk: {**CREATED["payments"](desk), "invoices": [{"id": 1, "amount": 1}]},
        4012,
    ),
    (
        "journals",
        lambda desk: {"date": DAY, "entries": [{"id": account(desk), "debit": 1, "credit": 0}]},
        400,
    ),
    (
        "journals",
        lambda desk: {
            "date": DAY,
            "entries": [
                {"id": account(desk), "debit": 2, "credit": 0},
                {"id": account(desk), "debit": 0, "credit": 1},
            ],
        },
        400,
    ),
    (
        "journals",
        lambda desk: {
            "date": DAY,
            "entries": [
                {"id": account(desk, "accumulative"), "debit": 1, "credit": 0},
                {"id": account(desk), "debit": 0, "credit": 1},
            ],
        },
        400,
    ),
    ("categories", lambda desk: {"name": "N"}, 400),
    ("cost-centers", lambda desk: {}, 400),
    ("taxes", lambda desk: {"name": "N"}, 400),
    ("bank-accounts", lambda desk: {"name": "N", "type": "bank"}, 400),
]


@pytest.mark.parametrize(("path", "body", "code"), REFUSALS)
def test_alegra_refuses_with_its_codes(
    mexico: Desk, path: str, body: Callable[[Desk], dict[str, Any]], code: int
) -> None:
    assert mexico.refused("POST", path, **body(mexico)) == (400, code)


def test_a_repeated_tax_number_names_the_contact_there_is(mexico: Desk) -> None:
    id = mexico.contact(number="XAXX010101000")
    body = {"name": "N", "identification": "XAXX010101000"}
    with pytest.raises(ApiError) as raised:
        mexico.post("contacts", **body)
    assert (raised.value.body["code"], raised.value.body["contactId"]) == (2006, str(id))
    assert mexico.post("contacts", **body, ignoreRepeated=True)["id"] > id


def test_a_number_of_a_supplier_is_given_once(mexico: Desk) -> None:
    body = CREATED["bills"](mexico)
    mexico.post("bills", **body)
    assert mexico.refused("POST", "bills", **body) == (400, 20007)
    other = {**body, "provider": {"id": mexico.contact(number="OTHER")}}
    assert mexico.post("bills", **other)["numberTemplate"]["number"] == "F-77"


def test_colombia_wants_its_own_fields() -> None:
    desk = Desk(make("CO", size=60))
    assert desk.refused("POST", "contacts", name="N", identification="1") == (400, 2035)
    person = {"name": "N", "kindOfPerson": "PERSON_ENTITY"}
    assert desk.refused("POST", "contacts", **person) == (400, 400)
    body = CREATED["invoices"](desk)
    del body["paymentForm"]
    assert desk.refused("POST", "invoices", **body) == (400, 400)


def test_argentina_wants_its_own_fields() -> None:
    """docs: alegra-api 12.7"""
    desk = Desk(make("AR", size=60))
    whole = {"name": "N", **desk.identity()}
    for field, code in (("identificationObject", 2035), ("ivaCondition", 400)):
        lacking = {name: it for name, it in whole.items() if name != field}
        assert desk.refused("POST", "contacts", **lacking) == (400, code)
    foreign = {**whole, "identificationObject": {"type": "NIT", "number": "1"}}
    assert desk.refused("POST", "contacts", **foreign) == (400, 2039)
    assert desk.refused("POST", "items", name="N", price=1) == (400, 400)
    assert desk.post("items", name="N", price=1, inventory={"unit": "unit"})


def test_costa_rica_wants_a_cabys() -> None:
    """docs: alegra-api 12.6"""
    desk = Desk(make("CR", size=60))
    for key, code in ((None, 1093), ("43211503", 1036)):
        assert desk.refused("POST", "items", name="N", price=1, productKey=key) == (400, code)
    assert desk.refused(
        "POST", "contacts", name="N", identificationObject={"type": "NIT", "number": "1"}
    ) == (400, 2039)


@pytest.mark.parametrize(
    ("kind", "number", "address"),
    [
        ("DNI", "1234567A", {}),
        ("NIF", "1234567AA", {"city": "Reus", "province": "Tarragona"}),
        ("NIF", "B1234567J", {"city": "Reus"}),
        ("NIF-IVA", "FR12345", {"address": "Rue 1"}),
        ("ODP", "7" * 21, {"address": "Rue 1", "country": "FRA"}),
    ],
)
def test_spain_wants_a_number_of_its_form_and_an_address(
    kind: str, number: str, address: dict[str, str]
) -> None:
    """docs: alegra-api 12.8"""
    desk = Desk(make("ES", size=60))
    given = {"identificationObject": {"type": kind, "number": number}, "address": address}
    assert desk.refused("POST", "contacts", name="N", **given) == (400, 400)


def test_spain_wants_to_know_why_there_is_no_tax() -> None:
    """docs: alegra-api 12.8"""
    desk = Desk(make("ES", size=60))
    exempt = {"name": "N", "price": 1, "tax": 3}
    assert desk.refused("POST", "items", **exempt) == (400, 400)
    assert desk.post("items", **exempt, withoutTax={"reason": "exempt", "cause": "E1"})
    assert desk.post("items", name="N", price=1)


def test_mexico_wants_product_keys(mexico: Desk) -> None:
    bare = mexico.item(productKey=None)
    body = {**CREATED["estimates"](mexico), "items": [{"id": bare, "price": 1, "quantity": 1}]}
    assert mexico.refused("POST", "estimates", **body) == (400, 1035)
    stamped = {**CREATED["invoices"](mexico), "items": body["items"], "client": 1}
    asks = {"stamp": {"generateStamp": True}, "regimeClient": "X"}
    assert mexico.refused("POST", "invoices", **stamped, **asks) == (400, 1035)
    strict = Desk(make("MX", size=60, quirks={"items_without_product_key": "refused"}))
    assert strict.refused("POST", "items", name="N", price=1) == (400, 1093)


def test_a_path_or_a_body_that_is_none_is_refused(mexico: Desk) -> None:
    assert mexico.refused("POST", "invoices/1/close") == (403, 403)
    assert mexico.refused("POST", "reconciliations") == (403, 403)
    assert mexico.refused("PUT", "invoices/999999") == (404, 404)
    assert mexico.refused("PUT", "debit-notes/999999") == (404, 13005)
    with pytest.raises(ApiError, match="JSON"):
        carry_out(mexico.company, "POST", "contacts", b"{name")
    with pytest.raises(ApiError, match="objeto"):
        carry_out(mexico.company, "POST", "contacts", json.dumps(["name"]).encode())
