"""Sent: one request that creates, changes or takes back one record, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass

from airbyte_cdk.models import DestinationSyncMode

from alegra_api.client import ChangeResponse
from alegra_api.errors import (
    AlegraError,
    ErrorEnvelope,
    RequestRefused,
    ServerError,
    UnknownForm,
)
from alegra_api.rows import Row, row_id
from alegra_unified.company import Company
from alegra_unified.fields import Body, is_empty
from alegra_unified.problem import Problem
from alegra_unified.updates import is_same, moved, untaken

from .bare_names import with_party
from .body import change, passed_keys
from .catalog import sharing_the_list
from .dry_run import Books
from .incoming import Incoming
from .outgoing import Outgoing
from .rules import NO_IDENTITY, id_problem
from .write_result import AlreadyThere, Rejected, Unknown, WriteResult, Written

FAILED = 500
"""HTTP status of a failure of Alegra's own, for which a record may be the reason."""


@dataclass
class Sender:
    """Carries out single records; many at a time, so that it keeps nothing.

    Attributes:
        books: what is read and changed.
        company: whose books they are.
        allow_stamping: whether a stamp may be asked for.
        verifies: whether what was written is compared with what the record says.
    """

    books: Books
    company: Company
    allow_stamping: bool
    verifies: bool

    def send(self, outgoing: Outgoing) -> WriteResult:
        """Carry out one record.

        Raises:
            AlegraError: Alegra can't be reached.
        """
        return _judged(outgoing, lambda: self._carry_out(outgoing))

    def after_unknown(self, outgoing: Outgoing, found: set[str]) -> WriteResult:
        """What became of a record whose request ended unknown; `Unknown`: it is sent once more.

        Args:
            outgoing: the record.
            found: ids that it stands for, read since.

        Raises:
            AlegraError: Alegra can't be reached.
        """
        identifier = outgoing.match.identifier or next(iter(found), None)
        never_sent = outgoing.match.identifier is not None and outgoing.before is None
        if identifier is None or never_sent:
            return Unknown()
        result = _judged(outgoing, lambda: self._look(outgoing, identifier))
        return Unknown(outgoing.before) if isinstance(result, Unknown) else result

    def _carry_out(self, outgoing: Outgoing) -> WriteResult:
        identifier = outgoing.match.identifier
        if identifier is None:
            return self._create(outgoing)
        row = self._fresh(outgoing.record, identifier)
        held = self._as_it_stands(outgoing, identifier, row)
        if held is not None:
            return held
        if row is None:
            return Rejected([Problem("id", "is not in Alegra; nothing to update")])
        if outgoing.record.plan.mode == DestinationSyncMode.soft_delete:
            return self._take_back(outgoing, identifier, row)
        return self._change(outgoing, identifier, row)

    def _look(self, outgoing: Outgoing, identifier: str) -> WriteResult:
        record = outgoing.record
        if outgoing.stamps:
            row = self._readable(record, identifier)
            if row is not None and self._is_stamped(row):
                return self._written(outgoing, identifier, row)
            rule = (
                f"was sent to Alegra as {identifier}, but its stamp is not confirmed and is not "
                "asked for twice; stamp it in Alegra"
            )
            return Rejected([Problem("pass_through", rule)])
        if outgoing.match.identifier is None:
            return self._read_again(outgoing, identifier, {})
        row = self._fresh(record, identifier)
        return self._as_it_stands(outgoing, identifier, row) or Unknown()

    def _as_it_stands(
        self, outgoing: Outgoing, identifier: str, row: Row | None
    ) -> AlreadyThere | Written | None:
        """The end of a record that needs no change; None where it needs one.

        Where it was sent before, with an effect that only this reading shows, it was written.
        """
        record = outgoing.record
        if record.plan.mode == DestinationSyncMode.soft_delete:
            if row is not None and row.get("status") != "void":
                return None
            return AlreadyThere(identifier) if outgoing.before is None else Written(identifier)
        if row is None or self._changes(outgoing, row)[2]:
            return None
        if not is_same(record.plan.resource, row, record.draft, self.company):
            return None
        if outgoing.before is None:
            return AlreadyThere(identifier)
        return self._written(outgoing, identifier, row)

    def _changes(self, outgoing: Outgoing, row: Row) -> tuple[Body, list[Problem], set[str]]:
        external_id = outgoing.match.external_id
        return change(outgoing.record, row, self.company, self.allow_stamping, external_id)

    def _create(self, outgoing: Outgoing) -> WriteResult:
        record = outgoing.record
        read_here = self._where_it_was_read(record)
        if read_here is not None:
            return AlreadyThere(read_here)
        if record.external_id is None and record.natural_key is None:
            return Rejected([Problem("external_id", NO_IDENTITY)])
        if outgoing.unfit:
            return Rejected(outgoing.unfit)
        path = record.plan.resource.listing.path
        response = self.books.change("POST", path, outgoing.body)
        identifier = row_id(response.row)
        if response.effect != "done" or identifier is None:
            return _not_done(response, None)
        row = with_party(record, response.row, self.books)
        if self._lacks_what_is_named(outgoing, row):
            return self._read_again(outgoing, identifier, row)
        return self._written(outgoing, identifier, row)

    def _where_it_was_read(self, record: Incoming) -> str | None:
        """The id of a record that has no other one, if it stands in these books under that id.

        It was read from here then. In the books of another company, the id is of something else,
        or of a form that Alegra refuses.
        """
        identifier = record.draft.get("id", "")
        if not record.may_be_of_these_books or id_problem(identifier) is not None:
            return None
        try:
            row = self._fresh(record, identifier)
        except RequestRefused:
            return None
        if row is None or not is_same(record.plan.resource, row, record.draft, self.company):
            return None
        return str(identifier)

    def _change(self, outgoing: Outgoing, identifier: str, row: Row) -> WriteResult:
        record, resource = outgoing.record, outgoing.record.plan.resource
        body, problems, _ = self._changes(outgoing, row)
        reason = record.plan.writing.fixed_because(row, self.company)
        if reason is not None:
            problems = [Problem("status", reason)]
        if problems or outgoing.unfit:
            return Rejected([*problems, *outgoing.unfit])
        response = self.books.change("PUT", resource.listing.path_of(identifier), body)
        if response.effect != "done":
            return _not_done(response, row)
        after = with_party(record, response.row, self.books)
        told = row.keys() <= after.keys() and (not outgoing.stamps or self._is_stamped(after))
        if self.verifies and not told:
            return self._read_again(outgoing, identifier, after, row)
        return self._written(outgoing, identifier, after, row)

    def _take_back(self, outgoing: Outgoing, identifier: str, row: Row) -> WriteResult:
        resource, writing = outgoing.record.plan.resource, outgoing.record.plan.writing
        others = [it.name for it in sharing_the_list(resource) if it.belongs(row)]
        if others:
            rule = f"is among {' and '.join(others)} as well, and would be gone from there too"
            return Rejected([Problem("", f"{rule}; take the role from it in Alegra")])
        removal = writing.removal(row, self.company)
        if isinstance(removal, Problem):
            return Rejected([removal])
        path = resource.listing.path_of(identifier)
        if removal == "void":
            response = self.books.change("POST", f"{path}/void")
        else:
            response = self.books.change("DELETE", path)
        told_as_error = response.status is not None and response.status < 300
        if told_as_error and (response.effect == "refused" or response.row.get("error")):
            # Success is told so as well (docs: alegra-api 14); what stands there decides.
            if self._fresh(outgoing.record, identifier) is None:
                return Written(identifier)
            said = ErrorEnvelope.of(response.row)
            return _refused(said.code, said.message)
        return Written(identifier) if response.effect == "done" else _not_done(response, row)

    def _fresh(self, record: Incoming, identifier: str) -> Row | None:
        """The record in Alegra as it is now, or None.

        Raises:
            RequestRefused, UnknownForm, ServerError: Alegra tells neither; see `_judged`.
        """
        listing = record.plan.resource.listing
        path = listing.path_of(identifier)
        try:
            row = self.books.find(path, listing.parameters)
        except UnknownForm:
            # As an empty page, an empty answer is asked for once more: it may pass.
            row = self.books.find(path, listing.parameters)
        return None if row is None else with_party(record, row, self.books)

    def _readable(self, record: Incoming, identifier: str) -> Row | None:
        """The record in Alegra as it is now, or None, also where it can't be read."""
        try:
            return self._fresh(record, identifier)
        except AlegraError:
            return None

    def _read_again(
        self, outgoing: Outgoing, identifier: str, answer: Row, before: Row | None = None
    ) -> Written:
        """What was written, where the answer leaves open what Alegra made of it."""
        row = self._readable(outgoing.record, identifier)
        if row is None:
            rule = "was taken, but could not be read again to be compared"
            return Written(identifier, answer, [Problem("", rule)])
        return self._written(outgoing, identifier, row, before)

    def _written(
        self, outgoing: Outgoing, identifier: str, row: Row, before: Row | None = None
    ) -> Written:
        """What was written, beside what the record says and what stood there before."""
        if not self.verifies or not row:
            return Written(identifier, row, outgoing.record.left_out)
        record, resource = outgoing.record, outgoing.record.plan.resource
        found = self._unconfirmed(outgoing, row)
        before = outgoing.before or before
        if before is not None:
            passed = passed_keys(record)
            found += moved(resource, before, row, record.draft, self.company, passed)
        return Written(identifier, row, found)

    def _unconfirmed(self, outgoing: Outgoing, row: Row) -> list[Problem]:
        record = outgoing.record
        found = [
            *record.left_out,
            *untaken(record.plan.resource, row, record.draft, self.company),
        ]
        if outgoing.stamps and not self._is_stamped(row):
            rule = "asks for a stamp that Alegra does not confirm; look for it in Alegra"
            found.append(Problem("pass_through", rule))
        return found

    def _is_stamped(self, row: Row) -> bool:
        return self.company.country.is_stamped(row.get("stamp"))

    def _lacks_what_is_named(self, outgoing: Outgoing, row: Row) -> bool:
        """Whether an answer leaves open whether Alegra took all of a record."""
        left_out = [key for key, it in outgoing.body.items() if key not in row and not is_empty(it)]
        return self.verifies and bool(left_out) and bool(self._unconfirmed(outgoing, row))


