"""How long a connector takes to answer `spec` and `check`, beside the least connector of the CDK.

Run with `make benchmark-cold-start`. All are started in turn in the same run, several times.
Printed: the median of each, its ratio to the plain connector's, and the requests that `check` made.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from alegra_sandbox.process import SandboxProcess

ROUNDS = 7
BIN = Path(sys.executable).parent
CONNECTORS = {
    "plain CDK connector": [sys.executable, "-m", "benchmarks.plain_connector"],
    "source-alegra": [str(BIN / "source-alegra")],
    "destination-alegra": [str(BIN / "destination-alegra")],
}


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, SandboxProcess(size=50) as sandbox:
        config = Path(folder) / "config.json"
        config.write_text(
            json.dumps({"email": sandbox.email, "api_token": sandbox.token, "api_url": sandbox.url})
        )
        for command in (["spec"], ["check", "--config", str(config)]):
            seconds: dict[str, list[float]] = {name: [] for name in CONNECTORS}
            requests = dict.fromkeys(CONNECTORS, 0)
            for _ in range(ROUNDS):
                for name, start in CONNECTORS.items():
                    sandbox.reset_audit()
                    began = time.perf_counter()
                    subprocess.run([*start, *command], capture_output=True, check=True)
                    seconds[name].append(time.perf_counter() - began)
                    requests[name] = len(sandbox.requests())
            plain = median(seconds["plain CDK connector"])
            for name, taken in seconds.items():
                print(
                    f"{command[0]}, {name}: {median(taken):.2f} s, {median(taken) / plain:.2f} of "
                    f"the plain one, {requests[name]} requests",
                    flush=True,
                )


if __name__ == "__main__":
    main()
