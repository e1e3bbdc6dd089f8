"""A few documents: what looking them up costs, and that no answer to a filter doubles any."""

from datetime import date

import pytest

from benchmarks.orders import orders

from .conftest import ConnectDestination, Start
from .orders import counts, each_once, state, with_states, written

TODAY = date(2026, 11, 3)
COUNT = 20


@pytest.mark.parametrize(
    "quirks",
    [
        {"filters": "*/identification:ignored"},
        {"filters": "*/identification:refused"},
        {"filters": "*/reference:ignored,*/client_id:ignored"},
        {"filters": "*/client_id:refused,*/status:refused"},
        {"filters": "ignored"},
        {"filters": "refused"},
        {"orders": "ignored"},
        {"orders": "refused"},
        {"identification_filter": "equal", "reference_filter": "contained"},
        {"identification_filter": "compact", "totals": "missing"},
        {"totals": "low", "wrapped_lists": "nested"},
        {"pages": "short"},
        {"pages": "empty"},
    ],
    ids=lambda quirks: " ".join(f"{name}={answer}" for name, answer in quirks.items()),
)
def test_each_order_is_written_once_whatever_filters_do(
    start: Start, connect_destination: ConnectDestination, quirks: dict[str, str]
) -> None:
    sandbox = start(size=1_200, today=TODAY, quirks=quirks)
    lines = list(with_states(orders(sandbox, COUNT), every=5))
    for _ in range(2):
        finished = connect_destination(sandbox).write(lines)
        assert finished.status == 0, finished.output[-3000:]
        assert counts(finished.of("STATE")) == (COUNT, 0)
    assert written(sandbox) == each_once(COUNT)


def test_where_lists_count_more_than_they_show_nothing_is_created_and_that_is_told(
    start: Start, connect_destination: ConnectDestination
) -> None:
    sandbox = start(size=1_200, today=TODAY, quirks={"totals": "high"})
    finished = connect_destination(sandbox).write([*orders(sandbox, COUNT), state("invoices")])
    assert counts(finished.of("STATE")) == (COUNT, COUNT)
    assert written(sandbox) == each_once(0)


@pytest.mark.parametrize(("count", "most"), [(1, 8), (5, 25)])
def test_a_few_orders_cost_a_few_requests_whatever_the_company_holds(
    start: Start, connect_destination: ConnectDestination, count: int, most: int
) -> None:
    sandbox = start(size=20_000, today=TODAY)
    lines = [*orders(sandbox, count), state("invoices", at="end")]
    sandbox.reset_audit()
    assert connect_destination(sandbox).write(lines).status == 0
    assert sandbox.stats()["requests"] <= most
    assert written(sandbox) == each_once(count)
