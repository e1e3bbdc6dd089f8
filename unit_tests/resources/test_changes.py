"""The books change by exactly what a record says, whether Alegra's PUT replaces or merges."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from alegra_unified.drafts import Link, links, read_draft
from alegra_unified.fields import Draft, Field, Written
from alegra_unified.kinds import JSON_ARRAY, JSON_OBJECT, JSON_VALUE, Kind
from alegra_unified.records import Part
from alegra_unified.registry import RESOURCES
from alegra_unified.updates import draft_problems, is_same, moved, untaken, update_body

from . import examples
from .alegras_put import in_one_notation, put
from .examples import EVERY, Example, Way
from .mapping import (
    COMPANIES,
    WRITABLE_NAMES,
    Row,
    arranged,
    body,
    exact_json,
    printed,
    problems,
)
from .rules import at
from .test_no_value_vanishes import declared, with_value

CHANGEABLE: dict[str, Row] = {
    "invoices": {"status": "draft", "stamp": {}, "payments": []},
    "bills": {"status": "open", "stamp": {}, "payments": []},
    "credit_notes": {"status": "open", "stamp": {}, "refunds": [], "client": {"id": "7"}},
    "bill_credit_notes": {"stamp": {}, "refunds": [], "total": 9, "balance": 9},
    "payments": {"status": "open", "stamp": {}},
    "bill_payments": {"status": "open", "stamp": {}},
    "quotes": {"status": "unbilled"},
    "purchase_orders": {"status": "open"},
    # What Alegra uses an account for is not written, and decides how its type is read.
    "ledger_accounts": {"categoryRule": None},
}
"""What makes an example one that may be changed."""


def rows(example: Example) -> list[Row]:
    """Alegra's rows of an example, such that they may be changed."""
    change = CHANGEABLE.get(example.resource, {})
    sent = arranged(example.resource, example.sent)
    found = [in_one_notation({**row, **change}) for row in sent]
    if example.resource == "bill_credit_notes":
        found = [_with_lines_at_the_top(row) for row in found]
    return found


def _with_lines_at_the_top(row: Row) -> Row:
    lines = row.get("purchases") or {}
    at_the_top = {key: row.get(key) or lines.get(key) or [] for key in ("items", "categories")}
    return {**{key: value for key, value in row.items() if key != "purchases"}, **at_the_top}


def draft_of(name: str, record: Row) -> Draft:
    """A record, as the source prints it, that is to be written."""
    draft, found = read_draft(RESOURCES[name].model, record)
    assert found == []
    return draft


@pytest.mark.parametrize("example", [it for it in EVERY if it.resource in WRITABLE_NAMES], ids=str)
def test_what_was_read_is_the_same(example: Example) -> None:
    name, company = example.resource, COMPANIES[example.country]
    for row in [*arranged(name, example.sent), *rows(example)]:
        draft = draft_of(name, exact_json(printed(name, row, example.country)[0]))
        assert untaken(RESOURCES[name], row, draft, company) == []
        assert is_same(RESOURCES[name], row, draft, company)


@pytest.mark.parametrize("example", [it for it in EVERY if it.text("body")], ids=str)
def test_what_was_read_and_written_elsewhere_is_the_same_there(example: Example) -> None:
    name, company = example.resource, COMPANIES[example.country]
    for record in example.records:
        if problems(name, record, example.country) == []:
            (row,) = arranged(name, [{"id": "900", **body(name, record, example.country)}])
            if "payments" in name:
                row["amount"] = sum(it["amount"] for it in row.get("invoices") or row["bills"])
            assert is_same(RESOURCES[name], row, draft_of(name, record), company)


def values(field: Field, words: Any) -> st.SearchStrategy[Any]:
    """Values of a field that Alegra can hold."""
    kind = field.kind
    assert isinstance(kind, Kind)
    if words:
        return st.sampled_from(words)
    if kind is JSON_VALUE and field.path[-1] not in ("costCenter", "numberTemplate"):
        return st.sampled_from(["ONE_REGIME", "ANOTHER_REGIME"])
    if kind in (JSON_OBJECT, JSON_ARRAY, JSON_VALUE):
        entry = st.integers(1, 9).map(lambda number: {"id": str(number), "name": "uno"})
        return st.lists(entry, min_size=1, max_size=2) if kind is JSON_ARRAY else entry
    if field.meaning == "ISO 4217.":
        return st.sampled_from(["MXN", "COP", "USD", "EUR"])
    samples: dict[str, st.SearchStrategy[Any]] = {
        "text": st.sampled_from(["uno", "dos", "Año 3", "4"]),
        "decimal": st.decimals(1, 99, places=2),
        "boolean": st.booleans(),
        "integer": st.integers(1, 3),
        "date": st.dates().map(str),
        "timestamp": st.dates().map(str),
        "ISO 3166": st.sampled_from(["MX", "CO", "ES"]),
    }
    return samples[kind.name]


