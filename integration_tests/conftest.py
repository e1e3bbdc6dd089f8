import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from alegra_sandbox.process import SandboxProcess
from destination_alegra.run import run as run_destination
from source_alegra.run import run as run_source

from .forks import SandboxFork
from .runner import Destination, Program, Source

# PyAirbyte wants a Python below 3.13.
PYAIRBYTE = find_spec("airbyte") is not None
collect_ignore = [] if PYAIRBYTE else ["test_queries.py", "test_warehouses.py"]

Start = Callable[..., SandboxProcess]
Connect = Callable[..., Source]
ConnectDestination = Callable[..., Destination]


def pytest_xdist_auto_num_workers() -> int:
    """Two workers a processor: the connectors wait half of the time, for limits and for faults."""
    return 2 * (os.cpu_count() or 1)


def pytest_report_header() -> str | None:
    """What is left out, so that nobody takes a shorter run for a whole one."""
    return None if PYAIRBYTE else "left out, since PyAirbyte is not installed: tests of warehouses"


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts simulators that end with the test."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(
            SandboxFork(**{"seed": 11, "requests_per_minute": 1_000_000, **options})
        )


@pytest.fixture
def connect(tmp_path: Path) -> Connect:
    """Makes a source for a simulator; `program=[SOURCE]` for the installed command."""

    def make(sandbox: SandboxProcess, program: Program = run_source, **config: Any) -> Source:
        return Source(
            tmp_path,
            {
                "email": sandbox.email,
                "api_token": sandbox.token,
                "api_url": sandbox.url,
                **config,
            },
            program,
        )

    return make


@pytest.fixture
def connect_destination(tmp_path: Path) -> ConnectDestination:
    """Makes a destination for a simulator; `program=[DESTINATION]` for the installed command."""

    def make(
        sandbox: SandboxProcess, program: Program = run_destination, **config: Any
    ) -> Destination:
        return Destination(
            tmp_path,
            {
                "email": sandbox.email,
                "api_token": sandbox.token,
                "api_url": sandbox.url,
                "read_after_write_delay_seconds": 0,
                **config,
            },
            program,
        )

    return make
