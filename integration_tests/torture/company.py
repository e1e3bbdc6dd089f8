"""A random company: its country, its answers to open questions, what goes wrong, who edits it."""

import random
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import requests

from alegra_sandbox.countries import COUNTRIES
from alegra_sandbox.process import SandboxProcess
from alegra_sandbox.quirks import Quirks
from alegra_unified.registry import RESOURCES

Answers = dict[str, str | int]
Fault = dict[str, Any]

PATHS = (
    *("contacts", "items", "taxes", "categories", "cost-centers", "bank-accounts", "terms"),
    *("invoices", "bills", "credit-notes", "debit-notes", "payments", "journals", "estimates"),
    "purchase-orders",
)

PASSING = (
    *("500", "502", "503", "504", "drop", "truncate", "html", "html_502"),
    *("throttle_400", "throttle_429"),
)
"""Faults without effect that Alegra gets over."""

MISLEADING = ("error_in_200", "bare_error", "empty_object", "empty_list")
"""Answers that are none, with HTTP 200."""

LASTING = ("forbidden", "plan")
"""Faults by which a stream fails until somebody changes a setting."""

ACTIONS = {
    **dict.fromkeys(
        ("invoices", "bills"),
        ("create", "create", "backdate", "pay", "settle", "open", "void", "edit", "delete"),
    ),
    **dict.fromkeys(
        ("credit-notes", "debit-notes", "estimates", "purchase-orders"),
        ("create", "backdate", "settle", "void", "edit", "delete"),
    ),
    "payments": ("create", "void", "edit", "delete"),
    "journals": ("create", "backdate", "edit", "delete"),
    "contacts": ("create", "edit", "touch_no_timestamp", "delete"),
    "items": ("edit",),
}
"""What happens to rows of each list."""

_SCOPED = (
    *("orders", "filters", "shuffled", "pages", "totals", "wrapped_lists", "deleted_rows"),
    *("id_form", "uuid_order", "default_filters", "pending_stamps", "documented_fields"),
)

_DOCUMENTED = sorted(
    {
        f"{it.listing.path.strip('/')}/{parameter}:honoured"
        for it in RESOURCES.values()
        for parameter in {**it.listing.parameters, **it.listing.widening}
    }
)
"""Parameters that are no open question, such as the ``type`` of payments."""


def country(rng: random.Random) -> str:
    """One of Alegra's editions."""
    return rng.choice(sorted(COUNTRIES))


def answers(rng: random.Random, today: date) -> Answers:
    """Random answers to the open questions, some for all lists, some for one."""
    chosen: Answers = {}
    for quirk in fields(Quirks):
        choices = quirk.metadata["choices"]
        if choices and rng.random() < 0.3:
            chosen[quirk.name] = rng.choice(choices)
    for quirk in fields(Quirks):
        if quirk.name in _SCOPED and rng.random() < 0.35:
            scopes = [""] if rng.random() < 0.3 else rng.sample(PATHS, rng.randrange(1, 5))
            choices = quirk.metadata["answers"]
            if quirk.name == "deleted_rows":
                # That a deletion can be undone is only known of contacts (docs: alegra-api 3.1).
                choices = [it for it in choices if it != "still_there"]
            chosen[quirk.name] = ",".join(
                f"{scope}:{rng.choice(choices)}" if scope else rng.choice(choices)
                for scope in scopes
            )
    if any(it in str(chosen.get("totals")) for it in ("missing", "low")):
        # A short page that no total belies can't be told from the end.
        chosen["pages"] = rng.choice(("full", "empty"))
    if rng.random() < 0.15:
        undone = chosen.get("deleted_rows", "404")
        chosen["deleted_rows"] = f"{undone},contacts:still_there"
    if "filters" in chosen:
        chosen["filters"] = ",".join((str(chosen["filters"]), *_DOCUMENTED))
    if rng.random() < 0.4:
        day = today - timedelta(days=rng.randrange(1, 900))
        scope = rng.choice(("", *(f"{path}:" for path in PATHS if path != "contacts")))
        chosen["mixed_ids"] = f"{scope}{day}"
    if rng.random() < 0.3:
        chosen["rate_limit_headers"] = rng.choice(("epoch", "hour", "zero", "missing", "no_limit"))
    return chosen


