"""The peers, pinned, each in an environment of its own that git ignores."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent.parent / ".bench"
SCRIPTS = Path(__file__).with_name("peers")
PEERS = {
    "dlt": "dlt==1.31.0",
    "singer-sdk": "singer-sdk==0.54.9",
    "hotglue-singer-sdk": "hotglue-singer-sdk==1.0.51",
}
"""What pip installs for each; the declarative manifest runs on the connectors' own CDK."""


def python_of(peer: str) -> Path:
    """The interpreter of a peer's environment, which is made where there is none."""
    folder, requirement = FOLDER / peer, PEERS[peer]
    interpreter, installed = folder / "bin" / "python", folder / "installed.txt"
    if not installed.exists() or installed.read_text() != requirement:
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        pip: list[str | Path] = [
            interpreter,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]
        subprocess.run([*pip, requirement], check=True)
        installed.write_text(requirement)
    return interpreter
