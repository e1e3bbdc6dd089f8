"""The command `source-alegra`."""

import sys

from alegra_api.specification import print_specification


def run() -> None:
    """Run the command line's command: spec, check, discover or read."""
    arguments = sys.argv[1:]
    if arguments == ["spec"]:
        print_specification("source_alegra")
        return
    from airbyte_cdk.entrypoint import launch

    from .source import SourceAlegra

    launch(SourceAlegra(), arguments)
