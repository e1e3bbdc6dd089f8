"""What Alegra gets for a record whose links are resolved, and what is wrong with that."""

from alegra_api.rows import Row
from alegra_unified.company import Company
from alegra_unified.drafts import body_of
from alegra_unified.fields import Body
from alegra_unified.marker import NOTES, join
from alegra_unified.problem import Problem
from alegra_unified.updates import body_problems, update_body

from .incoming import Incoming
from .pass_through import asks_for_stamp, extended


def creation(
    record: Incoming, company: Company, allow_stamping: bool
) -> tuple[Body, list[Problem]]:
    """The body that creates a record, marker included, and what is wrong with it."""
    resource, writing = record.plan.resource, record.plan.writing
    named = {**body_of(resource.model, record.draft, company), **writing.always}
    body, problems = extended(named, record.pass_through, allow_stamping)
    if writing.marked and record.external_id:
        body = {**body, NOTES: join(body.get(NOTES), record.external_id)}
    body = {**writing.created(record.draft, company), **_opened(record, body)}
    return body, problems + body_problems(body)


def change(
    record: Incoming, row: Row, company: Company, allow_stamping: bool, external_id: str | None
) -> tuple[Body, list[Problem], set[str]]:
    """The body that changes a record, what is wrong with it, and what `pass_through` changes of it.

    Args:
        record: the record.
        row: what stands there.
        company: whose books they are.
        allow_stamping: whether a stamp may be asked for.
        external_id: what is to be written into the marker; None leaves it as it stands.
    """
    named = update_body(record.plan.resource, row, record.draft, company, external_id)
    body, problems = extended(named, record.pass_through, allow_stamping)
    if asks_for_stamp(body) and company.country.is_stamped(row.get("stamp")):
        del body["stamp"]
    passed = {key for key, value in body.items() if value != named.get(key)}
    body = _opened(record, body)
    return body, problems + body_problems(body), passed


def passed_keys(record: Incoming) -> set[str]:
    """The keys of Alegra's own that `pass_through` fills."""
    return set(extended({}, record.pass_through, allow_stamping=True)[0])


def _opened(record: Incoming, body: Body) -> Body:
    """A document that is to be stamped is no draft: some editions stamp open ones only.

    Docs: alegra-api 1.6 (403, stamping an invoice that is not open) and 3.3.
    """
    if record.plan.writing.drafted and asks_for_stamp(body):
        return {**body, "status": "open"}
    return body
