"""The connectors run with what their images hold; an import of anything else is told by name."""

import importlib.metadata
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from alegra_unified.registry import RESOURCES
from benchmarks.orders import orders

from .conftest import Connect, ConnectDestination, Start
from .orders import counts, state
from .runner import Warehouse

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 3)

# Python runs it before anything else, once it lies on the path.
SITE = """
import sys

LEFT_OUT = {left_out}


class LeftOut:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name in LEFT_OUT:
            raise ModuleNotFoundError(f"{{name}} is not in the image", name=name)


sys.meta_path.insert(0, LeftOut)
"""


def left_out(lock: str) -> set[str]:
    """The modules of this environment that belong to no package of a lock."""
    text = (ROOT / "requirements" / lock).read_text()
    locked = {_canonical(name) for name in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}
    return {
        module
        for module, packages in importlib.metadata.packages_distributions().items()
        if not {_canonical(it) for it in packages} & (locked | {"airbyte-alegra"})
    }


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def hold_only(lock: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each Python that starts refuse what is not locked."""
    (folder / "sitecustomize.py").write_text(SITE.format(left_out=sorted(left_out(lock))))
    path = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path))
    tried = subprocess.run([sys.executable, "-c", "import pandas"], capture_output=True, text=True)
    assert "pandas is not in the image" in tried.stderr


def test_what_is_left_out_is_left_out_of_the_locks() -> None:
    text = (ROOT / "requirements" / "not-in-images.txt").read_text()
    packages = re.findall(r"^([\w-]+) ; sys_platform == 'never'$", text, re.MULTILINE)
    assert len(packages) > 10
    for lock in ("source.lock", "destination.lock"):
        locked = (ROOT / "requirements" / lock).read_text()
        assert [it for it in packages if f"\n{it}==" in locked] == []
    assert "boto3" in left_out("source.lock") - left_out("destination.lock")
    assert {"pandas", "numpy", "grpc", "nltk", "pytest"} <= left_out("destination.lock")


def test_the_source_runs_every_command(
    start: Start, connect: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox = start(size=100, today=TODAY)
    source = connect(sandbox)
    source.program = (sys.executable, "-m", "source_alegra")
    hold_only("source.lock", tmp_path, monkeypatch)
    for command in ("spec", "check", "discover"):
        finished = source.run(command)
        assert finished.status == 0, finished.output
    read = source.read(*RESOURCES, mode="incremental")
    assert read.status == 0, read.output
    warehouse = Warehouse()
    warehouse.take(read.messages)
    again = source.read(*RESOURCES, mode="incremental", state=warehouse.state())
    assert again.status == 0, again.output
    source.config["api_token"] = "not-the-token"
    refused = source.read("invoices")
    assert "refused the credentials" in refused.errors("invoices")[0]["message"]


class Store(BaseHTTPRequestHandler):
    """As much of an S3-compatible store as one bucket needs."""

    kept: ClassVar[dict[str, bytes]]

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.end_headers()

    def do_PUT(self) -> None:
        self.kept[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """The test looks at what was kept."""


@pytest.fixture
def store() -> Iterator[tuple[str, dict[str, bytes]]]:
    """The address of a store, and what it keeps."""
    kept: dict[str, bytes] = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("OneStore", (Store,), {"kept": kept}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", kept
    server.shutdown()
    server.server_close()


def test_the_destination_runs_every_command_and_keeps_rejected_records_in_a_bucket(
    start: Start,
    connect_destination: ConnectDestination,
    tmp_path: Path,
    store: tuple[str, dict[str, bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sandbox = start(size=100, today=TODAY)
    address, kept = store
    bucket = {
        "storage_type": "S3",
        "s3_bucket_name": "books",
        "s3_bucket_region": "us-east-1",
        "bucket_path": "alegra",
        "access_key_id": "key",
        "secret_access_key": "secret",
        "s3_endpoint": address,
    }
    destination = connect_destination(sandbox, object_storage_config=bucket)
    destination.program = (sys.executable, "-m", "destination_alegra")
    hold_only("destination.lock", tmp_path, monkeypatch)
    for command in ("spec", "check", "discover"):
        finished = destination.run(command)
        assert finished.status == 0, finished.output
    lines = orders(sandbox, 5)
    del lines[1]["record"]["data"]["due_date"]
    written = destination.write([*lines, state("invoices")])
    assert written.status == 0, written.output
    assert counts(written.of("STATE")) == (5, 1)
    ((path, text),) = kept.items()
    assert re.fullmatch(r"/books/alegra/\w+/rejected-\w+-00001\.jsonl", path)
    (problem,) = json.loads(text)["rejection"]["problems"]
    assert problem["field"] == "due_date"
