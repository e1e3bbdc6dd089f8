"""Lists whose pages are numbered, of rows that nothing tells apart."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from alegra_api.listing import Listing
from alegra_api.page import Page
from alegra_api.paging.pager import Pager

from .fake_alegra import Immediately

SIZE = 5
Rows = list[dict[str, Any]]


class Ledger:
    """Answers in numbered pages; `change` may do something before each answer."""

    def __init__(
        self, rows: Rows, counts: bool = True, change: Callable[[Rows, int], None] | None = None
    ) -> None:
        self.rows = rows
        self.counts = counts
        self.change = change
        self.asked: list[Mapping[str, str]] = []

    def page(self, path: str, parameters: Mapping[str, str]) -> Page:
        assert path == "/journals/entries"
        self.asked.append(parameters)
        if self.change is not None:
            self.change(self.rows, len(self.asked))
        start = (int(parameters["page"]) - 1) * int(parameters["limit"])
        rows = self.rows[start : start + int(parameters["limit"])]
        return Page([dict(row) for row in rows], len(self.rows) if self.counts else None)


def lines(count: int) -> Rows:
    """Rows whose ids are of the account, so that they tell nothing apart."""
    return [{"id": "5010", "debit": place // 2} for place in range(count)]


def reader(ledger: Ledger) -> Pager:
    listing = Listing(path="/journals/entries", numbered_pages=SIZE)
    return Pager(ledger, listing, "lines", None, Immediately(), 0)  # type: ignore[arg-type]


def read(ledger: Ledger) -> tuple[Rows, list[str]]:
    pager = reader(ledger)
    return [row for rows in pager.everything() for row in rows], pager.doubts


@pytest.mark.parametrize("counts", [True, False])
@pytest.mark.parametrize("count", [0, 1, 4, 5, 6, 10, 23])
def test_rows_that_are_alike_are_all_read(count: int, counts: bool) -> None:
    ledger = Ledger(lines(count), counts)
    assert read(ledger) == (lines(count), [])
    assert all("start" not in it and it["limit"] == str(SIZE) for it in ledger.asked)


@pytest.mark.parametrize("is_added", [True, False])
def test_a_list_that_changes_while_it_is_read_is_read_again(is_added: bool) -> None:
    def change(rows: Rows, request: int) -> None:
        if request == 2:
            if is_added:
                rows.insert(0, {"id": "5010", "debit": 99})
            else:
                del rows[0]

    ledger = Ledger(lines(12), change=change)
    assert read(ledger) == (ledger.rows, [])


def test_a_list_that_never_rests_is_given_as_it_was_last_and_doubted() -> None:
    ledger = Ledger(lines(12), change=lambda rows, request: rows.append({"debit": request}))
    rows, doubts = read(ledger)
    assert rows
    (doubt,) = doubts
    assert doubt.startswith("the list counted")


def test_a_list_that_knows_no_pages_is_doubted() -> None:
    class Deaf(Ledger):
        def page(self, path: str, parameters: Mapping[str, str]) -> Page:
            return super().page(path, {**parameters, "page": "1"})

    assert read(Deaf(lines(12)))[1] == ["a page came twice"]


def test_a_page_that_lacks_a_row_once_is_asked_for_again() -> None:
    class Forgetful(Ledger):
        def page(self, path: str, parameters: Mapping[str, str]) -> Page:
            page = super().page(path, parameters)
            return Page(page.rows[1:] if len(self.asked) == 2 else page.rows, page.total)

    ledger = Forgetful(lines(12))
    assert read(ledger) == (ledger.rows, [])


def test_pages_shorter_than_asked_for_are_read_in_pages_of_that_size() -> None:
    class Short(Ledger):
        def page(self, path: str, parameters: Mapping[str, str]) -> Page:
            page = super().page(path, parameters)
            return Page(page.rows[:2], page.total)

    ledger = Short(lines(12))
    assert read(ledger) == (ledger.rows, [])


def test_a_list_that_counts_fewer_rows_than_it_sends_is_read_to_an_empty_page() -> None:
    class Low(Ledger):
        def page(self, path: str, parameters: Mapping[str, str]) -> Page:
            page = super().page(path, parameters)
            return Page(page.rows, None if parameters["page"] == "3" else 9)

    assert read(Low(lines(12))) == (lines(12), [])
