"""One record that Alegra can't bear costs itself alone; where many are such, Alegra is at fault."""

from typing import Any

import orjson
import pytest
from airbyte_cdk.utils.traced_exception import AirbyteTracedException
from requests_mock import Mocker

from alegra_api import client
from alegra_api.client import PUBLIC_URL
from alegra_api.exact_json import print_json
from destination_alegra.writer import MAXIMUM_FAILING, MAXIMUM_TRIES

from .fake_books import FakeBooks
from .test_exactly_once import answers, catalog, invoice, record, state, write, written

DEDUP = catalog("invoices", mode="append_dedup", key="external_id")


@pytest.fixture
def books(requests_mock: Mocker) -> FakeBooks:
    books = FakeBooks()
    books.serve(requests_mock)
    return books


def counts(answer: Any) -> tuple[float, float]:
    stats = answer["state"]["destinationStats"]
    return stats["recordCount"], stats["rejectedRecordCount"]


def rejections(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [it for it in caplog.messages if it.startswith("Rejected: ")]


ANSWERS = {
    "refused": (400, {"code": 400, "message": "El id no es válido"}),
    "refused in a 200": (200, {"error": {"code": 1001, "message": "El id no es válido"}}),
    "an empty list": (200, []),
    "an empty object": (200, {}),
    "another record": (200, [{"id": "7", "name": "Otro"}]),
}


@pytest.mark.parametrize("mode", ["update", "append_dedup", "soft_delete"])
@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize(
    ("stream", "path"),
    [("bank_accounts", "bank-accounts"), ("customers", "contacts"), ("invoice_items", "items")],
)
def test_an_id_that_alegra_does_not_let_be_read_alone_ends_no_sync(
    books: FakeBooks,
    requests_mock: Mocker,
    caplog: pytest.LogCaptureFixture,
    stream: str,
    path: str,
    answer: str,
    mode: str,
) -> None:
    """``GET /bank-accounts/1.5`` was answered 400."""
    books.put(path, id=1, name="Uno", type="bank")
    status, body = ANSWERS[answer]
    requests_mock.get(f"{PUBLIC_URL}/{path}/1.5", status_code=status, json=body)
    named = "display_name" if stream == "customers" else "name"
    lines = [record(stream, id=identifier, **{named: "Dos"}) for identifier in ("1.5", "1")]
    (came,) = write([*lines, state(stream)], catalog(stream, mode=mode, key="id"))
    assert counts(came) == (2, 1)
    assert [row["name"] for row in books.rows(path)] == ([] if mode == "soft_delete" else ["Dos"])
    (told,) = rejections(caplog)
    assert f"stream {stream}, record 1.5, field id: is none that Alegra lets be read." in told


@pytest.mark.parametrize("body", [{}, []])
def test_a_record_that_is_answered_with_nothing_for_a_while_is_read_again(
    books: FakeBooks, requests_mock: Mocker, body: Any
) -> None:
    write([invoice(1)])
    (row,) = books.rows("invoices")
    whole = {"text": orjson.dumps(print_json(row)).decode()}
    requests_mock.get(f"{PUBLIC_URL}/invoices/{row['id']}", [*[{"json": body}] * 3, whole])
    (answer,) = write([invoice(1), state("invoices")], DEDUP)
    assert counts(answer) == (1, 0)


def test_an_id_that_alegra_refuses_to_read_is_of_no_record_of_these_books(
    books: FakeBooks, requests_mock: Mocker
) -> None:
    """A warehouse's own id in the field `id` may be in a form that Alegra refuses."""
    requests_mock.get(f"{PUBLIC_URL}/invoices/A-1.5", status_code=400, json={"message": "No"})
    line = invoice(1, external_id=None, id="A-1.5")
    (answer,) = write([line, state("invoices")], external_id_field="id")
    assert counts(answer) == (1, 0)
    assert written(books) == {"A-1.5": 1}


def failing_with(books: FakeBooks, *names: str) -> None:
    """Alegra fails whenever it gets a body with one of these external ids."""
    change = books._change

    def answer(method: str, path: str, rest: Any, body: Any, fault: Any, context: Any) -> Any:
        notes = (body or {}).get("observations") or ""
        at_fault = any(f"[external_id:{name}]" in notes for name in names)
        return change(method, path, rest, body, "early" if at_fault else fault, context)

    books._change = answer  # type: ignore[method-assign]


def test_a_record_that_alegra_always_answers_with_500_is_rejected_and_the_others_are_written(
    books: FakeBooks, caplog: pytest.LogCaptureFixture
) -> None:
    failing_with(books, "order-3")
    (answer,) = write([*(invoice(number) for number in range(6)), state("invoices")])
    assert counts(answer) == (6, 1)
    assert written(books) == {f"order-{number}": 1 for number in (0, 1, 2, 4, 5)}
    assert len(books.sent) == 5 + MAXIMUM_TRIES
    (told,) = rejections(caplog)
    assert "record order-3: makes Alegra fail each time it is sent, without an effect" in told


def test_where_many_records_are_answered_with_500_the_sync_fails(books: FakeBooks) -> None:
    """Over all of its batches."""
    bad = [f"order-{number}" for number in range(MAXIMUM_FAILING + 1)]
    failing_with(books, *bad)
    lines: list[dict[str, Any]] = []
    for number in range(len(bad) + 1):
        lines += [invoice(number), state("invoices", number=number)]
    came: list[Any] = []
    with pytest.raises(AirbyteTracedException, match="the first of them order-5"):
        came += answers(lines)
    assert [counts(it) for it in came] == [(1, 1)] * MAXIMUM_FAILING
    assert books.rows("invoices") == []


def test_a_record_that_alegra_wrote_and_answered_with_500_is_found_and_not_rejected(
    books: FakeBooks,
) -> None:
    """At the last try of all."""
    books.fault = lambda method, path, number: "early" if number < MAXIMUM_TRIES else "500"
    (answer,) = write([invoice(1), state("invoices")])
    assert counts(answer) == (1, 0)
    assert written(books) == {"order-1": 1}


@pytest.mark.parametrize("mode", ["append_dedup", "soft_delete"])
def test_a_change_that_alegra_always_answers_with_500_is_rejected(
    books: FakeBooks, caplog: pytest.LogCaptureFixture, mode: str
) -> None:
    write([invoice(1), invoice(2)])
    changes = ("PUT", "DELETE")
    first = {"order-1": 0}

    def fault(method: str, path: str, number: int) -> str | None:
        first["order-1"] += method in changes
        return "early" if method in changes else None

    books.fault = fault
    line = invoice(1, due_date="2027-01-01")
    configured = catalog("invoices", mode=mode, key="external_id")
    (answer,) = write([line, state("invoices")], configured)
    assert counts(answer) == (1, 1)
    assert first["order-1"] == MAXIMUM_TRIES
    assert len(rejections(caplog)) == 1


def test_a_change_that_alegra_made_at_the_last_try_is_found_and_not_rejected(
    books: FakeBooks,
) -> None:
    write([invoice(1)])
    books.fault = lambda method, path, number: "early" if number < MAXIMUM_TRIES else "500"
    (answer,) = write([invoice(1, due_date="2027-01-01"), state("invoices")], DEDUP)
    assert counts(answer) == (1, 0)
    assert [row["dueDate"] for row in books.rows("invoices")] == ["2027-01-01"]


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Failed readings are tried again at once."""
    monkeypatch.setattr("time.sleep", lambda seconds: None)


@pytest.mark.usefixtures("no_pauses")
def test_a_record_whose_reading_alegra_always_answers_with_500_is_rejected(
    books: FakeBooks, requests_mock: Mocker, caplog: pytest.LogCaptureFixture
) -> None:
    write([invoice(1), invoice(2)])
    identifier = books.rows("invoices")[0]["id"]
    reading = requests_mock.get(f"{PUBLIC_URL}/invoices/{identifier}", status_code=500)
    lines = [invoice(number, due_date="2027-01-01") for number in (1, 2)]
    (answer,) = write([*lines, state("invoices")], DEDUP)
    assert counts(answer) == (2, 1)
    assert [row["dueDate"] for row in books.rows("invoices")] == ["2026-12-03", "2027-01-01"]
    assert reading.call_count == MAXIMUM_TRIES * client.MAXIMUM_TRIES
    (told,) = rejections(caplog)
    assert "record order-1, field id: makes Alegra fail (HTTP 500) each time it is read" in told
