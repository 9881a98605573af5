"""The window: the rail, one screen in front, the line that tells, the status; it fulfils the wishes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from db import queries
from desktop import collector
from desktop.ui.actions import WindowActions
from desktop.ui.dropping import SATCHEL, maybe_packs, tell_packs
from desktop.ui.fields import Toast
from desktop.ui.fitting import UNSEEN
from desktop.ui.guidance.opening import Help
from desktop.ui.live import LiveHub
from desktop.ui.look import Look
from desktop.ui.office import Office
from desktop.ui.people import ask_motive
from desktop.ui.progress import ProgressPanel
from desktop.ui.rail import Rail
from desktop.ui.screen import DossierScreen, Listing, Place, TakesFiles, WithActions
from desktop.ui.stack import Stack
from desktop.ui.standing import StandingLine
from desktop.ui.tongue import plural
from desktop.ui.views import Views
from desktop.ui.waiting import waiting
from desktop.ui.walk import Walk

if TYPE_CHECKING:
    from desktop.ui.palette import CommandPalette


class Window(QMainWindow):
    """`settings` keeps what the window looks like between two days; the place marked `first` opens."""

    painted = Signal()  # once, when the first picture has been drawn
    closed = Signal()
    copy_wanted = Signal()
    other_file_wanted = Signal()
    welcome_wanted = Signal()  # the three choices of the first opening
    alone_wanted = Signal(str, object, str)  # title, work(progress), what is told: on the closed base

    def __init__(
        self, office: Office, places: Sequence[Place], settings: QSettings, *, in_haste: bool = False
    ) -> None:
        """`in_haste`: what is beside the list comes in the turn after the first picture."""
        super().__init__()
        self.office, self.settings = office, settings
        office.places = frozenset(place.name for place in places)
        office.ask_motive, office.wait_free = ask_motive(self), waiting(self)
        self._rights = {place.name: place.right for place in places}
        self._was_painted = False
        self.setProperty(UNSEEN, True)
        self.menu, self.help = WindowActions(self, places), Help(self)
        self.rail = Rail(places, bare=in_haste)
        self.toast = Toast()
        self.progress = ProgressPanel(office.runner)
        self.stack = Stack(office, places)
        self.views = Views(office, self.rail, self.menu.views, self.stack)
        self.look = Look(self, settings, self.menu, self.toast.tell, self._set_compact)
        self._status = QLabel()
        self.standing, self.live = StandingLine(office), LiveHub(office, self)
        self._palette: CommandPalette | None = None
        self._lay_out()
        self._connect()
        self.setAcceptDrops(not office.read_only)
        self.stack.go(next((place for place in places if place.first), places[0]).name)
        self._remembered()
        self._tell_office()

    def _lay_out(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toast)
        column.addWidget(self.stack, 1)
        column.addWidget(self.progress)
        middle = QWidget()
        line = QHBoxLayout(middle)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.rail)
        line.addWidget(right, 1)
        self.setCentralWidget(middle)
        self._status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._status.setContentsMargins(10, 0, 10, 0)
        self._status.setProperty("kind", "caption")
        self._status.setAccessibleName(self.tr("État de l’écran"))
        self.statusBar().addWidget(self._status, 1)
        self.statusBar().addPermanentWidget(self.standing)
        self.statusBar().setSizeGripEnabled(False)

    def _connect(self) -> None:
        office, menu, stack = self.office, self.menu, self.stack
        self.painted.connect(collector.resume)
        office.told.connect(self.toast.tell)
        office.closing.connect(self._file_closes)
        self.live.said.connect(self.standing.tell_server)
        office.undo_changed.connect(menu.tell_undo)
        office.changed.connect(lambda _touched, _dossiers: self._tell_office())
        office.dossier_wanted.connect(self.open_dossier)
        office.place_wanted.connect(self.go)
        office.list_wanted.connect(self.show_list)
        self.rail.place_wanted.connect(self.go)
        stack.moved.connect(self._moved)
        stack.said.connect(self._say)
        menu.place_wanted.connect(self.go)
        menu.undo_wanted.connect(office.undo)
        menu.redo_wanted.connect(office.redo)
        menu.copy_wanted.connect(self.copy_wanted)
        menu.open_wanted.connect(self.other_file_wanted)
        menu.door_wanted.connect(lambda opens: opens(self))
        menu.palette_wanted.connect(self._open_palette)
        menu.keys_wanted.connect(self._guide)
        menu.guide_wanted.connect(self.help.open_here)

    # Places

    def go(self, name: str) -> None:
        """Bring a place to the front; say why when the role may not go there."""
        if why := self.office.at_work.role_why_not(self._rights.get(name, "")):
            self.toast.tell(why, "warn")
        elif self.stack.has(name):
            self.stack.go(name)

    def open_dossier(self, dossier: bytes, walk: Walk | None) -> None:
        """Show one dossier; J and K follow the walk."""
        if self.stack.has("dossier"):
            screen = self.stack.screen_of("dossier")
            if isinstance(screen, DossierScreen):
                screen.open(dossier, walk or Walk.alone(dossier))
                self.stack.go("dossier")

    def show_list(self, query: str) -> None:
        """Show the list with this query."""
        listing = self.stack.go("list")
        if isinstance(listing, Listing):
            listing.apply(query)

    def _moved(self, name: str) -> None:
        screen = self.stack.current()
        self.toast.hide()  # what was said of another place is not true of this one
        self.rail.choose(name)
        self.menu.show_screen(screen.menu_actions() if isinstance(screen, WithActions) else ())
        self.setWindowTitle(self.tr("{0} — Parvis").format(screen.title))
        if isinstance(screen, Listing):
            screen.shown_query.connect(self.views.tell, Qt.ConnectionType.UniqueConnection)
            screen.shown_query.connect(self._listed, Qt.ConnectionType.UniqueConnection)

    def _listed(self, query: str) -> None:
        self.office.listed = query

    def _say(self, words: str) -> None:
        self._status.setText(words.partition("\n")[0])
        self._status.setToolTip(words)

    def _tell_office(self) -> None:
        office = self.office
        calls = queries.calls(office.reader)
        count = office.changes_today()
        alone = "" if self.standing.tell().role else self.tr("Travail hors ligne · ")
        changes = alone + self.tr("{0} {1} aujourd’hui").format(count, plural(count, "changement"))
        self.rail.tell_rights(office.at_work.role_why_not)
        self.rail.tell(calls[0].title if calls else "", office.at_work.words(office.site), changes)

    def _open_palette(self) -> None:
        from desktop.ui.palette import CommandPalette

        if self._palette is None:
            self._palette = CommandPalette(self.menu.every, self)
        self._palette.open()

    def _guide(self) -> None:
        from desktop.ui.guide import KeySheet, keys_here

        screen, place = self.stack.current(), self.stack.place()
        own = screen.menu_actions() if isinstance(screen, WithActions) else ()
        shut = {name for name, right in self._rights.items() if self.office.at_work.role_why_not(right)}
        KeySheet(keys_here(place.title, screen.widget, own, self.menu.of_window(shut)), self).open()

    # What is remembered

    def _remembered(self) -> None:
        kept = self.settings
        geometry = kept.value("window/geometry")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            self.resize(1366, 768)
        self._set_compact(self.look.compact())
        columns = kept.value("list/columns")
        for listing in self._listings():
            if isinstance(columns, QByteArray):
                listing.restore_columns(columns)
        self.look.tell()

    def _listings(self) -> list[Listing]:
        screen = self.stack.screen_of("list") if self.stack.has("list") else None
        return [screen] if isinstance(screen, Listing) else []

    def _set_compact(self, compact: bool) -> None:
        for listing in self._listings():
            listing.set_compact(compact)

    def keep(self) -> None:
        """Write down what the window looks like."""
        self.settings.setValue("window/geometry", self.saveGeometry())
        for listing in self._listings():
            self.settings.setValue("list/columns", listing.columns_state())
        self.settings.sync()

    # Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.stack.has("import") and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files dropped anywhere go to the import, packs that came back to the opinions, satchels to their
        place; a dossier in front takes its pieces itself."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if not paths:
            return
        event.acceptProposedAction()
        if satchels := [path for path in paths if path.suffix == SATCHEL]:
            self.hand("apart", satchels)
        elif self.stack.place().name == "opinions":
            self.hand("opinions", paths)
        elif self.stack.has("opinions") and (some := maybe_packs(paths)):
            tell_packs(self.office, some, lambda packs: self._hand_both(packs, paths))
        else:
            self.hand("import", paths)

    def _hand_both(self, packs: Sequence[Path], paths: Sequence[Path]) -> None:
        others = [path for path in paths if path not in packs]
        for name, some in (("import", others), ("opinions", packs)):
            if some:
                self.hand(name, some)

    def hand(self, name: str, paths: Sequence[Path]) -> None:
        """Bring a place to the front and give it these files."""
        self.go(name)
        screen = self.stack.current()
        if isinstance(screen, TakesFiles):
            screen.take(paths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.fit(self.width(), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.setProperty(UNSEEN, False)
            QTimer.singleShot(0, self, self._seen)  # the children are drawn in this same turn

    def _seen(self) -> None:
        """The rows of the list are on the screen: what is beside them comes now."""
        self.rail.furnish()
        self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        runner = self.office.runner
        if runner.busy():
            # A window that waited here would freeze: the work is asked to stop, and closes it.
            runner.idle.connect(self.close)
            runner.cancel_all()
            self.toast.tell(
                self.tr("Un travail est en cours\u00a0: il s’arrête, puis la fenêtre se ferme."), "warn"
            )
            event.ignore()
            return
        self.keep()
        self.live.close_down()
        self.stack.close_down()
        super().closeEvent(event)
        self.closed.emit()

    def _file_closes(self) -> None:
        """A window that waits for a work to end outlives its file: nothing in it may read on its own."""
        self.live.close_down()
        for timer in self.findChildren(QTimer):
            timer.stop()
