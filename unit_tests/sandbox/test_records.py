"""What the invented records look like, and that their amounts add up."""

import re
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from alegra_sandbox.books import Books
from alegra_sandbox.countries import COUNTRIES, Country
from alegra_sandbox.resources import RESOURCES
from alegra_sandbox.seeding import document_counts

from .company import TODAY, amount, get, make, shared, truth
from .desk import Desk

SOLD = ("invoices", "estimates", "credit-notes")
BOUGHT = ("bills", "purchase-orders")


def lines_of(record: dict[str, Any]) -> list[dict[str, Any]]:
    """All lines of a document, wherever they stand."""
    holder = record.get("purchases") or record
    return [*holder.get("items", []), *holder.get("categories", [])]


def test_the_same_seed_gives_the_same_company_and_another_seed_another() -> None:
    first, second, other = make(seed=5), make(seed=5), make(seed=6)
    for path in RESOURCES:
        assert truth(first, path) == truth(second, path)
    assert truth(first, "invoices") != truth(other, "invoices")


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("path", [*SOLD, *BOUGHT, "debit-notes"])
def test_a_total_is_the_exact_sum_of_the_lines(country: str, path: str) -> None:
    for record in truth(shared(country), path):
        total = Decimal(0)
        for line in lines_of(record):
            gross = amount(line["price"]) * amount(line["quantity"])
            discount = gross * amount(line["discount"]) / 100
            taxes = [(gross - discount) * amount(tax["percentage"]) / 100 for tax in line["tax"]]
            assert [amount(tax["amount"]) for tax in line["tax"]] == taxes
            assert amount(line["total"]) == gross - discount + sum(taxes)
            total += amount(line["total"])
        assert amount(record["total"]) == total


@pytest.mark.parametrize("country", COUNTRIES)
def test_an_invoice_adds_up(country: str) -> None:
    for record in truth(shared(country), "invoices"):
        subtotal, discount = amount(record["subtotal"]), amount(record["discount"])
        assert subtotal - discount + amount(record["tax"]) == amount(record["total"])


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize(
    ("path", "notes"), [("invoices", "credit-notes"), ("bills", "debit-notes")]
)
def test_what_is_paid_and_owed_follows_from_payments_and_notes(
    country: str, path: str, notes: str
) -> None:
    company = shared(country)
    paid: defaultdict[str, Decimal] = defaultdict(Decimal)
    named: dict[str, list[str]] = {}
    for payment in truth(company, "payments"):
        parts = payment[path]
        if parts:
            assert sum(amount(part["amount"]) for part in parts) == amount(payment["amount"])
        for part in parts if payment["status"] == "open" else []:
            paid[part["id"]] += amount(part["amount"])
            named.setdefault(part["id"], []).append(str(payment["id"]))
    credited: defaultdict[str, Decimal] = defaultdict(Decimal)
    for note in truth(company, notes):
        for part in note[path]:
            credited[part["id"]] += amount(part["amount"])
    assert paid
    assert credited
    for record in truth(company, path):
        id = str(record["id"])
        assert amount(record["totalPaid"]) == paid[id]
        assert sum(amount(it["amount"]) for it in record["payments"]) == paid[id]
        assert sorted(it["id"] for it in record["payments"]) == sorted(named.get(id, []))
        assert amount(record["balance"]) == amount(record["total"]) - paid[id] - credited[id]
        assert amount(record["balance"]) >= 0
        if record["status"] == "closed" and path == "invoices":
            assert amount(record["balance"]) == 0
        if record["status"] in ("draft", "void"):
            assert paid[id] == 0


def test_a_note_is_applied_and_paid_back_as_far_as_it_says() -> None:
    for record in truth(shared(), "credit-notes"):
        used = [*record["invoices"], *record["refunds"]]
        assert sum(amount(it["amount"]) for it in used) == amount(record["totalApplied"])
        assert amount(record["balance"]) + amount(record["totalApplied"]) == amount(record["total"])
        if record["status"] == "closed":
            assert amount(record["balance"]) == 0


def test_a_payment_without_a_document_is_the_sum_of_its_accounts() -> None:
    payments = [it for it in truth(shared(), "payments") if it["categories"]]
    assert payments
    for payment in payments:
        total = sum(amount(it["total"]) for it in payment["categories"])
        assert total == amount(payment["amount"])


