"""GET: from a path and its query to a JSON value, without any HTTP."""

from collections.abc import Iterator, Mapping
from typing import Any

from .books import Books
from .errors import forbidden, not_found
from .lists import list_page
from .resources import RESOURCES
from .resources.company import company, current_user
from .resources.resource import Record

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
    resource = RESOURCES[name]
    asked = resource.asked(parameters)
    if identifier:
        row = books.row(resource.table, int(identifier)) if identifier.isdecimal() else None
        if row is None:
            raise not_found(resource.title)
        (record,) = resource.records(books, [row], asked | resource.shown_alone(books.quirks))
        return record
    page = list_page(books, resource, parameters, now)
    return resource.answer(resource.records(books, page.rows, asked), page.total, parameters)


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
