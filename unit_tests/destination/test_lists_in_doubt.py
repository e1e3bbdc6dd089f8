"""Lists that count rows which they do not show: what they lack is never created a second time."""

from typing import Any

import pytest
from requests_mock import Mocker

from .fake_books import FakeBooks
from .test_exactly_once import catalog, each_once, invoice, record, state, write, written

IN_DOUBT = "could not be proved whole"


@pytest.fixture
def books(requests_mock: Mocker) -> FakeBooks:
    books = FakeBooks()
    for number in range(1, 5):
        books.put("contacts", id=number, name=f"Ana {number}", type=["client"])
    books.put("items", id=1, name="Cosa")
    books.serve(requests_mock)
    return books


def departments(count: int) -> list[dict[str, Any]]:
    return [
        record("departments", external_id=f"order-{it}", name=f"Área {it}", code=f"A{it}")
        for it in range(count)
    ]


def rejected(lines: list[dict[str, Any]], configured: Any) -> int:
    stream = lines[0]["record"]["stream"]
    (answer,) = write([*lines, state(stream)], configured)
    return int(answer["state"]["destinationStats"]["rejectedRecordCount"])


@pytest.mark.parametrize("mode", ["append", "append_dedup"])
def test_master_data_that_a_list_in_doubt_lacks_is_rejected_where_nothing_finds_it(
    books: FakeBooks, caplog: pytest.LogCaptureFixture, mode: str
) -> None:
    configured = catalog("departments", mode=mode, key="code")
    write(departments(5), configured)
    books.hidden = frozenset({"3"})
    assert rejected(departments(5), configured) == 1
    assert len(books.rows("cost-centers")) == 5
    assert IN_DOUBT in caplog.text


@pytest.mark.parametrize("mode", ["append", "append_dedup"])
def test_documents_that_a_list_in_doubt_lacks_are_looked_up_by_their_party(
    books: FakeBooks, mode: str
) -> None:
    """One of each customer, so that the window of their dates is the cheapest way to them."""
    configured = catalog("invoices", mode=mode, key="external_id")
    lines = [invoice(it, customer={"id": str(1 + it)}) for it in range(4)]
    write(lines, configured)
    books.hidden = frozenset({"3"})
    assert rejected(lines, configured) == 0
    assert written(books) == each_once(4)


@pytest.mark.parametrize("mode", ["append", "append_dedup"])
def test_documents_that_nothing_shows_are_rejected(books: FakeBooks, mode: str) -> None:
    configured = catalog("invoices", mode=mode, key="external_id")
    lines = [invoice(it) for it in range(4)]
    write(lines, configured)
    books.hidden = frozenset({"3"})
    assert rejected(lines, configured) == 1
    assert written(books) == each_once(4)


def test_what_a_list_in_doubt_lacks_is_not_there_to_be_taken_back_for_sure(
    books: FakeBooks,
) -> None:
    write([invoice(it) for it in range(4)])
    books.hidden = frozenset({"3"})
    deletions = [record("invoices", external_id=f"order-{it}") for it in range(4)]
    configured = catalog("invoices", mode="soft_delete", key="external_id")
    assert rejected(deletions, configured) == 1
    assert len(books.rows("invoices")) == 1


@pytest.mark.parametrize("stream", ["departments", "invoices"])
def test_what_was_sent_and_is_not_shown_is_not_sent_again(
    books: FakeBooks, caplog: pytest.LogCaptureFixture, stream: str
) -> None:
    lines = departments(3) if stream == "departments" else [invoice(it) for it in range(3)]
    books.hidden = frozenset({"2"})
    books.fault = lambda method, path, number: "lost" if number == 2 else None
    assert rejected(lines, catalog(stream)) == 1
    assert len([method for method, _, _ in books.sent if method == "POST"]) == 3
    assert "it is not sent again" in caplog.text