def test_debits_and_credits_of_a_journal_balance_on_accounts_that_take_entries() -> None:
    company = shared()
    uses = {it["id"]: it["use"] for it in get(company, "categories", format="plain")}
    assert set(uses.values()) == {"movement", "accumulative"}
    for record in truth(company, "journals"):
        debit = sum(amount(entry["debit"]) for entry in record["entries"])
        assert debit == sum(amount(entry["credit"]) for entry in record["entries"])
        assert debit == amount(record["total"])
        assert len(record["entries"]) >= 2
        assert {uses[entry["id"]] for entry in record["entries"]} == {"movement"}


def test_statuses_come_in_realistic_shares() -> None:
    invoices = truth(shared(), "invoices")
    shares = Counter(record["status"] for record in invoices)
    assert 0.01 < shares["draft"] / len(invoices) < 0.06
    assert 0.05 < shares["open"] / len(invoices) < 0.2
    assert 0.005 < shares["void"] / len(invoices) < 0.05
    half = len(invoices) // 2
    open_ones = [record["status"] in ("draft", "open") for record in invoices]
    assert 0 < sum(open_ones[:half]) < sum(open_ones[half:]) / 3


def test_ids_grow_with_creation_and_a_few_are_missing() -> None:
    for path in ("invoices", "bills", "payments", "contacts"):
        found = [int(it["id"]) for it in truth(shared(), path)]
        assert found == sorted(found)
        assert len(found) < found[-1] < len(found) * 1.05


def test_some_documents_are_dated_before_they_were_written() -> None:
    invoices = truth(shared(), "invoices")
    back_dated = [it for it in invoices if it["date"] < it["datetime"][:10]]
    assert 0.005 < len(back_dated) / len(invoices) < 0.1
    assert all(it["date"] <= TODAY.isoformat() for it in invoices)


def test_a_payment_can_be_dated_in_the_year_3023() -> None:
    company = make(size=9000)
    years = Counter(it["date"][:4] for it in truth(company, "payments"))
    assert 0 < years["3023"] < 20


def test_shapes_drift() -> None:
    """docs: alegra-api 1.7"""
    company = shared("CO")
    invoices, notes = truth(company, "invoices"), truth(company, "credit-notes")
    contacts, items = truth(company, "contacts"), truth(company, "items")

    def kinds(values: Any) -> set[type]:
        return {type(value) for value in values}

    assert kinds(it["id"] for it in invoices) == {str, int}
    assert kinds(it["numberTemplate"] for it in invoices) == {dict, list}
    assert kinds(it["costCenter"] for it in invoices) == {dict, list, type(None)}
    assert kinds(it["total"] for it in invoices) >= {str, int}
    assert kinds(it["total"] for it in truth(shared("MX"), "invoices")) == {str, int, Decimal}
    assert any("currency" in it for it in invoices)
    assert any("currency" not in it for it in invoices)
    assert any(it["status"] == "open" and amount(it["balance"]) == 0 for it in invoices)
    assert kinds(it["term"] for it in invoices) == {str}
    assert kinds(it["client"] for it in notes) == {dict, str}
    assert kinds(it["term"] for it in contacts) == {dict, type(None)}
    assert kinds(it["type"] for it in contacts) == {str, list}
    assert [] in [it["type"] for it in contacts]
    assert ["client", "provider"] in [it["type"] for it in contacts]
    assert {} in [it["identificationObject"] for it in contacts]
    assert kinds(it["email"] for it in contacts) == {str, dict, type(None)}
    assert kinds(it["regime"] for it in contacts) == {str, list}
    assert any("updated_at" not in it for it in contacts)
    assert kinds(it["reference"] for it in items) == {str, dict, type(None)}
    assert kinds(it["price"] for it in items) == {str, int, list}
    taxes = [tax for it in invoices for line in it["items"] for tax in line["tax"]]
    assert kinds(tax["percentage"] for tax in taxes) == {str, int}
    assert kinds(it["percentage"] for it in truth(company, "taxes")) == {str, int}


@pytest.mark.parametrize("code", COUNTRIES)
def test_a_company_is_one_of_its_country(code: str) -> None:
    """docs: alegra-api 12.1, 12.2"""
    country, record = COUNTRIES[code], get(shared(code), "company")
    assert record["applicationVersion"] == country.edition
    assert record["currency"]["code"] == country.currency
    assert record["timezone"] == country.time_zone
    foreign = {it["currency"]["code"] for it in truth(shared(code), "invoices") if "currency" in it}
    assert foreign == {country.foreign_currency[0]} != {country.currency}
    for contact in truth(shared(code), "contacts"):
        kind = contact["identificationObject"].get("type")
        assert kind is None or not country.identification_kinds or kind in kinds_of(country)


def kinds_of(country: type[Country]) -> set[str]:
    return {*country.identification_kinds, *(kind for _, _, kind in country.identifications)}


