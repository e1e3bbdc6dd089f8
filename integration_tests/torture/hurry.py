"""The connectors' commands with short waits, so that a round of many faults takes seconds.

They run in forks, see `integration_tests.forks`.
"""

import time

from alegra_api import rate_limit
from destination_alegra.run import run as run_destination
from source_alegra import stream
from source_alegra.run import run as run_source

LONGEST_WAIT_SECONDS = 0.3

_sleep = time.sleep


def hurried_destination() -> None:
    """The destination's command."""
    _hurry()
    run_destination()


def hurried_source() -> None:
    """The source's command."""
    _hurry()
    run_source()


def source_with_a_state_behind_each_page() -> None:
    """The source's command, which otherwise prints so many states only in a sync of hours."""
    stream.CHECKPOINT_SECONDS = 0
    hurried_source()


def _hurry() -> None:
    time.sleep = lambda seconds: _sleep(min(float(seconds), LONGEST_WAIT_SECONDS))
    rate_limit.WINDOW_SECONDS = LONGEST_WAIT_SECONDS
    rate_limit._ROUNDING_SECONDS = 0
