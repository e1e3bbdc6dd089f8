"""Every record once, whatever gets lost on the way."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from airbyte_cdk.models import (
    AirbyteMessage,
    AirbyteMessageSerializer,
    ConfiguredAirbyteCatalogSerializer,
)
from airbyte_cdk.utils.traced_exception import AirbyteTracedException
from requests_mock import Mocker

from alegra_unified.marker import external_id_of
from destination_alegra.destination import DestinationAlegra
from destination_alegra.messages import JsonMessage
from destination_alegra.read_after_write import ReadAfterWriteDelay

from .fake_books import FakeBooks, Killed

CONFIG = {"email": "a@example.com", "api_token": "a-token", "read_after_write_delay_seconds": 0}


def catalog(*names: str, mode: str = "append", key: str | None = None) -> Any:
    return ConfiguredAirbyteCatalogSerializer.load(
        {
            "streams": [
                {
                    "stream": {
                        "name": name,
                        "json_schema": {},
                        "supported_sync_modes": ["full_refresh"],
                    },
                    "sync_mode": "full_refresh",
                    "destination_sync_mode": mode,
                    "primary_key": [[key]] if key else None,
                }
                for name in names
            ]
        }
    )


def record(stream: str, **data: Any) -> dict[str, Any]:
    return {"type": "RECORD", "record": {"stream": stream, "data": data, "emitted_at": 1}}


def state(stream: str, **blob: Any) -> dict[str, Any]:
    return {
        "type": "STATE",
        "state": {
            "type": "STREAM",
            "stream": {"stream_descriptor": {"name": stream}, "stream_state": blob},
        },
    }


def invoice(number: int, **changes: Any) -> dict[str, Any]:
    fields = {
        "external_id": f"order-{number}",
        "customer": {"id": "1"},
        "invoice_date": "2026-11-03",
        "due_date": "2026-12-03",
        "line_items": [{"item": {"id": "1"}, "unit_price": 10.10, "quantity": 2}],
        **changes,
    }
    return record("invoices", **{name: it for name, it in fields.items() if it is not None})


def messages(lines: Iterable[dict[str, Any]]) -> list[AirbyteMessage]:
    return [
        JsonMessage.read(json.dumps(line).encode(), number)
        for number, line in enumerate(lines, start=1)
    ]


def answers(
    lines: Iterable[dict[str, Any]],
    configured: Any = None,
    **config: Any,
) -> Iterator[Any]:
    """What comes back, message by message, so that what came before a failure is seen."""
    sent = messages(lines)
    for answer in DestinationAlegra().write(
        {**CONFIG, **config}, configured or catalog("invoices"), sent
    ):
        assert isinstance(answer, JsonMessage)
        yield answer.json


def write(lines: Iterable[dict[str, Any]], configured: Any = None, **config: Any) -> list[Any]:
    return list(answers(lines, configured, **config))


@pytest.fixture
def books(requests_mock: Mocker) -> FakeBooks:
    books = FakeBooks()
    books.serve(requests_mock)
    return books


def written(books: FakeBooks, path: str = "invoices") -> Counter[str | None]:
    return Counter(external_id_of(row) for row in books.rows(path))


def each_once(count: int) -> Counter[str | None]:
    return Counter(f"order-{number}" for number in range(count))


@pytest.mark.parametrize("fault", ["500", "lost", "early", "throttled"])
def test_each_record_is_written_once_when_every_fifth_answer_is_lost(
    books: FakeBooks, fault: str
) -> None:
    books.fault = lambda method, path, number: fault if number % 5 == 0 else None
    lines = [invoice(number) for number in range(60)]
    (answer,) = write([*lines, state("invoices", cursor=1)])
    assert written(books) == each_once(60)
    assert answer["state"]["destinationStats"] == {"recordCount": 60, "rejectedRecordCount": 0}


def test_the_whole_sync_again_sends_nothing(books: FakeBooks) -> None:
    lines = [*(invoice(number) for number in range(40)), state("invoices")]
    write(lines)
    books.sent.clear()
    (answer,) = write(lines)
    assert books.sent == []
    assert answer["state"]["destinationStats"]["recordCount"] == 40
    assert written(books) == each_once(40)


@pytest.mark.parametrize("at", [1, 2, 7, 13, 29, 30])
def test_a_killed_sync_run_again_doubles_nothing(books: FakeBooks, at: int) -> None:
    books.fault = lambda method, path, number: "killed" if number == at else None
    lines = [*(invoice(number) for number in range(30)), state("invoices")]
    with pytest.raises(Killed):
        write(lines)
    books.fault = lambda method, path, number: None
    assert len(write(lines)) == 1
    assert written(books) == each_once(30)


@pytest.mark.parametrize(("price", "rejected"), [(10.10, 0), (11, 1)])
def test_alegras_own_id_is_never_an_external_id(
    books: FakeBooks, price: float, rejected: int
) -> None:
    """A draft that was read from these books is there; of any other one the id says nothing."""
    write([invoice(1)])
    (row,) = books.rows("invoices")
    row["observations"] = None
    books.sent.clear()
    line = {"item": {"id": "1"}, "unit_price": price, "quantity": 2}
    again = invoice(1, id=row["id"], external_id=None, line_items=[line])
    (answer,) = write([again, state("invoices")])
    assert answer["state"]["destinationStats"]["rejectedRecordCount"] == rejected
    assert books.sent == []


def test_the_id_of_another_companys_books_is_an_external_id_where_the_settings_say_so(
    books: FakeBooks,
) -> None:
    books.put("invoices", id=7, date="2026-11-03", status="open", client={"id": "3"})
    lines = [invoice(1, id="7", external_id=None), state("invoices")]
    for _ in range(2):
        write(lines, external_id_field="id")
    assert written(books) == {None: 1, "7": 1}


def test_a_draft_whose_date_was_moved_is_found_again(books: FakeBooks) -> None:
    write([invoice(1)])
    (row,) = books.rows("invoices")
    row["date"] = "2024-01-01"
    write([invoice(1)])
    assert written(books) == {"order-1": 1}


def test_no_state_comes_back_before_all_in_front_of_it_is_accounted_for(books: FakeBooks) -> None:
    lines = [invoice(1), state("invoices", cursor=1), invoice(2), state("invoices", cursor=2)]
    seen = [(len(books.rows("invoices")), it["state"]) for it in answers(lines)]
    assert [count for count, _ in seen] == [1, 2]
    assert [it["stream"]["stream_state"]["cursor"] for _, it in seen] == [1, 2]


def test_when_no_outcome_is_ever_known_the_sync_fails_and_no_state_comes_back(
    books: FakeBooks,
) -> None:
    books.fault = lambda method, path, number: "503"
    came: list[Any] = []
    with pytest.raises(AirbyteTracedException, match="not written twice"):
        came += answers([invoice(1), state("invoices")])
    assert came == []


def test_bad_rows_are_rejected_and_those_beside_them_written(books: FakeBooks) -> None:
    lines = [invoice(number) for number in range(20)]
    lines[3] = invoice(3, line_items=None)
    lines[9] = invoice(9, customer={"id": "1", "shoe_size": 44})
    (answer,) = write([*lines, state("invoices")])
    assert answer["state"]["destinationStats"] == {"recordCount": 20, "rejectedRecordCount": 2}
    assert written(books) == each_once(20) - Counter(["order-3", "order-9"])


def test_what_comes_later_in_the_sync_is_waited_for(books: FakeBooks) -> None:
    lines = [
        invoice(1, customer={"external_id": "c-7"}),
        record("customers", external_id="c-7", display_name="Nueva", tax_number="AAA010101AAA"),
        invoice(2, customer={"tax_number": "AAA010101AAA"}),
        state("invoices"),
    ]
    write(lines, catalog("invoices", "customers"))
    (customer,) = books.rows("contacts")
    assert [row["client"] for row in books.rows("invoices")] == [{"id": customer["id"]}] * 2


def test_what_never_comes_is_rejected_with_that_reason(
    books: FakeBooks, caplog: pytest.LogCaptureFixture
) -> None:
    (answer,) = write([invoice(1, customer={"tax_number": "SECRETO123"}), state("invoices")])
    assert answer["state"]["destinationStats"]["rejectedRecordCount"] == 1
    assert "order-1" in caplog.text
    assert "no customers with this tax_number" in caplog.text
    assert "SECRETO123" not in caplog.text
    assert books.sent == []


@pytest.mark.parametrize("field", ["order_number", "po_number"])
def test_the_external_id_may_be_any_field_and_one_of_alegras_is_written_as_well(
    books: FakeBooks, field: str
) -> None:
    write([invoice(1, external_id=None, **{field: "P-9"})], external_id_field=field)
    (row,) = books.rows("invoices")
    assert written(books) == {"P-9": 1}
    assert row.get("purchaseOrderNumber") == ("P-9" if field == "po_number" else None)


def test_amounts_arrive_with_all_their_digits(books: FakeBooks) -> None:
    line = '{"type":"RECORD","record":{"stream":"invoices","data":%s}}'
    data = json.dumps(invoice(1)["record"]["data"]).replace("10.1", "0.300001")
    list(
        DestinationAlegra().write(
            CONFIG, catalog("invoices"), [JsonMessage.read((line % data).encode(), 1)]
        )
    )
    assert str(books.rows("invoices")[0]["items"][0]["price"]) == "0.300001"


def test_a_dry_run_writes_nothing_and_gives_no_state(books: FakeBooks) -> None:
    came = write([invoice(1), invoice(2, line_items=None), state("invoices")], dry_run=True)
    assert came == []
    assert books.sent == []


def test_an_update_changes_a_draft_and_nothing_else(books: FakeBooks) -> None:
    write([invoice(1), invoice(2)])
    books.rows("invoices")[1]["status"] = "open"
    books.sent.clear()
    lines = [invoice(1, due_date="2027-01-01"), invoice(2, due_date="2027-01-01")]
    configured = catalog("invoices", mode="append_dedup", key="external_id")
    (answer,) = write([*lines, state("invoices")], configured)
    assert [method for method, _, _ in books.sent] == ["PUT"]
    assert answer["state"]["destinationStats"]["rejectedRecordCount"] == 1
    assert [row["dueDate"] for row in books.rows("invoices")] == ["2027-01-01", "2026-12-03"]


@pytest.mark.parametrize(
    ("field", "key"),
    [("payment_type", "paymentType"), ("terms_conditions", "termsConditions")],
)
def test_an_update_of_what_only_alegra_has_is_sent(books: FakeBooks, field: str, key: str) -> None:
    configured = catalog("invoices", mode="append_dedup", key="external_id")
    write([invoice(1)], configured)
    books.sent.clear()
    lines = [invoice(1, alegra={field: "PPD"}), state("invoices")]
    write([*lines, *lines], configured)
    assert [method for method, _, _ in books.sent] == ["PUT"]
    assert books.rows("invoices")[0][key] == "PPD"


@pytest.mark.parametrize("fault", ["500", "lost", "early"])
def test_a_change_whose_answer_is_lost_is_made_and_counted_once(
    books: FakeBooks, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    configured = catalog("invoices", mode="append_dedup", key="external_id")
    write([invoice(1)], configured)
    books.fault = lambda method, path, number: fault if (method, number) == ("PUT", 1) else None
    caplog.clear()
    with caplog.at_level("INFO", logger="airbyte"):
        write([invoice(1, due_date="2027-01-01"), state("invoices")], configured)
    assert books.rows("invoices")[0]["dueDate"] == "2027-01-01"
    assert [method for method, _, _ in books.sent].count("PUT") == (2 if fault == "early" else 1)
    assert "1 record, 1 written, 0 there already, 0 rejected" in caplog.text


@pytest.mark.parametrize("fault", ["500", "lost", "early"])
def test_a_deletion_whose_answer_is_lost_is_made_and_counted_once(
    books: FakeBooks, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    write([invoice(1)])
    books.fault = lambda method, path, number: fault if (method, number) == ("DELETE", 1) else None
    configured = catalog("invoices", mode="soft_delete", key="external_id")
    caplog.clear()
    with caplog.at_level("INFO", logger="airbyte"):
        write([record("invoices", external_id="order-1"), state("invoices")], configured)
    assert books.rows("invoices") == []
    assert "1 record, 1 written, 0 there already, 0 rejected" in caplog.text


def test_a_change_that_never_has_an_effect_fails_the_sync(books: FakeBooks) -> None:
    configured = catalog("invoices", mode="append_dedup", key="external_id")
    write([invoice(1)], configured)
    books.fault = lambda method, path, number: "503"
    came: list[Any] = []
    with pytest.raises(AirbyteTracedException, match="not written twice"):
        came += answers([invoice(1, due_date="2027-01-01"), state("invoices")], configured)
    assert came == []


def test_soft_delete_deletes_drafts_voids_open_ones_and_leaves_stamped_ones(
    books: FakeBooks,
) -> None:
    write([invoice(number) for number in (1, 2, 3)])
    books.rows("invoices")[1]["status"] = "open"
    books.rows("invoices")[2].update(status="open", stamp={"uuid": "x"})
    lines = [record("invoices", external_id=f"order-{number}") for number in (1, 2, 3)]
    configured = catalog("invoices", mode="soft_delete", key="external_id")
    (answer,) = write([*lines, state("invoices")], configured)
    assert answer["state"]["destinationStats"]["rejectedRecordCount"] == 1
    assert [row["status"] for row in books.rows("invoices")] == ["void", "open"]


STAMP = [{"service_id": "alegra", "extend_object": {"stamp": {"generateStamp": True}}}]


def test_no_stamp_without_leave(books: FakeBooks) -> None:
    (answer,) = write([invoice(1, pass_through=STAMP), state("invoices")])
    assert answer["state"]["destinationStats"]["rejectedRecordCount"] == 1
    assert books.sent == []


def test_an_uncertain_stamp_is_never_asked_for_twice(books: FakeBooks) -> None:
    books.put("items", id=1, name="Cosa", productKey="01010101")
    books.fault = lambda method, path, number: "lost"
    lines = [invoice(1, pass_through=STAMP), state("invoices")]
    write(lines, allow_stamping=True)
    assert [method for method, _, _ in books.sent] == ["POST"]
    assert written(books) == {"order-1": 1}


def test_an_uncertain_stamp_of_a_draft_that_stood_there_is_never_asked_for_twice(
    books: FakeBooks, caplog: pytest.LogCaptureFixture
) -> None:
    books.put("items", id=1, name="Cosa", productKey="01010101")
    configured = catalog("invoices", mode="append_dedup", key="external_id")
    write([invoice(1)], configured)
    books.fault = lambda method, path, number: "early" if method == "PUT" else None
    lines = [invoice(1, pass_through=STAMP), state("invoices")]
    (answer,) = write(lines, configured, allow_stamping=True)
    assert [method for method, _, _ in books.sent] == ["POST", "PUT"]
    assert answer["state"]["destinationStats"]["rejectedRecordCount"] == 1
    assert "its stamp is not confirmed" in caplog.text


def test_nothing_is_read_before_what_an_earlier_run_sent_last_is_seen(
    books: FakeBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither what a record stands for nor what it names."""
    read_before: list[list[str]] = []

    class Delay(ReadAfterWriteDelay):
        def after_start(self) -> None:
            read_before.append(list(books.asked))

    monkeypatch.setattr("destination_alegra.writer.ReadAfterWriteDelay", Delay)
    books.put("contacts", id=1, type=["client"], identification="AAA010101AAA")
    write([invoice(1, customer={"tax_number": "AAA010101AAA"}), state("invoices")])
    assert read_before[0] == ["company"]
    assert written(books) == {"order-1": 1}


