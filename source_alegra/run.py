"""The command `source-alegra`."""

import gc
import sys
from collections.abc import Callable

from alegra_api.cold_start import import_lean
from alegra_api.command_line import failures_told, print_specification


def run() -> None:
    """Run the command line's command: spec, check, discover or read."""
    arguments = sys.argv[1:] or ["--help"]
    if arguments == ["spec"]:
        print_specification("source_alegra")
        return
    connector = import_lean(_connector)
    # Records hold no circles: looking for some all the time takes a tenth of a sync's processor
    # time.
    gc.set_threshold(100_000)
    with failures_told(arguments[0]):
        connector(arguments)


def _connector() -> Callable[[list[str]], None]:
    from airbyte_cdk.entrypoint import launch

    from .source import SourceAlegra

    return lambda arguments: launch(SourceAlegra(), arguments)
