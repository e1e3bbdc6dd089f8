"""Which record of these books a record is, whatever asks and whatever happened since."""

from typing import Any

import pytest
from requests_mock import Mocker

from alegra_unified.registry import RESOURCES
from destination_alegra.catalog import WRITABLE

from .fake_books import FakeBooks
from .test_exactly_once import catalog, invoice, record, state, write, written

GENERIC = "XAXX010101000"
PAID = {"account": {"id": "1"}, "payment_method": "cash", "total_amount": 5}


@pytest.fixture
def books(requests_mock: Mocker) -> FakeBooks:
    books = FakeBooks()
    books.serve(requests_mock)
    return books


def by_external_id(*names: str, mode: str = "append_dedup") -> Any:
    return catalog(*names, mode=mode, key="external_id")


def rejections(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [it.getMessage() for it in caplog.records if it.getMessage().startswith("Rejected")]


def payment(number: int = 1, **changes: Any) -> dict[str, Any]:
    fields = {
        "external_id": f"payment-{number}",
        "customer": {"id": "7"},
        "transaction_date": "2026-11-03",
        "allocations": [{"id": "1"}],
        **PAID,
        **changes,
    }
    return record("payments", **{name: it for name, it in fields.items() if it is not None})


def journal(**changes: Any) -> dict[str, Any]:
    lines = [
        {"type": side, "total_amount": 10, "ledger_account": {"id": account}}
        for side, account in (("debit", "5"), ("credit", "6"))
    ]
    fields = {"external_id": "j-1", "posted_at": "2026-11-03", "line_items": lines, **changes}
    return record("journal_entries", **fields)


def debit_note(**changes: Any) -> dict[str, Any]:
    line = {"type": "expense_account", "ledger_account": {"id": "5"}, "unit_price": 1}
    return record(
        "bill_credit_notes",
        external_id="d-1",
        supplier={"id": "7"},
        line_items=[{**line, "quantity": 1}],
        **{"date_issued": "2026-11-03", **changes},
    )


class TestExternalIds:
    @pytest.mark.parametrize("mode", ["append", "append_dedup"])
    def test_a_customer_and_a_supplier_of_one_external_id_are_two_parties(
        self, books: FakeBooks, mode: str
    ) -> None:
        configured = by_external_id("customers", "suppliers", "invoices", mode=mode)
        lines = [
            record("customers", external_id="1", display_name="Ana"),
            record("suppliers", external_id="1", display_name="Bruno"),
            invoice(1, customer={"external_id": "1"}),
            state("invoices"),
        ]
        for _ in range(2):
            write(lines, configured)
        parties = {row["name"]: row for row in books.rows("contacts")}
        assert {name: row["type"] for name, row in parties.items()} == {
            "Ana": ["client"],
            "Bruno": ["provider"],
        }
        (made,) = books.rows("invoices")
        assert made["client"] == {"id": parties["Ana"]["id"]}

    def test_a_party_in_both_roles_bears_the_marker_of_one_of_them(self, books: FakeBooks) -> None:
        """The supplier 1 is who is a supplier alone, not the customer 1 who became one too."""
        marker = "[external_id:1]"
        both = ["client", "provider"]
        books.put("contacts", id=4, name="Ana", type=both, observations=marker)
        books.put("contacts", id=5, name="Bruno", type=["provider"], observations=marker)
        lines = [record("suppliers", external_id="1", display_name="Bruno S. A.")]
        write(lines, by_external_id("suppliers"))
        assert [row["name"] for row in books.rows("contacts")] == ["Ana", "Bruno S. A."]

    @pytest.mark.parametrize("mode", ["append", "append_dedup"])
    def test_the_marker_is_found_wherever_people_leave_it(
        self, books: FakeBooks, mode: str
    ) -> None:
        write([invoice(1)])
        (row,) = books.rows("invoices")
        row["observations"] = f"Urgente {row['observations']} revisado por Luis"
        write([invoice(1), state("invoices")], by_external_id("invoices", mode=mode))
        assert len(books.rows("invoices")) == 1

    def test_an_item_of_an_earlier_sync_is_named_by_id_code_or_name_and_the_rejection_says_so(
        self, books: FakeBooks, caplog: pytest.LogCaptureFixture
    ) -> None:
        item = record("invoice_items", external_id="i-1", name="Cosa", code="C1", unit_price=5)
        line = {"item": {"external_id": "i-1"}, "unit_price": 5, "quantity": 1}
        write([item, invoice(1, line_items=[line])], catalog("invoice_items", "invoices"))
        write([invoice(2, line_items=[line]), state("invoices")])
        assert written(books) == {"order-1": 1}
        (message,) = rejections(caplog)
        assert "Alegra keeps no external id of invoice_items" in message
        assert message.endswith("only found by id or code or name.")


class TestDates:
    """A document is the same one whatever becomes of its date and its status."""

    @pytest.mark.parametrize(
        ("first", "later", "path"),
        [
            (payment(), payment(transaction_date="2026-12-24"), "payments"),
            (payment(customer=None), payment(customer=None, transaction_date="2026-12-24"), None),
            (journal(), journal(posted_at="2026-12-24"), "journals"),
            (debit_note(), debit_note(date_issued="2026-12-24"), "debit-notes"),
        ],
        ids=["payment", "payment of nobody", "journal", "debit note"],
    )
    def test_a_document_whose_date_moves_later_is_changed_and_not_doubled(
        self, books: FakeBooks, first: dict[str, Any], later: dict[str, Any], path: str | None
    ) -> None:
        path = path or "payments"
        total = {"total": 1, "totalApplied": 0, "status": "open"}
        books.keep = lambda table, row: {**total, **row}
        configured = by_external_id(first["record"]["stream"])
        write([first], configured)
        write([later], configured)
        assert [row["date"] for row in books.rows(path)] == ["2026-12-24"]

    def test_a_settled_invoice_whose_date_moves_later_is_rejected_and_not_doubled(
        self, books: FakeBooks
    ) -> None:
        write([invoice(1)])
        books.rows("invoices")[0]["status"] = "closed"
        later = invoice(1, invoice_date="2026-12-24", due_date="2026-12-24")
        (answer,) = write([later, state("invoices")], by_external_id("invoices"))
        assert answer["state"]["destinationStats"]["rejectedRecordCount"] == 1
        assert len(books.rows("invoices")) == 1

    @pytest.mark.parametrize("honoured", [True, False], ids=["filtered", "filters ignored"])
    @pytest.mark.parametrize(
        ("first", "path"),
        [(payment(), "payments"), (journal(), "journals")],
        ids=["pay", "journal"],
    )
    def test_what_is_taken_back_needs_no_date(
        self, books: FakeBooks, first: dict[str, Any], path: str, honoured: bool
    ) -> None:
        stream = first["record"]["stream"]
        write([first], catalog(stream))
        if not honoured:
            books.filters = frozenset()
        deletion = record(stream, external_id=first["record"]["data"]["external_id"])
        write([deletion], by_external_id(stream, mode="soft_delete"))
        assert [row["status"] for row in books.rows(path)] == (
            ["void"] if path == "payments" else []
        )

    def test_what_is_changed_needs_no_date(self, books: FakeBooks) -> None:
        write([payment()], catalog("payments"))
        change = record("payments", external_id="payment-1", note="Abono")
        write([change], by_external_id("payments", mode="update"))
        assert books.rows("payments")[0]["observations"] == "Abono [external_id:payment-1]"

    @pytest.mark.parametrize("months", [1, 9])
    def test_where_a_list_ignores_the_order_by_date_nothing_is_doubled(
        self, books: FakeBooks, months: int
    ) -> None:
        books.sorts_by_date = False
        for number in range(100):
            day = f"2026-{1 + number % months:02d}-01"
            books.put("journals", date=day, observations=None, status="open")
        for _ in range(2):
            write([journal()], catalog("journal_entries"))
        assert written(books, "journals") == {None: 100, "j-1": 1}

    def test_an_ignored_status_filter_gives_the_whole_list_which_is_read(
        self, books: FakeBooks
    ) -> None:
        write([invoice(1)])
        books.rows("invoices")[0].update(date="2020-01-01", status="draft")
        for number in range(2, 50):
            books.put("invoices", id=number, date="2021-01-01", status="closed")
        books.filters = frozenset()
        write([invoice(1)])
        assert written(books)["order-1"] == 1

    def test_a_new_customers_documents_are_not_looked_for(self, books: FakeBooks) -> None:
        """Each of them would cost a request, and none can be there."""
        lines = [
            line
            for number in range(20)
            for line in (
                record("customers", external_id=f"c-{number}", display_name=f"Ana {number}"),
                invoice(number, customer={"external_id": f"c-{number}"}),
            )
        ]
        write(lines, by_external_id("customers", "invoices"))
        assert len(books.rows("invoices")) == 20
        assert books.asked.count("invoices") <= 4


class TestSettled:
    """First which record it is, then whether it is the same, then whether it may be changed."""

    @pytest.mark.parametrize("mode", ["append", "append_dedup"])
    def test_a_payment_comes_again_after_it_settled_its_invoice(
        self, books: FakeBooks, mode: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        lines = [
            invoice(1, customer={"id": "7"}),
            payment(allocations=[{"external_id": "order-1", "amount": 5}]),
        ]
        books.keep = lambda path, row: {**row, "amount": 5} if path == "payments" else row
        write(lines, catalog("invoices", "payments"))
        books.rows("invoices")[0]["status"] = "closed"
        books.sent.clear()
        (answer,) = write([lines[1], state("payments")], by_external_id("payments", mode=mode))
        assert rejections(caplog) == []
        assert answer["state"]["destinationStats"] == {"recordCount": 1, "rejectedRecordCount": 0}
        assert books.sent == []

    def test_a_new_payment_finds_an_invoice_that_was_settled(self, books: FakeBooks) -> None:
        write([invoice(1, customer={"id": "7"})])
        books.rows("invoices")[0].update(status="closed", date="2020-01-01")
        write([payment(allocations=[{"external_id": "order-1"}])], catalog("payments"))
        assert books.rows("payments")[0]["invoices"][0]["id"] == books.rows("invoices")[0]["id"]

    @pytest.mark.parametrize(
        "settled",
        [{"status": "open"}, {"status": "open", "stamp": {"uuid": "x"}}, {"status": "closed"}],
    )
    def test_an_unchanged_invoice_that_a_person_opened_or_stamped_is_there(
        self, books: FakeBooks, settled: dict[str, Any], caplog: pytest.LogCaptureFixture
    ) -> None:
        write([invoice(1)])
        books.rows("invoices")[0].update(settled)
        books.sent.clear()
        write([invoice(1), state("invoices")], by_external_id("invoices"))
        assert (rejections(caplog), books.sent) == ([], [])

    def test_what_is_there_may_lack_what_a_creation_requires(self, books: FakeBooks) -> None:
        write([invoice(1)])
        books.sent.clear()
        lines = [record("invoices", external_id="order-1", customer_memo="Gracias")]
        write(lines, by_external_id("invoices"))
        assert [method for method, _, _ in books.sent] == ["PUT"]
        (row,) = books.rows("invoices")
        assert (row["anotation"], row["dueDate"]) == ("Gracias", "2026-12-03")


class TestNaturalKeys:
    def test_parties_of_a_number_that_many_share_are_told_apart_by_name(
        self, books: FakeBooks, caplog: pytest.LogCaptureFixture
    ) -> None:
        books.put("contacts", id=3, name="Luis", type=["client"], identification=GENERIC)
        lines = [
            record("customers", external_id="c-1", display_name="Ana", tax_number=GENERIC),
            record("customers", external_id="c-2", display_name="luis", tax_number=GENERIC),
            invoice(1, customer={"tax_number": GENERIC}),
            invoice(2, customer={"tax_number": GENERIC, "display_name": "Ana"}),
            state("invoices"),
        ]
        for _ in range(2):
            write(lines, catalog("customers", "invoices"))
        assert sorted(row["name"] for row in books.rows("contacts")) == ["Ana", "Luis"]
        (made,) = books.rows("invoices")
        assert made["client"] == {"id": "4"}
        message, _ = rejections(caplog)
        assert "is a number that many share; name the record by id or external_id" in message

    @pytest.mark.parametrize("mode", ["append", "append_dedup"])
    def test_a_second_external_id_with_a_tax_number_is_rejected_and_overwrites_nobody(
        self, books: FakeBooks, mode: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        number = "AAA010101AAA"
        lines = [
            record("customers", external_id="c-1", display_name="Ana", tax_number=number),
            record("customers", external_id="c-2", display_name="Luis", tax_number=number),
        ]
        for _ in range(2):
            write([*lines, state("customers")], by_external_id("customers", mode=mode))
        assert [row["name"] for row in books.rows("contacts")] == ["Ana"]
        assert {
            "record c-2, field tax_number: is that of a record with another" in it
            for it in rejections(caplog)
        } == {True}

    def test_several_of_one_key_are_told_apart_by_name_or_not_at_all(
        self, books: FakeBooks, caplog: pytest.LogCaptureFixture
    ) -> None:
        number = "AAA010101AAA"
        for name in ("Ana", "Luis"):
            books.put("contacts", name=name, type=["client"], identification=number)
        lines = [
            invoice(1, customer={"tax_number": number}),
            invoice(2, customer={"tax_number": number, "display_name": "Luis"}),
            state("invoices"),
        ]
        write(lines)
        assert [row["client"] for row in books.rows("invoices")] == [{"id": "2"}]
        (message,) = rejections(caplog)
        assert "several customers in Alegra have this tax_number" in message

    def test_a_contact_that_is_there_without_a_marker_is_adopted_with_its_next_change(
        self, books: FakeBooks
    ) -> None:
        books.put(
            "contacts",
            name="Ana",
            type=["client"],
            identification="AAA010101AAA",
            observations="VIP: call before delivery",
        )
        customer = record(
            "customers", external_id="c-1", tax_number="AAA010101AAA", display_name="Ana B."
        )
        write([customer], by_external_id("customers"))
        (row,) = books.rows("contacts")
        assert row["observations"] == "VIP: call before delivery [external_id:c-1]"

    def test_a_supplier_that_is_there_as_a_customer_becomes_one_or_is_rejected(
        self, books: FakeBooks, caplog: pytest.LogCaptureFixture
    ) -> None:
        number = "AAA010101AAA"
        customer = record("customers", external_id="c-1", display_name="Ana", tax_number=number)
        write([customer], catalog("customers"))
        supplier = record("suppliers", external_id="s-1", display_name="Ana", tax_number=number)
        write([supplier, state("suppliers")], catalog("suppliers"))
        assert len(rejections(caplog)) == 1
        for _ in range(2):
            write([supplier, customer], by_external_id("suppliers", "customers"))
        (row,) = books.rows("contacts")
        assert row["type"] == ["client", "provider"]
        assert row["observations"] == "[external_id:c-1]"
        assert [method for method, _, _ in books.sent] == ["POST", "PUT"]


class TestOwnIds:
    @pytest.mark.parametrize("notes", [None, "VIP: call before delivery"])
    def test_an_update_by_alegras_own_id_adds_no_marker(
        self, books: FakeBooks, notes: str | None
    ) -> None:
        books.put("contacts", id=6, name="Ana", type=["client"], observations=notes)
        change = record(
            "customers", id="6", external_id="9", emails=[{"email": "a@x.mx", "type": "primary"}]
        )
        write([change], catalog("customers", mode="update", key="id"))
        (row,) = books.rows("contacts")
        assert (row["email"], row.get("observations")) == ("a@x.mx", notes)

    @pytest.mark.parametrize(
        "hostile",
        ["../contacts/6", "6?x=1", "a/b", "%2e%2e", "", "6 6", "ñandú", "..", "6#", "6;", "x" * 99],
    )
    @pytest.mark.parametrize("mode", ["update", "soft_delete", "append_dedup"])
    @pytest.mark.parametrize("name", WRITABLE)
    def test_a_hostile_id_reaches_no_other_record(
        self, books: FakeBooks, name: str, mode: str, hostile: str
    ) -> None:
        own = RESOURCES[name].listing.path.strip("/")
        for path in {"contacts", own}:
            books.put(path, id=6, name="Ana", type=["client"], status="open")
        before = {path: dict(table) for path, table in books.tables.items()}
        configured = catalog(name, mode=mode, key="id")
        (answer,) = write([record(name, id=hostile), state(name)], configured)
        assert answer["state"]["destinationStats"]["recordCount"] == 1
        assert books.sent == []
        assert books.tables == before
        assert set(books.paths) <= {"company", own}

    def test_hostile_ids_in_links_are_refused(self, books: FakeBooks) -> None:
        lines = [invoice(1, customer={"id": "../items/1"}), state("invoices")]
        (answer,) = write(lines, by_external_id("invoices"))
        assert answer["state"]["destinationStats"]["rejectedRecordCount"] == 1
        assert books.asked == ["company"]


class TestTakenBack:
    def test_what_is_taken_back_and_comes_again_in_one_sync_is_written_again(
        self, books: FakeBooks
    ) -> None:
        write([invoice(1)])
        (first,) = books.rows("invoices")
        streams = [
            *by_external_id("gone", mode="soft_delete").streams,
            *catalog("invoices").streams,
        ]
        configured = catalog("invoices")
        configured.streams = streams
        lines = [record("gone", external_id="order-1"), invoice(1), state("invoices")]
        write(lines, configured, object_mapping={"gone": "invoices"})
        (second,) = books.rows("invoices")
        assert written(books) == {"order-1": 1}
        assert [method for method, _, _ in books.sent] == ["POST", "DELETE", "POST"]
        assert first is not second

    def test_a_customer_that_is_a_supplier_too_is_not_taken_back(
        self, books: FakeBooks, caplog: pytest.LogCaptureFixture
    ) -> None:
        books.put("contacts", id=6, name="Ana", type=["client", "provider"])
        configured = catalog("customers", mode="soft_delete", key="id")
        write([record("customers", id="6"), state("customers")], configured)
        assert books.sent == []
        (message,) = rejections(caplog)
        assert "is among suppliers as well" in message
