"""The commands as processes, and a warehouse that takes the source's messages."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from alegra_api.exact_json import exact_json, print_json
from alegra_sandbox.process import SandboxProcess
from alegra_unified.company import Company
from alegra_unified.registry import RESOURCES
from demo.comparison import Comparison, compare, truth_of

from .forks import Command, Fork

SOURCE = Path(sys.executable).with_name("source-alegra")
DESTINATION = Path(sys.executable).with_name("destination-alegra")

Message = dict[str, Any]
Program = Sequence[str | Path] | Command
Keys = Mapping[str, str] | str | None
Modes = Mapping[str, str] | str


@dataclass
class Finished:
    """What a process left behind.

    Attributes:
        status: exit status.
        messages: what it printed, line by line; decimals exact.
        output: all of it, standard error too, as one text.
    """

    status: int
    messages: list[Message]
    output: str

    def of(self, kind: str) -> list[Message]:
        """The messages of one type."""
        return [message for message in self.messages if message["type"] == kind]

    def records(self, stream: str) -> list[dict[str, Any]]:
        """The records of one stream."""
        return [
            it["record"]["data"] for it in self.of("RECORD") if it["record"]["stream"] == stream
        ]

    def errors(self, stream: str | None = None) -> list[dict[str, Any]]:
        """The error traces; those of one stream, when it is named."""
        errors = [it["trace"]["error"] for it in self.of("TRACE") if it["trace"]["type"] == "ERROR"]
        if stream is None:
            return errors
        return [it for it in errors if it.get("stream_descriptor", {}).get("name") == stream]

    def statuses(self, stream: str) -> list[str]:
        """The statuses of one stream, in order."""
        traces = [it["trace"].get("stream_status") for it in self.of("TRACE")]
        return [it["status"] for it in traces if it and it["stream_descriptor"]["name"] == stream]


@dataclass
class Connector:
    """A command against a simulator.

    Attributes:
        folder: where its files go.
        config: its configuration.
        program: what starts it, or what runs in a fork.
    """

    folder: Path
    config: dict[str, Any]
    program: Program

    def run(self, command: str, *arguments: str, text: bytes = b"") -> Finished:
        """Run a command to its end, `text` being its input."""
        return self.ended(self.start(command, *arguments), text)

    def ended(self, process: "Fork | subprocess.Popen[bytes]", text: bytes = b"") -> Finished:
        """What a command leaves behind that was started, `text` being its input."""
        output, _ = process.communicate(text)
        lines = output.splitlines()
        messages = [exact_json(line) for line in lines if line.startswith(b"{")]
        return Finished(process.wait(), messages, output.decode())

    def start(self, command: str, *arguments: str) -> "Fork | subprocess.Popen[bytes]":
        """Start a command."""
        config = self.folder / "config.json"
        config.write_text(json.dumps(self.config))
        given = () if command == "spec" else ("--config", str(config))
        line = (command, *given, *arguments)
        if callable(self.program):
            return Fork(self.program, line, errors_too=True)
        return subprocess.Popen(
            [*self.program, *line],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def _written(self, name: str, value: Any) -> str:
        path = self.folder / name
        path.write_text(json.dumps(value))
        return str(path)


@dataclass
class Source(Connector):
    """`source-alegra` against a simulator."""

    def read(
        self, *streams: str, mode: str = "full_refresh", state: list[Message] | None = None
    ) -> Finished:
        """Run `read` to its end."""
        return self.run("read", *self.read_arguments(streams, mode, state))

    def read_until_killed(
        self, lines: int, *streams: str, mode: Modes, state: list[Message] | None
    ) -> list[Message]:
        """Run `read` and kill it after so many messages; what came until then."""
        process = self.start("read", *self.read_arguments(streams, mode, state))
        assert process.stdout is not None
        messages = []
        for line in process.stdout:
            if line.startswith(b"{"):
                messages.append(exact_json(line))
            if len(messages) >= lines:
                break
        process.kill()
        process.communicate()
        return messages

    def read_arguments(
        self, streams: tuple[str, ...], mode: Modes, state: list[Message] | None
    ) -> list[str]:
        """The command line of `read`, whose files are written."""
        modes = dict.fromkeys(streams, mode) if isinstance(mode, str) else mode
        catalog = {"streams": [configured(name, modes[name]) for name in streams]}
        arguments = ["--catalog", self._written("catalog.json", catalog)]
        if state is not None:
            arguments += ["--state", self._written("state.json", state)]
        return arguments


@dataclass
class Destination(Connector):
    """`destination-alegra` against a simulator."""

    def write(
        self,
        lines: Iterable[Message | str],
        mode: str = "append",
        streams: Sequence[str] = (),
        key: Keys = None,
    ) -> Finished:
        """Run `write` to its end.

        Args:
            lines: what it is given; a text is given as it stands.
            mode: how each stream is written.
            streams: those of the catalog; by default those of the records.
            key: the primary key of each stream, or of all.
        """
        given = list(lines)
        arguments = self.write_arguments(given, mode, streams, key)
        return self.run("write", *arguments, text=input_of(given))

    def messages(self, lines: Iterable[Message]) -> Iterator[Message]:
        """Run `write`; what it prints, at the moment at which it does."""
        process = self._start_writing(list(lines), "append", (), None)
        assert process.stdout is not None
        yield from (exact_json(line) for line in process.stdout if line.startswith(b"{"))

    def write_until_killed(
        self,
        lines: Iterable[Message],
        reached: Callable[[], bool],
        mode: str = "append",
        streams: Sequence[str] = (),
        key: Keys = None,
    ) -> list[Message]:
        """Run `write`, and kill it once a point is reached; what came until then."""
        process = self._start_writing(list(lines), mode, streams, key)
        while not reached():
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.02)
                break
        process.kill()
        assert process.stdout is not None
        return [exact_json(line) for line in process.stdout if line.startswith(b"{")]

    def _start_writing(
        self, given: Sequence[Message], mode: str, streams: Sequence[str], key: Keys
    ) -> "Fork | subprocess.Popen[bytes]":
        process = self.start("write", *self.write_arguments(given, mode, streams, key))
        assert process.stdin is not None
        process.stdin.write(input_of(given))
        process.stdin.close()
        return process

    def write_arguments(
        self, lines: Iterable[Message | str], mode: str, streams: Sequence[str], key: Keys
    ) -> list[str]:
        """The command line of `write`, whose files are written."""
        records = [it["record"] for it in lines if isinstance(it, dict) and it["type"] == "RECORD"]
        names = streams or list(dict.fromkeys(str(it["stream"]) for it in records))
        keys = dict.fromkeys(names, key) if isinstance(key, str) else key or {}
        listed = [
            {
                **configured(name, "full_refresh"),
                "destination_sync_mode": mode,
                "primary_key": [[keys[name]]] if name in keys else None,
            }
            for name in names
        ]
        return ["--catalog", self._written("catalog.json", {"streams": listed})]


def input_of(lines: Iterable[Message | str]) -> bytes:
    """What `write` is given."""
    return b"".join(
        (line.encode() if isinstance(line, str) else orjson.dumps(print_json(line))) + b"\n"
        for line in lines
    )


def configured(name: str, mode: str) -> dict[str, Any]:
    """A stream of a configured catalog."""
    known = name in RESOURCES and RESOURCES[name].strategy.cursor_field is not None
    return {
        "stream": {
            "name": name,
            "json_schema": {},
            "supported_sync_modes": ["full_refresh", "incremental"],
        },
        "sync_mode": mode if known else "full_refresh",
        "destination_sync_mode": "append_dedup",
    }


@dataclass
class Warehouse:
    """A destination that keeps the newest version of each record, by the cursor.

    What has none is overwritten by each reading that begins.

    Attributes:
        tables: rows by stream and id.
        states: the last state by stream.
    """

    tables: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    states: dict[str, Message] = field(default_factory=dict)

    def take(self, messages: list[Message]) -> None:
        """Write records and remember states, as they come."""
        for message in messages:
            if message["type"] == "RECORD":
                self._write(message["record"]["stream"], message["record"]["data"])
            elif message["type"] == "STATE":
                state = message["state"]
                name = state["stream"]["stream_descriptor"]["name"]
                self.states[name] = {"type": state["type"], "stream": state["stream"]}
            elif message.get("trace", {}).get("type") == "STREAM_STATUS":
                status = message["trace"]["stream_status"]
                self._begin(status["stream_descriptor"]["name"], status["status"])

    def state(self) -> list[Message]:
        """The state file for the next sync."""
        return list(self.states.values())

    def compare(self, sandbox: SandboxProcess, *streams: str) -> dict[str, Comparison]:
        """How the tables differ from the company's truth."""
        company = Company.from_alegra(next(iter(sandbox.truth("company"))))
        return {
            name: compare(
                RESOURCES[name],
                company,
                truth_of(sandbox, RESOURCES[name]),
                self.tables.get(name, {}).values(),
            )
            for name in streams
        }

    def _begin(self, stream: str, status: str) -> None:
        held = self.states.get(stream, {}).get("stream", {}).get("stream_state", {})
        is_resumed = bool(held.get("full_reading"))
        if RESOURCES[stream].strategy.cursor_field is None and status == "STARTED":
            self.tables[stream] = self.tables.get(stream, {}) if is_resumed else {}

    def _write(self, stream: str, record: dict[str, Any]) -> None:
        table = self.tables.setdefault(stream, {})
        key = RESOURCES[stream].key
        held = table.get(record[key])
        cursor = RESOURCES[stream].strategy.cursor_field or ""
        if held is None or (record.get(cursor) or "") >= (held.get(cursor) or ""):
            table[record[key]] = record


def with_reconciliation_due(state: Message) -> Message:
    """The state as if its full reconciliation, where a stream has any, lay too far back."""
    blob = state["stream"]["stream_state"]
    if "reconciled_at" not in blob:
        return state
    due = {**blob, "reconciled_at": "2000-01-01T00:00:00Z"}
    del due["checksum"]
    return {**state, "stream": {**state["stream"], "stream_state": due}}


def pages(requests: list[dict[str, Any]], path: str) -> Iterator[dict[str, Any]]:
    """The requests of an audit log that went to a path, or to something below it."""
    for request in requests:
        asked = request["path"].removeprefix("/api/v1")
        if asked == path or asked.startswith(path + "/"):
            yield request
