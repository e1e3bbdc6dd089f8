"""Old open documents between two readings of all of them: what is caught, at what price."""

from datetime import timedelta
from typing import Any

import pytest

from alegra_api.errors import AccountError
from alegra_api.page import PAGE_SIZE, Page

from ..alegra_api.fake_alegra import FakeAlegra
from .test_change_capture import DAY, LOOKBACK, Warehouse, invoice, sync, truth

HOUR = timedelta(hours=1)
OPEN, SETTLED, RECENT = 150, 600, 45
HEADS = 3
"""The list itself, payments, credit notes."""


class Books(FakeAlegra):
    """Old invoices, of which each fifth is open, recent ones, and what settles them."""

    def __init__(self, warehouse: Warehouse) -> None:
        today = warehouse.now.date()
        old = today - (LOOKBACK + 100) * DAY
        count = OPEN + SETTLED + RECENT
        super().__init__(
            {
                number: invoice(number, today)
                if number > OPEN + SETTLED
                else invoice(number, old, "closed" if number % 5 else "open")
                for number in range(1, count + 1)
            }
        )
        self.payments = FakeAlegra({number: self._payment(number) for number in range(1, 41)})
        self.credit_notes = FakeAlegra({})
        self.beside = {"/payments": self.payments, "/credit-notes": self.credit_notes}

    @property
    def cost(self) -> int:
        """Requests since the last sync of ours."""
        return len(self.requests) + len(self.singles) + sum(map(_requests, self.beside.values()))

    def forget_requests(self) -> None:
        for lists in (self, *self.beside.values()):
            lists.requests.clear()
        self.singles.clear()

    def pay(self, number: int, amount: int) -> None:
        """A payment is recorded on an invoice."""
        row = self.rows[number]
        row["balance"] -= amount
        row["totalPaid"] = row.get("totalPaid", 0) + amount
        if row["balance"] == 0:
            row["status"] = "closed"
        made = max(self.payments.rows) + 1
        self.payments.rows[made] = self._payment(made, number)

    def _payment(self, number: int, *invoices: int) -> dict[str, Any]:
        return {
            "id": str(number),
            "date": "2026-06-01",
            "status": "open",
            "invoices": [{"id": str(it), "amount": 1} for it in invoices],
        }


def _requests(alegra: FakeAlegra) -> int:
    return len(alegra.requests)


@pytest.fixture
def warehouse() -> Warehouse:
    return Warehouse()


@pytest.fixture
def books(warehouse: Warehouse) -> Books:
    """They were read an hour ago."""
    books = Books(warehouse)
    warehouse.sync(books)
    warehouse.now += HOUR
    books.forget_requests()
    return books


def numbers(records: list[dict[str, Any]]) -> list[int]:
    return sorted(int(record["id"]) for record in records)


def test_a_sync_without_changes_asks_for_heads_and_numbers(
    warehouse: Warehouse, books: Books
) -> None:
    assert warehouse.sync(books) == []
    window, statuses = 2, 2
    assert books.cost == HEADS + window + statuses


def test_a_payment_on_an_old_open_invoice_brings_its_new_balance_in_the_next_sync(
    warehouse: Warehouse, books: Books
) -> None:
    books.pay(100, 30)
    (record,) = warehouse.sync(books)
    assert (record["id"], record["status"]) == ("100", "partially_paid")
    assert books.singles == ["100"]
    assert books.cost == HEADS + 2 + 2 + 1
    books.pay(100, 70)
    warehouse.now += HOUR
    (record,) = warehouse.sync(books)
    assert (record["id"], record["status"]) == ("100", "paid")
    warehouse.now += HOUR
    assert warehouse.sync(books) == []


def test_a_credit_note_names_its_invoices_as_well(warehouse: Warehouse, books: Books) -> None:
    books.rows[100]["balance"] = 40
    note = {"id": "1", "date": "2026-06-01", "status": "closed", "invoices": [{"id": "100"}]}
    books.credit_notes.rows[1] = note
    assert numbers(warehouse.sync(books)) == [100]
    assert books.singles == ["100"]


def test_payments_on_more_invoices_than_pages_have_all_open_ones_read(
    warehouse: Warehouse, books: Books
) -> None:
    paid = [number for number in books.rows if number % 50 == 0 and number <= OPEN + SETTLED]
    for number in paid:
        books.pay(number, 1)
    assert len(paid) > OPEN / PAGE_SIZE
    assert numbers(warehouse.sync(books)) == paid
    assert books.singles == []


def test_payments_that_fill_more_than_a_page_are_all_seen(
    warehouse: Warehouse, books: Books
) -> None:
    for _ in range(PAGE_SIZE * 2):
        books.pay(100, 1)
    books.pay(105, 1)
    assert numbers(warehouse.sync(books)) == [100, 105]


