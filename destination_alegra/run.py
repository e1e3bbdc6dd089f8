"""The command `destination-alegra`."""

import sys

from alegra_api.command_line import print_specification, refuse_unusable_files


def run() -> None:
    """Run the command line's command: spec, check, discover or write."""
    arguments = sys.argv[1:]
    if arguments == ["spec"]:
        print_specification("destination_alegra")
        return
    from .config import read_config
    from .destination import DestinationAlegra

    refuse_unusable_files(arguments, read_config)
    DestinationAlegra().run(arguments)
