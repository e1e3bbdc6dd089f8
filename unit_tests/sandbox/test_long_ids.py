"""Ids that are no numbers, mixed with those that are (docs: alegra-api 10)."""

import re
from datetime import datetime, timezone
from typing import Any
from uuid import UUID

import pytest

from alegra_sandbox.activity import perform
from alegra_sandbox.errors import ApiError
from alegra_sandbox.long_ids import LongIds
from alegra_sandbox.resources import RESOURCES

from .company import everything, get, make, truth
from .desk import CREATED, DAY, Desk, account

SINCE = "2026-07-30"
ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")


def mixed(since: str = SINCE, **quirks: str) -> Desk:
    return Desk(make("MX", size=300, quirks={"mixed_ids": since, **quirks}))


def is_long(id: Any) -> bool:
    return len(str(id)) > 20


def test_a_uuid_tells_its_moment_and_is_turned_back() -> None:
    ids = LongIds(seed=1)
    for id in (7, 8):
        ids.give("items", id, "2026-08-01", "uuid")
    first, second = ids.shown("items", 7), ids.shown("items", 8)
    assert (UUID(first).version, UUID(first).variant) == (7, "specified in RFC 4122")
    moments = [int(it.replace("-", "")[:12], 16) / 1000 for it in (first, second)]
    assert datetime.fromtimestamp(moments[0], timezone.utc).date().isoformat() == "2026-08-01"
    assert moments[0] < moments[1]
    assert ids.number("items", first) == 7
    assert ids.number("items", "7") is None
    assert ids.number("items", "9") == 9
    assert ids.number("contacts", first) is None
    assert ids.number("items", first.upper()) is None
    assert ids.number("items", "9" * 30) is None


@pytest.mark.parametrize("path", sorted(CREATED))
@pytest.mark.parametrize("form", ["uuid", "ulid"])
def test_new_records_have_long_ids_by_which_they_are_found_and_changed(
    path: str, form: str
) -> None:
    desk = mixed(id_form=form)
    body = CREATED[path](desk)
    id = desk.post(path, **body)["id"]
    assert UUID(id).version == 7 if form == "uuid" else ULID.fullmatch(id)
    field = "observations" if "observations" in body else "name"
    assert desk.send("PUT", f"{path}/{id}", {**body, field: "otra"})[field] == "otra"
    assert get(desk.company, f"{path}/{id}")["id"] == id
    assert id in {it["id"] for it in truth(desk.company, path)}
    number = desk.company.long_ids.number(RESOURCES[path].table, id)
    with pytest.raises(ApiError):
        get(desk.company, f"{path}/{number}")


def test_ids_are_mixed_from_a_day_on_and_only_where_they_are_said_to_be() -> None:
    desk = mixed("estimates:2026-07-30")
    estimates = truth(desk.company, "estimates")
    assert {is_long(it["id"]) for it in estimates} == {False, True}
    assert all(it["date"] >= "2026" for it in estimates if is_long(it["id"]))
    assert not any(is_long(it["id"]) for it in truth(desk.company, "invoices"))


def test_records_name_others_by_their_long_ids() -> None:
    desk = mixed("1900-01-01")
    for path, fields in {
        "invoices": ("client", "items", "payments", "costCenter"),
        "bills": ("provider", "purchases", "payments"),
        "payments": ("client", "invoices", "bills", "categories", "bankAccount"),
        "credit-notes": ("invoices",),
        "debit-notes": ("bills",),
        "journals": ("entries", "client"),
        "items": ("category", "tax"),
        "contacts": ("term", "accounting"),
        "categories": ("idParent",),
    }.items():
        for field in fields:
            shown = [it[field] for it in truth(desk.company, path) if it.get(field)]
            found = [id for it in shown for id in _ids(it, field)]
            assert found, (path, field)
            assert all(is_long(id) for id in found), (path, field)
    tree = get(desk.company, "categories")
    assert all(is_long(it["id"]) for it in [*tree, *tree[0]["children"]])


def _ids(value: Any, name: str) -> list[Any]:
    if isinstance(value, list):
        return [id for it in value for id in _ids(it, name)]
    if isinstance(value, dict):
        own = [value["id"]] if "id" in value else []
        return own + [id for key, it in value.items() for id in _ids(it, key) if key != "id"]
    return [value] if name == "idParent" and value else []


def test_long_ids_link_records_and_filter_lists() -> None:
    desk = mixed()
    client = desk.post("contacts", **CREATED["contacts"](desk), type="client")["id"]
    item = desk.post("items", **CREATED["items"](desk))["id"]
    lines = [{"id": item, "price": 7, "quantity": 1}]
    invoice = desk.invoice(client={"id": client}, items=lines, status="open")
    assert (invoice["client"]["id"], invoice["items"][0]["id"]) == (client, item)
    for asked in ({"client_id": client}, {"item_id": item}, {"id": invoice["id"]}):
        assert [it["id"] for it in get(desk.company, "invoices", **asked)] == [invoice["id"]]
    pays = {"type": "in", "date": DAY, "bankAccount": {"id": 1}}
    part = [{"id": invoice["id"], "amount": 7}]
    payment = desk.post("payments", **pays, client=client, invoices=part)
    assert [it["id"] for it in payment["invoices"]] == [invoice["id"]]
    assert desk.balance("invoices", invoice["id"]) == ("closed", 0)
    above = desk.post(
        "categories", name="A", idParent=account(desk, "accumulative"), use="accumulative"
    )
    below = desk.post("categories", name="B", idParent=above["id"])
    assert below["idParent"] == above["id"]
    other = {"date": DAY, "dueDate": DAY, "client": {"id": item}, "items": lines}
    assert desk.refused("POST", "invoices", **other) == (400, 400)


@pytest.mark.parametrize("choice", ["created", "text", "random"])
def test_where_long_ids_come_in_an_order_by_id_can_be_switched(choice: str) -> None:
    """docs: alegra-api 16"""
    desk = mixed("2025-09-15", uuid_order=choice)
    rows = [str(it["id"]) for it in everything(desk.company, "invoices", order_field="id")]
    there = [str(it["id"]) for it in truth(desk.company, "invoices")]
    numbers = sum(not is_long(id) for id in there)
    assert 0 < numbers < len(there)
    if choice == "created":
        assert rows == there
    elif choice == "text":
        assert rows == sorted(there)
        assert is_long(rows[0])
    else:
        assert rows[:numbers] == there[:numbers]
        assert rows != there
        assert sorted(rows) == sorted(there)


def test_changes_and_deletions_are_told_by_long_ids() -> None:
    desk = mixed()
    (change,) = perform(desk.company, "create", "estimates", None)
    id = desk.company.long_ids.shown("estimates", change.id)
    assert is_long(id)
    desk.send("DELETE", f"estimates/{id}")
    with pytest.raises(ApiError):
        get(desk.company, f"estimates/{id}")
    assert perform(desk.company, "create", "estimates", None)[0].id > change.id
