"""Colombia: CUFE stamps, resolutions, NIT with a check digit (docs: alegra-api 3.1, 3.3)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from ..errors import invalid
from ..random_values import RandomValues
from .country import Body, Country, Identity, Tax, given_kind, name_object


class Colombia(Country):
    """The Colombian edition; whole pesos, and accounts without codes."""

    code = "CO"
    edition = "colombia"
    name = english_name = "Colombia"
    company_name = "Papelería Mirador S.A.S."
    company_identification = "900512345"
    currency = "COP"
    foreign_rate = 4_012_530_000
    decimal_precision = 0
    time_zone = "America/Bogota"
    taxes = (
        Tax(1, "IVA", 19, "IVA"),
        Tax(2, "IVA reducido", 5, "IVA"),
        Tax(3, "IVA exento", 0, "IVA"),
        Tax(4, "Impoconsumo", 8, "ICO"),
    )
    # A cédula of a person.
    identifications = ((79_000_000, 13, "CC"), (800_000_000, 7, "NIT"))
    company_suffixes = ("S.A.S.", "Ltda.", "S.A.", "y Cía. S. en C.")
    cities = (
        ("Bogotá, D.C.", "Bogotá, D.C."),
        ("Medellín", "Antioquia"),
        ("Cali", "Valle del Cauca"),
        ("Barranquilla", "Atlántico"),
    )
    contact_inputs = ("nameObject", "kindOfPerson", "regime")
    account_codes = False
    pending_stamp: ClassVar[Mapping[str, Any]] = {
        **{"legalStatus": "PENDING", "cufe": None},
        **{"barCodeContent": None, "date": None},
    }
    template_ids: ClassVar[Mapping[str, str]] = {"FV": "1", "*": "7"}
    resolution = "Autorización de numeración de facturación N° 18764000012345 prefijo {}"

    def check_contact(self, body: Body, number: str | None) -> None:
        """The kind of the number, and the names of a person (docs: alegra-api 3.1)."""
        if number and not given_kind(body):
            raise invalid("El tipo de identificación es obligatorio", 2035)
        names = body.get("nameObject")
        if body.get("kindOfPerson") == "PERSON_ENTITY" and not (
            isinstance(names, dict) and names.get("firstName") and names.get("lastName")
        ):
            raise invalid("El campo nameObject es obligatorio")

    def check_invoice(self, body: Body) -> None:
        """Form and method of payment."""
        if not (body.get("paymentForm") and body.get("paymentMethod")):
            raise invalid("La forma de pago es obligatoria")

    def identification_object(self, identity: Identity) -> dict[str, Any]:
        """Type and number; a company's check digit too."""
        value = {"type": identity.identification_type, "number": identity.identification}
        if not identity.is_person:
            weights = (3, 7, 13, 17, 19, 23, 29, 37, 41)
            digits = reversed(identity.identification)
            rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
            value["dv"] = str(rest % 11 if rest % 11 < 2 else 11 - rest % 11)
        return value

    def address(self, random: RandomValues) -> dict[str, Any]:
        """One line, city, department."""
        city, department = random.pick(self.cities)
        way = random.pick(("Calle", "Carrera", "Avenida"))
        return {
            "address": f"{way} {random.between(1, 170)} # {random.between(1, 99)}-"
            f"{random.between(1, 99):02d}",
            "city": city,
            "department": department,
            "country": "Colombia",
            "zipCode": random.digits(6) if random.chance(0.5) else None,
        }

    def contact_fields(self, random: RandomValues, identity: Identity) -> dict[str, Any]:
        """Kind of person, names, regime."""
        regime = "SIMPLIFIED_REGIME" if identity.is_person else "COMMON_REGIME"
        return {
            "kindOfPerson": "PERSON_ENTITY" if identity.is_person else "LEGAL_ENTITY",
            "regime": [regime] if random.chance(0.1) else regime,
            "nameObject": name_object(identity) if identity.is_person else None,
            "enableHealthSector": False,
            "healthPatients": None,
        }

    def invoice_prefix(self, id: int) -> str:
        """The electronic series for most invoices, the old paper series for a few."""
        return "FV" if id % 23 == 0 else "FE"

    def invoice_fields(self, random: RandomValues, paid_at_once: bool) -> dict[str, Any]:
        """Form and method of payment, kind of operation."""
        return {
            "paymentForm": "CASH" if paid_at_once else "CREDIT",
            "paymentMethod": random.pick(("CASH", "TRANSFER", "DEBIT_CARD")),
            "type": "NATIONAL",
            "operationType": "STANDARD",
            "printingTemplate": {"id": "7", "name": "Clásica", "pageSize": "letter"},
            "events": [],
        }

    def stamp(self, random: RandomValues, moment: str, number: str) -> dict[str, Any] | None:
        """The DIAN's CUFE and status; of a few it is pending."""
        if random.chance(0.05):
            return dict(self.pending_stamp)
        observed = random.chance(0.3)
        return {
            "legalStatus": "STAMPED_AND_ACCEPTED_WITH_OBSERVATIONS"
            if observed
            else "STAMPED_AND_ACCEPTED",
            "cufe": random.hexadecimal(96),
            "barCodeContent": f"NumFac:{number}",
            "date": moment,
        }
