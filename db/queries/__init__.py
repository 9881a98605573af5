"""Reads: what each screen shows, as named tuples, each from one statement."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # each room is read at its first question: the first picture needs two of them
    from db.queries.dossier import (
        amounts,
        applicant,
        budget,
        conditions,
        contacts,
        decision,
        head,
        history,
        labels,
        marks,
        notes,
        past_grants,
        pieces,
        reasons_of,
        sections,
        sources,
    )
    from db.queries.letters import letter_list, letters_of, outbox, register
    from db.queries.lists import ListRow, Sums, export_rows, find, list_ids, list_rows, stage_counts, sums
    from db.queries.reference import (
        all_labels,
        calls,
        challenges,
        funders,
        objectives,
        phrases,
        piece_kinds,
        quarters,
        reasons,
        saved_views,
        setting,
        signatories,
        waves,
    )
    from db.queries.steps import steps_since

__all__ = [
    "ListRow", "Sums", "all_labels", "amounts", "applicant", "budget", "calls", "challenges",
    "conditions", "contacts", "decision", "export_rows", "find", "funders", "head", "history", "labels",
    "letter_list", "letters_of", "list_ids", "list_rows", "marks", "notes", "objectives", "outbox", "past_grants",
    "phrases", "piece_kinds", "pieces", "quarters", "reasons", "reasons_of", "register", "saved_views",
    "sections", "setting", "signatories", "sources", "stage_counts", "steps_since", "sums", "waves",
]  # fmt: skip

_ROOMS = ("lists", "reference", "steps", "letters", "dossier")  # those of the first picture come first


def __getattr__(name: str) -> object:
    if name in __all__:
        for room in _ROOMS:
            module = import_module(f"db.queries.{room}")
            if name in vars(module):
                globals()[name] = vars(module)[name]
                return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
