"""Payments received and made (docs: alegra-api 3.6)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from .. import settlement
from ..bodies import Body, contact, identifier, refuse
from ..books import DAYS_OF_PAST, Books, Changes, Row
from ..chart_of_accounts import ACCOUNTS, EXPENSES, OTHER_INCOME
from ..errors import invalid
from ..money import MILLIONTHS, number
from ..quirks import Quirks
from ..random_values import RandomValues
from ..settlement import Part
from .bank_accounts import NAMES
from .bills import Bills
from .filters import DATE_RANGES, Filter, accepting
from .invoices import Invoices
from .lines import Line, read_lines, total_of
from .payable import Payable, payment_method
from .references import filling
from .resource import Record, Rendering, by_name
from .transaction import Transaction

_DATES = {**DATE_RANGES, "from": Filter("date >= ?"), "to": Filter("date <= ?")}
_INVOICES = Invoices()
_PAYABLE: tuple[Payable, ...] = (_INVOICES, Bills())

MAXIMUM_REPEATS = 3
"""On how many ledger accounts a payment without a document can be."""


_CATEGORY = ("id", "name", "price", "quantity", "tax", "total", "observations")
"""What a payment shows of a line on a ledger account."""


@dataclass(slots=True)
class _Instalment:
    """What one payment brings to one document, some days after its date."""

    part: Part
    contact: int
    currency: str | None
    day: str
    days: int


class Payments(Transaction):
    """``/payments``; one on several ledger accounts comes once for each."""

    path = "payments"
    title = "Pago"
    needs = ("invoices", "bills", "credit-notes", "debit-notes")
    statuses = by_name(void=(0, 0), open=(1000, 1000))
    events = by_name(backdate=0.01)
    filters = _DATES | accepting("client_id", "id", type=("in", "out"), status=statuses)
    quirky_filters = by_name(payment_date_ranges=tuple(_DATES), payment_status_filter=("status",))
    order_fields = by_name(id="id", number="number", date="date", type="kind")
    optional = frozenset({"pdf"})
    inputs = ("date", "observations", "anotation", "paymentMethod", "retentions")
    empty = by_name(retentions=[])
    references = by_name(costCenter={})
    made_of = ("type", "client", "invoices", "bills", "categories", "currency", "numberTemplate")
    fills = filling("observations", "anotation", "retentions", "costCenter")
    actions = frozenset({"void", "open"})

    @property
    def shares(self) -> dict[str, int]:
        """Two thirds come in."""
        return {"payments-in": 20, "payments-out": 10}

    def prepare(self, books: Books) -> None:
        """With what makes rows come several times."""
        super().prepare(books)
        books.run("CREATE TABLE repetitions (place INTEGER PRIMARY KEY)")
        places = range(1, MAXIMUM_REPEATS + 1)
        books.insert_all("repetitions", ({"place": place} for place in places))

    def seed(self, books: Books) -> None:
        """Documents are settled as far as their statuses say; ids follow the day of making."""
        payments = [it for payable in _PAYABLE for it in _settling(books, payable)]
        payments.sort(key=lambda payment: str(payment[0]["created"]))
        ids = list(self.generated_ids(books, len(payments)))
        numbers = {"in": 0, "out": 0}
        for id, (row, _) in zip(ids, payments, strict=True):
            numbers[row["kind"]] += 1
            row.update(id=id, number=numbers[row["kind"]])
        books.insert_all(self.table, (row for row, _ in payments))
        self.index(books)
        parts = [(id, part) for id, (_, all) in zip(ids, payments, strict=True) for part in all]
        settlement.apply_many(books, self.table, parts)

    # What happens to it.

    def create(self, books: Books, id: int | None = None) -> Changes:
        """One on an open invoice."""
        return _INVOICES.pay(books)

    def create_dated(self, books: Books, dated: date, random: RandomValues) -> Changes:
        """One on an open invoice, dated long ago."""
        return _INVOICES.pay_on(books, _INVOICES.unpaid(books), dated)

    def deletable(self) -> Sequence[str]:
        """Any; what it settled is owed again then."""
        return ("1",)

    # How it looks.

    def source(self, quirks: Quirks) -> str:
        """Each payment as often as Alegra repeats it."""
        if quirks.repeated_payments == "off":
            return self.table
        return "payments JOIN repetitions ON place <= repeats"

    def usable_filters(self, parameters: Mapping[str, str], quirks: Quirks) -> Mapping[str, Filter]:
        """Without dates beside ``client_id``."""
        usable = super().usable_filters(parameters, quirks)
        ignored = _DATES if "client_id" in parameters else {}
        return {name: it for name, it in usable.items() if name not in ignored}

    def related(self, books: Books, rows: Sequence[Row]) -> dict[int, dict[str, list[Record]]]:
        """The invoices and bills that payments are for, by the payments' ids."""
        parts = settlement.parts_of(books, self.table, [row["id"] for row in rows])
        shown: dict[int, dict[str, list[Record]]] = {
            id: {payable.path: [] for payable in _PAYABLE} for id in parts
        }
        for payable in _PAYABLE:
            path = payable.path
            of_path = [(id, it) for id, all in parts.items() for it in all if it.target == path]
            documents = books.rows(path, (part.id for _, part in of_path))
            for id, part in of_path:
                if part.id in documents:
                    document = payable.in_payment(books, documents[part.id], part.amount)
                    shown[id][path].append(document)
        return shown

    def record(self, it: Rendering) -> Record:
        """A payment with the documents or the accounts that it is for."""
        row, random = it.row, it.random
        numbered = {"in": ("transactionIn", "RC"), "out": ("transactionOut", "CE")}[row["kind"]]
        bank = random.between(1, len(NAMES))
        account = {"id": str(bank), "name": NAMES[bank - 1], "type": "bank"}
        documents = it.related[it.id]
        applied = documents["invoices"] or documents["bills"]
        record: Record = {
            "id": it.drifting_id(),
            "number": str(row["number"]),
            **it.copied("date", "status", type="kind"),
            "amount": it.amount(row["total"]),
            "paymentMethod": payment_method(it.books, it.id),
            "account" if random.chance(0.1) else "bankAccount": account,
            "client": self.contact(it) if row["contact"] else None,
            **documents,
            "categories": [] if applied else _generated_categories(it),
            "retentions": [],
            "appliedAdvances": [],
            "costCenter": it.cost_center(),
            "numberTemplate": it.template(*numbered),
            "observations": f"Conciliado ({row['edition']})" if row["edition"] else None,
            "anotation": random.pick((None, "", "Pago en sucursal")),
            **self.currency(it),
        }
        if it.country.stamps_payments and documents["invoices"] and random.chance(0.3):
            record["stamp"] = it.country.stamp(random, self.moment(it.books, row), "")
        if "pdf" in it.asked:
            record["pdf"] = f"https://cdn.example.com/payments/{it.id}.pdf?Expires=1"
        return record

    def as_written(self, it: Rendering, record: Record, body: Body) -> Record:
        """With its own bank account, and its ledger accounts if it has any."""
        written = super().as_written(it, record, body)
        name = "account" if "account" in record else "bankAccount"
        bank = it.books.row("bank_accounts", identifier(body["bankAccount"]))
        if bank is not None and record[name]["id"] != str(bank["id"]):
            id = str(bank["id"])
            written[name] = {"id": id, "name": bank["name"], "type": bank["kind"]}
        lines = [line.printed("number", False) for line in _lines(it.books, body)]
        shown = [{key: line[key] for key in _CATEGORY} for line in lines]
        return {**written, "categories": shown}

    # What may be written.

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """Money in for invoices, or out for bills; either on ledger accounts instead."""
        kind = body.get("type")
        if row is not None and kind != row["kind"]:
            raise invalid("No se puede cambiar el tipo del pago", 4059)
        if kind not in ("in", "out"):
            raise invalid("El campo type debe ser in u out")
        values = super().columns(books, body, row)
        # The amount follows from what it is applied to (docs: alegra-api 3.6).
        refuse(body, ("amount",))
        if books.row("bank_accounts", identifier(body.get("bankAccount"))) is None:
            raise invalid("La cuenta bancaria no existe", 4002)
        values["contact"] = contact(books, body, "client")["id"] if body.get("client") else None
        parts = self._parts(books, body, ("payments", row["id"]) if row else None)
        values["total"] = sum(it.amount for it in parts) + total_of(_lines(books, body))
        if not values["total"] and not self.may_be_empty(books):
            raise invalid("El pago debe estar asociado a un documento o a una categoría")
        if row is None:
            values.update(kind=kind, number=books.next_number(self.table, kind))
        return values

    def body_of(self, books: Books, row: Row, record: Record) -> Body:
        """With the account that the money is on, under its one name."""
        bank = record.get("bankAccount") or record.get("account")
        return {**super().body_of(books, row, record), "bankAccount": bank}

    def check_change(self, books: Books, row: Row) -> None:
        """Refuse to change one that is void."""
        if row["status"] == "void":
            raise invalid("El pago está anulado")

    def take_effect(self, books: Books, id: int, body: Body) -> None:
        """Its documents are owed less, or nothing."""
        settlement.apply(books, self.table, id, self._parts(books, body, None))

    def change_effect(self, books: Books, row: Row, body: Body) -> None:
        """What it was for is owed again; what it is for is not."""
        settlement.release(books, self.table, row["id"])
        settlement.forget(books, self.table, row["id"])
        self.take_effect(books, row["id"], body)

    def _parts(self, books: Books, body: Body, own: tuple[str, int] | None) -> list[Part]:
        """What it is applied to, which is of one kind only."""
        right, wrong = ("invoices", "bills") if body["type"] == "in" else ("bills", "invoices")
        if body.get(wrong):
            raise invalid("No se pueden mezclar facturas de venta y de proveedor", 4012)
        on_drafts = books.quirks.payments_on_drafts == "accepted"
        statuses = ("open", "draft") if on_drafts else ("open",)
        return settlement.read_parts(books, right, body.get(right), statuses, 400, own)


