"""One of Alegra's lists, asked and read: what an answer proves, and what is read where it does not.

An answer that holds a record proves that it is there. That a record is not there is proved by a
list that was read to its end, or by a look-up, where all of this holds:

- Its answer was read to its end, and each row in it fits what was asked. A filter that Alegra does
  not know is ignored, so that rows come that do not fit (docs: alegra-api 1.4). One that shows so,
  or is refused, is not used again. An answer without rows says that it counts none; a bare one may
  be a failure.
- The filter was seen to find: in this sync it brought a row that fits. Where it has not yet, it is
  asked for a row that is known to stand there. An ignored filter never gives an empty answer, but
  one that looks into another column than is thought might.
"""

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from alegra_api.errors import RequestRefused
from alegra_api.page import PAGE_SIZE
from alegra_api.paging.pager import Pager
from alegra_api.paging.pages import is_whole
from alegra_api.rows import Row, Rows
from alegra_unified.resource import Resource

from .known_records import KnownRecords
from .look_up_plan import LookUpPlan, price_of
from .read_after_write import ReadAfterWriteDelay

logger = logging.getLogger("airbyte")


class Question(NamedTuple):
    """A filter of a list and the value that is asked for.

    Attributes:
        parameter: query parameter.
        value: as it goes out.
    """

    parameter: str
    value: str


class ListReading:
    """A list that is read as far as it is worth it.

    Args:
        pager: reads it.
        rows: its rows in pages; nothing is asked before the first of them is taken.
        take: is given each page.
        is_counted: whether an answer tells how long the list is. Otherwise it is at least as long
            as was seen.

    Attributes:
        is_finished: whether it was read to its end.
        price: requests that it costs at least, what was read included.
    """

    def __init__(
        self,
        pager: Pager,
        rows: Iterator[Rows],
        take: Callable[[Rows], None],
        is_counted: bool,
    ) -> None:
        self._pager = pager
        self._rows = rows
        self._take = take
        self._is_counted = is_counted
        self._pages = 0
        self.is_finished = False
        self.price = 1

    @property
    def is_priced(self) -> bool:
        """Whether reading on would tell nothing more about the price."""
        return self.is_finished or (self._is_counted and self._pages > 0)

    def read_on(self) -> None:
        """Read a page; to the end, where there is no other."""
        rows = next(self._rows, None)
        if rows is None:
            self.is_finished = True
            return
        self._pages += 1
        self._take(rows)
        if not self._is_counted:
            self.price = self._pages + 1
        elif self._pages == 1:
            counted = self._pager.counted
            is_short = counted is None and len(rows) < PAGE_SIZE
            self.price = price_of(len(rows) if is_short else counted)
            if self.price == 1:
                self.finish()

    def finish(self) -> None:
        """Read what is left."""
        while not self.is_finished:
            self.read_on()


