"""Values that nobody sends on purpose, and JSON in which some have taken others' place."""

import json
from typing import Any

from hypothesis import strategies as st

NASTY = [
    "null",
    "true",
    "0",
    "-1",
    "1.5",
    "1e999999",
    "-1E-999999",
    "1e99999999999999999999",
    "9" * 5_000,
    "123456789012345678901234567890",
    "NaN",
    "-Infinity",
    '""',
    '" "',
    '"\\u0000\\u001b[31m\\n"',
    '"\\ud83d"',
    '"../contacts/6?x=1#y"',
    '"2026-13-45"',
    '"9999-12-31T23:59:60Z"',
    '"0001-01-01"',
    f'"{"x" * 5_000}"',
    "[]",
    "{}",
    "[[]]",
    "[null]",
    '[{"id": null}]',
    '{"": 1}',
    '{"id": {"id": {}}}',
    '{"a": 1, "a": 2}',
    "[" * 150 + "]" * 150,
    '{"a":' * 5_000 + "1" + "}" * 5_000,
]
"""JSON, or nearly: kinds that were not expected, numbers and depths that nothing can hold."""

_PLACE = "\ue000{}\ue000"

json_texts = st.recursive(
    st.sampled_from(NASTY) | st.text(max_size=6).map(json.dumps) | st.integers().map(str),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{','.join(items)}]")
        | st.dictionaries(st.text(max_size=6).map(json.dumps), inner, max_size=3).map(
            lambda items: f"{{{','.join(f'{key}:{item}' for key, item in items.items())}}}"
        )
    ),
    max_leaves=6,
)


@st.composite
def spoiled(draw: st.DrawFn, value: Any, at_most: int = 3) -> str:
    """The JSON text of a value in which some values, fields or elements are others, or gone."""
    value = json.loads(json.dumps(value))
    raw: list[str] = []
    for _ in range(draw(st.integers(0, at_most))):
        places = list(_places(value))
        if not places:
            break
        holder, key = draw(st.sampled_from(places))
        holder[key] = _PLACE.format(len(raw))
        raw.append(draw(json_texts))
        if draw(st.integers(0, 4)) == 0:
            del holder[key]
    text = json.dumps(value, ensure_ascii=False)
    for number, replacement in enumerate(raw):
        text = text.replace(json.dumps(_PLACE.format(number), ensure_ascii=False), replacement)
    return text


def _places(value: Any) -> Any:
    """Every holder and key inside a value, and a key that is not there yet."""
    if isinstance(value, dict):
        yield value, "new field"
    for key, item in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, key
        if isinstance(item, (dict, list)):
            yield from _places(item)


@st.composite
def noisy(draw: st.DrawFn, text: bytes) -> bytes:
    """A text with a few bytes too many, too few or others."""
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(st.binary(max_size=3)) + text[place + draw(st.integers(0, 3)) :]
    return text
