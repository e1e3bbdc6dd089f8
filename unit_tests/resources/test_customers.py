from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alegra_unified.resources.customers import CUSTOMERS
from alegra_unified.resources.suppliers import SUPPLIERS
from alegra_unified.synchronization import ContactChanges

from .documents import (
    COLOMBIAN,
    DOMINICAN,
    MEXICAN,
    any_json,
    assert_anything_is_read,
    digits,
    emitted,
    emitted_text,
    understood,
)
from .master_data import COLOMBIAN_CONTACT, DOMINICAN_CONTACT, MEXICAN_CONTACT, contact


def test_a_mexican_customer() -> None:
    expected = """{
 "id": "41",
 "alegra": {
  "status": "active",
  "identification_type": "RFC",
  "identification": {"type": "RFC", "number": "ANO020202CD2"},
  "kind_of_person": "LEGAL_ENTITY",
  "regime": "GENERAL_REGIME_OF_MORAL_PEOPLE_LAW",
  "third_type": "NATIONAL",
  "cfdi_use": "G03",
  "payment_type": "PPD",
  "seller": {"id": "3", "name": "Eva"},
  "price_list": {"id": "019d06f6-08df-7479-b90d-799dc90a8f41", "name": "General"},
  "credit_limit": 150000.5000000000,
  "statement_attached": true,
  "internal_contacts": [
   {"id": "9", "name": "Luz", "email": "luz@aceros.mx", "sendNotifications": "yes"},
   {"id": "10", "name": "Sin correo", "email": null}
  ]
 },
 "downstream_id": "41",
 "display_id": "ANO020202CD2",
 "display_name": "Aceros del Norte SA de CV",
 "company_name": "Aceros del Norte SA de CV",
 "first_name": null,
 "middle_name": null,
 "last_name": null,
 "individual": false,
 "addresses": [
  {
   "type": "primary",
   "line1": "Av. Ruiz Cortines",
   "line2": "Moderna",
   "line3": "4B",
   "street_number": "1200",
   "city": "Monterrey",
   "state": "Nuevo León",
   "postal_code": "64530",
   "country": "MEX",
   "county": "Monterrey Centro"
  }
 ],
 "phone_numbers": [
  {"number": "81 5555 0101", "type": "primary"},
  {"number": "81 5555 0102", "type": "secondary"},
  {"number": "81 5555 0103", "type": "mobile"},
  {"number": "81 5555 0104", "type": "fax"}
 ],
 "emails": [
  {"email": "ventas@aceros.mx", "type": "primary"},
  {"email": "cobranza@aceros.mx", "type": "secondary"},
  {"email": "luz@aceros.mx", "type": "work"}
 ],
 "notes": "Entrega por la mañana",
 "tax_number": "ANO020202CD2",
 "account": {"id": "5093", "name": "Clientes nacionales"},
 "status": "active",
 "payment_method": "transfer",
 "terms": "30 días",
 "terms_id": "2",
 "created_at": "2026-04-23T21:03:01.000Z",
 "updated_at": "2026-05-01T08:30:15.250Z"
}"""
    assert digits(emitted_text(CUSTOMERS, MEXICAN_CONTACT, MEXICAN)) == digits(expected)


