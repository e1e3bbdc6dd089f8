"""A simulated company's books, synced into DuckDB: run with `make demo`."""
