"""Alegra's rows as the records of a stream: mapped, stamped, and never lost."""

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

import orjson

from alegra_api.exact_json import print_json
from alegra_api.ids import created_at
from alegra_api.rows import Row
from alegra_unified.company import Company
from alegra_unified.kinds import print_moment
from alegra_unified.resource import ARRANGED, Resource
from alegra_unified.synchronization import DocumentChanges

from .state import DIGEST_BYTES

OBSERVED_AT = DocumentChanges.cursor_field
RAW = "_raw"
_CREATED_AT = "created_at"
_MAXIMUM_WARNINGS = 20

logger = logging.getLogger("airbyte")


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(timezone.utc)


@dataclass
class RecordMapper:
    """Maps the rows of one stream.

    Attributes:
        resource: what is mapped.
        company: whose books they are.
        include_raw: whether the untouched row goes along under ``_raw``.
        clock: the present moment, for ``observed_at``.
    """

    resource: Resource
    company: Company
    include_raw: bool
    clock: Callable[[], datetime] = utc_now
    _warnings: Counter[str] = field(default_factory=Counter)

    def record(self, row: Row) -> dict[str, Any]:
        """One row as JSON ready for orjson; a field that can't be read is null and warned about.

        Where Alegra tells no moment of creation, the id does, if it is one that holds it.
        """
        reading = self.resource.read(row, self.company, printed=True)
        data = reading.record
        identifier = data[self.resource.key]
        if _CREATED_AT in data and data[_CREATED_AT] is None:
            made_at = created_at(identifier or "")
            data[_CREATED_AT] = None if made_at is None else print_moment(made_at)
        for problem in reading.problems:
            self._warn(identifier, problem.field, problem.reason)
        if self.include_raw:
            data[RAW] = print_json({key: value for key, value in row.items() if key != ARRANGED})
        return data

    def tombstone(self, identifier: str, **known: Any) -> dict[str, Any]:
        """The last version of a record that is gone: id, status, what is known, else null."""
        data: dict[str, Any] = dict.fromkeys(self.resource.model.read_fields())
        told = {"status": self.resource.strategy.gone_status, "active": False}
        data.update({name: value for name, value in told.items() if name in data})
        data.update({self.resource.key: identifier, **known})
        if self.include_raw:
            data[RAW] = None
        return data

    def warn_of_unclear(self, unclear: Sequence[str]) -> None:
        """One warning for all records of which nothing tells whether they are gone.

        Args:
            unclear: the id of each, and what Alegra answered.
        """
        if unclear:
            logger.warning(
                f"Stream {self.resource.name}: whether {len(unclear)} records are gone can't be "
                f"told, {unclear[0]} for one. They count as unchanged and are looked up again by "
                "the next sync."
            )

    def stamped(self, data: dict[str, Any]) -> dict[str, Any]:
        """A version of a record with the moment at which it was seen, where that is the cursor."""
        if self.resource.strategy.cursor_field != OBSERVED_AT:
            return data
        return {**data, OBSERVED_AT: print_moment(self.clock())}

    def _warn(self, identifier: str | None, path: str, reason: str) -> None:
        self._warnings[path] += 1
        kept = "unread" if self.resource.is_native else "alegra.unread"
        if self._warnings[path] <= _MAXIMUM_WARNINGS:
            more = (
                f" Further ones of this field are not logged; they stand under {kept}."
                if self._warnings[path] == _MAXIMUM_WARNINGS
                else ""
            )
            logger.warning(
                f"Stream {self.resource.name}, record {identifier}, field {path}: {reason}. "
                f"Emitted as null, Alegra's value is kept under {kept}.{more}"
            )


def digest(data: dict[str, Any]) -> bytes:
    """What tells one version of a record from another; made without the moment of observation.

    The order of the fields is of no account, so that a release may change it.
    """
    text = orjson.dumps(data, option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(text, digest_size=DIGEST_BYTES).digest()
