"""How lists come: whether they are there, in which order, form and number."""

from alegra_api.ids import BY_AGE, BY_TEXT, IdOrder, created_at
from alegra_api.page import PAGE_SIZE
from alegra_api.paging.pages import COUNTED_UP_TO
from alegra_api.rows import Row

from ..listed import Listed, Reply
from ..question import (
    UNKNOWN,
    Question,
    every_list,
    lists_at,
    lists_by_id,
    unified_documents,
    unified_lists_by_id,
)

_ULID_LENGTH = 26
_READ_ANOTHER_WAY = "Such a list is read another way, and what can't be proved is read again."


def _is_there(listed: Listed) -> str:
    first = listed.first
    return str(first.answer.status) if first.answer.status >= 300 else "there"


def _orders(listed: Listed) -> list[tuple[list[str], bool]]:
    """The ids of the pages that were asked for in order of ids, and whether newest first."""
    pages = [(listed.ordered.ids, True)]
    if listed.oldest is not None:
        pages.append((listed.oldest.ids, False))
    return [(ids, descending) for ids, descending in pages if ids]


def _keeps(listed: Listed, order: IdOrder) -> bool:
    """Whether the pages stand in an order, and beside one another in it."""
    newest = []
    for ids, descending in _orders(listed):
        keys = [order.key(identifier) for identifier in ids]
        if "" in ids or None in keys or keys != sorted(keys, reverse=descending):
            return False
        newest.append(max(keys))
    return newest == sorted(newest, reverse=True)


def _keeps_numbers(listed: Listed) -> bool:
    """Whether numbers are in order, and long ids behind them in one that can't be told."""
    numbers = 0
    for ids, descending in _orders(listed):
        upwards = ids[::-1] if descending else ids
        places = [int(it) if it.isdecimal() else None for it in upwards]
        short = [it for it in places if it is not None]
        if short != sorted(short) or any(it is not None for it in places[len(short) :]):
            return False
        numbers += len(short)
    return numbers > 1


def _order_by_id(listed: Listed) -> str:
    if listed.ordered.answer.status == 400 and not listed.first.is_refused:
        return "refused"
    if len({it for ids, _ in _orders(listed) for it in ids}) < 2:
        return UNKNOWN
    if _keeps(listed, BY_AGE) or _keeps(listed, BY_TEXT):
        return "honoured"
    return "honoured" if _ids(listed) == "mixed" and _keeps_numbers(listed) else "ignored"


def _order_by_date(listed: Listed) -> str:
    if _order_by_id(listed) == "honoured":
        return "not needed"
    field = listed.resources[0].strategy.date_field or "date"
    reply = listed.ask({"order_field": field, "order_direction": "ASC"})
    if reply.is_refused:
        return "refused"
    days = [str(row.get(field)) for row in reply.rows]
    if len(set(days)) < 2:
        return UNKNOWN
    return "honoured" if days == sorted(days) else "ignored"


def _all_ids(listed: Listed) -> list[str]:
    return [it for ids, _ in _orders(listed) for it in ids if it]


def _ids(listed: Listed) -> str:
    ids = _all_ids(listed) or listed.first.ids
    numbers = sum(it.isdecimal() for it in ids)
    if not any(ids):
        return UNKNOWN
    return "numbers" if numbers == len(ids) else "mixed" if numbers else "long"


def _id_form(listed: Listed) -> str:
    long = [it for it in _all_ids(listed) if not it.isdecimal()]
    if not long:
        return "none"
    if all(map(created_at, long)):
        return "ulid" if len(long[0]) == _ULID_LENGTH else "uuid"
    return "other"


def _mixed_order(listed: Listed) -> str:
    if _ids(listed) != "mixed":
        return "not mixed"
    if _order_by_id(listed) != "honoured":
        return UNKNOWN
    kept = [name for name, order in _MIXED.items() if _keeps(listed, order)]
    return kept[0] if len(kept) == 1 else UNKNOWN if kept else "random"


_MIXED = {"created": BY_AGE, "text": BY_TEXT}


def _wrapping(listed: Listed) -> str:
    bare = listed.oldest if listed.oldest is not None else listed.first
    return _shape(bare.answer.body, has_metadata=bare is listed.first)


