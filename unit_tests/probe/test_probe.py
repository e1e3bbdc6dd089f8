"""What the probe reports is its own words: nothing of the books, whatever an account answers."""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import requests
import requests_mock

from alegra_api.client import AlegraClient, Answer
from alegra_api.errors import RateLimited, ServerError
from alegra_probe.account import MOST_REQUESTS, Account, NoRequestsLeft
from alegra_probe.question import NOT_ASKED, NOT_UNDERSTOOD
from alegra_probe.questions import QUESTIONS
from alegra_probe.report import Answers, as_json, as_table, ask_all
from alegra_probe.run import run
from alegra_sandbox.quirks import Quirks
from alegra_unified.registry import RESOURCES

from .account import URL, Change, account

CANARY = "k4n4ry"
NEEDED = frozenset({"id", "date", "dueDate", "status", "type", "datetime", "legalStatus", "total"})
"""Fields without which there would be little left to ask; the test of all fields has them too."""


def planted(value: Any, spared: frozenset[str], name: str = "") -> Any:
    """JSON with a canary in the place of every value, but for those of some fields."""
    match value:
        case dict():
            return {key: planted(it, spared, key) for key, it in value.items()}
        case list():
            return [planted(it, spared, name) for it in value]
        case _ if name in spared or value is None:
            return value
        case _:
            return f"{CANARY} {value}"


def keyed(value: Any) -> Any:
    """JSON with canaries in all values, and in the names of the fields of half of the objects."""
    match value:
        case dict():
            return {
                f"{CANARY}{key}" if len(value) % 2 else key: keyed(it) for key, it in value.items()
            }
        case list():
            return [keyed(it) for it in value]
        case _:
            return f"{CANARY} {value}"


def served(change: Change, seen: list[Any]) -> Change:
    """A change of answers that keeps what was answered."""

    def changed(body: Any) -> Any:
        seen.append(change(body))
        return seen[-1]

    return changed


