"""Rules of retention of resources/, and the label that holds a dossier back, for a base that lacks them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from desktop.told_file import told_file

_HELD_BACK = "Contentieux ou recours"


def add_retention(session: Session, resources: Path) -> int:
    """Write the rules that are not there; returns how many."""
    count = 0
    for path in sorted((resources / "retention").glob("*.toml")):
        data = told_file(path)
        for rank, entry in enumerate(data["rule"], start=1):
            key = key_of("retention_rule", entry["code"])
            if session.get(m.RetentionRule, key) is not None:
                continue
            told = m.RetentionRule(
                id=key, code=entry["code"], rank=rank, label=entry["label"], applies=entry["applies"],
                years=entry.get("years"), starts=entry["starts"], fate=entry["fate"],
                sample=entry.get("sample", 0), basis=entry.get("basis", data.get("basis", "")),
            )  # fmt: skip
            session.add(told)
            count += 1
    return count


def complete_keeping(session: Session, resources: Path) -> int:
    """For a base founded earlier: the rules, and with them the label that holds a dossier back."""
    count = add_retention(session, resources)
    key = key_of("label", _HELD_BACK)
    if count and session.get(m.Label, key) is None:
        session.add(m.Label(id=key, name=_HELD_BACK, colour="#7a2331"))
        count += 1
    return count
