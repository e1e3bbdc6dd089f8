"""The plan before the look: single look-ups, or lists page by page, whichever asks less of Alegra.

What is scarce is requests: 150 a minute for each user (docs: alegra-api 1.2), shared with whatever
else the company connected. The cost model:

- A look-up costs one request for each value that is asked for. What Alegra's "contains" adds to the
  answer fits on its page, as a rule; an answer of several pages costs what such a list does.
- A list costs a request for each full page of 30 rows and one more, as a full page does not tell
  that it is the last one: 29 rows are 1, 3,000 are 101.
- A list's first page tells its size and is part of its price. So a size costs a request only where
  look-ups turn out to be cheaper, and none where there are not more values than lists: each list
  costs one at least.
- Alegra stops counting at 10,000 rows; a list whose size is not told counts as that long.
- The look-ups of a sync add up. Past the price of the lists, these are read; so that a sync of many
  small states costs less than twice the cheaper way.

The plan says what is cheaper, never what is true: whoever carries it out makes sure that an answer
proves what is concluded from it, and turns to the lists where it does not.
"""

from dataclasses import dataclass

from alegra_api.page import PAGE_SIZE
from alegra_api.paging.pages import COUNTED_UP_TO


def price_of(rows: int | None) -> int:
    """Requests that a list costs.

    Args:
        rows: how many it has; None where Alegra does not say.
    """
    return (COUNTED_UP_TO if rows is None else rows) // PAGE_SIZE + 1


@dataclass(frozen=True, slots=True)
class LookUpPlan:
    """Two ways to the same answers, in requests.

    Attributes:
        look_ups: values to ask for one by one.
        pages: what reading the lists costs at least, as far as their sizes are known.
        made: look-ups that were made before instead of reading the same lists.
    """

    look_ups: int
    pages: int
    made: int = 0

    @property
    def is_by_look_ups(self) -> bool:
        """Whether to ask for the values one by one."""
        return not self.look_ups or self.made + self.look_ups <= self.pages

    def __str__(self) -> str:
        look_ups = f"{self.look_ups} look-up{'s' if self.look_ups > 1 else ''}"
        pages = f"{self.pages} page{'s' if self.pages > 1 else ''}"
        first, second = (look_ups, pages) if self.is_by_look_ups else (pages, look_ups)
        return f"{first} instead of {second}"
