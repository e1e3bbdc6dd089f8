"""What customers and suppliers share: they are one list of contacts in Alegra.

Docs: alegra-api 3.1, unified-model 4.1 and 4.2.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from alegra_api.listing import Listing

from .company import Company
from .model import AlegraExtras, UnifiedRecord
from .parts import (
    Address,
    Email,
    LinkedLedgerAccount,
    PhoneNumber,
    address,
    linked_account,
    term_name,
)
from .shapes import Unreadable, filled, inside, is_empty, objects
from .values import ExactDecimal, JsonArray, JsonObject, JsonValue, Moment, Text
from .writing import Problem, given

LISTING = Listing(path="/contacts", parameters={"fields": "accounting"})
"""``accounting`` comes only when asked for (docs: alegra-api 1.4)."""

DOCUMENTATION = "https://developer.alegra.com/reference/contacts"


class ContactExtras(AlegraExtras):
    """What only Alegra knows of a contact."""

    untyped: bool | None = Field(
        None, description="True when Alegra calls it neither client nor provider."
    )
    identification_type: Text | None = Field(None, description="Kind of the tax number.")
    identification: JsonObject | None = Field(None, description="Tax number with its parts.")
    kind_of_person: Text | None = None
    regime: JsonValue | None = Field(None, description="Tax regime, one or several.")
    third_type: Text | None = Field(None, description="NATIONAL or FOREIGN.")
    cfdi_use: Text | None = Field(None, description="Mexico: what the contact uses a CFDI for.")
    payment_type: Text | None = None
    seller: JsonObject | None = None
    price_list: JsonObject | None = None
    credit_limit: ExactDecimal | None = None
    statement_attached: bool | None = None
    internal_contacts: JsonArray | None = Field(None, description="People at the contact.")


class Contact(UnifiedRecord):
    """The fields that customers and suppliers have in common."""

    downstream_id: Text | None = Field(None, description="Alegra's id again, as the model has it.")
    display_id: Text | None = Field(None, description="Tax number, else Alegra's id.")
    display_name: Text | None = None
    company_name: Text | None = Field(None, description="The name, unless it is a person's.")
    first_name: Text | None = None
    middle_name: Text | None = None
    last_name: Text | None = None
    individual: bool | None = Field(None, description="Whether it is a natural person.")
    addresses: list[Address] | None = None
    phone_numbers: list[PhoneNumber] | None = None
    emails: list[Email] | None = None
    notes: Text | None = None
    tax_number: Text | None = None
    account: LinkedLedgerAccount | None = None
    status: Literal["active", "inactive", "archived"] | None = None
    payment_method: Text | None = None
    terms: Text | None = None
    terms_id: Text | None = None
    created_at: Moment | None = None
    updated_at: Moment | None = None
    alegra: ContactExtras | None = None


def kinds(record: Mapping[str, Any]) -> list[str]:
    """What a contact is: text, list or empty list in Alegra (docs: alegra-api 1.7)."""
    kind = record.get("type")
    if isinstance(kind, str):
        return [kind] if kind else []
    return [it for it in kind if isinstance(it, str)] if isinstance(kind, list) else []


def contact_fields(
    record: dict[str, Any], company: Company, account: Literal["accountReceivable", "debtToPay"]
) -> dict[str, Any]:
    """A contact of Alegra's as the fields of `Contact`."""
    person = inside(record, "kindOfPerson")
    identifier, number = filled(record.get("id")), tax_number(record)
    postal = address(record.get("address"), "primary")
    return {
        "id": identifier,
        "downstream_id": identifier,
        "display_id": number or identifier,
        "display_name": _name(record),
        "company_name": None if person == "PERSON_ENTITY" else _name(record),
        "first_name": inside(record, "nameObject", "firstName"),
        "middle_name": inside(record, "nameObject", "secondName"),
        "last_name": _last_name(record),
        "individual": {"PERSON_ENTITY": True, "LEGAL_ENTITY": False}.get(str(person)),
        "addresses": None if postal is None else [postal],
        "phone_numbers": _phone_numbers(record),
        "emails": _emails(record),
        "notes": filled(record.get("observations")),
        "tax_number": number,
        "account": linked_account(inside(record, "accounting", account)),
        "status": active_status(record.get("status")),
        "payment_method": filled(record.get("paymentMethod")),
        "terms": term_name(record.get("term")),
        "terms_id": inside(record, "term", "id") if isinstance(record.get("term"), dict) else None,
        "created_at": filled(record.get("created_at")),
        "updated_at": filled(record.get("updated_at")),
        "alegra": {
            "status": filled(record.get("status")),
            "untyped": True if not {"client", "provider"}.intersection(kinds(record)) else None,
            "identification_type": filled(record.get("identificationType"))
            or inside(record.get("identificationObject"), "type"),
            "identification": filled(record.get("identificationObject")),
            "kind_of_person": person,
            "regime": filled(record.get("regime")),
            "third_type": filled(record.get("thirdType")) or filled(record.get("thirdsType")),
            "cfdi_use": filled(record.get("cfdiUse")),
            "payment_type": filled(record.get("paymentType")),
            "seller": filled(record.get("seller")),
            "price_list": filled(record.get("priceList")),
            "credit_limit": filled(record.get("creditLimit")),
            "statement_attached": _yes(filled(record.get("statementAttached"))),
            "internal_contacts": filled(record.get("internalContacts")),
        },
    }


