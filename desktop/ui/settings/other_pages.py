"""Pages that are no list of entries: who may do what, and the formats that the import knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QLabel, QMessageBox, QVBoxLayout, QWidget

from db.rights import given
from desktop.flow.taught_formats import Format, forget, formats, rename
from desktop.rules.roles import RIGHTS, ROLES, holders
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice, text
from desktop.ui.intake.rows import PLAIN, Line, Rows
from desktop.ui.office import Office
from desktop.ui.theme import font


class OtherPage(QWidget):
    """A title, a sentence, a table, and buttons under it; nothing waits to be saved."""

    def __init__(self, office: Office, title: str, about: str) -> None:
        super().__init__()
        self.office, self.title = office, title
        self.pending: dict[str, Any] = {}
        self.notice = Notice()
        head = QLabel(title)
        head.setFont(font(17, QFont.Weight.DemiBold))
        self.buttons = QHBoxLayout()
        self.buttons.addStretch(1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 4, 4, 0)
        self.column.setSpacing(8)
        self.column.addWidget(head)
        self.column.addWidget(text(about, caption=True))
        self.column.addWidget(self.notice)

    def lay(self, rows: Rows) -> None:
        """Put the table and the buttons."""
        self.column.addWidget(rows, 1)
        self.column.addLayout(self.buttons)

    def read(self) -> None:
        """Read again what is shown."""

    def close_down(self) -> None:
        """The window closes."""


class RightsPage(OtherPage):
    """The roles against what they may do here, as every verb is held to it."""

    def __init__(self, office: Office) -> None:
        super().__init__(
            office,
            self.tr("Tableau des droits"),
            self.tr(
                "Ce que chaque rôle peut faire ici, à l’écran, au terminal et par la mallette. Un droit se "
                "change dans Droits\u00a0; qui a quel rôle, dans Personnes et droits."
            ),
        )
        self.rows = Rows(
            self.tr("Droits de chaque rôle"), [(self.tr("Peut"), 290), *((w, 132) for _c, w in ROLES)]
        )
        self.people = Button(self.tr("&Personnes et droits…"), "users")
        self.people.setAutoDefault(False)
        self.people.clicked.connect(self._open)
        self.buttons.addWidget(self.people)
        self.lay(self.rows)
        office.changed.connect(self._heed)
        self.read()

    def read(self) -> None:
        mine = given(self.office.reader)
        self.rows.show_lines([self._line(told[0], holders(verb, mine)) for verb, told in RIGHTS.items()])

    def _heed(self, tables: frozenset[str], _dossiers: frozenset[bytes]) -> None:
        if "setting" in tables:
            self.read()

    def _line(self, words: str, held: frozenset[str]) -> Line:
        yes, no = self.tr("oui"), self.tr("—")
        return Line(
            (words[:1].upper() + words[1:], *(yes if c in held else no for c, _w in ROLES)), PLAIN, words
        )

    def _open(self) -> None:
        from desktop.ui.people import open_people

        open_people(self.office, self)


class FormatsPage(OtherPage):
    """The column maps: those taught here can be renamed, or forgotten."""

    def __init__(self, office: Office) -> None:
        super().__init__(
            office,
            self.tr("Formats d’import"),
            self.tr(
                "Les tableaux que l’import reconnaît. Ceux que l’on a appris à Parvis sur ce poste, en "
                "désignant leurs colonnes, se renomment et s’oublient."
            ),
        )
        self.question: QMessageBox | QInputDialog | None = None
        self.rows = Rows(
            self.tr("Formats d’import"),
            [(self.tr("Format"), 0), (self.tr("Origine"), 170), (self.tr("Fichier"), 220)],
        )
        self.name = Button(self.tr("&Renommer…"), "pencil")
        self.drop = Button(self.tr("&Oublier"), "trash-2", kind="plain")
        for button, deed in ((self.name, self._rename), (self.drop, self._forget)):
            button.setAutoDefault(False)
            button.clicked.connect(deed)
            self.buttons.addWidget(button)
        self.lay(self.rows)
        self.rows.picked.connect(lambda _what: self._tell())
        self.read()

    def read(self) -> None:
        taught, shipped = self.tr("appris sur ce poste"), self.tr("livré")
        self.rows.show_lines(
            [
                Line((one.title, taught if one.taught else shipped, one.path.name), PLAIN, one)
                for one in formats()
            ]
        )
        self._tell()

    def current(self) -> Format | None:
        """The chosen format."""
        at = self.rows.currentIndex()
        return self.rows.rows.lines[at.row()].what if at.isValid() else None

    def _tell(self) -> None:
        why, one = self.office.why_not("settings"), self.current()
        self.notice.tell(why, "neutral")
        for button in (self.name, self.drop):
            button.setEnabled(not why and one is not None and one.taught)

    def _rename(self) -> None:
        one = self.current()
        if one is None:
            return
        box = QInputDialog(self)
        box.setWindowTitle(self.tr("Renommer le format"))
        box.setLabelText(self.tr("Son nom\u00a0:"))
        box.setTextValue(one.title)
        box.textValueSelected.connect(lambda words: self._done(lambda: rename(one, words)))
        self.question = box
        box.open()

    def _forget(self) -> None:
        one = self.current()
        if one is None:
            return
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Oublier un format"))
        words = self.tr(
            "« {0} » sera oublié\u00a0: le prochain fichier de ce genre redemandera ses colonnes."
        )
        box.setText(words.format(one.title))
        yes = box.addButton(self.tr("&Oublier"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("&Garder"), QMessageBox.ButtonRole.RejectRole)
        yes.clicked.connect(lambda: self._done(lambda: forget(one)))
        self.question = box
        box.open()

    def _done(self, deed: Callable[[], None]) -> None:
        try:
            deed()
        except (ValueError, OSError) as refusal:
            self.notice.tell(str(refusal), "bad")
            return
        self.read()


class Other(NamedTuple):
    """One line of the list of subjects, and who makes its page."""

    code: str
    title: str
    icon: str
    make: Callable[[Office], OtherPage]


OTHERS = (
    Other("rights-table", "Tableau des droits", "table", RightsPage),
    Other("formats", "Formats d’import", "file-spreadsheet", FormatsPage),
)
