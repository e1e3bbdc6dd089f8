import pytest
from botocore.stub import Stubber

from alegra_unified.problem import Problem
from destination_alegra.config import S3Storage
from destination_alegra.pass_through import extended
from destination_alegra.rejections import Bucket, Rejection, Rejections, without_values


def test_a_rejection_names_stream_record_field_rule_and_alegras_words() -> None:
    problems = [Problem("line_items.0.item", "is refused"), Problem("due_date", "is missing")]
    rejection = Rejection("invoices", "o-1", problems, "1035", "La clave")
    assert str(rejection) == (
        "Rejected: stream invoices, record o-1, field line_items.0.item: is refused. "
        'Also field due_date: is missing. Alegra: code 1035, "La clave".'
    )


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
        "Rejected in all: 3 records.",
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
