"""Runs the simulator: ``python -m alegra_sandbox``."""

from .cli import main

main()
