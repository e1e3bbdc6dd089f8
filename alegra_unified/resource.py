"""What a resource is: one stream, where Alegra keeps it, how it is read and written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from alegra_api.listing import Listing

from .company import Company
from .countries.country import Country
from .fields import Row
from .marker import NOTES, split
from .records import NativeDocument, NativeRecord, Reading, StreamRecord, UnifiedRecord, reader
from .synchronization import SyncStrategy, WholeReading
from .writing import Writing

ARRANGED = "_place"
"""The key under which `Resource.arrange` notes what it found out; no key of Alegra's."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource; everything that is known of it hangs here.

    Attributes:
        name: the stream's name, snake_case plural as in the unified model, else as Alegra's path.
        model: the declarations of its fields.
        listing: where and how Alegra lists it.
        documentation: the page of Alegra's reference.
        strategy: how it is kept in sync.
        belongs: whether a listed record is of this resource (a contact that is a supplier, a
            payment that came in); re-checks what the server was asked for.
        arrange: turns all rows of a short list into the rows to map, where one can only be
            understood beside the others (the tree of accounts).
        writing: how records get into Alegra; None where they can only be read.
        only_in: the country in whose edition alone it exists; None where all have it.
    """

    name: str
    model: type[StreamRecord]
    listing: Listing
    documentation: str
    strategy: SyncStrategy
    belongs: Callable[[Row], bool] = lambda row: True
    arrange: Callable[[list[dict[str, Any]]], list[dict[str, Any]]] | None = None
    writing: Writing | None = None
    only_in: Country | None = None

    @property
    def key(self) -> str:
        """The field that tells one of its records from another."""
        return self.listing.key

    @property
    def is_keyed(self) -> bool:
        """Whether that field is known to."""
        return not isinstance(self.strategy, WholeReading)

    @property
    def is_native(self) -> bool:
        """Whether it is Alegra's own, and not of the unified model."""
        return issubclass(self.model, NativeRecord)

    @property
    def is_dated(self) -> bool:
        """Whether its records carry a document date."""
        return self.strategy.date_field is not None

    def read(self, row: dict[str, Any], company: Company, printed: bool = False) -> Reading:
        """A row of Alegra's as a record; the external id is taken out of the notes.

        Args:
            row: any JSON object.
            company: whose books they are.
            printed: whether amounts come as JSON text for orjson instead of ``Decimal``.
        """
        return self._read(reader(self.model, printed), row, company)  # type: ignore[arg-type] # a class is hashable

    def held(self, row: dict[str, Any], company: Company) -> dict[str, Any]:
        """A row of Alegra's as a record to compare with, see `Field.held`."""
        read = reader(self.model, printed=False, compared=True)  # type: ignore[arg-type]
        return self._read(read, row, company).record

    def _read(
        self, read: Callable[[Row, Company], Reading], row: dict[str, Any], company: Company
    ) -> Reading:
        is_marked = issubclass(self.model, (UnifiedRecord, NativeDocument))
        notes = row.get(NOTES) if is_marked else None
        own, external_id = split(notes) if isinstance(notes, str) else (notes, None)
        reading = read(row if external_id is None else {**row, NOTES: own}, company)
        if external_id is not None:
            shown = reading.record
            if self.is_native:
                shown["external_id"] = external_id
            else:
                shown["alegra"] = {**(shown["alegra"] or {}), "external_id": external_id}
        return reading
