"""Currencies (docs: alegra-api 3.12 and 11.1)."""

from collections.abc import Iterable, Mapping

from ..books import Books
from ..money import number
from .resource import Listed, Record, Rendering, by_name


class Currencies(Listed):
    """``/currencies``; without ids, so that the code is what one is asked for by."""

    path = "currencies"
    title = "Moneda"
    key = "code"
    column_types = "code TEXT, name TEXT, symbol TEXT, rate INTEGER, status TEXT"
    order_fields = by_name(code="code")

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """The base currency at a rate of 0, the dollar, and one that is not used any more."""
        base, dollar = books.country.currency, books.country.dollar_rate
        rates = {base: 0, "USD": dollar, "EUR": dollar * 11 // 10} | {base: 0}
        symbols = {"USD": "US$", "EUR": "€"} | {base: books.country.currency_symbol}
        for place, (code, rate) in enumerate(rates.items(), start=1):
            status = "inactive" if code == "EUR" != base else "active"
            shown = {"name": f"Moneda {code}", "symbol": symbols[code], "status": status}
            yield {"id": place, "code": code, "rate": rate, **shown}

    def record(self, it: Rendering) -> Record:
        """A currency."""
        rate = number(it.row["rate"])
        return {**it.copied("code", "name", "symbol", "status"), "exchangeRate": rate}
