"""Several syncs in a row of a list that answers in any of the ways that nobody rules out."""

import os
import random
from datetime import datetime, timedelta, timezone
from itertools import islice
from typing import Any

import orjson
import pytest

from ..alegra_api.hostile_list import hostile_list
from .test_change_capture import DAY, RECONCILIATION, sync

ROUNDS = int(os.environ.get("PROOF_ROUNDS", "60"))
"""Seeded rounds; a long run sets more."""


class Books:
    """A company behind a hostile list, and the warehouse that its syncs fill."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.alegra = hostile_list(seed, liveliness=self.dice.choice((0.0, 0.02)))
        self.now = datetime(2026, 4, 1, 12, tzinfo=timezone.utc)
        self.state: dict[str, Any] = {}
        self.rows: dict[str, dict[str, Any]] = {}
        self.unvouched: set[str] = set()

    def change(self) -> None:
        """New documents, edits and deletions."""
        alegra = self.alegra
        for _ in range(self.dice.randint(0, 8)):
            alegra.add()
        for row in self.dice.sample(alegra.rows, min(len(alegra.rows), 5)):
            if self.dice.random() < 0.3:
                alegra.remove(row)
            else:
                row["total"] = self.dice.randint(1, 999)

    def sync(self, killed_after: int | None = None) -> None:
        """One sync; a process that dies leaves its records and its last state."""
        states: list[dict[str, Any]] = []
        client: Any = self.alegra
        reading = sync(client, self.state, self.now, on_checkpoint=states.append)
        since_state: set[str] = set()
        for record in islice(reading, killed_after):
            if states:
                self.state = states[-1]
                states.clear()
                since_state.clear()
            self.rows[record["id"]] = record
            since_state.add(record["id"])
        if killed_after is None:
            self.state = states[-1]
        else:
            # No state knows of these yet: one that is deleted before the next sync never was known.
            self.unvouched |= since_state
        self.now += timedelta(hours=6)

    def truth(self) -> dict[str, int]:
        return {row["id"]: row["total"] for row in self.alegra.rows}

    def view(self) -> dict[str, int]:
        return {
            identifier: int(orjson.loads(orjson.dumps(record["total"])))
            for identifier, record in self.rows.items()
            if record["status"] != "deleted"
            and (identifier in self.truth() or identifier not in self.unvouched)
        }


@pytest.mark.parametrize("part", range(3))
def test_syncs_of_any_list_end_with_its_truth_or_tell(part: int) -> None:
    for seed in range(part, ROUNDS, 3):
        books = Books(seed)
        for _ in range(3):
            books.sync(books.dice.choice((None, None, books.dice.randint(0, 60))))
            books.change()
        books.alegra.liveliness = 0.0
        books.sync()
        books.now += (RECONCILIATION + 1) * DAY
        books.sync()
        is_told = books.state["reconciled_at"] is None
        assert books.view() == books.truth() or is_told, seed
