"""Costa Rica: keys of 50 digits, CABYS of 13 (docs: alegra-api 12.6)."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from ..errors import invalid
from ..random_values import RandomValues
from .country import PENDING, Body, Choices, Country, Tax

_CABYS = ("3212900000100", "4516002000000", "8314100000000")


class CostaRica(Country):
    """The Costa Rican edition; the keys of addresses are inferred."""

    code = "CR"
    edition = "costaRica"
    name = english_name = "Costa Rica"
    company_name = "Papelería Mirador S.A."
    company_identification = "3101512345"
    currency = "CRC"
    currency_symbol = "₡"
    foreign_rate = 508_400_000
    time_zone = "America/Costa_Rica"
    taxes = (
        Tax(1, "IVA 13%", 13, "IVA"),
        Tax(2, "IVA 4%", 4, "IVA"),
        Tax(3, "Exento", 0, "IVA"),
        Tax(4, "Selectivo de consumo", 10, "OTHER"),
    )
    identifications = ((101_000_000, 13, "CF"), (3_101_000_000, 7, "CJ"))
    identification_kinds = ("CF", "CJ", "DIMEX", "NITE", "PE")
    company_suffixes = ("S.A.", "S.R.L.", "Ltda.")
    cities = (
        ("San Rafael", "Escazú", "San José"),
        ("San Francisco", "Heredia", "Heredia"),
        ("Oriental", "Cartago", "Cartago"),
    )
    places = ("district", "canton", "province")
    other_places: ClassVar[Mapping[str, str]] = {"canton": "city"}
    streets = ("Avenida Central", "Calle 5", "Paseo Colón")
    postal_codes = (10_101, 70_605)
    of_people: ClassVar[Choices] = {"regime": ("PHYSICAL_PERSON", "SIMPLIFIED_REGIME")}
    of_companies: ClassVar[Choices] = {
        "regime": ("TRADITIONAL_REGIME",),
        "exoneration": ([], [{"type": "AUTHORIZED_PURCHASES", "number": "AL-001"}]),
    }
    contact_inputs = ("regime", "exoneration")
    of_invoices: ClassVar[Choices] = {
        "paymentMethod": ("CASH", "CARD", "CHECK", "TRANSFER"),
        "economicActivity": ("4761.1", "4649.0"),
    }
    # The number of a real invoice is 001000010413.
    prefixes = ("00100001",)
    number_form = "{prefix}{number:04d}"
    wants_product_keys = True
    stamp_statuses = (
        *("ACCEPTED", "ACCEPTED", "ACCEPTED", "ACCEPTED_WITH_OBSERVATIONS", "REJECTED", "PENDING"),
    )
    pending_stamp: ClassVar[Mapping[str, Any]] = PENDING

    def product_key(self, random: RandomValues) -> str | None:
        """The CABYS."""
        return random.pick(_CABYS)

    def invoice_fields(self, random: RandomValues, paid_at_once: bool) -> dict[str, Any]:
        """With the condition of the sale."""
        condition = {"saleCondition": "CASH" if paid_at_once else "CREDIT"}
        return {**super().invoice_fields(random, paid_at_once), **condition}

    def check_item(self, body: Body) -> None:
        """A CABYS of 13 digits."""
        if not body.get("productKey"):
            raise invalid("La clave de producto es obligatoria", 1093)
        if not re.fullmatch(r"\d{13}", str(body["productKey"])):
            raise invalid("La clave de producto debe ser un valor válido del catálogo", 1036)
