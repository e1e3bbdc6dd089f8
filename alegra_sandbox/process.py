"""The simulator as a child process, for tests, benchmarks and the demo."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import IO, Any, Protocol

from requests import HTTPError, Response, Session

from .options import Options


class Process(Protocol):
    """What a simulator runs in; `subprocess.Popen` is one."""

    @property
    def pid(self) -> int:
        """The process id."""

    @property
    def returncode(self) -> int | None:
        """The exit status; None while it runs."""

    @property
    def stdout(self) -> IO[bytes] | None:
        """What it prints."""

    def terminate(self) -> None:
        """Ask it to end."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait so many seconds for its end; the exit status."""


class SandboxProcess:
    """Runs the simulator for as long as the context lasts.

    Args:
        options: see `Options`, by name.

    Attributes:
        email: of the user.
        token: the user's.
        today: the company's present day at its start; None for the real one.
        url: base of the API.
        control: base of the control endpoints.
    """

    def __init__(self, **options: Any) -> None:
        given = Options(**options)
        self.email, self.token, self.today = given.email, given.token, given.today
        self.url = ""
        self.control = ""
        self._session = Session()
        self._arguments = given.as_arguments()
        self._process: Process | None = None

    def __enter__(self) -> "SandboxProcess":
        """Start it; returns when it answers.

        Raises:
            RuntimeError: it did not start; its own words are on standard error.
        """
        self._process = process = self._start(self._arguments)
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"the simulator ended with exit status {process.wait()}")
        addresses = json.loads(line)
        self.url, self.control = addresses["url"], addresses["control"]
        return self

    def __exit__(self, *error: object) -> None:
        """Stop it."""
        self._session.close()
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=10)
            assert self._process.stdout is not None
            self._process.stdout.close()

    @property
    def credentials(self) -> tuple[str, str]:
        """E-mail and token, as ``requests`` takes them."""
        return self.email, self.token

    @property
    def pid(self) -> int:
        """The process id, to measure its memory by."""
        assert self._process is not None
        return self._process.pid

    @property
    def exit_status(self) -> int | None:
        """With which status it ended; None while it runs."""
        assert self._process is not None
        return self._process.returncode

    def requests(self) -> list[dict[str, Any]]:
        """Every request to the API since the start or the last reset."""
        return list(self._call("GET", "/audit").json())

    def reset_audit(self) -> None:
        """Forget the requests so far."""
        self._call("DELETE", "/audit")

    def stats(self) -> dict[str, Any]:
        """Counts by path and status, most in flight, throttles."""
        return dict(self._call("GET", "/stats").json())

    def truth(self, resource: str, **parameters: str) -> Iterator[dict[str, Any]]:
        """Every record that exists, with optional parts as asked; fractions as ``Decimal``."""
        response = self._call("GET", f"/truth/{resource}", params=parameters, stream=True)
        for line in response.iter_lines(chunk_size=1 << 16):
            yield json.loads(line, parse_float=Decimal)

    def deleted(self, resource: str) -> list[str]:
        """Ids deleted since the start."""
        return list(self._call("GET", f"/truth/{resource}/deleted").json())

    def change(
        self, action: str, resource: str, id: str | int | None = None
    ) -> list[dict[str, str]]:
        """Do something to a record, None lets the simulator choose; what is different afterwards.

        Raises:
            requests.HTTPError: it can't be done; the answer says why.
        """
        wanted = {"action": action, "resource": resource, "id": id}
        return list(self._call("POST", "/change", json=wanted).json()["changed"])

    def schedule(
        self,
        after_requests: int,
        path: str,
        action: str,
        resource: str,
        id: str | int | None = None,
    ) -> None:
        """Let something happen once so many requests to a path were answered."""
        change = {"action": action, "resource": resource, "id": id}
        wanted = {"after_requests": after_requests, "path": path, "change": change}
        self._call("POST", "/schedule", json=wanted)

    def scheduled(self) -> dict[str, Any]:
        """What of the schedule happened, and how much is still to come."""
        return dict(self._call("GET", "/schedule").json())

    def reset_schedule(self) -> None:
        """Forget what is still to come."""
        self._call("DELETE", "/schedule")

    def advance(self, days: int) -> dict[str, Any]:
        """Let days pass; the new day, and how often which simulated activity happened."""
        return dict(self._call("POST", "/advance", json={"days": days}).json())

    def set_faults(self, faults: Sequence[Mapping[str, Any]]) -> None:
        """Put these faults in place of those before; an empty list ends them all."""
        self._call("PUT", "/faults", json=list(faults))

    def faults(self) -> list[dict[str, Any]]:
        """The faults with how often they struck."""
        return list(self._call("GET", "/faults").json())

    def _start(self, arguments: Sequence[str]) -> Process:
        return subprocess.Popen(
            [sys.executable, "-m", "alegra_sandbox", *arguments], stdout=subprocess.PIPE
        )

    def _call(self, method: str, path: str, **options: Any) -> Response:
        response = self._session.request(method, self.control + path, timeout=600, **options)
        if not response.ok:
            raise HTTPError(f"{path}: {response.text}", response=response)
        return response
