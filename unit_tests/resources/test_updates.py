"""What a change of the books must never do, each as it was once seen."""

from typing import Any

import pytest

from alegra_unified.countries import COUNTRIES, country_named
from alegra_unified.drafts import read_draft
from alegra_unified.fields import Body, Draft
from alegra_unified.marker import NOTES_LIMIT, join, split
from alegra_unified.registry import RESOURCES
from alegra_unified.updates import (
    body_problems,
    creation_problems,
    draft_problems,
    is_same,
    moved,
    untaken,
    update_body,
)

from . import examples
from .mapping import COMPANIES, Row, arranged, body, printed, problems, unified

LINE = {"item": {"id": "12"}, "unit_price": 100, "quantity": 1}
ACCOUNT_LINE = {"ledger_account": {"id": "5123"}, "unit_price": 1, "quantity": 1}


def draft(name: str, record: Row) -> Draft:
    """A record to write whose types are in order."""
    read, found = read_draft(RESOURCES[name].model, record)
    assert found == []
    return read


def change(name: str, row: Row, record: Row, country: str = "MX", **more: Any) -> Body:
    """The body of the PUT for a record that breaks no rule."""
    resource, company, named = RESOURCES[name], COMPANIES[country], draft(name, record)
    assert draft_problems(resource, named, company) == []
    return update_body(resource, row, named, company, **more)


def same(name: str, row: Row, record: Row, country: str = "MX") -> bool:
    """Whether a row holds what a record names."""
    return is_same(RESOURCES[name], row, draft(name, record), COMPANIES[country])


def told(name: str, row: Row, record: Row, country: str = "MX") -> dict[str, str]:
    """What of a record a row does not hold, and why."""
    found = untaken(RESOURCES[name], row, draft(name, record), COMPANIES[country])
    return {problem.field: problem.rule for problem in found}


def test_an_opening_balance_and_its_date_never_change() -> None:
    row = examples.row("bank_accounts")
    sent = change("bank_accounts", row, {"description": "renamed"})
    assert (sent["initialBalance"], sent["initialBalanceDate"]) == ("1000.5000000000", "2026-01-01")
    assert sent["type"] == "bank"
    cash = change("bank_accounts", {**row, "type": "cash"}, {"description": "renamed"})
    assert cash["type"] == "cash"
    moved_to = {**row, "initialBalance": 0, "description": "renamed"}
    resource, company = RESOURCES["bank_accounts"], COMPANIES["MX"]
    named = draft("bank_accounts", {"description": "renamed"})
    assert [it.field for it in moved(resource, row, moved_to, named, company)] == [
        "alegra.initial_balance"
    ]


@pytest.mark.parametrize(
    "name", ["customers", "bills", "payments", "journal_entries", "inventory_adjustments"]
)
def test_a_change_keeps_the_internal_notes(name: str) -> None:
    row = examples.row(name, observations="VIP: call before delivery [external_id:c-1]")
    assert change(name, row, {})["observations"] == row["observations"]
    assert change(name, {**row, "observations": "VIP"}, {})["observations"] == "VIP"
    assert "observations" not in change(name, {**row, "observations": None}, {})


def test_notes_of_what_is_found_by_its_name_stay_as_they_are_typed() -> None:
    row = {"id": "1", "name": "Norte", "observations": "Con muelle [external_id:7]"}
    sent = change("warehouses", row, {"address": "Calle 1"})
    assert (sent["address"], sent["observations"]) == ("Calle 1", row["observations"])


def test_a_record_of_alegras_own_shows_the_users_notes_and_the_external_id_apart() -> None:
    row = examples.row("inventory_adjustments", observations="Conteo [external_id:c-1] dos veces")
    record = unified("inventory_adjustments", row)
    assert (record["observations"], record["external_id"]) == ("Conteo dos veces", "c-1")
    sent = change("inventory_adjustments", row, {"observations": "No"})
    assert sent["observations"] == "No [external_id:c-1]"
    resource, company = RESOURCES["inventory_adjustments"], COMPANIES["MX"]
    lost = moved(resource, row, {**row, "observations": "Conteo dos veces"}, {}, company)
    assert [it.field for it in lost] == ["external_id"]


