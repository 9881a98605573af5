"""The place « Arrivées »: files of the watched folders, shown, attached, imported or set aside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from db import queries
from desktop.flow.arriving import Arrival, Arrivals, Target, every_target, look_around
from desktop.ui.arrivals.choosing import TargetDialog
from desktop.ui.arrivals.deeds import ArrivalDeeds
from desktop.ui.arrivals.parts import DONE, Empty, Folders, Head, faces, is_scan
from desktop.ui.intake.parts import Notice
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.office import Office
from desktop.ui.runner import Cancelled, Progress
from desktop.ui.screen import screen_action
from desktop.ui.theme import tokens
from desktop.ui.tongue import plural
from desktop.ui.viewer import PieceViewer, ReadSheets

if TYPE_CHECKING:
    from desktop.exchange.dropped import Seen
    from desktop.ui.letters.signed_scans import SignedScans

EVERY_MS = 60_000  # a folder of the network tells nothing by itself
SOON_MS = 2_500  # after a change: a file still being copied is left alone for two seconds


class ArrivalsScreen(QWidget):
    """The screen of the place "arrivals"."""

    status = Signal(str)
    import_wanted = Signal(list)  # paths
    opinions_wanted = Signal(list)  # paths
    name, icon = "arrivals", "inbox"

    def __init__(self, office: Office, read_sheets: ReadSheets | None = None) -> None:
        super().__init__()
        self.office = office
        self.found = Arrivals()
        self._seen: Seen = {}
        self._looking = self._again = self._closed = False
        self.deeds = ArrivalDeeds(office)
        self._scans: SignedScans | None = None
        self.folders, self.head, self.empty = Folders(), Head(), Empty()
        self.notice = Notice()
        self.rows = Rows(self.tr("Fichiers arrivés"), [(self.tr("Fichier"), 0), (self.tr("Proposé"), 230)])
        self.viewer = PieceViewer(read_sheets, tokens())
        self._pages = QStackedWidget()
        self._watcher = QFileSystemWatcher(self)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._every = QTimer(self, interval=EVERY_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.viewer, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.rows)
        split.addWidget(right)
        split.setSizes([520, 620])
        split.setStretchFactor(1, 1)
        self._pages.addWidget(split)
        self._pages.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 14)
        whole.setSpacing(12)
        whole.addWidget(self.folders)
        whole.addWidget(self.notice)
        whole.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.rows.picked.connect(self._picked)
        self.folders.add_wanted.connect(self.choose_folder)
        self.folders.drop_wanted.connect(self.deeds.unwatch)
        self.folders.look_wanted.connect(self.look)
        self.folders.back_wanted.connect(self.deeds.take_back)
        self.empty.add_wanted.connect(self.choose_folder)
        for timer in (self._soon, self._every):
            timer.timeout.connect(self.look)
        self._watcher.directoryChanged.connect(lambda _folder: self._soon.start())
        head = self.head
        for button, deed in (
            (head.attach, self.attach), (head.other, self.choose_dossier), (head.bring, self.bring_in),
            (head.signed, self.file_signed), (head.papers, self.file_papers), (head.type_in, self.type_in),
            (head.aside, self.set_aside),
        ):  # fmt: skip
            button.clicked.connect(deed)
        deeds: list[tuple[str, str, Callable[[], object]]] = [
            (self.tr("Arrivées\u00a0: joindre au dossier proposé"), "J", self.attach),
            (self.tr("Arrivées\u00a0: joindre à un autre dossier…"), "D", self.choose_dossier),
            (self.tr("Arrivées\u00a0: importer comme demandes"), "I", self.bring_in),
            (self.tr("Arrivées\u00a0: classer les lettres signées…"), "L", self.file_signed),
            (self.tr("Arrivées\u00a0: classer les papiers annotés…"), "P", self.file_papers),
            (self.tr("Arrivées\u00a0: saisir à côté de la page"), "S", self.type_in),
            (self.tr("Arrivées\u00a0: laisser de côté"), "X", self.set_aside),
            (self.tr("Arrivées\u00a0: regarder de nouveau"), "F5", self.look),
            (self.tr("Arrivées\u00a0: surveiller un dossier…"), "Ctrl+Shift+W", self.choose_folder),
        ]
        self._actions = [screen_action(self, *deed) for deed in deeds]

    # What the window asks of a screen

    @property
    def title(self) -> str:
        return self.tr("Arrivées")

    @property
    def widget(self) -> QWidget:
        return self

    def menu_actions(self) -> list[QAction]:
        return self._actions

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        if touched & {"incoming", "setting", "dossier", "applicant", "letter"}:
            self.look()

    def shown(self) -> None:
        self._every.start()
        self.look()
        (self.rows if self.found.waiting else self.folders.add).setFocus()

    def close_down(self) -> None:
        """The window closes: nothing is looked at any more, the piece is let go."""
        self._closed = True
        self._every.stop()
        self._soon.stop()
        self.viewer.clear()

    # Looking

    def look(self) -> None:
        """Look into the folders, beside the window; a look asked during a look comes after it."""
        if self._closed:
            return
        if self._looking:
            self._again = True
            return
        self._looking = True
        self.office.runner.run(self._work, self._looked, self._not_looked, self.tr("Regarder les arrivées"))

    def _work(self, progress: Progress) -> Arrivals:
        from desktop.exchange.application import Cancelled as Stopped

        try:
            return look_around(progress.session, self._seen, progress)
        except Stopped as stop:
            raise Cancelled from stop

    def _looked(self, found: Arrivals) -> None:
        self._looking = False
        if self._closed:
            return
        self.found = found
        kept = self._current()
        self.folders.tell(found)
        self.notice.tell("\n".join(found.gone), "warn")
        self._watch([str(folder) for folder in found.folders])
        self.rows.show_lines([self._line(arrival) for arrival in found.waiting])
        for row, arrival in enumerate(found.waiting):
            if kept is not None and arrival.file.path == kept.file.path:
                self.rows.selectRow(row)
        self.empty.tell(found)
        self._pages.setCurrentIndex(0 if found.waiting else 1)
        count = len(found.waiting)
        self.status.emit(
            self.tr("{0} {1}").format(count, plural(count, "fichier attend", "fichiers attendent"))
            if count
            else self.tr("Aucun fichier n’attend")
        )
        if self._again:
            self._again = False
            self.look()

    def _not_looked(self, sentence: str) -> None:
        self._looking = False
        self.office.told.emit(sentence, "warn")

    def _watch(self, folders: list[str]) -> None:
        now = set(self._watcher.directories())
        if gone := list(now - set(folders)):
            self._watcher.removePaths(gone)
        if fresh := list(set(folders) - now):
            self._watcher.addPaths(fresh)

    # Showing

    def _line(self, arrival: Arrival) -> Line:
        words, tone = faces(arrival)
        return Line((arrival.file.path.name, words), tone, arrival)

    def _current(self) -> Arrival | None:
        index = self.rows.currentIndex()
        return self.rows.rows.lines[index.row()].what if index.isValid() else None

    def _picked(self, arrival: Arrival | None) -> None:
        self.head.tell(arrival, writable=not self.office.read_only)
        if arrival is None:
            self.viewer.clear()
        elif self.viewer.path != arrival.file.path:
            self.viewer.show_piece(arrival.file.path)

    # Deeds

    def choose_folder(self) -> None:
        """Ask for a folder and watch it."""
        dialog = QFileDialog(self, self.tr("Quel dossier surveiller\u00a0?"))
        dialog.setObjectName("watchedFolder")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.filesSelected.connect(lambda names: self.deeds.watch(names[0]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def attach(self) -> None:
        """Join the file to the dossier proposed; without one, ask which. Opinions go to their own place."""
        arrival = self._current()
        if arrival is not None and arrival.file.kind == "opinions":
            self.opinions_wanted.emit([arrival.file.path])
        if arrival is None or arrival.file.kind not in ("piece", "message"):
            return
        if arrival.target is None:
            self.choose_dossier()
        else:
            self.deeds.attach(arrival, arrival.target)

    def choose_dossier(self) -> None:
        """Ask which dossier the file belongs to."""
        arrival = self._current()
        if arrival is None or arrival.file.kind in ("refused", "opinions"):
            return

        def then(target: Target) -> None:
            self.deeds.attach(arrival, target)

        every = every_target(self.office.reader)
        TargetDialog(self, arrival.file.path.name, arrival.offered, every, then).open()

    def bring_in(self) -> None:
        """Hand the file to the import, which shows everything before it writes."""
        arrival = self._current()
        if arrival is not None and arrival.file.kind != "refused":
            self.import_wanted.emit([arrival.file.path])

    def file_signed(self) -> None:
        """Show the letters that come back signed in this scan, and file those that are agreed to."""
        arrival = self._current()
        if arrival is None or arrival.signed is None:
            return
        if self._scans is None:
            from desktop.ui.letters.signed_scans import SignedScans  # another room, wanted seldom

            self._scans = SignedScans(self.office, self)
        self._scans.show_heap(arrival.signed)

    def file_papers(self) -> None:
        """Hand annotated papers to the place that splits and files them."""
        if (arrival := self._current()) is not None and arrival.annotated:
            self.office.place_wanted.emit("archives")
            self.office.scans_wanted.emit([arrival.file.path])

    def type_in(self) -> None:
        """Key in what a scan shows; once saved, it waits no longer."""
        arrival = self._current()
        if arrival is not None and is_scan(arrival) and not self.office.read_only:
            self.office.place_wanted.emit("new")
            self.office.page_wanted.emit(arrival.file.path)

    def set_aside(self) -> None:
        """The file waits no longer."""
        arrival = self._current()
        if arrival is not None and arrival.file.sha256:
            self.deeds.set_aside(arrival)

    def imported(self, path: Path) -> None:
        """The import has taken this file: it waits no longer."""
        for arrival in self.found.waiting:
            if arrival.file.path == path and arrival.file.sha256:
                self.deeds.note_imported(arrival)


def watched(office: Office) -> list[str]:
    """The folders of the setting."""
    return list(queries.setting(office.reader, "watched_folders") or [])


__all__ = ["DONE", "ArrivalsScreen", "watched"]
