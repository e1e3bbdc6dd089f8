"""What is different after something happened to the company."""

from dataclasses import asdict, dataclass


class Impossible(Exception):
    """There is nothing that this could be done to; the text says why."""


@dataclass(frozen=True, slots=True)
class Change:
    """One record that is not as it was.

    Attributes:
        resource: its path, e.g. ``credit-notes``.
        id: its id.
        what: ``created``, ``changed`` or ``deleted``.
    """

    resource: str
    id: int
    what: str

    def as_json(self) -> dict[str, str]:
        """As the control endpoint shows it."""
        return asdict(self) | {"id": str(self.id)}


Changes = list[Change]
