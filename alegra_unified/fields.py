"""Fields of the unified model, each declared once.

A declaration says what a field is, where Alegra keeps it, how it is read when that takes more than
a path, whether and how it is written, and what it means. Reading, drafts, bodies, comparison, JSON
schemas and documentation follow from it; see `records`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .company import Company
from .kinds import (
    BOOLEAN,
    DAY,
    DECIMAL,
    INTEGER,
    JSON_ARRAY,
    JSON_OBJECT,
    JSON_VALUE,
    MIDNIGHT,
    MOMENT,
    TEXT,
    Kind,
    Unreadable,
    one_of,
)

if TYPE_CHECKING:
    from .records import Part

Row = Mapping[str, Any]
"""A record of Alegra's, or an object inside one."""

Draft = dict[str, Any]
"""The named values of a record to write, each in the canonical form of its kind."""

Body = dict[str, Any]
"""What Alegra gets."""


@dataclass(frozen=True, slots=True)
class Written:
    """The field goes into Alegra.

    Attributes:
        build: the part of the body that a value becomes; merged with those of the other fields.
            None puts it where it is read.
        change: like `build`, in the change of a record that stands there; the draft is then the
            whole record as it is to be. None builds the same.
    """

    build: Callable[[Any, Draft, Company], Body] | None = None
    change: Callable[[Any, Draft, Company], Body] | None = None


@dataclass(frozen=True, slots=True)
class ReadOnly:
    """The field is accepted, so that what was read can be sent back, and is not written.

    Attributes:
        rule: why not.
        compared: whether it is told when Alegra holds another value; ids and moments of another
            company's books are not worth a word.
    """

    rule: str
    compared: bool = True


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that gives the field is rejected.

    Attributes:
        rule: why, and what to do instead.
    """

    rule: str


Write = Written | ReadOnly | Refused

WRITTEN = Written()
FILLED_BY_ALEGRA = ReadOnly("Alegra fills it by itself", compared=False)
SET_IN_ALEGRA = ReadOnly("It is set in Alegra, which documents no way to write it")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record, or of a part of one.

    Attributes:
        kind: the kind of its values; of an object or of the elements of a list, the part.
        many: whether it is a list of parts.
        path: where Alegra keeps it: keys from the record (or the embedded object) on.
        read: how Alegra's value is found where that takes more than a path.
        constant: the one value that it always has; Alegra says nothing of it.
        words: of a `word`, Alegra's words and what they mean.
        write: what becomes of it in a record to write; None leaves it to the part.
        required: whether Alegra refuses to create a record without it.
        only_drafts: whether only records to write have it.
        rule: why a value can't be written beside the others of its record; None when it can.
        same: whether Alegra holds a written value, where that is more than being equal.
        coarse: what Alegra can't tell of a value that is `same` without being equal.
        held: what Alegra holds of it, for comparison, where reading leaves more open than that.
        meaning: what it is, for documentation and schemas.
    """

    kind: "Kind | type[Part]"
    many: bool = False
    path: tuple[str, ...] = ()
    read: Callable[[Any, Company], Any] | None = None
    constant: str | None = None
    words: Mapping[str, Any] | None = None
    write: Write | None = None
    required: bool = False
    only_drafts: bool = False
    rule: Callable[[Any, Draft, Company], str | None] | None = None
    same: Callable[[Any, Any], bool] | None = None
    coarse: str = ""
    held: Callable[[Any, Company], Any] | None = None
    meaning: str = ""

    def named(self, name: str) -> "Field":
        """The field with its place in Alegra: its own name in camel case, unless it has another."""
        if self.path or self.read or self.constant or self.only_drafts:
            return self
        return replace(self, path=(camel_case(name),))


def camel_case(name: str) -> str:
    """``payment_type`` as Alegra writes it: ``paymentType``."""
    return re.sub("_([a-z0-9])", lambda found: found.group(1).upper(), name)


def _scalar(kind: Kind) -> Callable[..., Field]:
    def declare(at: str = "", meaning: str = "", **details: Any) -> Field:
        path = tuple(at.split(".")) if at else ()
        return Field(kind, path=path, meaning=meaning, **details)

    return declare


text = _scalar(TEXT)
decimal = _scalar(DECIMAL)
boolean = _scalar(BOOLEAN)
integer = _scalar(INTEGER)
day = _scalar(DAY)
midnight = _scalar(MIDNIGHT)
moment = _scalar(MOMENT)
json_object = _scalar(JSON_OBJECT)
json_array = _scalar(JSON_ARRAY)
json_value = _scalar(JSON_VALUE)


def word(
    at: str, words: Mapping[str, Any], meaning: str = "", also: tuple[str, ...] = (), **details: Any
) -> Field:
    """A word of the unified vocabulary for a word of Alegra's; null for one that is unknown.

    Args:
        at: where Alegra keeps its word.
        words: Alegra's words and what they mean, a word or yes and no; written the other way round.
        meaning: what the field is.
        also: words that the field may have beside these.
        details: see `Field`.
    """
    path = tuple(at.split("."))

    def read(row: Row, company: Company) -> Any:
        value = inside(row, *path)
        return words.get(value) if isinstance(value, str) else None

    meanings = tuple(dict.fromkeys((*words.values(), *also)))
    kind = BOOLEAN if set(meanings) <= {True, False} else one_of(*meanings)
    return Field(kind, path=path, read=read, words=words, meaning=meaning, **details)


def constant(value: str, meaning: str = "") -> Field:
    """A field that has one value in all records of the resource."""
    return Field(one_of(value), constant=value, meaning=meaning)


def part(
    kind: "type[Part]", at: str = "", meaning: str = "", *, many: bool = False, **details: Any
) -> Field:
    """An embedded object; with `many`, a list of them."""
    path = tuple(at.split(".")) if at else ()
    return Field(kind, many=many, path=path, meaning=meaning, **details)


def is_empty(value: object) -> bool:
    """Whether Alegra says "nothing" here: null, "", {} or [] (docs: alegra-api 1.7)."""
    return value is None or value == "" or value == {} or value == []


def filled(value: Any) -> Any:
    """The value, or None where Alegra says "nothing"."""
    return None if is_empty(value) else value


def inside(record: object, *path: str) -> Any:
    """The value at a path of object keys; None where a key or an object on the way is missing.

    A list of one or more objects on the way counts as its first object, as ``numberTemplate`` and
    ``costCenter`` come (docs: alegra-api 1.7).

    Raises:
        Unreadable: something else is on the way.
    """
    value: Any = record
    for key in path:
        if isinstance(value, list) and value:
            value = value[0]
        if is_empty(value):
            return None
        if not isinstance(value, dict):
            raise Unreadable(value)
        value = value.get(key)
    return filled(value)


def readable(find: Callable[..., Any], *arguments: Any) -> Any:
    """What `find` finds; None where it finds a shape that is not documented.

    For calculations and keys: the field itself reports what can't be read.
    """
    try:
        return find(*arguments)
    except Unreadable:
        return None


def objects(value: object) -> list[dict[str, Any]]:
    """The objects of a list, for a calculation over them; empty when it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def nested(path: tuple[str, ...], value: Any) -> Body:
    """A value inside the objects of a path."""
    for key in reversed(path):
        value = {key: value}
    body: Body = value
    return body


def id_at(key: str) -> Written:
    """A plain id of the unified model that Alegra takes as ``{key: {id}}``."""
    return Written(lambda identifier, draft, company: {key: {"id": identifier}})
