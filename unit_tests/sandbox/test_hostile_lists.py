"""Lists and look-ups that answer otherwise than asked, each answer switched for some or all."""

from typing import Any

import pytest

from alegra_sandbox.books import Books
from alegra_sandbox.errors import ApiError
from alegra_sandbox.rate_limit import Grant

from .company import everything, get, ids, make, truth
from .desk import CREATED, Desk

BY_ID = {"order_field": "id", "order_direction": "ASC"}


def company(size: int = 300, **quirks: str) -> Books:
    return make(size=size, quirks=quirks)


def refused(books: Books, path: str, **asked: str) -> int:
    with pytest.raises(ApiError) as raised:
        get(books, path, **asked)
    return raised.value.status


@pytest.mark.parametrize("path", ["invoices", "estimates", "contacts", "items"])
def test_an_order_can_be_ignored_or_refused(path: str) -> None:
    """docs: alegra-api 11.2"""
    ignoring = company(orders=f"{path}:ignored")
    assert get(ignoring, path, **BY_ID) == get(ignoring, path)
    assert refused(company(orders=f"{path}:refused"), path, **BY_ID) == 400
    assert ids(get(company(), path, **BY_ID)) == ids(truth(company(), path))[:30]


def test_one_order_can_be_ignored_or_refused_alone() -> None:
    books = company(orders="*/id:refused,estimates/date:ignored")
    assert {refused(books, path, **BY_ID) for path in ("items", "invoices", "estimates")} == {400}
    assert get(books, "estimates", order_field="date") == get(books, "estimates")
    days = [it["date"] for it in get(books, "invoices", order_field="date")]
    assert days == sorted(days)


def test_filters_can_be_ignored_or_refused() -> None:
    """docs: alegra-api 1.4"""
    asked = {"status": "draft", "date_afterOrNow": "2026-09-01"}
    books = company(filters="*/status:ignored,bills:refused,estimates/date_afterOrNow:refused")
    rows = everything(books, "invoices", **BY_ID, **asked)
    assert {it["status"] for it in rows} - {"draft"}
    assert min(it["date"] for it in rows) >= "2026-09-01"
    assert refused(books, "bills", status="draft") == 400
    assert refused(books, "estimates", **asked) == 400
    assert get(books, "estimates", status="billed")
    assert get(books, "bills", start="30", limit="30", metadata="true", fields="url", **BY_ID)
    listed = company(filters="debit-notes/id:refused")
    assert refused(listed, "debit-notes", id="1,2") == 400


def test_a_list_without_an_order_can_come_in_another_one_at_each_request() -> None:
    """docs: alegra-api 1.3"""
    books = company(shuffled="on", orders="debit-notes:ignored")
    pages = [ids(get(books, "contacts")) for _ in range(3)]
    assert len({tuple(page) for page in pages}) == 3
    assert all(set(page) <= set(ids(truth(books, "contacts"))) for page in pages)
    assert get(books, "debit-notes", **BY_ID) != get(books, "debit-notes", **BY_ID)
    assert get(books, "contacts", **BY_ID) == get(books, "contacts", **BY_ID)


@pytest.mark.parametrize(
    ("choice", "second"),
    [("full", 30), ("short", 10), ("empty", 0), ("hidden", 29)],
)
def test_pages_can_lack_rows(choice: str, second: int) -> None:
    """docs: alegra-api 14"""
    books = company(pages=f"invoices:{choice}")
    lengths = [len(get(books, "invoices", start=start, **BY_ID)) for start in (0, 30, 60, 30)]
    first = 10 if choice == "short" else 30
    assert lengths == [first, second, first, first]
    assert len(get(books, "bills", start=30, **BY_ID)) == len(get(company(), "bills", start=30))
    assert len(get(books, "categories", format="plain")) > 30


@pytest.mark.parametrize(
    ("choice", "shown"),
    [("true", 130), ("high", 137), ("low", 123), ("text", "130"), ("missing", None)],
)
def test_totals_can_be_wrong(choice: str, shown: Any) -> None:
    books = make(size=300, documents={"invoices": 130}, quirks={"totals": f"invoices:{choice}"})
    page = get(books, "invoices", metadata="true", **BY_ID)
    assert page["metadata"] == ({} if shown is None else {"total": shown})
    assert len(page["data"]) == 30


def test_lists_can_be_wrapped() -> None:
    """docs: alegra-api 1.3"""
    rows = get(company(), "invoices", **BY_ID)
    keyed = {str(place): row for place, row in enumerate(rows)}
    for form, data in {"data": rows, "keyed": keyed, "nested": {"data": rows}}.items():
        books = company(wrapped_lists=f"invoices:{form}")
        assert get(books, "invoices", **BY_ID) == {"data": data}
        told = get(books, "invoices", metadata="true", **BY_ID)
        assert (set(told), told["data"]) == ({"metadata", "data"}, data)
        assert isinstance(get(books, "bills", **BY_ID), list)
        assert get(books, f"invoices/{rows[0]['id']}")["date"] == rows[0]["date"]


@pytest.mark.parametrize(
    ("choice", "status", "body"),
    [
        ("404", 404, {"code": 404, "message": "Contacto no encontrado"}),
        ("400", 400, {"code": 400, "message": "Contacto no existe"}),
        ("204", 204, None),
        ("empty", 200, []),
        ("error", 200, {"error": {"code": 404, "message": "Contacto no encontrado"}}),
    ],
)
def test_what_is_gone_is_answered_in_several_ways(choice: str, status: int, body: Any) -> None:
    """docs: alegra-api 9"""
    desk = Desk(company(deleted_rows=f"contacts:{choice}"))
    id = desk.contact()
    desk.send("DELETE", f"contacts/{id}")
    for gone in (id, 999_999):
        with pytest.raises(ApiError) as raised:
            get(desk.company, f"contacts/{gone}")
        assert (raised.value.status, raised.value.body) == (status, body)
    assert refused(desk.company, "invoices/999999") == 404


@pytest.mark.parametrize("path", ["contacts", "invoices", "payments"])
def test_what_is_gone_can_be_there_by_id_all_the_same(path: str) -> None:
    """docs: alegra-api 3.1"""
    desk = Desk(company(deleted_rows="still_there"))
    id = desk.post(path, **CREATED[path](desk))["id"]
    before = get(desk.company, f"{path}/{id}")
    desk.send("DELETE", f"{path}/{id}")
    assert get(desk.company, f"{path}/{id}") == before
    assert str(id) not in {str(it["id"]) for it in everything(desk.company, path, **BY_ID)}
    assert refused(desk.company, f"{path}/999999") == 404
    assert desk.refused("PUT", f"{path}/{id}", observations="x")[0] == 404


@pytest.mark.parametrize(
    ("form", "limit", "reset"),
    [
        ("seconds", "150", "40"),
        ("hour", "150", "3600"),
        ("zero", "150", "0"),
        ("no_limit", "0", "40"),
    ],
)
def test_the_rate_limit_is_told_in_several_ways(form: str, limit: str, reset: str) -> None:
    """docs: alegra-api 1.2"""
    headers = Grant(True, 150, 7, 40).headers(form)
    assert headers == {
        "X-Rate-Limit-Limit": limit,
        "X-Rate-Limit-Remaining": "7",
        "X-Rate-Limit-Reset": reset,
    }


def test_the_rate_limit_can_be_told_as_a_moment_or_not_at_all() -> None:
    grant = Grant(True, 150, 7, 40)
    assert int(grant.headers("epoch")["X-Rate-Limit-Reset"]) > 1_700_000_000
    assert grant.headers("missing") == {}