def test_lines_that_are_links_are_compared_with_all_that_they_say() -> None:
    row = examples.row("inventory_adjustments")
    lines = unified("inventory_adjustments", row)["items"]
    assert same("inventory_adjustments", row, {"items": lines})
    more = [{**lines[0], "quantity": 5}, lines[1]]
    assert told("inventory_adjustments", row, {"items": more}).keys() == {"items.0.quantity"}
    sent = change("inventory_adjustments", row, {"items": more})
    assert [it["quantity"] for it in sent["items"]] == [5, 2]
    other = [{**lines[0], "id": "99"}, lines[1]]
    assert told("inventory_adjustments", row, {"items": other}).keys() == {"items.0"}


def test_named_notes_replace_the_users_part_only() -> None:
    row = examples.row("customers", observations="VIP [external_id:c-1] call first")
    assert change("customers", row, {"notes": "No"})["observations"] == "No [external_id:c-1]"
    unmarked = {**row, "observations": "VIP"}
    assert change("customers", unmarked, {"notes": "No"})["observations"] == "No"
    again = change("customers", unmarked, {"notes": "VIP"}, external_id="c-2")
    assert again["observations"] == "VIP [external_id:c-2]"
    assert same("customers", row, {"notes": "VIP call first"})


def test_notes_that_are_too_long_with_the_marker_are_told_and_not_cut() -> None:
    row = examples.row("customers", observations=None)
    notes = "a" * (NOTES_LIMIT - 10)
    assert body_problems(change("customers", row, {"notes": notes})) == []
    ((field, rule),) = body_problems(change("customers", row, {"notes": notes}, external_id="c-1"))
    assert (field, rule) == (
        "observations",
        "is longer than the 500 characters that Alegra takes, marker included",
    )


@pytest.mark.parametrize("notes", ["", "VIP", "two\nlines", "[not_ours:1]"])
def test_what_is_joined_is_split_again(notes: str) -> None:
    assert split(join(notes, "a/1") or "") == (notes, "a/1")
    assert split(notes) == (notes, None)


def test_a_payment_received_is_applied_to_no_bill() -> None:
    record = unified("payments", examples.row("payments"))
    allocations = [{"id": "27", "type": "bill", "amount": "44.1044"}]
    ((field, rule),) = problems("payments", {**record, "allocations": allocations})
    assert field == "allocations.0.type"
    assert rule == "is bill; what is received is applied to invoices"


def two_taxes() -> Row:
    """A draft with one line and two taxes on it."""
    taxes = [{"id": "1", "amount": 16}, {"id": "7", "amount": 8}]
    line = {"id": "12", "price": 100, "quantity": 1, "tax": taxes, "total": 124}
    return examples.row("invoices", "MX-draft", items=[line])


def test_all_taxes_of_a_line_are_written() -> None:
    record = unified("invoices", two_taxes())
    assert body("invoices", record)["items"][0]["tax"] == [{"id": "1"}, {"id": "7"}]
    assert same("invoices", two_taxes(), record)


def test_changed_taxes_of_a_line_are_written_with_it() -> None:
    record = unified("invoices", two_taxes())
    named = {
        "line_items": [LINE],
        "alegra": {"lines": [{"line_number": 1, "taxes": [{"id": "1"}, {"id": "9"}]}]},
    }
    assert not same("invoices", two_taxes(), named)
    sent = change("invoices", two_taxes(), named)
    assert [tax["id"] for tax in sent["items"][0]["tax"]] == ["1", "9"]
    one = change("invoices", two_taxes(), {"line_items": [{**LINE, "tax_rate": {"id": "7"}}]})
    assert one["items"][0]["tax"] == [{"id": "7"}]
    assert record["alegra"]["lines"]


