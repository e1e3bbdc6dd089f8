"""What the streams of one sync share: the company, the client, the window of time."""

import hashlib
import logging
import threading
from collections.abc import Callable, Collection
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from airbyte_cdk.models import FailureType
from airbyte_cdk.utils.traced_exception import AirbyteTracedException

from alegra_api.client import AlegraClient
from alegra_api.errors import NotOffered
from alegra_api.listing import Listing
from alegra_api.paging.pager import Pager
from alegra_api.paging.pages import Heads
from alegra_api.rows import Row
from alegra_unified.company import Company
from alegra_unified.resource import Resource

from .config import Config
from .records import RecordMapper, utc_now
from .shared_list import SharedList
from .state import FullReading, Origin, StreamState

logger = logging.getLogger("airbyte")


@dataclass(frozen=True, slots=True)
class SyncWindow:
    """How far back a sync looks for changes, in days of the company.

    Attributes:
        now: when the sync began.
        today: that day in the company's time zone.
        start_date: documents dated before it are not read; None reads all.
        lookback: how far back edits are looked for by date.
        reconciliation_interval: after how long everything is read again; None never.
        open_scan_interval: after how long all open documents are read again.
        listing_interval: after how long lists that don't tell what changed are read again.
    """

    now: datetime
    today: date
    start_date: date | None
    lookback: timedelta
    reconciliation_interval: timedelta | None
    open_scan_interval: timedelta
    listing_interval: timedelta

    @property
    def first_day(self) -> date:
        """The earliest document date at which edits are looked for."""
        day = self.today - self.lookback
        return max(day, self.start_date) if self.start_date else day

    def is_reconciliation_due(self, reconciled_at: datetime | None) -> bool:
        """Whether everything is to be read again, given when that was done last."""
        if reconciled_at is None:
            return True
        interval = self.reconciliation_interval
        return interval is not None and self.now - reconciled_at >= interval

    def is_open_scan_due(self, scanned_at: datetime | None) -> bool:
        """Whether all open documents are to be read again, given when that was done last."""
        return scanned_at is None or self.now - scanned_at >= self.open_scan_interval

    def is_listing_due(self, listed_at: datetime | None) -> bool:
        """Whether a list is to be read whole again, given when that was done last."""
        return listed_at is None or self.now - listed_at >= self.listing_interval

    def full_reading(self, cut_off: FullReading | None) -> FullReading:
        """The reading of everything that is to go on, or a new one."""
        if cut_off is None:
            return FullReading(
                started_at=self.now, window_from=self.first_day, start_date=self.start_date
            )
        if cut_off.start_date != self.start_date:
            # Another part of the list: what was read stays read, but no longer without a gap.
            cut_off.start_date, cut_off.low_water_mark = self.start_date, None
        return cut_off


class SyncContext:
    """One sync of one company.

    Args:
        config: the configuration.
        client: how Alegra is reached.
        executor: fetches pages ahead.
        resources: the resources of the streams that are synced; some share a list.
        clock: the present moment.

    Attributes:
        began: when the sync began.
        lacking: streams that Alegra does not offer to this company, by name.
    """

    def __init__(
        self,
        config: Config,
        client: AlegraClient,
        executor: Executor,
        resources: Collection[Resource] = (),
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.config = config
        self.clock = clock
        self.began = clock()
        self.lacking: list[str] = []
        self._client = client
        self._executor = executor
        self._resources = resources
        self._lock = threading.Lock()
        self._company_row: Row | AirbyteTracedException | None = None
        self._shared: dict[str, SharedList] = {}
        self._heads: Heads = {}

    def company_row(self) -> Row:
        """``GET /company``, asked for once; every mapping needs its currency and time zone.

        Raises:
            AirbyteTracedException: it can't be had.
        """
        with self._lock:
            if self._company_row is None:
                try:
                    self._company_row = self._client.company()
                except AirbyteTracedException as error:
                    self._company_row = error
            if isinstance(self._company_row, AirbyteTracedException):
                raise self._company_row
            return self._company_row

    def company(self) -> Company:
        """The company's facts."""
        return Company.from_alegra(self.company_row())

    def origin(self, resource: Resource) -> Origin:
        """What the state of a stream is made of in this sync."""
        return Origin(
            company=identity_of(self.company_row()),
            start_date=self.config.start_date if resource.is_dated else None,
        )

    def former_origin(self, resource: Resource, state: StreamState) -> Origin:
        """What a state was made of when it was printed; from now on it is this company's.

        Raises:
            AirbyteTracedException: a config error: it is another company's.
        """
        present = self.origin(resource)
        former = state.origin or present
        if None not in (former.company, present.company) and former.company != present.company:
            raise AirbyteTracedException(
                message=f"The saved state of stream {resource.name} is another company's than the "
                "one that these credentials belong to. Reset the streams of the connection to "
                "read this company anew, or use the former company's credentials.",
                failure_type=FailureType.config_error,
            )
        state.origin = Origin(
            company=present.company or former.company, start_date=former.start_date
        )
        return former

    def window(self, resource: Resource) -> SyncWindow:
        """How far back a sync of a stream looks."""
        config = self.config
        days = config.full_reconciliation_days
        return SyncWindow(
            now=self.began,
            today=self.company().today(self.began),
            start_date=config.start_date if resource.is_dated else None,
            lookback=timedelta(days=config.lookback_days),
            reconciliation_interval=timedelta(days=days) if days else None,
            open_scan_interval=timedelta(hours=config.open_documents_hours),
            listing_interval=timedelta(hours=config.master_data_hours),
        )

    def mapper(self, resource: Resource) -> RecordMapper:
        """What maps a stream's rows."""
        return RecordMapper(resource, self.company(), self.config.include_raw, self.clock)

    def pager(self, resource: Resource) -> Pager:
        """What reads a stream's list."""
        return self.pager_of(resource.listing, resource.name, resource.strategy.date_field)

    def pager_of(self, listing: Listing, stream: str, date_field: str | None) -> Pager:
        """What reads a list; a stream's name is for the log."""
        return Pager(
            client=self._client,
            listing=listing,
            stream=stream,
            date_field=date_field,
            executor=self._executor,
            pages_ahead=self.config.num_workers - 1,
            heads=self._heads,
        )

    def note_lacking(self, resource: Resource, answer: NotOffered) -> None:
        """Let a stream end empty that this company lacks, and tell it; nothing counts as deleted.

        The company's record was read before, so that it is neither the credentials nor the address.
        """
        self.lacking.append(resource.name)
        logger.warning(
            f"Stream {resource.name} ends empty: the company's plan or its country's edition of "
            f"Alegra lacks it, or this user may not see it. {answer.message}"
        )

    def readers(self, listing: Listing) -> int:
        """How many streams of this sync read a list."""
        return sum(resource.listing == listing for resource in self._resources)

    def shared_list(self, resource: Resource) -> SharedList:
        """The list that a stream reads together with others."""
        listing = resource.listing
        with self._lock:
            if listing.path not in self._shared:
                kept = self.readers(listing) > 1
                self._shared[listing.path] = SharedList(self.pager(resource), kept)
            return self._shared[listing.path]


def identity_of(company: Row) -> str | None:
    """A hash that tells a company from others, of its identification and its edition.

    None for a company that has no identification.
    """
    identification = company.get("identification")
    if not isinstance(identification, str | int):
        parts = identification or company.get("identificationObject")
        identification = parts.get("number") if isinstance(parts, dict) else None
    number = "".join(filter(str.isalnum, str(identification or ""))).casefold()
    if not number:
        return None
    text = f"{str(company.get('applicationVersion')).casefold()} {number}"
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
