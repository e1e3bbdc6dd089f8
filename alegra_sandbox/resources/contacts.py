"""Contacts: customers, suppliers, both, and neither (docs: alegra-api 3.1)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from ..bodies import Body, check_notes, identifier, require
from ..books import DOCUMENT_TABLES, Books, Row
from ..chart_of_accounts import ACCOUNTS, by_rule
from ..contact_facts import ContactFacts
from ..countries import Identity
from ..document_parts import Drift
from ..errors import ApiError, invalid
from .categories import embedded_account
from .resource import Filter, Record, Resource, contained

KINDS = {"client": ["client"], "provider": ["provider"], "both": ["client", "provider"], "none": []}
"""What the column ``kind`` means."""


def _kind(value: str) -> Sequence[object] | None:
    return (value,) if value in ("client", "provider") else None


def _number(body: Body) -> str | None:
    """The tax number, given by itself or in an object (docs: alegra-api 1.7)."""
    given = body.get("identificationObject") or body.get("identification")
    number = given.get("number") if isinstance(given, dict) else given
    return None if number in (None, "") else str(number)


def _check_colombian(body: Body, number: str | None) -> None:
    """What Colombia asks (docs: alegra-api 3.1).

    Raises:
        ApiError: the kind of the number, or the names of a person, are missing.
    """
    given = body.get("identificationObject") or body.get("identification")
    if number and not (isinstance(given, dict) and given.get("type")):
        raise ApiError(400, 2035, "El tipo de identificación es obligatorio")
    names = body.get("nameObject")
    if body.get("kindOfPerson") == "PERSON_ENTITY" and not (
        isinstance(names, dict) and names.get("firstName") and names.get("lastName")
    ):
        raise invalid("El campo nameObject es obligatorio")


class Contacts(Resource):
    """``/contacts``; the only resource with moments of creation and update."""

    path = "contacts"
    table = "contacts"
    title = "Contacto"
    filters: ClassVar[Mapping[str, Filter]] = {
        "type": Filter("kind IN (?, 'both')", _kind),
        "identification": Filter("identification LIKE ?", contained),
        "name": Filter("name LIKE ?", contained),
        "email": Filter("email = ?"),
        "query": Filter(
            "name || ' ' || coalesce(identification, '') || ' ' || coalesce(email, '') LIKE ?",
            contained,
        ),
    }
    order_fields: ClassVar[Mapping[str, str]] = {"id": "id", "name": "name", "email": "email"}
    default_order = "name ASC"
    replaces = True
    inputs: ClassVar[Mapping[str, Any]] = {
        "identificationObject": {},
        "emailSecondary": None,
        "phonePrimary": None,
        "phoneSecondary": None,
        "mobile": None,
        "fax": None,
        "observations": None,
        "address": {},
        "seller": None,
        "term": None,
        "priceList": None,
        "creditLimit": None,
        "internalContacts": [],
        "settings": {},
        "statementAttached": False,
        "paymentMethod": None,
        "nameObject": None,
        "kindOfPerson": None,
        "regime": None,
        "thirdType": None,
        "cfdiUse": None,
        "paymentType": None,
    }

    def columns(self, books: Books, body: Body, row: Row | None) -> dict[str, Any]:
        """A name; a number of its own, and in Colombia the kind of the number."""
        require(body, ("name",))
        check_notes(body)
        number = _number(body)
        if books.country.code == "CO":
            _check_colombian(body, number)
        taken = books.value(
            "SELECT id FROM contacts WHERE identification = ? AND id <> ?",
            (number, row["id"] if row else -1),
        )
        if number and taken and body.get("ignoreRepeated") is not True:
            message = "Ya existe un contacto con la identificación ingresada"
            raise ApiError(400, 2006, message, contactId=str(taken))
        kinds = body.get("type") or []
        kinds = set(kinds if isinstance(kinds, list) else [kinds])
        if kinds - {"client", "provider"}:
            raise invalid("El campo type debe ser client o provider")
        moment = books.moment()
        values = {
            "name": body["name"],
            "identification": number,
            "email": body.get("email"),
            "kind": "both" if len(kinds) == 2 else next(iter(kinds), "none"),
            "status": body.get("status", "active"),
            "updated": moment,
        }
        return values if row else {**values, "created": moment}

    def take_effect(self, books: Books, id: int, body: Body) -> None:
        """Documents keep the contact as it came."""
        is_person = body.get("kindOfPerson") == "PERSON_ENTITY"
        names = body.get("nameObject") or {}
        books.newcomers.setdefault(
            id,
            ContactFacts(
                id,
                Identity(
                    is_person,
                    names.get("firstName") or "",
                    names.get("secondName") or "",
                    names.get("lastName") or "",
                    body["name"],
                    _number(body) or "",
                    str((body.get("identificationObject") or {}).get("type") or ""),
                ),
                body.get("email"),
                body.get("phonePrimary"),
                body.get("mobile"),
                body.get("address") or {},
                {},
            ),
        )

    def as_written(self, books: Books, row: Row, record: Record, body: Body) -> Record:
        """With the ledger accounts that were given, in the place of the usual ones."""
        written = super().as_written(books, row, record, body)
        for name in ("nameObject", "kindOfPerson", "regime", "thirdType", "cfdiUse", "paymentType"):
            if written[name] is None:
                del written[name]
        for name in ("identificationType", "regimeObject"):
            written.pop(name, None)
        given = body.get("accounting") or {}
        for name in given if "accounting" in written else ():
            account = ACCOUNTS.get(identifier(given[name]) or 0)
            if account is not None:
                written["accounting"][name] = embedded_account(books.country, account)
        return written

    def check_removal(self, books: Books, row: Row) -> None:
        """A contact that a document names stays (docs: alegra-api 4)."""
        for table in DOCUMENT_TABLES:
            if books.value(f"SELECT 1 FROM {table} WHERE contact = ? LIMIT 1", (row["id"],)):
                raise invalid("El contacto está asociado a documentos; puede inactivarlo")

    optional = frozenset({"accounting"})
    in_truth = frozenset({"accounting"})

    def render(self, books: Books, rows: Sequence[Row], asked: Collection[str]) -> list[Record]:
        """Contacts, with their ledger accounts when asked for."""
        return [self._record(books, row, asked) for row in rows]

    def _record(self, books: Books, row: Row, asked: Collection[str]) -> Record:
        facts = ContactFacts.of(books.seed, books.country, row["id"])
        drift = Drift(books, "contacts", row["id"])
        draws = drift.draws
        kinds: Any = KINDS[row["kind"]]
        if len(kinds) == 1 and draws.chance(0.2):
            kinds = kinds[0]
        email: Any = row["email"]
        if email is not None and draws.chance(0.05):
            email = {"email": email}
        number = books.country.identification_object(facts.identity)
        record: Record = {
            "id": drift.id(row["id"]),
            "name": row["name"],
            "identification": row["identification"],
            "identificationObject": {} if draws.chance(0.1) else number,
            "email": email,
            "emailSecondary": f"pagos{row['id']}@example.com" if draws.chance(0.1) else None,
            "phonePrimary": facts.phone,
            "phoneSecondary": draws.digits(10) if draws.chance(0.1) else None,
            "mobile": facts.mobile,
            "fax": None,
            "observations": "Cliente preferente" if draws.chance(0.1) else None,
            "status": row["status"],
            "address": facts.address,
            "type": kinds,
            "seller": None,
            "term": self._term(drift),
            "priceList": {"id": "1", "name": "General", "status": "active"}
            if draws.chance(0.2)
            else None,
            "creditLimit": drift.amount(draws.between(1, 90) * 10**9)
            if draws.chance(0.2)
            else None,
            "internalContacts": self._internal_contacts(drift, row["id"]),
            "settings": {"sendElectronicDocuments": draws.chance(0.5)},
            "statementAttached": draws.pick((True, False, "yes", "no")),
            "paymentMethod": draws.pick((None, "transfer", "cash")),
            **facts.fields,
        }
        if row["updated"] is not None:
            record["created_at"] = row["created"]
            record["updated_at"] = row["updated"]
        if "accounting" in asked:
            record["accounting"] = {
                "accountReceivable": embedded_account(
                    books.country, by_rule("RECEIVABLE_ACCOUNTS")
                ),
                "debtToPay": embedded_account(books.country, by_rule("DEBTS_TO_PAY_PROVIDERS")),
            }
        return record

    def _term(self, drift: Drift) -> Any:
        days = drift.draws.pick((None, None, 0, 15, 30))
        if days is None:
            return None
        name = "De contado" if days == 0 else f"{days} días"
        return {"id": str(days // 15 + 1), "name": name, "days": str(days)}

    def _internal_contacts(self, drift: Drift, id: int) -> list[dict[str, Any]]:
        if not drift.draws.chance(0.15):
            return []
        return [
            {
                "id": str(id * 10),
                "name": "Compras",
                "lastName": None,
                "email": f"compras{id}@example.com",
                "phone": None,
                "mobile": None,
                "sendNotifications": "no",
            }
        ]


CONTACTS = Contacts()