@pytest.mark.parametrize(
    ("line", "lines", "field", "rule"),
    [
        ({"tax_amount": 16}, None, "line_items.0.tax_amount", "goes with no tax; name it in"),
        (
            {"tax_rate": {"id": "1"}},
            [{"line_number": 1, "taxes": [{"id": "2"}]}],
            "line_items.0.tax_rate",
            "is not what alegra.lines names",
        ),
        (
            {"tax_rate": {"id": "1"}},
            [{"line_number": 2, "taxes": [{"name": "IVA"}]}],
            "alegra.lines.0.taxes",
            "has an element without an id",
        ),
    ],
)
def test_a_tax_that_would_be_lost_is_refused(line: Row, lines: Any, field: str, rule: str) -> None:
    record = unified("invoices", examples.row("invoices", "MX-draft"))
    record = {**record, "line_items": [{**LINE, **line}], "alegra": {"lines": lines}}
    ((where, why),) = problems("invoices", record)
    assert where == field
    assert why.startswith(rule)


def test_taxes_of_lines_go_with_the_lines() -> None:
    named = draft("invoices", {"alegra": {"lines": [{"line_number": 1, "taxes": [{"id": "1"}]}]}})
    found = draft_problems(RESOURCES["invoices"], named, COMPANIES["MX"])
    assert [it.field for it in found] == ["alegra.lines"]


@pytest.mark.parametrize("name", ["invoices", "bills", "payments", "journal_entries", "quotes"])
def test_a_change_that_names_no_lines_keeps_them_and_sends_no_empty_list(name: str) -> None:
    row = examples.row(name, "MX-draft" if name == "invoices" else "MX")
    sent = change(name, row, {})
    lists = [
        it for key in ("items", "entries", "invoices") for it in (sent.get(key),) if key in sent
    ]
    lists += list(sent.get("purchases", {}).values())
    assert lists
    assert [] not in lists
    assert {} not in sent.values()


def test_lines_that_are_named_replace_those_of_the_other_kind_too() -> None:
    sent = change("bills", examples.row("bills"), {"line_items": [ACCOUNT_LINE]})
    assert [it["id"] for it in sent["purchases"]["categories"]] == ["5123"]
    assert sent["purchases"]["items"] == []


def test_a_change_of_an_account_keeps_the_account_of_the_other_role() -> None:
    sent = change("customers", examples.row("customers"), {"account": {"id": "77"}})
    assert sent["accounting"] == {"accountReceivable": "77", "debtToPay": "5095"}


def test_a_change_of_an_address_keeps_its_other_parts() -> None:
    row = examples.row("customers", "PE")
    sent = change("customers", row, {"addresses": [{"line1": "Jr. Lima 1"}]}, "PE")
    assert sent["address"] == {**row["address"], "address": "Jr. Lima 1"}


def test_a_change_of_a_name_keeps_its_other_parts() -> None:
    row = examples.row("customers", "CO")
    sent = change("customers", row, {"first_name": "Eva"}, "CO")
    assert sent["nameObject"] == {**row["nameObject"], "firstName": "Eva"}
    last = change("customers", row, {"last_name": "Luna"}, "CO")["nameObject"]
    assert (last["lastName"], last["secondLastName"]) == ("Luna", None)
    assert last["secondName"] == "María"


def test_a_change_of_a_contact_carries_its_status_and_all_that_stands_there() -> None:
    row = examples.row("customers", settings={"sendElectronicDocuments": False})
    sent = change("customers", row, {"display_name": "Otra"})
    assert sent["status"] == "active"
    assert sent["settings"] == {"sendElectronicDocuments": False}
    assert (sent["seller"], sent["term"]) == ({"id": "3"}, {"id": "2"})
    assert sent["priceList"] == {"id": row["priceList"]["id"]}
    assert sent["internalContacts"] == row["internalContacts"]


def test_a_tax_number_that_changes_leaves_its_check_digit_behind() -> None:
    row = examples.row("customers", "CO")
    sent = change("customers", row, {"tax_number": "800111"}, "CO")
    assert sent["identificationObject"] == {"type": "CC", "number": "800111"}
    kept = change("customers", row, {"display_name": "Otra"}, "CO")
    assert kept["identificationObject"] == {"type": "CC", "number": "796000", "dv": 4}


