"""Control endpoints under ``/_sandbox``: not Alegra's, neither limited nor guarded.

| request | answer |
|---|---|
| ``GET /audit`` | every request since the start or the last reset |
| ``DELETE /audit`` | forgets them |
| ``GET /stats`` | counts by method, path, status; most in flight, throttles, fiscal folios used |
| ``GET /truth/{resource}`` | every record that exists, a JSON object a line |
| ``GET /truth/{resource}/deleted`` | ids deleted since the start |
| ``GET /faults`` | the faults with their counts |
| ``PUT /faults`` | a list of faults in place of those |
| ``POST /change`` | does ``{"action", "resource", "id"?}`` now |
| ``POST /schedule`` | does ``change`` after ``after_requests`` requests to ``path`` |
| ``GET /schedule`` | what of that happened, and how much is still to come |
| ``POST /advance`` | lets ``{"days": n}`` pass |
"""

from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import web

from . import activity, reading
from .changes import Impossible
from .errors import ApiError
from .faults import read_fault
from .json_text import encoded_records
from .resources import RESOURCES
from .schedule import Scheduled
from .server import Sandbox

BASE = "/_sandbox"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def add_control_routes(application: web.Application, sandbox: Sandbox) -> None:
    """Add the endpoints to a server."""
    control = _Control(sandbox)
    routes: tuple[tuple[str, str, Handler], ...] = (
        ("GET", "/audit", control.audit),
        ("DELETE", "/audit", control.reset_audit),
        ("GET", "/stats", control.stats),
        ("GET", "/truth/{resource}", control.truth),
        ("GET", "/truth/{resource}/deleted", control.deleted),
        ("GET", "/faults", control.faults),
        ("PUT", "/faults", control.set_faults),
        ("POST", "/change", control.change),
        ("GET", "/schedule", control.schedule),
        ("POST", "/schedule", control.add_to_schedule),
        ("POST", "/advance", control.advance),
    )
    for method, path, handler in routes:
        application.router.add_route(method, BASE + path, _explained(handler))


def _json(body: Any, status: int = 200) -> web.Response:
    return web.Response(
        status=status, body=orjson.dumps(body), headers={"Content-Type": "application/json"}
    )


def _explained(handler: Handler) -> Handler:
    """What can't be done is answered 400 or 409, with the reason under ``error``."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Impossible as error:
            return _json({"error": str(error)}, 409)
        except ApiError as error:
            return _json({"error": str(error)}, error.status)
        except (KeyError, TypeError, ValueError) as error:
            return _json({"error": f"{type(error).__name__}: {error}"}, 400)

    return answer


class _Control:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def audit(self, request: web.Request) -> web.StreamResponse:
        return _json([entry.as_json() for entry in self._sandbox.audit.entries])

    async def reset_audit(self, request: web.Request) -> web.StreamResponse:
        self._sandbox.audit.entries.clear()
        return web.Response(status=204)

    async def stats(self, request: web.Request) -> web.StreamResponse:
        return _json(self._sandbox.audit.stats() | {"folios": self._sandbox.books.folios})

    async def truth(self, request: web.Request) -> web.StreamResponse:
        resource = request.match_info["resource"]
        response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
        if resource != "company" and resource not in RESOURCES:
            return _json({"error": f"no resource {resource!r}"}, 404)
        await response.prepare(request)
        for records in reading.truth(self._sandbox.books, resource, request.query):
            await response.write(encoded_records(records))
        return response

    async def deleted(self, request: web.Request) -> web.StreamResponse:
        resource = RESOURCES[request.match_info["resource"]]
        return _json([str(id) for id in self._sandbox.books.deleted.get(resource.table, [])])

    async def faults(self, request: web.Request) -> web.StreamResponse:
        return _json([fault.as_json() for fault in self._sandbox.faults])

    async def set_faults(self, request: web.Request) -> web.StreamResponse:
        self._sandbox.faults = [read_fault(value) for value in await request.json()]
        return await self.faults(request)

    async def change(self, request: web.Request) -> web.StreamResponse:
        wanted = await request.json()
        books = self._sandbox.books
        changes = activity.perform(books, wanted["action"], wanted["resource"], _id(wanted))
        return _json({"changed": [change.as_json() for change in changes]})

    async def schedule(self, request: web.Request) -> web.StreamResponse:
        schedule = self._sandbox.schedule
        happened = [change.as_json() for change in schedule.happened]
        return _json({"waiting": schedule.waiting, "happened": happened, "failed": schedule.failed})

    async def add_to_schedule(self, request: web.Request) -> web.StreamResponse:
        wanted = await request.json()
        change = wanted["change"]
        self._sandbox.schedule.add(
            Scheduled(
                int(wanted["after_requests"]),
                wanted.get("path", ""),
                change["action"],
                change["resource"],
                _id(change),
            )
        )
        return await self.schedule(request)

    async def advance(self, request: web.Request) -> web.StreamResponse:
        books = self._sandbox.books
        happened = activity.advance(books, int((await request.json())["days"]))
        return _json({"today": books.today.isoformat(), "changes": happened})


def _id(value: dict[str, Any]) -> int | None:
    return None if value.get("id") is None else int(value["id"])
