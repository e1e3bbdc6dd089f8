"""Changes that happen while a client is reading, after so many of its requests."""

import re
from dataclasses import dataclass, field

from .activity import perform
from .books import Books, Changes, Impossible


@dataclass
class Scheduled:
    """A change to come.

    Attributes:
        after_requests: how many matching requests are answered before it.
        path: regular expression searched in the path below the API's base.
        change: action, resource and id, see `perform`.
        answered: matching requests so far.
    """

    after_requests: int
    path: str
    change: tuple[str, str, int | None]
    answered: int = 0

    def __post_init__(self) -> None:
        try:
            re.compile(self.path)
        except re.error as error:
            raise ValueError(f"path: {error}") from error


@dataclass
class Schedule:
    """What is to come.

    Attributes:
        books: of the company that it happens to.
        waiting: what is still to come.
        happened: what is different because of it so far.
        failed: why what could not be done could not.
    """

    books: Books
    waiting: list[Scheduled] = field(default_factory=list)
    happened: Changes = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def request_answered(self, path: str) -> None:
        """Count a request, and do what was waiting for it."""
        for scheduled in [it for it in self.waiting if re.search(it.path, path)]:
            scheduled.answered += 1
            if scheduled.answered >= scheduled.after_requests:
                self.waiting.remove(scheduled)
                try:
                    self.happened += perform(self.books, *scheduled.change)
                except Impossible as error:
                    self.failed.append(str(error))
