"""Asking all questions, and the report: a table for people, JSON for an issue."""

import textwrap
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from importlib.metadata import version
from typing import Any

from airbyte_cdk.utils.traced_exception import AirbyteTracedException

from alegra_api.errors import TransientError
from alegra_unified.resource import Resource

from .account import Account, NoRequestsLeft
from .listed import Listed
from .question import FAILED, NOT_ASKED, NOT_UNDERSTOOD, Question
from .questions.lists import MODULES

Answers = dict[str, dict[str, Any]]
"""By question and by list."""

_WIDTH = 100


def ask_all(
    account: Account, questions: Collection[Question], resources: Collection[Resource]
) -> Answers:
    """The answers of an account to all questions.

    Raises:
        AlegraError: the company can't be had, or the credentials are refused.
    """
    assert account.company_row
    lists = _lists(account, resources)
    answers: Answers = {question.name: {} for question in questions}
    asked = [
        (question, listed)
        for question in questions
        for listed in lists
        if any(map(question.lists, listed.resources))
    ]
    # Whether lists of Alegra's own are there matters; how they behave, if requests are left.
    asked.sort(key=lambda it: it[1].resources[0].is_native and it[0] is not MODULES)
    for question, listed in asked:
        answers[question.name][listed.name] = _answered(question, listed)
    return answers


def _lists(account: Account, resources: Collection[Resource]) -> list[Listed]:
    """Each list once, those of documents first: requests may not last for all."""
    by_path: dict[str, list[Resource]] = defaultdict(list)
    for resource in resources:
        if resource.only_in not in (None, account.company.country):
            continue
        by_path[resource.listing.path].append(resource)
    lists = [Listed(account, those) for those in by_path.values()]
    return sorted(lists, key=lambda listed: not listed.is_dated)


def _answered(question: Question, listed: Listed) -> str | list[str]:
    try:
        is_missing = not listed.listing.single and listed.first.answer.status >= 300
        if is_missing and question is not MODULES:
            return NOT_ASKED
        return question.answer(listed)
    except NoRequestsLeft:
        return NOT_ASKED
    except TransientError:
        return FAILED
    except AirbyteTracedException:
        raise
    except Exception:
        # An account may answer in any form; one that nobody foresaw costs one answer, not all.
        return NOT_UNDERSTOOD


def as_json(account: Account, answers: Answers) -> dict[str, Any]:
    """The report that is attached to an issue."""
    return {"version": version("airbyte-alegra"), "requests": account.requests, "answers": answers}


def as_table(answers: Answers, questions: Collection[Question]) -> Iterator[str]:
    """Lines: each question, its answers, and what the connectors do with them."""
    for question in questions:
        yield ""
        yield question.words
        for answer, lists in _by_answer(answers[question.name]).items():
            text = f"{answer}: {', '.join(lists)}. {question.meaning(answer)}"
            yield from textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="      ")


def _by_answer(answers: Mapping[str, str | list[str]]) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = defaultdict(list)
    for name, answer in answers.items():
        for each in answer if isinstance(answer, list) else [answer]:
            lists[each].append(name)
    return lists
