"""What customers and suppliers share: they are one list of contacts in Alegra.

Docs: alegra-api 3.1, unified-model 4.1 and 4.2.
"""

from typing import Any

from alegra_api.listing import Listing

from ..company import Company
from ..drafts import Whole
from ..fields import (
    SET_IN_ALEGRA,
    WRITTEN,
    Body,
    Draft,
    Field,
    ReadOnly,
    Row,
    Written,
    boolean,
    decimal,
    filled,
    id_at,
    inside,
    is_empty,
    json_array,
    json_object,
    json_value,
    moment,
    nested,
    part,
    text,
)
from ..kinds import Unreadable
from ..parts.addresses import Address, address_body, address_problems, only_address
from ..parts.contact_points import EMAILS, PHONE_NUMBERS, email_problems, phone_problems
from ..parts.documents import term_name
from ..parts.links import LinkedLedgerAccount
from ..parts.master_data import ALEGRAS_ID, STATUS
from ..parts.references import other_record
from ..problem import Problem
from ..records import AlegraExtras, UnifiedRecord, extras
from ..writing import Search, Writing
from ..written_form import WrittenForm, account_ids

LISTING = Listing(path="/contacts", parameters={"fields": "accounting"})
"""``accounting`` comes only when asked for (docs: alegra-api 1.4)."""

DOCUMENTATION = "https://developer.alegra.com/reference/contacts"

PERSONS = {"PERSON_ENTITY": True, "LEGAL_ENTITY": False}
"""``kindOfPerson``: whether a contact is a natural person."""


def kinds(record: Row) -> list[str]:
    """What a contact is: text, list or empty list in Alegra (docs: alegra-api 1.7)."""
    kind = record.get("type")
    if isinstance(kind, str):
        return [kind] if kind else []
    return [it for it in kind if isinstance(it, str)] if isinstance(kind, list) else []


def tax_number(record: Row, company: Company | None = None) -> Any:
    """``identification`` is text on reading and an object on writing (docs: alegra-api 1.7).

    Raises:
        Unreadable: it is something else.
    """
    number = filled(record.get("identification"))
    if isinstance(number, dict):
        if "number" not in number:
            raise Unreadable(number)
        number = filled(number["number"])
    return number or inside(record.get("identificationObject"), "number")


def _display_id(record: Row, company: Company) -> Any:
    return tax_number(record) or record.get("id")


def _name(record: Row, company: Company) -> Any:
    name = record.get("name")
    if isinstance(name, dict) and name:
        # Webhooks send names in parts (docs: alegra-api 5); a list might one day.
        parts = [name.get(key) for key in ("fullname", "firstName", "lastName")]
        texts = [it for it in parts if isinstance(it, str) and it]
        if not texts:
            raise Unreadable(name)
        return " ".join(texts)
    return name


def _company_name(record: Row, company: Company) -> Any:
    person = inside(record, "kindOfPerson") == "PERSON_ENTITY"
    return None if person else _name(record, company)


def _last_name(record: Row, company: Company) -> Any:
    found = [inside(record, "nameObject", key) for key in ("lastName", "secondLastName")]
    names = [name for name in found if name is not None]
    strange = [name for name in names if not isinstance(name, str)]
    return strange[0] if strange else " ".join(names)


def _addresses_body(addresses: list[Draft], draft: Draft, company: Company) -> Body:
    return {"address": address_body(addresses[0], company)} if addresses else {}


def _same_address(held: Any, addresses: list[Draft]) -> bool:
    there = held[0] if held else {}
    return all(
        there.get(name) == value
        for address in addresses
        for name, value in address.items()
        if name != "type"
    )


def _term_id(record: Row, company: Company) -> Any:
    term = record.get("term")
    return inside(term, "id") if isinstance(term, dict) else None


def _identification_body(number: str, draft: Draft, company: Company) -> Body:
    """Text as a rule; an object with its kind where the kind is known (docs: alegra-api 1.7)."""
    own = draft.get("alegra", {})
    kind, whole = own.get("identification_type"), own.get("identification", {})
    if kind is None:
        return {"identification": number}
    if whole.get("number") not in (None, number):
        # The check digit is of another number.
        whole = {}
    return {
        "identification": number,
        "identificationObject": Whole({**whole, "type": kind, "number": number}),
    }


_KIND = Written(lambda kind, own, company: {"identificationObject": {"type": kind}})


