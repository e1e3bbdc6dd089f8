"""A question to an account: how it is asked, and what each answer means for the connectors."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from alegra_unified.resource import Resource

from .listed import Listed

UNKNOWN = "unknown"
"""The account has too few records to tell."""

NOT_ASKED = "not asked"
"""The requests were used up, or the list is not there."""

FAILED = "failed"
"""Alegra gave no answer, twice."""

NOT_UNDERSTOOD = "not understood"
"""What Alegra answers has a form that nobody foresaw."""

_NO_ANSWER = {
    UNKNOWN: "There are too few records to tell; either answer is handled.",
    NOT_ASKED: "Not known; either answer is handled.",
    FAILED: "Alegra gave no answer, twice; the connector tries six times, then tells.",
    NOT_UNDERSTOOD: "The answer has a form that the probe does not know. Please report it.",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question, asked of each list that it concerns.

    Attributes:
        name: its name in the report.
        words: the question.
        lists: whether it concerns the list of a resource.
        ask: gives the answer; one of `means`, or a text, or several, that `open` allows.
        means: the answers, and what the connectors do with each.
        open: the form of answers that are no words of `means`, such as names of fields; None where
            there are none. Whatever has another form is not reported.
        meaning_of_open: what the connectors do with such an answer.
    """

    name: str
    words: str
    lists: Callable[[Resource], bool]
    ask: Callable[[Listed], str | list[str]]
    means: Mapping[str, str]
    open: re.Pattern[str] | None = None
    meaning_of_open: str = ""

    def answer(self, listed: Listed) -> str | list[str]:
        """The answer of an account, as it may be reported: no other word than the question's own.

        Raises:
            AirbyteTracedException: the account can't be asked.
        """
        found = self.ask(listed)
        if isinstance(found, list):
            return sorted({each for each in found if self._is_reportable(each)})
        return found if self._is_reportable(found) else NOT_UNDERSTOOD

    def meaning(self, answer: str) -> str:
        """What the connectors do with an answer."""
        return {**_NO_ANSWER, **self.means}.get(answer, self.meaning_of_open)

    def _is_reportable(self, answer: str) -> bool:
        known = answer in self.means or answer in _NO_ANSWER
        return known or (self.open is not None and bool(self.open.fullmatch(answer)))


def lists_at(*paths: str) -> Callable[[Resource], bool]:
    """The lists of these paths."""
    return lambda resource: resource.listing.path in paths


def every_list(resource: Resource) -> bool:
    """All that are lists."""
    return not resource.listing.single


def lists_by_id(resource: Resource) -> bool:
    """Lists whose rows have ids."""
    return every_list(resource) and resource.key == "id"


def unified_lists_by_id(resource: Resource) -> bool:
    """Those of the unified streams; of Alegra's own ones only the first page is asked for."""
    return lists_by_id(resource) and not resource.is_native


def unified_documents(resource: Resource) -> bool:
    """Lists of the unified model's documents."""
    return resource.is_dated and not resource.is_native


def documents(resource: Resource) -> bool:
    """Lists of documents, which have a day each."""
    return resource.is_dated
