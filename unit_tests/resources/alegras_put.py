"""What Alegra may make of a PUT: it replaces the record, or merges into it.

Which one is not documented but for contacts (docs: alegra-api 1.7), so both are tried. Written from
the facts and without the code that builds bodies: Alegra takes other records by their id and shows
them whole, keeps what it calculates, and takes no notice of what it fills by itself.
"""

from typing import Any

Row = dict[str, Any]

OWN = frozenset(
    {
        *("id", "created_at", "updated_at", "datetime", "decimalPrecision", "calculationScale"),
        *("total", "totalPaid", "totalApplied", "balance", "payments", "stamp", "comments"),
        *("url", "pdfUrl", "journal", "children", "text", "readOnly", "categoryRule", "_place"),
    }
)
"""What no PUT changes, whatever it says (docs: unified-model 6, alegra-api 3)."""

OWN_OF_DOCUMENTS = frozenset(
    {
        *("number", "subtotal", "subTotal", "discount", "tax", "term", "refunds", "events"),
        *("totalsSummary", "totalsPendingByTaxes", "canApplyREP", "station", "bills"),
    }
)

OWN_OF: dict[str, frozenset[str]] = {
    "invoices": OWN_OF_DOCUMENTS,
    "quotes": OWN_OF_DOCUMENTS | {"status"},
    "bills": OWN_OF_DOCUMENTS | {"status"},
    "purchase_orders": OWN_OF_DOCUMENTS | {"status"},
    "credit_notes": OWN_OF_DOCUMENTS | {"status"},
    "bill_credit_notes": (OWN_OF_DOCUMENTS | {"status"}) - {"bills"},
    "payments": frozenset({"number", "status", "amount"}),
    "bill_payments": frozenset({"number", "status", "amount"}),
    "journal_entries": frozenset({"number"}),
    "inventory_adjustments": frozenset({"number"}),
    "invoice_items": frozenset({"code"}),
}

SHOWN = frozenset(
    {
        *("name", "reference", "unit", "code", "symbol", "productKey", "percentage"),
        *("subtotal", "total", "discountAmount", "number", "numberTemplate", "date", "totalPaid"),
        *("balance", "main", "type", "idPriceList", "availableQuantity", "text", "documentType"),
        *("fullNumber", "isElectronic", "prefix", "isDefault", "days", "class", "status"),
    }
)
"""What Alegra shows of a record, a line or a currency that is named, beside what is written."""


def in_one_notation(row: Row) -> Row:
    """A row in which what Alegra sends in several forms comes in one (docs: alegra-api 1.7)."""
    row = dict(row)
    if row.get("type") == "out" and "provider" in row:
        row["client"] = row.pop("provider")
    if isinstance(row.get("term"), str):
        row["term"] = None
    if "identificationType" in row:
        number = {"type": row.pop("identificationType"), "number": row.get("identification")}
        row["identificationObject"] = number
    if "account" in row and "bankAccount" not in row:
        row["bankAccount"] = {"id": row.pop("account")}
    if "thirdsType" in row:
        row["thirdType"] = row.pop("thirdsType")
    if row.get("statementAttached") in ("yes", "no"):
        row["statementAttached"] = row["statementAttached"] == "yes"
    if isinstance(row.get("type"), str) and row["type"] in ("client", "provider"):
        row["type"] = [row["type"]]
    if isinstance(row.get("email"), dict):
        row["email"] = row["email"].get("email")
    for key in ("costCenter", "numberTemplate"):
        if isinstance(row.get(key), list):
            row[key] = row[key][0] if row[key] else None
    for key in ("category", "categoryFavorable", "categoryToBePaid"):
        if isinstance(row.get(key), (int, str)):
            row[key] = {"id": row[key]}
    if isinstance(row.get("reference"), dict):
        row["reference"] = row["reference"]["reference"]
    if isinstance(row.get("tax"), dict):
        row["tax"] = [row["tax"]]
    if "entries" in row:
        row["entries"] = [_entry(it) for it in row["entries"]]
    for key in ("items", "categories"):
        if isinstance(row.get(key), list):
            row[key] = [in_one_notation(it) for it in row[key]]
    if isinstance(row.get("purchases"), dict):
        row["purchases"] = in_one_notation(row["purchases"])
    return row


def _entry(entry: Row) -> Row:
    rest = {key: it for key, it in in_one_notation(entry).items() if key != "type"}
    return {**rest, **{side: rest.get(side) or 0 for side in ("debit", "credit")}}


def put(name: str, before: Row, body: Row, replaces: bool) -> Row:
    """A row after a PUT.

    Args:
        name: of the resource.
        before: the row.
        body: of the PUT.
        replaces: whether what the body lacks is lost.
    """
    own = OWN | OWN_OF.get(name, frozenset())
    after = {key: value for key, value in before.items() if not replaces or key in own}
    for key, value in body.items():
        if key not in own:
            after[key] = _shown(before.get(key), value, replaces)
    # A numbering that is not named by its id is the number that the document has.
    after.setdefault("numberTemplate", before.get("numberTemplate"))
    return in_one_notation(after)


def _shown(held: Any, value: Any, replaces: bool) -> Any:
    """What stands there once a value was written over it, as Alegra shows it."""
    if isinstance(held, list) and held and isinstance(value, dict):
        shown = _shown(held[0], value, replaces)
        return [shown]
    if isinstance(value, dict):
        if not isinstance(held, dict):
            return value
        same = "id" not in value or str(value["id"]) == str(held.get("id"))
        if value.keys() == {"id"}:
            return held if same else value
        rest = {key: it for key, it in held.items() if same and (not replaces or key in SHOWN)}
        return {**rest, **{key: _shown(held.get(key), it, replaces) for key, it in value.items()}}
    if isinstance(value, list):
        there = held if isinstance(held, list) else [held]
        return [
            _shown(there[place] if place < len(there) else None, it, True)
            for place, it in enumerate(value)
        ]
    if isinstance(held, dict) and str(held.get("id")) == str(value):
        return held
    return value