def test_a_colombian_person() -> None:
    expected = """{
 "id": "1",
 "alegra": {
  "status": "inactive",
  "identification_type": "CC",
  "identification": {"type": "CC", "number": "796000", "dv": 4},
  "kind_of_person": "PERSON_ENTITY",
  "regime": ["SIMPLIFIED_REGIME"],
  "statement_attached": false
 },
 "downstream_id": "1",
 "display_id": "796000",
 "display_name": "Ana María Prueba Díaz",
 "company_name": null,
 "first_name": "Ana",
 "middle_name": "María",
 "last_name": "Prueba Díaz",
 "individual": true,
 "addresses": [
  {
   "type": "primary",
   "line1": "Cra 7 # 71-21",
   "city": "Bogotá, D.C.",
   "state": "Bogotá, D.C.",
   "postal_code": "110231",
   "country": "Colombia"
  }
 ],
 "phone_numbers": [
  {"number": "601 555 0101", "type": "primary"},
  {"number": "300 555 0101", "type": "mobile"}
 ],
 "emails": [{"email": "ana@prueba.co", "type": "primary"}],
 "notes": null,
 "tax_number": "796000",
 "account": {"id": "61", "name": "Clientes", "code": "130505"},
 "status": "inactive",
 "payment_method": null,
 "terms": null,
 "terms_id": null,
 "created_at": null,
 "updated_at": null
}"""
    assert digits(emitted_text(CUSTOMERS, COLOMBIAN_CONTACT, COLOMBIAN)) == digits(expected)


def test_a_dominican_customer() -> None:
    expected = """{
 "id": "5691",
 "alegra": {"status": "active", "identification_type": "CED"},
 "downstream_id": "5691",
 "display_id": "40200000001",
 "display_name": "Ana Prueba",
 "company_name": "Ana Prueba",
 "first_name": null,
 "middle_name": null,
 "last_name": null,
 "individual": null,
 "addresses": [
  {
   "type": "primary",
   "line1": "Av. 27 de Febrero No. 12",
   "city": "Santiago",
   "country": "Dominican Republic"
  }
 ],
 "phone_numbers": [{"number": "829-555-0182", "type": "primary"}],
 "emails": null,
 "notes": null,
 "tax_number": "40200000001",
 "account": null,
 "status": "active",
 "payment_method": null,
 "terms": null,
 "terms_id": null,
 "created_at": "2026-04-23T21:03:01.000Z",
 "updated_at": "2026-04-23T21:03:01.000Z"
}"""
    assert digits(emitted_text(CUSTOMERS, DOMINICAN_CONTACT, DOMINICAN)) == digits(expected)


@pytest.mark.parametrize(
    ("kind", "is_customer", "is_supplier", "untyped"),
    [
        ("client", True, False, None),
        ("provider", False, True, None),
        (["client"], True, False, None),
        (["provider"], False, True, None),
        (["client", "provider"], True, True, None),
        (["provider", "client", "other"], True, True, None),
        ([], True, False, True),
        ("", True, False, True),
        (None, True, False, True),
        ({}, True, False, True),
        (["other"], True, False, True),
        ("other", True, False, True),
        ([["client"], 5, None], True, False, True),
    ],
)
def test_every_contact_is_in_one_stream_at_least_and_those_of_no_kind_are_flagged_customers(
    kind: Any, is_customer: bool, is_supplier: bool, untyped: bool | None
) -> None:
    record = contact(type=kind)
    assert (CUSTOMERS.belongs(record), SUPPLIERS.belongs(record)) == (is_customer, is_supplier)
    resource = CUSTOMERS if is_customer else SUPPLIERS
    assert understood(resource, record)["alegra"].get("untyped") is untyped


@given(any_json)
def test_no_contact_is_lost_whatever_its_type(kind: Any) -> None:
    record = contact(type=kind)
    assert CUSTOMERS.belongs(record) or SUPPLIERS.belongs(record)


def test_contacts_are_listed_once_for_both_streams_and_asked_for_their_accounts() -> None:
    assert CUSTOMERS.listing is SUPPLIERS.listing
    assert CUSTOMERS.listing.parameters == {"fields": "accounting"}
    assert CUSTOMERS.strategy == SUPPLIERS.strategy == ContactChanges()


@pytest.mark.parametrize(
    ("word", "unified"),
    [
        ("active", "active"),
        ("inactive", "inactive"),
        ("deleted", "archived"),
        ("suspended", None),
        (None, None),
    ],
)
def test_status_vocabulary(word: str | None, unified: str | None) -> None:
    data = understood(CUSTOMERS, contact(status=word))
    assert data["status"] == unified
    assert data["alegra"].get("status") == word


