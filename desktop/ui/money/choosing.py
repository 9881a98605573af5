"""The filters of the money: year, call, wave, and where wished a quarter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from db import queries
from desktop.ui.fields.flow import FlowLayout
from desktop.ui.money.envelope_lines import Choice
from desktop.ui.money.picking import pick
from desktop.ui.office import Office


class Chooser(QWidget):
    """Calls are those of the year chosen, waves those of the call chosen."""

    changed = Signal()

    def __init__(self, office: Office, *, quarters: bool, first: Sequence[QWidget] = ()) -> None:
        """`first`: what stands before them on the same lines."""
        super().__init__()
        self._calls, self._waves = queries.calls(office.reader), queries.waves(office.reader)
        self.year = self._combo(self.tr("Année"), self.tr("Toutes les années"), [])
        self.call = self._combo(self.tr("Appel"), self.tr("Tous les appels"), [])
        self.wave = self._combo(self.tr("Vague"), self.tr("Toutes les vagues"), [])
        named = [(row.short, row.id) for row in office.quarters] if quarters else []
        self.quarter = self._combo(self.tr("Quartier"), self.tr("Tous les quartiers"), named)
        line = FlowLayout(self, 8)
        for part in (*first, self.year, self.call, self.wave, *((self.quarter,) if quarters else ())):
            line.addWidget(part)
        self.year.activated.connect(lambda _index: self._year_chosen())
        self.call.activated.connect(lambda _index: self._call_chosen())
        for combo in (self.wave, self.quarter):
            combo.activated.connect(lambda _index: self.changed.emit())
        self.offer([])

    def _combo(self, name: str, every: str, choices: Sequence[tuple[str, bytes | int]]) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(15)
        made.addItem(every, None)
        for words, key in choices:
            made.addItem(words, key)
        return made

    def choice(self) -> Choice:
        """What is chosen now."""
        return Choice(
            self.year.currentData(), self.call.currentData(), self.wave.currentData(),
            self.quarter.currentData(),
        )  # fmt: skip

    def offer(self, years: Iterable[int]) -> None:
        """The years that can be chosen: those of the calls, and these."""
        found = sorted({*years, *(call.year for call in self._calls)}, reverse=True)
        _offer(self.year, [(str(year), year) for year in found])
        self._offer_calls()

    def clear(self) -> None:
        """Everything again."""
        for combo in (self.year, self.call, self.wave, self.quarter):
            combo.setCurrentIndex(0)
        self._year_chosen()

    def call_code(self) -> str:
        """The code of the call chosen, "" for all."""
        return next((row.code for row in self._calls if row.id == self.call.currentData()), "")

    def wave_rank(self) -> int | None:
        """The rank of the wave chosen in its call, None for all."""
        return next((row.rank for row in self._waves if row.id == self.wave.currentData()), None)

    def _year_chosen(self) -> None:
        self._offer_calls()
        self.changed.emit()

    def _call_chosen(self) -> None:
        self._offer_waves()
        self.changed.emit()

    def _offer_calls(self) -> None:
        year = self.year.currentData()
        _offer(self.call, [(c.title, c.id) for c in self._calls if year in (None, c.year)])
        self._offer_waves()

    def _offer_waves(self) -> None:
        call = self.call.currentData()
        _offer(self.wave, [(w.title, w.id) for w in self._waves if call == w.call_id])
        self.wave.setEnabled(self.wave.count() > 1)


def _offer(combo: QComboBox, choices: Sequence[tuple[str, bytes | int]]) -> None:
    """Offer these under the first line; what was chosen stays so where it still can."""
    kept = combo.currentData()
    while combo.count() > 1:
        combo.removeItem(1)
    for words, key in choices:
        combo.addItem(words, key)
    pick(combo, kept)
