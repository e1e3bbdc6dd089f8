"""The connectors' commands, run as a platform runs them."""

import subprocess
from collections.abc import Sequence
from typing import Any

from alegra_api.exact_json import exact_json


def run(command: Sequence[str], input: bytes = b"") -> list[dict[str, Any]]:
    """The messages that a command prints, with exact decimals.

    Raises:
        RuntimeError: it failed; the text is what it says of that.
    """
    ran = subprocess.run(command, input=input, stdout=subprocess.PIPE)
    messages = [exact_json(line) for line in ran.stdout.splitlines()]
    if ran.returncode:
        errors = [it["trace"]["error"] for it in messages if it["type"] == "TRACE"]
        raise RuntimeError(f"{command[0]}: {'; '.join(str(it['message']) for it in errors)}")
    return messages
