"""Spain: kinds of tax numbers, recargo de equivalencia, exempt items (docs: alegra-api 12.8)."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from ..errors import invalid
from ..random_values import RandomValues
from .country import Body, Choices, Country, Tax, given_kind

_FORMS = {
    "DNI": r"\d{8}[A-Za-z0-9]",
    "NIF": r"[A-Za-z]\d{7}[A-Za-z0-9]",
    "NIF-IVA": r"[A-Za-z]{2}.{1,18}",
    "ODP": r".{1,20}",
    "NC": r".{1,50}",
}
_ADDRESS_REQUIRED = {
    "NIF": ("city", "province"),
    **dict.fromkeys(("NIF-IVA", "PP", "DPO", "CR", "ODP"), ("address", "country")),
}


class Spain(Country):
    """The Spanish edition; what its invoices show of VeriFactu is not known."""

    code = "ES"
    edition = "spain"
    name = "España"
    english_name = "Spain"
    company_name = "Papelería Mirador S.L."
    company_identification = "B1234567J"
    currency = "EUR"
    currency_symbol = "€"
    foreign_rate = 921_700
    time_zone = "Europe/Madrid"
    taxes = (
        Tax(1, "IVA 21%", 21, "IVA"),
        Tax(2, "IVA 10%", 10, "IVA"),
        Tax(3, "Exento", 0, "IVA"),
        Tax(4, "Recargo de equivalencia 5.2%", Decimal("5.2"), "OTHER"),
        Tax(5, "IVA 4%", 4, "IVA"),
        Tax(6, "IGIC 7%", 7, "OTHER"),
    )
    identifications = ((12_000_000, 13, "DNI"), (1_200_000, 13, "NIF"))
    identification_kinds = ("DNI", "NIF", "NIF-IVA", "PP", "DPO", "CR", "ODP", "NC")
    company_suffixes = ("S.L.", "S.A.", "S.L.U.", "S. Coop.")
    cities = (
        ("Madrid", "Madrid"),
        ("Reus", "Tarragona"),
        ("Las Palmas de Gran Canaria", "Las Palmas"),
    )
    streets = ("Calle Mayor", "Gran Vía", "Carrer Major")
    postal_codes = (1_001, 52_080)
    of_people: ClassVar[Choices] = {"equivalenceSurcharge": (True, False)}
    of_companies: ClassVar[Choices] = {"regime": ("GENERAL_REGIME", "SIMPLIFIED_REGIME")}
    contact_inputs = ("equivalenceSurcharge", "regime")
    of_invoices: ClassVar[Choices] = {
        "operationType": ("GENERAL_REGIME_AND_OTHERS", "EXPORTATION"),
        "equivalenceSurchargeApplied": (False,),
    }
    guessed_stamp: ClassVar[Mapping[str, Any]] = {
        **{"legalStatus": "ACCEPTED", "csv": "A-1B2C3D4E5F6G7H"},
    }

    def identification(self, random: RandomValues, is_person: bool, serial: int) -> tuple[str, str]:
        """A DNI with its letter, the NIF of a company with its digit."""
        number, kind = super().identification(random, is_person, serial)
        if is_person:
            return number + "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23], kind
        return f"B{number}{serial % 10}", kind

    def item_fields(self, tax: Tax) -> dict[str, Any]:
        """Why there is no tax on it."""
        return {} if tax.percentage else {"withoutTax": {"reason": "exempt", "cause": "E1"}}

    def check_contact(self, body: Body, number: str | None) -> None:
        """The form of the number, and what its kind demands of the address."""
        super().check_contact(body, number)
        kind = str(given_kind(body))
        if number and not re.fullmatch(_FORMS.get(kind, ".*"), number):
            raise invalid("El número de identificación no es válido")
        address = body.get("address") or {}
        for name in _ADDRESS_REQUIRED.get(kind, ()):
            if not address.get(name):
                raise invalid(f"El campo address.{name} es obligatorio")

    def check_item(self, body: Body) -> None:
        """Why there is no tax on what is taxed at 0 %."""
        given = body.get("tax") or []
        named = given if isinstance(given, list) else [given]
        ids = {str(it.get("id") if isinstance(it, dict) else it) for it in named}
        rates = [tax.percentage for tax in self.taxes if str(tax.id) in ids]
        if rates and not any(rates) and not body.get("withoutTax"):
            raise invalid("El campo withoutTax es obligatorio")
