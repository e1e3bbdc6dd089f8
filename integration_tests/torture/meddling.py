"""People who change a company's rows while a client writes into it."""

import random
from collections.abc import Mapping, Sequence
from contextlib import suppress

import requests

from alegra_sandbox.process import SandboxProcess

Rows = Mapping[str, Sequence[str]]
"""Ids by list."""

Place = tuple[str, str]
"""List and id."""

TYPING = dict.fromkeys(
    (
        *("contacts", "invoices", "bills", "estimates", "purchase-orders", "journals"),
        *("credit-notes", "debit-notes", "payments"),
    ),
    ("edit",),
)
"""Text is added behind the notes, and so behind the marker; contacts get another name."""

DECIDING = {
    **TYPING,
    "invoices": ("edit", "pay", "void"),
    "bills": ("edit", "pay", "void"),
    "purchase-orders": ("edit", "void"),
    "payments": ("edit", "void"),
}
"""What makes documents so that they can't be changed any more, too."""


class Meddlers:
    """What people do to some rows.

    Args:
        sandbox: the company.
        rng: what they do.

    Attributes:
        touched: the rows that are not as they were because of it.
    """

    def __init__(self, sandbox: SandboxProcess, rng: random.Random) -> None:
        self._sandbox = sandbox
        self._rng = rng
        self.touched: set[Place] = set()

    def now(self, rows: Rows, verbs: Mapping[str, Sequence[str]], times: int) -> set[Place]:
        """Do something at once; to which rows it was."""
        done: set[Place] = set()
        for _ in range(times if any(rows.values()) else 0):
            action, path, id = self._something(rows, verbs)
            # What can't be done is not done.
            with suppress(requests.HTTPError):
                changed = self._sandbox.change(action, path, id)
                done |= {(it["resource"], it["id"]) for it in changed}
        self.touched |= done
        return done

    def meanwhile(self, rows: Rows, verbs: Mapping[str, Sequence[str]], times: int) -> None:
        """Do something while a client is at work."""
        for _ in range(times):
            self._sandbox.schedule(self._rng.randrange(1, 80), "", *self._something(rows, verbs))

    def stop(self) -> None:
        """Do nothing more of what was to come."""
        happened = self._sandbox.scheduled()["happened"]
        self.touched |= {(it["resource"], it["id"]) for it in happened}
        self._sandbox.reset_schedule()

    def _something(self, rows: Rows, verbs: Mapping[str, Sequence[str]]) -> tuple[str, str, str]:
        path = self._rng.choice([it for it in verbs if rows.get(it)])
        return self._rng.choice(verbs[path]), path, self._rng.choice(rows[path])
