"""A PostgreSQL server of our own, for as long as somebody needs one."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType

USER = "alegra"
DATABASE = "postgres"


class PostgresServer:
    """Runs a server on the loopback, in a folder that goes with it.

    Attributes:
        port: where it listens.
    """

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._binaries = _binaries()
        self._folder = Path(tempfile.mkdtemp(prefix="postgresql-"))

    def __enter__(self) -> "PostgresServer":
        """Make a cluster and start it; returns when it takes connections.

        Raises:
            RuntimeError: it did not start; the text says why.
        """
        if os.geteuid() == 0:
            # The server refuses to run as root; Debian's package brings a user for it.
            shutil.chown(self._folder, "postgres", "postgres")
        data = str(self._folder / "data")
        self._run("initdb", "-D", data, "-U", USER, "--auth=trust", "--encoding=UTF8", "--no-sync")
        settings = f"-p {self.port} -k {self._folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "start", "-w", "-D", data, "-l", f"{data}/log", "-o", settings)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it, and forget its data."""
        self._run("pg_ctl", "stop", "-D", str(self._folder / "data"), "-m", "immediate")
        shutil.rmtree(self._folder)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._binaries / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        # The server inherits the output; a pipe would stay open for as long as it runs.
        with tempfile.TemporaryFile() as output:
            ran = subprocess.run(command, stdout=output, stderr=output, cwd=self._folder)
            if ran.returncode:
                output.seek(0)
                raise RuntimeError(f"{program}: {output.read().decode()}")


def _binaries() -> Path:
    """The folder of the server's programs, which Debian keeps off the path.

    Raises:
        RuntimeError: there is no server.
    """
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda it: it.parent.name)
    if not versions:
        raise RuntimeError("there is no PostgreSQL server here: install the package postgresql")
    return versions[-1]
