"""What the simulator does with POST, PUT and DELETE, in process."""

import json
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest

from alegra_sandbox.activity import perform
from alegra_sandbox.books import Books, Impossible
from alegra_sandbox.errors import ApiError
from alegra_sandbox.json_text import encoded
from alegra_sandbox.reading import list_page
from alegra_sandbox.resources import RESOURCES
from alegra_sandbox.writing import carry_out

from .company import amount, everything, get, ids, make, parsed, truth

DAY = "2026-09-10"
COUNTRIES = ("MX", "CO", "DO")


class Desk:
    """A company and short ways to write to it."""

    def __init__(self, company: Books) -> None:
        self.company = company
        self.contacts = 0

    def send(self, method: str, path: str, body: Any = None, stamps: bool = True) -> Any:
        """The answer's body."""
        text = b"" if body is None else encoded(body)
        written = carry_out(self.company, method, path, text, stamps=stamps)
        return None if written.body is None else parsed(encoded(written.body))

    def post(self, path: str, **body: Any) -> Any:
        return self.send("POST", path, body)

    def refused(self, method: str, path: str, **body: Any) -> tuple[int, Any]:
        """Status and code of a refusal, which changes nothing."""
        before = {name: truth(self.company, name) for name in RESOURCES}
        with pytest.raises(ApiError) as raised:
            self.send(method, path, body)
        assert {name: truth(self.company, name) for name in RESOURCES} == before
        return raised.value.status, raised.value.body["code"]

    def contact(self, **body: Any) -> int:
        self.contacts += 1
        number = {"type": "NIT", "number": body.pop("number", f"900{self.contacts}")}
        kinds = ["client", "provider"]
        wanted = {"name": "Nueva", "identificationObject": number, "type": kinds, **body}
        return int(self.post("contacts", **wanted)["id"])

    def item(self, **body: Any) -> int:
        wanted = {"name": "Cosa", "price": 10, "productKey": "43211503", **body}
        return int(self.post("items", **wanted)["id"])

    def invoice(self, **body: Any) -> Any:
        wanted = {
            "date": DAY,
            "dueDate": DAY,
            "client": {"id": self.contact()},
            "items": [{"id": self.item(), "price": 100, "quantity": 1}],
            "paymentForm": "CASH",
            "paymentMethod": "CASH",
        }
        return self.post("invoices", **{**wanted, **body})

    def bill(self, **body: Any) -> Any:
        wanted = {
            "date": DAY,
            "dueDate": DAY,
            "provider": {"id": self.contact()},
            "purchases": {"categories": [{"id": account(self), "price": 50, "quantity": 2}]},
        }
        return self.post("bills", **{**wanted, **body})

    def balance(self, path: str, id: Any) -> tuple[str, Decimal | int]:
        record = get(self.company, f"{path}/{id}")
        return record["status"], amount(record["balance"])


def single(desk: Desk, path: str, id: str) -> dict[str, Any]:
    """A record by its id, without the accounts that only this form of a contact shows."""
    record: dict[str, Any] = get(desk.company, f"{path}/{id}")
    record.pop("accounting", None)
    return record


def account(desk: Desk, use: str = "movement") -> str:
    """An expense account of a use."""
    rows = get(desk.company, "categories", format="plain")
    return next(str(it["id"]) for it in rows if it["use"] == use and it["type"] == "expense")


@pytest.fixture(params=COUNTRIES)
def desk(request: pytest.FixtureRequest) -> Desk:
    return Desk(make(request.param, size=60))


@pytest.fixture
def mexico() -> Desk:
    return Desk(make("MX", size=60))


