"""« Réglages » : the subjects at the left with a search, the page of the chosen one at the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.flow.settings_read import learn
from desktop.rules.folding import fold
from desktop.rules.settings import BY_CODE, SUBJECTS, Subject
from desktop.ui.fields import Button, SearchField
from desktop.ui.icons import icon
from desktop.ui.intake.parts import Notice, text
from desktop.ui.office import Office
from desktop.ui.runner import Runner
from desktop.ui.settings.other_pages import OTHERS, OtherPage
from desktop.ui.settings.page import EntriesPage
from desktop.ui.settings.travelling import ChooseFile, ask_settings_file
from desktop.ui.theme import tokens

_CODE = Qt.ItemDataRole.UserRole


class SettingsWindow(QDialog):
    """Each page is made when it is first chosen."""

    def __init__(
        self,
        office: Office,
        over: QWidget | None = None,
        first: str = "",
        choose_file: ChooseFile | None = None,
    ) -> None:
        super().__init__(over)
        self._choose_file = choose_file or ask_settings_file
        self.office = office
        self.setObjectName("settings")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Réglages"))
        limit = over.window().size() if over is not None else self.screen().availableSize()
        self.resize(min(1300, limit.width()), min(680, limit.height()))
        self.pages: dict[str, EntriesPage | OtherPage] = {}
        self._areas: dict[str, QScrollArea] = {}
        self.question: QMessageBox | None = None
        self.search = SearchField(self.tr("Chercher un réglage"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Réglages"))
        self.stack = QStackedWidget()
        self.stack.addWidget(text(self.tr("Lecture de ce qui est livré…"), caption=True))
        self.shut = Button(self.tr("&Fermer"), "x")
        self.out = Button(self.tr("E&xporter…"), "upload")
        self.into = Button(self.tr("&Importer…"), "download")
        for button in (self.shut, self.out, self.into):
            button.setAutoDefault(False)
        self.notice = Notice()
        self.dialog: QDialog | None = None
        self._ready, self._wanted = False, first or SUBJECTS[0].code
        self._runner = Runner(office.at_work.open_eyes, self)
        self._fill()
        self._lay_out()
        self._connect()
        self._runner.run(
            lambda _progress: learn(), lambda _done: self._begin(), self._failed, self.tr("Lire les réglages")
        )

    def _connect(self) -> None:
        self.search.typed.connect(self._sift)
        self.search.submitted.connect(lambda _words: self._first())
        self.list.currentItemChanged.connect(lambda now, _was: self._show(now))
        self.shut.clicked.connect(self.reject)
        self.out.clicked.connect(self._export)
        self.into.clicked.connect(self._import)
        self.office.changed.connect(self._heed)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)

    def _begin(self) -> None:
        self._ready = True
        self.choose(self._wanted)

    def _failed(self, sentence: str) -> None:
        self.stack.addWidget(text(sentence))
        self.stack.setCurrentIndex(self.stack.count() - 1)

    def _fill(self) -> None:
        group = ""
        for subject in SUBJECTS:
            if subject.group != group:
                group = subject.group
                self._head(group)
            item = QListWidgetItem(icon(subject.icon, tokens().ink), subject.title, self.list)
            item.setData(_CODE, subject.code)
            item.setToolTip(subject.about)
        self._head(self.tr("Autres"))
        for other in OTHERS:
            item = QListWidgetItem(icon(other.icon, tokens().ink), other.title, self.list)
            item.setData(_CODE, other.code)
        for row in range(self.list.count()):  # or the first are measured without the style sheet
            self.list.item(row).setSizeHint(QSize(150, 30 if self.list.item(row).data(_CODE) else 36))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _head(self, words: str) -> None:
        head = QListWidgetItem(words.upper(), self.list)
        head.setFlags(Qt.ItemFlag.NoItemFlags)

    def _lay_out(self) -> None:
        side = QWidget()
        side.setFixedWidth(218)
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.search)
        left.addWidget(self.list, 1)
        middle = QHBoxLayout()
        middle.addWidget(side)
        middle.addWidget(self.stack, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.out)
        foot.addWidget(self.into)
        foot.addWidget(self.notice, 1)
        foot.addStretch(0)
        foot.addWidget(self.shut)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        column.addLayout(middle, 1)
        column.addLayout(foot)

    def _export(self) -> None:
        from desktop.ui.settings.travelling import open_export

        self.notice.tell("")
        self.dialog = open_export(self.office, self, self._choose_file)

    def _import(self) -> None:
        from desktop.ui.settings.travelling import open_import

        self.notice.tell("")
        told = self.notice.tell
        self.dialog = open_import(self.office, self, lambda words: told(words, "bad"), self._choose_file)
        if self.dialog is not None:
            self.dialog.accepted.connect(self._read_others)

    def _read_others(self) -> None:
        """What is kept beside the base is told by nobody."""
        for page in self.pages.values():
            if isinstance(page, OtherPage):
                page.read()

    def choose(self, code: str) -> None:
        """Show the page of a subject."""
        self._wanted = code
        for row in range(self.list.count()):
            if self.list.item(row).data(_CODE) == code:
                self.list.setCurrentRow(row)
                self._show(self.list.item(row))

    def page(self) -> EntriesPage | None:
        """The page in front."""
        area = self.stack.currentWidget()
        shown = area.widget() if isinstance(area, QScrollArea) else None
        return shown if isinstance(shown, EntriesPage) else None

    def _show(self, item: QListWidgetItem | None) -> None:
        code = item.data(_CODE) if item is not None else None
        if code is None or not self._ready:
            return
        if code not in self.pages:
            self.pages[code] = self._make(code)
            self._areas[code] = _in_a_small_window(self.pages[code], item.text() if item else code)
            self.stack.addWidget(self._areas[code])
        self.stack.setCurrentWidget(self._areas[code])

    def _make(self, code: str) -> EntriesPage | OtherPage:
        for other in OTHERS:
            if other.code == code:
                return other.make(self.office)
        subject = BY_CODE[code]
        if code == "letters":
            from desktop.ui.settings.letters_page import LettersPage

            return LettersPage(self.office, subject)
        if code == "head":
            from desktop.ui.settings.head_page import HeadPage

            return HeadPage(self.office, subject)
        if code == "score-grids":
            from desktop.ui.settings.grids_page import ScoreGridsPage

            return ScoreGridsPage(self.office, subject)
        page = EntriesPage(self.office, subject)
        if code == "rights":
            page.form.show_field("words", on=False)  # the line that is chosen says it
        return page

    def _sift(self, words: str) -> None:
        wanted = fold(words).split()
        for row in range(self.list.count()):
            item = self.list.item(row)
            subject = BY_CODE.get(item.data(_CODE) or "")
            told = fold(_searched(subject) if subject else item.text() if item.data(_CODE) else "")
            item.setHidden(bool(wanted) and not all(word in told for word in wanted))

    def _first(self) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            if not item.isHidden() and item.data(_CODE):
                self.list.setCurrentItem(item)
                self.list.setFocus()
                return

    def _heed(self, tables: frozenset[str], _dossiers: frozenset[bytes]) -> None:
        for page in self.pages.values():
            if isinstance(page, EntriesPage) and tables & {page.subject.table, "setting", "score", "mark"}:
                page.read()

    def done(self, result: int) -> None:
        """The reading beside the window ends with it."""
        self._runner.stop()
        for page in self.pages.values():
            page.close_down()
        super().done(result)

    def unsaved(self) -> list[EntriesPage]:
        """The pages where something waits to be saved."""
        return [page for page in self.pages.values() if isinstance(page, EntriesPage) and page.pending]

    def reject(self) -> None:
        """What is typed and not saved is asked about first."""
        if not self.unsaved():
            super().reject()
            return
        names = ", ".join(page.subject.title for page in self.unsaved())
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Réglages"))
        box.setText(self.tr("Ce qui est tapé n’est pas enregistré\u00a0: {0}.").format(names))
        leave = box.addButton(self.tr("&Fermer sans enregistrer"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("&Continuer"), QMessageBox.ButtonRole.RejectRole)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        leave.clicked.connect(super().reject)
        self.question = box
        box.open()


def _in_a_small_window(page: QWidget, name: str) -> QScrollArea:
    """The page, which scrolls where the window is smaller than it needs."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    area.setWidget(page)
    return area


def _searched(subject: Subject) -> str:
    fields = " ".join(field.words for field in subject.fields)
    return f"{subject.title} {subject.about} {subject.group} {fields}"
