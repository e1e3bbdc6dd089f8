"""Customers and suppliers, which are one list of contacts in Alegra."""

from typing import Any

import pytest
from hypothesis import given

from . import examples
from .examples import any_json
from .mapping import COUNTRIES, judged, unified, unified_with_problems
from .rules import ABSENT, NOTHING, UNREAD, rules

PRIMARY = [{"email": "a@b.mx", "type": "primary"}]

test_customers = rules(
    "customers",
    {
        "an id is a text whether Alegra sends text, number or UUID": (
            "id -> id, downstream_id",
            [
                ("5691", "5691", "5691"),
                (5691, "5691", "5691"),
                ("019d06f6-08df-7479-b90d-799dc90a8f41",) * 3,
            ],
        ),
        "the tax number is a text or in an object, and is displayed before the id": (
            "identification, identificationObject -> tax_number, display_id",
            [
                ("X1", {"type": "RFC", "number": "Y2"}, "X1", "X1"),
                (796000, {}, "796000", "796000"),
                ({"type": "CC", "number": "796000"}, {}, "796000", "796000"),
                ({"type": "CC", "number": 796000}, None, "796000", "796000"),
                ({}, {"type": "CC", "number": "796000"}, "796000", "796000"),
                ([], {"type": "CC", "number": "796000"}, "796000", "796000"),
                ({"number": None}, {"type": "CC", "number": "796000"}, "796000", "796000"),
                ("", {"type": "CC", "number": "796000"}, "796000", "796000"),
                (None, {}, None, "41"),
                (None, [], None, "41"),
                ({"value": "X1"}, None, UNREAD, UNREAD),
            ],
        ),
        "the kind of the tax number stands beside it or inside": (
            "identificationType, identificationObject -> alegra.identification_type",
            [
                ("CED", {}, "CED"),
                ("CED", {"type": "CC"}, "CED"),
                (None, {"type": "CC"}, "CC"),
                (None, None, None),
            ],
        ),
        "only a person has no company name": (
            "kindOfPerson -> individual, company_name, alegra.kind_of_person",
            [
                ("PERSON_ENTITY", True, None, "PERSON_ENTITY"),
                ("LEGAL_ENTITY", False, "Aceros del Norte SA de CV", "LEGAL_ENTITY"),
                ("TRUST", None, "Aceros del Norte SA de CV", "TRUST"),
                (None, None, "Aceros del Norte SA de CV", None),
                ({}, None, "Aceros del Norte SA de CV", None),
            ],
        ),
        "a person has names in parts": (
            "nameObject -> first_name, middle_name, last_name",
            [
                ({"firstName": "Ana", "lastName": "Díaz"}, "Ana", None, "Díaz"),
                ({"lastName": "Díaz", "secondLastName": None}, None, None, "Díaz"),
                ({"lastName": "Díaz", "secondLastName": ""}, None, None, "Díaz"),
                ({"lastName": "", "secondLastName": "Paz"}, None, None, "Paz"),
                ({"lastName": "Díaz", "secondLastName": "Paz"}, None, None, "Díaz Paz"),
                ({"secondName": "María"}, None, "María", None),
                ({}, None, None, None),
                ([], None, None, None),
                (None, None, None, None),
                ({"lastName": "Díaz", "secondLastName": {"text": "Paz"}}, None, None, UNREAD),
            ],
        ),
        "a name is a text or in parts": (
            "name -> display_name, company_name",
            [
                ("Eva", "Eva", "Eva"),
                ({"firstName": "Eva", "lastName": "Luna"}, "Eva Luna", "Eva Luna"),
                ({"fullname": "Eva Luna"}, "Eva Luna", "Eva Luna"),
                (7, "7", "7"),
                ("", None, None),
                ({}, None, None),
                (None, None, None),
                ({"alias": "Eva"}, UNREAD, UNREAD),
            ],
        ),
        "an email is a text, an object or nothing": (
            "email, emailSecondary, internalContacts -> emails",
            [
                ("a@b.mx", None, None, PRIMARY),
                ({"email": "a@b.mx"}, None, None, PRIMARY),
                ({"email": None}, None, None, None),
                ({"email": ""}, None, None, None),
                ({}, None, None, None),
                ([], None, None, None),
                ("", None, None, None),
                (None, None, None, None),
            ],
        ),
        "an email of an unknown shape is reported, and the others are read": (
            "email -> emails.0.email, emails.1.email, emails.2.email",
            [
                (email, UNREAD, "cobranza@aceros.mx", "luz@aceros.mx")
                for email in ({"address": "a@b.mx"}, ["a@b.mx"], True)
            ],
        ),
        "people are a list of objects, and what is none has no email": (
            "internalContacts -> alegra.internal_contacts, emails.2",
            [
                (
                    ["x", {}, None, [{}], {"email": "a@b.mx"}],
                    ["x", {}, None, [{}], {"email": "a@b.mx"}],
                    {"email": "a@b.mx", "type": "work"},
                ),
                ({"email": "luz@aceros.mx"}, UNREAD, None),
                ("luz@aceros.mx", UNREAD, None),
            ],
        ),
        "an address is a block, a text or nothing": (
            "address -> addresses",
            [
                ("Reforma 222", [{"type": "primary", "line1": "Reforma 222"}]),
                *((nothing, None) for nothing in NOTHING),
                ({"address": None, "city": None, "country": None, "zipCode": None}, None),
                ({"city": None, "zipCode": ""}, None),
                ({"street": "Reforma"}, [{"type": "primary", "line1": "Reforma"}]),
                ({"province": "Lima"}, [{"type": "primary", "state": "Lima"}]),
            ],
        ),
        "an address of an unknown shape is reported": ("address -> addresses.0", [(5, UNREAD)]),
        "terms are a text or an object": (
            "term -> terms, terms_id",
            [
                ("De contado", "De contado", None),
                ({"id": "1", "name": "15 días", "days": "15"}, "15 días", "1"),
                ({"id": 1, "name": "15 días", "days": 15}, "15 días", "1"),
                *((nothing, None, None) for nothing in NOTHING),
            ],
        ),
        "whether statements are attached is a truth or a word": (
            "statementAttached -> alegra.statement_attached",
            [
                (True, True),
                (False, False),
                ("yes", True),
                ("no", False),
                *((nothing, None) for nothing in NOTHING),
                ("perhaps", UNREAD),
            ],
        ),
        "a regime is a text or a list": (
            "regime -> alegra.regime",
            [("SIMPLIFIED_REGIME",) * 2, (["SIMPLIFIED_REGIME", "OTHER"],) * 2],
        ),
        "the third type has two names": (
            "thirdType, thirdsType -> alegra.third_type",
            [("FOREIGN", ABSENT, "FOREIGN"), (None, "FOREIGN", "FOREIGN")],
        ),
        "the account of a customer is the receivable one, an object or an id": (
            "accounting.accountReceivable -> account",
            [
                ({"id": 61, "name": "Clientes"}, {"id": "61", "name": "Clientes"}),
                (61, {"id": "61"}),
                ({"id": None, "name": None}, None),
                *((nothing, None) for nothing in NOTHING),
            ],
        ),
        "moments are optional and in UTC": (
            "created_at, updated_at -> created_at, updated_at",
            [
                *(
                    (sent, sent, shown, shown)
                    for sent, shown in [
                        ("2026-04-23T21:03:01.000Z", "2026-04-23T21:03:01.000Z"),
                        ("2026-04-23T21:03:01Z", "2026-04-23T21:03:01.000Z"),
                        ("2026-04-23T23:03:01.500-05:00", "2026-04-24T04:03:01.500Z"),
                        (None, None),
                        ("", None),
                    ]
                ),
                ("ayer", None, UNREAD, None),
                (None, 1776978181, None, UNREAD),
                (None, "0000-00-00", None, UNREAD),
                (None, {"date": "2026-04-23"}, None, UNREAD),
            ],
        ),
    },
)