def _shape(body: object, has_metadata: bool) -> str:
    if isinstance(body, list):
        return "usual"
    if not isinstance(body, dict):
        return "other"
    if "results" in body:
        return "results"
    match body.get("data"):
        case list():
            return "usual" if has_metadata else "data"
        case {"data": list()}:
            return "nested"
        case dict():
            return "keyed"
        case _:
            return "other"


def _total(listed: Listed) -> str:
    counted, rows = listed.count, _rows_shown(listed.first)
    if listed.first.total is None:
        return "missing"
    if counted is None:
        return "other"
    if counted < rows:
        return "low"
    is_whole = counted == rows and len(listed.first.rows) != PAGE_SIZE
    if not is_whole and listed.path != "/invoices":
        # What it is told of the longest list is worth a request.
        return UNKNOWN
    shown = 1 if is_whole else len(listed.end.rows)
    if shown > 1 and counted == COUNTED_UP_TO:
        return "capped"
    if shown != 1:
        return "low" if shown else "high"
    if isinstance(listed.first.total, str):
        return "text"
    return "beyond" if counted > COUNTED_UP_TO else "true"


def _rows_shown(reply: Reply) -> int:
    return sum(map(_with_children, reply.rows))


def _with_children(row: Row) -> int:
    """How many rows a branch of a tree is (docs: alegra-api 3.10)."""
    children = row.get("children")
    inner = children if isinstance(children, list) else []
    return 1 + sum(_with_children(it) for it in inner if isinstance(it, dict))


def _pages(listed: Listed) -> str:
    replies = [listed.first, *([listed.oldest] if listed.oldest is not None else [])]
    if listed.count is None or not listed.count:
        return "full" if len(listed.first.rows) == PAGE_SIZE else UNKNOWN
    wanting = [(_rows_shown(it), _expected(it, listed.count)) for it in replies]
    missing = [(shown, wanted - shown) for shown, wanted in wanting if shown < wanted]
    if not missing:
        return "full"
    if any(shown == 0 for shown, _ in missing):
        return "empty"
    return "hidden" if all(lost == 1 for _, lost in missing) else "short"


def _expected(reply: Reply, count: int) -> int:
    return max(0, min(reply.limit, count - reply.start))


def _shuffled(listed: Listed) -> str:
    first, again = listed.unsorted, listed.ask()
    if len(first.rows) < 2:
        return UNKNOWN
    return "off" if first.ids == again.ids else "on"


def _unordered_paging(listed: Listed) -> str:
    first, second = listed.unsorted, listed.ask(start=PAGE_SIZE)
    if not second.rows or len(first.rows) < PAGE_SIZE:
        return UNKNOWN
    return "stable" if set(first.ids).isdisjoint(second.ids) else "unstable"


def _oversized_limit(listed: Listed) -> str:
    if listed.count is None or listed.count <= PAGE_SIZE:
        return UNKNOWN
    reply = listed.ask(limit=PAGE_SIZE + 1)
    if reply.is_refused:
        return "refused"
    shown = len(reply.rows)
    return "garbage" if shown < PAGE_SIZE else "capped" if shown == PAGE_SIZE else "honoured"


def _plain_categories(listed: Listed) -> str:
    reply = listed.ask({"format": "plain"})
    if len(reply.rows) > PAGE_SIZE:
        return "whole"
    return "paged" if len(reply.rows) == PAGE_SIZE else UNKNOWN


def _repeated_rows(listed: Listed) -> str:
    # Money that goes out is spent on accounts more often than what comes in.
    pages = [listed.first, listed.ask({"type": "out"})]
    if any(len(set(page.ids)) < len(page.ids) for page in pages):
        return "on"
    # Of the first and the last row of a page, others may stand beyond it.
    inner = [row for page in pages for row in page.rows[1:-1]]
    return "off" if any(len(row.get("categories") or []) > 1 for row in inner) else UNKNOWN


MODULES = Question(
    "modules",
    "Is the list there, in this plan and for this user?",
    every_list,
    _is_there,
    {
        "there": "It is read.",
        "400": "Its stream fails with Alegra's words. Please report it.",
        **dict.fromkeys(
            ("402", "403", "404"),
            "The plan or the edition lacks it, or the user may not see it: a stream of the unified "
            "model fails and says so, leave it out; one of Alegra's own ends empty and warns.",
        ),
    },
)

