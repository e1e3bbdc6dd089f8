"""What differs between Alegra's editions, as one interface that each country fills.

What is refused is raised as `ApiError`.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from ..money import MILLIONTHS
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


class Country(ABC):
    """One edition of Alegra.

    Attributes:
        edition: ``applicationVersion`` of the company.
        dollar_rate: base currency for one US dollar, in millionths.
        decimal_precision: decimals that Alegra shows, 0 or 2.
        requests_per_minute: the rate limit (docs: alegra-api 1.2).
        taxes: its taxes; the first one is the usual one.
        identifications: first number, step and kind of people's tax numbers, and of companies'.
        cities: city and state or department.
        account_codes: whether ledger accounts have codes.
        template_ids: ids of the number templates by prefix; of all others under ``*``.
        resolution: text of a number template, with a place for the prefix; None for none.
        wants_product_keys: whether each item of a quote or a stamped invoice has a product key.
        stamp_requires: fields that an invoice needs for a stamp, and the message without them.
        stamps_payments: whether payments of invoices are stamped.
        pending_stamp: the stamp of what the tax authority does not have yet; None for none.
    """

    code: ClassVar[str]
    edition: ClassVar[str]
    company_name: ClassVar[str]
    company_identification: ClassVar[str]
    currency: ClassVar[str]
    currency_symbol: ClassVar[str] = "$"
    dollar_rate: ClassVar[int]
    decimal_precision: ClassVar[int] = 2
    time_zone: ClassVar[str]
    requests_per_minute: ClassVar[int] = 150
    taxes: ClassVar[tuple[Tax, ...]]
    company_suffixes: ClassVar[tuple[str, ...]]
    identifications: ClassVar[tuple[tuple[int, int, str], tuple[int, int, str]]]
    cities: ClassVar[tuple[tuple[str, str], ...]]
    account_codes: ClassVar[bool] = True
    template_ids: ClassVar[Mapping[str, str]] = {"*": "1"}
    resolution: ClassVar[str | None] = None
    wants_product_keys: ClassVar[bool] = False
    stamp_requires: ClassVar[Mapping[str, str]] = {}
    stamps_payments: ClassVar[bool] = False
    pending_stamp: ClassVar[Mapping[str, Any] | None] = None

    def identification(self, random: RandomValues, is_person: bool, serial: int) -> tuple[str, str]:
        """A tax number that is unique by its serial, and the kind of it."""
        first, step, kind = self.identifications[0 if is_person else 1]
        return str(first + serial * step), kind

    def identification_object(self, identity: Identity) -> dict[str, Any]:
        """``identificationObject`` of a contact; empty where there is one kind of number only."""
        return {}

    @abstractmethod
    def address(self, random: RandomValues) -> dict[str, Any]:
        """An address block (docs: alegra-api 3.1)."""

    @abstractmethod
    def contact_fields(self, random: RandomValues, identity: Identity) -> dict[str, Any]:
        """What only this country's contacts have."""

    def product_key(self, random: RandomValues) -> str | None:
        """The fiscal product key of an item, where the country has one."""
        return None

    @abstractmethod
    def invoice_prefix(self, id: int) -> str:
        """The prefix of an invoice's number."""

    def invoice_number(self, id: int, number: int) -> str:
        """The whole number that an invoice shows."""
        template = self.number_template("invoice", self.invoice_prefix(id), number, True)
        return str(template["fullNumber"])

    def number_template(
        self, document_type: str, prefix: str, number: int, is_electronic: bool
    ) -> dict[str, Any]:
        """``numberTemplate`` of a document that the company numbers."""
        return {
            "id": self.template_ids.get(prefix, self.template_ids["*"]),
            "prefix": prefix,
            "number": str(number),
            "text": self.resolution and self.resolution.format(prefix),
            "documentType": document_type,
            "fullNumber": f"{prefix}{number}",
            "formattedNumber": f"{prefix}{number}",
            "isElectronic": is_electronic,
        }

    @abstractmethod
    def invoice_fields(self, random: RandomValues, paid_at_once: bool) -> dict[str, Any]:
        """What only this country's invoices have."""

    @abstractmethod
    def stamp(self, random: RandomValues, moment: str, number: str) -> dict[str, Any] | None:
        """The fiscal stamp of a document, with its company-local moment; None for no stamp."""

    def check_contact(self, body: Body, number: str | None) -> None:
        """Refuse a contact that lacks what the country asks; `number` is its tax number."""
        return None

    def check_item(self, body: Body) -> None:
        """Refuse an item that lacks what the country asks."""
        return None

    def check_invoice(self, body: Body) -> None:
        """Refuse an invoice that lacks what the country asks."""
        return None

    def round(self, millionths: int) -> int:
        """An amount rounded down to what the base currency has in coins."""
        coin: int = MILLIONTHS // 10**self.decimal_precision
        return millionths - millionths % coin
