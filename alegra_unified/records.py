"""Records of the unified model: what their fields declare, compiled once into one pass a record.

A record class is a list of declarations; it is never instantiated. Records themselves are plain
dictionaries, ready to be compared and printed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, NamedTuple

from alegra_api.exact_json import print_json

from .company import Company
from .fields import (
    FILLED_BY_ALEGRA,
    WRITTEN,
    Field,
    ReadOnly,
    Row,
    Write,
    inside,
    json_value,
    part,
    text,
)
from .kinds import Kind, Unreadable

Path = tuple[str | int, ...]
Problems = list[tuple[Path, Any, str]]
Convert = Callable[[Any, Company, Problems], Any]


class ReadProblem(NamedTuple):
    """Why one field of one record is null although Alegra sent something.

    Attributes:
        field: dotted path in the unified record, e.g. ``line_items.3.quantity``.
        reason: the rule that was broken, in words.
    """

    field: str
    reason: str


class Part:
    """An object of the unified model: a record, or a part of one.

    Attributes:
        fields: its fields by name, in order.
        otherwise: what becomes of fields in a record to write that say nothing of it.
        numbered: whether its places in a list are told, as ``row_id`` and ``line_number``.
        refers_to: the stream whose record it names by its ``id``; None where it names none.
        shape: Alegra's drifting forms of the object to the form that the paths are meant for.
    """

    fields: ClassVar[Mapping[str, Field]] = {}
    otherwise: ClassVar[Write] = FILLED_BY_ALEGRA
    numbered: ClassVar[bool] = False
    refers_to: ClassVar[str | None] = None

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        own = {name: it.named(name) for name, it in vars(cls).items() if isinstance(it, Field)}
        cls.fields = {**cls.fields, **own}

    @staticmethod
    def shape(value: Any) -> Any:
        """An embedded object as Alegra documents it."""
        return value

    @classmethod
    def required(cls) -> list[str]:
        """The fields without which Alegra refuses to create a record."""
        return [name for name, it in cls.fields.items() if it.required]

    @classmethod
    def read_fields(cls) -> dict[str, Field]:
        """The fields that reading fills."""
        return {name: it for name, it in cls.fields.items() if not it.only_drafts}


class UnreadField(Part):
    """A field of the unified record that is null because Alegra's value could not be read."""

    field = text(meaning="Path of the field in the unified record, dotted.")
    value = json_value(meaning="The value as Alegra sent it.")
    reason = text(meaning="Why it could not be read.")


def _external_id() -> Field:
    return text(
        read=lambda row, company: None,
        meaning="The id under which destination-alegra wrote it; see `marker`.",
        write=ReadOnly("It is the marker in the notes", compared=False),
    )


def _unread() -> Field:
    return part(
        UnreadField,
        many=True,
        read=lambda row, company: None,
        meaning="Fields that are null because Alegra's value could not be read.",
    )


class AlegraExtras(Part):
    """What Alegra has and the unified model has no field for; each resource adds its own."""

    status = text(meaning="The status in Alegra's own word.")
    external_id = _external_id()
    unread = _unread()


class StreamRecord(Part):
    """A top-level record: one row of one stream."""

    id = text(meaning="Alegra's id.")


class UnifiedRecord(StreamRecord):
    """A record of the unified model; what that has no field for stands under ``alegra``."""


