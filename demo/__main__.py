"""The demo: a simulated company, read into a warehouse, a month later again, and written to.

The company is Mexican, or of the edition whose code the environment's COUNTRY says.

Everything goes through the installed commands; `source-alegra` is run by PyAirbyte as any user of
PyAirbyte would run it. The exit status tells whether the warehouse equals the company's truth, and
whether what was written back stands in the books exactly once.
"""

import json
import math
import os
import sys
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from airbyte.caches.base import CacheBase
from rich.console import Console
from rich.table import Table

from alegra_api.page import PAGE_SIZE
from alegra_sandbox.countries import COUNTRIES
from alegra_sandbox.process import SandboxProcess
from alegra_unified.company import Company
from alegra_unified.registry import RESOURCES

from . import queries, writing_back
from .commands import run
from .comparison import Comparison, compare, is_gone, truth_of
from .warehouses import (
    OUTPUT,
    SOURCE,
    account_of,
    by_strategy,
    duckdb_warehouse,
    postgres_warehouse,
    read_into,
    rows_of,
    settings_of,
)

DOCUMENTS = 3000
DAYS = 30

console = Console(width=110)


@dataclass
class StreamSync:
    """What one sync did to one table.

    Attributes:
        rows: rows that it wrote.
        new: those of them that the table did not have.
        deleted: those of them that say that the record is gone.
        requests: requests made to Alegra; a list that two streams share counts at the first.
    """

    rows: int = 0
    new: int = 0
    deleted: int = 0
    requests: int = 0


def main() -> int:
    """Run the demo; 0 when all is in the warehouse and in the books as it should be."""
    OUTPUT.mkdir(exist_ok=True)
    country = _country()
    began = date.today() - timedelta(days=DAYS)
    with (
        _warehouse() as cache,
        SandboxProcess(country=country, size=DOCUMENTS, seed=7, today=began) as sandbox,
    ):
        console.rule(f"A simulated company in {COUNTRIES[country].english_name}")
        console.print(f"{DOCUMENTS} documents up to {began}, behind {sandbox.url}")
        account = account_of(sandbox)
        config = settings_of(sandbox)
        _show_commands(config)
        console.rule("First sync: everything")
        same = _sync_and_report(sandbox, config, cache)

        console.rule(f"{DAYS} days of business")
        for resource, happened in sandbox.advance(DAYS)["changes"].items():
            told = ", ".join(f"{count} {action}" for action, count in happened.items())
            console.print(f"  {resource}: {told}")
        sandbox.change("delete", "contacts")
        console.print("  and a contact is deleted")

        console.rule("Second sync: what changed")
        same = _sync_and_report(sandbox, config, cache) and same

        console.rule("Questions to the books, in SQL: docs/queries")
        same = _ask_and_report(sandbox, cache) and same

        console.rule("Back into Alegra: rows of the warehouse become drafts")
        once = _write_back(sandbox, account, cache, country)

        console.rule("Third sync: what was written comes back")
        same = _sync_and_report(sandbox, config, cache) and same
        _show_written(cache)
    return 0 if same and once else 1


def _country() -> str:
    """The code of the edition that is simulated."""
    chosen = os.environ.get("COUNTRY", "MX")
    if chosen not in COUNTRIES:
        sys.exit(f"COUNTRY is {', '.join(COUNTRIES)}, not {chosen}")
    return chosen


def _warehouse() -> AbstractContextManager[CacheBase]:
    """DuckDB, or what the environment's WAREHOUSE names."""
    chosen = os.environ.get("WAREHOUSE", "duckdb")
    if chosen == "postgres":
        console.print("The warehouse is a PostgreSQL server of its own, which ends with the demo.")
        return postgres_warehouse()
    if chosen == "duckdb":
        console.print(f"The warehouse is {OUTPUT / 'alegra.duckdb'}.")
        return duckdb_warehouse(OUTPUT / "alegra.duckdb")
    sys.exit(f"WAREHOUSE is duckdb or postgres, not {chosen}")


