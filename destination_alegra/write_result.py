"""What became of a record: it ends as `Written`, `AlreadyThere` or `Rejected`, and as one of them.

`Unknown` is no end: the record is looked for, and has one of the others, or is sent again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from alegra_unified.problem import Problem


@dataclass(frozen=True, slots=True)
class Written:
    """The record was created, changed or taken back; in a dry run, it would have been.

    Attributes:
        identifier: Alegra's id of it.
        row: Alegra's record as it is now, as far as Alegra told.
        differences: what Alegra holds otherwise than the record says, or changed unasked.
    """

    identifier: str
    row: Mapping[str, Any] = field(default_factory=dict)
    differences: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class AlreadyThere:
    """Nothing had to be changed: what the record says is so in Alegra.

    Attributes:
        identifier: Alegra's id of it; None where it was to be taken back and is not there.
    """

    identifier: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """The record can't be written as it is.

    Attributes:
        problems: what is wrong with it, as far as it was found; at least one.
        code: Alegra's own error code, where Alegra refused it.
        message: Alegra's own words.
    """

    problems: Sequence[Problem]
    code: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """A request was sent, and nothing tells whether it had an effect.

    Attributes:
        before: what stood there before; None for what was to be created.
        failure: what is to be said should it end so each time, where Alegra itself said that it
            failed, for which the record may be the reason; None where the record can't be it.
    """

    before: Mapping[str, Any] | None = None
    failure: Rejected | None = None


WriteResult = Written | AlreadyThere | Rejected | Unknown
