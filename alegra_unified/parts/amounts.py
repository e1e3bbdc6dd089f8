"""Amounts that Alegra tells, or that follow exactly from what it tells."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ..company import Company
from ..fields import Field, ReadOnly, Row, decimal, filled, is_empty, readable
from ..kinds import Unreadable, calculated, decimal_or_none, total

CALCULATED = ReadOnly("Alegra calculates it from the lines")


def sub_total_of(lines_of: Callable[[Row], object]) -> Field:
    """The amount before tax: the record's own, else the exact sum over Alegra's lines.

    Computed sums are never rounded: ``decimalPrecision`` is how Alegra shows amounts, not what
    they are. One line that can't be read leaves the sum None.
    """

    def read(record: Row, company: Company) -> Any:
        for name in ("subtotal", "subTotal"):
            if not is_empty(record.get(name)):
                return record[name]
        return _sum_over(lines_of(record), _line_sub_total)

    return decimal(read=read, write=CALCULATED)


def total_tax_of(lines_of: Callable[[Row], object]) -> Field:
    """The tax: the record's own, else the exact sum over Alegra's lines, never rounded."""

    def read(record: Row, company: Company) -> Any:
        given = filled(record.get("tax"))
        if given is not None:
            return given
        return _sum_over(lines_of(record), lambda line: readable(line_tax, line))

    return decimal(read=read, write=CALCULATED)


def _sum_over(lines: object, amount: Any) -> Decimal | None:
    if not isinstance(lines, list):
        return None
    return total(amount(line) if isinstance(line, dict) else None for line in lines)


def taxes_of(line: Row) -> list[dict[str, Any]]:
    """The taxes of a line, which come as a list or as one object.

    Raises:
        Unreadable: they come as something else.
    """
    taxes = line.get("tax")
    if is_empty(taxes):
        return []
    entries = [taxes] if isinstance(taxes, dict) else taxes
    if isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries):
        return entries
    raise Unreadable(taxes)


def only_tax(line: Row, company: Company) -> dict[str, Any] | None:
    """The tax of a line that has exactly one: of several, naming one would be a guess.

    What is no tax at all is reported once, by `line_tax`. Docs: unified-model 4.9.
    """
    taxes = readable(taxes_of, line) or []
    return taxes[0] if len(taxes) == 1 else None


def line_tax(line: Row, company: Company | None = None) -> Decimal | None:
    """The sum of a line's taxes; zero when it has none.

    None when a tax carries no amount: how Alegra rounds its percentage is not documented. Only a
    tax of 0 % has an amount without carrying one.

    Raises:
        Unreadable: its taxes have a shape that is not documented.
    """
    amounts: list[object] = []
    for tax in taxes_of(line):
        amount = tax.get("amount")
        if is_empty(amount):
            if decimal_or_none(tax.get("percentage")) != 0:
                return None
            amount = Decimal(0)
        elif decimal_or_none(amount) is None:
            raise Unreadable(line.get("tax"))
        amounts.append(amount)
    return total(amounts) if amounts else Decimal(0)


def _line_sub_total(line: Row) -> Decimal | None:
    """A line's own ``subtotal``, else price times quantity less the discount.

    ``discountAmount`` is the discount of the whole line and goes before the percentage
    ``discount``, which it was made from.
    """
    if not is_empty(line.get("subtotal")):
        return decimal_or_none(line["subtotal"])
    price, quantity = decimal_or_none(line.get("price")), decimal_or_none(line.get("quantity"))
    amount, percentage = _or_zero(line.get("discountAmount")), _or_zero(line.get("discount"))
    if price is None or quantity is None or amount is None or percentage is None:
        return None
    if amount != 0:
        return calculated(lambda: price * quantity - amount)
    return calculated(lambda: price * quantity * (1 - percentage / 100))


def _or_zero(value: object) -> Decimal | None:
    return Decimal(0) if is_empty(value) else decimal_or_none(value)
