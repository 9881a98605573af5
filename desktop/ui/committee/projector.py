"""The second window, for the projector: no control, no internal note, no confidential opinion."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFont, QGuiApplication, QKeySequence, QScreen, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.queries.committee import ItemRow
from db.queries.opinions import opinions_of
from desktop.rules.committee import item_words, pace_words
from desktop.rules.ruling import BY_CODE
from desktop.ui.committee.figures import Figures
from desktop.ui.committee.reads import Left, Sitting
from desktop.ui.committee.sheet import OpinionGrid
from desktop.ui.committee.words import period_words, public_words, renewal_words
from desktop.ui.dossier.interests import closed_words
from desktop.ui.fields import SectionTitle
from desktop.ui.frieze import Frieze
from desktop.ui.intake.parts import Notice, text
from desktop.ui.office import Office
from desktop.ui.theme import font, tokens
from desktop.ui.tongue import euros


class Projector(QWidget):
    """Shows what the room shows, in large; Shift+F11 or Escape puts it away."""

    left = Signal()  # it is closed

    def __init__(self, office: Office) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.office = office
        self.setWindowTitle(self.tr("Séance projetée — Parvis"))
        self.setMinimumSize(960, 540)
        self.session, self.pace = text(size=15, caption=True), text(size=15, caption=True)
        self.pace.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.out = Notice()
        self.out.set_size(18)
        self.above, self.title, self.under = (
            text(size=18, caption=True),
            text(size=40, bold=True),
            text(size=24),
        )
        self.frieze = Frieze([challenge.short for challenge in office.challenges])
        self.frieze.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.frieze.setFixedHeight(64)
        self.frieze.setMaximumWidth(1176)
        self.strong = text(size=18, caption=True)
        self.figures = Figures(40)
        self.thoughts, self.opinions = SectionTitle(self.tr("Avis des partenaires")), OpinionGrid(18)
        self.decision, self.detail = text(size=30, bold=True), text(size=18)
        self._outcome = ""
        self._lay_out()
        for key in ("Shift+F11", "F11", "Esc"):
            QShortcut(QKeySequence(key), self, self.close)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.session, 1)
        head.addWidget(self.pace)
        column = QVBoxLayout(self)
        column.setContentsMargins(52, 24, 52, 28)
        column.setSpacing(12)
        column.addLayout(head)
        column.addSpacing(6)
        for part in (self.out, self.above, self.title, self.under, self.frieze, self.strong):
            column.addWidget(part)
        column.addSpacing(8)
        column.addWidget(self.figures)
        column.addSpacing(8)
        column.addWidget(self.thoughts)
        column.addWidget(self.opinions)
        column.addStretch(1)
        column.addWidget(self.decision)
        column.addWidget(self.detail)
        self.setAutoFillBackground(True)

    def come(self, beside: QScreen) -> None:
        """Fill the other screen when there is one; else a window that one moves to it."""
        others = [screen for screen in QGuiApplication.screens() if screen is not beside]
        if others:
            self.setGeometry(others[0].geometry())
            self.showFullScreen()
        else:
            self.resize(1280, 720)
            self.show()

    def show_item(self, told: Sitting, row: ItemRow, left: Left | None) -> None:
        """Show this dossier, and what is left once what is typed is given."""
        head = told.head
        self.session.setText(" · ".join(part for part in (head.name, head.place) if part))
        done = sum(one.state != "waiting" for one in told.items)
        self.pace.setText(pace_words(done, len(told.items), None))
        names = [tie.member for tie in told.ties.get(row.id, ())]
        names += [one.name for one in told.out.get(row.id, ()) if one.name not in names]
        self.out.tell(
            self.tr("Hors de la salle pour ce dossier\u00a0: {0}").format(", ".join(names)) if names else "",
            "warn",
        )
        where = (row.number, row.quarters, renewal_words(row))
        self.above.setText(" · ".join(part for part in where if part))
        self.title.setText(row.title)
        self.title.setFont(font(40 if len(row.title) < 60 else 30, QFont.Weight.DemiBold))
        self.under.setText(
            " · ".join(part for part in (row.applicant, public_words(row), period_words(row)) if part)
        )
        self._tell_figures(row, left)
        self._tell_decision(row)

    def _tell_figures(self, row: ItemRow, left: Left | None) -> None:
        closed = bool(closed_words(self.office, row.dossier_id))
        self.frieze.set_levels(row.levels)
        self.strong.setText(self.frieze.strong_words())
        self.figures.tell(row)
        self.figures.tell_left(left)
        shown = [] if closed else opinions_of(self.office.reader, row.dossier_id, confidential=False)
        self.opinions.fill(shown)
        self.thoughts.setVisible(bool(shown))

    def _tell_decision(self, row: ItemRow) -> None:
        """What was said, in its colour; nothing while it is discussed."""
        self._outcome = row.outcome if row.state == "decided" else ""
        given = f"\u00a0: {euros(row.given)}" if row.given else ""
        self.decision.setText(
            "" if row.state == "waiting" else f"{item_words(row.state, row.outcome)}{given}"
        )
        self.detail.setText("\n".join(row.conditions.splitlines()) if row.state == "decided" else "")
        self._dress()

    def _dress(self) -> None:
        kind = BY_CODE.get(self._outcome)
        self.decision.setStyleSheet(f"color: {tokens().tone(kind.tone if kind else 'neutral')[0]}")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_outcome"):
            self._dress()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.left.emit()
