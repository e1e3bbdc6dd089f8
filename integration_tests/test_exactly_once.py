"""Two hundred documents, whatever happens on the way: none lost, none doubled, and told truly."""

import random
from datetime import date
from typing import Any

import pytest

from alegra_sandbox.process import SandboxProcess
from benchmarks.orders import orders, record

from .conftest import ConnectDestination, Start
from .orders import counts, creations, each_once, state, with_states, written
from .runner import DESTINATION, Finished

COUNT = 200
TODAY = date(2026, 11, 3)
SLOW = 1_000


def report(finished: Finished) -> str:
    """The last line that tells what became of the records."""
    logs = [str(it["log"]["message"]) for it in finished.of("LOG")]
    return next(it for it in reversed(logs) if it.startswith("Stream invoices"))


def company(start: Start, **options: Any) -> SandboxProcess:
    return start(size=600, today=TODAY, **options)


FAULTS: list[dict[str, Any]] = [
    {"kind": "commit_then_500"},
    {"kind": "commit_then_drop"},
    {"kind": "commit_then_silence", "milliseconds": SLOW},
    {"kind": "code_3051"},
    {"kind": "code_4250"},
    {"kind": "500"},
    {"kind": "drop"},
    {"kind": "html_502"},
    {"kind": "truncate"},
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["kind"])
def test_every_twentieth_post_goes_wrong(
    start: Start, connect_destination: ConnectDestination, fault: dict[str, Any]
) -> None:
    sandbox = company(start)
    lines = [*orders(sandbox, COUNT), state("invoices", at="end")]
    sandbox.set_faults([{**fault, "method": "POST", "path": "^/invoices", "every": 20}])
    finished = connect_destination(sandbox).write(lines)
    assert finished.status == 0, finished.output[-3000:]
    (struck,) = sandbox.faults()
    assert struck["struck"] >= 10
    assert written(sandbox) == each_once(COUNT)
    assert counts(finished.of("STATE")) == (COUNT, 0)
    assert report(finished) == (
        "Stream invoices: 200 records, 200 written, 0 there already, 0 rejected."
    )


def test_what_shows_in_lists_only_later_is_not_written_twice(
    start: Start, connect_destination: ConnectDestination
) -> None:
    """docs: alegra-api 6, a look-up too early was a false negative"""
    sandbox = company(start, quirks={"visible_after_milliseconds": 1_500})
    lines = [*orders(sandbox, COUNT), state("invoices", at="end")]
    fault = {"kind": "commit_then_500", "method": "POST", "path": "^/invoices", "every": 20}
    sandbox.set_faults([fault])
    finished = connect_destination(sandbox, read_after_write_delay_seconds=3).write(lines)
    assert finished.status == 0, finished.output[-3000:]
    assert written(sandbox) == each_once(COUNT)


@pytest.mark.parametrize("seed", range(20))
def test_a_kill_at_any_point_and_a_run_from_the_last_state(
    start: Start, connect_destination: ConnectDestination, seed: int
) -> None:
    sandbox = company(start, latency=3)
    lines = list(with_states(orders(sandbox, COUNT), every=25))
    point = random.Random(seed).randrange(1, COUNT)
    destination = connect_destination(sandbox)

    def reached() -> bool:
        return int(sandbox.stats()["by_method"].get("POST", 0)) >= point

    messages = destination.write_until_killed(lines, reached)
    passed = [it for it in messages if it["type"] == "STATE"]
    done = passed[-1]["state"]["stream"]["stream_state"]["taken"] if passed else 0
    assert each_once(done) <= written(sandbox)
    rest = lines[lines.index(state("invoices", taken=done)) + 1 :] if done else lines
    again = destination.write(rest)
    assert again.status == 0, again.output[-3000:]
    assert written(sandbox) == each_once(COUNT)
    assert counts(again.of("STATE")) == (COUNT - done, 0)


def test_the_whole_sync_again_writes_nothing(
    start: Start, connect_destination: ConnectDestination
) -> None:
    sandbox = company(start)
    lines = [*orders(sandbox, COUNT), state("invoices", at="end")]
    destination = connect_destination(sandbox, program=[DESTINATION])
    assert destination.write(lines).status == 0
    sandbox.reset_audit()
    again = destination.write(lines)
    assert again.status == 0
    assert "POST" not in sandbox.stats()["by_method"]
    assert written(sandbox) == each_once(COUNT)
    assert counts(again.of("STATE")) == (COUNT, 0)
    assert report(again) == (
        "Stream invoices: 200 records, 0 written, 200 there already, 0 rejected."
    )


