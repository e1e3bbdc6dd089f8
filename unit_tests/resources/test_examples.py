"""Each pair of files under `examples`, and what holds of any record near one of them."""

import re
from functools import cache
from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from . import examples
from .examples import (
    EVERY,
    EXAMPLES,
    Example,
    Way,
    any_json,
    digits,
    exactly,
    listed,
    places,
    with_value,
)
from .mapping import (
    COUNTRIES,
    NAMES,
    UNIFIED_NAMES,
    WRITABLE_NAMES,
    Row,
    arranged,
    body,
    exact_json,
    judged,
    key_of,
    printed,
    problems,
    schema,
    schema_errors,
    today,
    unified_with_problems,
)
from .rules import at

ONE_COUNTRY_IS_ENOUGH = {"departments", "bank_accounts"}
"""Resources in which nothing differs by country."""

OF_EACH_COUNTRY = {"company_info", "customers", "invoice_items", "invoices", "tax_rates"}
"""Resources with fiscal fields or addresses, which each edition has in its own way."""

NO_NUMBERS = {"departments", "company_info"}
"""Resources none of whose fields shows a number."""


@pytest.mark.parametrize("example", EVERY, ids=str)
def test_what_alegra_sends_is_read_as_the_example_says(example: Example) -> None:
    name, sent = example.resource, exact_json(example.text("alegra") or "")
    rows = arranged(name, sent) if isinstance(sent, list) else [sent]
    read = [printed(name, row, example.country) for row in rows]
    assert [digits(text) for text, _ in read] == listed(digits(example.text("unified") or ""))
    assert [problem for _, found in read for problem in found] == []
    assert all(judged(name, row).belongs for row in rows)


@pytest.mark.parametrize("example", [it for it in EVERY if it.resource in WRITABLE_NAMES], ids=str)
def test_what_was_read_is_written_as_the_example_says(example: Example) -> None:
    name, country = example.resource, example.country
    days = {today(country)}
    bodies = [body(name, it, country) for it in example.records if not problems(name, it, country)]
    days.add(today(country))
    text = example.text("body") or "[]"
    wanted = [listed(digits(text.replace("<today>", day))) for day in days]
    assert exactly(bodies) in wanted


@pytest.mark.parametrize("name", NAMES)
def test_every_resource_has_examples_of_each_country(name: str) -> None:
    alike = name in ONE_COUNTRY_IS_ENOUGH or name not in UNIFIED_NAMES
    countries = {"MX"} if alike else {"MX", "CO", "DO"}
    if name in OF_EACH_COUNTRY:
        countries = {*COUNTRIES}
    assert countries <= {example.country for example in examples.of(name)}
    if name in WRITABLE_NAMES:
        assert any(example.text("body") for example in examples.of(name))


def test_every_file_is_of_an_example_and_every_example_of_a_resource() -> None:
    kinds = {
        f"{example}.{kind}.json" for example in EVERY for kind in ("alegra", "unified", "body")
    }
    assert {str(path.relative_to(EXAMPLES)) for path in EXAMPLES.rglob("*.json")} <= kinds
    assert {path.name for path in EXAMPLES.iterdir()} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_any_json_in_any_place_is_read_and_the_id_survives(name: str, data: st.DataObject) -> None:
    example = data.draw(st.sampled_from(examples.of(name)))
    row = data.draw(st.sampled_from(example.sent))
    way = data.draw(st.sampled_from([way for way, _ in places(row)]))
    changed = with_value(row, way, data.draw(any_json))
    record, _ = unified_with_problems(name, changed, example.country)
    key = key_of(name)
    if way != (key,) and key in row:
        assert record[key] == str(row[key])
    assert list(record) == [field for field in schema(name)["properties"] if field != "observed_at"]
    assert schema_errors(name, record) == []
    judgement = judged(name, changed)
    assert judgement.belongs in (True, False)
    assert judgement.is_open in (None, True, False)


_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


class Shown(NamedTuple):
    """A number of an example and where it shows in the record.

    Attributes:
        example: which one.
        row: Alegra's row.
        way: to the number in the row.
        fields: ways to the fields that show it, each with whether a text stays a text there.
    """

    example: Example
    row: Row
    way: Way
    fields: dict[Way, bool]


@cache
def numbers_shown(name: str) -> list[Shown]:
    """Each number in the examples of a resource that shows in a record."""
    mark = exact_json("98765.4321012345")
    found: list[Shown] = []
    for example in examples.of(name):
        for row in example.sent:
            for way, value in places(row):
                if not _NUMBER.fullmatch(str(value)):
                    continue
                record, unread = unified_with_problems(
                    name, with_value(row, way, mark), example.country
                )
                quoted, _ = unified_with_problems(
                    name, with_value(row, way, str(mark)), example.country
                )
                ways = [field for field, shown in places(record) if shown == mark]
                if ways and not unread:
                    fields = {field: at(quoted, field) == str(mark) for field in ways}
                    found.append(Shown(example, row, way, fields))
    return found


def test_all_but_a_few_unified_resources_show_numbers() -> None:
    assert {name for name in UNIFIED_NAMES if not numbers_shown(name)} == NO_NUMBERS


@pytest.mark.parametrize("name", [name for name in NAMES if numbers_shown(name)])
@given(
    data=st.data(),
    text=st.from_regex(r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,20})?", fullmatch=True),
    quoted=st.booleans(),
)
def test_a_number_is_printed_with_its_digits_wherever_it_shows(
    name: str, data: st.DataObject, text: str, quoted: bool
) -> None:
    # A negative 0 is 0 in a sum; a journal's line on no side shows the other side's 0.
    assume(not text.startswith("-") or exact_json(text) != 0)
    assume(name != "journal_entries" or exact_json(text) > 0)
    example, row, way, fields = data.draw(st.sampled_from(numbers_shown(name)))
    number = text if quoted else exact_json(text)
    shown, _ = printed(name, with_value(row, way, number), example.country)
    for field, stays_text in fields.items():
        expected = text if quoted and stays_text else ("number", text)
        assert at(digits(shown), field) == expected
