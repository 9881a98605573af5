"""The tab « Papiers numérisés »: a heap is read, shown page by page, filed; boxes are taken or dismissed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QSplitter, QVBoxLayout

from desktop.ui.fields import Button
from desktop.ui.fields.row import Row
from desktop.ui.held import held
from desktop.ui.intake.parts import Notice
from desktop.ui.office import Office
from desktop.ui.reading_tab import ReadingTab
from desktop.ui.runner import Cancelled, Progress
from desktop.ui.scans.deeds import ScanDeeds
from desktop.ui.scans.page_list import PageList
from desktop.ui.scans.page_pane import PagePane
from desktop.ui.scans.pictures import Pictures
from desktop.ui.scans.shown import ShownPage, of_file, of_row
from desktop.ui.screen import Deed, screen_deeds
from desktop.ui.tables.state import StatePanel
from desktop.ui.tongue import plural

if TYPE_CHECKING:
    from db.queries.scans import PageRow
    from desktop.flow.scan_look import ScanFile


class _Refused(Exception):
    """A file that can't be read; the runner tells its sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class ScansTab(ReadingTab):
    """Pages at the left, the one chosen at the right with its boxes."""

    followed = frozenset({"scan_page", "scan_heap", "dossier", "piece"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.setAcceptDrops(True)
        self.waiting: list[ScanFile] = []  # read, and not yet filed
        self.rows: list[PageRow] = []
        self.pictures = Pictures(office, self)
        self.deeds = ScanDeeds(office, self)
        self.list = PageList(self.pictures)
        self.state = StatePanel(self.list)
        self.pane = PagePane()
        self.notice = Notice()
        self.every = QCheckBox(self.tr("&Toutes les pages, aussi celles qui sont réglées"))
        self.bring = Button(self.tr("&Lire des papiers…"), "file-up")
        self.file = Button(self.tr("&Classer"), "check", kind="primary")
        self.drop = Button(self.tr("&Renoncer"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = Row()
        head.setSpacing(8)
        head.addWidget(self.every, 1)
        for part in (self.drop, self.file, self.bring):
            head.addWidget(part)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(self.pane)
        split.setSizes([400, 760])
        split.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.notice)
        column.addWidget(split, 1)

    def _connect(self) -> None:
        self.list.picked.connect(self._show_page)
        self.list.opened.connect(self.open_dossier)
        self.every.toggled.connect(lambda _on: self._show_pages())
        self.pictures.seen.connect(lambda _place: self._show_page())
        self.pane.boxes.changed.connect(self._hold)
        pane = self.pane
        deeds: list[Deed] = [
            (self.bring, self.tr("Papiers numérisés\u00a0: lire un fichier…"), "F3", self.choose),
            (self.file, self.tr("Papiers numérisés\u00a0: classer ce qui est lu"), "F9", self.file_waiting),
            (self.drop, self.tr("Papiers numérisés\u00a0: renoncer à ce qui est lu"), "", self.give_up),
            (pane.take, self.tr("Papiers numérisés\u00a0: reprendre les cases"), "F10", self.take_boxes),
            (pane.dismiss, self.tr("Papiers numérisés\u00a0: écarter les cases"), "Shift+F10", self.dismiss),
            (pane.by_hand, self.tr("Papiers numérisés\u00a0: classer à la main…"), "F2", self.file_by_hand),
            (pane.aside, self.tr("Papiers numérisés\u00a0: mettre de côté"), "Shift+F2", self.set_aside),
            (pane.open, self.tr("Papiers numérisés\u00a0: ouvrir le dossier"), "Ctrl+Return",
             self.open_dossier),
        ]  # fmt: skip
        self._actions = screen_deeds(self, deeds)

    # Reading

    def gather(self, progress: Progress) -> Any:
        from db.queries.scans import pages

        return pages(progress.session)

    def show_found(self, found: Any) -> None:
        self.rows = found
        self._show_pages()

    def choose(self) -> None:
        """Ask which files the scanner made."""
        dialog = QFileDialog(self, self.tr("Papiers numérisés"))
        dialog.setObjectName("scanFiles")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(self.tr("Scans (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)"))
        dialog.filesSelected.connect(lambda names: self.take_in([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_in(self, paths: Sequence[Path]) -> None:
        """Read the codes and the boxes of these files beside the window."""

        def work(progress: Progress) -> list[ScanFile]:
            from desktop.exchange.application import Cancelled as Stopped
            from desktop.exchange.application import Unreadable
            from desktop.exchange.scan_codes import read_scans
            from desktop.flow.scan_look import look

            try:
                return look(progress.session, read_scans(paths, progress))
            except Unreadable as refusal:
                raise _Refused(str(refusal)) from refusal
            except Stopped as stop:
                raise Cancelled from stop

        self._office.runner.run(
            work, self.show_files, lambda why: self._office.told.emit(why, "warn"),
            self.tr("Lire les papiers numérisés"),
        )  # fmt: skip

    def show_files(self, files: list[ScanFile]) -> None:
        """Show what was read: nothing is written before it is agreed to."""
        self.waiting = files
        self._show_pages()
        self.list.setFocus()

    def give_up(self) -> None:
        """What was read is forgotten; the files stay where they are."""
        self.waiting = []
        self._show_pages()

    def _show_pages(self) -> None:
        fresh = [page for file in self.waiting for page in of_file(file)]
        kept = [of_row(row) for row in self.rows]
        shown = fresh or [page for page in kept if page.waits or self.every.isChecked()]
        self.list.show_pages(shown)
        self.pane.setVisible(bool(shown))
        if shown:
            self.state.hide()
        else:
            done = self.tr("Tout est classé") if kept else self.tr("Aucun papier numérisé")
            words = self.tr("Lisez ou déposez ici ce que le scanner a fait des dossiers de séance annotés.")
            self.state.tell("empty", done, words)
        self._tell_waiting()
        self._hold()
        self.tell_status()

    def _tell_waiting(self) -> None:
        from desktop.flow.scan_look import told

        lines = [f"{file.path.name} : {told(file)}." for file in self.waiting]
        known = [file.path.name for file in self.waiting if file.known]
        if known:
            lines.append(self.tr("Déjà classé\u00a0: {0}.").format(", ".join(known)))
        if lines:
            self.notice.tell(" ".join(lines), "warn" if known else "neutral")
        else:
            self.notice.hide()

    def _show_page(self) -> None:
        page = self.list.current()
        self.pane.show_page(page, self.pictures.look(page) if page is not None else None)
        self._hold()

    def _hold(self) -> None:
        """What may be done with the page chosen."""
        page, why = self.list.current(), self._office.why_not("scan")
        row = page.row if page is not None else None
        fileable = any(file.filed or file.aside for file in self.waiting if not file.known)
        held(self.bring, why)
        held(self.file, why, on=fileable)
        self.file.setVisible(bool(self.waiting))
        self.drop.setVisible(bool(self.waiting))
        boxes = bool(row and row.state == "filed" and row.shares and not row.ticks_done)
        named = bool(self.pane.boxes.chosen and self.pane.boxes.who.text().strip())
        held(self.pane.take, why, on=boxes and named)
        held(self.pane.dismiss, why, on=boxes)
        held(self.pane.by_hand, why, on=bool(row and row.state in ("unknown", "set_aside")))
        held(self.pane.aside, why, on=bool(row and row.state == "unknown"))
        self.pane.open.setEnabled(bool(page and self.dossier_of(page)))

    def dossier_of(self, page: ShownPage) -> bytes | None:
        if page.row is not None:
            return page.row.dossier_id
        return page.sheet.dossier if page.sheet is not None else None

    def tell_status(self) -> None:
        count = sum(of_row(row).waits for row in self.rows)
        words = plural(count, self.tr("page attend"), self.tr("pages attendent"))
        keys = self.tr("    F3 lire    F9 classer    F10 reprendre les cases    F2 classer à la main")
        self.status.emit(f"{count} {words}{keys}")

    def shown(self) -> None:
        super().shown()
        self.list.setFocus()

    # Deeds

    def file_waiting(self) -> None:
        self.deeds.file(self.waiting, self.give_up)

    def take_boxes(self) -> None:
        page = self.list.current()
        if page is not None and page.row is not None and self.pane.take.isEnabled():
            self.deeds.take(page.row, self.pane.boxes.who.text(), self.pane.boxes.chosen)

    def dismiss(self) -> None:
        page = self.list.current()
        if page is not None and page.row is not None and self.pane.dismiss.isEnabled():
            self.deeds.dismiss(page.row)

    def file_by_hand(self) -> None:
        page = self.list.current()
        if page is not None and page.row is not None and self.pane.by_hand.isEnabled():
            self.deeds.ask_dossier(page.row, self)

    def set_aside(self) -> None:
        page = self.list.current()
        if page is not None and page.row is not None and self.pane.aside.isEnabled():
            self.deeds.set_aside(page.row)

    def open_dossier(self) -> None:
        from desktop.ui.walk import Walk

        page = self.list.current()
        key = self.dossier_of(page) if page is not None else None
        if key is not None:
            self._office.dossier_wanted.emit(key, Walk.alone(key))

    # What is dropped here

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _scans(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := _scans(event):
            event.acceptProposedAction()
            self.take_in(paths)


def _scans(event: QDropEvent) -> list[Path]:
    from desktop.exchange.scan_codes import is_scan

    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths if paths and all(map(is_scan, paths)) else []
