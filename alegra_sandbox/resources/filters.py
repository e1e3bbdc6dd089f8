"""Query parameters that narrow a list, in SQL (docs: alegra-api 1.4)."""

import re
from collections.abc import Callable, Iterable, Sequence
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
        condition: in SQL; a question mark for each value, ``{table}`` for the resource's.
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


_CONTACT_NAMED = Filter("contact IN (SELECT id FROM contacts WHERE name LIKE ?)", contained)
DATE_RANGES = day_ranges("date", "date")

_STANDARD = {
    **on_day("date", "date"),
    **on_day("dueDate", "due"),
    **on_day("deliveryDate", "due"),
    "client_id": Filter("contact = ?", whole_number),
    "client_name": _CONTACT_NAMED,
    "provider_name": _CONTACT_NAMED,
    "id": Filter("id = ?", whole_number),
    "number": Filter("number = ?", whole_number),
    "name": Filter("name LIKE ?", contained),
    # The lines are reckoned again for it.
    "item_id": Filter("{table}_names_item(id, variant, currency, document, ?)", whole_number),
}
_COLUMNS = {"type": "kind"}


def accepting(*names: str, **choices: Iterable[str]) -> dict[str, Filter]:
    """Filters that several resources have, and those that are one of some texts."""
    return {name: _STANDARD[name] for name in names} | {
        name: Filter(f"{_COLUMNS.get(name, name)} = ?", one_of(*listed))
        for name, listed in choices.items()
    }
