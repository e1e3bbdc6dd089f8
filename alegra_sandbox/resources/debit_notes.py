"""Debit notes: credit notes of suppliers (docs: alegra-api 3.5, unified-model 6)."""

from collections.abc import Sequence

from ..bodies import Body
from ..books import Row
from ..errors import invalid
from ..money import number
from ..random_values import RandomValues
from .document import Note, printed_purchases
from .filters import DATE_RANGES, Filter, accepting
from .lines import LineCodes
from .references import filling
from .resource import Record, Rendering, by_name

MAXIMUM_IDS = 30
"""How many ids the filter ``id`` takes."""


def _ids(value: str) -> Sequence[object] | None:
    ids = [part.strip() for part in value.split(",") if part.strip()]
    if len(ids) > MAXIMUM_IDS:
        raise invalid(f"No se pueden consultar más de {MAXIMUM_IDS} ids", 903)
    return ("," + ",".join(ids) + ",",)


class DebitNotes(Note):
    """``/debit-notes``; they know no status filter."""

    path = "debit-notes"
    title = "Nota de débito"
    needs = ("bills",)
    share = 2
    statuses = by_name(open=(1000, 1000))
    events = by_name(settle=0.02)
    default_filters = by_name(type="normal")
    kind, rare_kind = "normal", ("adjustmentNote", 0.1)
    account_share = 0.3
    target = "bills"
    target_code = 13043
    filters = (
        DATE_RANGES
        | accepting(
            *("date", "client_id", "provider_name", "number", "item_id"),
            type=("normal", "adjustmentNote"),
        )
        | by_name(id=Filter("instr(?, ',' || id || ',') > 0", _ids))
    )
    quirky_filters = by_name(debit_note_date_ranges=tuple(DATE_RANGES))
    order_fields = by_name(id="id", date="date", status="status")
    order_by_id_quirk = "debit_notes_order_by_id"
    inputs = ("date", "observations", "termsConditions")
    references = by_name(warehouse={}, costCenter={})
    made_of = ("purchases", "items", "categories", "numberTemplate")
    fills = filling("observations", "termsConditions", *references)
    missing_code = 13005
    party_code = 13011
    currency_code = 13007
    required = ("date",)
    unchangeable_code = 13038
    line_codes = LineCodes(none=13043, wrong=13044)

    def is_unfinished(self, note: Row, random: RandomValues) -> bool:
        """Three of ten, since all are open."""
        return random.chance(0.3)

    def given_lines(self, body: Body) -> Body:
        """At the top or under ``purchases``, on items and on ledger accounts."""
        purchases = body.get("purchases")
        return purchases if isinstance(purchases, dict) and purchases else body

    def record(self, it: Rendering) -> Record:
        """A debit note with the bills that it is applied to; no status."""
        row = it.row
        lines = printed_purchases(it, self.lines(it))
        # Lines stand at the top or under `purchases` (docs: unified-model 6).
        placed = {"purchases": lines} if it.random.chance(0.3) else lines
        return {
            "id": it.drifting_id(),
            "number": str(row["number"]),
            **it.copied("date", type="kind"),
            "client": self.contact(it),
            "numberTemplate": it.template("debitNote", "ND"),
            **self.amounts(it),
            "bills": [
                {
                    "id": str(bill["id"]),
                    "number": str(bill["number"]),
                    "date": bill["date"],
                    "amount": number(amount),
                }
                for bill, amount in it.related[it.id]
            ],
            "refunds": [{"date": row["date"], "amount": number(row["refunded"])}]
            if row["refunded"]
            else [],
            "observations": self.observations(it),
            "termsConditions": None,
            "costCenter": it.cost_center(),
            "warehouse": {"id": "1", "name": "Principal"},
            **self.currency(it),
            **self.precision(it),
            **placed,
        }
