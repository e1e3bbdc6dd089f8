"""What a resource is: one stream, where Alegra keeps it, how it is read and written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .company import Company
from .fields import Row
from .marker import external_id_of, unmarked
from .records import Reading, UnifiedRecord, reader
from .writing import Writing

ARRANGED = "_place"
"""The key under which `Resource.arrange` notes what it found out; no key of Alegra's."""


@dataclass(frozen=True, slots=True)
class Listing:
    """How Alegra lists a resource, and which of its promises hold there.

    Attributes:
        path: below the API's base, e.g. ``/invoices``.
        parameters: query parameters that every list request of this resource carries.
        single: whether the path answers one object instead of a list (``/company``).
        sorts_by_id: whether ``order_field=id`` may work; whether it does is seen from the answer.
        filters_by_date: whether ``date_afterOrNow`` is known to work on document dates.
    """

    path: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    single: bool = False
    sorts_by_id: bool = True
    filters_by_date: bool = False


@dataclass(frozen=True, slots=True)
class ChangeCapture:
    """How changes of a document resource are found, since Alegra has no change feed.

    Attributes:
        unsettled_statuses: Alegra's own statuses in which a document still moves; each is asked
            for with ``status=``. Empty when the resource has no such filter.
        lists_by_ids: whether ``id=1,2,3`` (30 at most) lists just those (debit notes).
        is_unsettled: whether a record, as Alegra sends it, can still change without an edit.
    """

    is_unsettled: Callable[[Mapping[str, Any]], bool]
    unsettled_statuses: tuple[str, ...] = ()
    lists_by_ids: bool = False


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of the unified model; everything that is known of it hangs here.

    Attributes:
        name: the stream's name, snake_case plural as in the unified model.
        model: the declarations of its fields.
        listing: where and how Alegra lists it.
        documentation: the page of Alegra's reference.
        belongs: whether a listed record is of this resource (a contact that is a supplier, a
            payment that came in); re-checks what the server was asked for.
        arrange: turns all rows of a short list into the rows to map, where one can only be
            understood beside the others (the tree of accounts).
        changes: how changes are captured; None for master data and journals (full refresh).
        updated_at: name of Alegra's update moment where it has one (contacts), else None.
        date: name of Alegra's document date, e.g. ``date``; None where there is none.
        writing: how records get into Alegra; None where they can only be read.
    """

    name: str
    model: type[UnifiedRecord]
    listing: Listing
    documentation: str
    belongs: Callable[[Row], bool] = lambda row: True
    arrange: Callable[[list[dict[str, Any]]], list[dict[str, Any]]] | None = None
    changes: ChangeCapture | None = None
    updated_at: str | None = None
    date: str | None = None
    writing: Writing | None = None

    def read(self, row: dict[str, Any], company: Company, printed: bool = False) -> Reading:
        """A row of Alegra's as a record; the external id is taken out of the notes.

        Args:
            row: any JSON object.
            company: whose books they are.
            printed: whether amounts come as JSON text for orjson instead of ``Decimal``.
        """
        external_id = external_id_of(row)
        reading = reader(self.model, printed)(
            row if external_id is None else unmarked(row), company
        )
        if external_id is not None:
            extras = reading.record["alegra"] or {}
            reading.record["alegra"] = {**extras, "external_id": external_id}
        return reading
