"""What a list holds that it did not hold at the last look, told from its newest rows."""

from alegra_api.ids import IdSet, created_at, creation_key
from alegra_api.paging.pager import Pager
from alegra_api.rows import Row, Rows, row_id

from .state import Mark


def newest_rows(pager: Pager, mark: Mark | None) -> tuple[Rows | None, Mark | None]:
    """The rows made since a list was marked, and its mark now; one request when there are none.

    No rows are told (None) without a mark, where the order of the list does not show them, and
    where Alegra counts more rows than they explain. There is no mark where the order shows nothing.

    Raises:
        AlegraError: there is no answer.
    """
    seen = IdSet([mark.newest] if mark is not None and mark.newest else [])
    found: Rows = []
    for rows in pager.newest(IdSet(seen)):
        if mark is None or _is_elsewhere(rows, mark):
            mark, seen = None, IdSet(filter(None, map(row_id, rows)))
            break
        # One answer may hold a row several times (docs: alegra-api 3.6).
        fresh = [row for row in rows if row_id(row) not in seen and _is_since(row, mark)]
        for row in fresh:
            seen.add(row_id(row) or "")
        found += fresh
    if not pager.finds_newest:
        return None, None
    total = pager.total
    now = Mark(newest=seen.newest, listed=total)
    if mark is None:
        return None, now
    is_more = total is not None and mark.listed is not None and total - mark.listed > len(found)
    return None if is_more else found, now


def _is_elsewhere(rows: Rows, mark: Mark) -> bool:
    """Whether a list begins with numbers though newer ids were there: it is sorted as text."""
    first = row_id(rows[0]) if rows else None
    held_moment = mark.newest is not None and created_at(mark.newest) is not None
    return held_moment and first is not None and created_at(first) is None


def _is_since(row: Row, mark: Mark) -> bool:
    """Whether a row is no older than the newest one of a mark."""
    identifier = row_id(row)
    if identifier is None or mark.newest is None:
        return identifier is not None
    age, newest = creation_key(identifier), creation_key(mark.newest)
    return age is not None and newest is not None and age >= newest
