"""Invoice items: products and services (docs: alegra-api 3.2, unified-model 4.8).

Gotcha: the SAT ``productKey`` has no unified field; it is read under ``alegra.product_key``.
"""

from typing import Any

from alegra_api.listing import Listing

from ..company import Company
from ..drafts import Whole
from ..fields import (
    SET_IN_ALEGRA,
    WRITTEN,
    Body,
    Draft,
    Field,
    ReadOnly,
    Row,
    Written,
    boolean,
    decimal,
    inside,
    is_empty,
    json_array,
    json_object,
    json_value,
    objects,
    part,
    text,
    word,
)
from ..kinds import one_of
from ..parts.links import LinkedLedgerAccount, LinkedTaxRate, item_code
from ..parts.master_data import ALEGRAS_ID, IS_ACTIVE
from ..problem import Problem
from ..records import AlegraExtras, Part, UnifiedRecord, extras
from ..resource import Resource
from ..synchronization import MasterData
from ..writing import Search, Writing, shown_as
from ..written_form import WrittenForm, account_ids, references

_MANAGED_IN_ALEGRA = ReadOnly("Inventory, accounts and taxes are managed in Alegra")


def _price(record: Row, company: Company) -> Any:
    """One price, or the main one of a list, or its first (docs: alegra-api 1.7)."""
    price = record.get("price")
    if not isinstance(price, list):
        return price
    prices = objects(price)
    main = [it for it in prices if it.get("main") is True]
    return inside((main or prices or [{}])[0], "price")


def _price_change(price: Any, draft: Draft, company: Company) -> Body:
    """Of an item with several price lists, the main one gets the price."""
    prices = objects(draft.get("alegra", {}).get("prices"))
    if not prices:
        return {"price": price}
    main = next((place for place, it in enumerate(prices) if it.get("main") is True), 0)
    return {
        "price": [
            {"idPriceList": it.get("idPriceList"), "price": price if place == main else it["price"]}
            for place, it in enumerate(prices)
            if "price" in it
        ]
    }


def _itself(record: Row, company: Company) -> Row:
    return record


class SalesDetails(Part):
    """How an item is sold."""

    otherwise = _MANAGED_IN_ALEGRA

    unit_price = decimal(read=_price)
    unit_of_measure = text("inventory.unit")
    tax_rate = part(LinkedTaxRate, "tax")


class PurchaseDetails(Part):
    """How an item is bought."""

    otherwise = _MANAGED_IN_ALEGRA

    unit_price = decimal("inventory.unitCost")


class InvoiceItemExtras(AlegraExtras):
    """What only Alegra knows of an item."""

    product_key = text(meaning="Catalogue key: SAT, CABYS.", write=WRITTEN)
    unit = text(meaning="Argentina: the unit, which an item without stock has too.", write=WRITTEN)
    without_tax = json_object(
        meaning="Spain: reason and cause why there is no tax on it.",
        write=Written(lambda why, draft, company: {"withoutTax": Whole(why)}),
    )
    code = text(meaning="Alegra's own number of the item.")
    type = text(meaning="simple, kit, variantParent and the like.")
    prices = json_array(
        read=lambda record, company: (
            record["price"] if isinstance(record.get("price"), list) else None
        ),
        meaning="All price lists.",
        write=ReadOnly("One price is written, that of the main price list"),
    )
    taxes = json_value("tax", "All taxes.", write=_MANAGED_IN_ALEGRA)
    item_category = json_object(meaning="Commercial category.", write=SET_IN_ALEGRA)
    inventory = json_object(meaning="Stock, by warehouse.", write=_MANAGED_IN_ALEGRA)
    custom_fields = json_array(write=SET_IN_ALEGRA)


def _is_tracked(record: Row, company: Company) -> bool:
    """Whether stock is kept: services have a unit and nothing else (docs: unified-model 4.8)."""
    inventory = record.get("inventory")
    if not isinstance(inventory, dict):
        return not is_empty(inventory)
    return any(not is_empty(value) for key, value in inventory.items() if key != "unit")


