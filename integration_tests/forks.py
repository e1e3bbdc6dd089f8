"""Commands as forks of one process that has imported them: importing the CDK takes a second.

A fork is a process like any other, with arguments, input, output and exit status of its own; only
the installed script and the start of the interpreter are left out.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from subprocess import TimeoutExpired
from threading import Thread
from typing import IO

from airbyte_cdk import entrypoint

from alegra_sandbox import cli
from alegra_sandbox.process import Process, SandboxProcess
from destination_alegra import destination
from source_alegra import source

# The commands import these where they use them; the forks find them imported.
IMPORTED = (entrypoint, source, destination, cli)

Command = Callable[[], None]

_forkserver = multiprocessing.get_context("forkserver")
_forkserver.set_forkserver_preload([__name__])


class Fork:
    """A command's process, with the methods of `subprocess.Popen` that the tests use.

    Args:
        command: what runs in it.
        arguments: its command line.
        errors_too: whether standard error goes where the output goes; otherwise it is inherited.
    """

    def __init__(
        self, command: Command, arguments: Sequence[str], errors_too: bool = False
    ) -> None:
        given, self.stdin = _pipe_to()
        printed, self.stdout = _pipe_from()
        self._process = _forkserver.Process(
            target=_run, args=(command, arguments, given, printed, errors_too), daemon=True
        )
        self._process.start()
        given.close()
        printed.close()

    @property
    def pid(self) -> int:
        """The process id."""
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """The exit status; None while it runs."""
        return self._process.exitcode

    def communicate(self, text: bytes = b"") -> tuple[bytes, None]:
        """Give it its whole input; all that it printed until its end."""
        feeder = Thread(target=self._feed, args=(text,))
        feeder.start()
        with self.stdout:
            output = self.stdout.read()
        feeder.join()
        self.wait()
        return output, None

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; the exit status.

        Raises:
            TimeoutExpired: it still runs after so many seconds.
        """
        self._process.join(timeout)
        if self.returncode is None:
            raise TimeoutExpired("fork", timeout or 0)
        return self.returncode

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def terminate(self) -> None:
        """Ask it to end."""
        self._process.terminate()

    def _feed(self, text: bytes) -> None:
        with suppress(BrokenPipeError), self.stdin:
            self.stdin.write(text)


class SandboxFork(SandboxProcess):
    """The simulator as a fork."""

    def _start(self, arguments: Sequence[str]) -> Process:
        return Fork(cli.main, arguments)


def _pipe_to() -> tuple[Connection, IO[bytes]]:
    """The end for the process, and ours, which is written."""
    theirs, ours = os.pipe()
    return Connection(theirs, writable=False), os.fdopen(ours, "wb")


def _pipe_from() -> tuple[Connection, IO[bytes]]:
    """The end for the process, and ours, which is read."""
    ours, theirs = os.pipe()
    return Connection(theirs, readable=False), os.fdopen(ours, "rb")


def _run(
    command: Command,
    arguments: Sequence[str],
    given: Connection,
    printed: Connection,
    errors_too: bool,
) -> None:
    os.dup2(given.fileno(), 0)
    os.dup2(printed.fileno(), 1)
    if errors_too:
        os.dup2(printed.fileno(), 2)
    given.close()
    printed.close()
    sys.stdin = open(0)  # noqa: SIM115 - the null device stands in its place
    sys.argv = [command.__module__, *arguments]
    try:
        command()
    except Exception:
        # As the interpreter does; without this the process would print a traceback of its own.
        sys.excepthook(*sys.exc_info())
        sys.exit(1)
