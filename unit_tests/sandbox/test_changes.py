"""What changes do to the books, and what a month of business does."""

import pytest

from alegra_sandbox.activity import advance, perform
from alegra_sandbox.books import Books, Change, Impossible

from .company import amount, get, make, truth


@pytest.fixture
def company() -> Books:
    return make(size=800)


def record(company: Books, change: Change) -> dict[str, object]:
    """The record that a change was about."""
    found: dict[str, object] = get(company, f"{change.resource}/{change.id}")
    return found


def test_a_new_document_has_the_highest_id_and_the_date_of_today(company: Books) -> None:
    for path in ("invoices", "bills", "estimates", "purchase-orders", "credit-notes"):
        highest = max(int(it["id"]) for it in truth(company, path))
        (change,) = perform(company, "create", path, None)
        assert change.id > highest
        assert record(company, change)["date"] == company.today.isoformat()


def test_a_back_dated_document_is_new_and_old(company: Books) -> None:
    highest = max(int(it["id"]) for it in truth(company, "invoices"))
    change = perform(company, "backdate", "invoices", None)[0]
    assert change.id > highest
    assert str(record(company, change)["date"]) < "2025-11-01"


def test_a_payment_lowers_the_balance_and_is_named(company: Books) -> None:
    for path in ("invoices", "bills"):
        before = {str(it["id"]): it for it in truth(company, path)}
        payment, document = perform(company, "pay", path, None)
        assert (payment.what, document.what) == ("created", "changed")
        paid = get(company, f"payments/{payment.id}")
        after = get(company, f"{path}/{document.id}")
        lowered = amount(before[str(document.id)]["balance"]) - amount(after["balance"])
        assert lowered == amount(paid["amount"]) > 0
        assert str(payment.id) in [it["id"] for it in after["payments"]]
        assert (after["status"] == "closed") == (amount(after["balance"]) == 0)


def test_a_void_payment_is_owed_again(company: Books) -> None:
    payment, document = perform(company, "pay", "invoices", None)
    owed = amount(get(company, f"invoices/{document.id}")["balance"])
    changes = perform(company, "void", "payments", payment.id)
    assert document in changes
    after = get(company, f"invoices/{document.id}")
    assert after["status"] == "open"
    paid = get(company, f"payments/{payment.id}")
    assert amount(after["balance"]) == owed + amount(paid["amount"])
    assert paid["status"] == "void"
    with pytest.raises(Impossible):
        perform(company, "void", "payments", payment.id)


def test_a_void_document_keeps_its_row(company: Books) -> None:
    (change,) = perform(company, "void", "invoices", None)
    assert record(company, change)["status"] == "void"


def test_an_edit_of_a_draft_changes_its_lines_and_its_total(company: Books) -> None:
    draft = next(it for it in truth(company, "invoices") if it["status"] == "draft")
    perform(company, "edit", "invoices", int(draft["id"]))
    after = get(company, f"invoices/{draft['id']}")
    assert after["items"] != draft["items"]
    assert amount(after["total"]) == sum(amount(line["total"]) for line in after["items"])


def test_an_edit_of_a_settled_document_changes_its_notes_only(company: Books) -> None:
    closed = next(it for it in truth(company, "invoices") if it["status"] == "closed")
    perform(company, "edit", "invoices", int(closed["id"]))
    after = get(company, f"invoices/{closed['id']}")
    assert after["observations"] != closed["observations"]
    assert after | {"observations": None} == closed | {"observations": None}


def test_an_edit_of_a_contact_moves_its_moment_but_not_its_old_documents(company: Books) -> None:
    contact = next(it for it in truth(company, "contacts") if "updated_at" in it)
    invoices = truth(company, "invoices")
    perform(company, "edit", "contacts", int(contact["id"]))
    after = get(company, f"contacts/{contact['id']}")
    assert after["name"] != contact["name"]
    assert after["updated_at"] > contact["updated_at"]
    assert after["updated_at"][:10] == company.today.isoformat()
    perform(company, "touch_no_timestamp", "contacts", int(contact["id"]))
    touched = get(company, f"contacts/{contact['id']}")
    assert touched["name"] != after["name"]
    assert touched["updated_at"] == after["updated_at"]
    assert truth(company, "invoices") == invoices


def test_a_deleted_record_is_gone_and_its_id_is_not_given_again(company: Books) -> None:
    newest = int(truth(company, "invoices")[-1]["id"])
    perform(company, "delete", "invoices", newest)
    assert newest not in [int(it["id"]) for it in truth(company, "invoices")]
    assert {table: list(rows) for table, rows in company.deleted.items()} == {"invoices": [newest]}
    assert perform(company, "create", "invoices", None)[0].id > newest


def test_a_deletion_by_choice_takes_drafts_first_and_contacts_nobody_dealt_with(
    company: Books,
) -> None:
    drafts = {int(it["id"]) for it in truth(company, "invoices") if it["status"] == "draft"}
    assert perform(company, "delete", "invoices", None)[0].id in drafts
    (contact,) = perform(company, "delete", "contacts", None)
    named = {it["client"]["id"] for it in truth(company, "invoices")}
    assert str(contact.id) not in named


def test_what_hung_on_a_deleted_invoice_names_it_no_longer(company: Books) -> None:
    paid = next(it for it in truth(company, "invoices") if it["payments"])
    changes = perform(company, "delete", "invoices", int(paid["id"]))
    assert {change.what for change in changes[1:]} == {"changed"}
    for payment in truth(company, "payments"):
        assert str(paid["id"]) not in [it["id"] for it in payment["invoices"]]


def test_what_can_not_be_done_says_so(company: Books) -> None:
    for action, resource, id in (
        ("explode", "invoices", None),
        ("create", "unheard-of", None),
        ("pay", "estimates", None),
        ("void", "invoices", 999_999),
        ("create", "taxes", None),
    ):
        with pytest.raises(Impossible):
            perform(company, action, resource, id)


def test_a_month_brings_everything_and_is_the_same_for_the_same_seed() -> None:
    outcomes = []
    for _ in range(2):
        company = make(size=1500, seed=4)
        first = int(truth(company, "invoices")[-1]["id"])
        changes = advance(company, 30)
        invoices = truth(company, "invoices")
        outcomes.append((changes, invoices, truth(company, "payments"), truth(company, "contacts")))
        assert company.today.isoformat() == "2026-10-15"
        new = [it for it in invoices if int(it["id"]) > first]
        assert len(new) > 10
        assert max(it["date"] for it in new) <= "2026-10-15"
        assert {"create", "pay", "void", "edit"} <= set(changes["invoices"])
        assert {"create", "edit"} <= set(changes["contacts"])
        for record in invoices:
            paid = sum(amount(it["amount"]) for it in record["payments"])
            assert paid == amount(record["totalPaid"])
    assert outcomes[0] == outcomes[1]
