"""Peru: RUC and DNI, departments, provinces and districts (docs: alegra-api 12.2 and 12.9)."""

from .country import COMMON_ADDRESS, Country

PERU = Country(
    name="Peru",
    alpha_2="PE",
    address={**COMMON_ADDRESS, "city": "province", "county": "district"},
    identification_kinds=(
        *("RUC", "DNI", "CE", "PP", "CDI", "DIP", "TIN", "IN", "PTP"),
        "NOT_DOMICILIED_WITHOUT_RUC",
    ),
)