def _known_kind(kind: str, own: Draft, company: Company) -> str | None:
    if own.get("identification", {}).get("type", kind) != kind:
        return "contradicts alegra.identification"
    known = company.country.identification_kinds
    if not known or kind in known:
        return None
    return f"is no kind of tax number in {company.country.name}; use {', '.join(known)}"


def _last_name_change(name: str, draft: Draft, company: Company) -> Body:
    # The name is named as a whole, so that no second last name of another stays behind it.
    return {"nameObject": {"lastName": name, "secondLastName": None}}


def _statement(value: Any) -> Any:
    """``statementAttached`` is yes and no in two notations (docs: alegra-api 3.1)."""
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


def _yes(record: Row, company: Company) -> Any:
    return _statement(record.get("statementAttached"))


def _untyped(record: Row, company: Company) -> bool | None:
    return None if {"client", "provider"}.intersection(kinds(record)) else True


def _one_kind(individual: bool, draft: Draft, company: Company) -> str | None:
    kind = draft.get("alegra", {}).get("kind_of_person")
    if kind is None or PERSONS.get(kind) == individual:
        return None
    return "contradicts alegra.kind_of_person"


class ContactExtras(AlegraExtras):
    """What only Alegra knows of a contact."""

    untyped = boolean(
        read=_untyped, meaning="True when Alegra calls it neither client nor provider."
    )
    identification_type = text(
        read=lambda record, company: (
            filled(record.get("identificationType"))
            or inside(record.get("identificationObject"), "type")
        ),
        meaning="Kind of the tax number.",
        write=_KIND,
        rule=_known_kind,
    )
    identification = json_object(
        "identificationObject",
        "Tax number with its parts.",
        write=WRITTEN,
    )
    kind_of_person = text(write=WRITTEN)
    regime = json_value(meaning="Tax regime, one or several.", write=WRITTEN)
    regime_object = json_array(meaning="Tax regimes.", write=WRITTEN)
    third_type = text(
        read=lambda record, company: (
            filled(record.get("thirdType")) or filled(record.get("thirdsType"))
        ),
        meaning="NATIONAL or FOREIGN.",
        write=Written(lambda kind, draft, company: {"thirdType": kind}),
    )
    cfdi_use = text(meaning="Mexico: what the contact uses a CFDI for.", write=WRITTEN)
    iva_condition = text(meaning="Argentina: condition before the IVA.", write=WRITTEN)
    giro = text(meaning="Chile: line of business.", write=WRITTEN)
    exoneration = json_array(meaning="Costa Rica: exonerations.", write=WRITTEN)
    equivalence_surcharge = boolean(meaning="Spain: recargo de equivalencia.", write=WRITTEN)
    exporter = json_value(meaning="Whether it exports.", write=WRITTEN)
    default_invoice_resolution = json_value(meaning="The numbering of its invoices.", write=WRITTEN)
    payment_type = text(write=SET_IN_ALEGRA)
    seller = other_record("seller")
    price_list = other_record("priceList")
    credit_limit = decimal(write=SET_IN_ALEGRA)
    statement_attached = boolean(
        read=_yes, write=Written(lambda yes, draft, company: {"statementAttached": yes})
    )
    internal_contacts = json_array(meaning="People at the contact.", write=WRITTEN)


class Contact(UnifiedRecord):
    """The fields that customers and suppliers have in common."""

    downstream_id = ALEGRAS_ID
    display_id = text(read=_display_id, meaning="Tax number, else Alegra's id.")
    display_name = text(
        read=_name,
        required=True,
        write=Written(lambda name, draft, company: {"name": name}),
    )
    company_name = text(
        read=_company_name,
        meaning="The name, unless it is a person's.",
        write=ReadOnly("Alegra keeps one name, which is display_name"),
    )
    first_name = text("nameObject.firstName", write=WRITTEN)
    middle_name = text("nameObject.secondName", write=WRITTEN)
    last_name = text(
        read=_last_name,
        write=Written(
            lambda name, draft, company: nested(("nameObject", "lastName"), name),
            change=_last_name_change,
        ),
    )
    individual = boolean(
        read=lambda record, company: PERSONS.get(str(inside(record, "kindOfPerson"))),
        meaning="Whether it is a natural person.",
        write=Written(
            lambda person, draft, company: {
                "kindOfPerson": "PERSON_ENTITY" if person else "LEGAL_ENTITY"
            }
        ),
        rule=_one_kind,
    )
    addresses = part(
        Address,
        many=True,
        read=only_address,
        write=Written(_addresses_body),
        same=_same_address,
    )
    phone_numbers = PHONE_NUMBERS
    emails = EMAILS
    notes = text("observations", write=WRITTEN)
    tax_number = text(read=tax_number, write=Written(_identification_body))
    account = part(LinkedLedgerAccount)
    status = STATUS
    payment_method = text(write=SET_IN_ALEGRA)
    terms = text(read=term_name, write=ReadOnly("Terms are written by terms_id"))
    terms_id = text(read=_term_id, meaning="See stream terms.", write=id_at("term"))
    created_at = moment("created_at")
    updated_at = moment("updated_at")
    alegra = extras(ContactExtras)


