"""Decisions being filled in: kept beside the base as they are typed, found again after a kill."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from desktop.ui.dossier.decision_card import DecisionDraft
from desktop.ui.draft import Draft


class DecisionDrafts:
    """Drafts by dossier. Nothing of them is in the base: a decision is recorded only when it is taken."""

    def __init__(self, base: Path) -> None:
        self._file = Draft(base.with_name(base.name + ".decisions.json"), base)
        self._kept: dict[str, Any] = self._file.load()

    def __contains__(self, dossier: bytes) -> bool:
        return dossier.hex() in self._kept

    def get(self, dossier: bytes) -> DecisionDraft | None:
        """What was being decided for this dossier; None when nothing was, or it can't be understood."""
        told = self._kept.get(dossier.hex())
        try:
            return None if told is None else _read(told)
        except (KeyError, TypeError, ValueError):
            return None

    def keep(self, dossier: bytes, draft: DecisionDraft) -> None:
        """Write it at once. Raises OSError."""
        told = _written(draft)
        if self._kept.get(dossier.hex()) != told:
            self._kept[dossier.hex()] = told
            self._file.save(self._kept)

    def drop(self, dossier: bytes) -> None:
        """The decision is taken, or begun anew. Raises OSError."""
        if self._kept.pop(dossier.hex(), None) is not None:
            self._file.save(self._kept)


def same(one: DecisionDraft, other: DecisionDraft) -> bool:
    """Whether two drafts say the same, lists and tuples alike."""
    return _written(one) == _written(other)


def _written(draft: DecisionDraft) -> dict[str, Any]:
    return {
        "outcome": draft.outcome, "amounts": dict(draft.amounts), "reasons": list(draft.reasons),
        "conditions": list(draft.conditions), "decided_on": _text(draft.decided_on), "act": draft.act,
        "act_on": _text(draft.act_on), "comment": draft.comment,
    }  # fmt: skip


def _read(told: dict[str, Any]) -> DecisionDraft:
    return DecisionDraft(
        told["outcome"], {str(k): int(v) for k, v in told["amounts"].items()}, told["reasons"],
        told["conditions"], _day(told["decided_on"]), told["act"], _day(told["act_on"]), told["comment"],
    )  # fmt: skip


def _text(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