@pytest.mark.parametrize("name", ["phone_numbers", "emails"])
def test_two_of_one_type_are_refused(name: str) -> None:
    key = "number" if name == "phone_numbers" else "email"
    record = unified("customers", examples.row("customers"))
    told_of = dict(problems("customers", {**record, name: [{key: "a@b.mx"}, {key: "c@d.mx"}]}))
    assert told_of.keys() == {name}


def test_a_phone_number_says_nothing_of_those_of_other_types() -> None:
    row = examples.row("customers")
    named = {"phone_numbers": [{"number": "5", "type": "mobile"}]}
    sent = change("customers", row, named)
    assert (sent["mobile"], sent["phonePrimary"]) == ("5", "81 5555 0101")
    assert same("customers", {**row, "mobile": "5"}, named)


def test_an_email_of_work_stands_with_the_people() -> None:
    record = unified("customers", examples.row("customers"))
    people = record["alegra"]["internal_contacts"]
    assert body("customers", record)["internalContacts"] == people
    alone = {**record, "alegra": {**record["alegra"], "internal_contacts": None}}
    assert dict(problems("customers", alone)) == {
        "emails.2": "is of a person at the contact; name the person in alegra.internal_contacts"
    }


@pytest.mark.parametrize("part", ["line2", "line3", "street_number", "county"])
def test_a_part_of_an_address_without_a_place_in_the_country_is_refused(part: str) -> None:
    named = draft("customers", {"addresses": [{part: "4B"}]})
    found = draft_problems(RESOURCES["customers"], named, COMPANIES["CO"])
    assert [it.field for it in found] == [f"addresses.0.{part}"]


def test_a_company_name_that_alegra_does_not_keep_is_told() -> None:
    row = examples.row("customers")
    record = {"display_name": row["name"], "company_name": "Aceros"}
    assert same("customers", row, record)
    assert told("customers", row, record)["company_name"].endswith("which is display_name")
    assert told("customers", row, {"company_name": row["name"]}) == {}


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        *(("MEX", "MX"), ("Colombia", "CO"), ("México", "MX"), ("ESP", "ES"), ("Peru", "PE")),
        *(("Estados Unidos", "US"), ("us", "US"), ("DEU", "DE")),
    ],
)
def test_a_country_is_read_as_its_code_of_two_letters(sent: str, read: str) -> None:
    row = examples.row("customers")
    record = unified("customers", {**row, "address": {**row["address"], "country": sent}})
    assert record["addresses"][0]["country"] == read


def test_a_country_is_written_as_its_code_of_three_letters() -> None:
    row = examples.row("customers")
    sent = change("customers", row, {"addresses": [{"country": "US"}]})
    assert sent["address"]["country"] == "USA"
    record = unified("customers", row)
    assert body("customers", record)["address"]["country"] == "MEX"


def test_a_draft_of_an_entry_is_written_as_a_draft() -> None:
    record = unified("journal_entries", examples.row("journal_entries"))
    assert record["status"] == "draft"
    assert body("journal_entries", record)["status"] == "draft"
    assert body("journal_entries", {**record, "status": "posted"})["status"] == "open"
    row = examples.row("journal_entries", status="open")
    assert told("journal_entries", row, {"status": "draft"}).keys() == {"status"}


def test_an_order_takes_lines_of_a_sale() -> None:
    record = unified("purchase_orders", examples.row("purchase_orders"))
    lines = [{**LINE, "type": "sales_item"}, {**ACCOUNT_LINE, "type": "sales_item"}]
    sent = body("purchase_orders", {**record, "line_items": lines})
    assert [it["id"] for it in sent["purchases"]["items"]] == ["12"]
    assert [it["id"] for it in sent["purchases"]["categories"]] == ["5123"]


def test_a_quote_takes_the_status_draft() -> None:
    row = examples.row("quotes")
    record = {**unified("quotes", row), "status": "draft"}
    assert problems("quotes", record) == []
    assert told("quotes", row, record) == {}
    assert told("quotes", {**row, "status": "billed"}, record).keys() == {"status"}


