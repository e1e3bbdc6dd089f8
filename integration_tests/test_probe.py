"""`alegra-probe` tells how a simulator is switched, and its report switches another one so."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from alegra_probe.account import MOST_REQUESTS
from alegra_probe.question import NOT_UNDERSTOOD
from alegra_probe.run import run as run_probe
from alegra_sandbox.answers import options_of
from alegra_sandbox.countries import COUNTRIES
from alegra_sandbox.process import SandboxProcess
from alegra_sandbox.quirks import Quirks

from .conftest import Start
from .forks import Fork

TODAY = date(2026, 11, 3)
HALFWAY = "2025-05-05"
SIZE = 1500


@dataclass(frozen=True)
class Probed:
    """What the probe left behind.

    Attributes:
        status: exit status.
        output: what it printed.
        report: the path of its report.
    """

    status: int
    output: str
    report: Path

    @property
    def answers(self) -> dict[str, dict[str, Any]]:
        """By question and by list."""
        return dict(json.loads(self.report.read_text())["answers"])


Probe = Callable[[SandboxProcess], Probed]


@pytest.fixture
def probe(tmp_path: Path) -> Probe:
    """Runs the command against a simulator."""

    def run(sandbox: SandboxProcess) -> Probed:
        number = len(list(tmp_path.glob("*.answers.json")))
        config, report = tmp_path / "config.json", tmp_path / f"{number}.answers.json"
        account = {"email": sandbox.email, "api_token": sandbox.token, "api_url": sandbox.url}
        config.write_text(json.dumps({**account, "lookback_days": 5}))
        process = Fork(
            run_probe, ["--config", str(config), "--output", str(report)], errors_too=True
        )
        output, _ = process.communicate()
        return Probed(process.wait(), output.decode(), report)

    return run


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_report_makes_a_simulator_of_each_country_that_answers_the_same(
    start: Start, probe: Probe, country: str
) -> None:
    sandbox = start(country=country, size=SIZE, today=TODAY)
    first = probe(sandbox)
    assert first.status == 0, first.output
    assert first.answers["edition"]["company"] == COUNTRIES[country].edition
    assert NOT_UNDERSTOOD not in first.output
    made = sandbox.requests()
    assert {it["method"] for it in made} == {"GET"}
    assert f"{len(made)} requests were made" in first.output
    assert len(made) <= MOST_REQUESTS
    second = probe(start(answers=str(first.report), size=SIZE, today=TODAY))
    assert second.answers == first.answers


SCOPED = {quirk.name for quirk in fields(Quirks) if "answers" in quirk.metadata}
SWITCHED = {
    quirk.name: quirk.metadata.get("answers") or quirk.metadata["choices"]
    for quirk in fields(Quirks)
    if not isinstance(quirk.metadata["settled"], str)
} | {
    "untimed_contacts_percent": ("0", "10", "100"),
    "contacts_requests_per_minute": ("50",),
    "counted_up_to": ("10000", "1000000"),
    "mixed_ids": (HALFWAY,),
    "company_time_zone": ("missing",),
}
"""Every quirk that a question settles, with its answers."""

MIXED = {"mixed_ids": f"estimates:{HALFWAY}"}
LONG = {"invoices": 10_050}

SURROUNDINGS: dict[str, dict[str, Any]] = {
    "address_keys": {"country": "CL"},
    "identification_filter": {"country": "PA"},
    "stamp_status": {"country": "PE"},
    "unknown_stamps": {"country": "AR"},
    "counted_up_to": {"documents": LONG},
    "id_form": {"quirks": MIXED, "documents": {"estimates": 200}},
    "mixed_ids": {"documents": {"estimates": 200}},
    "pending_stamps": {"country": "CO"},
    "repeated_payments": {"seed": 9},
    "uuid_order": {"quirks": MIXED, "documents": {"estimates": 200}},
}
"""What a quirk needs to show."""

SCOPES = {
    "default_filters": ("bills", "debit-notes"),
    "filters": (
        *("invoices/date_afterOrNow", "invoices/status", "bills/type", "debit-notes/id"),
        *("bank-accounts/includeInactive", "contacts/identification"),
    ),
    "id_form": ("estimates",),
    "mixed_ids": ("estimates",),
    "company_time_zone": ("",),
    "orders": ("invoices/id", "items/id", "journals/date"),
    "rate_limit_headers": ("",),
    "uuid_order": ("estimates",),
}
"""Where a quirk that may differ from list to list is switched, if not for invoices."""


def cases() -> Iterator[tuple[str, str, str]]:
    """Each answer of each quirk but the usual one, which the countries' companies give."""
    for name, answers in SWITCHED.items():
        default = str(getattr(Quirks(), name))
        for scope in SCOPES.get(name, ("invoices",)) if name in SCOPED else ("",):
            for answer in answers:
                # What is not shown unless all is asked for is another question.
                hides = scope.endswith(("/type", "/includeInactive")) and answer == "ignored"
                if not hides and answer != default:
                    yield name, scope, answer


@pytest.mark.parametrize(("name", "scope", "answer"), cases())
def test_the_answers_are_the_quirks(
    start: Start, probe: Probe, name: str, scope: str, answer: str
) -> None:
    options: dict[str, Any] = {"size": SIZE, "today": TODAY, **SURROUNDINGS.get(name, {})}
    value = f"{scope}:{answer}" if scope else answer
    quirks = {**options.pop("quirks", {}), name: value}

    def probed(**more: Any) -> Probed:
        sandbox = start(**options, **more)
        if name == "deleted_rows":
            *_, newest, _ = sorted(int(row["id"]) for row in sandbox.truth("invoices"))
            sandbox.change("delete", "invoices", newest)
        if name == "pending_stamps":
            sandbox.advance(2)
        return probe(sandbox)

    first = probed(quirks=quirks)
    assert first.status == 0, first.output
    assert NOT_UNDERSTOOD not in first.output
    report = json.loads(first.report.read_text())
    found = Quirks().with_values(dict(options_of(report, TODAY)["quirks"]))
    assert answer == (found.of(name, scope) if name in SCOPED else str(getattr(found, name)))
    second = probed(answers=str(first.report))
    assert second.answers == first.answers
