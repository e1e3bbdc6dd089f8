"""Which records may be written, what may be changed, and how it is taken back."""

from typing import Any

import pytest

from . import examples
from .mapping import UNIFIED_NAMES, WRITABLE_NAMES, Row, judged, problems, required
from .rules import ABSENT, changed, way

LINE = {"item": {"id": "1"}, "unit_price": 1, "quantity": 1}
DEBIT = {"type": "debit", "total_amount": 1, "ledger_account": {"id": "1"}}
CREDIT = {**DEBIT, "type": "credit"}

# Resource, example, change to its unified record, the field that is told and how the rule begins.
BROKEN: list[tuple[str, str, dict[str, Any], str, str]] = [
    ("customers", "MX", {"status": "archived"}, "status", "is archived"),
    ("sellers", "MX", {"status": "deleted"}, "status", "is neither active nor inactive"),
    ("warehouses", "MX", {"name": None}, "name", "is missing"),
    ("customers", "MX", {"addresses": [{}, {}]}, "addresses", "has more than 1"),
    (
        *("customers", "CO", {"alegra.identification_type": None}),
        *("alegra.identification_type", "is missing; Colombia requires"),
    ),
    ("customers", "CO", {"first_name": None}, "first_name", "is missing; Colombia requires"),
    ("suppliers", "CO", {"last_name": None}, "last_name", "is missing; Colombia requires"),
    ("suppliers", "CO", {"account": {}}, "account", "names nothing"),
    (
        *("tax_rates", "MX", {"effective_tax_rate": None, "total_tax_rate": None}),
        *("effective_tax_rate", "is missing"),
    ),
    ("invoice_items", "MX", {"alegra": None, "type": "inventory"}, "type", "is inventory"),
    *(("invoices", "MX-draft", {"status": it}, "status", f"is '{it}'") for it in ("paid", "void")),
    ("invoices", "CO-draft", {"payment_method": None}, "payment_method", "is missing; Colombia"),
    (
        *("invoices", "CO-draft", {"alegra.payment_form": None}),
        *("alegra.payment_form", "is missing; Colombia requires CASH or CREDIT"),
    ),
    ("invoices", "MX-draft", {"line_items.1.item": None}, "line_items.1.item", "is missing"),
    (
        *("invoices", "MX-draft", {"line_items.0.unit_price": None}),
        *("line_items.0.unit_price", "is missing"),
    ),
    (
        *("invoices", "MX-draft", {"line_items.0.quantity": ABSENT}),
        *("line_items.0.quantity", "is missing"),
    ),
    (
        *("invoices", "MX-draft", {"line_items.1.discount_amount": 5}),
        *("line_items.1.discount_amount", "can't be written"),
    ),
    (
        *("invoices", "MX-draft", {"line_items.1.unit_price": "1.1234567"}),
        *("line_items.1.unit_price", "has more than 6 decimals"),
    ),
    (
        *("invoices", "MX-draft", {"line_items.1.tax_rate": {"rate": 16}}),
        *("line_items.1.tax_rate", "names nothing"),
    ),
    (
        *("invoices", "MX-draft", {"customer_memo": "a" * 501}),
        *("anotation", "is longer than the 500 characters"),
    ),
    ("invoices", "MX-draft", {"customer": {"email": "a@b.mx"}}, "customer", "names nothing"),
    ("invoices", "MX-draft", {"due_date": "mañana"}, "due_date", "is not a day"),
    ("invoices", "MX-draft", {"currency_rate": "x"}, "currency_rate", "is not a decimal number"),
    ("bills", "MX", {"status": "void"}, "status", "is void"),
    ("bills", "MX", {"line_items.0.item": None}, "line_items.0.item", "is missing"),
    (
        *("bills", "MX", {"line_items.1.ledger_account": None}),
        *("line_items.1.ledger_account", "is missing in an expense_account line"),
    ),
    ("credit_notes", "MX", {"status": "voided"}, "status", "is voided"),
    ("credit_notes", "DO", {"status": "deleted"}, "status", "is deleted"),
    (
        *("credit_notes", "MX", {"allocations": [{"id": "1", "amount": 1}]}),
        *("allocations", "can't be written"),
    ),
    (
        *("bill_credit_notes", "MX", {"allocations.0.amount": None}),
        *("allocations.0.amount", "is missing"),
    ),
    ("bill_credit_notes", "MX", {"status": "deleted"}, "status", "is deleted"),
    ("payments", "MX", {"status": "voided"}, "status", "is voided"),
    ("bill_payments", "MX", {"status": "deleted"}, "status", "is deleted"),
    ("payments", "CO", {"allocations.1.amount": None}, "allocations.1.amount", "is missing"),
    (
        *("payments", "MX", {"total_amount": None, "allocations.0.amount": None}),
        *("allocations.0.amount", "is missing"),
    ),
    ("payments", "CO", {"total_amount": 5}, "total_amount", "is not what the allocations add up"),
    (
        "bill_payments",
        "MX",
        {"allocations": [{"amount": "19.59"}]},
        "allocations.0",
        "names nothing",
    ),
    ("journal_entries", "MX", {"status": "voided"}, "status", "is voided"),
    ("journal_entries", "MX", {"line_items.0.ledger_account": None}, "line_items.0.ledger_", ""),
    (
        *("journal_entries", "MX", {"line_items": [DEBIT, CREDIT, {**CREDIT, "total_amount": 5}]}),
        *("line_items", "debits and credits are not equal"),
    ),
    (
        *("journal_entries", "MX", {"line_items.0.total_amount": "-10.01"}),
        *("line_items.0.total_amount", "is negative in a debit"),
    ),
    (
        *("journal_entries", "MX", {"line_items": [DEBIT, CREDIT, {**DEBIT, "type": None}]}),
        *("line_items.2.type", "is missing"),
    ),
    (
        *(
            "journal_entries",
            "MX",
            {"line_items": [DEBIT, CREDIT, {**DEBIT, "total_amount": None}]},
        ),
        *("line_items.2.total_amount", "is missing"),
    ),
    ("quotes", "MX", {"status": "void"}, "status", "is 'void'"),
    ("inventory_adjustments", "MX", {"status": "deleted"}, "status", "is deleted"),
    ("inventory_adjustments", "MX", {"items.0.type": "up"}, "items.0.type", "is neither in nor"),
    ("inventory_adjustments", "MX", {"items.1.quantity": 0}, "items.1.quantity", "is not above 0"),
    ("inventory_adjustments", "MX", {"items.1.unit_cost": -1}, "items.1.unit_cost", "is below 0"),
    (
        *("inventory_adjustments", "MX", {"items.1.unit_cost": None}),
        *("items.1.unit_cost", "is missing"),
    ),
    ("inventory_adjustments", "MX", {"items.0.id": None, "items.0.name": None}, "items.0", "names"),
    ("purchase_orders", "DO", {"status": "closed"}, "status", "is closed"),
]


