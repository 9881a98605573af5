"""Pictures of what ties dossiers: a shared project part by part, the dossiers linked, the waves of a call."""

from __future__ import annotations

from desktop.camera import Camera, settle
from desktop.ui.dossier import DossierView
from desktop.ui.together.sheet import TogetherSheet
from desktop.ui.waves.dialog import WavesDialog

_PARTS = ("membres", "budgets", "repartition", "quartiers")


def photograph_together(camera: Camera) -> None:
    """Of the first project and the first dossier filed again that the base holds; nothing is written."""
    number = _first(camera, "SELECT d.number FROM project p JOIN dossier d ON d.id = p.dossier_id")
    if number:
        camera.sheet(number, "together")
        screen = camera.window.stack.current()
        sheet = screen.work.sheets.get("together") if isinstance(screen, DossierView) else None
        if isinstance(sheet, TogetherSheet):
            for place, name in enumerate(_PARTS):
                sheet.show_part(place)
                camera.picture(f"projet-{name}")
    number = _first(camera, "SELECT d.number FROM dossier_link l JOIN dossier d ON d.id = l.dossier_id")
    if number:
        camera.sheet(number, "links")
        camera.picture("dossiers-lies")
    waves = WavesDialog(camera.office, camera.window)
    waves.show()
    settle()
    camera.picture("vagues", waves)
    waves.close()


def _first(camera: Camera, sql: str) -> str:
    row = camera.office.reader.execute(f"{sql} ORDER BY d.number LIMIT 1").fetchone()
    return str(row[0]) if row else ""