def tax_number(record: Mapping[str, Any]) -> Any:
    """``identification`` is text on reading and an object on writing (docs: alegra-api 1.7)."""
    number = filled(record.get("identification"))
    if isinstance(number, dict):
        number = filled(number.get("number", Unreadable(number)))
    return number or inside(record.get("identificationObject"), "number")


def active_status(status: object) -> str | None:
    """Master data is active, inactive or, where it was deleted, archived (unified-model 4)."""
    known = {"active": "active", "inactive": "inactive", "deleted": "archived"}
    return known.get(status) if isinstance(status, str) else None


def _name(record: Mapping[str, Any]) -> Any:
    name = record.get("name")
    if isinstance(name, dict) and name:
        # Webhooks send names in parts (docs: alegra-api 5); a list might one day.
        parts = [name.get(key) for key in ("fullname", "firstName", "lastName")]
        texts = [part for part in parts if isinstance(part, str) and part]
        return " ".join(texts) if texts else Unreadable(name)
    return filled(name)


def _last_name(record: Mapping[str, Any]) -> Any:
    found = [inside(record, "nameObject", key) for key in ("lastName", "secondLastName")]
    names = [name for name in found if name is not None]
    strange = [name for name in names if not isinstance(name, str)]
    return strange[0] if strange else " ".join(names) or None


def _phone_numbers(record: Mapping[str, Any]) -> Any:
    kinds_by_key = {
        "phonePrimary": "primary",
        "phoneSecondary": "secondary",
        "mobile": "mobile",
        "fax": "fax",
    }
    numbers = [
        {"number": record.get(key), "type": kind}
        for key, kind in kinds_by_key.items()
        if not is_empty(record.get(key))
    ]
    return numbers or None


def _emails(record: Mapping[str, Any]) -> Any:
    """``email`` is text, object or null (docs: alegra-api 1.7)."""
    found = [(record.get("email"), "primary"), (record.get("emailSecondary"), "secondary")]
    found += [(person.get("email"), "work") for person in objects(record.get("internalContacts"))]
    emails = [
        {"email": text, "type": kind}
        for email, kind in found
        if (text := _email(email)) is not None
    ]
    return emails or None


def _email(email: object) -> Any:
    if isinstance(email, dict) and email:
        return filled(email.get("email", Unreadable(email)))
    return filled(email)


def _yes(value: object) -> Any:
    return (
        {"yes": True, "no": False}.get(value, Unreadable(value))
        if isinstance(value, str)
        else value
    )


