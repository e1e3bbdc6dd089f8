"""What records hold: moments, fields and words that the model does not know, what is gone."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pendulum

from alegra_api.errors import ErrorEnvelope
from alegra_api.rows import Row, row_id
from alegra_unified.fields import is_empty
from alegra_unified.resource import ARRANGED, Resource

from ..listed import Listed
from ..question import UNKNOWN, Question, every_list, lists_at

_NAME = re.compile(r"[A-Za-z_][A-Za-z_]{0,39}(\.[A-Za-z_]{1,40}){0,4}")
_AT_LEAST = 2
"""Records that must have a field before its name is told: a single one may be named by a value."""

_STATUS_OF_STAMPS = ("legalStatus", "emissionStatus", "emission_status", "status")
"""Where the editions may tell what became of a stamp (docs: alegra-api 12.1)."""

_BEYOND_ANY_ID = 10_000_000


class _Traced(dict[str, Any]):
    """A row that notes which of its fields are asked for."""

    def __init__(self, row: Row) -> None:
        super().__init__(row)
        self.asked: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)


def _records(listed: Listed) -> Iterator[tuple[Resource, Row]]:
    """The rows that were seen, each with a resource that reads it."""
    for resource in listed.resources:
        rows = listed.rows if resource.arrange is None else resource.arrange(listed.rows)
        yield from ((resource, row) for row in rows if resource.belongs(row))


def _unknown_fields(listed: Listed) -> list[str]:
    company = listed.account.company
    present: Counter[str] = Counter()
    asked = {ARRANGED}
    for resource, row in _records(listed):
        present.update(list(row))
        traced = _Traced(row)
        resource.belongs(traced)
        resource.read(traced, company)
        if resource.arrange is not None:
            resource.arrange([traced])
        asked |= traced.asked
    return [name for name, rows in present.items() if rows >= _AT_LEAST and name not in asked]


def _unread_fields(listed: Listed) -> list[str]:
    company = listed.account.company
    problems = [
        problem.field
        for resource, row in _records(listed)
        for problem in resource.read(row, company).problems
    ]
    return [".".join(it for it in name.split(".") if not it.isdecimal()) for name in problems]


def _unknown_words(listed: Listed) -> list[str]:
    company = listed.account.company
    return [
        name
        for resource, row in _records(listed)
        for name, value in resource.read(row, company).record.items()
        if value is None and not is_empty(row.get(name)) and name in ("status", "type")
    ]


def _moments(listed: Listed) -> str:
    rows = listed.rows
    timed = sum(isinstance(row.get("updated_at"), str) for row in rows)
    if not rows:
        return UNKNOWN
    return "all" if timed == len(rows) else "some" if timed else "none"


def _moves(listed: Listed) -> str:
    moments = [(row.get("created_at"), row.get("updated_at")) for row in listed.rows]
    told = [(str(created), str(updated)) for created, updated in moments if created and updated]
    return "yes" if any(updated > created for created, updated in told) else UNKNOWN


def _zone(listed: Listed) -> str:
    """Beside the fiscal stamp, which is local time, as far as there is one."""
    zone = listed.account.company.time_zone
    for row in listed.rows if zone else []:
        stamp = row.get("stamp")
        stamped = [stamp.get(it) for it in ("date", "stampDate")] if isinstance(stamp, dict) else []
        made, sealed = _clock(row.get("datetime")), next(filter(None, map(_clock, stamped)), None)
        if made is None or sealed is None:
            continue
        offset = pendulum.instance(sealed, tz=str(zone)).utcoffset() or timedelta()
        if offset and abs(made - sealed) < timedelta(minutes=50):
            return "company"
        if offset and abs(made + offset - sealed) < timedelta(minutes=50):
            return "utc"
    return UNKNOWN


def _clock(text: object) -> datetime | None:
    try:
        return datetime.strptime(str(text), "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return None


def _pending_stamps(listed: Listed) -> str:
    stamps = [
        (str(row.get("datetime") or row.get("date"))[:10], _is_pending(row)) for row in listed.rows
    ]
    newest = max((day for day, pending in stamps if pending is not None), default=None)
    pending = [it for _, it in stamps if it]
    if not pending:
        return "off"
    if None not in [it for _, it in stamps]:
        return "unstamped"
    return "today" if all(it for day, it in stamps if day == newest and it is not None) else "off"


def _is_pending(row: Row) -> bool | None:
    """Whether a stamp says that there is none yet; None without one."""
    stamp = row.get("stamp")
    if not isinstance(stamp, dict):
        return None
    return any(stamp.get(name) == "PENDING" for name in _STATUS_OF_STAMPS)


def _stamps(listed: Listed) -> str:
    stamps = [row["stamp"] for row in listed.rows if isinstance(row.get("stamp"), dict)]
    if not stamps:
        return "none" if listed.rows else UNKNOWN
    named = (name for name in _STATUS_OF_STAMPS for stamp in stamps if stamp.get(name))
    return next(named, "unstated")


def _debit_note_status(listed: Listed) -> str:
    if not listed.rows:
        return UNKNOWN
    return "shown" if any(row.get("status") for row in listed.rows) else "hidden"


def _time_zone(listed: Listed) -> str:
    told = listed.account.company_row.get("timezone")
    if is_empty(told):
        return "missing"
    return "known" if listed.account.company.time_zone else "unheard of"


def _address_fields(listed: Listed) -> list[str]:
    addresses = [row["address"] for row in listed.rows if isinstance(row.get("address"), dict)]
    present = Counter(name for address in addresses for name in address)
    return [name for name, rows in present.items() if rows >= _AT_LEAST]


def _accounting_alone(listed: Listed) -> str:
    identifier = next(filter(None, map(row_id, listed.rows)), None)
    if identifier is None:
        return UNKNOWN
    body = listed.account.ask(listed.listing.path_of(identifier), {}).body
    return "on" if isinstance(body, dict) and "accounting" in body else "off"


def _gone(listed: Listed) -> str:
    """Of an id that lies between two others, as that of a deleted record does; else of none."""
    ids = [int(it) for it in listed.ordered.ids if it.isdecimal()]
    if not ids:
        return UNKNOWN
    gaps = (lower + 1 for upper, lower in pairwise(ids) if upper - lower > 1)
    path = listed.listing.path_of(str(next(gaps, max(ids) + _BEYOND_ANY_ID)))
    answer = listed.account.ask(path, {})
    if answer.status in (400, 404):
        return str(answer.status)
    if answer.body is None:
        return "204"
    if is_empty(answer.body):
        return "empty"
    if ErrorEnvelope.in_success(answer.body) is not None:
        return "error"
    return "still_there" if isinstance(answer.body, dict) and row_id(answer.body) else "other"


def _edition(listed: Listed) -> str:
    return str(listed.account.company_row.get("applicationVersion"))


def _only_company(resource: Resource) -> bool:
    return resource.listing.path == "/company"


QUESTIONS = (
    Question(
        "edition",
        "What is the edition called (applicationVersion)?",
        _only_company,
        _edition,
        {},
        open=re.compile(r"[^\W\d_]{2,12}([ _-]?[^\W\d_]{2,12}){0,3}"),
        meaning_of_open="A known edition brings its country's rules; any other is read without.",
    ),
    Question(
        "time_zone",
        "Does the company tell its time zone?",
        _only_company,
        _time_zone,
        {
            "known": "Local moments are read in it.",
            "missing": "Local moments stay empty, and days are counted in UTC.",
            "unheard of": "Local moments stay empty, and days are counted in UTC.",
        },
    ),
    Question(
        "unknown_fields",
        "Which fields does the model not know?",
        every_list,
        _unknown_fields,
        {},
        open=_NAME,
        meaning_of_open="They are left out, unless include_raw is on.",
    ),
    Question(
        "unread_fields",
        "Which fields come in a form that can't be read?",
        every_list,
        _unread_fields,
        {},
        open=_NAME,
        meaning_of_open="They are null; Alegra's value stands under alegra.unread.",
    ),
    Question(
        "unknown_words",
        "Which fields have words that the model does not know?",
        every_list,
        _unknown_words,
        {},
        open=_NAME,
        meaning_of_open="They are null; Alegra's word stands under alegra.",
    ),
    Question(
        "address_fields",
        "Which fields do addresses of contacts have?",
        lists_at("/contacts"),
        _address_fields,
        {},
        open=_NAME,
        meaning_of_open="Those of the country's layout are read, by documentation or inference.",
    ),
    Question(
        "stamps",
        "Which field of a fiscal stamp tells its status?",
        lists_at("/invoices", "/credit-notes"),
        _stamps,
        {
            "none": "No document is stamped.",
            "unstated": "A stamp without a status counts as stamped.",
            **dict.fromkeys(_STATUS_OF_STAMPS, "What is not pending there counts as stamped."),
        },
    ),
    Question(
        "debit_note_status",
        "Do debit notes of customers show their status?",
        lists_at("/income-debit-notes"),
        _debit_note_status,
        {
            "shown": "It is read.",
            "hidden": "It is null; which ones are drafts or void can't be told.",
        },
    ),
    Question(
        "contact_moments",
        "Do contacts carry updated_at?",
        lists_at("/contacts"),
        _moments,
        {
            "all": "Contacts updated later than the last sync are emitted.",
            "some": "Those without it are compared by content.",
            "none": "Contacts are compared by content.",
        },
    ),
    Question(
        "updated_at_moves",
        "Was updated_at ever later than created_at?",
        lists_at("/contacts"),
        _moves,
        {"yes": "It moves with edits; full reconciliations find what it does not tell."},
    ),
    Question(
        "datetime_zone",
        "Which zone is datetime of invoices in?",
        lists_at("/invoices"),
        _zone,
        {
            "company": "It is read in the company's time zone.",
            "utc": "It is read in the company's time zone, which is wrong here. Please report it.",
        },
    ),
    Question(
        "pending_stamps",
        "Do documents show a pending stamp?",
        lists_at("/invoices", "/credit-notes"),
        _pending_stamps,
        {
            "off": "None, or now and then one; it counts as none.",
            "unstamped": "Those that have none show one; it counts as none.",
            "today": "Those of the newest day do; it counts as none.",
        },
    ),
    Question(
        "contact_accounting_alone",
        "Does a look-up of a contact show accounting unasked?",
        lists_at("/contacts"),
        _accounting_alone,
        {"on": "It is asked for all the same.", "off": "It is asked for."},
    ),
    Question(
        "deleted_rows",
        "What says a look-up by an id that is missing in the list?",
        lists_at("/invoices", "/contacts"),
        _gone,
        {
            "404": "It counts as deleted.",
            "400": "It counts as deleted when Alegra's words say so.",
            "204": "It may mean anything; only a proved reading of the list tells a deletion.",
            "empty": "It may mean anything; only a proved reading of the list tells a deletion.",
            "error": "It counts as deleted when Alegra's words say so.",
            "still_there": "Only a proved reading of the list tells a deletion.",
            "other": "It may mean anything; only a proved reading of the list tells a deletion.",
        },
    ),
)
