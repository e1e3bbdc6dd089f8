"""When STATE messages are printed."""

from typing import Any

from airbyte_cdk.models import AirbyteMessage
from airbyte_cdk.sources.message import InMemoryMessageRepository

from source_alegra.stream import CHECKPOINT_SECONDS, CheckpointCursor


class Clock:
    """Seconds that a test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def states(messages: list[AirbyteMessage]) -> list[Any]:
    """The state objects of STATE messages."""
    found = [message.state.stream for message in messages if message.state]
    return [
        dict(stream.stream_state.__dict__) for stream in found if stream and stream.stream_state
    ]


def test_a_state_is_printed_at_least_once_a_minute_and_at_the_end() -> None:
    clock, repository = Clock(), InMemoryMessageRepository()
    cursor = CheckpointCursor("invoices", {}, repository, clock)
    for page in range(1, 121):
        clock.now += 1
        cursor.checkpoint(lambda page=page: {"page": page})  # type: ignore[misc]
    printed = [state["page"] for state in states(list(repository.consume_queue()))]
    assert CHECKPOINT_SECONDS <= 60
    assert printed == list(range(int(CHECKPOINT_SECONDS), 121, int(CHECKPOINT_SECONDS)))


def test_a_stream_that_fails_ends_with_the_last_state_that_was_printed() -> None:
    repository = InMemoryMessageRepository()
    cursor = CheckpointCursor("invoices", {"page": 0}, repository, Clock())
    cursor.checkpoint(lambda: {"page": 1})
    cursor.ensure_at_least_one_state_emitted()
    assert states(list(repository.consume_queue())) == [{"page": 0}]


def test_a_stream_that_ends_well_ends_with_its_newest_state() -> None:
    repository = InMemoryMessageRepository()
    cursor = CheckpointCursor("invoices", {"page": 0}, repository, Clock())
    cursor.checkpoint(lambda: {"page": 1})
    cursor.close_partition(None)  # type: ignore[arg-type]
    cursor.ensure_at_least_one_state_emitted()
    assert states(list(repository.consume_queue())) == [{"page": 1}]
