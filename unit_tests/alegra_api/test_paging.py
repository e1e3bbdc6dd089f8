import math
from datetime import date
from itertools import islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alegra_api.errors import RequestRefused
from alegra_api.ids import IdSet
from alegra_api.listing import Listing
from alegra_api.page import Page
from alegra_api.paging.pager import Pager
from alegra_api.paging.pages import Heads, NewReading

from .fake_alegra import FakeAlegra, Immediately, documents


def pager(
    alegra: FakeAlegra,
    pages_ahead: int = 2,
    filters_by_date: bool = True,
    date_field: str | None = "date",
) -> Pager:
    return Pager(
        client=alegra,  # type: ignore[arg-type]
        listing=Listing(path="/invoices", filters_by_date=filters_by_date),
        stream="invoices",
        date_field=date_field,
        executor=Immediately(),
        pages_ahead=pages_ahead,
    )


def ids(pages: Any) -> list[int]:
    return [int(row["id"]) for rows in pages for row in rows]


@pytest.mark.parametrize("count", [0, 1, 29, 30, 31, 59, 60, 61, 90, 600, 1234])
@pytest.mark.parametrize("pages_ahead", [0, 2])
def test_a_full_reading_takes_at_most_two_requests_over_the_fewest(
    count: int, pages_ahead: int
) -> None:
    alegra = FakeAlegra(documents(count))
    read = ids(pager(alegra, pages_ahead).everything())
    assert sorted(read) == list(range(1, count + 1))
    assert len(alegra.requests) <= math.ceil(count / 30) + 2


@pytest.mark.parametrize("pages_ahead", [0, 2])
def test_a_full_reading_beyond_alegras_count_keeps_the_same_bound(pages_ahead: int) -> None:
    alegra = FakeAlegra(documents(20_011))
    read = ids(pager(alegra, pages_ahead).everything())
    assert len(read) == len(set(read)) == 20_011
    assert len(alegra.requests) <= math.ceil(20_011 / 30) + 2


@settings(max_examples=150, deadline=None)
@given(
    count=st.integers(31, 400),
    counts=st.booleans(),
    deletions=st.lists(
        st.tuples(st.integers(0, 15), st.integers(1, 400)), max_size=6, unique_by=lambda it: it[1]
    ),
    additions=st.lists(st.integers(0, 15), max_size=6),
    pages_ahead=st.integers(0, 2),
)
def test_rows_deleted_and_added_while_paging_lose_and_double_nothing(
    count: int,
    counts: bool,
    deletions: list[tuple[int, int]],
    additions: list[int],
    pages_ahead: int,
) -> None:
    alegra = FakeAlegra(documents(count), counts=counts)

    def live(request: int) -> None:
        for at, number in deletions:
            if at == request:
                alegra.rows.pop(number, None)
        for _ in range(additions.count(request)):
            number = max(alegra.rows) + 1 if len(alegra.rows) else count + 1
            number = max(number, count + len(alegra.requests) + 1)
            while number in alegra.rows:
                number += 1
            alegra.rows[number] = {"id": str(number), "date": "2026-01-01", "status": "open"}

    alegra.before_request = live
    read = ids(pager(alegra, pages_ahead).everything())
    assert len(read) == len(set(read))
    there_all_along = set(range(1, count + 1)) & set(alegra.rows)
    assert there_all_along <= set(read)


def test_a_row_that_slips_past_unnoticed_is_found_by_the_last_request() -> None:
    """One row goes and one comes between the same two requests: the count stays the same."""
    alegra = FakeAlegra(documents(300))

    def swap(request: int) -> None:
        if request == 4:
            del alegra.rows[5]
            alegra.rows[301] = {"id": "301", "date": "2026-01-01", "status": "open"}

    alegra.before_request = swap
    read = ids(pager(alegra, 0).everything())
    assert sorted(read) == list(range(1, 302))


def test_a_reading_that_was_cut_off_goes_on_and_loses_nothing() -> None:
    alegra = FakeAlegra(documents(1000))
    progress = NewReading()
    pages = pager(alegra).everything(progress)
    first = [int(row["id"]) for _ in range(12) for row in next(pages)]
    del alegra.rows[7], alegra.rows[8]
    progress = NewReading(IdSet.decode(progress.seen.encode()), progress.low_water_mark)
    before = len(alegra.requests)
    rest = ids(pager(alegra).everything(progress))
    assert sorted(first + rest) == list(range(1, 1001))
    assert len(alegra.requests) - before <= math.ceil(1000 / 30) + 3 - 10


