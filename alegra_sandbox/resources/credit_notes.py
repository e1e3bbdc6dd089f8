"""Credit notes for customers (docs: alegra-api 3.5)."""

from ..money import number
from .document import Note
from .filters import DATE_RANGES, accepting
from .invoices import Invoices
from .references import filling
from .resource import Record, Rendering, by_name

_INVOICES = Invoices()


class CreditNotes(Note):
    """``/credit-notes``."""

    path = "credit-notes"
    title = "Nota de crédito"
    needs = ("invoices",)
    share = 4
    # They are open, closed or void; no draft was seen (docs: alegra-api 4).
    statuses = by_name(open=(70, 400), void=(20, 20), closed=(910, 580))
    events = by_name(settle=0.04)
    sells = shows_stamp = True
    target = "invoices"
    target_statuses = ("draft", "open")
    filters = DATE_RANGES | accepting("date", "client_id", status=statuses)
    quirky_filters = by_name(credit_note_date_ranges=tuple(DATE_RANGES))
    order_fields = by_name(id="id", date="date", status="status")
    order_by_id_quirk = "credit_notes_order_by_id"
    inputs = ("date", "observations", "anotation", "type")
    references = by_name(warehouse={}, costCenter={})
    made_of = ("items", "numberTemplate")
    fills = filling("observations", "anotation", *references, type="RETURN")
    required = ("date", "client", "items")

    def record(self, it: Rendering) -> Record:
        """A credit note with the invoices that it is applied to."""
        row, random = it.row, it.random
        client = self.contact(it)
        template = it.country.number_template("creditNote", "NC", row["number"], True)
        record: Record = {
            "id": it.drifting_id(),
            **it.copied("date", "status"),
            "numberTemplate": it.drifting_template(template),
            # The documentation's own example has a text (docs: alegra-api 1.7).
            "client": client["name"] if random.chance(0.06) else client,
            **self.amounts(it),
            "type": random.pick((None, "DISCOUNT", "RETURN")),
            "items": [line.printed(it.notation, True) for line in self.lines(it)],
            "invoices": [
                {
                    "id": str(invoice["id"]),
                    "number": _INVOICES.shown_number(it.books, invoice),
                    "date": invoice["date"],
                    "amount": number(amount),
                    "total": number(invoice["total"]),
                }
                for invoice, amount in it.related[it.id]
            ],
            "refunds": [
                {"date": row["date"], "amount": number(row["refunded"]), "account": {"id": "1"}}
            ]
            if row["refunded"]
            else [],
            "costCenter": it.cost_center(),
            "warehouse": {"id": "1", "name": "Principal"},
            "observations": self.observations(it),
            "anotation": random.pick((None, "", "Devolución de mercancía")),
            **self.currency(it),
            **self.precision(it),
        }
        if row["status"] != "draft" and random.chance(0.7):
            moment = self.moment(it.books, row)
            stamp = it.country.stamp(random, moment, str(template["fullNumber"]))
            if stamp is not None:
                record["stamp"] = stamp
        return record
