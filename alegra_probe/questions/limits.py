"""What the headers of all answers said about the rate limit (docs: alegra-api 1.2)."""

import re

from ..listed import Listed
from ..question import UNKNOWN, Question, lists_at

_LONGEST_WINDOW = 60
_FIRST_MOMENT = 1_000_000
"""What is above is a moment since 1970, no number of seconds."""


def _headers(listed: Listed) -> str:
    limits = listed.account.limits
    if not limits:
        return UNKNOWN
    told = [(limit, int(reset)) for _, limit, reset in limits if reset and reset.isdecimal()]
    if not told:
        return "missing"
    resets = [reset for _, reset in told]
    if all(limit == "0" for limit, _ in told):
        return "no_limit"
    if max(resets) > _FIRST_MOMENT:
        return "epoch"
    if max(resets) > _LONGEST_WINDOW:
        return "hour"
    return "seconds" if any(resets) else "zero"


def _limit(listed: Listed) -> str:
    """Of the requests for contacts, or of all others."""
    of_contacts = listed.path == "/contacts"
    found = [
        limit
        for path, limit, _ in listed.account.limits
        if limit and (path.split("/")[1] == "contacts") == of_contacts
    ]
    return found[-1] if found else UNKNOWN


QUESTIONS = (
    Question(
        "rate_limit_headers",
        "In which form do the headers tell the rate limit?",
        lists_at("/company"),
        _headers,
        {
            "seconds": "The rest of the minute is waited for.",
            "epoch": "No wait is longer than a minute.",
            "hour": "No wait is longer than a minute.",
            "zero": "Refusals that follow one another are waited out longer each time.",
            "missing": "The documented 150 a minute is kept to.",
            "no_limit": "A limit of nothing is not believed.",
        },
    ),
    Question(
        "requests_per_minute",
        "How many requests a minute?",
        lists_at("/company", "/contacts"),
        _limit,
        {},
        open=re.compile(r"[0-9]{1,7}"),
        meaning_of_open="It is kept to; contacts count apart where theirs differs.",
    ),
)
