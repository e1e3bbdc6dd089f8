"""A record that is ready to be sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from alegra_api.rows import Row
from alegra_unified.fields import Body
from alegra_unified.problem import Problem

from .identity import Match
from .incoming import Incoming
from .write_result import Rejected


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A record that is ready to be sent.

    Attributes:
        record: the record, its links resolved.
        match: its place in these books.
        body: what creates it; empty for one that is there.
        stamps: whether it asks for a fiscal stamp.
        unfit: what keeps it from being written, should what stands there differ from it.
        before: what stood there before a first request whose effect is unknown; None when nothing
            was sent yet.
        failures: what is to be said of each time at which Alegra itself said that it failed.
    """

    record: Incoming
    match: Match
    body: Body = field(default_factory=dict)
    stamps: bool = False
    unfit: Sequence[Problem] = ()
    before: Row | None = None
    failures: Sequence[Rejected] = ()
