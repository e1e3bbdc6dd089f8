"""Looked up: which record of Alegra's a record stands for, and whether that settles it."""

from dataclasses import dataclass, replace

from airbyte_cdk.models import DestinationSyncMode

from alegra_unified.problem import Problem

from .body import Outgoing
from .incoming import Incoming
from .remote_index import RemoteIndex
from .write_result import AlreadyThere, Rejected

_CREATING = (DestinationSyncMode.append, DestinationSyncMode.append_dedup)


@dataclass
class Matcher:
    """Finds records in Alegra.

    Attributes:
        index: what stands in Alegra already.
    """

    index: RemoteIndex

    def read_for(self, batch: list[Outgoing]) -> None:
        """Make sure that whatever records of one resource could stand for is known."""
        records = [outgoing.record for outgoing in batch]
        if any(record.plan.key != "id" for record in records):
            days = [record.day for record in records if record.day is not None]
            self.index.of(records[0].plan.resource).read_for_records(days)

    def read_again_for(self, batch: list[Outgoing]) -> None:
        """Read anew where records of one resource would stand if they were created just now."""
        records = [outgoing.record for outgoing in batch]
        if records:
            days = [record.day for record in records if record.day is not None]
            self.index.of(records[0].plan.resource).read_again(days)

    def find(self, record: Incoming) -> tuple[str, set[str]]:
        """The field that a record is found by, and the ids that it stands for."""
        assert record.key is not None
        field, value = record.key
        if field == "id":
            return field, {value}
        records = self.index.of(record.plan.resource)
        found = records.find(field, value)
        if not found and record.plan.mode in _CREATING and record.natural_key is not None:
            # A contact, an item, an account of the same natural key is the same thing.
            field, value = record.natural_key
            found = records.find(field, value)
        return field, found

    def match(self, outgoing: Outgoing) -> Outgoing | AlreadyThere | Rejected:
        """The record with its id in Alegra; or its end, where no request is needed for that.

        What is there already needs no appending; what is not there can't be updated.
        """
        record, name = outgoing.record, outgoing.record.plan.resource.name
        field, found = self.find(record)
        if len(found) > 1:
            return Rejected([Problem(field, f"several {name} in Alegra have this {field}")])
        identifier = next(iter(found), None)
        match record.plan.mode:
            case DestinationSyncMode.append if identifier is not None:
                return self._appended(record, field, identifier)
            case DestinationSyncMode.update if identifier is None:
                rule = f"no {name} with this key is in Alegra; nothing to update"
                return Rejected([Problem(field, rule)])
            case DestinationSyncMode.soft_delete if identifier is None:
                return AlreadyThere()
        return replace(outgoing, identifier=identifier)

    def _appended(self, record: Incoming, field: str, identifier: str) -> AlreadyThere | Rejected:
        """A record that is there already; a contact may be there in the other role only."""
        resource = record.plan.resource
        row = self.index.of(resource).row(identifier)
        if row is None or resource.belongs(row):
            return AlreadyThere(identifier)
        rule = f"is there as {identifier}, but not among {resource.name}; use append_dedup"
        return Rejected([Problem(field, rule)])
