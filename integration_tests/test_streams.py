"""All streams of all countries, row by row against the company's truth."""

import math

import pytest

from alegra_sandbox.countries import COUNTRIES
from alegra_unified.registry import RESOURCES

from .conftest import Connect, Start
from .runner import SOURCE, Warehouse, pages


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_full_refresh_of_all_streams_equals_the_truth(
    start: Start, connect: Connect, country: str
) -> None:
    sandbox = start(country=country, size=600)
    finished = connect(sandbox, program=[SOURCE]).read(*RESOURCES)
    assert finished.status == 0, finished.output[-3000:]
    warehouse = Warehouse()
    warehouse.take(finished.messages)
    comparisons = warehouse.compare(sandbox, *RESOURCES)
    assert {name: it.differences for name, it in comparisons.items() if not it.equal} == {}
    lacking = {name for name, it in comparisons.items() if not it.rows}
    others = {
        name for name, it in RESOURCES.items() if it.only_in and it.only_in.alpha_2 != country
    }
    assert lacking == others
    emitted = [len(finished.records(name)) for name in RESOURCES]
    assert emitted == [comparison.rows for comparison in comparisons.values()]


def test_a_full_reading_makes_at_most_two_requests_over_the_fewest(
    start: Start, connect: Connect
) -> None:
    sandbox = start(size=3000)
    finished = connect(sandbox).read(*RESOURCES)
    assert finished.status == 0, finished.output[-3000:]
    asked = sandbox.requests()
    # Remissions come in no order that holds from page to page (docs: alegra-api 11.2).
    for name in RESOURCES.keys() - {"remissions"}:
        resource = RESOURCES[name]
        path, parameters = resource.listing.path, resource.listing.parameters
        listed = [
            it
            for it in asked
            if it["path"].endswith(path) and parameters.items() <= it["query"].items()
        ]
        kind = parameters.get("type")
        rows = sum(kind in (None, row.get("type")) for row in sandbox.truth(path.strip("/")))
        assert len(listed) <= math.ceil(rows / (resource.listing.numbered_pages or 30)) + 2, name


def test_customers_and_suppliers_together_are_one_reading(start: Start, connect: Connect) -> None:
    sandbox = start(size=3000)
    rows = sum(1 for _ in sandbox.truth("contacts"))
    connect(sandbox).read("customers", "suppliers")
    assert len(list(pages(sandbox.requests(), "/contacts"))) <= math.ceil(rows / 30) + 2


def test_no_more_than_three_requests_are_under_way_and_none_is_refused(
    start: Start, connect: Connect
) -> None:
    sandbox = start(size=2000, latency=15)
    connect(sandbox).read(*RESOURCES)
    stats = sandbox.stats()
    assert stats["max_in_flight"] <= 3
    assert {status for status in stats["by_status"] if str(status) != "200"} == set()
