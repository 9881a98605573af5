"""Step 1: choose the files or drop them, and say for which call they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.queries.reference import CallRow
from desktop.ui.fields import Button, IconButton, Pill, SectionTitle
from desktop.ui.icons import pixmap
from desktop.ui.intake.parts import Notice, card, scrolled, text
from desktop.ui.intake.queue import TONES, Entry, Queue, state_words
from desktop.ui.theme import tokens

_KILO = 1024


class StepFile(QWidget):
    """The queue as cards. What is wrong with a file stands on its card."""

    choose_wanted = Signal()
    remove_wanted = Signal(object)  # Entry
    key_in_wanted = Signal(object)  # Path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = Notice()
        self.choose = Button(self.tr("Choisir des fichiers…"), "folder-open")
        self.choose.setShortcut("Ctrl+Shift+I")
        self.choose.setToolTip(self.tr("Choisir des fichiers (Ctrl+Maj+I)"))
        self.choose.clicked.connect(self.choose_wanted)
        self.call = QComboBox()
        self.call.setAccessibleName(self.tr("Appel à projets des demandes"))
        self.call.setMinimumWidth(380)
        self._drawing = QLabel()
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._title = SectionTitle(self.tr("Fichiers"))
        self._lay_out()
        self._dress()

    def _lay_out(self) -> None:
        zone, inside = card()
        invitation = text(self.tr("Déposez ici les fichiers à importer"), 15, bold=True)
        kinds = text(
            self.tr(
                "Exports de démarches-simplifiees, Dauphin, GISPRO, Le Compte Asso, Osiris, Subventia, "
                "Chorus ; tableaux (CSV, XLSX, XLS, ODS) ; formulaires Cerfa 12156 (PDF) ; listes de "
                "subventions accordées. Un extrait du RNA, de SIRENE ou des quartiers va dans la base de "
                "référence. Rien n’est écrit avant la dernière étape."
            ),
            caption=True,
        )
        for label in (self._drawing, invitation, kinds):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inside.addWidget(label)
        inside.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignCenter)
        inside.setContentsMargins(16, 24, 16, 24)
        for_call = QHBoxLayout()
        for_call.addWidget(QLabel(self.tr("Appel à projets\u00a0:")))
        for_call.addWidget(self.call)
        for_call.addStretch(1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        for part in (self.notice, zone):
            column.addWidget(part)
        column.addLayout(for_call)
        column.addWidget(self._title)
        column.addLayout(self._list)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(page, self.tr("Fichiers à importer")))

    def set_calls(self, calls: Sequence[CallRow]) -> None:
        """Offer these calls; the first choice leaves it to the file."""
        chosen = self.call.currentData()
        self.call.clear()
        self.call.addItem(self.tr("Celui que dit le fichier, sinon l’appel général de l’année"), None)
        for call in calls:
            self.call.addItem(call.title, call.id)
        self.call.setCurrentIndex(max(0, self.call.findData(chosen)))

    def show_queue(self, queue: Queue) -> None:
        """Show the cards anew."""
        while (item := self._list.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for entry in queue.entries:
            self._list.addWidget(self._card(entry))
        self._title.setVisible(bool(queue.entries))

    def _card(self, entry: Entry) -> QFrame:
        frame, column = card()
        line = QHBoxLayout()
        drawing = QLabel()
        drawing.setPixmap(pixmap("file-spreadsheet", tokens().muted, 18))
        line.addWidget(drawing)
        name = text(entry.path.name, bold=True)
        name.setToolTip(str(entry.path))
        line.addWidget(name, 1)
        size = QLabel(size_words(entry.path))
        size.setProperty("kind", "caption")
        line.addWidget(size)
        line.addWidget(Pill(state_words(entry.state), TONES[entry.state]))
        if entry.state != "open":
            remove = IconButton("x", self.tr("Retirer {0} de la liste").format(entry.path.name))
            remove.clicked.connect(lambda: self.remove_wanted.emit(entry))
            line.addWidget(remove)
        column.addLayout(line)
        if entry.sentence:
            notice = Notice()
            notice.tell(entry.sentence, {"unreadable": "bad", "imported": "good"}.get(entry.state, "neutral"))
            column.addWidget(notice)
            if entry.to_key_in and entry.state == "unreadable":
                column.addWidget(self._key_in(entry), 0, Qt.AlignmentFlag.AlignLeft)
        return frame

    def _key_in(self, entry: Entry) -> Button:
        button = Button(self.tr("Saisir à côté de la page"), "file-pen")
        button.setAccessibleName(self.tr("Saisir {0} à côté de la page").format(entry.path.name))
        button.clicked.connect(lambda: self.key_in_wanted.emit(entry.path))
        return button

    def _dress(self) -> None:
        self._drawing.setPixmap(pixmap("download", tokens().accent, 28))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_drawing"):
            self._dress()
        super().changeEvent(event)


def size_words(path: Path) -> str:
    """« 12 ko », or nothing when the file is not there."""
    try:
        size = path.stat().st_size
    except OSError:
        return ""
    if size < _KILO:
        return f"{size}\u00a0octets"
    if size < _KILO * _KILO:
        return f"{round(size / _KILO)}\u00a0ko"
    return f"{size / _KILO / _KILO:.1f}".replace(".", ",") + "\u00a0Mo"
