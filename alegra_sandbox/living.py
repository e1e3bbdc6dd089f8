"""The company lives on: a day brings new documents, payments, edits, voids and deletions."""

from collections import Counter
from datetime import timedelta

from .changes import Business, Impossible
from .draws import Draws
from .founding import Company

_NEW = (
    "invoices",
    "bills",
    "estimates",
    "credit-notes",
    "debit-notes",
    "purchase-orders",
    "journals",
)

# Action, resource, how many of them for each new invoice.
_EVENTS = (
    ("pay", "invoices", 0.5),
    ("pay", "bills", 0.25),
    ("backdate", "invoices", 0.02),
    ("backdate", "bills", 0.02),
    ("backdate", "payments", 0.01),
    ("open", "invoices", 0.1),
    ("open", "bills", 0.03),
    ("edit", "invoices", 0.06),
    ("edit", "bills", 0.02),
    ("edit", "purchase-orders", 0.01),
    ("edit", "contacts", 0.1),
    ("edit", "items", 0.02),
    ("settle", "estimates", 0.06),
    ("settle", "purchase-orders", 0.03),
    ("settle", "credit-notes", 0.04),
    ("settle", "debit-notes", 0.02),
    ("void", "invoices", 0.03),
    ("void", "bills", 0.01),
    ("delete", "invoices", 0.02),
    ("delete", "bills", 0.01),
    ("delete", "estimates", 0.01),
    ("create", "contacts", 0.05),
)

_LEAST_A_DAY = 0.07
"""Even a small company sees each event about twice a month."""

Lived = dict[str, dict[str, int]]
"""How often what happened, by resource and action."""


def live(company: Company, business: Business, days: int) -> Lived:
    """Let days pass.

    Args:
        company: the company; its clock goes forward.
        business: does what happens.
        days: how many.
    """
    lived: dict[str, Counter[str]] = {}
    for _ in range(days):
        company.books.today += timedelta(days=1)
        draws = Draws(company.books.seed, "day", company.books.today.toordinal())
        events = [("create", resource, company.daily[resource]) for resource in _NEW]
        rate = company.daily["invoices"]
        events += [
            (action, resource, max(_LEAST_A_DAY, share * rate))
            for action, resource, share in _EVENTS
        ]
        for action, resource, expected in events:
            for _ in range(int(expected) + draws.chance(expected % 1)):
                try:
                    business.change(action, resource, None)
                except Impossible:
                    break
                lived.setdefault(resource, Counter())[action] += 1
    return {resource: dict(counts) for resource, counts in lived.items()}
