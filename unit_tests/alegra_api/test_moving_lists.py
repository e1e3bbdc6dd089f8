"""Lists whose rows come and go while they are read, with short pages and wrong totals."""

import math
from datetime import date
from typing import Any

import pytest

from alegra_api.listing import Listing
from alegra_api.page import Page
from alegra_api.paging.pager import Pager

from .fake_alegra import FakeAlegra, Immediately, documents
from .test_paging import ids, pager


def by_date(alegra: FakeAlegra) -> Pager:
    """A list that is always read by date, as that of journals is."""
    client: Any = alegra
    return Pager(
        client=client,
        listing=Listing(path="/journals", sorts_by_id=False),
        stream="journal_entries",
        date_field="date",
        executor=Immediately(),
        pages_ahead=0,
    )


@pytest.mark.parametrize("at", range(1, 6))
def test_a_newest_row_deleted_between_two_pages_by_date_loses_no_other(at: int) -> None:
    alegra = FakeAlegra(documents(150))

    def live(request: int) -> None:
        if request == at:
            del alegra.rows[150]

    alegra.before_request = live
    assert set(range(1, 150)) <= set(ids(by_date(alegra).everything()))


@pytest.mark.parametrize("at", range(1, 6))
def test_a_page_with_nothing_new_is_not_the_end_of_a_list_by_date(at: int) -> None:
    """Thirty rows dated today are added in front of the next page."""
    alegra = FakeAlegra(documents(300))

    def live(request: int) -> None:
        if request == at:
            for number in range(301, 331):
                alegra.rows[number] = {"id": str(number), "date": "2026-01-01", "status": "open"}

    alegra.before_request = live
    read = ids(by_date(alegra).everything())
    assert set(range(1, 301)) <= set(read)
    assert len(read) == len(set(read))


def test_a_row_that_goes_while_a_back_dated_one_comes_by_date_hides_no_other() -> None:
    """The total is the same throughout; the one that came is younger than the first page."""
    for at in range(1, 6):
        alegra = FakeAlegra(documents(150))

        def live(request: int, at: int = at, alegra: FakeAlegra = alegra) -> None:
            if request == at:
                del alegra.rows[149]
                alegra.rows[151] = {"id": "151", "date": "2019-01-01", "status": "open"}

        alegra.before_request = live
        assert set(range(1, 149)) <= set(ids(by_date(alegra).everything()))


@pytest.mark.parametrize("way", [pager, by_date])
@pytest.mark.parametrize("rows_a_page", [10, 29])
def test_a_short_page_is_not_the_end_while_the_total_says_more(way: Any, rows_a_page: int) -> None:
    alegra = FakeAlegra(documents(95))
    answer = alegra.page

    def page(path: str, parameters: Any) -> Page:
        limit = str(min(rows_a_page, int(parameters["limit"])))
        return answer(path, {**parameters, "limit": limit})

    alegra.page = page  # type: ignore[method-assign]
    reading = way(alegra)
    assert sorted(ids(reading.everything())) == list(range(1, 96))
    assert reading.doubts == []


@pytest.mark.parametrize("way", [pager, by_date])
@pytest.mark.parametrize("at", range(5))
@pytest.mark.parametrize("total", [None, 95])
def test_an_empty_page_is_asked_for_again(way: Any, at: int, total: int | None) -> None:
    alegra = FakeAlegra(documents(95))
    answer = alegra.page

    def page(path: str, parameters: Any) -> Page:
        full = answer(path, parameters)
        return Page([], total) if len(alegra.requests) == at + 1 else full

    alegra.page = page  # type: ignore[method-assign]
    reading = way(alegra)
    assert sorted(ids(reading.everything())) == list(range(1, 96))
    assert reading.doubts == []


@pytest.mark.parametrize("way", [pager, by_date])
def test_a_row_that_is_counted_and_never_shown_is_told(
    way: Any, caplog: pytest.LogCaptureFixture
) -> None:
    alegra = FakeAlegra(documents(150))
    answer = alegra.page

    def page(path: str, parameters: Any) -> Page:
        full = answer(path, parameters)
        return Page([row for row in full.rows if row["id"] != "70"], full.total)

    alegra.page = page  # type: ignore[method-assign]
    reading = way(alegra)
    assert sorted(ids(reading.everything())) == [it for it in range(1, 151) if it != 70]
    assert reading.doubts == ["149 of the 150 rows that Alegra counts are listed"]
    assert [it.levelname for it in caplog.records].count("WARNING") == 1


@pytest.mark.parametrize("count", [20, 95])
def test_a_row_that_is_counted_and_not_shown_once_is_read_before_a_reading_ends_at_a_day(
    count: int,
) -> None:
    """The list was read down to an earlier day, and a journal entry was written twice."""
    alegra = FakeAlegra(documents(count), filters_by_date=False)
    answer = alegra.page

    def page(path: str, parameters: Any) -> Page:
        full = answer(path, parameters)
        hidden = str(count - 3) if len(alegra.requests) == 1 else ""
        return Page([row for row in full.rows if row["id"] != hidden], full.total)

    alegra.page = page  # type: ignore[method-assign]
    reading = by_date(alegra)
    day = alegra.rows[count - 5]["date"]
    read = set(ids(reading.dated_since(date.fromisoformat(day))))
    assert {count - 3} <= read
    assert reading.doubts == []


@pytest.mark.parametrize("way", [pager, by_date])
@pytest.mark.parametrize("total", [0, 30, 45, 1000])
def test_a_wrong_total_ends_no_reading_early(way: Any, total: int) -> None:
    alegra = FakeAlegra(documents(150))
    answer = alegra.page
    alegra.page = lambda path, parameters: Page(  # type: ignore[method-assign]
        answer(path, parameters).rows, total
    )
    reading = way(alegra)
    assert sorted(ids(reading.everything())) == list(range(1, 151))
    assert bool(reading.doubts) == (total > 150)


def test_a_row_that_one_answer_repeats_is_no_sign_of_a_missing_one() -> None:
    """docs: alegra-api 3.6, a payment comes once for each of its lines"""
    rows = [row for row in documents(200).values() for _ in range(1 + int(row["id"]) % 3 % 2)]
    alegra = FakeAlegra({})
    alegra.rows = dict(enumerate(rows))
    reading = pager(alegra, pages_ahead=0)
    assert sorted(ids(reading.everything())) == list(range(1, 201))
    assert reading.doubts == []
    assert len(alegra.requests) <= math.ceil(len(rows) / 30) + 2
