"""The company (docs: alegra-api 3.12, unified-model 4.5). Read-only."""

from typing import Any, Literal

from pydantic import Field

from alegra_api.listing import Listing

from ..company import Company
from ..contact import tax_number
from ..model import AlegraExtras, UnifiedRecord
from ..parts import Address, Email, PhoneNumber, address
from ..resource import Resource
from ..shapes import filled, inside, is_empty
from ..synchronization import MasterData
from ..values import JsonObject, JsonValue, Text


class CompanyExtras(AlegraExtras):
    """What only Alegra knows of the company."""

    application_version: Text | None = Field(None, description="Alegra's edition, by country.")
    time_zone: Text | None = Field(None, description="IANA name; local moments are read in it.")
    decimal_precision: Text | None = None
    regime: JsonValue | None = None
    kind_of_person: Text | None = None
    identification: JsonObject | None = None


class CompanyInfo(UnifiedRecord):
    """The company whose books these are."""

    id: Text | None = Field(
        None, description="Alegra's id, or the tax number where Alegra gives no id."
    )
    company_name: Text | None = None
    legal_name: Text | None = None
    status: Literal["active"] | None = Field(None, description="Active: its books can be read.")
    country: Text | None = Field(None, description="ISO 3166, two letters.")
    sales_tax_number: Text | None = None
    currency: Text | None = Field(None, description="ISO 4217.")
    addresses: list[Address] | None = None
    phone_numbers: list[PhoneNumber] | None = None
    emails: list[Email] | None = None
    alegra: CompanyExtras | None = None


def to_unified(record: dict[str, Any], company: Company) -> dict[str, Any]:
    """``GET /company`` as the fields of `CompanyInfo`.

    Whether the company carries an id is not documented; the tax number, which does not change,
    stands in for it, and where both are missing a fixed word does, for there is one company only.
    """
    identifier, number = filled(record.get("id")), tax_number(record)
    stand_in = number if type(number) in (str, int) else "company"
    postal = address(record.get("address"), "primary")
    phone, email = record.get("phone"), record.get("email")
    return {
        "id": stand_in if identifier is None else identifier,
        "company_name": filled(record.get("name")),
        "legal_name": filled(record.get("name")),
        "status": "active",
        "country": company.country_code,
        "sales_tax_number": number,
        "currency": company.currency or filled(record.get("currency")),
        "addresses": None if postal is None else [postal],
        "phone_numbers": None if is_empty(phone) else [{"number": phone, "type": "primary"}],
        "emails": None if is_empty(email) else [{"email": email, "type": "primary"}],
        "alegra": {
            "application_version": filled(record.get("applicationVersion")),
            "time_zone": filled(record.get("timezone")),
            "decimal_precision": filled(record.get("decimalPrecision")),
            "regime": filled(record.get("regime")),
            "kind_of_person": inside(record, "kindOfPerson"),
            "identification": filled(record.get("identificationObject")),
        },
    }


COMPANY_INFO = Resource(
    name="company_info",
    model=CompanyInfo,
    listing=Listing(path="/company", single=True),
    to_unified=to_unified,
    documentation="https://developer.alegra.com/reference/company",
    strategy=MasterData(),
)
