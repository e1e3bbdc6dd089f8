"""Rounds for some minutes; each that finds something prints its seed, by which it replays alone."""

import argparse
import tempfile
import time
from pathlib import Path

from .writing import Figures, WritingRound


def main() -> None:
    """Run rounds and print what they found."""
    parser = argparse.ArgumentParser(prog="torture")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=None)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    figures = Figures()
    until = time.monotonic() + 60 * options.minutes
    seed = options.seed
    while time.monotonic() < until and figures.rounds != options.rounds:
        told = len(figures.findings)
        with tempfile.TemporaryDirectory() as folder:
            WritingRound(seed, Path(folder), figures).run()
        for finding in figures.findings[told:]:
            print(finding, flush=True)
        seed += 1
    print(
        f"{figures.rounds} rounds, {figures.syncs} syncs, {figures.records} records, "
        f"{figures.faults} faults, {figures.kills} kills, {len(figures.findings)} findings"
    )
    raise SystemExit(bool(figures.findings))


if __name__ == "__main__":
    main()
