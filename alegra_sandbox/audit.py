"""A log of every request, so that a test can count them."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(slots=True)
class Entry:
    """One request.

    Attributes:
        method: e.g. ``GET``.
        path: whole path, e.g. ``/api/v1/invoices``.
        query: its parameters.
        started: seconds since 1970.
        in_flight: how many requests were under way when it came, itself included.
        status: HTTP status of the answer; 0 while there is none, and for a dropped connection.
        throttled: whether it was refused because of the rate limit, in either disguise.
        committed: whether it changed the books, whatever was answered.
        created: id of the record that it created.
    """

    method: str
    path: str
    query: dict[str, str]
    started: float
    in_flight: int
    status: int = 0
    throttled: bool = False
    committed: bool = False
    created: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The entry as the control endpoint shows it."""
        return asdict(self)


@dataclass
class Audit:
    """All requests since the start, or since the last reset."""

    entries: list[Entry] = field(default_factory=list)

    def stats(self) -> dict[str, Any]:
        """Counts by method, path and status, of throttles, and the most under way at once."""
        return {
            "requests": len(self.entries),
            "by_method": dict(Counter(entry.method for entry in self.entries)),
            "by_path": dict(Counter(entry.path for entry in self.entries)),
            "by_status": dict(Counter(str(entry.status) for entry in self.entries)),
            "max_in_flight": max((entry.in_flight for entry in self.entries), default=0),
            "throttled": sum(entry.throttled for entry in self.entries),
        }
