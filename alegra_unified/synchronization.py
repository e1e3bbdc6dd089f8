"""How a resource is kept in sync, as far as Alegra lets it be: declarations, carried out elsewhere.

A resource names one of these strategies. Alegra has neither a change feed nor an update moment on
anything but contacts (docs: alegra-api 1.5), so they differ in what the list of a resource offers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from alegra_api.listing import Listing


@dataclass(frozen=True, slots=True)
class MasterData:
    """Read whole: short lists without dates.

    Attributes:
        cursor_field: name in the unified record of what tells the newest of several versions.
        gone_status: status of a record that is emitted because it is gone: a word that the unified
            model has for the resource.
    """

    gone_status: str = "archived"

    date_field: ClassVar[None] = None
    cursor_field: ClassVar[str] = "observed_at"


@dataclass(frozen=True, slots=True)
class WholeReading:
    """Read whole at each sync: rows that no key is known to tell apart."""

    date_field: ClassVar[None] = None
    cursor_field: ClassVar[None] = None
    gone_status: ClassVar[None] = None


@dataclass(frozen=True, slots=True)
class ContactChanges:
    """Read whole; emitted when updated later than the high-water mark; gone ones are archived.

    Attributes:
        updated_at_field: Alegra's name of the update moment.
        cursor_field: name in the unified record of what tells the newest of several versions.
        gone_status: status of a record that is emitted because it is gone.
    """

    updated_at_field: str = "updated_at"

    date_field: ClassVar[None] = None
    cursor_field: ClassVar[str] = "updated_at"
    gone_status: ClassVar[str] = "archived"


@dataclass(frozen=True, slots=True)
class SettledBy:
    """A list of which each new row names the documents that it settles.

    Attributes:
        stream: the stream that the rows belong to.
        listing: where it is.
        documents: the key under which a row names them, each as an object with its id.
    """

    stream: str
    listing: Listing
    documents: str


@dataclass(frozen=True, slots=True)
class DocumentChanges:
    """Dated documents whose changes are captured: by id, by date, by status, by reconciliation.

    Attributes:
        is_open: whether a document, as Alegra sends it, can still change without an edit.
        open_statuses: Alegra's own statuses of such documents; each is asked for with ``status=``.
            Empty where there is no such filter, or where it would list nearly everything.
        settled_by: the lists whose new rows tell which of such documents have changed.
        lists_by_ids: whether ``id=1,2,3`` (30 at most) lists just those (debit notes).
        date_field: Alegra's name of the document date, also in filters and as an order.
        cursor_field: name in the unified record of what tells the newest of several versions.
        gone_status: status of a record that is emitted because it is gone.
    """

    is_open: Callable[[Mapping[str, Any]], bool]
    open_statuses: tuple[str, ...] = ()
    settled_by: tuple[SettledBy, ...] = ()
    lists_by_ids: bool = False
    date_field: str = "date"

    cursor_field: ClassVar[str] = "observed_at"
    gone_status: ClassVar[str] = "deleted"


@dataclass(frozen=True, slots=True)
class DatedFullRefresh:
    """Dated documents that are read whole at each sync, from where a reading was cut off.

    Attributes:
        date_field: Alegra's name of the document date, also in filters and as an order.
    """

    date_field: str = "date"

    cursor_field: ClassVar[None] = None
    gone_status: ClassVar[None] = None


SyncStrategy = MasterData | WholeReading | ContactChanges | DocumentChanges | DatedFullRefresh
