"""The generated parts of the documentation."""

from alegra_probe.questions import QUESTIONS
from alegra_unified.registry import RESOURCES
from alegra_unified.resource import Resource
from destination_alegra.catalog import WRITABLE, matching_keys

from .fields import Reference, fields_of, references_of


def streams_table(native: bool, page: str | None = None) -> str:
    """One row a stream: where Alegra keeps it, how it is synced, by which cursor.

    Args:
        native: whether of the streams that are Alegra's own; else of those of the unified model.
        page: where the fields of the streams are told; None for no links to it.
    """
    rows = [
        "| stream | Alegra | primary key | sync | cursor |",
        "|---|---|---|---|---|",
    ]
    for name, resource in RESOURCES.items():
        if resource.is_native != native:
            continue
        cursor_field = resource.strategy.cursor_field
        incremental = "incremental, full refresh" if cursor_field else "full refresh"
        cursor = f"`{cursor_field}`" if cursor_field else ""
        shown = f"`{name}`" if page is None else f"[`{name}`]({page}#{name})"
        shown += f" ({resource.only_in.name} only)" if resource.only_in else ""
        key = f"`{resource.key}`" if resource.is_keyed else ""
        rows.append(f"| {shown} | `{_place(resource)}` | {key} | {incremental} | {cursor} |")
    return "\n".join(rows)


def objects_table() -> str:
    """One row for each object that can be written: what it must have, what it is found by."""
    rows = ["| object | required fields | matching keys |", "|---|---|---|"]
    for name, resource in WRITABLE.items():
        assert resource.writing is not None
        required = ", ".join(f"`{field}`" for field in resource.model.required())
        keys = ", ".join(f"`{key}`" for key in matching_keys(resource.writing))
        rows.append(f"| `{name}` | {required} | {keys} |")
    return "\n".join(rows)


def probe_table() -> str:
    """One row for each answer that a question of `alegra-probe` may have."""
    rows = ["| question | answer | what the connectors do with it |", "|---|---|---|"]
    for question in QUESTIONS:
        by_meaning: dict[str, list[str]] = {}
        for answer, meaning in question.means.items():
            by_meaning.setdefault(meaning, []).append(answer)
        if question.open is not None:
            by_meaning[question.meaning_of_open] = ["itself"]
        shown = question.words
        for meaning, answers in by_meaning.items():
            rows.append(f"| {_cell(shown)} | {', '.join(answers)} | {_cell(meaning)} |")
            shown = ""
    return "\n".join(rows)


def streams_page() -> str:
    """The page of all fields of all streams."""
    parts = [
        "# Streams and their fields",
        "Made from the models by `make generate`; a test fails when it is not up to date. Fields "
        "that Alegra can't fill are null. Nested fields stand behind the object that they are in; "
        "`[]` marks a list. Under *written* stands what the destination does with a field; one "
        "that is not written is accepted all the same, so that what was read can be sent back.",
    ]
    for name, resource in RESOURCES.items():
        parts += [f"## {name}", _headline(resource), _fields_table(resource)]
    return "\n\n".join(parts) + "\n"


def data_model() -> str:
    """The picture of the tables and of how they name each other, for a page that draws Mermaid."""
    lines = ["```mermaid", "erDiagram", "    direction LR"]
    for name, resource in RESOURCES.items():
        key = " PK" if resource.is_keyed else ""
        lines += [f"    {name} {{", f"        text {resource.key}{key}"]
        if resource.strategy.cursor_field:
            lines.append(f"        timestamp {resource.strategy.cursor_field}")
        lines.append("    }")
    paths: dict[tuple[str, str], list[str]] = {}
    for reference in _references():
        pair = reference.target, reference.stream
        paths.setdefault(pair, []).append(reference.path.removesuffix(".id"))
    for (target, stream), named_by in paths.items():
        lines.append(f'    {target} ||--o{{ {stream} : "{", ".join(named_by)}"')
    return "\n".join([*lines, "```"])


def _references() -> list[Reference]:
    """One for each pair of streams and field, without what stands under ``alegra`` only."""
    found = [it for resource in RESOURCES.values() for it in references_of(resource)]
    return [it for it in found if not it.path.startswith("alegra.")]


def _place(resource: Resource) -> str:
    parameters = "&".join(f"{key}={it}" for key, it in resource.listing.parameters.items())
    return resource.listing.path + (f"?{parameters}" if parameters else "")


def _headline(resource: Resource) -> str:
    cursor_field = resource.strategy.cursor_field
    sync = "Incremental and full refresh" if cursor_field else "Full refresh"
    cursor = f", cursor `{cursor_field}`" if cursor_field else ""
    documentation = f"[`GET {_place(resource)}`]({resource.documentation})"
    written = "" if resource.writing else " Read only."
    only = f" {resource.only_in.name} only." if resource.only_in else ""
    key = f"Primary key `{resource.key}`" if resource.is_keyed else "No primary key"
    return f"{documentation}. {key}. {sync}{cursor}.{only}{written}"


def _fields_table(resource: Resource) -> str:
    if resource.writing is None:
        rows = ["| field | type | meaning |", "|---|---|---|"]
        rows += [
            f"| `{row.path}` | {_cell(row.type)} | {_cell(row.meaning)} |"
            for row in fields_of(resource)
        ]
    else:
        rows = ["| field | type | written | meaning |", "|---|---|---|---|"]
        rows += [
            f"| `{row.path}` | {_cell(row.type)} | {_cell(row.written)} | {_cell(row.meaning)} |"
            for row in fields_of(resource)
        ]
    return "\n".join(rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
