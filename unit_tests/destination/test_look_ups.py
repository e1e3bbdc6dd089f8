"""Look-ups: what their answers prove, and what is read where they prove nothing."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from requests_mock import Mocker

from .fake_books import FILTERS, FakeBooks
from .test_exactly_once import catalog, each_once, invoice, record, state, write, written

OUTCOMES = ("honoured", "ignored", "blind", "bare", "refused")
"""What Alegra may make of a filter."""


@pytest.fixture
def books(requests_mock: Mocker) -> FakeBooks:
    """A company in which each list has several pages."""
    books = FakeBooks()
    for number in range(1, 101):
        # Each third contact has no number, the newest ones among them.
        taxed = {"identification": f"90{number:04d}"} if number % 3 else {}
        books.put("contacts", id=number, name=f"Ana {number}", type=["client"], **taxed)
        books.put("items", id=number, name=f"Cosa {number}", reference=f"C{number}")
        document = {"date": f"2025-01-{1 + number % 28:02d}", "client": {"id": str(number)}}
        books.put("invoices", **document, status="closed", observations="Urgente")
        books.put("payments", **document, type="in", status="open", observations=None)
        books.put("journals", date=document["date"], status="open", observations="Ajuste anual")
    books.serve(requests_mock)
    return books


def switch(books: FakeBooks, parameter: str, outcome: str) -> None:
    if outcome != "honoured":
        books.filters = FILTERS - {parameter}
    if outcome == "blind":
        books.blind = frozenset({parameter})
    if outcome == "bare":
        books.bare = frozenset({parameter})
    if outcome == "refused":
        books.refused = frozenset({parameter})


def by_external_id(*streams: str, mode: str) -> Any:
    return catalog(*streams, mode=mode, key="external_id")


def customer(number: int, **changes: Any) -> dict[str, Any]:
    named = {"display_name": f"Nueva {number}", "tax_number": f"NIT{number}"}
    return record("customers", **{"external_id": f"order-{number}", **named, **changes})


def order(number: int, **changes: Any) -> dict[str, Any]:
    line = {"item": {"code": f"C{number}"}, "unit_price": 5, "quantity": 1}
    named = {"tax_number": f"90{number:04d}"}
    return invoice(number, **{"customer": named, "line_items": [line], **changes})


def journal(number: int, day: str) -> dict[str, Any]:
    lines = [
        {"type": side, "total_amount": 5, "ledger_account": {"id": place}}
        for side, place in (("debit", "1"), ("credit", "2"))
    ]
    named = {"external_id": f"order-{number}", "posted_at": day, "memo": "Ajuste"}
    return record("journal_entries", **named, line_items=lines)


@pytest.mark.parametrize("mode", ["append", "append_dedup"])
@pytest.mark.parametrize("outcome", OUTCOMES)
class TestEveryAnswerToAFilter:
    """Each record once, and none rejected, whatever becomes of the filter."""

    def write_twice(self, lines: list[dict[str, Any]], configured: Any) -> None:
        for _ in range(2):
            (answer,) = write([*lines, state(lines[0]["record"]["stream"])], configured)
            assert answer["state"]["destinationStats"]["rejectedRecordCount"] == 0

    def test_contacts_by_tax_number(self, books: FakeBooks, outcome: str, mode: str) -> None:
        switch(books, "identification", outcome)
        lines = [customer(number) for number in range(3)]
        self.write_twice(lines, by_external_id("customers", mode=mode))
        assert written(books, "contacts") == each_once(3) + Counter({None: 100})

    def test_items_by_code(self, books: FakeBooks, outcome: str, mode: str) -> None:
        switch(books, "reference", outcome)
        lines = [
            record("invoice_items", external_id="a", name="Nueva", code="NEW-1", unit_price=5),
            record("invoice_items", external_id="b", name="Otra", code="C7", unit_price=5),
        ]
        self.write_twice(lines, catalog("invoice_items"))
        codes = Counter(row["reference"] for row in books.rows("items"))
        assert codes == Counter(["NEW-1", *(f"C{number}" for number in range(1, 101))])

    @pytest.mark.parametrize("parameter", ["client_id", "identification", "reference", "status"])
    def test_invoices_by_party(
        self, books: FakeBooks, outcome: str, mode: str, parameter: str
    ) -> None:
        switch(books, parameter, outcome)
        lines = [order(number) for number in (1, 2, 4)]
        configured = by_external_id("invoices", mode=mode)
        self.write_twice(lines, configured)
        made = Counter({it: 1 for it in ("order-1", "order-2", "order-4")})
        assert written(books) == made + Counter({None: 100})
        clients = [row["client"]["id"] for row in books.rows("invoices")[100:]]
        assert clients == ["1", "2", "4"]

    @pytest.mark.parametrize("day", ["2026-11-03", "2024-01-01"])
    def test_journals_by_notes(self, books: FakeBooks, outcome: str, mode: str, day: str) -> None:
        switch(books, "observations", outcome)
        lines = [journal(number, day) for number in range(2)]
        self.write_twice(lines, by_external_id("journal_entries", mode=mode))
        assert written(books, "journals") == each_once(2) + Counter({None: 100})

    def test_settled_invoices_of_payments(self, books: FakeBooks, outcome: str, mode: str) -> None:
        write([order(1)])
        books.rows("invoices")[-1].update(status="closed", date="2020-01-01")
        switch(books, "client_id", outcome)
        payment = record(
            "payments",
            external_id="order-0",
            transaction_date="2026-11-03",
            customer={"tax_number": "900001"},
            account={"id": "1"},
            allocations=[{"external_id": "order-1", "amount": 5}],
        )
        books.keep = lambda path, row: {**row, "amount": 5} if path == "payments" else row
        self.write_twice([payment], by_external_id("payments", mode=mode))
        assert written(books, "payments") == each_once(1) + Counter({None: 100})
        assert books.rows("payments")[-1]["invoices"][0]["id"] == books.rows("invoices")[-1]["id"]


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("fault", ["500", "early"])
def test_what_was_created_unseen_is_found_by_a_look_up_too(
    books: FakeBooks, outcome: str, fault: str
) -> None:
    """An invoice of a customer that this sync created, both with unknown outcome."""
    switch(books, "client_id", outcome)
    books.fault = lambda method, path, number: fault if number < 3 else None
    lines = [customer(7), order(7, customer={"external_id": "order-7"}), state("invoices")]
    write(lines, catalog("customers", "invoices"))
    assert written(books, "contacts")["order-7"] == 1
    assert written(books)["order-7"] == 1


@pytest.mark.parametrize("shown", ["900123456-7", "900.123.456-7"])
@pytest.mark.parametrize(
    "column",
    [
        lambda number: number,
        lambda number: number.replace(".", "").replace("-", ""),
        lambda number: number.replace(".", "").partition("-")[0],
    ],
    ids=["as shown", "without separators", "without check digit"],
)
def test_a_number_that_alegra_keeps_in_another_form_makes_no_second_contact(
    books: FakeBooks, shown: str, column: Callable[[str], str]
) -> None:
    books.searched = column
    for _ in range(2):
        write([customer(1, tax_number=shown)], catalog("customers"))
    assert written(books, "contacts")["order-1"] == 1


def test_a_bare_empty_answer_is_no_proof(books: FakeBooks) -> None:
    """A failure may look like that, where the filter works otherwise."""
    for number in (1, 2):
        books.rows("contacts")[number - 1]["observations"] = f"[external_id:order-{number}]"
    books.bare_values = frozenset({"900002"})
    lines = [customer(number, tax_number=f"90000{number}") for number in (1, 2)]
    write(lines, catalog("customers"))
    assert written(books, "contacts")["order-2"] == 1


def test_a_customer_whose_tax_number_changed_is_changed_and_not_doubled(books: FakeBooks) -> None:
    configured = by_external_id("customers", mode="append_dedup")
    write([customer(1)], configured)
    write([customer(1, tax_number="NIT99")], configured)
    assert written(books, "contacts")["order-1"] == 1
    assert books.rows("contacts")[-1]["identification"] == "NIT99"


def test_two_contacts_of_one_number_are_both_found(
    books: FakeBooks, caplog: pytest.LogCaptureFixture
) -> None:
    books.put("contacts", name="Otra", type=["client"], identification="900001")
    write([order(1), state("invoices")])
    assert "several customers in Alegra have this tax_number" in caplog.text
    assert books.sent == []


def test_a_part_of_a_number_is_not_the_number(books: FakeBooks) -> None:
    """``identification`` finds what contains it (docs: alegra-api 3.1)."""
    write([customer(1, tax_number="0001"), state("customers")], catalog("customers"))
    assert written(books, "contacts")["order-1"] == 1


class TestCost:
    """Requests, which do not grow with the company."""

    def asked(self, books: FakeBooks, *lines: dict[str, Any], **config: Any) -> int:
        books.asked.clear()
        write([*lines, state("invoices")], **config)
        return len(books.asked)

    def test_one_invoice(self, books: FakeBooks) -> None:
        """The company, the contact, its invoices, the item."""
        assert self.asked(books, order(1)) == 4

    def test_a_customer_named_by_external_id_is_found_by_the_tax_number_beside_it(
        self, books: FakeBooks
    ) -> None:
        books.rows("contacts")[0]["observations"] = "[external_id:c-1]"
        named = {"external_id": "c-1", "tax_number": "900001"}
        assert self.asked(books, order(1, customer=named)) == 4
        assert books.rows("invoices")[-1]["client"] == {"id": "1"}

    def test_a_contact_without_documents_costs_two_more(self, books: FakeBooks) -> None:
        """A page of invoices, and a look-up of one that stands there."""
        books.put("contacts", id=200, name="Eva", type=["client"], identification="9777")
        assert self.asked(books, order(1, customer={"tax_number": "9777"})) == 4 + 2

    def test_a_few_invoices_cost_a_size_of_each_list_more(self, books: FakeBooks) -> None:
        for number in range(101, 401):
            taxed = {"identification": f"90{number:04d}", "type": ["client"]}
            books.put("contacts", id=number, name=f"Ana {number}", **taxed)
            books.put("items", id=number, name=f"Cosa {number}", reference=f"C{number}")
            books.put("invoices", date="2025-01-01", status="open", client={"id": str(number)})
        numbers = (101, 202, 203, 304, 305)
        assert self.asked(books, *map(order, numbers)) == 1 + 3 * (1 + 5)

    def test_a_walk_in_customers_invoices_are_looked_for_by_date(self, books: FakeBooks) -> None:
        for number in range(500):
            document = {"date": f"2025-01-{1 + number % 28:02d}", "client": {"id": "1"}}
            books.put("invoices", **document, status="closed")
        books.put("invoices", date="2026-11-03", status="closed", observations="[external_id:x]")
        write([order(1, external_id="x")])
        assert written(books)["x"] == 1
        # Its first page, and one each of drafts, open ones and those of the day.
        assert books.asked.count("invoices") == 1 + 3

    def test_many_small_states_turn_to_the_lists(self, books: FakeBooks) -> None:
        lines = [
            line
            for number in range(100)
            if number % 3
            for line in (order(number), state("invoices", at=number))
        ]
        write(lines)
        # Four pages each, at most twice over.
        for path in ("contacts", "items"):
            assert books.asked.count(path) <= 2 * 4, path
        made = Counter(f"order-{number}" for number in range(100) if number % 3)
        assert written(books) == made + Counter({None: 100})

    def test_an_ignored_filter_is_tried_once(self, books: FakeBooks) -> None:
        books.filters = FILTERS - {"identification"}
        lines = (it for number in (1, 2, 4) for it in (order(number), state("invoices")))
        write(lines)
        assert books.asked.count("contacts") == 1 + 4

    @pytest.mark.parametrize("dry_run", [False, True])
    def test_the_plan_is_told(
        self, books: FakeBooks, caplog: pytest.LogCaptureFixture, dry_run: bool
    ) -> None:
        with caplog.at_level("INFO", logger="airbyte"):
            write([order(1), order(2), state("invoices")], dry_run=dry_run)
        assert "Stream customers: 2 look-ups instead of 4 pages." in caplog.text
        assert "Stream invoices: 2 look-ups instead of 3 pages." in caplog.text


def test_what_a_list_that_is_not_proved_whole_lacks_is_looked_up_as_well(
    requests_mock: Mocker,
) -> None:
    """Changes without a date, which the whole list is the cheapest way to."""
    books = FakeBooks()
    books.serve(requests_mock)
    write([journal(number, "2026-11-03") for number in range(5)], catalog("journal_entries"))
    books.hidden = frozenset({"3"})
    changes = [
        record("journal_entries", external_id=f"order-{number}", memo="Otra") for number in range(5)
    ]
    configured = by_external_id("journal_entries", mode="append_dedup")
    (answer,) = write([*changes, state("journal_entries")], configured)
    assert answer["state"]["destinationStats"]["rejectedRecordCount"] == 0
    assert written(books, "journals") == each_once(5)


def test_a_document_given_to_another_customer_is_found_when_it_is_appended_again(
    books: FakeBooks,
) -> None:
    orders = [order(number) for number in (1, 2)]
    write(orders)
    moved = next(it for it in books.rows("invoices") if "order-1]" in str(it["observations"]))
    moved["client"] = {"id": "50"}
    write(orders)
    assert written(books)["order-1"] == 1