@pytest.mark.parametrize(
    ("name", "field", "value", "key", "written"),
    [
        ("invoices", "warehouse", {"id": "2", "name": "Tienda"}, "warehouse", {"id": "2"}),
        ("invoices", "seller", {"id": "1"}, "seller", {"id": "1"}),
        ("invoices", "price_list", {"id": "1"}, "priceList", {"id": "1"}),
        (
            "invoices",
            "number_template",
            [{"id": "9", "prefix": "A"}],
            "numberTemplate",
            {"id": "9"},
        ),
        ("invoices", "operation_type", "STANDARD", "operationType", "STANDARD"),
        ("invoices", "sale_condition", "CREDIT", "saleCondition", "CREDIT"),
        ("bills", "retentions", [{"id": "3", "name": "R", "amount": 2}], "retentions", None),
        ("bills", "warehouse", {"id": 2}, "warehouse", {"id": 2}),
        ("payments", "cost_center", {"id": "4"}, "costCenter", {"id": "4"}),
        ("journal_entries", "number_template", {"id": "20"}, "numberTemplate", "20"),
        ("customers", "seller", {"id": "3", "name": "Eva"}, "seller", {"id": "3"}),
    ],
)
def test_what_alegra_documents_is_written(
    name: str, field: str, value: Any, key: str, written: Any
) -> None:
    stem = "MX-draft" if name == "invoices" else "MX"
    record = unified(name, examples.row(name, stem))
    sent = body(
        name,
        {**record, "alegra": {field: value}}
        if name != "customers"
        else {**record, "emails": None, "alegra": {field: value}},
    )
    assert sent[key] == ([{"id": "3", "amount": 2}] if written is None else written)


def test_another_record_without_an_id_is_refused() -> None:
    named = draft("invoices", {"alegra": {"warehouse": {"name": "Tienda"}}})
    found = draft_problems(RESOURCES["invoices"], named, COMPANIES["MX"])
    assert [it.field for it in found] == ["alegra.warehouse"]


def test_a_line_with_an_item_and_an_account_is_refused() -> None:
    record = unified("bills", examples.row("bills"))
    told_of = dict(problems("bills", {**record, "line_items": [{**LINE, **ACCOUNT_LINE}]}))
    assert told_of.keys() == {"line_items.0.ledger_account"}


def test_a_line_with_a_customer_and_a_supplier_is_refused() -> None:
    record = unified("journal_entries", examples.row("journal_entries"))
    first, *others = record["line_items"]
    lines = [{**first, "customer": {"id": "1"}, "supplier": {"id": "2"}}, *others]
    told_of = dict(problems("journal_entries", {**record, "line_items": lines}))
    assert told_of.keys() == {"line_items.0.supplier"}


@pytest.mark.parametrize(
    ("named", "kind"),
    [
        ({"classification": "costs_of_sales"}, "cost"),
        ({"classification": "other"}, "order"),
        ({"type": "revenue"}, "income"),
        ({"type": "accounts_payable"}, "liability"),
        ({"type": "bank", "classification": "asset"}, "asset"),
    ],
)
def test_the_type_of_an_account_is_written(named: Row, kind: str) -> None:
    record = {"external_id": "a", "name": "Otra", "parent_account": {"id": "5001"}, **named}
    assert body("ledger_accounts", record)["type"] == kind


def test_a_type_and_a_classification_that_contradict_each_other_are_refused() -> None:
    record = {"external_id": "a", "name": "O", "parent_account": {"id": "1"}, "type": "bank"}
    told_of = dict(problems("ledger_accounts", {**record, "classification": "income"}))
    assert told_of.keys() == {"classification"}


def test_what_alegra_uses_an_account_for_is_told_where_it_can_not_be_written() -> None:
    row = examples.row("ledger_accounts", "CO-alone", categoryRule=None)
    assert same("ledger_accounts", row, {"type": "accounts_receivable"})
    assert told("ledger_accounts", row, {"type": "accounts_receivable"})["type"].startswith("is ke")


def test_an_item_that_is_created_is_a_service_and_says_so() -> None:
    record = {"external_id": "a", "name": "Hora", "unit_price": 1, "type": "service"}
    assert body("invoice_items", record)["type"] == "service"
    for extras in ({}, {"product_key": "1"}):
        stocked = {**record, "type": "inventory", "alegra": extras}
        assert dict(problems("invoice_items", stocked)).keys() == {"type"}


