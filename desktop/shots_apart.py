"""Pictures of work that comes back: a copy of the base plays the quarter office, and meets it again."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QSize

from db import queries
from db.store import Store
from desktop.camera import AUTHOR, SITE, Camera, wait
from desktop.exchange.keys import Keys, make
from desktop.flow import enrol as verbs
from desktop.flow.annotate import annotate, edit_note
from desktop.flow.instruct import move, propose
from desktop.flow.satchel import give_back, prepare
from desktop.flow.satchel_back import open_new
from desktop.ui.apart.enrolling import PlacesDialog
from desktop.ui.apart.opening import OpenDialog
from desktop.ui.apart.preparing import PrepareDialog
from desktop.ui.apart.screen import ApartScreen
from desktop.ui.list.screen import ListScreen

QUARTER, PERSON = "PC-ETOUVIE", "S. Bernard"
BASE = "parvis.db"


def photograph_return(database: Path, folder: Path, look: str, size: QSize) -> list[Path]:
    """The place « Mallette » before, while and after; nothing is written in `database`."""
    with tempfile.TemporaryDirectory(prefix="parvis-mallette-", ignore_cleanup_errors=True) as scratch:
        hub, satchel, keys = _part_and_return(database, Path(scratch))
        camera = Camera(hub, folder, look, size)
        try:
            _photograph(camera, satchel, keys)
        finally:
            camera.close()
    return camera.taken


def _photograph(camera: Camera, satchel: Path, keys: Keys) -> None:
    camera.place("apart")
    screen = camera.window.stack.current()
    if not isinstance(screen, ApartScreen):
        return
    places = PlacesDialog(camera.office, screen)
    places.open()
    camera.picture("mallette-postes", places)
    places.reject()
    leaving = PrepareDialog(camera.office, screen, lambda _made: None, keys=lambda then: then(keys))
    leaving.open()
    camera.picture("mallette-preparer", leaving)
    leaving.reject()
    coming = OpenDialog(camera.office, screen, lambda _arrival: None, keys=lambda then: then(keys))
    coming.open()
    coming.look_at(satchel)
    camera.picture("mallette-ouvrir", coming)
    coming.start()
    while camera.office.runner.busy():
        wait(200)
    card = next(each for each in screen.cards if each.dispute.grave)
    card.reason.setText("Revu avec le porteur")
    card.pick(1)
    camera.picture("mallette")
    changes = screen.show_changes()
    if changes is not None:
        camera.picture("mallette-changements", changes)
        changes.reject()
    camera.place("list")
    listing = camera.window.stack.current()
    if isinstance(listing, ListScreen):
        listing.apply("étape:instruction")
        camera.picture("liste-a-trancher")
        listing.clear_filters()


@contextlib.contextmanager
def _store(path: Path, author: str, place: str = "") -> Iterator[Store]:
    store = Store(path, author=author, place=place)
    try:
        yield store
    finally:
        store.close()


def _part_and_return(database: Path, scratch: Path) -> tuple[Path, Path, Keys]:
    """A copy of the base that is a hub, the satchel that came back to it, the keys of the hub."""
    from db import backup

    hub_path, quarter_path, stick = scratch / "ville" / BASE, scratch / "antenne" / BASE, scratch / "cle"
    for path in (hub_path, quarter_path):
        path.parent.mkdir(parents=True)
    backup.copy(database, hub_path)
    if (pieces := database.with_name(f"{database.name}.pieces")).is_dir():
        shutil.copytree(pieces, hub_path.with_name(f"{BASE}.pieces"))
    mine, theirs = make(SITE), make(QUARTER)
    with _store(hub_path, AUTHOR, SITE) as hub:
        hub.do(verbs.become_hub, public=mine.public)
        place = hub.do(verbs.enrol, public=theirs.public, place="antenne d’Étouvie").value
        hub.do(verbs.confirm, workstation=place, fingerprint=theirs.public.fingerprint)
        gone = prepare(hub, workstation=place, folder=stick, keys=mine)
        open_new(
            gone.path, database=quarter_path, keys=theirs, hub=mine.public,
            fingerprint=mine.public.fingerprint, author=PERSON,
        )  # fmt: skip
        with _store(quarter_path, PERSON) as quarter:
            _work_apart(hub, quarter)
            back = give_back(quarter, folder=stick, keys=theirs)
    return hub_path, back.path, mine


def _work_apart(hub: Store, quarter: Store) -> None:
    """The same amount, the same stage and the same note in both places; some notes in one."""
    ids = queries.list_ids(hub.reader, ("term", "stage", "=", "instruction"))
    funder = next(row.id for row in queries.funders(hub.reader) if row.code == "METROPOLE")
    for store, cents, reason in (
        (hub, 9_000_00, "Aligné sur le pré-comité."), (quarter, 8_000_00, "Reconduit comme en 2025."),
    ):  # fmt: skip
        store.do(propose, dossier=ids[0], amounts={funder: cents}, reason=reason)
    hub.do(move, dossier=ids[1], stage="incomplete")
    quarter.do(move, dossier=ids[1], stage="opinion")
    note = next((row for key in ids for row in queries.notes(hub.reader, key) if row.text), None)
    if note is not None:
        hub.do(edit_note, note=note.id, text=f"Très clair. {note.text}")
        quarter.do(edit_note, note=note.id, text=f"{note.text} Vu sur place avec l’équipe.")
    for rank, key in enumerate(ids[2:8]):
        quarter.do(annotate, dossier=key, place="dossier", text=f"Visite {rank + 1} faite avec l’antenne.")
