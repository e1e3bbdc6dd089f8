"""A log of every request, so that a test can count them."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(slots=True)
class Entry:
    """One request, with how many were under way when it came, itself included.

    The status is 0 while there is none, and for a dropped connection. It may have been throttled in
    either disguise, and committed, which changed the books whatever was answered.
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
