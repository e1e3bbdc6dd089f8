"""Pairs of files, Alegra's record and the unified record, and how they are compared.

`examples/<resource>/<country>[-<case>].alegra.json` holds what Alegra sends, a record or a list
that is read together; `.unified.json` beside it the record or records that the source emits; and
`.body.json`, where the record may be written as it is, the body of the POST that writes it.
"""

import copy
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from .mapping import exact_json

EXAMPLES = Path(__file__).with_name("examples")

WITHOUT_NOTES = {
    *("tax_rates", "ledger_accounts", "departments", "bank_accounts", "invoice_items"),
    *("price_lists", "warehouses", "sellers", "terms"),
}
"""Writable resources without internal notes in Alegra, which can keep no external id."""

Way = tuple[str | int, ...]


class Example:
    """One pair of files.

    Attributes:
        resource: whose record it is.
        country: whose books it stands in, e.g. ``MX``.
    """

    def __init__(self, path: Path) -> None:
        self._stem = path.name.removesuffix(".alegra.json")
        self._folder = path.parent
        self.resource = path.parent.name
        self.country = self._stem.partition("-")[0]

    def __str__(self) -> str:
        return f"{self.resource}/{self._stem}"

    def text(self, kind: str) -> str | None:
        """The text of one of its files, ``alegra``, ``unified`` or ``body``; None without it."""
        path = self._folder / f"{self._stem}.{kind}.json"
        return path.read_text() if path.exists() else None

    @property
    def sent(self) -> list[dict[str, Any]]:
        """What Alegra sends, as a list."""
        return listed(exact_json(self.text("alegra") or ""))

    @property
    def records(self) -> list[dict[str, Any]]:
        """What the source emits, as a list."""
        return listed(exact_json(self.text("unified") or ""))


EVERY = [Example(path) for path in sorted(EXAMPLES.glob("*/*.alegra.json"))]


def listed(value: Any) -> list[Any]:
    """A list as it is, anything else as the only element of one."""
    return value if isinstance(value, list) else [value]


def of(name: str) -> list[Example]:
    """The examples of a resource."""
    return [example for example in EVERY if example.resource == name]


def row(name: str, stem: str = "MX", **changes: Any) -> dict[str, Any]:
    """Alegra's record of one example, with changes."""
    (record,) = Example(EXAMPLES / name / f"{stem}.alegra.json").sent
    return {**record, **changes}


def digits(text: str | bytes) -> Any:
    """Parsed JSON in which two numbers are equal only when their digits are."""
    return json.loads(text, parse_float=_number, parse_int=_number)


def exactly(value: Any) -> Any:
    """JSON parsed exactly in which two numbers are equal only when their digits are."""
    match value:
        case bool():
            return value
        case int() | float() | Decimal():
            return _number(str(value))
        case dict():
            return {key: exactly(item) for key, item in value.items()}
        case list():
            return [exactly(item) for item in value]
        case _:
            return value


def _number(text: str) -> tuple[str, str]:
    return ("number", text)


def places(value: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    """Every value inside a JSON value, with the way to it."""
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for step, item in inner:
        yield (*way, step), item
        yield from places(item, (*way, step))


def with_value(record: Any, way: Way, value: Any) -> Any:
    """A copy of a JSON value with another value at one place."""
    changed = copy.deepcopy(record)
    holder = changed
    for step in way[:-1]:
        holder = holder[step]
    holder[way[-1]] = value
    return changed


_numbers = (
    st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.sampled_from([Decimal("9E+999999"), Decimal("-1E-999999"), Decimal("0E+400"), 2**80, -1])
)
_words = st.sampled_from(
    [
        *("", "open", "draft", "void", "in", "out", "12.50", "1e999999", "NaN", "MXN"),
        *("2026-02-30", "2026-09-05", "2026-09-05 12:50:18", "9999-12-31 23:59:59", "0000-00-00"),
    ]
)
_keys = st.sampled_from(
    ["id", "name", "items", "categories", "tax", "amount", "code", "status", "address", "number"]
)
any_json = st.recursive(
    st.none() | st.booleans() | _numbers | _words | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(_keys | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=8,
)
"""Any JSON value, with a liking for the words and keys that mappings know."""
