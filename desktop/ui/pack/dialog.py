"""The window of the pack: what is wanted on the left, the pack itself on the right, its versions under."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from db.queries import committee as room
from db.queries import packs as read
from db.queries.packs import PackRow
from desktop.flow.files import clear_path, content_of
from desktop.flow.pack import Prepared, Unsettled, hand_out, own_interests, prepare, written
from desktop.letters.files import safe, write_whole
from desktop.letters.sheets.pack import Stopped
from desktop.letters.watermark import marked
from desktop.rules import disk
from desktop.ui.fields import Button, SectionTitle
from desktop.ui.office import Office
from desktop.ui.pack.asking import ChooseFile, ask_file, scrolled
from desktop.ui.pack.choices import Choices
from desktop.ui.pack.versions import Versions
from desktop.ui.papers.leaving import CopyBox
from desktop.ui.progress import ProgressPanel
from desktop.ui.refusing import Refusal
from desktop.ui.runner import Progress
from desktop.ui.scratch import scratch
from desktop.ui.theme import tokens
from desktop.ui.tongue import plural
from desktop.ui.traced import note_left
from desktop.ui.viewer.view import PieceViewer


class Made(NamedTuple):
    """A pack written beside the window."""

    ready: Prepared
    content: bytes
    pages: int | None
    suffix: str


def make_pack(over: QWidget, office: Office, committee: bytes) -> PackDialog | None:
    """Open the window of the pack of a session; None when the session is gone."""
    head = room.committee(office.reader, committee)
    if head is None:
        office.told.emit("Cette séance n’existe plus.", "warn")
        return None
    dialog = PackDialog(office, head, over)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


class PackDialog(QDialog):
    """`choose_file` asks where a copy goes."""

    def __init__(
        self,
        office: Office,
        head: room.CommitteeRow,
        parent: QWidget | None = None,
        choose_file: ChooseFile = ask_file,
    ) -> None:
        super().__init__(parent)
        self.office, self.head, self._choose = office, head, choose_file
        self.shown: PackRow | None = None
        self._busy = self._leaving = False
        self._folder = scratch()
        self._unsettled = False  # whether the last pack was refused for what is not settled
        self.setWindowTitle(self.tr("Dossier de séance : {0}").format(head.name))
        limit = parent.window().size() if parent is not None else self.screen().availableSize()
        self.resize(QSize(1180, 680).boundedTo(limit))
        self.choices = Choices()
        self.versions = Versions()
        self.choices.pieces.setMinimumHeight(72)
        self.versions.setMinimumHeight(110)
        self.viewer = PieceViewer(None, tokens())
        self.said, self.nothing = QLabel(), QLabel()
        for words in (self.said, self.nothing):
            words.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.make_pdf = Button(self.tr("&Faire le PDF"), "file-text", kind="primary")
        self.make_book = Button(self.tr("Faire le c&lasseur"), "file-spreadsheet")
        self.save = Button(self.tr("&Enregistrer sous…"), "save")
        self.close_button = Button(self.tr("Fermer"), "x")
        self.copy = CopyBox(office.author)
        self.progress = ProgressPanel(office.runner)
        self._lay_out()
        self._wire()
        documents = room.documents(office.reader, head.id)
        pieces = [p for p in read.chosen_pieces(office.reader, head.id) if _mergeable(p)]
        self.choices.show_session(head, room.members(office.reader, head.id), documents, pieces)
        self.refresh()
        self._tell_empty()

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 16, 8, 12)
        column.setSpacing(8)
        column.addWidget(SectionTitle(self.tr("Ce que l’on veut")))
        column.addWidget(self.choices, 3)
        interest = own_interests(self.office.reader, self.head.id, self.office.author)
        if interest:
            told = QLabel(interest)
            told.setWordWrap(True)
            column.addWidget(told)
        buttons = QHBoxLayout()
        buttons.addWidget(self.make_pdf)
        buttons.addWidget(self.make_book)
        column.addLayout(buttons)
        column.addWidget(SectionTitle(self.tr("Versions remises")))
        column.addWidget(self.versions, 2)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(8, 16, 16, 12)
        beside.addWidget(self.said)
        beside.addWidget(self.viewer, 1)
        beside.addWidget(self.nothing, 1)
        beside.addWidget(self.progress)
        line = QHBoxLayout()
        line.addWidget(self.save)
        line.addWidget(self.copy, 1)
        line.addStretch()
        line.addWidget(self.close_button)
        beside.addLayout(line)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(scrolled(left))
        parts.addWidget(right)
        parts.setStretchFactor(1, 1)
        parts.setSizes([470, 710])
        parts.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(parts)

    def _wire(self) -> None:
        self.make_pdf.clicked.connect(lambda: self.start(".pdf"))
        self.make_book.clicked.connect(lambda: self.start(".xlsx"))
        self.save.clicked.connect(self.save_copy)
        self.close_button.clicked.connect(self.reject)
        self.versions.opened.connect(self.show_pack)
        self.viewer.open_outside_wanted.connect(lambda _path: self.save_copy())
        self.make_pdf.setDefault(True)
        for button in (self.make_book, self.save, self.close_button):
            button.setAutoDefault(False)
        QShortcut(QKeySequence("Ctrl+Return"), self, lambda: self.start(".pdf"))
        QShortcut(QKeySequence.StandardKey.Save, self, self.save_copy)
        if self.office.read_only:
            for button in (self.make_pdf, self.make_book):
                button.setEnabled(False)
                button.setToolTip(self.tr("Cette base est ouverte en lecture seule."))

    # --- making ---------------------------------------------------------------------------------------------

    def start(self, suffix: str) -> None:
        """Make the pack beside the window, with its progress."""
        if not self.make_pdf.isEnabled():
            return
        wish, files, key = self.choices.wish(), self.office.files, self.head.id
        self._set_busy(True)

        def work(progress: Progress) -> Made | None:
            reader: sqlite3.Connection = progress.session
            try:
                ready = prepare(reader, files, key, wish)
                return Made(ready, *written(ready, files, suffix, progress), suffix)
            except Stopped:
                return None  # told by the runner; nothing was written
            except ValueError as why:
                self._unsettled = isinstance(why, Unsettled)
                raise Refusal(str(why)) from why

        self.office.runner.run(work, self._made, self._failed, self.tr("Faire le dossier de séance"))

    def _made(self, made: Made | None) -> None:
        self._set_busy(False)
        if made is None or self._leaving:
            return self._left()
        done = self.office.do(
            hand_out, committee=self.head.id, rows=made.ready.rows, edition=made.ready.edition,
            content=made.content, name=f"seance{made.suffix}", pages=made.pages,
        )  # fmt: skip
        self.refresh()
        if done is not None:
            self.versions.choose(done.value)
        return None

    def _failed(self, sentence: str) -> None:
        self._set_busy(False)
        self.said.setText(sentence)
        if self._unsettled:
            self.choices.forced.show()
        self._left()

    def _left(self) -> None:
        if self._leaving:
            super().reject()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        for part in (self.make_pdf, self.make_book, self.choices):
            part.setEnabled(not busy and not self.office.read_only)

    # --- what is shown ---------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the versions again."""
        found = read.packs(self.office.reader, self.head.id)
        self.versions.show_packs(found)
        self.choices.show_versions(found)

    def _tell_empty(self) -> None:
        """What this place is for, until a pack is shown."""
        self.save.setEnabled(False)
        self.viewer.hide()
        if self.versions.rows:
            self.nothing.setText(self.tr("Choisissez une version à relire, ou faites-en une nouvelle."))
        else:
            self.nothing.setText(
                self.tr(
                    "Aucune version n’est encore remise.\n« Faire le PDF » fige les lignes de la séance et "
                    "les met en pages : chaque version garde son empreinte."
                )
            )

    def show_pack(self, pack: PackRow) -> None:
        """Show a pack handed out, as it was."""
        self.shown = pack
        self.nothing.hide()
        self.viewer.show()
        self.save.setEnabled(pack.file is not None)
        pages = f"{pack.pages} {plural(pack.pages, 'page')}" if pack.pages else self.tr("classeur")
        words = self.tr("Version {0}, {1} · {2} · empreinte {3}…")
        self.said.setText(words.format(pack.version, self.versions.kind(pack), pages, pack.sha256[:16]))
        if pack.file and pack.pages:
            self.viewer.show_piece(clear_path(self.office.files, pack.file, Path(self._folder.path())))
        else:
            self.viewer.clear()
            self.viewer.say(self.tr("Un classeur se relit dans un tableur : enregistrez-le."))

    def save_copy(self) -> None:
        """Write the pack shown where the person chooses."""
        pack = self.shown
        if pack is None or pack.file is None:
            return
        suffix = ".pdf" if pack.pages else ".xlsx"
        kind = self.tr("Additif") if pack.since is not None else self.tr("Dossier de séance")
        name = (
            safe(" ".join(p for p in (kind, self.head.code, f"v{pack.version}", pack.audience) if p)) + suffix
        )
        place = self._choose(self, name, suffix)
        if place is None:
            return
        copy = self.copy.copy() if suffix == ".pdf" else None
        try:
            content = content_of(self.office.files, pack.file)
            write_whole(place, marked(content, copy) if copy else content)
        except OSError as error:
            words = self.tr("Le dossier n’a pas pu être écrit : {0}. Choisissez un autre dossier.")
            QMessageBox.warning(self, self.windowTitle(), words.format(disk.reason(error)))
            return
        whom = f", {copy.words}" if copy else ""
        note_left(self.office, "exported", f"{name.removesuffix(suffix)}{whom}")
        self.said.setText(self.tr("Enregistré : {0}.").format(place))

    def done(self, result: int) -> None:
        """The file shown is let go before the window is."""
        self.viewer.clear()
        super().done(result)

    def reject(self) -> None:
        """Closing while a pack is made stops it first: nothing of it is kept."""
        if self._busy:
            self._leaving = True
            self.office.runner.cancel()
        else:
            super().reject()


def _mergeable(piece: read.ChosenRow) -> bool:
    return piece.mime in ("application/pdf", "image/jpeg", "image/png")