@pytest.mark.parametrize("identifier", ["5691", 5691])
def test_an_id_is_a_text_whether_alegra_sends_text_or_number(identifier: Any) -> None:
    data = understood(CUSTOMERS, contact(id=identifier))
    assert (data["id"], data["downstream_id"]) == ("5691", "5691")


def test_an_id_may_be_a_uuid() -> None:
    uuid = "019d06f6-08df-7479-b90d-799dc90a8f41"
    assert understood(CUSTOMERS, contact(id=uuid))["id"] == uuid


@pytest.mark.parametrize(
    ("identification", "parts", "number"),
    [
        ("X1", {"type": "RFC", "number": "Y2"}, "X1"),
        (796000, {}, "796000"),
        ({"type": "CC", "number": "796000"}, {}, "796000"),
        ({"type": "CC", "number": 796000}, None, "796000"),
        ({}, {"type": "CC", "number": "796000"}, "796000"),
        ([], {"type": "CC", "number": "796000"}, "796000"),
        ({"number": None}, {"type": "CC", "number": "796000"}, "796000"),
        ("", {"type": "CC", "number": "796000"}, "796000"),
        (None, {}, None),
        (None, [], None),
    ],
)
def test_the_tax_number_is_a_text_or_in_an_object(
    identification: Any, parts: Any, number: str | None
) -> None:
    record = contact(identification=identification, identificationObject=parts)
    data = understood(CUSTOMERS, record)
    assert data["tax_number"] == number
    assert data["display_id"] == (number or "41")


def test_a_tax_number_of_an_unknown_shape_is_reported() -> None:
    record = contact(identification={"value": "X1"}, identificationObject=None)
    data, problems = emitted(CUSTOMERS, record)
    assert (data["id"], data["tax_number"]) == ("41", None)
    assert "tax_number" in [problem.field for problem in problems]
    assert {"value": "X1"} in [each["value"] for each in data["alegra"]["unread"]]


@pytest.mark.parametrize(
    ("kind", "individual", "company_name"),
    [
        ("PERSON_ENTITY", True, None),
        ("LEGAL_ENTITY", False, "Aceros del Norte SA de CV"),
        ("TRUST", None, "Aceros del Norte SA de CV"),
        (None, None, "Aceros del Norte SA de CV"),
        ({}, None, "Aceros del Norte SA de CV"),
    ],
)
def test_only_a_person_has_no_company_name(
    kind: Any, individual: bool | None, company_name: str | None
) -> None:
    data = understood(CUSTOMERS, contact(kindOfPerson=kind))
    assert (data["individual"], data["company_name"]) == (individual, company_name)
    assert data["alegra"].get("kind_of_person") == (kind or None)


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        ({"firstName": "Ana", "lastName": "Díaz"}, ("Ana", None, "Díaz")),
        ({"lastName": "Díaz", "secondLastName": None}, (None, None, "Díaz")),
        ({"lastName": "Díaz", "secondLastName": ""}, (None, None, "Díaz")),
        ({"lastName": "", "secondLastName": "Paz"}, (None, None, "Paz")),
        ({"lastName": "Díaz", "secondLastName": "Paz"}, (None, None, "Díaz Paz")),
        ({"secondName": "María"}, (None, "María", None)),
        ({}, (None, None, None)),
        ([], (None, None, None)),
        (None, (None, None, None)),
    ],
)
def test_a_person_has_names_in_parts(parts: Any, names: tuple[str | None, ...]) -> None:
    data = understood(CUSTOMERS, contact(nameObject=parts))
    assert (data["first_name"], data["middle_name"], data["last_name"]) == names


