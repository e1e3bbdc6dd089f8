"""The command line of a connector around the CDK, which takes over a second to be imported."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

# The command `spec` does without the CDK, which takes over a second to be imported.
if TYPE_CHECKING:
    from airbyte_cdk.models import AirbyteMessage


def print_specification(package: str) -> None:
    """Print the message that answers ``spec``.

    The CDK reads the same file, and to import it is what a person at a new connector's form would
    wait for.

    Args:
        package: the connector's, which holds ``spec.json``.
    """
    specification = json.loads(files(package).joinpath("spec.json").read_text("utf-8"))
    print(json.dumps({"type": "SPEC", "spec": specification}), flush=True)


def told(message: "AirbyteMessage") -> "AirbyteMessage":
    """A message as people are to see it: a failure without secrets, and mostly without a stack.

    Values may stand in a stack trace, and only a defect of the connector needs one: a failure that
    is told in words has nothing to say but those.
    """
    from airbyte_cdk.models import FailureType
    from airbyte_cdk.utils.airbyte_secrets_utils import filter_secrets

    error = None if message.trace is None else message.trace.error
    if error is not None:
        in_words = error.internal_message is None or error.failure_type == FailureType.config_error
        error.stack_trace = None if in_words else filter_secrets(error.stack_trace or "")
        error.message = filter_secrets(error.message)
        error.internal_message = error.internal_message and filter_secrets(error.internal_message)
    return message


@contextmanager
def failures_told(command: str) -> Iterator[None]:
    """Let a failure end the process with status 1 and one message: what is wrong and what to do.

    A check of settings that can't be used is answered, with status 0.

    Args:
        command: the connector's command, such as ``check``.
    """
    try:
        yield
    except BrokenPipeError:
        # Nobody reads any more, so that threads of the CDK would wait for ever to hand on records.
        os._exit(1)
    except Exception as error:
        from airbyte_cdk.models import AirbyteMessageSerializer
        from airbyte_cdk.utils.traced_exception import AirbyteTracedException

        if not isinstance(error, AirbyteTracedException):
            error = AirbyteTracedException.from_exception(
                error,
                message=f"A defect of the connector ended the sync ({type(error).__name__}). What "
                "was written is found again by the next one. Please report it with this message.",
            )
        status = error.as_connection_status_message() if command == "check" else None
        message = told(status or error.as_airbyte_message())
        print(json.dumps(AirbyteMessageSerializer.dump(message)), flush=True)
        sys.exit(1 if message.connectionStatus is None else 0)
