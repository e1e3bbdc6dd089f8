"""Argentina: CUIT, conditions before the IVA, invoices A, B and C (docs: alegra-api 11.3, 12.7)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from ..errors import invalid
from .country import Body, Choices, Country, Tax, given_kind

_LETTERS = {"0001": "A", "0002": "B", "0003": "C"}
"""The series of invoices by the point of sale that they are made at."""


class Argentina(Country):
    """The Argentine edition; how its stamp, the CAE, looks is not known."""

    code = "AR"
    edition = "argentina"
    name = english_name = "Argentina"
    company_name = "Papelería Mirador S.R.L."
    company_identification = "30715123459"
    currency = "ARS"
    foreign_rate = 1_350_250_000
    time_zone = "America/Argentina/Buenos_Aires"
    taxes = (
        Tax(1, "IVA 21%", 21, "IVA"),
        Tax(2, "IVA 27%", 27, "IVA"),
        Tax(3, "IVA 10.5%", Decimal("10.5"), "IVA"),
        Tax(4, "Exento", 0, "IVA"),
    )
    identifications = ((20_000_000, 11, "DNI"), (30_500_000_000, 13, "CUIT"))
    identification_kinds = ("CUIT", "CDI", "CI", "PASSPORT", "DNI", "OTHER")
    company_suffixes = ("S.R.L.", "S.A.", "S.A.S.", "S.H.")
    cities = (
        ("Buenos Aires", "Ciudad Autónoma de Buenos Aires"),
        ("Córdoba", "Córdoba"),
        ("Rosario", "Santa Fe"),
        ("Mendoza", "Mendoza"),
    )

    other_places: ClassVar[Mapping[str, str]] = {"province": "department"}
    streets = ("Av. Corrientes", "San Martín", "Belgrano", "Av. Rivadavia")
    of_people: ClassVar[Choices] = {
        "ivaCondition": ("FINAL_CONSUMER", "UNIQUE_TRIBUTE_RESPONSABLE")
    }
    of_companies: ClassVar[Choices] = {"ivaCondition": ("IVA_RESPONSABLE", "IVA_EXEMPT")}
    contact_inputs = ("ivaCondition",)
    of_invoices: ClassVar[Choices] = {"paymentMethod": ("cash", "transfer", "debit-card")}
    required_of_contacts = ("ivaCondition",)
    required_of_items = ("unit",)
    # A and B mostly, a few C.
    prefixes = ("0001", "0002", "0001", "0002", "0003")
    guessed_stamp: ClassVar[Mapping[str, Any]] = {
        **{"legalStatus": "ACCEPTED", "cae": "74123456789012", "caeDueDate": "2026-12-31"},
    }

    def check_contact(self, body: Body, number: str | None) -> None:
        """Kind and number of its identification are obligatory."""
        if not number or not given_kind(body):
            raise invalid("El tipo de identificación es obligatorio", 2035)
        super().check_contact(body, number)

    def number_template(
        self, document_type: str, prefix: str, number: int, is_electronic: bool
    ) -> dict[str, Any]:
        """Point of sale and a number of eight digits; none is electronic."""
        letter = _LETTERS.get(prefix)
        return {
            **super().number_template(document_type, prefix, number, False),
            "id": str(ord(letter) - ord("A") + 1) if letter else "18",
            "subDocumentType": f"INVOICE_{letter}" if letter else "",
            "fullNumber": f"{prefix}-{number:08d}",
        }
