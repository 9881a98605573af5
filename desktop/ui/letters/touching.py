"""Which letters a change makes worth looking at again."""

from __future__ import annotations

# A change there may be read in any letter: all are looked at again, not only those of the dossiers touched.
_EVERYWHERE = frozenset(
    {
        "setting", "signatory", "applicant", "contact", "funder", "wave", "call", "quarter", "committee",
    }
)  # fmt: skip
# What no letter shows.
_ELSEWHERE = frozenset(
    {
        "finding", "settlement", "likeness", "annotation", "note", "saved_view", "phrase", "label",
        "dossier_label", "opinion", "opinion_pack", "opinion_request", "scenario", "allocation", "item",
        "item_amount", "leaving", "member", "pack", "committee_document", "export_model", "incoming",
    }
)  # fmt: skip


def to_look_at(touched: frozenset[str], dossiers: frozenset[bytes]) -> frozenset[bytes] | None:
    """The dossiers whose letters are read again, None for all of them; empty when none is."""
    if touched <= _ELSEWHERE:
        return frozenset()
    return None if touched & _EVERYWHERE or not dossiers else dossiers