@pytest.mark.parametrize("change", ["void", "deletion", "opening", "balance_written_off"])
def test_what_changes_the_number_of_open_invoices_is_caught_by_the_next_sync(
    warehouse: Warehouse, books: Books, change: str
) -> None:
    if change == "deletion":
        del books.rows[100]
    elif change == "opening":
        books.rows[101].update(status="open", balance=100)
    else:
        books.rows[100].update(status="void" if change == "void" else "closed")
    (record,) = warehouse.sync(books)
    assert record["id"] == ("101" if change == "opening" else "100")
    assert warehouse.view() == truth(books)


def test_an_edit_in_place_of_an_old_open_invoice_waits_for_the_reading_of_all(
    warehouse: Warehouse, books: Books
) -> None:
    books.rows[100]["total"] = 7
    assert warehouse.sync(books) == []
    warehouse.now += 11 * HOUR
    assert numbers(warehouse.sync(books)) == [100]
    assert warehouse.view() == truth(books)


def test_an_edit_in_place_is_caught_by_the_next_sync_where_all_are_read_each_time(
    warehouse: Warehouse, books: Books
) -> None:
    books.rows[100]["total"] = 7
    assert numbers(warehouse.sync(books, open_hours=0)) == [100]


def test_edits_of_a_page_of_newest_open_invoices_come_with_their_number(
    warehouse: Warehouse, books: Books
) -> None:
    books.rows[OPEN + SETTLED]["total"] = 7
    assert numbers(warehouse.sync(books)) == [OPEN + SETTLED]


def test_a_recent_invoice_that_is_deleted_is_looked_up_alone(
    warehouse: Warehouse, books: Books
) -> None:
    del books.rows[OPEN + SETTLED + 10]
    (record,) = warehouse.sync(books)
    assert record["status"] == "deleted"
    assert books.singles == [record["id"]]
    assert books.cost == HEADS + 1 + 2 + 2


def _ignore_status(books: Books) -> None:
    books.filters_by_status = False


def _count_nothing(books: FakeAlegra) -> None:
    books.counts = False


def _sort_payments_by_nothing(books: Books) -> None:
    books.payments.sorts_by_id = False


def _refuse_payments(books: Books) -> None:
    def page(path: str, parameters: Any) -> Page:
        raise AccountError("This user may not read payments.")

    books.payments.page = page  # type: ignore[method-assign]


@pytest.mark.parametrize("refusal", [_ignore_status, _sort_payments_by_nothing, _refuse_payments])
def test_what_can_not_be_told_is_read_as_before(
    warehouse: Warehouse, books: Books, refusal: Any
) -> None:
    refusal(books)
    for number in (100, 105, 110):
        warehouse.now += HOUR
        books.pay(number, 3)
        books.rows[number + 100]["total"] = 7
        assert numbers(warehouse.sync(books)) == [number, number + 100]


def test_a_payment_is_seen_where_nothing_is_counted(warehouse: Warehouse, books: Books) -> None:
    _count_nothing(books)
    _count_nothing(books.payments)
    books.pay(100, 100)
    assert numbers(warehouse.sync(books)) == [100]
    assert books.singles == ["100"]


def test_what_changes_while_nothing_is_counted_waits_for_the_reading_of_all(
    warehouse: Warehouse, books: Books
) -> None:
    _count_nothing(books)
    books.rows[100]["status"] = "void"
    assert warehouse.sync(books) == []
    warehouse.now += 11 * HOUR
    assert numbers(warehouse.sync(books)) == [100]


def test_new_payments_that_the_order_of_their_list_hides_are_counted(
    warehouse: Warehouse, books: Books
) -> None:
    """UUIDs sorted as text stand before all numbers, so that they are not on the newest page."""
    books.pay(100, 30)
    made = max(books.payments.rows)
    hidden = books.payments.rows.pop(made)
    books.payments.rows = {0: {**hidden, "id": "0"}, **books.payments.rows}
    assert numbers(warehouse.sync(books)) == [100]


def test_a_payment_recorded_while_the_first_reading_was_cut_off_is_seen(
    warehouse: Warehouse,
) -> None:
    books = Books(warehouse)

    def fail(number: int) -> None:
        if number == 20:
            raise ConnectionError

    states: list[dict[str, Any]] = []
    books.before_request = fail
    with pytest.raises(ConnectionError):
        list(sync(books, {}, warehouse.now, on_checkpoint=states.append))
    warehouse.state = states[-1]
    books.before_request = lambda number: None
    books.pay(5, 30)
    warehouse.now += HOUR
    warehouse.sync(books)
    warehouse.now += HOUR
    books.forget_requests()
    assert numbers(warehouse.sync(books)) == [5]
    assert books.singles == ["5"]
