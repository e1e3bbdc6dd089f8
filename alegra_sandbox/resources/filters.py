"""Query parameters that narrow a list, in SQL (docs: alegra-api 1.4)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Values = Sequence[object] | None


def as_given(value: str) -> Values:
    """The text itself, as the one value of a condition."""
    return (value,)


def contained(value: str) -> Values:
    """The text anywhere in a column, for LIKE."""
    return (f"%{value}%",)


def whole_number(value: str) -> Values:
    """A whole number; anything else matches nothing."""
    return (int(value),) if value.isdecimal() else (-1,)


def one_of(*choices: str) -> Callable[[str], Values]:
    """One of some texts; anything else leaves the filter unused."""
    return lambda value: (value,) if value in choices else None


@dataclass(frozen=True, slots=True)
class Filter:
    """A query parameter.

    Attributes:
        condition: in SQL, with a question mark for each value.
        read: the values from the parameter; None when Alegra ignores such a value.
    """

    condition: str
    read: Callable[[str], Values] = as_given


# A moment with a time zone finds nothing (docs: alegra-api 1.4).
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _day(value: str) -> Values:
    return (value if _DAY.fullmatch(value) else None,)


def on_day(parameter: str, column: str) -> dict[str, Filter]:
    """The exact date filter."""
    return {parameter: Filter(f"{column} = ?", _day)}


def day_ranges(parameter: str, column: str) -> dict[str, Filter]:
    """The four range filters of a date."""
    return {
        f"{parameter}_after": Filter(f"{column} > ?", _day),
        f"{parameter}_afterOrNow": Filter(f"{column} >= ?", _day),
        f"{parameter}_before": Filter(f"{column} < ?", _day),
        f"{parameter}_beforeOrNow": Filter(f"{column} <= ?", _day),
    }


OF_CONTACT = Filter("contact = ?", whole_number)
CONTACT_NAMED = Filter("contact IN (SELECT id FROM contacts WHERE name LIKE ?)", contained)
DATE = on_day("date", "date")
DATE_RANGES = day_ranges("date", "date")
NUMBER = Filter("number = ?", whole_number)
NAME = Filter("name LIKE ?", contained)


def names_item(table: str) -> Filter:
    """The filter by an item that the lines name, which are reckoned again for it."""
    return Filter(f"{table}_names_item(id, variant, currency, document, ?)", whole_number)
