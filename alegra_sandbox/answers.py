"""A report of ``alegra-probe`` as options of a simulator that behaves like the account."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from .books import DAYS_OF_PAST
from .countries import COUNTRIES, Country
from .quirks import Quirks, Settled

Answers = Mapping[str, Mapping[str, Any]]
"""By question and by list."""

_MODULES_MISSING = {"402": "plan", "403": "forbidden"}
"""What a list that is not there is answered, and the fault that answers so."""


def options_of(report: Any, today: date) -> dict[str, Any]:
    """The options that a report answers, by name; what it leaves open is not among them.

    Raises:
        ValueError: it is no report.
    """
    answers = report.get("answers") if isinstance(report, dict) else None
    if not isinstance(answers, dict) or not all(isinstance(it, dict) for it in answers.values()):
        raise ValueError("is no report of alegra-probe")
    country, names = _edition(str(answers.get("edition", {}).get("company")))
    places = set(answers.get("address_fields", {}).get("contacts", ()))
    is_other = (
        country and country.other_places and places and places.isdisjoint(country.other_places)
    )
    of_country = {"edition_names": names, "address_keys": "other" if is_other else "usual"}
    options: dict[str, Any] = {
        "quirks": list({**quirks_of(answers, today), **of_country}.items()),
        "faults": [
            {"kind": _MODULES_MISSING[answer], "path": f"^/{path}(/|$)"}
            for path, answer in answers.get("modules", {}).items()
            if answer in _MODULES_MISSING
        ],
    }
    if country is not None:
        options["country"] = country.code
    limit = str(answers.get("requests_per_minute", {}).get("company"))
    if limit.isdecimal():
        options["requests_per_minute"] = int(limit)
    return options


def _edition(literal: str) -> tuple[type[Country] | None, str]:
    """The country of an edition, and in which way it is named."""
    for country in COUNTRIES.values():
        named = {country.edition: "usual", country.name: "spanish"}
        named |= {country.english_name: "english", country.code: "code"}
        if literal in named:
            return country, named[literal]
    return None, "usual"


def quirks_of(answers: Answers, today: date) -> dict[str, str]:
    """The quirks that answers settle, as `Quirks.with_values` takes them."""
    halfway = (today - timedelta(days=DAYS_OF_PAST // 2)).isoformat()
    found = {}
    for quirk in fields(Quirks):
        settled = quirk.metadata["settled"]
        if isinstance(settled, str):
            continue
        allowed = quirk.metadata.get("answers") or quirk.metadata["choices"]
        settings = [it for one in settled for it in _settings(one, answers, allowed)]
        if settings:
            scoped = ",".join(settings) if "answers" in quirk.metadata else settings[-1]
            found[quirk.name] = scoped.format(halfway=halfway)
    return found


def _settings(settled: Settled, answers: Answers, allowed: tuple[str, ...]) -> Iterator[str]:
    """The answers to one question as values of a quirk, those for which it has a word."""
    for path, answer in answers.get(settled.question, {}).items():
        if not isinstance(answer, str):
            # Names of fields say what they say only beside the country's own, in `options_of`.
            continue
        word = settled.words.get(answer, answer)
        is_known = answer in settled.words or (word in allowed if allowed else word.isdecimal())
        if is_known and (not settled.lists or path in settled.lists):
            yield from (f"{scope.format(path)}{word}" for scope in settled.scopes)
