"""Peak memory of reading a small and a large company's invoices.

Run with `make benchmark-memory`; the large reading takes some ten minutes.
"""

import sys
import tempfile
from pathlib import Path

from alegra_sandbox.process import SandboxProcess
from alegra_sandbox.seeding import SHARES

from .reader import run_reader

COMMAND = Path(sys.executable).with_name("source-alegra")
SIZES = (3_000, 300_000)


def main() -> None:
    """Measure and print."""
    peaks = [_peak(size) for size in SIZES]
    print(f"{peaks[1]:.0f} MB / {peaks[0]:.0f} MB = {peaks[1] / peaks[0]:.2f}")


def _peak(size: int) -> float:
    documents = {**dict.fromkeys(SHARES, 0), "invoices": size}
    with (
        tempfile.TemporaryDirectory() as folder,
        SandboxProcess(
            size=size, seed=11, documents=documents, requests_per_minute=1_000_000
        ) as sandbox,
    ):
        config = {"email": sandbox.email, "api_token": sandbox.token, "api_url": sandbox.url}
        run = run_reader(Path(folder), [COMMAND], config, sandbox, ("invoices",))
        print(f"{run.records} invoices: {run}", flush=True)
        return run.megabytes


if __name__ == "__main__":
    main()
