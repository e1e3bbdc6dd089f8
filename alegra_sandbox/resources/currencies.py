"""Currencies (docs: alegra-api 3.12 and 11.1)."""

from collections.abc import Iterable, Mapping

from ..books import Books
from ..money import number
from .resource import Listed, Record, Rendering, by_name

_UNUSED = {"EUR": "€", "GBP": "£"}


class Currencies(Listed):
    """``/currencies``; without ids, so that the code is what one is asked for by."""

    path = "currencies"
    title = "Moneda"
    key = "code"
    column_types = "code TEXT, name TEXT, symbol TEXT, rate INTEGER, status TEXT"
    order_fields = by_name(code="code")

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """The base currency at a rate of 0, the foreign one, and one that is not used any more."""
        country = books.country
        foreign, foreign_symbol = country.foreign_currency
        base, rate = country.base_currency, country.foreign_rate
        unused = next(code for code in _UNUSED if code not in (base, foreign))
        currencies = (
            (base, country.currency_symbol, 0, "active"),
            (foreign, foreign_symbol, rate, "active"),
            (unused, _UNUSED[unused], rate * 11 // 10, "inactive"),
        )
        for place, (code, symbol, rate, status) in enumerate(currencies, start=1):
            shown = {"name": f"Moneda {code}", "symbol": symbol, "status": status}
            yield {"id": place, "code": code, "rate": rate, **shown}

    def record(self, it: Rendering) -> Record:
        """A currency."""
        rate = number(it.row["rate"])
        return {**it.copied("code", "name", "symbol", "status"), "exchangeRate": rate}
