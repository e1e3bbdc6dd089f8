"""The rate limit: used to the full, and never overstepped."""

from typing import Any

import pytest

from .conftest import Connect, Start
from .runner import Warehouse


@pytest.mark.parametrize(("limit", "window"), [(15, 6), (10, 6)])
def test_a_long_read_is_never_answered_429(
    start: Start, connect: Connect, limit: int, window: int
) -> None:
    """150 and 100 a minute at a tenth of the scale: the connector knows only the headers."""
    sandbox = start(size=600, requests_per_minute=limit, rate_window_seconds=window)
    finished = connect(sandbox).read("invoices", "payments")
    assert finished.status == 0, finished.output[-2000:]
    assert set(sandbox.stats()["by_status"]) == {"200"}
    _assert_whole(sandbox, finished)


@pytest.mark.parametrize("kind", ["throttle_400", "throttle_429"])
def test_throttles_in_both_disguises_are_waited_out(
    start: Start, connect: Connect, kind: str
) -> None:
    sandbox = start(size=600, requests_per_minute=150, rate_window_seconds=2)
    sandbox.set_faults([{"kind": kind, "path": "invoices", "every": 4}])
    finished = connect(sandbox).read("invoices", "payments")
    assert finished.status == 0, finished.output[-2000:]
    assert sandbox.stats()["by_status"].keys() > {"200"}
    _assert_whole(sandbox, finished)


def test_the_users_own_bound_is_kept(start: Start, connect: Connect) -> None:
    sandbox = start(size=300, requests_per_minute=150, rate_window_seconds=3)
    connect(sandbox, requests_per_minute=5).read("invoices")
    moments = [request["started"] for request in sandbox.requests()]
    for place, moment in enumerate(moments[5:]):
        assert moment - moments[place] > 1


def _assert_whole(sandbox: Any, finished: Any) -> None:
    warehouse = Warehouse()
    warehouse.take(finished.messages)
    comparisons = warehouse.compare(sandbox, "invoices", "payments")
    assert {name: it.differences for name, it in comparisons.items() if not it.equal} == {}
