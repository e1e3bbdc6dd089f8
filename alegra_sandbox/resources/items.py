"""Items: products and services (docs: alegra-api 3.2)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from ..bodies import Body, amount, identifier, objects, require
from ..books import Books, Changes, Row
from ..chart_of_accounts import ACCOUNTS, OTHER_INCOME, by_rule
from ..countries import Country, Tax
from ..errors import invalid
from ..json_text import decoded
from ..money import CENT, MILLIONTHS, millionths, noted, number, shown_percentage
from ..quirks import Quirks
from ..random_values import RandomValues
from .categories import embedded_account
from .filters import Filter, accepting, contained, whole_number
from .references import MAIN_WAREHOUSE, NAMES, embedded, newest
from .resource import Record, Rendering, Resource, by_name

_PRODUCTS = (
    *("Cuaderno profesional", "Caja de papel carta", "Tóner negro", "Silla ejecutiva"),
    *("Lápiz del número 2", "Marcador permanente", "Monitor de 24 pulgadas"),
    *("Archivero de 4 cajones", "Engrapadora de escritorio", "Pizarrón blanco"),
)
_SERVICES = ("Instalación a domicilio", "Mantenimiento mensual", "Asesoría por hora", "Envío")
_PRODUCT_KEY = re.compile(r"\d{8}|\d{13}")


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What an item was when it was created: lines keep this, whatever becomes of the item.

    Attributes:
        id: its id.
        name: its name.
        price: before tax, in millionths of the base currency.
        tax: the tax on it.
        is_service: whether it has no stock.
        details: description, reference, unit of measure; the product key, where it has one.
    """

    id: int
    name: str
    price: int
    tax: Tax
    is_service: bool
    details: Mapping[str, Any]

    @staticmethod
    @lru_cache(maxsize=100_000)
    def of(seed: int, country: Country, id: int) -> "ItemFacts":
        """The facts of an item, always the same."""
        random = RandomValues(seed, "items", id)
        is_service = random.chance(0.2)
        name = f"{random.pick(_SERVICES if is_service else _PRODUCTS)} {id}"
        price = random.between(900, 450_000) * CENT
        if country.decimal_precision == 0:
            price = random.between(5, 900) * 10_000 * MILLIONTHS
        tax = country.taxes[random.pick((0, 0, 0, 0, 0, 0, 0, 1, 2, 2))]
        details = {
            "description": f"{name}, presentación estándar" if random.chance(0.6) else None,
            "reference": f"REF-{id:05d}" if random.chance(0.9) else None,
            "unit": "service" if is_service else random.pick(("unit", "piece", "box")),
        }
        key = country.product_key(random)
        if key is not None:
            details["productKey"] = key
        return ItemFacts(id, name, price, tax, is_service, details)


