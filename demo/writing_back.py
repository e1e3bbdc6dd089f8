"""From the warehouse back into Alegra: rows picked with SQL, written with `destination-alegra`."""

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from airbyte.caches.base import CacheBase
from sqlalchemy import text

from alegra_api.exact_json import exact_json, print_json
from alegra_sandbox.countries import COUNTRIES
from alegra_sandbox.process import SandboxProcess
from alegra_unified.marker import external_id_of

from .commands import run
from .in_country import contact_in, in_country, tax_number_in

DESTINATION = Path(sys.executable).with_name("destination-alegra")

# Unpaid orders, the open quotes, become draft invoices: two of them for customers who are new, one
# for a customer whom nobody knows. The oldest bill that is owed is paid in full.
# A column's name is the path of the field in the record; the SQL is what both warehouses know. JSON
# is fetched as text, since a driver would read its numbers as binary floats. Tax numbers and the
# currency are the country's.
QUERIES = {
    "customers": """
        SELECT 'lead-' || lead AS external_id, name AS display_name, tax_number,
               email AS "emails.0.email", 'primary' AS "emails.0.type"
        FROM (VALUES (1, 'Librería Nueva', CAST(:first AS TEXT), 'hola@libreria.example.com'),
                     (2, 'Escuela del Valle', :second, 'compras@escuela.example.com'))
             AS leads (lead, name, tax_number, email)
    """,
    "invoices": """
        SELECT 'order-' || id AS external_id,
               CASE place WHEN 1 THEN 'lead-1' END AS "customer.external_id",
               CASE place WHEN 2 THEN CAST(:second AS TEXT) WHEN 3 THEN 'NADIE' END
                   AS "customer.tax_number",
               CASE WHEN place > 3 THEN customer->>'id' END AS "customer.id",
               current_date AS invoice_date, current_date + 30 AS due_date,
               'Pedido ' || number AS customer_memo,
               CAST(line_items AS TEXT) AS line_items
        FROM (SELECT *, row_number() OVER (ORDER BY CAST(id AS BIGINT)) AS place
              FROM quotes WHERE status = 'sent' AND currency = :currency) AS orders
        WHERE place <= 12
        ORDER BY place
    """,
    "bill_payments": """
        SELECT 'payment-of-bill-' || id AS external_id, supplier->>'id' AS "supplier.id",
               '1' AS "account.id", current_date AS transaction_date,
               'transfer' AS payment_method, balance AS total_amount,
               'bill' AS "allocations.0.type", id AS "allocations.0.id",
               balance AS "allocations.0.amount"
        FROM bills
        WHERE status IN ('authorised', 'partially_paid') AND balance > 0 AND currency = :currency
        ORDER BY bill_date, CAST(id AS BIGINT)
        LIMIT 1
    """,
}
"""Which rows go to which stream."""

PATHS = {"customers": "contacts", "invoices": "invoices", "bill_payments": "payments"}
"""Where Alegra keeps them."""

Rows = dict[str, list[dict[str, Any]]]


@dataclass
class Written:
    """What one run of `destination-alegra write` printed.

    Attributes:
        report: how many records of each stream were written, there already, or rejected.
        rejections: one sentence for each rejected record.
        accounted: records that its states account for, the rejected ones among them.
    """

    report: list[str]
    rejections: list[str]
    accounted: int


def select(cache: CacheBase, country: str) -> Rows:
    """The rows to write, by stream, with what the country asks of them.

    Args:
        cache: the warehouse.
        country: code of the edition.
    """
    (first, _), (second, _) = (tax_number_in(country, serial) for serial in (1, 2))
    values = {"currency": COUNTRIES[country].currency, "first": first, "second": second}
    rows: Rows = {}
    with cache.get_sql_engine().connect() as connection:
        connection.execute(text(f"SET search_path = '{cache.schema_name}'"))
        for stream, query in QUERIES.items():
            asked = text(query)
            named = {name: it for name, it in values.items() if f":{name}" in query}
            found = [_record(dict(it)) for it in connection.execute(asked, named).mappings()]
            rows[stream] = [in_country(country, stream, it) for it in found]
    # A contact has a fiscal identity besides.
    customers = enumerate(rows["customers"], start=1)
    rows["customers"] = [contact_in(country, it, place) for place, it in customers]
    return rows


def write(config: dict[str, Any], rows: Rows, folder: Path) -> Written:
    """Run `destination-alegra write` over the rows, as a platform runs it.

    Raises:
        RuntimeError: it failed; the text says why.
    """
    (folder / "destination_config.json").write_text(json.dumps(config))
    catalog = {"streams": [_configured(stream) for stream in rows]}
    (folder / "destination_catalog.json").write_text(json.dumps(catalog))
    lines = [
        {"type": "RECORD", "record": {"stream": stream, "data": row, "emitted_at": 0}}
        for stream, listed in rows.items()
        for row in listed
    ]
    messages = run(
        [
            *(str(DESTINATION), "write"),
            *("--config", str(folder / "destination_config.json")),
            *("--catalog", str(folder / "destination_catalog.json")),
        ],
        b"\n".join(orjson.dumps(print_json(it)) for it in [*lines, *map(_state, rows)]),
    )
    logs = [str(it["log"]["message"]) for it in messages if it["type"] == "LOG"]
    states = [it["state"]["destinationStats"] for it in messages if it["type"] == "STATE"]
    return Written(
        [it for it in logs if it.startswith("Stream ")],
        [it for it in logs if it.startswith("Rejected: ")],
        int(sum(it["recordCount"] for it in states)),
    )


def stand(sandbox: SandboxProcess, rows: Rows) -> dict[str, Counter[str]]:
    """How often each of the rows stands in Alegra, by stream and external id."""
    found: dict[str, Counter[str]] = {}
    for stream, listed in rows.items():
        wanted = {row["external_id"] for row in listed}
        marks = (external_id_of(it) for it in sandbox.truth(PATHS[stream]))
        found[stream] = Counter(it for it in marks if it is not None and it in wanted)
    return found


def _record(row: dict[str, Any]) -> dict[str, Any]:
    """A row as a record: dotted columns are fields of objects, or of the one object of a list."""
    record: dict[str, Any] = {}
    for path, value in row.items():
        if value is None:
            continue
        if isinstance(value, str) and value[:1] in ("[", "{"):
            value = exact_json(value)
        name, *steps = path.split(".")
        if not steps:
            record[name] = value
        elif steps[0] == "0":
            record.setdefault(name, [{}])[0][steps[1]] = value
        else:
            record.setdefault(name, {})[steps[0]] = value
    return record


def _configured(stream: str) -> dict[str, Any]:
    return {
        "stream": {"name": stream, "json_schema": {}, "supported_sync_modes": ["full_refresh"]},
        "sync_mode": "full_refresh",
        "destination_sync_mode": "append",
    }


def _state(stream: str) -> dict[str, Any]:
    named = {"stream_descriptor": {"name": stream}, "stream_state": {}}
    return {"type": "STATE", "state": {"type": "STREAM", "stream": named}}
