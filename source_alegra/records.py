"""Alegra's rows as the records of a stream: mapped, stamped, and never lost."""

import hashlib
import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from alegra_api.exact_json import print_json
from alegra_api.rows import Row
from alegra_unified.company import Company
from alegra_unified.kinds import print_moment
from alegra_unified.resource import ARRANGED, Resource

from .state import DIGEST_BYTES

OBSERVED_AT = "observed_at"
RAW = "_raw"
_MOST_WARNINGS = 20

logger = logging.getLogger("airbyte")


@dataclass
class RecordMapper:
    """Maps the rows of one stream.

    Attributes:
        resource: what is mapped.
        company: whose books they are.
        include_raw: whether the untouched row goes along under ``_raw``.
    """

    resource: Resource
    company: Company
    include_raw: bool
    _warnings: Counter[str] = field(default_factory=Counter)

    def record(self, row: Row) -> dict[str, Any]:
        """One row as JSON ready for orjson; a field that can't be read is null and warned about."""
        reading = self.resource.read(row, self.company, printed=True)
        data = reading.record
        for problem in reading.problems:
            self._warn(data["id"], problem.field, problem.reason)
        if self.include_raw:
            data[RAW] = print_json({key: value for key, value in row.items() if key != ARRANGED})
        return data

    def tombstone(self, identifier: str, **known: Any) -> dict[str, Any]:
        """The last version of a document that is gone: its id, what is known, null for the rest."""
        data: dict[str, Any] = dict.fromkeys(self.resource.model.read_fields())
        data.update(id=identifier, **known)
        if self.include_raw:
            data[RAW] = None
        return data

    def _warn(self, identifier: str | None, path: str, reason: str) -> None:
        self._warnings[path] += 1
        if self._warnings[path] <= _MOST_WARNINGS:
            more = (
                " Further ones of this field are not logged; they stand under alegra.unread."
                if self._warnings[path] == _MOST_WARNINGS
                else ""
            )
            logger.warning(
                f"Stream {self.resource.name}, record {identifier}, field {path}: {reason}. "
                f"Emitted as null, Alegra's value is kept under alegra.unread.{more}"
            )


def observed(data: dict[str, Any], moment: datetime) -> dict[str, Any]:
    """A record with the moment at which this version of it was seen: the cursor of documents."""
    return {**data, OBSERVED_AT: print_moment(moment)}


def digest(data: dict[str, Any]) -> bytes:
    """What tells one version of a record from another; made without the moment of observation."""
    return hashlib.blake2b(orjson.dumps(data), digest_size=DIGEST_BYTES).digest()
