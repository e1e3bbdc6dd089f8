"""Unified records on their way into Alegra: what may be sent, and how they name other records.

A draft takes every field of the record that the source emits, so that what was read can be sent
back; fields that Alegra fills by itself are accepted and ignored. Whatever is in no model is
refused, since dropping it would lose it in silence.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from .model import Part
from .parts import (
    Allocation,
    BillAllocation,
    LinkedCustomer,
    LinkedItem,
    LinkedLedgerAccount,
    LinkedSupplier,
    LinkedTaxRate,
    PurchaseLine,
    SalesLine,
)
from .values import JsonArray, Text

MOST_DECIMALS = 6
"""More decimals than Alegra was seen to keep in an amount (docs: alegra-api 1.7)."""


class Link(Part):
    """Another record, named by Alegra's id, by the external id it was written with, or by a key.

    The first of these that is given counts. `id` is filled in once the record is found, so a link
    is not frozen; it comes last among the bases, whose configuration would freeze it otherwise.

    Attributes:
        target: the resource that is named.
        keys: fields that name it besides `id` and `external_id`, in the order they are tried.
    """

    model_config = ConfigDict(extra="forbid", frozen=False)

    target: ClassVar[str]
    keys: ClassVar[tuple[str, ...]] = ()

    id: Text | None = None
    external_id: Text | None = Field(
        None, description="External id that the record was written with, in this sync or before."
    )

    def named_by(self) -> tuple[str, str] | None:
        """The key that counts and its value; None when nothing is named."""
        for key in ("id", "external_id", *self.keys):
            value = getattr(self, key)
            if value is not None:
                return key, str(value)
        return None


class CustomerLink(LinkedCustomer, Link):
    """The customer of a document."""

    target = "customers"
    keys = ("tax_number",)

    tax_number: Text | None = None


class SupplierLink(LinkedSupplier, Link):
    """The supplier of a document."""

    target = "suppliers"
    keys = ("tax_number",)

    tax_number: Text | None = None


class ItemLink(LinkedItem, Link):
    """The product or service of a line."""

    target = "invoice_items"
    keys = ("code", "name")


class AccountLink(LinkedLedgerAccount, Link):
    """The ledger account of a line."""

    target = "ledger_accounts"
    keys = ("code", "name")


class BankAccountLink(LinkedLedgerAccount, Link):
    """The bank account of a payment."""

    target = "bank_accounts"
    keys = ("name",)


class TaxRateLink(LinkedTaxRate, Link):
    """The tax of a line."""

    target = "tax_rates"
    keys = ("name",)


class InvoiceAllocation(Allocation, Link):
    """An invoice that a payment is applied to."""

    target = "invoices"


class BillPaymentAllocation(BillAllocation, Link):
    """A bill that a payment or a credit is applied to."""

    target = "bills"


class DraftSalesLine(SalesLine):
    """A line of a sales document to write."""

    item: ItemLink | None = None
    tax_rate: TaxRateLink | None = None


class DraftPurchaseLine(PurchaseLine):
    """A line of a purchase to write."""

    item: ItemLink | None = None
    ledger_account: AccountLink | None = None
    tax_rate: TaxRateLink | None = None


class Draft(BaseModel):
    """What every record to write may carry besides the fields of its resource."""

    external_id: Text | None = Field(
        None, description="Your own id of the record; it is written once, however often it comes."
    )
    pass_through: JsonArray | None = Field(
        None,
        description="Fields of Alegra's own: objects of service_id, extend_object, extend_paths.",
    )
    observed_at: Text | None = None


def links(value: Any, path: str = "") -> Iterator[tuple[str, Link]]:
    """Every link in a draft with its dotted path."""
    if isinstance(value, Link):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from links(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from links(item, f"{path}.{place}")


def amounts(value: Any, path: str = "") -> Iterator[tuple[str, Decimal]]:
    """Every decimal in a draft with its dotted path."""
    if isinstance(value, Decimal):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from amounts(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from amounts(item, f"{path}.{place}")
