"""Writing draft invoices beside peers: what it costs, and what becomes of the books when it fails.

The peers are handed bodies in Alegra's own form, its ids in them; ours is handed tax numbers and
codes. That is for the peers: none of them resolves anything.
"""

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from alegra_sandbox.process import SandboxProcess
from alegra_unified.marker import external_id_of, join

from .cold_start import BIN, full_refresh
from .environments import SCRIPTS, python_of
from .figures import OURS, Figure
from .orders import orders
from .process import kill_when, run, written
from .reading import CONCURRENT_REQUESTS, LATENCY_MILLISECONDS, UNLIMITED, Command

TODAY = date(2026, 11, 3)
FAILING = {"kind": "commit_then_500", "method": "POST", "path": "^/invoices", "every": 20}

Record = dict[str, Any]
Work = tuple[Command, str]
"""A command and its input."""


def clean(count: int, size: int) -> Iterator[Figure]:
    """Drafts of a company, nothing going wrong."""
    requests: dict[str, float | None] = {}
    walls: dict[str, float | None] = {}
    for name, prepare in WRITERS.items():
        with _company(size) as (sandbox, folder):
            done = run(*prepare(orders(sandbox, count), sandbox, folder), folder=folder)
            whole = not done.status and _written(sandbox) == _each_once(range(count))
            requests[name] = float(sandbox.stats()["requests"]) if whole else None
            walls[name] = done.wall if whole else None
    case = f"write {count:,} drafts, company of {size:,} documents"
    seconds = count * LATENCY_MILLISECONDS / 1000 / CONCURRENT_REQUESTS
    yield Figure(case, "requests", count, requests)
    yield Figure(case, "wall, s", seconds, walls)


def lost_answers(count: int) -> Iterator[Figure]:
    """Every twentieth POST is carried out and answered 500."""
    books: dict[str, Counter[str]] = {}
    for name, prepare in WRITERS.items():
        with _company(600) as (sandbox, folder):
            work = prepare(orders(sandbox, count), sandbox, folder)
            sandbox.set_faults([FAILING])
            run(*work, folder=folder)
            books[name] = _written(sandbox)
    yield from _kept(f"write {count} drafts, each 20th answer lost", books, range(count))


def kill_and_run_again(count: int) -> Iterator[Figure]:
    """Killed when half is written, then run again with the whole input and what it left."""
    books: dict[str, Counter[str]] = {}
    for name, prepare in WRITERS.items():
        with _company(600) as (sandbox, folder):
            work = prepare(orders(sandbox, count), sandbox, folder)

            def half(sandbox: SandboxProcess = sandbox) -> bool:
                return int(sandbox.stats()["by_method"].get("POST", 0)) >= count // 2

            kill_when(half, *work, folder=folder)
            run(*work, folder=folder)
            books[name] = _written(sandbox)
    yield from _kept(f"write {count} drafts, killed at half, run again", books, range(count))


def bad_rows(count: int) -> Iterator[Figure]:
    """Two rows that Alegra would refuse, among good ones; what a peer writes of the rest."""
    bad = (6, 56)
    books: dict[str, Counter[str]] = {}
    for name, prepare in WRITERS.items():
        with _company(600) as (sandbox, folder):
            given = orders(sandbox, count)
            for place in bad:
                del given[place]["record"]["data"]["customer"]
            work = prepare(given, sandbox, folder)
            run(*work, folder=folder)
            books[name] = _written(sandbox)
    good = [number for number in range(count) if number not in bad]
    yield from _kept(f"write {count} drafts, 2 of them bad", books, good)


def _kept(
    case: str, books: Mapping[str, Counter[str]], numbers: "range | list[int]"
) -> Iterator[Figure]:
    wanted = _each_once(numbers)
    doubled = {name: float((held - wanted).total()) for name, held in books.items()}
    missing = {name: float((wanted - held).total()) for name, held in books.items()}
    yield Figure(case, "documents too many", 0, doubled)
    yield Figure(case, "documents missing", 0, missing)