def account_at(key: str) -> Field:
    """The account that a contact's documents are posted to.

    Args:
        key: ``accountReceivable`` of customers, ``debtToPay`` of suppliers.
    """
    return part(
        LinkedLedgerAccount,
        f"accounting.{key}",
        write=Written(lambda link, draft, company: nested(("accounting", key), link["id"])),
    )


def _constraints(draft: Draft, company: Company) -> list[Problem]:
    """One address, one phone number and e-mail of each type; people's e-mails with the people."""
    found: list[Problem] = []
    if len(draft.get("addresses", [])) > 1:
        found.append(Problem("addresses", "has more than 1, which is all that Alegra keeps"))
    own = draft.get("alegra", {})
    found += phone_problems(draft.get("phone_numbers", []))
    found += email_problems(draft.get("emails", []), own.get("internal_contacts"))
    number = own.get("identification", {}).get("number")
    if number is not None and draft.get("tax_number", str(number)) != str(number):
        found.append(Problem("alegra.identification", "has another number than tax_number"))
    return found + _unplaced(draft, company)


def _unplaced(draft: Draft, company: Company) -> list[Problem]:
    """What the edition's addresses have no place for."""
    return [
        problem
        for place, address in enumerate(draft.get("addresses", []))
        for problem in address_problems(address, f"addresses.{place}", company)
    ]


def _with_identification(row: Row) -> Row:
    """The kind of the tax number, which may stand beside it, where it is written."""
    kind = row.get("identificationType")
    if is_empty(kind) or not is_empty(row.get("identificationObject")):
        return row
    rest = {key: it for key, it in row.items() if key != "identificationType"}
    return {**rest, "identificationObject": {"type": kind, "number": tax_number(row)}}


_FORM = WrittenForm(
    own=frozenset({"type"}),
    forms={
        "accounting": account_ids,
        # Written as a text, and read as an object as well (docs: alegra-api 1.7).
        "email": lambda email: inside(email, "email") if isinstance(email, dict) else email,
        "identificationObject": dict,
        "statementAttached": _statement,
    },
    names={"thirdsType": "thirdType"},
    shape=_with_identification,
)


def _roles(row: Row, role: str) -> Body:
    """A client that becomes a provider stays a client; one of no kind is a customer as it is."""
    roles = kinds(row)
    if role not in roles and (roles or role == "provider"):
        roles = sorted({*roles, role})
    return {"type": roles} if roles else {}


def _repeatable(draft: Draft, company: Company) -> Body:
    """A tax number that many share is no reason to refuse a contact (docs: alegra-api 3.1)."""
    shared = draft.get("tax_number") in company.country.generic_tax_numbers
    return {"ignoreRepeated": True} if shared else {}


def _as_it_may_be_kept(number: str) -> list[str]:
    """A tax number as it stands, and as Alegra may look for it.

    ``identification`` finds what contains it (docs: alegra-api 3.1). What a record shows as
    ``900123456-7`` or ``76.123.456-7`` may be kept without dots and dashes, or with the check digit
    (``dv``) elsewhere: nobody says (docs: alegra-api 12.2, 12.4). All of these forms contain, apart
    from dots and dashes, what stands in front of the last dash.
    """
    front, dash, _ = number.rpartition("-")
    stem = "".join(filter(str.isalnum, front if dash else number))
    return [number] if stem in ("", number) else [number, stem]


def writing(role: str) -> Writing:
    """How contacts of one role get into Alegra.

    Args:
        role: Alegra's word for customers or suppliers.
    """
    return Writing(
        constraints=_constraints,
        unplaced=_unplaced,
        always={"type": [role]},
        in_change=lambda row: _roles(row, role),
        created=_repeatable,
        form=_FORM,
        natural_keys={"tax_number": tax_number},
        searches={"tax_number": Search("identification", _as_it_may_be_kept)},
    )
