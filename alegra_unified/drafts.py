"""Unified records on their way into Alegra: typed, linked, turned into bodies.

A draft takes every field of the record that the source emits, so that what was read can be sent
back. Each field is written, or read-only by a stated rule, or refused; whatever is declared nowhere
is refused too, since dropping it would lose it in silence.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, ClassVar

from .company import Company
from .fields import Body, Draft, Field, ReadOnly, Refused, Row, Write, Written, filled, nested, text
from .kinds import Kind
from .problem import Problem
from .records import Part

MAXIMUM_DECIMALS = 6
"""More decimals than Alegra was seen to keep in an amount (docs: alegra-api 1.7)."""


Requirement = Callable[[Row], str | None]
"""Why a record in Alegra can't stand where it is named; None when it can."""


class Link(Part):
    """Another record, named by Alegra's id, by the external id it was written with, or by a key.

    The first of these that is given counts; the rest of what a link carries is for readers.

    Attributes:
        target: the resource that is named.
        keys: fields that name it besides `id` and `external_id`, in the order they are tried.
    """

    target: ClassVar[str]
    keys: ClassVar[tuple[str, ...]] = ()
    otherwise = ReadOnly("A link names a record; what that record is called is its own")

    id = text()
    external_id = text(
        only_drafts=True,
        meaning="External id that the record was written with, in this sync or before.",
    )

    @classmethod
    def requirement(cls, company: Company, stamped: bool) -> Requirement | None:
        """What the record that is named must be like to stand here; None when nothing is asked.

        Args:
            company: whose books they are.
            stamped: whether the record that names it asks for a fiscal stamp.
        """
        return None

    @classmethod
    def named_by(cls, link: Draft) -> tuple[str, str] | None:
        """The key that counts and its value; None when nothing is named."""
        for key in ("id", "external_id", *cls.keys):
            if key in link:
                return key, str(link[key])
        return None


def write_of(field: Field, kind: type[Part]) -> Write:
    """What becomes of a field in a record to write."""
    return field.write or kind.otherwise


def read_draft(kind: type[Part], data: dict[str, Any]) -> tuple[Draft, list[Problem]]:
    """The named values of a record to write, and what is wrong with its types and its fields."""
    problems: list[Problem] = []
    return _read_part(kind, data, "", problems), problems


def _read_part(
    kind: type[Part], data: dict[str, Any], above: str, problems: list[Problem]
) -> Draft:
    draft: Draft = {}
    for name, value in data.items():
        path = f"{above}{name}"
        field = kind.fields.get(name)
        if field is None:
            rule = "is no field that Alegra keeps; take it out of the record"
            problems.append(Problem(path, rule))
        elif value is not None:
            write = write_of(field, kind)
            if isinstance(write, Refused) and filled(value) is not None:
                problems.append(Problem(path, write.rule))
            else:
                _read_value(draft, name, field, value, path, problems)
    return draft


def _read_value(
    draft: Draft, name: str, field: Field, value: Any, path: str, problems: list[Problem]
) -> None:
    try:
        if isinstance(field.kind, Kind):
            draft[name] = field.kind.accept(value)
        elif field.many:
            draft[name] = [
                _read_part(field.kind, _object(item), f"{path}.{place}.", problems)
                for place, item in enumerate(_list(value))
            ]
        else:
            draft[name] = _read_part(field.kind, _object(value), f"{path}.", problems)
    except ValueError as error:
        problems.append(Problem(path, str(error)))


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("is not an object")
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("is not a list")
    return value


def values(
    kind: type[Part], draft: Draft, above: str = ""
) -> Iterator[tuple[str, Field, Any, Write]]:
    """Every named value of a draft, of its parts too: path, field, value, what becomes of it."""
    for name, value in draft.items():
        field = kind.fields[name]
        path = f"{above}{name}"
        yield path, field, value, write_of(field, kind)
        if not isinstance(field.kind, Kind):
            for place, item in enumerate(value) if field.many else [(None, value)]:
                inner = f"{path}." if place is None else f"{path}.{place}."
                yield from values(field.kind, item, inner)


def broken_rules(
    kind: type[Part], draft: Draft, company: Company, above: str = ""
) -> list[Problem]:
    """The rules of single fields that a draft breaks, in its parts too."""
    found: list[Problem] = []
    for name, value in draft.items():
        field = kind.fields[name]
        broken = field.rule(value, draft, company) if field.rule is not None else None
        if broken is not None:
            found.append(Problem(f"{above}{name}", broken))
        if not isinstance(field.kind, Kind):
            for place, item in enumerate(value) if field.many else [(None, value)]:
                inner = f"{above}{name}." if place is None else f"{above}{name}.{place}."
                found += broken_rules(field.kind, item, company, inner)
    return found


def links(
    kind: type[Part], draft: Draft, above: str = ""
) -> Iterator[tuple[str, type[Link], Draft]]:
    """Every link of a draft that is written, with its dotted path, and those inside of it."""
    for name, value in draft.items():
        field = kind.fields[name]
        if isinstance(field.kind, Kind) or not isinstance(write_of(field, kind), Written):
            continue
        for place, item in enumerate(value) if field.many else [(None, value)]:
            path = f"{above}{name}" if place is None else f"{above}{name}.{place}"
            if issubclass(field.kind, Link):
                yield path, field.kind, item
            yield from links(field.kind, item, f"{path}.")


def body_of(kind: type[Part], draft: Draft, company: Company) -> Body:
    """What Alegra gets for a draft whose links carry their ids: the named, written fields."""
    body: Body = {}
    for name, field in kind.fields.items():
        write = write_of(field, kind)
        if name in draft and isinstance(write, Written):
            merge(body, builder(field, write)(draft[name], draft, company))
    return body


def builder(field: Field, write: Written) -> Callable[[Any, Draft, Company], Body]:
    """What makes the part of a body that a value becomes."""
    return write.build or _in_place(field)


def _in_place(field: Field) -> Any:
    if isinstance(field.kind, Kind):
        if field.words is not None:
            alegras = {unified: alegra for alegra, unified in field.words.items()}
            return lambda value, draft, company: nested(field.path, alegras[value])
        return lambda value, draft, company: nested(field.path, value)
    kind = field.kind
    if issubclass(kind, Link):
        return lambda value, draft, company: nested(field.path, {"id": value["id"]})
    if field.many:
        return lambda value, draft, company: nested(
            field.path, [body_of(kind, item, company) for item in value]
        )
    if field.path:
        return lambda value, draft, company: nested(field.path, body_of(kind, value, company))
    return lambda value, draft, company: body_of(kind, value, company)


class Whole(dict[str, Any]):
    """An object of a body that replaces what stands in its place, instead of joining it."""


def merge(body: Body, more: Body) -> None:
    """Put what another field adds into a body; objects that both have become one."""
    for key, value in more.items():
        held = body.get(key)
        if isinstance(held, dict) and isinstance(value, dict):
            merge(held, value)
        else:
            body[key] = value


def decimals(amount: Decimal) -> int:
    """How many decimals an amount needs."""
    return max(0, -int(amount.normalize().as_tuple().exponent))