def test_unordered_ids_fall_back_to_reading_by_date() -> None:
    rows = documents(500)
    alegra = FakeAlegra(dict(sorted(rows.items(), key=lambda item: hash(str(item[0] * 7919)))))
    alegra.sorts_by_id = False
    assert sorted(ids(pager(alegra).everything())) == list(range(1, 501))


def test_a_refused_order_by_id_falls_back_to_reading_by_date_and_is_asked_for_once() -> None:
    alegra = FakeAlegra(documents(500), refuses_ids=True, filters_by_ids=True)
    reading = pager(alegra)
    assert len(ids(reading.newest(IdSet()))) == 30
    assert not reading.finds_newest
    assert reading.total == 500
    assert sorted(ids(reading.everything())) == list(range(1, 501))
    assert sorted(ids(reading.with_ids(["7", "300"]))) == [7, 300]
    assert [it.get("order_field") for it in alegra.requests].count("id") == 1


def test_master_data_whose_order_by_id_is_refused_is_read_as_it_comes() -> None:
    alegra = FakeAlegra(documents(40), refuses_ids=True)
    assert sorted(ids(pager(alegra, date_field=None).everything())) == list(range(1, 41))


def test_a_list_of_ids_that_are_no_integers_is_read_whole() -> None:
    alegra = FakeAlegra({})
    rows = [{"id": f"019d06f6-{number:04d}", "date": "2026-01-01"} for number in range(30)]

    def answer(path: str, parameters: Any) -> Any:
        start = int(parameters["start"])
        return Page(rows[start : start + int(parameters["limit"])], 30)

    alegra.page = answer  # type: ignore[method-assign]
    read = [row["id"] for page in pager(alegra).everything() for row in page]
    assert sorted(read) == [row["id"] for row in rows]


def test_newest_stops_at_the_highest_known_id() -> None:
    alegra = FakeAlegra(documents(1000))
    read = ids(pager(alegra).newest(IdSet(str(number) for number in range(1, 951))))
    assert set(range(951, 1001)) <= set(read)
    assert len(alegra.requests) == 2


def test_newest_loses_nothing_when_a_new_row_vanishes_between_its_pages() -> None:
    alegra = FakeAlegra(documents(1000))

    def vanish(request: int) -> None:
        if request == 1:
            del alegra.rows[999], alegra.rows[998]

    alegra.before_request = vanish
    read = set(ids(pager(alegra).newest(IdSet(str(number) for number in range(1, 901)))))
    assert set(range(901, 998)) | {1000} <= read


def test_an_ignored_date_filter_falls_back_to_newest_first() -> None:
    alegra = FakeAlegra(documents(900), filters_by_date=False)
    since = date.fromisoformat(alegra.rows[700]["date"])
    read = ids(pager(alegra).dated_since(since))
    expected = {number for number, row in alegra.rows.items() if row["date"] >= str(since)}
    assert expected <= set(read)
    assert len(alegra.requests) < 900 / 30


def test_a_list_without_date_filter_is_read_newest_first_with_early_stop() -> None:
    alegra = FakeAlegra(documents(900), filters_by_date=False)
    since = date.fromisoformat(alegra.rows[800]["date"])
    read = ids(pager(alegra, filters_by_date=False).dated_since(since))
    expected = {number for number, row in alegra.rows.items() if row["date"] >= str(since)}
    assert set(read) == expected
    assert all("date_afterOrNow" not in request for request in alegra.requests)


def test_an_ignored_status_filter_gives_nothing_and_asks_once() -> None:
    alegra = FakeAlegra(documents(900), filters_by_status=False)
    assert ids(pager(alegra).with_status("open")) == []
    assert len(alegra.requests) == 1


def test_ids_are_asked_for_thirty_at_a_time() -> None:
    alegra = FakeAlegra(documents(900), filters_by_ids=True)
    wanted = [str(number) for number in range(100, 161)]
    assert sorted(ids(pager(alegra).with_ids(wanted))) == list(range(100, 161))
    assert len(alegra.requests) == 3


