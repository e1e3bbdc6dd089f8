"""Lists of records: filters, order and paging as Alegra does them (docs: alegra-api 1.3, 1.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .books import Books, Row
from .document_parts import rows_by_id
from .draws import Draws
from .errors import invalid
from .resources.resource import Resource

PAGE_SIZE = 30
"""The largest page, and the one that is given when nothing is asked."""

ROWS_OF_GARBAGE = 2
"""What a limit above the largest gave (docs: alegra-api 1.3)."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list.

    Attributes:
        rows: its rows.
        total: all rows that the filters leave, up to where Alegra stops counting.
    """

    rows: list[Row]
    total: int


@dataclass(frozen=True, slots=True)
class _Selection:
    table: str
    source: str
    condition: str
    values: tuple[object, ...]


def list_page(
    books: Books,
    resource: Resource,
    parameters: Mapping[str, str],
    whole: bool = False,
    hidden: Sequence[int] = (),
) -> Page:
    """The page that a request asks for.

    Args:
        books: whose list.
        resource: of what.
        parameters: the request's query.
        whole: give all rows whatever page is asked for.
        hidden: rows that lists don't show yet.

    Raises:
        ApiError: Alegra refuses the request.
    """
    selection = _select(books, resource, parameters, hidden)
    start, limit = _bounds(books, parameters)
    if whole:
        start, limit = 0, -1
    total = books.value(
        f"SELECT count(*) FROM (SELECT 1 FROM {selection.source} "
        f"WHERE {selection.condition} LIMIT ?)",
        (*selection.values, books.quirks.counted_up_to),
    )
    descending = parameters.get("order_direction", "ASC").upper() == "DESC"
    column = _order(books, resource, parameters)
    if column is not None:
        direction = "DESC" if descending else "ASC"
        order = f"{column} {direction}"
        if column != "id":
            # Rows that the order says nothing about stand in another order in each page.
            order += f", (id * 7919 + {start} * 104729) % 1009, id"
        return Page(_rows(books, selection, order, start, limit), total)
    order = resource.default_order
    if "order_direction" in parameters and "order_field" not in parameters and descending:
        order = order.replace("DESC", "ASC") if "DESC" in order else order.replace("ASC", "DESC")
    return Page(_unordered(books, resource, selection, order, start, limit), total)


def shown_total(total: int, start: int) -> int | str:
    """``metadata.total``: a number or a text (docs: alegra-api 1.3)."""
    return str(total) if start // PAGE_SIZE % 2 else total


def _select(
    books: Books, resource: Resource, parameters: Mapping[str, str], hidden: Sequence[int]
) -> _Selection:
    conditions = [f"id NOT IN ({', '.join(map(str, hidden))})"]
    values: list[object] = []
    for name, chosen in resource.filters_for(parameters, books.quirks).items():
        if name not in parameters:
            continue
        given = parameters[name]
        if name == "status" and "," in given and books.quirks.status_lists == "honoured":
            listed = [part for part in given.split(",") if chosen.read(part) is not None]
            conditions.append(f"status IN ({', '.join('?' for _ in listed)})")
            values += listed
            continue
        read = chosen.read(given)
        if read is not None:
            conditions.append(chosen.condition)
            values += read
    return _Selection(
        resource.table, resource.source(books.quirks), " AND ".join(conditions), tuple(values)
    )


def _order(books: Books, resource: Resource, parameters: Mapping[str, str]) -> str | None:
    """The column to order by; None where Alegra ignores what was asked."""
    if "order_field" not in parameters:
        return None
    return resource.order_fields_for(parameters["order_field"], books.quirks).get(
        parameters["order_field"]
    )


def _bounds(books: Books, parameters: Mapping[str, str]) -> tuple[int, int]:
    given = parameters.get("start", "0"), parameters.get("limit", str(PAGE_SIZE))
    if not all(text.isdecimal() for text in given) or int(given[1]) < 1:
        raise invalid("Los parámetros start y limit deben ser números enteros")
    start, limit = int(given[0]), int(given[1])
    if limit > PAGE_SIZE:
        if books.quirks.oversized_limit == "refused":
            raise invalid()
        limit = ROWS_OF_GARBAGE
    return start, limit


def _rows(books: Books, selection: _Selection, order: str, start: int, limit: int) -> list[Row]:
    # Sorting ids alone keeps deep pages fast; the few rows of the page are fetched afterwards.
    ids = [
        row["id"]
        for row in books.select(
            f"SELECT id FROM {selection.source} WHERE {selection.condition} "
            f"ORDER BY {order} LIMIT ? OFFSET ?",
            (*selection.values, limit, start),
        )
    ]
    rows = rows_by_id(books, selection.table, ids)
    return [rows[id] for id in ids]


def _unordered(
    books: Books, resource: Resource, selection: _Selection, order: str, start: int, limit: int
) -> list[Row]:
    """A page in an order that does not hold from one page to the next.

    On some page borders, always on the first one, the last row of the page before comes again and
    the first row of this one never comes.
    """
    if start == 0 or books.quirks.unordered_paging == "stable":
        return _rows(books, selection, order, start, limit)
    slips = start == limit or Draws(books.seed, resource.path, "slip", start).chance(0.25)
    rows = _rows(books, selection, order, start - 1, limit + 1)
    if slips and len(rows) > 1:
        return [rows[0], *rows[2:]]
    return rows[1:]
