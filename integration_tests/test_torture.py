"""A few rounds of the torture; `make torture` runs as many as there is time for."""

from pathlib import Path

import pytest

from .torture.figures import Figures
from .torture.reading import ReadingRound
from .torture.writing import WritingRound


@pytest.mark.parametrize("seed", range(1, 3))
def test_the_source_loses_doubles_and_falsifies_nothing(tmp_path: Path, seed: int) -> None:
    figures = Figures()
    ReadingRound(seed, tmp_path, figures).run()
    assert figures.findings == []
    assert figures.records > 0


@pytest.mark.parametrize("seed", range(1, 3))
def test_the_destination_changes_the_books_by_what_the_records_say(
    tmp_path: Path, seed: int
) -> None:
    figures = Figures()
    WritingRound(seed, tmp_path, figures).run()
    assert figures.findings == []
    assert figures.records > 0
