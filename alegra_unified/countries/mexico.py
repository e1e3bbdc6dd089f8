"""Mexico: CFDI, SAT product keys, colonias (docs: alegra-api 3.1, 3.3 and 12.3)."""

from .country import Country

MEXICO = Country(
    name="Mexico",
    alpha_2="MX",
    address={
        "line1": "street",
        "line2": "colony",
        "line3": "interiorNumber",
        "street_number": "exteriorNumber",
        "county": "locality",
        "city": "municipality",
        "state": "state",
        "postal_code": "zipCode",
        "country": "country",
    },
    # Of the general public, and of foreigners without a Mexican number.
    generic_tax_numbers=frozenset({"XAXX010101000", "XEXX010101000"}),
    product_key=True,
    # A CFDI is certified when it has its fiscal UUID; the seal comes with it.
    certified=lambda stamp: bool(stamp.get("uuid") or stamp.get("satSeal")),
)
