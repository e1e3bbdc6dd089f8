"""Journals, the entries made by hand and by documents (docs: alegra-api 3.11)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ..bodies import Body, amount, contact, identifier, objects
from ..books import Books, Row
from ..chart_of_accounts import ACCOUNTS, POSTABLE
from ..errors import invalid, overloaded
from ..money import MILLIONTHS, millionths
from ..quirks import Quirks
from ..random_values import RandomValues
from .categories import is_header
from .contacts import snapshot_of
from .filters import DATE_RANGES, Filter, accepting
from .references import embedded, filling
from .resource import Record, Rendering, by_name
from .transaction import Transaction

_PARTY = ("id", "name", "identification")
"""What a journal shows of a contact."""


class Journals(Transaction):
    """``/journals``; a range of dates is more than Alegra can bear."""

    path = "journals"
    title = "Comprobante contable"
    share = 2
    statuses = by_name(void=(30, 30), open=(970, 970))
    kind = "journal"
    filters = accepting("date", "client_id", "client_name", "number") | by_name(
        reference=Filter(
            "instr(coalesce(json_extract(document, '$.reference'), printf('AJ-%05d', id)), ?) > 0"
        ),
        observations=Filter("instr(journals_notes(id), ?) > 0"),
    )
    order_fields = by_name(id="id", date="date", name="contact", reference="id")
    order_by_id_quirk = "journals_order_by_id"
    default_order = "date DESC, id DESC"
    optional = in_truth = frozenset({"numberTemplate", "type"})
    inputs = ("date", "reference", "observations")
    empty = by_name(reference="")
    made_of = ("entries", "currency", "client")
    fills = filling("observations")

    def prepare(self, books: Books) -> None:
        """Let filters search the notes (docs: alegra-api 3.11, 6)."""
        super().prepare(books)

        def notes(id: int) -> str:
            rows = books.select(f"SELECT * FROM {self.table} WHERE id = ?", (id,))
            return str(self.records(books, rows, ())[0]["observations"] or "")

        books.create_function("journals_notes", notes)

    def vary(self, books: Books, random: RandomValues, values: dict[str, Any], days: int) -> int:
        """A few are made by documents; some name a contact."""
        if random.chance(0.05):
            values["kind"] = random.pick(("invoice", "bill"))
        if not random.chance(0.3):
            values["contact"] = None
        values["currency"] = None
        values["total"] = books.country.round(random.between(100, 9_000_000) * MILLIONTHS // 7)
        return days

    def usable_filters(self, parameters: Mapping[str, str], quirks: Quirks) -> Mapping[str, Filter]:
        """Ranges of dates time out on the first page."""
        ranged = not DATE_RANGES.keys().isdisjoint(parameters)
        first_page = parameters.get("start", "0") == "0"
        if quirks.journal_date_ranges == "timeout" and ranged and first_page:
            raise overloaded()
        return super().usable_filters(parameters, quirks)

    def record(self, it: Rendering) -> Record:
        """Entries whose debits and credits balance."""
        row = it.row
        contact = self.contact(it) if row["contact"] else {}
        client = {name: contact[name] for name in _PARTY if contact}
        record: Record = {
            "id": it.drifting_id(),
            "number": str(row["number"]),
            **it.copied("date", "status"),
            "reference": f"AJ-{it.id:05d}",
            "observations": self.observations(it),
            "total": it.amount(row["total"]),
            "client": client or None,
            "employee": None,
            "entries": _generated_entries(it, client or None),
        }
        if "numberTemplate" in it.asked:
            record["numberTemplate"] = {"id": "9", "prefix": "CD", "number": str(row["number"])}
        if "type" in it.asked:
            record["type"] = {"id": "1", "name": row["kind"]}
        return record

    def as_written(self, it: Rendering, record: Record, body: Body) -> Record:
        """With its own entries, each of which has its own cost centre."""
        written = super().as_written(it, record, body)
        entries = [_written_entry(it, entry) for entry in objects(body["entries"])]
        return {**written, "entries": entries}

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """Two entries or more, on accounts that take entries, equal on both sides."""
        values = super().columns(books, body, row)
        given = objects(body.get("entries"))
        if len(given) < 2:
            raise invalid("El comprobante debe tener al menos dos movimientos")
        entries = [_read_entry(books, entry) for entry in given]
        debits = sum((debit for debit, _ in entries), Decimal(0))
        if debits != sum(credit for _, credit in entries):
            raise invalid("La suma de los débitos debe ser igual a la de los créditos")
        client = contact(books, body, "client")["id"] if body.get("client") else None
        return {**values, "contact": client, "total": millionths(debits)}

    def check_change(self, books: Books, row: Row) -> None:
        """Refuse to change what is void, or was made by another document."""
        if row["status"] == "void" or row["kind"] != "journal":
            raise invalid("El comprobante no se puede editar")


def _generated_entries(it: Rendering, client: Record | None) -> list[Record]:
    row = it.row
    random = RandomValues(it.books.seed, "journals", "entries", it.id, row["variant"])
    rest = row["total"]
    amounts: list[tuple[int, int]] = [(0, rest)]
    for left in reversed(range(random.between(1, 4))):
        part = it.country.round(rest * random.between(10, 60) // 100) if left else rest
        rest -= part
        amounts.append((part, 0))
    if random.chance(0.5):
        amounts.reverse()
    document = None
    if row["kind"] != "journal":
        document = {"idResource": str(random.between(1, 50)), "resourceType": row["kind"]}
    entries = []
    for debit, credit in amounts:
        account = ACCOUNTS[random.pick(POSTABLE)]
        description = random.pick((None, "", "Ajuste del mes"))
        party = client if random.chance(0.4) else None
        named = {"id": str(account.id), "name": account.name, "description": description}
        placed = {"client": party, "costCenter": it.cost_center(), "associatedDocument": document}
        entries.append({**named, "debit": it.amount(debit), "credit": it.amount(credit), **placed})
    return entries


def _read_entry(books: Books, entry: Body) -> tuple[Decimal, Decimal]:
    """Debit and credit of an entry, of which one is 0."""
    account = books.row("categories", identifier(entry.get("id")))
    if account is None or is_header(books, account):
        raise invalid("La cuenta contable no existe o no recibe movimientos")
    debit = amount(entry.get("debit", 0), "entries.debit")
    credit = amount(entry.get("credit", 0), "entries.credit")
    if debit < 0 or credit < 0 or (debit == 0) == (credit == 0):
        raise invalid("Cada movimiento debe tener un débito o un crédito")
    return debit, credit


def _written_entry(it: Rendering, entry: Body) -> Record:
    debit, credit = _read_entry(it.books, entry)
    account = it.books.row("categories", identifier(entry["id"]))
    client = identifier(entry.get("client"))
    shown = {} if client is None else snapshot_of(it.books, client)
    center, given = (
        entry.get("costCenter"),
        embedded(it.books, "costCenter", entry.get("costCenter"), {}),
    )
    return {
        "id": str(entry["id"]),
        "name": account["name"] if account else "",
        "description": entry.get("description"),
        "debit": it.amount(millionths(debit)),
        "credit": it.amount(millionths(credit)),
        "client": {name: shown[name] for name in _PARTY} if shown else None,
        "costCenter": ([given] if given else []) if isinstance(center, list) else given,
        "associatedDocument": entry.get("associatedDocument"),
    }