def unit_cost(country: Country, price: int) -> int:
    """What an item of a price costs the company."""
    return country.round(price * 6 // 10)


def item_details(books: Books, item: Row) -> dict[str, Any]:
    """What a line shows of an item: description, reference, unit, fiscal product key."""
    if item["document"] is None:
        return dict(ItemFacts.of(books.seed, books.country, item["id"]).details)
    body = decoded(item["document"])
    unit = (body.get("inventory") or {}).get("unit", "service")
    details = {"description": item["description"], "reference": item["reference"], "unit": unit}
    return details | ({"productKey": body["productKey"]} if body.get("productKey") else {})


_REFERENCE = {"equal": Filter("reference = ?"), "contained": Filter("reference LIKE ?", contained)}


def _price(value: str) -> Sequence[object] | None:
    try:
        return (int(Decimal(value) * MILLIONTHS),)
    except (InvalidOperation, ValueError, OverflowError):
        return None


class Items(Resource):
    """``/items``; by name unless asked otherwise."""

    path = "items"
    title = "Producto o servicio"
    needs = ("taxes", "categories")
    column_types = (
        "name TEXT, reference TEXT, description TEXT, price INTEGER, kind TEXT, status TEXT, "
        "category INTEGER, edition INTEGER DEFAULT 0"
    )
    events = by_name(edit=0.02)
    filters = accepting(
        "name", type=("simple", "kit", "variantParent", "variant"), status=("active", "inactive")
    ) | by_name(
        reference=_REFERENCE["equal"],
        description=Filter("description LIKE ?", contained),
        price=Filter("price = ?", _price),
        idItemCategory=Filter("category = ?", whole_number),
        query=Filter("name || ' ' || coalesce(reference, '') LIKE ?", contained),
    )
    order_fields = by_name(
        id="id", name="name", reference="reference", description="description", price="price"
    )
    default_order = "name ASC"
    inputs = (
        *("tax", "productKey", "customFields", "inventory", "category", "withoutTax", "unit"),
    )
    empty = by_name(customFields=[])
    references = by_name(itemCategory={})
    made_of = ("name", "reference", "description", "price", "status")
    fixed = ("inventory",)
    fills = by_name(
        customFields=[{"id": "1", "key": "brand", "name": "Marca", "value": "Norma"}],
        itemCategory={"id": "3", "name": "Familia 3"},
    )

    def seed(self, books: Books) -> None:
        """Let lines name the items that there are now; those of later days don't change them."""
        super().seed(books)
        books.items = [row["id"] for row in books.select("SELECT id FROM items ORDER BY id")]

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """One for fifty documents; a few are kits, a few inactive."""
        for id in self.generated_ids(books, max(6, books.size // 50)):
            facts = ItemFacts.of(books.seed, books.country, id)
            random = RandomValues(books.seed, "items", "state", id)
            yield {
                "id": id,
                "name": facts.name,
                **{name: facts.details[name] for name in ("reference", "description")},
                "price": facts.price,
                "kind": "simple" if random.chance(0.97) else "kit",
                "status": "active" if random.chance(0.95) else "inactive",
                "category": random.between(1, 4) if random.chance(0.5) else None,
            }

    def edit(self, books: Books, id: int | None) -> Changes:
        """Another name."""
        row = self.chosen(books, id, "1")
        books.update("items", row["id"], name=f"{row['name']} *", edition=row["edition"] + 1)
        return self.changed(row)

    touch_no_timestamp = edit

    def record(self, it: Rendering) -> Record:
        """An item; services have no stock."""
        row, country = it.row, it.country
        facts = ItemFacts.of(it.books.seed, country, it.id)
        random = it.drift
        reference: Any = row["reference"]
        if reference is not None and random.chance(0.15):
            reference = {"reference": reference}
        price: Any = it.amount(row["price"])
        if random.chance(0.8):
            price = [
                {"idPriceList": "1", "name": "General", "type": "amount", "price": price}
                | ({"main": True} if random.chance(0.5) else {})
            ]
            if random.chance(0.2):
                price.append(
                    {
                        "idPriceList": "2",
                        "name": NAMES["priceList"][1],
                        "type": "percentage",
                        "price": number(country.round(row["price"] * 9 // 10)),
                        "main": False,
                    }
                )
        tax = facts.tax
        percentage = shown_percentage(tax.percentage, random.chance(0.8))
        category = row["category"]
        record: Record = {
            "id": it.drifting_id(),
            **it.copied("name", "description", "status", type="kind"),
            "reference": reference,
            "code": it.id,
            "price": price,
            "tax": [{"id": str(tax.id), "name": tax.name, "percentage": percentage}]
            if tax.percentage or random.chance(0.7)
            else [],
            "category": embedded_account(country, by_rule("SALES")),
            "itemCategory": {"id": str(category), "name": NAMES["itemCategory"][category - 1]}
            if category
            else None,
            "customFields": [],
            "images": [],
        }
        if "productKey" in facts.details:
            record["productKey"] = facts.details["productKey"]
        record |= country.item_fields(facts.tax)
        if not facts.is_service:
            stock = {MAIN_WAREHOUSE: 0} | it.books.stock.get(it.id, {})
            record["inventory"] = {
                "unit": facts.details["unit"],
                "unitCost": noted(unit_cost(country, row["price"]), it.notation),
                "availableQuantity": number(sum(stock.values())),
                "warehouses": [
                    {
                        **(embedded(it.books, "warehouse", warehouse, {}) or {}),
                        "initialQuantity": 0,
                        "availableQuantity": number(available),
                    }
                    for warehouse, available in stock.items()
                ],
            }
        return record

    def filled(self, it: Rendering, record: Record) -> Record:
        """With an account of its own, several taxes and several prices."""
        filled = super().filled(it, record)
        taxes = [{"id": tax.id} for tax in it.country.taxes[:2]]
        list_price = {"type": "amount", "price": it.amount(it.row["price"])}
        other = newest("priceList")
        return {
            **filled,
            "category": embedded_account(it.country, ACCOUNTS[OTHER_INCOME[0]]),
            "tax": _taxes(it.books, taxes, record["tax"]),
            "price": [
                {"idPriceList": "1", "name": "General", **list_price, "main": True},
                {"idPriceList": other["id"], "name": other["name"], **list_price, "price": "8.50"},
            ],
        }

    def as_written(self, it: Rendering, record: Record, body: Body) -> Record:
        """Without stock, key and tax that only chance put there."""
        written = super().as_written(it, record, body)
        written["tax"] = _taxes(it.books, body.get("tax"), record["tax"])
        account = ACCOUNTS.get(identifier(body.get("category")) or 0) or by_rule("SALES")
        written["category"] = embedded_account(it.country, account)
        if isinstance(body["price"], list):
            written["price"] = body["price"]
        elif isinstance(record["price"], list):
            main = {**record["price"][0], "price": it.amount(it.row["price"])}
            written["price"] = [main]
        return {
            name: value
            for name, value in written.items()
            if value is not None or name not in ("productKey", "inventory", "withoutTax")
        }

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """A name and a price; a product key must stand in the catalogue."""
        require(body, ("name",))
        if row is None:
            books.country.check_item(body)
        key = body.get("productKey")
        if key is None and books.quirks.items_without_product_key == "refused":
            raise invalid("La clave de producto es obligatoria", 1093)
        if key is not None and not _PRODUCT_KEY.fullmatch(str(key)):
            raise invalid("La clave de producto debe ser un valor válido del catálogo", 1036)
        price = body.get("price")
        if isinstance(price, list):
            price = next((entry.get("price") for entry in objects(price)), None)
        reference = body.get("reference")
        if isinstance(reference, dict):
            reference = reference.get("reference")
        return {
            "name": body["name"],
            "reference": reference,
            "description": body.get("description"),
            "price": millionths(amount(price, "price")),
            "kind": row["kind"] if row else "simple",
            "status": body.get("status", "active"),
            "category": identifier(body.get("itemCategory")),
        }

    def usable_filters(self, parameters: Mapping[str, str], quirks: Quirks) -> Mapping[str, Filter]:
        """With one of the ways in which codes may be compared."""
        usable = super().usable_filters(parameters, quirks)
        return {**usable, "reference": _REFERENCE[quirks.reference_filter]}

    def check_removal(self, books: Books, row: Row) -> None:
        """An item that a line names stays (docs: alegra-api 4)."""
        for table in ("invoices", "bills", "estimates", "credit_notes"):
            named = f"{table}_names_item(id, variant, currency, document, ?)"
            if books.value(f"SELECT 1 FROM {table} WHERE {named} LIMIT 1", (row["id"],)):
                raise invalid("El producto está asociado a documentos; puede inactivarlo")


def _taxes(books: Books, given: Any, generated: Sequence[Record]) -> list[Record]:
    """Taxes of an item, given as one id or as a list (docs: alegra-api 3.2)."""
    as_text = not generated or isinstance(generated[0]["percentage"], str)
    ids = [identifier(it) for it in (given if isinstance(given, list) else [given])]
    rows = [books.row("taxes", id) for id in ids]
    return [
        {
            "id": str(row["id"]),
            "name": row["name"],
            "percentage": shown_percentage(row["percentage"], as_text),
        }
        for row in rows
        if row is not None
    ]
