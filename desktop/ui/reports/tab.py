"""The tab « Bilans »: every report owed, the late ones first; reminders by batch, files read in."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent

from db.queries.reports import ReportRow, reports
from desktop.rules.reports import KINDS, OPEN
from desktop.ui.fields import Button
from desktop.ui.follow.list_tab import Chips, FollowTab
from desktop.ui.intake.rows import Line
from desktop.ui.list.days import day
from desktop.ui.office import Office
from desktop.ui.reports.deeds import ReportDeeds
from desktop.ui.reports.words import ORDER, TONES, Standing, due_words, labels, reminded_words, standing
from desktop.ui.screen import Deed
from desktop.ui.tongue import date_short, euros, plural


class ReportsTab(FollowTab):
    """Awaited, late, received, accepted, sent back."""

    followed = frozenset({
        "report", "dossier", "applicant", "interest", "letter", "amount", "payment", "decision",
    })  # fmt: skip
    right = "report"
    sheet = "report"

    def __init__(self, office: Office) -> None:
        self.deeds_of = ReportDeeds(office, self)
        self._make_buttons()
        headings = [
            (self.tr("État"), 100), (self.tr("Dossier"), 92), (self.tr("Porteur · action"), 0),
            (self.tr("Bilan"), 128), (self.tr("Attendu le"), 158), (self.tr("Reçu le"), 92),
            (self.tr("Subvention"), 98), (self.tr("Relances"), 176),
        ]  # fmt: skip
        super().__init__(office, self.tr("Bilans"), headings, right=(6,))
        self.setAcceptDrops(True)

    def _make_buttons(self) -> None:
        self.remind = Button(self.tr("&Relancer…"), "send", kind="primary")
        self.read_in = Button(self.tr("&Lire des bilans…"), "file-down")
        self.open_sheet = Button(self.tr("&Contrôler"), "file-check")
        self.mail = Button(self.tr("Copier le &courriel"), "mail")
        self.noted_by_hand = Button(self.tr("&Noter une relance"), "check")
        self.expect = Button(self.tr("&Attendre…"), "plus")
        self.waive = Button(self.tr("&Dispenser…"), "x", kind="plain")

    def deeds(self) -> list[Deed]:
        return [
            (self.remind, self.tr("Bilans\u00a0: relancer les retards…"), "R", self._remind),
            (self.read_in, self.tr("Bilans\u00a0: lire des bilans…"), "L", self.deeds_of.choose_files),
            (self.open_sheet, self.tr("Bilans\u00a0: contrôler"), "B", self._control),
            (self.mail, self.tr("Bilans\u00a0: copier le courriel"), "C", self._mail),
            (self.noted_by_hand, self.tr("Bilans\u00a0: noter une relance"), "N", self._note),
            (self.expect, self.tr("Bilans\u00a0: attendre ceux qui manquent…"), "A", self.deeds_of.expect),
            (self.waive, self.tr("Bilans\u00a0: dispenser…"), "Del", self._waive),
        ]

    def why_not(self, button: Button, rows: Sequence[Any]) -> bool:
        states, one = {row.state for row in rows}, len(rows) == 1
        return {
            id(self.read_in): True, id(self.expect): True,
            id(self.remind): any(self.standing(row) == "late" for row in self.rows),
            id(self.open_sheet): one, id(self.mail): one and states <= set(OPEN),
            id(self.noted_by_hand): one and states <= set(OPEN),
            id(self.waive): one and states <= {*OPEN, "received"},
        }[id(button)]  # fmt: skip

    # Deeds

    def _remind(self) -> None:
        chosen = self.chosen()
        several = [row for row in chosen if row.state in OPEN] if len(chosen) > 1 else None
        self.deeds_of.remind(several, self.today())

    def _control(self) -> None:
        for row in self.chosen()[:1]:  # none while the rows are being read
            self._open(row)

    def _mail(self) -> None:
        for row in self.chosen()[:1]:
            self.deeds_of.copy_mail(row, self.today())

    def _note(self) -> None:
        for row in self.chosen()[:1]:
            self.deeds_of.note(row, self.today())

    def _waive(self) -> None:
        for row in self.chosen()[:1]:
            self.deeds_of.waive(row)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and not self.office.read_only:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.deeds_of.read(paths)

    def _open(self, row: Any) -> None:
        self.deeds_of.open(row, [one.dossier_id for one in self.kept])

    # Rows

    def read_rows(self, reader: sqlite3.Connection) -> list[Any]:
        rows = reports(reader, person=self.office.author)
        return sorted(rows, key=lambda row: (ORDER[self.standing(row)], row.due_on or "9", row.number))

    def standing(self, row: ReportRow) -> Standing:
        """Where it stands today."""
        return standing(row, self.today())

    def line(self, row: Any) -> Line:
        said, came = self.standing(row), day(row.received_on)
        kind = KINDS[row.kind].removeprefix("bilan ").capitalize()
        cells = (
            labels()[said], row.number, f"{row.applicant} · {row.title}", f"{kind} {row.year}",
            due_words(row, self.today()), date_short(came) if came else "—",
            euros(row.voted) if row.voted else "—", reminded_words(row),
        )  # fmt: skip
        return Line(cells, TONES[said], row)

    def kinds_of(self) -> Chips:
        said: list[tuple[Standing, str]] = [
            ("late", self.tr("En retard")), ("awaited", self.tr("Attendus")), ("received", self.tr("Reçus")),
            ("returned", self.tr("Renvoyés")), ("accepted", self.tr("Acceptés")),
            ("waived", self.tr("Dispensés")),
        ]  # fmt: skip
        return [(code, words, partial(self._stands, code)) for code, words in said]

    def _stands(self, code: Standing, row: ReportRow) -> bool:
        return self.standing(row) == code

    def told(self, rows: Sequence[Any]) -> str:
        late = sum(1 for row in rows if self.standing(row) == "late")
        unspent = sum(row.unspent or 0 for row in rows)
        words = self.tr("{0} {1}    {2} en retard").format(len(rows), plural(len(rows), "bilan"), late)
        return words + (self.tr("    non employé {0}").format(euros(unspent)) if unspent else "")

    def nothing(self) -> tuple[str, str, str]:
        return (
            self.tr("Aucun bilan attendu"),
            self.tr(
                "Chaque subvention notifiée doit son compte rendu financier six mois après la fin de "
                "l’exercice. Faites attendre ceux des subventions déjà notifiées."
            ),
            self.tr("Attendre les bilans…"),
        )

    def begin(self) -> None:
        self.deeds_of.expect()
