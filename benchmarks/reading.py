"""Reading nine tables in full, beside peers that page by offset; an hourly sync; memory."""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Any

import orjson
import yaml

from alegra_sandbox.process import SandboxProcess
from alegra_sandbox.seeding import SHARES

from .cold_start import BIN, full_refresh
from .environments import SCRIPTS, python_of
from .figures import OURS, Figure
from .process import Run, run, written

TABLES = {
    "contacts": ("customers", "suppliers"),
    "items": ("invoice_items",),
    "invoices": ("invoices",),
    "bills": ("bills",),
    "credit-notes": ("credit_notes",),
    "debit-notes": ("bill_credit_notes",),
    "payments": ("payments", "bill_payments"),
    "estimates": ("quotes",),
    "purchase-orders": ("purchase_orders",),
}
"""What is read, by Alegra's name, and as which of our streams."""
STREAMS = [name for names in TABLES.values() for name in names]

CHANGES = (
    *(("create", "invoices"), ("create", "bills"), ("create", "estimates")),
    *(("pay", "invoices"), ("edit", "contacts")),
)
"""What happens within the hour."""

ROWS_A_PAGE = 30
LATENCY_MILLISECONDS = 20
CONCURRENT_REQUESTS = 3
REQUESTS_PER_MINUTE = 150
UNLIMITED = 1_000_000
"""Told in the headers, which show Alegra's own limit even where a simulator has none."""

Command = list[str | Path]


def full_read(size: int, rounds: int) -> Iterator[Figure]:
    """All nine tables without a rate limit: requests, clock, processor, memory."""
    with SandboxProcess(
        size=size, seed=7, requests_per_minute=UNLIMITED, latency=LATENCY_MILLISECONDS
    ) as sandbox:
        counts = _counts(sandbox)
        fewest = _fewest(counts)
        runs = _read_by_all(sandbox, sum(counts.values()), rounds)
    case = f"full read of {sum(counts.values()):,} rows, no rate limit"
    seconds = fewest * LATENCY_MILLISECONDS / 1000 / CONCURRENT_REQUESTS
    thousands = sum(counts.values()) / 1000
    yield Figure(case, "requests", fewest, _least(runs, "requests"))
    yield Figure(case, "wall, s", seconds, _least(runs, "wall"))
    processor = {
        name: None if seconds is None else seconds / thousands
        for name, seconds in _least(runs, "processor").items()
    }
    yield Figure(case, "processor for 1,000 rows, s", None, processor)
    yield Figure(case, "peak memory, MB", None, _least(runs, "megabytes"))


def limited_read() -> Iterator[Figure]:
    """6,300 rows at Alegra's rate limit; each reader begins with a minute of its own."""
    runs: dict[str, list[dict[str, float] | None]] = {}
    for name in READERS:
        with SandboxProcess(
            size=5_900,
            seed=7,
            requests_per_minute=REQUESTS_PER_MINUTE,
            latency=LATENCY_MILLISECONDS,
        ) as sandbox:
            counts = _counts(sandbox)
            runs[name] = [_measured(name, sandbox, sum(counts.values()))]
    case = f"full read of {sum(counts.values()):,} rows at {REQUESTS_PER_MINUTE} requests a minute"
    minutes = (_fewest(counts) - 1) // REQUESTS_PER_MINUTE
    yield Figure(case, "wall, s", minutes * 60, _least(runs, "wall"))
    yield Figure(case, "refusals (429)", 0, _least(runs, "refusals"))


def hourly_sync() -> Iterator[Figure]:
    """Five documents changed since the last sync; the peers can only read everything again."""
    with (
        tempfile.TemporaryDirectory() as name,
        SandboxProcess(size=20_000, seed=7, requests_per_minute=UNLIMITED) as sandbox,
    ):
        folder = Path(name)
        first = run(source_alegra(sandbox, folder, "incremental"), folder=folder)
        states = [orjson.loads(it)["state"] for it in first.lines if '"type":"STATE"' in it]
        newest = {it["stream"]["stream_descriptor"]["name"]: it for it in states}
        for action, resource in CHANGES:
            sandbox.change(action, resource)
        sandbox.reset_audit()
        state = written(folder, "state.json", list(newest.values()))
        again = run(
            [*source_alegra(sandbox, folder, "incremental"), "--state", state], folder=folder
        )
        done = not again.status and again.records >= len(CHANGES)
        ours = float(len(sandbox.requests())) if done else None
        rows = sum(_counts(sandbox).values())
        peers = {name: _measured(name, sandbox, rows) for name in READERS if name != OURS}
    requests = {OURS: ours}
    requests |= {name: None if it is None else it["requests"] for name, it in peers.items()}
    yield Figure("hourly sync, 5 changes, 20,000 documents", "requests", None, requests)


