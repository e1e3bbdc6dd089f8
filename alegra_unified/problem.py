"""Why a record can't be written."""

from typing import NamedTuple


class Problem(NamedTuple):
    """The field of the unified record, and the rule it breaks, as the rest of a sentence."""

    field: str
    rule: str