def written(name: str) -> Row:
    """The unified record of an example that may be written."""
    for example in examples.of(name):
        for record in example.records:
            if example.country == "MX" and not problems(name, record, "MX"):
                return record
    raise AssertionError(f"no example of {name} may be written")


@pytest.mark.parametrize(("name", "stem", "change", "field", "rule"), BROKEN)
def test_a_record_that_breaks_a_rule_is_refused_for_that(
    name: str, stem: str, change: dict[str, Any], field: str, rule: str
) -> None:
    (example,) = (it for it in examples.of(name) if str(it) == f"{name}/{stem}")
    record = example.records[0]
    assert problems(name, record, example.country) == []
    for path, value in change.items():
        record = changed(record, way(path), value)
    ((told, why),) = problems(name, record, example.country)
    assert told.startswith(field)
    assert why.startswith(rule)


def test_a_document_without_lines_lacks_them() -> None:
    record = {**written("bills"), "line_items": []}
    assert problems("bills", record) == [("line_items", "is missing; Alegra requires it")]


def test_an_entry_has_two_lines_at_least() -> None:
    record = {**written("journal_entries"), "line_items": [{**DEBIT, "total_amount": 0}]}
    assert problems("journal_entries", record) == [("line_items", "has fewer than two lines")]


def test_a_credit_may_carry_a_minus() -> None:
    record = {**written("journal_entries"), "line_items": [DEBIT, {**CREDIT, "total_amount": -1}]}
    assert problems("journal_entries", record) == []


def test_five_phone_numbers_are_too_many() -> None:
    record = {**written("customers"), "phone_numbers": [{"number": "1"}] * 5}
    assert ("phone_numbers", "has more than 4, which is all that Alegra keeps") in problems(
        "customers", record
    )


def test_an_allocation_without_an_amount_takes_the_whole_payment() -> None:
    record = {**written("payments"), "allocations": [{"id": "1"}]}
    assert problems("payments", record) == []


