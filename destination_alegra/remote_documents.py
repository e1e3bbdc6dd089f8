"""Documents as they stand in Alegra: found by the markers in their notes."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from alegra_api.errors import RequestRefused
from alegra_api.paging.pager import Pager
from alegra_api.rows import Row, Rows
from alegra_unified.fields import inside, readable
from alegra_unified.marker import NOTES, join
from alegra_unified.resource import Resource
from alegra_unified.synchronization import DocumentChanges

from .read_after_write import ReadAfterWriteDelay
from .remote_list import ListReading, Question, RemoteList


class Sought(NamedTuple):
    """A document of which it is to be known whether it is there.

    Attributes:
        external_id: what its marker says.
        party: Alegra's id of the contact that it names; None where that is not known.
        day: when it is dated; None where that is not known.
        may_be_dated_otherwise: whether it may stand there with another date, as one that was
            changed may.
    """

    external_id: str
    party: str | None
    day: date | None = None
    may_be_dated_otherwise: bool = True


class RemoteDocuments(RemoteList):
    """The documents of a list.

    No parameter searches their notes but those of journals. So there are three ways to a marker:

    - a look-up for each party, ``client_id=``, which knows neither dates nor statuses; of journals
      one for each marker, ``observations=`` (docs: alegra-api 3.3 to 3.11);
    - a window: what is dated since the earliest day, and all that is open, whatever its date. That
      proves the absence of documents that are dated as they were when they were first written;
    - the whole list.
    """

    def __init__(self, resource: Resource, pager: Pager, delay: ReadAfterWriteDelay) -> None:
        super().__init__(resource, pager, delay)
        strategy = resource.strategy
        statuses = strategy.open_statuses if isinstance(strategy, DocumentChanges) else ()
        # Drafts are few as a rule, so that their number tells less.
        self._open = [self._reading(self._with_status(it)) for it in reversed(statuses)]
        self._since: dict[date, ListReading] = {}
        self._earliest: date | None = None

    def read_window(self, day: date | None, look_ups: int | None) -> bool:
        """Read what is open, and what is dated since a day, where that is the cheaper way.

        Args:
            day: the earliest day; None where none is known.
            look_ups: how many would do instead; None where there is nothing to ask by.

        Returns:
            Whether it is read, and proved.
        """
        window = self._window(day)
        if look_ups is None or not self._plan(look_ups, window).is_by_look_ups:
            self._finish(window)
        return self._is_read_whole or not (self._window(day) or self._is_doubtful)

    def look_for(self, sought: Iterable[Sought]) -> None:
        """Make sure that it is known of documents whether they are there."""
        missing = self._missing(sought)
        self._look(missing, self._window(_earliest(missing)))

    def look_again(self, sought: Iterable[Sought]) -> None:
        """The same of documents that were sent just now, and were seen as absent before.

        Without any day they are looked for in the whole list.
        """
        missing, was_whole = list(sought), self._is_read_whole
        self._answered -= {it for it in map(self._question, missing) if it is not None}
        self._is_read_whole, self._whole = False, self._reading(self._all_rows())
        day = _earliest(missing)
        self._look(missing, [self._whole if day is None else self._reading_since(day)])
        self._is_read_whole |= was_whole and not self._is_doubtful

    def may_hide(self, sought: Iterable[Sought]) -> bool:
        """Whether documents may stand there that neither the list nor a look-up showed."""
        return self._is_doubtful and not all(map(self._is_known, sought))

    def read_open(self) -> None:
        """Make sure that all open documents are known, whosever they are."""
        self._finish(self._open)

    def _window(self, day: date | None) -> list[ListReading]:
        """What of the window is not read yet."""
        window = [it for it in self._open if not it.is_finished]
        if day is not None and (self._earliest is None or day < self._earliest):
            if day not in self._since:
                self._since[day] = self._reading_since(day)
            window.append(self._since[day])
        return window

    def _look(self, missing: list[Sought], window: list[ListReading]) -> None:
        """Look the cheaper way, and in the lists where that proves too little."""
        if not missing or self._is_read_whole:
            return
        by_look_ups = self._is_cheaper_than(window, missing)
        if not by_look_ups:
            self._finish(window)
            window = []
            missing = [
                it
                for it in self._missing(missing)
                if it.may_be_dated_otherwise or self._is_doubtful
            ]
            if not missing or self._is_read_whole:
                return
            by_look_ups = self._is_cheaper_than([self._whole], missing)
        lists = [self._whole] if any(it.may_be_dated_otherwise for it in missing) else window
        if by_look_ups:
            self._ask(sorted(self._questions(missing)), lists)
        if not all(map(self._is_known, missing)):
            self._finish(lists)
        if self._is_doubtful:
            self._ask(sorted(self._questions(self._missing(missing))), [])

    def _is_cheaper_than(self, lists: list[ListReading], missing: list[Sought]) -> bool:
        """Whether look-ups, where there is something to ask by, are cheaper than lists."""
        if not all(map(self._question, missing)):
            return False
        return self._prefers_look_ups(len(self._questions(missing)), lists)

    def _finish(self, lists: list[ListReading]) -> None:
        for reading in lists:
            if not self._is_read_whole:
                reading.finish()

    def _missing(self, sought: Iterable[Sought]) -> list[Sought]:
        return [it for it in sought if not self.find("external_id", it.external_id)]

    def _is_known(self, sought: Sought) -> bool:
        """Whether it is known of a document whether it is there."""
        question = self._question(sought)
        is_there = bool(self.find("external_id", sought.external_id))
        return is_there or (question is not None and self._is_answered(question))

    def _questions(self, sought: Iterable[Sought]) -> set[Question]:
        asked = {it for it in map(self._question, sought) if it is not None}
        return asked - self._answered

    def _question(self, sought: Sought) -> Question | None:
        """What brings a document; None where there is nothing to ask by."""
        if self._resource.listing.searches_notes:
            question = Question(NOTES, str(join(None, sought.external_id)))
        elif sought.party is not None:
            question = Question("client_id", sought.party)
        else:
            return None
        return None if question.parameter in self._useless else question

    def _fits(self, question: Question, row: Row) -> bool:
        if question.parameter == NOTES:
            return question.value in str(row.get(NOTES))
        return _party_of(row) in (question.value, None)

    def _question_for(self, parameter: str, row: Row) -> Question | None:
        if parameter == NOTES:
            # Less than all of them, so that it shows that a part is found.
            notes = row.get(NOTES)
            return Question(NOTES, notes[1:]) if isinstance(notes, str) and notes[1:] else None
        party = _party_of(row)
        return None if party is None else Question(parameter, party)

    def _with_status(self, status: str) -> Iterator[Rows]:
        """Rows of a status; the whole list where Alegra filters by none or that is in doubt."""
        self._delay.after_start()
        doubts = len(self._pager.doubts)
        try:
            for rows in self._pager.everything(filters={"status": status}, closing=False):
                yield rows
                if any(row.get("status") != status for row in rows):
                    break
            else:
                if len(self._pager.doubts) == doubts:
                    return
        except RequestRefused:
            pass
        self._whole.finish()

    def _reading_since(self, day: date) -> ListReading:
        is_counted = self._resource.listing.filters_by_date
        return self._reading(self._dated_since(day), is_counted)

    def _dated_since(self, day: date) -> Iterator[Rows]:
        """Rows dated since a day; everything where that reading was not proved whole."""
        self._delay.after_start()
        doubts = len(self._pager.doubts)
        yield from self._pager.dated_since(day)
        self._earliest = min(day, self._earliest or day)
        if len(self._pager.doubts) > doubts:
            self._whole.finish()


def _earliest(sought: Iterable[Sought]) -> date | None:
    return min((it.day for it in sought if it.day is not None), default=None)


def _party_of(row: Row) -> str | None:
    """Alegra's id of the contact that a document names; None where that can't be told."""
    for key in ("client", "provider"):
        identifier = readable(inside, row, key, "id")
        if identifier not in (None, ""):
            return str(identifier)
    return None
