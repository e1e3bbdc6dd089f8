"""What Alegra gets for a record whose links are resolved, and what is wrong with that."""

from dataclasses import dataclass, field

from alegra_unified.company import Company
from alegra_unified.drafts import body_of
from alegra_unified.fields import Body
from alegra_unified.marker import NOTES_LIMIT, join
from alegra_unified.problem import Problem

from .incoming import Incoming
from .pass_through import asks_for_stamp, extended


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A record that is ready to be sent.

    Attributes:
        record: the record.
        body: what is named of it, in Alegra's form; empty for one to take back.
        stamps: whether it asks for a fiscal stamp.
        identifier: Alegra's id of it; None when it is to be created.
    """

    record: Incoming
    body: Body = field(default_factory=dict)
    stamps: bool = False
    identifier: str | None = None


def compose(
    record: Incoming, company: Company, allow_stamping: bool
) -> tuple[Outgoing, list[Problem]]:
    """Put together what Alegra is to get, marker included, and what is wrong with it."""
    resource, writing = record.plan.resource, record.plan.writing
    body = {**body_of(resource.model, record.draft, company), **writing.always}
    body, problems = extended(body, record.pass_through, allow_stamping)
    if writing.marked and record.external_id:
        body["observations"] = join(body.get("observations"), record.external_id)
    for name in ("observations", "anotation"):
        if len(str(body.get(name) or "")) > NOTES_LIMIT:
            rule = f"is longer than the {NOTES_LIMIT} characters that Alegra takes, marker included"
            problems.append(Problem(name, rule))
    return Outgoing(record, body, asks_for_stamp(body)), problems