def _judged(outgoing: Outgoing, step: Callable[[], WriteResult]) -> WriteResult:
    """What a step comes to; an answer that keeps one record from being read ends no other one.

    An id may be refused when it is read alone, such as 1.5, or be answered in no form known here.
    """
    sent = outgoing.before is not None
    try:
        return step()
    except (RequestRefused, UnknownForm) as error:
        rule = "can't be read any more, so that nothing tells whether the record was written"
        problem = Problem("id", rule if sent else "is none that Alegra lets be read")
        return Rejected([problem], message=error.message)
    except ServerError as error:
        if error.status != FAILED:
            raise
        rule = "makes Alegra fail (HTTP 500) each time it is read; the record is not written"
        return Unknown(outgoing.before, None if sent else Rejected([Problem("id", rule)]))


def _not_done(response: ChangeResponse, before: Row | None) -> Rejected | Unknown:
    if response.effect == "refused":
        return _refused(response.code, response.message)
    if response.status not in (FAILED, 400):
        return Unknown(before)
    rule = "makes Alegra fail each time it is sent, without an effect; it is not written"
    return Unknown(before, Rejected([Problem("", rule)], response.code, response.message))


def _refused(code: str | None, message: str) -> Rejected:
    return Rejected([Problem("", "Alegra refused it")], code, message)