def _show_commands(config: dict[str, Any]) -> None:
    """Run spec, check and discover as a person at a shell does."""
    path = OUTPUT / "config.json"
    path.write_text(json.dumps(config))
    for command in ("spec", "check", "discover"):
        arguments = [] if command == "spec" else ["--config", str(path)]
        messages = run([str(SOURCE), command, *arguments])
        (answer,) = [message for message in messages if message["type"] not in ("LOG", "TRACE")]
        console.print(f"source-alegra {command}: {_in_short(answer)}")


def _in_short(message: dict[str, Any]) -> str:
    match message["type"]:
        case "SPEC":
            fields = message["spec"]["connectionSpecification"]["properties"]
            return f"{len(fields)} settings: {', '.join(fields)}"
        case "CONNECTION_STATUS":
            return str(message["connectionStatus"]["status"])
        case _:
            streams = [stream["name"] for stream in message["catalog"]["streams"]]
            return f"{len(streams)} streams: {', '.join(streams)}"


def _sync_and_report(sandbox: SandboxProcess, config: dict[str, Any], cache: CacheBase) -> bool:
    """One sync of all streams, its table, and whether the warehouse equals the truth."""
    syncs = {name: StreamSync() for name in RESOURCES}
    before = {name: set(_written(cache, name)) for name in RESOURCES}
    for streams, strategy in by_strategy(RESOURCES):
        sandbox.reset_audit()
        began = datetime.now(timezone.utc)
        read_into(cache, config, streams, strategy)
        _count_requests(sandbox.requests(), streams, syncs)
        for name in streams:
            written = _written(cache, name, since=began)
            syncs[name].rows = len(written)
            syncs[name].new = len(written.keys() - before[name])
            syncs[name].deleted = sum(is_gone(RESOURCES[name], row) for row in written.values())
    company = Company.from_alegra(next(iter(sandbox.truth("company"))))
    comparisons = {
        name: compare(resource, company, truth_of(sandbox, resource), rows_of(cache, name))
        for name, resource in RESOURCES.items()
    }
    console.print(_table(syncs, comparisons, _fewest(sandbox, comparisons)))
    for name, comparison in comparisons.items():
        for difference in comparison.differences:
            console.print(f"[red]{name} {difference}")
    same = all(comparison.equal for comparison in comparisons.values())
    console.print(
        "[green]Every row of the warehouse equals the company's truth."
        if same
        else "[red]The warehouse differs from the company's truth."
    )
    return same


def _fewest(sandbox: SandboxProcess, comparisons: dict[str, Comparison]) -> dict[str, int]:
    """The requests of the shortest full reading of each stream.

    A list that two streams share is as long as Alegra has it, and counts at the first; the tree of
    accounts has few rows at its top. Else a list takes as many requests as its rows fill pages.
    """
    fewest: dict[str, int] = {}
    seen: set[str] = set()
    for name, resource in RESOURCES.items():
        listing = resource.listing
        rows = 1 if resource.arrange else comparisons[name].rows
        if name == "customers":
            rows = sum(1 for _ in sandbox.truth("contacts"))
        asked = listing.path + str(listing.parameters)
        pages = max(1, math.ceil(rows / (listing.numbered_pages or PAGE_SIZE)))
        fewest[name] = 0 if asked in seen else pages
        seen.add(asked)
    return fewest


def _ask_and_report(sandbox: SandboxProcess, cache: CacheBase) -> bool:
    """A line for each answer, and whether all equal what the company's own records add up to."""
    answers = list(queries.answers(sandbox, cache))
    for answer, right in answers:
        console.print(answer, "[green](the truth)" if right else "[red](not the truth)")
    return all(right for _, right in answers)


