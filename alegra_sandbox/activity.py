"""Simulated activity: what people do in Alegra, one thing at a time or days of it."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from .books import DAYS_OF_PAST, Books, Changes, Impossible
from .random_values import RandomValues
from .resources import RESOURCES

ACTIONS = (
    *("create", "backdate", "pay", "settle", "open", "void"),
    *("edit", "touch_no_timestamp", "delete"),
)
"""What can happen to a record; a resource's method of that name does it."""

LEAST_A_DAY = 0.07
"""Even a small company sees each event about twice a month."""

Happened = dict[str, dict[str, int]]
"""How often what happened, by resource and action."""


def perform(books: Books, action: str, path: str, id: int | None) -> Changes:
    """Do one of `ACTIONS` to a record, None to choose one; what is different afterwards.

    Raises:
        Impossible: no such action or resource, or nothing to do it to.
    """
    if action not in ACTIONS:
        raise Impossible(f"no action {action!r}; there are {', '.join(ACTIONS)}")
    if path not in RESOURCES:
        raise Impossible(f"no resource {path!r}; there are {', '.join(RESOURCES)}")
    act: Callable[[Books, int | None], Changes] | None = getattr(RESOURCES[path], action, None)
    if act is None:
        raise Impossible(f"{path}: there is no {action!r} of them")
    return act(books, id)


def advance(books: Books, days: int) -> Happened:
    """Let days pass: new documents, payments, edits, voids and deletions."""
    happened: dict[str, Counter[str]] = {}
    for _ in range(days):
        books.today += timedelta(days=1)
        for path, action, expected in _events(books):
            random = RandomValues(books.seed, "day", books.today.toordinal(), path, action)
            for _ in range(int(expected) + random.chance(expected % 1)):
                try:
                    perform(books, action, path, None)
                except Impossible:
                    break
                happened.setdefault(path, Counter())[action] += 1
    return {path: dict(counts) for path, counts in happened.items()}


def _events(books: Books) -> list[tuple[str, str, float]]:
    """What a day brings of each action: documents as before, the rest in step with invoices."""
    invoices = books.counts["invoices"] / DAYS_OF_PAST
    events = []
    for path, resource in RESOURCES.items():
        if path in books.counts:
            events.append((path, "create", books.counts[path] / DAYS_OF_PAST))
        for action, share in resource.events.items():
            events.append((path, action, max(LEAST_A_DAY, share * invoices)))
    return events
