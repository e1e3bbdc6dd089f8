"""What differs between Alegra's editions, as one interface that each country fills."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from ..draws import Draws
from ..money import MILLIONTHS


@dataclass(frozen=True, slots=True)
class Tax:
    """A tax of the country.

    Attributes:
        id: its id in Alegra.
        name: its name.
        percentage: whole per cent.
        type: Alegra's kind of tax.
    """

    id: int
    name: str
    percentage: int
    type: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a contact is.

    Attributes:
        is_person: a natural person, not a company.
        first_name: of a person; empty for a company.
        second_name: of a person; may be empty.
        last_name: of a person; empty for a company.
        name: the whole name.
        identification: the tax number.
        identification_type: its kind, by the country's own code.
    """

    is_person: bool
    first_name: str
    second_name: str
    last_name: str
    name: str
    identification: str
    identification_type: str


class Country(ABC):
    """One edition of Alegra.

    Attributes:
        code: two letters, as on the command line.
        edition: ``applicationVersion`` of the company.
        company_name: name of the simulated company.
        company_identification: its tax number.
        currency: base currency.
        currency_symbol: its symbol.
        dollar_rate: base currency for one US dollar, in millionths.
        decimal_precision: decimals that Alegra shows, 0 or 2.
        time_zone: IANA name.
        requests_per_minute: the ration (docs: alegra-api 1.2).
        taxes: its taxes; the first one is the usual one.
        company_suffixes: legal forms.
        cities: city and state or department.
        account_codes: whether ledger accounts have codes.
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
    cities: ClassVar[tuple[tuple[str, str], ...]]
    account_codes: ClassVar[bool] = True

    @abstractmethod
    def identification(self, draws: Draws, is_person: bool, serial: int) -> tuple[str, str]:
        """A tax number that is unique by its serial, and the kind of it."""

    @abstractmethod
    def identification_object(self, identity: Identity) -> dict[str, Any]:
        """``identificationObject`` of a contact; empty where the country has none."""

    @abstractmethod
    def address(self, draws: Draws) -> dict[str, Any]:
        """An address block (docs: alegra-api 3.1)."""

    @abstractmethod
    def contact_fields(self, draws: Draws, identity: Identity) -> dict[str, Any]:
        """What only this country's contacts have."""

    @abstractmethod
    def item_fields(self, draws: Draws) -> dict[str, Any]:
        """What only this country's items have."""

    @abstractmethod
    def invoice_prefix(self, id: int) -> str:
        """The prefix of an invoice's number."""

    @abstractmethod
    def number_template(
        self, document_type: str, prefix: str, number: int, is_electronic: bool
    ) -> dict[str, Any]:
        """``numberTemplate`` of a document that the company numbers."""

    @abstractmethod
    def invoice_fields(self, draws: Draws, paid_at_once: bool) -> dict[str, Any]:
        """What only this country's invoices have."""

    @abstractmethod
    def stamp(self, draws: Draws, moment: str, number: str) -> dict[str, Any] | None:
        """The fiscal stamp of a document, with its company-local moment; None for no stamp."""

    def round(self, millionths: int) -> int:
        """An amount rounded down to what the base currency has in coins."""
        coin: int = MILLIONTHS // 10**self.decimal_precision
        return millionths - millionths % coin