def test_the_delay_is_what_is_left_of_it_since_the_start(caplog: pytest.LogCaptureFixture) -> None:
    slept: list[float] = []
    moments = iter([100.0, 104.0, 120.0])
    delay = ReadAfterWriteDelay(15, sleep=slept.append, clock=lambda: next(moments))
    delay.after_start()
    delay.after_start()
    delay.after_write()
    assert slept == [11, 15]


def test_overwrite_is_refused_and_its_state_kept_back(books: FakeBooks) -> None:
    came: list[Any] = []
    with pytest.raises(AirbyteTracedException, match="overwrite would replace"):
        came += answers([invoice(1), state("invoices")], catalog("invoices", mode="overwrite"))
    assert came == []
    assert books.sent == []


def test_a_state_of_the_whole_sync_is_kept_back_when_one_stream_is_refused(
    books: FakeBooks,
) -> None:
    configured = catalog("invoices", "budgets")
    whole = {"type": "STATE", "state": {"type": "LEGACY", "data": {"cursor": 1}}}
    came: list[Any] = []
    with pytest.raises(AirbyteTracedException, match="budgets"):
        came += answers([invoice(1), whole, state("invoices", cursor=2)], configured)
    assert [it["state"]["type"] for it in came] == ["STREAM"]
    assert written(books) == {"order-1": 1}


