"""No row is lost in silence, and none comes twice, whatever the list does while it is read."""

import os
from collections import Counter
from typing import Any

import pytest

from alegra_api.listing import Listing
from alegra_api.paging.pager import Pager

from .fake_alegra import Immediately
from .hostile_list import HostileList, hostile_list

ROUNDS = int(os.environ.get("PROOF_ROUNDS", "150"))
"""Seeded rounds of each test; a long run sets more."""


def pager(alegra: HostileList, date_field: str | None, filters_by_date: bool = True) -> Pager:
    client: Any = alegra
    return Pager(
        client=client,
        listing=Listing(path="/estimates", filters_by_date=filters_by_date),
        stream="quotes",
        date_field=date_field,
        executor=Immediately(),
        pages_ahead=2,
    )


def ids(pages: Any) -> list[str]:
    return [row["id"] for rows in pages for row in rows]


@pytest.mark.parametrize("date_field", ["date", None])
def test_rows_of_any_list_are_all_read_or_told_and_none_twice(date_field: str | None) -> None:
    for seed in range(ROUNDS):
        alegra = hostile_list(seed)
        there = {row["id"] for row in alegra.rows}
        reading = pager(alegra, date_field)
        read = ids(reading.everything())
        assert [it for it, count in Counter(read).items() if count > 1] == [], seed
        lost = there - alegra.gone - set(read)
        assert not lost or reading.doubts, (seed, alegra)