def memory(size: int) -> Iterator[Figure]:
    """Peak memory of reading a company of invoices alone."""
    documents = {**dict.fromkeys(SHARES, 0), "invoices": size}
    with (
        tempfile.TemporaryDirectory() as name,
        SandboxProcess(
            size=size, seed=11, documents=documents, requests_per_minute=UNLIMITED
        ) as sandbox,
    ):
        folder = Path(name)
        runs = {OURS: run(source_alegra(sandbox, folder, streams=["invoices"]), folder=folder)}
        peer = run(_manifest(sandbox, folder, ["invoices"]), folder=folder)
        runs["declarative manifest"] = peer
    values = {name: it.megabytes if it.records == size else None for name, it in runs.items()}
    yield Figure(f"read of {size:,} invoices", "peak memory, MB", None, values)


def _counts(sandbox: SandboxProcess) -> dict[str, int]:
    counts = {table: sum(1 for _ in sandbox.truth(table)) for table in TABLES}
    sandbox.reset_audit()
    return counts


def _fewest(counts: Mapping[str, int]) -> int:
    return sum(max(1, ceil(count / ROWS_A_PAGE)) for count in counts.values())


def _read_by_all(
    sandbox: SandboxProcess, rows: int, rounds: int
) -> dict[str, list[dict[str, float] | None]]:
    runs: dict[str, list[dict[str, float] | None]] = {name: [] for name in READERS}
    for turn in range(rounds):
        for name in READERS:
            runs[name].append(_measured(name, sandbox, rows))
            print(f"round {turn + 1}, {name}: {runs[name][-1]}", file=sys.stderr, flush=True)
    return runs


def _measured(name: str, sandbox: SandboxProcess, rows: int) -> dict[str, float] | None:
    """The measures of one run; None when it failed, or gave fewer rows than there are."""
    with tempfile.TemporaryDirectory() as new:
        folder = Path(new)
        sandbox.reset_audit()
        done: Run = run(READERS[name](sandbox, folder), folder=folder)
        if done.status or done.records < rows:
            errors = (folder / "errors.txt").read_text(errors="replace")
            print(f"{name}: status {done.status}, {done.records} of {rows} rows", file=sys.stderr)
            print("".join(done.lines[-3:]) + errors[-1500:], file=sys.stderr)
            return None
    stats = sandbox.stats()
    return {
        "wall": done.wall,
        "processor": done.processor,
        "megabytes": done.megabytes,
        "requests": float(stats["requests"]),
        "refusals": float(stats["throttled"]),
    }


def _least(
    runs: Mapping[str, list[dict[str, float] | None]], measure: str
) -> dict[str, float | None]:
    return {
        name: min((it[measure] for it in of if it is not None), default=None)
        for name, of in runs.items()
    }


def source_alegra(
    sandbox: SandboxProcess,
    folder: Path,
    mode: str = "full_refresh",
    streams: Sequence[str] = STREAMS,
) -> Command:
    """The command that reads streams from a simulator."""
    listed = [
        full_refresh(name) | ({} if name == "invoice_items" else {"sync_mode": mode})
        for name in streams
    ]
    catalog = written(folder, "catalog.json", {"streams": listed})
    config = written(folder, "config.json", _config(sandbox))
    return [BIN / "source-alegra", "read", "--config", config, "--catalog", catalog]


def _manifest(sandbox: SandboxProcess, folder: Path, tables: list[str]) -> Command:
    manifest = yaml.safe_load((SCRIPTS / "manifest.yaml").read_text())
    (stream,) = manifest["streams"]
    manifest["streams"] = [json.loads(json.dumps(stream).replace("TABLE", it)) for it in tables]
    manifest["check"]["stream_names"] = tables
    config = {**_config(sandbox), "__injected_declarative_manifest": manifest}
    catalog = {"streams": [full_refresh(table) for table in tables]}
    return [
        BIN / "source-declarative-manifest",
        *("read", "--config", written(folder, "config.json", config)),
        *("--catalog", written(folder, "catalog.json", catalog)),
    ]


def _manifest_of_all(sandbox: SandboxProcess, folder: Path) -> Command:
    return _manifest(sandbox, folder, list(TABLES))


def _singer(sandbox: SandboxProcess, folder: Path) -> Command:
    config = _tables(sandbox, folder)
    return [python_of("singer-sdk"), SCRIPTS / "singer_read.py", "--config", config]


def _dlt(sandbox: SandboxProcess, folder: Path) -> Command:
    return [python_of("dlt"), SCRIPTS / "dlt_read.py", _tables(sandbox, folder)]


def _offset(sandbox: SandboxProcess, folder: Path) -> Command:
    return [sys.executable, SCRIPTS / "offset_read.py", _tables(sandbox, folder)]


def _tables(sandbox: SandboxProcess, folder: Path) -> Path:
    return written(folder, "config.json", {**_config(sandbox), "tables": list(TABLES)})


def _config(sandbox: SandboxProcess) -> dict[str, Any]:
    return {"email": sandbox.email, "api_token": sandbox.token, "api_url": sandbox.url}


READERS: dict[str, Callable[[SandboxProcess, Path], Command]] = {
    OURS: source_alegra,
    "declarative manifest": _manifest_of_all,
    "singer-sdk": _singer,
    "dlt": _dlt,
    "offset, as PostHog": _offset,
}