def is_sorted_by_id(chosen: Answers, path: str) -> bool:
    """Whether a company's list comes in the order of ids when it is asked for that."""
    name = path.strip("/")
    quirks = Quirks().with_values(chosen)
    own = getattr(quirks, f"{name.replace('-', '_')}_order_by_id", "honoured")
    return {own, quirks.of("orders", name, "*/id", f"{name}/id")} == {"honoured"}


def faults(rng: random.Random, kinds: Mapping[str, Sequence[str]]) -> list[Fault]:
    """Random faults, each of any kind of its method, on all requests or on those of one list."""
    found: list[Fault] = []
    for method, of_method in kinds.items():
        for _ in range(rng.choice((0, 1, 2, 3))):
            kind = rng.choice(of_method)
            found.append(
                {
                    "kind": kind,
                    "method": method,
                    "path": rng.choice(("", "", f"^/{rng.choice(PATHS)}")),
                    "every": rng.randrange(2, 15),
                    "times": rng.randrange(1, 12) if kind not in LASTING else 1,
                    "after": rng.randrange(10),
                }
            )
    return found


class People:
    """Who works in the company meanwhile.

    Args:
        sandbox: the company.
        rng: what they do.
    """

    def __init__(self, sandbox: SandboxProcess, rng: random.Random) -> None:
        self._sandbox = sandbox
        self._rng = rng
        self._made = 0
        self.edits = 0

    def work(self, actions: int) -> None:
        """Do something now."""
        for _ in range(actions):
            if self._rng.random() < 0.2:
                self._keep_master_data()
                continue
            path, action, id = self._something()
            # What can't be done is not done.
            with suppress(requests.HTTPError):
                self.edits += len(self._sandbox.change(action, path, id))

    def will_work(self, actions: int, requests_until_then: int) -> None:
        """Do something while a client is at work."""
        for _ in range(actions):
            path, action, id = self._something()
            after = self._rng.randrange(1, requests_until_then)
            on = self._rng.choice(("", f"^/{path}"))
            self._sandbox.schedule(after if not on else after % 6 + 1, on, action, path, id)

    def _something(self) -> tuple[str, str, str | None]:
        path = self._rng.choice(list(ACTIONS))
        action = self._rng.choice(ACTIONS[path])
        id = None
        if action in ("edit", "delete", "void") and self._rng.random() < 0.4:
            ids = [str(row["id"]) for row in self._sandbox.truth(path)]
            id = self._rng.choice(ids) if ids else None
        return path, action, id

    def _keep_master_data(self) -> None:
        """Through the API, since the company's activity knows nothing of it."""
        self._made += 1
        name = f"Nuevo {self._made}"
        path, body = self._rng.choice(
            [
                ("items", {"name": name, "price": 10, "productKey": "81112100"}),
                ("cost-centers", {"name": name, "code": f"N{self._made}"}),
                ("taxes", {"name": name, "percentage": 7, "type": "OTHER"}),
            ]
        )
        session = requests.Session()
        session.auth = self._sandbox.credentials
        with session:
            rows = [str(row["id"]) for row in self._sandbox.truth(path) if _is_ours(row)]
            if rows and self._rng.random() < 0.4:
                address = f"{self._sandbox.url}/{path}/{self._rng.choice(rows)}"
                answer = session.delete(address, timeout=60)
            else:
                answer = session.post(f"{self._sandbox.url}/{path}", json=body, timeout=60)
            self.edits += answer.ok


def _is_ours(row: Mapping[str, Any]) -> bool:
    return str(row.get("name")).startswith("Nuevo ")
