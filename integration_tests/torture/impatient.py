"""A connector's command whose waits are short, so that a round of many faults takes seconds.

Run as ``python -m integration_tests.torture.impatient destination write --config ...``.
"""

import sys
import time

LONGEST_WAIT_SECONDS = 0.3

_sleep = time.sleep


def main() -> None:
    """Run the command with what stands behind the connector's name."""
    time.sleep = lambda seconds: _sleep(min(float(seconds), LONGEST_WAIT_SECONDS))
    connector, *sys.argv[1:] = sys.argv[1:]
    if connector == "destination":
        from destination_alegra.run import run
    else:
        from source_alegra.run import run
    run()


if __name__ == "__main__":
    main()
