"""The command `source-alegra`."""

import sys

from airbyte_cdk.entrypoint import launch

from .source import SourceAlegra


def run() -> None:
    """Run the command line's command: spec, check, discover or read."""
    launch(SourceAlegra(), sys.argv[1:])


if __name__ == "__main__":
    run()
