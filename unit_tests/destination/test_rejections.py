import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from airbyte_cdk.models import FailureType
from airbyte_cdk.utils.traced_exception import AirbyteTracedException
from botocore.stub import Stubber

from alegra_unified.problem import Problem
from destination_alegra.config import S3Storage
from destination_alegra.pass_through import extended
from destination_alegra.rejections import (
    MAXIMUM_WAITING_BYTES,
    Bucket,
    Folder,
    Rejection,
    Rejections,
    without_values,
)


def test_a_rejection_names_stream_record_field_rule_and_alegras_words() -> None:
    problems = [Problem("line_items.0.item", "is refused"), Problem("due_date", "is missing")]
    rejection = Rejection("invoices", "o-1", problems, "1035", "La clave")
    assert str(rejection) == (
        "Rejected: stream invoices, record o-1, field line_items.0.item: is refused. "
        'Also field due_date: is missing. Alegra: code 1035, "La clave".'
    )


def test_a_rejection_is_one_line_of_bounded_length() -> None:
    problems = [Problem(f"field{'x' * 999}", f"is\n{'y' * 999}") for _ in range(1_000)]
    told = str(Rejection("s" * 999, "i\x00" * 999, problems, "1035", "m" * 9_999))
    assert len(told) < 12_000
    assert told.isprintable()
    assert " ... and 989 more" in told


