"""Journals, the entries made by hand and by documents (docs: alegra-api 3.11)."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from ..bodies import (
    Body,
    amount,
    check_day,
    check_notes,
    currency,
    identifier,
    millionths,
    objects,
)
from ..books import Books, Row
from ..chart_of_accounts import ACCOUNTS, POSTABLE
from ..document_parts import Drift, contact_of, observations_of
from ..draws import Draws
from ..errors import invalid, overloaded
from ..quirks import Quirks
from ..written_lines import is_header
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


def _checked_entry(books: Books, entry: Body) -> tuple[Decimal, Decimal]:
    """Debit and credit of an entry, of which one is 0.

    Raises:
        ApiError: the account takes no entries, or an amount is wrong.
    """
    id = identifier(entry.get("id"))
    account = None if id is None else books.row("categories", id)
    if account is None or is_header(books, account):
        raise invalid("La cuenta contable no existe o no recibe movimientos")
    debit = amount(entry.get("debit", 0), "entries.debit")
    credit = amount(entry.get("credit", 0), "entries.credit")
    if debit < 0 or credit < 0 or (debit == 0) == (credit == 0):
        raise invalid("Cada movimiento debe tener un débito o un crédito")
    return debit, credit


class Journals(Resource):
    """``/journals``; a range of dates is more than Alegra can bear."""

    path = "journals"
    table = "journals"
    title = "Comprobante contable"
    filters: ClassVar[Mapping[str, Filter]] = {
        **on_day("date", "date"),
        **CONTACT_FILTERS,
        "reference": Filter(
            "instr(coalesce(json_extract(document, '$.reference'), printf('AJ-%05d', id)), ?) > 0"
        ),
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
    made_of = ("entries", "currency")
    inputs: ClassVar[Mapping[str, Any]] = {
        "date": "",
        "reference": "",
        "observations": None,
    }

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """Two entries or more, on accounts that take entries, equal on both sides."""
        check_day(body, "date")
        check_notes(body)
        entries = objects(body.get("entries"))
        if len(entries) < 2:
            raise invalid("El comprobante debe tener al menos dos movimientos")
        debit = sum(_checked_entry(books, entry)[0] for entry in entries)
        credit = sum(_checked_entry(books, entry)[1] for entry in entries)
        if debit != credit:
            raise invalid("La suma de los débitos debe ser igual a la de los créditos")
        values: dict[str, Any] = {
            "date": body["date"],
            "due": body["date"],
            "contact": None,
            "currency": currency(body),
            "total": millionths(Decimal(debit)),
        }
        if row is None:
            values["kind"], values["status"] = "journal", "open"
            values["created"] = books.today.isoformat()
            last = books.value("SELECT number FROM journals ORDER BY id DESC LIMIT 1")
            values["number"] = int(last or 0) + 1
        return values

    def check_change(self, books: Books, row: Row) -> None:
        """Refuse to change what is void, or was made by another document."""
        if row["status"] == "void" or row["kind"] != "journal":
            raise invalid("El comprobante no se puede editar")

    def as_written(self, books: Books, row: Row, record: Record, body: Body) -> Record:
        """With its own entries."""
        drift = Drift(books, "journals", row["id"])
        written = super().as_written(books, row, record, body)
        if row["edition"]:
            given = written["observations"] or ""
            written["observations"] = f"{given} (revisado {row['edition']})".strip()
        if body.get("currency"):
            written["currency"] = {"symbol": "US$", **body["currency"]}
        written["entries"] = [
            self._written_entry(books, drift, entry) for entry in objects(body["entries"])
        ]
        return written

    def _written_entry(self, books: Books, drift: Drift, entry: Body) -> Record:
        debit, credit = _checked_entry(books, entry)
        account = books.row("categories", identifier(entry["id"]) or 0)
        client, center = identifier(entry.get("client")), identifier(entry.get("costCenter"))
        named = None if client is None else books.row("contacts", client)
        return {
            "id": str(entry["id"]),
            "name": account["name"] if account else "",
            "description": entry.get("description"),
            "debit": drift.amount(millionths(debit)),
            "credit": drift.amount(millionths(credit)),
            "client": {"id": str(client), "name": named["name"]} if named else None,
            "costCenter": None if center is None else {"id": str(center)},
            "associatedDocument": entry.get("associatedDocument"),
        }

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
