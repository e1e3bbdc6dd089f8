"""Who a contact was when it was created: documents keep this, whatever becomes of the contact."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .countries import Country, Identity
from .draws import Draws

_FIRST_NAMES = (
    "Ana",
    "Luis",
    "María",
    "Jorge",
    "Sofía",
    "Carlos",
    "Elena",
    "Raúl",
    "Lucía",
    "Iván",
)
_SECOND_NAMES = ("", "", "Isabel", "Alberto", "del Carmen", "Andrés")
_LAST_NAMES = ("García", "Pérez", "Hernández", "Rodríguez", "Núñez", "Castillo", "Méndez", "Ruiz")
_TRADES = ("Comercializadora", "Distribuidora", "Grupo", "Servicios", "Constructora", "Ferretería")


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """A contact.

    Attributes:
        id: its id.
        identity: who it is.
        email: the address, or None.
        phone: the first phone number, or None.
        mobile: or None.
        address: the country's address block.
        fields: what only this country's contacts have.
    """

    id: int
    identity: Identity
    email: str | None
    phone: str | None
    mobile: str | None
    address: dict[str, Any]
    fields: dict[str, Any]

    @staticmethod
    @lru_cache(maxsize=50_000)
    def of(seed: int, country: Country, id: int) -> "ContactFacts":
        """The facts of a contact, always the same."""
        draws = Draws(seed, "contacts", id)
        is_person = draws.chance(0.4)
        if is_person:
            first, second = draws.pick(_FIRST_NAMES), draws.pick(_SECOND_NAMES)
            last = f"{draws.pick(_LAST_NAMES)} {draws.pick(_LAST_NAMES)}"
            name = " ".join(part for part in (first, second, last) if part)
        else:
            first = second = last = ""
            name = f"{draws.pick(_TRADES)} {draws.pick(_LAST_NAMES)} {id}"
            name = f"{name} {draws.pick(country.company_suffixes)}"
        number, kind = country.identification(draws, is_person, id)
        identity = Identity(is_person, first, second, last, name, number, kind)
        return ContactFacts(
            id,
            identity,
            f"contacto{id}@example.com" if draws.chance(0.8) else None,
            draws.digits(10) if draws.chance(0.7) else None,
            draws.digits(10) if draws.chance(0.4) else None,
            country.address(draws),
            country.contact_fields(draws, identity),
        )

    def snapshot(self) -> dict[str, Any]:
        """The contact inside an invoice or a note (docs: alegra-api 1.7)."""
        record: dict[str, Any] = {
            "id": str(self.id),
            "name": self.identity.name,
            "identification": self.identity.identification,
            "phonePrimary": self.phone,
            "phoneSecondary": None,
            "fax": None,
            "mobile": self.mobile,
            "email": self.email,
            "address": self.address,
        }
        for name in ("identificationType", "kindOfPerson"):
            if name in self.fields:
                record[name] = self.fields[name]
        return record

    def address_text(self) -> str:
        """The address in one line, as in quotes."""
        return ", ".join(str(part) for part in self.address.values() if part)
