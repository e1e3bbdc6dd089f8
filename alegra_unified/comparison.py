"""What a record names, beside what Alegra holds: the same, or where it differs."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from .drafts import Link, write_of
from .fields import Draft, Field, ReadOnly, Write, Written
from .kinds import JSON_ARRAY, JSON_OBJECT, JSON_VALUE, Kind
from .records import Part


class Difference(NamedTuple):
    """A named value that Alegra does not hold.

    Attributes:
        path: dotted path of the field.
        write: what becomes of it in a record to write.
        coarse: what Alegra can't tell of the value although it holds it; empty where it holds
            another one.
    """

    path: str
    write: Write
    coarse: str = ""


def differences(
    kind: type[Part],
    held: Draft | None,
    draft: Draft,
    above: str = "",
    inside: ReadOnly | None = None,
) -> Iterator[Difference]:
    """Every named value that a record of Alegra's does not hold.

    Args:
        kind: the record class, or that of a part.
        held: what was read for comparison (`Resource.held`); None where there is nothing.
        draft: the record to write, its links resolved.
        above: path of the part, with a dot behind it.
        inside: why nothing of the part is written, where that is so.
    """
    for name, value in draft.items():
        field = kind.fields[name]
        write = inside or write_of(field, kind)
        if not field.only_drafts and (isinstance(write, Written) or _is_compared(write)):
            there = (held or {}).get(name)
            yield from _of_value(field, there, value, f"{above}{name}", write)


def _is_compared(write: Write) -> bool:
    return isinstance(write, ReadOnly) and write.compared


def _of_value(field: Field, held: Any, value: Any, path: str, write: Write) -> Iterator[Difference]:
    if field.same is not None:
        if not field.same(held, value):
            yield Difference(path, write)
        elif field.coarse and held != value:
            yield Difference(path, write, field.coarse)
    elif isinstance(field.kind, Kind):
        if not (_contains(held, value) if field.kind in _JSON else held == value):
            yield Difference(path, write)
    elif not field.many:
        yield from _of_part(field.kind, held, value, path, write)
    elif len(held or []) != len(value):
        yield Difference(path, write)
    else:
        for place, (one, other) in enumerate(zip(held or [], value, strict=True)):
            yield from _of_part(field.kind, one, other, f"{path}.{place}", write)


_JSON = (JSON_OBJECT, JSON_ARRAY, JSON_VALUE)


def _contains(held: Any, value: Any) -> bool:
    """Whether JSON of Alegra's has all that is named; it may say more, as the ids that it gave."""
    match held, value:
        case _, None:
            return True
        case dict(), dict():
            return all(_contains(held.get(key), it) for key, it in value.items())
        case list(), list():
            return len(held) == len(value) and all(map(_contains, held, value))
        case bool(), _:
            return bool(held == value)
        case _:
            return bool(held == value) or str(held) == str(value)


def _of_part(
    kind: type[Part], held: Any, value: Draft, path: str, write: Write
) -> Iterator[Difference]:
    if issubclass(kind, Link):
        if not _is_named(kind, held or {}, value):
            yield Difference(path, write)
        # Beside what names the record stands what is said of it here, as the share of a payment.
        value = {name: it for name, it in value.items() if kind.fields[name].write is not None}
    inside = write if isinstance(write, ReadOnly) else None
    yield from differences(kind, held, value, f"{path}.", inside)


def _is_named(kind: type[Link], held: Draft, link: Draft) -> bool:
    """Whether a link names the record that is held; by the first key that reading tells."""
    if "id" in link or not held:
        return bool(held.get("id") == link.get("id"))
    known = [key for key in kind.keys if key in link and key in held]
    return not known or bool(held[known[0]] == link[known[0]])


def is_held(field: Field, held: Any, value: Any, write: Write) -> bool:
    """Whether Alegra holds all of a value that would be written."""
    return not any(
        isinstance(found.write, Written) and not found.coarse
        for found in _of_value(field, held, value, "", write)
    )


def joined(kind: type[Part], held: Draft | None, draft: Draft) -> Draft:
    """What stands there with what a record names: objects join, what else is named replaces."""
    whole = {name: value for name, value in (held or {}).items() if value is not None}
    for name, value in draft.items():
        field, there = kind.fields[name], whole.get(name)
        if isinstance(field.kind, Kind) or field.many or issubclass(field.kind, Link):
            whole[name] = value
        else:
            whole[name] = joined(field.kind, there, value)
    return whole
