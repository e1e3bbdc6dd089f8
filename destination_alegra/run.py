"""The command `destination-alegra`."""

import sys

from alegra_api.specification import print_specification


def run() -> None:
    """Run the command line's command: spec, check, discover or write."""
    arguments = sys.argv[1:]
    if arguments == ["spec"]:
        print_specification("destination_alegra")
        return
    from .destination import DestinationAlegra

    DestinationAlegra().run(arguments)