def test_a_second_surname_of_an_unknown_shape_is_reported() -> None:
    parts = {"lastName": "Díaz", "secondLastName": {"text": "Paz"}}
    data, problems = emitted(CUSTOMERS, contact(nameObject=parts))
    assert [problem.field for problem in problems] == ["last_name"]
    assert data["alegra"]["unread"][0]["value"] == {"text": "Paz"}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Eva", "Eva"),
        ({"firstName": "Eva", "lastName": "Luna"}, "Eva Luna"),
        ({"fullname": "Eva Luna"}, "Eva Luna"),
        (7, "7"),
        ("", None),
        ({}, None),
        (None, None),
    ],
)
def test_a_name_is_a_text_or_in_parts(name: Any, shown: str | None) -> None:
    assert understood(CUSTOMERS, contact(name=name))["display_name"] == shown


def test_a_name_in_unknown_parts_is_reported() -> None:
    data, problems = emitted(CUSTOMERS, contact(name={"alias": "Eva"}))
    assert [problem.field for problem in problems] == ["display_name", "company_name"]
    assert data["alegra"]["unread"][0]["value"] == {"alias": "Eva"}


@pytest.mark.parametrize(
    ("email", "emails"),
    [
        ("a@b.mx", [{"email": "a@b.mx", "type": "primary"}]),
        ({"email": "a@b.mx"}, [{"email": "a@b.mx", "type": "primary"}]),
        ({"email": None}, None),
        ({"email": ""}, None),
        ({}, None),
        ([], None),
        ("", None),
        (None, None),
    ],
)
def test_an_email_is_a_text_an_object_or_nothing(email: Any, emails: Any) -> None:
    record = contact(email=email, emailSecondary=None, internalContacts=None)
    assert understood(CUSTOMERS, record)["emails"] == emails


@pytest.mark.parametrize("email", [{"address": "a@b.mx"}, ["a@b.mx"], True])
def test_an_email_of_an_unknown_shape_is_reported(email: Any) -> None:
    data, problems = emitted(CUSTOMERS, contact(email=email))
    assert [problem.field for problem in problems] == ["emails.0.email"]
    assert data["alegra"]["unread"][0]["value"] == email
    assert data["emails"][1:] == [
        {"email": "cobranza@aceros.mx", "type": "secondary"},
        {"email": "luz@aceros.mx", "type": "work"},
    ]


@pytest.mark.parametrize("people", [{"email": "luz@aceros.mx"}, "luz@aceros.mx"])
def test_people_of_an_unknown_shape_are_reported(people: Any) -> None:
    data, problems = emitted(CUSTOMERS, contact(internalContacts=people))
    assert [problem.field for problem in problems] == ["alegra.internal_contacts"]
    assert data["alegra"]["unread"][0]["value"] == people


@pytest.mark.parametrize(
    "block",
    [
        None,
        {},
        [],
        "",
        {"address": None, "city": None, "department": None, "country": None, "zipCode": None},
    ],
)
def test_no_address_is_none(block: Any) -> None:
    assert understood(CUSTOMERS, contact(address=block))["addresses"] is None


def test_an_address_may_be_one_text() -> None:
    data = understood(CUSTOMERS, contact(address="Reforma 222, CDMX"))
    assert data["addresses"] == [{"type": "primary", "line1": "Reforma 222, CDMX"}]


