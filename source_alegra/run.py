"""The command `source-alegra`."""

import gc
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

    # What was imported stays, and records hold no circles: to look for circles at each step takes a
    # tenth of a sync's processor time.
    gc.freeze()
    gc.set_threshold(100_000)
    launch(SourceAlegra(), arguments)