IDENTIFICATION = ("alegra", "identification")
REPORTED: dict[str, tuple[Way, ...]] = {
    "invoice_items": (("type",),),
    "payments": (("total_amount",),),
    "bill_payments": (("total_amount",),),
    "customers": (IDENTIFICATION,),
    "suppliers": (IDENTIFICATION,),
}
"""What is written only beside other fields; alone, it is told that Alegra did not take it."""

TOGETHER: dict[str, tuple[str, ...]] = {
    "tax_number": ("identification", "identificationObject"),
    "note": ("observations", "anotation"),
}
"""Places that say the same of a field; which of them is read shows only without the other."""


def writable(name: str) -> list[tuple[Way, Field, type[Part]]]:
    """Every scalar of a resource that is written, and every link as one."""
    found = []
    for way, field, model in declared(RESOURCES[name].model):
        write = field.write or model.otherwise
        if not isinstance(write, Written) or "lines" in way:
            continue
        if way not in REPORTED.get(name, ()) and isinstance(field.kind, Kind):
            found.append((way, field, model))
    return found


@st.composite
def partial_record(draw: st.DrawFn, name: str, record: Row) -> Row:
    """A record that names a few fields; lists of lines and of shares are named whole."""
    named: Row = {}
    for way, field, _ in draw(st.lists(st.sampled_from(SCALARS[name]), min_size=1, max_size=3)):
        words = field.kind.schema.get("enum") if isinstance(field.kind, Kind) else None
        value = draw(values(field, words))
        first = str(way[0])
        if first in ("line_items", "allocations"):
            kind = RESOURCES[name].model.fields[first].kind
            named.setdefault(first, [_only_written(kind, it) for it in record.get(first) or []])
            several = (record.get("alegra") or {}).get("lines")
            if first == "line_items" and several:
                named = with_value(named, ("alegra", "lines"), several)
        named = with_value(named, way, value)
    return named


def _only_written(kind: Any, line: Row) -> Row:
    """A line or a share without what Alegra calculates."""
    return {
        name: value
        for name, value in line.items()
        if name == "id" or isinstance(kind.fields[name].write or kind.otherwise, Written)
    }


def _links(model: type[Part], way: Way = ()) -> Iterator[tuple[Way, Field, type[Part]]]:
    for path, field, owner in declared(model):
        write = field.write or owner.otherwise
        is_link = isinstance(field.kind, type) and issubclass(field.kind, Link)
        if is_link and isinstance(write, Written):
            place = (*path, 0, "id") if field.many else (*path, "id")
            yield place, Link.fields["id"], field.kind  # type: ignore[misc]


SCALARS = {
    name: [
        *(it for it in writable(name) if not issubclass(it[2], Link)),
        *_links(RESOURCES[name].model),
    ]
    for name in WRITABLE_NAMES
}


