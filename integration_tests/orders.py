"""What is sent to the destination, what comes back, and what stands in the company then."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from alegra_sandbox.process import SandboxProcess
from alegra_unified.marker import external_id_of

from .runner import Message


def state(stream: str, **blob: Any) -> Message:
    """A state as the platform sends it."""
    named = {"stream_descriptor": {"name": stream}, "stream_state": blob}
    return {"type": "STATE", "state": {"type": "STREAM", "stream": named}}


def with_states(lines: Sequence[Message], every: int) -> Iterator[Message]:
    """The lines with a state behind so many records each, and behind the last."""
    for place, line in enumerate(lines, start=1):
        yield line
        if place % every == 0 or place == len(lines):
            yield state(str(line["record"]["stream"]), taken=place)


def written(sandbox: SandboxProcess, path: str = "invoices") -> Counter[str]:
    """How often each external id stands in Alegra."""
    found = (external_id_of(it) for it in sandbox.truth(path))
    return Counter(it for it in found if it is not None)


def each_once(count: int) -> Counter[str]:
    """What should be written."""
    return Counter(f"order-{number}" for number in range(count))


def counts(states: Sequence[Message]) -> tuple[int, int]:
    """Records accounted for and rejected, over all states."""
    stats = [it["state"]["destinationStats"] for it in states]
    return (
        int(sum(it["recordCount"] for it in stats)),
        int(sum(it["rejectedRecordCount"] for it in stats)),
    )


def creations(sandbox: SandboxProcess, path: str = "invoices") -> list[dict[str, Any]]:
    """The audit's entries that created something."""
    return [
        it
        for it in sandbox.requests()
        if it["method"] == "POST" and it["created"] and it["path"].endswith(path)
    ]
