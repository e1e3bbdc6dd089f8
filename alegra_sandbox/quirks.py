"""Everything in which Alegra is not what one would expect, each with its source.

What sources disagree on, or what nobody tried, can be switched: ``--quirk NAME=VALUE``. What is
certain can't, and is listed in `CERTAIN` so that it is found in one place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

CERTAIN: dict[str, str] = {
    "unknown filters are silently ignored": "docs: alegra-api 1.4",
    "an ISO moment in a date filter finds nothing": "docs: alegra-api 1.4",
    "there is no filter or order by creation or update": "docs: alegra-api 1.5",
    "an order field that a resource does not document is ignored": "docs: alegra-api 7",
    "rows of one date come in another order in each page": "docs: alegra-api 1.3",
    "date filters of payments are ignored beside client_id": "docs: alegra-api 3.6",
    "taxes are wrapped in total and results whatever was asked": "docs: alegra-api 1.3",
    "categories come as one whole tree": "docs: alegra-api 3.10",
    "an unknown path is forbidden, not missing": "docs: alegra-api 1.6",
    "every answer carries X-Rate-Limit-*, none carries Retry-After": "docs: alegra-api 1.2",
    "ids are text, now and then numbers": "docs: alegra-api 1.7",
    "amounts are numbers or texts with up to ten decimals": "docs: alegra-api 1.7",
    "numberTemplate is an object or a list": "docs: alegra-api 1.7",
    "client of a credit note is an object or a text": "docs: alegra-api 1.7",
    "costCenter is an object, a list or null": "docs: alegra-api 1.7",
    "currency is absent in the base currency": "docs: alegra-api 1.7",
    "identificationObject may be empty": "docs: alegra-api 1.7",
    "type of a contact is a text, a list or an empty list": "docs: alegra-api 1.7",
    "email is a text, an object or null": "docs: alegra-api 1.7",
    "term is a text or an object": "docs: alegra-api 1.7",
    "reference of an item is a text or an object": "docs: alegra-api 1.7",
    "price of an item is a number or a list": "docs: alegra-api 1.7",
    "regime is a text or a list": "docs: alegra-api 1.7",
    "some invoices stay open with balance 0": "docs: alegra-api 1.7",
    "a closed bill may have a balance that was written off": "docs: alegra-api 2",
    "some payments are dated in the year 3023": "docs: alegra-api 1.5",
    "code of an account is null under the Colombian NIIF chart": "docs: alegra-api 3.10",
    "the id of a record is a number in the answer that created it": "docs: alegra-api 1.7",
    "a PUT replaces a contact, and changes what it names of the rest": "docs: alegra-api 1.7",
    "a deletion is answered 204 or with a message": "docs: alegra-api 1.7",
    "two equal POSTs make two records": "docs: alegra-api 6",
    "type and numberTemplate of a journal come on request only": "docs: alegra-api 3.11",
}


def _quirk(default: str | int, source: str, *choices: str) -> Any:
    return field(default=default, metadata={"source": source, "choices": choices})


@dataclass(frozen=True)
class Quirks:
    """The switchable quirks; a field's metadata tells its source and its choices."""

    oversized_limit: str = _quirk("garbage", "docs: alegra-api 1.3", "garbage", "refused")
    """A limit above 30 gives two rows, or HTTP 400."""

    unordered_paging: str = _quirk("unstable", "docs: alegra-api 1.3", "unstable", "stable")
    """Without an order some pages repeat a row of the page before and lose one of their own."""

    status_lists: str = _quirk("ignored", "docs: alegra-api 3.3", "ignored", "honoured")
    """``status=draft,open``: one status at a time, or a list of them."""

    invoice_date_filters: str = _quirk("honoured", "docs: alegra-api 3.3", "honoured", "ignored")
    """Date filters of invoices work, or are ignored as one account reported."""

    credit_note_date_ranges: str = _quirk("honoured", "docs: alegra-api 3.5", "honoured", "ignored")
    """Ranges of dates in credit notes, which are used live but not documented."""

    debit_note_date_ranges: str = _quirk("honoured", "docs: unified-model 6", "honoured", "ignored")
    """Ranges of dates in debit notes."""

    payment_date_ranges: str = _quirk("honoured", "docs: alegra-api 3.6", "honoured", "ignored")
    """Ranges of dates in payments, where no client_id is given."""

    payment_status_filter: str = _quirk("ignored", "docs: alegra-api 3.6", "ignored", "honoured")
    """``status`` of payments, which only one page of the documentation knows."""

    journal_date_ranges: str = _quirk("timeout", "docs: alegra-api 3.11", "timeout", "ignored")
    """Ranges of dates in journals time out (HTTP 503) at offset 0."""

    bills_order_by_id: str = _quirk(
        "honoured", "docs: alegra-api 8", "honoured", "ignored", "refused"
    )
    """``order_field=id`` of bills, which is not documented."""

    credit_notes_order_by_id: str = _quirk(
        "honoured", "docs: alegra-api 3.5", "honoured", "ignored"
    )
    """``order_field=id`` of credit notes."""

    debit_notes_order_by_id: str = _quirk("honoured", "docs: alegra-api 7", "honoured", "ignored")
    """``order_field=id`` of debit notes."""

    journals_order_by_id: str = _quirk("ignored", "docs: alegra-api 7", "ignored", "honoured")
    """``order_field=id`` of journals, which no source names."""

    repeated_payments: str = _quirk("on", "docs: alegra-api 1.3", "on", "off")
    """A payment on several accounts comes once for each of them."""

    plain_categories: str = _quirk("whole", "docs: alegra-api 8", "whole", "paged")
    """``format=plain`` lists all accounts at once, or in pages."""

    contact_accounting_alone: str = _quirk("on", "docs: alegra-api 3.1", "on", "off")
    """``GET /contacts/{id}`` shows ``accounting`` without being asked for it."""

    untimed_contacts_percent: int = _quirk(10, "docs: alegra-api 1.5")
    """How many of a hundred contacts carry no created_at and updated_at."""

    payments_on_drafts: str = _quirk("refused", "docs: alegra-api 9", "refused", "accepted")
    """A payment is applied to a draft invoice, which is open then, or is refused."""

    items_without_product_key: str = _quirk(
        "accepted", "docs: alegra-api 1.6", "accepted", "refused"
    )
    """An item is created without a product key, or refused with code 1093 (Costa Rica)."""

    visible_after_milliseconds: int = _quirk(0, "docs: alegra-api 6")
    """How long a new record is missing from lists; a look-up by id finds it at once."""

    requests_in_flight: int = _quirk(3, "docs: alegra-api 1.2")
    """More requests at a time are answered 503; 0 takes any number."""

    throttle_status: str = _quirk("429", "docs: alegra-api 1.2", "429", "400", "alternating")
    """The HTTP status of a throttle; with 400 the body's code tells that it is one."""

    contacts_requests_per_minute: int = _quirk(0, "docs: alegra-api 1.2")
    """A lower rate limit that /contacts has for itself; 0 for none."""

    counted_up_to: int = _quirk(10_000, "docs: alegra-api 1.3")
    """``metadata.total`` never exceeds this."""

    def with_values(self, settings: Mapping[str, str | int]) -> "Quirks":
        """The quirks with some of them switched.

        Raises:
            ValueError: no such quirk, or no such choice; the text says which there are.
        """
        known = {quirk.name: quirk for quirk in fields(self)}
        values: dict[str, Any] = {}
        for name, value in settings.items():
            if name not in known:
                raise ValueError(f"no quirk {name!r}; there are {', '.join(known)}")
            choices = known[name].metadata["choices"]
            if choices and value not in choices:
                raise ValueError(f"{name} is one of {', '.join(choices)}, not {value!r}")
            values[name] = value if choices else int(value)
        return replace(self, **values)
