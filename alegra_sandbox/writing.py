"""POST, PUT and DELETE: what changes the books from outside (docs: alegra-api 2, 3, 4)."""

from dataclasses import dataclass, replace
from typing import Any

from .bodies import Body, identifier, objects, wants_stamp
from .books import Books, Impossible, Row
from .errors import ApiError, forbidden, invalid, not_found
from .json_text import decoded, encoded
from .resources import RESOURCES
from .resources.document import Document
from .resources.resource import Record, Resource
from .resources.transaction import Transaction

MAXIMUM_STAMPS = 10
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


def carry_out(
    books: Books, method: str, path: str, text: bytes, now: float = 0.0, stamps: bool = True
) -> Written:
    """Do what a request asks for.

    `now` is of the clock that new records hide by; without `stamps` the tax authority is silent.

    Raises:
        ApiError: Alegra refuses it; nothing is changed then.
    """
    name, *rest = path.split("/")
    resource = RESOURCES.get(name)
    if resource is None:
        raise forbidden()
    ids, table = books.long_ids, resource.table
    body = ids.coming_in(table, _read(text))
    written = _carry_out(books, method, resource, rest, body, now, stamps)
    return replace(written, body=ids.going_out(table, written.body))


def _carry_out(
    books: Books,
    method: str,
    resource: Resource,
    rest: list[str],
    body: Body,
    now: float,
    stamps: bool,
) -> Written:
    match method, rest:
        case "POST", [] if "POST" in resource.methods:
            return _create(books, resource, body, now, stamps)
        case "POST", ["stamp"] if isinstance(resource, Document) and resource.stampable:
            return _stamp(books, resource, body, stamps)
        case "POST", [id, action] if action in resource.actions:
            return _act(books, resource, _row(books, resource, id), action)
        case "PUT", [id] if "PUT" in resource.methods:
            return _change(books, resource, _row(books, resource, id), body, stamps)
        case "DELETE", [id] if "DELETE" in resource.methods:
            return _remove(books, resource, _row(books, resource, id))
    raise forbidden()


def _read(text: bytes) -> Body:
    try:
        body = decoded(text) if text else {}
    except ValueError:
        raise invalid("El cuerpo de la petición no es un JSON válido") from None
    if not isinstance(body, dict):
        raise invalid("El cuerpo de la petición debe ser un objeto")
    return body


def _row(books: Books, resource: Resource, id: str | int) -> Row:
    """A row by the id that it shows, or by its number."""
    row = books.find(resource.table, id) if isinstance(id, str) else books.row(resource.table, id)
    if row is None:
        raise not_found(resource.title, resource.missing_code)
    return row


def _create(books: Books, resource: Resource, body: Body, now: float, stamps: bool) -> Written:
    body = _taken(books, resource, body)
    columns = resource.columns(books, body, None)
    id = books.next_id(resource.table)
    kept = {key: value for key, value in body.items() if key != "stamp"}
    books.insert(resource.table, {"id": id, "document": encoded(kept).decode(), **columns})
    books.hide(resource.table, id, now + books.quirks.visible_after_milliseconds / 1000)
    resource.take_effect(books, id, kept)
    _stamp_if_asked(books, resource, id, body, stamps)
    # A new record's id is a number here, elsewhere a text (docs: alegra-api 1.7).
    return Written(201, {**_record(books, resource, id), "id": id}, id)


def _change(books: Books, resource: Resource, row: Row, sent: Body, stamps: bool) -> Written:
    resource.check_change(books, row)
    there = _body_of(books, resource, row)
    kept = there if books.quirks.of("put", resource.path) == "merge" else {}
    fixed = {name: there[name] for name in resource.fixed if name in there}
    sent = _taken(books, resource, sent)
    taken = {name: it for name, it in sent.items() if name not in resource.fixed}
    body = {**kept, **taken, **fixed}
    asked = body | ({"stamp": sent["stamp"]} if "stamp" in sent else {})
    columns = resource.columns(books, asked, row)
    books.update(resource.table, row["id"], document=encoded(body).decode(), **columns)
    resource.change_effect(books, row, body)
    _stamp_if_asked(books, resource, row["id"], asked, stamps)
    return Written(200, _record(books, resource, row["id"]))


def _taken(books: Books, resource: Resource, body: Body) -> Body:
    """A body without what Alegra drops in silence."""
    unknown = [f"address.{key}" for key in books.country.dropped_places]
    for dropped in (*books.quirks.every("drops", resource.path), *unknown):
        body = _without(body, dropped.split("."))
    return body


def _without(value: Any, names: list[str]) -> Any:
    if isinstance(value, list):
        return [_without(each, names) for each in value]
    if not isinstance(value, dict) or names[0] not in value:
        return value
    first, *rest = names
    kept = {name: it for name, it in value.items() if name != first}
    return {**kept, first: _without(value[first], rest)} if rest else kept


def _stamp_if_asked(books: Books, resource: Resource, id: int, body: Body, stamps: bool) -> None:
    """Stamp what is open and asks for it, if the tax authority answers."""
    row = _row(books, resource, id)
    if wants_stamp(body) and stamps and isinstance(resource, Document) and row["status"] != "draft":
        kept = {name: it for name, it in body.items() if name != "stamp"}
        resource.stamp(books, row, kept)


def _remove(books: Books, resource: Resource, row: Row) -> Written:
    resource.check_removal(books, row)
    resource.remove(books, row)
    message = f"{resource.title} eliminado correctamente"
    if books.quirks.of("deletion_answers", resource.path) == "error":
        return Written(200, {"error": message, "code": 200})
    # Either answer was seen (docs: alegra-api 1.7).
    return Written(204, None) if row["id"] % 2 else Written(200, {"code": 200, "message": message})


def _act(books: Books, resource: Resource, row: Row, action: str) -> Written:
    assert isinstance(resource, Transaction)
    try:
        if action == "void":
            resource.void(books, row["id"])
        elif row["status"] == "void":
            resource.unvoid(books, row)
        elif row["status"] == "draft":
            resource.open(books, row["id"])
        else:
            raise Impossible(f"{resource.title} {row['id']} no está anulado")
    except Impossible as error:
        raise invalid(str(error)) from error
    return Written(200, _record(books, resource, row["id"]))


def _stamp(books: Books, resource: Document, body: Body, stamps: bool) -> Written:
    """``POST /invoices/stamp``; only open, unstamped invoices (docs: alegra-api 1.6)."""
    given = objects(body.get("invoices"))
    if not 0 < len(given) <= MAXIMUM_STAMPS:
        raise invalid(f"Debe enviar entre 1 y {MAXIMUM_STAMPS} facturas")
    rows = [_row(books, resource, identifier(it) or 0) for it in given]
    for row in rows:
        if row["status"] != "open" or resource.is_stamped(books, row):
            raise ApiError(403, 403, "La factura no se puede emitir en su estado actual")
        resource.check_stampable(books, _body_of(books, resource, row))
    for row in rows if stamps else ():
        resource.stamp(books, row, _body_of(books, resource, row))
    return Written(200, [_record(books, resource, row["id"]) for row in rows])


def _body_of(books: Books, resource: Resource, row: Row) -> Body:
    """The body that would make a record what it is now, whoever wrote or edited it."""
    written = {} if row["document"] is None else decoded(row["document"])
    shown = decoded(encoded(_record(books, resource, row["id"], resource.in_truth)))
    return {**written, **resource.body_of(books, row, shown)}


def _record(
    books: Books, resource: Resource, id: int, asked: frozenset[str] = frozenset()
) -> Record:
    (record,) = resource.records(books, [_row(books, resource, id)], asked)
    return record
