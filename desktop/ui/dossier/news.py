"""Which part of a dossier a change belongs to, as the outline names its parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from db.queries.visits import NewsRow
from desktop.ui.dossier.outline_rows import FIELD_SECTIONS, part_of_section

_PARTS = {
    "applicant": "applicant", "contact": "applicant", "budget_line": "budget", "amount": "budget",
    "own_budget_line": "budget", "source": "sources", "dossier_quarter": "place", "declared": "place",
    "action_place": "place", "past_grant": "history", "sift": "sheet:sift", "piece_request": "sheet:sift",
    "settlement": "sheet:checks", "funding_line": "sheet:funding", "assessment": "sheet:scores",
    "score": "sheet:scores", "version": "sheet:versions", "deadline": "sheet:dates",
}  # fmt: skip
# Fields of the dossier that say where it stands, not what was asked: the header shows them.
_STATE = frozenset(
    {
        "stage", "officer", "due_on", "wave_id", "source_state", "proposal_opinion", "proposal_reason",
        "title_key", "merged_into", "number",
    }
)  # fmt: skip


def part_of(row: NewsRow) -> str:
    """The part that a change belongs to; "" when the outline has none for it."""
    if row.ent == "piece":
        return f"piece:{row.rid.hex()}"
    if row.ent == "section":
        return part_of_section(row.code) if row.code else ""
    if row.ent == "dossier":
        return "" if row.field in _STATE or not row.field else FIELD_SECTIONS.get(row.field, "action")
    if row.ent == "amount" and row.field not in ("asked", ""):
        return ""
    return _PARTS.get(row.ent, "")


def news_by_part(rows: Iterable[NewsRow], seen: Mapping[str, tuple[int, str]]) -> dict[str, NewsRow]:
    """The last change of each part that a person has not seen yet."""
    found: dict[str, NewsRow] = {}
    for row in rows:
        part = part_of(row)
        if part and row.step > seen.get(part, (0, ""))[0]:
            known = found.get(part)
            if known is None or known.step < row.step:
                found[part] = row
    return found
