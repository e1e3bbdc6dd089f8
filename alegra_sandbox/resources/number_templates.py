"""Number templates (docs: alegra-api 3.12 and 11.3)."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from ..books import Books
from ..errors import invalid
from ..quirks import Quirks
from .filters import Filter, accepting
from .resource import Listed, Record, Rendering, by_name

_OF_OTHERS = {
    **by_name(estimate="COT", creditNote="NC", debitNote="ND", supportDocument="DS"),
    **by_name(transactionIn="RC", transactionOut="CE", remission="RM"),
}
_FIRST_OF_OTHERS = 20


class NumberTemplates(Listed):
    """``/number-templates``; without ``documentType`` all of them, or refused."""

    path = "number-templates"
    title = "Numeración"
    column_types = "name TEXT, prefix TEXT, kind TEXT, electronic INTEGER, status TEXT"
    filters = accepting(status=("active", "inactive")) | by_name(documentType=Filter("kind = ?"))

    def usable_filters(self, parameters: Mapping[str, str], quirks: Quirks) -> Mapping[str, Filter]:
        """A list that is not told a type of documents may be none (docs: alegra-api 11.3)."""
        if quirks.number_templates_need_document_type == "yes" and "documentType" not in parameters:
            raise invalid("El campo documentType es obligatorio")
        return super().usable_filters(parameters, quirks)

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """Those of invoices, by the ids that these show, and one for each other type."""
        country = books.country
        rows: dict[int, tuple[str, str, bool]] = {}
        for id in range(1, 200):
            prefix = country.invoice_prefix(id)
            shown = country.number_template("invoice", prefix, 1, True)
            rows.setdefault(int(shown["id"]), (prefix, "invoice", shown["isElectronic"]))
        for place, (kind, prefix) in enumerate(_OF_OTHERS.items(), start=_FIRST_OF_OTHERS):
            rows[place] = (prefix, kind, False)
        for id, (prefix, kind, is_electronic) in rows.items():
            status = "inactive" if kind == "remission" else "active"
            shown = {"name": f"Numeración {prefix}", "prefix": prefix, "kind": kind}
            yield {"id": id, **shown, "electronic": is_electronic, "status": status}

    def record(self, it: Rendering) -> Record:
        """A template; of an internal one the resolution is null."""
        row, books = it.row, it.books
        resolution = it.country.resolution if row["electronic"] else None
        last = it.id * 1000 + 999
        began = books.first_day + timedelta(days=it.id)
        return {
            "id": it.drifting_id(),
            **it.copied("name", "prefix", "status", documentType="kind"),
            "subDocumentType": "" if row["kind"] == "remission" else None,
            "isDefault": it.id in (1, _FIRST_OF_OTHERS),
            "isElectronic": bool(row["electronic"]),
            "autoincrement": True,
            "startDate": began.isoformat() if resolution else None,
            "endDate": (books.today + timedelta(days=90)).isoformat() if resolution else None,
            "minInvoiceNumber": 1 if resolution else None,
            "maxInvoiceNumber": last if resolution else None,
            "nextInvoiceNumber": last // 2 if it.id % 2 else str(last // 2),
            "resolutionNumber": "18764000012345" if resolution else None,
            "invoiceText": resolution and resolution.format(row["prefix"]),
            "deletable": False,
        }
