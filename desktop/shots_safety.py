"""Pictures of what keeps a base safe: its copies, the recycle bin, the report of a fault, a damaged base."""

from __future__ import annotations

from db import queries
from db.look import Trouble
from desktop.camera import Camera, settle
from desktop.flow import copies
from desktop.flow.bin import put_in_bin
from desktop.ui.bin.window import BinWindow
from desktop.ui.copies.window import CopiesWindow
from desktop.ui.faults.report import ReportDialog
from desktop.ui.repair import tell_damage


def photograph_safety(camera: Camera) -> None:
    """A copy is made; the dossier put in the bin is taken out of it again."""
    office = camera.office
    copies.prove(copies.now(office.path), office.path)
    window = CopiesWindow(office, camera.window)
    window.show()
    settle()
    camera.picture("copies", window)
    window.reject()
    undecided = "SELECT 1 FROM decision z WHERE z.dossier_id = ?"
    keys = [
        key for key in queries.list_ids(office.reader)
        if office.reader.execute(undecided, (key,)).fetchone() is None
    ][-1:]  # fmt: skip
    for key in keys:
        office.store.do(put_in_bin, dossiers=[key], reason="Reçu deux fois, par le portail et sur papier")
    bin_ = BinWindow(office, camera.window)
    bin_.show()
    settle()
    camera.picture("corbeille", bin_)
    bin_.reject()
    for _ in keys:
        office.store.undo()
    report = ReportDialog(office, camera.window)
    report.show()
    settle()
    camera.picture("panne", report)
    report.reject()
    found = Trouble("page", f"Des pages de « {office.path.name} » sont abîmées : une partie ne se lit plus.")
    box = tell_damage(camera.window, office.path, found, alone=lambda *_told: None)
    settle()
    camera.picture("base-abimee", box)
    box.done(0)
