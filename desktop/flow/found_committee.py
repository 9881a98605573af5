"""Partners and rules of the money of resources/, for a new base and for one that lacks them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from desktop.told_file import told_file


def add_partners(session: Session, folder: Path) -> int:
    """Write the partners that are not there; returns how many."""
    count = 0
    for path in sorted(folder.glob("*.toml")):
        data = told_file(path)
        for rank, entry in enumerate(data["partner"], start=1):
            key = key_of("partner", entry["code"])
            if session.get(m.Partner, key) is not None:
                continue
            told = m.Partner(
                id=key, code=entry["code"], rank=rank, name=entry["name"], short=entry.get("short", ""),
                aliases="\n".join(entry.get("aliases", [])), confidential=entry.get("confidential", False),
            )  # fmt: skip
            session.add(told)
            count += 1
    return count


def add_money_rules(session: Session, folder: Path) -> int:
    """Write the rules of a distribution that are not there; returns how many."""
    count = 0
    for path in sorted(folder.glob("*.toml")):
        data = told_file(path)
        for rank, entry in enumerate(data["rule"], start=1):
            key = key_of("money_rule", entry["code"])
            if session.get(m.MoneyRule, key) is not None:
                continue
            told = m.MoneyRule(
                id=key, code=entry["code"], rank=rank, label=entry["label"], axis=entry["axis"],
                bound=entry["bound"], percent=entry["percent"], subject=entry.get("subject", ""),
            )  # fmt: skip
            session.add(told)
            count += 1
    return count