def _type(record: Row, company: Company) -> str | None:
    kind = record.get("type")
    if kind in ("kit", "variantParent"):
        return "other"
    if kind in ("simple", "variant", "product", "service", None, ""):
        return "inventory" if _is_tracked(record, company) else "service"
    return None


class InvoiceItem(UnifiedRecord):
    """One product or service."""

    name = text(required=True, write=WRITTEN)
    description = text(write=WRITTEN)
    display_id = ALEGRAS_ID
    code = text(
        read=item_code,
        meaning="The company's own reference.",
        write=Written(lambda code, draft, company: {"reference": code}),
    )
    tracked = boolean(
        read=_is_tracked, meaning="Whether its stock is kept.", write=_MANAGED_IN_ALEGRA
    )
    taxable = boolean(
        read=lambda record, company: not is_empty(record.get("tax")), write=_MANAGED_IN_ALEGRA
    )
    type = Field(
        one_of("inventory", "service", "other"),
        read=_type,
        write=Written(
            lambda kind, draft, company: {"type": "service"} if kind == "service" else {}
        ),
        same=lambda held, kind: kind in (held, "inventory", "other"),
        coarse="is kept as it is in Alegra, where stock and kits are managed",
    )
    sales_details = part(SalesDetails, read=_itself, write=_MANAGED_IN_ALEGRA)
    purchase_details = part(PurchaseDetails, read=_itself, write=_MANAGED_IN_ALEGRA)
    quantity = decimal("inventory.availableQuantity", "In stock.", write=_MANAGED_IN_ALEGRA)
    unit_price = decimal(
        read=_price,
        required=True,
        write=Written(lambda price, draft, company: {"price": price}, change=_price_change),
    )
    currency = text(
        read=lambda record, company: company.currency, meaning="ISO 4217; the company's."
    )
    asset_account = part(LinkedLedgerAccount, "accounting.inventory", write=_MANAGED_IN_ALEGRA)
    income_account = part(LinkedLedgerAccount, "category", write=_MANAGED_IN_ALEGRA)
    expense_account = part(
        LinkedLedgerAccount, "accounting.inventariablePurchase", write=_MANAGED_IN_ALEGRA
    )
    active = word("status", IS_ACTIVE, write=SET_IN_ALEGRA)
    category_id = text("itemCategory.id", write=_MANAGED_IN_ALEGRA)
    alegra = extras(InvoiceItemExtras)


def _creation(draft: Draft, company: Company) -> list[Problem]:
    """What is created is a service; an item that was read may be one whose stock is kept."""
    if draft.get("type") == "inventory" and not draft.get("alegra", {}).get("inventory"):
        rule = "is inventory; stock is managed in Alegra, what is written is a service"
        return [Problem("type", rule)]
    return []


def _prices(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return [
        {key: it[key] for key in ("idPriceList", "price") if key in it} for it in objects(value)
    ]


def _inventory(value: Any) -> Any:
    """Stock without what is left of it, which no PUT may set (docs: alegra-api 3.2)."""
    if isinstance(value, list):
        return [_inventory(it) for it in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _inventory(it) for key, it in value.items() if key not in ("availableQuantity", "name")
    }


_FORM = WrittenForm(
    own=frozenset({"code", "images", "itemVariants", "error"}),
    forms={
        "reference": lambda value: value.get("reference") if isinstance(value, dict) else value,
        "price": _prices,
        "tax": references,
        "accounting": account_ids,
        "inventory": _inventory,
    },
)

INVOICE_ITEMS = Resource(
    name="invoice_items",
    model=InvoiceItem,
    listing=Listing(path="/items"),
    documentation="https://developer.alegra.com/reference/items",
    strategy=MasterData(),
    writing=Writing(
        creation=_creation,
        form=_FORM,
        natural_keys={"code": item_code, "name": shown_as("name")},
        searches={"code": Search("reference")},
        marked=False,
    ),
)
