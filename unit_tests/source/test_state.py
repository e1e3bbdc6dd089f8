import json
from datetime import date, datetime, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from airbyte_cdk.models import FailureType
from airbyte_cdk.utils.traced_exception import AirbyteTracedException
from hypothesis import given
from hypothesis import strategies as st

from alegra_api.exact_json import print_decimal
from alegra_api.ids import IdSet, as_integer
from source_alegra.records import digest
from source_alegra.source import SourceAlegra
from source_alegra.state import (
    DIGEST_BYTES,
    VERSION,
    ContactState,
    DocumentState,
    Fingerprints,
    FullReading,
    Origin,
    StreamState,
    decode_reading,
    decode_state,
)

identifiers = st.one_of(
    st.integers(0, 2**33).map(str),
    st.uuids().map(str),
    st.text(min_size=1, max_size=8),
)
id_sets = st.lists(identifiers).map(IdSet)
fingerprints = st.dictionaries(
    identifiers, st.binary(min_size=DIGEST_BYTES, max_size=DIGEST_BYTES)
).map(Fingerprints)


@given(st.lists(identifiers))
def test_a_set_of_ids_survives_a_state_message(ids: list[str]) -> None:
    held = IdSet(ids)
    assert set(held) == set(ids)
    assert len(held) == len(set(ids))
    assert IdSet.decode(json.loads(json.dumps(held.encode()))) == held


@given(st.lists(identifiers), st.lists(identifiers))
def test_sets_of_ids_subtract_and_join_like_sets(some: list[str], others: list[str]) -> None:
    assert set(IdSet(some).without(IdSet(others))) == set(some) - set(others)
    joined = IdSet(some)
    joined.add_all(IdSet(others))
    assert set(joined) == set(some) | set(others)


@pytest.mark.parametrize("text", ["007", "-1", "1.0", "", "٣", "4294967296", "1e3"])
def test_an_id_that_is_no_plain_integer_keeps_its_spelling(text: str) -> None:
    assert as_integer(text) is None
    assert text in IdSet([text])


def test_half_a_million_ids_stay_far_below_the_size_of_a_plain_bitmap() -> None:
    ids = IdSet(str(number) for number in range(1, 500_001) if number % 97)
    assert len(json.dumps(ids.encode())) < 500_000 / 8 * 4 / 3 + 2_000


@given(known=id_sets, versions=fingerprints, seen=id_sets, emitted=fingerprints, day=st.dates())
def test_a_document_state_survives_a_state_message(
    known: IdSet, versions: Fingerprints, seen: IdSet, emitted: Fingerprints, day: date
) -> None:
    state = DocumentState(
        origin=Origin(company="c0ffee", start_date=day),
        known=known,
        new=seen,
        listed=12,
        fingerprints=versions,
        window_from=day,
        full_reading=FullReading(
            started_at=datetime(2026, 6, 1, tzinfo=timezone.utc),
            window_from=day,
            start_date=day,
            seen=seen,
            low_water_mark="17",
            fingerprints=emitted,
        ),
    )
    assert decode_state(DocumentState, "bills", json.loads(json.dumps(state.encode()))) == state


def test_a_version_is_the_same_in_whatever_order_its_fields_stand() -> None:
    one = {"id": "7", "total": print_decimal(Decimal("1.10")), "alegra": {"a": 1, "b": None}}
    other = {"alegra": {"b": None, "a": 1}, "total": print_decimal(Decimal("1.10")), "id": "7"}
    assert digest(one) == digest(other)
    assert digest({**one, "total": print_decimal(Decimal("1.1"))}) != digest(one)


def test_an_empty_state_is_a_beginning() -> None:
    assert decode_state(DocumentState, "bills", {}) == DocumentState()


@pytest.mark.parametrize("model", [DocumentState, ContactState])
def test_a_state_of_a_newer_version_is_refused_with_a_way_out(model: type) -> None:
    with pytest.raises(AirbyteTracedException) as refused:
        decode_state(model, "bills", {"version": VERSION + 1, "news": True})
    assert refused.value.failure_type == FailureType.config_error
    assert "bills" in str(refused.value.message)
    assert "newer" in str(refused.value.message)
    assert "reset" in str(refused.value.message)


