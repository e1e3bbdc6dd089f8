"""Changes that happen while a client is reading, after so many of its requests."""

import re
from dataclasses import dataclass

from .activity import perform
from .books import Books
from .changes import Changes, Impossible


@dataclass
class Scheduled:
    """A change to come.

    Attributes:
        after_requests: how many matching requests are answered before it.
        path: regular expression searched in the path below the API's base.
        action: what is done.
        resource: to which resource.
        id: to which record; None to choose.
        answered: matching requests so far.
    """

    after_requests: int
    path: str
    action: str
    resource: str
    id: int | None
    answered: int = 0


class Schedule:
    """What is to come.

    Args:
        books: of the company that it happens to.

    Attributes:
        happened: what is different because of it so far.
        failed: why what could not be done could not.
    """

    def __init__(self, books: Books) -> None:
        self._books = books
        self._waiting: list[Scheduled] = []
        self.happened: Changes = []
        self.failed: list[str] = []

    def add(self, scheduled: Scheduled) -> None:
        """Plan a change.

        Raises:
            ValueError: the path is no regular expression.
        """
        try:
            re.compile(scheduled.path)
        except re.error as error:
            raise ValueError(f"path: {error}") from error
        self._waiting.append(scheduled)

    def request_answered(self, path: str) -> None:
        """Count a request, and do what was waiting for it."""
        for scheduled in [it for it in self._waiting if re.search(it.path, path)]:
            scheduled.answered += 1
            if scheduled.answered >= scheduled.after_requests:
                self._waiting.remove(scheduled)
                try:
                    self.happened += perform(
                        self._books, scheduled.action, scheduled.resource, scheduled.id
                    )
                except Impossible as error:
                    self.failed.append(str(error))

    @property
    def waiting(self) -> int:
        """How many changes are still to come."""
        return len(self._waiting)
