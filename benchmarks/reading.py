"""Read throughput beside a declarative manifest of the same API on the same CDK.

Run with `make benchmark`. Both read customers, invoices and items from one simulator in the same
run, alternating, without a ration. Printed: wall time, processor time, peak memory, and the ratio.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import yaml

from alegra_sandbox.process import SandboxProcess

DOCUMENTS = 12_000
LATENCY_MILLISECONDS = 20
ROUNDS = 3
STREAMS = ("customers", "invoices", "invoice_items")
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Run:
    """One run of one reader: seconds of clock and processor, megabytes, records, requests."""

    wall: float
    processor: float
    megabytes: float
    records: int
    requests: int


def main() -> None:
    """Measure and print."""
    with (
        tempfile.TemporaryDirectory() as folder,
        SandboxProcess(
            country="MX",
            size=DOCUMENTS,
            seed=7,
            requests_per_minute=1_000_000,
            latency=LATENCY_MILLISECONDS,
        ) as sandbox,
    ):
        config = {"email": sandbox.email, "api_token": sandbox.token, "api_url": sandbox.url}
        manifest = yaml.safe_load(Path(__file__).with_name("manifest.yaml").read_text())
        readers = {
            "source-alegra": ([BIN / "source-alegra"], config),
            "declarative manifest": (
                [BIN / "source-declarative-manifest"],
                {**config, "__injected_declarative_manifest": manifest},
            ),
        }
        runs: dict[str, list[Run]] = {name: [] for name in readers}
        for turn in range(ROUNDS):
            for name, (command, settings) in readers.items():
                run = _run(Path(folder), command, settings, sandbox)
                runs[name].append(run)
                print(f"round {turn + 1}, {name}: {run}", flush=True)
        for measure in ("wall", "processor", "megabytes"):
            ours, peers = (median(_measure(measure)(run) for run in runs[name]) for name in readers)
            print(f"{measure}: {ours:.2f} / {peers:.2f} = {ours / peers:.2f} times the manifest's")


def _measure(name: str) -> Callable[[Run], float]:
    return lambda run: float(getattr(run, name))


def _run(folder: Path, command: list[Path], config: dict[str, Any], sandbox: SandboxProcess) -> Run:
    config_path, catalog_path = folder / "config.json", folder / "catalog.json"
    config_path.write_text(json.dumps(config))
    catalog_path.write_text(json.dumps({"streams": [_configured(name) for name in STREAMS]}))
    sandbox.reset_audit()
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, "read", "--config", config_path, "--catalog", catalog_path],
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    records = sum(line.startswith(b'{"type":"RECORD"') for line in process.stdout)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    if status:
        raise SystemExit(f"{command[0].name} failed")
    return Run(
        wall=round(wall, 2),
        processor=round(usage.ru_utime + usage.ru_stime, 2),
        megabytes=round(usage.ru_maxrss / 1024, 1),
        records=records,
        requests=len(sandbox.requests()),
    )


def _configured(name: str) -> dict[str, Any]:
    return {
        "stream": {"name": name, "json_schema": {}, "supported_sync_modes": ["full_refresh"]},
        "sync_mode": "full_refresh",
        "destination_sync_mode": "append",
    }


if __name__ == "__main__":
    main()
