"""The samples that the README names for the destination are written as they stand."""

from datetime import date
from pathlib import Path

from .conftest import ConnectDestination, Start
from .orders import counts

FOLDER = Path(__file__).parent


def test_the_sample_messages_are_written(
    start: Start, connect_destination: ConnectDestination
) -> None:
    sandbox = start(size=50, today=date(2026, 11, 3))
    destination = connect_destination(sandbox)
    catalog = str(FOLDER / "destination_catalog.json")
    messages = (FOLDER / "messages.jsonl").read_bytes()
    for _ in range(2):
        finished = destination.run("write", "--catalog", catalog, text=messages)
        assert finished.status == 0, finished.output
        assert counts(finished.of("STATE")) == (3, 0), finished.output
    (customer,) = [it for it in sandbox.truth("contacts") if it["name"] == "Librería Nueva"]
    (invoice,) = [
        it for it in sandbox.truth("invoices") if str(it["client"]["id"]) == str(customer["id"])
    ]
    assert invoice["status"] == "draft"
