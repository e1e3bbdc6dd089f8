"""Filters, order and paging: what is honoured, what is ignored, what goes wrong."""

from collections import Counter
from typing import Any

import pytest

from alegra_sandbox.errors import ApiError

from .company import everything, get, ids, make, shared, truth
from .desk import CREATED, Desk

ALL = {"default_filters": "none"}


def test_a_page_has_thirty_rows_at_most_and_the_last_one_fewer() -> None:
    company = shared()
    rows = everything(company, "invoices", order_field="id", order_direction="ASC")
    assert ids(rows) == ids(truth(company, "invoices"))
    assert len(get(company, "invoices", order_field="id")) == 30
    assert get(company, "invoices", order_field="id", start=10_000) == []


def test_an_order_by_id_goes_both_ways() -> None:
    newest = ids(get(shared(), "invoices", order_field="id", order_direction="DESC"))
    assert newest == sorted(newest, reverse=True)
    assert newest[0] == ids(truth(shared(), "invoices"))[-1]


def test_a_larger_limit_gives_garbage() -> None:
    """docs: alegra-api 1.3"""
    assert len(get(shared(), "invoices", limit=100, order_field="id")) == 2


def test_a_larger_limit_can_be_refused() -> None:
    company = make(quirks={"oversized_limit": "refused"})
    with pytest.raises(ApiError) as caught:
        get(company, "invoices", limit=100)
    assert caught.value.status == 400


@pytest.mark.parametrize("path", ["invoices", "items", "contacts", "estimates"])
def test_without_an_order_rows_repeat_and_others_get_lost(path: str) -> None:
    """docs: alegra-api 1.3"""
    rows = ids(everything(shared(), path))
    there = set(ids(truth(shared(), path)))
    assert len(rows) == len(there)
    assert set(rows) < there
    assert max(Counter(rows).values()) == 2
    assert ids(everything(shared(), path)) == rows


def test_without_an_order_paging_can_be_stable() -> None:
    company = make(quirks={"unordered_paging": "stable"})
    assert sorted(ids(everything(company, "items"))) == ids(truth(company, "items"))


def test_default_orders_differ() -> None:
    """docs: alegra-api 1.3"""
    invoices, estimates = get(shared(), "invoices"), get(shared(), "estimates")
    assert ids(invoices) == sorted(ids(invoices), reverse=True)
    assert ids(estimates) == sorted(ids(estimates))
    turned = ids(get(shared(), "estimates", order_direction="DESC"))
    assert turned == sorted(turned, reverse=True)
    names = [it["name"] for it in get(shared(), "items")]
    assert names == sorted(names)


def test_an_undocumented_order_field_is_ignored() -> None:
    """docs: alegra-api 7"""
    asked = get(shared(), "invoices", order_field="updated_at", order_direction="ASC")
    assert asked == get(shared(), "invoices")
    assert get(shared(), "journals", order_field="id", order_direction="ASC") == get(
        shared(), "journals"
    )


def test_rows_of_one_date_come_in_another_order_in_each_page() -> None:
    company = make(size=4000)
    rows = everything(company, "invoices", order_field="date", order_direction="DESC")
    days = [it["date"] for it in rows]
    assert days == sorted(days, reverse=True)
    assert len(rows) == len(truth(company, "invoices"))
    assert len(set(ids(rows))) < len(rows)


@pytest.mark.parametrize(
    ("path", "quirk"),
    [
        ("bills", "bills_order_by_id"),
        ("credit-notes", "credit_notes_order_by_id"),
        ("debit-notes", "debit_notes_order_by_id"),
        ("journals", "journals_order_by_id"),
    ],
)
def test_whether_an_order_by_id_is_honoured_can_be_switched(path: str, quirk: str) -> None:
    asked = {"order_field": "id", "order_direction": "ASC"}
    honouring = make(size=2000, quirks={quirk: "honoured", **ALL})
    assert ids(everything(honouring, path, **asked)) == ids(truth(honouring, path))
    ignoring = make(size=2000, quirks={quirk: "ignored", **ALL})
    assert get(ignoring, path, **asked) == get(ignoring, path)


def test_an_order_of_bills_by_id_can_be_refused() -> None:
    with pytest.raises(ApiError) as caught:
        get(make(quirks={"bills_order_by_id": "refused"}), "bills", order_field="id")
    assert caught.value.status == 400


