"""Text of unknown origin on its way into a message for people."""


def one_line(text: str, maximum: int = 400) -> str:
    """A text as one line of bounded length that can be printed.

    What comes from outside may be megabytes long, or hold line feeds, control characters and halves
    of surrogate pairs, of which the last can't be printed at all.
    """
    shown = "".join(it if it.isprintable() else " " for it in text[:maximum])
    return shown if len(text) <= maximum else f"{shown}..."


def listed(items: list[str], separator: str = " ", maximum: int = 10) -> str:
    """Items in a row, of which the last tells how many are left out."""
    more = len(items) - maximum
    shown = items[:maximum] + ([f"... and {more} more"] if more > 0 else [])
    return separator.join(shown)
