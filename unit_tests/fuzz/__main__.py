"""The long form, `make fuzz`: one seed after another until the time is over."""

import itertools
import os
import subprocess
import sys
import time

from .seeds import SEED_VARIABLE

seconds, first = float(sys.argv[1]), int(sys.argv[2])
end = time.monotonic() + seconds
for seed in itertools.count(first):
    if time.monotonic() > end:
        print(f"Seeds {first} to {seed - 1}: nothing found.")
        break
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-n",
        "0",
        "--show-capture=no",
        "unit_tests/fuzz",
    ]
    environment = {**os.environ, SEED_VARIABLE: str(seed)}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True)
    if ran.returncode != 0:
        print(ran.stdout)
        sys.exit(f"Seed {seed}. Again: {SEED_VARIABLE}={seed} {' '.join(command)}")