def test_metadata_wraps_the_rows_and_its_total_drifts_between_number_and_text() -> None:
    company = shared()
    count = len(truth(company, "invoices"))
    first = get(company, "invoices", metadata="true", order_field="id")
    second = get(company, "invoices", metadata="true", order_field="id", start=30)
    assert first["metadata"]["total"] == count
    assert second["metadata"]["total"] == str(count)
    assert len(first["data"]) == 30


def test_metadata_stops_counting() -> None:
    """docs: alegra-api 1.3; 10,000 with real Alegra"""
    assert make().quirks.counted_up_to == 10_000
    company = make(quirks={"counted_up_to": "100"})
    assert get(company, "invoices", metadata="true")["metadata"]["total"] == 100


def test_taxes_are_wrapped_in_their_own_way() -> None:
    """docs: alegra-api 1.3"""
    answer = get(shared(), "taxes", metadata="true")
    assert answer["total"] == "4"
    assert len(answer["results"]) == 4


def test_categories_come_as_one_tree_or_one_flat_list() -> None:
    """docs: alegra-api 3.10"""
    company = shared()
    tree = get(company, "categories", limit=30)
    flat = get(company, "categories", limit=30, format="plain")

    def count(branches: list[dict[str, Any]]) -> int:
        return sum(1 + count(it["children"]) for it in branches)

    assert len(flat) > 60
    assert count(tree) == len(flat)
    assert all("children" not in it for it in flat)
    assert {it["idParent"] for it in tree} <= {"", None}
    paged = make(quirks={"plain_categories": "paged"})
    assert len(get(paged, "categories", format="plain")) == 30


def test_invoices_are_filtered_by_dates_status_and_client() -> None:
    company, rows = shared(), truth(shared(), "invoices")
    for name, wanted in {
        "date_afterOrNow": [it for it in rows if it["date"] >= "2026-08-01"],
        "date_after": [it for it in rows if it["date"] > "2026-08-01"],
        "date_before": [it for it in rows if it["date"] < "2026-08-01"],
        "date_beforeOrNow": [it for it in rows if it["date"] <= "2026-08-01"],
        "date": [it for it in rows if it["date"] == "2026-08-01"],
        "dueDate_afterOrNow": [it for it in rows if it["dueDate"] >= "2026-08-01"],
    }.items():
        asked = {name: "2026-08-01", "order_field": "id"}
        assert ids(everything(company, "invoices", **asked)) == ids(wanted), name
    open_ones = everything(company, "invoices", status="open", order_field="id")
    assert ids(open_ones) == ids([it for it in rows if it["status"] == "open"])
    client = rows[0]["client"]["id"]
    of_client = everything(company, "invoices", client_id=client, order_field="id")
    assert ids(of_client) == ids([it for it in rows if it["client"]["id"] == client])


def test_an_invoice_is_found_by_its_number_and_by_an_item() -> None:
    company = shared()
    invoice = next(it for it in truth(company, "invoices") if type(it["numberTemplate"]) is dict)
    number = invoice["numberTemplate"]["fullNumber"]
    assert ids(get(company, "invoices", numberTemplate_fullNumber=number)) == [int(invoice["id"])]
    item = str(invoice["items"][0]["id"])
    found = everything(company, "invoices", item_id=item, order_field="id")
    assert int(invoice["id"]) in ids(found)
    assert all(item in [str(line["id"]) for line in it["items"]] for it in found)


def test_a_moment_in_a_date_filter_finds_nothing() -> None:
    """docs: alegra-api 1.4"""
    assert get(shared(), "invoices", date_afterOrNow="2020-01-01T00:00:00-05:00") == []


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("invoices", {"updated_at_afterOrNow": "2026-09-01"}),
        ("invoices", {"query": "x", "purchase_order": "7"}),
        ("invoices", {"status": "draft,open"}),
        ("invoices", {"status": "unheard-of"}),
        ("bills", {"date_afterOrNow": "2026-09-01"}),
        ("purchase-orders", {"date_afterOrNow": "2026-09-01"}),
        ("debit-notes", {"status": "open"}),
        ("payments", {"status": "void"}),
        ("contacts", {"updated_at": "2026-09-01"}),
        ("items", {"date_afterOrNow": "2026-09-01"}),
    ],
)
def test_unknown_filters_are_silently_ignored(path: str, parameters: dict[str, str]) -> None:
    """docs: alegra-api 1.4"""
    asked = everything(shared(), path, order_field="id", **parameters)
    assert asked == everything(shared(), path, order_field="id")