class RemoteList(ABC):
    """What is known of a list, and how more is found out.

    Args:
        resource: what stands in it.
        pager: reads it.
        delay: is let pass before the first read.
    """

    def __init__(self, resource: Resource, pager: Pager, delay: ReadAfterWriteDelay) -> None:
        self._resource = resource
        self._pager = pager
        self._delay = delay
        self._known = KnownRecords(resource)
        self._is_read_whole = False
        self._whole = self._reading(self._all_rows())
        self._examples: Rows = []
        self._look_ups = 0
        self._answered: set[Question] = set()
        self._useless: set[str] = set()
        self._proved: set[str] = set()

    def find(self, field: str, value: str) -> set[str]:
        """Ids of the records that are known and that a field's value stands for."""
        return self._known.find((field, value))

    def row(self, identifier: str) -> Row | None:
        """A record of master data, if it is known."""
        return self._known.row(identifier)

    def add(self, row: Mapping[str, Any]) -> None:
        """Remember a record that was written."""
        self._known.take([dict(row)])

    def discard(self, identifier: str) -> None:
        """Forget a record that was taken back."""
        self._known.discard(identifier)

    @abstractmethod
    def _fits(self, question: Question, row: Row) -> bool:
        """Whether a row may be among the answers to a question."""

    @abstractmethod
    def _question_for(self, parameter: str, row: Row) -> Question | None:
        """What finds a row by a parameter; None where nothing does."""

    def _reading(self, rows: Iterator[Rows], is_counted: bool = True) -> ListReading:
        return ListReading(self._pager, rows, self._take, is_counted)

    def _all_rows(self) -> Iterator[Rows]:
        self._delay.after_start()
        doubts = len(self._pager.doubts)
        yield from self._pager.everything()
        self._is_read_whole = len(self._pager.doubts) == doubts

    @property
    def _is_doubtful(self) -> bool:
        """Whether the whole list was read and not proved whole, so that look-ups may find more.

        What those do not find either may stand there all the same.
        """
        return self._whole.is_finished and not self._is_read_whole

    def _take(self, rows: Rows) -> None:
        self._examples = self._examples or rows
        self._known.take(rows)

    def _plan(self, count: int, lists: Sequence[ListReading]) -> LookUpPlan:
        """Whether to look up some values or to read lists; asks for sizes as far as is needed."""
        while True:
            plan = LookUpPlan(count, sum(it.price for it in lists), self._look_ups)
            unpriced = next((it for it in lists if not it.is_priced), None)
            if plan.is_by_look_ups or unpriced is None:
                return plan
            unpriced.read_on()

    def _prefers_look_ups(self, count: int, lists: Sequence[ListReading]) -> bool:
        """Whether to look up some values instead of reading lists, which is told then."""
        plan = self._plan(count, lists)
        if plan.look_ups and plan.pages and plan.look_ups != plan.pages:
            logger.info(f"Stream {self._resource.name}: {plan}.")
        return plan.is_by_look_ups

    def _ask(self, questions: Collection[Question], lists: Sequence[ListReading]) -> None:
        """Look values up, as long as Alegra keeps to the filter.

        Answers of several pages are read where that is cheaper than the lists, and where those are
        in doubt.
        """
        asked = [it for it in questions if it not in self._answered]
        self._delay.after_start()
        long: dict[Question, int] = {}
        # Whether a filter is ignored shows by the first answer; the others are had side by side.
        for batch in (asked[:1], asked[1:]):
            wanted = [it for it in batch if it.parameter not in self._useless]
            self._look_ups += len(wanted)
            pages = self._pager.answers([{it.parameter: it.value} for it in wanted])
            for question, page in zip(wanted, pages, strict=True):
                if page is None:
                    self._useless.add(question.parameter)
                elif not page.rows and page.total != 0:
                    continue
                elif is_whole(page) or not self._fit(question, page.rows):
                    self._learn(question, page.rows)
                else:
                    long[question] = price_of(page.total)
        if long and (self._is_doubtful or self._prefers_look_ups(sum(long.values()), lists)):
            for question in long:
                self._read_answer(question)

    def _read_answer(self, question: Question) -> None:
        """Read a long answer to its end."""
        doubts = len(self._pager.doubts)
        rows: Rows = []
        try:
            for page in self._pager.everything(filters={question.parameter: question.value}):
                rows += page
        except RequestRefused:
            self._useless.add(question.parameter)
        if len(self._pager.doubts) == doubts:
            self._learn(question, rows)

    def _learn(self, question: Question, rows: Rows) -> None:
        """Take an answer that was read to its end; without its rows where they show no filter."""
        if not self._fit(question, rows):
            self._useless.add(question.parameter)
            return
        if any(self._question_for(question.parameter, row) is not None for row in rows):
            self._proved.add(question.parameter)
        self._known.take(rows)
        self._answered.add(question)

    def _fit(self, question: Question, rows: Rows) -> bool:
        return all(self._fits(question, row) for row in rows)

    def _is_answered(self, question: Question) -> bool:
        """Whether a record that a question did not bring is not there."""
        return question in self._answered and self._finds(question.parameter)

    def _finds(self, parameter: str) -> bool:
        """Whether a filter finds what stands there; it is tried where that was not seen yet."""
        if parameter not in self._proved | self._useless:
            self._try(parameter)
        return parameter in self._proved - self._useless

    def _try(self, parameter: str) -> None:
        """Ask for a row that is known to stand there."""
        if not self._examples:
            self._whole.read_on()
        asked = (self._question_for(parameter, row) for row in self._examples)
        question = next((it for it in asked if it is not None), None)
        if question is None:
            return
        (page,) = self._pager.answers([{parameter: question.value}])
        rows = [] if page is None else page.rows
        finds = bool(rows) and self._fit(question, rows)
        (self._proved if finds else self._useless).add(parameter)
