"""What is named comes first, whatever the order of the input."""

import random
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from airbyte_cdk.models import AirbyteMessage
from requests_mock import Mocker

from alegra_api.listing import Listing
from alegra_unified.drafts import Link
from alegra_unified.fields import WRITTEN, part, text
from alegra_unified.records import UnifiedRecord
from alegra_unified.registry import RESOURCES
from alegra_unified.resource import Resource
from alegra_unified.synchronization import MasterData
from alegra_unified.writing import Writing
from destination_alegra import ordering, writer
from destination_alegra.catalog import WRITABLE
from destination_alegra.destination import DestinationAlegra
from destination_alegra.incoming import Incoming
from destination_alegra.ordering import order_of, targets_of
from destination_alegra.resolving import Resolution, Resolver

from .fake_books import FakeBooks
from .test_exactly_once import (
    CONFIG,
    answers,
    catalog,
    invoice,
    messages,
    record,
    state,
    write,
)

ACCOUNTS = catalog("ledger_accounts")


@pytest.fixture
def books(requests_mock: Mocker) -> FakeBooks:
    books = FakeBooks()
    books.put("categories", id=1, name="Activo", code="1", use="accumulative")
    books.serve(requests_mock)
    return books


def account(code: str, /, **parent: str) -> dict[str, Any]:
    return record(
        "ledger_accounts",
        external_id=f"account-{code}",
        name=f"Cuenta {code}",
        code=code,
        parent_account=parent,
    )


def parents(books: FakeBooks) -> dict[str, str | None]:
    """Code of each account to that of its parent."""
    codes = {row["id"]: row["code"] for row in books.rows("categories")}
    return {row["code"]: codes.get(row.get("idParent")) for row in books.rows("categories")}


def rejected(answer: Any) -> float:
    count: float = answer["state"]["destinationStats"]["rejectedRecordCount"]
    return count


NAMED: dict[str, Callable[[str], dict[str, str]]] = {
    "code": lambda code: {"code": code},
    "name": lambda code: {"name": f"Cuenta {code}"},
    "external_id": lambda code: {"external_id": f"account-{code}"},
}


@pytest.mark.parametrize("key", NAMED)
@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_an_account_whose_parent_comes_in_the_same_sync_is_written_after_it(
    books: FakeBooks, key: str, order: tuple[int, ...]
) -> None:
    """Four levels deep, in either order and in between."""
    named = NAMED[key]
    chart = [
        account("11", code="1"),
        account("1101", **named("11")),
        account("110101", **named("1101")),
        account("11010101", **named("110101")),
    ]
    (answer,) = write([*(chart[place] for place in order), state("ledger_accounts")], ACCOUNTS)
    assert rejected(answer) == 0
    assert parents(books) == {
        "1": None,
        "11": "1",
        "1101": "11",
        "110101": "1101",
        "11010101": "110101",
    }


