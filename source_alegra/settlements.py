"""Which documents new payments and notes settle, told by the heads of their lists."""

from dataclasses import dataclass, field

from alegra_api.errors import AlegraError
from alegra_api.ids import IdSet
from alegra_api.rows import Row, row_id
from alegra_unified.synchronization import SettledBy

from .newest_rows import newest_rows
from .state import Mark
from .sync_context import SyncContext

Marks = dict[str, Mark]


@dataclass(slots=True)
class Settled:
    """What the lists of payments and notes tell.

    Attributes:
        named: the documents that rows made since the last look name.
        is_told: whether those are all of them.
        marks: how the lists stand now, by stream.
    """

    named: IdSet = field(default_factory=IdSet)
    is_told: bool = True
    marks: Marks = field(default_factory=dict)


def look_at_settlements(
    settled_by: tuple[SettledBy, ...], context: SyncContext, marks: Marks
) -> Settled:
    """What was settled since the lists were marked: a request a list when nothing was.

    Args:
        settled_by: the lists.
        context: the sync.
        marks: how the lists stood at the last look; without any only the marks are told.
    """
    settled = Settled()
    for it in settled_by:
        pager = context.pager_of(it.listing, it.stream, "date")
        try:
            rows, mark = newest_rows(pager, marks.get(it.stream))
        except AlegraError:
            # A user may lack the permission to read payments; that is no reason to fail here.
            rows, mark = None, None
        if mark is not None:
            settled.marks[it.stream] = mark
        settled.is_told = settled.is_told and rows is not None
        for row in rows or []:
            for identifier in _named(row, it.documents):
                settled.named.add(identifier)
    return settled


def _named(row: Row, key: str) -> list[str]:
    parts = row.get(key)
    ids = [row_id(it) for it in parts if isinstance(it, dict)] if isinstance(parts, list) else []
    return [it for it in ids if it is not None]
