"""The seven steps of a dossier as pills, the present one in the accent."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop.rules import journey
from desktop.rules.journey import StepState
from desktop.ui.theme import Tokens, font, tokens


class Breadcrumb(QWidget):
    """« ✓ Reçu   ✓ Complet   Instruction   Avis … »; the exact stage is read aloud."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._look: Tokens | None = None
        self.steps: list[tuple[str, str, StepState]] = []
        self.pills: list[QLabel] = []
        for _ in journey.STEPS:
            pill = QLabel()
            pill.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._row.addWidget(pill)
            self.pills.append(pill)

    def show_stage(self, stage: str) -> None:
        """Show where a dossier stands."""
        self.steps = journey.breadcrumb(stage)
        said = self.tr("Étape : {0}").format(journey.LABELS[stage])
        self.setAccessibleName(said)
        self.setToolTip(said)
        self._dress()

    def _dress(self) -> None:
        look = self._look = tokens()
        for pill, (_code, label, state) in zip(self.pills, self.steps, strict=True):
            words, ground = _colours(look, state)
            pill.setText(f"✓ {label}" if state == "done" else label)
            pill.setFont(font(12, QFont.Weight.DemiBold if state == "current" else QFont.Weight.Medium))
            pill.setStyleSheet(f"background: {ground}; color: {words}; border-radius: 8px; padding: 7px 10px")
            said = {"done": self.tr("fait"), "current": self.tr("en cours"), "ahead": self.tr("à venir")}
            pill.setAccessibleName(f"{label} : {said[state]}")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and self._look not in (None, tokens()):
            self._dress()
        super().changeEvent(event)


def _colours(look: Tokens, state: StepState) -> tuple[str, str]:
    if state == "done":
        return look.good, look.good_wash
    if state == "current":
        return look.on_accent, look.accent
    return look.muted, look.neutral_wash
