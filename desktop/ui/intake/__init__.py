"""Taking applications in: the four steps of an import, and the form of a paper application."""

from desktop.ui.intake.paper_screen import PaperScreen
from desktop.ui.intake.screen import IntakeScreen

__all__ = ["IntakeScreen", "PaperScreen"]