def test_two_bad_rows_do_not_stop_the_others(
    start: Start, connect_destination: ConnectDestination
) -> None:
    sandbox = company(start)
    lines = orders(sandbox, COUNT)
    lines[17]["record"]["data"]["customer"] = {"tax_number": "NOBODY"}
    lines[101]["record"]["data"]["line_items"][0]["quantity"] = "a few"
    finished = connect_destination(sandbox).write([*lines, state("invoices", at="end")])
    assert finished.status == 0
    assert set(each_once(COUNT) - written(sandbox)) == {"order-17", "order-101"}
    assert counts(finished.of("STATE")) == (COUNT, 2)
    assert report(finished) == (
        "Stream invoices: 200 records, 198 written, 0 there already, 2 rejected."
    )
    allowed = connect_destination(sandbox, max_rejected_records=1)
    failed = allowed.write([*lines, state("invoices", at="end")])
    assert failed.status == 1
    assert counts(failed.of("STATE")) == (COUNT, 2)
    (error,) = failed.errors()
    assert error["failure_type"] == "config_error"
    assert "2 records were rejected" in error["message"]


def test_throttled_throughout(start: Start, connect_destination: ConnectDestination) -> None:
    sandbox = company(
        start,
        requests_per_minute=40,
        rate_window_seconds=1,
        quirks={"throttle_status": "alternating"},
    )
    lines = [*orders(sandbox, COUNT), state("invoices", at="end")]
    sandbox.set_faults(
        [
            {"kind": "throttle_400", "method": "POST", "every": 30},
            {"kind": "throttle_429", "method": "POST", "every": 41},
        ]
    )
    finished = connect_destination(sandbox).write(lines)
    assert finished.status == 0, finished.output[-3000:]
    assert sandbox.stats()["throttled"] >= 10
    assert written(sandbox) == each_once(COUNT)


def test_no_state_comes_before_what_is_ahead_of_it_is_accounted_for(
    start: Start, connect_destination: ConnectDestination
) -> None:
    """The audit counts what was created at the moment at which each state is printed."""
    sandbox = company(start, latency=2)
    lines = orders(sandbox, COUNT)
    bad = {30: {"customer": {"tax_number": "NOBODY"}}, 31: {"invoice_date": "soon"}}
    for place, change in bad.items():
        lines[place]["record"]["data"].update(change)
    destination = connect_destination(sandbox)
    seen: list[tuple[int, int]] = []
    for message in destination.messages(with_states(lines, every=25)):
        if message["type"] == "STATE":
            taken = message["state"]["stream"]["stream_state"]["taken"]
            seen.append((taken, len(creations(sandbox))))
    assert [taken for taken, _ in seen] == list(range(25, COUNT + 1, 25))
    for taken, created in seen:
        assert created >= taken - sum(place < taken for place in bad)


def test_references_inside_one_sync(start: Start, connect_destination: ConnectDestination) -> None:
    """A payment comes before its invoice, and that before its new customer."""
    sandbox = company(start, quirks={"payments_on_drafts": "accepted"})
    (order,) = orders(sandbox, 1, customer={"external_id": "new-customer"})
    payment = record(
        "payments",
        external_id="payment-0",
        transaction_date=f"{TODAY.isoformat()}T00:00:00Z",
        total_amount=5,
        account={"id": "1"},
        customer={"external_id": "new-customer"},
        allocations=[{"type": "invoice", "external_id": "order-0", "amount": 5}],
    )
    customer = record(
        "customers", external_id="new-customer", display_name="Nueva", tax_number="NEW010101AB1"
    )
    lines = [payment, order, customer, *(state(it) for it in ("payments", "invoices", "customers"))]
    finished = connect_destination(sandbox).write(lines)
    assert finished.status == 0, finished.output[-3000:]
    assert counts(finished.of("STATE")) == (3, 0)
    assert written(sandbox) == each_once(1)
    assert written(sandbox, "contacts") == {"new-customer": 1}
    (made,) = [it for it in sandbox.truth("payments") if "payment-0" in str(it["observations"])]
    assert made["invoices"][0]["amount"] == 5
