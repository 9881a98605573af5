"""The place where any piece is shown: it picks the way, or says why it cannot be shown."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.challenge_bar import ChallengeBar
from desktop.ui.challenge_faces import ChallengeFace
from desktop.ui.find import FindBar
from desktop.ui.icons import icon
from desktop.ui.theme import Tokens, tokens
from desktop.ui.viewer.kinds import Kind, Unshowable, kind_of
from desktop.ui.viewer.paper import PieceHighlight
from desktop.ui.viewer.pdf import PdfFile
from desktop.ui.viewer.pdf_view import PdfView
from desktop.ui.viewer.pictures import PictureView, read_picture
from desktop.ui.viewer.printing import PrintRun, ask_printer, ask_to_leave, print_with_progress
from desktop.ui.viewer.sheets import ReadSheets, Rows, SheetReading, SheetsView
from desktop.ui.viewer.texts import SayingPanel, TextView, read_text


class PieceViewer(QWidget):
    passage_chosen = Signal(int, list, str, int)  # page from 1, rects in PDF points, quote, rank
    highlight_clicked = Signal(object)  # id
    open_outside_wanted = Signal(object)  # Path
    printed = Signal()
    shown = Signal(object)  # Kind, once the piece is on screen

    def __init__(
        self,
        read_sheets: ReadSheets | None = None,
        look: Tokens | None = None,
        parent: QWidget | None = None,
        choose_printer: Callable[[QWidget], QPrinter | None] = ask_printer,
    ) -> None:
        super().__init__(parent)
        self.look = look or tokens()
        self.path: Path | None = None
        self.printing: PrintRun | None = None
        self._read_sheets, self._choose_printer = read_sheets, choose_printer
        self._challenges: Sequence[ChallengeFace] = ()
        self._highlights: Sequence[PieceHighlight] = ()
        self._readings: list[SheetReading] = []
        self.content: QWidget = SayingPanel(None, "", self.look)
        self.bar = ChallengeBar()
        self.bar.annotate_wanted.connect(self._choose)
        self.notice = QLabel()
        self.notice.setWordWrap(True)
        self.notice.hide()
        self._lay_out()
        for keys, deed in (
            (QKeySequence.StandardKey.Find, self.open_find),
            (QKeySequence.StandardKey.Print, self.print_piece),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(deed)

    def _lay_out(self) -> None:
        self.tools = QWidget()
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self.bar, 1)
        row.addStretch()  # keeps the buttons on the right when there is nothing to annotate
        self.search_button = self._tool(
            "search", self.tr("Rechercher dans la pièce (Ctrl+F)"), self.open_find
        )
        self.smaller = self._tool("zoom-out", self.tr("Réduire (Ctrl+−)"), lambda: self._zoom(1 / 1.2))
        self.larger = self._tool("zoom-in", self.tr("Agrandir (Ctrl++)"), lambda: self._zoom(1.2))
        self.turn_button = self._tool("rotate-cw", self.tr("Tourner l’image (R)"), self._turn)
        self.print_button = self._tool("printer", self.tr("Imprimer la pièce (Ctrl+P)"), self.print_piece)
        self.outside_button = self._tool(
            "external-link", self.tr("Ouvrir avec le programme du poste"), self.ask_outside
        )
        for button in self._buttons():
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._place = QStackedLayout()
        self._place.addWidget(self.content)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tools)
        column.addWidget(self.notice)
        column.addLayout(self._place, 1)
        self._dress()

    def _buttons(self) -> tuple[QToolButton, ...]:
        zooms = (self.smaller, self.larger, self.turn_button)
        return (self.search_button, *zooms, self.print_button, self.outside_button)

    def _tool(self, sign: str, what: str, deed: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setProperty("kind", "icon")
        button.setIcon(icon(sign, self.look.ink))
        button.setToolTip(what)
        button.setAccessibleName(what)
        button.clicked.connect(lambda: deed())
        return button

    # What is shown

    def show_piece(self, path: Path) -> None:
        """Show the file in the way that fits it, or say in French why it cannot be shown."""
        self.clear()
        self.path = path
        try:
            self._show(path)
        except OSError:
            self._say_panel(self.tr("Ce fichier est introuvable ou illisible sur ce poste."))
        except Unshowable as problem:
            self._say_panel(str(problem))

    def _show(self, path: Path) -> None:
        if path.stat().st_size == 0:
            raise Unshowable(self.tr("Ce fichier est vide. Demandez-en un autre au porteur."))
        kind = kind_of(path)
        if kind is Kind.PDF:
            self._put(self._pdf(PdfFile(path)), kind)
        elif kind is Kind.PICTURE:
            self._put(PictureView(read_picture(path)), kind)
        elif kind is Kind.TEXT:
            text, cut = read_text(path)
            self._put(TextView(text, self.look), kind)
            if cut:
                self.say(self.tr("Ce texte est très long : seul son début est montré."))
        elif kind is Kind.SHEET and self._read_sheets is not None:
            self._put(SayingPanel(path, self.tr("Lecture du classeur…"), self.look), kind, told=False)
            self._read_away(SheetReading(path, self._read_sheets))
        else:
            self._say_panel(self.tr("Ce genre de fichier ne se montre pas dans la fenêtre."), Kind.OTHER)

    def _read_away(self, reading: SheetReading) -> None:
        """Read a workbook in its thread. One that is no longer wanted ends by itself and is not shown."""
        self._readings = [other for other in self._readings if not other.isFinished()]
        self._readings.append(reading)
        self.destroyed.connect(reading.stop)
        reading.read.connect(self._sheets_read)
        reading.failed.connect(self._sheets_failed)
        reading.start()

    def _sheets_read(self, path: Path, sheets: Sequence[tuple[str, Rows]]) -> None:
        if path == self.path:
            self._put(SheetsView(sheets), Kind.SHEET)

    def _sheets_failed(self, path: Path, sentence: str) -> None:
        if path == self.path:
            self._say_panel(sentence)

    def _pdf(self, file: PdfFile) -> PdfView:
        view = PdfView(file, self.look)
        view.passage_chosen.connect(self.passage_chosen)
        view.highlight_clicked.connect(self.highlight_clicked)
        view.said.connect(self.say)
        view.set_highlights(self._highlights)
        return view

    def _say_panel(self, sentence: str, kind: Kind = Kind.OTHER) -> None:
        panel = SayingPanel(self.path, sentence, self.look)
        panel.outside_wanted.connect(self.ask_outside)
        self._put(panel, kind)

    def _put(self, content: QWidget, kind: Kind, *, told: bool = True) -> None:
        self._place.addWidget(content)
        self._place.setCurrentWidget(content)
        self._place.removeWidget(self.content)
        self.content.deleteLater()
        self.content = content
        self.setFocusProxy(content)
        pdf, picture = isinstance(content, PdfView), isinstance(content, PictureView)
        self.bar.setVisible(pdf and bool(self._challenges))
        self.search_button.setVisible(self._find_bar() is not None)
        for button in (self.smaller, self.larger, self.print_button):
            button.setVisible(pdf or picture)
        self.turn_button.setVisible(picture)
        self.outside_button.setVisible(not isinstance(content, SayingPanel))
        self.tools.setVisible(not isinstance(content, SayingPanel))
        if told:
            self.shown.emit(kind)

    def clear(self) -> None:
        """Let go of the piece shown, its file and its threads; call it before closing the window."""
        if self.printing is not None:
            self.printing.cancel()
            self.printing = None
        if isinstance(self.content, PdfView):
            self.content.shut()
        self.path = None
        self.notice.hide()
        self._put(SayingPanel(None, "", self.look), Kind.OTHER, told=False)

    def set_challenges(self, challenges: Sequence[ChallengeFace]) -> None:
        self._challenges = challenges
        self.bar.setVisible(isinstance(self.content, PdfView) and bool(challenges))
        self.bar.set_challenges(challenges, self.look)

    def set_highlights(self, highlights: Sequence[PieceHighlight]) -> None:
        """Passages marked in the piece shown or about to be."""
        self._highlights = highlights
        if isinstance(self.content, PdfView):
            self.content.set_highlights(highlights)

    def set_look(self, look: Tokens) -> None:
        """Change theme; the piece stays."""
        self.look = look
        self._dress()
        self.set_challenges(self._challenges)
        if isinstance(self.content, PdfView):
            self.content.pages.look = look
            self.content.pages.viewport().update()

    def _dress(self) -> None:
        signs = ("search", "zoom-out", "zoom-in", "rotate-cw", "printer", "external-link")
        for button, sign in zip(self._buttons(), signs, strict=True):
            button.setIcon(icon(sign, self.look.ink))
        self.notice.setStyleSheet(
            f"background: {self.look.warn_wash}; color: {self.look.warn}; padding: 6px 14px"
        )

    def reveal(self, identity: Hashable) -> bool:
        """Scroll to a highlight and make it flash; False when it is not here."""
        return isinstance(self.content, PdfView) and self.content.reveal(identity)

    def say(self, sentence: str) -> None:
        self.notice.setText(sentence)
        self.notice.show()

    # What can be done

    def _choose(self, rank: int) -> None:
        if isinstance(self.content, PdfView):
            self.content.choose(rank)

    def _find_bar(self) -> FindBar | None:
        if isinstance(self.content, PdfView | SheetsView | TextView):
            return self.content.find_bar
        return None

    def open_find(self) -> None:
        bar = self._find_bar()
        if bar is not None:
            bar.open()

    def _zoom(self, factor: float) -> None:
        if isinstance(self.content, PdfView):
            self.content.pages.set_zoom("", self.content.pages.zoom * factor)
        elif isinstance(self.content, PictureView):
            self.content.set_zoom(self.content.scale() * factor)

    def _turn(self) -> None:
        if isinstance(self.content, PictureView):
            self.content.turn()

    def ask_outside(self) -> None:
        """Ask before handing the file to another program: a received file may hold anything."""
        if self.path is not None:
            ask_to_leave(self.path, self, self.open_outside_wanted.emit)

    def print_piece(self) -> None:
        """Print what is shown through the system's dialog."""
        picture: Callable[[int, float], QImage]
        if isinstance(self.content, PdfView):
            pages, picture = len(self.content.file), self.content.file.picture
        elif isinstance(self.content, PictureView):
            image = self.content.image
            pages, picture = 1, lambda number, scale: image
        else:
            return
        printer = self._choose_printer(self)
        if printer is not None:
            self.printing = print_with_progress(printer, pages, picture, self)
            self.printing.failed.connect(self.say)
            self.printing.done.connect(self.printed)
            self.printing.start()
