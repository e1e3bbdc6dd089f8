"""The company (docs: alegra-api 3.12, unified-model 4.5). Read-only."""

from typing import Any

from alegra_api.listing import Listing

from ..company import Company
from ..fields import Row, constant, filled, json_object, json_value, part, readable, text
from ..parts.addresses import Address, only_address
from ..parts.contact_points import Email, PhoneNumber
from ..records import AlegraExtras, UnifiedRecord, extras
from ..resource import Resource
from ..synchronization import MasterData
from ._contacts import tax_number


class CompanyExtras(AlegraExtras):
    """What only Alegra knows of the company."""

    application_version = text(meaning="Alegra's edition, by country.")
    time_zone = text("timezone", "IANA name; local moments are read in it.")
    decimal_precision = text()
    regime = json_value()
    kind_of_person = text()
    identification = json_object("identificationObject")


def _id(record: Row, company: Company) -> Any:
    """Alegra's id; the tax number stands in for it, since whether there is an id is not documented.

    Where both are missing a fixed word does, for there is one company only.
    """
    identifier = filled(record.get("id"))
    if identifier is not None:
        return identifier
    number = readable(tax_number, record)
    return number if type(number) in (str, int) else "company"


def _primary(key: str, name: str) -> Any:
    def read(record: Row, company: Company) -> Any:
        value = filled(record.get(key))
        return None if value is None else [{name: value, "type": "primary"}]

    return read


class CompanyInfo(UnifiedRecord):
    """The company whose books these are."""

    id = text(read=_id, meaning="Alegra's id, or the tax number where Alegra gives no id.")
    company_name = text("name")
    legal_name = text("name")
    status = constant("active", "Active: its books can be read.")
    country = text(
        read=lambda record, company: company.country.alpha_2,
        meaning="ISO 3166, two letters.",
    )
    sales_tax_number = text(read=tax_number)
    currency = text(
        read=lambda record, company: company.currency or record.get("currency"),
        meaning="ISO 4217.",
    )
    addresses = part(Address, many=True, read=only_address)
    phone_numbers = part(PhoneNumber, many=True, read=_primary("phone", "number"))
    emails = part(Email, many=True, read=_primary("email", "email"))
    alegra = extras(CompanyExtras)


COMPANY_INFO = Resource(
    name="company_info",
    model=CompanyInfo,
    listing=Listing(path="/company", single=True),
    documentation="https://developer.alegra.com/reference/company",
    strategy=MasterData(),
)