def test_a_price_goes_into_the_main_price_list_only() -> None:
    sent = change("invoice_items", examples.row("invoice_items"), {"unit_price": 9})
    assert sent["price"] == [
        {"idPriceList": "5", "price": "450.00"},
        {"idPriceList": "1", "price": 9},
    ]
    assert sent["inventory"]["unit"] == "H87"
    assert "availableQuantity" not in sent["inventory"]


@pytest.mark.parametrize(
    ("country", "stamp", "stamped"),
    [
        *((country, {"legalStatus": "PENDING"}, False) for country in ("CR", "PA", "PE", "CL")),
        *((country, {"legalStatus": "PENDING"}, False) for country in ("CO", "DO", "MX")),
        *((country, {"legalStatus": "ACCEPTED"}, True) for country in ("CR", "PA", "PE", "CL")),
        ("CR", {"legalStatus": "REJECTED"}, True),
        ("PE", {"emissionStatus": "STAMPED_AND_WAITING_RESPONSE"}, True),
        ("CO", {"legalStatus": "STAMPED_AND_ACCEPTED_WITH_OBSERVATIONS"}, True),
        ("CO", {"legalStatus": "PENDING", "cufe": "b7e1"}, True),
        ("CO", {"warnings": []}, False),
        ("MX", {"uuid": "6F1E"}, True),
        ("MX", {"version": "4.0"}, False),
        ("DO", {"trackId": "1"}, True),
        *((country, {}, False) for country in ("MX", "CO", "CR", "ES")),
        ("ES", None, False),
        ("ES", "verifactu", True),
    ],
)
def test_a_stamp_is_judged_by_the_status_that_the_edition_gives_it(
    country: str, stamp: Any, stamped: bool
) -> None:
    company = COMPANIES[country]
    assert company.country.is_stamped(stamp) is stamped
    row = examples.row("invoices", "MX-draft", stamp=stamp)
    fixed = RESOURCES["invoices"].writing.fixed_because(row, company)  # type: ignore[union-attr]
    assert (fixed is not None) is stamped


def test_a_contact_that_becomes_a_supplier_stays_a_customer() -> None:
    row = examples.row("customers", type=["client"])
    record = {"display_name": row["name"]}
    assert not same("suppliers", row, record)
    assert change("suppliers", row, record)["type"] == ["client", "provider"]
    assert told("suppliers", row, record) == {"": "is not among suppliers in Alegra"}
    resource, company = RESOURCES["suppliers"], COMPANIES["MX"]
    lost = moved(resource, row, {**row, "type": ["provider"]}, draft("suppliers", record), company)
    assert [it.field for it in lost] == ["type"]


@pytest.mark.parametrize("kind", ["accounts_receivable", "bank", "revenue"])
def test_what_was_written_is_not_written_again(kind: str) -> None:
    account = {"name": "Otra", "code": "7", "parent_account": {"id": "5001"}, "type": kind}
    sent = body("ledger_accounts", {**account, "external_id": "a"})
    (row,) = arranged("ledger_accounts", [{"id": "9", **sent}])
    assert same("ledger_accounts", row, account)
    savings = {"name": "Ahorro", "account_type": "savings", "balance": 5}
    row = {"id": "1", **body("bank_accounts", {**savings, "external_id": "a"})}
    assert same("bank_accounts", row, savings)
    assert told("bank_accounts", row, savings).keys() == {"account_type"}
    other = {**savings, "balance": 6}
    assert told("bank_accounts", row, other).keys() == {"account_type", "balance"}


def test_an_entry_that_names_a_customer_is_not_written_again() -> None:
    lines = [
        {**ENTRY, "type": "debit", "customer": {"id": "88"}},
        {**ENTRY, "type": "credit", "supplier": {"id": "41"}},
    ]
    record = {"posted_at": "2026-06-30", "line_items": lines}
    row = {"id": "1", **body("journal_entries", {**record, "external_id": "a"})}
    assert same("journal_entries", row, record)
    assert told("journal_entries", row, record) == {}
    lines[0]["customer"] = {"id": "89"}
    assert not same("journal_entries", row, {**record, "line_items": lines})


