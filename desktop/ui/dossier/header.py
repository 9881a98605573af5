"""The top of the dossier: back, whose it is, where it stands, its place in the list, other deeds."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from db.queries.shapes import Head
from desktop.ui import letter_keys
from desktop.ui.dossier.elided import ElidedLabel
from desktop.ui.dossier.journey import Breadcrumb
from desktop.ui.fields import IconButton, Pill
from desktop.ui.fields.row import Row
from desktop.ui.theme import Tokens, font, tokens
from desktop.ui.tongue import plural
from desktop.ui.walk import Walk


class Header(QFrame):
    back_wanted = Signal()
    step_wanted = Signal(int)  # -1 previous, 1 next

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Tokens | None = None
        self.setObjectName("dossierHeader")
        self.back = IconButton("arrow-left", self.tr("Revenir à la liste (Échap ou Alt+←)"))
        self.applicant, self.title = ElidedLabel(), ElidedLabel()
        self.applicant.setFont(font(15, QFont.Weight.DemiBold))
        self.title.setFont(font(12))
        self.title.setProperty("kind", "caption")
        self.pause = Pill(self.tr("Délai suspendu"), "warn")
        self.crumb = Breadcrumb()
        self.previous = IconButton("chevron-up", letter_keys.without(self.tr("Dossier précédent (K)")))
        self.next = IconButton("chevron-down", letter_keys.without(self.tr("Dossier suivant (J)")))
        self.place = QLabel()
        self.place.setProperty("kind", "caption")
        self.more = IconButton("ellipsis", self.tr("Autres actions (Alt+Entrée)"))
        self.menu = QMenu(self.more)
        self.more.setMenu(self.menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._lay_out()
        self.back.clicked.connect(self.back_wanted)
        self.previous.clicked.connect(lambda: self.step_wanted.emit(-1))
        self.next.clicked.connect(lambda: self.step_wanted.emit(1))
        self._dress()

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(1)
        names.addWidget(self.applicant)
        names.addWidget(self.title)
        row = Row(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.back)
        row.addSpacing(4)
        row.addLayout(names, 1)
        row.addWidget(self.pause)
        row.addWidget(self.crumb)
        row.addSpacing(8)
        for widget in (self.previous, self.next, self.place, self.more):
            row.addWidget(widget)

    def show_head(
        self, head: Head, labels: list[tuple[bytes, str, str]], pause: str = "", members: int = 0
    ) -> None:
        """Show whose dossier it is and where it stands; `pause` says why the legal clock stands still."""
        self.pause.setVisible(bool(pause))
        self.pause.setToolTip(pause)
        self.pause.setAccessibleName(pause)
        self.applicant.say(head.applicant)
        officer = self.tr("suivi par {0}").format(head.officer) if head.officer else ""
        named = self.tr("étiquettes : {0}").format(", ".join(name for _, name, _ in labels)) if labels else ""
        together = self.tr("Proposition coordonnée, {0} {1}") if members else ""
        together = together.format(members, plural(members, "membre"))
        parts = [head.number, head.title, together, head.quarters or "", officer, named]
        self.title.say(" · ".join(part for part in parts if part))
        self.crumb.show_stage(head.stage)

    def show_walk(self, walk: Walk) -> None:
        """« 3 / 118 », and whether there is one before and one after."""
        self.place.setText(f"{walk.index + 1} / {len(walk.ids)}" if len(walk.ids) > 1 else "")
        self.place.setAccessibleName(self.tr("Dossier {0}").format(walk.said()))
        self.place.setVisible(len(walk.ids) > 1)
        for button, by in ((self.previous, -1), (self.next, 1)):
            button.setVisible(len(walk.ids) > 1)
            button.setEnabled(walk.to(by) is not None)

    def _dress(self) -> None:
        look = self._look = tokens()
        self.setStyleSheet(
            f"#dossierHeader {{ background: {look.paper}; border: none;"
            f" border-bottom: 1px solid {look.line} }}"
            "QToolButton::menu-indicator { image: none }"
        )

    def changeEvent(self, event: QEvent) -> None:
        # Dressing changes the palette of what is inside, which comes back here.
        if event.type() == QEvent.Type.PaletteChange and self._look not in (None, tokens()):
            self._dress()
        super().changeEvent(event)
