"""Printing a connector's specification before anything else is imported."""

import json
from importlib.resources import files


def print_specification(package: str) -> None:
    """Print the message that answers ``spec``.

    The CDK reads the same file and takes over a second to be imported, which is what a person at a
    new connector's form waits for.

    Args:
        package: the connector's, which holds ``spec.json``.
    """
    specification = json.loads(files(package).joinpath("spec.json").read_text("utf-8"))
    print(json.dumps({"type": "SPEC", "spec": specification}), flush=True)
