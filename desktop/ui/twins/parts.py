"""The parts of the duplicates: the title with what is united, the two over their fields, the empty page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from db.queries.twins import MergingRow
from desktop.ui import letter_keys
from desktop.ui.fields import Button, Pill
from desktop.ui.icons import pixmap
from desktop.ui.intake.parts import Notice, card, text
from desktop.ui.theme import tokens
from desktop.ui.tongue import plural
from desktop.ui.twins.pairs import Pair

_MOST = 40  # mergings offered in the menu, the latest first


class Top(QWidget):
    """The title, how many pairs wait, and what was united and can be parted."""

    separate_wanted = Signal(object)  # MergingRow

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told = text(caption=True)
        self.united = Button(self.tr("&Déjà réunis"), "split")
        self.menu = QMenu(self)
        self.united.setMenu(self.menu)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(text(self.tr("Doublons"), 20, bold=True))
        words.addWidget(self.told)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addLayout(words, 1)
        line.addWidget(self.united, 0, Qt.AlignmentFlag.AlignTop)
        self.tell(0, [], writable=True)

    def tell(self, count: int, rows: Sequence[MergingRow], *, writable: bool) -> None:
        """Say how many pairs wait, and offer to part what is united."""
        if count:
            words = plural(count, "paire se ressemble", "paires se ressemblent")
            self.told.setText(
                self.tr("{0} {1}\u00a0: à réunir, ou à déclarer différents une fois pour toutes.").format(
                    count, words
                )
            )
        else:
            self.told.setText(self.tr("Demandes ou porteurs reçus deux fois."))
        self.menu.clear()
        for row in rows[:_MOST]:
            said = self.tr("Séparer {0} de {1}").format(row.gone_name, row.kept_name).replace("&", "&&")
            self.menu.addAction(said, partial(self.separate_wanted.emit, row))
        self.united.setVisible(bool(rows))
        self.united.setEnabled(writable)


class Head(QFrame):
    """Over the fields: which one goes on, which one leaves, why they look alike, and the answers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kept, self.kept_told = text(size=15, bold=True), text(caption=True)
        self.gone, self.gone_told = text(size=15, bold=True), text(caption=True)
        self.reasons = text()
        self.score = Pill("", "neutral")
        self.closed = Notice()
        self.unite = Button(self.tr("Réunir"), "git-merge", kind="primary")
        self.turn = Button(self.tr("Garder l’autre"), "arrow-down-up")
        self.different = Button(self.tr("Ce n’est pas le même…"), "split")
        self.later = Button(self.tr("Plus tard"), "clock", kind="plain")
        for button, key in ((self.unite, "R"), (self.turn, "G"), (self.different, "N"), (self.later, "L")):
            button.setToolTip(letter_keys.told(button.text(), key))
        self._lay_out()

    def _lay_out(self) -> None:
        both = QHBoxLayout()
        both.setSpacing(16)
        for name, told, words, tone in (
            (self.kept, self.kept_told, self.tr("Continue"), "good"),
            (self.gone, self.gone_told, self.tr("Est réuni"), "neutral"),
        ):
            frame, inside = card()
            top = QHBoxLayout()
            top.addWidget(name, 1)
            top.addWidget(Pill(words, tone), 0, Qt.AlignmentFlag.AlignTop)
            inside.addLayout(top)
            inside.addWidget(told)
            both.addWidget(frame, 1)
        why = QHBoxLayout()
        why.addWidget(self.reasons, 1)
        why.addWidget(self.score, 0, Qt.AlignmentFlag.AlignTop)
        line = QHBoxLayout()
        line.setSpacing(8)
        for button in (self.unite, self.turn, self.different):
            line.addWidget(button)
        line.addStretch(1)
        line.addWidget(self.later)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(both)
        column.addWidget(self.closed)
        column.addLayout(why)
        column.addLayout(line)

    def tell(self, pair: Pair | None, *, writable: bool, closed: str = "") -> None:
        """Show this pair; `closed` says why its fields are not shown to this person."""
        self.closed.tell(closed, "warn")
        self.setVisible(pair is not None)
        if pair is None:
            return
        for name, told, side in (
            (self.kept, self.kept_told, pair.kept), (self.gone, self.gone_told, pair.gone),
        ):  # fmt: skip
            name.setText(side.name)
            told.setText(side.told)
        why = ", ".join(pair.reasons)
        alike = self.tr("Se ressemblent\u00a0: {0}.").format(why)
        self.reasons.setText(alike if pair.score else f"{why[0].upper()}{why[1:]}.")
        self.score.setVisible(pair.score > 0)
        self.score.tell(self.tr("{0}\u00a0%").format(pair.score), "bad" if pair.score >= 90 else "warn")
        for button in (self.unite, self.different):
            button.setEnabled(writable)


class Nothing(QWidget):
    """Nothing was received twice, or it is being sought."""

    list_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = QLabel()
        self.title, self.words = text(size=15, bold=True), text(caption=True)
        frame, inside = card()
        inside.setContentsMargins(24, 32, 24, 32)
        for label in (self.drawing, self.title, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inside.addWidget(label)
        self.dossiers = Button(self.tr("Ouvrir les &dossiers"), "folder-open")
        self.dossiers.setToolTip(self.tr("Ouvrir les dossiers (Ctrl+1)"))
        self.dossiers.clicked.connect(self.list_wanted)
        inside.addWidget(self.dossiers, 0, Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)
        column.addStretch(1)
        self.tell(looking=False)

    def tell(self, *, looking: bool) -> None:
        """Say which of the two it is."""
        self.drawing.setPixmap(pixmap("search" if looking else "circle-check", tokens().accent, 28))
        self.title.setText(
            self.tr("Recherche des doublons…") if looking else self.tr("Rien ne paraît reçu deux fois")
        )
        self.words.setText(
            self.tr(
                "Les dossiers sont rapprochés par le porteur, l’intitulé et l’année\u00a0; les porteurs par "
                "leurs numéros, leur nom et leurs coordonnées. Deux dossiers que rien ne rapproche se "
                "comparent depuis le menu de l’un d’eux."
            )
        )
