"""A company's books in memory behind HTTP, which lose answers on command."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

import orjson
import requests
from requests_mock import ANY, Mocker

from alegra_api.client import PUBLIC_URL
from alegra_api.exact_json import exact_json, print_json
from alegra_sandbox.countries import COUNTRIES
from alegra_sandbox.quirks import Quirks

Table = dict[str, dict[str, Any]]
Keep = Callable[[str, dict[str, Any]], dict[str, Any]]
Fault = Callable[[str, str, int], str | None]


FILTERS = frozenset(
    {"status", "date_afterornow", "client_id", "observations", "identification", "reference"}
)


class Killed(BaseException):
    """The process died."""


@dataclass
class FakeBooks:
    """Answers lists, single records, creations, changes and deletions.

    Attributes:
        country: edition of Alegra.
        fault: told method, path and number of each change; names what goes wrong, if anything:
            ``lost`` (carried out, the answer gets lost), ``500`` (carried out, answered 500),
            ``early`` and ``503`` (answered 500 or 503, not carried out), ``refused``,
            ``throttled``, ``killed`` (carried out, then the process dies).
        keep: told the table and a row as it would be; what Alegra makes of it.
        filters: query parameters that lists honour; all others are ignored, as Alegra does.
        blind: those that leave nothing, as one that looks elsewhere does.
        bare: those that are answered with an empty list, as a failure may be.
        bare_values: values that are.
        refused: those that are no parameters.
        hidden: ids that lists of several rows count and do not show.
        searched: told a tax number as it shows; what of it a filter sees.
        sorts_by_date: whether ``order_field=date`` is honoured.
        deletes: whether a deletion is carried out.
        deletion: how a deletion is answered.
        readable: whether single records are found by their ids.
        checks_links: whether a document that names no known client or item is refused.
        answers_whole: whether the answer to a change is the record, or its id alone.
    """

    country: str = "MX"
    fault: Fault = lambda method, path, number: None
    keep: Keep = lambda path, row: row
    filters: frozenset[str] = FILTERS
    blind: frozenset[str] = frozenset()
    bare: frozenset[str] = frozenset()
    bare_values: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    searched: Callable[[str], str] = lambda number: number
    sorts_by_date: bool = True
    answers_whole: bool = True
    deletes: bool = True
    deletion: dict[str, Any] = field(default_factory=lambda: {"code": 200, "message": "Eliminado"})
    readable: bool = True
    checks_links: bool = False
    tables: dict[str, Table] = field(default_factory=dict)
    sent: list[tuple[str, str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def serve(self, mocker: Mocker) -> None:
        """Answer everything under the public URL."""
        mocker.register_uri(ANY, re.compile(re.escape(PUBLIC_URL)), text=self._answer)

    def put(self, path: str, **row: Any) -> dict[str, Any]:
        """Put a record into a table; the next id unless it has one."""
        table = self.tables.setdefault(path, {})
        identifier = str(row.get("id") or max(map(int, table), default=0) + 1)
        table[identifier] = self.keep(path, {**row, "id": identifier})
        return table[identifier]

    def rows(self, path: str) -> list[dict[str, Any]]:
        """The records of a table."""
        return list(self.tables.get(path, {}).values())

    def _answer(self, request: Any, context: Any) -> str:
        # A rate limit that is never used up, so that nothing waits for the next minute.
        context.headers["X-Rate-Limit-Limit"] = "100000"
        # What stands in the URL, before requests_mock takes it apart; ids are unquoted here only.
        steps = urlsplit(request.url).path.removeprefix("/api/v1/").split("/")
        path, *rest = map(unquote, steps)
        self.paths.append(path)
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
            return COUNTRIES[self.country](Quirks()).company()
        table = self.tables.get(path, {})
        if rest:
            row = table.get(rest[0]) if self.readable else None
            context.status_code = 200 if row else 404
            return row or {"code": 404, "message": "No existe"}
        query = {key: values[0] for key, values in request.qs.items()}
        if not self.refused.isdisjoint(query):
            context.status_code = 400
            return {"code": 400, "message": "Datos invalidos"}
        if not (self.bare.isdisjoint(query) and self.bare_values.isdisjoint(query.values())):
            return []
        given = {key: value for key, value in query.items() if key in self.filters}
        blind = not self.blind.isdisjoint(query)
        rows = [row for row in table.values() if not blind and _fits(row, given, self.searched)]
        backwards = query["order_direction"] == "desc"
        rows.sort(key=lambda row: int(row["id"]), reverse=backwards)
        if query["order_field"] == "date":
            rows.sort(key=lambda row: int(row["id"]))
            if self.sorts_by_date:
                rows.sort(key=lambda row: str(row.get("date")), reverse=backwards)
        start = int(query["start"])
        page = rows[start : start + int(query["limit"])]
        shown = [row for row in page if len(page) == 1 or str(row["id"]) not in self.hidden]
        return {"metadata": {"total": len(rows)}, "data": shown}

    def _change(
        self, method: str, path: str, rest: list[str], body: Any, fault: str | None, context: Any
    ) -> Any:
        match fault:
            case "early" | "503":
                context.status_code = 500 if fault == "early" else 503
                return {"code": context.status_code}
            case "refused":
                context.status_code = 400
                return {"code": 1035, "message": "La clave del producto es requerida"}
            case "throttled":
                context.status_code = 400
                context.headers["X-Rate-Limit-Reset"] = "0"
                return {"code": 429}
        if method in ("POST", "PUT") and self._names_what_is_not_there(body or {}):
            context.status_code = 400
            return {"code": 404, "message": "No existe"}
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

    def _names_what_is_not_there(self, body: dict[str, Any]) -> bool:
        named = [("contacts", body.get("client")), *(("items", it) for it in body.get("items", ()))]
        return self.checks_links and any(
            it is not None and str(it["id"]) not in self.tables.get(path, {}) for path, it in named
        )

    def _carry_out(
        self, method: str, path: str, rest: list[str], body: Any, context: Any
    ) -> dict[str, Any]:
        if not rest:
            context.status_code = 201
            row = self.put(path, **body)
            return row if self.answers_whole else {"id": int(row["id"])}
        table, identifier = self.tables.get(path, {}), rest[0]
        if identifier not in table:
            context.status_code = 404
            return {"code": 404, "message": "No existe"}
        if method == "DELETE":
            if self.deletes:
                table.pop(identifier)
            return self.deletion
        changes = {"status": "void"} if rest[1:] == ["void"] else body
        kept = {} if path == "contacts" and method == "PUT" else table[identifier]
        table[identifier] = self.keep(path, {**kept, **changes, "id": identifier})
        return table[identifier] if self.answers_whole else {"id": identifier}


def _fits(row: dict[str, Any], filters: dict[str, str], searched: Callable[[str], str]) -> bool:
    client = row.get("client") or row.get("provider") or {}
    held = {
        "status": lambda value: row.get("status") == value,
        "date_afterornow": lambda value: str(row.get("date")) >= value,
        "client_id": lambda value: str(client.get("id")) == value,
        "identification": lambda value: value in searched(_number(row).lower()),
        "reference": lambda value: str(row.get("reference")).lower() == value,
        "observations": lambda value: value in str(row.get("observations")).lower(),
    }
    return all(held[name](value) for name, value in filters.items())  # type: ignore[no-untyped-call]


def _number(row: dict[str, Any]) -> str:
    number = row.get("identification")
    return str(number["number"] if isinstance(number, dict) else number)


def _printed(value: Any) -> str:
    return orjson.dumps(print_json(value)).decode()
