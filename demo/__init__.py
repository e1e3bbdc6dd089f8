"""A simulated company's books, synced into DuckDB: run with `make demo`."""

import os
import warnings

# PyAirbyte asks a registry and reports usage unless it is told not to before it is imported.
os.environ.update(AIRBYTE_OFFLINE_MODE="1", DO_NOT_TRACK="1")
# Google's libraries, which PyAirbyte brings, speak of the age of Python when they are imported.
warnings.filterwarnings("ignore", category=FutureWarning, module="google")