CREATED: dict[str, Callable[[Desk], dict[str, Any]]] = {
    "contacts": lambda desk: {"name": "Otra", "observations": "nota"},
    "items": lambda desk: {"name": "Cosa", "price": Decimal("10.123456"), "description": "d"},
    "taxes": lambda desk: {"name": "Nuevo", "percentage": Decimal("10.5")},
    "categories": lambda desk: {"name": "Nueva", "idParent": account(desk, "accumulative")},
    "cost-centers": lambda desk: {"name": "Sur", "code": "S"},
    "bank-accounts": lambda desk: {
        "name": "Tercer banco",
        "type": "bank",
        "initialBalance": 0,
        "initialBalanceDate": DAY,
    },
    "invoices": lambda desk: {
        "date": DAY,
        "dueDate": DAY,
        "client": desk.contact(),
        "items": [{"id": desk.item(), "price": "1.5", "quantity": 2, "tax": [{"id": 1}]}],
        "observations": "nota [external_id:1]",
        "paymentForm": "CASH",
        "paymentMethod": "CASH",
    },
    "estimates": lambda desk: {
        "date": DAY,
        "dueDate": DAY,
        "client": {"id": desk.contact()},
        "items": [{"id": desk.item(), "price": 2, "quantity": 1, "discount": 10}],
        "observations": "nota",
    },
    "credit-notes": lambda desk: {
        "date": DAY,
        "client": {"id": desk.contact()},
        "items": [{"id": desk.item(), "price": 2, "quantity": 1}],
        "observations": "nota",
    },
    "bills": lambda desk: {
        "date": DAY,
        "dueDate": DAY,
        "provider": {"id": desk.contact()},
        "numberTemplate": {"number": "F-77"},
        "purchases": {
            "items": [{"id": desk.item(), "price": 2, "quantity": 1}],
            "categories": [{"id": account(desk), "price": 3, "quantity": 1}],
        },
        "observations": "nota",
    },
    "purchase-orders": lambda desk: {
        "date": DAY,
        "deliveryDate": DAY,
        "provider": {"id": desk.contact()},
        "purchases": {"items": [{"id": desk.item(), "price": 2, "quantity": 1}]},
        "observations": "nota",
    },
    "debit-notes": lambda desk: {
        "date": DAY,
        "client": {"id": desk.contact()},
        "categories": [{"id": account(desk), "price": 3, "quantity": 1}],
        "observations": "nota",
    },
    "payments": lambda desk: {
        "type": "out",
        "date": DAY,
        "bankAccount": {"id": 1},
        "categories": [{"id": account(desk), "price": 3, "quantity": 2}],
        "observations": "nota",
    },
    "journals": lambda desk: {
        "date": DAY,
        "reference": "R-1",
        "entries": [
            {"id": account(desk), "debit": Decimal("5.25"), "credit": 0},
            {"id": account(desk), "debit": 0, "credit": Decimal("5.25")},
        ],
        "observations": "nota",
    },
}


@pytest.mark.parametrize("path", CREATED)
def test_what_is_created_stands_everywhere_and_can_be_changed(desk: Desk, path: str) -> None:
    body = CREATED[path](desk)
    created = desk.post(path, **body)
    assert isinstance(created["id"], int)
    id = str(created["id"])
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
    answer = desk.send("DELETE", f"{path}/{id}")
    assert answer is None if id % 2 else answer["code"] == 200
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


SALE = {"date": DAY, "dueDate": DAY}
REFUSALS: list[tuple[str, Callable[[Desk], dict[str, Any]], int]] = [
    ("contacts", lambda desk: {}, 400),
    ("contacts", lambda desk: {"name": "N", "type": ["friend"]}, 400),
    ("contacts", lambda desk: {"name": "N", "observations": "x" * 501}, 400),
    ("items", lambda desk: {"name": "N"}, 400),
    ("items", lambda desk: {"name": "N", "price": Decimal("1.1234567")}, 400),
    ("items", lambda desk: {"name": "N", "price": 1, "productKey": "no"}, 1036),
    ("invoices", lambda desk: {}, 400),
    ("invoices", lambda desk: {**SALE, "client": 999_999, "items": [{}]}, 400),
    ("invoices", lambda desk: {**SALE, "client": desk.contact(), "items": [{"price": 1}]}, 400),
    ("invoices", lambda desk: {**CREATED["invoices"](desk), "date": "10/09/2026"}, 400),
    ("invoices", lambda desk: {**CREATED["invoices"](desk), "status": "closed"}, 400),
    ("invoices", lambda desk: {**CREATED["invoices"](desk), "anotation": "x" * 501}, 400),
    ("bills", lambda desk: {**CREATED["bills"](desk), "provider": {"id": 999_999}}, 11004),
    ("bills", lambda desk: {**CREATED["bills"](desk), "purchases": {}}, 11040),
    ("bills", lambda desk: {**CREATED["bills"](desk), "status": "draft"}, 400),
    (
        "bills",
        lambda desk: {
            **CREATED["bills"](desk),
            "provider": {"id": desk.contact(status="inactive")},
        },
        2094,
    ),
    (
        "bills",
        lambda desk: {
            **SALE,
            "provider": {"id": desk.contact()},
            "purchases": {
                "categories": [{"id": account(desk), "price": 1, "quantity": 1, "tax": 1}]
            },
        },
        11048,
    ),
    (
        "bills",
        lambda desk: {
            **SALE,
            "provider": {"id": desk.contact()},
            "purchases": {
                "categories": [
                    {"id": account(desk), "price": 1, "quantity": 1, "tax": [{"id": 99}]}
                ]
            },
        },
        11067,
    ),
    (
        "bills",
        lambda desk: {
            **SALE,
            "provider": {"id": desk.contact()},
            "purchases": {
                "categories": [{"id": account(desk, "accumulative"), "price": 1, "quantity": 1}]
            },
        },
        11058,
    ),
    ("purchase-orders", lambda desk: {}, 902),
    ("purchase-orders", lambda desk: {**CREATED["purchase-orders"](desk), "purchases": {}}, 12016),
    ("purchase-orders", lambda desk: {**CREATED["purchase-orders"](desk), "total": 1}, 400),
    (
        "purchase-orders",
        lambda desk: {**CREATED["purchase-orders"](desk), "currency": {"code": "USD"}},
        12030,
    ),
    ("debit-notes", lambda desk: {**CREATED["debit-notes"](desk), "client": None}, 13011),
    ("debit-notes", lambda desk: {**CREATED["debit-notes"](desk), "categories": []}, 13043),
    ("payments", lambda desk: {**CREATED["payments"](desk), "bankAccount": {"id": 99}}, 4002),
    ("payments", lambda desk: {**CREATED["payments"](desk), "amount": 6}, 400),
    ("payments", lambda desk: {**CREATED["payments"](desk), "categories": []}, 400),
    (
        "payments",
        lambda desk: {**CREATED["payments"](desk), "invoices": [{"id": 1, "amount": 1}]},
        4012,
    ),
    (
        "journals",
        lambda desk: {"date": DAY, "entries": [{"id": account(desk), "debit": 1, "credit": 0}]},
        400,
    ),
    (
        "journals",
        lambda desk: {
            "date": DAY,
            "entries": [
                {"id": account(desk), "debit": 2, "credit": 0},
                {"id": account(desk), "debit": 0, "credit": 1},
            ],
        },
        400,
    ),
    (
        "journals",
        lambda desk: {
            "date": DAY,
            "entries": [
                {"id": account(desk, "accumulative"), "debit": 1, "credit": 0},
                {"id": account(desk), "debit": 0, "credit": 1},
            ],
        },
        400,
    ),
    ("categories", lambda desk: {"name": "N"}, 400),
    ("cost-centers", lambda desk: {}, 400),
    ("taxes", lambda desk: {"name": "N"}, 400),
    ("bank-accounts", lambda desk: {"name": "N", "type": "bank"}, 400),
]


