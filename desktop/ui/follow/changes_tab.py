"""The tab « Changements »: what applicants ask after the decision, the oldest unanswered first."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from db.queries.changes import ChangeRow, changes
from desktop.rules.changes import KINDS, LABELS, TONES, State, standing
from desktop.ui.fields import Button
from desktop.ui.follow.change_deeds import ChangeDeeds, ask_dossier, asked_words
from desktop.ui.follow.list_tab import Chips, FollowTab
from desktop.ui.intake.rows import Line, one_line
from desktop.ui.list.days import day
from desktop.ui.office import Office
from desktop.ui.screen import Deed
from desktop.ui.tongue import date_short, plural


class ChangesTab(FollowTab):
    """Each request and its answer."""

    followed = frozenset({"change_request", "dossier", "decision", "amount", "interest"})
    right = "grant_change"

    def __init__(self, office: Office) -> None:
        self.change = ChangeDeeds(office, self)
        self.note_one = Button(self.tr("&Noter une demande…"), "plus")
        self.grant = Button(self.tr("&Accorder…"), "check", kind="primary")
        self.refuse = Button(self.tr("&Refuser…"), "circle-x")
        self.drop = Button(self.tr("A&bandonner…"), "x", kind="plain")
        headings = [
            (self.tr("État"), 116), (self.tr("Dossier"), 92), (self.tr("Porteur · action"), 0),
            (self.tr("Ce qui change"), 168), (self.tr("Demande"), 236), (self.tr("Demandé le"), 100),
            (self.tr("Répondu le"), 100),
        ]  # fmt: skip
        super().__init__(office, self.tr("Changements demandés"), headings)

    def deeds(self) -> list[Deed]:
        return [
            (
                self.grant,
                self.tr("Changements\u00a0: accorder…"),
                "A",
                lambda: self.change.grant(self._one()),
            ),
            (
                self.refuse,
                self.tr("Changements\u00a0: refuser…"),
                "R",
                lambda: self.change.refuse(self._one()),
            ),
            (self.note_one, self.tr("Changements\u00a0: noter une demande…"), "N", self.begin),
            (
                self.drop,
                self.tr("Changements\u00a0: abandonner…"),
                "Del",
                lambda: self.change.drop(self._one()),
            ),
        ]

    def _one(self) -> ChangeRow:
        row: ChangeRow = self.chosen()[0]
        return row

    def why_not(self, button: Button, rows: Sequence[Any]) -> bool:
        return button is self.note_one or (len(rows) == 1 and rows[0].state == "asked")

    def read_rows(self, reader: sqlite3.Connection) -> list[Any]:
        return changes(reader, self.office.author)

    def standing(self, row: ChangeRow) -> State:
        """Where it stands today."""
        return standing(row.state, date.fromisoformat(row.asked_on), self.today())

    def line(self, row: Any) -> Line:
        said, answered = self.standing(row), day(row.answered_on)
        cells = (
            LABELS[said], row.number, f"{row.applicant} · {row.title}", KINDS.get(row.kind, row.kind),
            one_line(asked_words(row)), date_short(date.fromisoformat(row.asked_on)),
            date_short(answered) if answered else "—",
        )  # fmt: skip
        return Line(cells, TONES[said], row)

    def kinds_of(self) -> Chips:
        words: dict[State, str] = {
            "late": self.tr("Sans réponse"), "asked": self.tr("À répondre"), "granted": self.tr("Accordés"),
            "refused": self.tr("Refusés"), "dropped": self.tr("Abandonnés"),
        }  # fmt: skip
        return [(code, said, partial(self._stands, code)) for code, said in words.items()]

    def _stands(self, code: State, row: ChangeRow) -> bool:
        return self.standing(row) == code

    def funders_of(self, row: Any) -> str:
        return ""

    def noted(self, rows: Sequence[Any]) -> str:
        if len(rows) != 1:
            return ""
        answer = self.tr(" Réponse\u00a0: {0}").format(rows[0].answer) if rows[0].answer else ""
        return f"« {rows[0].reason} »{answer}"

    def told(self, rows: Sequence[Any]) -> str:
        waiting = sum(1 for row in rows if row.state == "asked")
        return self.tr("{0} {1}, {2} sans réponse").format(len(rows), plural(len(rows), "demande"), waiting)

    def nothing(self) -> tuple[str, str, str]:
        return (
            self.tr("Aucun changement demandé"),
            self.tr(
                "Un porteur qui demande d’autres dates, un autre contenu, moins d’argent, ou qui "
                "renonce\u00a0: sa demande se note, s’accorde ou se refuse ici, avec son courrier."
            ),
            self.tr("Noter une demande…"),
        )

    def begin(self) -> None:
        ask_dossier(self.office, self, self.tr("Noter une demande de changement"), self.change.note)
