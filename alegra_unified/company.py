"""The company whose books are read: what a mapping needs to know beside the record itself."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import pendulum

from .countries import Country, country_named
from .kinds import Unreadable, print_moment

_LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")

_LAST_ZONE = "Etc/GMT+12"
"""Where each day begins last, twelve hours behind UTC; the sign is IANA's."""


@dataclass(frozen=True, slots=True)
class Company:
    """The facts of ``GET /company`` that other records leave out.

    Attributes:
        country: Alegra's country edition; `UNKNOWN_COUNTRY` when it is one unknown here.
        currency: ISO 4217 code of the base currency; records in it carry no ``currency``.
        time_zone: IANA name; None when missing or unknown, and then local times stay unread.
    """

    country: Country
    currency: str | None
    time_zone: str | None

    @classmethod
    def from_alegra(cls, record: dict[str, Any]) -> "Company":
        """Read ``GET /company``; what is missing or of an unknown shape becomes None."""
        currency = record.get("currency")
        code = currency.get("code") if isinstance(currency, dict) else currency
        return cls(
            country=country_named(record.get("applicationVersion")),
            currency=code if isinstance(code, str) and code else None,
            time_zone=_known_time_zone(record.get("timezone")),
        )

    def moment(self, local: object) -> str | None:
        """A company-local ``YYYY-MM-DD HH:MM:SS`` as a moment in UTC, as RFC 3339 text.

        Of the two moments that a clock change makes ambiguous, the later one is taken (pendulum's
        rule).

        Source: docs alegra-api 1.5 (``datetime`` carries no offset; company zone is inferred).

        Raises:
            Unreadable: it is no such text, or the company's time zone is unknown.
        """
        if local is None:
            return None
        if self.time_zone is None:
            raise Unreadable(local, "is local to a company whose time zone is not known")
        if not isinstance(local, str) or not _LOCAL.fullmatch(local.strip()):
            raise Unreadable(local, "is not a moment")
        try:
            moment = datetime.fromisoformat(local.strip()).replace(fold=1)
            return print_moment(_zone(self.time_zone).convert(moment))
        except (ValueError, OverflowError):
            raise Unreadable(local, "is no moment of the calendar") from None

    def today(self, now: datetime) -> date:
        """The company's calendar day at a moment.

        When the time zone is unknown, the latest day that has begun everywhere: never one that
        lies ahead of the company.
        """
        return pendulum.instance(now).in_timezone(self.time_zone or _LAST_ZONE).date()


@cache
def _zone(name: str) -> pendulum.Timezone:
    # pendulum loads a zone anew each time that it is named.
    return pendulum.timezone(name)


def _known_time_zone(name: object) -> str | None:
    try:
        return pendulum.timezone(name).name if isinstance(name, str) and name else None
    except (ValueError, OSError):
        # pendulum looks for a file of that name; not every name can be one.
        return None