def test_countries_differ() -> None:
    """docs: alegra-api 3.1, 3.3"""
    stamped = {
        country: next(it for it in truth(shared(country), "invoices") if "stamp" in it)
        for country in ("MX", "CO", "DO")
    }
    assert stamped["MX"]["stamp"]["uuid"]
    assert stamped["MX"]["paymentType"] in ("PUE", "PPD")
    assert all("productKey" in line for line in stamped["MX"]["items"])
    assert "cufe" in stamped["CO"]["stamp"]
    assert stamped["CO"]["decimalPrecision"] in ("0", 0)
    assert stamped["CO"]["paymentForm"] in ("CASH", "CREDIT")
    assert {it["code"] for it in truth(shared("CO"), "categories")} == {None}
    assert None not in {it["code"] for it in truth(shared("MX"), "categories")}
    numbers = [it["numberTemplate"] for it in truth(shared("DO"), "invoices")]
    prefixes = {it["prefix"] for it in numbers if isinstance(it, dict)}
    templates = [it["numberTemplate"] for it in truth(shared("AR"), "invoices")]
    assert {it["subDocumentType"] for it in templates if isinstance(it, dict)} == {
        *("INVOICE_A", "INVOICE_B", "INVOICE_C")
    }
    assert not any("stamp" in it for it in truth(shared("AR"), "invoices"))
    rates = {str(amount(it["percentage"])) for it in truth(shared("AR"), "taxes")}
    assert rates == {"21.00", "27.00", "10.5", "0.00"}
    assert {"city", "province"} <= set(truth(shared("AR"), "contacts")[0]["address"])
    assert all(it["ivaCondition"] for it in truth(shared("AR"), "contacts"))
    assert prefixes == {"B01", "B02", "E31"}
    assert {"street", "exteriorNumber", "colony", "municipality"} <= set(
        truth(shared("MX"), "contacts")[0]["address"]
    )
    assert {"address", "city", "department"} <= set(truth(shared("CO"), "contacts")[0]["address"])


@pytest.mark.parametrize("code", ["CO", "CL"])
def test_pesos_are_whole(code: str) -> None:
    for record in truth(shared(code), "invoices"):
        if "currency" not in record:
            assert amount(record["total"]) % 1 == 0


def test_the_five_later_editions_have_what_is_documented_of_them() -> None:
    """docs: alegra-api 12.6 to 12.11"""
    invoices = {code: truth(shared(code), "invoices") for code in ("CR", "ES", "PE", "PA", "CL")}
    contacts = {code: truth(shared(code), "contacts") for code in invoices}
    statuses = {"PENDING", "STAMPED_AND_WAITING_RESPONSE", "STAMPED_AND_ACCEPTED"}
    for code in ("PE", "PA", "CL"):
        shown = {it["stamp"]["legalStatus"] for it in invoices[code] if "stamp" in it}
        assert shown == {*statuses, "STAMPED_AND_REJECTED"}
    assert not any("stamp" in it for it in invoices["ES"])
    assert all(re.fullmatch(r"\d{12}", whole_number(it)) for it in invoices["CR"])
    assert {whole_number(it)[:5] for it in invoices["PE"]} == {"F001-", "B001-"}
    assert all(len(line["productKey"]) == 13 for it in invoices["CR"] for line in it["items"])
    assert {"province", "canton", "district"} <= set(contacts["CR"][0]["address"])
    assert {"department", "province", "district"} <= set(contacts["PE"][0]["address"])
    assert {"province", "district", "corregimiento"} <= set(contacts["PA"][0]["address"])
    assert any("." in it["identification"] for it in contacts["CL"] if it["identification"])
    assert any(it.get("giro") for it in contacts["CL"])
    assert any(it.get("exoneration") for it in contacts["CR"])
    assert any(it.get("equivalenceSurcharge") for it in contacts["ES"])
    taxed = [{tax["name"] for tax in line["tax"]} for it in invoices["ES"] for line in it["items"]]
    assert any({"IVA 21%", "Recargo de equivalencia 5.2%"} <= names for names in taxed)
    exempt = [it for it in truth(shared("ES"), "items") if "withoutTax" in it]
    assert exempt
    assert not any(amount(tax["percentage"]) for it in exempt for tax in it["tax"])


def whole_number(record: dict[str, Any]) -> str:
    template = record["numberTemplate"]
    (template,) = template if isinstance(template, list) else [template]
    return str(template["fullNumber"])