def test_a_list_of_statuses_can_be_honoured() -> None:
    company = make(quirks={"status_lists": "honoured"})
    rows = everything(company, "invoices", status="draft,open", order_field="id")
    assert {it["status"] for it in rows} == {"draft", "open"}


@pytest.mark.parametrize(
    ("path", "quirk"),
    [
        ("invoices", "invoice_date_filters"),
        ("credit-notes", "credit_note_date_ranges"),
        ("debit-notes", "debit_note_date_ranges"),
        ("payments", "payment_date_ranges"),
    ],
)
def test_whether_ranges_of_dates_are_honoured_can_be_switched(path: str, quirk: str) -> None:
    company = make(size=1500, quirks={quirk: "honoured", **ALL})
    some = everything(company, path, date_afterOrNow="2026-01-01", order_field="id")
    assert 0 < len(some) < len(truth(company, path))
    assert all(it["date"] >= "2026-01-01" for it in some)
    company = make(size=1500, quirks={quirk: "ignored", **ALL})
    ignoring = everything(company, path, date_afterOrNow="2026-01-01", order_field="id")
    assert set(ids(ignoring)) == set(ids(truth(company, path)))


def test_payments_ignore_dates_beside_a_client() -> None:
    """docs: alegra-api 3.6"""
    company = shared()
    client = next(it for it in truth(company, "payments") if it["client"])["client"]["id"]
    everyone = everything(company, "payments", client_id=client, order_field="id")
    narrowed = everything(
        company, "payments", client_id=client, date_afterOrNow="2026-09-14", order_field="id"
    )
    assert narrowed == everyone


def test_a_payment_on_several_accounts_comes_once_for_each() -> None:
    """docs: alegra-api 1.3"""
    rows = everything(shared(), "payments", order_field="id")
    expected = {int(it["id"]): max(1, len(it["categories"])) for it in truth(shared(), "payments")}
    assert Counter(ids(rows)) == expected
    assert max(expected.values()) > 1
    company = make(quirks={"repeated_payments": "off"})
    once = everything(company, "payments", order_field="id")
    assert ids(once) == ids(truth(company, "payments"))


def test_payments_are_of_one_direction() -> None:
    kinds = {"in", "out"}
    for kind in kinds:
        rows = everything(shared(), "payments", type=kind, order_field="id")
        assert {it["type"] for it in rows} == {kind}
    assert {it["type"] for it in truth(shared(), "payments")} == kinds


def test_a_range_of_dates_makes_journals_time_out() -> None:
    """docs: alegra-api 3.11"""
    with pytest.raises(ApiError) as caught:
        get(shared(), "journals", date_afterOrNow="2026-01-01")
    assert caught.value.status == 503
    day = truth(shared(), "journals")[0]["date"]
    assert {it["date"] for it in get(shared(), "journals", date=day)} == {day}


def test_debit_notes_are_listed_by_up_to_thirty_ids() -> None:
    """docs: unified-model 6"""
    there = ids(truth(shared(), "debit-notes"))
    wanted = ",".join(str(id) for id in there[3:9])
    assert ids(get(shared(), "debit-notes", id=wanted, order_field="id")) == there[3:9]
    with pytest.raises(ApiError) as caught:
        get(shared(), "debit-notes", id=",".join(str(id) for id in range(1, 32)))
    assert caught.value.body["code"] == 903


def test_contacts_are_filtered_by_type_and_hide_their_accounts() -> None:
    company = shared()
    clients = everything(company, "contacts", type="client", order_field="id")
    suppliers = everything(company, "contacts", type="provider", order_field="id")
    assert set(ids(clients)) & set(ids(suppliers))
    assert len({*ids(clients), *ids(suppliers)}) < len(truth(company, "contacts"))
    assert "accounting" not in clients[0]
    assert "accounting" in get(company, "contacts", fields="accounting")[0]
    assert "accounting" in get(company, f"contacts/{clients[0]['id']}")
    hidden = make(quirks={"contact_accounting_alone": "off"})
    assert "accounting" not in get(hidden, "contacts/1")


