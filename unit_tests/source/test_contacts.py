"""Contacts over several syncs, of which one is cut off."""

from datetime import datetime, timezone
from typing import Any

from alegra_unified.resources.customers import CUSTOMERS
from alegra_unified.synchronization import ContactChanges
from source_alegra.config import read_config
from source_alegra.contacts import ContactSync
from source_alegra.state import ContactState, decode_state
from source_alegra.sync_context import SyncContext

from ..alegra_api.fake_alegra import FakeAlegra, Immediately

NOW = datetime(2026, 6, 1, 12, tzinfo=timezone.utc)


def contact_sync(alegra: FakeAlegra, state: dict[str, Any]) -> ContactSync:
    assert isinstance(CUSTOMERS.strategy, ContactChanges)
    config = read_config({"email": "me@example.com", "api_token": "s3cr3t-token"})
    client: Any = alegra
    context = SyncContext(config, client, Immediately(), clock=lambda: NOW)
    decoded = decode_state(ContactState, "customers", state)
    return ContactSync(CUSTOMERS, CUSTOMERS.strategy, context, decoded)


def test_a_contact_emitted_by_a_sync_that_was_cut_off_is_told_gone_by_the_next() -> None:
    alegra = FakeAlegra({it: {"id": str(it), "type": ["client"]} for it in range(1, 96)})
    states: list[dict[str, Any]] = []
    cut_off = contact_sync(alegra, {}).records(lambda encode: states.append(encode()))
    emitted = [next(cut_off)["id"]]
    while not states:
        emitted.append(next(cut_off)["id"])
    del alegra.rows[int(emitted[0])]
    records = contact_sync(alegra, states[0]).records(lambda encode: None)
    gone = [it["id"] for it in records if it["status"] == "archived"]
    assert gone == [emitted[0]]