def test_documents_before_the_start_date_are_left_out_whatever_the_server_does() -> None:
    for honoured in (True, False):
        alegra = FakeAlegra(documents(900), filters_by_date=honoured)
        since = date.fromisoformat(alegra.rows[700]["date"])
        read = ids(pager(alegra).everything(since=since))
        expected = {number for number, row in alegra.rows.items() if row["date"] >= str(since)}
        assert set(read) == expected


def test_a_list_is_read_by_the_date_that_its_documents_have() -> None:
    rows = documents(900)
    alegra = FakeAlegra(
        {number: {**row, "dueDate": row["date"], "date": "?"} for number, row in rows.items()},
        sorts_by_id=False,
        date_field="dueDate",
    )
    since = date.fromisoformat(rows[700]["date"])
    reading = pager(alegra, date_field="dueDate")
    expected = {number for number, row in rows.items() if row["date"] >= str(since)}
    assert set(ids(reading.dated_since(since))) == expected
    assert any("dueDate_afterOrNow" in request for request in alegra.requests)
    assert set(ids(reading.everything(since=since))) == expected
    alegra.filters_by_date = False
    assert expected <= set(ids(reading.dated_since(since)))
    assert set(ids(reading.everything())) == set(rows)
    assert {it["order_field"] for it in alegra.requests} == {"id", "dueDate"}


def widened(alegra: Any) -> Pager:
    return Pager(
        client=alegra,
        listing=Listing(path="/bills", widening={"type": "all"}),
        stream="bills",
        date_field="date",
        executor=Immediately(),
        pages_ahead=0,
    )


def test_a_list_is_asked_for_all_that_it_can_hold() -> None:
    alegra = FakeAlegra(documents(70))
    assert len(ids(widened(alegra).everything())) == 70
    assert {request.get("type") for request in alegra.requests} == {"all"}


def test_a_list_that_refuses_to_hold_more_is_read_without_and_asked_once() -> None:
    alegra = FakeAlegra(documents(70))
    refused: list[Any] = []
    answer = alegra.page

    def page(path: str, parameters: Any) -> Page:
        if "type" in parameters:
            refused.append(parameters)
            raise RequestRefused(message="type")
        return answer(path, parameters)

    alegra.page = page  # type: ignore[method-assign]
    reading = widened(alegra)
    assert sorted(ids(reading.everything())) == list(range(1, 71))
    assert reading.finds_newest
    assert len(refused) == 1


@pytest.mark.parametrize("refused", ["status", "date_afterOrNow", "id"])
def test_a_refused_filter_is_handled_like_an_ignored_one(refused: str) -> None:
    alegra = FakeAlegra(documents(900), filters_by_ids=True)
    answer = alegra.page

    def page(path: str, parameters: Any) -> Page:
        if refused in parameters:
            raise RequestRefused(message=refused)
        return answer(path, parameters)

    alegra.page = page  # type: ignore[method-assign]
    since = date.fromisoformat(alegra.rows[800]["date"])
    recent = {number for number, row in alegra.rows.items() if row["date"] >= str(since)}
    reading = pager(alegra)
    everything = set() if refused == "status" else set(alegra.rows)
    assert set(ids(reading.with_status("closed"))) == everything
    assert set(ids(reading.dated_since(since))) == recent
    assert set(ids(pager(alegra).everything(since=since))) == recent
    assert ids(reading.with_ids(["7"])) == ([] if refused == "id" else [7])
    assert reading.finds_newest


@pytest.mark.parametrize("cut_after", range(1, 12))
@pytest.mark.parametrize("arrive", [False, True])
def test_a_reading_that_is_cut_off_never_goes_on_behind_unread_rows(
    cut_after: int, arrive: bool
) -> None:
    """The newest page is read first: its rows are no rows read from the oldest on."""
    alegra = FakeAlegra(documents(95))
    read: list[int] = []
    progress = NewReading()
    for _ in range(3):
        pages = pager(alegra, pages_ahead=0).everything(progress)
        read += ids(islice(pages, cut_after))
        progress = NewReading(IdSet.decode(progress.seen.encode()), progress.low_water_mark)
        for _ in range(30 if arrive else 0):
            made = max(alegra.rows) + 1
            alegra.rows[made] = {"id": str(made), "date": "2026-01-01", "status": "open"}
    read += ids(pager(alegra).everything(progress))
    assert sorted(read) == sorted(alegra.rows)


