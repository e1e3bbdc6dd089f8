"""Master data as it stands in Alegra: contacts, items, accounts and the like."""

from collections.abc import Iterable, Iterator

from alegra_api.errors import RequestRefused, UnknownForm
from alegra_api.rows import Row, Rows

from .incoming import FieldValue
from .remote_list import Question, RemoteList


class RemoteMasterData(RemoteList):
    """The records of a list without dates.

    What a parameter of the list searches (`Writing.searches`) is looked up by that or found in the
    whole list, whichever is cheaper; anything else is found in the whole list only. So are external
    ids: nothing searches the notes of contacts (docs: alegra-api 3.1).
    """

    def look_up(self, names: Iterable[FieldValue], again: bool = False) -> None:
        """Make sure that it is known what some names stand for.

        Args:
            names: fields, `external_id` among them, and their values.
            again: whether to look anew at what was seen before.
        """
        wanted = {name: self._questions(name) for name in sorted(set(names))}
        was_whole = self._is_read_whole
        if again:
            self._answered.difference_update(*wanted.values())
            self._is_read_whole = False
            self._whole = self._reading(self._all_rows())
        if all(wanted.values()):
            self._look_up_each(wanted)
        if not self._is_read_whole and not all(self._is_known(*it) for it in wanted.items()):
            self._whole.finish()
            if self._is_doubtful:
                missing = [asked for name, asked in wanted.items() if not self.find(*name)]
                self._ask([it for asked in missing for it in asked], [])
        self._is_read_whole |= was_whole and not self._is_doubtful

    def may_hide(self, names: Iterable[FieldValue]) -> bool:
        """Whether one of some names may stand there that neither the list nor a look-up showed."""
        return self._is_doubtful and not all(
            self.find(*name) or self._is_known(name, self._questions(name)) for name in names
        )

    def read_row(self, identifier: str) -> Row | None:
        """A record by its id, read where it is not known; None where it can't be read."""
        known = self.row(identifier)
        if known is not None or self._is_read_whole:
            return known
        if not self._searches or not self._prefers_look_ups(1, [self._whole]):
            self._whole.finish()
            return self.row(identifier)
        self._look_ups += 1
        self._delay.after_start()
        try:
            row = self._pager.one(identifier)
        except (RequestRefused, UnknownForm):
            return None
        self._known.take([] if row is None else [row])
        return self.row(identifier)

    def _look_up_each(self, wanted: dict[FieldValue, list[Question]]) -> None:
        """Ask in one form after the other for what was not found in those before."""
        for form in range(max(map(len, wanted.values()), default=0)):
            asked = {
                questions[form]
                for name, questions in wanted.items()
                if form < len(questions) and not self._is_found(name, questions)
            }
            asked -= self._answered
            if self._is_read_whole or not asked:
                continue
            if not self._prefers_look_ups(len(asked), [self._whole]):
                self._whole.finish()
                return
            self._ask(sorted(asked), [self._whole])

    def _is_found(self, name: FieldValue, questions: list[Question]) -> bool:
        """Whether a record was found by a name that was asked for, so that others are as well."""
        return bool(self.find(*name)) and not self._answered.isdisjoint(questions)

    def _is_known(self, name: FieldValue, questions: list[Question]) -> bool:
        """Whether it is known what a name stands for, if anything."""
        if self._is_found(name, questions):
            return True
        return bool(questions) and all(map(self._is_answered, questions))

    @property
    def _searches(self) -> dict[str, str]:
        """Parameters that search, by the field whose values they find."""
        writing = self._resource.writing
        return {} if writing is None else {it: s.parameter for it, s in writing.searches.items()}

    def _questions(self, name: FieldValue) -> list[Question]:
        """What is to be asked for a name, one after the other; nothing where no filter finds it."""
        field, value = name
        writing = self._resource.writing
        search = None if writing is None else writing.searches.get(field)
        if search is None or search.parameter in self._useless:
            return []
        return [Question(search.parameter, form) for form in search.forms(value)]

    def _fits(self, question: Question, row: Row) -> bool:
        """Whether the key holds what was asked for; how Alegra separates it is of no account."""
        found = self._question_for(question.parameter, row)
        return found is not None and _compact(question.value) in _compact(found.value)

    def _question_for(self, parameter: str, row: Row) -> Question | None:
        writing = self._resource.writing
        keys = {} if writing is None else writing.keys_of(row)
        fields = (field for field, it in self._searches.items() if it == parameter)
        value = next((keys[field] for field in fields if field in keys), None)
        return None if value is None else Question(parameter, value)

    def _all_rows(self) -> Iterator[Rows]:
        arrange = self._resource.arrange
        if arrange is None:
            yield from super()._all_rows()
        else:
            yield arrange([row for rows in super()._all_rows() for row in rows])


def _compact(value: str) -> str:
    return "".join(filter(str.isalnum, value)).casefold()
