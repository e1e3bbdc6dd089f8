"""One reader of the API as a process, measured from outside."""

import json
import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alegra_sandbox.process import SandboxProcess

LINES_BETWEEN_MEASURES = 50


@dataclass(frozen=True)
class Run:
    """One run of one reader: seconds of clock and processor, megabytes, records, requests."""

    wall: float
    processor: float
    megabytes: float
    records: int
    requests: int


def run_reader(
    folder: Path,
    command: list[Path],
    config: dict[str, Any],
    sandbox: SandboxProcess,
    streams: tuple[str, ...],
) -> Run:
    """Read streams in full and measure the process."""
    config_path, catalog_path = folder / "config.json", folder / "catalog.json"
    config_path.write_text(json.dumps(config))
    catalog_path.write_text(json.dumps({"streams": [_configured(name) for name in streams]}))
    sandbox.reset_audit()
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, "read", "--config", config_path, "--catalog", catalog_path],
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    records, megabytes = 0, 0.0
    for number, line in enumerate(process.stdout):
        records += line.startswith(b'{"type":"RECORD"')
        if number % LINES_BETWEEN_MEASURES == 0:
            megabytes = _peak_megabytes(process.pid)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    if status:
        raise SystemExit(f"{command[0].name} failed")
    return Run(
        wall=round(wall, 2),
        processor=round(usage.ru_utime + usage.ru_stime, 2),
        megabytes=megabytes,
        records=records,
        requests=len(sandbox.requests()),
    )


def _peak_megabytes(pid: int) -> float:
    """The peak so far. The usage that `wait4` tells won't do: it counts the parent's memory too."""
    status = Path(f"/proc/{pid}/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return round(int(line.split()[1]) / 1024, 1)


def _configured(name: str) -> dict[str, Any]:
    return {
        "stream": {"name": name, "json_schema": {}, "supported_sync_modes": ["full_refresh"]},
        "sync_mode": "full_refresh",
        "destination_sync_mode": "append",
    }