@pytest.mark.parametrize(
    "broken",
    [
        {"version": 1, "known": {"bitmap": "!!"}},
        {"version": 1, "known": {"bitmap": "AAAA"}},
        {"version": 1, "known": []},
        {"version": 1, "fingerprints": {"ids": {"bitmap": ""}, "digests": "AAAA"}},
        {"version": 1, "other": 1},
        {"version": "one"},
        {"version": "2"},
        {"version": 2.0},
        {"version": True},
        {"version": 0},
        {"version": 1, "swept_at": "2026-06-01T00:00:00"},
        {"version": 3, "reconciled_at": 1_780_000_000},
        {"version": 3, "window_from": 20_000},
        {"version": 3, "listed": "7"},
        {"version": 3, "known": {"bitmap": "OjAAAAAAAAA=", "uuids": "c-"}},
        {"version": 3, "checksum": "0000000000000000"},
        {"reconciled_at": "2026-06-01T00:00:00"},
        {"updated_at": "2024-01-01"},
    ],
)
def test_a_broken_state_is_a_config_error(broken: dict[str, object]) -> None:
    with pytest.raises(AirbyteTracedException) as refused:
        decode_state(DocumentState, "bills", broken)
    assert refused.value.failure_type == FailureType.config_error
    assert "bills" in str(refused.value.message)


@pytest.mark.parametrize("broken", [{"foo": 1}, {"version": 3, "known": {}, "foo": None}])
def test_a_state_with_unknown_keys_is_no_state_of_a_full_refresh_either(
    broken: dict[str, object],
) -> None:
    with pytest.raises(AirbyteTracedException, match="saved state of stream bills") as refused:
        decode_reading("bills", broken)
    assert refused.value.failure_type == FailureType.config_error


@pytest.mark.parametrize("blob", [[["version", 3]], [[]], [], "", "ab", 0, 3, True])
def test_a_state_that_is_no_object_is_a_config_error(blob: object, tmp_path: Path) -> None:
    """A list of pairs passed for an object."""
    path = tmp_path / "state.json"
    stream = {"stream_descriptor": {"name": "bills"}, "stream_state": blob}
    path.write_text(json.dumps([{"type": "STREAM", "stream": stream}]))
    with pytest.raises(AirbyteTracedException) as refused:
        SourceAlegra.read_state(str(path))
    assert refused.value.failure_type == FailureType.config_error
    assert "\n" not in str(refused.value.message)


# States that release 0.1.0 printed: at the end of a sync, and while everything was read.
DOCUMENTS_0_1_0 = {
    "version": 1,
    "sweep": None,
    "swept_at": "2026-11-24T19:39:22.700200Z",
    "window_from": "2026-10-25",
    "known": {"bitmap": "OzAAAAEAAAgAAQABAAgA"},
    "fingerprints": {"ids": {"bitmap": "OjAAAAEAAAAAAAAAEAAAAAkA"}, "digests": "BTwSa272"},
}
CONTACTS_0_1_0 = {
    "version": 1,
    "sweep": None,
    "updated_at": "2026-10-20T10:06:29Z",
    "known": {"bitmap": "OjAAAAEAAAAAAAUAEAAAAAEAAwAEAAUABwAJAA=="},
    "swept_at": "2026-11-24T19:39:22.700200Z",
}
CUT_OFF_0_1_0 = {
    "version": 1,
    "sweep": {
        "started_at": "2026-06-01T12:00:00Z",
        "window_from": "2026-05-02",
        "seen": {"bitmap": "OzAAAAEAAB0AAQBFAB0A"},
        "fingerprints": {
            "ids": {"bitmap": "OzAAAAEAAAgAAQBaAAgA"},
            "digests": "VByFMQGMtlUlUnPB5Jq33VXNbPbhm5BrXcinVR1iksaW5cs23hpZxx0mFkDuU2Xm2/8C6Psk",
        },
    },
    "swept_at": None,
    "window_from": None,
    "known": {"bitmap": "OzAAAAEAAB0AAQBFAB0A"},
    "fingerprints": {"ids": {"bitmap": "OjAAAAAAAAA="}, "digests": ""},
}


def test_documents_go_on_from_a_state_of_0_1_0() -> None:
    state = decode_state(DocumentState, "bills", DOCUMENTS_0_1_0)
    assert state.reconciled_at == datetime(2026, 11, 24, 19, 39, 22, 700200, timezone.utc)
    assert state.window_from == date(2026, 10, 25)
    assert list(state.known) == [str(number) for number in range(1, 10)]
    assert state.fingerprints.get("9") == bytes.fromhex("053c126b6ef6")
    assert state.full_reading is None
    _assert_goes_on(DocumentState, state)


def test_contacts_go_on_from_a_state_of_0_1_0() -> None:
    state = decode_state(ContactState, "customers", CONTACTS_0_1_0)
    assert state.high_water_mark == datetime(2026, 10, 20, 10, 6, 29, 0, timezone.utc)
    assert state.reconciled_at == datetime(2026, 11, 24, 19, 39, 22, 700200, timezone.utc)
    assert list(state.known) == ["1", "3", "4", "5", "7", "9"]
    _assert_goes_on(ContactState, state)


def test_a_reading_that_0_1_0_was_cut_off_in_goes_on() -> None:
    state = decode_state(DocumentState, "bills", CUT_OFF_0_1_0)
    reading = decode_reading("bills", CUT_OFF_0_1_0).full_reading
    assert reading is not None
    assert reading == state.full_reading
    assert reading.started_at == datetime(2026, 6, 1, 12, tzinfo=timezone.utc)
    assert reading.window_from == date(2026, 5, 2)
    assert len(reading.seen) == len(state.known) == 30
    assert state.reconciled_at is None
    _assert_goes_on(DocumentState, state)


