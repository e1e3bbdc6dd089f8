"""Panama: provinces, districts and corregimientos, kinds of parties (docs: alegra-api 12.11)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from ..random_values import RandomValues
from .country import EMISSION, PENDING, Choices, Country, Identity, Tax


class Panama(Country):
    """The Panamanian edition; numbering, stamps and the form of tax numbers are inferred."""

    code = "PA"
    edition = "panama"
    name = "Panamá"
    english_name = "Panama"
    company_name = "Papelería Mirador, S.A."
    company_identification = "155612345-2-2015"
    # The quirk `company_currency` makes it the balboa, which is of the same worth.
    currency = "USD"
    foreign_currency = ("EUR", "€")
    foreign_rate = 1_084_300
    time_zone = "America/Panama"
    taxes = (
        Tax(1, "ITBMS", 7, "ITBMS"),
        Tax(2, "ITBMS 10%", 10, "ITBMS"),
        Tax(3, "Exento", 0, "ITBMS"),
        Tax(4, "ISC", 15, "ISC"),
    )
    company_suffixes = ("S.A.", "S. de R.L.", "Corp.")
    cities = (
        ("Omar Torrijos", "San Miguelito", "Panamá"),
        ("Bella Vista", "Panamá", "Panamá"),
        ("David Sur", "David", "Chiriquí"),
    )
    places = ("corregimiento", "district", "province")
    streets = ("Calle 50", "Vía España", "Avenida Balboa")
    of_people: ClassVar[Choices] = {
        **{"kindOfPerson": ("PERSON_ENTITY",), "thirdType": ("FINAL_CONSUMER", "TAXPAYER")},
    }
    of_companies: ClassVar[Choices] = {
        **{"kindOfPerson": ("LEGAL_ENTITY",), "thirdType": ("TAXPAYER", "GOVERNMENT", "FOREIGN")},
    }
    contact_inputs = ("kindOfPerson", "thirdType")
    of_invoices: ClassVar[Choices] = {
        "operationType": ("INTERNAL_OPERATION", "EXPORT", "FREE_ZONE"),
        "saleType": ("ORDER", "SERVICE"),
        "paymentMethod": ("CASH", "CREDIT_CARD", "DEBIT_CARD", "VOUCHER"),
    }
    prefixes = ("FE",)
    number_form = "{prefix}{number:010d}"
    stamp_statuses = EMISSION
    pending_stamp: ClassVar[Mapping[str, Any]] = PENDING

    def identification(self, random: RandomValues, is_person: bool, serial: int) -> tuple[str, str]:
        """A cédula of a person, a RUC of a company."""
        if is_person:
            return f"8-{serial % 999 + 1}-{serial + 100}", "RUC"
        return f"{155_600_000 + serial * 7}-2-{random.between(2005, 2024)}", "RUC"

    def identification_object(self, identity: Identity) -> dict[str, Any]:
        """The number with its check digits; whose kind it is follows from ``thirdType``."""
        digits = sum(int(it) for it in identity.identification if it.isdecimal())
        return {"number": identity.identification, "dv": f"{digits % 100:02d}"}
