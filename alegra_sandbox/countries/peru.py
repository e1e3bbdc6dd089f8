"""Peru: RUC and DNI, departments, provinces and districts (docs: alegra-api 12.2, 12.9)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from .country import EMISSION, PENDING, Choices, Country, Tax


class Peru(Country):
    """The Peruvian edition; numbering and stamps are inferred."""

    code = "PE"
    edition = "peru"
    name = "Perú"
    english_name = "Peru"
    company_name = "Papelería Mirador S.A.C."
    company_identification = "20512345678"
    currency = "PEN"
    currency_symbol = "S/"
    foreign_rate = 3_742_000
    time_zone = "America/Lima"
    taxes = (
        Tax(1, "IGV", 18, "IGV"),
        Tax(2, "IGV 10%", 10, "IGV"),
        Tax(3, "Exonerado", 0, "IGV"),
        Tax(4, "ISC", 17, "ISC"),
    )
    identifications = ((40_000_000, 13, "DNI"), (20_100_000_000, 13, "RUC"))
    identification_kinds = (
        *("RUC", "DNI", "CE", "PP", "CDI", "DIP", "TIN", "IN", "PTP"),
        "NOT_DOMICILIED_WITHOUT_RUC",
    )
    company_suffixes = ("S.A.C.", "S.A.", "E.I.R.L.", "S.R.L.")
    cities = (
        ("Miraflores", "Lima", "Lima"),
        ("Ollantaytambo", "Urubamba", "Cusco"),
        ("Cayma", "Arequipa", "Arequipa"),
    )
    places = ("district", "province", "department")
    streets = ("Jr. Unión", "Av. Larco", "Av. Arequipa")
    of_people: ClassVar[Choices] = {"regime": ("NEW_RUS", "SPECIAL_REGIME")}
    of_companies: ClassVar[Choices] = {"regime": ("GENERAL_REGIME", "MYPE_TRIBUTARY_REGIME")}
    contact_inputs = ("regime",)
    of_invoices: ClassVar[Choices] = {
        "operationType": ("INTERNAL_SALE", "INTERNAL_SALE_NATURAL_PERSON", "EXPORT_OF_GOODS"),
        "paymentMethod": ("cash", "transfer"),
    }
    # Facturas mostly, a few boletas.
    prefixes = ("F001", "F001", "F001", "B001")
    template_ids: ClassVar[Mapping[str, str]] = {"B001": "2", "*": "1"}
    number_form = "{prefix}-{number:08d}"
    stamp_statuses = EMISSION
    pending_stamp: ClassVar[Mapping[str, Any]] = PENDING
