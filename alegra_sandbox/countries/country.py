"""What differs between Alegra's editions: data of each country, and methods for what is special.

What is refused is raised as `ApiError`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from ..errors import invalid
from ..money import MILLIONTHS
from ..quirks import Quirks
from ..random_values import RandomValues

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tax:
    """A tax of the country: its id and kind in Alegra, and per cent."""

    id: int
    name: str
    percentage: int | Decimal
    type: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a contact is; the names are empty for a company, the second one of some people too.

    The kind of the tax number is by the country's own code.
    """

    is_person: bool
    first_name: str
    second_name: str
    last_name: str
    name: str
    identification: str
    identification_type: str


def name_object(identity: Identity) -> Body:
    """``nameObject`` of a person."""
    last_name, _, second_last_name = identity.last_name.partition(" ")
    return {
        "firstName": identity.first_name,
        "secondName": identity.second_name or None,
        "lastName": last_name,
        "secondLastName": second_last_name or None,
    }


Choices = Mapping[str, tuple[Any, ...]]
"""Fields, and the values that they may have."""

PENDING: Mapping[str, Any] = {"legalStatus": "PENDING", "date": None}
"""The stamp of what the tax authority does not have yet."""

EMISSION = (
    *("STAMPED_AND_ACCEPTED",) * 8,
    *("STAMPED_AND_WAITING_RESPONSE", "STAMPED_AND_REJECTED", "PENDING"),
)
"""Chances of the statuses of electronic documents (docs: alegra-api 12.1)."""


