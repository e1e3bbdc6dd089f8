"""Change capture against a list that people change between syncs."""

import math
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any

import orjson
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from alegra_unified.resources.invoices import INVOICES
from alegra_unified.synchronization import DocumentChanges
from source_alegra.change_capture import DocumentSync
from source_alegra.config import read_config
from source_alegra.state import DocumentState, decode_state
from source_alegra.sync_context import SyncContext

from ..alegra_api.fake_alegra import FakeAlegra, Immediately

LOOKBACK = 30
RECONCILIATION = 7
DAY = timedelta(days=1)


Version = tuple[str | None, str | None, int | None]
"""Status, date and total of a document at one time."""


class Killed(Exception):
    """The process died."""


def invoice(number: int, day: date, status: str = "closed", total: int = 100) -> dict[str, Any]:
    return {
        "id": str(number),
        "date": day.isoformat(),
        "status": status,
        "total": total,
        "balance": 0 if status == "closed" else total,
    }


def sync(
    alegra: FakeAlegra,
    state: dict[str, Any],
    now: datetime,
    start_date: date | None = None,
    reconciliation_days: int = RECONCILIATION,
    open_hours: int = 12,
    on_checkpoint: Callable[[dict[str, Any]], None] = lambda state: None,
) -> Iterator[dict[str, Any]]:
    assert isinstance(INVOICES.strategy, DocumentChanges)
    config = {
        "email": "me@example.com",
        "api_token": "s3cr3t-token",
        "start_date": start_date,
        "lookback_days": LOOKBACK,
        "full_reconciliation_days": reconciliation_days,
        "open_documents_hours": open_hours,
        "num_workers": 1,
    }
    client: Any = alegra
    context = SyncContext(read_config(config), client, Immediately(), clock=lambda: now)
    decoded = decode_state(DocumentState, "invoices", state)
    reading = DocumentSync(INVOICES, INVOICES.strategy, context, decoded)
    yield from reading.records(lambda encode: on_checkpoint(encode()))


