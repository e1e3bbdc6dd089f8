"""The command `source-alegra`."""

import gc
import sys

from alegra_api.command_line import failures_told, print_specification


def run() -> None:
    """Run the command line's command: spec, check, discover or read."""
    arguments = sys.argv[1:] or ["--help"]
    if arguments == ["spec"]:
        print_specification("source_alegra")
        return
    # What is imported stays, and records hold no circles: looking for circles all the time takes a
    # tenth of a sync's processor time.
    gc.disable()
    from airbyte_cdk.entrypoint import launch

    from .source import SourceAlegra

    gc.freeze()
    gc.set_threshold(100_000)
    gc.enable()
    with failures_told(arguments[0]):
        launch(SourceAlegra(), arguments)
