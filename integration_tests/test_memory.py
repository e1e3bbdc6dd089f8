"""Memory stays flat; `make benchmark-memory` measures it on 300,000 invoices."""

from pathlib import Path

from alegra_sandbox.seeding import SHARES
from benchmarks.reader import run_reader

from .conftest import Connect, Start
from .runner import SOURCE


def test_ten_times_the_invoices_take_hardly_more_memory(
    start: Start, connect: Connect, tmp_path: Path
) -> None:
    peaks = []
    for size in (1_500, 15_000):
        sandbox = start(size=size, documents={**dict.fromkeys(SHARES, 0), "invoices": size})
        run = run_reader(tmp_path, [SOURCE], connect(sandbox).config, sandbox, ("invoices",))
        assert run.records == size
        peaks.append(run.megabytes)
    small, large = peaks
    assert large <= 1.3 * small
