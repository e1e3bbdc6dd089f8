"""What a PUT leaves as it is, and what it takes away, in either answer to the open question."""

from functools import lru_cache
from typing import Any

import pytest

from alegra_sandbox.activity import perform
from alegra_sandbox.countries import COUNTRIES
from alegra_sandbox.errors import ApiError
from alegra_sandbox.json_text import decoded, encoded
from alegra_sandbox.long_ids import NEVER
from alegra_sandbox.resources import RESOURCES

from .company import amount, get, make, truth
from .desk import CREATED, DAY, Desk, account, single

WRITABLE = sorted(path for path, it in RESOURCES.items() if "PUT" in it.methods)
ROWS = 30
"""So many of each resource are changed."""


@lru_cache
def desk_of(country: str, put: str, fields: str) -> Desk:
    """A company with one record more of everything, which was written from outside."""
    few = ("credit-notes", "debit-notes", "purchase-orders", "journals", "income-debit-notes")
    documents = dict.fromkeys(few, 60)
    quirks = {"put": put, "documented_fields": fields, "mixed_ids": NEVER}
    desk = Desk(make(country, size=200, documents=documents, quirks=quirks))
    for path in WRITABLE:
        desk.post(path, **CREATED[path](desk))
    desk.contact(status="inactive")
    return desk


def whole_body(desk: Desk, path: str, record: dict[str, Any]) -> dict[str, Any]:
    """All that can be sent, as it stands there."""
    resource, books = RESOURCES[path], desk.company
    row = resource.find(books, str(record["id"]))
    assert row is not None
    body: dict[str, Any] = decoded(encoded(resource.body_of(books, row, record)))
    return body


