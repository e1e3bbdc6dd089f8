"""Lines of documents that were written from outside: looked up, reckoned, printed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from .bodies import Body, amount, identifier, millionths, objects
from .books import Books, Row
from .errors import ApiError
from .json_text import decoded
from .money import Spelling, number, spelled

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class LineCodes:
    """Alegra's codes for what can be wrong with lines.

    Attributes:
        none: there is no line.
        wrong: a line names nothing that exists, or lacks an amount.
        tax_shape: ``tax`` is not what it should be.
        tax: it names no tax.
    """

    none: int = 400
    wrong: int = 400
    tax_shape: int = 400
    tax: int = 400


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """One line, exactly reckoned.

    Attributes:
        given: what the client sent.
        on: the row of the item or the account.
        on_account: whether it stands on a ledger account.
        price: of one unit.
        quantity: how many.
        discount: per cent.
        taxes: rows of the taxes.
    """

    given: Body
    on: Row
    on_account: bool
    price: Decimal
    quantity: Decimal
    discount: Decimal
    taxes: tuple[Row, ...]

    @property
    def gross(self) -> Decimal:
        """Price times quantity."""
        return self.price * self.quantity

    @property
    def discount_amount(self) -> Decimal:
        """What the discount takes off."""
        return self.gross * self.discount / _HUNDRED

    @property
    def tax_amount(self) -> Decimal:
        """All taxes together."""
        return sum((self.tax_of(tax) for tax in self.taxes), Decimal(0))

    @property
    def total(self) -> Decimal:
        """What the line comes to."""
        return self.gross - self.discount_amount + self.tax_amount

    def tax_of(self, tax: Row) -> Decimal:
        """What one tax adds."""
        return (self.gross - self.discount_amount) * Decimal(str(tax["percentage"])) / _HUNDRED


def read_lines(
    books: Books, items: Any, accounts: Any, codes: LineCodes = LineCodes()
) -> list[WrittenLine]:
    """The lines of a body.

    Args:
        books: whose items, accounts and taxes.
        items: lines on items, as sent.
        accounts: lines on ledger accounts, as sent.
        codes: of the errors.

    Raises:
        ApiError: there are none, or one is wrong.
    """
    lines = [_line(books, line, "items", codes) for line in objects(items)]
    lines += [_line(books, line, "categories", codes) for line in objects(accounts)]
    if not lines:
        raise ApiError(400, codes.none, "Debe enviar al menos un ítem o una categoría")
    return lines


def check_product_keys(books: Books, lines: Iterable[WrittenLine]) -> None:
    """Mexico: each item has a product key (gotcha: quotes).

    Raises:
        ApiError: code 1035.
    """
    if books.country.code != "MX":
        return
    for line in lines:
        if not line.on_account and not product_key(books, line.on):
            raise ApiError(400, 1035, "La clave del producto es requerida")


def product_key(books: Books, item: Row) -> Any:
    """The fiscal product key of an item."""
    if item["document"] is None:
        return books.lines.item(item["id"]).product_key
    return decoded(item["document"]).get("productKey")


def total_of(lines: Iterable[WrittenLine]) -> int:
    """What lines come to, in millionths."""
    return sum(millionths(line.total) for line in lines)


def printed(
    lines: Sequence[WrittenLine], spelling: Spelling, kind: Literal["sale", "purchase"]
) -> list[Body]:
    """Lines as Alegra prints them."""
    return [_printed(line, spelling, kind) for line in lines]


def _line(books: Books, line: Body, place: str, codes: LineCodes) -> WrittenLine:
    on_account = place == "categories"
    id = identifier(line.get("id"))
    row = None if id is None else books.row(place, id)
    if row is None:
        raise ApiError(400, codes.wrong, f"El campo id de {place} no existe")
    if on_account and is_header(books, row):
        raise ApiError(400, codes.wrong, f"La cuenta {row['name']} no recibe movimientos")
    return WrittenLine(
        line,
        row,
        on_account,
        amount(line.get("price"), f"{place}.price", codes.wrong),
        amount(line.get("quantity"), f"{place}.quantity", codes.wrong),
        amount(line.get("discount") or 0, f"{place}.discount", codes.wrong),
        _taxes(books, line.get("tax"), codes),
    )


def is_header(books: Books, account: Row) -> bool:
    """Whether an account takes no entries, as there are others below it, or it was made so."""
    if account["document"] is not None:
        return bool(decoded(account["document"]).get("use") == "accumulative")
    found = books.value("SELECT 1 FROM categories WHERE parent = ? LIMIT 1", (account["id"],))
    return found is not None


def _taxes(books: Books, given: Any, codes: LineCodes) -> tuple[Row, ...]:
    if given in (None, []):
        return ()
    if not isinstance(given, list) or not all(isinstance(entry, dict) for entry in given):
        raise ApiError(400, codes.tax_shape, "El campo tax debe ser una lista de objetos con id")
    rows = []
    for entry in given:
        id = identifier(entry)
        row = None if id is None else books.row("taxes", id)
        if row is None:
            raise ApiError(400, codes.tax, "El impuesto no existe")
        rows.append(row)
    return tuple(rows)


def _printed(line: WrittenLine, spelling: Spelling, kind: Literal["sale", "purchase"]) -> Body:
    id = line.on["id"]
    record: Body = {
        "id": id if spelling == "text" else str(id),
        "name": line.on["name"],
        "price": spelled(millionths(line.price), spelling),
        "discount": number(millionths(line.discount))
        if spelling == "number"
        else spelled(millionths(line.discount), spelling),
        "quantity": number(millionths(line.quantity)),
        "tax": [
            {
                "id": str(tax["id"]),
                "name": tax["name"],
                "percentage": tax["percentage"] if spelling == "number" else f"{tax['percentage']}",
                "type": tax["type"],
                "amount": number(millionths(line.tax_of(tax))),
            }
            for tax in line.taxes
        ],
        "total": number(millionths(line.total)),
    }
    if line.on_account:
        record["observations"] = line.given.get("observations", "")
    else:
        record["description"] = line.given.get("description", line.on["description"])
        record["reference"] = line.on["reference"]
    if kind == "sale":
        record["discountAmount"] = number(millionths(line.discount_amount))
    else:
        record["subtotal"] = number(millionths(line.gross - line.discount_amount))
    return record
