"""How records get into Alegra so that its books change by exactly what a record says.

Pure functions of values: rules before a write, the body of a change, and what is told after it.
"""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from .company import Company
from .comparison import differences, is_held, joined
from .drafts import (
    MAXIMUM_DECIMALS,
    Whole,
    broken_rules,
    builder,
    decimals,
    merge,
    values,
    write_of,
)
from .fields import Body, Draft, Field, ReadOnly, Row, Written, is_empty
from .kinds import decimal_or_none
from .marker import NOTES, NOTES_LIMIT, external_id_of, join, split
from .problem import Problem
from .records import AlegraExtras, Part
from .resource import Resource
from .writing import Writing


def _writing(resource: Resource) -> Writing:
    assert resource.writing is not None, f"{resource.name} can only be read"
    return resource.writing


def draft_problems(resource: Resource, draft: Draft, company: Company) -> list[Problem]:
    """The rules that a record breaks by itself, whether it is created or changes one.

    Its types were told by `read_draft`; whether it is complete is a matter of creating it.
    """
    return [
        *_too_many_decimals(resource.model, draft),
        *broken_rules(resource.model, draft, company),
        *_writing(resource).constraints(draft, company),
    ]


def creation_problems(
    resource: Resource, draft: Draft, company: Company, passed: Collection[str] = ()
) -> list[Problem]:
    """What keeps a record from being created, beside the rules that hold for changes as well.

    Args:
        resource: where it goes.
        draft: the record.
        company: whose books they are.
        passed: keys of the body that `pass_through` fills; what a country asks for may be there.
    """
    missing = [
        Problem(name, "is missing; Alegra requires it")
        for name in resource.model.required()
        if is_empty(draft.get(name))
    ]
    asked = company.country.problems(resource.name, draft, passed)
    return [*missing, *_writing(resource).creation(draft, company), *asked]


def _too_many_decimals(model: type[Part], draft: Draft) -> list[Problem]:
    found: list[Problem] = []
    unwritten: tuple[str, ...] = ()
    for path, _, value, write in values(model, draft):
        if path.startswith(unwritten):
            continue
        if not isinstance(write, Written):
            unwritten = (*unwritten, f"{path}.")
        elif isinstance(value, Decimal) and decimals(value) > MAXIMUM_DECIMALS:
            rule = f"has more than {MAXIMUM_DECIMALS} decimals, which Alegra does not keep"
            found.append(Problem(path, rule))
    return found


def is_same(resource: Resource, row: dict[str, Any], draft: Draft, company: Company) -> bool:
    """Whether Alegra holds every written value that a record names.

    Args:
        resource: where it stands.
        row: Alegra's row.
        draft: the record to write, its links resolved.
        company: whose books they are.
    """
    return resource.belongs(row) and not any(
        isinstance(it.write, Written) and not it.coarse
        for it in differences(resource.model, resource.held(row, company), draft)
    )


def update_body(
    resource: Resource,
    row: dict[str, Any],
    draft: Draft,
    company: Company,
    external_id: str | None = None,
) -> Body:
    """The body of a PUT that changes what a record names and nothing else.

    It carries what stands there, in the form in which it is written, so that it is right whether
    Alegra replaces the record or merges into it. What is named and held already stays as it stands.

    Args:
        resource: where it stands.
        row: Alegra's row, read just before.
        draft: the record, its links resolved.
        company: whose books they are.
        external_id: what the marker is to say; None leaves it as it stands, or absent.
    """
    writing = _writing(resource)
    body = writing.form.of(row)
    _put(body, _changes(resource, row, draft, company))
    _put(body, writing.always if writing.in_change is None else writing.in_change(row))
    if writing.marked:
        _put_notes(body, row, external_id)
    return body


def _changes(resource: Resource, row: dict[str, Any], draft: Draft, company: Company) -> Body:
    held = resource.held(row, company)
    if any(it.path == _LINES for it in differences(resource.model, held, draft)):
        # What only Alegra has of lines is written with them.
        held = {**held, "line_items": None}
    return _named(resource.model, held, draft, _whole(resource, held, draft), company)


_LINES = "alegra.lines"


def _whole(resource: Resource, held: Draft, draft: Draft) -> Draft:
    """The record as it is to be."""
    whole = joined(resource.model, held, draft)
    if "line_items" in draft and "lines" in whole.get("alegra", {}):
        # What stands there of lines is not of those that are named.
        whole["alegra"] = {**whole["alegra"], "lines": draft.get("alegra", {}).get("lines", [])}
    return whole


def _named(
    kind: type[Part], held: Draft | None, draft: Draft, whole: Draft, company: Company
) -> Body:
    """What the named values add to a body; without those that are `held`, None to have them all."""
    body: Body = {}
    for name, field in kind.fields.items():
        write = write_of(field, kind)
        if name not in draft or not isinstance(write, Written):
            continue
        there = (held or {}).get(name)
        if held is not None and is_held(field, there, draft[name], write):
            continue
        if _is_extras(field):
            inner = None if held is None else there or {}
            merge(body, _named(field.kind, inner, draft[name], whole[name], company))  # type: ignore[arg-type]
        else:
            build = write.change or builder(field, write)
            merge(body, build(whole[name], whole, company))
    return body


def _is_extras(field: Field) -> bool:
    return isinstance(field.kind, type) and issubclass(field.kind, AlegraExtras)


