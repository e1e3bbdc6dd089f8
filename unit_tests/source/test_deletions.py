"""A deletion is told only on an answer that can mean nothing else."""

from datetime import timedelta
from typing import Any

import pytest

from alegra_api.errors import RequestRefused, UnknownForm
from alegra_api.page import Page

from ..alegra_api.fake_alegra import FakeAlegra
from .test_change_capture import DAY, RECONCILIATION, Warehouse, company, invoice, truth

UNCLEAR = [RequestRefused("an error with HTTP 200"), UnknownForm("{}")]


def unclear(alegra: FakeAlegra, error: Exception, *numbers: int) -> None:
    """Some documents are answered by id with something that may mean anything."""
    answer = alegra.find

    def find(path: str, parameters: Any = None) -> Any:
        if path.rsplit("/", 1)[-1] in map(str, numbers):
            alegra.singles.append(path.rsplit("/", 1)[-1])
            raise error
        return answer(path, parameters)

    alegra.find = find  # type: ignore[method-assign]


@pytest.mark.parametrize("error", UNCLEAR)
def test_an_unclear_answer_by_id_is_no_deletion_and_is_asked_for_again(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    warehouse = Warehouse()
    alegra = company(300, warehouse.now.date())
    warehouse.sync(alegra)
    alegra.rows[97]["status"] = "closed"  # leaves the list of open ones; looked up by id
    unclear(alegra, error, 97)
    warehouse.now += timedelta(hours=1)
    assert warehouse.sync(alegra) == []
    assert "97" in caplog.text
    del alegra.find
    warehouse.now += timedelta(hours=1)
    (changed,) = warehouse.sync(alegra)
    assert changed["id"] == "97"
    assert warehouse.view() == truth(alegra)


@pytest.mark.parametrize("error", UNCLEAR)
def test_what_is_absent_from_a_proved_list_and_answered_unclearly_is_gone(error: Exception) -> None:
    warehouse = Warehouse()
    alegra = company(300, warehouse.now.date())
    warehouse.sync(alegra)
    del alegra.rows[97]
    unclear(alegra, error, 97)
    warehouse.now += timedelta(hours=1)
    assert warehouse.sync(alegra) == []
    warehouse.now += RECONCILIATION * DAY
    gone = [it["id"] for it in warehouse.sync(alegra) if it["status"] == "deleted"]
    assert gone == ["97"]


def test_a_document_that_is_answered_by_id_after_its_deletion_is_gone_from_two_proved_lists() -> (
    None
):
    warehouse = Warehouse()
    alegra = company(300, warehouse.now.date())
    warehouse.sync(alegra)
    deleted = {f"/invoices/{number}": alegra.rows.pop(number) for number in (1, 97)}
    answer = alegra.find
    alegra.find = lambda path, parameters=None: deleted.get(path) or answer(path, parameters)  # type: ignore[method-assign]
    gone = []
    for _ in range(3):
        warehouse.now += RECONCILIATION * DAY
        gone.append([it["id"] for it in warehouse.sync(alegra) if it["status"] == "deleted"])
    assert gone == [[], ["1", "97"], []]


def test_a_document_that_is_back_in_the_list_is_not_gone() -> None:
    warehouse = Warehouse()
    alegra = company(300, warehouse.now.date())
    warehouse.sync(alegra)
    row = alegra.rows[97]
    answer = alegra.find
    alegra.find = lambda path, parameters=None: row if path.endswith("/97") else answer(path)  # type: ignore[method-assign]
    for is_listed in (False, True, False):
        if is_listed:
            alegra.rows[97] = row
        else:
            del alegra.rows[97]
        warehouse.now += RECONCILIATION * DAY
        assert not [it for it in warehouse.sync(alegra) if it["status"] == "deleted"]


def test_what_is_absent_from_a_list_that_is_not_proved_is_kept(
    caplog: pytest.LogCaptureFixture,
) -> None:
    warehouse = Warehouse()
    alegra = company(300, warehouse.now.date())
    warehouse.sync(alegra)
    unclear(alegra, UNCLEAR[0], 97, 98)
    hide(alegra, 97, 98)
    warehouse.now += RECONCILIATION * DAY
    assert not [it for it in warehouse.sync(alegra) if it["status"] == "deleted"]
    assert "298 of the 300 rows" in caplog.text
    assert warehouse.state["reconciled_at"] is None


def test_a_reading_that_is_not_proved_is_repeated_by_the_next_sync() -> None:
    warehouse = Warehouse()
    alegra = company(300, warehouse.now.date())
    page = hide(alegra, 5)
    assert len(warehouse.sync(alegra)) == 299
    assert warehouse.state["reconciled_at"] is None
    alegra.page = page  # type: ignore[method-assign]
    warehouse.now += timedelta(hours=1)
    warehouse.sync(alegra)
    assert warehouse.view() == truth(alegra)
    assert warehouse.state["reconciled_at"] is not None


def test_another_record_than_the_one_asked_for_is_no_deletion() -> None:
    warehouse = Warehouse()
    alegra = company(300, warehouse.now.date())
    warehouse.sync(alegra)
    alegra.rows[97]["status"] = "closed"
    alegra.find = lambda path, parameters=None: {"id": "1"}  # type: ignore[method-assign]
    warehouse.now += timedelta(hours=1)
    assert warehouse.sync(alegra) == []


def test_documents_that_no_scan_shows_are_found_by_the_total(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """An old, settled document that is made where the list's order does not show what is new."""
    warehouse = Warehouse()
    today = warehouse.now.date()
    alegra = company(300, today)
    alegra.sorts_by_id = False
    warehouse.sync(alegra)
    alegra.rows[301] = invoice(301, today - 400 * DAY)
    warehouse.now += timedelta(hours=1)
    assert [it["id"] for it in warehouse.sync(alegra)] == ["301"]
    alegra.requests.clear()
    warehouse.now += timedelta(hours=1)
    assert warehouse.sync(alegra) == []
    assert len(alegra.requests) < 300 / 30


def test_new_documents_in_order_cost_no_second_look() -> None:
    warehouse = Warehouse()
    today = warehouse.now.date()
    alegra = company(300, today)
    warehouse.sync(alegra)
    for round_ in range(3):
        alegra.rows[301 + round_] = invoice(301 + round_, today - 400 * DAY)
        warehouse.now += timedelta(hours=1)
        alegra.requests.clear()
        assert len(warehouse.sync(alegra)) == 1
        assert len(alegra.requests) < 300 / 30


def hide(alegra: FakeAlegra, *numbers: int) -> Any:
    """Lists count some documents and do not show them; the way back."""
    answer = alegra.page

    def page(path: str, parameters: Any) -> Page:
        full = answer(path, parameters)
        shown = [row for row in full.rows if int(row["id"]) not in numbers]
        return Page(shown, full.total)

    alegra.page = page  # type: ignore[method-assign]
    return answer
