"""Answers of the API: from a path and its query to a JSON value, without any HTTP."""

from collections.abc import Iterator, Mapping
from typing import Any

from .books import Books
from .errors import forbidden, not_found
from .lists import list_page, shown_total
from .resources import RESOURCES
from .resources.categories import tree_of
from .resources.company import company, current_user
from .resources.resource import Record, Resource

BATCH = 300
"""Rows that the truth renders at a time."""


def answer(
    books: Books, email: str, path: str, parameters: Mapping[str, str], now: float = 0.0
) -> Any:
    """What a GET request is answered with.

    Args:
        books: the company.
        email: of the user.
        path: below the API's base, without slashes at its ends.
        parameters: the query.
        now: by the clock that new records are kept out of lists by.

    Raises:
        ApiError: the answer is an error.
    """
    if path == "company":
        return company(books)
    if path == "users/self":
        return current_user(email)
    name, _, identifier = path.partition("/")
    if name not in RESOURCES or "/" in identifier:
        raise forbidden()
    if identifier:
        return _one(books, RESOURCES[name], identifier, parameters)
    return _list(books, RESOURCES[name], parameters, now)


def truth(books: Books, path: str, parameters: Mapping[str, str]) -> Iterator[list[Record]]:
    """Every record that exists, as its list shows it, in batches.

    Args:
        books: the company.
        path: of the resource.
        parameters: ``fields`` and the like; without them what the truth always shows.

    Raises:
        ApiError: there is no such resource.
    """
    if path == "company":
        yield [company(books)]
        return
    if path not in RESOURCES:
        raise forbidden()
    resource = RESOURCES[path]
    asked = resource.asked(parameters) if parameters else resource.in_truth
    last = -1
    while rows := books.select(
        f"SELECT * FROM {resource.table} WHERE id > ? ORDER BY id LIMIT ?", (last, BATCH)
    ):
        last = rows[-1]["id"]
        yield resource.records(books, rows, asked)


def _one(
    books: Books, resource: Resource, identifier: str, parameters: Mapping[str, str]
) -> Record:
    row = books.row(resource.table, int(identifier)) if identifier.isdecimal() else None
    if row is None:
        raise not_found(resource.title)
    asked = resource.asked(parameters)
    if resource.path == "contacts" and books.quirks.contact_accounting_alone == "on":
        asked |= {"accounting"}
    (record,) = resource.records(books, [row], asked)
    return record


def _list(books: Books, resource: Resource, parameters: Mapping[str, str], now: float) -> Any:
    tree = resource.path == "categories" and parameters.get("format") != "plain"
    whole = tree or (resource.path == "categories" and books.quirks.plain_categories == "whole")
    if tree:
        # The tree has an order of its own, whatever is asked for.
        parameters = {**parameters, "order_field": "id", "order_direction": "ASC"}
    page = list_page(books, resource, parameters, whole, books.hidden(resource.table, now))
    records = resource.records(books, page.rows, resource.asked(parameters))
    if resource.path == "taxes":
        return {"total": str(page.total), "results": records}
    if tree:
        records = tree_of(records)
    if parameters.get("metadata") == "true":
        start = int(parameters.get("start", "0"))
        return {"metadata": {"total": shown_total(page.total, start)}, "data": records}
    return records
