"""Debit notes: credit notes of suppliers (docs: alegra-api 3.5, unified-model 6)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from ..applying import apply_note, check_parts
from ..bodies import Body, currency
from ..books import Books, Row
from ..document_parts import (
    Application,
    Drift,
    contact_of,
    currency_fields,
    observations_of,
    precision_fields,
    rows_by_id,
    targets_of,
)
from ..draws import Draws
from ..errors import ApiError
from ..lines import printed_line
from ..money import number
from ..quirks import Quirks
from ..written_lines import LineCodes, WrittenLine, read_lines
from .document import Document
from .resource import (
    CONTACT_FILTERS,
    Filter,
    Record,
    day_ranges,
    names_item,
    on_day,
    one_of,
    whole_number,
    without_id,
)

MOST_IDS = 30
"""How many ids the filter ``id`` takes."""

_RANGES = day_ranges("date", "date")


def _ids(value: str) -> Sequence[object] | None:
    ids = [part.strip() for part in value.split(",") if part.strip()]
    if len(ids) > MOST_IDS:
        raise ApiError(400, 903, f"No se pueden consultar más de {MOST_IDS} ids")
    return ("," + ",".join(ids) + ",",)


_CODES = LineCodes(none=13043, wrong=13044)


class DebitNotes(Document):
    """``/debit-notes``; they know no status filter."""

    path = "debit-notes"
    table = "debit_notes"
    title = "Nota de débito"
    filters: ClassVar[Mapping[str, Filter]] = {
        **on_day("date", "date"),
        **_RANGES,
        "client_id": CONTACT_FILTERS["client_id"],
        "provider_name": CONTACT_FILTERS["client_name"],
        "number": Filter("number = ?", whole_number),
        "type": Filter("kind = ?", one_of("normal", "adjustmentNote")),
        "id": Filter("instr(?, ',' || id || ',') > 0", _ids),
        "item_id": names_item("debit_notes"),
    }
    order_fields: ClassVar[Mapping[str, str]] = {"id": "id", "date": "date", "status": "status"}
    inputs: ClassVar[Mapping[str, Any]] = {
        "date": "",
        "observations": None,
        "termsConditions": None,
        "purchases": {},
        "items": [],
        "categories": [],
    }
    party_code = 13011
    required = ("date",)
    kind = "normal"
    unchangeable_code = 13038
    sells = False

    def lines(self, books: Books, body: Body) -> list[WrittenLine]:
        """At the top or under ``purchases``, on items and on ledger accounts."""
        purchases = body.get("purchases")
        given = purchases if isinstance(purchases, dict) and purchases else body
        return read_lines(books, given.get("items"), given.get("categories"), _CODES)

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """What it is applied to must be owed."""
        check_parts(books, "bills", body.get("bills"), ("open",), 13043)
        currency(body, 13007)
        return super().columns(books, body, row)

    def take_effect(self, books: Books, id: int, body: Body) -> None:
        """The bills that it is applied to are owed less."""
        apply_note(books, self.table, id, "bills", body.get("bills"))

    def as_written(self, books: Books, row: Row, record: Record, body: Body) -> Record:
        """With its own lines, where the record has lines."""
        lines = self.lines(books, body)
        printed = {
            "items": self.printed_lines(books, row, [it for it in lines if not it.on_account]),
            "categories": self.printed_lines(books, row, [it for it in lines if it.on_account]),
        }
        written = super().as_written(books, row, record, body)
        for name in ("items", "categories", "purchases"):
            del written[name]
        return {**written, **({"purchases": printed} if "purchases" in record else printed)}

    def filters_for(self, parameters: Mapping[str, str], quirks: Quirks) -> Mapping[str, Filter]:
        """All but the ranges of dates where they are ignored."""
        if quirks.debit_note_date_ranges == "honoured":
            return self.filters
        return {key: value for key, value in self.filters.items() if key not in _RANGES}

    def order_fields_for(self, order_field: str, quirks: Quirks) -> Mapping[str, str]:
        """With or without the id."""
        return without_id(self.order_fields, quirks.debit_notes_order_by_id)

    def render(self, books: Books, rows: Sequence[Row], asked: Collection[str]) -> list[Record]:
        """Debit notes with the bills that they are applied to; no status."""
        applied = targets_of(books, "debit_notes", "bills", (row["id"] for row in rows))
        bills = rows_by_id(
            books, "bills", (id for targets in applied.values() for id, _ in targets)
        )
        return [self._record(books, row, applied[row["id"]], bills) for row in rows]

    def _record(
        self, books: Books, row: Row, applied: list[Application], bills: dict[int, Row]
    ) -> Record:
        id = row["id"]
        drift = Drift(books, "debit_notes", id)
        draws = Draws(books.seed, "debit_notes", "fields", id)
        lines = books.lines.lines("debit_notes", id, row["variant"], row["currency"])
        used = row["settled"] + row["refunded"]
        items = [printed_line(line, drift.spelling, "purchase") for line in lines if line.item]
        accounts = [
            printed_line(line, drift.spelling, "purchase") for line in lines if line.account
        ]
        # Lines stand at the top or under `purchases` (docs: unified-model 6).
        grouped = draws.chance(0.3)
        record: Record = {
            "id": drift.id(id),
            "number": str(row["number"]),
            "date": row["date"],
            "client": contact_of(books, row).snapshot(),
            "numberTemplate": drift.template(
                books.country.number_template("debitNote", "ND", row["number"], False)
            ),
            "type": row["kind"],
            "total": drift.amount(row["total"]),
            "totalApplied": drift.amount(used),
            "balance": drift.amount(row["total"] - used),
            "bills": [
                {
                    "id": str(bill),
                    "number": str(bills[bill]["number"]),
                    "date": bills[bill]["date"],
                    "amount": number(amount),
                }
                for bill, amount in applied
                if bill in bills
            ],
            "refunds": [{"date": row["date"], "amount": number(row["refunded"])}]
            if row["refunded"]
            else [],
            "observations": observations_of(drift, row),
            "termsConditions": None,
            "costCenter": drift.cost_center(),
            "warehouse": {"id": "1", "name": "Principal"},
            **currency_fields(books, row),
            **precision_fields(books, drift),
        }
        if grouped:
            record["purchases"] = {"items": items, "categories": accounts}
        else:
            record.update(items=items, categories=accounts)
        return record


DEBIT_NOTES = DebitNotes()