def test_an_account_waits_for_its_parent_up_to_the_next_state(
    books: FakeBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often is written before that."""
    monkeypatch.setattr(writer, "MAXIMUM_WAITING", 1)
    chart = [account("110101", code="1101"), account("1101", code="11"), account("11", code="1")]
    (answer,) = write([*chart, state("ledger_accounts")], ACCOUNTS)
    assert rejected(answer) == 0
    assert parents(books)["110101"] == "1101"


def test_what_waited_is_written_once_what_it_names_is_there(
    books: FakeBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not only at the state."""
    monkeypatch.setattr(writer, "MAXIMUM_WAITING", 1)
    seen: list[dict[str, str | None]] = []

    def lines() -> Iterator[AirbyteMessage]:
        yield from messages([account("1101", code="11"), account("11", code="1")])
        seen.append(parents(books))
        yield from messages([state("ledger_accounts")])

    list(DestinationAlegra().write(CONFIG, ACCOUNTS, lines()))
    assert seen == [{"1": None, "11": "1", "1101": "11"}]


def test_what_did_not_come_before_the_state_is_rejected_with_all_that_names_it(
    books: FakeBooks, caplog: pytest.LogCaptureFixture
) -> None:
    chart = [account("110101", code="1101"), account("1101", code="11")]
    late = account("11", code="1")
    first, second = write(
        [*chart, state("ledger_accounts"), late, state("ledger_accounts")], ACCOUNTS
    )
    assert (rejected(first), rejected(second)) == (2, 0)
    told = [it for it in caplog.messages if it.startswith("Rejected: ")]
    assert sum("no ledger_accounts with this code is in Alegra" in it for it in told) == 2
    assert parents(books) == {"1": None, "11": "1"}


def test_accounts_that_name_each_other_are_rejected_with_that_reason(
    books: FakeBooks, caplog: pytest.LogCaptureFixture
) -> None:
    chart = [
        account("12", code="13"),
        account("13", external_id="account-12"),
        account("14", name="Cuenta 14"),
        account("11", code="1"),
    ]
    (answer,) = write([*chart, state("ledger_accounts")], ACCOUNTS)
    assert rejected(answer) == 3
    told = [it for it in caplog.messages if it.startswith("Rejected: ")]
    assert sum("parent_account: is circular" in it for it in told) == 3
    assert parents(books) == {"1": None, "11": "1"}


def test_a_circle_of_names_is_none_where_alegra_holds_the_parent(books: FakeBooks) -> None:
    """A child may be called like its parent."""
    books.put("categories", id=2, name="Cuenta 12", code="X", use="accumulative")
    (answer,) = write([account("12", name="Cuenta 12"), state("ledger_accounts")], ACCOUNTS)
    assert rejected(answer) == 0
    assert parents(books)["12"] == "X"


def test_a_later_version_does_not_overtake_one_that_waits(
    books: FakeBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MAXIMUM_WAITING", 1)
    lines = [
        invoice(1, customer={"external_id": "c-7"}, due_date="2026-12-03"),
        invoice(1, due_date="2027-01-01"),
        record("customers", external_id="c-7", display_name="Nueva"),
        state("invoices"),
    ]
    configured = catalog("invoices", "customers", mode="append_dedup", key="external_id")
    write(lines, configured)
    (row,) = books.rows("invoices")
    assert row["dueDate"] == "2027-01-01"


WAITING = {
    "on one": (
        catalog("invoices", "customers"),
        [
            *(invoice(number, customer={"external_id": "c-7"}) for number in range(100)),
            record("customers", external_id="c-7", display_name="Nueva"),
        ],
    ),
    "on each other": (
        ACCOUNTS,
        [account(f"{number}", code=f"{number - 1}") for number in range(101, 1, -1)],
    ),
}


@pytest.mark.parametrize("case", WAITING)
def test_records_that_wait_are_looked_at_when_what_they_name_comes_and_not_before(
    books: FakeBooks, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    configured, lines = WAITING[case]
    tries: Counter[str] = Counter()
    resolve = Resolver.resolve

    def counted(self: Resolver, incoming: Incoming) -> Resolution:
        tries[incoming.name] += 1
        return resolve(self, incoming)

    monkeypatch.setattr(Resolver, "resolve", counted)
    monkeypatch.setattr(writer, "MAXIMUM_WAITING", 5)
    (answer,) = write([*lines, state(lines[0]["record"]["stream"])], configured)
    assert rejected(answer) == 0
    assert len(books.sent) == len(lines) == len(tries)
    assert set(tries.values()) <= {1, 2}


@pytest.mark.parametrize("seed", range(20))
def test_however_few_are_held_unpacked_the_same_is_written_and_rejected(
    books: FakeBooks, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """A chart of accounts in any order, with a circle, what stands behind it, and what is alone."""
    monkeypatch.setattr(writer, "MAXIMUM_WAITING", 1 + seed % 3)
    monkeypatch.setattr(ordering, "MAXIMUM_UNPACKED", 1 + seed % 2)
    tree = [account(f"1{number:04b}", code=f"1{number // 2:04b}") for number in range(2, 16)]
    chart = [
        account("10001", code="1"),
        *tree,
        account("21", code="22"),
        account("22", code="23"),
        account("23", code="21"),
        account("24", code="21"),
        account("25", code="24"),
        account("31", code="30"),
        account("32", external_id="account-31"),
    ]
    random.Random(seed).shuffle(chart)
    (answer,) = write([*chart, state("ledger_accounts")], ACCOUNTS)
    counts = answer["state"]["destinationStats"]
    assert (counts["recordCount"], counts["rejectedRecordCount"]) == (len(chart), 7)
    written = {it["record"]["data"]["code"]: it["record"]["data"]["parent_account"] for it in tree}
    written["10001"] = {"code": "1"}
    assert parents(books) == {"1": None, **{code: it["code"] for code, it in written.items()}}


def test_a_record_that_waits_holds_little_memory(
    books: FakeBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """4,000 bytes and more each were 480 MB for 100,000 records."""
    monkeypatch.setattr(writer, "MAXIMUM_WAITING", 100)
    held: list[int] = []

    def lines() -> Iterator[AirbyteMessage]:
        for number in range(800):
            if number in (200, 700):
                held.append(tracemalloc.get_traced_memory()[0])
            yield from messages([invoice(number, customer={"external_id": f"c-{number}"})])
        yield from messages([state("invoices")])

    tracemalloc.start()
    try:
        configured = catalog("invoices", "customers")
        list(DestinationAlegra().write(CONFIG, configured, lines()))
    finally:
        tracemalloc.stop()
    assert held[1] - held[0] < 500 * 1_200


class Shipment(UnifiedRecord):
    """Made up."""

    name = text(required=True, write=WRITTEN)


class LinkedShipment(Link):
    """Made up."""

    target = "shipments"
    keys = ("name",)

    name = text()


class Parcel(UnifiedRecord):
    """Made up."""

    name = text(required=True, write=WRITTEN)
    shipment = part(LinkedShipment, required=True, write=WRITTEN)


def made_up(name: str, model: type[UnifiedRecord]) -> Resource:
    writing = Writing(natural_keys={"name": lambda row: row.get("name")}, marked=False)
    return Resource(name, model, Listing(path=f"/{name}"), "", MasterData(), writing=writing)


def test_a_resource_that_nobody_ordered_is_written_and_counted(
    books: FakeBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    for resource in (made_up("parcels", Parcel), made_up("shipments", Shipment)):
        monkeypatch.setitem(RESOURCES, resource.name, resource)
        monkeypatch.setitem(WRITABLE, resource.name, resource)
    lines = [
        record("parcels", external_id="p", name="Paquete", shipment={"name": "Envío"}),
        record("shipments", external_id="s", name="Envío"),
        state("parcels"),
        state("shipments"),
    ]
    counts = [
        answer["state"]["destinationStats"]["recordCount"]
        for answer in answers(lines, catalog("parcels", "shipments"))
    ]
    assert counts == [1, 1]
    (shipment,), (parcel,) = books.rows("shipments"), books.rows("parcels")
    assert parcel["shipment"] == {"id": shipment["id"]}


def test_each_resource_comes_after_all_that_its_records_may_name() -> None:
    order = order_of(WRITABLE)
    assert set(order) == set(WRITABLE)
    for name, resource in WRITABLE.items():
        for target in targets_of(resource.model) - {name}:
            assert order.index(target) < order.index(name)
    assert {"invoices", "customers", "bank_accounts"} <= targets_of(WRITABLE["payments"].model)


def test_of_records_that_name_none_of_the_input_those_of_named_resources_come_first(
    books: FakeBooks,
) -> None:
    customer = record("customers", external_id="c", display_name="Ana")
    write([invoice(1), customer, state("invoices")], catalog("invoices", "customers"))
    assert [path for _, path, _ in books.sent] == ["/api/v1/contacts", "/api/v1/invoices"]
