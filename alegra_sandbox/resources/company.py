"""The company itself and its user, single objects (docs: alegra-api 2 and 3.12)."""

from typing import Any

from ..books import Books
from ..random_values import RandomValues


def company(books: Books) -> dict[str, Any]:
    """``GET /company``."""
    country = books.country
    return {
        "id": "1",
        "name": country.company_name,
        "identification": country.company_identification,
        "identificationObject": {},
        **country.company(),
        "regime": "GENERAL_REGIME",
        "kindOfPerson": "LEGAL_ENTITY",
        "phone": "5550000000",
        "email": "contabilidad@example.com",
        "website": None,
        "address": country.address(RandomValues(books.seed, "company")),
        "invoicePreferences": {"defaultAnotation": "", "defaultTermsAndConditions": ""},
    }


def current_user(email: str) -> dict[str, Any]:
    """``GET /users/self``."""
    named = {"id": "1", "name": "Admin", "lastName": "Prueba", "email": email}
    return {**named, "role": "admin", "position": None, "status": "active", "language": "es"}