def test_rejected_records_are_written_out_as_they_come(tmp_path: Path) -> None:
    rejections = Rejections(Folder(str(tmp_path)))
    rejection = Rejection("invoices", "o-1", [Problem("", "is wrong")])
    for _ in range(5):
        rejections.add(rejection, {"memo": "x" * (MAXIMUM_WAITING_BYTES // 2)})
    assert len(list(tmp_path.glob("*/*"))) == 2
    rejections.keep()
    lines = [line for file in sorted(tmp_path.glob("*/*")) for line in file.open()]
    assert len(lines) == rejections.total == 5


def test_no_rejected_record_is_held_where_none_is_kept() -> None:
    rejections = Rejections(None)
    record = {"memo": "x"}
    held = sys.getrefcount(record)
    rejections.add(Rejection("invoices", "o-1", [Problem("", "is wrong")]), record)
    assert sys.getrefcount(record) == held
    assert rejections.total == 1


def test_a_folder_that_vanishes_is_a_config_error(tmp_path: Path) -> None:
    folder = tmp_path / "rejected"
    folder.mkdir()
    rejections = Rejections(Folder(str(folder)))
    rejections.add(Rejection("invoices", "o-1", [Problem("", "is wrong")]), {})
    folder.rmdir()
    with pytest.raises(
        AirbyteTracedException, match=r"object_storage_config\.path.*No such"
    ) as error:
        rejections.keep()
    assert error.value.failure_type == FailureType.config_error


@pytest.mark.parametrize("path", ["\0", "a" * 5_000, "/no/such/folder", "/dev/null"])
def test_a_folder_that_is_none_is_a_config_error(path: str) -> None:
    with pytest.raises(AirbyteTracedException, match="Name an existing folder") as error:
        Folder(path).verify()
    assert error.value.failure_type == FailureType.config_error
    assert len(str(error.value.message)) < 500


@pytest.mark.parametrize(
    "wrong",
    [
        {"s3_bucket_name": "Bad Bucket/ñ"},
        {"s3_bucket_region": "no region!"},
        {"secret_access_key": None},
        {"s3_endpoint": "http://127.0.0.1:9"},
    ],
)
def test_a_bucket_that_cannot_be_reached_is_a_config_error(
    wrong: dict[str, str | None],
) -> None:
    keys = {"access_key_id": "AKIAEXAMPLE", "secret_access_key": "s3cr3t-key"}
    local = {
        "s3_bucket_name": "b",
        "bucket_path": "p",
        "s3_bucket_region": "us-east-1",
        "s3_endpoint": "http://127.0.0.1:9",
    }
    settings = S3Storage.model_validate({**local, **keys, **wrong})
    with pytest.raises(AirbyteTracedException, match=r"s3_bucket_name") as error:
        Bucket(settings).verify()
    assert error.value.failure_type == FailureType.config_error
    assert "s3cr3t-key" not in str(error.value.message)


def test_alegras_words_lose_the_records_own_values() -> None:
    record = {"tax_number": "AAA010101AAA", "emails": [{"email": "ana@example.com"}], "n": 1}
    said = "Ya existe AAA010101AAA con ana@example.com"
    assert without_values(said, record) == "Ya existe ... con ..."


def test_the_end_of_a_sync_tells_how_many_records_each_rule_rejected(
    caplog: pytest.LogCaptureFixture,
) -> None:
    rejections = Rejections(None)
    for place in (0, 3):
        problem = Problem(f"line_items.{place}.item", "is refused")
        rejections.add(Rejection("invoices", f"o-{place}", [problem]), {})
    rejections.add(Rejection("bills", "b-1", [Problem("due_date", "is missing")]), {})
    caplog.clear()
    rejections.report()
    (told,) = caplog.records
    assert told.levelname == "WARNING"
    assert told.message.splitlines() == [
        "In all, 3 records were rejected.",
        "2 x stream invoices, field line_items[].item: is refused",
        "1 x stream bills, field due_date: is missing",
    ]


def test_rejected_records_go_to_a_bucket_under_its_path() -> None:
    settings = S3Storage(
        s3_bucket_name="b",
        bucket_path="/p/",
        s3_bucket_region="us-east-1",
        access_key_id="k",
        secret_access_key="s",
        s3_endpoint=None,
    )
    bucket = Bucket(settings)
    with Stubber(bucket._client) as stub:
        stub.add_response("head_bucket", {}, {"Bucket": "b"})
        stub.add_response("put_object", {}, {"Bucket": "b", "Key": "p/17/f.jsonl", "Body": b"{}\n"})
        bucket.verify()
        bucket.keep("17/f.jsonl", b"{}\n")
        stub.assert_no_pending_responses()


BODY = {"status": "draft", "items": [{"id": "1"}], "client": {"id": "1"}}


def test_pass_through_merges_objects_and_sets_paths() -> None:
    entries = [
        {"service_id": "quickbooks", "extend_object": {"status": "open"}},
        {"service_id": "alegra", "extend_object": {"client": {"regime": "X"}, "cfdiUse": "G03"}},
        {
            "service_id": "alegra",
            "extend_paths": [{"path": "$.items[0].productKey", "value": "01010101"}],
        },
    ]
    body, problems = extended(BODY, entries, allow_stamping=False)
    assert problems == []
    assert body == {
        "status": "draft",
        "items": [{"id": "1", "productKey": "01010101"}],
        "client": {"id": "1", "regime": "X"},
        "cfdiUse": "G03",
    }


@pytest.mark.parametrize(
    ("entries", "field"),
    [
        (["x"], "pass_through.0"),
        ([{"extend_object": {}}], "pass_through.0.service_id"),
        ([{"service_id": "alegra", "unknown": 1}], "pass_through.0.unknown"),
        (
            [{"service_id": "alegra", "extend_paths": [{"path": "$[", "value": 1}]}],
            "pass_through.extend_paths.0.path",
        ),
        ([{"service_id": "alegra", "extend_object": {"status": "open"}}], "pass_through"),
        (
            [{"service_id": "alegra", "extend_paths": [{"path": "$.status", "value": "open"}]}],
            "pass_through",
        ),
        ([{"service_id": "alegra", "extend_object": {"payments": [1]}}], "pass_through"),
        ([{"service_id": "alegra", "extend_object": {"stamp": {"x": 1}}}], "pass_through"),
    ],
)
def test_pass_through_that_may_not_be_is_a_problem(entries: list[object], field: str) -> None:
    _, problems = extended(BODY, entries, allow_stamping=False)
    assert [type(it) for it in problems] == [Problem]
    assert problems[0].field == field


@pytest.mark.parametrize(
    ("path", "value", "body"),
    [
        ("$.date", "2026-01-02", {"date": "2026-01-02"}),
        ("client.name.first", "Ana", {"client": {"name": {"first": "Ana"}}}),
        ("$['client']['tax id']", "X", {"client": {"tax id": "X"}}),
        ("$.items[0].tax", [1, 2], {"items": [{"tax": [1, 2]}]}),
        ("$.items[*].unit", "kg", {"items": [{"unit": "kg"}]}),
        ("$.items[1]", {"id": "2"}, {"items": [{}, {"id": "2"}]}),
        ("$.new[0].deep[0]", 1, {"new": [{"deep": [1]}]}),
    ],
)
def test_a_path_sets_what_it_names_and_nothing_else(
    path: str, value: object, body: dict[str, Any]
) -> None:
    held: dict[str, Any] = {"items": [{}]} if "items" in path else {}
    entry = {"service_id": "alegra", "extend_paths": [{"path": path, "value": value}]}
    assert extended(held, [entry], allow_stamping=False) == (body, [])
    assert held == ({"items": [{}]} if "items" in path else {})


@pytest.mark.parametrize(
    "path",
    [
        "",
        "$",
        "$.",
        "$..date",
        "$.date.year",
        "$.total.cents",
        "$.date[0]",
        "$.items.price",
        "$.items[7]",
        "$.items[99999999999]",
        "$.items[-1]",
        "$.items where price",
        "$.items.`parent`",
        "$.items[?(@.price)]",
        "$" + ".a" * 500,
    ],
)
def test_a_path_that_leads_nowhere_is_a_problem(path: str) -> None:
    body = {"items": [{"id": "1"}], "date": "2026-01-02", "total": Decimal("1.5")}
    entry = {"service_id": "alegra", "extend_paths": [{"path": path, "value": 1}]}
    _, problems = extended(body, [entry], allow_stamping=False)
    (problem,) = problems
    assert problem.field.endswith("extend_paths.0.path")


@pytest.mark.parametrize(
    "number", [float("nan"), float("inf"), Decimal("NaN"), Decimal("1E+999999")]
)
@pytest.mark.parametrize(
    "entry",
    [
        lambda number: {"extend_object": {"a": [{"b": number}]}},
        lambda number: {"extend_paths": [{"path": "$.a", "value": {"b": [number]}}]},
    ],
)
def test_a_number_that_cannot_be_sent_is_a_problem(number: object, entry: Any) -> None:
    """NaN would be sent as null."""
    _, problems = extended({}, [{"service_id": "alegra", **entry(number)}], allow_stamping=False)
    assert len(problems) == 1
    assert "holds NaN" in problems[0].rule


def test_the_notes_that_hold_the_external_id_are_not_for_pass_through() -> None:
    entry = {"service_id": "alegra", "extend_object": {"observations": "mine"}}
    _, problems = extended({"observations": "[external_id:1]"}, [entry], allow_stamping=False)
    assert [it.rule[:28] for it in problems] == ["may not set observations: th"]
