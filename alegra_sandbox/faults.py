"""Faults that are switched on, each counted (docs: alegra-api 1.6)."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from typing import Any

AFTER_COMMIT = frozenset(
    {"commit_then_500", "commit_then_silence", "commit_then_drop", "code_3051", "code_4250"}
)
"""Faults that strike when the books are changed already (docs: alegra-api 6, unified-model 6)."""

KINDS = (
    *("500", "502", "503", "504", "drop", "truncate", "html", "html_502", "throttle_400"),
    *("throttle_429", "slow", "forbidden", "plan", "broken_record", *sorted(AFTER_COMMIT)),
    *("error_in_200", "bare_error", "empty_object", "empty_list"),
)

_BROKEN = "Error interno del servidor"
ANSWERS = {
    **{str(status): (status, status, _BROKEN) for status in (500, 502, 503, 504)},
    "commit_then_500": (500, 500, _BROKEN),
    "forbidden": (403, 403, "No tiene permisos para realizar esta acción"),
    "plan": (402, 907, "Esta acción no se puede realizar en tu plan actual"),
    "code_3051": (400, 3051, "No fue posible emitir el documento"),
    "code_4250": (400, 4250, "El timbrado ante el SAT está tardando"),
}
"""HTTP status, Alegra's code and text of the faults that are error answers."""

_ERROR = {"code": 500, "message": _BROKEN}
MISLEADING: dict[str, Any] = {
    "error_in_200": {"error": _ERROR},
    "bare_error": _ERROR,
    "empty_object": {},
    "empty_list": [],
}
"""Bodies of the faults that are answered with HTTP 200 (docs: alegra-api 14)."""

BREAKS = ("amount", "status", "shape", "row")


@dataclass
class Fault:
    """One fault and how often it strikes.

    Attributes:
        kind: one of `KINDS`; a number is the HTTP status.
        path: regular expression searched in the path below the API's base, e.g. ``^/invoices``.
        method: the HTTP method that it strikes; empty for any, which of faults after the commit
            means any but ``GET``.
        every: strike each so-manieth matching request.
        times: strike so often, then never again; None for ever.
        after: leave so many matching requests alone first.
        milliseconds: delay of kind ``slow``, and how long ``commit_then_silence`` lasts before
            the connection is cut.
        id: the record that ``broken_record`` breaks; None for the first row of each page.
        breaks: what of it: ``amount``, ``status``, ``shape`` of its client or supplier, or the
            whole ``row``, which is then no object.
        matched: matching requests so far.
        struck: strikes so far.
    """

    kind: str
    path: str = ""
    method: str = ""
    every: int = 1
    times: int | None = None
    after: int = 0
    milliseconds: int = 0
    id: str | None = None
    breaks: list[str] = field(default_factory=lambda: ["amount", "status"])
    matched: int = 0
    struck: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no fault {self.kind!r}; there are {', '.join(KINDS)}")
        if unknown := set(self.breaks) - set(BREAKS):
            raise ValueError(f"nothing to break called {unknown}; there are {', '.join(BREAKS)}")
        if self.every < 1:
            raise ValueError("every is at least 1")
        re.compile(self.path)

    def strikes(self, method: str, path: str) -> bool:
        """Whether this request is hit; counts it."""
        if not re.search(self.path, path) or self.method not in ("", method):
            return False
        if self.kind in AFTER_COMMIT and method == "GET":
            return False
        self.matched += 1
        past = self.matched - self.after
        if past < 1 or past % self.every or (self.times is not None and self.struck >= self.times):
            return False
        self.struck += 1
        return True

    def as_json(self) -> dict[str, Any]:
        """The fault with its counts."""
        return asdict(self)


def read_fault(value: Any) -> Fault:
    """A fault from a JSON object.

    Raises:
        ValueError: it is none.
    """
    settable = {entry.name for entry in fields(Fault)} - {"matched", "struck"}
    if not isinstance(value, dict) or "kind" not in value or set(value) - settable:
        raise ValueError(f"a fault is an object with a kind, and of {', '.join(sorted(settable))}")
    return Fault(**value)


def break_record(record: Any, breaks: Iterable[str]) -> Any:
    """A record made unreadable in some ways."""
    broken = dict(record)
    for what in breaks:
        if what == "amount":
            name = next((name for name in ("total", "amount", "price") if name in broken), "total")
            broken[name] = "12,5x"
        elif what == "status":
            broken["status"] = "desconocido"
        elif what == "shape":
            name = "provider" if "provider" in broken else "client"
            broken[name] = [17, {"id": None}]
        else:
            return "registro dañado"
    return broken
