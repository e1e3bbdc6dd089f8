"""Seeded rounds against the connectors: random companies, answers, faults, kills and edits."""
