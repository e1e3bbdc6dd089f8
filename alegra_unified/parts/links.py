"""Other records that a record names: by Alegra's id on reading, by more on writing."""

from typing import Any, ClassVar

from ..company import Company
from ..drafts import Link, Requirement
from ..fields import Field, Row, Written, decimal, filled, inside, is_empty, part, text


class LinkedCustomer(Link):
    """The customer that a document names."""

    refers_to = target = "customers"
    keys = ("tax_number",)

    display_name = text("name")
    email = text()
    tax_number = text(only_drafts=True)

    @staticmethod
    def shape(value: Any) -> Any:
        """A bare text is the name, as credit notes have it (docs: alegra-api 1.7)."""
        return _named(value)


class LinkedSupplier(Link):
    """The supplier that a document names."""

    refers_to = target = "suppliers"
    keys = ("tax_number",)

    display_name = text("name")
    tax_number = text(only_drafts=True)

    @staticmethod
    def shape(value: Any) -> Any:
        """A bare text is the name."""
        return _named(value)


def _first(value: Any) -> Any:
    """Some objects come as a list of them (docs: alegra-api 1.7)."""
    return value[0] if isinstance(value, list) and value else value


def _named(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


class LinkedDepartment(Link):
    """The cost centre that a document names; see stream departments."""

    refers_to = target = "departments"
    shape = staticmethod(_first)

    name = text()


def item_code(item: Row, company: Company | None = None) -> Any:
    """The user's own code of an item: ``reference``, text or ``{reference}`` (alegra-api 1.7)."""
    reference = item.get("reference")
    return inside(reference, "reference") if isinstance(reference, dict) else filled(reference)


class LinkedItem(Link):
    """The product or service that a line names."""

    refers_to = target = "invoice_items"
    keys = ("code", "name")

    code = text(read=item_code)
    name = text()


def _has_product_key(item: Row) -> str | None:
    if is_empty(item.get("productKey")):
        return "has no productKey, so Alegra would refuse it (code 1035); set it on the item"
    return None


class QuotedItem(LinkedItem):
    """The product or service that a line names."""

    @classmethod
    def requirement(cls, company: Company, stamped: bool) -> Requirement | None:
        """Some countries want a product key on it (gotcha: quotes)."""
        return _has_product_key if company.country.product_key else None


class InvoicedItem(QuotedItem):
    """The product or service that a line names."""

    @classmethod
    def requirement(cls, company: Company, stamped: bool) -> Requirement | None:
        """A stamp wants a product key on it in some countries (gotcha: invoices)."""
        return super().requirement(company, stamped) if stamped else None


class LinkedTaxRate(Link):
    """The tax of a line; given only when the line has exactly one."""

    refers_to = target = "tax_rates"
    keys = ("name",)
    shape = staticmethod(_first)

    name = text()
    rate = decimal("percentage", "Percentage, e.g. 16.")


class LinkedLedgerAccount(Link):
    """The account of the ledger that a record names."""

    refers_to = target = "ledger_accounts"
    keys: ClassVar[tuple[str, ...]] = ("code", "name")

    name = text()
    code = text()

    @staticmethod
    def shape(value: Any) -> Any:
        """A bare id, or an embedded ``category``."""
        value = _first(value)
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            return {"id": value}
        return value


def _takes_entries(account: Row) -> str | None:
    if account.get("use") == "accumulative":
        return "is a header; post to an account with header false"
    return None


class PostedAccount(LinkedLedgerAccount):
    """The account of the ledger that a line is posted to."""

    @classmethod
    def requirement(cls, company: Company, stamped: bool) -> Requirement | None:
        """A header only sums up and can't be posted to (gotcha: ledger accounts)."""
        return _takes_entries


class LinkedBankAccount(LinkedLedgerAccount):
    """The bank account of a payment, which the unified model types as an account of the ledger."""

    refers_to = target = "bank_accounts"
    keys = ("name",)


def supplier_of(record: Row, company: Company | None = None) -> Any:
    """The supplier: ``provider`` in bills and orders, ``client`` in debit notes and webhooks."""
    provider = filled(record.get("provider"))
    return record.get("client") if provider is None else provider


def supplier(written_to: str) -> Field:
    """The supplier of a document, which Alegra takes under a key that differs by document."""
    return part(
        LinkedSupplier,
        read=supplier_of,
        required=True,
        write=Written(lambda link, draft, company: {written_to: {"id": link["id"]}}),
    )
