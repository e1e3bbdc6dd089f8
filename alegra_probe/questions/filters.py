"""What lists make of filters: honoured, ignored, or refused."""

from collections import Counter
from collections.abc import Callable, Mapping

from alegra_api.rows import Row, row_id
from alegra_unified.resource import Resource
from alegra_unified.synchronization import DocumentChanges

from ..listed import Listed
from ..question import UNKNOWN, Question, documents, lists_at

_FARTHEST_YEAR = "2100"
"""A payment was dated in 3023 (docs: alegra-api 1.5)."""

_IN_WORDS = {
    "honoured": "It is used.",
    "ignored": "What comes is checked row by row, and read another way.",
    "refused": "It is done without.",
    "nothing": "It finds nothing although there is something: what is found is proved otherwise.",
}


_FOUND = {
    **dict.fromkeys(("contained", "equal", "compact"), "What is found is compared in full."),
    **{answer: meaning for answer, meaning in _IN_WORDS.items() if answer != "honoured"},
}


def _filtered(listed: Listed, fits: Callable[[Row], bool], parameters: Mapping[str, str]) -> str:
    """What became of a filter that at least one row passes, and not all do."""
    reply = listed.ask(parameters)
    if reply.is_refused:
        return "refused"
    if not reply.rows:
        return "nothing"
    return "honoured" if all(map(fits, reply.rows)) else "ignored"


def _date_field(listed: Listed) -> str:
    return listed.resources[0].strategy.date_field or "date"


def _day(listed: Listed) -> str | None:
    """The day of the newest document that has another day than some other document."""
    days = [str(row.get(_date_field(listed)))[:10] for row in listed.rows]
    plausible = [day for day in days if day[:4].isdecimal() and day < _FARTHEST_YEAR]
    return plausible[0] if len(set(days)) > 1 and plausible else None


def _date_ranges(listed: Listed) -> str:
    day, field = _day(listed), _date_field(listed)
    if day is None:
        return UNKNOWN
    asked = {f"{field}_afterOrNow": day, f"{field}_beforeOrNow": day}
    return _filtered(listed, lambda row: str(row.get(field))[:10] == day, asked)


def _statuses(listed: Listed) -> list[str]:
    """Alegra's statuses of the rows that were seen, the rarest first."""
    seen = Counter(row["status"] for row in listed.rows if isinstance(row.get("status"), str))
    return [status for status, _ in reversed(seen.most_common())]


def _status(listed: Listed) -> str:
    statuses = _statuses(listed)
    if not statuses:
        return UNKNOWN
    # A list in which all have one status is asked for those of another one.
    rarest = statuses[0] if len(statuses) > 1 else "void" if statuses[0] != "void" else "open"
    answer = _filtered(listed, lambda row: row.get("status") == rarest, {"status": rarest})
    return "honoured" if answer == "nothing" and len(statuses) == 1 else answer


def _status_list(listed: Listed) -> str:
    two = _statuses(listed)[:2]
    if len(set(_statuses(listed))) < 3:
        return UNKNOWN
    return _filtered(listed, lambda row: row.get("status") in two, {"status": ",".join(two)})


def _id_list(listed: Listed) -> str:
    ids = [it for it in map(row_id, listed.rows) if it is not None]
    if len(ids) < 3:
        return UNKNOWN
    return _filtered(listed, lambda row: row_id(row) in ids[:2], {"id": ",".join(ids[:2])})