def _put(body: Body, more: Mapping[str, Any]) -> None:
    """Put changes over what stands there; an empty list only where there is one to empty."""
    for key, value in more.items():
        there = body.get(key)
        if value == [] and is_empty(there):
            continue
        if isinstance(value, dict):
            held: Body = there if isinstance(there, dict) else {}
            kept = held
            if isinstance(value, Whole):
                kept = {name: it for name, it in held.items() if value.get(name) == []}
            body[key] = dict(kept)
            _put(body[key], value)
        else:
            body[key] = value


def _put_notes(body: Body, row: Row, external_id: str | None) -> None:
    stands = row.get(NOTES)
    written = split(stands)[1] if isinstance(stands, str) else None
    notes = body.get(NOTES)
    if isinstance(notes, str) and notes == stands and external_id in (None, written):
        return
    own = split(notes)[0] if isinstance(notes, str) else None
    marked = join(own, external_id or written)
    if marked is not None:
        body[NOTES] = marked


def body_problems(body: Body) -> list[Problem]:
    """Texts of a body that are longer than Alegra takes; they are never cut."""
    return [
        Problem(name, f"is longer than the {NOTES_LIMIT} characters that Alegra takes{marker}")
        for name, marker in (
            (NOTES, ", marker included"),
            ("anotation", ""),
            ("termsConditions", ""),
        )
        if len(str(body.get(name) or "")) > NOTES_LIMIT
    ]


def untaken(
    resource: Resource, row: dict[str, Any], draft: Draft, company: Company
) -> list[Problem]:
    """After a write: each named field that Alegra does not hold, and why, without values.

    Args:
        resource: where it stands.
        row: Alegra's row, read after the write.
        draft: the record that was written, its links resolved.
        company: whose books they are.
    """
    found = [
        Problem(it.path, _why(it.write, it.coarse))
        for it in differences(resource.model, resource.held(row, company), draft)
    ]
    if not resource.belongs(row):
        found.append(Problem("", f"is not among {resource.name} in Alegra"))
    return found


def _why(write: object, coarse: str) -> str:
    if coarse:
        return coarse
    if isinstance(write, ReadOnly):
        return f"has another value in Alegra. {write.rule}"
    return "was not taken: Alegra holds another value"


def moved(
    resource: Resource,
    before: dict[str, Any],
    after: dict[str, Any],
    draft: Draft,
    company: Company,
    passed: Collection[str] = (),
) -> list[Problem]:
    """After a change: each field that no record named and that changed all the same.

    What Alegra calculates, such as totals and moments, is excepted.

    Args:
        resource: where it stands.
        before: Alegra's row before the change.
        after: Alegra's row after it.
        draft: the record that was written, its links resolved.
        company: whose books they are.
        passed: keys of the body that `pass_through` filled.
    """
    writing = _writing(resource)
    whole = _whole(resource, resource.held(before, company), draft)
    named = _named(resource.model, None, draft, whole, company)
    carried = writing.always if writing.in_change is None else writing.in_change(before)
    keys = [
        *_moved(_form(resource, before), _form(resource, after), named),
        *_not_kept(carried, after),
    ]
    if before.get("status") != after.get("status") and "status" not in draft:
        keys.append("status")
    if company.country.is_stamped(after.get("stamp")):
        # A document that is stamped is opened by that.
        keys = [key for key in keys if key != "status"]
    names = [
        _unified_name(resource.model, key)
        for key in dict.fromkeys(keys)
        if key.partition(".")[0] not in passed
    ]
    if external_id_of(before) is not None and external_id_of(after) is None:
        names.append("external_id" if resource.is_native else "alegra.external_id")
    return [Problem(name, "changed, although the record does not name it") for name in names]


def _not_kept(carried: Mapping[str, Any], after: Row) -> Iterator[str]:
    """What every change carries and a row does not hold; of the roles of a contact, all."""
    for key, value in carried.items():
        there = after.get(key)
        if isinstance(value, list):
            kept = set(value) <= set(there if isinstance(there, list) else [there])
        else:
            kept = there == value
        if not kept:
            yield key


def _form(resource: Resource, row: Row) -> Body:
    """What a change must keep: the written form, the notes as the user has them."""
    writing = _writing(resource)
    body = writing.form.of(row)
    if writing.marked and isinstance(body.get(NOTES), str):
        body[NOTES] = split(body[NOTES])[0]
    return body


def _moved(before: Body, after: Body, named: Body, above: str = "") -> Iterator[str]:
    for key in dict.fromkeys((*before, *after)):
        one, other, said = before.get(key), after.get(key), named.get(key)
        if key not in named:
            if _canonical(one) != _canonical(other):
                yield f"{above}{key}"
        elif all(isinstance(it, dict) for it in (one, other, said)) and not isinstance(said, Whole):
            yield from _moved(one or {}, other or {}, said or {}, f"{above}{key}.")


def _canonical(value: Any) -> Any:
    """A value of Alegra's in one form: it sends numbers as texts too, and nothing in four ways."""
    if isinstance(value, dict):
        return {key: _canonical(it) for key, it in value.items() if not is_empty(it)} or None
    if isinstance(value, list):
        return [_canonical(it) for it in value] or None
    if isinstance(value, bool) or value is None or value == "":
        return value or (False if value is False else None)
    number = decimal_or_none(value)
    return value if number is None else number


def _unified_name(model: type[Part], key: str) -> str:
    """The unified field of a place in Alegra; the place itself where there is none."""
    extras = model.fields.get("alegra")
    for above, kind in (("", model), ("alegra.", extras and extras.kind)):
        for name, field in getattr(kind, "fields", {}).items():
            if ".".join(field.path) == key and not field.only_drafts:
                return f"{above}{name}"
    return key
