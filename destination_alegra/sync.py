"""One sync: records are taken in, and each state is given back when it is true."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from airbyte_cdk.models import AirbyteMessage, FailureType, Type
from airbyte_cdk.utils.traced_exception import AirbyteTracedException

from alegra_api.one_line import one_line

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
            AirbyteTracedException: Alegra can't be reached, an outcome stays unknown, or a STATE
                can't be understood.
        """
        for message in map(JsonMessage.of, messages):
            if message.json is None:
                line = f"line {message.line}"
                rule = f"{line} of the input is no Airbyte message, and was not written"
                self.accounting.reject_unread(None, line, rule, message.text)
            elif message.type == Type.RECORD:
                self._take(message, message.json.get("record"))
            elif message.type == Type.STATE:
                self._finish()
                streams = self._streams_of(message)
                refused = any(isinstance(self.plans.get(stream), str) for stream in streams)
                if not refused and not self.config.dry_run:
                    yield self._with_counts(message, message.json, streams)
        self._finish()

    def _take(self, message: JsonMessage, record: Any) -> None:
        place = f"number {message.line} of the input"
        named = record.get("stream") if isinstance(record, dict) else None
        plan = self.plans.get(named) if isinstance(named, str) else None
        if isinstance(plan, str):
            return
        stream = None if plan is None else plan.stream
        if message.flaw is not None:
            self.accounting.reject_unread(stream, place, message.flaw, message.text)
        elif plan is None:
            shown = f"stream {named} is not in the catalog"
            rule = shown if isinstance(named, str) else "names no stream"
            self.accounting.reject_unread(None, place, rule, record)
        elif not isinstance(data := record.get("data"), dict):
            self.accounting.reject_unread(stream, place, "has no data", record)
        else:
            incoming, problems = read_incoming(plan, message.line, data)
            if problems:
                self.accounting.account(incoming, Rejected(problems))
            else:
                self.writer.take(incoming)

    def _finish(self) -> None:
        self.writer.flush()
        self.accounting.rejections.keep()

    def _streams_of(self, message: JsonMessage) -> list[str]:
        """The streams that a state speaks of; a state of the whole sync speaks of all.

        Raises:
            AirbyteTracedException: it is not said in a form that is known, so that nobody can tell
                of what it would be true.
        """
        state = None if message.flaw or message.json is None else message.json.get("state")
        match state:
            case {"stream": {"stream_descriptor": {"name": str(name)}}}:
                return [name]
            case {"global": dict()} | {"data": dict()}:
                return list(self.plans)
        flaw = message.flaw or "it names no stream, and has no global and no legacy state either"
        raise AirbyteTracedException(
            message=f"Line {message.line} of the input is a state that can't be passed on: "
            f"{one_line(flaw)}. What came before it was written, nothing behind it. Look for "
            "another version of the source, or reset its state.",
            failure_type=FailureType.system_error,
        )

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
