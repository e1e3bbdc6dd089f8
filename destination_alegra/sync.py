"""One sync: records are taken in, and each state is given back when it is true."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from airbyte_cdk.models import AirbyteMessage, Type

from .accounting import Accounting
from .catalog import Plan
from .config import Config
from .incoming import read_incoming
from .messages import JsonMessage
from .write_result import Rejected
from .writer import Writer


@dataclass
class Sync:
    """Answers the messages of the input.

    Attributes:
        config: the configuration.
        plans: how each stream is written, or why it can't be.
        writer: writes the records.
        accounting: knows the end of each record.
    """

    config: Config
    plans: Mapping[str, Plan | str]
    writer: Writer
    accounting: Accounting

    def answers(self, messages: Iterable[AirbyteMessage]) -> Iterator[JsonMessage]:
        """The states of the input, each when all in front of it is accounted for.

        Raises:
            AirbyteTracedException: Alegra can't be reached, or an outcome stays unknown.
        """
        for message in map(JsonMessage.of, messages):
            if message.json is None:
                line = f"line {message.line}"
                rule = f"{line} of the input is no Airbyte message, and was not written"
                self.accounting.reject_unread(None, line, rule)
            elif message.type == Type.RECORD:
                self._take(message.json.get("record") or {}, message.line)
            elif message.type == Type.STATE:
                self._finish()
                streams = self._streams_of(message.json["state"])
                refused = any(isinstance(self.plans.get(stream), str) for stream in streams)
                if not refused and not self.config.dry_run:
                    yield self._with_counts(message, message.json, streams)
        self._finish()

    def _take(self, record: Mapping[str, Any], line: int) -> None:
        stream, data = str(record.get("stream")), record.get("data")
        plan = self.plans.get(stream)
        place = f"number {line} of the input"
        if isinstance(plan, str):
            return
        if plan is None:
            rule = f"stream {stream} is not in the catalog"
            self.accounting.reject_unread(None, place, rule, data)
        elif not isinstance(data, dict):
            self.accounting.reject_unread(stream, place, "has no data", data)
        else:
            incoming, problems = read_incoming(plan, line, data, self.config.external_id_field)
            if problems:
                self.accounting.account(incoming, Rejected(problems))
            else:
                self.writer.take(incoming)

    def _finish(self) -> None:
        self.writer.flush()
        self.accounting.rejections.keep()

    def _streams_of(self, state: Mapping[str, Any]) -> list[str]:
        """The streams that a state speaks of; a state of the whole sync speaks of all."""
        stream = state.get("stream")
        if isinstance(stream, dict):
            return [str(stream.get("stream_descriptor", {}).get("name"))]
        return list(self.plans)

    def _with_counts(
        self, message: JsonMessage, json: Mapping[str, Any], streams: list[str]
    ) -> JsonMessage:
        """The state with what was accounted for since the last one of its streams.

        All but `recordCount` is of protocol 0.18, one ahead of the CDK's models.
        """
        counts = self.accounting.take_since_state(streams)
        stats: dict[str, Any] = {
            "recordCount": float(counts.records),
            "rejectedRecordCount": float(counts.rejected),
        }
        if counts.written_with_differences:
            differing = float(counts.written_with_differences)
            stats["additionalStats"] = {"writtenWithDifferencesCount": differing}
        state = {**json["state"], "destinationStats": stats}
        return JsonMessage(type=Type.STATE, json={**json, "state": state}, line=message.line)
