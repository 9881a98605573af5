"""The dossier screen: reads one dossier, hands each part its rows, moves the keyboard where it is wanted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QHideEvent
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from desktop.ui.dossier.closed import ClosedPage
from desktop.ui.dossier.deeds import DossierDeeds
from desktop.ui.dossier.document import document_of
from desktop.ui.dossier.header import Header
from desktop.ui.dossier.judging import Judging
from desktop.ui.dossier.keys import deeds_of, dossier_actions
from desktop.ui.dossier.marks_desk import MarksDesk
from desktop.ui.dossier.middle import Middle
from desktop.ui.dossier.notes_desk import NotesDesk
from desktop.ui.dossier.outline import Outline
from desktop.ui.dossier.outline_rows import parts_of
from desktop.ui.dossier.piece_deeds import PieceDeeds
from desktop.ui.dossier.piece_routes import PieceRoutes
from desktop.ui.dossier.signs import Signs
from desktop.ui.dossier.telling import local_files, status_words
from desktop.ui.dossier.visits import Visits
from desktop.ui.dossier.whole import SHARED, Whole, read_whole
from desktop.ui.dossier.work_kinds import sheet_kinds
from desktop.ui.dossier.work_routes import WorkRoutes
from desktop.ui.notebook import Notebook
from desktop.ui.office import Office
from desktop.ui.sift.rows import pause_words
from desktop.ui.theme import tokens
from desktop.ui.viewer import ReadSheets
from desktop.ui.walk import Walk

OUTLINE, BOOK = 222, 360  # pixels at first
NOTES = 120  # pixels that the decision leaves to the notes, however low the window


class DossierView(QWidget):
    """The screen of the place "dossier"; `open` shows a dossier, `refresh` only what changed in it."""

    status = Signal(str)

    name = "dossier"
    icon = "file-text"

    def __init__(
        self,
        office: Office,
        read_sheets: ReadSheets | None = None,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__()
        self.office, self._now = office, now
        self.whole: Whole | None = None
        self.walk: Walk | None = None
        self._section = ""  # the part of the document in sight
        self._closed = False
        self._saved = self._undo = ""
        self.header, self.outline, self.signs = Header(), Outline(), Signs(office)
        self.united = self.signs.united
        self.middle = Middle(office.files, read_sheets)
        self.notebook = Notebook()
        self.marks, self.judging = MarksDesk(office), Judging(office)
        self.notebook.set_frieze(self.marks)
        self.notebook.set_proposal(self.judging)
        self.notebook.notes_area.setMinimumHeight(NOTES)
        self.notes = NotesDesk(office, self.middle, self.notebook)
        self.deeds, self.pieces = DossierDeeds(office, self), PieceDeeds(office, self)
        self.routes = PieceRoutes(self.pieces, self.outline, self.middle)
        self.visits = Visits(office, self.outline, self.middle)
        self.work = WorkRoutes(office, self, self.outline, self.middle, sheet_kinds())
        self.deed = dossier_actions(self, deeds_of(self))
        self.gate = ClosedPage(self)
        self.setAcceptDrops(True)
        self._dressing = QTimer(self, singleShot=True, interval=0)
        self._dressing.timeout.connect(self._dress)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.split = QSplitter(Qt.Orientation.Horizontal)
        for widget, least in ((self.outline, 180), (self.middle, 380), (self.notebook, 320)):
            widget.setMinimumWidth(least)
            self.split.addWidget(widget)
        self.split.setStretchFactor(1, 1)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(1)
        self.split.setSizes([OUTLINE, 800, BOOK])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.signs)
        column.addWidget(self.split, 1)
        column.addWidget(self.gate, 1)

    def _connect(self) -> None:
        header, outline, middle = self.header, self.outline, self.middle
        header.back_wanted.connect(self.go_back)
        header.step_wanted.connect(self.step)
        header.menu.aboutToShow.connect(lambda: self.deeds.fill(header.menu))
        header.menu.aboutToShow.connect(lambda: self.united.fill(header.menu))
        outline.part_wanted.connect(self.show_part)
        middle.sheet_shown.connect(lambda name: self.notebook.setVisible(not self.work.is_wide(name)))
        middle.reading.section_seen.connect(self._section_seen)
        middle.piece_shown.connect(lambda key: outline.show_current(self._section, key))
        self.work.section_wanted.connect(self.show_part)
        self.work.piece_wanted.connect(self.routes.show)
        self.work.deed_wanted.connect(lambda name: self.deed[name].trigger())
        self.judging.decided.follow_wanted.connect(lambda: self.work.show("outcome"))
        self.work.dossier_wanted.connect(lambda key: self.office.dossier_wanted.emit(key, Walk.alone(key)))
        self.notes.piece_wanted.connect(self.routes.show)
        self.office.note_wanted.connect(self.notes.reveal)
        self.marks.finished.connect(middle.focus)
        self.judging.finished.connect(middle.focus)
        self.judging.reopen_wanted.connect(self.deeds.ask_reopen)
        self.deeds.decide_wanted.connect(lambda: self.judging.set_deciding(on=True))
        self.deeds.ask_pieces_wanted.connect(self.pieces.ask)
        self.office.undo_changed.connect(self._undo_changed)

    # The window

    @property
    def widget(self) -> QWidget:
        return self

    @property
    def title(self) -> str:
        head = self.whole.head if self.whole else None
        return f"{head.number} · {head.applicant}" if head else self.tr("Dossier")

    def menu_actions(self) -> list[QAction]:
        return [a for name, a in self.deed.items() if name != "escape"] + self.work.actions

    def open(self, dossier: bytes, walk: Walk) -> None:
        """Show this dossier; what was being typed in another one is saved first."""
        self.flush()
        if self.gate.shuts(dossier):
            self.walk = walk
            return
        whole = self._read(dossier)
        if whole is None:
            self.office.told.emit(
                self.tr("Ce dossier n’est plus dans la base. La liste montre ceux qui y sont."), "warn"
            )
            return
        self.walk = walk
        if self.middle.piece is not None:
            self.middle.show_reading()
        self._show(whole, fresh=True)
        self.header.show_walk(walk)
        self.middle.focus()
        self._tell_status()

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        """Read again when this dossier, or what it shares with others, changed."""
        if self._closed or self.whole is None or not (self.whole.head.id in dossiers or touched & SHARED):
            return
        if self.whole.head.id in dossiers and touched != {"finding"}:
            self._saved = f"{self._now():%H:%M:%S}"
        if self.gate.shuts(self.whole.head.id):
            return
        whole = self._read(self.whole.head.id)
        if whole is None:
            self.go_back()
            return
        self._show(whole, fresh=False)
        self._tell_status()

    def shown(self) -> None:
        if self.gate.isVisible():
            self.gate.back.setFocus()
        elif self.focusWidget() is None or not self.notebook.isAncestorOf(self.focusWidget()):
            self.middle.focus()
        self._tell_status()

    def close_down(self) -> None:
        """The window closes: everything typed is saved, the piece let go."""
        self.flush()
        self.work.close_down()
        self._closed = True
        self.middle.close_down()

    def flush(self) -> None:
        """Save at once everything being typed."""
        if self.whole is not None and not self._closed:
            self.marks.popover.close()
            self.notes.flush()
            self.judging.flush()
            self.work.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

    # Reading and showing

    def _read(self, dossier: bytes) -> Whole | None:
        return read_whole(self.office.reader, dossier, self.office.author)

    def _show(self, whole: Whole, *, fresh: bool) -> None:
        self.whole = self.deeds.whole = self.pieces.whole = whole
        document = document_of(whole)
        self.header.show_head(whole.head, whole.labels, pause_words(whole), whole.members)
        self.signs.show_dossier(whole.head.id)
        self.notebook.setEnabled(not self.united.gone)
        self.outline.show_rows(parts_of(whole), whole.pieces)
        self.middle.show_document(document, fresh=fresh)
        self.marks.show_marks(whole)
        self.notes.show(whole, document)
        self.judging.show_dossier(whole)
        shown = next((piece for piece in whole.pieces if piece.id == self.middle.piece), None)
        if shown is not None:
            self.middle.show_piece(shown)
        elif self.middle.piece is not None:
            self.middle.show_reading()
        self.work.show_dossier(whole, fresh=fresh)
        self.visits.show(whole, fresh=fresh)
        self.outline.show_current(self._section, self.middle.piece, self.middle.sheet)

    def _section_seen(self, section: str) -> None:
        self._section = section
        self.outline.show_current(section, self.middle.piece, self.middle.sheet)

    def _undo_changed(self, back: str, _again: str) -> None:
        self._undo = back
        self._tell_status()

    def _tell_status(self) -> None:
        self.status.emit(status_words(self._saved, self._undo))

    # Going somewhere

    def go_back(self) -> None:
        """Back to the list, everything saved."""
        self.flush()
        self.office.place_wanted.emit("list")

    def escape(self) -> None:
        """One step back: out of a list of phrases, a search, a field, a piece; then to the list."""
        popup = QApplication.activePopupWidget()
        reading, inside = self.middle.reading, self.focusWidget()
        if popup is self.marks.popover:
            self.marks.popover.drop()
        elif popup is not None:
            popup.hide()
        elif reading.find_bar.isVisible():
            reading.find_bar.shut()
        elif inside is not None and self.notebook.isAncestorOf(inside):
            self.middle.focus()
        elif self.middle.away:
            self.middle.show_reading()
            self.outline.show_current(self._section, None)
        else:
            self.go_back()

    def step(self, by: int) -> None:
        """The dossier before or after in the list as it was filtered."""
        there = self.walk.to(by) if self.walk else None
        while there is not None and self.gate.closes(there.current):
            there = there.to(by)  # closed to this person: the walk goes over it
        if there is not None:
            self.open(there.current, there)
            self.office.place_wanted.emit("dossier")  # the title of the window follows

    def show_part(self, section: str) -> None:
        """Bring a part of the application to the top."""
        if self.middle.away:
            self.middle.show_reading()
        self.middle.reading.go_to(section)
        self.outline.show_current(section, None)
        self.middle.focus()

    # Files dropped on the window

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.whole is not None and local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.pieces.add(local_files(event.mimeData()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_dressing"):
            # Qt goes through every widget now: cards are made again when it has finished.
            self._dressing.start()

    def _dress(self) -> None:
        look = tokens()
        if look is not self.notebook.look and not self._closed:
            self.middle.reading.set_look(look)
            self.middle.viewer.set_look(look)
            self.notes.set_look(look)
            self.judging.set_look(look)
