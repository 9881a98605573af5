"""The tab « Visites »: who went to see which action, what was seen, what is to be done."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import Any

from db.queries.site_visits import VisitRow, visits
from desktop.ui.fields import Button
from desktop.ui.follow.change_deeds import ask_dossier
from desktop.ui.follow.list_tab import Chips, FollowTab
from desktop.ui.follow.visit_deeds import VisitDeeds
from desktop.ui.intake.rows import Line, one_line
from desktop.ui.office import Office
from desktop.ui.screen import Deed
from desktop.ui.tongue import date_short, plural


class VisitsTab(FollowTab):
    """Every visit, the last first."""

    followed = frozenset({"site_visit", "piece", "dossier", "interest", "dossier_quarter"})
    right = "visit"

    def __init__(self, office: Office) -> None:
        self.visit = VisitDeeds(office, self)
        self.note_one = Button(self.tr("&Noter une visite…"), "plus", kind="primary")
        self.mend = Button(self.tr("&Modifier…"), "pencil")
        self.sheet_of = Button(self.tr("&Imprimer la fiche…"), "printer")
        self.drop = Button(self.tr("&Supprimer"), "trash-2", kind="plain")
        headings = [
            (self.tr("État"), 116), (self.tr("Dossier"), 92), (self.tr("Porteur · action"), 0),
            (self.tr("Date"), 96), (self.tr("Lieu"), 150), (self.tr("Présents"), 76), (self.tr("Photos"), 62),
            (self.tr("Suites à donner"), 250),
        ]  # fmt: skip
        super().__init__(office, self.tr("Visites"), headings, right=(5, 6))

    def deeds(self) -> list[Deed]:
        return [
            (self.note_one, self.tr("Visites\u00a0: noter une visite…"), "N", self.begin),
            (self.mend, self.tr("Visites\u00a0: modifier…"), "F2", lambda: self.visit.mend(self._one())),
            (self.sheet_of, self.tr("Visites\u00a0: imprimer…"), "P", lambda: self.visit.sheet(self._one())),
            (self.drop, self.tr("Visites\u00a0: supprimer"), "Del", lambda: self.visit.drop(self._one())),
        ]

    def _one(self) -> VisitRow:
        row: VisitRow = self.chosen()[0]
        return row

    def why_not(self, button: Button, rows: Sequence[Any]) -> bool:
        return button is self.note_one or len(rows) == 1

    def read_rows(self, reader: sqlite3.Connection) -> list[Any]:
        return visits(reader, self.office.author)

    def _planned(self, row: VisitRow) -> bool:
        return row.visited_on > self.today().isoformat()

    def line(self, row: Any) -> Line:
        words, tone = (self.tr("Prévue"), "warn") if self._planned(row) else (self.tr("Faite"), "good")
        when = date_short(date.fromisoformat(row.visited_on))
        cells = (
            words, row.number, f"{row.applicant} · {row.title}", when, row.place or "—",
            "—" if row.present is None else str(row.present), str(row.photos or "—"),
            one_line(row.next_steps) or "—",
        )  # fmt: skip
        return Line(cells, tone, row)

    def kinds_of(self) -> Chips:
        return [
            ("planned", self.tr("Prévues"), self._planned),
            ("made", self.tr("Faites"), lambda row: not self._planned(row)),
            ("next", self.tr("Avec des suites"), lambda row: bool(row.next_steps)),
            ("photos", self.tr("Avec photographies"), lambda row: bool(row.photos)),
        ]

    def words_of(self, row: Any) -> str:
        return f"{row.number} {row.applicant} {row.title} {row.place} {row.people} {row.quarters} {row.body}"

    def noted(self, rows: Sequence[Any]) -> str:
        return one_line(rows[0].body)[:220] if len(rows) == 1 else ""

    def told(self, rows: Sequence[Any]) -> str:
        seen = sum(row.present or 0 for row in rows)
        dossiers = len({row.dossier_id for row in rows})
        return self.tr("{0} {1}    {2} {3}    {4} {5}").format(
            len(rows), plural(len(rows), "visite"), dossiers, plural(dossiers, "dossier"), seen,
            plural(seen, "personne présente", "personnes présentes"),
        )  # fmt: skip

    def nothing(self) -> tuple[str, str, str]:
        return (
            self.tr("Aucune visite"),
            self.tr(
                "Une visite à une action se note avec son lieu, ceux que l’on a rencontrés, combien étaient "
                "là, ce qui a été vu et des photographies\u00a0; sa fiche s’imprime."
            ),
            self.tr("Noter une visite…"),
        )

    def begin(self) -> None:
        ask_dossier(self.office, self, self.tr("Noter une visite"), self.visit.note)
