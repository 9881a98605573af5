"""Pictures of the contract over its years: every tab of the places that follow it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from db.queries.reports import reports
from desktop.camera import Camera, wait
from desktop.rules.folding import fold
from desktop.shots_together import photograph_together
from desktop.ui.agreements.screen import AgreementsScreen
from desktop.ui.agreements.sheet import ConventionSheet
from desktop.ui.dossier import DossierView
from desktop.ui.figures.map_tab import MapTab
from desktop.ui.figures.tables_tab import TablesTab
from desktop.ui.money.picking import pick
from desktop.ui.money.screen import MoneyScreen
from desktop.ui.tabbed import TabbedScreen

PLACES = {
    "follow": "suivi",
    "figures": "chiffres",
    "duties": "obligations",
    "archives": "archives",
}  # of tabs
FOLLOWED = "2026-0010"  # a dossier with something to do
_STEP_MS, _MOST = 100, 100  # how long to let a tab read, and how many times at most


def photograph_years(database: Path, folder: Path, look: str, size: QSize) -> list[Path]:
    """One picture a tab, and the conventions; nothing is written in `database`."""
    camera = Camera(database, folder, look, size)
    try:
        for place in PLACES:
            _tabs(camera, place)
        _whole_map(camera)
        _report(camera)
        _over_years(camera)
        _conventions(camera)
        camera.sheet(FOLLOWED, "follow")
        wait(_STEP_MS * 5)
        camera.picture("suivi-dossier")
        photograph_together(camera)
    finally:
        camera.close()
    return camera.taken


def _conventions(camera: Camera) -> None:
    """The list, each tab of the first one, and the sheet of its last request, overall and year by year."""
    camera.place("agreements")
    read(camera)
    camera.picture("conventions")
    screen = camera.window.stack.current()
    if not isinstance(screen, AgreementsScreen) or not screen.list.rows:
        return
    screen.open(screen.list.rows[0].id)
    for rank, tab in enumerate(screen.detail.tabs):
        screen.detail.show_tab(rank)
        camera.picture(f"conventions-{_plain(tab.title)}")
    told = screen.detail.convention
    if told is None or not told.tranches:
        return
    camera.sheet(told.tranches[-1].number, "convention")
    camera.picture("convention-feuille")
    view = camera.window.stack.current()
    sheet = view.work.sheets["convention"] if isinstance(view, DossierView) else None
    if isinstance(sheet, ConventionSheet):
        sheet.turn()
        camera.picture("convention-deux-annees")


def read(camera: Camera) -> None:
    """Let the window read what it was asked to show."""
    wait(_STEP_MS)
    for _ in range(_MOST):
        if not camera.office.runner.busy():
            return
        wait(_STEP_MS)


def _let_read(tab: QWidget) -> None:
    """A tab that reads without a bar."""
    for _ in range(_MOST):
        if not getattr(tab, "reading", False):
            return
        wait(_STEP_MS)


def _tabs(camera: Camera, place: str) -> None:
    camera.place(place)
    screen = camera.window.stack.current()
    if not isinstance(screen, (TabbedScreen, MoneyScreen)) or screen.name != place:
        return
    for kind in screen.kinds:
        screen.show_tab(kind.name)
        read(camera)
        _let_read(screen.tab(kind.name))
        camera.picture(f"{PLACES[place]}-{_plain(kind.title)}")


def _report(camera: Camera) -> None:
    """The report of an action that came, set against its plan."""
    came = [row for row in reports(camera.office.reader) if row.state == "received" and row.piece_id]
    came = came or [row for row in reports(camera.office.reader) if row.received_on]
    if came:
        camera.sheet(came[0].number, "report")
        read(camera)
        camera.picture("dossier-bilan")


def _whole_map(camera: Camera) -> None:
    """One quarter of the map, near."""
    camera.place("figures")
    screen = camera.window.stack.current()
    if not isinstance(screen, (TabbedScreen, MoneyScreen)):
        return
    screen.show_tab("map")
    tab = screen.tab("map")
    if isinstance(tab, MapTab):
        read(camera)
        tab.map.choose("QN08003M")
        tab.map.go_to("QN08003M")
        camera.picture("chiffres-carte-quartier")


def _over_years(camera: Camera) -> None:
    """The figures by challenge, year after year."""
    camera.place("figures")
    screen = camera.window.stack.current()
    if not isinstance(screen, (TabbedScreen, MoneyScreen)):
        return
    screen.show_tab("tables")
    tab = screen.tab("tables")
    if isinstance(tab, TablesTab):
        pick(tab.chooser.axis, "challenge")
        tab.chooser.over.setChecked(True)
        read(camera)
        camera.picture("chiffres-au-fil-des-annees")


def _plain(title: str) -> str:
    """The title of a tab as the name of a file."""
    return "-".join(fold(title.replace("&", "")).replace("'", " ").replace("’", " ").split())
