"""Reading what a client sent, and refusing it with `ApiError` (docs: alegra-api 1.6, 3)."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from .books import Books, Row
from .errors import invalid

Body = dict[str, Any]

MAXIMUM_NOTE = 500
"""Characters of ``observations``, ``anotation`` and ``termsConditions`` (docs: alegra-api 1.7)."""

MAXIMUM_DECIMALS = 6
"""Decimals of an amount that Alegra keeps (docs: alegra-api 1.7, ``calculationScale``)."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def identifier(value: Any) -> int | None:
    """An id, given by itself or in an object; None for anything that is no id."""
    if isinstance(value, dict):
        value = value.get("id")
    text = str(value)
    return int(text) if not isinstance(value, bool) and text.isdecimal() else None


def objects(value: Any) -> list[Body]:
    """The objects of a list; none where there is no list."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def require(body: Body, names: Iterable[str]) -> None:
    """Refuse a body that lacks one of some fields."""
    for name in names:
        if body.get(name) in (None, "", [], {}):
            raise invalid(f"El campo {name} es obligatorio")


def refuse(body: Body, names: Iterable[str]) -> None:
    """Refuse a body that has a field which must never be sent (docs: unified-model 6)."""
    for name in names:
        if name in body:
            raise invalid(f"El campo {name} no se puede enviar")


def check_day(body: Body, name: str) -> None:
    """Refuse a date that is not ``YYYY-MM-DD`` (docs: alegra-api 1.7)."""
    value = body.get(name)
    try:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise ValueError
        date.fromisoformat(value)
    except ValueError:
        raise invalid(f"El campo {name} debe tener el formato yyyy-MM-dd") from None


def check_notes(body: Body) -> None:
    """Refuse notes that are too long."""
    for name in ("observations", "anotation", "termsConditions"):
        value = body.get(name)
        if value is not None and (not isinstance(value, str) or len(value) > MAXIMUM_NOTE):
            raise invalid(f"El campo {name} no puede tener más de {MAXIMUM_NOTE} caracteres")


def amount(value: Any, name: str, code: int = 400) -> Decimal:
    """An amount, a number or a text of one."""
    try:
        if isinstance(value, (bool, dict, list)) or value is None:
            raise InvalidOperation
        read = Decimal(str(value))
        if not read.is_finite():
            raise InvalidOperation
    except InvalidOperation:
        raise invalid(f"El campo {name} debe ser un número", code) from None
    exponent = read.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > MAXIMUM_DECIMALS:
        raise invalid(f"El campo {name} no puede tener más de {MAXIMUM_DECIMALS} decimales", code)
    return read


def contact(books: Books, body: Body, name: str, code: int = 400) -> Row:
    """The contact that a document is made out to."""
    row = books.row("contacts", identifier(body.get(name)))
    if row is None:
        raise invalid(f"El campo {name} debe ser un contacto existente", code)
    return row


def currency(body: Body, code: int = 400) -> str | None:
    """The currency of a document; None for the base currency."""
    given = body.get("currency")
    if given is None:
        return None
    if not isinstance(given, dict) or not isinstance(given.get("code"), str):
        raise invalid("La moneda no es válida", code)
    amount(given.get("exchangeRate"), "currency.exchangeRate", code)
    return str(given["code"])


def wants_stamp(body: Body) -> bool:
    """Whether a body asks for a fiscal stamp (docs: alegra-api 3.3)."""
    stamp = body.get("stamp")
    return isinstance(stamp, dict) and stamp.get("generateStamp") is True
