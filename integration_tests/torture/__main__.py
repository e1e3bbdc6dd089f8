"""Rounds for some minutes; each that finds something tells how it is run again by itself."""

import argparse
import tempfile
import time
from pathlib import Path

from .figures import Figures
from .reading import ReadingRound
from .writing import WritingRound

ROUNDS: dict[str, type[ReadingRound] | type[WritingRound]] = {
    "source": ReadingRound,
    "destination": WritingRound,
}


def main() -> None:
    """Run rounds and print what they found."""
    parser = argparse.ArgumentParser(prog="torture")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=None, help="of each connector, at most")
    parser.add_argument("--seed", type=int, default=1, help="of the first round")
    parser.add_argument("--only", choices=sorted(ROUNDS), default=None)
    options = parser.parse_args()
    figures = {name: Figures() for name in ROUNDS if options.only in (None, name)}
    until = time.monotonic() + 60 * options.minutes
    seed = options.seed
    while time.monotonic() < until and seed - options.seed != options.rounds:
        for name, counted in figures.items():
            told = len(counted.findings)
            with tempfile.TemporaryDirectory() as folder:
                round = ROUNDS[name](seed, Path(folder), counted)
                round.run()
            for finding in counted.findings[told:]:
                print(finding)
            if len(counted.findings) > told:
                print(f"{round}\nagain: make torture ONLY={name} SEED={seed} ROUNDS=1", flush=True)
        seed += 1
    for name, counted in figures.items():
        print(f"{name}, seeds {options.seed} to {seed - 1}: {counted}")
    raise SystemExit(any(counted.findings for counted in figures.values()))


if __name__ == "__main__":
    main()
