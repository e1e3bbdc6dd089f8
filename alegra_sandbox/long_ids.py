"""Ids that are no numbers: UUID v7 and ULID of what is created from a day on (docs: alegra-api 10).

Inside, every row has a number. What goes out shows its long id in the place of that, in records and
wherever others name it; what comes in is turned back.
"""

import re
import zlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from .random_values import RandomValues

NEVER = "9999-12-31"
"""From this day on a resource gets long ids that gets none."""

ALWAYS = "0001-01-01"
"""From this day on a resource gets long ids that has no others."""

_TABLES = {
    **dict.fromkeys(("client", "provider"), "contacts"),
    **dict.fromkeys(("categories", "entries", "category", "children", "idParent"), "categories"),
    **dict.fromkeys(("accountReceivable", "debtToPay"), "categories"),
    **dict.fromkeys(("categoryFavorable", "categoryToBePaid"), "categories"),
    **dict.fromkeys(("bankAccount", "account"), "bank_accounts"),
    **{"items": "items", "tax": "taxes", "costCenter": "cost_centers", "term": "terms"},
    **dict.fromkeys(("priceList", "idPriceList"), "price_lists"),
    **dict.fromkeys(("warehouse", "warehouses", "origin", "destination"), "warehouses"),
    **{"seller": "sellers", "itemCategory": "item_categories"},
    **{"invoices": "invoices", "bills": "bills", "payments": "payments"},
}
"""Whose ids stand under a field."""

_PAGES = ("data", "results")
"""Where a page has its rows."""

_PARAMETERS = {"client_id": "contacts", "item_id": "items"}
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ULID = re.compile(f"[0-7][{_CROCKFORD}]{{25}}")
_EARLIEST_HOUR = 8
_DIGITS_OF_A_NUMBER = 18


class LongIds:
    """The long ids of all tables.

    A long id holds the number of its row, so that it is turned back without being kept.

    Args:
        seed: random parts follow from it.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._shown: dict[str, dict[int, str]] = {}
        self._last: dict[str, int] = {}

    def give(self, table: str, id: int, day: str, form: str) -> None:
        """Give a new row a long id that tells its moment of creation, later than all before it."""
        morning = datetime.fromisoformat(f"{day}T{_EARLIEST_HOUR:02d}:00:00+00:00")
        moment = max(int(morning.timestamp()) * 1000, self._last.get(table, 0) + 1000)
        self._last[table] = moment
        chance = RandomValues(self._seed, table, "long id", id)
        bits = moment << 80 | 0x7 << 76 | chance.below(1 << 12) << 64
        bits |= 0b10 << 62 | chance.below(1 << 30) << 32 | (id ^ zlib.crc32(table.encode()))
        self._shown.setdefault(table, {})[id] = _uuid(bits) if form == "uuid" else _ulid(bits)

    def has(self, table: str) -> bool:
        """Whether a table has any."""
        return table in self._shown

    def shown(self, table: str, id: int) -> str:
        """What a row shows as its id."""
        return self._shown.get(table, {}).get(id) or str(id)

    def place(self, table: str, id: int) -> int:
        """Where a row stands in an order that only the server knows: long ids last, mixed up."""
        long = id in self._shown.get(table, {})
        return (1 << 40) + RandomValues(self._seed, "place", id).below(1 << 40) if long else id

    def number(self, table: str, text: str) -> int | None:
        """The row that shows an id; None for no id that this table could have given."""
        if _UUID.fullmatch(text):
            low = int(text[-8:], 16)
        elif _ULID.fullmatch(text):
            low = _value(text) & 0xFFFFFFFF
        elif text.isdecimal() and len(text) <= _DIGITS_OF_A_NUMBER:
            return None if int(text) in self._shown.get(table, {}) else int(text)
        else:
            return None
        id = low ^ zlib.crc32(table.encode())
        return id if self.shown(table, id) == text else None

    def going_out(self, table: str, body: Any) -> Any:
        """An answer that shows long ids."""

        def shown(table: str, id: Any) -> Any:
            return self._shown.get(table, {}).get(int(id), id) if str(id).isdecimal() else id

        return _renamed(body, table, shown) if self._shown else body

    def coming_in(self, table: str, body: Any) -> Any:
        """A body with the numbers that stand for long ids; with 0 for what is none."""

        def numbered(table: str, id: Any) -> Any:
            number = self.number(table, str(id))
            return id if str(number) == str(id) else number or 0

        return _renamed(body, table, numbered) if self._shown else body

    def asked(self, table: str, parameter: str, given: str) -> str:
        """The value of a query parameter that names records, with numbers."""
        table = _PARAMETERS.get(parameter, table if parameter == "id" else "")
        if not table or table not in self._shown:
            return given
        return ",".join(str(self.number(table, part) or 0) for part in given.split(","))


def _renamed(value: Any, table: str, rename: Callable[[str, Any], Any]) -> Any:
    """JSON with all ids renamed; `table` is whose ids stand in it."""
    if isinstance(value, list):
        return [_renamed(each, table, rename) for each in value]
    if isinstance(value, dict):
        return {
            name: rename(table, it)
            if name == "id" and table and not isinstance(it, dict | list)
            else _renamed(it, _TABLES.get(name, table if name in _PAGES else ""), rename)
            for name, it in value.items()
        }
    # An id may stand by itself: a client, a tax, the account above.
    named = table and isinstance(value, int | str) and not isinstance(value, bool)
    return rename(table, value) if named else value


def _uuid(bits: int) -> str:
    text = f"{bits:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _ulid(bits: int) -> str:
    return "".join(_CROCKFORD[bits >> place & 31] for place in range(125, -1, -5))


def _value(ulid: str) -> int:
    value = 0
    for character in ulid:
        value = value << 5 | _CROCKFORD.index(character)
    return value