CONTACT_FIELDS = (
    "display_name",
    "company_name",
    "first_name",
    "middle_name",
    "last_name",
    "individual",
    "addresses",
    "phone_numbers",
    "emails",
    "notes",
    "tax_number",
    "account",
    "status",
    "terms_id",
    "alegra",
)
"""Unified fields that Alegra takes of a contact (docs: unified-model 4.1, W)."""


def contact_body(
    draft: Any,
    company: Company,
    kind: Literal["client", "provider"],
    account: Literal["accountReceivable", "debtToPay"],
) -> dict[str, Any]:
    """The body of a contact, whole: a PUT replaces all of it (docs: alegra-api 1.7)."""
    person = {True: "PERSON_ENTITY", False: "LEGAL_ENTITY"}.get(draft.individual)
    extras = draft.alegra
    names = given(
        firstName=draft.first_name, secondName=draft.middle_name, lastName=draft.last_name
    )
    phones = {phone.type or "primary": phone.number for phone in draft.phone_numbers or []}
    emails = {email.type or "primary": email.email for email in draft.emails or []}
    linked = draft.account.id if draft.account else None
    return given(
        name=draft.display_name,
        nameObject=names if names and draft.individual else None,
        type=[kind],
        kindOfPerson=person or (extras.kind_of_person if extras else None),
        regime=extras.regime if extras else None,
        thirdType=extras.third_type if extras else None,
        cfdiUse=extras.cfdi_use if extras else None,
        address=_address_body(draft.addresses, company),
        phonePrimary=phones.get("primary"),
        phoneSecondary=phones.get("secondary"),
        mobile=phones.get("mobile"),
        fax=phones.get("fax"),
        email=emails.get("primary"),
        emailSecondary=emails.get("secondary"),
        observations=draft.notes,
        accounting={account: linked} if linked else None,
        status=draft.status,
        term={"id": draft.terms_id} if draft.terms_id else None,
        **_identification_body(draft, company),
    )


def contact_constraints(draft: Any, company: Company) -> list[Problem]:
    """What a country asks of a contact (docs: alegra-api 3.1)."""
    found: list[Problem] = []
    if draft.status == "archived":
        found.append(Problem("status", "is archived; such a contact is not created"))
    if company.country == "COL":
        if draft.tax_number and not (draft.alegra and draft.alegra.identification_type):
            rule = "is missing; Colombia requires the kind of the tax number, e.g. NIT or CC"
            found.append(Problem("alegra.identification_type", rule))
        if draft.individual:
            found += [
                Problem(name, "is missing; Colombia requires it of a person")
                for name in ("first_name", "last_name")
                if getattr(draft, name) is None
            ]
    for name, most in (("addresses", 1), ("phone_numbers", 4)):
        if len(getattr(draft, name) or []) > most:
            found.append(Problem(name, f"has more than {most}, which is all that Alegra keeps"))
    return found


def _identification_body(draft: Any, company: Company) -> dict[str, Any]:
    """Text as a rule; an object with its kind where the kind is known (docs: alegra-api 1.7)."""
    if draft.tax_number is None:
        return {}
    kind = draft.alegra.identification_type if draft.alegra else None
    if kind is None:
        return {"identification": draft.tax_number}
    number = {**(draft.alegra.identification or {}), "type": kind, "number": draft.tax_number}
    return {"identification": draft.tax_number, "identificationObject": number}


def _address_body(addresses: list[Address] | None, company: Company) -> dict[str, Any] | None:
    """Alegra's block of the country (docs: alegra-api 3.1)."""
    if not addresses:
        return None
    it = addresses[0]
    if company.country == "MEX":
        return given(
            street=it.line1,
            colony=it.line2,
            interiorNumber=it.line3,
            exteriorNumber=it.street_number,
            locality=it.county,
            municipality=it.city,
            state=it.state,
            zipCode=it.postal_code,
            country=it.country,
        )
    return given(
        address=it.line1,
        city=it.city,
        department=it.state,
        zipCode=it.postal_code,
        country=it.country,
    )
