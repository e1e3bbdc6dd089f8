"""What is known of each resource beside its fields."""

import pytest

from . import examples
from .mapping import NAMES, UNIFIED_NAMES, Listed, judged, listing, printed, unified

LISTED = {
    "customers": Listed("/contacts", {"fields": "accounting"}, "by updated_at"),
    "suppliers": Listed("/contacts", {"fields": "accounting"}, "by updated_at"),
    "tax_rates": Listed("/taxes"),
    "ledger_accounts": Listed("/categories"),
    "company_info": Listed("/company (single)"),
    "departments": Listed("/cost-centers"),
    "bank_accounts": Listed("/bank-accounts", {"fields": "category"}),
    "invoice_items": Listed("/items"),
    "invoices": Listed("/invoices", {}, "asks for draft and open", filters_by_date=True),
    # No filter of a range of dates is promised for bills and orders.
    "bills": Listed("/bills", {}, "asks for draft and open"),
    # Only the statuses that the filter is documented to know are asked for.
    "credit_notes": Listed("/credit-notes", {}, "asks for open", filters_by_date=True),
    "bill_credit_notes": Listed(
        "/debit-notes", {}, "asks for none, lists by ids", filters_by_date=True
    ),
    "payments": Listed("/payments", {"type": "in"}, "asks for none", filters_by_date=True),
    "bill_payments": Listed("/payments", {"type": "out"}, "asks for none", filters_by_date=True),
    "journal_entries": Listed("/journals", sorts_by_id=False),
    "quotes": Listed("/estimates", {}, "asks for unbilled", filters_by_date=True),
    "purchase_orders": Listed("/purchase-orders", {}, "asks for draft and open"),
}
"""The streams of the unified model, in their order, and how each is listed."""


def test_the_unified_streams_are_these_in_this_order_and_others_come_behind() -> None:
    assert list(UNIFIED_NAMES) == list(LISTED) == list(NAMES[: len(LISTED)])


@pytest.mark.parametrize("name", UNIFIED_NAMES)
def test_each_resource_is_listed_as_is_known_of_it(name: str) -> None:
    assert listing(name) == LISTED[name]


@pytest.mark.parametrize("name", UNIFIED_NAMES)
def test_the_external_id_is_taken_out_of_the_notes(name: str) -> None:
    row = {"id": "1", "observations": "Nota\n[external_id:a b/7] "}
    record = unified(name, row)
    assert record["alegra"]["external_id"] == judged(name, row).external_id == "a b/7"
    assert "[external_id" not in printed(name, row)[0]
    del record["alegra"]["external_id"]
    plain = unified(name, {**row, "observations": "Nota"})
    assert {**record, "alegra": record["alegra"] or None} == plain


@pytest.mark.parametrize(
    ("notes", "shown"),
    [
        ("[external_id:7] more", "more"),
        ("before [external_id:7]\nbehind it", "before behind it"),
        ("copied [external_id:5] [external_id:7]", "copied [external_id:5]"),
    ],
)
def test_people_may_type_behind_the_marker(notes: str, shown: str) -> None:
    row = {"id": "1", "observations": notes}
    assert judged("bills", row).external_id == "7"
    assert unified("bills", row)["notes"] == shown


@pytest.mark.parametrize("notes", ["[external_id:]", "[external_id:7", "external_id:7", 7])
def test_notes_without_a_marker_have_no_external_id(notes: object) -> None:
    row = {"id": "1", "observations": notes}
    assert judged("bills", row).external_id is None
    record = unified("bills", row)
    assert record["notes"] == str(notes)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("customers", {"tax_number": "ANO020202CD2"}),
        ("suppliers", {"tax_number": "ANO020202CD2"}),
        ("tax_rates", {"name": "IVA"}),
        ("departments", {"code": "NTE", "name": "Norte"}),
        ("bank_accounts", {"name": "BBVA operativa", "account_number": "0123456789"}),
        ("invoice_items", {"code": "TAL-1", "name": "Taladro"}),
        ("invoices", {}),
    ],
)
def test_natural_keys_are_read_from_alegras_rows(name: str, keys: dict[str, str]) -> None:
    assert judged(name, examples.row(name)).keys == keys


def test_a_tax_number_of_an_unknown_shape_is_no_natural_key() -> None:
    row = examples.row("customers", identification={"value": "X1"}, identificationObject=None)
    assert judged("customers", row).keys == {}


def test_natural_keys_of_an_account() -> None:
    keys = judged("ledger_accounts", examples.row("ledger_accounts", "CO-alone", code="1305")).keys
    assert keys == {"code": "1305", "name": "Clientes"}
