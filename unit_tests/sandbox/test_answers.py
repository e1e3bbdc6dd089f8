"""How writes are answered where nobody knows how Alegra does, or where it drops things."""

import pytest

from alegra_sandbox.activity import advance
from alegra_sandbox.resources import RESOURCES

from .company import amount, get, make, truth
from .desk import CREATED, Desk

ASKS = {"stamp": {"generateStamp": True}, "regimeClient": "REGIME_OF_TRUST"}


def switched(country: str = "MX", **quirks: str) -> Desk:
    return Desk(make(country, size=60, quirks=quirks))


@pytest.mark.parametrize("path", sorted(set(CREATED) - {"categories"}))
@pytest.mark.parametrize("answer", ["usual", "error"])
def test_a_deletion_can_tell_its_success_under_error(path: str, answer: str) -> None:
    """docs: alegra-api 14"""
    desk = switched(deletion_answers=answer)
    for id in [desk.post(path, **CREATED[path](desk))["id"] for _ in range(2)]:
        said = desk.send("DELETE", f"{path}/{id}")
        message = f"{RESOURCES[path].title} eliminado correctamente"
        if answer == "error":
            assert said == {"error": message, "code": 200}
        else:
            assert said in (None, {"message": message, "code": 200})
        assert str(id) not in {str(it["id"]) for it in truth(desk.company, path)}


def test_deletions_of_items_are_told_so_by_default(mexico: Desk) -> None:
    assert set(mexico.send("DELETE", f"items/{mexico.item()}")) == {"error", "code"}


def test_fields_can_be_dropped_in_silence() -> None:
    desk = switched(drops="contacts:fax,observations,invoices:items.discount")
    contact = desk.contact(fax="1", mobile="2", observations="nota")
    assert get(desk.company, f"contacts/{contact}")["mobile"] == "2"
    for field in ("fax", "observations"):
        assert get(desk.company, f"contacts/{contact}")[field] is None
    line = {"id": desk.item(), "price": 100, "quantity": 1, "discount": 50}
    invoice = desk.invoice(items=[line], observations="nota", anotation="otra")
    assert (invoice["observations"], invoice["anotation"]) == (None, "otra")
    assert amount(invoice["total"]) == 100
    changed = desk.send("PUT", f"invoices/{invoice['id']}", {"items": [line], "anotation": "x"})
    assert changed["anotation"] == "x"
    assert amount(changed["total"]) == 100


@pytest.mark.parametrize(
    ("choice", "status", "stamped"),
    [
        ("opened", "open", True),
        ("ignored", "draft", False),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_stamp_asked_for_a_draft_is_made_or_ignored(
    choice: str, status: str, stamped: bool, method: str
) -> None:
    desk = switched(stamped_drafts=choice)
    wanted = {"status": "draft", **ASKS}
    if method == "POST":
        invoice = desk.invoice(**wanted)
    else:
        invoice = desk.send("PUT", f"invoices/{desk.invoice()['id']}", wanted)
    assert (invoice["status"], "stamp" in invoice) == (status, stamped)
    assert desk.company.folios == stamped


def test_a_stamp_asked_for_a_draft_can_be_refused() -> None:
    desk = switched(stamped_drafts="refused")
    wanted = CREATED["invoices"](desk)
    assert desk.refused("POST", "invoices", **wanted, status="draft", **ASKS) == (403, 403)
    id = desk.invoice()["id"]
    assert desk.refused("PUT", f"invoices/{id}", status="draft", **ASKS) == (403, 403)
    assert "uuid" in desk.send("PUT", f"invoices/{id}", {"status": "open", **ASKS})["stamp"]


def test_what_has_no_stamp_can_show_a_pending_one_and_is_changed_all_the_same() -> None:
    """docs: alegra-api 12.1"""
    desk = switched("CO", pending_stamps="unstamped")
    draft = desk.invoice()
    assert draft["stamp"]["legalStatus"] == "PENDING"
    changed = desk.send("PUT", f"invoices/{draft['id']}", {"anotation": "x", "status": "open"})
    assert (changed["anotation"], changed["stamp"]["legalStatus"]) == ("x", "PENDING")
    (stamped,) = desk.send("POST", "invoices/stamp", {"invoices": [{"id": draft["id"]}]})
    assert stamped["stamp"]["cufe"]
    assert desk.refused("PUT", f"invoices/{draft['id']}", anotation="y")[0] == 400
    assert "stamp" not in switched("MX", pending_stamps="unstamped").invoice()


def test_a_stamp_can_be_pending_for_a_day() -> None:
    desk = switched("CO", pending_stamps="today")
    id = desk.invoice(stamp={"generateStamp": True})["id"]
    assert get(desk.company, f"invoices/{id}")["stamp"]["legalStatus"] == "PENDING"
    assert desk.refused("PUT", f"invoices/{id}", anotation="y")[0] == 400
    assert "stamp" not in desk.invoice()
    advance(desk.company, 1)
    assert get(desk.company, f"invoices/{id}")["stamp"]["cufe"]