def test_a_state_of_the_whole_sync_counts_all_streams(books: FakeBooks) -> None:
    whole = {"type": "STATE", "state": {"type": "LEGACY", "data": {"rate": 1.10}, "id": 7}}
    customer = record("customers", external_id="c", display_name="Ana")
    (answer,) = write([invoice(1), customer, whole], catalog("invoices", "customers"))
    assert answer["state"]["destinationStats"]["recordCount"] == 2
    assert (answer["state"]["data"], answer["state"]["id"]) == ({"rate": Decimal("1.1")}, 7)
    del answer["state"]["destinationStats"]["rejectedRecordCount"], answer["state"]["id"]
    assert AirbyteMessageSerializer.load(answer).state is not None


def test_more_rejections_than_allowed_fail_the_sync_at_its_end(books: FakeBooks) -> None:
    lines = [invoice(1, line_items=None), invoice(2), state("invoices")]
    with pytest.raises(AirbyteTracedException, match="max_rejected_records allows 0"):
        write(lines, max_rejected_records=0)
    assert written(books) == {"order-2": 1}


def test_a_line_that_is_no_message_is_counted(books: FakeBooks) -> None:
    lines = [JsonMessage.read(b"{not json", 1), *messages([invoice(1), state("invoices")])]
    (answer,) = DestinationAlegra().write(CONFIG, catalog("invoices"), lines)
    assert isinstance(answer, JsonMessage)
    assert answer.json is not None
    stats = answer.json["state"]["destinationStats"]
    assert stats == {"recordCount": 2, "rejectedRecordCount": 1}


