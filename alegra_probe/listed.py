"""What was seen of one list; no page is asked for twice unless that is the question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from alegra_api.client import Answer
from alegra_api.errors import ErrorEnvelope
from alegra_api.listing import Listing
from alegra_api.page import PAGE_SIZE, Page
from alegra_api.rows import Rows, row_id
from alegra_unified.resource import Resource

from .account import Account


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a request for a part of a list.

    Attributes:
        answer: as it came.
        start: the place that was asked for.
        limit: the most rows that were asked for.
        rows: the rows that it holds; none where it is an error.
        is_refused: whether Alegra refuses what was asked.
        key: the field that tells rows apart.
    """

    answer: Answer
    start: int
    limit: int
    rows: Rows
    is_refused: bool
    key: str

    @classmethod
    def of(cls, answer: Answer, listing: Listing, start: int, limit: int) -> "Reply":
        """The reply that an answer is."""
        is_refused = answer.status >= 300 or ErrorEnvelope.in_success(answer.body) is not None
        page = None if is_refused else Page.of(answer.body, listing.path)
        rows = [] if page is None else page.rows
        return cls(answer, start, limit, rows, is_refused, listing.key)

    @property
    def ids(self) -> list[str]:
        """The ids of the rows, in their order."""
        return [row_id(row, self.key) or "" for row in self.rows]

    @property
    def total(self) -> Any:
        """How many rows Alegra counts, in its own form; None where it says nothing."""
        body = self.answer.body if isinstance(self.answer.body, dict) else {}
        metadata = body.get("metadata")
        return metadata.get("total") if isinstance(metadata, dict) else body.get("total")

    @property
    def count(self) -> int | None:
        """The total as a number; None where it is none."""
        total = str(self.total)
        return int(total) if total.isascii() and total.isdigit() else None


class Listed:
    """One list of an account.

    Args:
        account: whose it is.
        resources: the resources that are read from it.

    Attributes:
        kind: the parameter without which the list is refused; empty where it is not.
    """

    def __init__(self, account: Account, resources: Sequence[Resource]) -> None:
        self.account = account
        self.resources = resources
        self.listing = resources[0].listing
        self.path = self.listing.path
        self.name = self.path.strip("/")
        self.is_dated = resources[0].is_dated
        self.kind: Mapping[str, str] = {}
        self._widening = self.listing.widening

    def ask(
        self, parameters: Mapping[str, str] | None = None, start: int = 0, limit: int = PAGE_SIZE
    ) -> Reply:
        """A part of the list; parameters come beside those that the connectors send.

        Raises:
            NoRequestsLeft, CredentialsRefused, TransientError: see `Account.ask`.
        """
        asked = {**self.listing.parameters, **self._widening, **self.kind, "metadata": "true"}
        return self.asked({**asked, **(parameters or {})}, start, limit)

    @property
    def refuses_widening(self) -> bool:
        """Whether the list is refused when it is asked to tell more."""
        return bool(self.first.rows and self.listing.widening and not self._widening)

    def asked(self, parameters: Mapping[str, str], start: int = 0, limit: int = PAGE_SIZE) -> Reply:
        """A part of the list, asked for with these parameters alone."""
        places = {"start": str(start), "limit": str(limit)}
        answer = self.account.ask(self.path, {**parameters, **places})
        return Reply.of(answer, self.listing, start, limit)

    @cached_property
    def ordered(self) -> Reply:
        """The first page, newest id first as far as the list sorts by id."""
        order = {"order_field": self.listing.key, "order_direction": "DESC"}
        reply = self.ask(order)
        if reply.answer.status == 400 and self._widening:
            widening, self._widening = self._widening, {}
            reply = self.ask(order)
            if reply.is_refused:
                self._widening = widening
        if reply.answer.status == 400 and self.listing.by_kind is not None:
            name, kinds = self.listing.by_kind
            self.kind = {name: kinds[0]}
            reply = self.ask(order)
        return reply

    @cached_property
    def first(self) -> Reply:
        """The first page, in whichever order it can be had."""
        return self.ask() if self.ordered.answer.status == 400 else self.ordered

    @cached_property
    def oldest(self) -> Reply | None:
        """From the second-oldest row on, unwrapped; None where the first page shows all there is.

        Few documents are asked for too: what comes first unasked may be the newest as well.
        """
        if not self.is_dated and len(self.first.rows) < PAGE_SIZE and not self._has_more:
            return None
        if self.resources[0].is_native:
            # There are many such lists, and few requests.
            return None
        order = {"order_field": self.listing.key, "order_direction": "ASC"}
        return self.asked(
            {**self.listing.parameters, **self._widening, **self.kind, **order}, start=1
        )

    @property
    def _has_more(self) -> bool:
        return self.count is not None and self.count > len(self.first.rows)

    @cached_property
    def end(self) -> Reply:
        """The last place that the total counts, and the one behind it; asked once more if empty."""
        place = (self.count or 1) - 1
        reply = self.ask(start=place, limit=2)
        return reply if reply.rows else self.ask(start=place, limit=2)

    @cached_property
    def unsorted(self) -> Reply:
        """The first page when no order is asked for."""
        return self.ask()

    @property
    def count(self) -> int | None:
        """How many rows Alegra counts; None where it says no number."""
        return self.first.count

    @property
    def rows(self) -> Rows:
        """All rows that were seen, as far as they are objects, each once."""
        replies = [self.first, *([self.oldest] if self.oldest is not None else [])]
        rows = [row for reply in replies for row in reply.rows if "" not in row]
        key = self.listing.key
        return list({row_id(row, key) or str(at): row for at, row in enumerate(rows)}.values())
