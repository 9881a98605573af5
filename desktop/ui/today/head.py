"""The top of the day: its date, how far it has come, and the choice between the pile and the month."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.ui.fields import Button
from desktop.ui.fields.row import Row
from desktop.ui.intake.parts import text
from desktop.ui.speaking import also_by_toggle
from desktop.ui.today.calendar import day_words
from desktop.ui.tongue import plural

if TYPE_CHECKING:
    from desktop.flow.agenda import Day

_VIEWS = ("list-checks", "calendar")


class DayHead(QWidget):
    """`view_wanted`: the pile (0) or the month (1)."""

    view_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.progress = text(size=20, bold=True), text(caption=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(180, 8)
        self.bar.setAccessibleName(self.tr("Avancement du jour"))
        self.views = QButtonGroup(self)
        under = QHBoxLayout()
        under.setSpacing(10)
        under.addWidget(self.bar)
        under.addWidget(self.progress, 1)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.name)
        words.addLayout(under)
        line = Row(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addLayout(words, 1)
        titles = (self.tr("Ma &pile"), self.tr("&Calendrier"))
        for rank, (title, drawing) in enumerate(zip(titles, _VIEWS, strict=True)):
            button = Button(title, drawing)
            button.setCheckable(True)
            self.views.addButton(button, rank)
            also_by_toggle(button, rank, lambda: self._view)
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.views.idClicked.connect(self.view_wanted)
        self.choose(0)

    def choose(self, view: int) -> None:
        """Show which one is in front."""
        self._view = view
        for rank, button in enumerate(self.views.buttons()):
            button.setChecked(rank == view)
            button.setProperty("kind", "primary" if rank == view else "secondary")
            button.style().polish(button)
            if isinstance(button, Button):
                button.set_drawing(_VIEWS[rank])

    def tell(self, day: Day, today: dt.date) -> None:
        """Say how far the day has come."""
        self.name.setText(day_words(today))
        self.progress.setText(self._progress(day))
        self.bar.setRange(0, max(1, day.done + len(day.pile)))
        self.bar.setValue(day.done)

    def _progress(self, day: Day) -> str:
        left = len(day.pile)
        said = [
            self.tr("{0} {1} aujourd’hui, {2} dans la pile").format(day.done, plural(day.done, "trié"), left)
        ]
        if day.put_off:
            said.append(
                self.tr("{0} {1} à plus tard").format(day.put_off, plural(day.put_off, "remis", "remis"))
            )
        if day.pace is not None:
            minutes = day.pace * left
            said.append(
                self.tr("à votre rythme ({0} min), encore {1} h {2:02d}").format(
                    day.pace, minutes // 60, minutes % 60
                )
            )
        return " · ".join(said)
