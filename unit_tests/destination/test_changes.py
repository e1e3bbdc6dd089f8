"""The books change by exactly what a record says, and where they did not, that is told."""

from typing import Any

import pytest
from requests_mock import Mocker

from .fake_books import FakeBooks
from .test_exactly_once import STAMP, catalog, invoice, record, state, write

DEDUP = catalog("invoices", mode="append_dedup", key="external_id")


@pytest.fixture
def books(requests_mock: Mocker) -> FakeBooks:
    books = FakeBooks()
    books.put("items", id=1, name="Cosa", productKey="01010101")
    books.serve(requests_mock)
    return books


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [it.getMessage() for it in caplog.records if it.getMessage().startswith("Written, but")]


def methods(books: FakeBooks) -> list[str]:
    return [method for method, _, _ in books.sent]


def forgetful(field: str) -> Any:
    """Alegra that does not take a field."""
    return lambda path, row: {key: it for key, it in row.items() if key != field}


@pytest.mark.parametrize("answers_whole", [True, False], ids=["told", "read"])
def test_a_named_field_that_alegra_did_not_take_is_told_without_its_value(
    books: FakeBooks, caplog: pytest.LogCaptureFixture, answers_whole: bool
) -> None:
    books.keep, books.answers_whole = forgetful("anotation"), answers_whole
    with caplog.at_level("INFO", logger="airbyte"):
        (answer,) = write([invoice(1, customer_memo="Secreto"), state("invoices")])
    assert told(caplog) == [
        "Written, but: stream invoices, record order-1, field customer_memo: was not taken: "
        "Alegra holds another value."
    ]
    assert "Secreto" not in caplog.text
    assert "1 written (1 with differences), 0 there already, 0 rejected" in caplog.text
    assert answer["state"]["destinationStats"] == {
        "recordCount": 1,
        "rejectedRecordCount": 0,
        "additionalStats": {"writtenWithDifferencesCount": 1},
    }


def test_a_named_field_that_a_change_did_not_take_is_told(
    books: FakeBooks, caplog: pytest.LogCaptureFixture
) -> None:
    write([invoice(1)])
    books.keep = lambda path, row: {**row, "dueDate": "2026-12-03"}
    write([invoice(1, due_date="2027-01-01")], DEDUP)
    (message,) = told(caplog)
    assert "field due_date: was not taken" in message


@pytest.mark.parametrize("answers_whole", [True, False], ids=["told", "read"])
def test_a_field_that_moved_although_nobody_named_it_is_told(
    books: FakeBooks, caplog: pytest.LogCaptureFixture, answers_whole: bool
) -> None:
    write([invoice(1, customer_memo="Gracias")])
    books.keep, books.answers_whole = forgetful("anotation"), answers_whole
    write([invoice(1, due_date="2027-01-01")], DEDUP)
    (message,) = told(caplog)
    assert "field customer_memo: changed, although the record does not name it" in message


def test_a_change_whose_answer_got_lost_is_compared_with_what_stood_there_before(
    books: FakeBooks, caplog: pytest.LogCaptureFixture
) -> None:
    write([invoice(1, customer_memo="Gracias")])
    books.keep = forgetful("anotation")
    books.fault = lambda method, path, number: "lost" if method == "PUT" else None
    write([invoice(1, due_date="2027-01-01")], DEDUP)
    (message,) = told(caplog)
    assert "field customer_memo: changed" in message
    assert methods(books) == ["POST", "PUT"]


def test_a_creation_whose_answer_got_lost_is_compared_when_it_is_found(
    books: FakeBooks, caplog: pytest.LogCaptureFixture
) -> None:
    books.keep = forgetful("anotation")
    books.fault = lambda method, path, number: "lost"
    write([invoice(1, customer_memo="Gracias")])
    assert len(told(caplog)) == 1


def test_what_alegra_took_is_not_told_and_costs_no_request_more(
    books: FakeBooks, caplog: pytest.LogCaptureFixture
) -> None:
    write([invoice(number) for number in range(20)])
    assert told(caplog) == []
    assert len(books.sent) == 20
    # The company, and the invoices of the customer, which are none of all that there are.
    assert len(books.asked) == 3
    books.asked.clear()
    write([invoice(number, due_date="2027-01-01") for number in range(20)], DEDUP)
    # The company, the invoices of the customer, and each of them before it is changed.
    assert len(books.asked) == 2 + 20
    assert told(caplog) == []


def test_a_change_whose_answer_is_no_record_costs_one_reading_more(books: FakeBooks) -> None:
    write([invoice(1)])
    books.asked.clear()
    books.answers_whole = False
    write([invoice(1, due_date="2027-01-01")], DEDUP)
    assert len(books.asked) == 2 + 2


def test_what_can_not_be_read_again_is_told_and_not_judged(
    books: FakeBooks, caplog: pytest.LogCaptureFixture
) -> None:
    books.answers_whole = False
    books.readable = False
    write([invoice(1)])
    (message,) = told(caplog)
    assert message.endswith(
        "record order-1: was taken, but could not be read again to be compared."
    )


def test_internal_notes_are_the_users(books: FakeBooks) -> None:
    write([invoice(1)])
    books.rows("invoices")[0]["observations"] = "Llamar antes [external_id:order-1]"
    write([invoice(1, due_date="2027-01-01")], DEDUP)
    (row,) = books.rows("invoices")
    assert row["observations"] == "Llamar antes [external_id:order-1]"
    assert row["dueDate"] == "2027-01-01"


