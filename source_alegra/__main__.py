"""Run the connector with `python -m source_alegra`, as its image does."""

from .run import run

run()
