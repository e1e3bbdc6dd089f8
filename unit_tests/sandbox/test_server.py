"""The server over HTTP: credentials, rate limit, faults, control endpoints."""

import argparse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import requests

from alegra_sandbox.audit import Audit, Entry
from alegra_sandbox.faults import MISLEADING, break_record, read_fault
from alegra_sandbox.options import Options
from alegra_sandbox.process import SandboxProcess
from alegra_sandbox.quirks import Quirks
from alegra_sandbox.rate_limit import RateLimit

from ..test_citations import citations
from ..test_citations import wrong as without_heading


@pytest.fixture(scope="module")
def shared() -> Iterator[SandboxProcess]:
    with SandboxProcess(size=300, seed=4, requests_per_minute=0) as running:
        yield running


@pytest.fixture
def sandbox(shared: SandboxProcess) -> Iterator[SandboxProcess]:
    shared.reset_audit()
    yield shared
    shared.set_faults([])


def ask(sandbox: SandboxProcess, path: str, **parameters: Any) -> requests.Response:
    """One request with the right credentials."""
    return requests.get(
        f"{sandbox.url}/{path}", params=parameters, auth=sandbox.credentials, timeout=10
    )


def test_every_answer_tells_the_rate_limit(sandbox: SandboxProcess) -> None:
    """docs: alegra-api 1.2"""
    for path in ("invoices", "invoices/999999", "unheard-of"):
        headers = ask(sandbox, path).headers
        assert headers["X-Rate-Limit-Limit"] == "150"
        assert headers["X-Rate-Limit-Remaining"] == "150"
        assert 1 <= int(headers["X-Rate-Limit-Reset"]) <= 60
        assert "Retry-After" not in headers


def test_wrong_credentials_are_refused(sandbox: SandboxProcess) -> None:
    for credentials in (None, ("demo@example.com", "wrong"), ("sandbox-token", "")):
        answer = requests.get(f"{sandbox.url}/company", auth=credentials, timeout=10)
        assert answer.status_code == 401
        assert answer.json()["code"] == 401


def test_the_audit_counts_every_request(sandbox: SandboxProcess) -> None:
    ask(sandbox, "invoices", start=30, order_field="id")
    ask(sandbox, "reconciliations")
    first, second = sandbox.requests()
    assert first["method"] == "GET"
    assert first["path"] == "/api/v1/invoices"
    assert first["query"] == {"start": "30", "order_field": "id"}
    assert (first["status"], second["status"]) == (200, 403)
    assert first["in_flight"] == 1
    assert first["started"] <= second["started"]
    stats = sandbox.stats()
    assert stats["by_status"] == {"200": 1, "403": 1}
    assert stats["by_path"] == {"/api/v1/invoices": 1, "/api/v1/reconciliations": 1}
    assert stats["max_in_flight"] == 1
    sandbox.reset_audit()
    assert sandbox.requests() == []


def test_only_so_many_requests_of_a_window_are_served() -> None:
    with SandboxProcess(size=10, requests_per_minute=3, quirks={"throttle_status": "400"}) as few:
        answers = [ask(few, "company") for _ in range(5)]
        assert [it.status_code for it in answers] == [200, 200, 200, 400, 400]
        assert [it.headers["X-Rate-Limit-Remaining"] for it in answers] == ["2", "1", "0", "0", "0"]
        body = answers[-1].json()
        assert body["code"] == 429
        assert body["message"] == "Too many requests"
        assert 1 <= body["headers"]["x-rate-limit-reset"] <= 60
        assert few.stats()["throttled"] == 2


@pytest.mark.parametrize(
    ("status", "said"), [("wrapped", [400, 400, 400]), ("alternating", [429, 400, 429])]
)
def test_a_throttle_can_come_in_several_forms(status: str, said: list[int]) -> None:
    """docs: alegra-api 1.2, 1.6"""
    quirks = {"throttle_status": status, "rate_limit_headers": "missing"}
    with SandboxProcess(size=10, requests_per_minute=1, quirks=quirks) as few:
        answers = [ask(few, "company") for _ in range(4)][1:]
        assert [it.status_code for it in answers] == said
        for answer in answers:
            assert not [name for name in answer.headers if name.startswith("X-Rate-Limit")]
            body = answer.json()
            assert (body["error"] if status == "wrapped" else body)["code"] == 429


def test_an_answer_without_a_body_and_ids_that_are_no_numbers_go_over_http() -> None:
    quirks = {"deleted_rows": "204", "mixed_ids": "1900-01-01"}
    with SandboxProcess(size=60, requests_per_minute=0, quirks=quirks) as sandbox:
        (gone,) = sandbox.change("delete", "estimates")
        assert sandbox.deleted("estimates") == [gone["id"]]
        answer = ask(sandbox, f"estimates/{gone['id']}")
        assert (answer.status_code, answer.content) == (204, b"")
        id = next(sandbox.truth("estimates"))["id"]
        assert ask(sandbox, f"estimates/{id}").json()["id"] == id
        assert sandbox.change("edit", "estimates", id) == [
            {"resource": "estimates", "id": id, "what": "changed"}
        ]


