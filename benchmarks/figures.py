"""A figure beside its physical limit and beside the peers', and the table of all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

OURS = "airbyte-alegra"


@dataclass(frozen=True)
class Figure:
    """One measure of one case.

    Attributes:
        case: what was done.
        measure: what of it was measured, with its unit; less is better.
        limit: the least that is possible; None where nobody knows.
        values: by contestant, ours among them; None for one that failed.
    """

    case: str
    measure: str
    limit: float | None
    values: Mapping[str, float | None]

    @property
    def best_peer(self) -> float | None:
        """The best of the others; None where there is none."""
        peers = [it for name, it in self.values.items() if name != OURS and it is not None]
        return min(peers, default=None)

    @property
    def ratio(self) -> float | None:
        """Ours to the best peer's; None where it can't be told."""
        ours, best = self.values.get(OURS), self.best_peer
        return None if ours is None or not best else ours / best

    def as_json(self) -> dict[str, object]:
        """The figure with what follows from it."""
        return {
            "case": self.case,
            "measure": self.measure,
            "limit": self.limit,
            "values": dict(self.values),
            "best_peer": self.best_peer,
            "ratio": self.ratio,
        }


def table(figures: Iterable[Figure]) -> str:
    """The figures as a table that people and Markdown read."""
    rows: list[tuple[str, ...]] = [
        ("case", "measure", "least possible", OURS, "best peer", "ratio", "each peer"),
        ("---",) * 7,
    ]
    for it in figures:
        peers = [f"{name} {_shown(x)}" for name, x in it.values.items() if name != OURS]
        rows.append(
            (
                *(it.case, it.measure, _shown(it.limit, ""), _shown(it.values.get(OURS))),
                *(_shown(it.best_peer, ""), _shown(it.ratio, ""), ", ".join(peers)),
            )
        )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _shown(value: float | None, missing: str = "failed") -> str:
    if value is None:
        return missing
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"
