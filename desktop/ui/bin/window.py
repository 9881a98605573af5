"""The window of the recycle bin: dossiers on one page, rows removed of late on the other; both come back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.rules.folding import fold
from desktop.ui.fields import Button
from desktop.ui.intake.rows import Line, Rows, one_line
from desktop.ui.office import Office
from desktop.ui.tongue import plural
from desktop.ui.walk import Walk

if TYPE_CHECKING:
    from desktop.flow.bin import InBin
    from desktop.flow.removed import Gone


class _Page(QWidget):
    """A search, a table, one sentence and buttons."""

    def __init__(self, name: str, headings: list[tuple[str, int]], hint: str) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(hint)
        self.search.setClearButtonEnabled(True)
        self.rows = Rows(name, headings)
        self.rows.setSelectionMode(Rows.SelectionMode.ExtendedSelection)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.deeds = QHBoxLayout()
        self.deeds.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 8)
        column.setSpacing(10)
        column.addWidget(self.search)
        column.addWidget(self.rows, 1)
        column.addWidget(self.said)
        column.addLayout(self.deeds)

    def button(self, words: str, icon: str, deed: Callable[[], object], *, first: bool = False) -> Button:
        made = Button(words, icon, kind="primary") if first else Button(words, icon)
        made.setAutoDefault(False)
        made.clicked.connect(lambda _on=False: deed())
        self.deeds.addWidget(made)
        return made

    def show_lines(self, lines: list[Line], empty: str, told: str) -> None:
        """The lines that hold every word sought."""
        words = fold(self.search.text()).split()
        kept = [line for line in lines if all(word in fold(" ".join(line.cells)) for word in words)]
        self.rows.show_lines(kept)
        self.said.setText(told if lines else empty)

    def chosen(self) -> list[Line]:
        """The lines selected, in their order."""
        places = sorted({index.row() for index in self.rows.selectionModel().selectedRows()})
        return [self.rows.rows.lines[place] for place in places]


class BinWindow(QDialog):
    """Reads again after each deed."""

    def __init__(self, office: Office, over: QWidget | None = None) -> None:
        super().__init__(over)
        self.setObjectName("bin")
        self.setWindowTitle(self.tr("Corbeille"))
        limit = over.window().size() if over is not None else self.screen().availableSize()
        self.resize(min(1040, limit.width()), min(600, limit.height()))
        self._office, self._shut = office, False
        self._dossiers: list[InBin] = []
        self._gone: list[Gone] = []
        self._make_dossiers()
        self._make_rows()
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("Ce que la corbeille garde"))
        self.tabs.addTab(self.dossiers, self.tr("&Dossiers"))
        self.tabs.addTab(self.lines, self.tr("&Supprimés depuis 30 jours"))
        leave = Button(self.tr("&Fermer"), "x")
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.addWidget(self.tabs, 1)
        column.addLayout(foot)
        office.changed.connect(self.refresh)
        office.closing.connect(self._shut_down)
        self.refresh()

    def _make_dossiers(self) -> None:
        page = self.dossiers = _Page(
            self.tr("Dossiers à la corbeille"),
            [
                (self.tr("Numéro"), 115), (self.tr("Intitulé"), 0), (self.tr("Mis par"), 105),
                (self.tr("Le"), 90), (self.tr("Raison"), 170), (self.tr("Part le"), 100),
            ],
            self.tr("Chercher un dossier de la corbeille"),
        )  # fmt: skip
        self.look = page.button(self.tr("&Ouvrir"), "folder-open", self._open)
        self.back = page.button(self.tr("&Reprendre"), "undo-2", self.take_back, first=True)
        self.empty = page.button(self.tr("&Vider pour de bon…"), "trash-2", self.ask_empty)
        page.search.textChanged.connect(lambda _words: self._show_dossiers())

    def _make_rows(self) -> None:
        page = self.lines = _Page(
            self.tr("Ce qui a été supprimé"),
            [
                (self.tr("Quoi"), 190), (self.tr("Dossier"), 115), (self.tr("Contenu"), 0),
                (self.tr("Par"), 130), (self.tr("Quand"), 140),
            ],
            self.tr("Chercher ce qui a été supprimé"),
        )  # fmt: skip
        self.again = page.button(self.tr("Re&mettre"), "undo-2", self.put_back, first=True)
        page.search.textChanged.connect(lambda _words: self._show_rows())

    def refresh(self, *_touched: object) -> None:
        """Read both pages again."""
        if self._shut:
            return
        from desktop.flow.bin import in_bin
        from desktop.flow.removed import gone

        self._dossiers, self._gone = in_bin(self._office.reader), gone(self._office.reader)
        self._show_dossiers()
        self._show_rows()

    def _show_dossiers(self) -> None:
        lines = [self._dossier(one) for one in self._dossiers]
        count = len(lines)
        told = self.tr("{0} {1} à la corbeille.").format(count, plural(count, self.tr("dossier")))
        empty = self.tr("Aucun dossier à la corbeille. Dans la liste, la touche Suppr en met un.")
        self.dossiers.show_lines(lines, empty, told)
        forbidden = self._office.why_not("delete")
        for button in (self.back, self.empty):
            button.setEnabled(bool(lines) and not forbidden)
            button.setToolTip(forbidden)
        self.look.setEnabled(bool(lines))

    def _dossier(self, one: InBin) -> Line:
        row = one.row
        if row.since:
            leaves = self.tr("modifié depuis")
        else:
            leaves = f"{one.leaves:%d/%m/%Y}" if one.leaves else self.tr("reste")
        day = f"{row.at[8:10]}/{row.at[5:7]}/{row.at[:4]}"
        cells = (row.number, f"{row.title} – {row.applicant}", row.author, day, one_line(row.reason), leaves)
        return Line(cells, "warn" if row.since else "neutral", row.id)

    def _show_rows(self) -> None:
        lines = [
            Line(
                (one.kind, one.row.number or "–", one_line(one.words), one.row.author,
                 f"{one.row.at[8:10]}/{one.row.at[5:7]}/{one.row.at[:4]} {one.row.at[11:16]}"),
                "neutral",
                one.row.op,
            )
            for one in self._gone
        ]  # fmt: skip
        count = len(lines)
        told = self.tr("{0} {1}. Ce que l’on remet retrouve sa place, en une étape qui s’annule.").format(
            count, plural(count, self.tr("ligne supprimée"), self.tr("lignes supprimées"))
        )
        self.lines.show_lines(lines, self.tr("Rien n’a été supprimé depuis 30 jours."), told)
        forbidden = self._office.why_not("undo")
        self.again.setEnabled(bool(lines) and not forbidden)
        self.again.setToolTip(forbidden)

    def _shut_down(self) -> None:
        self._shut = True
        self.reject()

    # Deeds

    def _open(self) -> None:
        chosen = self.dossiers.chosen()
        if chosen:
            self.accept()
            key = chosen[0].what
            self._office.dossier_wanted.emit(key, Walk.alone(key))

    def take_back(self) -> None:
        """Bring the chosen dossiers back into the lists."""
        from desktop.flow.bin import take_back

        keys = [line.what for line in self.dossiers.chosen()]
        if keys and self._office.do(take_back, dossiers=keys) is not None:
            self._office.told.emit(self.tr("Repris\u00a0: les dossiers sont dans les listes."), "good")

    def ask_empty(self) -> QMessageBox | None:
        """Ask before what can't be undone."""
        chosen = self.dossiers.chosen()
        if not chosen:
            return None
        named = ", ".join(line.cells[0] for line in chosen[:8]) + ("…" if len(chosen) > 8 else "")
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("Corbeille"), "", parent=self)
        box.setObjectName("sure")
        box.setText(self.tr("Vider pour de bon {0}\u00a0?").format(named))
        box.setInformativeText(
            self.tr(
                "Textes, personnes, pièces et notes sont effacés de la base et du journal. Il n’en reste "
                "que le numéro et les dates. Cela ne s’annule pas."
            )
        )
        yes = box.addButton(self.tr("&Vider"), QMessageBox.ButtonRole.DestructiveRole)
        box.setEscapeButton(box.addButton(self.tr("&Ne rien changer"), QMessageBox.ButtonRole.RejectRole))
        keys = [line.what for line in chosen]
        box.finished.connect(lambda _code: self._empty(keys) if box.clickedButton() is yes else None)
        box.finished.connect(box.deleteLater)
        box.open()
        return box

    def _empty(self, keys: list[bytes]) -> None:
        office = self._office

        def work(_progress: object) -> int:
            from desktop.flow.bin import let_go

            return let_go(office.store, keys)

        def done(count: int) -> None:
            if self._shut:  # the file was closed meanwhile
                return
            office.heed(frozenset({"dossier", "piece"}), frozenset(keys))
            emptied = plural(count, self.tr("dossier vidé"), self.tr("dossiers vidés"))
            office.told.emit(self.tr("{0} {1} pour de bon.").format(count, emptied), "good")
            self.refresh()

        office.runner.run(
            work, done, lambda words: office.told.emit(words, "bad"), self.tr("Vider la corbeille")
        )

    def put_back(self) -> None:
        """Put the chosen rows back where they were."""
        from desktop.flow.removed import put_back_rows

        ops = [line.what for line in self.lines.chosen()]
        if ops and (done := self._office.do(put_back_rows, ops=ops)) is not None:
            count = int(done.value)
            words = plural(count, self.tr("ligne est revenue"), self.tr("lignes sont revenues"))
            self._office.told.emit(f"{count} {words}.", "good")


def open_bin(office: Office, over: QWidget) -> BinWindow:
    """« Corbeille », over the window."""
    window = BinWindow(office, over)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.open()
    return window
