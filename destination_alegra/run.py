"""The command `destination-alegra`."""

import sys

from .destination import DestinationAlegra


def run() -> None:
    """Run the command line's command: spec, check, discover or write."""
    DestinationAlegra().run(sys.argv[1:])


if __name__ == "__main__":
    run()
