"""The command line of a connector around the CDK, which takes over a second to be imported."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files


def print_specification(package: str) -> None:
    """Print the message that answers ``spec``.

    The CDK reads the same file, and to import it is what a person at a new connector's form would
    wait for.

    Args:
        package: the connector's, which holds ``spec.json``.
    """
    specification = json.loads(files(package).joinpath("spec.json").read_text("utf-8"))
    print(json.dumps({"type": "SPEC", "spec": specification}), flush=True)


@contextmanager
def failures_told(command: str) -> Iterator[None]:
    """Let a failure end the process with status 1 and one message: what is wrong and what to do.

    The CDK's own handler adds a stack trace to each, in which values may stand; here only a defect
    of the connector has one. A check of settings that can't be used is answered, with status 0.

    Args:
        command: the connector's command, such as ``check``.
    """
    try:
        yield
    except Exception as error:
        # The command `spec` does without the CDK, which takes over a second to be imported.
        from airbyte_cdk.models import AirbyteMessageSerializer
        from airbyte_cdk.utils.traced_exception import AirbyteTracedException

        if not isinstance(error, AirbyteTracedException):
            message = AirbyteTracedException.from_exception(
                error,
                message=f"A defect of the connector ended the sync ({type(error).__name__}). What "
                "was written is found again by the next one. Please report it with this message.",
            ).as_sanitized_airbyte_message()
        else:
            status = error.as_connection_status_message() if command == "check" else None
            message = status or error.as_sanitized_airbyte_message()
            if message.trace is not None and message.trace.error is not None:
                message.trace.error.stack_trace = None
        print(json.dumps(AirbyteMessageSerializer.dump(message)), flush=True)
        sys.exit(1 if message.connectionStatus is None else 0)
