"""What the tabs of « Obligations » share: a year, a reading, a file that leaves, a dossier to open."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.rules import disk
from desktop.ui.intake.parts import Notice, text
from desktop.ui.office import Office
from desktop.ui.reading_tab import ReadingTab
from desktop.ui.runner import Progress
from desktop.ui.traced import note_left
from desktop.ui.walk import Walk

Ask = Callable[[QWidget, str, str, str], Path | None]


def ask_file(over: QWidget, title: str, name: str, kind: str) -> Path | None:
    """The file that the person names; `kind` is « Classeur (*.xlsx) »."""
    chosen, _kind = QFileDialog.getSaveFileName(over, title, str(Path.home() / name), kind)
    return Path(chosen) if chosen else None


class DutyTab(ReadingTab):
    """`ask` asks where a file goes."""

    def __init__(self, office: Office, ask: Ask = ask_file) -> None:
        super().__init__(office)
        self._ask = ask
        self.notice = Notice()
        self.year = QComboBox()
        self.year.setAccessibleName(self.tr("Année"))
        self.year.setMinimumWidth(172)
        self.year.activated.connect(lambda _index: self.read())

    def stand(self, about: str, parts: Sequence[tuple[QWidget, int]], foot: Sequence[QWidget]) -> None:
        """The year and what this tab is about above, the parts with their stretch, a foot whose first part
        takes the room."""
        top, below = QHBoxLayout(), QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.year)
        top.addWidget(text(about), 1)
        below.setSpacing(8)
        for place, part in enumerate(foot):
            below.addWidget(part, 0 if place else 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        for part, stretch in parts:
            column.addWidget(part, stretch)
        column.addLayout(below)

    def says(self) -> tuple[str, str]:
        return self.tr("Lire les obligations"), self.tr("Ceci n’a pas pu être lu")

    def read(self) -> None:
        """Read again; who sees some quarters alone reads nothing: what is owed is owed for all of them."""
        if not self._office.at_work.person.quarters:
            super().read()
            return
        words = self.tr(
            "Les obligations portent sur tout le contrat, et vous voyez vos quartiers seulement\u00a0: "
            "demandez-les à quelqu’un qui voit tous les dossiers."
        )
        self.state.tell("empty", self.tr("Hors de vos quartiers"), words)
        for button in self.findChildren(QPushButton):
            if button.parent() is self:
                button.setEnabled(False)

    # The year

    def chosen_year(self) -> int | None:
        """The year in front; None for all of them."""
        year: int | None = self.year.currentData()
        return year

    def offer_years(self, years: Sequence[int], *, every: str = "") -> None:
        """The years that there are, the last first; `every`: the words of all of them together."""
        kept, fresh = self.chosen_year(), self.year.count() == 0
        self.year.clear()
        if every:
            self.year.addItem(every, None)
        for year in sorted(years, reverse=True):
            self.year.addItem(str(year), year)
        at = self.year.findData(kept)
        self.year.setCurrentIndex(0 if fresh or at < 0 else at)

    # A file that leaves

    def write_file(self, out: Path, what: str, make: Callable[[sqlite3.Connection], bytes]) -> None:
        """Make a file beside the window and write it whole; what is refused or done is told in place."""

        def work(progress: Progress) -> str:
            from desktop.letters.files import write_whole

            progress(what, 0.2)
            try:
                write_whole(out, make(progress.session))
            except ValueError as refusal:  # its French sentence: nothing was written
                return str(refusal)
            except OSError as fault:
                return self.tr(
                    "«\u00a0{0}\u00a0» ne peut pas être écrit ({1})\u00a0: rien n’a changé."
                ).format(out.name, disk.reason(fault))
            return ""

        def done(refused: str) -> None:
            if self._closed:
                return
            if refused:
                self.notice.tell(refused, "bad")
                return
            note_left(self._office, "exported", f"{what}\u00a0: «\u00a0{out.name}\u00a0»")
            self.notice.tell(self.tr("Écrit dans «\u00a0{0}\u00a0».").format(out.name), "good")
            self.wrote(out)

        self._office.runner.run(work, done, lambda words: self.notice.tell(words, "bad"), what)

    def wrote(self, out: Path) -> None:
        """A file was written."""

    # A dossier

    def open_one(self, key: bytes, keys: Sequence[bytes]) -> None:
        """Open a dossier, the others of the table after it; not one that an interest closes here."""
        from db.queries.scores import closed_to

        shut = closed_to(self._office.reader, self._office.author, key)
        if shut is not None:
            words = self.tr(
                "Ce dossier vous est fermé par un intérêt déclaré\u00a0: il est publié, mais ne s’ouvre pas."
            )
            self.notice.tell(words, "warn")
            return
        walked = tuple(dict.fromkeys(keys))
        self._office.dossier_wanted.emit(key, Walk(walked).at(key))
