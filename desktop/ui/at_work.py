"""Who works in this window: the name, the role, what it may do and what it is shown."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from db import sight
from db.rights import READER, Who, are_held, name_of, who
from desktop.rules.roles import LABELS, why_not


class AtWork:
    """The person at work; `shut`: the file itself can't be written."""

    def __init__(self, path: Path, reader: sqlite3.Connection, author: str, *, shut: bool) -> None:
        self._path, self._reader, self.shut = path, reader, shut
        self.name = name_of(reader, author)
        self.person: Who
        self.know(frozenset({"person"}))

    def know(self, touched: frozenset[str], _dossiers: frozenset[bytes] = frozenset()) -> None:
        """The role and the quarters, which may change: the window's own reader then shows what it should."""
        if touched & {"person", "setting"}:
            self.person = who(self._reader, self.name)
            sight.restrict(self._reader, self.person)

    def open_eyes(self) -> sqlite3.Connection:
        """One more reading connection that shows what the person at work may see."""
        return sight.open_eyes(self._path, self.name)

    @property
    def reads_only(self) -> bool:
        """Whether nothing can be written here: the file is shut, or the role is a reader's."""
        return self.shut or self.person.role == READER

    def why_not(self, right: str) -> str:
        """Why the person at work may not (a right of desktop.rules.roles), "" when they may."""
        if self.shut:
            return QCoreApplication.translate(
                "office", "Cette base est ouverte en lecture seule\u00a0: rien n’est enregistré."
            )
        return why_not(self.person.role, right, self.person.given)

    def role_why_not(self, right: str) -> str:
        """The same, whether or not the file is shut: a place of the window may still be looked at."""
        return why_not(self.person.role, right, self.person.given) if right else ""

    def words(self, site: str) -> str:
        """« Zoé Antenne · Antenne de quartier · poste PC-04 », the role only where rights are held."""
        role = LABELS.get(self.person.role, "") if are_held(self._reader) else ""
        place = QCoreApplication.translate("office", "poste {0}").format(site)
        return " · ".join(part for part in (self.name, role, place) if part)
