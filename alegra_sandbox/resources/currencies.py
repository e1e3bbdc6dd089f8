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
        """The base currency at a rate of 0, a foreign one, and one that is not used any more."""
        country = books.country
        base, (foreign, symbol) = country.currency, country.foreign_currency
        unused = next(it for it in ("EUR", "GBP") if it not in (base, foreign))
        rates = {base: 0, foreign: country.foreign_rate, unused: country.foreign_rate * 11 // 10}
        symbols = {base: country.currency_symbol, foreign: symbol, unused: unused}
        for place, (code, rate) in enumerate(rates.items(), start=1):
            status = "inactive" if code == unused else "active"
            shown = {"name": f"Moneda {code}", "symbol": symbols[code], "status": status}
            yield {"id": place, "code": code, "rate": rate, **shown}

    def record(self, it: Rendering) -> Record:
        """A currency."""
        rate = number(it.row["rate"])
        return {**it.copied("code", "name", "symbol", "status"), "exchangeRate": rate}
