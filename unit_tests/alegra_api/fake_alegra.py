"""A list of Alegra's in memory, behind the client's interface, that changes on command."""

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from alegra_api.errors import RequestRefused
from alegra_api.page import PAGE_SIZE, Page

Result = TypeVar("Result")
COUNTED_UP_TO = 10_000


class Immediately(Executor):
    """Runs each task when it is handed over, so that tests know the order of requests."""

    def submit(
        self, function: Callable[..., Result], /, *arguments: Any, **named: Any
    ) -> Future[Result]:
        future: Future[Result] = Future()
        try:
            future.set_result(function(*arguments, **named))
        except Exception as error:
            future.set_exception(error)
        return future


@dataclass
class FakeAlegra:
    """Answers list requests as `AlegraClient` does.

    Attributes:
        rows: by id; what there is right now.
        sorts_by_id: whether ``order_field=id`` is honoured.
        refuses_ids: whether ``order_field=id`` is an error.
        filters_by_date: whether ``date_afterOrNow`` is honoured.
        counts: whether ``metadata`` comes along.
        date_field: the field by which rows can be sorted and filtered.
        hidden: ids of rows that the list leaves out, though they are answered by id.
        before_request: called with the number of each request before it is answered.
        beside: other lists, by their paths; any other path is answered by this one.
    """

    rows: dict[int, dict[str, Any]]
    sorts_by_id: bool = True
    refuses_ids: bool = False
    filters_by_date: bool = True
    filters_by_status: bool = True
    filters_by_ids: bool = False
    counts: bool = True
    date_field: str = "date"
    hidden: Collection[int] = ()
    before_request: Callable[[int], None] = lambda number: None
    beside: dict[str, "FakeAlegra"] = field(default_factory=dict)
    requests: list[Mapping[str, str]] = field(default_factory=list)
    singles: list[str] = field(default_factory=list)

    def page(self, path: str, parameters: Mapping[str, str]) -> Page:
        self.before_request(len(self.requests))
        if path in self.beside:
            return self.beside[path].page(path, parameters)
        self.requests.append(dict(parameters))
        order = parameters.get("order_field")
        if self.refuses_ids and order == "id":
            raise RequestRefused(message="Datos invalidos")
        rows = [row for number, row in self.rows.items() if number not in self.hidden]
        day, earliest = self.date_field, parameters.get(f"{self.date_field}_afterOrNow")
        if self.filters_by_date and earliest is not None:
            rows = [row for row in rows if row[day] >= earliest]
        if day in parameters:
            rows = [row for row in rows if row[day] == parameters[day]]
        if self.filters_by_status and "status" in parameters:
            rows = [row for row in rows if row["status"] == parameters["status"]]
        if self.filters_by_ids and "id" in parameters:
            rows = [row for row in rows if str(row["id"]) in parameters["id"].split(",")]
        backwards = parameters.get("order_direction") == "DESC"
        if order == "id" and self.sorts_by_id:
            rows.sort(key=lambda row: int(row["id"]), reverse=backwards)
        elif order == day:
            # Rows of one day come in another order with every page.
            tie = int(parameters["start"])
            rows.sort(key=lambda row: (row[day], hash((int(row["id"]), tie))), reverse=backwards)
        start, limit = int(parameters["start"]), int(parameters["limit"])
        assert limit <= PAGE_SIZE
        total = min(len(rows), COUNTED_UP_TO) if self.counts else None
        return Page(rows[start : start + limit], total)

    def company(self) -> dict[str, Any]:
        return {"currency": {"code": "MXN"}, "timezone": "UTC"}

    def find(self, path: str, parameters: Mapping[str, str] | None = None) -> Any:
        identifier = path.rsplit("/", 1)[-1]
        self.singles.append(identifier)
        return self.rows.get(int(identifier))


def documents(count: int, **fields: Any) -> dict[int, dict[str, Any]]:
    """Settled documents with the ids 1 to `count`, one a day from 2020-01-01 on, ten a day."""
    return {
        number: {
            "id": str(number),
            "date": (date(2020, 1, 1) + timedelta(days=number // 10)).isoformat(),
            "status": "closed",
            "total": 100,
            "balance": 0,
            **fields,
        }
        for number in range(1, count + 1)
    }
