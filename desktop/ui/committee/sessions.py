"""All the sessions: the one that is held, those to come, those closed; and how to make another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from db.queries.committee import CommitteeRow
from desktop.rules.committee import KINDS, STATES
from desktop.ui.committee.words import STATE_TONES, day_of
from desktop.ui.fields import Button
from desktop.ui.intake.parts import text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.screen import screen_action
from desktop.ui.tongue import date_short, euros, plural

_TONES = {"accent": "neutral", "good": "accent", "decided": "good"}


class SessionRows(Rows):
    """Letters are keys of the screen here, not a search."""

    opened = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.text().isalpha():
            event.ignore()
        else:
            super().keyPressEvent(event)


class SessionsPage(QWidget):
    """N makes one, Enter opens, Delete calls off."""

    open_wanted = Signal(object)  # key
    new_wanted = Signal()
    call_off_wanted = Signal(object)  # CommitteeRow

    def __init__(self, *, writable: bool) -> None:
        super().__init__()
        self._writable = writable
        self.told = text(caption=True)
        self.new = Button(self.tr("&Nouvelle séance…"), "plus", kind="primary")
        self.open = Button(self.tr("&Ouvrir"), "arrow-right")
        self.off = Button(self.tr("&Retirer"), "x", kind="plain")
        self.rows = SessionRows(
            self.tr("Séances"),
            [
                (self.tr("Séance"), 0), (self.tr("Sorte"), 190), (self.tr("Jour"), 170),
                (self.tr("État"), 120), (self.tr("Dossiers"), 100), (self.tr("Accordé"), 110),
            ],
            right=(5,),
        )  # fmt: skip
        self.empty = text(
            self.tr(
                "Ici se préparent et se tiennent les comités\u00a0: un ordre du jour tiré d’un filtre, des "
                "membres, un dossier à la fois, puis un procès-verbal et les décisions prêtes pour les "
                "courriers. Commencez par une nouvelle séance (N)."
            ),
            size=15,
        )
        self._pages = QStackedWidget()
        self._lay_out()
        self.new.setEnabled(writable)
        self.new.clicked.connect(self.new_wanted)
        self.open.clicked.connect(self._open)
        self.off.clicked.connect(self._off)
        self.rows.picked.connect(self._tell)
        self.rows.opened.connect(self._open)
        self.rows.doubleClicked.connect(lambda _index: self._open())
        tr = self.tr
        self.actions_of: list[QAction] = [
            screen_action(self, tr("Comités\u00a0: nouvelle séance…"), "N", self.new.click),
            screen_action(self, tr("Comités\u00a0: ouvrir la séance"), "O", self._open),
            screen_action(self, tr("Comités\u00a0: retirer la séance"), "Del", self._off),
        ]
        self._tell(None)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(text(self.tr("Comités"), 20, bold=True))
        words.addWidget(self.told)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(words, 1)
        for button in (self.off, self.open, self.new):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages.addWidget(self.rows)
        self._pages.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 14)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self._pages, 1)

    def show_sessions(self, found: Sequence[CommitteeRow]) -> None:
        """Show these; the one chosen stays so."""
        kept = self.current()
        self.rows.show_lines([_line(row) for row in found])
        keys = [row.id for row in found]
        if kept is not None and kept.id in keys:
            self.rows.selectRow(keys.index(kept.id))
        self._pages.setCurrentIndex(0 if found else 1)
        coming = sum(row.state != "closed" for row in found)
        words = self.tr("{0} {1}, dont {2} à tenir").format(len(found), plural(len(found), "séance"), coming)
        self.told.setText(words if found else self.tr("Aucune séance"))
        self._tell(self.current())

    def current(self) -> CommitteeRow | None:
        """The session chosen."""
        row, lines = self.rows.currentIndex().row(), self.rows.rows.lines
        return lines[row].what if 0 <= row < len(lines) else None

    def _tell(self, row: CommitteeRow | None) -> None:
        self.open.setEnabled(row is not None)
        self.off.setEnabled(row is not None and row.opened_at is None and self._writable)

    def _open(self) -> None:
        row = self.current()
        if row is not None and self.isVisible():
            self.open_wanted.emit(row.id)

    def _off(self) -> None:
        row = self.current()
        if row is not None and self.off.isEnabled() and self.isVisible():
            self.call_off_wanted.emit(row)


def _line(row: CommitteeRow) -> Line:
    day = date_short(day_of(row.held_on)) + (f" à {row.starts_at}" if row.starts_at else "")
    said = row.decided + row.postponed
    count = f"{said} sur {row.items}" if row.opened_at else str(row.items)
    cells = (
        f"{row.code} · {row.name}", KINDS.get(row.kind, row.kind), day, STATES[row.state], count,
        euros(row.given) if row.opened_at else "–",
    )  # fmt: skip
    return Line(cells, _TONES[STATE_TONES[row.state]], row)
