"""Argentina: CUIT, conditions before the IVA, invoices A, B and C (docs: alegra-api 11.3, 12.7)."""

from decimal import Decimal
from typing import Any

from ..errors import invalid
from ..random_values import RandomValues
from .country import Body, Country, Identity, Tax

_KINDS = ("CUIT", "CDI", "CI", "PASSPORT", "DNI", "OTHER")
_LETTERS = {"0001": "A", "0002": "B", "0003": "C"}
"""The series of invoices by the point of sale that they are made at."""


class Argentina(Country):
    """The Argentine edition; how its stamp, the CAE, looks is not known, so that there is none."""

    code = "AR"
    edition = "argentina"
    company_name = "Papelería Mirador S.R.L."
    company_identification = "30715123459"
    currency = "ARS"
    dollar_rate = 1_350_250_000
    time_zone = "America/Argentina/Buenos_Aires"
    taxes = (
        Tax(1, "IVA 21%", 21, "IVA"),
        Tax(2, "IVA 27%", 27, "IVA"),
        Tax(3, "IVA 10.5%", Decimal("10.5"), "IVA"),
        Tax(4, "Exento", 0, "IVA"),
    )
    identifications = ((20_000_000, 11, "DNI"), (30_500_000_000, 13, "CUIT"))
    company_suffixes = ("S.R.L.", "S.A.", "S.A.S.", "S.H.")
    cities = (
        ("Buenos Aires", "Ciudad Autónoma de Buenos Aires"),
        ("Córdoba", "Córdoba"),
        ("Rosario", "Santa Fe"),
        ("Mendoza", "Mendoza"),
    )

    def check_contact(self, body: Body, number: str | None) -> None:
        """Kind and number of its identification, and its condition before the IVA."""
        given = body.get("identificationObject") or body.get("identification")
        kind = given.get("type") if isinstance(given, dict) else None
        if not number or not kind:
            raise invalid("El tipo de identificación es obligatorio", 2035)
        if kind not in _KINDS:
            raise invalid("El tipo de identificación no es válido", 2039)
        if not body.get("ivaCondition"):
            raise invalid("El campo ivaCondition es obligatorio")

    def check_item(self, body: Body) -> None:
        """A unit of measure."""
        if not body.get("unit") and not (body.get("inventory") or {}).get("unit"):
            raise invalid("El campo unit es obligatorio")

    def identification_object(self, identity: Identity) -> dict[str, Any]:
        """Type and number."""
        return {"type": identity.identification_type, "number": identity.identification}

    def address(self, random: RandomValues) -> dict[str, Any]:
        """One line, city, province."""
        city, province = random.pick(self.cities)
        way = random.pick(("Av. Corrientes", "San Martín", "Belgrano", "Av. Rivadavia"))
        placed = {"address": f"{way} {random.between(1, 9900)}", "city": city}
        return {**placed, "province": province, "country": "Argentina"}

    def contact_fields(self, random: RandomValues, identity: Identity) -> dict[str, Any]:
        """The condition before the IVA."""
        conditions = ("FINAL_CONSUMER", "UNIQUE_TRIBUTE_RESPONSABLE")
        if not identity.is_person:
            conditions = ("IVA_RESPONSABLE", "IVA_EXEMPT")
        return {"ivaCondition": random.pick(conditions)}

    def invoice_prefix(self, id: int) -> str:
        """A and B mostly, a few C."""
        return ("0001", "0002", "0001", "0002", "0003")[id % 5]

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

    def invoice_fields(self, random: RandomValues, paid_at_once: bool) -> dict[str, Any]:
        """Method of payment."""
        return {"paymentMethod": random.pick(("cash", "transfer", "debit-card"))}

    def stamp(self, random: RandomValues, moment: str, number: str) -> dict[str, Any] | None:
        """None."""
        return None
