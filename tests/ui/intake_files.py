"""Files for the tests of the import: exports as they come, tables written here, and ways to press."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.ui import theme
from desktop.ui.intake.screen import IntakeScreen

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
EXPORT = next((SAMPLES / "ds").glob("*.xlsx"))
ARCHIVE = next((SAMPLES / "ds").glob("*.zip"))
UNKNOWN = SAMPLES / "tables" / "conventions-sans-financeur.csv"
HEADER = "Numéro du dossier;Porteur;Intitulé de l’action;Montant demandé;Montant proposé"


def table(path: Path, rows: Sequence[str]) -> Path:
    """A CSV table whose columns Parvis knows."""
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def broken(path: Path) -> Path:
    """A workbook that stopped coming."""
    path.write_bytes(EXPORT.read_bytes()[:3000])
    return path


def dress(app: QApplication, look: str) -> None:
    """Put on a theme, unless it is worn already: dressing every widget anew takes half a second."""
    if theme.tokens().name != look or not app.styleSheet():
        theme.apply(app, look)


def press(qtbot: QtBot, button: QPushButton) -> None:
    """A click of the mouse on a button that can be clicked."""
    assert button.isVisible() and button.isEnabled(), button.text()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def go_on(qtbot: QtBot, screen: IntakeScreen) -> None:
    """« Continuer », then wait until the work is done."""
    press(qtbot, screen.forward)
    qtbot.waitUntil(lambda: not screen.journey.busy, timeout=20_000)
