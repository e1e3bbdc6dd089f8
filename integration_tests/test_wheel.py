"""A fresh environment with only the built wheel runs both connectors."""

import json
import subprocess
import sys
import venv
from datetime import date
from pathlib import Path

import pytest

from alegra_unified.registry import RESOURCES
from benchmarks.orders import orders

from .conftest import Start
from .orders import counts, each_once, state, written
from .runner import Destination, Source

ROOT = Path(__file__).parent.parent


@pytest.fixture
def programs(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the commands of an environment in which nothing else was installed."""
    monkeypatch.delenv("PYTHONPATH", raising=False)
    # What is run is compiled then, once; to compile all of the dependencies takes longer.
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", folder, ROOT], check=True)
    (wheel,) = folder.glob("*.whl")
    environment = folder / "environment"
    venv.create(environment)
    subprocess.run([*pip, "--python", environment, "install", "--no-compile", wheel], check=True)
    return environment / "bin"


def test_both_connectors_run_from_the_wheel_alone(
    start: Start, tmp_path: Path, programs: Path
) -> None:
    sandbox = start(size=200, today=date(2026, 11, 3))
    config = {"email": sandbox.email, "api_token": sandbox.token, "api_url": sandbox.url}
    source = Source(tmp_path, config, (programs / "source-alegra",))
    assert len(source.run("spec").of("SPEC")) == 1
    assert source.run("check").of("CONNECTION_STATUS")[0]["connectionStatus"]["status"] == (
        "SUCCEEDED"
    )
    (catalog,) = source.run("discover").of("CATALOG")
    assert [it["name"] for it in catalog["catalog"]["streams"]] == list(RESOURCES)
    read = source.read("invoices")
    assert len(read.records("invoices")) == sum(1 for _ in sandbox.truth("invoices"))
    settings = {**config, "read_after_write_delay_seconds": 0}
    destination = Destination(tmp_path, settings, (programs / "destination-alegra",))
    assert len(destination.run("spec").of("SPEC")) == 1
    assert len(destination.run("discover").of("DESTINATION_CATALOG")) == 1
    finished = destination.write([*orders(sandbox, 5), state("invoices")])
    assert counts(finished.of("STATE")) == (5, 0)
    assert written(sandbox) == each_once(5)
    output = tmp_path / "answers.json"
    asked = (f"--config={tmp_path / 'config.json'}", f"--output={output}")
    ran = subprocess.run([programs / "alegra-probe", *asked], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(output.read_text())["answers"]["edition"] == {"company": "mexico"}
    # What takes an extra names it.
    ran = subprocess.run([programs / "alegra-sandbox"], capture_output=True, text=True)
    assert ran.returncode == 1
    assert ran.stderr.splitlines() == [
        "alegra-sandbox needs aiohttp, which comes with an extra: "
        "pip install 'airbyte-alegra[sandbox]'"
    ]
    ran = subprocess.run(
        [programs / "python", "-c", "import alegra_warehouses"], capture_output=True, text=True
    )
    assert "Install 'airbyte-alegra[warehouses]'" in ran.stderr
