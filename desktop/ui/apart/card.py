"""One disagreement: the field, its dossier, the value before, every proposal, the reason, and the deeds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.flow.apart import Dispute, value_words
from desktop.ui.apart.side_box import SideBox
from desktop.ui.fields import Button, Pill
from desktop.ui.intake.parts import text
from desktop.ui.theme import font

_AGREED = 80  # letters of the value before shown in the head; the tooltip has it all


class DisputeCard(QFrame):
    """1 to 9 choose a proposal; where a reason is asked, it is written and Enter settles."""

    keep_wanted = Signal(object, object, str)  # Dispute, value, reason
    deed_wanted = Signal(str, object, str)  # other, ask, note, history, open; Dispute; reason typed so far

    def __init__(self, dispute: Dispute, *, writable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.dispute = dispute
        self._writable = writable and not dispute.closed
        self._picked: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.label, self.agreed = QLabel(dispute.label), QLabel()
        self.heading = QPushButton(dispute.heading.replace("&", "&&"))
        self.boxes = [] if dispute.closed else self._made_boxes()
        self.reason = QLineEdit()
        self.note = text(caption=True)
        self.deeds = {name: self._deed(name) for name in ("other", "note", "ask", "history")}
        self._lay_out()
        self._tell()

    def _made_boxes(self) -> list[SideBox]:
        made = []
        for number, side in enumerate(self.dispute.sides, start=1):
            box = SideBox(self.dispute, side, number)
            box.clicked.connect(lambda _checked=False, rank=number - 1: self.pick(rank))
            made.append(box)
        return made

    def _deed(self, name: str) -> Button:
        words, drawing, key = {
            "other": (self.tr("Autre valeur…"), "pencil", "A"),
            "note": (self.tr("Garder les deux en note"), "sticky-note", "N"),
            "ask": (self.tr("Demander…"), "circle-help", "D"),
            "history": (self.tr("Historique"), "history", "H"),
        }[name]
        button = Button(words, drawing, kind="plain" if name == "history" else "secondary")
        button.setToolTip(f"{words} ({key})")
        button.clicked.connect(lambda: self.wish(name))
        return button

    # Building

    def _lay_out(self) -> None:
        self.label.setFont(font(13, QFont.Weight.DemiBold))
        self.agreed.setProperty("kind", "caption")
        self.heading.setProperty("kind", "link")
        self.heading.setEnabled(self.dispute.row.dossier is not None)
        self.heading.setToolTip(self.tr("Ouvrir le dossier (O)"))
        self.heading.setAccessibleName(self.tr("Ouvrir {0}").format(self.dispute.heading))
        self.heading.clicked.connect(lambda: self.wish("open"))
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.label)
        top.addWidget(self.heading)
        if self.dispute.row.nature == "reread":
            top.addWidget(Pill(self.tr("à relire"), "accent"))
        top.addStretch(1)
        top.addWidget(self.agreed)
        column = QVBoxLayout(self)
        column.setContentsMargins(15, 10, 15, 12)
        column.setSpacing(8)
        column.addLayout(top)
        sides = QHBoxLayout()
        sides.setSpacing(12)
        for box in self.boxes:
            sides.addWidget(box, 1)
        if not self.dispute.open:
            sides.addWidget(self.deeds["note"], 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(sides)
        column.addWidget(self.note)
        if self.dispute.open and self.boxes:
            column.addLayout(self._bottom())

    def _bottom(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        asked = self.tr("Raison (obligatoire)") if self.dispute.grave else self.tr("Raison")
        self.reason.setAccessibleName(f"{asked}\u00a0: {self.dispute.label}")
        self.reason.setPlaceholderText(
            self.tr("Raison du choix, obligatoire ici\u00a0: choisissez une valeur, dites pourquoi, Entrée")
            if self.dispute.grave
            else self.tr("Raison du choix, si elle est utile")
        )
        self.reason.returnPressed.connect(self.settle)
        self.reason.setEnabled(self._writable)
        line.addWidget(self.reason, 1)
        for button in self.deeds.values():
            line.addWidget(button)
        return line

    def _tell(self) -> None:
        """The value before, what stands, who is asked; what may be pressed."""
        dispute = self.dispute
        before = dispute.agreed if len(dispute.agreed) <= _AGREED else f"{dispute.agreed[:_AGREED]}…"
        said = self.tr("valeur de départ\u00a0: {0}").format(before)
        self.agreed.setText(self.tr("sans valeur de départ") if before == "—" else said)
        self.agreed.setToolTip(dispute.agreed)
        self.agreed.setVisible(not dispute.is_text and not dispute.closed)
        words = told(dispute)
        self.note.setText(words)
        self.note.setVisible(bool(words))
        for box in self.boxes:
            box.setEnabled(self._writable)
            box.setChecked(box.number - 1 == (dispute.chosen if not dispute.open else self._picked))
        for name in ("other", "note", "ask"):
            self.deeds[name].setEnabled(self._writable)
        self.deeds["note"].setVisible(dispute.row.dossier is not None)
        state = self.tr("à trancher") if dispute.open else self.tr("tranché")
        self.setAccessibleName(f"{dispute.label}, {dispute.heading}, {state}")

    # Deeds

    def pick(self, rank: int) -> None:
        """Choose a proposal; it is kept at once unless a reason is still wanted."""
        if not self._writable or rank >= len(self.boxes):
            return
        if self._needs_reason():
            self._picked = rank
            self._tell()
            self.reason.setFocus()
            return
        self._keep(self.boxes[rank].side.raw)

    def settle(self) -> None:
        """Keep the proposal chosen, with the reason typed."""
        if self._picked is not None and not self._needs_reason():
            self._keep(self.boxes[self._picked].side.raw)

    def _needs_reason(self) -> bool:
        # A choice made before is changed with the deed "other", which asks for its own reason.
        return self.dispute.open and self.dispute.grave and not self.reason.text().strip()

    def _keep(self, value: Any) -> None:
        self.keep_wanted.emit(self.dispute, value, self.reason.text().strip())

    def wish(self, deed: str) -> None:
        """Ask the screen for a deed about this field."""
        button = self.deeds.get(deed)
        if button is None or (button.isEnabled() and button.isVisibleTo(self)):
            self.deed_wanted.emit(deed, self.dispute, self.reason.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letters: dict[int, Callable[[], None]] = {
            Qt.Key.Key_A: lambda: self.wish("other"), Qt.Key.Key_N: lambda: self.wish("note"),
            Qt.Key.Key_D: lambda: self.wish("ask"), Qt.Key.Key_H: lambda: self.wish("history"),
            Qt.Key.Key_O: lambda: self.wish("open"),
        }  # fmt: skip
        digit = event.text()
        if digit.isdigit() and digit != "0":
            self.pick(int(digit) - 1)
        elif deed := letters.get(event.key()):
            deed()
        else:
            super().keyPressEvent(event)
            return
        event.accept()


def told(dispute: Dispute) -> str:
    """What else is known of a disagreement: closed to this person, asked of somebody, settled otherwise."""
    say, row = QCoreApplication.translate, dispute.row
    if dispute.closed:
        return say("apart", "Vous avez déclaré un intérêt\u00a0: une autre personne tranche ce dossier.")
    if not dispute.open:
        if dispute.chosen is None:
            words = value_words(row.ent, row.field, row.value)
            return say("apart", "Valeur retenue\u00a0: {0}").format(words)
        return ""
    if row.asked_of:
        words = say("apart", "Laissé ouvert\u00a0: question posée à {0} par {1}.")
        words = words.format(row.asked_of, row.asked_by)
        return f"{words} « {row.asked_note} »" if row.asked_note else words
    natures = {
        "reread": say("apart", "Les deux textes ont été réunis mot à mot\u00a0: relisez le résultat."),
        "deletion": say("apart", "Retiré d’un côté, modifié de l’autre\u00a0: dites s’il reste."),
        "orphan": say("apart", "Ce à quoi il se rattache a été retiré de l’autre côté."),
        "twice": say("apart", "Deux endroits ont donné la même valeur, qui devrait être unique."),
    }
    return natures.get(row.nature, "")
