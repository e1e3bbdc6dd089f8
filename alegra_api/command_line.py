"""The command line of a connector, before the CDK takes over.

The CDK takes over a second to be imported, answers a missing file with a stack trace, and names no
field when a value is out of its bounds.
"""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

_FILES = {"config": "configuration", "catalog": "configured catalog", "state": "state"}


def print_specification(package: str) -> None:
    """Print the message that answers ``spec``.

    The CDK reads the same file, and to import it is what a person at a new connector's form would
    wait for.

    Args:
        package: the connector's, which holds ``spec.json``.
    """
    specification = json.loads(files(package).joinpath("spec.json").read_text("utf-8"))
    print(json.dumps({"type": "SPEC", "spec": specification}), flush=True)


def refuse_unusable_files(
    arguments: Sequence[str], read_config: Callable[[dict[str, Any]], object]
) -> None:
    """End with one message when a file that the arguments name can't be used.

    Args:
        arguments: those of the command line.
        read_config: reads the connector's configuration.

    Raises:
        SystemExit: a file is missing, is no JSON, or holds no configuration of this connector. What
            is wrong was printed as the answer to ``check``, or as the error of another command.
    """
    from airbyte_cdk.utils.traced_exception import AirbyteTracedException

    try:
        contents = {name: _json_of(path, name) for name, path in _named_files(arguments)}
        if "config" in contents:
            read_config(contents["config"])
    except AirbyteTracedException as error:
        if arguments[0] == "check":
            message = {"status": "FAILED", "message": error.message}
            print(json.dumps({"type": "CONNECTION_STATUS", "connectionStatus": message}))
            raise SystemExit(0) from None
        error.emit_message()
        raise SystemExit(1) from None


def _named_files(arguments: Sequence[str]) -> list[tuple[str, str]]:
    parser = argparse.ArgumentParser(add_help=False)
    for name in _FILES:
        parser.add_argument(f"--{name}")
    named = vars(parser.parse_known_args(arguments)[0])
    return [(name, path) for name, path in named.items() if path is not None]


def _json_of(path: str, name: str) -> Any:
    from airbyte_cdk.models import FailureType
    from airbyte_cdk.utils.traced_exception import AirbyteTracedException

    try:
        content = json.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        problem = f"can't be read: {error.strerror}"
    except ValueError as error:
        problem = f"is no JSON: {error}"
    else:
        if name == "state" or isinstance(content, Mapping):
            return content
        problem = "holds no JSON object"
    raise AirbyteTracedException(
        message=f"The {_FILES[name]} {path}, which --{name} names, {problem}.",
        failure_type=FailureType.config_error,
    )