class Warehouse:
    """What a destination holds that keeps the newest version of each id."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Any]] = {}
        self.state: dict[str, Any] = {}
        self.now = datetime(2026, 6, 1, 12, tzinfo=timezone.utc)

    def sync(self, alegra: FakeAlegra, **options: Any) -> list[dict[str, Any]]:
        states: list[dict[str, Any]] = []
        records = list(sync(alegra, self.state, self.now, on_checkpoint=states.append, **options))
        for record in records:
            self.rows[record["id"]] = record
        self.state = states[-1]
        return records

    def view(self) -> dict[int, Version]:
        return {
            int(identifier): (
                record["alegra"]["status"],
                record["invoice_date"],
                _number(record["total"]),
            )
            for identifier, record in self.rows.items()
            if record["status"] != "deleted"
        }


def _number(fragment: Any) -> int:
    return int(orjson.loads(orjson.dumps(fragment)))


def truth(alegra: FakeAlegra) -> dict[int, Version]:
    return {
        number: (row["status"], row["date"], row["total"]) for number, row in alegra.rows.items()
    }


def company(count: int, today: date) -> FakeAlegra:
    """Settled invoices, three a day up to today, and a few old ones still open."""
    rows = {
        number: invoice(
            number,
            today - DAY * ((count - number) // 3),
            "open" if number % 97 == 0 else "draft" if number % 211 == 0 else "closed",
        )
        for number in range(1, count + 1)
    }
    return FakeAlegra(rows)


def test_a_second_sync_without_changes_emits_nothing_and_keeps_the_request_bound() -> None:
    warehouse = Warehouse()
    alegra = company(3000, warehouse.now.date())
    first = warehouse.sync(alegra)
    assert len(first) == 3000
    warehouse.now += timedelta(hours=6)
    alegra.requests.clear()
    assert warehouse.sync(alegra) == []
    assert alegra.singles == []
    still_open = sum(row["status"] in ("draft", "open") for row in alegra.rows.values())
    recent = (warehouse.now - LOOKBACK * DAY).date().isoformat()
    window = sum(row["date"] >= recent for row in alegra.rows.values())
    assert len(alegra.requests) <= math.ceil(still_open / 30) + math.ceil(window / 30) + 4


def test_each_kind_of_change_is_caught_without_a_reconciliation() -> None:
    warehouse = Warehouse()
    today = warehouse.now.date()
    alegra = company(3000, today)
    warehouse.sync(alegra)
    warehouse.now += timedelta(hours=6)
    alegra.rows[3001] = invoice(3001, today, "draft")  # new
    alegra.rows[3002] = invoice(3002, today - 400 * DAY, "closed")  # back-dated new
    alegra.rows[97]["status"] = "closed"  # payment on an old open one
    alegra.rows[194]["status"] = "void"  # void of an old open one
    alegra.rows[211]["total"] = 7  # edit of an old draft
    del alegra.rows[422]  # deletion of a draft
    alegra.rows[2990]["total"] = 9  # edit of a recent settled one
    alegra.singles.clear()
    changed = {record["id"]: record["status"] for record in warehouse.sync(alegra)}
    assert changed.keys() == {"3001", "3002", "97", "194", "211", "422", "2990"}
    assert changed["422"] == "deleted"
    assert warehouse.view() == truth(alegra)
    assert sorted(alegra.singles) == ["194", "422", "97"]


def test_an_edit_and_a_deletion_of_old_settled_documents_wait_for_the_reconciliation() -> None:
    warehouse = Warehouse()
    alegra = company(3000, warehouse.now.date())
    warehouse.sync(alegra)
    alegra.rows[10]["total"] = 5
    del alegra.rows[20]
    warehouse.now += DAY
    assert warehouse.sync(alegra) == []
    warehouse.now += RECONCILIATION * DAY
    changed = {record["id"]: record["status"] for record in warehouse.sync(alegra)}
    assert changed["20"] == "deleted"
    assert "10" in changed
    assert warehouse.view() == truth(alegra)


def test_no_reconciliation_happens_when_it_is_turned_off() -> None:
    warehouse = Warehouse()
    alegra = company(300, warehouse.now.date())
    warehouse.sync(alegra, reconciliation_days=0)
    del alegra.rows[20]
    warehouse.now += 1000 * DAY
    warehouse.sync(alegra, reconciliation_days=0)
    assert 20 in warehouse.view()


def test_a_document_whose_date_is_moved_back_is_emitted_as_the_newest_version() -> None:
    warehouse = Warehouse()
    today = warehouse.now.date()
    alegra = company(300, today)
    before = {record["id"]: record for record in warehouse.sync(alegra)}
    alegra.rows[300]["date"] = (today - 900 * DAY).isoformat()
    warehouse.now += DAY
    (moved,) = warehouse.sync(alegra)
    assert moved["id"] == "300"
    assert moved["observed_at"] > before["300"]["observed_at"]
    assert warehouse.view() == truth(alegra)


def test_documents_before_the_start_date_are_neither_emitted_nor_reported_deleted() -> None:
    warehouse = Warehouse()
    today = warehouse.now.date()
    alegra = company(3000, today)
    since = today - 100 * DAY
    records = warehouse.sync(alegra, start_date=since)
    assert records
    assert min(record["invoice_date"] for record in records) >= since.isoformat()
    warehouse.now += (RECONCILIATION + 1) * DAY
    alegra.singles.clear()
    again = warehouse.sync(alegra, start_date=since)
    assert alegra.singles == []
    assert all(record["status"] != "deleted" for record in again)


def test_a_deleted_document_is_emitted_once() -> None:
    warehouse = Warehouse()
    alegra = company(300, warehouse.now.date())
    warehouse.sync(alegra)
    del alegra.rows[299]
    warehouse.now += DAY
    (gone,) = warehouse.sync(alegra)
    assert (gone["id"], gone["status"], gone["total"]) == ("299", "deleted", None)
    warehouse.now += DAY
    assert warehouse.sync(alegra) == []


class EvolvingCompany(RuleBasedStateMachine):
    """Random lives of a company, syncs and kills at random points: nothing is ever lost."""

    @initialize(count=st.integers(0, 150))
    def begin(self, count: int) -> None:
        self.warehouse = Warehouse()
        self.alegra = company(count, self.warehouse.now.date())
        self.highest = count
        self.unvouched: set[int] = set()
        self.synced: set[tuple[int, Version]] = set()

    def today(self) -> date:
        return self.warehouse.now.date()

    @rule(
        age=st.sampled_from([0, 0, 1, 40, 700]), status=st.sampled_from(["draft", "open", "closed"])
    )
    def create(self, age: int, status: str) -> None:
        self.highest += 1
        self.alegra.rows[self.highest] = invoice(self.highest, self.today() - age * DAY, status)

    @rule(pick=st.integers(0, 10**6), total=st.integers(1, 999))
    def edit(self, pick: int, total: int) -> None:
        self._picked(pick).update(total=total)

    @rule(pick=st.integers(0, 10**6), status=st.sampled_from(["open", "closed", "void"]))
    def move(self, pick: int, status: str) -> None:
        self._picked(pick).update(status=status)

    @rule(pick=st.integers(0, 10**6))
    def delete(self, pick: int) -> None:
        if self.alegra.rows:
            del self.alegra.rows[sorted(self.alegra.rows)[pick % len(self.alegra.rows)]]

    @rule(hours=st.integers(1, 24 * 9))
    def wait(self, hours: int) -> None:
        self.warehouse.now += timedelta(hours=hours)

    @rule()
    def sync(self) -> None:
        self.warehouse.now += timedelta(minutes=1)
        self.synced |= truth(self.alegra).items()
        self.warehouse.sync(self.alegra)

    @rule(records=st.integers(0, 60))
    def killed_sync(self, records: int) -> None:
        """The process dies after some records; the warehouse keeps them and the last state."""
        self.warehouse.now += timedelta(minutes=1)
        self.synced |= truth(self.alegra).items()
        states: list[dict[str, Any]] = []
        reading = sync(
            self.alegra,
            self.warehouse.state,
            self.warehouse.now,
            on_checkpoint=states.append,
        )
        since_state: set[int] = set()
        for record, _ in zip(reading, range(records), strict=False):
            if states:
                self.warehouse.state = states[-1]
                states.clear()
                since_state.clear()
            self.warehouse.rows[record["id"]] = record
            since_state.add(int(record["id"]))
        # No state knows of these yet: one that is deleted before the next sync was never known.
        self.unvouched |= since_state

    @rule()
    def reconcile_and_compare(self) -> None:
        # A reconciliation that was cut off may predate changes to documents that it had read
        # already, so it is brought to its end first.
        self.sync()
        self.warehouse.now += (RECONCILIATION + 1) * DAY
        self.warehouse.sync(self.alegra)
        known = self.warehouse.view()
        for number in self.unvouched - self.alegra.rows.keys():
            known.pop(number, None)
        assert known == truth(self.alegra)

    @invariant()
    def the_warehouse_holds_only_versions_that_alegra_had_at_a_sync(self) -> None:
        assert self.warehouse.view().items() <= self.synced

    def _picked(self, pick: int) -> dict[str, Any]:
        if not self.alegra.rows:
            return {}
        return self.alegra.rows[sorted(self.alegra.rows)[pick % len(self.alegra.rows)]]


EvolvingCompany.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestEvolvingCompany = EvolvingCompany.TestCase
