"""Where a pack is saved, and how its questions stay within reach on a small screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QScrollArea, QWidget

ChooseFile = Callable[[QWidget, str, str], Path | None]  # parent, name offered, suffix


def ask_file(parent: QWidget, name: str, suffix: str) -> Path | None:
    """Where the pack goes, None when the dialog was closed."""
    kind = "PDF (*.pdf)" if suffix == ".pdf" else "Excel (*.xlsx)"
    chosen, _ = QFileDialog.getSaveFileName(
        parent, QCoreApplication.translate("pack", "Enregistrer le dossier de séance"), name, kind
    )
    return Path(chosen).with_suffix(suffix) if chosen else None


def scrolled(inside: QWidget) -> QScrollArea:
    """On a small screen, or at 200 %, the questions scroll and every button stays within reach."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inside.setMinimumHeight(520)
    area.setWidget(inside)
    area.setMinimumWidth(300)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
