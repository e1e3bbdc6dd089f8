"""What the simulator knows of one resource of the API."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ..bodies import Body
from ..books import Books, Row
from ..json_text import decoded
from ..quirks import Quirks

Record = dict[str, Any]


def as_given(value: str) -> Sequence[object] | None:
    """The text itself, as the one value of a condition."""
    return (value,)


def contained(value: str) -> Sequence[object] | None:
    """The text anywhere in a column, for LIKE."""
    return (f"%{value}%",)


def whole_number(value: str) -> Sequence[object] | None:
    """A whole number; anything else matches nothing."""
    return (int(value),) if value.isdecimal() else (-1,)


def one_of(*choices: str) -> Callable[[str], Sequence[object] | None]:
    """One of some texts; anything else leaves the filter unused."""
    return lambda value: (value,) if value in choices else None


@dataclass(frozen=True, slots=True)
class Filter:
    """A query parameter that narrows a list.

    Attributes:
        condition: in SQL, with a question mark for each value.
        read: the values from the parameter; None when Alegra ignores such a value.
    """

    condition: str
    read: Callable[[str], Sequence[object] | None] = as_given


# A moment with a time zone finds nothing (docs: alegra-api 1.4).
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _day(value: str) -> Sequence[object] | None:
    return (value if _DAY.fullmatch(value) else None,)


def on_day(parameter: str, column: str) -> dict[str, Filter]:
    """The exact date filter."""
    return {parameter: Filter(f"{column} = ?", _day)}


def day_ranges(parameter: str, column: str) -> dict[str, Filter]:
    """The four range filters of a date (docs: alegra-api 1.4)."""
    return {
        f"{parameter}_after": Filter(f"{column} > ?", _day),
        f"{parameter}_afterOrNow": Filter(f"{column} >= ?", _day),
        f"{parameter}_before": Filter(f"{column} < ?", _day),
        f"{parameter}_beforeOrNow": Filter(f"{column} <= ?", _day),
    }


CONTACT_FILTERS = {
    "client_id": Filter("contact = ?", whole_number),
    "client_name": Filter(
        "contact IN (SELECT id FROM contacts WHERE name LIKE ?)",
        contained,
    ),
}
"""Filters by the contact of a document."""


def names_item(resource: str) -> Filter:
    """The filter by an item that the lines name, which are reckoned again for it."""
    return Filter(f"names_item('{resource}', id, variant, currency, document, ?)", whole_number)


class Resource(ABC):
    """One resource: where it is, what its list honours, how its records look.

    Attributes:
        path: below the API's base.
        table: where its rows are.
        title: what Alegra calls one, for messages.
        filters: query parameters that narrow the list; all others are ignored.
        order_fields: ``order_field`` to SQL; all others are ignored.
        default_order: the order, not kept between pages, of a list without ``order_field``.
        optional: what ``fields=`` can ask for.
        in_truth: what of it the truth shows when it is not asked for anything else.
        inputs: fields of a body that are kept, and what they show when they are not sent.
        made_of: other fields of a record that make a body whose columns are the same.
        methods: what may be done to it, of ``POST``, ``PUT``, ``DELETE``.
        actions: what ``POST /{id}/{action}`` may be.
        replaces: a PUT drops what it does not send (docs: alegra-api 1.7).
    """

    path: ClassVar[str]
    table: ClassVar[str]
    title: ClassVar[str]
    filters: ClassVar[Mapping[str, Filter]] = {}
    order_fields: ClassVar[Mapping[str, str]] = {"id": "id", "name": "name"}
    default_order: ClassVar[str] = "id DESC"
    optional: ClassVar[frozenset[str]] = frozenset()
    in_truth: ClassVar[frozenset[str]] = frozenset()
    inputs: ClassVar[Mapping[str, Any]] = {}
    made_of: ClassVar[tuple[str, ...]] = ()
    methods: ClassVar[frozenset[str]] = frozenset({"POST", "PUT", "DELETE"})
    actions: ClassVar[frozenset[str]] = frozenset()
    replaces: ClassVar[bool] = False

    def records(self, books: Books, rows: Sequence[Row], asked: Collection[str]) -> list[Record]:
        """The records of some rows: as they follow from the seed, or as written from outside."""
        return [
            record
            if row["document"] is None
            else self.as_written(books, row, record, decoded(row["document"]))
            for row, record in zip(rows, self.render(books, rows, asked), strict=True)
        ]

    def as_written(self, books: Books, row: Row, record: Record, body: Body) -> Record:
        """What was sent, in the place of what follows from the seed.

        Args:
            books: whose record.
            row: its row.
            record: the record as it follows from the seed and the row.
            body: the body that was sent.
        """
        return {**record, **{name: body.get(name, empty) for name, empty in self.inputs.items()}}

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """The columns of a row, from a body that is checked by this.

        Args:
            books: whose row.
            body: what was sent; of a change, on top of what there was.
            row: the row as it is; None for a new one.

        Raises:
            ApiError: Alegra refuses the body.
        """
        raise NotImplementedError

    def body_of(self, row: Row, record: Record) -> Body:
        """A record as a body, for a change of one that was not written from outside."""
        return {name: record[name] for name in (*self.inputs, *self.made_of) if name in record}

    def check_change(self, books: Books, row: Row) -> None:
        """Refuse to change what is fixed.

        Raises:
            ApiError: it is.
        """
        return None

    def check_removal(self, books: Books, row: Row) -> None:
        """Refuse to delete what must stay.

        Raises:
            ApiError: it must.
        """
        return None

    def take_effect(self, books: Books, id: int, body: Body) -> None:
        """Let a document that was written change the others that it names."""
        return None

    @abstractmethod
    def render(self, books: Books, rows: Sequence[Row], asked: Collection[str]) -> list[Record]:
        """The records of some rows.

        Args:
            books: whose rows.
            rows: all columns of each.
            asked: the optional parts to show.
        """

    def source(self, quirks: Quirks) -> str:
        """What the list selects from, with its alias for the columns."""
        return self.table

    def filters_for(self, parameters: Mapping[str, str], quirks: Quirks) -> Mapping[str, Filter]:
        """The filters that a request's parameters may use.

        Raises:
            ApiError: Alegra can't answer such a request.
        """
        return self.filters

    def order_fields_for(self, order_field: str, quirks: Quirks) -> Mapping[str, str]:
        """The order fields that are honoured.

        Args:
            order_field: the one that is asked for.
            quirks: how Alegra behaves.

        Raises:
            ApiError: Alegra refuses it.
        """
        return self.order_fields

    def asked(self, parameters: Mapping[str, str]) -> frozenset[str]:
        """The optional parts that a request asks for."""
        return self.optional.intersection(parameters.get("fields", "").split(","))


def without_id(order_fields: Mapping[str, str], choice: str) -> Mapping[str, str]:
    """Order fields as a quirk has it for ``id``, where ``ignored`` takes it away."""
    if choice == "ignored":
        return {name: column for name, column in order_fields.items() if name != "id"}
    return order_fields
