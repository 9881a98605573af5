"""Who works here and with what rights, and who has how much in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.office import Office


def open_people(office: Office, over: QWidget) -> None:
    """« Personnes et droits », over the window."""
    from desktop.ui.people.dialog import PeopleDialog

    PeopleDialog(office, over).open()


def open_workload(office: Office, over: QWidget) -> None:
    """« Charge de travail », over the window."""
    from desktop.ui.people.workload import WorkloadDialog

    WorkloadDialog(office, over).open()
