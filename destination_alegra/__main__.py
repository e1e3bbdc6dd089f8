"""Run the connector with `python -m destination_alegra`, as its image does."""

from .run import run

run()