def _write_back(
    sandbox: SandboxProcess, config: dict[str, Any], cache: CacheBase, country: str
) -> bool:
    """A dry run, the writing, the same again; whether each row stands in the books once."""
    rows = writing_back.select(cache, country)
    total = sum(len(listed) for listed in rows.values())
    for title, settings in (
        ("Dry run, which writes nothing", {**config, "dry_run": True}),
        ("Writing", config),
        ("The same again, which finds all of it there", config),
    ):
        console.print(f"[bold]{title}")
        sandbox.reset_audit()
        written = writing_back.write(settings, rows, OUTPUT)
        for line in [*written.report, *written.rejections]:
            console.print(f"  {line}")
        methods = sandbox.stats()["by_method"]
        console.print(f"  Requests: {methods}; accounted for by states: {written.accounted}")
    rejected = len(written.rejections)
    found = writing_back.stand(sandbox, rows)
    once = all(count == 1 for counts in found.values() for count in counts.values())
    there = sum(len(counts) for counts in found.values())
    same = once and there + rejected == total == written.accounted and "POST" not in methods
    console.print(
        f"[green]Of {total} rows {there} stand in Alegra exactly once, {rejected} rejected."
        if same
        else f"[red]Of {total} rows {there} stand in Alegra, not all of them once: {found}"
    )
    return same


def _show_written(cache: CacheBase) -> None:
    """What was written, as it came back through the source."""
    table = Table("stream", "id", "external id", "status", "total", title="Read back")
    for stream in writing_back.QUERIES:
        for row in rows_of(cache, stream):
            extras = row["alegra"] or {}
            extras = json.loads(extras) if isinstance(extras, str) else extras
            if extras.get("external_id"):
                total = row.get("total", row.get("total_amount"))
                shown = (row["id"], extras["external_id"], row["status"], total)
                table.add_row(stream, *("" if it is None else str(it) for it in shown))
    console.print(table)


def _count_requests(
    audit: list[dict[str, Any]], streams: list[str], syncs: dict[str, StreamSync]
) -> None:
    """Share out the requests by path, and by the fixed parameters that tell streams apart."""
    listings = {name: RESOURCES[name].listing for name in streams}
    # The longest path first: that of the journals begins that of their lines.
    by_length = sorted(streams, key=lambda name: -len(listings[name].path))
    for request in audit:
        path, parameters = request["path"].rsplit("/api/v1", 1)[-1], request["query"]
        for name in by_length:
            listing = listings[name]
            if path.startswith(f"{listing.path}/") or (
                path == listing.path
                and all(parameters.get(key) == it for key, it in listing.parameters.items())
            ):
                syncs[name].requests += 1
                break


def _table(
    syncs: dict[str, StreamSync], comparisons: dict[str, Comparison], fewest: dict[str, int]
) -> Table:
    table = Table(
        title="One row a stream; fewest = requests of the shortest full reading",
        caption="Streams that no cursor tells the changes of are read, and replaced, whole.",
    )
    table.add_column("stream", no_wrap=True)
    for column in ("in Alegra", "written", "new", "changed", "deleted", "requests", "fewest"):
        table.add_column(column, justify="right")
    table.add_column("equals truth")
    for name, sync in syncs.items():
        changes: tuple[int | str, ...] = ("", "whole", "")
        if RESOURCES[name].strategy.cursor_field:
            changes = (sync.new, sync.rows - sync.new - sync.deleted, sync.deleted)
        numbers = (comparisons[name].rows, sync.rows, *changes, sync.requests, fewest[name])
        table.add_row(name, *map(str, numbers), "yes" if comparisons[name].equal else "[red]no")
    return table


def _written(
    cache: CacheBase, name: str, since: datetime | None = None
) -> dict[str, dict[str, Any]]:
    """The rows of a table that were written since a moment, by key; none before the first sync."""
    return {
        row[RESOURCES[name].key]: row
        for row in rows_of(cache, name)
        if since is None or row["_airbyte_extracted_at"].replace(tzinfo=timezone.utc) >= since
    }


if __name__ == "__main__":
    sys.exit(main())
