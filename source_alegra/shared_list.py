"""A list that several streams read, asked of Alegra only once."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO

from alegra_api.exact_json import encode_json, exact_json
from alegra_api.paging.pager import Pager
from alegra_api.rows import Rows


class SharedList:
    """A list that several streams read, one after the other.

    The first reader leaves the rows in a temporary file for the next. A reading that was cut off
    leaves nothing, and the next reader asks again.

    Args:
        pager: reads the list.
        kept: whether another stream is going to read it.
    """

    def __init__(self, pager: Pager, kept: bool) -> None:
        self._pager = pager
        self._is_kept = kept
        self._file: IO[bytes] | None = None

    @property
    def is_proved(self) -> bool:
        """Whether the rows read are known to be all."""
        return not self._pager.doubts

    @property
    def total(self) -> int | None:
        """How many rows Alegra counted; None where it did not."""
        return self._pager.total

    def rows(self) -> Iterator[Rows]:
        """All rows, page by page."""
        if self._file is not None:
            self._file.seek(0)
            for line in self._file:
                yield exact_json(line)
            return
        if not self._is_kept:
            yield from self._pager.everything()
            return
        file = TemporaryFile()  # noqa: SIM115 - lives as long as the sync
        for rows in self._pager.everything():
            file.write(encode_json(rows) + b"\n")
            yield rows
        self._file = file
