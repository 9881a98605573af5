"""The page beside the paper form: a scan looked at while it is keyed in, and what is left to type."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from desktop.rules.budget import Line, totals
from desktop.ui.fields import Button, IconButton
from desktop.ui.fields.row import Row
from desktop.ui.intake.paper_form import Fault
from desktop.ui.intake.parts import text
from desktop.ui.theme import tokens
from desktop.ui.tongue import euros
from desktop.ui.viewer import PieceViewer
from desktop.ui.viewer.pdf_view import PdfView

if TYPE_CHECKING:
    from desktop.exchange.application import Attachment

_FORM = 560  # pixels: the form with two fields side by side


class PageBeside(QFrame):
    """A file shown page after page; `path` is None when there is none."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.path: Path | None = None
        self._name = text(bold=True)
        self.close_page = IconButton("x", self.tr("Retirer la page et saisir sans elle"))
        self.close_page.clicked.connect(self._closed)
        self.viewer = PieceViewer(None, tokens())
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 6, 0)
        head.addWidget(self._name, 1)
        head.addWidget(self.close_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.viewer, 1)
        self.setMinimumWidth(380)
        self.hide()

    def show_file(self, path: Path) -> None:
        """Open a file at its first page."""
        self.path = path
        self._name.setText(path.name)
        self._name.setToolTip(str(path))
        self.viewer.set_look(tokens())
        self.viewer.show_piece(path)
        self.show()

    def turning(self, screen: QWidget) -> list[QAction]:
        """Alt+PageDown and Alt+PageUp, while a page is shown."""
        made = []
        for words, key, pages in (
            (self.tr("Saisie\u00a0: page suivante du document"), "Alt+PgDown", 1),
            (self.tr("Saisie\u00a0: page précédente du document"), "Alt+PgUp", -1),
        ):
            action = QAction(words, screen)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.setEnabled(False)
            action.triggered.connect(lambda _checked=False, pages=pages: self.turn(pages))
            screen.addAction(action)
            made.append(action)
        return made

    def piece(self) -> Attachment | None:
        """The file shown as a piece of the dossier; None when it is there no more."""
        from desktop.exchange.application import Attachment

        try:
            content = self.path.read_bytes() if self.path else b""
        except OSError:
            return None
        name = self.path.name if self.path else ""
        label = self.tr("Formulaire de demande, numérisé")
        return Attachment(label, name, lambda: content, len(content))

    def turn(self, pages: int) -> None:
        """Go some pages on, or back, without leaving the field being typed in."""
        view = self.viewer.content
        if isinstance(view, PdfView):
            view.pages.go_to(view.number.value() + pages)

    def shut(self) -> None:
        """Let go of the file."""
        self.path = None
        self.viewer.clear()
        self.hide()

    def _closed(self) -> None:
        self.shut()
        self.closed.emit()


class PaperStrip(QFrame):
    """Under the form while the page takes the room of the panel: what is left, the sums, the button."""

    field_wanted = Signal(str)  # name of a field to mend

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._name = ""
        self.fault = QPushButton()
        self.fault.setProperty("kind", "plain")
        self.fault.setToolTip(self.tr("Aller à ce champ"))
        self.fault.clicked.connect(lambda _on=False: self.field_wanted.emit(self._name))
        self.sums = QLabel()
        self.sums.setProperty("kind", "caption")
        self.kept = QLabel()
        self.kept.setProperty("kind", "caption")
        self.save = Button(self.tr("Enregistrer la demande"), "save", kind="primary")
        self.save.setToolTip(self.tr("Enregistrer la demande (Ctrl+S)"))
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(self.fault, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self.sums)
        left.addWidget(self.kept)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 8, 14, 8)
        line.addLayout(left, 1)
        line.addWidget(self.save)
        self.hide()

    def show_state(self, lines: list[Line], asked: int | None, faults: list[Fault]) -> None:
        """What is typed so far."""
        sums = totals(lines)
        asked_words = "—" if asked is None else euros(asked)
        self.sums.setText(
            self.tr("Charges {0} · produits {1} · demandé {2}").format(
                euros(sums.charges), euros(sums.products), asked_words
            )
        )
        self._name = faults[0].name if faults else ""
        words = faults[0].sentence if faults else self.tr("Rien ne manque.")
        if len(faults) > 1:
            words = self.tr("{0} (et {1} de plus)").format(words, len(faults) - 1)
        self.fault.setText(words)
        self.fault.setAccessibleName(words)
        self.fault.setEnabled(bool(faults))
        ink = tokens().accent if faults else tokens().good
        self.fault.setStyleSheet(f"color: {ink}; text-align: left; padding: 2px 0; border: none")
        self.save.setEnabled(not faults)


def side_by_side(page: PageBeside, area: QWidget, strip: PaperStrip, panel: QWidget) -> QSplitter:
    """The page, then the form over its strip, then the panel: one of the last two is hidden."""
    typing = QVBoxLayout()
    typing.setSpacing(10)
    typing.addWidget(area, 1)
    typing.addWidget(strip)
    right = QWidget()
    area.setMinimumWidth(_FORM)
    inside = Row(right)
    inside.setContentsMargins(12, 0, 0, 0)
    inside.setSpacing(14)
    inside.addLayout(typing, 1)
    inside.addWidget(panel)
    whole = QSplitter(Qt.Orientation.Horizontal)
    whole.setChildrenCollapsible(False)
    whole.setHandleWidth(1)
    whole.addWidget(page)
    whole.addWidget(right)
    whole.setStretchFactor(1, 1)
    whole.setSizes([500, 640])
    return whole
