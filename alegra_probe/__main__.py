"""Run the probe with `python -m alegra_probe`."""

from .run import run

run()
