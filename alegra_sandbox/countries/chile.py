"""Chile: RUT with or without dots, giro, whole pesos (docs: alegra-api 12.2, 12.10)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from ..random_values import RandomValues
from .country import EMISSION, PENDING, Choices, Country, Tax


class Chile(Country):
    """The Chilean edition; stamps, numbering and the keys of addresses are inferred."""

    code = "CL"
    edition = "chile"
    name = english_name = "Chile"
    company_name = "Papelería Mirador SpA"
    company_identification = "76.543.210-3"
    currency = "CLP"
    foreign_rate = 942_510_000
    decimal_precision = 0
    time_zone = "America/Santiago"
    taxes = (
        Tax(1, "IVA", 19, "IVA"),
        Tax(2, "Exento", 0, "IVA"),
        Tax(3, "Exportación", 0, "IVA"),
        Tax(4, "ILA bebidas", 10, "OTHER"),
    )
    identifications = ((9_000_000, 13, "RUT"), (76_000_000, 7, "RUT"))
    company_suffixes = ("SpA", "Ltda.", "S.A.", "E.I.R.L.")
    cities = (
        ("Santiago", "Región Metropolitana"),
        ("Valparaíso", "Valparaíso"),
        ("Punta Arenas", "Magallanes"),
    )
    places = ("city", "department")
    other_places: ClassVar[Mapping[str, str]] = {"city": "comuna", "department": "region"}
    streets = ("Av. Providencia", "Huérfanos", "Av. Apoquindo")
    of_companies: ClassVar[Choices] = {
        "giro": ("Venta de papelería", "Servicios de oficina"),
        "regime": ("PRO_PYME_GENERAL", "SEMI_INTEGRATED", "PRESUMED_INCOME"),
    }
    contact_inputs = ("giro", "regime", "exporter", "defaultInvoiceResolution")
    prefixes = ("",)
    stamp_statuses = EMISSION
    pending_stamp: ClassVar[Mapping[str, Any]] = PENDING

    def identification(self, random: RandomValues, is_person: bool, serial: int) -> tuple[str, str]:
        """A RUT: its check digit counts by 2 to 7 from behind; dots are a habit of people."""
        number, kind = super().identification(random, is_person, serial)
        weighted = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(number)))
        check = "0K987654321"[weighted % 11]
        shown = f"{int(number):,}".replace(",", ".") if random.chance(0.5) else number
        return f"{shown}-{check}", kind

    def invoice_fields(self, random: RandomValues, paid_at_once: bool) -> dict[str, Any]:
        """Form of payment by its code."""
        return {"paymentForm": "01" if paid_at_once else "02"}
