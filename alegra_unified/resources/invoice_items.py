"""Invoice items: products and services (docs: alegra-api 3.2, unified-model 4.8).

Gotcha: the SAT ``productKey`` has no unified field; it is read under ``alegra.product_key``.
"""

from typing import Any, Literal

from pydantic import Field

from alegra_api.listing import Listing

from ..company import Company
from ..drafts import Draft
from ..model import AlegraExtras, Part, UnifiedRecord
from ..parts import LinkedLedgerAccount, LinkedTaxRate, item_code, linked_account
from ..resource import Resource
from ..shapes import filled, inside, is_empty, linked, objects
from ..synchronization import MasterData
from ..values import ExactDecimal, JsonArray, JsonObject, JsonValue, Text
from ..writing import Problem, Writing, given


class SalesDetails(Part):
    """How an item is sold."""

    unit_price: ExactDecimal | None = None
    unit_of_measure: Text | None = None
    tax_rate: LinkedTaxRate | None = None


class PurchaseDetails(Part):
    """How an item is bought."""

    unit_price: ExactDecimal | None = None


class InvoiceItemExtras(AlegraExtras):
    """What only Alegra knows of an item."""

    product_key: Text | None = Field(None, description="Catalogue key: SAT, CABYS.")
    code: Text | None = Field(None, description="Alegra's own number of the item.")
    type: Text | None = Field(None, description="simple, kit, variantParent and the like.")
    prices: JsonArray | None = Field(None, description="All price lists.")
    taxes: JsonValue | None = Field(None, description="All taxes.")
    item_category: JsonObject | None = Field(None, description="Commercial category.")
    inventory: JsonObject | None = Field(None, description="Stock, by warehouse.")
    custom_fields: JsonArray | None = None


class InvoiceItem(UnifiedRecord):
    """One product or service."""

    name: Text | None = None
    description: Text | None = None
    display_id: Text | None = Field(None, description="Alegra's id again, as the model has it.")
    code: Text | None = Field(None, description="The company's own reference.")
    tracked: bool | None = Field(None, description="Whether its stock is kept.")
    taxable: bool | None = None
    type: Literal["inventory", "service", "other"] | None = None
    sales_details: SalesDetails | None = None
    purchase_details: PurchaseDetails | None = None
    quantity: ExactDecimal | None = Field(None, description="In stock.")
    unit_price: ExactDecimal | None = None
    currency: Text | None = Field(None, description="ISO 4217; the company's.")
    asset_account: LinkedLedgerAccount | None = None
    income_account: LinkedLedgerAccount | None = None
    expense_account: LinkedLedgerAccount | None = None
    active: bool | None = None
    category_id: Text | None = None
    alegra: InvoiceItemExtras | None = None


def to_unified(record: dict[str, Any], company: Company) -> dict[str, Any]:
    """An item of Alegra's as the fields of `InvoiceItem`."""
    price, tracked = _price(record.get("price")), not is_empty(record.get("inventory"))
    accounting = record.get("accounting")
    cost = inside(record, "inventory", "unitCost")
    return {
        "id": filled(record.get("id")),
        "name": filled(record.get("name")),
        "description": filled(record.get("description")),
        "display_id": filled(record.get("id")),
        "code": item_code(record),
        "tracked": tracked,
        "taxable": not is_empty(record.get("tax")),
        "type": _type(record, tracked),
        "sales_details": linked(
            {
                "unit_price": price,
                "unit_of_measure": inside(record, "inventory", "unit"),
                "tax_rate": _first_tax(record.get("tax")),
            }
        ),
        "purchase_details": linked({"unit_price": cost}),
        "quantity": inside(record, "inventory", "availableQuantity"),
        "unit_price": price,
        "currency": company.currency,
        "asset_account": linked_account(inside(accounting, "inventory")),
        "income_account": linked_account(filled(record.get("category"))),
        "expense_account": linked_account(inside(accounting, "inventariablePurchase")),
        "active": {"active": True, "inactive": False}.get(str(record.get("status"))),
        "category_id": inside(record, "itemCategory", "id"),
        "alegra": {
            "status": filled(record.get("status")),
            "product_key": filled(record.get("productKey")),
            "code": filled(record.get("code")),
            "type": filled(record.get("type")),
            "prices": record["price"] if isinstance(record.get("price"), list) else None,
            "taxes": filled(record.get("tax")),
            "item_category": filled(record.get("itemCategory")),
            "inventory": filled(record.get("inventory")),
            "custom_fields": filled(record.get("customFields")),
        },
    }


def _price(price: object) -> Any:
    """One price, or the main one of a list, or its first (docs: alegra-api 1.7)."""
    if not isinstance(price, list):
        return filled(price)
    prices = objects(price)
    main = [it for it in prices if it.get("main") is True]
    return inside((main or prices or [{}])[0], "price")


def _type(record: dict[str, Any], tracked: bool) -> str | None:
    kind = record.get("type")
    if kind in ("kit", "variantParent"):
        return "other"
    if kind in ("simple", "variant", "product", "service", None, ""):
        return "inventory" if tracked else "service"
    return None


def _first_tax(taxes: object) -> Any:
    if is_empty(taxes):
        return None
    return linked(
        {
            "id": inside(taxes, "id"),
            "name": inside(taxes, "name"),
            "rate": inside(taxes, "percentage"),
        }
    )


class InvoiceItemDraft(Draft, InvoiceItem):
    """An item to write."""


def to_alegra(draft: InvoiceItemDraft, company: Company) -> dict[str, Any]:
    """The body of an item: name, description, reference, price and type, nothing else.

    Inventory, accounts and taxes are managed in Alegra (gotcha: invoice items).
    """
    return given(
        name=draft.name,
        description=draft.description,
        reference=draft.code,
        price=draft.unit_price,
        productKey=draft.alegra.product_key if draft.alegra else None,
    )


def constraints(draft: InvoiceItemDraft, company: Company) -> list[Problem]:
    """Mexico and Costa Rica want a product key, which comes by pass_through."""
    if draft.type == "inventory" and draft.alegra is None:
        rule = "is inventory; stock is managed in Alegra, what is written is a service"
        return [Problem("type", rule)]
    return []


WRITING = Writing(
    draft=InvoiceItemDraft,
    fields=("name", "description", "code", "unit_price", "type", "alegra"),
    required=("name", "unit_price"),
    to_alegra=to_alegra,
    constraints=constraints,
    keys={"code": item_code, "name": lambda row: filled(row.get("name"))},
    marked=False,
)


INVOICE_ITEMS = Resource(
    name="invoice_items",
    model=InvoiceItem,
    listing=Listing(path="/items"),
    to_unified=to_unified,
    documentation="https://developer.alegra.com/reference/items",
    strategy=MasterData(),
    writing=WRITING,
)
