"""Contacts: customers, suppliers, both, and neither (docs: alegra-api 3.1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any, ClassVar

from ..bodies import Body, check_notes, identifier, require
from ..books import DAYS_OF_PAST, Books, Change, Changes, Row
from ..chart_of_accounts import ACCOUNTS, POSTABLE, by_rule
from ..countries import COUNTRIES, Country, Identity, name_object
from ..errors import invalid
from ..json_text import decoded
from ..quirks import Quirks
from ..random_values import RandomValues
from .categories import embedded_account
from .filters import Filter, accepting, contained, one_of
from .references import newest
from .resource import Record, Rendering, Resource, by_name

_FORENAMES = ("Ana", "Luis", "María", "Jorge", "Sofía", "Carlos", "Elena", "Raúl", "Lucía", "Iván")
_SECOND_NAMES = ("", "", "Isabel", "Alberto", "del Carmen", "Andrés")
_LAST_NAMES = ("García", "Pérez", "Hernández", "Rodríguez", "Núñez", "Castillo", "Méndez", "Ruiz")
_TRADES = ("Comercializadora", "Distribuidora", "Grupo", "Servicios", "Constructora", "Ferretería")
_COUNTRY_FIELDS = tuple(
    dict.fromkeys(name for country in COUNTRIES.values() for name in country.contact_inputs)
)
_IDENTIFICATION = {
    "contained": Filter("identification LIKE ?", contained),
    "equal": Filter("identification = ?"),
    "compact": Filter("replace(replace(identification, '-', ''), '.', '') LIKE ?", contained),
}
_ACCOUNTS = {"accountReceivable": "RECEIVABLE_ACCOUNTS", "debtToPay": "DEBTS_TO_PAY_PROVIDERS"}
"""Fields of ``accounting``, and the rules of the accounts that stand there when none was given."""

_TYPES = {
    "client": ["client"],
    "provider": ["provider"],
    "both": ["client", "provider"],
    "none": [],
}
"""What the column ``kind`` means."""


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """Who a contact was when it came: documents keep this, whatever becomes of the contact.

    Address and fields are what only this country has.
    """

    id: int
    identity: Identity
    email: str | None
    phone: str | None
    mobile: str | None
    address: dict[str, Any]
    fields: dict[str, Any]

    @staticmethod
    @lru_cache(maxsize=50_000)
    def of(seed: int, country: Country, id: int) -> "ContactFacts":
        """The facts of a generated contact, always the same."""
        random = RandomValues(seed, "contacts", id)
        is_person = random.chance(0.4)
        if is_person:
            first, second = random.pick(_FORENAMES), random.pick(_SECOND_NAMES)
            last = f"{random.pick(_LAST_NAMES)} {random.pick(_LAST_NAMES)}"
            name = " ".join(part for part in (first, second, last) if part)
        else:
            first = second = last = ""
            name = f"{random.pick(_TRADES)} {random.pick(_LAST_NAMES)} {id}"
            name = f"{name} {random.pick(country.company_suffixes)}"
        number, kind = country.identification(random, is_person, id)
        identity = Identity(is_person, first, second, last, name, number, kind)
        return ContactFacts(
            id,
            identity,
            f"contacto{id}@example.com" if random.chance(0.8) else None,
            random.digits(10) if random.chance(0.7) else None,
            random.digits(10) if random.chance(0.4) else None,
            country.address(random),
            country.contact_fields(random, identity),
        )

    def snapshot(self) -> Record:
        """The contact inside an invoice or a note (docs: alegra-api 1.7)."""
        record: Record = {
            "id": str(self.id),
            "name": self.identity.name,
            "identification": self.identity.identification,
            "phonePrimary": self.phone,
            "phoneSecondary": None,
            "fax": None,
            "mobile": self.mobile,
            "email": self.email,
            "address": self.address,
        }
        for name in ("identificationType", "kindOfPerson"):
            if name in self.fields:
                record[name] = self.fields[name]
        return record


def snapshot_of(books: Books, id: int) -> Record:
    """A contact inside a document: as it was when it came, from the seed or from outside."""
    written = books.written_contacts.get(id)
    return dict(written or ContactFacts.of(books.seed, books.country, id).snapshot())


def _number(body: Body) -> str | None:
    """The tax number, given by itself or in an object (docs: alegra-api 1.7)."""
    given = body.get("identificationObject") or body.get("identification")
    number = given.get("number") if isinstance(given, dict) else given
    return None if number in (None, "") else str(number)


class Contacts(Resource):
    """``/contacts``; the only resource with moments of creation and update."""

    path = "contacts"
    title = "Contacto"
    needs = ("categories",)
    column_types = (
        "name TEXT, identification TEXT, email TEXT, kind TEXT, status TEXT, created TEXT, "
        "updated TEXT, edition INTEGER DEFAULT 0"
    )
    events = by_name(create=0.05, edit=0.1)
    filters = accepting("name") | by_name(
        type=Filter("kind IN (?, 'both')", one_of("client", "provider")),
        identification=_IDENTIFICATION["contained"],
        email=Filter("email = ?"),
        query=Filter(
            "name || ' ' || coalesce(identification, '') || ' ' || coalesce(email, '') LIKE ?",
            contained,
        ),
    )
    order_fields = by_name(id="id", name="name", email="email")
    default_order = "name ASC"
    optional = in_truth = frozenset({"accounting"})
    inputs = (
        *("identificationObject", "emailSecondary", "phonePrimary", "phoneSecondary", "mobile"),
        *("fax", "observations", "address", "creditLimit", "internalContacts", "settings"),
        *("statementAttached", "paymentMethod", *_COUNTRY_FIELDS),
    )
    references = by_name(seller={}, term={}, priceList={"status": "active"})
    made_of = ("name", "identification", "email", "type", "status", "accounting")
    fills = by_name(
        **{"emailSecondary": "pagos@example.com", "phonePrimary": "5550000001"},
        **{"phoneSecondary": "5550000002", "mobile": "5550000003", "fax": "5550000004"},
        **{"observations": "Llamar antes de entregar", "creditLimit": "2500.50"},
        **{"statementAttached": "yes", "settings": {"sendElectronicDocuments": True}},
        **{"paymentMethod": "transfer", "seller": newest("seller")},
        **{"term": {"id": "3", "name": "30 días", "days": "30"}},
        **{"priceList": {**newest("priceList"), "status": "active"}},
    )
    empty: ClassVar[Mapping[str, Any]] = {
        **{"identificationObject": {}, "address": {}, "settings": {}},
        **{"internalContacts": [], "statementAttached": False},
    }

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """One for twenty documents, the first four of each kind; a few are never dealt with."""
        for place, id in enumerate(self.generated_ids(books, max(8, books.size // 20))):
            random = RandomValues(books.seed, "contacts", "state", id)
            kind = list(_TYPES)[
                place if place < 4 else (0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 3)[random.below(11)]
            ]
            if place < 4 or random.chance(0.9):
                if kind != "client":
                    books.suppliers.append(id)
                if kind != "provider":
                    books.customers.append(id)
            day = books.first_day + timedelta(days=random.below(DAYS_OF_PAST - 1))
            clock = f"{random.below(24):02d}:{random.below(60):02d}:{random.below(60):02d}.000Z"
            created = updated = f"{day.isoformat()}T{clock}"
            if random.chance(0.4):
                day += timedelta(days=random.below(max(1, (books.today - day).days)))
                updated = max(created, f"{day.isoformat()}T{clock}")
            # Whether a contact carries moments is a habit of the account (docs: alegra-api 1.5).
            timed = random.below(100) >= books.quirks.untimed_contacts_percent
            yield {
                **_row(books, id),
                "kind": kind,
                "status": "active" if random.chance(0.95) else "inactive",
                "created": created if timed else None,
                "updated": updated if timed else None,
            } | ({} if place % 31 else {"identification": None})

    def create(self, books: Books, id: int | None = None) -> Changes:
        """A new customer or supplier."""
        id = books.next_id("contacts")
        random = RandomValues(books.seed, "contacts", "state", id)
        kind = random.pick(("client", "client", "provider"))
        moment = books.moment()
        state = {"kind": kind, "status": "active", "created": moment, "updated": moment}
        books.insert("contacts", _row(books, id) | state)
        (books.suppliers if kind == "provider" else books.customers).append(id)
        return [Change("contacts", id, "created")]

    def edit(self, books: Books, id: int | None = None) -> Changes:
        """Another name, which moves ``updated_at``."""
        (change,) = self.touch_no_timestamp(books, id)
        if books.value("SELECT updated FROM contacts WHERE id = ?", (change.id,)) is not None:
            books.update("contacts", change.id, updated=books.moment())
        return [change]

    def touch_no_timestamp(self, books: Books, id: int | None = None) -> Changes:
        """Another name, but ``updated_at`` stays (docs: alegra-api 1.5, not proven either way)."""
        row = self.chosen(books, id, "1")
        edition = row["edition"] + 1
        name = f"{row['name'].split(' (antes')[0]} (antes {edition})"
        books.update("contacts", row["id"], name=name, edition=edition)
        return self.changed(row)

    def delete(self, books: Books, id: int | None = None) -> Changes:
        """One that no document names."""
        unused = " AND ".join(
            f"NOT EXISTS (SELECT 1 FROM {table} WHERE contact = contacts.id)"
            for table in books.documents
        )
        row = self.chosen(books, id, unused)
        return [Change("contacts", row["id"], "deleted"), *self.remove(books, row)]

    def shown_alone(self, quirks: Quirks) -> frozenset[str]:
        """The ledger accounts, unless switched off."""
        return self.optional if quirks.contact_accounting_alone == "on" else frozenset()

    def record(self, it: Rendering) -> Record:
        """A contact, with its ledger accounts when asked for."""
        row, random = it.row, it.drift
        facts = ContactFacts.of(it.books.seed, it.country, it.id)
        types: Any = _TYPES[row["kind"]]
        if len(types) == 1 and random.chance(0.2):
            types = types[0]
        email: Any = row["email"]
        if email is not None and random.chance(0.05):
            email = {"email": email}
        number = it.country.identification_object(facts.identity)
        record: Record = {
            "id": it.drifting_id(),
            **it.copied("name", "identification", "status"),
            "identificationObject": {} if random.chance(0.1) else number,
            "email": email,
            "emailSecondary": f"pagos{it.id}@example.com" if random.chance(0.1) else None,
            "phonePrimary": facts.phone,
            "phoneSecondary": random.digits(10) if random.chance(0.1) else None,
            "mobile": facts.mobile,
            "fax": None,
            "observations": "Cliente preferente" if random.chance(0.1) else None,
            "address": facts.address,
            "type": types,
            "seller": None,
            "term": _term(random.pick((None, None, 0, 15, 30))),
            "priceList": {"id": "1", "name": "General", "status": "active"}
            if random.chance(0.2)
            else None,
            "creditLimit": it.amount(random.between(1, 90) * 10**9) if random.chance(0.2) else None,
            "internalContacts": [_internal_contact(it.id)] if random.chance(0.15) else [],
            "settings": {"sendElectronicDocuments": random.chance(0.5)},
            "statementAttached": random.pick((True, False, "yes", "no")),
            "paymentMethod": random.pick((None, "transfer", "cash")),
            **facts.fields,
        }
        if row["updated"] is not None:
            record["created_at"] = row["created"]
            record["updated_at"] = row["updated"]
        if "accounting" in it.asked:
            record["accounting"] = {
                name: embedded_account(it.country, by_rule(rule))
                for name, rule in _ACCOUNTS.items()
            }
        return record

    def filled(self, it: Rendering, record: Record) -> Record:
        """With all names of a person, a whole address and ledger accounts of its own."""
        filled = super().filled(it, record)
        identity = ContactFacts.of(it.books.seed, it.country, it.id).identity
        if identity.is_person:
            names = name_object(identity)
            filled["nameObject"] = {name: text or "María" for name, text in names.items()}
        address = record["address"].items()
        filled["address"] = {name: "100" if text is None else text for name, text in address}
        filled["internalContacts"] = [_internal_contact(it.id)]
        if "accounting" in record:
            ids = [POSTABLE[it.id % len(POSTABLE)], POSTABLE[(it.id + 1) % len(POSTABLE)]]
            filled["accounting"] = {
                name: embedded_account(it.country, ACCOUNTS[id])
                for name, id in zip(_ACCOUNTS, ids, strict=True)
            }
        return filled

    def as_written(self, it: Rendering, record: Record, body: Body) -> Record:
        """With the ledger accounts that were given, in the place of the usual ones."""
        written = super().as_written(it, record, body)
        for name in _COUNTRY_FIELDS:
            if written.get(name, "") is None and name not in body:
                del written[name]
        if "accounting" in written:
            given = body.get("accounting") or {}
            for name, rule in _ACCOUNTS.items():
                account = ACCOUNTS.get(identifier(given.get(name)) or 0) or by_rule(rule)
                written["accounting"][name] = embedded_account(it.country, account)
        return written

    def body_of(self, books: Books, row: Row, record: Record) -> Body:
        """With the kind of the tax number, which not every contact shows."""
        body = super().body_of(books, row, record)
        if not record["identificationObject"] and row["identification"]:
            given = None if row["document"] is None else decoded(row["document"])["identification"]
            facts = ContactFacts.of(books.seed, books.country, row["id"])
            kind = given["type"] if isinstance(given, dict) else facts.identity.identification_type
            body["identification"] = {"type": kind, "number": row["identification"]}
        return body

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """A name, a number of its own, and what the country asks."""
        require(body, ("name",))
        check_notes(body)
        number = _number(body)
        books.country.check_contact(body, number)
        taken = books.value(
            "SELECT id FROM contacts WHERE identification = ? AND id <> ?",
            (number, row["id"] if row else -1),
        )
        if number and taken and body.get("ignoreRepeated") is not True:
            message = "Ya existe un contacto con la identificación ingresada"
            raise invalid(message, 2006, contactId=str(taken))
        types = body.get("type") or []
        types = set(types if isinstance(types, list) else [types])
        if types - {"client", "provider"}:
            raise invalid("El campo type debe ser client o provider")
        if row is not None and row["identification"] is None:
            # Some show their number in the object only.
            facts = ContactFacts.of(books.seed, books.country, row["id"])
            number = None if number == facts.identity.identification else number
        moment = books.moment()
        email = body.get("email")
        values = {
            "name": body["name"],
            "identification": number,
            "email": email.get("email") if isinstance(email, dict) else email,
            "kind": "both" if len(types) == 2 else next(iter(types), "none"),
            "status": body.get("status", "active"),
        }
        if row is None:
            return {**values, "created": moment, "updated": moment}
        return {**values, "updated": moment} if row["updated"] else values

    def usable_filters(self, parameters: Mapping[str, str], quirks: Quirks) -> Mapping[str, Filter]:
        """With one of the ways in which numbers may be compared."""
        usable = super().usable_filters(parameters, quirks)
        return {**usable, "identification": _IDENTIFICATION[quirks.identification_filter]}

    def check_removal(self, books: Books, row: Row) -> None:
        """A contact that a document names stays (docs: alegra-api 4)."""
        for table in books.documents:
            if books.value(f"SELECT 1 FROM {table} WHERE contact = ? LIMIT 1", (row["id"],)):
                raise invalid("El contacto está asociado a documentos; puede inactivarlo")

    def take_effect(self, books: Books, id: int, body: Body) -> None:
        """Documents keep the contact as it came."""
        numbers = {"phonePrimary": body.get("phonePrimary"), "mobile": body.get("mobile")}
        books.written_contacts[id] = {
            **{"id": str(id), "name": body["name"], "identification": _number(body) or ""},
            **{**numbers, "phoneSecondary": None, "fax": None, "email": body.get("email")},
            "address": body.get("address") or {},
        }


def _row(books: Books, id: int) -> dict[str, Any]:
    facts = ContactFacts.of(books.seed, books.country, id)
    identity = facts.identity
    named = {"name": identity.name, "identification": identity.identification}
    return {"id": id, **named, "email": facts.email}


def _term(days: int | None) -> Record | None:
    if days is None:
        return None
    name = "De contado" if days == 0 else f"{days} días"
    return {"id": str(days // 15 + 1), "name": name, "days": str(days)}


def _internal_contact(id: int) -> Record:
    reached = {"email": f"compras{id}@example.com", "phone": None, "mobile": None}
    named = {"id": str(id * 10), "name": "Compras", "lastName": None}
    return {**named, **reached, "sendNotifications": "no"}
