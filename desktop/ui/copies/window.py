"""The window of the copies: when each was made and why, whether it was proved, putting one back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.fields import Button
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.office import Office
from desktop.ui.progress import ProgressPanel
from desktop.ui.runner import Cancelled, Progress
from desktop.ui.tongue import plural, typography

if TYPE_CHECKING:
    from desktop.flow.copies import Copy, Kept

ChooseFolder = Callable[[QWidget, str], Path | None]


def ask_folder(over: QWidget, title: str) -> Path | None:
    """A folder of another disk, None when given up."""
    name = QFileDialog.getExistingDirectory(over, title, str(Path.home()))
    return Path(name) if name else None


class CopiesWindow(QDialog):
    """`restore_wanted` tells which copy is to be put back: whoever opened the base closes it for that."""

    restore_wanted = Signal(object)  # Path

    def __init__(
        self, office: Office, over: QWidget | None = None, choose: ChooseFolder = ask_folder
    ) -> None:
        super().__init__(over)
        self.setObjectName("copies")
        self.setWindowTitle(self.tr("Copies de la base"))
        limit = over.window().size() if over is not None else self.screen().availableSize()
        self.resize(min(1000, limit.width()), min(560, limit.height()))
        self._office, self._choose = office, choose
        self.running = False
        self.shown: list[Copy] = []
        self.said, self.lost, self.place = QLabel(), QLabel(), QLabel()
        for words in (self.said, self.lost, self.place):
            words.setWordWrap(True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.rows = Rows(
            self.tr("Copies de la base"),
            [
                (self.tr("Faite le"), 165), (self.tr("Pourquoi"), 0), (self.tr("Taille"), 80),
                (self.tr("Où"), 170), (self.tr("État"), 170),
            ],
            right=(2,),
        )  # fmt: skip
        self.rows.picked.connect(self._picked)
        self._make_buttons()
        self._lay_out()
        self.refresh()

    def _make_buttons(self) -> None:
        self.make = Button(self.tr("Copier &maintenant"), "copy", kind="primary")
        self.check = Button(self.tr("&Vérifier"), "shield")
        self.check.setToolTip(self.tr("Reprend la copie à l’essai, dans un dossier à part, et la relit"))
        self.restore = Button(self.tr("&Remettre cette copie…"), "history")
        self.second = Button(self.tr("&Second lieu…"), "folder")
        self.alone = Button(self.tr("&Nulle part ailleurs"), "x")
        for button, deed in (
            (self.make, self.copy_now), (self.check, self.check_it), (self.restore, self.ask_restore),
            (self.second, self.ask_second), (self.alone, lambda: self._choose_second(None)),
        ):  # fmt: skip
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, deed=deed: deed())

    def _lay_out(self) -> None:
        deeds = QHBoxLayout()
        for button in (self.make, self.check, self.restore):
            deeds.addWidget(button)
        deeds.addStretch(1)
        below = QGridLayout()
        below.addWidget(self.place, 0, 0)
        below.addWidget(self.second, 0, 1)
        below.addWidget(self.alone, 0, 2)
        below.setColumnStretch(0, 1)
        leave = Button(self.tr("&Fermer"), "x")
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(ProgressPanel(self._office.runner), 1)
        foot.addStretch(0)
        foot.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addLayout(deeds)
        column.addWidget(self.said)
        column.addWidget(self.rows, 1)
        column.addWidget(self.lost)
        column.addLayout(below)
        column.addLayout(foot)

    # What there is

    def refresh(self) -> None:
        """Read the places again; what is chosen stays chosen."""
        from desktop.flow import copies

        path, before = self._office.path, self.chosen()
        self.shown = copies.listed(path)
        self.rows.show_lines([self._line(copy) for copy in self.shown])
        names = [copy.path.name for copy in self.shown]
        if before is not None and before.path.name in names:
            self.rows.selectRow(names.index(before.path.name))
        count = len(self.shown)
        self.said.setText(
            self.tr("{0} {1}, la plus récente en tête.").format(count, plural(count, self.tr("copie")))
            if count
            else self.tr(
                "Aucune copie encore\u00a0: Parvis en fait une à la première ouverture de chaque jour."
            )
        )
        second = copies.second(path)
        if second is None:
            self.place.setText(
                self.tr("Une clé, un autre disque ou un partage peut garder les mêmes copies et les pièces.")
            )
        else:
            there = "" if second.is_dir() else self.tr(" – absent, il sera rattrapé à son retour")
            self.place.setText(self.tr("Second lieu\u00a0: {0}{1}").format(second, there))
        self.alone.setVisible(second is not None)
        self._tell()

    def _line(self, copy: Copy) -> Line:
        from desktop.flow.copies import WHY, place_words, state_words

        size = f"{copy.size / 1_000_000:.1f}\u00a0Mo".replace(".", ",")
        bad = copy.proof is not None and bool(copy.proof.faults)
        tone = "bad" if bad else "neutral" if copy.proof is None else "good"
        when = f"{copy.at:%d/%m/%Y %H:%M}"
        words = (when, WHY.get(copy.why, copy.why), size, place_words(copy), state_words(copy))
        return Line(words, tone, copy)

    def chosen(self) -> Copy | None:
        """The copy of the current line."""
        index = self.rows.currentIndex()
        return self.shown[index.row()] if index.isValid() and index.row() < len(self.shown) else None

    def _picked(self, copy: Any) -> None:
        self.lost.setText("" if copy is None else self._lost(copy))
        self._tell()

    def _lost(self, copy: Copy) -> str:
        import sqlite3

        from db.connection import Refused
        from desktop.flow.copies import lost_words, since

        if copy.proof is not None and copy.proof.faults:
            return typography(copy.proof.faults[0])
        try:
            return typography(lost_words(since(self._office.path, copy.path)))
        except (sqlite3.Error, Refused) as error:
            return self.tr("Cette copie ne se lit pas ({0}).").format(error)

    def _tell(self) -> None:
        copy, office = self.chosen(), self._office
        forbidden = office.why_not("restore")
        self.make.setEnabled(not self.running and not office.why_not("backup"))
        self.check.setEnabled(not self.running and copy is not None)
        sound = copy is not None and not (copy.proof and copy.proof.faults)
        self.restore.setEnabled(not self.running and sound and not forbidden)
        self.restore.setToolTip(forbidden or self.tr("La base d’aujourd’hui est gardée d’abord"))
        for button in (self.second, self.alone):
            button.setEnabled(not self.running and not office.why_not("backup"))

    # Deeds

    def _run(self, title: str, work: Callable[[Progress], tuple[str, bool]]) -> None:
        """`work` answers a sentence and whether it warns."""
        from desktop.flow.copies import Stopped

        def deed(progress: Progress) -> tuple[str, bool]:
            try:
                return work(progress)
            except Stopped as wish:
                raise Cancelled from wish

        self.running = True
        self._tell()
        self._office.runner.run(
            deed, lambda told: self._end(*told), lambda told: self._end(told, True), title
        )

    def _end(self, sentence: str, warns: bool) -> None:
        self.running = False
        self.refresh()
        self.said.setText(typography(sentence))
        self._office.told.emit(typography(sentence), "warn" if warns else "good")

    def copy_now(self) -> None:
        """A copy, proved, and brought to the second place."""
        path = self._office.path

        def work(progress: Progress) -> tuple[str, bool]:
            from desktop.flow import copies

            progress(self.tr("Copier la base"), 0.1)
            copies.now(path)
            kept: Kept = copies.of_the_day(path, progress)
            return " ".join(kept.sentences), kept.warns

        self._run(self.tr("Copier la base"), work)

    def check_it(self) -> None:
        """Restore the chosen copy in a place of its own and read it again."""
        copy, path = self.chosen(), self._office.path
        if copy is None:
            return

        def work(progress: Progress) -> tuple[str, bool]:
            from desktop.flow import copies

            proof = copies.prove(copy.path, path, progress)
            return copies.proof_words(copy, proof), bool(proof.faults)

        self._run(self.tr("Vérifier une copie"), work)

    def ask_restore(self) -> None:
        """Say what would be lost, then hand the copy to whoever can close the base."""
        copy = self.chosen()
        if copy is None or not self.restore.isEnabled():
            return
        words = self.tr("Remettre la copie du {0}\u00a0?").format(f"{copy.at:%d/%m/%Y à %H:%M}")
        more = self.tr("{0}\n\nLa base d’aujourd’hui est d’abord gardée parmi les copies.")
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Copies de la base"), words, parent=self)
        box.setObjectName("sure")
        box.setInformativeText(more.format(self._lost(copy)))
        yes = box.addButton(self.tr("&Remettre"), QMessageBox.ButtonRole.AcceptRole)
        box.setEscapeButton(box.addButton(self.tr("&Ne rien changer"), QMessageBox.ButtonRole.RejectRole))
        box.finished.connect(lambda _code: self._sure(copy) if box.clickedButton() is yes else None)
        box.finished.connect(box.deleteLater)
        box.open()

    def _sure(self, copy: Copy) -> None:
        self.accept()
        self.restore_wanted.emit(copy.path)

    def ask_second(self) -> None:
        """Choose the folder that receives the same copies."""
        folder = self._choose(self, self.tr("Second lieu des copies"))
        if folder is not None:
            self._choose_second(folder)

    def _choose_second(self, folder: Path | None) -> None:
        from desktop.flow import copies

        try:
            copies.choose_second(self._office.path, folder)
        except (ValueError, OSError) as refusal:
            self.said.setText(typography(str(refusal)))
            return
        self.refresh()
        if folder is None:
            return
        path = self._office.path

        def work(progress: Progress) -> tuple[str, bool]:
            done = copies.carry(path, progress)
            assert done is not None  # it was just chosen
            if done.absent:
                return copies.absent_words(path, done), True
            return copies.carried_words(done), False

        self._run(self.tr("Déposer les copies au second lieu"), work)

    def reject(self) -> None:
        """Closing while a copy is proved stops it."""
        if self.running:
            self._office.runner.cancel()
        super().reject()


def show_copies(office: Office, over: QWidget) -> CopiesWindow:
    """Open it."""
    window = CopiesWindow(office, over)
    window.finished.connect(window.deleteLater)
    window.open()
    return window