QUESTIONS = (
    MODULES,
    Question(
        "orders",
        "Is order_field=id honoured?",
        unified_lists_by_id,
        _order_by_id,
        {
            "honoured": "The list is read by id from both ends, which proves that it is complete.",
            "ignored": _READ_ANOTHER_WAY,
            "refused": _READ_ANOTHER_WAY,
        },
    ),
    Question(
        "orders_by_date",
        "Where ids give no order: is the order by date honoured?",
        unified_documents,
        _order_by_date,
        {
            "not needed": "The list is read by id.",
            "honoured": "The list is read by date, with overlaps.",
            "ignored": "The list is read as it comes until two readings agree.",
            "refused": "The list is read as it comes until two readings agree.",
        },
    ),
    Question(
        "ids",
        "Are ids numbers, long ids, or both?",
        lists_by_id,
        _ids,
        {
            "numbers": "Ids are text in the warehouse, whatever they look like.",
            "long": "Ids are text in the warehouse, whatever they look like.",
            "mixed": "Which rule sorts them is seen from the pages.",
        },
    ),
    Question(
        "id_form",
        "Are long ids UUIDs or ULIDs?",
        lists_by_id,
        _id_form,
        {
            "none": "There are none.",
            "uuid": "The moment in them tells what is new.",
            "ulid": "The moment in them tells what is new.",
            "other": "They tell no age; the list is read whole.",
        },
    ),
    Question(
        "mixed_order",
        "How do numbers and long ids sort together?",
        unified_lists_by_id,
        _mixed_order,
        {
            "not mixed": "They don't.",
            "created": "By age: what is new is found first.",
            "text": "By text: what is new stands before all numbers; the list is read whole.",
            "random": "By a rule that only Alegra knows; the list is read another way.",
        },
    ),
    Question(
        "wrappings",
        "In which form does the list come?",
        every_list,
        _wrapping,
        dict.fromkeys(("usual", "data", "keyed", "nested", "results"), "It is understood.")
        | {"other": "Its stream fails and says so. Please report it."},
    ),
    Question(
        "repeated_rows",
        "Does a payment on several accounts come several times?",
        lists_at("/payments"),
        _repeated_rows,
        {"on": "Each comes once into the warehouse.", "off": "Each comes once."},
    ),
    Question(
        "plain_categories",
        "Does format=plain list all accounts at once?",
        lists_at("/categories"),
        _plain_categories,
        {"whole": "The tree is read, in one answer.", "paged": "The tree is read, in one answer."},
    ),
    Question(
        "shuffled",
        "Does a list without an order come in another one each time?",
        lists_at("/invoices"),
        _shuffled,
        {"on": "An order is always asked for.", "off": "An order is asked for all the same."},
    ),
    Question(
        "unordered_paging",
        "Do pages without an order repeat rows?",
        lists_at("/invoices"),
        _unordered_paging,
        {
            "unstable": "An order is always asked for, and borders of pages are compared.",
            "stable": "An order is asked for all the same.",
        },
    ),
    Question(
        "oversized_limit",
        "What does a limit above 30 give?",
        lists_at("/invoices"),
        _oversized_limit,
        dict.fromkeys(
            ("garbage", "refused", "capped", "honoured"), "No more than 30 are ever asked for."
        ),
    ),
    Question(
        "pages",
        "Are pages full?",
        every_list,
        _pages,
        {
            "full": "As documented.",
            "short": "The end of a list is not told by a short page.",
            "empty": "An empty page is asked for again.",
            "hidden": "Rows are missing inside a page: the reading is not proved and is repeated.",
        },
    ),
    Question(
        "totals",
        "Is the total right?",
        every_list,
        _total,
        {
            "true": "It helps to prove that a reading is complete.",
            "text": "It is read as a number.",
            "beyond": "It is right beyond 10,000, and not relied on there.",
            "capped": "It stops at 10,000; beyond, pages overlap as the proof.",
            "high": "It can't be reached: the list is told as not proved and read again.",
            "low": "A page goes beyond it, so that it is not relied on.",
            "missing": "Pages overlap as the proof.",
            "other": "It is not relied on.",
        },
    ),
)