def test_journals_go_on_from_a_state_of_0_1_0() -> None:
    assert decode_reading("journal_entries", {"version": 1, "sweep": None}) == StreamState()


# States of form 2, whose UUIDs and ULIDs stood among the texts; digests in the order of the ids.
_MIXED_2 = {
    "bitmap": "OjAAAAEAAAAAAAEAEAAAAAMADAA=",
    "others": ["019d06f6-08df-7479-b90d-799dc90a8f41", "01G77Z97X66GZT7320T9HC6EBA", "x-1"],
}
_VERSIONS_2 = {"ids": _MIXED_2, "digests": "AQEBAQEBAgICAgICAwMDAwMDBAQEBAQEBQUFBQUF"}
_IDS_2 = ["3", "12", *_MIXED_2["others"]]
DOCUMENTS_2 = {
    "version": 2,
    "full_reading": None,
    "reconciled_at": "2026-11-24T19:39:22.700200Z",
    "window_from": "2026-10-25",
    "known": _MIXED_2,
    "fingerprints": _VERSIONS_2,
}
CUT_OFF_2 = {
    "version": 2,
    "full_reading": {
        "started_at": "2026-06-01T12:00:00Z",
        "window_from": "2026-05-02",
        "seen": _MIXED_2,
        "fingerprints": _VERSIONS_2,
    },
    "reconciled_at": None,
    "window_from": None,
    "known": {"bitmap": "OjAAAAAAAAA="},
    "fingerprints": {"ids": {"bitmap": "OjAAAAAAAAA="}, "digests": ""},
}
CONTACTS_2 = {
    "version": 2,
    "full_reading": None,
    "high_water_mark": "2026-10-20T10:06:29Z",
    "known": {"bitmap": "OjAAAAEAAAAAAAEAEAAAAAEAAwA="},
    "reconciled_at": "2026-11-24T19:39:22Z",
}


def test_documents_go_on_from_a_state_of_form_2() -> None:
    state = decode_state(DocumentState, "bills", DOCUMENTS_2)
    assert list(state.known) == _IDS_2
    assert [state.fingerprints.get(it) for it in _IDS_2] == [bytes([n] * 6) for n in range(1, 6)]
    assert (state.origin, state.listed, len(state.new)) == (None, None, 0)
    _assert_goes_on(DocumentState, state)


def test_a_reading_that_form_2_was_cut_off_in_goes_on_from_the_oldest_row() -> None:
    state = decode_state(DocumentState, "bills", CUT_OFF_2)
    reading = decode_reading("bills", CUT_OFF_2).full_reading
    assert reading is not None
    assert reading == state.full_reading
    assert (list(reading.seen), reading.low_water_mark) == (_IDS_2, None)
    _assert_goes_on(DocumentState, state)


def test_contacts_go_on_from_a_state_of_form_2() -> None:
    state = decode_state(ContactState, "customers", CONTACTS_2)
    assert list(state.known) == ["1", "3"]
    assert state.reconciled_at == datetime(2026, 11, 24, 19, 39, 22, 0, timezone.utc)
    _assert_goes_on(ContactState, state)


@given(known=id_sets, versions=fingerprints, data=st.data())
def test_a_damaged_state_is_noticed(known: IdSet, versions: Fingerprints, data: Any) -> None:
    """A bit that flips in a bitmap often makes another bitmap."""
    state = DocumentState(known=known, fingerprints=versions, listed=7)
    text = json.dumps(state.encode())
    place = data.draw(st.integers(0, len(text) - 1))
    # JSON escapes what is not ASCII.
    flipped = chr(ord(text[place]) ^ 1 << data.draw(st.integers(0, 6)))
    try:
        damaged = json.loads(text[:place] + flipped + text[place + 1 :])
    except ValueError:
        return
    if not isinstance(damaged, dict) or damaged == state.encode() or "checksum" not in damaged:
        return
    with pytest.raises(AirbyteTracedException):
        decode_state(DocumentState, "bills", damaged)


def test_a_state_is_the_same_without_its_nulls_and_in_another_order() -> None:
    state = DocumentState(known=IdSet(["7"]), listed=1)
    kept = {key: value for key, value in state.encode().items() if value is not None}
    assert decode_state(DocumentState, "bills", dict(sorted(kept.items(), reverse=True))) == state


def _assert_goes_on(model: type[StreamState], state: StreamState) -> None:
    """A state that was read is printed in the present form, and read again."""
    printed = state.encode()
    assert printed["version"] == VERSION
    assert decode_state(model, "bills", json.loads(json.dumps(printed))) == state