def test_a_record_of_an_unknown_stream_is_in_the_counts_of_the_next_state(
    books: FakeBooks,
) -> None:
    first, second = write([record("budgets", n=1), *[invoice(1), state("invoices")] * 2])
    assert first["state"]["destinationStats"] == {"recordCount": 2, "rejectedRecordCount": 1}
    assert second["state"]["destinationStats"] == {"recordCount": 1, "rejectedRecordCount": 0}


def test_a_header_account_is_not_posted_to(books: FakeBooks) -> None:
    books.put("categories", id=5, name="Gastos", use="accumulative")
    line = {"type": "expense_account", "ledger_account": {"id": "5"}, "unit_price": 1}
    bill = record(
        "bills",
        external_id="b-1",
        supplier={"id": "2"},
        bill_date="2026-11-03",
        due_date="2026-11-03",
        line_items=[{**line, "quantity": 1}],
    )
    (answer,) = write([bill, state("bills")], catalog("bills"))
    assert answer["state"]["destinationStats"]["rejectedRecordCount"] == 1
    assert books.sent == []


def test_rejected_records_are_kept_whole_in_a_folder(books: FakeBooks, tmp_path: Any) -> None:
    folder = {"storage_type": "Folder", "path": str(tmp_path)}
    configured = catalog("invoices")
    configured.streams[0].sync_id = 17
    lines = [invoice(1, line_items=None), state("invoices")]
    write(lines, configured, object_storage_config=folder)
    (file,) = (tmp_path / "17").iterdir()
    kept = json.loads(file.read_text())
    assert [it["field"] for it in kept["rejection"]["problems"]] == ["line_items"]
    assert kept["record"]["external_id"] == "order-1"
