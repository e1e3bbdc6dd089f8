"""Memory stays flat; `make bench LONG=1` measures it on 300,000 invoices."""

from pathlib import Path

from alegra_sandbox.seeding import SHARES
from benchmarks.process import run
from benchmarks.reading import source_alegra

from .conftest import Start


def test_ten_times_the_invoices_take_hardly_more_memory(start: Start, tmp_path: Path) -> None:
    peaks = []
    for size in (1_500, 15_000):
        sandbox = start(size=size, documents={**dict.fromkeys(SHARES, 0), "invoices": size})
        done = run(source_alegra(sandbox, tmp_path, streams=["invoices"]), folder=tmp_path)
        assert done.records == size
        peaks.append(done.megabytes)
    small, large = peaks
    assert large <= 1.3 * small
