"""Lines of documents: chosen by chance, reckoned exactly, printed in Alegra's shapes.

Prices, quantities, discounts and taxes are chosen so that every product is exact to the millionth,
which makes a document's total the sum of its lines to the last digit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .chart_of_accounts import ACCOUNTS, EXPENSES
from .countries import Country, Tax
from .draws import Draws
from .item_facts import ItemFacts
from .money import CENT, MILLIONTHS, Spelling, number, spelled

# How many of the lines stand on a ledger account instead of an item.
_ACCOUNT_SHARES = {"bills": 0.4, "debit_notes": 0.3, "purchase_orders": 0.2}


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Attributes:
        item: the item sold or bought, or None for a line on a ledger account.
        account: the ledger account, or None.
        price: of one unit, in millionths.
        tenths: the quantity in tenths of a unit.
        discount: whole per cent.
        taxes: the taxes and their amounts in millionths.
        gross: price times quantity.
        discount_amount: what the discount takes off.
    """

    item: ItemFacts | None
    account: int | None
    price: int
    tenths: int
    discount: int
    taxes: tuple[tuple[Tax, int], ...]
    gross: int
    discount_amount: int

    @property
    def tax_amount(self) -> int:
        """All taxes together."""
        return sum(amount for _, amount in self.taxes)

    @property
    def total(self) -> int:
        """What the line comes to."""
        return self.gross - self.discount_amount + self.tax_amount


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums over the lines of a document, in millionths."""

    gross: int
    discount: int
    tax: int
    total: int

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Sums":
        """Add up."""
        gross = sum(line.gross for line in lines)
        discount = sum(line.discount_amount for line in lines)
        tax = sum(line.tax_amount for line in lines)
        return cls(gross, discount, tax, gross - discount + tax)


class LineMaker:
    """Draws the lines of documents.

    Args:
        seed: of the company.
        country: its taxes and coins.
        items: ids that lines may name.
    """

    def __init__(self, seed: int, country: Country, items: Sequence[int]) -> None:
        self._seed = seed
        self._country = country
        self._items = items

    def lines(
        self,
        resource: str,
        id: int,
        variant: int,
        currency: str | None,
    ) -> list[Line]:
        """The lines of a document.

        Args:
            resource: which documents.
            id: which one.
            variant: grows when the lines are edited.
            currency: of the document; None for the base currency.
        """
        draws = Draws(self._seed, resource, "lines", id, variant)
        account_share = _ACCOUNT_SHARES.get(resource, 0.0)
        return [
            self._line(draws, currency, account_share)
            for _ in range(draws.pick((1, 1, 2, 2, 3, 4, 5)))
        ]

    def item(self, id: int) -> ItemFacts:
        """What is known of an item."""
        return ItemFacts.of(self._seed, self._country, id)

    def _line(self, draws: Draws, currency: str | None, account_share: float) -> Line:
        item, account = None, None
        if account_share and draws.chance(account_share):
            account = draws.pick(EXPENSES)
            price = self._coins(draws.between(500, 900_000) * CENT)
            tax = self._country.taxes[0]
        else:
            item = self.item(draws.pick(self._items))
            price, tax = item.price, item.tax
            if draws.chance(0.3):
                price = self._coins(price * draws.between(85, 115) // 100)
        if currency:
            price = max(CENT, price * MILLIONTHS // self._country.dollar_rate // CENT * CENT)
        taxes = [tax]
        if tax.percentage and draws.chance(0.03):
            taxes.append(self._country.taxes[3])
        tenths, discount = draws.pick((10, 10, 10, 20, 30, 50, 120)), 0
        if draws.chance(0.15):
            discount = draws.pick((5, 10, 25))
        elif self._country.decimal_precision and draws.chance(0.05):
            tenths = draws.pick((5, 15, 25))
        elif self._country.decimal_precision and draws.chance(0.1):
            # Prices with many decimals come from prices that include tax.
            price += draws.below(100) * 100 if tax.percentage else draws.below(10_000)
        if self._country.decimal_precision == 0 and not currency:
            step = (10_000 if discount else 100) * MILLIONTHS
            price = max(step, price // step * step)
        gross = price * tenths // 10
        discount_amount = gross * discount // 100
        net = gross - discount_amount
        return Line(
            item,
            account,
            price,
            tenths,
            discount,
            tuple((each, net * each.percentage // 100) for each in taxes),
            gross,
            discount_amount,
        )

    def _coins(self, price: int) -> int:
        return max(CENT * 100, price // CENT * CENT)


def quantity(tenths: int) -> Any:
    """A quantity as an exact JSON number."""
    return number(tenths * (MILLIONTHS // 10))


def printed_taxes(line: Line, spelling: Spelling) -> list[dict[str, Any]]:
    """``tax`` of a line; the percentage is a number or a text such as "16.00"."""
    return [
        {
            "id": str(tax.id),
            "name": tax.name,
            "percentage": tax.percentage if spelling == "number" else f"{tax.percentage}.00",
            "type": tax.type,
            "amount": number(amount),
        }
        for tax, amount in line.taxes
    ]


def printed_line(
    line: Line, spelling: Spelling, kind: Literal["sale", "purchase"]
) -> dict[str, Any]:
    """A line as Alegra prints it; neither kind has an id of its own (docs: alegra-api 3.7)."""
    record: dict[str, Any] = {}
    if line.item is not None:
        # Ids of lines are numbers now and then (docs: alegra-api 1.7).
        record["id"] = line.item.id if spelling == "text" else str(line.item.id)
        record["name"] = line.item.name
        record["description"] = line.item.description
        record["reference"] = line.item.reference
        record["unit"] = line.item.unit
        if line.item.product_key and kind == "sale":
            record["productKey"] = line.item.product_key
    elif line.account is not None:
        record["id"] = str(line.account)
        record["name"] = ACCOUNTS[line.account].name
        record["observations"] = "" if spelling == "number" else "Gasto del mes"
    record["price"] = spelled(line.price, spelling)
    record["discount"] = line.discount if spelling == "number" else f"{line.discount}.00"
    record["quantity"] = quantity(line.tenths)
    record["tax"] = printed_taxes(line, spelling)
    if kind == "sale":
        record["discountAmount"] = number(line.discount_amount)
    else:
        record["subtotal"] = number(line.gross - line.discount_amount)
    record["total"] = number(line.total)
    return record
