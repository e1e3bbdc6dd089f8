"""A dry run: what would be changed is imagined, so that what follows from it can be seen."""

from collections.abc import Mapping
from itertools import count
from typing import Any, Protocol

from alegra_api.client import AlegraClient, ChangeResponse
from alegra_api.rows import Row


class Books(Protocol):
    """What single records are read from and changed in."""

    def find(self, path: str, parameters: Mapping[str, str] | None = None) -> Row | None:
        """One record, or None; see `AlegraClient.find`."""

    def change(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> ChangeResponse:
        """Change one record; see `AlegraClient.change`."""


class ImaginedBooks:
    """Alegra's books with the changes of this sync, which nobody else sees.

    Args:
        client: how Alegra is read.
    """

    def __init__(self, client: AlegraClient) -> None:
        self._client = client
        self._changed: dict[str, Row | None] = {}
        self._numbers = count(1)

    def find(self, path: str, parameters: Mapping[str, str] | None = None) -> Row | None:
        """One record as it would be; None where there would be none."""
        if path in self._changed:
            return self._changed[path]
        return self._client.find(path, parameters)

    def change(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> ChangeResponse:
        """Imagine a change."""
        named = dict(body or {})
        row: Row | None
        if method == "DELETE":
            row = None
        elif path.endswith("/void"):
            path = path.removesuffix("/void")
            row = {**(self.find(path) or {}), "status": "void"}
        elif method == "POST":
            identifier = f"new-{next(self._numbers)}"
            path, row = f"{path}/{identifier}", {**named, "id": identifier}
        else:
            row = {**(self.find(path) or {}), **named}
        self._changed[path] = row
        return ChangeResponse("done", row=row or {})