def test_contacts_can_have_a_rate_limit_of_their_own() -> None:
    """docs: alegra-api 1.2"""
    quirks = {"contacts_requests_per_minute": 1}
    with SandboxProcess(size=10, country="DO", quirks=quirks) as few:
        assert ask(few, "contacts").headers["X-Rate-Limit-Limit"] == "1"
        assert ask(few, "contacts/1").status_code == 429
        assert ask(few, "items").headers["X-Rate-Limit-Limit"] == "100"


def test_a_window_ends_and_the_next_one_begins() -> None:
    moment = [100.0]
    limit = RateLimit(2, 60.0, lambda: moment[0])
    grants = [limit.take() for _ in range(3)]
    assert [grant.allowed for grant in grants] == [True, True, False]
    assert [grant.remaining for grant in grants] == [1, 0, 0]
    moment[0] += 59.5
    assert limit.take().reset == 1
    moment[0] += 0.5
    grant = limit.take()
    assert (grant.allowed, grant.remaining, grant.reset) == (True, 1, 60)
    unlimited = RateLimit(0, 60.0, lambda: moment[0])
    assert all(unlimited.take().allowed for _ in range(500))


def test_more_than_three_requests_at_a_time_are_too_many() -> None:
    """docs: alegra-api 1.2"""
    with (
        SandboxProcess(size=10, latency=300, requests_per_minute=0) as slow,
        ThreadPoolExecutor(8) as pool,
    ):
        answers = list(pool.map(lambda _: ask(slow, "company").status_code, range(8)))
        assert answers.count(200) >= 3
        assert 503 in answers
        assert slow.stats()["max_in_flight"] > 3


def test_faults_strike_as_often_as_they_are_told(sandbox: SandboxProcess) -> None:
    sandbox.set_faults([{"kind": "503", "path": "^/items", "every": 2, "times": 2, "after": 1}])
    statuses = [ask(sandbox, "items").status_code for _ in range(8)]
    assert statuses == [200, 200, 503, 200, 503, 200, 200, 200]
    assert ask(sandbox, "invoices").status_code == 200
    (fault,) = sandbox.faults()
    assert (fault["matched"], fault["struck"]) == (8, 2)


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("500", 500, 500),
        ("502", 502, 502),
        ("504", 504, 504),
        ("throttle_400", 400, 429),
        ("throttle_429", 429, 429),
        ("forbidden", 403, 403),
        ("plan", 402, 907),
    ],
)
def test_faults_answer_in_alegras_shape(
    sandbox: SandboxProcess, kind: str, status: int, code: int
) -> None:
    sandbox.set_faults([{"kind": kind}])
    answer = ask(sandbox, "invoices")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert sandbox.stats()["by_status"] == {str(status): 1}
    assert sandbox.stats()["throttled"] == (code == 429)


@pytest.mark.parametrize("kind", MISLEADING)
def test_faults_answer_with_nothing_or_an_error_in_a_success(
    sandbox: SandboxProcess, kind: str
) -> None:
    sandbox.set_faults([{"kind": kind}])
    answer = ask(sandbox, "invoices")
    assert (answer.status_code, answer.json()) == (200, MISLEADING[kind])


def test_what_is_to_come_can_be_forgotten(sandbox: SandboxProcess) -> None:
    sandbox.schedule(1, "^/invoices", "create", "invoices")
    sandbox.reset_schedule()
    ask(sandbox, "invoices")
    assert sandbox.scheduled()["happened"] == []


@pytest.mark.parametrize("kind", ["drop", "truncate"])
def test_connections_break(sandbox: SandboxProcess, kind: str) -> None:
    sandbox.set_faults([{"kind": kind}])
    with pytest.raises(requests.exceptions.RequestException):
        ask(sandbox, "invoices")
    assert len(sandbox.requests()) == 1


@pytest.mark.parametrize(("kind", "status"), [("html", 200), ("html_502", 502)])
def test_pages_for_people_come_instead_of_json(
    sandbox: SandboxProcess, kind: str, status: int
) -> None:
    sandbox.set_faults([{"kind": kind}])
    answer = ask(sandbox, "invoices")
    assert answer.status_code == status
    assert answer.text.startswith("<html>")


def test_one_record_of_a_page_is_broken_and_the_truth_is_not(sandbox: SandboxProcess) -> None:
    sandbox.set_faults([{"kind": "broken_record", "path": "^/invoices"}])
    first, second = ask(sandbox, "invoices", order_field="id").json()[:2]
    assert (first["total"], first["status"]) == ("12,5x", "desconocido")
    assert second["status"] != "desconocido"
    assert "desconocido" not in {it["status"] for it in sandbox.truth("invoices")}
    id = str(second["id"])
    sandbox.set_faults([{"kind": "broken_record", "id": id, "breaks": ["shape"]}])
    again = ask(sandbox, "invoices", order_field="id", metadata="true").json()["data"]
    assert [it["client"] for it in again if str(it["id"]) == id] == [[17, {"id": None}]]
    assert ask(sandbox, f"invoices/{id}").json()["client"] == [17, {"id": None}]
    assert break_record({"id": 1}, ["row"]) == "registro dañado"


