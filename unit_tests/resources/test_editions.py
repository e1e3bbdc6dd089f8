"""Each edition that is simulated, under each answer to what nobody knows of editions."""

from functools import lru_cache
from itertools import cycle, islice

import pytest

from alegra_sandbox.countries import UNKNOWN
from alegra_sandbox.quirks import Quirks
from alegra_unified.company import Company
from alegra_unified.countries import country_named
from alegra_unified.registry import RESOURCES
from source_alegra.records import RecordMapper

from ..sandbox.company import get, make, truth
from .mapping import COUNTRIES, Row

QUESTIONS = ("edition_names", "address_keys", "stamp_status", "unknown_stamps")


def answers(turn: int) -> dict[str, str | int]:
    """The simulator's own answers, and in each other turn others."""
    choices = {name: Quirks.__dataclass_fields__[name].metadata["choices"] for name in QUESTIONS}
    return {name: next(islice(cycle(all_), turn, None)) for name, all_ in choices.items()}


@lru_cache
def records(code: str, turn: int) -> dict[str, list[Row]]:
    """All records of a small company as the source emits them; each value can be read."""
    books = make(code, size=60, quirks=answers(turn))
    company = Company.from_alegra(get(books, "company"))
    found: dict[str, list[Row]] = {}
    for name, resource in RESOURCES.items():
        mapper = RecordMapper(resource, company, include_raw=False)
        rows = truth(books, resource.listing.path.strip("/"))
        rows = rows if resource.arrange is None else resource.arrange(rows)
        found[name] = [mapper.record(row) for row in rows if resource.belongs(row)]
    return found


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("code", COUNTRIES)
def test_all_of_a_company_is_read_whatever_is_not_known_of_its_edition(
    code: str, turn: int
) -> None:
    """docs: alegra-api 12.1, 12.2 and 16"""
    found, usual = records(code, turn), records(code, 0)
    for name, read in found.items():
        assert read or RESOURCES[name].only_in not in (None, country_named(code)), name
        assert [it["alegra"]["unread"] for it in read if "unread" in (it.get("alegra") or {})] == []
    (company,) = found["company_info"]
    assert (company["country"] or UNKNOWN) == code
    # An address is the same wherever its parts stand.
    for name in ("customers", "suppliers", "company_info"):
        assert [it["addresses"] for it in found[name]] == [it["addresses"] for it in usual[name]]


@pytest.mark.parametrize("code", COUNTRIES)
def test_whether_a_document_is_stamped_shows_wherever_its_status_stands(code: str) -> None:
    """docs: alegra-api 12.1"""
    found: list[list[bool]] = []
    for name in Quirks.__dataclass_fields__["stamp_status"].metadata["choices"]:
        books = make(code, size=60, quirks={"stamp_status": name})
        country = Company.from_alegra(get(books, "company")).country
        found.append([country.is_stamped(it.get("stamp")) for it in truth(books, "invoices")])
    # The names are known of Colombia, whose invoices tell it by their CUFE as well.
    assert found == [found[0]] * len(found)


@pytest.mark.parametrize(
    ("code", "zone", "moment"),
    [
        ("CL", "America/Santiago", "2026-07-01T16:00:00.000Z"),
        ("CL", "America/Punta_Arenas", "2026-07-01T15:00:00.000Z"),
        ("CL", "Pacific/Easter", "2026-07-01T18:00:00.000Z"),
        ("ES", "Europe/Madrid", "2026-07-01T10:00:00.000Z"),
        ("ES", "Atlantic/Canary", "2026-07-01T11:00:00.000Z"),
        ("MX", "America/Mexico_City", "2026-07-01T18:00:00.000Z"),
        ("MX", "America/Tijuana", "2026-07-01T19:00:00.000Z"),
        ("MX", "America/Cancun", "2026-07-01T17:00:00.000Z"),
        ("CL", "missing", None),
        ("ES", "GMT+1 Madrid", None),
    ],
)
def test_a_local_time_is_read_in_the_zone_that_the_company_tells_and_in_no_other(
    code: str, zone: str, moment: str | None
) -> None:
    """docs: alegra-api 1.5"""
    books = make(code, size=10, quirks={"company_time_zone": zone})
    company = Company.from_alegra(get(books, "company"))
    mapper = RecordMapper(RESOURCES["invoices"], company, include_raw=False)
    record = mapper.record({"id": "1", "datetime": "2026-07-01 12:00:00"})
    assert record["created_at"] == moment
    unread = [(it["field"], it["value"]) for it in (record["alegra"] or {}).get("unread", [])]
    assert unread == ([] if moment else [("created_at", "2026-07-01 12:00:00")])
