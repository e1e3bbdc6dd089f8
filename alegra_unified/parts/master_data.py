"""What records of master data have in common."""

from typing import Any

from ..company import Company
from ..fields import WRITTEN, Draft, Row, filled, text, word
from ..writing import Writing, shown_as

ACTIVITY = {"active": "active", "inactive": "inactive", "deleted": "archived"}
"""Master data is active, inactive or, where it was deleted, archived (docs: unified-model 4)."""

IS_ACTIVE = {word: unified == "active" for word, unified in ACTIVITY.items()}
"""The same as yes or no."""


def _not_archived(status: str, draft: Draft, company: Company) -> str | None:
    return (
        "is archived; what is to go is taken back by soft_delete" if status == "archived" else None
    )


STATUS = word("status", ACTIVITY, write=WRITTEN, rule=_not_archived)


def _is_alegras_word(status: str, draft: Draft, company: Company) -> str | None:
    return None if status in ("active", "inactive") else "is neither active nor inactive"


ACTIVE_OR_INACTIVE = text("status", "active or inactive.", write=WRITTEN, rule=_is_alegras_word)
"""The status of what is Alegra's own, in its own word."""

BY_NAME = Writing(natural_keys={"name": shown_as("name")}, marked=False)
"""How small master data is written: without notes of Alegra's, so that the name tells it apart."""

ALEGRAS_ID = text("id", "Alegra's id again, as the model has it.")


def _code_or_id(record: Row, company: Company) -> Any:
    code = filled(record.get("code"))
    return record.get("id") if code is None else code


CODE_OR_ID = text(read=_code_or_id, meaning="The code, else Alegra's id.")
