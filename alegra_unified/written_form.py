"""A row of Alegra's in the form in which it is written: what a PUT must carry to lose nothing.

Whether a PUT replaces a record or merges into it is not documented but for contacts, which it
replaces (docs: alegra-api 1.7). So an update carries what stands there, without what Alegra fills
by itself, and with other records as the ids by which they are written.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .fields import Body, Row, filled, is_empty

_FILLED_BY_ALEGRA = frozenset(
    {
        *("id", "created_at", "updated_at", "datetime", "decimalPrecision", "calculationScale"),
        *("total", "totalPaid", "totalApplied", "balance", "payments", "stamp", "comments"),
        *("url", "pdfUrl", "pdf", "xml", "stampFiles", "journal", "deletable", "metadata_"),
    }
)
_OF_A_DOCUMENT = frozenset(
    {
        *("status", "number", "subtotal", "subTotal", "discount", "tax", "term", "refunds"),
        *("totalsSummary", "totalsPendingByTaxes", "canApplyREP", "events", "station"),
    }
)

Form = Callable[[Any], Any]


def reference(value: Any) -> Any:
    """Another record by its id; of a list of them the first, which is all that is written.

    None where there is no id: a record can't be named by anything else.
    """
    first = value[0] if isinstance(value, list) and value else value
    if isinstance(first, dict):
        return None if is_empty(first.get("id")) else {"id": first["id"]}
    return {"id": first} if isinstance(first, (str, int)) and not is_empty(first) else None


def party(value: Any) -> Any:
    """A contact by its id; None where only its name is shown (docs: alegra-api 1.7)."""
    return None if isinstance(value, str) else reference(value)


def references(value: Any) -> Any:
    """A list of other records, each by its id; one alone counts as a list."""
    listed = value if isinstance(value, list) else [value]
    found = [reference(it) if isinstance(it, dict) else it for it in listed]
    return listed if None in found else found


def shares(value: Any) -> Any:
    """Documents or withheld taxes, each by its id, with the amount that goes to it."""
    return _each(value, lambda it: _only(it, "id", "amount"))


def account_ids(value: Any) -> Any:
    """Ledger accounts by their use, each as its plain id."""
    if not isinstance(value, dict):
        return value
    return {
        use: it["id"] if isinstance(it, dict) and "id" in it else it for use, it in value.items()
    }


def currency(value: Any) -> Any:
    """A currency with its rate."""
    return _only(value, "code", "exchangeRate") if isinstance(value, dict) else {"code": value}


def suppliers_number(value: Any) -> Any:
    """The numbering of a bill, with the number that is the supplier's own."""
    first = value[0] if isinstance(value, list) and value else value
    return _only(first, "id", "prefix", "number") if isinstance(first, dict) else value


_CALCULATED_IN_LINES = frozenset(
    {*("name", "reference", "unit", "subtotal", "subTotal", "total", "discountAmount")}
)


def lines(value: Any) -> Any:
    """Lines without what Alegra calculates or takes from the item or the account."""
    return _each(value, _line)


def _line(line: Row) -> Body:
    kept = {key: it for key, it in line.items() if key not in _CALCULATED_IN_LINES}
    return {
        key: references(it) if key == "tax" else it if key == "id" else _default(it)
        for key, it in kept.items()
        if not is_empty(it)
    }


def purchases(value: Any) -> Any:
    """The lines of a purchase, items and accounts apart."""
    if not isinstance(value, dict):
        return value
    return {name: lines(it) for name, it in value.items() if not is_empty(it)}


def _each(value: Any, form: Callable[[Row], Any]) -> Any:
    listed = value if isinstance(value, list) else [value]
    return [form(it) if isinstance(it, dict) else it for it in listed]


def _only(row: Row, *keys: str) -> Body:
    return {key: row[key] for key in keys if not is_empty(row.get(key))}


def _default(value: Any) -> Any:
    """An embedded record becomes its id; what is no record stays, with what is inside it."""
    if isinstance(value, dict):
        if not is_empty(value.get("id")):
            return {"id": value["id"]}
        return {key: _default(it) for key, it in value.items() if not is_empty(it)}
    return value


@dataclass(frozen=True, slots=True)
class WrittenForm:
    """How the rows of a resource look when they are written.

    Attributes:
        own: keys that Alegra fills by itself, beyond those that it fills everywhere.
        forms: keys whose values are written in another form than an id for an embedded record.
        names: keys that are read under another name than they are written under.
        shape: a row as the rest of this expects it.
    """

    own: frozenset[str] = frozenset()
    forms: Mapping[str, Form] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    shape: Callable[[Row], Row] = lambda row: row

    def of(self, row: Row) -> Body:
        """What stands in a row, as it is written; what is empty is left out."""
        row = self.shape(row)
        body: Body = {}
        for key, value in row.items():
            name = self.names.get(key, key)
            if key in self.own or key in _FILLED_BY_ALEGRA or key.startswith("_"):
                continue
            if is_empty(value) or (name != key and not is_empty(row.get(name))):
                continue
            written = filled(self.forms.get(name, _default)(value))
            if written is not None:
                body[name] = written
        return body


def document_form(
    *own: str,
    forms: Mapping[str, Form] | None = None,
    names: Mapping[str, str] | None = None,
    shape: Callable[[Row], Row] = lambda row: row,
) -> WrittenForm:
    """The form of a document: without the sums, the status and the number that Alegra gives it."""
    known = {
        "items": lines,
        "categories": lines,
        "purchases": purchases,
        "currency": currency,
        "retentions": shares,
        **dict.fromkeys(("costCenter", "numberTemplate"), reference),
        **dict.fromkeys(("client", "provider"), party),
    }
    return WrittenForm(_OF_A_DOCUMENT | set(own), {**known, **(forms or {})}, names or {}, shape)
