"""The keys of the room: one for each answer, one for each place the hands go to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.ui.committee.room import RoomPage


def room_keys(room: RoomPage) -> list[tuple[str, str, Callable[[], object]]]:
    """(words, key, deed) in the order of the menu."""
    tr, bar = room.tr, room.bar
    return [
        (tr("Séance\u00a0: dossier suivant"), "J", lambda: room.walk(1)),
        (tr("Séance\u00a0: dossier précédent"), "K", lambda: room.walk(-1)),
        (tr("Séance\u00a0: accorder"), "Return", room.confirm),
        (tr("Séance\u00a0: accorder (pavé numérique)"), "Enter", room.confirm),
        (tr("Séance\u00a0: ajourner…"), "A", lambda: room.decide("adjourned")),
        (tr("Séance\u00a0: refuser…"), "R", lambda: room.decide("refused")),
        (tr("Séance\u00a0: reporter à une autre séance"), "P", room.postpone),
        (tr("Séance\u00a0: saisir le montant"), "M", room.to_amount),
        (tr("Séance\u00a0: écrire une condition"), "C", bar.condition.setFocus),
        (tr("Séance\u00a0: compter les voix"), "V", room.to_votes),
        (tr("Séance\u00a0: noter une sortie"), "S", bar.leaving.showMenu),
        (tr("Séance\u00a0: chercher un autre dossier…"), "/", room.seek),
        (tr("Séance\u00a0: lire le dossier entier"), "O", room.open_dossier),
        (tr("Séance\u00a0: projeter"), "Shift+F11", room.project),
        (tr("Séance\u00a0: revenir à l’ordre du jour"), "Esc", room.agenda.setFocus),
    ]
