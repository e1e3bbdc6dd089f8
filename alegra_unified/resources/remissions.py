"""Remissions: notes that go with goods before they are invoiced (docs: alegra-api 11.2).

Their list ignores an order by id or date and comes newest date first, as Alegra documents; an older
source says that it takes both. Either is seen from the answers.
"""

from typing import Any

from alegra_api.listing import Listing

from ..company import Company
from ..fields import WRITTEN, Draft, ReadOnly, Row, day, decimal, part, text
from ..parts.amounts import CALCULATED
from ..parts.documents import not_created
from ..parts.native import (
    Currency,
    ItemLine,
    NamedPriceList,
    NamedSeller,
    NamedWarehouse,
    cost_center,
    customer,
    incomplete_lines,
    last_status,
    lines_of,
)
from ..problem import Problem
from ..records import NativeDocument
from ..resource import Resource
from ..synchronization import DocumentChanges
from ..writing import Removal, Writing
from ..written_form import document_form

_IN_LISTS_ONLY = "Alegra shows it in its list only"


def _may_be_held(held: Any, department: Draft) -> bool:
    """A remission that is read by its id shows no cost centre (docs: alegra-api 11.2)."""
    return held is None or bool(held.get("id") == department.get("id"))


class Remission(NativeDocument):
    """One delivery."""

    number = text(write=ReadOnly("Alegra numbers remissions", compared=False))
    document_name = text(write=WRITTEN)
    date = day(required=True, write=WRITTEN)
    due_date = day(required=True, write=WRITTEN)
    status = last_status(
        "open, void, or closed, which it is once it is invoiced",
        write=ReadOnly("What is created is open"),
    )
    client = customer(required=True, write=WRITTEN)
    seller = part(NamedSeller, write=WRITTEN)
    price_list = part(NamedPriceList, write=WRITTEN)
    warehouse = part(NamedWarehouse, write=WRITTEN)
    cost_center = cost_center(
        meaning="Shown in lists only: null in a version that was read by its id.",
        write=WRITTEN,
        same=_may_be_held,
        coarse=f"is kept as far as is known; {_IN_LISTS_ONLY}",
    )
    currency = part(Currency, write=WRITTEN)
    items = part(ItemLine, many=True, required=True, write=lines_of(ItemLine))
    total = decimal(write=CALCULATED)
    observations = text(meaning="Internal notes, not printed.", write=WRITTEN)
    anotation = text(meaning="Note printed on the remission.", write=WRITTEN)


def _is_open(row: Row) -> bool:
    """Whether it may still be invoiced."""
    return row.get("status") == "open"


def _fixed_because(row: Row, company: Company) -> str | None:
    """A change carries what stands there, and a cost centre can't be seen to be carried."""
    return f"a change might take the cost centre away: {_IN_LISTS_ONLY}; change it in Alegra"


def _removal(row: Row, company: Company) -> Removal | Problem:
    """One that is invoiced stays; an open one is voided, as what is issued is."""
    return "void" if _is_open(row) else Problem("status", "the remission is invoiced already")


REMISSIONS = Resource(
    name="remissions",
    model=Remission,
    listing=Listing(path="/remissions", sorts_by_id=False),
    documentation="https://developer.alegra.com/reference/remissions_getremissions",
    strategy=DocumentChanges(is_open=_is_open, open_statuses=("open",)),
    writing=Writing(
        constraints=lambda draft, company: incomplete_lines(draft, "price", "quantity"),
        creation=lambda draft, company: not_created(draft, "void", "closed", "deleted"),
        form=document_form(),
        dated="date",
        fixed_because=_fixed_because,
        removal=_removal,
    ),
)
