"""What an edition of Alegra has no place for: left out and told, or told that it was not taken."""

from typing import Any

import pytest

from alegra_sandbox.countries import UNKNOWN
from benchmarks.orders import record
from demo.in_country import contact_in

from .conftest import ConnectDestination, Start
from .orders import counts, state
from .runner import Finished

ADDRESS = {
    **{"line1": "Calle 1", "line2": "Centro", "street_number": "7", "city": "Salto"},
    **{"state": "Salto", "postal_code": "50000", "country": "UY"},
}
PATHS = [f"addresses.0.{name}" for name in ADDRESS]


def told(finished: Finished) -> list[str]:
    """What was written otherwise than the record says."""
    logs = [str(it["log"]["message"]) for it in finished.of("LOG")]
    return [it for it in logs if it.startswith("Written, but")]


def lines(country: str, address: dict[str, Any]) -> list[dict[str, Any]]:
    named = {"external_id": "c-1", "display_name": "Norte", "addresses": [address]}
    return [record("customers", **contact_in(country, named, serial=1)), state("customers")]


@pytest.mark.parametrize("mode", ["append", "append_dedup"])
def test_an_unknown_edition_takes_what_is_common_and_the_rest_is_told(
    start: Start, connect_destination: ConnectDestination, mode: str
) -> None:
    sandbox = start(size=60, country=UNKNOWN)
    key = None if mode == "append" else "external_id"
    finished = connect_destination(sandbox).write(lines(UNKNOWN, ADDRESS), mode=mode, key=key)
    assert counts(finished.of("STATE")) == (1, 0)
    assert {path for path in PATHS if path in "".join(told(finished))} == {
        *("addresses.0.line2", "addresses.0.street_number")
    }
    (held,) = (it for it in sandbox.truth("contacts") if it["name"] == "Norte")
    assert held["address"] == {
        **{"address": "Calle 1", "city": "Salto", "department": "Salto", "zipCode": "50000"},
        "country": "URY",
    }
    # What was left out is no reason to write it at every sync.
    sandbox.reset_audit()
    again = connect_destination(sandbox).write(lines(UNKNOWN, ADDRESS), mode=mode, key=key)
    assert counts(again.of("STATE")) == (1, 0)
    assert set(sandbox.stats()["by_method"]) == {"GET"}


@pytest.mark.parametrize("choice", ["usual", "other"])
@pytest.mark.parametrize("country", ["AR", "CL", "CR"])
def test_an_address_is_taken_whichever_keys_the_edition_has_and_written_once(
    start: Start, connect_destination: ConnectDestination, country: str, choice: str
) -> None:
    """docs: alegra-api 12.2"""
    sandbox = start(size=60, country=country, quirks={"address_keys": choice})
    address = {"line1": "Calle 1", "city": "Arica", "state": "Norte", "country": country}
    finished = connect_destination(sandbox).write(lines(country, address))
    assert counts(finished.of("STATE")) == (1, 0)
    assert told(finished) == []
    sandbox.reset_audit()
    again = connect_destination(sandbox).write(
        lines(country, address), mode="append_dedup", key="external_id"
    )
    assert counts(again.of("STATE")) == (1, 0)
    assert set(sandbox.stats()["by_method"]) == {"GET"}