class NativeRecord(StreamRecord):
    """A record that the unified model does not have: shaped and named as Alegra's own.

    One that another field than ``id`` tells from others says so by that field's name as `key`.
    """

    unread = _unread()

    def __init_subclass__(cls, *, key: str = "id", **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        if key != "id":
            first = {key: cls.fields[key]}
            cls.fields = first | {name: it for name, it in cls.fields.items() if name != "id"}


class NativeDocument(NativeRecord):
    """One with internal notes, which carry the external id under which it was written."""

    external_id = _external_id()


def _whole_row(row: Row, company: Company) -> Row:
    return row


def extras(kind: type[AlegraExtras]) -> Field:
    """What only Alegra has, under the one field ``alegra``."""
    return part(kind, read=_whole_row, write=WRITTEN)


@dataclass(frozen=True, slots=True)
class Reading:
    """A row of Alegra's, read.

    Attributes:
        record: every field of the model by name, null where there is nothing; nested nulls are
            left out.
        problems: why fields are null although Alegra sent something.
    """

    record: dict[str, Any]
    problems: list[ReadProblem]


@cache
def reader(
    kind: type[StreamRecord], printed: bool, compared: bool = False
) -> Callable[[Row, Company], Reading]:
    """What reads rows of Alegra's as records of a class.

    It is total: any JSON object goes in. What can't be read is null, stands with Alegra's own
    value under ``alegra.unread`` (of a native record: ``unread``), and is told as a problem, so
    that it can be logged.

    Args:
        kind: the record class.
        printed: whether amounts come as JSON text for orjson instead of ``Decimal``.
        compared: whether the record is for comparison: with what Alegra holds (`Field.held`) where
            the record that is emitted leaves that open.
    """
    read = _part_reader(kind, printed, compared)
    nulls = dict.fromkeys(kind.read_fields())

    def read_row(row: Row, company: Company) -> Reading:
        problems: Problems = []
        record = {**nulls, **read(row, company, problems)}
        if not problems:
            return Reading(record, [])
        told = [(".".join(map(str, path)), value, reason) for path, value, reason in problems]
        unread = [
            {"field": field, "value": print_json(value) if printed else value, "reason": reason}
            for field, value, reason in told
        ]
        if issubclass(kind, NativeRecord):
            record["unread"] = unread
        else:
            record["alegra"] = {**(record["alegra"] or {}), "unread": unread}
        return Reading(record, [ReadProblem(field, reason) for field, _, reason in told])

    return read_row


def _constants(kind: type[Part]) -> dict[str, str]:
    return {name: it.constant for name, it in kind.fields.items() if it.constant is not None}


def _part_reader(kind: type[Part], printed: bool, compared: bool) -> Convert:
    """What reads an object of Alegra's as a part: its constants, and what is known of the rest."""
    constants = _constants(kind)
    steps = [
        (
            name,
            it.path[0] if find is None and len(it.path) == 1 else None,
            find or _path_reader(it.path),
            _converter(name, it, printed, compared),
            it.kind.plain if isinstance(it.kind, Kind) else None,
        )
        for name, it in kind.read_fields().items()
        if it.constant is None
        for find in ((it.held if compared else None) or it.read,)
    ]

    def read(row: Any, company: Company, problems: Problems) -> Any:
        found: dict[str, Any] = constants.copy()
        get = row.get
        for name, key, extract, convert, plain in steps:
            value = None
            try:
                value = extract(row, company) if key is None else get(key)
                if not value and (value is None or value == "" or value == [] or value == {}):
                    continue
                if type(value) is plain:
                    found[name] = value
                    continue
                converted = convert(value, company, problems)
                if converted is not None:
                    found[name] = converted
            except ValueError as error:
                problems.append(((name,), getattr(error, "value", value), str(error)))
        return found

    return read


def _path_reader(path: tuple[str, ...]) -> Callable[[Any, Company], Any]:
    return lambda row, company: inside(row, *path)


def _converter(name: str, field: Field, printed: bool, compared: bool) -> Convert:
    if isinstance(field.kind, Kind):
        return _scalar_converter(field.kind, printed)
    convert = _list_converter if field.many else _object_converter
    return convert(name, field.kind, _part_reader(field.kind, printed, compared))


def _scalar_converter(kind: Kind, printed: bool) -> Convert:
    accept = kind.printed if printed and kind.printed is not None else kind.accept
    return lambda value, company, problems: accept(value)


def _object_converter(name: str, kind: type[Part], read: Convert) -> Convert:
    shape = kind.shape
    constants = len(_constants(kind))

    def convert(value: Any, company: Company, problems: Problems) -> Any:
        shaped = shape(value)
        if not isinstance(shaped, dict):
            raise Unreadable(value, "is not an object")
        before = len(problems)
        found = read(shaped, company, problems)
        if len(problems) > before:
            _put_under(problems, before, name)
        return found if len(found) > constants else None

    return convert


def _list_converter(name: str, kind: type[Part], read: Convert) -> Convert:
    shape, numbered = kind.shape, kind.numbered

    def convert(value: Any, company: Company, problems: Problems) -> Any:
        if not isinstance(value, list):
            raise Unreadable(value, "is not a list")
        found = []
        for place, item in enumerate(value):
            before = len(problems)
            shaped = shape(item)
            if isinstance(shaped, dict):
                element = read(shaped, company, problems)
                if numbered:
                    element = {"row_id": str(place + 1), "line_number": place + 1, **element}
                found.append(element)
            else:
                # Places stay, so that a line is where it was.
                found.append({})
                problems.append(((), item, "is not an object"))
            if len(problems) > before:
                _put_under(problems, before, name, place)
        return found

    return convert


def _put_under(problems: Problems, first: int, *above: str | int) -> None:
    for number in range(first, len(problems)):
        path, value, reason = problems[number]
        problems[number] = ((*above, *path), value, reason)
