"""What is known to stand in one of Alegra's lists."""

from collections import defaultdict
from collections.abc import Iterable

from alegra_api.rows import Row, row_id
from alegra_unified.marker import external_id_of
from alegra_unified.resource import Resource

from .incoming import FieldValue


class KnownRecords:
    """Records by what stands for them, `external_id` or a natural key; of master data the rows too.

    Args:
        resource: which ones.
    """

    def __init__(self, resource: Resource) -> None:
        self._resource = resource
        self._found: dict[FieldValue, set[str]] = defaultdict(set)
        self._names: dict[str, list[FieldValue]] = {}
        self._rows: dict[str, Row] = {}

    def find(self, name: FieldValue) -> set[str]:
        """Ids of the records that a name stands for."""
        return set(self._found.get(name, ()))

    def row(self, identifier: str) -> Row | None:
        """A record of master data; None for one that is not known."""
        return self._rows.get(identifier)

    def take(self, rows: Iterable[Row]) -> None:
        """Learn rows as they are now."""
        writing = self._resource.writing
        for row in rows:
            identifier = row_id(row)
            if identifier is None or writing is None:
                continue
            if not self._resource.is_dated:
                row = {**self._rows.get(identifier, {}), **row}
            self.discard(identifier)
            names = list(writing.keys_of(row).items())
            external_id = external_id_of(row) if writing.marked else None
            if external_id is not None:
                names.append(("external_id", external_id))
            for name in names:
                self._found[name].add(identifier)
            if names:
                self._names[identifier] = names
            if not self._resource.is_dated:
                self._rows[identifier] = row

    def discard(self, identifier: str) -> None:
        """Forget a record."""
        self._rows.pop(identifier, None)
        for name in self._names.pop(identifier, ()):
            self._found[name].discard(identifier)
