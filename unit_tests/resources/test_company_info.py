from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alegra_api.exact_json import exact_json
from alegra_unified.company import Company
from alegra_unified.resources.company_info import COMPANY_INFO

from .documents import (
    COLOMBIAN,
    MEXICAN,
    any_json,
    assert_anything_is_read,
    digits,
    emitted,
    emitted_text,
    understood,
)

_MEXICO = """{
 "id": 1001,
 "name": "Comercial Díaz SA de CV",
 "identification": "CDI010101AB1",
 "identificationObject": {"type": "RFC", "number": "CDI010101AB1"},
 "applicationVersion": "mexico",
 "currency": {"code": "MXN", "symbol": "$"},
 "decimalPrecision": 2,
 "decimalSeparator": ".",
 "timezone": "America/Mexico_City",
 "regime": "GENERAL_REGIME_OF_MORAL_PEOPLE_LAW",
 "kindOfPerson": "LEGAL_ENTITY",
 "phone": "55 5555 0101",
 "email": "hola@diaz.mx",
 "address": {
  "street": "Reforma",
  "exteriorNumber": "222",
  "interiorNumber": "PB",
  "colony": "Juárez",
  "locality": "Cuauhtémoc",
  "municipality": "Ciudad de México",
  "zipCode": "06600",
  "state": "CDMX",
  "country": "MEX"
 },
 "invoicePreferences": {"defaultAnotation": "Gracias"}
}"""

_COLOMBIA = """{
 "name": "Díaz SAS",
 "identification": 900123456,
 "identificationObject": {},
 "applicationVersion": "colombia",
 "currency": "COP",
 "decimalPrecision": "0",
 "timezone": "America/Bogota",
 "regime": ["COMMON_REGIME"],
 "address": {
  "address": "Cra 7 # 71-21",
  "city": "Bogotá, D.C.",
  "department": "Bogotá, D.C.",
  "country": "Colombia",
  "zipCode": "110231"
 },
 "phone": null,
 "email": ""
}"""

_DOMINICANA = """{
 "id": "77",
 "name": "Díaz SRL",
 "identification": "101000001",
 "applicationVersion": "republicaDominicana",
 "currency": {"code": "DOP"},
 "timezone": "America/Santo_Domingo",
 "address": {"address": "Av. 27 de Febrero No. 12", "municipality": "Santiago"}
}"""


def _record(**changes: Any) -> dict[str, Any]:
    return {**exact_json(_MEXICO), **changes}


def _read(record: dict[str, Any]) -> dict[str, Any]:
    return understood(COMPANY_INFO, record, Company.from_alegra(record))


def test_a_mexican_company() -> None:
    expected = """{
 "id": "1001",
 "company_name": "Comercial Díaz SA de CV",
 "legal_name": "Comercial Díaz SA de CV",
 "status": "active",
 "country": "MX",
 "sales_tax_number": "CDI010101AB1",
 "currency": "MXN",
 "addresses": [
  {
   "type": "primary",
   "line1": "Reforma",
   "line2": "Juárez",
   "line3": "PB",
   "street_number": "222",
   "city": "Ciudad de México",
   "state": "CDMX",
   "postal_code": "06600",
   "country": "MEX",
   "county": "Cuauhtémoc"
  }
 ],
 "phone_numbers": [{"number": "55 5555 0101", "type": "primary"}],
 "emails": [{"email": "hola@diaz.mx", "type": "primary"}],
 "alegra": {
  "application_version": "mexico",
  "time_zone": "America/Mexico_City",
  "decimal_precision": "2",
  "regime": "GENERAL_REGIME_OF_MORAL_PEOPLE_LAW",
  "kind_of_person": "LEGAL_ENTITY",
  "identification": {"type": "RFC", "number": "CDI010101AB1"}
 }
}"""
    company = Company.from_alegra(exact_json(_MEXICO))
    assert company == MEXICAN
    assert digits(emitted_text(COMPANY_INFO, _MEXICO, company)) == digits(expected)


def test_a_colombian_company_without_an_id() -> None:
    expected = """{
 "id": "900123456",
 "company_name": "Díaz SAS",
 "legal_name": "Díaz SAS",
 "status": "active",
 "country": "CO",
 "sales_tax_number": "900123456",
 "currency": "COP",
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
 "phone_numbers": null,
 "emails": null,
 "alegra": {
  "application_version": "colombia",
  "time_zone": "America/Bogota",
  "decimal_precision": "0",
  "regime": ["COMMON_REGIME"]
 }
}"""
    company = Company.from_alegra(exact_json(_COLOMBIA))
    assert company == COLOMBIAN
    assert digits(emitted_text(COMPANY_INFO, _COLOMBIA, company)) == digits(expected)


