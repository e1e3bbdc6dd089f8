"""What has a date and moves money, now or later: documents, payments, journals."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from .. import settlement
from ..bodies import Body, check_day, check_notes, currency, identifier
from ..books import DAYS_OF_PAST, Books, Change, Changes, Impossible, Row
from ..money import MILLIONTHS, literal
from ..random_values import RandomValues
from .contacts import snapshot_of
from .resource import Record, Rendering, Resource

FRESH = 0.85
"""From this part of the company's past on documents are mostly not settled yet."""

_FREE = (
    "settled = 0 AND credited = 0 AND refunded = 0 "
    "AND NOT EXISTS (SELECT 1 FROM applications WHERE target = '{0}' AND target_id = {0}.id)"
)


class Transaction(Resource):
    """A resource with dates, statuses and totals.

    Attributes:
        statuses: how many of a thousand have each, in the past and fresh ones; the last takes the
            rest.
        first_status: what a new one is.
        settled_status: what one of long ago is.
        sells: whether it is for customers; for suppliers otherwise.
        kind: what the column ``kind`` says.
        currency_code: Alegra's code when the currency is wrong.
    """

    needs: ClassVar[tuple[str, ...]] = ("contacts", "items", "bank-accounts", "cost-centers")
    column_types = (
        "number INTEGER, date TEXT, due TEXT, created TEXT, status TEXT, contact INTEGER, "
        "currency TEXT, kind TEXT, total INTEGER, settled INTEGER DEFAULT 0, "
        "credited INTEGER DEFAULT 0, refunded INTEGER DEFAULT 0, repeats INTEGER DEFAULT 1, "
        "variant INTEGER DEFAULT 0, edition INTEGER DEFAULT 0"
    )
    statuses: ClassVar[Mapping[str, tuple[int, int]]]
    first_status: ClassVar[str] = "open"
    settled_status: ClassVar[str] = "open"
    sells: ClassVar[bool] = False
    kind: ClassVar[str] = ""
    currency_code: ClassVar[int] = 400

    def prepare(self, books: Books) -> None:
        """Let contacts know that it may name them."""
        super().prepare(books)
        books.documents.append(self.table)

    def seed(self, books: Books) -> None:
        """Make rows fast to find, once they are there."""
        super().seed(books)
        self.index(books)

    def index(self, books: Books) -> None:
        """Make rows fast to find."""
        for columns in (("date",), ("status", "id"), ("contact",), ("kind", "id")):
            books.create_index(self.table, *columns)

    def generated(self, books: Books) -> Iterator[Mapping[str, object]]:
        """Evenly over the company's past."""
        count = books.counts[self.path]
        for place, id in enumerate(self.generated_ids(books, count)):
            created = books.first_day + timedelta(days=(place + 1) * DAYS_OF_PAST // count)
            yield self.generate(books, id, place + 1, created, place / count >= FRESH)

    def generate(
        self, books: Books, id: int, number: int, created: date, fresh: bool, **fixed: Any
    ) -> dict[str, Any]:
        """A row, all of which follows from its id, written on a day; with a fixed date or status.

        Without a fixed date it is of the day of writing, seldom of an earlier one.
        """
        random = RandomValues(books.seed, self.table, "new", id)
        dated = fixed.get("date", created)
        if "date" not in fixed and random.chance(0.03):
            dated -= timedelta(days=random.between(5, 200))
        values: dict[str, Any] = {
            "id": id,
            "number": number,
            "date": dated.isoformat(),
            "created": created.isoformat(),
            "contact": random.pick(books.customers if self.sells else books.suppliers),
            "currency": books.country.foreign_currency[0] if random.chance(0.08) else None,
            "kind": self.kind,
        }
        days = self.vary(books, random, values, random.pick((0, 0, 0, 15, 30, 30, 30, 30, 60)))
        values["due"] = (dated + timedelta(days=days)).isoformat()
        place = random.below(1000)
        values["status"] = fixed.get("status") or self.generated_status(place, fresh)
        return values

    def vary(self, books: Books, random: RandomValues, values: dict[str, Any], days: int) -> int:
        """Set the total, and what else only this resource has; the days until it is due."""
        raise NotImplementedError

    def generated_status(self, place: int, fresh: bool) -> str:
        """The status of one at a place below 1000."""
        for status, shares in self.statuses.items():
            place -= shares[fresh]
            if place < 0:
                return status
        return status

    # What happens to it.

    def create(self, books: Books, id: int | None = None) -> Changes:
        """A new one of today, open as a rule."""
        return self._create(books, books.today, None)

    def backdate(self, books: Books, id: int | None = None) -> Changes:
        """A new one dated about a year ago."""
        random = books.random_change()
        dated = books.today - timedelta(days=random.between(330, 400))
        return self.create_dated(books, dated, random)

    def create_dated(self, books: Books, dated: date, random: RandomValues) -> Changes:
        """A new one of long ago."""
        return self._create(books, dated, self.settled_status)

    def _create(self, books: Books, dated: date, status: str | None) -> Changes:
        id = books.next_id(self.table)
        if books.random_change().chance(0.01):
            id += 1
        number = books.next_number(self.table)
        if status is None:
            status = self.first_status
            chance = RandomValues(books.seed, self.table, "first status", id)
            if "draft" in self.statuses and chance.chance(0.12):
                status = "draft"
        row = self.generate(books, id, number, books.today, True, date=dated, status=status)
        books.insert(self.table, row)
        return [Change(self.path, id, "created")]

    def open(self, books: Books, id: int | None = None) -> Changes:
        """Open a draft."""
        row = self.chosen(books, id, "status = 'draft'")
        books.update(self.table, row["id"], status="open")
        return self.changed(row)

    def void(self, books: Books, id: int | None = None) -> Changes:
        """Void one; what a payment settled is owed again then."""
        if "void" not in self.statuses:
            raise Impossible(f"{self.path} can't be voided")
        row = self.chosen(
            books, id, "status = 'open' AND settled = 0 AND credited = 0 AND refunded = 0"
        )
        if row["status"] == "void":
            raise Impossible(f"{self.path} {id} is void already")
        if row["settled"]:
            raise Impossible(f"{self.path} {id} is settled in part; void its payments first")
        released = settlement.release(books, self.table, row["id"])
        books.update(self.table, row["id"], status="void")
        return [*self.changed(row), *released]

    def unvoid(self, books: Books, row: Row) -> Changes:
        """Open a void one again; a payment settles its documents again."""
        settled = settlement.apply_again(books, self.table, row["id"])
        books.update(self.table, row["id"], status="open")
        return [*self.changed(row), *settled]

    def edit(self, books: Books, id: int | None = None) -> Changes:
        """Edit notes, and a draft's lines."""
        row = self.chosen(books, id, "status = 'draft'", "status IN ('open', 'unbilled')", "1")
        values = {"edition": row["edition"] + 1}
        if row["status"] == "draft" and row["document"] is None:
            values["variant"] = row["variant"] + 1
            values["total"] = self.total_of_variant(books, row, values["variant"])
        books.update(self.table, row["id"], **values)
        return self.changed(row)

    # It carries no moment of change, so that this is a plain edit.
    touch_no_timestamp = edit

    def total_of_variant(self, books: Books, row: Row, variant: int) -> int:
        """The total after its lines were edited so many times."""
        return int(row["total"])

    def delete(self, books: Books, id: int | None = None) -> Changes:
        """Delete for good: a draft if there is one, else an open one, that nothing hangs on.

        Given an id, it goes whatever hangs on it: payments and notes stay, without naming it.
        """
        row = self.chosen(books, id, *self.deletable())
        return [Change(self.path, row["id"], "deleted"), *self.remove(books, row)]

    def deletable(self) -> Sequence[str]:
        """Conditions for what is deleted by choice, the best first."""
        free = _FREE.format(self.table)
        return (f"status = 'draft' AND {free}", f"status IN ('open', 'unbilled') AND {free}", free)

    def remove(self, books: Books, row: Row) -> Changes:
        """What it settled is owed again; what settled it names it no longer."""
        table, id = self.table, row["id"]
        changes = [] if row["status"] == "void" else settlement.release(books, table, id)
        changes += settlement.detach(books, table, id)
        settlement.forget(books, table, id)
        return [*changes, *super().remove(books, row)]

    # How it looks.

    def contact(self, it: Rendering) -> Record:
        """Who it was made out to."""
        return snapshot_of(it.books, it.row["contact"])

    def currency(self, it: Rendering) -> Record:
        """``currency``, which is absent in the base currency (docs: alegra-api 1.7)."""
        code, row = it.row["currency"], it.row
        if code is None:
            return {}
        rate = RandomValues(it.books.seed, "rate", row["date"]).below(MILLIONTHS)
        rate += it.country.foreign_rate
        return {
            "currency": {
                "code": code,
                "symbol": it.country.foreign_currency[1],
                "exchangeRate": literal(rate),
            }
        }

    def moment(self, books: Books, row: Row) -> str:
        """When it was made: ``YYYY-MM-DD HH:MM:SS`` in company time (docs: alegra-api 1.5)."""
        random = RandomValues(books.seed, self.table, "moment", row["id"])
        hour, minute, second = random.between(8, 19), random.below(60), random.below(60)
        return f"{row['created']} {hour:02d}:{minute:02d}:{second:02d}"

    def observations(self, it: Rendering) -> str | None:
        """Internal notes; each edit shows in them."""
        if it.row["edition"]:
            return f"Revisado por administración ({it.row['edition']})"
        return it.drift.pick((None, None, "", "Entregar por la mañana", "Cliente frecuente"))

    def precision(self, it: Rendering) -> Record:
        """``decimalPrecision``, a text or a number, and ``calculationScale``."""
        precision = it.country.decimal_precision
        shown = precision if it.notation == "text" else str(precision)
        return {"decimalPrecision": shown, "calculationScale": 6}

    def as_written(self, it: Rendering, record: Record, body: Body) -> Record:
        """Without what only chance put there."""
        written = super().as_written(it, record, body)
        for name in ("stamp", "currency"):
            written.pop(name, None)
        if body.get("stamp"):
            written["stamp"] = body["stamp"]
        if body.get("currency"):
            written["currency"] = {"symbol": it.country.foreign_currency[1], **body["currency"]}
        if it.row["edition"]:
            given = written["observations"] or ""
            written["observations"] = f"{given} (revisado {it.row['edition']})".strip()
        if isinstance(record.get("numberTemplate"), dict | list):
            written["numberTemplate"] = _chosen_template(record["numberTemplate"], body)
        return written

    # What may be written.

    def may_be_empty(self, books: Books) -> bool:
        """Whether a body without lines, or without documents, makes one without them."""
        return books.quirks.of("empty_lines", self.path) == "cleared"

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """Its day, and what a new one has besides."""
        check_day(body, "date")
        check_notes(body)
        values = {
            "date": body["date"],
            "due": body["date"],
            "currency": currency(body, self.currency_code),
        }
        if row is not None:
            # The notes of an edit are in the body from now on.
            return {**values, "edition": 0}
        return {
            **values,
            "kind": self.kind,
            "status": self.first_status,
            "created": books.today.isoformat(),
            "number": books.next_number(self.table),
        }


def _chosen_template(generated: Any, body: Body) -> Any:
    """The numbering that was chosen, by its id, in the place of the usual one."""
    given = body.get("numberTemplate")
    id = identifier(given[0] if isinstance(given, list) and given else given)
    chosen = {} if id is None else {"id": str(id)}
    if isinstance(generated, list):
        return [{**generated[0], **chosen}]
    return {**generated, **chosen}
