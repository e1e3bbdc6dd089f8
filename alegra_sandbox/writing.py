"""POST, PUT and DELETE: what changes the books from outside (docs: alegra-api 2, 3, 4)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .bodies import Body, identifier, objects
from .books import Row
from .changes import Business, Impossible
from .document_parts import moment_of
from .draws import Draws
from .errors import ApiError, forbidden, invalid, not_found
from .json_text import decoded, encoded
from .resources import RESOURCES
from .resources.invoices import check_stampable, full_number, wants_stamp
from .resources.resource import Record, Resource

MOST_STAMPS = 10
"""Invoices that one request may stamp (docs: alegra-api 3.3)."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a request did.

    Attributes:
        status: HTTP status.
        body: of the answer; None for an empty one.
        created: id of the new record, or None.
    """

    status: int
    body: Any
    created: int | None = None


class Writing:
    """Carries out requests that change something.

    Args:
        business: the company's business.
        clock: seconds that only grow, for how long a new record stays out of lists.
    """

    def __init__(self, business: Business, clock: Callable[[], float]) -> None:
        self._business = business
        self._books = business.books
        self._clock = clock

    def carry_out(self, method: str, path: str, text: bytes, stamps: bool = True) -> Written:
        """Do what a request asks for.

        Args:
            method: ``POST``, ``PUT`` or ``DELETE``.
            path: below the API's base, without slashes at its ends.
            text: the body.
            stamps: whether the tax authority answers; otherwise documents stay unstamped.

        Raises:
            ApiError: Alegra refuses it; nothing is changed then.
        """
        body = _read(text)
        name, *rest = path.split("/")
        resource = RESOURCES.get(name)
        if resource is None:
            raise forbidden()
        match method, rest:
            case "POST", []:
                if "POST" in resource.methods:
                    return self._create(resource, body, stamps)
            case "POST", ["stamp"] if name == "invoices":
                return self._stamp(resource, body, stamps)
            case "POST", [id, action] if action in resource.actions:
                return self._act(resource, self._row(resource, id), action)
            case "PUT", [id] if "PUT" in resource.methods:
                return self._change(resource, self._row(resource, id), body)
            case "DELETE", [id] if "DELETE" in resource.methods:
                return self._remove(resource, self._row(resource, id))
        raise forbidden()

    def _row(self, resource: Resource, id: str) -> Row:
        row = self._books.row(resource.table, int(id)) if id.isdecimal() else None
        if row is None:
            code = 13005 if resource.path == "debit-notes" else 404
            raise not_found(resource.title, code)
        return row

    def _create(self, resource: Resource, body: Body, stamps: bool) -> Written:
        books = self._books
        columns = resource.columns(books, body, None)
        id = books.next_id(resource.table)
        stamped = wants_stamp(body)
        body = {key: value for key, value in body.items() if key != "stamp"}
        books.insert(resource.table, id=id, document=encoded(body).decode(), **columns)
        delay = books.quirks.visible_after_milliseconds / 1000
        books.hide(resource.table, id, self._clock() + delay)
        resource.take_effect(books, id, body)
        row = self._row(resource, str(id))
        if stamped and stamps:
            row = self._put_stamp(resource, row)
        # A new record's id is a number here, elsewhere a text (docs: alegra-api 1.7).
        return Written(201, {**self._record(resource, row), "id": id}, id)

    def _change(self, resource: Resource, row: Row, body: Body) -> Written:
        books = self._books
        resource.check_change(books, row)
        if not resource.replaces:
            body = {**self._body_of(resource, row), **body}
        columns = resource.columns(books, body, row)
        if resource.path == "payments":
            self._business.take_back(row)
            books.run(
                "DELETE FROM applications WHERE source = 'payments' AND source_id = ?", row["id"]
            )
        books.update(resource.table, row["id"], document=encoded(body).decode(), **columns)
        if resource.path == "payments":
            resource.take_effect(books, row["id"], body)
        if body.get("status") == "open" and row["status"] == "draft":
            books.update(resource.table, row["id"], status="open")
        return Written(200, self._record(resource, self._row(resource, str(row["id"]))))

    def _remove(self, resource: Resource, row: Row) -> Written:
        resource.check_removal(self._books, row)
        if resource.table in ("contacts", "items", "taxes", "cost_centers", "bank_accounts"):
            self._books.delete(resource.table, row["id"])
        else:
            self._business.delete(resource.table, row["id"])
        # Either answer was seen (docs: alegra-api 1.7).
        if row["id"] % 2:
            return Written(204, None)
        return Written(200, {"code": 200, "message": f"{resource.title} eliminado correctamente"})

    def _act(self, resource: Resource, row: Row, action: str) -> Written:
        table, id = resource.table, row["id"]
        try:
            if action == "void":
                self._business.void(table, id)
            elif row["status"] == "void":
                self._business.unvoid(table, id)
            elif row["status"] == "draft":
                self._business.open(table, id)
            else:
                raise Impossible(f"{resource.title} {id} no está anulado")
        except Impossible as error:
            raise invalid(str(error)) from error
        return Written(200, self._record(resource, self._row(resource, str(id))))

    def _stamp(self, resource: Resource, body: Body, stamps: bool) -> Written:
        """``POST /invoices/stamp``; only open, unstamped invoices (docs: alegra-api 1.6)."""
        given = objects(body.get("invoices"))
        if not 0 < len(given) <= MOST_STAMPS:
            raise invalid(f"Debe enviar entre 1 y {MOST_STAMPS} facturas")
        rows = [self._row(resource, str(identifier(it) or "")) for it in given]
        for row in rows:
            if row["status"] != "open" or self._record(resource, row).get("stamp"):
                raise ApiError(403, 403, "La factura no se puede emitir en su estado actual")
            check_stampable(self._books, self._body_of(resource, row))
        if stamps:
            rows = [self._put_stamp(resource, row) for row in rows]
        return Written(200, [self._record(resource, row) for row in rows])

    def _put_stamp(self, resource: Resource, row: Row) -> Row:
        """Use up a fiscal folio."""
        books, id = self._books, row["id"]
        books.folios += 1
        draws = Draws(books.seed, resource.path, "written stamp", id)
        number = full_number(books, id, row["number"])
        stamp = books.country.stamp(draws, moment_of(books, resource.table, row), number)
        body = {**self._body_of(resource, row), "stamp": stamp or {"legalStatus": "ACCEPTED"}}
        books.update(resource.table, id, document=encoded(body).decode())
        return self._row(resource, str(id))

    def _body_of(self, resource: Resource, row: Row) -> Body:
        if row["document"] is not None:
            body: Body = decoded(row["document"])
            return body
        record = decoded(encoded(self._record(resource, row)))
        return resource.body_of(row, record)

    def _record(self, resource: Resource, row: Row) -> Record:
        (record,) = resource.records(self._books, [row], frozenset())
        return record


def _read(text: bytes) -> Body:
    try:
        body = decoded(text) if text else {}
    except ValueError:
        raise invalid("El cuerpo de la petición no es un JSON válido") from None
    if not isinstance(body, dict):
        raise invalid("El cuerpo de la petición debe ser un objeto")
    return body
