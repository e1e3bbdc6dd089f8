"""The Airbyte destination: unified accounting records written into Alegra as drafts."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .destination import DestinationAlegra

__all__ = ["DestinationAlegra"]


def __getattr__(name: str) -> Any:
    """The connector's class, imported when asked for: `spec` does without it and the CDK."""
    if name != "DestinationAlegra":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .destination import DestinationAlegra

    return DestinationAlegra
