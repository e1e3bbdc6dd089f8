"""What the streams of one sync share: the company, the client, the window of time."""

import threading
from collections.abc import Callable, Collection
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from alegra_api.client import AlegraClient
from alegra_api.listing import Listing
from alegra_api.paging.pager import Pager
from alegra_api.rows import Row
from alegra_unified.company import Company
from alegra_unified.resource import Resource

from .config import Config
from .records import RecordMapper, utc_now
from .shared_list import SharedList


@dataclass(frozen=True, slots=True)
class SyncWindow:
    """How far back a sync looks for changes, in days of the company.

    Attributes:
        now: when the sync began.
        today: that day in the company's time zone.
        start_date: documents dated before it are not read; None reads all.
        lookback: how far back edits are looked for by date.
        reconciliation_interval: after how long everything is read again; None never.
    """

    now: datetime
    today: date
    start_date: date | None
    lookback: timedelta
    reconciliation_interval: timedelta | None

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
        self._client = client
        self._executor = executor
        self._resources = resources
        self._lock = threading.Lock()
        self._company_row: Row | None = None
        self._shared: dict[str, SharedList] = {}

    def company_row(self) -> Row:
        """``GET /company``, asked for once; every mapping needs its currency and time zone."""
        with self._lock:
            if self._company_row is None:
                self._company_row = self._client.find("/company") or {}
            return self._company_row

    def company(self) -> Company:
        """The company's facts."""
        return Company.from_alegra(self.company_row())

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
        )

    def mapper(self, resource: Resource) -> RecordMapper:
        """What maps a stream's rows."""
        return RecordMapper(resource, self.company(), self.config.include_raw, self.clock)

    def pager(self, resource: Resource) -> Pager:
        """What reads a stream's list."""
        return Pager(
            client=self._client,
            listing=resource.listing,
            stream=resource.name,
            date_field=resource.strategy.date_field,
            executor=self._executor,
            pages_ahead=self.config.num_workers - 1,
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
