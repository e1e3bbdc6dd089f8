"""Measure the connectors beside their peers; print one table, and write it as JSON.

Run with `make bench`, which takes some minutes, or `make bench LONG=1`, which takes an hour.
"""

import json
import os
import platform
import sys
from collections.abc import Callable, Iterator
from datetime import date
from importlib.metadata import version

from . import cold_start, reading, writing
from .environments import FOLDER, PEERS, python_of
from .figures import Figure, table

SHORT: list[Callable[[], Iterator[Figure]]] = [
    cold_start.cold_start,
    lambda: reading.full_read(size=8_500, rounds=3),
    lambda: writing.clean(1_000, size=600),
    lambda: writing.lost_answers(200),
    lambda: writing.kill_and_run_again(200),
    lambda: writing.bad_rows(100),
]
LONG: list[Callable[[], Iterator[Figure]]] = [
    lambda: reading.full_read(size=85_000, rounds=1),
    reading.limited_read,
    reading.hourly_sync,
    lambda: reading.memory(3_000),
    lambda: reading.memory(300_000),
    lambda: writing.clean(5, size=60_000),
]


def main(arguments: list[str]) -> None:
    """Measure, and print as it goes."""
    for peer in PEERS:
        python_of(peer)
    figures: list[Figure] = []
    for case in SHORT + (LONG if "--long" in arguments else []):
        measured = list(case())
        print(table(measured), file=sys.stderr, flush=True)
        figures += measured
    machine = {
        "date": date.today().isoformat(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "load": os.getloadavg()[0],
        "airbyte-cdk": version("airbyte-cdk"),
        "peers": PEERS,
    }
    path = FOLDER / "bench.json"
    path.write_text(json.dumps({**machine, "figures": [it.as_json() for it in figures]}, indent=1))
    print(table(figures))
    print(f"\n{machine}\nAlso as JSON: {path}")


if __name__ == "__main__":
    main(sys.argv[1:])
