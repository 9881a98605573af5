"""The papers of a convention: prepared among the letters, or written as a file."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.flow.agreement_view import Convention
from desktop.ui.office import Office


def ask_paper(office: Office, over: QWidget, told: Convention) -> None:
    """Put the convention among the letters."""
    office.told.emit(over.tr("La convention {0} s’écrira bientôt.").format(told.head.number), "neutral")
