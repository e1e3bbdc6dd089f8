"""Read throughput beside a declarative manifest of the same API on the same CDK.

Run with `make benchmark`. Both read customers, invoices and items from one simulator in the same
run, alternating, without a rate limit. Printed: wall time, processor time, peak memory, and the
ratio.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

import yaml

from alegra_sandbox.process import SandboxProcess

from .reader import Run, run_reader

DOCUMENTS = 12_000
LATENCY_MILLISECONDS = 20
ROUNDS = 3
STREAMS = ("customers", "invoices", "invoice_items")
BIN = Path(sys.executable).parent


def main() -> None:
    """Measure and print."""
    with (
        tempfile.TemporaryDirectory() as folder,
        SandboxProcess(
            country="MX",
            size=DOCUMENTS,
            seed=7,
            requests_per_minute=1_000_000,
            latency=LATENCY_MILLISECONDS,
        ) as sandbox,
    ):
        config = {"email": sandbox.email, "api_token": sandbox.token, "api_url": sandbox.url}
        manifest = yaml.safe_load(Path(__file__).with_name("manifest.yaml").read_text())
        readers = {
            "source-alegra": ([BIN / "source-alegra"], config),
            "declarative manifest": (
                [BIN / "source-declarative-manifest"],
                {**config, "__injected_declarative_manifest": manifest},
            ),
        }
        runs: dict[str, list[Run]] = {name: [] for name in readers}
        for turn in range(ROUNDS):
            for name, (command, settings) in readers.items():
                run = run_reader(Path(folder), command, settings, sandbox, STREAMS)
                runs[name].append(run)
                print(f"round {turn + 1}, {name}: {run}", flush=True)
        for measure in ("wall", "processor", "megabytes"):
            ours, peers = (median(_measure(measure)(run) for run in runs[name]) for name in readers)
            print(f"{measure}: {ours:.2f} / {peers:.2f} = {ours / peers:.2f} times the manifest's")


def _measure(name: str) -> Callable[[Run], float]:
    return lambda run: float(getattr(run, name))


if __name__ == "__main__":
    main()
