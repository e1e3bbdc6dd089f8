"""Resolving what a record names: by id, by an external id, or by a key; never by a guess."""

from dataclasses import dataclass, field

from alegra_unified.shapes import is_empty

from alegra_unified.company import Company
from alegra_unified.drafts import AccountLink, Link, links
from alegra_unified.registry import RESOURCES
from alegra_unified.writing import Problem

from .existing import Library
from .incoming import Incoming


@dataclass
class Resolver:
    """Fills in the ids of what records name.

    Attributes:
        company: whose books they are.
        library: what stands in Alegra already.
    """

    company: Company
    library: Library
    _ids: dict[tuple[str, str], str] = field(default_factory=dict)

    def remember(self, record: Incoming, identifier: str) -> None:
        """Let later records of the sync name this one by its external id."""
        if record.external_id is not None:
            self._ids[record.plan.resource.name, record.external_id] = identifier

    def resolve(self, record: Incoming) -> tuple[list[Problem], list[Problem]]:
        """Fill in all ids; else what is wrong, and what a later record may still bring."""
        wrong: list[Problem] = []
        missing: list[Problem] = []
        for path, link in links(record.draft):
            problem, may_come = self._resolve(path, link)
            if problem is not None:
                (missing if may_come else wrong).append(problem)
        return wrong, missing

    def _resolve(self, path: str, link: Link) -> tuple[Problem | None, bool]:
        """Fill in the id of a link; what is wrong, and whether a later record may mend it."""
        named = link.named_by()
        if named is None:
            return Problem(path, "names nothing; give an id, an external_id or a key"), False
        key, value = named
        target = RESOURCES[link.target]
        if key != "id":
            found = {self._ids[link.target, value]} if (link.target, value) in self._ids else set()
            if key != "external_id" or not found:
                shelf = self.library.of(target)
                if not target.is_dated:
                    shelf.read_whole()
                else:
                    shelf.look_unsettled()
                found = shelf.find(key, value)
            if len(found) > 1:
                return Problem(path, f"several {link.target} have this {key}; give the id"), False
            if not found:
                return Problem(path, f"no {link.target} with this {key} is in Alegra"), True
            link.id = next(iter(found))
        if isinstance(link, AccountLink) and path.startswith("line_items"):
            return self._posting_problem(path, str(link.id)), False
        return None, False

    def _posting_problem(self, path: str, identifier: str) -> Problem | None:
        """Only accounts of the lowest level take entries (gotcha: ledger accounts)."""
        shelf = self.library.of(RESOURCES["ledger_accounts"])
        shelf.read_whole()
        row = shelf.rows.get(identifier)
        if row is not None and row.get("use") == "accumulative":
            return Problem(path, "is a header; post to an account with header false")
        return None

    def product_key_problems(self, record: Incoming) -> list[Problem]:
        """Mexico: quotes and stamped invoices want a product key on each item (gotcha: quotes)."""
        wanted = record.plan.resource.name == "quotes" or record.stamps
        if self.company.country != "MEX" or not wanted:
            return []
        shelf = self.library.of(RESOURCES["invoice_items"])
        shelf.read_whole()
        return [
            Problem(
                f"line_items.{place}.item",
                "has no productKey, so Alegra would refuse it (code 1035); set it on the item",
            )
            for place, line in enumerate(record.draft.line_items or [])
            if line.item and line.item.id in shelf.rows
            if is_empty(shelf.rows[line.item.id].get("productKey"))
        ]
