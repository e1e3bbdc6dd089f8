"""An edition that nobody documents, such as Ecuador's or Uruguay's (docs: alegra-api 12.1)."""

from typing import ClassVar

from .country import Choices, Country, Tax


class Elsewhere(Country):
    """What no connector was built for: a word that names no country, and the commonest fields."""

    code = "XX"
    edition = "international"
    name = english_name = "Uruguay"
    company_name = "Papelería Mirador S.A."
    company_identification = "211234560018"
    currency = "UYU"
    foreign_rate = 40_120_000
    time_zone = "America/Montevideo"
    taxes = (
        Tax(1, "IVA", 22, "IVA"),
        Tax(2, "IVA mínimo", 10, "IVA"),
        Tax(3, "Exento", 0, "IVA"),
        Tax(4, "IMESI", 5, "OTHER"),
    )
    identifications = ((1_000_000, 13, "CI"), (210_000_000_000, 7, "RUT"))
    company_suffixes = ("S.A.", "S.R.L.", "S.A.S.")
    cities = (("Montevideo", "Montevideo"), ("Salto", "Salto"))
    places = ("city", "department")
    streets = ("18 de Julio", "Bulevar Artigas")
    of_invoices: ClassVar[Choices] = {"paymentMethod": ("cash", "transfer")}
    prefixes = ("A",)
