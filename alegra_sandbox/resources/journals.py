"""Journals, the entries made by hand and by documents (docs: alegra-api 3.11)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from ..books import Books, Row
from ..chart_of_accounts import ACCOUNTS, POSTABLE
from ..document_parts import Drift, contact_of, observations_of
from ..draws import Draws
from ..errors import overloaded
from ..quirks import Quirks
from .resource import (
    CONTACT_FILTERS,
    Filter,
    Record,
    Resource,
    day_ranges,
    on_day,
    whole_number,
    without_id,
)

_RANGES = day_ranges("date", "date")


def reference_of(id: int) -> str:
    """The reference of an entry."""
    return f"AJ-{id:05d}"


class Journals(Resource):
    """``/journals``; a range of dates is more than Alegra can bear."""

    path = "journals"
    table = "journals"
    title = "Comprobante contable"
    filters: ClassVar[Mapping[str, Filter]] = {
        **on_day("date", "date"),
        **CONTACT_FILTERS,
        "reference": Filter("instr(printf('AJ-%05d', id), ?) > 0"),
        "number": Filter("number = ?", whole_number),
    }
    order_fields: ClassVar[Mapping[str, str]] = {
        "id": "id",
        "date": "date",
        "name": "contact",
        "reference": "id",
    }
    default_order = "date DESC, id DESC"
    optional = frozenset({"numberTemplate", "type"})

    def filters_for(self, parameters: Mapping[str, str], quirks: Quirks) -> Mapping[str, Filter]:
        """Ranges of dates time out on the first page (docs: alegra-api 3.11)."""
        first_page = parameters.get("start", "0") == "0"
        if (
            quirks.journal_date_ranges == "timeout"
            and first_page
            and set(_RANGES) & set(parameters)
        ):
            raise overloaded()
        return self.filters

    def order_fields_for(self, order_field: str, quirks: Quirks) -> Mapping[str, str]:
        """With or without the id."""
        return without_id(self.order_fields, quirks.journals_order_by_id)

    def render(self, books: Books, rows: Sequence[Row], asked: Collection[str]) -> list[Record]:
        """Entries whose debits and credits balance."""
        return [self._record(books, row, asked) for row in rows]

    def _record(self, books: Books, row: Row, asked: Collection[str]) -> Record:
        id = row["id"]
        drift = Drift(books, "journals", id)
        client = None
        if row["contact"]:
            contact = contact_of(books, row)
            client = {
                "id": str(contact.id),
                "name": contact.identity.name,
                "identification": contact.identity.identification,
            }
        record: Record = {
            "id": drift.id(id),
            "number": str(row["number"]),
            "date": row["date"],
            "reference": reference_of(id),
            "observations": observations_of(drift, row),
            "status": row["status"],
            "total": drift.amount(row["total"]),
            "client": client,
            "employee": None,
            "entries": self._entries(books, row, drift, client),
        }
        if "numberTemplate" in asked:
            record["numberTemplate"] = {"id": "9", "prefix": "CD", "number": str(row["number"])}
        if "type" in asked:
            record["type"] = {"id": "1", "name": row["kind"]}
        return record

    def _entries(
        self, books: Books, row: Row, drift: Drift, client: dict[str, Any] | None
    ) -> list[dict[str, Any]]:
        draws = Draws(books.seed, "journals", "entries", row["id"], row["variant"])
        parts = draws.between(1, 4)
        rest = row["total"]
        amounts: list[tuple[int, int]] = [(0, row["total"])]
        for place in range(parts):
            last = place == parts - 1
            part = rest if last else books.country.round(rest * draws.between(10, 60) // 100)
            rest -= part
            amounts.append((part, 0))
        if draws.chance(0.5):
            amounts.reverse()
        document = None
        if row["kind"] != "journal":
            document = {"idResource": str(draws.between(1, 50)), "resourceType": row["kind"]}
        entries = []
        for debit, credit in amounts:
            account = ACCOUNTS[draws.pick(POSTABLE)]
            entries.append(
                {
                    "id": str(account.id),
                    "name": account.name,
                    "description": draws.pick((None, "", "Ajuste del mes")),
                    "debit": drift.amount(debit),
                    "credit": drift.amount(credit),
                    "client": client if draws.chance(0.4) else None,
                    "costCenter": drift.cost_center(),
                    "associatedDocument": document,
                }
            )
        return entries


JOURNALS = Journals()
