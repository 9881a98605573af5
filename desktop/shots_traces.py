"""Pictures of what proves and retraces: a dossier on a date, its history, the base verified, the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import queries

if TYPE_CHECKING:
    from desktop.camera import Camera

_DOSSIER = "2026-0060"  # decided and notified: its story has every milestone


def picture_traces(camera: Camera) -> None:
    """Nothing is written but the lines of the log itself."""
    from desktop.ui.asof.window import AsOfWindow
    from desktop.ui.dossier.history_dialog import HistoryDialog
    from desktop.ui.soundness.window import SoundnessWindow

    office, over = camera.office, camera.window
    key = queries.find(office.reader, _DOSSIER)
    if key is None:
        return
    past = AsOfWindow(office, key, _DOSSIER, over)
    past.show()
    past.slider.to_milestone(-1)
    camera.picture("etat-a-une-date", past)
    past.reject()
    told = HistoryDialog(office, key, _DOSSIER, over)
    told.show()
    camera.picture("historique-en-phrases", told)
    told.reject()
    sound = SoundnessWindow(office, over)
    sound.show()
    sound.examination.start()
    while sound.examination.running:
        camera.picture("verifier-la-base", sound)
    camera.picture("verifier-la-base", sound)
    sound.tabs.setCurrentIndex(1)
    camera.picture("consultations", sound)
    sound.reject()
