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
| ``DELETE /schedule`` | forgets what is still to come |
| ``POST /advance`` | lets ``{"days": n}`` pass |
"""

from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import web

from . import activity, reading
from .books import Changes, Impossible
from .errors import ApiError
from .faults import read_fault
from .json_text import encoded_records
from .resources import RESOURCES
from .schedule import Scheduled
from .server import Sandbox

BASE = "/_sandbox"

Handler = Callable[[web.Request], Awaitable[Any]]


def add_control_routes(application: web.Application, sandbox: Sandbox) -> None:
    """Add the endpoints to a server."""
    control = _Control(sandbox)
    routes: dict[str, Handler] = {
        "GET /audit": control.audit,
        "DELETE /audit": control.reset_audit,
        "GET /stats": control.stats,
        "GET /truth/{resource:.+}/deleted": control.deleted,
        "GET /truth/{resource:.+}": control.truth,
        "GET /faults": control.faults,
        "PUT /faults": control.set_faults,
        "POST /change": control.change,
        "GET /schedule": control.schedule,
        "POST /schedule": control.add_to_schedule,
        "DELETE /schedule": control.reset_schedule,
        "POST /advance": control.advance,
    }
    for route, handler in routes.items():
        method, path = route.split()
        application.router.add_route(method, BASE + path, _answering(handler))


def _answering(handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """What can't be done is answered 400, 404 or 409, with the reason under ``error``."""

    async def answer(request: web.Request) -> web.StreamResponse:
        status = 200
        try:
            body = await handler(request)
        except Impossible as error:
            status, body = 409, {"error": str(error)}
        except ApiError as error:
            status, body = error.status, {"error": str(error)}
        except (KeyError, TypeError, ValueError) as error:
            status, body = 400, {"error": f"{type(error).__name__}: {error}"}
        if isinstance(body, web.StreamResponse):
            return body
        headers = {"Content-Type": "application/json"}
        return web.Response(status=status, body=orjson.dumps(body), headers=headers)

    return answer


class _Control:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._books = sandbox.books

    async def audit(self, request: web.Request) -> Any:
        return [entry.as_json() for entry in self._sandbox.audit.entries]

    async def reset_audit(self, request: web.Request) -> Any:
        self._sandbox.audit.entries.clear()
        return web.Response(status=204)

    async def stats(self, request: web.Request) -> Any:
        return self._sandbox.audit.stats() | {"folios": self._books.folios}

    async def truth(self, request: web.Request) -> Any:
        resource = request.match_info["resource"]
        if resource != "company" and resource not in RESOURCES:
            raise ApiError(404, 404, f"no resource {resource!r}")
        response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
        await response.prepare(request)
        for records in reading.truth(self._books, resource, request.query):
            await response.write(encoded_records(records))
        return response

    async def deleted(self, request: web.Request) -> Any:
        table = RESOURCES[request.match_info["resource"]].table
        return [self._books.long_ids.shown(table, id) for id in self._books.deleted.get(table, [])]

    async def faults(self, request: web.Request) -> Any:
        return [fault.as_json() for fault in self._sandbox.faults]

    async def set_faults(self, request: web.Request) -> Any:
        self._sandbox.faults = [read_fault(value) for value in await request.json()]
        return await self.faults(request)

    async def change(self, request: web.Request) -> Any:
        changes = activity.perform(self._books, *self._wanted(await request.json()))
        return {"changed": self._shown(changes)}

    async def schedule(self, request: web.Request) -> Any:
        schedule = self._sandbox.schedule
        happened = self._shown(schedule.happened)
        return {"waiting": len(schedule.waiting), "happened": happened, "failed": schedule.failed}

    async def add_to_schedule(self, request: web.Request) -> Any:
        wanted = await request.json()
        after, path = int(wanted["after_requests"]), wanted.get("path", "")
        self._sandbox.schedule.waiting.append(
            Scheduled(after, path, self._wanted(wanted["change"]))
        )
        return await self.schedule(request)

    async def reset_schedule(self, request: web.Request) -> Any:
        self._sandbox.schedule.waiting.clear()
        return web.Response(status=204)

    async def advance(self, request: web.Request) -> Any:
        happened = activity.advance(self._books, int((await request.json())["days"]))
        return {"today": self._books.today.isoformat(), "changes": happened}

    def _wanted(self, wanted: dict[str, Any]) -> tuple[str, str, int | None]:
        """Action, resource and number of the row."""
        resource, id = wanted["resource"], wanted.get("id")
        if id is not None:
            number = self._books.long_ids.number(resource.replace("-", "_"), str(id))
            # What is none is told as an id that there is not.
            id = -1 if number is None else number
        return wanted["action"], resource, id

    def _shown(self, changes: Changes) -> list[dict[str, str]]:
        return [
            {
                "resource": it.resource,
                "id": self._books.long_ids.shown(it.resource.replace("-", "_"), it.id),
                "what": it.what,
            }
            for it in changes
        ]
