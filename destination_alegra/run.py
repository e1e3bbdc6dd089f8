"""The command `destination-alegra`."""

import sys
from collections.abc import Callable

from alegra_api.cold_start import import_lean
from alegra_api.command_line import failures_told, print_specification


def run() -> None:
    """Run the command line's command: spec, check, discover or write."""
    arguments = sys.argv[1:] or ["--help"]
    if arguments == ["spec"]:
        print_specification("destination_alegra")
        return
    connector = import_lean(_connector)
    with failures_told(arguments[0]):
        connector(arguments)


def _connector() -> Callable[[list[str]], None]:
    from .destination import DestinationAlegra

    return DestinationAlegra().run
