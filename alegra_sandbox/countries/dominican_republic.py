"""Dominican Republic: NCF series, 100 requests a minute (docs: alegra-api 1.2, 3.3)."""

from typing import Any

from ..random_values import RandomValues
from .country import Country, Identity, Tax


class DominicanRepublic(Country):
    """The Dominican edition."""

    code = "DO"
    edition = "republicaDominicana"
    name = "República Dominicana"
    english_name = "Dominican Republic"
    company_name = "Papelería Mirador S.R.L."
    company_identification = "131512345"
    currency = "DOP"
    currency_symbol = "RD$"
    foreign_rate = 58_750_000
    time_zone = "America/Santo_Domingo"
    requests_per_minute = 100
    taxes = (
        Tax(1, "ITBIS", 18, "ITBIS"),
        Tax(2, "ITBIS reducido", 16, "ITBIS"),
        Tax(3, "ITBIS exento", 0, "ITBIS"),
        Tax(4, "Propina legal", 10, "OTHER"),
    )
    # A cédula of a person.
    identifications = ((40_200_000_000, 1, "CED"), (101_000_000, 1, "RNC"))
    company_suffixes = ("S.R.L.", "S.A.", "E.I.R.L.", "S.A.S.")
    cities = (
        ("Santo Domingo", "Distrito Nacional"),
        ("Santiago de los Caballeros", "Santiago"),
        ("La Romana", "La Romana"),
    )
    contact_inputs = ("identificationType",)
    # Consumers' NCF mostly, fiscal credit, electronic.
    prefixes = ("B02", "B02", "B01", "E31")

    def address(self, random: RandomValues) -> dict[str, Any]:
        """One line and the municipality."""
        municipality, province = random.pick(self.cities)
        return {
            "address": f"Av. 27 de Febrero No. {random.between(1, 700)}",
            "municipality": municipality,
            "province": province,
            "country": "Dominican Republic",
            "zipCode": None,
        }

    def contact_fields(self, random: RandomValues, identity: Identity) -> dict[str, Any]:
        """Kind of number."""
        return {"identificationType": identity.identification_type}

    def number_template(
        self, document_type: str, prefix: str, number: int, is_electronic: bool
    ) -> dict[str, Any]:
        """An NCF: prefix and a number of eight digits, of ten when electronic."""
        width = 10 if prefix.startswith("E") else 8
        return {
            "id": {"B01": "1", "B02": "2", "E31": "3"}.get(prefix, "4"),
            "prefix": prefix,
            "number": str(number),
            "documentType": document_type,
            "fullNumber": f"{prefix}{number:0{width}d}",
            "isElectronic": prefix.startswith("E"),
        }

    def invoice_fields(self, random: RandomValues, paid_at_once: bool) -> dict[str, Any]:
        """Method of payment, and the point of sale of some."""
        value: dict[str, Any] = {
            "paymentMethod": random.pick(("cash", "transfer", "credit-card")),
            "saleCondition": "CASH" if paid_at_once else "CREDIT",
        }
        if random.chance(0.4):
            value["station"] = {"name": f"Caja {random.between(1, 3)}"}
        return value

    def stamp(self, random: RandomValues, moment: str, number: str) -> dict[str, Any] | None:
        """Electronic receipts only."""
        if not number.startswith("E"):
            return None
        return {
            "legalStatus": "ACCEPTED",
            "securityCode": random.hexadecimal(6),
            "date": moment,
            "barCodeContent": f"https://ecf.dgii.gov.do/consultatimbre?encf={number}",
        }