def test_bank_accounts_show_balance_and_account_on_request_only() -> None:
    """docs: alegra-api 3.9"""
    plain = get(shared(), "bank-accounts")[0]
    assert {"balance", "category", "currency", "iban"}.isdisjoint(plain)
    asked = get(shared(), "bank-accounts", fields="category", includeBalance="true")[0]
    assert {"balance", "category"} <= set(asked)


def test_contacts_without_moments_can_be_made_the_rule() -> None:
    company = make(quirks={"untimed_contacts_percent": "100"})
    assert not any("updated_at" in it for it in truth(company, "contacts"))


@pytest.mark.parametrize("path", ["reconciliations", "journal-entries", "invoices/1/unheard-of"])
def test_unknown_paths_are_forbidden(path: str) -> None:
    """docs: alegra-api 1.6"""
    with pytest.raises(ApiError) as caught:
        get(shared(), path)
    assert caught.value.status == 403


def test_an_unknown_id_is_not_found() -> None:
    for path in ("invoices/999999", "invoices/abc", "contacts/0"):
        with pytest.raises(ApiError) as caught:
            get(shared(), path)
        assert caught.value.status == 404


def test_the_user_is_shown() -> None:
    assert get(shared(), "users/self")["email"] == "demo@example.com"


@pytest.mark.parametrize(
    ("path", "usual", "rare"),
    [("debit-notes", "normal", "adjustmentNote"), ("bills", "bill", "supportDocument")],
)
def test_a_list_without_a_type_shows_all_or_the_usual_one(path: str, usual: str, rare: str) -> None:
    """docs: alegra-api 3.5, 3.7"""
    counts = {path: 100}
    for choice, unasked in (("usual", {usual}), ("none", {usual, rare})):
        company = make(size=200, documents=counts, quirks={"default_filters": choice})

        def types(**asked: str) -> set[str]:
            rows = everything(company, path, order_field="id", **asked)  # noqa: B023
            return {it["type"] for it in rows}

        assert types() == unasked
        assert types(type="all") == {usual, rare}
        assert types(type=rare) == {rare}


def test_debit_notes_show_the_usual_type_only_and_bills_all_unless_switched() -> None:
    kinds = {"debit-notes": {"normal"}, "bills": {"bill", "supportDocument"}}
    for path, shown in kinds.items():
        assert {it["type"] for it in everything(shared(), path, order_field="id")} == shown


def test_inactive_bank_accounts_can_be_hidden_unless_asked_for() -> None:
    """docs: alegra-api 3.9"""
    for choice, shown in (("none", True), ("usual", False)):
        desk = Desk(make(size=60, quirks={"default_filters": choice}))
        body = {**CREATED["bank-accounts"](desk), "status": "inactive"}
        id = desk.post("bank-accounts", **body)["id"]
        assert (id in ids(get(desk.company, "bank-accounts"))) == shown
        assert id in ids(get(desk.company, "bank-accounts", includeInactive="true"))


@pytest.mark.parametrize(
    ("answer", "given", "found"),
    [
        ("contained", "512345", 1),
        ("contained", "900512345", 0),
        ("equal", "900-512345", 1),
        ("equal", "512345", 0),
        ("compact", "900512345", 1),
        ("compact", "900-512345", 0),
    ],
)
def test_tax_numbers_are_compared_in_one_of_several_ways(
    answer: str, given: str, found: int
) -> None:
    """docs: alegra-api 3.1"""
    desk = Desk(make(size=60, quirks={"identification_filter": answer}))
    desk.contact(number="900-512345")
    assert len(get(desk.company, "contacts", identification=given)) == found


@pytest.mark.parametrize(("answer", "found"), [("equal", 0), ("contained", 1)])
def test_codes_of_items_are_compared_whole_or_in_part(answer: str, found: int) -> None:
    """docs: alegra-api 3.2"""
    desk = Desk(make(size=60, quirks={"reference_filter": answer}))
    desk.item(reference="ZZ-17")
    assert len(get(desk.company, "items", reference="ZZ-1")) == found


def test_journals_are_found_by_a_part_of_their_notes() -> None:
    """docs: alegra-api 6"""
    company = make(size=900)
    rows = truth(company, "journals")
    part = "por la m"
    holding = [it for it in rows if part in str(it["observations"])]
    assert 0 < len(holding) < len(rows)
    found = everything(company, "journals", observations=part, order_field="date")
    assert sorted(ids(found)) == sorted(ids(holding))
