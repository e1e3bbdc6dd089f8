"""Build both images and run every command of them in hardened containers, against the simulator.

The engine is docker or podman, or what CONTAINER_ENGINE names. Printed: what was seen to be so, the
sizes and the times. The exit status is 1 when something was not so.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import yaml

from alegra_sandbox.process import SandboxProcess
from alegra_unified.registry import RESOURCES
from benchmarks.orders import orders
from integration_tests.orders import counts, each_once, state, written
from integration_tests.runner import Destination, Finished, Source

ROOT = Path(__file__).parent.parent
VERSION = "0.1.0"
BASE_IMAGE = os.environ.get("BASE_IMAGE", "docker.io/airbyte/python-connector-base:4.0.2")
CONNECTORS = ("source-alegra", "destination-alegra")
TODAY = date(2026, 11, 3)
DRAFTS = 25
STREAMS = ("invoices", "customers", "ledger_accounts", "company_info")
HARDENED = (
    "--read-only",
    "--cap-drop=ALL",
    "--security-opt=no-new-privileges",
    "--user=1000:1000",
    "--tmpfs=/tmp",
    "--network=host",
)
VALUES = ROOT / "docs" / "deployment" / "values.yaml"


class Images:
    """The two images, and what was found out about them.

    Args:
        engine: docker or podman.
    """

    def __init__(self, engine: str) -> None:
        self._engine = engine
        self.failures = 0

    def build(self, connector: str) -> None:
        """Build one of them.

        Raises:
            subprocess.CalledProcessError: it can't be built; the engine says why.
        """
        began = time.perf_counter()
        subprocess.run(
            [
                *(self._engine, "build", "--quiet", "--network=host"),
                *("--build-arg", f"BASE_IMAGE={BASE_IMAGE}"),
                # As `airbyte-cdk image build` does it; the README names targets instead.
                *("--build-arg", f"CONNECTOR_NAME={connector}"),
                *("--tag", tag(connector)),
                str(ROOT),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        (found,) = json.loads(self._output("image", "inspect", tag(connector)))
        labels = found["Config"]["Labels"]
        size = found["Size"] / 10**6
        print(f"{connector}: built in {time.perf_counter() - began:.0f} s, {size:.0f} MB")
        self.expect("labels", labels.get("io.airbyte.name") == f"airbyte/{connector}")
        self.expect("version", labels.get("io.airbyte.version") == VERSION)
        self.expect("runs as airbyte", found["Config"]["User"] == "airbyte")

    def program(self, connector: str, *options: str) -> list[str]:
        """What starts a connector in a hardened container."""
        limits = deployed_limits()
        return [self._engine, "run", "--rm", "-i", *HARDENED, *limits, *options, tag(connector)]

    def look_inside(self, connector: str) -> None:
        """Who runs, and what is not there."""
        program = (
            "import importlib.util, json, os; names = ['alegra_sandbox', 'unit_tests', "
            "'integration_tests', 'pytest', 'pandas', 'boto3', 'source_alegra', "
            "'destination_alegra']; "
            "print(json.dumps([os.getuid(), [it for it in names if importlib.util.find_spec(it)]]))"
        )
        output = self._output(
            *("run", "--rm", *HARDENED, "--entrypoint=python", tag(connector), "-c", program)
        )
        package = connector.replace("-", "_")
        expected = [1000, [package] if package == "source_alegra" else ["boto3", package]]
        self.expect("is uid 1000 and holds the connector alone", json.loads(output) == expected)

    def timed(self, what: str, run: Callable[[], Finished]) -> Finished:
        """Run a command and print how long it took; it should end well."""
        began = time.perf_counter()
        finished = run()
        print(f"  {what}: {time.perf_counter() - began:.2f} s")
        if finished.status != 0:
            print(finished.output[-3000:])
        self.expect(f"{what} ends well", finished.status == 0)
        return finished

    def expect(self, what: str, so: bool) -> None:
        """Say whether something is so."""
        self.failures += not so
        if not so:
            print(f"  NOT SO: {what}")

    def _output(self, *arguments: str) -> str:
        ran = subprocess.run([self._engine, *arguments], check=True, capture_output=True, text=True)
        return ran.stdout


def deployed_limits() -> tuple[str, str]:
    """The least memory and processors that the documented deployment gives a container."""
    given = yaml.safe_load(VALUES.read_text())["global"]["workloads"]["resources"].values()
    memory = min(int(it["memory"]["limit"].removesuffix("Mi")) for it in given)
    processors = min(float(it["cpu"]["limit"]) for it in given)
    return f"--memory={memory}m", f"--cpus={processors}"


def tag(connector: str) -> str:
    """The name of an image."""
    return f"airbyte/{connector}:{VERSION}"


def main() -> int:
    """Build, run, compare; 0 when all is as it should be."""
    engine = os.environ.get("CONTAINER_ENGINE") or shutil.which("podman") or shutil.which("docker")
    if engine is None:
        print("There is no podman and no docker here.")
        return 1
    if subprocess.run([engine, "run", "--rm", BASE_IMAGE, "true"], capture_output=True).returncode:
        # Where containers may do less than podman expects: in a container, on a small machine.
        os.environ.setdefault("CONTAINERS_CONF", str(ROOT / "image_tests" / "containers.conf"))
    images = Images(engine)
    for connector in CONNECTORS:
        images.build(connector)
        images.look_inside(connector)
    with (
        tempfile.TemporaryDirectory() as name,
        SandboxProcess(size=600, seed=11, requests_per_minute=1_000_000, today=TODAY) as sandbox,
    ):
        folder = Path(name)
        # Containers run as another user, who must get at the files.
        folder.chmod(0o755)
        config = {"email": sandbox.email, "api_token": sandbox.token, "api_url": sandbox.url}
        mount = f"--volume={folder}:{folder}:ro"
        source = Source(folder, config, images.program(CONNECTORS[0], mount))
        try_source(images, source, sandbox)
        settings = {**config, "read_after_write_delay_seconds": 0}
        destination = Destination(folder, settings, images.program(CONNECTORS[1], mount))
        try_destination(images, destination, sandbox)
    print("Everything is as it should be." if not images.failures else "Not everything is well.")
    return 1 if images.failures else 0


def try_source(images: Images, source: Source, sandbox: SandboxProcess) -> None:
    """Every command of the source."""
    print(CONNECTORS[0])
    images.expect("spec", len(images.timed("spec", lambda: source.run("spec")).of("SPEC")) == 1)
    (answer,) = images.timed("check", lambda: source.run("check")).of("CONNECTION_STATUS")
    images.expect("check succeeds", answer["connectionStatus"]["status"] == "SUCCEEDED")
    (catalog,) = images.timed("discover", lambda: source.run("discover")).of("CATALOG")
    streams = [stream["name"] for stream in catalog["catalog"]["streams"]]
    images.expect("all streams are discovered", streams == list(RESOURCES))
    read = images.timed("read", lambda: source.read(*STREAMS))
    truth = sum(1 for _ in sandbox.truth("invoices"))
    images.expect("all invoices come", len(read.records("invoices")) == truth)


def try_destination(images: Images, destination: Destination, sandbox: SandboxProcess) -> None:
    """Every command of the destination; the same drafts are written twice."""
    print(CONNECTORS[1])
    spec = images.timed("spec", lambda: destination.run("spec"))
    images.expect("spec", len(spec.of("SPEC")) == 1)
    (answer,) = images.timed("check", lambda: destination.run("check")).of("CONNECTION_STATUS")
    images.expect("check succeeds", answer["connectionStatus"]["status"] == "SUCCEEDED")
    discovered = images.timed("discover", lambda: destination.run("discover"))
    images.expect("discover", len(discovered.of("DESTINATION_CATALOG")) == 1)
    lines = [*orders(sandbox, DRAFTS), state("invoices")]
    for what in ("write", "write again"):
        finished = images.timed(what, lambda: destination.write(lines))
        images.expect(f"{what} accounts for all", counts(finished.of("STATE")) == (DRAFTS, 0))
    images.expect("each draft stands once", written(sandbox) == each_once(DRAFTS))


if __name__ == "__main__":
    sys.exit(main())
