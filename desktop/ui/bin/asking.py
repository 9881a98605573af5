"""Put dossiers in the recycle bin from the list: which, what becomes of them, why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from db import queries
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.office import Office
from desktop.ui.tongue import plural


def ask_bin(office: Office, over: QWidget, dossiers: Sequence[bytes]) -> ReasonDialog | None:
    """Ask why; None when nothing is chosen, or the role forbids it (told)."""
    say = QCoreApplication.translate
    if forbidden := office.why_not("delete"):
        office.told.emit(forbidden, "warn")
        return None
    heads = [head for key in dossiers if (head := queries.head(office.reader, key)) is not None]
    if not heads:
        return None
    from desktop.flow.bin import days_kept, put_in_bin

    count, days = len(heads), days_kept(office.reader)
    named = ", ".join(head.number for head in heads[:6]) + ("…" if count > 6 else "")
    stay = (
        say("bin", "y restent {0} jours, et en reviennent entiers d’ici là").format(days)
        if days
        else say("bin", "y restent jusqu’à ce que quelqu’un la vide")
    )
    words = say("bin", "{0} {1} ({2}) quitte les listes et les sommes. Ceux de la corbeille {3}.")
    if count > 1:
        words = say("bin", "{0} {1} ({2}) quittent les listes et les sommes. Ceux de la corbeille {3}.")
    warning = words.format(count, plural(count, say("bin", "dossier")), named, stay)

    def put(reason: str) -> None:
        keys = [head.id for head in heads]
        if office.do(put_in_bin, dossiers=keys, reason=reason) is not None:
            told = say("bin", "À la corbeille\u00a0: {0}. Ctrl+Z l’en ramène.").format(named)
            office.told.emit(told, "good")

    dialog = ReasonDialog(
        over, say("bin", "Mettre à la corbeille"), warning, say("bin", "Mettre à la &corbeille"), put
    )
    dialog.open()
    return dialog