def _each_once(numbers: "range | list[int]") -> Counter[str]:
    return Counter(f"order-{number}" for number in numbers)


def _written(sandbox: SandboxProcess) -> Counter[str]:
    found = (external_id_of(it) for it in sandbox.truth("invoices"))
    return Counter(it for it in found if it is not None)


@contextmanager
def _company(size: int) -> Iterator[tuple[SandboxProcess, Path]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        SandboxProcess(
            size=size,
            seed=7,
            today=TODAY,
            requests_per_minute=UNLIMITED,
            latency=LATENCY_MILLISECONDS,
        ) as sandbox,
    ):
        # hotglue's SDK looks for its state beside the folder that it runs in.
        job = Path(folder) / "job"
        job.mkdir()
        yield sandbox, job


def _bodies(given: list[Record], sandbox: SandboxProcess) -> list[Record]:
    """The orders as Alegra takes them."""
    customers = {it["identification"]: it["id"] for it in sandbox.truth("contacts")}
    items = {_code(it["reference"]): it["id"] for it in sandbox.truth("items")}
    sandbox.reset_audit()
    bodies = []
    for data in (it["record"]["data"] for it in given):
        body = {
            "date": data["invoice_date"],
            "dueDate": data["due_date"],
            "status": "draft",
            "observations": join(None, data["external_id"]),
            "items": [
                {
                    "id": items[line["item"]["code"]],
                    "price": line["unit_price"],
                    "quantity": line["quantity"],
                }
                for line in data["line_items"]
            ],
        }
        if "customer" in data:
            body["client"] = {"id": customers[data["customer"]["tax_number"]]}
        bodies.append({"externalId": data["external_id"], "body": body})
    return bodies


def _code(reference: Any) -> Any:
    return reference["reference"] if isinstance(reference, dict) else reference


def _destination(given: list[Record], sandbox: SandboxProcess, folder: Path) -> Work:
    sandbox.reset_audit()
    catalog = written(folder, "catalog.json", {"streams": [full_refresh("invoices")]})
    config = written(folder, "config.json", _config(sandbox))
    state = {"stream_descriptor": {"name": "invoices"}, "stream_state": {"at": "end"}}
    lines = [*given, {"type": "STATE", "state": {"type": "STREAM", "stream": state}}]
    command: Command = [
        BIN / "destination-alegra",
        "write",
        "--config",
        config,
        "--catalog",
        catalog,
    ]
    return command, _lines(lines)


def _hotglue(given: list[Record], sandbox: SandboxProcess, folder: Path) -> Work:
    properties = {"externalId": {"type": "string"}, "body": {"type": "object"}}
    schema = {
        "type": "SCHEMA",
        "stream": "invoices",
        "schema": {"type": "object", "properties": properties},
        "key_properties": ["externalId"],
    }
    rows = [
        {"type": "RECORD", "stream": "invoices", "record": body} for body in _bodies(given, sandbox)
    ]
    config = written(folder, "config.json", _config(sandbox))
    command: Command = [
        python_of("hotglue-singer-sdk"),
        SCRIPTS / "hotglue_write.py",
        "--config",
        config,
    ]
    return command, _lines([schema, *rows])


def _dlt(given: list[Record], sandbox: SandboxProcess, folder: Path) -> Work:
    rows = folder / "rows.jsonl"
    rows.write_text(
        _lines({**it, "body": json.dumps(it["body"])} for it in _bodies(given, sandbox))
    )
    config = written(folder, "config.json", _config(sandbox))
    return [python_of("dlt"), SCRIPTS / "dlt_write.py", config, rows], ""


def _lines(values: Any) -> str:
    return "".join(orjson.dumps(it).decode() + "\n" for it in values)


def _config(sandbox: SandboxProcess) -> dict[str, Any]:
    return {"email": sandbox.email, "api_token": sandbox.token, "api_url": sandbox.url}


WRITERS: dict[str, Callable[[list[Record], SandboxProcess, Path], Work]] = {
    OURS: _destination,
    "hotglue-singer-sdk": _hotglue,
    "dlt": _dlt,
}
