"""How long a connector takes to answer, beside the least one that can be made with the CDK."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from alegra_sandbox.process import SandboxProcess

from .figures import OURS, Figure
from .process import Run, run, written

ROUNDS = 5
BIN = Path(sys.executable).parent
PLAIN = "plain CDK connector"


def cold_start() -> Iterator[Figure]:
    """`spec`, `check` and the least `read`; the plain connector reads nothing at all."""
    with tempfile.TemporaryDirectory() as new, SandboxProcess(size=50) as sandbox:
        folder = Path(new)
        config = {"email": sandbox.email, "api_token": sandbox.token, "api_url": sandbox.url}
        configured = ["--config", str(written(folder, "config.json", config))]
        reading = ["read", *configured, "--catalog"]
        nothing = [*reading, str(written(folder, "nothing.json", {"streams": []}))]
        terms = [*reading, str(written(folder, "terms.json", {"streams": [full_refresh("terms")]}))]
        for connector in ("source-alegra", "destination-alegra"):
            for command in (["spec"], ["check", *configured]):
                yield from _figures(f"{command[0]}, {connector}", connector, command, command)
        yield from _figures("read of six rows", "source-alegra", terms, nothing)


def full_refresh(stream: str) -> dict[str, Any]:
    """A stream of a configured catalog."""
    return {
        "stream": {"name": stream, "json_schema": {}, "supported_sync_modes": ["full_refresh"]},
        "sync_mode": "full_refresh",
        "destination_sync_mode": "append",
    }


def _figures(case: str, connector: str, ours: list[str], plain: list[str]) -> Iterator[Figure]:
    commands: dict[str, list[str | Path]] = {
        OURS: [BIN / connector, *ours],
        PLAIN: [sys.executable, Path(__file__).with_name("plain_connector.py"), *plain],
    }
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            runs[name].append(run(command))
    walls = {name: median(each.wall for each in of) for name, of in runs.items()}
    processor = {name: min(each.processor for each in of) for name, of in runs.items()}
    yield Figure(case, "wall, s", None, walls)
    yield Figure(case, "processor, s", None, processor)
