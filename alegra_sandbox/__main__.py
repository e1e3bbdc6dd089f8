"""Runs the simulator: ``python -m alegra_sandbox``, and the command ``alegra-sandbox``."""

import sys


def run() -> None:
    """Run the simulator, or tell what it takes."""
    try:
        from .cli import main
    except ModuleNotFoundError as error:
        sys.exit(
            f"alegra-sandbox needs {error.name}, which comes with an extra: "
            "pip install 'airbyte-alegra[sandbox]'"
        )
    main()


if __name__ == "__main__":
    run()