def test_a_reading_that_0_1_0_was_cut_off_in_begins_at_the_oldest_row() -> None:
    """Its state knows the ids read, but not from where on nothing is missing."""
    alegra = FakeAlegra(documents(95))
    seen = IdSet(str(number) for number in [*range(1, 31), *range(66, 96)])
    assert sorted(ids(pager(alegra).everything(NewReading(seen)))) == list(range(31, 66))


@pytest.mark.parametrize("count", [31, 95, 300])
def test_a_list_in_order_costs_its_pages_and_one(count: int) -> None:
    alegra = FakeAlegra(documents(count))
    ids(pager(alegra, pages_ahead=0).everything())
    assert len(alegra.requests) <= math.ceil(count / 30) + 1


def test_a_list_beyond_alegras_count_with_gaps_is_read_with_pages_that_overlap() -> None:
    rows = {number: row for number, row in documents(16_000).items() if number % 3}
    alegra = FakeAlegra(rows)
    read = ids(pager(alegra, pages_ahead=0).everything())
    assert sorted(read) == sorted(rows)
    assert len(alegra.requests) <= len(rows) / 29 + 4


def starts(alegra: FakeAlegra, order: str) -> list[int]:
    asked = [it for it in alegra.requests if it.get("order_field") == order]
    return [int(it["start"]) for it in asked]


@pytest.mark.parametrize("date_field", ["date", None])
def test_pages_that_surely_exist_are_fetched_ahead_without_an_order_of_ids(
    date_field: str | None,
) -> None:
    alegra = FakeAlegra(documents(300), sorts_by_id=False)
    pages = pager(alegra, date_field=date_field).everything()
    list(islice(pages, 2))
    assert starts(alegra, date_field or "id")[-4:] == [0, 30, 60, 90]


def test_pages_behind_the_end_of_a_window_are_not_fetched_ahead() -> None:
    alegra = FakeAlegra(documents(300))
    pages = pager(alegra, filters_by_date=False).dated_since(date(2020, 1, 10))
    list(islice(pages, 2))
    assert starts(alegra, "date") == [0, 30]


def test_look_ups_are_asked_for_ahead_and_come_in_their_order() -> None:
    alegra = FakeAlegra(documents(9), filters_by_ids=True)
    answers = pager(alegra).each(map(str, range(5, 10)))
    identifier, answer = next(answers)
    assert (identifier, answer.result()) == ("5", alegra.rows[5])
    assert alegra.singles == ["5", "6", "7"]
    assert [it for it, _ in answers] == ["6", "7", "8", "9"]


def test_lists_of_ids_are_asked_for_ahead() -> None:
    alegra = FakeAlegra(documents(300), filters_by_ids=True)
    pages = pager(alegra).with_ids([str(number) for number in range(1, 151)])
    assert sorted(ids([next(pages)])) == list(range(1, 31))
    assert len(alegra.requests) == 3
    assert sorted(ids(pages)) == list(range(31, 151))


def test_a_list_by_status_beyond_alegras_count_pays_for_no_proof() -> None:
    """Borders between pages are not proved where look-ups by id find what was lost."""
    rows = documents(24_000, status="open")
    alegra = FakeAlegra({number: row for number, row in rows.items() if number % 2})
    read = ids(pager(alegra, pages_ahead=0).with_status("open"))
    assert sorted(read) == list(alegra.rows)
    assert len(alegra.requests) <= 12_000 / 30 + 1


def test_readers_of_one_list_look_at_its_newest_page_once() -> None:
    alegra = FakeAlegra(documents(300))
    heads: Heads = {}
    for _ in range(2):
        reader = Pager(
            client=alegra,  # type: ignore[arg-type]
            listing=Listing(path="/payments", parameters={"type": "in"}),
            stream="payments",
            date_field="date",
            executor=Immediately(),
            pages_ahead=0,
            heads=heads,
        )
        assert ids(reader.newest(IdSet(["280"]))) == list(range(300, 270, -1))
        assert reader.total == 300
    assert len(alegra.requests) == 1
