"""Spain: kinds of tax numbers and what each demands (docs: alegra-api 12.8)."""

from .country import (
    PROVINCIAL_ADDRESS,
    Condition,
    Country,
    Requirement,
    identification_type,
    of_contacts,
)


def _is_one_of(*kinds: str) -> Condition:
    return lambda draft: identification_type(draft) in kinds


def _in_address(part: str, what: str, key: str, example: str, *kinds: str) -> Requirement:
    what = f"{what} of who has a {' or '.join(kinds)}"
    return Requirement(f"addresses.0.{part}", key, what, example, _is_one_of(*kinds))


_FOREIGN = ("NIF-IVA", "PP", "DPO", "CR", "ODP")

SPAIN = Country(
    name="Spain",
    alpha_2="ES",
    address=PROVINCIAL_ADDRESS,
    identification_kinds=("DNI", "NIF", "NIF-IVA", "PP", "DPO", "CR", "ODP", "NC"),
    number_forms={
        "DNI": r"\d{8}[A-Za-z0-9]",
        "NIF": r"[A-Za-z]\d{7}[A-Za-z0-9]",
        "NIF-IVA": r"[A-Za-z]{2}.{1,18}",
        "ODP": r".{1,20}",
        "NC": r".{1,50}",
    },
    requirements=of_contacts(
        _in_address("city", "the city", "address", "Reus", "NIF"),
        _in_address("state", "the province", "address", "Tarragona", "NIF"),
        _in_address("line1", "the street", "address", "Carrer Major 3", *_FOREIGN),
        _in_address("country", "the country", "address", "FR", *_FOREIGN),
    ),
)
