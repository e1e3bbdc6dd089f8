"""The company's past: master data, and three years of documents, written in bulk."""

from collections.abc import Mapping
from datetime import date

from . import settlement
from .books import Books
from .countries import COUNTRIES
from .options import Options
from .quirks import Quirks
from .resources import RESOURCES

_COUNTED = {
    kind: share for resource in RESOURCES.values() for kind, share in resource.shares.items()
}
SHARES = _COUNTED | {path: it.beside for path, it in RESOURCES.items() if it.beside}
"""Documents of each kind in a hundred, or for a hundred."""


def document_counts(size: int, overrides: Mapping[str, int | str]) -> dict[str, int]:
    """How many documents of each kind there shall be.

    Shares of `size`, at least one each, or as overridden.

    Raises:
        ValueError: there is no such kind, or no such number.
    """
    if unknown := set(overrides) - set(SHARES):
        raise ValueError(f"no documents {sorted(unknown)}; there are {', '.join(SHARES)}")
    counts = {kind: max(1, size * share // 100) for kind, share in SHARES.items()}
    counts["invoices"] = max(1, counts["invoices"] + size - sum(counts[kind] for kind in _COUNTED))
    return counts | {kind: int(count) for kind, count in overrides.items()}


def seed(options: Options) -> Books:
    """A company with its past.

    Raises:
        ValueError: an option is wrong.
    """
    counts = document_counts(options.size, options.documents)
    quirks = Quirks().with_values(options.quirks)
    books = Books(
        COUNTRIES[options.country](quirks),
        options.seed,
        options.today or date.today(),
        quirks,
        max(options.size, sum(counts[kind] for kind in _COUNTED)),
        counts,
    )
    settlement.prepare(books)
    for resource in RESOURCES.values():
        resource.prepare(books)
    for resource in RESOURCES.values():
        resource.seed(books)
    return books