@pytest.mark.parametrize(
    ("code", "quirk", "shown"),
    [
        ("PE", {"edition_names": "spanish"}, {"applicationVersion": "Perú"}),
        ("ES", {"edition_names": "english"}, {"applicationVersion": "Spain"}),
        ("DO", {"edition_names": "code"}, {"applicationVersion": "DO"}),
        ("PA", {"company_currency": "PAB"}, {"currency": {"code": "PAB", "symbol": "$"}}),
        ("ES", {"company_time_zone": "Atlantic/Canary"}, {"timezone": "Atlantic/Canary"}),
        ("CL", {"company_time_zone": "missing"}, {"timezone": None}),
    ],
)
def test_what_is_not_known_of_a_company_can_be_switched(
    code: str, quirk: dict[str, str], shown: dict[str, Any]
) -> None:
    record = get(make(code, size=10, quirks=quirk), "company")
    assert {name: record[name] for name in shown} == shown


def test_where_addresses_are_but_inferred_they_can_be_others() -> None:
    """docs: alegra-api 12.2"""
    company = make("CL", size=20, quirks={"address_keys": "other"})
    assert {"comuna", "region"} <= set(truth(company, "contacts")[0]["address"])
    desk = Desk(company)
    placed = {"address": "Calle 1", "city": "Arica", "region": "Arica"}
    written = desk.post("contacts", name="N", address=placed)
    assert written["address"] == {"address": "Calle 1", "region": "Arica"}


def test_the_status_of_a_stamp_and_stamps_of_unknown_form_can_be_switched() -> None:
    """docs: alegra-api 12.1, 16"""
    company = make("PE", size=100, quirks={"stamp_status": "emissionStatus"})
    stamps = [it["stamp"] for it in truth(company, "invoices") if "stamp" in it]
    assert stamps
    assert all("emissionStatus" in it and "legalStatus" not in it for it in stamps)
    for code, field in (("AR", "cae"), ("ES", "csv")):
        company = make(code, size=100, quirks={"unknown_stamps": "guessed"})
        assert any(field in it.get("stamp", {}) for it in truth(company, "invoices"))


def sizes_of(company: Books) -> dict[str, int]:
    """How many documents there are of each kind that the size counts."""
    paths = [table.replace("_", "-") for table in company.documents]
    return {path: len(truth(company, path)) for path in paths if not RESOURCES[path].beside}


@pytest.mark.parametrize("country", COUNTRIES)
def test_ten_documents_make_a_company_with_a_row_everywhere(country: str) -> None:
    company = make(country, size=10)
    for path, resource in RESOURCES.items():
        assert bool(truth(company, path)) == (resource.only_in in (None, country)), path
    assert sum(sizes_of(company).values()) == 10


def test_the_size_is_the_number_of_documents() -> None:
    beside = {path for path, it in RESOURCES.items() if it.beside}
    counts = document_counts(20_000, {})
    assert sum(count for kind, count in counts.items() if kind not in beside) == 20_000
    sizes = sizes_of(make(size=1000))
    assert sizes["invoices"] == 400
    assert sizes["payments"] == 300
    assert 990 <= sum(sizes.values()) <= 1010


def test_counts_of_documents_can_be_given_one_by_one() -> None:
    company = make(size=100, documents={"invoices": 500, "bills": 0, "journals": 0})
    assert len(truth(company, "invoices")) == 500
    assert truth(company, "bills") == []


def test_no_record_is_held_as_json() -> None:
    """What makes a million documents fit: rows are columns; records are rendered on demand."""
    books = make(size=2000)
    for table in books.documents:
        assert books.value(f"SELECT count(*) FROM {table} WHERE document IS NOT NULL") == 0
        widest = books.value(
            f"SELECT max(length(date || due || created || status || kind)) FROM {table}"
        )
        assert widest < 60


def test_single_records_and_lists_and_the_truth_show_the_same() -> None:
    company = shared()
    for path in RESOURCES:
        asked = {"fields": ",".join(RESOURCES[path].in_truth), "includeBalance": "true"}
        listed = get(company, path, order_field="id", format="plain", **asked)
        wrapping = {"taxes": "results", "journals/entries": "data"}.get(path)
        rows = listed[wrapping] if wrapping else listed
        key = RESOURCES[path].key
        expected = {str(it[key]): it for it in truth(company, path)}
        for row in rows:
            assert row == expected[str(row[key])]
            # A line of the ledger is not shown alone.
            if path != "journals/entries":
                # A remission's cost centre is in the list only (docs: alegra-api 11.2).
                hidden = {"costCenter": None} if path == "remissions" else {}
                assert get(company, f"{path}/{row[key]}", **asked) == {**row, **hidden}


def test_the_newest_documents_are_of_today() -> None:
    newest = truth(shared(), "invoices")[-1]
    assert date.fromisoformat(newest["datetime"][:10]) == TODAY