def test_a_dominican_company() -> None:
    data = _read(exact_json(_DOMINICANA))
    assert (data["id"], data["country"], data["currency"]) == ("77", "DO", "DOP")
    assert data["addresses"] == [
        {"type": "primary", "line1": "Av. 27 de Febrero No. 12", "city": "Santiago"}
    ]


def test_a_country_or_time_zone_unknown_here_stays_readable_under_alegra() -> None:
    data = _read(_record(applicationVersion="atlantis", timezone="Sea/Atlantis"))
    assert data["country"] is None
    assert data["alegra"]["application_version"] == "atlantis"
    assert data["alegra"]["time_zone"] == "Sea/Atlantis"


@pytest.mark.parametrize(
    ("identifier", "tax_number", "expected"),
    [
        ("5", "CDI", "5"),
        (5, "CDI", "5"),
        (0, "CDI", "0"),
        (None, "CDI", "CDI"),
        ("", 796000, "796000"),
        ({}, {"type": "NIT", "number": "796000"}, "796000"),
        (None, None, "company"),
        (None, "", "company"),
    ],
)
def test_the_id_is_alegras_or_the_tax_number_or_a_fixed_word(
    identifier: Any, tax_number: Any, expected: str
) -> None:
    record = _record(id=identifier, identification=tax_number, identificationObject=None)
    assert _read(record)["id"] == expected


@pytest.mark.parametrize(
    ("identification", "parts", "number"),
    [
        ("CDI", {}, "CDI"),
        ({"type": "NIT", "number": "900"}, {}, "900"),
        ({}, {"type": "NIT", "number": "900"}, "900"),
        (None, {"type": "NIT", "number": 900}, "900"),
        (None, [], None),
    ],
)
def test_the_tax_number_is_a_text_or_in_an_object(
    identification: Any, parts: Any, number: str | None
) -> None:
    record = _record(identification=identification, identificationObject=parts)
    assert _read(record)["sales_tax_number"] == number


@given(any_json, any_json)
def test_whatever_the_tax_number_is_the_company_has_an_id(identification: Any, parts: Any) -> None:
    record = _record(id=None, identification=identification, identificationObject=parts)
    data, _ = emitted(COMPANY_INFO, record)
    assert data["id"]


@pytest.mark.parametrize("currency", [{"code": {}}, {"name": "peso"}, ["MXN"], True])
def test_a_currency_that_cannot_be_read_is_reported(currency: Any) -> None:
    record = _record(currency=currency)
    data, problems = emitted(COMPANY_INFO, record, Company.from_alegra(record))
    assert data["currency"] is None
    assert [problem.field for problem in problems] == ["currency"]
    assert data["alegra"]["unread"][0]["value"] == currency


@pytest.mark.parametrize("currency", [None, {}, [], ""])
def test_no_currency_is_none(currency: Any) -> None:
    assert _read(_record(currency=currency))["currency"] is None


@pytest.mark.parametrize("nothing", [None, "", {}, []])
def test_without_an_address_phone_or_email_there_are_no_lists(nothing: Any) -> None:
    data = _read(_record(address=nothing, phone=nothing, email=nothing))
    assert (data["addresses"], data["phone_numbers"], data["emails"]) == (None, None, None)


def test_a_broken_value_is_null_and_reported() -> None:
    data, problems = emitted(COMPANY_INFO, _record(name=["Díaz"], timezone={"name": "x"}))
    assert (data["company_name"], data["legal_name"]) == (None, None)
    fields = {"company_name", "legal_name", "alegra.time_zone"}
    assert {problem.field for problem in problems} == fields
    assert {each["field"] for each in data["alegra"]["unread"]} == fields


def test_there_is_one_company_only() -> None:
    assert COMPANY_INFO.listing.path == "/company"
    assert COMPANY_INFO.listing.single


@given(st.data())
def test_any_json_in_any_place_is_read_and_the_id_survives(data: st.DataObject) -> None:
    assert_anything_is_read(COMPANY_INFO, _record(), data, MEXICAN)