STATUS = (
    "status -> status, alegra.status",
    [
        ("active", "active", "active"),
        ("inactive", "inactive", "inactive"),
        ("deleted", "archived", "deleted"),
        ("suspended", None, "suspended"),
        (None, None, None),
        (["active"], None, UNREAD),
    ],
)
test_status_of_a_customer = rules("customers", {"status vocabulary": STATUS})
test_suppliers = rules(
    "suppliers",
    {
        "status vocabulary": STATUS,
        "a supplier without an account to pay has none": (
            "accounting -> account",
            [
                *((nothing, None) for nothing in NOTHING),
                ({"debtToPay": None}, None),
                ({"accountReceivable": {"id": "5093"}}, None),
            ],
        ),
        "an account of an unknown shape is reported": (
            "accounting -> account",
            [("5095", UNREAD)],
        ),
    },
)


@pytest.mark.parametrize(
    ("kind", "is_customer", "is_supplier", "untyped"),
    [
        ("client", True, False, None),
        ("provider", False, True, None),
        (["client"], True, False, None),
        (["provider"], False, True, None),
        (["client", "provider"], True, True, None),
        (["provider", "client", "other"], True, True, None),
        *((kind, True, False, True) for kind in (*NOTHING, ["other"], "other")),
        ([["client"], 5, None], True, False, True),
    ],
)
def test_every_contact_is_in_one_stream_at_least_and_those_of_no_kind_are_flagged_customers(
    kind: Any, is_customer: bool, is_supplier: bool, untyped: bool | None
) -> None:
    row = examples.row("customers", type=kind)
    assert judged("customers", row).belongs is is_customer
    assert judged("suppliers", row).belongs is is_supplier
    assert unified("customers", row)["alegra"].get("untyped") is untyped


@given(any_json)
def test_no_contact_is_lost_whatever_its_type(kind: Any) -> None:
    row = examples.row("customers", type=kind)
    assert judged("customers", row).belongs or judged("suppliers", row).belongs


@pytest.mark.parametrize("stem", COUNTRIES)
def test_a_contact_that_is_both_is_the_same_but_for_its_account(stem: str) -> None:
    row = examples.row("customers", stem, type=["client", "provider"])
    customer, supplier = unified("customers", row, stem), unified("suppliers", row, stem)
    accounting = row.get("accounting") or {"accountReceivable": None, "debtToPay": None}
    for record, account in ((customer, "accountReceivable"), (supplier, "debtToPay")):
        found, sent = record.pop("account"), accounting[account]
        assert (found and found["id"]) == (sent and str(sent["id"]))
    assert customer == supplier


def test_a_broken_moment_loses_nothing_else() -> None:
    record, _ = unified_with_problems("customers", examples.row("customers", updated_at="ayer"))
    del record["alegra"]["unread"]
    whole = unified("customers", examples.row("customers"))
    assert record == {**whole, "updated_at": None}


def test_a_contact_with_nothing_but_an_id_is_a_customer() -> None:
    assert judged("customers", {"id": 1}).belongs
    record = unified("customers", {"id": 1})
    assert {field: value for field, value in record.items() if value is not None} == {
        "id": "1",
        "downstream_id": "1",
        "display_id": "1",
        "alegra": {"untyped": True},
    }