def _compact(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _looked_for(listed: Listed, parameter: str, texts: list[str], *ways: str) -> str:
    """Whether a filter looks for a part of a text, with dots and dashes or without, or for all."""
    text = max(texts, key=lambda it: (it != _compact(it), len(it)), default="")
    # Without its ends, between which dots and dashes stay.
    part = text[1:-1]
    if not part or all(_compact(part) in _compact(it) for it in texts):
        return UNKNOWN
    asked = {"contained": part, "compact": _compact(part), "equal": text}
    for way in ways:
        found = _filtered(listed, _holding(parameter, asked[way]), {parameter: asked[way]})
        if found != "nothing":
            return way if found == "honoured" else found
    return "nothing"


def _holding(field: str, part: str) -> Callable[[Row], bool]:
    return lambda row: _compact(part) in _compact(_text(row.get(field)))


def _text(value: object) -> str:
    """A text, as it is or in an object (docs: alegra-api 1.7)."""
    if isinstance(value, dict):
        value = value.get("number") or value.get("reference")
    return "" if value is None else str(value)


def _identification(listed: Listed) -> str:
    texts = [_text(row.get("identification")) for row in listed.rows]
    return _looked_for(listed, "identification", texts, "contained", "compact", "equal")


def _references(listed: Listed) -> str:
    texts = [_text(row.get("reference")) for row in listed.rows]
    return _looked_for(listed, "reference", texts, "contained", "equal")


def _defaults(listed: Listed) -> str:
    """Whether a list hides something unless it is asked for all."""
    unasked = listed.asked({**listed.listing.parameters, "metadata": "true"})
    if listed.count is None or unasked.count is None:
        return UNKNOWN
    if unasked.count < listed.count:
        return "usual"
    return "none" if len({str(row.get("type")) for row in listed.rows}) > 1 else UNKNOWN


def _changes(resource: Resource) -> bool:
    return isinstance(resource.strategy, DocumentChanges)


def _lists_by_ids(resource: Resource) -> bool:
    return isinstance(resource.strategy, DocumentChanges) and resource.strategy.lists_by_ids


def _has_kinds(resource: Resource) -> bool:
    return resource.listing.by_kind is not None


def _widens(resource: Resource) -> bool:
    return bool(resource.listing.widening)


QUESTIONS = (
    Question(
        "widening",
        "Is what makes the list tell more taken?",
        _widens,
        lambda listed: "refused" if listed.refuses_widening else "honoured",
        {
            "honoured": "All kinds of records, or more of their fields, are read.",
            "refused": "The list is read without.",
        },
    ),
    Question(
        "date_ranges",
        "Are date_afterOrNow and date_beforeOrNow honoured?",
        documents,
        _date_ranges,
        {
            **_IN_WORDS,
            "ignored": "Recent documents are read newest first, down to the day that matters.",
            "failed": "The list is read without such a filter.",
        },
    ),
    Question(
        "statuses",
        "Is status honoured?",
        _changes,
        _status,
        {
            **_IN_WORDS,
            "ignored": "Open documents are looked up one by one.",
            "refused": "Open documents are looked up one by one.",
        },
    ),
    Question(
        "status_lists",
        "Does status take several, separated by commas?",
        lists_at("/invoices"),
        _status_list,
        dict.fromkeys(_IN_WORDS, "One status at a time is asked for."),
    ),
    Question(
        "id_lists",
        "Does id take several, separated by commas?",
        _lists_by_ids,
        _id_list,
        {
            **_IN_WORDS,
            "ignored": "Documents are looked up one by one.",
            "refused": "Documents are looked up one by one.",
        },
    ),
    Question(
        "identification",
        "What does identification of contacts find?",
        lists_at("/contacts"),
        _identification,
        _FOUND,
    ),
    Question(
        "references",
        "What does reference of items find?",
        lists_at("/items"),
        _references,
        _FOUND,
    ),
    Question(
        "kinds_alone",
        "Is the list refused unless it is asked for one kind?",
        _has_kinds,
        lambda listed: "yes" if listed.kind else "no",
        {"yes": "It is asked for each kind.", "no": "It is read at once."},
    ),
    Question(
        "defaults",
        "Does the list hide kinds unless all are asked for?",
        lists_at("/bills", "/debit-notes"),
        _defaults,
        {"usual": "All kinds are asked for.", "none": "All kinds are asked for all the same."},
    ),
)