def test_options_survive_the_command_line() -> None:
    given = Options(
        country="CO",
        today=date(2026, 9, 15),
        latency=7,
        documents={"payments-in": 3},
        quirks={"counted_up_to": 5},
        faults=[{"kind": "503", "path": "^/items,", "breaks": ["amount"]}],
    )
    read = Options.parse(argparse.ArgumentParser(), given.as_arguments())
    assert read == replace(given, documents={"payments-in": "3"}, quirks={"counted_up_to": "5"})
    assert Options.parse(argparse.ArgumentParser(), []) == Options()


def test_a_fault_that_is_none_is_refused() -> None:
    for wrong in ({"kind": "rain"}, {"path": "x"}, {"kind": "500", "struck": 1}, 7):
        with pytest.raises(ValueError, match="fault"):
            read_fault(wrong)


def test_the_books_change_while_a_client_is_reading() -> None:
    with SandboxProcess(size=300, requests_per_minute=0) as sandbox:
        sandbox.schedule(2, "^/invoices", "create", "invoices")
        sandbox.schedule(1, "^/invoices", "delete", "invoices", 999_999)
        before = [str(it["id"]) for it in sandbox.truth("invoices")]
        ask(sandbox, "invoices")
        ask(sandbox, "items")
        assert sandbox.scheduled()["waiting"] == 1
        assert len(sandbox.scheduled()["failed"]) == 1
        ask(sandbox, "invoices")
        (happened,) = sandbox.scheduled()["happened"]
        after = [str(it["id"]) for it in sandbox.truth("invoices")]
        assert [id for id in after if id not in before] == [happened["id"]]


def test_the_control_endpoints_change_the_company() -> None:
    with SandboxProcess(
        size=300, seed=9, today=date(2026, 11, 3), requests_per_minute=1
    ) as sandbox:
        payment, document = sandbox.change("pay", "invoices")
        assert payment["resource"] == "payments"
        assert document == {"resource": "invoices", "id": document["id"], "what": "changed"}
        (gone,) = sandbox.change("delete", "invoices")
        assert sandbox.deleted("invoices") == [gone["id"]]
        advanced = sandbox.advance(3)
        assert advanced["changes"]["invoices"]
        with pytest.raises(requests.HTTPError, match="there is no invoices 999999"):
            sandbox.change("void", "invoices", 999_999)
        with pytest.raises(requests.HTTPError, match="no fault 'rain'"):
            sandbox.set_faults([{"kind": "rain"}])
        assert sandbox.requests() == []


def test_a_signal_ends_it_quietly() -> None:
    sandbox = SandboxProcess(size=10)
    with sandbox:
        assert ask(sandbox, "company").status_code == 200
    assert sandbox.exit_status == 0


def test_a_wrong_setting_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError), SandboxProcess(size=10, quirks={"kindness": "on"}):
        pass
    assert "no quirk 'kindness'; there are oversized_limit" in capfd.readouterr().err
    for wrong in ({"oversized_limit": "honoured"}, {"put": "contacts:merge,bills:append"}):
        with pytest.raises(ValueError, match="is one of"):
            Quirks().with_values(wrong)


def test_answers_of_a_quirk_are_for_all_or_for_some() -> None:
    quirks = Quirks().with_values({"put": "bills:replace", "orders": "refused,*/date:ignored"})
    assert [quirks.of("put", path) for path in ("bills", "contacts", "items")] == [
        *("replace", "replace", "merge")
    ]
    assert quirks.of("orders", "items", "*/id", "items/id") == "refused"
    assert quirks.of("orders", "items", "*/date", "items/date") == "ignored"
    assert Quirks().with_values({"put": "merge"}).of("put", "contacts") == "merge"


def test_every_quirk_names_a_heading_of_the_reference_as_its_source() -> None:
    quirks = Quirks.__dataclass_fields__
    sources = {name: quirk.metadata["source"] for name, quirk in quirks.items()}
    for name, source in sources.items():
        found = citations(source, "quirks")
        assert found, name
        assert not without_heading(found), name


def test_every_quirk_is_one_of_its_choices() -> None:
    for quirk in Quirks.__dataclass_fields__.values():
        assert quirk.default in (quirk.metadata["choices"] or (quirk.default,))
        for answer in quirk.metadata.get("answers", ()) and str(quirk.default).split(","):
            assert answer.rpartition(":")[2] in quirk.metadata["answers"]


def test_stats_of_nothing_are_zeros() -> None:
    assert Audit().stats()["max_in_flight"] == 0
    audit = Audit([Entry("GET", "/api/v1/items", {}, 0.0, 2, 429, throttled=True)])
    assert audit.stats()["throttled"] == 1
