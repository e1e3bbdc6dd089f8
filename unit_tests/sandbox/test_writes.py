"""What the simulator does with POST, PUT and DELETE, in process."""

from contextlib import suppress
from decimal import Decimal

import pytest

from alegra_sandbox.activity import perform
from alegra_sandbox.books import Impossible
from alegra_sandbox.errors import ApiError
from alegra_sandbox.reading import list_page
from alegra_sandbox.resources import RESOURCES

from .company import amount, everything, get, ids, make, truth
from .desk import CREATED, DAY, Desk, account, single


@pytest.mark.parametrize("path", CREATED)
def test_what_is_created_stands_everywhere_and_can_be_changed(desk: Desk, path: str) -> None:
    body = CREATED[path](desk)
    created = desk.post(path, **body)
    id = str(created["id"])
    # A number comes as one here.
    assert isinstance(created["id"], int) == id.isdecimal()
    one = single(desk, path, id)
    assert {**one, "id": created["id"]} == created
    asked = {"fields": "none"}
    shown = [it for it in truth(desk.company, path, **asked) if str(it["id"]) == id]
    assert [{**it, "id": id} for it in shown] == [{**one, "id": id}]
    for name in ("name", "observations", "reference", "date"):
        if name in body:
            assert one[name] == body[name]
    field = "observations" if "observations" in one else "name"
    changed = desk.send("PUT", f"{path}/{id}", {**body, field: "otra"})
    assert changed[field] == "otra"
    assert single(desk, path, id) == changed


@pytest.mark.parametrize("path", sorted(set(CREATED) - {"categories"}))
def test_what_is_created_can_be_deleted(desk: Desk, path: str) -> None:
    id = desk.post(path, **CREATED[path](desk))["id"]
    desk.send("DELETE", f"{path}/{id}")
    with pytest.raises(ApiError) as raised:
        get(desk.company, f"{path}/{id}")
    assert raised.value.status == 404
    assert str(id) not in {str(it["id"]) for it in truth(desk.company, path)}


@pytest.mark.parametrize("path", CREATED)
def test_business_goes_on_with_what_was_written(desk: Desk, path: str) -> None:
    desk.post(path, **CREATED[path](desk))
    desk.invoice(status="open")
    for action in ("edit", "pay", "void", "delete"):
        with suppress(Impossible):
            perform(desk.company, action, path, None)
    assert truth(desk.company, path)


def test_ledger_accounts_are_never_deleted(mexico: Desk) -> None:
    id = mexico.post("categories", **CREATED["categories"](mexico))["id"]
    assert mexico.refused("DELETE", f"categories/{id}") == (403, 403)


def test_a_draft_is_reckoned_to_the_last_digit(mexico: Desk) -> None:
    line = {
        "id": mexico.item(),
        "price": Decimal("10.123456"),
        "quantity": Decimal("1.5"),
        "discount": 10,
        "tax": [{"id": "1"}],
    }
    record = mexico.invoice(items=[line, {**line, "tax": []}])
    net = Decimal("10.123456") * Decimal("1.5") * Decimal("0.9")
    assert record["status"] == "draft"
    assert [amount(it["total"]) for it in record["items"]] == [
        (net * Decimal("1.16")).quantize(Decimal("0.000001")),
        net.quantize(Decimal("0.000001")),
    ]
    assert amount(record["total"]) == sum(amount(it["total"]) for it in record["items"])
    assert "stamp" not in record
    assert mexico.company.folios == 0


def test_a_payment_moves_the_balance_there_and_back(mexico: Desk) -> None:
    invoice = mexico.invoice(status="open")["id"]
    pays = {"type": "in", "date": DAY, "bankAccount": {"id": 1}}
    first = mexico.post("payments", **pays, invoices=[{"id": invoice, "amount": 40}])
    assert mexico.balance("invoices", invoice) == ("open", 60)
    second = mexico.post("payments", **pays, invoices=[{"id": invoice, "amount": 60}])
    assert mexico.balance("invoices", invoice) == ("closed", 0)
    more = {**pays, "invoices": [{"id": invoice, "amount": 1}]}
    assert mexico.refused("POST", "payments", **more) == (400, 400)
    mexico.send("POST", f"payments/{second['id']}/void")
    assert mexico.balance("invoices", invoice) == ("open", 60)
    mexico.send("POST", f"payments/{second['id']}/open")
    assert mexico.balance("invoices", invoice) == ("closed", 0)
    mexico.send("PUT", f"payments/{first['id']}", {"invoices": [{"id": invoice, "amount": 10}]})
    assert mexico.balance("invoices", invoice) == ("open", 30)
    mexico.send("DELETE", f"payments/{first['id']}")
    assert mexico.balance("invoices", invoice) == ("open", 40)


def test_a_payment_may_name_a_document_twice(mexico: Desk) -> None:
    invoice = mexico.invoice(status="open")["id"]
    parts = [{"id": invoice, "amount": 10}, {"id": invoice, "amount": 20}]
    pays = {"type": "in", "date": DAY, "bankAccount": {"id": 1}, "invoices": parts}
    id = mexico.post("payments", **pays)["id"]
    for action, owed in (("void", 100), ("open", 70)):
        mexico.send("POST", f"payments/{id}/{action}")
        assert mexico.balance("invoices", invoice) == ("open", owed)


def test_a_suppliers_own_number_does_not_end_the_numbering(mexico: Desk) -> None:
    last = mexico.company.next_number("bills")
    mexico.bill(numberTemplate={"number": "F-77"})
    (change,) = perform(mexico.company, "create", "bills", None)
    row = mexico.company.row("bills", change.id)
    assert row is not None
    assert row["number"] == last


