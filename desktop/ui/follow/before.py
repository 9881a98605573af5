"""Before a batch: how many, how much, what stands against which, and the deed that waits for an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from desktop.ui.intake.parts import text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.outcome.dialogs import Asking

_SHOWN = 8  # rows in sight without scrolling


class BeforeDialog(Asking):
    """`told` says the number; `against` are (dossier, why) of those that something stands against."""

    def __init__(
        self,
        over: QWidget,
        title: str,
        told: str,
        deed: str,
        against: Sequence[tuple[str, str]] = (),
        then: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(over, "before", title, told, deed)
        self.setMinimumWidth(640)
        self._then = then
        self.rows = Rows(self.tr("Ce qui s’y oppose"), [(self.tr("Dossier"), 120), (self.tr("Raison"), 0)])
        self.rows.show_lines([Line(pair, "warn", pair) for pair in against])
        if against:
            self.form.addRow(text(self.tr("Ce qui s’y oppose\u00a0:"), caption=True))
            self.rows.setFixedHeight(34 + 30 * min(len(against), _SHOWN))
            self.form.addRow(self.rows)
        else:
            self.rows.hide()
        self.deed.clicked.connect(self._go)

    def _go(self) -> None:
        self.accept()
        self._then()
