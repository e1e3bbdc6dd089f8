"""What an item was when it was created: lines keep this, whatever becomes of the item."""

from dataclasses import dataclass
from functools import lru_cache

from .countries import Country, Tax
from .draws import Draws
from .money import CENT, MILLIONTHS

_PRODUCTS = (
    "Cuaderno profesional",
    "Caja de papel carta",
    "Tóner negro",
    "Silla ejecutiva",
    "Lápiz del número 2",
    "Marcador permanente",
    "Monitor de 24 pulgadas",
    "Archivero de 4 cajones",
    "Engrapadora de escritorio",
    "Pizarrón blanco",
)
_SERVICES = ("Instalación a domicilio", "Mantenimiento mensual", "Asesoría por hora", "Envío")


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An item.

    Attributes:
        id: its id.
        name: its name.
        description: may be None.
        reference: the user's own code; may be None.
        unit: unit of measure.
        price: before tax, in millionths of the base currency.
        tax: the tax on it.
        is_service: whether it has no stock.
        product_key: the fiscal product key, where the country has one.
    """

    id: int
    name: str
    description: str | None
    reference: str | None
    unit: str
    price: int
    tax: Tax
    is_service: bool
    product_key: str | None

    @staticmethod
    @lru_cache(maxsize=100_000)
    def of(seed: int, country: Country, id: int) -> "ItemFacts":
        """The facts of an item, always the same."""
        draws = Draws(seed, "items", id)
        is_service = draws.chance(0.2)
        name = f"{draws.pick(_SERVICES if is_service else _PRODUCTS)} {id}"
        price = draws.between(900, 450_000) * CENT
        if country.decimal_precision == 0:
            price = draws.between(5, 900) * 10_000 * MILLIONTHS
        tax = country.taxes[draws.pick((0, 0, 0, 0, 0, 0, 0, 1, 2, 2))]
        return ItemFacts(
            id,
            name,
            f"{name}, presentación estándar" if draws.chance(0.6) else None,
            f"REF-{id:05d}" if draws.chance(0.9) else None,
            "service" if is_service else draws.pick(("unit", "piece", "box")),
            price,
            tax,
            is_service,
            country.item_fields(draws).get("productKey"),
        )
