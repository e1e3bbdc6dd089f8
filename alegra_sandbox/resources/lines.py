"""Lines of documents, generated or sent: reckoned exactly, printed in Alegra's shapes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ..bodies import Body, amount, identifier, objects
from ..books import Books
from ..chart_of_accounts import ACCOUNTS, EXPENSES
from ..countries import Tax
from ..errors import invalid
from ..money import CENT, MILLIONTHS, Notation, exact, millionths, noted, number
from ..random_values import RandomValues
from .categories import is_header
from .items import ItemFacts, item_details

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
class Line:
    """One line.

    Attributes:
        id: of the item or the ledger account that it stands on.
        name: of the same.
        on_account: whether it stands on an account.
        price: of one unit.
        quantity: how many.
        discount: per cent.
        taxes: the taxes on it.
        details: what else it shows of the item or the account.
    """

    id: int
    name: str
    on_account: bool
    price: Decimal
    quantity: Decimal
    discount: Decimal
    taxes: tuple[Tax, ...]
    details: Mapping[str, Any]

    @property
    def gross(self) -> Decimal:
        """Price times quantity."""
        return self.price * self.quantity

    @property
    def net(self) -> Decimal:
        """Without what the discount takes off."""
        return self.gross * (_HUNDRED - self.discount) / _HUNDRED

    @property
    def total(self) -> Decimal:
        """With all taxes."""
        return self.net * (_HUNDRED + sum(tax.percentage for tax in self.taxes)) / _HUNDRED

    def printed(self, notation: Notation, sold: bool) -> Body:
        """The line as Alegra prints it; it has no id of its own (docs: alegra-api 3.7)."""

        def percent(value: int | Decimal) -> Any:
            return noted(millionths(Decimal(value)), "number" if notation == "number" else "text")

        # Ids of items are numbers now and then (docs: alegra-api 1.7).
        as_number = notation == "text" and not self.on_account
        record: Body = {"id": self.id if as_number else str(self.id), "name": self.name}
        if self.on_account:
            usual = "" if notation == "number" else "Gasto del mes"
            record["observations"] = self.details.get("observations", usual)
        else:
            record.update(self.details)
            if not sold:
                record.pop("productKey", None)
        record["price"] = noted(millionths(self.price), notation)
        record["discount"] = percent(self.discount)
        record["quantity"] = number(millionths(self.quantity))
        net = self.net
        record["tax"] = [
            {
                "id": str(tax.id),
                "name": tax.name,
                "percentage": percent(tax.percentage),
                "type": tax.type,
                "amount": number(millionths(net * tax.percentage / _HUNDRED)),
            }
            for tax in self.taxes
        ]
        if sold:
            record["discountAmount"] = number(millionths(self.gross - net))
        else:
            record["subtotal"] = number(millionths(net))
        record["total"] = number(millionths(self.total))
        return record


def total_of(lines: Iterable[Line]) -> int:
    """What lines come to, in millionths."""
    return sum(millionths(line.total) for line in lines)


@lru_cache(maxsize=16)
def generated_lines(
    books: Books, table: str, id: int, variant: int, currency: str | None, account_share: float
) -> list[Line]:
    """The lines that follow from the seed.

    Prices, quantities, discounts and taxes are chosen so that every product is exact to the
    millionth, which makes a document's total the sum of its lines to the last digit.

    Args:
        books: whose items and taxes.
        table: of the document.
        id: of the document.
        variant: grows when its lines are edited.
        currency: of the document; None for the base currency.
        account_share: how many of the lines stand on a ledger account, from 0 to 1.
    """
    random = RandomValues(books.seed, table, "lines", id, variant)
    count = random.pick((1, 1, 2, 2, 3, 4, 5))
    return [_generated_line(books, random, currency, account_share) for _ in range(count)]


def _generated_line(
    books: Books, random: RandomValues, currency: str | None, account_share: float
) -> Line:
    country = books.country
    on_account = bool(account_share) and random.chance(account_share)
    details: Mapping[str, Any] = {}
    if on_account:
        on, tax = random.pick(EXPENSES), country.taxes[0]
        name = ACCOUNTS[on].name
        price = _whole_cents(random.between(500, 900_000) * CENT)
    else:
        item = ItemFacts.of(books.seed, country, random.pick(books.items))
        on, name, tax, details = item.id, item.name, item.tax, item.details
        price = item.price
        if random.chance(0.3):
            price = _whole_cents(price * random.between(85, 115) // 100)
    if currency:
        price = max(CENT, price * MILLIONTHS // country.foreign_rate // CENT * CENT)
    taxes = [tax]
    if tax.percentage and random.chance(0.03):
        taxes.append(country.taxes[3])
    tenths, discount = random.pick((10, 10, 10, 20, 30, 50, 120)), 0
    if random.chance(0.15):
        discount = random.pick((5, 10, 25))
    elif country.decimal_precision and random.chance(0.05):
        tenths = random.pick((5, 15, 25))
    elif country.decimal_precision and random.chance(0.1):
        # Prices with many decimals come from prices that include tax.
        price += random.below(100) * 100 if tax.percentage else random.below(10_000)
    if country.decimal_precision == 0 and not currency:
        step = (10_000 if discount else 100) * MILLIONTHS
        price = max(step, price // step * step)
    if any(tax.percentage % 1 for tax in taxes):
        # A fraction of a per cent takes a digit more, which the price leaves free.
        price = max(10 * CENT, price // (10 * CENT) * (10 * CENT))
    quantity = Decimal(tenths).scaleb(-1)
    return Line(
        on, name, on_account, exact(price), quantity, Decimal(discount), tuple(taxes), details
    )


def _whole_cents(price: int) -> int:
    return max(CENT * 100, price // CENT * CENT)


def read_lines(
    books: Books,
    items: Any,
    accounts: Any,
    codes: LineCodes = LineCodes(),
    may_be_empty: bool = False,
) -> list[Line]:
    """The lines of a body, of which there is one at least unless there may be none."""
    lines = [_read_line(books, line, "items", codes) for line in objects(items)]
    lines += [_read_line(books, line, "categories", codes) for line in objects(accounts)]
    if not lines and not may_be_empty:
        raise invalid("Debe enviar al menos un ítem o una categoría", codes.none)
    return lines


def _read_line(books: Books, line: Body, place: str, codes: LineCodes) -> Line:
    on_account = place == "categories"
    row = books.row(place, identifier(line.get("id")))
    if row is None:
        raise invalid(f"El campo id de {place} no existe", codes.wrong)
    if not on_account:
        details = item_details(books, row)
        details["description"] = line.get("description", details["description"])
    elif is_header(books, row):
        raise invalid(f"La cuenta {row['name']} no recibe movimientos", codes.wrong)
    else:
        details = {"observations": line.get("observations", "")}
    return Line(
        row["id"],
        line.get("name") or row["name"],
        on_account,
        amount(line.get("price"), f"{place}.price", codes.wrong),
        amount(line.get("quantity"), f"{place}.quantity", codes.wrong),
        amount(line.get("discount") or 0, f"{place}.discount", codes.wrong),
        _read_taxes(books, line.get("tax"), codes),
        details,
    )


def _read_taxes(books: Books, given: Any, codes: LineCodes) -> tuple[Tax, ...]:
    if given in (None, []):
        return ()
    if not isinstance(given, list) or not all(isinstance(entry, dict) for entry in given):
        raise invalid("El campo tax debe ser una lista de objetos con id", codes.tax_shape)
    rows = [books.row("taxes", identifier(entry)) for entry in given]
    if None in rows:
        raise invalid("El impuesto no existe", codes.tax)
    return tuple(
        Tax(row["id"], row["name"], Decimal(str(row["percentage"])), row["type"])
        for row in rows
        if row is not None
    )


def check_product_keys(books: Books, lines: Sequence[Line]) -> None:
    """Where the country wants it, each item has a product key (gotcha: quotes)."""
    if not books.country.wants_product_keys:
        return
    for line in lines:
        item = None if line.on_account else books.row("items", line.id)
        if item is not None and not item_details(books, item).get("productKey"):
            raise invalid("La clave del producto es requerida", 1035)
