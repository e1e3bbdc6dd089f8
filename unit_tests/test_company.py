from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alegra_sandbox.countries import COUNTRIES as SIMULATED
from alegra_sandbox.countries import UNKNOWN
from alegra_unified.company import Company
from alegra_unified.kinds import Unreadable

from .resources.examples import any_json
from .resources.mapping import COMPANIES

MEXICAN, COLOMBIAN, DOMINICAN, NOWHERE = (
    COMPANIES[country] for country in ("MX", "CO", "DO", "nowhere")
)


def _utc(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0
) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=timezone.utc)


def _printed(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"


@pytest.mark.parametrize(
    ("edition", "code"),
    [
        *(
            (name, country.code)
            for country in SIMULATED.values()
            for name in (country.edition, country.name, country.english_name, country.code)
            if country.code != UNKNOWN
        ),
        ("MEX", "MX"),
        ("mx", "MX"),
        ("republica-dominicana", "DO"),
        ("dominicana", "DO"),
        ("costa_rica", "CR"),
        ("españa", "ES"),
        ("international", None),
        ("uruguay", None),
        ("atlantis", None),
        ("", None),
        (None, None),
        (5, None),
        ({"name": "mexico"}, None),
        (["mexico"], None),
    ],
)
def test_the_edition_tells_the_country(edition: Any, code: str | None) -> None:
    company = Company.from_alegra({"applicationVersion": edition})
    assert company.country.alpha_2 == (code or "")


@pytest.mark.parametrize(
    ("currency", "code"),
    [
        ({"code": "MXN", "symbol": "$"}, "MXN"),
        ("COP", "COP"),
        ({"code": ""}, None),
        ({"code": None}, None),
        ({"code": 484}, None),
        ({}, None),
        ([], None),
        ("", None),
        (None, None),
        (["MXN"], None),
    ],
)
def test_the_base_currency_is_an_object_or_a_code(currency: Any, code: str | None) -> None:
    assert Company.from_alegra({"currency": currency}).currency == code


@pytest.mark.parametrize("name", ["America/Mexico_City", "America/Bogota", "America/Santo_Domingo"])
def test_a_known_time_zone_is_taken(name: str) -> None:
    assert Company.from_alegra({"timezone": name}).time_zone == name


@pytest.mark.parametrize(
    "name",
    [
        "America/Atlantis",
        "America",
        "/etc/passwd",
        "../America/Bogota",
        "America/Bogota\0",
        "\ud800",
        "x" * 300,
        "",
        None,
        -5,
        {"name": "America/Bogota"},
        ["America/Bogota"],
    ],
)
def test_any_other_time_zone_is_unknown(name: Any) -> None:
    assert Company.from_alegra({"timezone": name}).time_zone is None


@given(
    st.dictionaries(
        st.sampled_from(["applicationVersion", "currency", "timezone"]),
        any_json | st.text(),
    )
)
def test_any_company_is_read(record: dict[str, Any]) -> None:
    company = Company.from_alegra(record)
    assert company.currency is None or company.currency in (
        record["currency"],
        record["currency"]["code"] if isinstance(record["currency"], dict) else None,
    )
    assert isinstance(company.today(_utc(2026, 9, 5)), date)


@pytest.mark.parametrize(
    ("company", "local", "moment"),
    [
        (COLOMBIAN, "2026-09-05 12:50:18", _utc(2026, 9, 5, 17, 50, 18)),
        (COLOMBIAN, "2026-12-31 23:30:00", _utc(2027, 1, 1, 4, 30)),
        (COLOMBIAN, " 2026-09-05 12:50:18 ", _utc(2026, 9, 5, 17, 50, 18)),
        (DOMINICAN, "2026-09-05 12:50:18", _utc(2026, 9, 5, 16, 50, 18)),
        (DOMINICAN, "2026-01-05 12:50:18", _utc(2026, 1, 5, 16, 50, 18)),
        # Mexico has had no summer time since 2022.
        (MEXICAN, "2026-07-01 12:00:00", _utc(2026, 7, 1, 18)),
        (MEXICAN, "2022-07-01 12:00:00", _utc(2022, 7, 1, 17)),
        (MEXICAN, "2022-01-01 12:00:00", _utc(2022, 1, 1, 18)),
    ],
)
def test_a_local_time_is_read_in_the_companys_zone(
    company: Company, local: str, moment: datetime
) -> None:
    assert company.moment(local) == _printed(moment)


def test_of_two_moments_with_one_local_time_the_later_is_taken() -> None:
    assert MEXICAN.moment("2021-10-31 01:30:00") == "2021-10-31T07:30:00.000Z"
    assert MEXICAN.moment("2021-10-31 00:30:00") == "2021-10-31T05:30:00.000Z"


def test_a_local_time_that_a_clock_change_skipped_is_that_of_the_clock_not_set() -> None:
    assert MEXICAN.moment("2021-04-04 02:30:00") == "2021-04-04T08:30:00.000Z"


@pytest.mark.parametrize(
    "local",
    [
        "2026-09-05",
        "2026-09-05 12:50",
        "2026-09-05T12:50:18",
        "2026-09-05 12:50:18Z",
        "2026-02-30 00:00:00",
        "2026-09-05 24:00:00",
        "0000-00-00 00:00:00",
        "9999-12-31 23:59:59",
        "ayer",
        "",
        20260905,
        True,
        {"date": "2026-09-05 12:50:18"},
        [],
    ],
)
def test_a_local_time_of_another_form_is_unreadable(local: Any) -> None:
    with pytest.raises(Unreadable, match="moment"):
        COLOMBIAN.moment(local)


def test_without_a_time_zone_no_local_time_is_guessed() -> None:
    with pytest.raises(Unreadable, match="time zone"):
        NOWHERE.moment("2026-09-05 12:50:18")


def test_no_local_time_is_no_moment() -> None:
    assert COLOMBIAN.moment(None) is None
    assert NOWHERE.moment(None) is None


@given(any_json)
def test_any_json_is_a_moment_in_utc_or_unreadable(value: Any) -> None:
    for company in (MEXICAN, NOWHERE):
        refused = moment = None
        try:
            moment = company.moment(value)
        except Unreadable as error:
            refused = error.value
        if moment is None:
            assert refused == value
        else:
            assert moment.endswith("Z")


# Colombia tried summer time once, in 1992.
@given(st.datetimes(min_value=datetime(1994, 1, 1), max_value=datetime(2100, 1, 1)))
def test_every_second_in_colombia_is_five_hours_behind(local: datetime) -> None:
    local = local.replace(microsecond=0)
    moment = COLOMBIAN.moment(local.strftime("%Y-%m-%d %H:%M:%S"))
    assert moment == _printed(local + timedelta(hours=5))


@pytest.mark.parametrize(
    ("company", "now", "day"),
    [
        (COLOMBIAN, _utc(2026, 9, 5, 4, 59), date(2026, 9, 4)),
        (COLOMBIAN, _utc(2026, 9, 5, 5), date(2026, 9, 5)),
        (MEXICAN, _utc(2026, 9, 5, 5), date(2026, 9, 4)),
        (MEXICAN, _utc(2026, 9, 5, 6), date(2026, 9, 5)),
        # A day that has begun everywhere, never tomorrow where the company is.
        (NOWHERE, _utc(2026, 9, 5, 12), date(2026, 9, 5)),
        (NOWHERE, _utc(2026, 9, 5, 11, 59), date(2026, 9, 4)),
    ],
)
def test_today_is_the_companys_day(company: Company, now: datetime, day: date) -> None:
    assert company.today(now) == day