def _lines(books: Books, body: Body) -> list[Line]:
    given = body.get("categories")
    return read_lines(books, [], given) if given else []


def _generated_categories(it: Rendering) -> list[Record]:
    """The ledger accounts of a payment without a document; their totals are its amount."""
    row = it.row
    random = RandomValues(it.books.seed, "payments", "categories", it.id)
    accounts = EXPENSES if row["kind"] == "out" else OTHER_INCOME
    lines: list[Record] = []
    rest = row["total"]
    for left in reversed(range(row["repeats"])):
        part = it.country.round(rest * random.between(20, 60) // 100) if left else rest
        rest -= part
        account, total = ACCOUNTS[random.pick(accounts)], number(part)
        line = {"id": str(account.id), "name": account.name, "price": total, "quantity": 1}
        lines.append({**line, "tax": [], "total": total, "observations": ""})
    return lines


_Generated = tuple[dict[str, Any], list[Part]]
"""Columns of a payment, and what it is applied to."""


def _settling(books: Books, payable: Payable) -> Iterator[_Generated]:
    """The payments that settle invoices or bills as far as their statuses say.

    One payment settles several documents of a contact when there are fewer payments than
    documents to settle; some are for no document.
    """
    instalments = list(_instalments(books, payable))
    wanted = books.counts[f"payments-{payable.paid_by}"]
    without_document = min(wanted - 1, max(1, wanted // 25)) if wanted > 4 else 0
    share = max(0, wanted - without_document) / max(1, len(instalments))
    made, due = 0, 0.0
    for _, run in groupby(instalments, key=lambda it: (it.contact, it.currency)):
        group: list[_Instalment] = []
        for instalment in run:
            due += share
            if group and made + 1 <= due:
                yield _payment(books, payable, group)
                made, group = made + 1, []
            group.append(instalment)
        yield _payment(books, payable, group)
        made += 1
    for place in range(wanted - made):
        yield _payment_without_document(books, payable, place)


def _instalments(books: Books, payable: Payable) -> Iterable[_Instalment]:
    """What is to be paid of each document, by contact and currency, oldest first."""
    table = payable.table
    for row in books.select(
        "SELECT id, contact, currency, date, due, created, status, total - credited AS owed "
        f"FROM {table} WHERE status IN ('open', 'closed') ORDER BY contact, currency, date, id"
    ):
        random = RandomValues(books.seed, table, "settled", row["id"])
        owed, place = row["owed"], random.below(1000)
        if row["status"] == "open":
            # A few are paid in full and open all the same (docs: alegra-api 1.7).
            percent = 0 if place < 600 else 100 if place >= 950 else random.between(15, 80)
        else:
            # A bill can be closed with a rest, which is written off (docs: alegra-api 2).
            percent = 85 if table == "bills" and place < 8 else 100
        paid = owed if percent == 100 else books.country.round(owed * percent // 100)
        later = 0 if row["due"] == row["date"] else random.between(3, 50)
        first = books.country.round(paid // 2) if place % 20 == 0 else paid
        for amount, days in ((first, later), (paid - first, later + 20)):
            if amount > 0:
                part = Part(table, row["id"], amount)
                day = max(row["date"], row["created"])
                yield _Instalment(part, row["contact"], row["currency"], day, days)


def _payment(books: Books, payable: Payable, group: list[_Instalment]) -> _Generated:
    last = group[-1]
    random = RandomValues(books.seed, payable.table, "payment", last.part.id, len(group))
    latest = date.fromisoformat(max(instalment.day for instalment in group))
    day = min(books.today, latest + timedelta(days=last.days)).isoformat()
    parts = [instalment.part for instalment in group]
    row = _row(payable, day, sum(part.amount for part in parts))
    if random.chance(0.0008):
        row["date"] = row["due"] = f"3023{day[4:]}"
    return row | {"contact": last.contact, "currency": last.currency}, parts


def _payment_without_document(books: Books, payable: Payable, place: int) -> _Generated:
    random = RandomValues(books.seed, "payments", payable.paid_by, place)
    day = (books.today - timedelta(days=random.below(DAYS_OF_PAST))).isoformat()
    contacts = books.customers if payable.sells else books.suppliers
    contact = random.pick(contacts) if random.chance(0.7) else None
    status = "void" if random.chance(0.2) else "open"
    row = _row(payable, day, random.between(100, 60_000) * MILLIONTHS)
    repeats = random.pick((1, 1, 2, MAXIMUM_REPEATS))
    return row | {"contact": contact, "status": status, "repeats": repeats}, []


def _row(payable: Payable, day: str, total: int) -> dict[str, Any]:
    row = {"date": day, "due": day, "created": day, "status": "open", "contact": None}
    return row | {"currency": None, "kind": payable.paid_by, "total": total, "repeats": 1}