ENTRY = {"ledger_account": {"id": "5093"}, "total_amount": 5}


def test_a_share_that_changes_is_seen() -> None:
    row = examples.row("payments")
    record = {"allocations": [{"id": "2207", "amount": "44.1044"}]}
    assert same("payments", row, record)
    assert not same("payments", row, {"allocations": [{"id": "2207", "amount": 44}]})


def test_tax_numbers_that_many_share_are_known() -> None:
    mexico = country_named("mexico")
    assert {"XAXX010101000", "XEXX010101000"} <= mexico.generic_tax_numbers


@pytest.mark.parametrize(
    ("country", "kind"),
    [("AR", "NIT"), ("CR", "CUIT"), ("PE", "RFC"), ("ES", "NIE"), ("ES", "EXT"), ("CL", "RUC")],
)
def test_an_identification_kind_of_another_edition_is_refused_with_the_list(
    country: str, kind: str
) -> None:
    named = draft("customers", {"alegra": {"identification_type": kind}})
    (problem,) = draft_problems(RESOURCES["customers"], named, COMPANIES[country])
    assert problem.field == "alegra.identification_type"
    for known in COMPANIES[country].country.identification_kinds:
        assert known in problem.rule


CONTACT = {"display_name": "Prueba", "tax_number": "B1234567J"}


@pytest.mark.parametrize(
    ("country", "name", "record", "fields"),
    [
        (
            *("AR", "customers", {"display_name": "Prueba"}),
            {"tax_number", "alegra.identification_type", "alegra.iva_condition"},
        ),
        ("AR", "invoice_items", {"name": "Hora", "unit_price": 1}, {"alegra.unit"}),
        ("CR", "invoice_items", {"name": "Hora", "unit_price": 1}, {"alegra.product_key"}),
        ("MX", "invoice_items", {"name": "Hora", "unit_price": 1}, set()),
        (
            *("ES", "customers", {**CONTACT, "alegra": {"identification_type": "NIF"}}),
            {"addresses.0.city", "addresses.0.state"},
        ),
        (
            *(
                "ES",
                "suppliers",
                {**CONTACT, "tax_number": "FR12", "alegra": {"identification_type": "NIF-IVA"}},
            ),
            {"addresses.0.line1", "addresses.0.country"},
        ),
        (
            *("ES", "customers", {**CONTACT, "alegra": {"identification_type": "DNI"}}),
            {"tax_number"},
        ),
        ("ES", "customers", CONTACT, set()),
        ("PE", "customers", CONTACT, set()),
        ("nowhere", "customers", CONTACT, set()),
    ],
)
def test_what_a_country_requires_is_asked_of_what_is_created(
    country: str, name: str, record: Row, fields: set[str]
) -> None:
    resource, company = RESOURCES[name], COMPANIES[country]
    found = creation_problems(resource, draft(name, record), company)
    assert {it.field for it in found} == fields
    assert draft_problems(resource, draft(name, record), company) == []
    passed = ("productKey", "unit", "ivaCondition", "identificationObject", "address")
    assert creation_problems(resource, draft(name, record), company, passed) == []


@pytest.mark.parametrize("country", COUNTRIES, ids=lambda it: it.alpha_2)
def test_an_address_is_laid_out_both_ways(country: Any) -> None:
    address = {"type": "primary", **{name: f"{name} 1" for name in country.address}}
    address["country"] = country.alpha_2
    record = {"display_name": "Prueba", "addresses": [address]}
    code = country.alpha_2
    named = draft("customers", record)
    assert draft_problems(RESOURCES["customers"], named, COMPANIES[code]) == []
    sent = update_body(RESOURCES["customers"], {"id": "1"}, named, COMPANIES[code])
    keys = {*country.address.values(), *country.other_address.values()}
    assert sent["address"].keys() == keys
    assert unified("customers", {"id": "1", **sent}, code)["addresses"] == [address]
    assert "unread" not in printed("customers", {"id": "1", **sent}, code)[0]
