"""Orders of a warehouse that become draft invoices of a simulated company."""

from typing import Any

from alegra_sandbox.process import SandboxProcess

Message = dict[str, Any]


def record(stream: str, **data: Any) -> Message:
    """A record as a warehouse sends it."""
    return {"type": "RECORD", "record": {"stream": stream, "data": data, "emitted_at": 1}}


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


def _code(item: dict[str, Any]) -> str | None:
    reference = item["reference"]
    if isinstance(reference, dict):
        reference = reference["reference"]
    return None if reference is None else str(reference)