def records(desk: Desk, path: str) -> list[dict[str, Any]]:
    """Some records as a look-up by id shows them."""
    ids = [it["id"] for it in reversed(truth(desk.company, path))]
    return [get(desk.company, f"{path}/{id}") for id in ids[:: max(1, len(ids) // ROWS)]]


def without_moment(record: dict[str, Any]) -> dict[str, Any]:
    return {name: it for name, it in record.items() if name != "updated_at"}


def changed(desk: Desk, path: str, id: Any, body: dict[str, Any]) -> dict[str, Any] | None:
    """The record after a PUT; None where that is refused."""
    try:
        desk.send("PUT", f"{path}/{id}", body)
    except ApiError:
        return None
    record: dict[str, Any] = get(desk.company, f"{path}/{id}")
    return record


@pytest.mark.parametrize("fields", ["usual", "all"])
@pytest.mark.parametrize("put", ["merge", "replace"])
@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("path", WRITABLE)
def test_a_put_of_what_stands_there_changes_nothing(
    path: str, country: str, put: str, fields: str
) -> None:
    desk = desk_of(country, put, fields)
    same = 0
    for record in records(desk, path):
        body = {} if put == "merge" else whole_body(desk, path, record)
        after = changed(desk, path, record["id"], body)
        if after is not None:
            assert without_moment(after) == without_moment(record)
            same += 1
    assert same


LOST = {
    "bank-accounts": {"description", "number"},
    "bills": {"costCenter", "observations", "operationType", "paymentMethod", "retentions"},
    "categories": {"code", "description", "use"},
    "contacts": {"accounting", "address", "cfdiUse", "creditLimit", "email", "internalContacts"}
    | {"nameObject", "observations", "priceList", "regimeObject", "seller", "settings", "status"}
    | {"term", "type", "statementAttached", "emailSecondary", "phoneSecondary", "fax"},
    "cost-centers": {"code", "description"},
    "credit-notes": {"observations"},
    "debit-notes": {"costCenter", "observations", "termsConditions", "warehouse"},
    "estimates": {"anotation", "observations", "priceList", "seller", "warehouse"},
    "invoices": {"anotation", "costCenter", "observations", "priceList", "retentions", "seller"}
    | {"status", "termsConditions", "warehouse", "cfdiUse", "paymentType", "purchaseOrderNumber"},
    "items": {"category", "customFields", "itemCategory", "productKey", "reference", "tax"},
    "income-debit-notes": {"observations", "type", "paymentMethod", "paymentType"},
    "inventory-adjustments": {"observations", "prefix", "costCenter"},
    "journals": {"client", "observations", "reference"},
    "payments": {"client", "costCenter", "observations", "paymentMethod", "retentions"},
    "purchase-orders": {"anotation", "costCenter", "observations", "termsConditions", "warehouse"},
    "remissions": {"anotation", "observations", "priceList", "seller", "documentName"},
    "taxes": {"description", "type"},
    "terms": {"days"},
    "warehouse-transfers": {"observations"},
    "price-lists": {"description"},
    "warehouses": {"address", "costCenter", "observations"},
    "sellers": {"identification", "observations"},
}
"""What a record loses when a PUT that replaces does not send it, at least."""


@pytest.mark.parametrize("path", WRITABLE)
def test_a_put_that_replaces_takes_away_what_it_does_not_send(path: str) -> None:
    """docs: alegra-api 1.7"""
    desk = desk_of("MX", "replace", "all")
    lost: set[str] = set()
    for record in records(desk, path):
        body = whole_body(desk, path, record)
        for name in LOST[path] & set(body) - lost:
            without = {key: it for key, it in body.items() if key != name}
            after = changed(desk, path, record["id"], without)
            lost |= {name} if after is not None and after.get(name) != record.get(name) else set()
        changed(desk, path, record["id"], body)
    assert lost == LOST[path]


@pytest.mark.parametrize(
    ("quirks", "path", "replaced"),
    [
        ({}, "contacts", True),
        ({}, "invoices", False),
        ({"put": "merge"}, "contacts", False),
        ({"put": "invoices:replace"}, "invoices", True),
        ({"put": "invoices:replace"}, "contacts", True),
        ({"put": "invoices:replace"}, "estimates", False),
    ],
)
def test_which_resources_a_put_replaces_can_be_switched(
    quirks: dict[str, str], path: str, replaced: bool
) -> None:
    desk = Desk(make("MX", size=60, quirks=quirks))
    id = desk.post(path, **CREATED[path](desk))["id"]
    record = get(desk.company, f"{path}/{id}")
    body = whole_body(desk, path, record)
    del body["observations"]
    after = desk.send("PUT", f"{path}/{id}", body)
    assert (after["observations"] is None) == replaced


def test_objects_inside_a_record_are_replaced_whole() -> None:
    desk = Desk(make("CO", size=60, quirks={"put": "merge", "documented_fields": "all"}))
    before = next(it for it in truth(desk.company, "contacts") if it.get("nameObject"))
    names, account_id = {"firstName": "Eva", "lastName": "Luna"}, account(desk)
    wanted = {"nameObject": names, "address": {"city": "Cali"}}
    wanted["accounting"] = {"debtToPay": account_id}
    desk.send("PUT", f"contacts/{before['id']}", wanted)
    after = get(desk.company, f"contacts/{before['id']}")
    assert (after["nameObject"], after["address"]) == (names, {"city": "Cali"})
    assert after["accounting"]["debtToPay"]["id"] == account_id
    assert after["accounting"]["accountReceivable"] != before["accounting"]["accountReceivable"]
    assert after["observations"] == before["observations"]


@pytest.mark.parametrize(
    ("path", "lines", "place"),
    [
        ("invoices", {"items": []}, "items"),
        ("bills", {"purchases": {}}, "purchases"),
    ],
)
def test_lines_can_be_cleared(path: str, lines: dict[str, Any], place: str) -> None:
    desk = Desk(make("MX", size=60))
    id = desk.post(path, **CREATED[path](desk))["id"]
    assert desk.refused("PUT", f"{path}/{id}", **lines)[0] == 400
    lax = Desk(make("MX", size=60, quirks={"empty_lines": "cleared"}))
    id = lax.post(path, **CREATED[path](lax))["id"]
    after = lax.send("PUT", f"{path}/{id}", lines)
    assert not any(after[place].values() if isinstance(after[place], dict) else after[place])
    assert amount(after["total"]) == 0


def test_a_payment_can_lose_its_documents() -> None:
    desk = Desk(make("MX", size=60, quirks={"empty_lines": "cleared"}))
    invoice = desk.invoice(status="open")["id"]
    pays = {"type": "in", "date": DAY, "bankAccount": {"id": 1}}
    id = desk.post("payments", **pays, invoices=[{"id": invoice, "amount": 40}])["id"]
    desk.send("PUT", f"payments/{id}", {"invoices": []})
    assert desk.balance("invoices", invoice) == ("open", 100)


def test_a_person_edits_what_was_written_and_a_put_leaves_that(mexico: Desk) -> None:
    contact, invoice = mexico.contact(), mexico.invoice(observations="nota")["id"]
    perform(mexico.company, "edit", "contacts", contact)
    perform(mexico.company, "edit", "invoices", int(invoice))
    merging = Desk(mexico.company)
    mexico.company.quirks = mexico.company.quirks.with_values({"put": "merge"})
    assert merging.send("PUT", f"contacts/{contact}", {"fax": "1"})["name"] == "Nueva (antes 1)"
    after = merging.send("PUT", f"invoices/{invoice}", {"anotation": "x"})
    assert after["observations"] == "nota (revisado 1)"


@pytest.mark.parametrize("path", WRITABLE)
def test_fields_that_a_resource_does_not_know_are_ignored(mexico: Desk, path: str) -> None:
    """docs: alegra-api 1.7"""
    body = CREATED[path](mexico)
    id = mexico.post(path, **body, favouriteColour="red")["id"]
    mexico.send("PUT", f"{path}/{id}", {**body, "shoeSize": 42})
    assert not {"favouriteColour", "shoeSize"} & set(single(mexico, path, str(id)))


def test_an_amount_of_stock_is_left_alone(mexico: Desk) -> None:
    """docs: alegra-api 3.2"""
    stock = {"unit": "piece", "unitCost": 3, "warehouses": [{"id": 1, "initialQuantity": 5}]}
    id = mexico.item(inventory=stock)
    more = {**stock, "warehouses": [{"id": 1, "initialQuantity": 9}]}
    assert mexico.send("PUT", f"items/{id}", {"inventory": more})["inventory"] == stock
