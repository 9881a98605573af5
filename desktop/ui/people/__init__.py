"""Who works here with what rights, who has how much in hand, when the calls of the service open and close."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.office import Office


def ask_motive(over: QWidget) -> Callable[[str, frozenset[bytes]], str]:
    """Who asks why a dossier changes after a milestone, and remembers what was said of it."""
    kept: dict[bytes, str] = {}

    def ask(question: str, dossiers: frozenset[bytes]) -> str:
        from desktop.ui.people.motive import asked

        said = {kept.get(key, "") for key in dossiers}
        if len(said) == 1 and "" not in said:
            return said.pop()
        motive, again = asked(question, over)
        if motive and again:
            kept.update(dict.fromkeys(dossiers, motive))
        return motive

    return ask


def open_people(office: Office, over: QWidget) -> None:
    """« Personnes et droits », over the window."""
    from desktop.ui.people.dialog import PeopleDialog

    PeopleDialog(office, over).open()


def open_workload(office: Office, over: QWidget) -> None:
    """« Charge de travail », over the window."""
    from desktop.ui.people.workload import WorkloadDialog

    WorkloadDialog(office, over).open()


def open_waves(office: Office, over: QWidget) -> None:
    """« Vagues de l’appel », over the window."""
    from desktop.ui.waves.dialog import WavesDialog

    WavesDialog(office, over).open()
