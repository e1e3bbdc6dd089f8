"""What customers and suppliers share: they are one list of contacts in Alegra.

Docs: alegra-api 3.1, unified-model 4.1 and 4.2.
"""

from typing import Any

from alegra_api.listing import Listing

from ..company import Company
from ..fields import (
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
    objects,
    part,
    text,
    word,
)
from ..kinds import Unreadable, one_of
from ..parts.addresses import Address, address_body, address_problems, only_address
from ..parts.documents import term_name
from ..parts.links import LinkedLedgerAccount
from ..parts.master_data import ACTIVITY, ALEGRAS_ID
from ..problem import Problem
from ..records import AlegraExtras, Part, UnifiedRecord, extras
from ..writing import Writing

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


_PHONES = {
    "primary": "phonePrimary",
    "secondary": "phoneSecondary",
    "mobile": "mobile",
    "fax": "fax",
}


class PhoneNumber(Part):
    """A phone number as the user typed it."""

    otherwise = WRITTEN

    number = text()
    type = Field(one_of(*_PHONES), path=("type",))


def _phone_numbers(record: Row, company: Company) -> Any:
    return [
        {"number": record[key], "type": kind}
        for kind, key in _PHONES.items()
        if not is_empty(record.get(key))
    ]


def _phones_body(phones: list[Draft], draft: Draft, company: Company) -> Body:
    return {_PHONES[it.get("type", "primary")]: it.get("number") for it in phones}


class Email(Part):
    """An e-mail address."""

    otherwise = WRITTEN

    email = text()
    type = Field(one_of("primary", "secondary", "work"), path=("type",))


_EMAILS = {"primary": "email", "secondary": "emailSecondary"}


def _emails(record: Row, company: Company) -> Any:
    """``email`` is text, object or null (docs: alegra-api 1.7)."""
    found = [(record.get(key), kind) for kind, key in _EMAILS.items()]
    found += [(person.get("email"), "work") for person in objects(record.get("internalContacts"))]
    return [
        {"email": address, "type": kind}
        for email, kind in found
        if not is_empty(address := _email(email))
    ]


def _email(email: object) -> Any:
    if isinstance(email, dict) and email:
        return email.get("email", email)
    return email


def _emails_body(emails: list[Draft], draft: Draft, company: Company) -> Body:
    keys = ((_EMAILS.get(it.get("type", "primary")), it.get("email")) for it in emails)
    return {key: email for key, email in keys if key is not None}


def _addresses_body(addresses: list[Draft], draft: Draft, company: Company) -> Body:
    return {"address": address_body(addresses[0], company)} if addresses else {}


def _term_id(record: Row, company: Company) -> Any:
    term = record.get("term")
    return inside(term, "id") if isinstance(term, dict) else None


def _identification_body(number: str, draft: Draft, company: Company) -> Body:
    """Text as a rule; an object with its kind where the kind is known (docs: alegra-api 1.7)."""
    own = draft.get("alegra", {})
    kind = own.get("identification_type")
    if kind is None:
        return {"identification": number}
    whole = {**own.get("identification", {}), "type": kind, "number": number}
    return {"identification": number, "identificationObject": whole}


def _yes(record: Row, company: Company) -> Any:
    value = record.get("statementAttached")
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


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
        write=Written(lambda kind, draft, company: {}),
    )
    identification = json_object(
        "identificationObject",
        "Tax number with its parts.",
        write=Written(lambda whole, draft, company: {}),
    )
    kind_of_person = text(write=WRITTEN)
    regime = json_value(meaning="Tax regime, one or several.", write=WRITTEN)
    third_type = text(
        read=lambda record, company: (
            filled(record.get("thirdType")) or filled(record.get("thirdsType"))
        ),
        meaning="NATIONAL or FOREIGN.",
        write=Written(lambda kind, draft, company: {"thirdType": kind}),
    )
    cfdi_use = text(meaning="Mexico: what the contact uses a CFDI for.", write=WRITTEN)
    payment_type = text()
    seller = json_object()
    price_list = json_object()
    credit_limit = decimal()
    statement_attached = boolean(read=_yes)
    internal_contacts = json_array(meaning="People at the contact.")


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
        write=Written(lambda name, draft, company: nested(("nameObject", "lastName"), name)),
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
    addresses = part(Address, many=True, read=only_address, write=Written(_addresses_body))
    phone_numbers = part(PhoneNumber, many=True, read=_phone_numbers, write=Written(_phones_body))
    emails = part(Email, many=True, read=_emails, write=Written(_emails_body))
    notes = text("observations", write=WRITTEN)
    tax_number = text(read=tax_number, write=Written(_identification_body))
    account = part(LinkedLedgerAccount)
    status = word("status", ACTIVITY, write=WRITTEN)
    payment_method = text()
    terms = text(read=term_name)
    terms_id = text(read=_term_id, write=id_at("term"))
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
    found: list[Problem] = []
    if draft.get("status") == "archived":
        found.append(Problem("status", "is archived; such a contact is not created"))
    for name, most in (("addresses", 1), ("phone_numbers", len(_PHONES))):
        if len(draft.get(name, [])) > most:
            found.append(Problem(name, f"has more than {most}, which is all that Alegra keeps"))
    for name in ("phone_numbers", "emails"):
        types = [it.get("type", "primary") for it in draft.get(name, [])]
        if len(types) > len(set(types) | {"work"}):
            rule = "has two of one type; Alegra keeps one of each, so give each a type of its own"
            found.append(Problem(name, rule))
    for place, address in enumerate(draft.get("addresses", [])):
        found += address_problems(address, f"addresses.{place}", company)
    return found


_ALEGRAS_OWN = ("id", "created_at", "updated_at", "status", "statementAttached", "type")


def _replaced(row: Row, body: Body) -> Body:
    """What a contact holds, to be sent again with the changes: a PUT drops what it doesn't name.

    A contact that becomes a supplier stays a customer (docs: alegra-api 1.7).
    """
    held = {
        key: value for key, value in row.items() if key not in _ALEGRAS_OWN and not is_empty(value)
    }
    return {**held, **body, "type": sorted({*kinds(row), *body.get("type", ())})}


WRITING = Writing(
    constraints=_constraints,
    natural_keys={"tax_number": tax_number},
    replaced=_replaced,
)