def test_notes_move_balances(mexico: Desk) -> None:
    invoice, bill = mexico.invoice(status="open"), mexico.bill()
    note = mexico.post(
        "credit-notes",
        date=DAY,
        client=invoice["client"],
        items=[{"id": mexico.item(), "price": 30, "quantity": 1}],
        invoices=[{"id": invoice["id"], "amount": 20}],
    )
    assert mexico.balance("invoices", invoice["id"]) == ("open", 80)
    assert note["status"] == "open"
    assert amount(note["balance"]) == 10
    debit = mexico.post(
        "debit-notes",
        date=DAY,
        client={"id": bill["provider"]["id"]},
        categories=[{"id": account(mexico), "price": 100, "quantity": 1}],
        bills=[{"id": bill["id"], "amount": 100}],
    )
    assert mexico.balance("bills", bill["id"]) == ("closed", 0)
    assert amount(debit["balance"]) == 0
    assert mexico.refused("PUT", f"debit-notes/{debit['id']}", observations="x") == (400, 13038)


@pytest.mark.parametrize(("choice", "taken"), [("refused", False), ("accepted", True)])
def test_payments_on_drafts_are_as_switched(choice: str, taken: bool) -> None:
    desk = Desk(make("MX", size=60, quirks={"payments_on_drafts": choice}))
    invoice = desk.invoice()["id"]
    pays = {"type": "in", "date": DAY, "bankAccount": {"id": 1}}
    body = {**pays, "invoices": [{"id": invoice, "amount": 40}]}
    if taken:
        desk.post("payments", **body)
        assert desk.balance("invoices", invoice) == ("open", 60)
    else:
        assert desk.refused("POST", "payments", **body) == (400, 400)


def test_a_stamp_uses_a_folio_and_fixes_the_document(desk: Desk) -> None:
    fiscal = {"regimeClient": "GENERAL_REGIME_OF_MORAL_PEOPLE_LAW"}
    invoice = desk.invoice(stamp={"generateStamp": True}, **fiscal)
    assert (invoice["status"], bool(invoice["stamp"])) == ("open", True)
    assert desk.company.folios == 1
    assert desk.refused("PUT", f"invoices/{invoice['id']}", anotation="x")[0] == 400
    assert desk.refused("DELETE", f"invoices/{invoice['id']}")[0] == 400
    several = [desk.invoice(status="open", **fiscal) for _ in range(3)]
    wanted = {"invoices": [{"id": it["id"]} for it in several]}
    assert all(it["stamp"] for it in desk.send("POST", "invoices/stamp", wanted))
    assert desk.company.folios == 4
    assert desk.refused("POST", "invoices/stamp", **wanted) == (403, 403)
    eleven = {"invoices": [{"id": 1}] * 11}
    assert desk.refused("POST", "invoices/stamp", **eleven) == (400, 400)
    draft = desk.invoice()
    assert desk.refused("POST", "invoices/stamp", invoices=[{"id": draft["id"]}]) == (403, 403)


def test_a_failed_stamp_leaves_the_document(mexico: Desk) -> None:
    body = {
        "date": DAY,
        "dueDate": DAY,
        "client": mexico.contact(),
        "items": [{"id": mexico.item(), "price": 1, "quantity": 1}],
        "stamp": {"generateStamp": True},
        "regimeClient": "REGIME_OF_TRUST",
    }
    invoice = mexico.send("POST", "invoices", body, stamps=False)
    assert (invoice["status"], invoice.get("stamp")) == ("open", None)
    assert mexico.company.folios == 0


def test_a_contact_is_replaced_whole(mexico: Desk) -> None:
    id = mexico.contact(phonePrimary="555", email="a@example.com")
    changed = mexico.send("PUT", f"contacts/{id}", {"name": "Solo nombre"})
    assert (changed["phonePrimary"], changed["email"], changed["type"]) == (None, None, [])
    assert changed["updated_at"] > changed["created_at"]


def test_documents_keep_a_contact_as_it_came(mexico: Desk) -> None:
    invoice = mexico.invoice()
    mexico.send("PUT", f"contacts/{invoice['client']['id']}", {"name": "Otro nombre"})
    assert get(mexico.company, f"invoices/{invoice['id']}")["client"]["name"] == "Nueva"


def test_a_new_record_shows_in_lists_later_and_by_id_at_once() -> None:
    desk = Desk(make("MX", size=60, quirks={"visible_after_milliseconds": "2000"}))
    id = desk.invoice()["id"]

    def listed(now: float) -> bool:
        order = {"order_field": "id", "order_direction": "DESC"}
        rows, _ = list_page(desk.company, RESOURCES["invoices"], order, now)
        return id in {row["id"] for row in rows}

    assert not listed(1.9)
    assert int(get(desk.company, f"invoices/{id}")["id"]) == id
    assert listed(2.0)


def test_filters_see_what_was_written(desk: Desk) -> None:
    item = desk.item()
    invoice = desk.invoice(items=[{"id": item, "price": 1, "quantity": 1}])
    company, id = desk.company, int(invoice["id"])
    client = invoice["client"]["id"]
    for filters in (
        {"status": "draft", "date": DAY, "client_id": client},
        {"item_id": item},
        {"date_afterOrNow": DAY, "date_beforeOrNow": DAY, "client_id": client},
    ):
        assert ids(everything(company, "invoices", order_field="id", **filters)) == [id]
    desk.bill(numberTemplate={"number": "F-99"})
    (bill,) = get(company, "bills", billNumber="F-99")
    assert bill["numberTemplate"] == {"number": "F-99"}
    desk.post("journals", **CREATED["journals"](desk))
    (journal,) = get(company, "journals", reference="R-1")
    assert journal["observations"] == "nota"
