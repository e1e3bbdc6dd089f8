"""The Airbyte source: Alegra's books as unified accounting records."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .source import SourceAlegra

__all__ = ["SourceAlegra"]


def __getattr__(name: str) -> Any:
    """The connector's class, imported when asked for: `spec` does without it and the CDK."""
    if name != "SourceAlegra":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .source import SourceAlegra

    return SourceAlegra