@pytest.mark.parametrize("deletes", [True, False], ids=["done", "refused"])
@pytest.mark.parametrize("code", [{"code": 200}, {}, {"code": 1001}])
def test_a_deletion_that_is_told_as_an_error_is_judged_by_what_stands_there(
    books: FakeBooks, deletes: bool, code: dict[str, int], caplog: pytest.LogCaptureFixture
) -> None:
    books.deletes = deletes
    words = "El producto fue eliminado correctamente." if deletes else "No se puede eliminar."
    books.deletion = {"error": words, **code}
    configured = catalog("invoice_items", mode="soft_delete", key="id")
    with caplog.at_level("INFO", logger="airbyte"):
        write([record("invoice_items", id="1"), state("invoice_items")], configured)
    assert f"{int(deletes)} written, 0 there already, {int(not deletes)} rejected" in caplog.text
    assert (words in caplog.text) == (not deletes)


OTHERS = [{"service_id": "quickbooks", "extend_object": {"x": 1}}]
OURS = [{"service_id": "alegra", "extend_object": {"warehouse": {"id": "2"}, "seller": {"id": 3}}}]


@pytest.mark.parametrize(
    ("entries", "sent"), [(OTHERS, []), (OURS, ["PUT"])], ids=["another service's", "alegra's"]
)
def test_pass_through_is_a_change_as_long_as_alegra_does_not_hold_it(
    books: FakeBooks, entries: Any, sent: list[str]
) -> None:
    write([invoice(1)])
    books.sent.clear()
    for _ in range(3):
        write([invoice(1, pass_through=entries)], DEDUP)
    assert methods(books) == sent


def test_what_a_country_asks_for_may_stand_in_pass_through(books: FakeBooks) -> None:
    books.country = "CO"
    entries = [
        {"service_id": "alegra", "extend_object": {"paymentForm": "CASH", "paymentMethod": "CASH"}}
    ]
    (answer,) = write([invoice(1, pass_through=entries), state("invoices")])
    assert answer["state"]["destinationStats"]["rejectedRecordCount"] == 0


@pytest.mark.parametrize("there", [False, True], ids=["created", "changed"])
def test_a_stamp_is_asked_for_of_an_open_document(books: FakeBooks, there: bool) -> None:
    if there:
        write([invoice(1)])
    write([invoice(1, pass_through=STAMP)], DEDUP, allow_stamping=True)
    _, _, body = books.sent[-1]
    assert (body["status"], body["stamp"]) == ("open", {"generateStamp": True})


def stamping(uuid: str | None) -> Any:
    def keep(path: str, row: dict[str, Any]) -> dict[str, Any]:
        stamp = {"uuid": uuid} if uuid else None
        return {**row, "stamp": stamp} if row.get("stamp") else row

    return keep


@pytest.mark.parametrize(
    ("uuid", "said"), [("u-1", []), (None, ["asks for a stamp that Alegra does not confirm"])]
)
def test_a_document_that_came_back_without_its_stamp_is_told(
    books: FakeBooks, caplog: pytest.LogCaptureFixture, uuid: str | None, said: list[str]
) -> None:
    books.keep = stamping(uuid)
    write([invoice(1, pass_through=STAMP)], allow_stamping=True)
    assert methods(books) == ["POST"]
    assert [it for it in said if it in caplog.text] == said
    assert len(told(caplog)) == len(said)


def test_a_stamped_document_is_not_stamped_again(books: FakeBooks) -> None:
    books.keep = stamping("u-1")
    for _ in range(3):
        write([invoice(1, pass_through=STAMP)], DEDUP, allow_stamping=True)
    assert methods(books) == ["POST"]


class TestDryRun:
    """It says what the real run does."""

    def reports(self, caplog: pytest.LogCaptureFixture, *given: Any, **config: Any) -> list[str]:
        caplog.clear()
        with caplog.at_level("INFO", logger="airbyte"):
            write(*given, **config)
        messages = [it.getMessage() for it in caplog.records]
        return [
            it.replace("would be written", "written") for it in messages if it.startswith("Stream")
        ]

    CUSTOMER = record("customers", external_id="c-1", display_name="Ana", tax_number="AAA010101AAA")
    TWIN = record("customers", external_id="c-2", display_name="Gema", tax_number="AAA010101AAA")

    @pytest.mark.parametrize(
        ("lines", "mode"),
        [
            ([invoice(1), invoice(1)], "append"),
            ([invoice(1), invoice(1)], "append_dedup"),
            ([invoice(1), invoice(1, due_date="2027-01-01")], "append_dedup"),
            ([record("invoices", external_id="order-0")] * 2, "soft_delete"),
            ([invoice(0, due_date="2027-01-01")] * 2, "update"),
            ([invoice(1, customer={"id": "99"})], "append"),
            (
                [invoice(1, line_items=[{"item": {"id": "99"}, "unit_price": 1, "quantity": 1}])],
                "append",
            ),
            ([CUSTOMER, TWIN, invoice(1, customer={"external_id": "c-1"})], "append"),
            ([CUSTOMER, TWIN, invoice(1, customer={"tax_number": "AAA010101AAA"})], "append_dedup"),
        ],
    )
    def test_a_dry_run_predicts_the_real_one(
        self, books: FakeBooks, caplog: pytest.LogCaptureFixture, lines: list[Any], mode: str
    ) -> None:
        books.put("contacts", id=1, name="Ana", type=["client"])
        books.checks_links = True
        write([invoice(0)])
        books.sent.clear()
        configured = catalog("customers", "invoices", mode=mode, key="external_id")
        dry = self.reports(caplog, lines, configured, dry_run=True)
        assert books.sent == []
        assert dry == self.reports(caplog, lines, configured)
        assert books.sent != [] or "1 rejected" in dry[0]
