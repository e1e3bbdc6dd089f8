"""Contacts and master data are read no more often than the user wants, and no less."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from alegra_api.errors import UnknownForm
from alegra_api.page import Page
from alegra_unified.resource import Resource
from alegra_unified.resources.customers import CUSTOMERS
from alegra_unified.resources.departments import DEPARTMENTS
from alegra_unified.resources.invoice_items import INVOICE_ITEMS
from alegra_unified.resources.suppliers import SUPPLIERS
from alegra_unified.synchronization import ContactChanges
from source_alegra.config import read_config
from source_alegra.contacts import ContactSync
from source_alegra.master_data import MasterDataSync
from source_alegra.state import ContactState, MasterDataState, decode_state
from source_alegra.sync_context import SyncContext

from ..alegra_api.fake_alegra import FakeAlegra, Immediately

HOUR = timedelta(hours=1)
COUNT = 200


def contact(number: int, **fields: Any) -> dict[str, Any]:
    moment = "2026-05-01T00:00:00.000Z"
    kinds = ["client"] if number % 2 else ["provider"]
    return {"id": str(number), "name": "Ana", "type": kinds, "updated_at": moment, **fields}


class Stream:
    """A stream that is synced again and again."""

    def __init__(self, resource: Resource, alegra: FakeAlegra, **settings: Any) -> None:
        self.resource, self.alegra = resource, alegra
        self.settings = {"master_data_hours": 24, **settings}
        self.state: dict[str, Any] = {}
        self.emitted: list[dict[str, Any]] = []
        self.now = datetime(2026, 6, 1, 12, tzinfo=timezone.utc)

    def sync(self, after: timedelta = HOUR) -> list[str]:
        """The ids emitted by a sync some time after the last one."""
        self.now += after
        self.alegra.requests.clear()
        config = {
            "email": "me@example.com",
            "api_token": "s3cr3t-token",
            "num_workers": 1,
            **self.settings,
        }
        client: Any = self.alegra
        context = SyncContext(read_config(config), client, Immediately(), clock=lambda: self.now)
        encoded: list[dict[str, Any]] = []
        sync = self._sync(context)
        self.emitted = list(sync.records(lambda encode: encoded.append(encode())))
        self.state = encoded[-1]
        return [record["id"] for record in self.emitted]

    def _sync(self, context: SyncContext) -> ContactSync | MasterDataSync:
        resource = self.resource
        if isinstance(resource.strategy, ContactChanges):
            contacts = decode_state(ContactState, resource.name, self.state)
            return ContactSync(resource, resource.strategy, context, contacts)
        master_data = decode_state(MasterDataState, resource.name, self.state)
        return MasterDataSync(resource, context, master_data)


@pytest.fixture
def contacts() -> FakeAlegra:
    return FakeAlegra({number: contact(number) for number in range(1, COUNT + 1)})


@pytest.fixture
def customers(contacts: FakeAlegra) -> Stream:
    """They were read an hour ago."""
    stream = Stream(CUSTOMERS, contacts)
    assert len(stream.sync()) == COUNT / 2
    return stream


def test_within_the_hours_contacts_cost_one_request(customers: Stream) -> None:
    assert customers.sync() == []
    assert len(customers.alegra.requests) == 1


def test_a_new_contact_is_emitted_by_the_next_sync(customers: Stream) -> None:
    customers.alegra.rows |= {201: contact(201), 202: contact(202)}
    assert customers.sync() == ["201"]
    assert len(customers.alegra.requests) == 1
    assert customers.sync() == []


def test_a_deleted_contact_shows_in_the_number_of_contacts(customers: Stream) -> None:
    del customers.alegra.rows[5]
    customers.alegra.rows[201] = contact(201)
    assert sorted(customers.sync()) == ["201", "5"]


def test_an_edit_of_a_contact_waits_until_all_are_read(customers: Stream) -> None:
    edited = (customers.now + HOUR / 2).isoformat()
    customers.alegra.rows[5]["updated_at"] = edited
    assert customers.sync() == []
    assert customers.sync(after=23 * HOUR) == ["5"]
    assert len(customers.alegra.requests) > COUNT / 30


def test_contacts_are_read_at_each_sync_by_default(contacts: FakeAlegra) -> None:
    stream = Stream(CUSTOMERS, contacts, master_data_hours=0)
    stream.sync()
    contacts.rows[5]["updated_at"] = (stream.now + HOUR / 2).isoformat()
    assert stream.sync() == ["5"]


def test_the_newest_contact_may_be_of_the_other_kind(contacts: FakeAlegra) -> None:
    contacts.rows |= {number: contact(number, type=["client"]) for number in range(201, 401)}
    stream = Stream(SUPPLIERS, contacts)
    stream.sync()
    assert stream.sync() == []
    assert len(contacts.requests) == 1


def test_contacts_in_no_order_are_read_at_each_sync(customers: Stream) -> None:
    customers.alegra.sorts_by_id = False
    customers.alegra.rows[201] = contact(201)
    assert customers.sync() == ["201"]


def test_contacts_without_a_moment_are_emitted_when_they_changed(contacts: FakeAlegra) -> None:
    for number in (5, 7):
        del contacts.rows[number]["updated_at"]
    stream = Stream(CUSTOMERS, contacts, master_data_hours=0)
    stream.sync()
    assert stream.sync() == []
    contacts.rows[7]["name"] = "Eva"
    assert stream.sync() == ["7"]
    assert stream.sync() == []


def test_a_full_reconciliation_emits_all_contacts(customers: Stream) -> None:
    assert len(customers.sync(after=timedelta(days=8))) == COUNT / 2


def test_items_are_emitted_when_they_changed_and_read_when_the_hours_have_passed() -> None:
    items = FakeAlegra({number: {"id": str(number), "name": "Silla"} for number in range(1, 91)})
    stream = Stream(INVOICE_ITEMS, items)
    assert len(stream.sync()) == 90
    items.rows[7]["name"] = "Mesa"
    assert stream.sync() == []
    assert items.requests == []
    assert stream.sync(after=24 * HOUR) == ["7"]
    assert stream.sync(after=24 * HOUR) == []


def test_items_are_read_at_each_sync_by_default() -> None:
    items = FakeAlegra({1: {"id": "1", "name": "Silla"}})
    stream = Stream(INVOICE_ITEMS, items, master_data_hours=0)
    stream.sync()
    items.rows[1]["name"] = "Mesa"
    assert stream.sync() == ["1"]


@pytest.fixture
def departments() -> Stream:
    """They were read an hour ago."""
    rows = {number: {"id": str(number), "name": "Ventas"} for number in range(1, 71)}
    stream = Stream(DEPARTMENTS, FakeAlegra(rows), master_data_hours=0)
    assert len(stream.sync()) == 70
    return stream


def test_deleted_master_data_is_told_once(departments: Stream) -> None:
    del departments.alegra.rows[7]
    assert departments.sync() == ["7"]
    (gone,) = departments.emitted
    assert gone["status"] == "inactive"
    assert gone["name"] is None
    assert gone["observed_at"] is not None
    assert departments.sync() == []


def test_a_deleted_item_is_not_active() -> None:
    stream = Stream(INVOICE_ITEMS, FakeAlegra({1: {"id": "1"}, 2: {"id": "2"}}))
    stream.sync()
    del stream.alegra.rows[2]
    assert stream.sync(after=24 * HOUR) == ["2"]
    assert stream.emitted[0]["active"] is False
    assert "status" not in stream.emitted[0]


def test_master_data_that_its_list_hides_is_not_gone(departments: Stream) -> None:
    departments.alegra.hidden = {7}
    departments.alegra.rows[7]["status"] = "inactive"
    assert departments.sync() == ["7"]
    assert departments.emitted[0]["status"] == "inactive"
    assert departments.sync() == []


def test_master_data_in_doubt_is_told_in_one_warning(
    departments: Stream, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def page(path: str, parameters: Mapping[str, str]) -> Page:
        shown = FakeAlegra.page(departments.alegra, path, parameters)
        return Page(shown.rows, (shown.total or 0) + 1)

    def find(path: str, parameters: Mapping[str, str] | None = None) -> Any:
        raise UnknownForm("Alegra answered with nothing.")

    del departments.alegra.rows[7], departments.alegra.rows[9]
    monkeypatch.setattr(departments.alegra, "page", page)
    monkeypatch.setattr(departments.alegra, "find", find)
    assert departments.sync() == []
    told = [it for it in caplog.messages if "are gone can't be told" in it]
    assert len(told) == 1
    assert "whether 2 records are gone" in told[0]
    monkeypatch.undo()
    assert sorted(departments.sync()) == ["7", "9"]
