"""Several companies at once: one connection each, and the rate limit is each user's own."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from alegra_sandbox.process import SandboxProcess
from source_alegra.run import run

from .conftest import Start
from .runner import Finished, Source, Warehouse


def read(sandbox: SandboxProcess, folder: Path) -> Finished:
    folder.mkdir()
    config = {"email": sandbox.email, "api_token": sandbox.token, "api_url": sandbox.url}
    return Source(folder, config, run).read("invoices", "payments")


def assert_whole(sandbox: SandboxProcess, finished: Finished) -> None:
    assert finished.status == 0, finished.output[-2000:]
    warehouse = Warehouse()
    warehouse.take(finished.messages)
    compared = warehouse.compare(sandbox, "invoices", "payments")
    assert {name: it.differences for name, it in compared.items() if not it.equal} == {}


def test_companies_of_different_users_are_read_each_at_its_own_ration(
    start: Start, tmp_path: Path
) -> None:
    companies = [
        start(
            size=600,
            seed=place,
            email=f"user{place}@example.com",
            requests_per_minute=15,
            rate_window_seconds=3,
        )
        for place in range(3)
    ]
    with ThreadPoolExecutor(len(companies)) as executor:
        readings = [
            executor.submit(read, sandbox, tmp_path / str(place))
            for place, sandbox in enumerate(companies)
        ]
    for sandbox, reading in zip(companies, readings, strict=True):
        assert set(sandbox.stats()["by_status"]) == {"200"}
        assert_whole(sandbox, reading.result())


def test_two_syncs_of_one_user_share_the_ration_and_both_end_whole(
    start: Start, tmp_path: Path
) -> None:
    """Neither knows of the other; what one is refused, by the rate limit or as one too many at a
    time, it waits for.
    """
    sandbox = start(size=600, requests_per_minute=20, rate_window_seconds=3)
    with ThreadPoolExecutor(2) as executor:
        readings = [executor.submit(read, sandbox, tmp_path / name) for name in ("a", "b")]
    for reading in readings:
        assert_whole(sandbox, reading.result())
    assert set(sandbox.stats()["by_status"]) <= {"200", "429", "503"}
