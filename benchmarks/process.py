"""One process, measured from outside."""

import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# What the peers read of their surroundings: no telemetry, nothing outside the folder of the run,
# and as many tries as a rate limit wants of a client that only knows to try again.
_DLT = {
    "RUNTIME__DLTHUB_TELEMETRY": "false",
    "RUNTIME__REQUEST_MAX_ATTEMPTS": "10",
    "RUNTIME__REQUEST_BACKOFF_FACTOR": "2",
    "RUNTIME__REQUEST_MAX_RETRY_DELAY": "60",
    "RUNTIME__LOG_LEVEL": "CRITICAL",
}
_LINES_BETWEEN_MEASURES = 50


@dataclass(frozen=True)
class Run:
    """What a process took.

    Attributes:
        status: exit status.
        wall: seconds of the clock.
        processor: seconds of processor time.
        megabytes: most memory at once.
        records: record messages that it printed.
        lines: the other lines that it printed.
    """

    status: int
    wall: float
    processor: float
    megabytes: float
    records: int
    lines: list[str]


def run(command: Sequence[str | Path], text: str = "", folder: Path | None = None) -> Run:
    """Run a command to its end, `text` being its input.

    Args:
        folder: where it finds what an earlier run left; by default a new one.
    """
    if folder is None:
        with tempfile.TemporaryDirectory() as new:
            return run(command, text, Path(new))
    began = time.perf_counter()
    process = _started(command, text, folder)
    assert process.stdout is not None
    records, megabytes, lines = 0, 0.0, []
    for number, line in enumerate(process.stdout):
        if line.startswith(b'{"type":"RECORD"'):
            records += 1
        else:
            lines.append(line.decode(errors="replace"))
        if number % _LINES_BETWEEN_MEASURES == 0:
            megabytes = max(megabytes, _peak_megabytes(process.pid))
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Run(
        status=process.returncode,
        wall=time.perf_counter() - began,
        processor=usage.ru_utime + usage.ru_stime,
        megabytes=megabytes,
        records=records,
        lines=lines,
    )


def kill_when(
    reached: Callable[[], bool], command: Sequence[str | Path], text: str, folder: Path
) -> None:
    """Run a command and kill it, and what it started, once a point is reached."""
    process = _started(command, text, folder)
    while process.poll() is None and not reached():
        time.sleep(0.02)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def written(folder: Path, name: str, value: Any) -> Path:
    """A JSON file in a folder."""
    path = folder / name
    path.write_text(json.dumps(value))
    return path


def _started(command: Sequence[str | Path], text: str, folder: Path) -> "subprocess.Popen[bytes]":
    given = folder / "input.jsonl"
    given.write_text(text)
    with given.open("rb") as stream, (folder / "errors.txt").open("wb") as errors:
        return subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **_DLT, "DLT_DATA_DIR": str(folder)},
            stdin=stream,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        )


def _peak_megabytes(pid: int) -> float:
    """The peak so far. The usage that `wait4` tells won't do: it counts the parent's memory too."""
    status = Path(f"/proc/{pid}/status").read_text()
    peak = next((line for line in status.splitlines() if line.startswith("VmHWM")), "VmHWM: 0 kB")
    return int(peak.split()[1]) / 1024