class Country:
    """One edition of Alegra, as a company that answers with some quirks meets it.

    Attributes:
        edition: ``applicationVersion`` of the company.
        name: the country's name in Spanish.
        english_name: its name in English.
        foreign_currency: in which some documents are, with its symbol.
        foreign_rate: base currency for one unit of the foreign one, in millionths.
        decimal_precision: decimals that Alegra shows, 0 or 2.
        requests_per_minute: the rate limit (docs: alegra-api 1.2).
        taxes: its taxes, four at least: items have one of the first three, of which the first is
            the usual one; the fourth comes on top of another.
        identifications: first number, step and kind of people's tax numbers, and of companies'.
        identification_kinds: the kinds of tax numbers that are taken; empty for any.
        cities: names of places, each from small to large.
        places: keys under which an address has them.
        other_places: keys that those may have as well, where they are but inferred.
        streets: of addresses.
        postal_codes: lowest and highest; None where addresses have none.
        of_people, of_companies: what only this country's contacts have.
        contact_inputs: fields of contacts that only some countries have, and this one takes.
        of_invoices: what only this country's invoices have.
        required_of_contacts, required_of_items: fields without which they are refused.
        prefixes: of the numbers of invoices, in turn.
        number_form: how prefix and number make the whole number.
        account_codes: whether ledger accounts have codes.
        template_ids: ids of the number templates by prefix; of all others under ``*``.
        resolution: text of a number template, with a place for the prefix; None for none.
        wants_product_keys: whether each item of a quote or a stamped invoice has a product key.
        stamp_requires: fields that an invoice needs for a stamp, and the message without them.
        stamps_payments: whether payments of invoices are stamped.
        stamp_statuses: what the tax authority says of documents; empty where nothing is stamped.
        guessed_stamp: what a stamp might hold where its form is not known.
        pending_stamp: the stamp of what the tax authority does not have yet; None for none.
    """

    code: ClassVar[str]
    edition: ClassVar[str]
    name: ClassVar[str]
    english_name: ClassVar[str]
    company_name: ClassVar[str]
    company_identification: ClassVar[str]
    currency: ClassVar[str]
    currency_symbol: ClassVar[str] = "$"
    foreign_currency: ClassVar[tuple[str, str]] = ("USD", "US$")
    foreign_rate: ClassVar[int]
    decimal_precision: ClassVar[int] = 2
    time_zone: ClassVar[str]
    requests_per_minute: ClassVar[int] = 150
    taxes: ClassVar[tuple[Tax, ...]]
    company_suffixes: ClassVar[tuple[str, ...]]
    identifications: ClassVar[tuple[tuple[int, int, str], tuple[int, int, str]]]
    identification_kinds: ClassVar[tuple[str, ...]] = ()
    cities: ClassVar[tuple[tuple[str, ...], ...]]
    places: ClassVar[tuple[str, ...]] = ("city", "province")
    other_places: ClassVar[Mapping[str, str]] = {}
    streets: ClassVar[tuple[str, ...]] = ("Calle Mayor", "Avenida Central")
    postal_codes: ClassVar[tuple[int, int] | None] = None
    of_people: ClassVar[Choices] = {}
    of_companies: ClassVar[Choices] = {}
    contact_inputs: ClassVar[tuple[str, ...]] = ()
    of_invoices: ClassVar[Choices] = {}
    required_of_contacts: ClassVar[tuple[str, ...]] = ()
    required_of_items: ClassVar[tuple[str, ...]] = ()
    prefixes: ClassVar[tuple[str, ...]] = ("F",)
    number_form: ClassVar[str] = "{prefix}{number}"
    account_codes: ClassVar[bool] = True
    template_ids: ClassVar[Mapping[str, str]] = {"*": "1"}
    resolution: ClassVar[str | None] = None
    wants_product_keys: ClassVar[bool] = False
    stamp_requires: ClassVar[Mapping[str, str]] = {}
    stamps_payments: ClassVar[bool] = False
    stamp_statuses: ClassVar[tuple[str, ...]] = ()
    guessed_stamp: ClassVar[Mapping[str, Any]] = {}
    pending_stamp: ClassVar[Mapping[str, Any] | None] = None

    def __init__(self, quirks: Quirks) -> None:
        self.quirks = quirks

    def company(self) -> Body:
        """What ``GET /company`` shows of the country (docs: alegra-api 12.1)."""
        names = {"spanish": self.name, "english": self.english_name, "code": self.code}
        zone = self.quirks.of("company_time_zone")
        return {
            "applicationVersion": names.get(self.quirks.edition_names, self.edition),
            "currency": {"code": self.base_currency, "symbol": self.currency_symbol},
            "decimalPrecision": str(self.decimal_precision),
            "decimalSeparator": ".",
            "timezone": {"usual": self.time_zone, "missing": None}.get(zone, zone),
        }

    @property
    def base_currency(self) -> str:
        """ISO 4217 code."""
        chosen = self.quirks.of("company_currency")
        return self.currency if chosen == "usual" else chosen

    def identification(self, random: RandomValues, is_person: bool, serial: int) -> tuple[str, str]:
        """A tax number that is unique by its serial, and the kind of it."""
        first, step, kind = self.identifications[0 if is_person else 1]
        return str(first + serial * step), kind

    def identification_object(self, identity: Identity) -> dict[str, Any]:
        """``identificationObject`` of a contact; empty where no kinds are told apart."""
        if not self.identification_kinds:
            return {}
        return {"type": identity.identification_type, "number": identity.identification}

    def address(self, random: RandomValues) -> dict[str, Any]:
        """An address block: one line, and the places that it is in (docs: alegra-api 12.2)."""
        named = dict(zip(self.places, random.pick(self.cities), strict=True))
        block = {"address": f"{random.pick(self.streets)} {random.between(1, 9900)}"}
        block |= {self.dropped_places.get(key, key): name for key, name in named.items()}
        if self.postal_codes:
            block["zipCode"] = f"{random.between(*self.postal_codes):05d}"
        return {**block, "country": self.name}

    @property
    def dropped_places(self) -> Mapping[str, str]:
        """Keys of an address that it does not have after all, and those that it has instead."""
        return self.other_places if self.quirks.address_keys == "other" else {}

    def contact_fields(self, random: RandomValues, identity: Identity) -> dict[str, Any]:
        """What only this country's contacts have."""
        choices = self.of_people if identity.is_person else self.of_companies
        return {name: random.pick(values) for name, values in choices.items()}

    def product_key(self, random: RandomValues) -> str | None:
        """The fiscal product key of an item, where the country has one."""
        return None

    def item_fields(self, tax: Tax) -> dict[str, Any]:
        """What only this country's items have."""
        return {}

    def invoice_prefix(self, id: int) -> str:
        """The prefix of an invoice's number."""
        return self.prefixes[id % len(self.prefixes)]

    def invoice_number(self, id: int, number: int) -> str:
        """The whole number that an invoice shows."""
        template = self.number_template("invoice", self.invoice_prefix(id), number, True)
        return str(template["fullNumber"])

    def number_template(
        self, document_type: str, prefix: str, number: int, is_electronic: bool
    ) -> dict[str, Any]:
        """``numberTemplate`` of a document that the company numbers."""
        whole = self.number_form.format(prefix=prefix, number=number)
        return {
            "id": self.template_ids.get(prefix, self.template_ids["*"]),
            "prefix": prefix,
            "number": str(number),
            "text": self.resolution and self.resolution.format(prefix),
            "documentType": document_type,
            "fullNumber": whole,
            "formattedNumber": whole,
            "isElectronic": is_electronic,
        }

    def invoice_fields(self, random: RandomValues, paid_at_once: bool) -> dict[str, Any]:
        """What only this country's invoices have."""
        return {name: random.pick(values) for name, values in self.of_invoices.items()}

    def stamp(self, random: RandomValues, moment: str, number: str) -> dict[str, Any] | None:
        """The fiscal stamp of a document, with its company-local moment; None for no stamp."""
        if self.stamp_statuses:
            status = random.pick(self.stamp_statuses)
            if self.pending_stamp is not None and status == self.pending_stamp["legalStatus"]:
                return dict(self.pending_stamp)
            return {"legalStatus": status, "date": moment, "barCodeContent": random.digits(50)}
        if self.guessed_stamp and self.quirks.unknown_stamps == "guessed":
            return {**self.guessed_stamp, "date": moment}
        return None

    def check_contact(self, body: Body, number: str | None) -> None:
        """Refuse a contact that lacks what the country asks; `number` is its tax number."""
        kind = given_kind(body)
        if kind and self.identification_kinds and kind not in self.identification_kinds:
            raise invalid("El tipo de identificación no es válido", 2039)
        _require(self.required_of_contacts, body)

    def check_item(self, body: Body) -> None:
        """Refuse an item that lacks what the country asks."""
        _require(self.required_of_items, body, body.get("inventory") or {})

    def check_invoice(self, body: Body) -> None:
        """Refuse an invoice that lacks what the country asks."""
        return None

    def round(self, millionths: int) -> int:
        """An amount rounded down to what the base currency has in coins."""
        coin: int = MILLIONTHS // 10**self.decimal_precision
        return millionths - millionths % coin


def given_kind(body: Body) -> Any:
    """The kind of a contact's tax number, in either of its places (docs: alegra-api 1.7)."""
    given = body.get("identificationObject") or body.get("identification")
    return given.get("type") if isinstance(given, dict) else None


def _require(names: tuple[str, ...], *places: Body) -> None:
    """Refuse what has one of some fields in none of its places."""
    for name in names:
        if not any(place.get(name) for place in places):
            raise invalid(f"El campo {name} es obligatorio")
