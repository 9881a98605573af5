"""Pictures of the screens on a database, without a screen: for the demonstration and for docs/screens."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize

from db import queries
from desktop.camera import SIZE, Camera, off_screen, settle
from desktop.paths import resources
from desktop.places import places
from desktop.shots_apart import photograph_return
from desktop.shots_safety import photograph_safety
from desktop.shots_station import photograph_learning, photograph_settings, picture_station
from desktop.shots_traces import picture_traces
from desktop.ui.bench.tab import BenchTab
from desktop.ui.committee.screen import CommitteesScreen
from desktop.ui.intake import IntakeScreen
from desktop.ui.letters.entry import PRINTED
from desktop.ui.letters.screen import LettersScreen
from desktop.ui.list.exporting import ask_export
from desktop.ui.list.screen import ListScreen
from desktop.ui.money.grid_tab import GridTab
from desktop.ui.money.screen import MoneyScreen

_PLACES = {
    "today": "aujourdhui",
    "list": "liste",
    "envelopes": "enveloppes",
    "letters": "courriers",
    "committees": "comites",
    "register": "registre",
    "import": "import",
    "notes": "notes",
    "opinions": "avis",
    "arrivals": "arrivees",
    "twins": "doublons",
    "new": "saisie",
}
_SHEETS = {
    "checks": "controles",
    "sift": "recevabilite",
    "verify": "verification",
    "funding": "financement",
    "scores": "notation",
    "dates": "dates",
    "opinions": "avis-du-dossier",
    "outcome": "suites",
    "versions": "versions",
    "history": "historique",
}


_TELLING = {
    "checks": "2026-0044",
    "dates": "2026-0053",
    "opinions": "2026-0029",
    "sift": "2026-0053",
    "versions": "2026-0006",
    "outcome": "2026-0006",
}  # dossiers where these have something to show


def _committee(camera: Camera) -> None:
    """The first session: its preparation, then the room and what is projected; what is opened is undone."""
    camera.place("committees")
    screen = camera.window.stack.current()
    if not isinstance(screen, CommitteesScreen):
        return
    screen.sessions.open.click()
    camera.picture("comite-preparation")
    for part, name in ((1, "comite-membres"), (2, "comite-sorties")):
        screen.preparation.show_part(part)
        camera.picture(name)
    screen.enter()
    if screen.pages.currentWidget() is not screen.room:
        return
    screen.room.decide("granted")
    screen.room.walk(2)
    camera.picture("seance")
    screen.room.project()
    settle()
    if screen.room.projector is not None:
        camera.picture("seance-projetee", screen.room.projector)
        screen.room.project()
    for _ in range(2):
        camera.office.undo()
    screen.show_all()


def _import(camera: Camera) -> None:
    """A table of unknown columns through the steps of the import; nothing is written."""
    camera.place("import")
    screen = camera.window.stack.current()
    if not isinstance(screen, IntakeScreen):
        return
    screen.take([resources() / "demo" / "aides-2025.csv"])
    for name in ("import-colonnes", "import-problemes", "import-resume"):
        screen.forward.click()
        while screen.journey.busy:
            settle()
        camera.picture(name)
        screen.columns.keep.setChecked(False)  # a picture teaches nothing
    screen.aside.click()


def _grid(camera: Camera) -> None:
    """The money proposed by challenge and quarter."""
    camera.place("envelopes")
    screen = camera.window.stack.current()
    if not isinstance(screen, MoneyScreen):
        return
    screen.show_tab("grid")
    tab = screen.tab("grid")
    if isinstance(tab, GridTab):
        tab.measure.setCurrentIndex(tab.measure.findData("proposed"))
        camera.picture("grille")
    screen.show_tab("envelopes")


def _bench(camera: Camera) -> None:
    """The workbench, two scenarios side by side, the ranks and what proposing one would do."""
    camera.place("envelopes")
    screen = camera.window.stack.current()
    if not isinstance(screen, MoneyScreen):
        return
    screen.show_tab("bench")
    tab = screen.tab("bench")
    if isinstance(tab, BenchTab) and tab.desk.rows:
        camera.picture("atelier")
        tab.desk.compare(tab.desk.rows[0].id)
        camera.picture("atelier-comparer")
        tab.desk.compare(None)
        tab.bar.ranking.setChecked(True)
        camera.picture("atelier-classement")
        tab.bar.ranking.setChecked(False)
    screen.show_tab("envelopes")


def _paper(camera: Camera) -> None:
    """A paper of the letters, shown before it is saved."""
    camera.place("letters")
    screen = camera.window.stack.current()
    if not isinstance(screen, LettersScreen):
        return
    screen.choose_chip(PRINTED)
    screen.papers.show_slips()
    settle()
    dialog = screen.papers.maker.dialog
    if dialog is not None:
        camera.picture("papiers", dialog)
        dialog.reject()
    screen.choose_chip("")


def _pack(camera: Camera) -> None:
    """The pack of the first session that has an order of the day, made and shown."""
    from db.queries.committee import committees
    from desktop.ui.pack.dialog import make_pack

    head = next((row for row in committees(camera.office.reader) if row.items), None)
    dialog = make_pack(camera.window, camera.office, head.id) if head is not None else None
    if dialog is None:
        return
    if not dialog.versions.rows:
        dialog.start(".pdf")
    while camera.office.runner.busy():
        settle()
    dialog.versions.selectRow(0)
    camera.picture("dossier-de-seance", dialog)
    dialog.reject()


def _batch(camera: Camera) -> None:
    """A batch planned on a filter, and the columns of an export; nothing is done."""
    camera.place("list")
    screen = camera.window.stack.current()
    if not isinstance(screen, ListScreen):
        return
    screen.apply("étape:prêt")
    settle()
    ids = queries.list_ids(camera.office.reader, ("term", "stage", "=", "ready"))
    many = screen.deeds.batch(ids, [], screen.inquiry.query())
    camera.picture("actions-groupees", many)
    many.reject()
    columns = ask_export(screen, camera.office, screen.inquiry.query(), [])
    camera.picture("export-colonnes", columns)
    columns.reject()
    screen.clear_filters()


def _vault(camera: Camera) -> None:
    """How the base is kept, the choice of its passphrase, and the opening of an encrypted one."""
    from desktop.ui.vault.choosing import PassphraseDialog
    from desktop.ui.vault.screen import VaultDialog
    from desktop.ui.vault.unlock import UnlockDialog

    over = camera.window
    for name, dialog in (
        ("chiffrement", VaultDialog(camera.office, over)),
        ("chiffrement-phrase", PassphraseDialog(fresh=True, parent=over)),
        ("chiffrement-ouvrir", UnlockDialog(Path("parvis.db"), parent=over)),
    ):
        dialog.show()
        camera.picture(name, dialog)
        dialog.done(0)
        dialog.deleteLater()


def _people(camera: Camera) -> None:
    """Who works here, and who has how much in hand; nothing is done."""
    from desktop.ui.people.dialog import PeopleDialog
    from desktop.ui.people.workload import WorkloadDialog

    for dialog, name in (
        (PeopleDialog(camera.office, camera.window), "personnes"),
        (WorkloadDialog(camera.office, camera.window), "charge-de-travail"),
    ):
        dialog.show()
        camera.picture(name, dialog)
        dialog.reject()


def _choose(camera: Camera) -> None:
    """In the list, a dossier whose pane has all that a pane can have."""
    screen = camera.window.stack.current()
    if isinstance(screen, ListScreen):
        told = queries.find(camera.office.reader, "2026-0006")
        screen.rows.go_to(queries.list_ids(camera.office.reader).index(told) if told else 0)


def _tour(camera: Camera) -> None:
    """Every place, then the dossier with most notes, one of its pieces and the sheets of the instruction."""
    for place in places():
        if place.name in _PLACES:
            camera.place(place.name)
            _choose(camera)
            camera.picture(_PLACES[place.name])
    _grid(camera)
    _bench(camera)
    _batch(camera)
    _people(camera)
    _paper(camera)
    _pack(camera)
    _import(camera)
    _committee(camera)
    _vault(camera)
    camera.dossier(("term", "stage", "=", "instruction"))
    camera.picture("dossier")
    picture_traces(camera)
    picture_station(camera)
    for sheet, name in _SHEETS.items():
        camera.sheet(_TELLING.get(sheet, "2026-0001"), sheet)
        camera.picture(name)
    photograph_learning(camera)
    photograph_settings(camera)
    photograph_safety(camera)


def take(database: Path, folder: Path, looks: tuple[str, ...] = ("light",), size: QSize = SIZE) -> list[Path]:
    """Photograph every screen of the road; returns the files made."""
    off_screen()
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for look in looks:
        camera = Camera(database, folder, look, size)
        _tour(camera)
        made += camera.taken
        camera.close()
        made += photograph_return(database, folder, look, size)
    return made
