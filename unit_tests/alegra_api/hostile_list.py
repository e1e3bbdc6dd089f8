"""A list that answers in any of the ways that nobody rules out, and changes while it is read."""

import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

from alegra_api.errors import RequestRefused
from alegra_api.page import Page

FIRST_DAY = date(2026, 1, 1)
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def uuid7(milliseconds: int, random_bits: int) -> str:
    """A UUID of a moment (RFC 9562)."""
    number = milliseconds << 80 | 7 << 76 | (random_bits >> 62 & 0xFFF) << 64
    return str(uuid.UUID(int=number | 2 << 62 | random_bits & (1 << 62) - 1))


def ulid(milliseconds: int, random_bits: int) -> str:
    """A ULID of a moment."""
    number = milliseconds << 80 | random_bits
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))


@dataclass
class HostileList:
    """Answers list requests as `AlegraClient` does, by its own rules.

    Attributes:
        dice: what all chances come from.
        id_kinds: which kinds of ids new rows get, one after the other: number, uuid, ulid.
        id_order: what ``order_field=id`` does: age, text, random (but the same each time), ignored
            (newest date first), shuffled (anew each time), refused.
        date_order: honoured (rows of one day in another order each time), ignored, refused.
        totals: right, missing, high, low, capped.
        faults: short (ten rows a page), hidden (a row that is counted and not shown), empty (an
            answer without rows, once), or none.
        liveliness: chance that a row comes, and that a row goes, before a request.
    """

    dice: random.Random
    id_kinds: tuple[str, ...] = ("number",)
    id_order: str = "age"
    date_order: str = "honoured"
    totals: str = "right"
    fault: str = "none"
    liveliness: float = 0.0
    rows: list[dict[str, Any]] = field(default_factory=list)
    ever: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    requests: list[Mapping[str, str]] = field(default_factory=list)
    _made: int = 0
    _hidden: Any = None
    _is_empty_due: bool = True

    def add(self, share_of_life: float = 1.0, day: date | None = None) -> dict[str, Any]:
        """A row is made; ids of later kinds come later in the list's life."""
        self._made += self.dice.randint(1, 3)
        kind = self.id_kinds[min(int(share_of_life * len(self.id_kinds)), len(self.id_kinds) - 1)]
        made_at = datetime(2026, 1, 1, tzinfo=timezone.utc) + timedelta(minutes=self._made)
        milliseconds = int(made_at.timestamp() * 1000)
        identifier = {
            "number": str(self._made),
            "uuid": uuid7(milliseconds, self.dice.getrandbits(74)),
            "ulid": ulid(milliseconds, self.dice.getrandbits(80)),
        }[kind]
        row = {
            "id": identifier,
            "age": self._made,
            "date": (day or FIRST_DAY + timedelta(days=self.dice.randrange(90))).isoformat(),
            "status": self.dice.choice(("draft", "open", "closed")),
            "total": 100,
            "place": self.dice.random(),
        }
        self.rows.append(row)
        self.ever.add(identifier)
        return row

    def remove(self, row: dict[str, Any]) -> None:
        """A row goes."""
        self.rows.remove(row)
        self.gone.add(row["id"])

    def company(self) -> dict[str, Any]:
        return {"currency": {"code": "MXN"}, "timezone": "UTC"}

    def find(self, path: str, parameters: Mapping[str, str] | None = None) -> Any:
        identifier = path.rsplit("/", 1)[-1]
        return next((row for row in self.rows if row["id"] == identifier), None)

    def page(self, path: str, parameters: Mapping[str, str]) -> Page:
        if self.requests and self.dice.random() < self.liveliness and self.rows:
            self.remove(self.dice.choice(self.rows))
        if self.requests and self.dice.random() < self.liveliness:
            self.add()
        self.requests.append(dict(parameters))
        rows = self._sorted(self._filtered(parameters), parameters)
        start, limit = int(parameters["start"]), int(parameters["limit"])
        assert limit <= 30
        if self.fault == "short":
            limit = min(limit, 10)
        if self.fault == "empty" and start and self._is_empty_due:
            self._is_empty_due = False
            return Page([], None)
        shown = rows[start : start + limit]
        if self.fault == "hidden":
            self._hidden = self._hidden or (rows and self.dice.choice(rows)["id"])
            shown = [row for row in shown if row["id"] != self._hidden]
        total = {
            "right": len(rows),
            "missing": None,
            "high": len(rows) + 3,
            "low": len(rows) // 2,
            "capped": min(len(rows), 50),
        }[self.totals]
        return Page([dict(row) for row in shown], total)

    def _filtered(self, parameters: Mapping[str, str]) -> list[dict[str, Any]]:
        rows = list(self.rows)
        for name in ("date", "status"):
            if name in parameters:
                rows = [row for row in rows if row[name] == parameters[name]]
        if "date_afterOrNow" in parameters:
            rows = [row for row in rows if row["date"] >= parameters["date_afterOrNow"]]
        return rows

    def _sorted(
        self, rows: list[dict[str, Any]], parameters: Mapping[str, str]
    ) -> list[dict[str, Any]]:
        order = parameters.get("order_field")
        rule = {"id": self.id_order, "date": self.date_order, None: "ignored"}[order]
        if rule == "refused":
            raise RequestRefused(message="Datos invalidos")
        backwards = parameters.get("order_direction") == "DESC"
        tie = self.dice.random() if rule in ("honoured", "shuffled") else 0.0
        keys: dict[str, Any] = {
            "age": lambda row: row["age"],
            "text": lambda row: row["id"],
            "random": lambda row: row["place"],
            "ignored": lambda row: (row["date"], row["place"]),
            "honoured": lambda row: (row["date"], hash((row["place"], tie))),
            "shuffled": lambda row: hash((row["place"], tie)),
        }
        if rule == "ignored" and self.id_order == "shuffled":
            keys["ignored"] = lambda row: hash((row["place"], self.dice.random()))
        return sorted(rows, key=keys[rule], reverse=backwards)


def hostile_list(seed: int, **fixed: Any) -> HostileList:
    """A list with rules of a seed's choice, apart from those that are given."""
    dice = random.Random(seed)
    chosen: dict[str, Any] = {
        "id_kinds": dice.choice((("number",), ("number", "uuid"), ("number", "ulid"), ("uuid",))),
        "id_order": dice.choice(("age", "text", "random", "ignored", "shuffled", "refused")),
        "date_order": dice.choice(("honoured", "ignored", "refused")),
        "totals": dice.choice(("right", "right", "missing", "high", "low", "capped")),
        "liveliness": dice.choice((0.0, 0.05, 0.3)),
    }
    if chosen["totals"] == "right":
        # A short page and a missing total together can't be told from the end.
        chosen["fault"] = dice.choice(("none", "none", "short", "hidden", "empty"))
    made = HostileList(dice, **{**chosen, **fixed})
    count = dice.choice((0, 1, 29, 30, 31, 60, dice.randint(1, 400)))
    for number in range(count):
        made.add(number / count)
    return made
