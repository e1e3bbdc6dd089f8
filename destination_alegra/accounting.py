"""Accounted for: each record of the input once, by how it ended, in counts and in the log."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from alegra_unified.problem import Problem

from .incoming import Incoming
from .rejections import Rejection, Rejections, told, without_values
from .write_result import AlreadyThere, Rejected, Written

UNKNOWN_STREAM = "(unknown)"
"""What counts input that is of no stream of the catalog; every state's counts hold it."""

logger = logging.getLogger("airbyte")


@dataclass(frozen=True, slots=True)
class Statistics:
    """How many records ended in which way.

    Attributes:
        written: changed something in Alegra.
        written_with_differences: how many of these Alegra holds otherwise than they say, or with
            something changed that they do not name.
        already_there: needed no change.
        rejected: could not be written.
    """

    written: int = 0
    already_there: int = 0
    rejected: int = 0
    written_with_differences: int = 0

    @property
    def records(self) -> int:
        """How many are accounted for."""
        return self.written + self.already_there + self.rejected

    def __add__(self, other: "Statistics") -> "Statistics":
        return Statistics(
            self.written + other.written,
            self.already_there + other.already_there,
            self.rejected + other.rejected,
            self.written_with_differences + other.written_with_differences,
        )


@dataclass
class Accounting:
    """Accounts for the records of one sync.

    Attributes:
        rejections: takes what can't be written.
        dry_run: whether what counts as written only would have been.
    """

    rejections: Rejections
    dry_run: bool
    _all: dict[str, Statistics] = field(default_factory=dict)
    _since_state: dict[str, Statistics] = field(default_factory=dict)

    def account(self, record: Incoming, result: Written | AlreadyThere | Rejected) -> None:
        """Account for a record."""
        stream = record.plan.stream
        match result:
            case Rejected(problems, code, message):
                said = None if message is None else without_values(message, record.data)
                rejection = Rejection(stream, record.name, problems, code, said)
                self.rejections.add(rejection, record.data)
                self._count(stream, Statistics(rejected=1))
            case AlreadyThere():
                self._count(stream, Statistics(already_there=1))
            case Written(differences=differences):
                self._count(stream, Statistics(1, written_with_differences=bool(differences)))
                if differences:
                    logger.warning(f"Written, but: {told(stream, record.name, differences)}")
                if self.dry_run:
                    what = record.plan.resource.name
                    logger.info(f"Dry run: stream {stream}, record {record.name} -> {what}.")

    def reject_unread(self, stream: str | None, name: str, rule: str, data: Any = None) -> None:
        """Account for input that never became a record.

        Args:
            stream: its stream; None where it is of none that is known.
            name: how messages call it.
            rule: what is wrong with it.
            data: what came.
        """
        stream = UNKNOWN_STREAM if stream is None else stream
        self.rejections.add(Rejection(stream, name, [Problem("", rule)]), data)
        self._count(stream, Statistics(rejected=1))

    def take_since_state(self, streams: Iterable[str]) -> Statistics:
        """What was accounted for of some streams since their last state."""
        counts = (self._since_state.pop(it, Statistics()) for it in (*streams, UNKNOWN_STREAM))
        return sum(counts, Statistics())

    def report(self) -> None:
        """Tell how the sync went, stream by stream."""
        verb = "would be written" if self.dry_run else "written"
        for stream, counts in self._all.items():
            differing = counts.written_with_differences
            records = "record" if counts.records == 1 else "records"
            logger.info(
                f"Stream {stream}: {counts.records} {records}, {counts.written} {verb}"
                f"{f' ({differing} with differences)' if differing else ''}, "
                f"{counts.already_there} there already, {counts.rejected} rejected."
            )
        self.rejections.report()

    def _count(self, stream: str, counted: Statistics) -> None:
        for counts in (self._all, self._since_state):
            counts[stream] = counts.get(stream, Statistics()) + counted
