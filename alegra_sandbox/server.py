"""The HTTP server: who may ask, how often, how many at a time, and what goes wrong."""

import asyncio
import base64
import time
from collections.abc import Callable
from typing import Any

from aiohttp import web

from .audit import Audit, Entry
from .errors import ApiError, overloaded, unauthorized
from .faults import AFTER_COMMIT, ANSWERS, MISLEADING, Fault, break_record, read_fault
from .json_text import encoded
from .options import Options
from .rate_limit import Grant, RateLimit
from .reading import answer
from .schedule import Schedule
from .seeding import seed
from .writing import carry_out

BASE = "/api/v1"


class Sandbox:
    """One simulated Alegra.

    Args:
        options: how it is set up.
        clock: seconds that only grow, for the rate limit.

    Raises:
        ValueError: an option is wrong.
    """

    def __init__(self, options: Options, clock: Callable[[], float] = time.monotonic) -> None:
        self.faults = [read_fault(value) for value in options.faults]
        self.books = seed(options)
        self._quirks = self.books.quirks
        self.schedule = Schedule(self.books)
        self.audit = Audit()
        self._options = options
        self._clock = clock
        self._in_flight = 0
        self._throttles = 0
        limit = options.requests_per_minute
        limit = self.books.country.requests_per_minute if limit is None else limit
        self._rate_limit = RateLimit(limit, options.rate_window_seconds, clock)
        own = self._quirks.contacts_requests_per_minute
        self._contacts_limit = RateLimit(own, options.rate_window_seconds, clock) if own else None
        credentials = f"{options.email}:{options.token}".encode()
        self._authorization = f"Basic {base64.b64encode(credentials).decode()}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request and write it down."""
        self._in_flight += 1
        entry = Entry(
            request.method, request.path, dict(request.query), time.time(), self._in_flight
        )
        self.audit.entries.append(entry)
        try:
            # Even without latency, requests that came together are under way together.
            await asyncio.sleep(self._options.latency / 1000)
            return await self._respond(request, entry)
        finally:
            self._in_flight -= 1
            self.schedule.request_answered(request.path.removeprefix(BASE))

    async def _respond(self, request: web.Request, entry: Entry) -> web.StreamResponse:
        path = request.path.removeprefix(BASE)
        own = self._contacts_limit if path.split("/")[1] == "contacts" else None
        grant = (own or self._rate_limit).take()
        fault = None
        try:
            self._admit(request, entry, grant)
            fault = next(
                (fault for fault in self.faults if fault.strikes(request.method, path)), None
            )
            if fault is not None and fault.kind not in AFTER_COMMIT:
                await self._strike(fault, entry, grant)
            status, body = await self._answer(request, path, entry, fault)
            if fault is not None and fault.kind in AFTER_COMMIT:
                await self._strike(fault, entry, grant)
            if fault is not None and fault.kind == "broken_record":
                body = _with_broken_record(body, fault)
        except ApiError as error:
            body, status = error.body, error.status
        entry.status = status
        text = b"" if body is None else encoded(body)
        return await self._send(request, entry, text, grant, fault)

    def _admit(self, request: web.Request, entry: Entry, grant: Grant) -> None:
        if request.headers.get("Authorization") != self._authorization:
            raise unauthorized()
        if not grant.allowed:
            raise self._throttle(entry, grant, self._throttle_form())
        limit = self._quirks.requests_in_flight
        if limit and entry.in_flight > limit:
            raise overloaded()

    async def _answer(
        self, request: web.Request, path: str, entry: Entry, fault: Fault | None
    ) -> tuple[int, Any]:
        """Status and body."""
        path = path.strip("/")
        now = self._clock()
        if request.method == "GET":
            return 200, answer(self.books, self._options.email, path, request.query, now)
        text = await request.read()
        # With code 3051 the document is there, but its stamp failed (docs: unified-model 6).
        stamps = fault is None or fault.kind != "code_3051"
        written = carry_out(self.books, request.method, path, text, now, stamps)
        entry.committed, entry.created = True, written.created
        return written.status, written.body

    async def _strike(self, fault: Fault, entry: Entry, grant: Grant) -> None:
        await asyncio.sleep(fault.milliseconds / 1000)
        if fault.kind.startswith("throttle"):
            raise self._throttle(entry, grant, fault.kind.removeprefix("throttle_"))
        if fault.kind in ANSWERS:
            status, code, message = ANSWERS[fault.kind]
            raise ApiError(status, code, message)
        if fault.kind in MISLEADING:
            error = ApiError(200, 200, "")
            error.body = MISLEADING[fault.kind]
            raise error

    def _throttle(self, entry: Entry, grant: Grant, form: str) -> ApiError:
        entry.throttled = True
        if form == "429":
            return ApiError(429, 429, "Too many requests")
        headers = {"x-rate-limit-reset": grant.reset}
        error = ApiError(400, 429, "Too many requests", headers=headers)
        if form == "wrapped":
            error.body = {"error": error.body}
        return error

    def _throttle_form(self) -> str:
        self._throttles += 1
        choice = self._quirks.throttle_status
        return ("400", "429")[self._throttles % 2] if choice == "alternating" else choice

    async def _send(
        self, request: web.Request, entry: Entry, body: bytes, grant: Grant, fault: Fault | None
    ) -> web.StreamResponse:
        shown = grant.headers(self._quirks.of("rate_limit_headers"))
        headers = {**shown, "Content-Type": "application/json; charset=utf-8"}
        kind = fault.kind if fault is not None else None
        if kind in ("drop", "commit_then_drop", "commit_then_silence"):
            entry.status = 0
            _cut(request)
        if kind in ("html", "html_502"):
            entry.status = 502 if kind == "html_502" else 200
            headers["Content-Type"] = "text/html"
            body = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
        if kind == "truncate":
            headers["Content-Length"] = str(len(body))
            response = web.StreamResponse(status=entry.status, headers=headers)
            await response.prepare(request)
            await response.write(body[: len(body) // 2])
            _cut(request)
            return response
        return web.Response(status=entry.status, body=body, headers=headers)


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def _with_broken_record(body: Any, fault: Fault) -> Any:
    """A list with one row that can't be read, or a record that can't."""
    if isinstance(body, dict) and isinstance(body.get("data"), list):
        return {**body, "data": _with_broken_record(body["data"], fault)}
    if isinstance(body, dict) and isinstance(body.get("results"), list):
        return {**body, "results": _with_broken_record(body["results"], fault)}
    if isinstance(body, list):
        return [
            break_record(row, fault.breaks)
            if (place == 0 if fault.id is None else str(row.get("id")) == fault.id)
            else row
            for place, row in enumerate(body)
        ]
    matches = fault.id is None or str(body.get("id")) == fault.id
    return break_record(body, fault.breaks) if matches else body