@pytest.mark.parametrize("name", WRITABLE_NAMES)
def test_what_alegra_requires_must_be_there(name: str) -> None:
    assert required(name)
    for field in required(name):
        told = problems(name, {**written(name), field: None})
        assert (field, "is missing; Alegra requires it") in told


@pytest.mark.parametrize("name", WRITABLE_NAMES)
def test_a_field_that_is_in_no_model_is_refused_at_the_top_and_below(name: str) -> None:
    record = written(name)
    assert dict(problems(name, {**record, "shoe_size": 5})).keys() == {"shoe_size"}
    if name in UNIFIED_NAMES:
        extras = {**(record["alegra"] or {}), "shoe_size": 5}
        assert dict(problems(name, {**record, "alegra": extras})).keys() == {"alegra.shoe_size"}


@pytest.mark.parametrize("name", WRITABLE_NAMES)
@pytest.mark.parametrize("wrong", ["a[b", "a\nb", "a" * 121, "  "])
def test_the_external_id_must_fit_into_the_marker(name: str, wrong: str) -> None:
    told = dict(problems(name, {**written(name), "external_id": wrong}))
    assert told.keys() == (set() if name in examples.WITHOUT_NOTES else {"external_id"})


NOTHING_APPLIED = {"total": 100, "totalApplied": 0, "balance": 100}
# Resource, change to Alegra's row, why it may not be changed, how it is taken back or why not.
FIXED: list[tuple[str, dict[str, Any], str | None, str]] = [
    ("customers", {}, None, "delete"),
    ("invoices", {"status": "draft", "stamp": {}, "payments": []}, None, "delete"),
    ("invoices", {"status": "open", "stamp": None, "payments": []}, "is no draft", "void"),
    ("invoices", {"status": "open", "stamp": None}, "is no draft any more", "is paid"),
    ("invoices", {"status": "closed", "stamp": {}, "payments": []}, "is no draft", "is paid"),
    ("invoices", {"status": "draft", "stamp": {"uuid": "1"}}, "is stamped", "is stamped"),
    ("bills", {"payments": []}, None, "delete"),
    ("bills", {"payments": [{"id": "1"}]}, "is paid in part", "is paid in part"),
    ("bills", {"status": "closed"}, "is closed or void", "is closed or void"),
    ("credit_notes", {"stamp": {}, "totalApplied": 0}, None, "delete"),
    ("credit_notes", {"stamp": {}}, None, "is applied to invoices"),
    ("credit_notes", {"stamp": {}, "refunds": [{"id": "1"}]}, "paid back", "paid back"),
    ("credit_notes", {}, "is stamped", "is stamped"),
    ("credit_notes", {"stamp": {}, "status": "closed"}, "not open any more", "not open any more"),
    ("bills", {"payments": [], "stamp": {"uuid": "1"}}, "is stamped", "is stamped"),
    ("bill_credit_notes", NOTHING_APPLIED, None, "delete"),
    (
        *("bill_credit_notes", {**NOTHING_APPLIED, "stamp": {"uuid": "1"}}),
        *("is stamped", "is stamped"),
    ),
    ("bill_credit_notes", {"balance": 1}, "is applied to bills", "is applied to bills"),
    ("bill_credit_notes", {"balance": "?"}, "is applied to bills", "is applied to bills"),
    ("payments", {"stamp": {}}, None, "void"),
    ("payments", {}, "is stamped", "is stamped"),
    ("payments", {"stamp": {}, "status": "void"}, "is void", "void"),
    ("bill_payments", {}, None, "void"),
    ("quotes", {}, None, "delete"),
    ("quotes", {"status": "billed"}, "is billed or void", "delete"),
    ("purchase_orders", {}, None, "void"),
    ("purchase_orders", {"status": "billed"}, "is closed, billed", "is closed, billed"),
    ("journal_entries", {}, None, "delete"),
]


@pytest.mark.parametrize(("name", "change", "reason", "removal"), FIXED)
def test_what_may_be_changed_and_taken_back(
    name: str, change: dict[str, Any], reason: str | None, removal: str
) -> None:
    judgement = judged(name, examples.row(name, **change))
    assert (judgement.fixed_because is None) == (reason is None)
    assert (reason or "") in (judgement.fixed_because or "")
    found = judgement.removal
    assert found == removal if isinstance(found, str) else found and removal in found[1]


def test_alegra_deletes_no_ledger_account() -> None:
    row = examples.row("ledger_accounts", "CO-alone")
    assert judged("ledger_accounts", row).removal == ("id", "Alegra deletes no ledger account")
