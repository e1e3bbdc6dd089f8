"""Sent: one request that creates, changes or takes back one record."""

from dataclasses import dataclass

from airbyte_cdk.models import DestinationSyncMode

from alegra_api.client import AlegraClient, ChangeResponse
from alegra_api.rows import Row, row_id
from alegra_unified.company import Company
from alegra_unified.fields import is_empty
from alegra_unified.problem import Problem
from alegra_unified.updates import is_same, update_body

from .body import Outgoing
from .incoming import Incoming
from .pass_through import extended, has_stamp
from .write_result import AlreadyThere, Rejected, Unknown, WriteResult, Written

# In a dry run, what would have been created goes by such an id, so that others can refer to it.
_IMAGINED = "new: "


@dataclass
class Sender:
    """Carries out single records; many at a time, so that it keeps nothing.

    Attributes:
        client: how Alegra is reached.
        company: whose books they are.
        dry_run: whether nothing that changes something is sent.
    """

    client: AlegraClient
    company: Company
    dry_run: bool

    def send(self, outgoing: Outgoing) -> WriteResult:
        """Carry out one record.

        Raises:
            AlegraError: Alegra can't be reached.
        """
        identifier = outgoing.identifier
        if identifier is None:
            return self._create(outgoing)
        if identifier.startswith(_IMAGINED):
            return Written(identifier)
        if outgoing.record.plan.mode == DestinationSyncMode.soft_delete:
            return self._take_back(outgoing.record, identifier)
        return self._update(outgoing, identifier)

    def after_unknown(self, outgoing: Outgoing, found: set[str]) -> WriteResult:
        """What became of a record whose request ended unknown; `Unknown`: it is sent once more.

        Args:
            outgoing: the record.
            found: ids that it stands for, read since.
        """
        identifier = outgoing.identifier or next(iter(found), None)
        if identifier is None:
            return Unknown()
        if outgoing.stamps:
            row = self._fresh(outgoing.record, identifier)
            if row is not None and has_stamp(row):
                return Written(identifier, row)
            rule = (
                f"was sent to Alegra as {identifier}, but its stamp is not confirmed and is not "
                "asked for twice; stamp it in Alegra"
            )
            return Rejected([Problem("pass_through", rule)])
        # A creation shows by being there; a change by what is read before it is sent again.
        return Written(identifier) if outgoing.identifier is None else Unknown()

    def _create(self, outgoing: Outgoing) -> WriteResult:
        record = outgoing.record
        plan = record.plan
        read_here = self._where_it_was_read(record)
        if read_here is not None:
            return AlreadyThere(read_here)
        if self.dry_run:
            return Written(f"{_IMAGINED}{record.name}")
        body = {**plan.writing.created(record.draft, self.company), **outgoing.body}
        response = self.client.change("POST", plan.resource.listing.path, body)
        return _result(response, row_id(response.row))

    def _where_it_was_read(self, record: Incoming) -> str | None:
        """The id of a record that has no other one, if it stands in these books under that id.

        It was read from here then. In the books of another company, the id is of something else.
        """
        identifier = record.draft.get("id")
        if identifier is None or record.external_id != identifier:
            return None
        row = self._fresh(record, identifier)
        return identifier if row is not None and self._is_same(record, row) else None

    def _update(self, outgoing: Outgoing, identifier: str) -> WriteResult:
        record, writing = outgoing.record, outgoing.record.plan.writing
        row = self._fresh(record, identifier)
        if row is None:
            return Rejected([Problem("id", "is not in Alegra; nothing to update")])
        if self._is_same(record, row):
            return AlreadyThere(identifier)
        reason = writing.fixed_because(row, self.company)
        if reason is not None:
            return Rejected([Problem("status", reason)])
        if self.dry_run:
            return Written(identifier)
        resource = record.plan.resource
        body = update_body(resource, row, record.draft, self.company, record.external_id)
        # What it brings along was checked when the record was put together.
        body, _ = extended(body, record.pass_through, allow_stamping=True)
        return _result(self.client.change("PUT", _path_of(record, identifier), body), identifier)

    def _take_back(self, record: Incoming, identifier: str) -> WriteResult:
        row = self._fresh(record, identifier)
        if row is None or row.get("status") == "void":
            return AlreadyThere(identifier)
        removal = record.plan.writing.removal(row, self.company)
        if isinstance(removal, Problem):
            return Rejected([removal])
        if self.dry_run:
            return Written(identifier)
        path = _path_of(record, identifier)
        if removal == "delete":
            return _result(self.client.change("DELETE", path), identifier)
        return _result(self.client.change("POST", f"{path}/void"), identifier)

    def _fresh(self, record: Incoming, identifier: str) -> Row | None:
        """The record in Alegra as it is now, or None."""
        parameters = record.plan.resource.listing.parameters
        return self.client.find(_path_of(record, identifier), parameters)

    def _is_same(self, record: Incoming, row: Row) -> bool:
        """Whether Alegra holds every value that the record names."""
        same = is_same(record.plan.resource, row, record.draft, self.company)
        return same and is_empty(record.pass_through)


def _path_of(record: Incoming, identifier: str) -> str:
    return f"{record.plan.resource.listing.path}/{identifier}"


def _result(response: ChangeResponse, identifier: str | None) -> WriteResult:
    match response.effect:
        case "done" if identifier is not None:
            return Written(identifier, response.row)
        case "refused":
            problem = Problem("", "Alegra refused it")
            return Rejected([problem], response.code, response.message)
        case _:
            return Unknown()
