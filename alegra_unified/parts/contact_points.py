"""Phone numbers and e-mails of a contact: Alegra keeps one of each type (docs: alegra-api 3.1)."""

from collections.abc import Callable
from typing import Any

from ..company import Company
from ..fields import WRITTEN, Body, Draft, Field, Row, Written, is_empty, objects, part, text
from ..kinds import one_of
from ..problem import Problem
from ..records import Part

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
    return {_PHONES[_kind_of(it)]: it.get("number") for it in phones}


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
    # Those of people at the contact stand with the people, in `alegra.internal_contacts`.
    keys = ((_EMAILS.get(_kind_of(it)), it.get("email")) for it in emails)
    return {key: email for key, email in keys if key is not None}


def _kind_of(entry: Draft) -> str:
    """The type of a phone number or an e-mail; without one it is the first."""
    kind: str = entry.get("type", "primary")
    return kind


def _same_of_its_kind(name: str) -> Callable[[Any, list[Draft]], bool]:
    """Whether Alegra holds each entry; it keeps one of each type, and others are not meant."""

    def same(held: Any, entries: list[Draft]) -> bool:
        there = [(_kind_of(it), it.get(name)) for it in held or []]
        return all((_kind_of(it), it.get(name)) in there for it in entries)

    return same


PHONE_NUMBERS = part(
    PhoneNumber,
    many=True,
    read=_phone_numbers,
    write=Written(_phones_body),
    same=_same_of_its_kind("number"),
)

EMAILS = part(
    Email, many=True, read=_emails, write=Written(_emails_body), same=_same_of_its_kind("email")
)


def phone_problems(phones: list[Draft]) -> list[Problem]:
    """What phone numbers to write must be: complete, and one of each type."""
    found = _entry_problems("phone_numbers", "number", phones)
    if len(phones) > len(_PHONES):
        rule = f"has more than {len(_PHONES)}, which is all that Alegra keeps"
        found.append(Problem("phone_numbers", rule))
    return found


def email_problems(emails: list[Draft], people: Any) -> list[Problem]:
    """What e-mails to write must be; those of people are written with the people.

    Args:
        emails: the e-mails.
        people: ``internal_contacts`` of the same record.
    """
    known = [_email(person.get("email")) for person in objects(people)]
    return _entry_problems("emails", "email", emails) + [
        Problem(
            f"emails.{place}",
            "is of a person at the contact; name the person in alegra.internal_contacts",
        )
        for place, email in enumerate(emails)
        if email.get("type") == "work" and email.get("email") not in known
    ]


def _entry_problems(name: str, key: str, entries: list[Draft]) -> list[Problem]:
    found = [
        Problem(f"{name}.{place}.{key}", "is missing")
        for place, entry in enumerate(entries)
        if key not in entry
    ]
    kinds = [kind for it in entries if (kind := _kind_of(it)) != "work"]
    if len(kinds) > len(set(kinds)):
        rule = "has two of one type; Alegra keeps one of each, so give each a type of its own"
        found.append(Problem(name, rule))
    return found
