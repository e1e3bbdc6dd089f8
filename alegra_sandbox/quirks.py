"""Everything in which Alegra is not what one would expect, each with its source.

What sources disagree on, or what nobody tried, can be switched: ``--quirk NAME=VALUE``. Quirks with
answers that differ from resource to resource take several, separated by commas, each for all or
behind the scope that it is for: ``put=replace,contacts:merge``; the last one that fits holds.
Each says which question of ``alegra-probe`` settles it for a real account, or why none can.
Certain is (sections of docs/reference/alegra-api.md):

- 1.2: every answer carries X-Rate-Limit-*, none carries Retry-After.
- 1.3: rows of one date come in another order in each page; taxes have a form of their own.
- 1.4, 1.5: unknown filters are ignored; a moment in a date filter finds nothing; nothing filters or
  orders by creation or update. 7: an order field that a resource does not document is ignored.
- 1.6: an unknown path is forbidden, not missing. 1.5: some payments are dated in the year 3023.
- 1.7: ids are texts, now and then numbers; amounts are numbers or texts of up to ten decimals;
  numberTemplate, costCenter, regime, price, type of a contact are lists or not; client, email,
  term, reference are texts or objects; currency is absent in the base currency, and the
  identificationObject may be empty; some invoices stay open with balance 0; a deletion is answered
  204 or with a message. Fields of a body that a resource does not know are ignored.
- 2: a closed bill may have a balance that was written off. 6: two equal POSTs make two records.
- 3.2: a PUT leaves the stock of an item alone.
- 3.6: dates of payments are ignored beside client_id. 3.10: categories come as one whole tree, in
  Colombia without codes. 3.11: type and numberTemplate of a journal come on request only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from .long_ids import ALWAYS, NEVER


@dataclass(frozen=True, slots=True)
class Settled:
    """A question of ``alegra-probe`` whose answers tell how a quirk is to be switched.

    Attributes:
        question: its name in a report.
        lists: the lists whose answers count; all where there are none.
        scopes: what stands before an answer; ``{}`` is the list. Quirks without scopes have none.
        words: answers that the quirk has another word for; ``{halfway}`` is the middle of the
            company's past.
    """

    question: str
    lists: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ("",)
    words: Mapping[str, str] = field(default_factory=dict)


Settling = tuple[Settled, ...] | str
"""What settles a quirk; or why nothing does that only reads."""

_WRITES = "Only a write shows it."


def _of(question: str, path: str, **words: str) -> Settling:
    """Settled by what one list answers."""
    return (Settled(question, (path,), words=words),)


def _each(question: str, *scopes: str, **words: str) -> Settled:
    """Settled list by list."""
    return Settled(question, scopes=scopes or ("{}:",), words=words)


_STAMPS = ("legalStatus", "emissionStatus", "emission_status", "status", "unstated")
_FOUND = dict.fromkeys(("contained", "equal", "compact"), "honoured")
_FILTERS = (
    _each("date_ranges", "{}/date_afterOrNow:", "{}/date_beforeOrNow:"),
    Settled("widening", ("bills", "debit-notes"), ("{}/type:",)),
    Settled("widening", ("bank-accounts",), ("{}/includeInactive:",)),
    _each("statuses", "{}/status:"),
    _each("id_lists", "{}/id:"),
    _each("identification", "{}/identification:", **_FOUND),
    _each("references", "{}/reference:", **_FOUND),
)


def _quirk(source: str, settled: Settling, default: str | int, *others: str) -> Any:
    choices = (default, *others) if others else ()
    return field(
        default=default, metadata={"source": source, "settled": settled, "choices": choices}
    )


def _scoped(source: str, settled: Settling, default: str, *answers: str) -> Any:
    """One that may differ by scope, a resource as a rule; without answers it takes any text."""
    metadata = {"source": source, "settled": settled, "choices": (), "answers": answers}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Quirks:
    """The switchable quirks; a field's metadata tells its source and its choices."""

    oversized_limit: str = _quirk(
        "docs: alegra-api 1.3", _of("oversized_limit", "invoices"), "garbage", "refused"
    )
    """A limit above 30 gives two rows, or HTTP 400."""
    unordered_paging: str = _quirk(
        "docs: alegra-api 1.3", _of("unordered_paging", "invoices"), "unstable", "stable"
    )
    """Without an order some pages repeat a row of the page before and lose one of their own."""
    status_lists: str = _quirk(
        "docs: alegra-api 3.3", _of("status_lists", "invoices"), "ignored", "honoured"
    )
    """``status=draft,open``: one status at a time, or a list of them."""
    invoice_date_filters: str = _quirk(
        "docs: alegra-api 3.3", _of("date_ranges", "invoices"), "honoured", "ignored"
    )
    """Date filters of invoices work, or are ignored as one account reported."""
    credit_note_date_ranges: str = _quirk(
        "docs: alegra-api 3.5", _of("date_ranges", "credit-notes"), "honoured", "ignored"
    )
    """Ranges of dates in credit notes, which are used live but not documented."""
    debit_note_date_ranges: str = _quirk(
        "docs: unified-model 6", _of("date_ranges", "debit-notes"), "honoured", "ignored"
    )
    """Ranges of dates in debit notes."""
    payment_date_ranges: str = _quirk(
        "docs: alegra-api 3.6", _of("date_ranges", "payments"), "honoured", "ignored"
    )
    """Ranges of dates in payments, where no client_id is given."""
    payment_status_filter: str = _quirk(
        "docs: alegra-api 3.6", _of("statuses", "payments"), "ignored", "honoured"
    )
    """``status`` of payments, which only one page of the documentation knows."""
    journal_date_ranges: str = _quirk(
        "docs: alegra-api 3.11",
        _of("date_ranges", "journals", failed="timeout"),
        "timeout",
        "ignored",
    )
    """Ranges of dates in journals time out (HTTP 503) at offset 0."""
    bills_order_by_id: str = _quirk(
        "docs: alegra-api 8", _of("orders", "bills"), "honoured", "ignored", "refused"
    )
    """``order_field=id`` of bills, which is not documented."""
    credit_notes_order_by_id: str = _quirk(
        "docs: alegra-api 3.5", _of("orders", "credit-notes"), "honoured", "ignored"
    )
    """``order_field=id`` of credit notes."""
    debit_notes_order_by_id: str = _quirk(
        "docs: alegra-api 7", _of("orders", "debit-notes"), "honoured", "ignored"
    )
    """``order_field=id`` of debit notes."""
    journals_order_by_id: str = _quirk(
        "docs: alegra-api 7", _of("orders", "journals"), "ignored", "honoured"
    )
    """``order_field=id`` of journals, which no source names."""
    identification_filter: str = _quirk(
        "docs: alegra-api 3.1", _of("identification", "contacts"), "contained", "equal", "compact"
    )
    """``identification`` finds contacts whose number contains it, as was reported; or equals it; or
    contains it, where numbers are kept without dots and dashes."""
    reference_filter: str = _quirk(
        "docs: alegra-api 3.2", _of("references", "items"), "equal", "contained"
    )
    """``reference`` finds items of that code, or of one that contains it."""
    repeated_payments: str = _quirk(
        "docs: alegra-api 1.3", _of("repeated_rows", "payments"), "on", "off"
    )
    """A payment on several accounts comes once for each of them."""
    journal_lines: str = _quirk(
        "docs: alegra-api 3.11", "One page of lines can't tell what others hold.", "all", "journals"
    )
    """``/journals/entries`` lists what all documents book, or the lines of journals alone."""
    income_debit_note_status: str = _quirk(
        "docs: alegra-api 11.6",
        _of("debit_note_status", "income-debit-notes"),
        "shown",
        "hidden",
    )
    """Debit notes of customers show the status by which their list is filtered."""
    plain_categories: str = _quirk(
        "docs: alegra-api 8", _of("plain_categories", "categories"), "whole", "paged"
    )
    """``format=plain`` lists all accounts at once, or in pages."""
    contact_accounting_alone: str = _quirk(
        "docs: alegra-api 3.1", _of("contact_accounting_alone", "contacts"), "on", "off"
    )
    """``GET /contacts/{id}`` shows ``accounting`` without being asked for it."""
    untimed_contacts_percent: int = _quirk(
        "docs: alegra-api 1.5",
        _of("contact_moments", "contacts", all="0", some="10", none="100"),
        10,
    )
    """How many of a hundred contacts carry no created_at and updated_at."""
    payments_on_drafts: str = _quirk("docs: alegra-api 9", _WRITES, "refused", "accepted")
    """A payment is applied to a draft invoice, which is open then, or is refused."""
    items_without_product_key: str = _quirk("docs: alegra-api 1.6", _WRITES, "accepted", "refused")
    """An item is created without a product key, or refused with code 1093 (Costa Rica)."""
    visible_after_milliseconds: int = _quirk("docs: alegra-api 6", _WRITES, 0)
    """How long a new record is missing from lists; a look-up by id finds it at once."""
    requests_in_flight: int = _quirk(
        "docs: alegra-api 1.2", "Only many requests at a time show it, and the probe is polite.", 3
    )
    """More requests at a time are answered 503; 0 takes any number."""
    throttle_status: str = _quirk(
        "docs: alegra-api 1.2",
        "Only going over the rate limit shows it.",
        "429",
        "400",
        "alternating",
        "wrapped",
    )
    """The HTTP status of a throttle; with 400 the body's code tells that it is one, by itself or
    wrapped in ``error``."""
    contacts_requests_per_minute: int = _quirk(
        "docs: alegra-api 1.2", _of("requests_per_minute", "contacts"), 0
    )
    """A lower rate limit that /contacts has for itself; 0 for none."""
    counted_up_to: int = _quirk(
        "docs: alegra-api 1.3",
        (Settled("totals", words={"capped": "10000", "beyond": "1000000"}),),
        10_000,
    )
    """``metadata.total`` never exceeds this."""
    put: str = _scoped(
        "docs: alegra-api 1.7", _WRITES, "merge,contacts:replace", "merge", "replace"
    )
    """A PUT changes the fields that it sends, or sets all others to what a new record has.

    Of contacts a live test tells that it replaces; of the rest only the guide's "what is sent
    changes" is known. Objects inside a record, such as an address, are replaced either way.
    """
    empty_lines: str = _scoped("docs: alegra-api 9", _WRITES, "refused", "refused", "cleared")
    """A PUT of ``items: []``, ``purchases: {}``, ``invoices: []`` takes all lines away."""
    drops: str = _scoped("docs: alegra-api 3.1", _WRITES, "")
    """Fields that a POST or PUT answers with 2xx and does not take, such as ``contacts:mobile``.

    A path such as ``items.discount`` names a field of lines. Of one, ``taxRegime``, it was seen.
    """
    deletion_answers: str = _scoped(
        "docs: alegra-api 14", _WRITES, "usual,items:error", "usual", "error"
    )
    """A deletion is answered 204 or with a message, or with the message under ``error``."""
    default_filters: str = _scoped(
        "docs: alegra-api 3.5, 3.7, 3.9",
        (_each("defaults"),),
        "none,debit-notes:usual",
        "none",
        "usual",
    )
    """What lists show that are not asked otherwise: debit notes without ``type`` the normal ones
    (documented), bills those that are no support documents, bank accounts without
    ``includeInactive`` the active ones; or all."""
    pending_stamps: str = _scoped(
        "docs: alegra-api 12.1", (_each("pending_stamps"),), "off", "off", "unstamped", "today"
    )
    """Where the edition knows it, a stamp with ``legalStatus: PENDING`` is shown by invoices and
    credit notes that have none, or by those that were made and stamped today."""
    stamped_drafts: str = _quirk("docs: alegra-api 9", _WRITES, "opened", "refused", "ignored")
    """A stamp asked for beside ``status: draft`` opens the invoice, is refused, or not made."""
    mixed_ids: str = _scoped(
        "docs: alegra-api 10",
        (_each("ids", numbers=NEVER, mixed="{halfway}", long=ALWAYS),),
        f"{NEVER},price-lists:2025-05-10,warehouses:2026-01-01,terms:2026-04-01,"
        "sellers:2026-04-30,remissions:2026-07-30,inventory-adjustments:2025-05-10,"
        "warehouse-transfers:2025-12-01,recurring-invoices:0000-00-00",
    )
    """The day from which new records have long ids; ``estimates:2026-07-30`` is documented too."""
    number_templates_need_document_type: str = _quirk(
        "docs: alegra-api 11.3", _of("kinds_alone", "number-templates"), "no", "yes"
    )
    """Number templates are listed without a type of documents, or that is refused."""
    id_form: str = _scoped(
        "docs: alegra-api 10", (_each("id_form"),), "uuid,recurring-invoices:ulid", "uuid", "ulid"
    )
    """Long ids are UUIDs of version 7, or ULIDs as those of recurring invoices."""
    uuid_order: str = _scoped(
        "docs: alegra-api 16", (_each("mixed_order"),), "created", "created", "text", "random"
    )
    """``order_field=id`` where ids are mixed: by creation, as texts, or numbers first."""
    orders: str = _scoped(
        "docs: alegra-api 11.2",
        (_each("orders", "{}/id:"), _each("orders_by_date", "{}/date:")),
        "honoured",
        "honoured",
        "ignored",
        "refused",
    )
    """What a list makes of ``order_field``; scopes are also ``items/id`` and ``*/id``."""
    filters: str = _scoped(
        "docs: alegra-api 1.4", _FILTERS, "honoured", "honoured", "ignored", "refused"
    )
    """What a list makes of filters; scopes are also ``invoices/status`` and ``*/status``."""
    shuffled: str = _scoped("docs: alegra-api 1.3", (_each("shuffled"),), "off", "off", "on")
    """A list without an order comes in another one at each request."""
    pages: str = _scoped(
        "docs: alegra-api 14", (_each("pages"),), "full", "full", "short", "empty", "hidden"
    )
    """Pages have 10 rows at most, or each third one is empty, or lacks its middle row."""
    totals: str = _scoped(
        "docs: alegra-api 1.3",
        (_each("totals", capped="true", beyond="true"),),
        "true",
        "true",
        "high",
        "low",
        "text",
        "missing",
    )
    """``metadata.total`` is 7 too high or too low, always a text, or not there."""
    wrapped_lists: str = _scoped(
        "docs: alegra-api 1.3", (_each("wrappings"),), "usual", "usual", "data", "keyed", "nested"
    )
    """A list is ``{"data": [...]}``, ``{"data": {"0": {}}}`` or ``{"data": {"data": [...]}}``."""
    deleted_rows: str = _scoped(
        "docs: alegra-api 9",
        (_each("deleted_rows"),),
        "404",
        "404",
        "400",
        "204",
        "empty",
        "error",
        "still_there",
    )
    """What a look-up by id says of what is gone.

    HTTP 404; 400 "no existe"; 204; ``[]``; 200 with ``{"error": {...}}``; or the record all the
    same, as a deletion that can be undone may (docs: alegra-api 3.1).
    """
    rate_limit_headers: str = _scoped(
        "docs: alegra-api 1.2",
        (_each("rate_limit_headers", ""),),
        "seconds",
        "seconds",
        "epoch",
        "hour",
        "zero",
        "missing",
        "no_limit",
    )
    """``X-Rate-Limit-Reset`` is seconds, a moment since 1970, 3600 or 0; no header is sent; or
    ``X-Rate-Limit-Limit`` is 0."""
    edition_names: str = _quirk(
        "docs: alegra-api 12.1", (Settled("edition"),), "usual", "spanish", "english", "code"
    )
    """``applicationVersion`` is a word such as ``costaRica``, the country's name, or its code."""
    company_currency: str = _scoped(
        "docs: alegra-api 12.2", "A report tells nothing of the company itself.", "usual"
    )
    """Code of the base currency where not the usual one; Panama has ``USD`` or ``PAB``."""
    company_time_zone: str = _scoped(
        "docs: alegra-api 3.12", _of("time_zone", "company", missing="missing"), "usual"
    )
    """``timezone`` of the company: the capital's, ``missing``, or any other, as Chile, Mexico and
    Spain have several."""
    address_keys: str = _quirk(
        "docs: alegra-api 12.2", (Settled("address_fields"),), "usual", "other"
    )
    """Where the layout of addresses is but inferred, it may be another: the country's
    ``other_places``. What an edition does not know in an address is ignored."""
    stamp_status: str = _quirk(
        "docs: alegra-api 12.1",
        _of("stamps", "invoices"),
        "legalStatus",
        "emissionStatus",
        "emission_status",
        "status",
    )
    """The field of a stamp that tells its status."""
    unknown_stamps: str = _quirk(
        "docs: alegra-api 16",
        _of("stamps", "invoices", none="none", **dict.fromkeys(_STAMPS, "guessed")),
        "none",
        "guessed",
    )
    """Argentina's and Spain's documents show no stamp, or one whose form is a guess."""
    documented_fields: str = _scoped(
        "docs: alegra-api 3",
        "It fills fields for tests; no account does that.",
        "usual",
        "usual",
        "all",
    )
    """All fields that are documented have a value in each record, so that losing one shows."""

    def every(self, name: str, *scopes: str) -> list[str]:
        """The answers of a quirk that fit one of some scopes, the one that holds last."""
        parts = (part.rpartition(":") for part in getattr(self, name).split(","))
        return [answer for scope, _, answer in parts if scope in ("", *scopes)]

    def of(self, name: str, *scopes: str) -> str:
        """The answer of a quirk that holds for some scopes, such as the path of a resource."""
        return self.every(name, *scopes)[-1]

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
            quirk = known[name]
            choices = quirk.metadata.get("answers") or quirk.metadata["choices"]
            scoped = "answers" in quirk.metadata
            for given in str(value).split(",") if scoped else [value]:
                if choices and str(given).rpartition(":")[2] not in choices:
                    raise ValueError(f"{name} is one of {', '.join(choices)}, not {given!r}")
            if scoped:
                # What is said of some resources leaves the others as they were.
                values[name] = f"{quirk.default},{value}"
            else:
                values[name] = value if choices else int(value)
        return replace(self, **values)
