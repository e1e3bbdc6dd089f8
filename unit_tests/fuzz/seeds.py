"""How many examples a fuzz test tries, and from which seed."""

import os
from collections.abc import Callable
from typing import Any

from hypothesis import seed, settings

SEED_VARIABLE = "FUZZ_SEED"
"""Environment variable with the seed of the long form; without it, the short form runs."""


def fuzzed(test: Callable[..., Any]) -> Callable[..., Any]:
    """The same few examples each time; with a seed, many of its own."""
    given = os.environ.get(SEED_VARIABLE)
    if given is None:
        return settings(derandomize=True, max_examples=50)(test)
    return seed(int(given))(settings(max_examples=1_000, database=None)(test))
