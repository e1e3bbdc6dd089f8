"""A company's books in memory behind HTTP, which lose answers on command."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
import requests
from requests_mock import ANY, Mocker

from alegra_api.client import PUBLIC_URL
from alegra_api.exact_json import exact_json, print_json

Table = dict[int, dict[str, Any]]
Fault = Callable[[str, str, int], str | None]

COMPANIES = {
    "MX": ("mexico", "MXN", "America/Mexico_City"),
    "CO": ("colombia", "COP", "America/Bogota"),
}


class Killed(BaseException):
    """The process died."""


@dataclass
class FakeBooks:
    """Answers lists, single records, creations, changes and deletions.

    Attributes:
        country: edition of Alegra.
        fault: told method, path and number of each change; names what goes wrong, if anything:
            ``lost`` (carried out, the answer gets lost), ``500`` (carried out, answered 500),
            ``early`` (answered 500, not carried out), ``refused``, ``throttled``,
            ``killed`` (carried out, then the process dies).
    """

    country: str = "MX"
    fault: Fault = lambda method, path, number: None
    tables: dict[str, Table] = field(default_factory=dict)
    sent: list[tuple[str, str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def serve(self, mocker: Mocker) -> None:
        """Answer everything under the public URL."""
        mocker.register_uri(ANY, re.compile(re.escape(PUBLIC_URL)), text=self._answer)

    def put(self, path: str, **row: Any) -> dict[str, Any]:
        """Put a record into a table; the next id unless it has one."""
        table = self.tables.setdefault(path, {})
        identifier = int(row.get("id") or max(table, default=0) + 1)
        table[identifier] = {**row, "id": str(identifier)}
        return table[identifier]

    def rows(self, path: str) -> list[dict[str, Any]]:
        """The records of a table."""
        return list(self.tables.get(path, {}).values())

    def _answer(self, request: Any, context: Any) -> str:
        # A rate limit that is never used up, so that nothing waits for the next minute.
        context.headers["X-Rate-Limit-Limit"] = "100000"
        path, *rest = request.path.removeprefix("/api/v1/").split("/")
        if request.method == "GET":
            self.asked.append(path)
            answer = self._read(path, rest, request, context)
            return _printed(answer)
        body = exact_json(request.body) if request.body else None
        number = sum(1 for method, _, _ in self.sent if method == request.method) + 1
        fault = self.fault(request.method, path, number)
        self.sent.append((request.method, request.path, body))
        return _printed(self._change(request.method, path, rest, body, fault, context))

    def _read(self, path: str, rest: list[str], request: Any, context: Any) -> Any:
        if path == "company":
            edition, currency, zone = COMPANIES[self.country]
            return {
                "applicationVersion": edition,
                "currency": {"code": currency},
                "timezone": zone,
            }
        table = self.tables.get(path, {})
        if rest:
            row = table.get(int(rest[0]))
            context.status_code = 200 if row else 404
            return row or {"code": 404, "message": "No existe"}
        query = {key: values[0] for key, values in request.qs.items()}
        rows = [row for row in table.values() if query.get("status") in (None, row.get("status"))]
        rows = [row for row in rows if row.get("date", "") >= query.get("date_afterornow", "")]
        backwards = query["order_direction"] == "desc"
        key = "date" if query["order_field"] == "date" else "id"
        rows.sort(key=lambda row: (row.get("date"), int(row["id"])), reverse=backwards)
        if key == "id":
            rows.sort(key=lambda row: int(row["id"]), reverse=backwards)
        start = int(query["start"])
        return {
            "metadata": {"total": len(rows)},
            "data": rows[start : start + int(query["limit"])],
        }

    def _change(
        self, method: str, path: str, rest: list[str], body: Any, fault: str | None, context: Any
    ) -> Any:
        match fault:
            case "early":
                context.status_code = 500
                return {"code": 500}
            case "refused":
                context.status_code = 400
                return {"code": 1035, "message": "La clave del producto es requerida"}
            case "throttled":
                context.status_code = 400
                context.headers["X-Rate-Limit-Reset"] = "0"
                return {"code": 429}
        answer = self._carry_out(method, path, rest, body, context)
        match fault:
            case "lost":
                raise requests.ReadTimeout
            case "killed":
                raise Killed
            case "500":
                context.status_code = 500
                return {"code": 500}
        return answer

    def _carry_out(
        self, method: str, path: str, rest: list[str], body: Any, context: Any
    ) -> dict[str, Any]:
        if not rest:
            context.status_code = 201
            return {**self.put(path, **body), "id": max(self.tables[path])}
        table, identifier = self.tables[path], int(rest[0])
        if method == "DELETE":
            table.pop(identifier)
            return {"code": 200, "message": "Eliminado"}
        changes = {"status": "void"} if rest[1:] == ["void"] else body
        kept = {} if path == "contacts" else table[identifier]
        table[identifier] = {**kept, **changes, "id": str(identifier)}
        return table[identifier]


def _printed(value: Any) -> str:
    return orjson.dumps(print_json(value)).decode()
