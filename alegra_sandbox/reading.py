"""GET: records, and lists of them with filters, order and paging as Alegra does them.

docs: alegra-api 1.3, 1.4.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .books import Books, Row
from .errors import forbidden, gone, invalid
from .random_values import RandomValues
from .resources import RESOURCES
from .resources.company import company, current_user
from .resources.resource import Record, Resource

ROWS_OF_GARBAGE = 2
"""What a limit above the largest gave (docs: alegra-api 1.3)."""

SHORT_PAGE = 10
"""Rows of a page where pages are short."""

_PAGING = frozenset(
    {
        "start",
        "page",
        "limit",
        "order_field",
        "order_direction",
        "metadata",
        "fields",
        "format",
        "mode",
    }
)
"""Parameters that are no filters."""

BATCH = 300
"""Rows that the truth renders at a time."""


def answer(
    books: Books, email: str, path: str, parameters: Mapping[str, str], now: float = 0.0
) -> Any:
    """What a GET request is answered with; `now` is of the clock that new records hide by.

    Raises:
        ApiError: the answer is an error.
    """
    if path == "company":
        return company(books)
    if path == "users/self":
        return current_user(email)
    name, _, identifier = (path, "", "") if path in RESOURCES else path.partition("/")
    if name not in RESOURCES or "/" in identifier:
        raise forbidden()
    resource = RESOURCES[name]
    if resource.only_in not in (None, books.country.code):
        raise forbidden()
    resource.refresh(books)
    asked = resource.asked(parameters)
    if identifier:
        row = _looked_up(books, resource, identifier)
        (record,) = resource.records(books, [row], asked | resource.shown_alone(books.quirks))
        return books.long_ids.going_out(resource.table, record)
    books.served[name] += 1
    rows, total = list_page(books, resource, parameters, now)
    if not resource.is_whole(parameters, books.quirks):
        rows = _served(books, name, rows, int(parameters.get("start", "0")))
    records = resource.records(books, rows, asked)
    page = resource.answer(records, total, parameters)
    return _wrapped(books, name, books.long_ids.going_out(resource.table, page))


def _looked_up(books: Books, resource: Resource, identifier: str) -> Row:
    row = resource.find(books, identifier)
    choice = books.quirks.of("deleted_rows", resource.path)
    if row is None and choice == "still_there":
        number = books.long_ids.number(resource.table, identifier)
        row = books.deleted.get(resource.table, {}).get(number or 0)
    if row is None:
        raise gone(resource.title, choice)
    return row


def _served(books: Books, path: str, rows: list[Row], start: int) -> list[Row]:
    """What of a page is sent."""
    choice = books.quirks.of("pages", path)
    if choice == "short":
        return rows[:SHORT_PAGE]
    if choice == "full" or books.served[path] % 3 != 2 or (choice == "empty" and not start):
        return rows
    middle = len(rows) // 2
    return [] if choice == "empty" else rows[:middle] + rows[middle + 1 :]


def _wrapped(books: Books, path: str, page: Any) -> Any:
    """A page in the form, and with the total, that a quirk wants."""
    choice, form = books.quirks.of("totals", path), books.quirks.of("wrapped_lists", path)
    if isinstance(page, dict) and "metadata" in page and choice != "true":
        total = int(page["metadata"]["total"])
        wrong = {"high": total + 7, "low": max(0, total - 7), "text": str(total)}
        page["metadata"] = {"total": wrong[choice]} if choice in wrong else {}
    if form == "usual":
        return page
    page = page if isinstance(page, dict) else {"data": page}
    rows = page.get("data")
    if form == "data" or rows is None:
        return page
    keyed = {str(place): row for place, row in enumerate(rows)}
    return {**page, "data": keyed if form == "keyed" else {"data": rows}}


def truth(books: Books, path: str, parameters: Mapping[str, str]) -> Iterator[list[Record]]:
    """Every record that exists, as its list shows it, in batches.

    Without parameters such as ``fields`` it shows what the truth always shows.

    Raises:
        ApiError: there is no such resource.
    """
    if path == "company":
        yield [company(books)]
        return
    if path not in RESOURCES:
        raise forbidden()
    resource = RESOURCES[path]
    resource.refresh(books)
    asked = resource.asked(parameters) if parameters else resource.in_truth
    last = -1
    while rows := books.select(
        f"SELECT * FROM {resource.table} WHERE id > ? ORDER BY id LIMIT ?", (last, BATCH)
    ):
        last = rows[-1]["id"]
        records = resource.records(books, rows, asked)
        yield [books.long_ids.going_out(resource.table, record) for record in records]


@dataclass(frozen=True, slots=True)
class _Selection:
    """The rows that the filters leave: a FROM clause with its condition, and the values of that."""

    table: str
    clause: str
    values: tuple[object, ...]

    def page(self, books: Books, order: str, start: int, limit: int) -> list[Row]:
        # Sorting ids alone keeps deep pages fast; the few rows of the page are fetched afterwards.
        ids = [
            row["id"]
            for row in books.select(
                f"SELECT id FROM {self.clause} ORDER BY {order} LIMIT ? OFFSET ?",
                (*self.values, limit, start),
            )
        ]
        rows = books.rows(self.table, ids)
        return [rows[id] for id in ids]


def list_page(
    books: Books, resource: Resource, parameters: Mapping[str, str], now: float = 0.0
) -> tuple[list[Row], int]:
    """The rows of a page, and how many the filters leave, up to where Alegra stops counting.

    Raises:
        ApiError: Alegra refuses the request.
    """
    selection = _select(books, resource, parameters, now)
    start, limit = _bounds(books, resource, parameters)
    if resource.is_whole(parameters, books.quirks):
        start, limit = 0, -1
    total = books.value(
        f"SELECT count(*) FROM (SELECT 1 FROM {selection.clause} LIMIT ?)",
        (*selection.values, books.quirks.counted_up_to),
    )
    descending = parameters.get("order_direction", "ASC").upper() == "DESC"
    column = resource.order_column(parameters, books.quirks)
    if column is not None:
        by = books.id_order(resource.table) if column == "id" else column
        order = f"{by} {'DESC' if descending else 'ASC'}"
        if column != "id":
            # Rows that the order says nothing about stand in another order in each page.
            order += f", (id * 7919 + {start} * 104729) % 1009, id"
        return selection.page(books, order, start, limit), total
    if books.quirks.of("shuffled", resource.path) == "on":
        random = RandomValues(books.seed, resource.path, "shuffled", books.served[resource.path])
        order = f"(id * {random.between(1_000, 900_000) * 2 + 1}) % 1000003, id"
        return selection.page(books, order, start, limit), total
    order = resource.default_order
    if "order_direction" in parameters and "order_field" not in parameters and descending:
        order = order.replace("DESC", "ASC") if "DESC" in order else order.replace("ASC", "DESC")
    return _unordered(books, resource, selection, order, start, limit), total


def _select(
    books: Books, resource: Resource, parameters: Mapping[str, str], now: float
) -> _Selection:
    hidden = ", ".join(map(str, books.hidden(resource.table, now)))
    conditions = [f"id NOT IN ({hidden})"]
    values: list[object] = []
    answers = {
        name: books.quirks.of("filters", resource.path, f"*/{name}", f"{resource.path}/{name}")
        for name in parameters.keys() - _PAGING
    }
    if "refused" in answers.values():
        raise invalid()
    if books.quirks.of("default_filters", resource.path) == "usual":
        parameters = {**resource.default_filters, **parameters}
    for name, chosen in resource.usable_filters(parameters, books.quirks).items():
        if name not in parameters or answers.get(name) == "ignored":
            continue
        given = books.long_ids.asked(resource.table, name, parameters[name])
        if name == "status" and "," in given and books.quirks.status_lists == "honoured":
            listed = [part for part in given.split(",") if chosen.read(part) is not None]
            conditions.append(f"status IN ({', '.join('?' for _ in listed)})")
            values += listed
            continue
        read = chosen.read(given)
        if read is not None:
            conditions.append(chosen.condition.replace("{table}", resource.table))
            values += read
    clause = f"{resource.source(books.quirks)} WHERE {' AND '.join(conditions)}"
    return _Selection(resource.table, clause, tuple(values))


def _bounds(books: Books, resource: Resource, parameters: Mapping[str, str]) -> tuple[int, int]:
    largest = resource.page_size
    first = parameters.get("page", "1") if resource.numbered_pages else parameters.get("start", "0")
    given = first, parameters.get("limit", str(largest))
    if not all(text.isdecimal() for text in given) or int(given[1]) < 1:
        raise invalid("Los parámetros start y limit deben ser números enteros")
    start, limit = int(given[0]), int(given[1])
    if resource.numbered_pages:
        start = max(0, start - 1) * limit
    if limit > largest:
        if books.quirks.oversized_limit == "refused":
            raise invalid()
        limit = ROWS_OF_GARBAGE
    return start, limit


def _unordered(
    books: Books, resource: Resource, selection: _Selection, order: str, start: int, limit: int
) -> list[Row]:
    """A page in an order that does not hold from one page to the next.

    On some page borders, always on the first one, the last row of the page before comes again and
    the first row of this one never comes.
    """
    if start == 0 or books.quirks.unordered_paging == "stable":
        return selection.page(books, order, start, limit)
    slips = start == limit or RandomValues(books.seed, resource.path, "slip", start).chance(0.25)
    rows = selection.page(books, order, start - 1, limit + 1)
    if slips and len(rows) > 1:
        return [rows[0], *rows[2:]]
    return rows[1:]
