"""Mexico: CFDI, SAT product keys, colonias (docs: alegra-api 3.1 and 3.3)."""

from .country import Country

MEXICO = Country(
    name="Mexico",
    alpha_3="MEX",
    alpha_2="MX",
    editions=("mexico",),
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
    product_key=True,
)
