"""Other records of Alegra's that the unified model has no field for; they stand under ``alegra``.

They are read as Alegra shows them and written as their ids, which is all that Alegra takes.
"""

from typing import Any

from ..company import Company
from ..fields import Draft, Field, Written, json_array, json_object, json_value
from ..kinds import decimal_or_none
from ..written_form import reference, shares


def _identifier(value: Any) -> str | None:
    found = reference(value)
    return None if found is None else str(found["id"])


def _has_id(value: Any, draft: Draft, company: Company) -> str | None:
    return None if _identifier(value) is not None else "has no id, by which Alegra takes it"


def _is_same(held: Any, value: Any) -> bool:
    return _identifier(held) == _identifier(value)


def _written_to(key: str) -> Written:
    return Written(lambda value, draft, company: {key: reference(value)})


_STREAMS = {"seller": "sellers", "warehouse": "warehouses", "priceList": "price_lists"}


def other_record(key: str, meaning: str = "", build: Written | None = None) -> Field:
    """Another record, by its id.

    Args:
        key: where Alegra has it.
        meaning: what it is, beside the stream that it is of.
        build: how it is written, where that is not as an object with the id.
    """
    stream = f"See stream {_STREAMS[key]}." if key in _STREAMS else ""
    return json_object(
        key,
        " ".join(filter(None, (meaning, stream))),
        write=build or _written_to(key),
        rule=_has_id,
        same=_is_same,
    )


def cost_centre() -> Field:
    """The cost centre, where the unified model has no field for it."""
    return json_value(
        "costCenter",
        "See stream departments.",
        write=_written_to("costCenter"),
        rule=_has_id,
        same=_is_same,
    )


def numbering(meaning: str, plain: bool = False) -> Field:
    """The numbering that a document takes its number from.

    A numbering without an id is the number that the document has: it is Alegra's to give.

    Args:
        meaning: what it is.
        plain: whether Alegra takes the plain id, as journals do (docs: alegra-api 3.11).
    """

    def build(value: Any, draft: Draft, company: Company) -> Any:
        identifier = _identifier(value)
        if identifier is None:
            return {}
        return {"numberTemplate": identifier if plain else {"id": identifier}}

    return json_value(
        "numberTemplate",
        meaning,
        write=Written(build),
        same=lambda held, value: _identifier(value) is None or _is_same(held, value),
    )


def withheld(meaning: str = "Taxes withheld.") -> Field:
    """Retentions, each by its id and with its amount (docs: alegra-api 3.6, 3.7)."""
    return json_array(
        "retentions",
        meaning,
        write=Written(lambda value, draft, company: {"retentions": shares(value)}),
        rule=each_has_id,
        same=_same_shares,
    )


def each_has_id(values: list[Any], draft: Draft, company: Company) -> str | None:
    """The rule on a list of other records."""
    if all(isinstance(it, dict) and _identifier(it) is not None for it in values):
        return None
    return "has an element without an id, by which Alegra takes it"


def _same_shares(held: Any, values: list[Any]) -> bool:
    amounts = _amounts(held or [])
    return amounts.keys() == _amounts(values).keys() and all(
        amount is None or amount == amounts[identifier]
        for identifier, amount in _amounts(values).items()
    )


def _amounts(values: list[Any]) -> dict[str | None, Any]:
    return {
        _identifier(it): decimal_or_none(it.get("amount")) for it in values if isinstance(it, dict)
    }
