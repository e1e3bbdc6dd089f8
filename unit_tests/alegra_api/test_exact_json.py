"""The fast parser against the standard library's, which knows every corner of the format."""

import json
from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from alegra_api.exact_json import encode_json, exact_json, print_json

numbers = st.from_regex(
    r"-?(0|[1-9][0-9]{0,60})(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,4})?", fullmatch=True
)
strings = st.text(max_size=8).map(json.dumps) | st.text(max_size=8).map(
    lambda text: json.dumps(text, ensure_ascii=False)
)
json_texts = st.recursive(
    numbers | strings | st.sampled_from(["null", "true", "false"]),
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda items: f"[{', '.join(items)}]")
        # Keys may repeat: the last one counts.
        | st.lists(
            st.tuples(st.sampled_from(['"a"', '"b"', '"ñ"']) | strings, inner), max_size=4
        ).map(lambda items: f"{{{','.join(f'{key} : {item}' for key, item in items)}}}")
    ),
    max_leaves=12,
)


def seen(value: Any) -> Any:
    """A value in which numbers are equal only when kind and digits are."""
    if isinstance(value, dict):
        return [(key, seen(item)) for key, item in value.items()]
    if isinstance(value, list):
        return [seen(item) for item in value]
    return type(value), str(value)


@given(json_texts)
@example("-0")
@example("-0.0")
@example("0e5")
@example("1E400")
@example(str(2**64))
@example(str(-(2**63) - 1))
@example('{"a": 1, "a": 2.50}')
@example('"\\ud83d\\ude00"')
def test_a_text_is_parsed_as_the_standard_library_does(text: str) -> None:
    expected = seen(json.loads(text, parse_float=Decimal))
    assert seen(exact_json(text)) == expected
    assert seen(exact_json(text.encode())) == expected
    assert exact_json(encode_json(exact_json(text))) == json.loads(text, parse_float=Decimal)


@given(json_texts, st.integers(0, 200), st.binary(max_size=2))
def test_what_is_refused_is_what_the_standard_library_refuses(
    text: str, place: int, noise: bytes
) -> None:
    broken = text.encode()[:place] + noise + text.encode()[place:]
    try:
        expected = seen(json.loads(broken, parse_float=Decimal))
    except (ValueError, ArithmeticError):
        with pytest.raises(ValueError, match=r".+"):
            exact_json(broken)
    else:
        assert seen(exact_json(broken)) == expected or b"\\ud" in broken.lower()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"\xef\xbb\xbf[1]", [1]),
        ('["é"]'.encode("utf-16"), ["é"]),
        (b'"\\ud83d"', "\ufffd"),
        (b'{"\\uDE00\\ud83d": "\\ud83d."}', {"\ufffd\ufffd": "\ufffd."}),
        # UTF-8 of half a pair.
        (b'"\xed\xa0\x80"', "\ufffd"),
    ],
)
def test_what_is_nearly_json_is_mended_and_can_be_printed(text: bytes, value: Any) -> None:
    assert exact_json(text) == value
    assert orjson.loads(orjson.dumps(print_json(exact_json(text)))) == value


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b'"\xff"',
        b'"\xe9"',
        b'["a\nb"]',
        b"[1,]",
        b"[1] 2",
        b"01",
        b"1" * 5000,
        b"1e99999999999999999999",
        b"[" * 200_000 + b"]" * 200_000,
        b'{"a":' * 200_000,
    ],
)
def test_what_is_no_json_is_a_value_error(text: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        exact_json(text)


def test_nan_stays_what_the_standard_library_makes_of_it() -> None:
    assert str(exact_json("[NaN, -Infinity]")) == "[nan, -inf]"
