"""What rounds did and what they found."""

from dataclasses import dataclass, field


@dataclass
class Figures:
    """Counts over all rounds.

    Attributes:
        rounds: companies.
        syncs: runs of a command that came to an end of their own.
        records: read or sent.
        faults: answers that went wrong.
        kills: runs that were ended from outside.
        edits: what people did to the books between and during syncs.
        told: streams of which the connector itself says that rows may be missing.
        findings: what is wrong, in words, each with how to replay it.
    """

    rounds: int = 0
    syncs: int = 0
    records: int = 0
    faults: int = 0
    kills: int = 0
    edits: int = 0
    told: int = 0
    findings: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.rounds} rounds, {self.syncs} syncs, {self.records} records, "
            f"{self.faults} faults, {self.kills} kills, {self.edits} edits, "
            f"{self.told} told, {len(self.findings)} findings"
        )
