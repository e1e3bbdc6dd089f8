"""The simulator's options: declared once, for the server, its command line and its process."""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from .answers import options_of
from .countries import COUNTRIES


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name, value


def _option(default: Any, meaning: str, **argument: Any) -> Any:
    """A field, with what `argparse` needs to know of it."""
    return field(default=default, metadata={"help": meaning, **argument})


def _several(kind: type, meaning: str, flag: str, **argument: Any) -> Any:
    """A field that the command line takes piece by piece, each after a flag."""
    metadata = {"help": meaning, "flag": flag, "action": "append", "default": [], **argument}
    return field(default_factory=kind, metadata=metadata)


@dataclass(frozen=True)
class Options:
    """How a simulator is set up; the metadata of a field tells its meaning."""

    port: int = _option(0, "of the loopback interface; 0 takes any free one", type=int)
    country: str = _option("MX", "the edition of Alegra", choices=sorted(COUNTRIES))
    size: int = _option(1000, "number of documents; master data grows with it", type=int)
    seed: int = _option(1, "everything invented follows from it", type=int)
    today: date | None = field(
        default=None,
        metadata={
            "help": "the company's present day, YYYY-MM-DD; default the real one",
            "type": date.fromisoformat,
        },
    )
    requests_per_minute: int | None = _option(
        None, "the rate limit; 0 for none, default the country's own", type=int
    )
    rate_window_seconds: float = _option(60.0, "a window of the rate limit", type=float)
    latency: int = _option(0, "how long each answer takes at least, in milliseconds", type=int)
    email: str = _option("demo@example.com", "the user")
    token: str = _option("sandbox-token", "the user's token")
    answers: str | None = _option(
        None, "a report of alegra-probe: behave like that account; other options go over it"
    )
    documents: Mapping[str, int | str] = _several(
        dict,
        "documents of one kind, in place of their share of the size",
        "--documents",
        type=_pair,
    )
    quirks: Mapping[str, str | int] = _several(dict, "how Alegra behaves", "--quirk", type=_pair)
    faults: Sequence[Mapping[str, Any]] = _several(
        list, 'what goes wrong, e.g. {"kind": "503", "every": 5}', "--fault", type=json.loads
    )

    @classmethod
    def parse(cls, parser: argparse.ArgumentParser, arguments: Sequence[str] | None) -> "Options":
        """The options that a command line names."""
        for entry in fields(cls):
            argument = {"default": entry.default, **entry.metadata}
            flag = argument.pop("flag", "--" + entry.name.replace("_", "-"))
            parser.add_argument(flag, dest=entry.name, **argument)
        given = vars(parser.parse_args(arguments))
        if given["answers"] is not None:
            try:
                report = json.loads(Path(given["answers"]).read_bytes())
                parser.set_defaults(**options_of(report, given["today"] or date.today()))
            except (OSError, ValueError) as error:
                parser.error(f"{given['answers']}: {error}")
            given = vars(parser.parse_args(arguments))
        return cls(**{**given, **{name: dict(given[name]) for name in ("documents", "quirks")}})

    def as_arguments(self) -> list[str]:
        """The command line that names them."""
        arguments: list[str] = []
        for entry in fields(self):
            flag = entry.metadata.get("flag", "--" + entry.name.replace("_", "-"))
            value = getattr(self, entry.name)
            if isinstance(value, Mapping):
                texts = [f"{name}={each}" for name, each in value.items()]
            elif "flag" in entry.metadata:
                texts = [json.dumps(each) for each in value]
            else:
                # What is not said leaves it to a report.
                texts = [] if value == entry.default else [str(value)]
            for text in texts:
                arguments += [flag, text]
        return arguments