def leaves(value: Any) -> Iterator[str]:
    """All values of a JSON value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from leaves(each)
    else:
        yield str(value)


def report(found: Account) -> tuple[Answers, str]:
    """The answers of an account, and all that the probe prints and writes of them."""
    answers = ask_all(found, QUESTIONS, RESOURCES.values())
    lines = as_table(answers, QUESTIONS)
    return answers, "\n".join([*lines, json.dumps(as_json(found, answers))])


OWN_WORDS = set(
    re.findall(
        r"[\w.-]+",
        " ".join(
            [
                *(text for it in QUESTIONS for text in (it.words, *it.means, *it.means.values())),
                *(it.listing.path.strip("/") for it in RESOURCES.values()),
            ]
        ),
    )
)


@pytest.mark.parametrize(
    "change",
    [
        lambda body: planted(body, NEEDED),
        lambda body: planted(body, frozenset()),
        lambda body: planted(body, frozenset({"id"})),
        keyed,
    ],
    ids=["needed fields spared", "every field", "ids spared", "names too"],
)
def test_no_canary_planted_in_a_company_is_reported(change: Change) -> None:
    with requests_mock.Mocker() as mock:
        company = {"currency": {"code": CANARY}, "timezone": CANARY}
        found = account(mock, lambda body: company if "timezone" in body else change(body))
        _, told = report(found)
    assert CANARY not in told


def test_no_value_of_a_company_is_reported() -> None:
    """Not one that looks like a word, a number, a day: all that was answered is looked for."""
    seen: list[Any] = []
    with requests_mock.Mocker() as mock:
        found = account(mock, served(lambda body: body, seen))
        answers, told = report(found)
    assert not any(NOT_UNDERSTOOD in lists.values() for lists in answers.values())
    words = set(re.findall(r"[\w.-]+", told))
    fields_named = {
        name
        for lists in answers.values()
        for it in lists.values()
        if isinstance(it, list)
        for name in it
    }
    values = {it for it in leaves(seen) if it not in ("mexico", *OWN_WORDS, *fields_named)}
    assert len(values) > 1000
    # Counts of requests are no value; short numbers are in every book.
    assert {it for it in values & words if not (it.isdecimal() and len(it) < 4)} == set()
    assert not [it for it in values if len(it) > 6 and " " in it and it in told]


def test_every_answer_of_an_account_is_a_word_of_its_question() -> None:
    with requests_mock.Mocker() as mock:
        answers, _ = report(account(mock))
    for question in QUESTIONS:
        for answer in answers[question.name].values():
            for each in answer if isinstance(answer, list) else [answer]:
                assert question.meaning(each), (question.name, each)


@pytest.mark.parametrize("quirk", fields(Quirks), ids=lambda quirk: quirk.name)
def test_every_quirk_is_settled_by_a_question_or_says_why_not(quirk: Any) -> None:
    settled = quirk.metadata["settled"]
    if isinstance(settled, str):
        assert settled.endswith(".")
        return
    questions = {question.name: question for question in QUESTIONS}
    paths = {resource.listing.path.strip("/"): resource for resource in RESOURCES.values()}
    for it in settled:
        question = questions[it.question]
        assert set(it.words) <= {*question.means, "failed"}
        assert all(question.lists(paths[path]) for path in it.lists)


def test_the_budget_is_kept_by_whatever_is_asked() -> None:
    with requests_mock.Mocker() as mock:
        found = account(mock)
        for _ in range(MOST_REQUESTS):
            found.ask("/invoices", {})
        with pytest.raises(NoRequestsLeft):
            found.ask("/invoices", {})
        assert found.requests == mock.call_count == MOST_REQUESTS


def test_questions_without_requests_left_are_told_as_not_asked() -> None:
    with requests_mock.Mocker() as mock:
        found = account(mock)
        assert found.company_row
        found.requests = MOST_REQUESTS - 5
        answers, _ = report(found)
        assert mock.call_count == 6
    assert list(answers["modules"].values()).count("there") == 5
    assert set(answers["deleted_rows"].values()) == {NOT_ASKED}


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"status_code": 401, "json": {"code": 401}}, "Alegra refused the credentials"),
        ({"status_code": 402, "json": {"code": 907, "message": "plan"}}, "does not allow"),
        ({"exc": requests.ConnectionError}, "No complete answer from alegra.test"),
        ({"text": "<html>"}, "not JSON"),
    ],
)
def test_an_account_that_cannot_be_asked_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    answer: dict[str, Any],
    words: str,
) -> None:
    for name, value in {"EMAIL": "me@example.com", "API_TOKEN": "s3cr3t", "API_URL": URL}.items():
        monkeypatch.setenv(f"ALEGRA_{name}", value)
    monkeypatch.setattr(sys, "argv", ["alegra-probe", "--output", str(tmp_path / "answers.json")])
    with requests_mock.Mocker() as mock:
        mock.get(f"{URL}/company", **answer)
        with pytest.raises(SystemExit) as ended:
            run()
    assert words in str(ended.value.code)
    assert "\n" not in str(ended.value.code)
    assert "s3cr3t" not in str(ended.value.code)
    assert list(tmp_path.iterdir()) == []
    assert capsys.readouterr().out == ""


def test_settings_that_are_missing_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("EMAIL", "API_TOKEN", "API_URL"):
        monkeypatch.delenv(f"ALEGRA_{name}", raising=False)
    monkeypatch.setattr(sys, "argv", ["alegra-probe"])
    with pytest.raises(SystemExit) as ended:
        run()
    assert "email is missing; api_token is missing" in str(ended.value.code)


class Faulty(AlegraClient):
    """A client whose requests end as planned."""

    def __init__(self, *planned: Exception | Answer) -> None:
        super().__init__("me@example.com", "s3cr3t", URL)
        self.planned = list(planned)

    def answer(self, path: str, parameters: Mapping[str, str]) -> Answer:
        """What is planned next."""
        outcome = self.planned.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def test_a_used_up_rate_limit_is_waited_out_and_each_try_counted() -> None:
    found = Account(Faulty(RateLimited(), RateLimited(), Answer(200, {}, [])))
    assert found.ask("/invoices", {}).body == []
    assert found.requests == 3


def test_a_fault_is_tried_again_once() -> None:
    fault = ServerError("GET /invoices", 503)
    found = Account(Faulty(fault, Answer(200, {}, []), fault, fault))
    assert found.ask("/invoices", {}).body == []
    with pytest.raises(ServerError):
        found.ask("/invoices", {})
    assert found.requests == 4
