"""Orders of a warehouse that become draft invoices of a simulated company."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from alegra_sandbox.process import SandboxProcess
from alegra_unified.marker import external_id_of

from .runner import Message


def record(stream: str, **data: Any) -> Message:
    """A record as a warehouse sends it."""
    return {"type": "RECORD", "record": {"stream": stream, "data": data, "emitted_at": 1}}


def state(stream: str, **blob: Any) -> Message:
    """A state as the platform sends it."""
    named = {"stream_descriptor": {"name": stream}, "stream_state": blob}
    return {"type": "STATE", "state": {"type": "STREAM", "stream": named}}


def orders(sandbox: SandboxProcess, count: int, **changes: Any) -> list[Message]:
    """Orders of the company's own customers and items, by tax number and code."""
    customers = [it["identification"] for it in sandbox.truth("contacts") if it["identification"]]
    codes = [_code(it) for it in sandbox.truth("items") if _code(it)]
    return [
        record(
            "invoices",
            **{
                "external_id": f"order-{number}",
                "customer": {"tax_number": customers[number % len(customers)]},
                "invoice_date": f"{sandbox_day(sandbox)}",
                "due_date": f"{sandbox_day(sandbox)}",
                "line_items": [
                    {
                        "item": {"code": codes[number % len(codes)]},
                        "unit_price": 10 + number,
                        "quantity": 2,
                    }
                ],
                **changes,
            },
        )
        for number in range(count)
    ]


def sandbox_day(sandbox: SandboxProcess) -> str:
    """The day that the orders are of."""
    assert sandbox.today is not None, "orders want a company with a fixed present"
    return sandbox.today.isoformat()


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


def _code(item: dict[str, Any]) -> str | None:
    reference = item["reference"]
    if isinstance(reference, dict):
        reference = reference["reference"]
    return None if reference is None else str(reference)
