"""The boxes of one page: each as it was scanned, what it seems to say, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.rules.page_ticks import BOXES, state_of
from desktop.ui.intake.parts import text

_HIGH = 46  # pixels of a box cut out


class BoxesPanel(QWidget):
    """What seems ticked is ticked; the person changes what is wrong before anything is taken."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ticks: dict[str, QCheckBox] = {}
        self._cuts: dict[str, QLabel] = {}
        self._tells: dict[str, QLabel] = {}
        self.who = QLineEdit()
        self.who.setAccessibleName(self.tr("De qui sont ces cases"))
        self.who.setPlaceholderText(self.tr("nom de la personne qui a coché"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for at, box in enumerate(BOXES):
            cut, tick, said = QLabel(), QCheckBox(box.label), text(caption=True)
            cut.setFixedSize(round(_HIGH * 14 / 8.2), _HIGH)
            cut.setAlignment(Qt.AlignmentFlag.AlignCenter)
            cut.setAccessibleName(self.tr("Case {0} telle qu’elle est numérisée").format(box.label))
            tick.toggled.connect(lambda _on: self.changed.emit())
            grid.addWidget(cut, at, 0)
            grid.addWidget(tick, at, 1)
            grid.addWidget(said, at, 2)
            self._cuts[box.code], self.ticks[box.code], self._tells[box.code] = cut, tick, said
        label = text(self.tr("De qui sont ces cases ?"))
        label.setBuddy(self.who)
        self.who.textChanged.connect(lambda _words: self.changed.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(grid)
        column.addWidget(label)
        column.addWidget(self.who)

    def show_shares(self, shares: Mapping[str, float]) -> None:
        """Tick what seems ticked, say what is doubtful."""
        words = {"ticked": self.tr("cochée"), "doubtful": self.tr("à regarder"), "": self.tr("vide")}
        for code, tick in self.ticks.items():
            state = state_of(shares.get(code, 0.0))
            tick.setChecked(state == "ticked")
            self._tells[code].setText(words[state])
            self._tells[code].setProperty("tone", "warn" if state == "doubtful" else "")
            self._cuts[code].setPixmap(QPixmap())

    def show_cuts(self, cuts: Mapping[str, bytes]) -> None:
        """The boxes cut out of the page."""
        ratio = self.devicePixelRatioF()
        for code, cut in self._cuts.items():
            picture = QPixmap()
            if cuts.get(code) and picture.loadFromData(cuts[code]):
                picture = picture.scaledToHeight(
                    round(_HIGH * ratio), Qt.TransformationMode.SmoothTransformation
                )
                picture.setDevicePixelRatio(ratio)
            cut.setPixmap(picture)

    @property
    def chosen(self) -> list[str]:
        return [code for code, tick in self.ticks.items() if tick.isChecked()]