def leaves(row: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    """Every value of a row that is no object; lists and embedded records are one."""
    if isinstance(row, dict) and row.get("id"):
        yield (*way, "id"), row["id"]
    elif isinstance(row, dict) and row:
        for key, value in row.items():
            yield from leaves(value, (*way, key))
    else:
        yield way, row


def canonical(value: Any) -> Any:
    """A value in the one form that its several ones stand for."""
    if isinstance(value, dict):
        found = {key: canonical(it) for key, it in value.items()}
        return {key: it for key, it in found.items() if it is not None} or None
    if isinstance(value, list):
        return [canonical(it) for it in value] or None
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return Decimal(value)
    if value == "":
        return None
    try:
        return Decimal(value) if isinstance(value, str) else value
    except ArithmeticError:
        return value


def without(row: Any, way: Way) -> Any:
    """A row without one of its values."""
    copied = dict(row)
    if len(way) == 1:
        copied.pop(way[0])
    else:
        copied[way[0]] = without(row[way[0]], way[1:])
    return copied


def changed_unasked(name: str, before: Row, after: Row, draft: Draft, country: str) -> list[Way]:
    """The places of a row that changed although no field that is named is read from them."""
    resource, company = RESOURCES[name], COMPANIES[country]
    then, now = (
        {
            way: it
            for key, value in row.items()
            for way, it in leaves(value, (key,))
            if canonical(it)
        }
        for row in (before, after)
    )
    found = []
    for way in {**then, **now}:
        if canonical(at(before, way)) == canonical(at(after, way)):
            continue
        if way == ("currency", "exchangeRate") and "currency" in draft:
            continue  # The rate is that of a currency.
        if any(way[0] in TOGETHER.get(str(step[-1]), ()) for step in steps(draft)):
            continue
        layout = company.country
        if way[0] == "address" and any(
            way[-1] in (layout.address[name], other)
            for name, other in layout.other_address.items()
            if ("addresses", 0, name) in steps(draft)
        ):
            continue  # Both keys say the same; an edition has one of them.
        sides = [side for side, known in ((before, then), (after, now)) if way in known]
        reading = [(resource.held(it, company), without(it, way)) for it in sides]
        if not any(
            at(held, step) != at(resource.held(rest, company), step)
            for held, rest in reading
            for step in steps(draft)
        ):
            found.append(way)
    return found


def steps(draft: Draft) -> list[Way]:
    """The fields that a record names: its own, and those of ``alegra`` one by one."""
    own = [(name,) for name in draft if name not in ("alegra", "addresses")]
    parts = [("addresses", 0, name) for it in draft.get("addresses", []) for name in it]
    return [*own, *parts, *(("alegra", name) for name in draft.get("alegra", {}))]


@cache
def changeable(name: str) -> list[tuple[Example, Row, Row]]:
    """The rows of a resource that may be changed, each with what the source prints of it."""
    return [
        (example, row, exact_json(printed(name, row, example.country)[0]))
        for example in examples.of(name)
        for row in rows(example)
    ]


@st.composite
def change(draw: st.DrawFn, name: str) -> tuple[Example, Row, Draft]:
    """A row that may be changed, and a partial record that breaks no rule."""
    example, before, record = draw(st.sampled_from(changeable(name)))
    resource, company = RESOURCES[name], COMPANIES[example.country]
    draft, found = read_draft(resource.model, draw(partial_record(name, record)))
    assume(not found and not draft_problems(resource, draft, company))
    assume(all("id" in link for _, _, link in links(resource.model, draft)))
    currency = draft.get("currency", resource.held(before, company).get("currency"))
    assume("currency_rate" not in draft or currency != company.currency)
    return example, before, draft


@pytest.mark.parametrize("replaces", [True, False], ids=["PUT replaces", "PUT merges"])
@pytest.mark.parametrize("name", WRITABLE_NAMES)
@given(data=st.data())
def test_a_change_is_what_the_record_says(name: str, replaces: bool, data: st.DataObject) -> None:
    resource = RESOURCES[name]
    example, before, draft = data.draw(change(name))
    company = COMPANIES[example.country]
    after = put(name, before, update_body(resource, before, draft, company), replaces)
    told = untaken(resource, after, draft, company)
    assert [it for it in told if "kept as" not in it.rule] == []
    assert is_same(resource, after, draft, company)
    assert changed_unasked(name, before, after, draft, example.country) == []
    assert moved(resource, before, after, draft, company) == []


@pytest.mark.parametrize("name", WRITABLE_NAMES)
@settings(max_examples=30)
@given(data=st.data())
def test_a_change_that_alegra_did_not_take_is_told(name: str, data: st.DataObject) -> None:
    example, before, draft = data.draw(change(name))
    resource, company = RESOURCES[name], COMPANIES[example.country]
    told = {it.field.partition(".")[0] for it in untaken(resource, before, draft, company)}
    held = resource.held(before, company)
    assert told <= draft.keys()
    if not is_same(resource, before, draft, company):
        assert told
    assert held == resource.held(before, company)


@pytest.mark.parametrize("name", WRITABLE_NAMES)
@settings(max_examples=30)
@given(data=st.data())
def test_what_moved_unasked_is_told(name: str, data: st.DataObject) -> None:
    example, before, draft = data.draw(change(name))
    resource, company = RESOURCES[name], COMPANIES[example.country]
    sent = update_body(resource, before, draft, company)
    after = put(name, before, sent, replaces=True)
    lost = [
        key
        for key, value in after.items()
        if key in sent and key in before and canonical(value) == canonical(before[key]) is not None
    ]
    assume(lost)
    key = data.draw(st.sampled_from(lost))
    named = {way[0] for way in changed_places(name, before, draft, example.country)}
    assume(key not in named)
    told = moved(resource, before, without(after, (key,)), draft, company)
    assert told


def changed_places(name: str, before: Row, draft: Draft, country: str) -> list[Way]:
    """The keys of a row that named fields are read from."""
    resource, company = RESOURCES[name], COMPANIES[country]
    held = resource.held(before, company)
    apart = {key: resource.held(without(before, (key,)), company) for key in before}
    return [
        (key,)
        for key, other in apart.items()
        if any(at(held, step) != at(other, step) for step in steps(draft))
        or any(key in TOGETHER.get(str(step[-1]), ()) for step in steps(draft))
    ]
