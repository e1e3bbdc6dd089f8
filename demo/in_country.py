"""Records to write as a user in some country writes them, with what the country asks of each."""

import copy
from typing import Any

from alegra_sandbox.countries import COUNTRIES, UNKNOWN, Identity
from alegra_sandbox.quirks import Quirks
from alegra_sandbox.random_values import RandomValues
from alegra_unified.countries import country_named
from alegra_unified.drafts import write_of
from alegra_unified.fields import Written, camel_case
from alegra_unified.resources._contacts import ContactExtras

Record = dict[str, Any]

FIRST_SERIAL = 50_000
"""Serial numbers of tax numbers that no simulated company has."""


def in_country(code: str, stream: str, record: Record) -> Record:
    """A record with what the country asks of one that is created, where it does not say it.

    Args:
        code: of the edition.
        stream: where it goes.
        record: what is to be written, without what only one country has.
    """
    filled = copy.deepcopy(record)
    key = COUNTRIES[code](Quirks()).product_key(RandomValues(code))
    if stream == "invoice_items" and key is not None:
        filled = with_value(filled, "alegra.product_key", key)
    for it in country_named(code).requirements.get(stream, ()):
        if not it.is_met(filled):
            filled = with_value(filled, it.field, it.example)
    return filled


def tax_number_in(code: str, serial: int) -> tuple[str, str]:
    """The tax number of a company that no simulated one has, and its kind."""
    edition, random = COUNTRIES[code](Quirks()), RandomValues(code, "number", serial)
    return edition.identification(random, False, FIRST_SERIAL + serial)


def contact_in(code: str, record: Record, serial: int) -> Record:
    """A company as a customer or supplier: its tax number, address and fiscal fields.

    Args:
        code: of the edition.
        record: what else is to be written of it.
        serial: tells its tax number apart.
    """
    edition, random = COUNTRIES[code](Quirks()), RandomValues(code, serial)
    number, kind = tax_number_in(code, serial)
    identity = Identity(False, "", "", "", "", number, kind)
    fiscal = edition.contact_fields(random, identity)
    own = {
        name: fiscal.get(camel_case(name))
        for name, field in ContactExtras.fields.items()
        if isinstance(write_of(field, ContactExtras), Written)
    }
    if edition.identification_object(identity).get("type"):
        own["identification_type"] = kind
    layout = country_named(code).address
    address = {part: f"{part} {serial}" for part in layout if part != "country"}
    country = "UY" if code == UNKNOWN else code
    return in_country(
        code,
        "customers",
        {
            "tax_number": number,
            "addresses": [{**address, "country": country}],
            "alegra": {name: value for name, value in own.items() if value not in (None, [])},
            **record,
        },
    )


def with_value(value: Any, path: str, given: Any) -> Any:
    """A copy of a record with a value at a dotted path, in parts that are made where none are."""
    first, _, rest = path.partition(".")
    if first.isdecimal():
        held = dict(enumerate(value or []))
        held[int(first)] = with_value(held.get(int(first)), rest, given) if rest else given
        return list(held.values())
    inner = with_value((value or {}).get(first), rest, given) if rest else given
    return {**(value or {}), first: inner}
