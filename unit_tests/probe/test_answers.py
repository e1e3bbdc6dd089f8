"""A report as options of the simulator."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from alegra_sandbox.options import Options

ANSWERS: dict[str, dict[str, Any]] = {
    "edition": {"company": "colombia"},
    "requests_per_minute": {"company": "100", "contacts": "5"},
    "modules": {"invoices": "there", "bills": "402", "items": "403", "journals": "404"},
    "orders": {"bills": "refused", "items": "unknown"},
    "totals": {"invoices": "capped"},
    "a question of another version": {"invoices": "whatever"},
}


def options(tmp_path: Path, report: str, *arguments: str) -> Options:
    path = tmp_path / "answers.json"
    path.write_text(report)
    parser = argparse.ArgumentParser()
    return Options.parse(parser, ["--answers", str(path), *arguments])


def test_a_report_sets_what_it_answers(tmp_path: Path) -> None:
    found = options(tmp_path, json.dumps({"answers": ANSWERS}))
    assert (found.country, found.requests_per_minute) == ("CO", 100)
    assert found.quirks["orders"] == "bills/id:refused"
    assert found.quirks["bills_order_by_id"] == "refused"
    assert found.quirks["contacts_requests_per_minute"] == "5"
    assert found.quirks["counted_up_to"] == "10000"
    assert found.quirks["totals"] == "invoices:true"
    faults = {fault["path"]: fault["kind"] for fault in found.faults}
    assert faults == {"^/bills(/|$)": "plan", "^/items(/|$)": "forbidden"}


def test_other_options_go_over_a_report(tmp_path: Path) -> None:
    report = json.dumps({"answers": ANSWERS})
    found = options(tmp_path, report, "--country", "MX", "--quirk", "orders=honoured")
    assert (found.country, found.quirks["orders"]) == ("MX", "honoured")
    assert found.quirks["bills_order_by_id"] == "refused"


@pytest.mark.parametrize("report", ["", "[]", "{}", '{"answers": {"orders": "honoured"}}'])
def test_what_is_no_report_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, report: str
) -> None:
    with pytest.raises(SystemExit):
        options(tmp_path, report)
    assert "answers.json: " in capsys.readouterr().err
