"""A note as a plain row, and how its author, time and place are written under it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
AUDIENCES = ("me", "team", "committee", "applicant")


@dataclass(frozen=True, slots=True)
class Choice:
    """A sub-objective or a quarter that a note may carry; `rank` limits it to one challenge, 0 to none."""

    code: str
    title: str
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """`rank` 0: no challenge. `strength` 0 to 3. `place` is in words (« Objectifs », « RIB.pdf, page 2 »)."""

    id: Hashable
    rank: int = 0
    text: str = ""
    quote: str = ""
    strength: int = 0
    audience: str = "team"
    objective: str = ""
    quarter: str = ""
    author: str = ""
    at: dt.datetime | None = None
    place: str = ""
    orphan: bool = False


def tr(words: str) -> str:
    return QCoreApplication.translate("Notebook", words)


def audience_words(code: str) -> str:
    words = {"me": tr("Moi"), "team": tr("Équipe"), "committee": tr("Comité"), "applicant": tr("Porteur")}
    return words[code]


def exact(at: dt.datetime) -> str:
    """« 12 mars 2025 à 10:12 »."""
    day = "1er" if at.day == 1 else str(at.day)
    return f"{day}\u00a0{MONTHS[at.month - 1]} {at.year} {tr('à')} {at:%H:%M}"


def ago(at: dt.datetime, now: dt.datetime) -> str:
    """« aujourd’hui 10:12 », « hier 16:42 », « 12 mars 2025 »."""
    days = (now.date() - at.date()).days
    if days == 0:
        return f"{tr('aujourd’hui')} {at:%H:%M}"
    if days == 1:
        return f"{tr('hier')} {at:%H:%M}"
    day = "1er" if at.day == 1 else str(at.day)
    return f"{day}\u00a0{MONTHS[at.month - 1]} {at.year}"


def signed(note: Note, now: dt.datetime) -> str:
    """Author, time, place and, when it is not the team, who may read it."""
    parts = [note.author, ago(note.at, now) if note.at else "", note.place]
    if note.audience != "team":
        parts.append(tr("pour : {who}").format(who=audience_words(note.audience)))
    return " · ".join(part for part in parts if part)