@pytest.mark.parametrize(("path", "body", "code"), REFUSALS)
def test_alegra_refuses_with_its_codes(
    mexico: Desk, path: str, body: Callable[[Desk], dict[str, Any]], code: int
) -> None:
    assert mexico.refused("POST", path, **body(mexico)) == (400, code)


def test_a_repeated_tax_number_names_the_contact_there_is(mexico: Desk) -> None:
    id = mexico.contact(number="XAXX010101000")
    body = {"name": "N", "identification": "XAXX010101000"}
    with pytest.raises(ApiError) as raised:
        mexico.post("contacts", **body)
    assert (raised.value.body["code"], raised.value.body["contactId"]) == (2006, str(id))
    assert mexico.post("contacts", **body, ignoreRepeated=True)["id"] > id


def test_a_number_of_a_supplier_is_given_once(mexico: Desk) -> None:
    body = CREATED["bills"](mexico)
    mexico.post("bills", **body)
    assert mexico.refused("POST", "bills", **body) == (400, 20007)
    other = {**body, "provider": {"id": mexico.contact(number="OTHER")}}
    assert mexico.post("bills", **other)["numberTemplate"]["number"] == "F-77"


def test_colombia_wants_its_own_fields() -> None:
    desk = Desk(make("CO", size=60))
    assert desk.refused("POST", "contacts", name="N", identification="1") == (400, 2035)
    person = {"name": "N", "kindOfPerson": "PERSON_ENTITY"}
    assert desk.refused("POST", "contacts", **person) == (400, 400)
    body = CREATED["invoices"](desk)
    del body["paymentForm"]
    assert desk.refused("POST", "invoices", **body) == (400, 400)


def test_mexico_wants_product_keys(mexico: Desk) -> None:
    bare = mexico.item(productKey=None)
    body = {**CREATED["estimates"](mexico), "items": [{"id": bare, "price": 1, "quantity": 1}]}
    assert mexico.refused("POST", "estimates", **body) == (400, 1035)
    stamped = {**CREATED["invoices"](mexico), "items": body["items"], "client": 1}
    asks = {"stamp": {"generateStamp": True}, "regimeClient": "X"}
    assert mexico.refused("POST", "invoices", **stamped, **asks) == (400, 1035)
    strict = Desk(make("MX", size=60, quirks={"items_without_product_key": "refused"}))
    assert strict.refused("POST", "items", name="N", price=1) == (400, 1093)


def test_a_path_or_a_body_that_is_none_is_refused(mexico: Desk) -> None:
    assert mexico.refused("POST", "invoices/1/close") == (403, 403)
    assert mexico.refused("POST", "reconciliations") == (403, 403)
    assert mexico.refused("PUT", "invoices/999999") == (404, 404)
    assert mexico.refused("PUT", "debit-notes/999999") == (404, 13005)
    with pytest.raises(ApiError, match="JSON"):
        carry_out(mexico.company, "POST", "contacts", b"{name")
    with pytest.raises(ApiError, match="objeto"):
        carry_out(mexico.company, "POST", "contacts", json.dumps(["name"]).encode())
