"""The tab « Archive d’une année »: which years there are, write the archive of one, read an archive again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop.ui.fields import Button
from desktop.ui.fields.row import Row
from desktop.ui.intake.parts import Notice, text
from desktop.ui.intake.rows import Line
from desktop.ui.nothing_yet import invite_import
from desktop.ui.office import Office
from desktop.ui.opinions.table import PillRows
from desktop.ui.reading_tab import ReadingTab
from desktop.ui.runner import Cancelled, Progress
from desktop.ui.screen import Deed, screen_deeds
from desktop.ui.tables.state import StatePanel
from desktop.ui.tongue import plural
from desktop.ui.traced import note_left

if TYPE_CHECKING:
    from desktop.exchange.archive_check import Checked
    from desktop.flow.year_archive import YearArchived

ChooseFolder = Callable[[QWidget, str], Path | None]


def ask_folder(over: QWidget, title: str) -> Path | None:
    """The folder that the person points at."""
    chosen = QFileDialog.getExistingDirectory(over, title, str(Path.home()))
    return Path(chosen) if chosen else None


class YearTab(ReadingTab):
    """`choose_folder` asks where the archive goes, or which one is read again."""

    followed = frozenset({"dossier", "call", "merging"})

    def __init__(self, office: Office, choose_folder: ChooseFolder = ask_folder) -> None:
        super().__init__(office)
        self._choose = choose_folder
        self.written: Path | None = None
        self.table = PillRows(
            self.tr("Années"),
            [
                (self.tr("Année"), 120),
                (self.tr("Dossiers"), 100),
                (self.tr("Contenu"), 0),
            ],
            right=(1,),
        )
        self.state = StatePanel(self.table)
        self.notice = Notice()
        self.write = Button(self.tr("&Écrire l’archive…"), "folder-down", kind="primary")
        self.verify = Button(self.tr("&Vérifier une archive…"), "shield")
        self.open = Button(self.tr("&Ouvrir dans le navigateur"), "external-link")
        self.open.setEnabled(False)
        self._lay_out()
        self.table.opened.connect(lambda _what: self.ask_write())
        deeds: list[Deed] = [
            (self.write, self.tr("Archive d’une année\u00a0: écrire…"), "Ctrl+Return", self.ask_write),
            (self.verify, self.tr("Archive d’une année\u00a0: vérifier…"), "Ctrl+Shift+V", self.ask_verify),
            (self.open, self.tr("Archive d’une année\u00a0: ouvrir"), "Ctrl+I", self.show_written),
        ]
        self._actions = screen_deeds(self, deeds)

    def _lay_out(self) -> None:
        foot = Row()
        foot.setSpacing(8)
        foot.addWidget(self.open)
        foot.addWidget(self.verify)
        foot.addStretch(1)
        foot.addWidget(self.write)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(
            text(
                self.tr(
                    "Un dossier de fichiers qui s’ouvre dans dix ans sans Parvis\u00a0: un index à chercher "
                    "dans le navigateur, une fiche PDF/A par dossier, les pièces, les courriers, les tables "
                    "en CSV avec leur dictionnaire, les papiers des séances, le sort de chaque dossier, et "
                    "les empreintes de tous les fichiers."
                )
            )
        )
        column.addWidget(self.table, 1)
        column.addWidget(self.notice)
        column.addLayout(foot)

    # Reading

    def gather(self, progress: Progress) -> Any:
        from db.queries.year import years

        return years(progress.session)

    def show_found(self, found: Any) -> None:
        says = self.tr("Fiches, pièces, courriers, séances de {0}, tables, grille et quartiers")
        lines = [
            Line((str(year), str(count), says.format(year)), "neutral", year)
            for year, count in found
        ]  # fmt: skip
        self.table.show_again(lines, self.table.current())
        self.write.setEnabled(bool(found))
        if not found:
            words = self.tr("Les années viennent avec les demandes que vous importez.")
            invite_import(self.state, self._office, self.tr("Aucun dossier"), words)
        self.tell_status()

    def tell_status(self) -> None:
        self.status.emit(self.tr("Ctrl+Entrée écrire l’archive    Ctrl+Maj+V vérifier une archive"))

    def shown(self) -> None:
        super().shown()
        self.table.setFocus()

    # Deeds

    def ask_write(self) -> None:
        """Ask where, then write the archive of the year chosen beside the window."""
        year = self.table.current()
        if not isinstance(year, int):
            return
        folder = self._choose(self, self.tr("Où écrire l’archive de {0}").format(year))
        if folder is None:
            return
        out = folder / f"archive-{year}" if any(folder.iterdir()) else folder
        files, person = self._office.files, self._office.author
        whole = not self._office.at_work.person.quarters

        def work(progress: Progress) -> YearArchived | str:
            from desktop.flow.archive_set import Stopped
            from desktop.flow.year_archive import archive_year

            try:
                return archive_year(
                    progress.session, files, year, out, person=person, whole=whole, tell=progress
                )
            except Stopped as wish:
                raise Cancelled from wish
            except ValueError as refusal:  # its French sentence: nothing was written
                return str(refusal)

        self._office.runner.run(
            work, lambda answer: self._wrote(answer, out), self._failed, self.tr("Écrire l’archive")
        )

    def _wrote(self, answer: YearArchived | str, out: Path) -> None:
        if self._closed:
            return
        if isinstance(answer, str):
            self.notice.tell(answer, "bad")
            return
        from desktop.flow.satchel_paper import size_words

        self.written = out
        self.open.setEnabled(True)
        said = self.tr("«\u00a0{0}\u00a0» est écrite\u00a0: {1} {2}, {3} fichiers, {4}.").format(
            out.name, answer.dossiers, plural(answer.dossiers, self.tr("dossier"), self.tr("dossiers")),
            answer.files, size_words(answer.size),
        )  # fmt: skip
        if answer.closed:
            said += self.tr(" Fermés par un intérêt, laissés de côté\u00a0: {0}.").format(answer.closed)
        said = "\n".join([said, *answer.missing[:5]])
        if len(answer.missing) > 5:
            said += self.tr("\n… et {0} autres").format(len(answer.missing) - 5)
        self.notice.tell(said, "warn" if answer.missing else "good")
        words = self.tr("Archive de l’année {0}\u00a0: «\u00a0{1}\u00a0»").format(answer.year, out.name)
        note_left(self._office, "exported", words)

    def ask_verify(self) -> None:
        """Ask which archive, and read it again beside the window."""
        folder = self._choose(self, self.tr("Archive à vérifier"))
        if folder is None:
            return

        def work(progress: Progress) -> Checked | str:
            from desktop.flow.year_archive import read_again

            try:
                return read_again(folder, progress)
            except ValueError as refusal:
                return str(refusal)

        self._office.runner.run(work, self._verified, self._failed, self.tr("Vérifier une archive"))

    def _verified(self, answer: Checked | str) -> None:
        if isinstance(answer, str):
            self.notice.tell(answer, "bad")
        elif answer.faults:
            count = len(answer.faults)
            words = self.tr("Cette archive n’est plus ce qu’elle était\u00a0: {0} {1}.").format(
                count, plural(count, self.tr("écart"), self.tr("écarts"))
            )
            self.notice.tell("\n".join([words, *answer.faults[:5]]), "bad")
        else:
            words = self.tr("Les {0} fichiers de cette archive sont tels qu’ils ont été écrits.")
            self.notice.tell(words.format(answer.files), "good")

    def _failed(self, sentence: str) -> None:
        self.notice.tell(sentence, "bad")

    def show_written(self) -> None:
        """Open the archive just written."""
        if self.written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.written / "index.html")))
