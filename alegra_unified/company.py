"""The company whose books are read: what a mapping needs to know beside the record itself."""

from dataclasses import dataclass
from datetime import date, datetime, timezone
from functools import cache
from typing import Any, Literal

import pendulum

from .shapes import Unreadable

Country = Literal["ARG", "CHL", "COL", "CRI", "DOM", "ESP", "MEX", "PAN", "PER"]

# Alegra names the country edition in `applicationVersion` (docs: alegra-api 2 and 3.12). The
# spelling is not documented beyond single samples, so names and codes are both known here.
_COUNTRY_BY_EDITION: dict[str, Country] = {
    "argentina": "ARG",
    "chile": "CHL",
    "colombia": "COL",
    "costarica": "CRI",
    "republicadominicana": "DOM",
    "dominicana": "DOM",
    "espana": "ESP",
    "spain": "ESP",
    "mexico": "MEX",
    "panama": "PAN",
    "peru": "PER",
}
_ISO_2: dict[Country, str] = {
    "ARG": "AR",
    "CHL": "CL",
    "COL": "CO",
    "CRI": "CR",
    "DOM": "DO",
    "ESP": "ES",
    "MEX": "MX",
    "PAN": "PA",
    "PER": "PE",
}
_CODES: dict[str, Country] = {
    **{code.lower(): country for country, code in _ISO_2.items()},
    **{country.lower(): country for country in _ISO_2},
}
_UNACCENTED = str.maketrans("áéíóúñ", "aeioun", " -_")


@dataclass(frozen=True, slots=True)
class Company:
    """The facts of ``GET /company`` that other records leave out.

    Attributes:
        country: ISO 3166 three-letter code, or None when Alegra's edition is one unknown here.
        currency: ISO 4217 code of the base currency; records in it carry no ``currency``.
        time_zone: IANA name; None when missing or unknown, and then local times stay unread.
    """

    country: Country | None
    currency: str | None
    time_zone: str | None

    @classmethod
    def from_alegra(cls, record: dict[str, Any]) -> "Company":
        """Read ``GET /company``; what is missing or of an unknown shape becomes None."""
        edition = str(record.get("applicationVersion") or "").lower().translate(_UNACCENTED)
        currency = record.get("currency")
        code = currency.get("code") if isinstance(currency, dict) else currency
        return cls(
            country=_COUNTRY_BY_EDITION.get(edition) or _CODES.get(edition),
            currency=code if isinstance(code, str) and code else None,
            time_zone=_known_time_zone(record.get("timezone")),
        )

    @property
    def country_code(self) -> str | None:
        """ISO 3166 two-letter code of the country, as the unified model writes countries."""
        return _ISO_2[self.country] if self.country else None

    def moment(self, local: object) -> datetime | object:
        """A company-local ``YYYY-MM-DD HH:MM:SS`` as a moment in UTC.

        A value that is no such text, or any value while the time zone is unknown, is given back
        as it came, for the model to refuse and report. Of the two moments that a clock change
        makes ambiguous, the later one is taken (pendulum's rule).

        Source: docs alegra-api 1.5 (``datetime`` carries no offset; company zone is inferred).
        """
        if not isinstance(local, str) or self.time_zone is None:
            return Unreadable(local) if local is not None else None
        try:
            moment = pendulum.from_format(
                local.strip(), "YYYY-MM-DD HH:mm:ss", tz=_zone(self.time_zone)
            )
            return moment.astimezone(timezone.utc)
        except (ValueError, OverflowError):
            return Unreadable(local)

    def today(self, now: datetime) -> date:
        """The company's calendar day at a moment; UTC's when the time zone is unknown."""
        return pendulum.instance(now).in_timezone(self.time_zone or "UTC").date()


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
