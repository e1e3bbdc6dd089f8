"""The command `destination-alegra`."""

import sys
from collections.abc import Callable

from alegra_api.cold_start import import_lean
from alegra_api.specification import print_specification


def run() -> None:
    """Run the command line's command: spec, check, discover or write."""
    arguments = sys.argv[1:]
    if arguments == ["spec"]:
        print_specification("destination_alegra")
        return
    import_lean(_connector)(arguments)


def _connector() -> Callable[[list[str]], None]:
    from .destination import DestinationAlegra

    return DestinationAlegra().run
