"""The command `source-alegra`."""

import gc
import sys

from alegra_api.command_line import print_specification, refuse_unusable_files


def run() -> None:
    """Run the command line's command: spec, check, discover or read."""
    arguments = sys.argv[1:]
    if arguments == ["spec"]:
        print_specification("source_alegra")
        return
    # What is imported stays, and records hold no circles: looking for circles all the time takes a
    # tenth of a sync's processor time.
    gc.disable()
    from airbyte_cdk.entrypoint import launch

    from .config import read_config
    from .source import SourceAlegra

    refuse_unusable_files(arguments, read_config)
    gc.freeze()
    gc.set_threshold(100_000)
    gc.enable()
    launch(SourceAlegra(), arguments)
