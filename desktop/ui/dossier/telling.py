"""What the dossier says in the status line, and what is dropped on it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData


def status_words(saved: str, undo: str) -> str:
    """When it was saved, the keys of the core gestures, and what Ctrl+Z would take back."""
    say = QCoreApplication.translate
    told = [
        say("dossier", "Enregistré à {0}").format(saved) if saved else say("dossier", "Tout est enregistré"),
        say("dossier", "1…9, 0, - annoter la sélection"),
        say("dossier", "J / K dossier suivant / précédent"),
    ]
    if undo:
        told.append(say("dossier", "Ctrl+Z annuler : « {0} »").format(undo))
    return "    ".join(told)


def local_files(dropped: QMimeData) -> list[Path]:
    """The files of this machine that are dropped, [] when it is something else."""
    return [Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile()]
