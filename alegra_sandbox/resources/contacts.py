"""Contacts: customers, suppliers, both, and neither (docs: alegra-api 3.1)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from ..books import Books, Row
from ..chart_of_accounts import by_rule
from ..contact_facts import ContactFacts
from ..document_parts import Drift
from .categories import embedded_account
from .resource import Filter, Record, Resource, contained

KINDS = {"client": ["client"], "provider": ["provider"], "both": ["client", "provider"], "none": []}
"""What the column ``kind`` means."""


def _kind(value: str) -> Sequence[object] | None:
    return (value,) if value in ("client", "provider") else None


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
