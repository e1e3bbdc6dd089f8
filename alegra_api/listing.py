"""Where Alegra lists a kind of record, and which of its promises hold there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Listing:
    """How Alegra lists a kind of record.

    Attributes:
        path: below the API's base, e.g. ``/invoices``.
        parameters: query parameters that every request for the list or one of its rows carries.
        widening: query parameters that make the list tell more, as rows or as fields; one that
            refuses them is read without.
        key: Alegra's name of the field that tells one row from another.
        numbered_pages: how many rows a page has where ``page`` counts them from 1 on; 0 where
            ``start`` counts rows, as almost everywhere. Nothing is known to tell such rows apart.
        by_kind: a query parameter and its values, for a list that Alegra may refuse without one.
        single: whether the path answers one object instead of a list (``/company``).
        sorts_by_id: whether ``order_field=id`` may work; whether it does is seen from the answer.
        filters_by_date: whether ``date_afterOrNow`` is known to work on document dates.
        searches_notes: whether ``observations=`` lists the rows whose notes contain a text.
    """

    path: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    widening: Mapping[str, str] = field(default_factory=dict)
    key: str = "id"
    numbered_pages: int = 0
    by_kind: tuple[str, tuple[str, ...]] | None = None
    single: bool = False
    sorts_by_id: bool = True
    filters_by_date: bool = False
    searches_notes: bool = False

    def path_of(self, identifier: str) -> str:
        """The path of one row; whatever its id holds stays one step of it."""
        return f"{self.path}/{quote(identifier, safe='')}"