@pytest.mark.parametrize(
    ("term", "name", "identifier"),
    [
        ("De contado", "De contado", None),
        ({"id": "1", "name": "15 días", "days": "15"}, "15 días", "1"),
        ({"id": 1, "name": "15 días", "days": 15}, "15 días", "1"),
        ({}, None, None),
        ([], None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_terms_are_a_text_or_an_object(term: Any, name: Any, identifier: Any) -> None:
    data = understood(CUSTOMERS, contact(term=term))
    assert (data["terms"], data["terms_id"]) == (name, identifier)


@pytest.mark.parametrize(
    ("sent", "attached"),
    [
        (True, True),
        (False, False),
        ("yes", True),
        ("no", False),
        ("", None),
        ({}, None),
        ([], None),
        (None, None),
    ],
)
def test_statement_attached_is_a_truth_or_a_word(sent: Any, attached: bool | None) -> None:
    data = understood(CUSTOMERS, contact(statementAttached=sent))
    assert data["alegra"].get("statement_attached") is attached


@pytest.mark.parametrize("regime", ["SIMPLIFIED_REGIME", ["SIMPLIFIED_REGIME", "OTHER"]])
def test_a_regime_is_a_text_or_a_list(regime: Any) -> None:
    assert understood(CUSTOMERS, contact(regime=regime))["alegra"]["regime"] == regime


@pytest.mark.parametrize("key", ["thirdType", "thirdsType"])
def test_the_third_type_has_two_spellings(key: str) -> None:
    record = contact(**{"thirdType": None, key: "FOREIGN"})
    assert understood(CUSTOMERS, record)["alegra"]["third_type"] == "FOREIGN"


@pytest.mark.parametrize(
    ("account", "linked"),
    [
        ({"id": 61, "name": "Clientes"}, {"id": "61", "name": "Clientes"}),
        (61, {"id": "61"}),
        ({"id": None, "name": None}, None),
        ({}, None),
        ([], None),
        (None, None),
    ],
)
def test_the_account_of_a_customer_is_the_receivable_one(account: Any, linked: Any) -> None:
    accounting = {"accountReceivable": account, "debtToPay": {"id": "99"}}
    assert understood(CUSTOMERS, contact(accounting=accounting))["account"] == linked


@pytest.mark.parametrize(
    ("sent", "printed"),
    [
        ("2026-04-23T21:03:01.000Z", "2026-04-23T21:03:01.000Z"),
        ("2026-04-23T21:03:01Z", "2026-04-23T21:03:01.000Z"),
        ("2026-04-23T23:03:01.500-05:00", "2026-04-24T04:03:01.500Z"),
        (None, None),
        ("", None),
    ],
)
def test_moments_are_optional_and_in_utc(sent: str | None, printed: str | None) -> None:
    data = understood(CUSTOMERS, contact(created_at=sent, updated_at=sent), COLOMBIAN)
    assert (data["created_at"], data["updated_at"]) == (printed, printed)


@pytest.mark.parametrize("sent", ["ayer", 1776978181, "0000-00-00", {"date": "2026-04-23"}])
def test_a_broken_moment_is_reported_and_nothing_else_is_lost(sent: Any) -> None:
    data, problems = emitted(CUSTOMERS, contact(updated_at=sent))
    assert [problem.field for problem in problems] == ["updated_at"]
    (unread,) = data["alegra"].pop("unread")
    assert (unread["field"], unread["value"]) == ("updated_at", sent)
    assert data == {**understood(CUSTOMERS, contact()), "updated_at": None}


@pytest.mark.parametrize("limit", ["16746.218487", "0.30000000000000004", "-1.0000000000", "7"])
def test_a_credit_limit_keeps_its_digits(limit: str) -> None:
    for sent in (limit, f'"{limit}"'):
        text = emitted_text(CUSTOMERS, f'{{"id": 1, "creditLimit": {sent}}}', MEXICAN)
        assert digits(text)["alegra"]["credit_limit"] == ("number", limit)


def test_a_contact_with_nothing_but_an_id_is_a_customer() -> None:
    assert CUSTOMERS.belongs({"id": 1})
    data = understood(CUSTOMERS, {"id": 1})
    assert {key: value for key, value in data.items() if value is not None} == {
        "id": "1",
        "downstream_id": "1",
        "display_id": "1",
        "alegra": {"untyped": True},
    }


@given(st.data())
def test_any_json_in_any_place_is_read_and_the_id_survives(data: st.DataObject) -> None:
    assert_anything_is_read(CUSTOMERS, contact(nameObject={"lastName": "Luna"}), data, MEXICAN)
