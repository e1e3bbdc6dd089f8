"""The command `destination-alegra`."""

import sys

from alegra_api.command_line import failures_told, print_specification


def run() -> None:
    """Run the command line's command: spec, check, discover or write."""
    arguments = sys.argv[1:] or ["--help"]
    if arguments == ["spec"]:
        print_specification("destination_alegra")
        return
    from .destination import DestinationAlegra

    with failures_told(arguments[0]):
        DestinationAlegra().run(arguments)
