"""Postal addresses, which each country edition lays out in its own way (docs: alegra-api 3.1)."""

from decimal import Decimal
from functools import cache
from typing import Any

from ..company import Company
from ..countries import Country
from ..countries.iso_3166 import alpha_2, alpha_3
from ..fields import (
    WRITTEN,
    Body,
    Draft,
    Field,
    ReadOnly,
    Row,
    inside,
    is_empty,
    text,
)
from ..kinds import Kind, Unreadable, one_of
from ..problem import Problem
from ..records import Part

_ONE_ADDRESS = ReadOnly("A contact has one address in Alegra")
_UNIFIED_TYPES = one_of("primary", "billing")


_COUNTRY = Kind("ISO 3166", alpha_2, {"type": "string"})
"""A country by its code of two letters, whichever code or name Alegra has for it."""


@cache
def _places(country: Country, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Where a part of an address may stand: as the country has it, else where another would."""
    own = country.address.get(name)
    others = {key for part, key in country.address.items() if part != name}
    return tuple(dict.fromkeys(it for it in (own, *known) if it is not None and it not in others))


def _part(name: str, *known: str, meaning: str = "") -> Field:
    """A part of an address, by the layout of the country's edition.

    Args:
        name: of the part.
        known: where the editions that are known have it.
        meaning: what it is.
    """

    def read(block: Row, company: Company) -> Any:
        for key in _places(company.country, name, known):
            value = inside(block, key)
            if value:
                return value
        return None

    return text(read=read, meaning=meaning)


class Address(Part):
    """A postal address."""

    otherwise = WRITTEN

    type = Field(_UNIFIED_TYPES, constant="primary", write=_ONE_ADDRESS)
    line1 = _part("line1", "address", "street", meaning="Street and number, or the whole address.")
    line2 = _part("line2", "colony", meaning="Neighbourhood (Mexico: colonia).")
    line3 = _part("line3", "interiorNumber", meaning="Interior number (Mexico).")
    street_number = _part("street_number", "exteriorNumber")
    city = _part("city", "city", "municipality", "canton", "comuna")
    state = _part("state", "department", "state", "province", "region")
    postal_code = _part("postal_code", "zipCode")
    country = Field(_COUNTRY, path=("country",), meaning="ISO 3166, two letters.")
    county = _part(
        "county",
        *("locality", "district", "corregimiento"),
        meaning="Locality (Mexico), district (Costa Rica, Peru), corregimiento (Panama).",
    )

    @staticmethod
    def shape(value: Any) -> Any:
        """One preformatted text is the first line."""
        return {"address": value} if isinstance(value, str) else value


class BillingAddress(Address):
    """The address that a document is sent to."""

    type = Field(_UNIFIED_TYPES, constant="billing")


_WRITTEN_ORDER = (
    *("line1", "street_number", "line3", "line2", "county"),
    *("city", "postal_code", "state", "country"),
)
"""The order in which an address is written."""


def only_address(record: Row, company: Company) -> list[Any] | None:
    """The one address of a contact or of the company; None where nothing stands in the block."""
    block = record.get("address")
    if is_empty(block) or (isinstance(block, dict) and all(map(is_empty, block.values()))):
        return None
    return [block]


def contact_address(record: Row, company: Company) -> Any:
    """The address inside an embedded contact; None where the contact is but a name."""
    contact = record.get("client")
    return contact.get("address") if isinstance(contact, dict) else None


def one_line_address(record: Row, company: Company) -> Any:
    """The address inside an embedded contact as one text (gotcha: quotes).

    A structured block is joined with ", " in this order: street, exterior number, interior number,
    neighbourhood, locality or district, city, postal code, state, country. What is missing is
    skipped.

    Raises:
        Unreadable: the block has a shape that is not documented.
    """
    block = contact_address(record, company)
    if is_empty(block) or isinstance(block, str):
        return block
    if not isinstance(block, dict):
        raise Unreadable(block)
    written: list[str] = []
    for name in _WRITTEN_ORDER:
        read = Address.fields[name].read
        value = read(block, company) if read else inside(block, name)
        if isinstance(value, (str, int, Decimal)) and not isinstance(value, bool):
            written.append(str(value).strip())
        elif value is not None:
            raise Unreadable(block)
    return ", ".join(written)


def address_body(address: Draft, company: Company) -> Body:
    """Alegra's block as the company's country lays it out; countries by their three letters."""
    country = company.country
    return {
        layout[name]: alpha_3(value) if name == "country" else value
        for layout in (country.address, country.other_address)
        for name, value in address.items()
        if name in layout
    }


def address_problems(address: Draft, path: str, company: Company) -> list[Problem]:
    """What an address names and the country's layout has no place for."""
    country = company.country
    places = ", ".join(country.address)
    return [
        Problem(f"{path}.{name}", f"has no place in an address in {country.name}; use {places}")
        for name in address
        if name != "type" and name not in country.address
    ]
