"""What a resource is: one unified stream, where Alegra keeps it, and how it is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from alegra_api.listing import Listing

from .company import Company
from .marker import external_id_of, unmarked
from .model import UnifiedRecord
from .synchronization import SyncStrategy
from .writing import Writing

ARRANGED = "_place"
"""The key under which `Resource.arrange` notes what it found out; no key of Alegra's."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of the unified model; everything that is known of it hangs here.

    Attributes:
        name: the stream's name, snake_case plural as in the unified model.
        model: the unified model; JSON schemas are made from it.
        listing: where and how Alegra lists it.
        to_unified: Alegra's record and the company to the model's fields, by name. Total: any
            JSON object goes in, `Unreadable` values come out where a shape is unknown.
        strategy: how it is kept in sync.
        belongs: whether a listed record is of this resource (a contact that is a supplier, a
            payment that came in); re-checks what the server was asked for.
        documentation: the page of Alegra's reference.
        arrange: turns all rows of a short list into the records to map, where a record can only
            be understood beside the others (the tree of accounts).
        writing: how records get into Alegra; None where they can only be read.
    """

    name: str
    model: type[UnifiedRecord]
    listing: Listing
    to_unified: Callable[[dict[str, Any], Company], dict[str, Any]]
    documentation: str
    strategy: SyncStrategy
    belongs: Callable[[Mapping[str, Any]], bool] = lambda record: True
    arrange: Callable[[list[dict[str, Any]]], list[dict[str, Any]]] | None = None
    writing: Writing | None = None

    @property
    def is_dated(self) -> bool:
        """Whether its records carry a document date."""
        return self.strategy.date_field is not None

    def read(self, row: dict[str, Any], company: Company) -> dict[str, Any]:
        """A row of Alegra's as the fields of the model, the external id taken out of the notes."""
        external_id = external_id_of(row)
        if external_id is None:
            return self.to_unified(row, company)
        fields = self.to_unified(unmarked(row), company)
        return {**fields, "alegra": {**(fields["alegra"] or {}), "external_id": external_id}}
