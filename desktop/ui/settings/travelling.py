"""Settings in one file: which subjects leave, and what a file would change before it is taken in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.exchange.settings_file import SUFFIX, SettingsFile
from desktop.flow.formats_parcel import CODE, TITLE
from desktop.flow.settings_parcel import (
    STATES,
    Told,
    compared,
    parcel,
    read_parcel,
    take_formats,
    take_in,
)
from desktop.letters.files import write_whole
from desktop.rules import disk
from desktop.rules.settings import SUBJECTS
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice, text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.office import Office
from desktop.ui.tongue import date_short, plural

_CODE = Qt.ItemDataRole.UserRole
_TONES = {"new": "good", "changed": "accent", "same": "neutral", "refused": "bad"}
ChooseFile = Callable[[QWidget, bool], Path | None]  # over what; to write (True) or to read


def ask_settings_file(over: QWidget, writing: bool) -> Path | None:
    """Where the file of settings goes, or which one is read."""
    say = QCoreApplication.translate
    kinds = say("settings", "Réglages de Parvis (*{0})").format(SUFFIX)
    if writing:
        first = str(Path.home() / f"service{SUFFIX}")
        name, _ = QFileDialog.getSaveFileName(over, say("settings", "Exporter les réglages"), first, kinds)
        return Path(name).with_suffix(SUFFIX) if name else None
    name, _ = QFileDialog.getOpenFileName(
        over, say("settings", "Importer des réglages"), str(Path.home()), kinds
    )
    return Path(name) if name else None


class ExportDialog(QDialog):
    """The subjects that leave, all of them ticked at first."""

    def __init__(self, office: Office, over: QWidget, choose_file: ChooseFile = ask_settings_file) -> None:
        super().__init__(over)
        self._office, self._choose = office, choose_file
        self.setObjectName("settingsExport")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Exporter les réglages"))
        self.resize(440, 520)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Réglages qui partent"))
        for title, code in (*((one.title, one.code) for one in SUBJECTS), (TITLE, CODE)):
            item = QListWidgetItem(title, self.list)
            item.setData(_CODE, code)
            item.setCheckState(Qt.CheckState.Checked)
        self.whole = QCheckBox(self.tr("&Tout"))
        self.whole.setChecked(True)
        self.whole.clicked.connect(self._tick)
        self.list.itemChanged.connect(lambda _item: self._tell())
        self.notice = Notice()
        leave = Button(self.tr("&Annuler"))
        leave.clicked.connect(self.reject)
        self.go = Button(self.tr("&Exporter…"), "upload", kind="primary")
        self.go.clicked.connect(self._write)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(leave)
        foot.addWidget(self.go)
        column = QVBoxLayout(self)
        column.addWidget(
            text(
                self.tr(
                    "Un seul fichier, à poser à côté des dossiers ou à remettre à un autre service. Aucune "
                    "demande, aucune personne aidée n’y est."
                ),
                caption=True,
            )
        )
        column.addWidget(self.whole)
        column.addWidget(self.list, 1)
        column.addWidget(self.notice)
        column.addLayout(foot)

    def codes(self) -> list[str]:
        """The subjects that are ticked."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [item.data(_CODE) for item in items if item.checkState() == Qt.CheckState.Checked]

    def _tick(self, on: bool) -> None:
        for row in range(self.list.count()):
            self.list.item(row).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def _tell(self) -> None:
        self.go.setEnabled(bool(self.codes()))
        self.whole.setChecked(len(self.codes()) == self.list.count())

    def _write(self) -> None:
        from desktop.flow.traces import note_export

        path = self._choose(self, True)
        if path is None:
            return
        try:
            write_whole(path, parcel(self._office.reader, self._office.author, dt.date.today(), self.codes()))
        except OSError as error:
            words = self.tr("« {0} » n’a pas pu être écrit ({1}).")
            self.notice.tell(words.format(path.name, disk.reason(error)), "bad")
            return
        note_export(self._office.store, f"Réglages : « {path.name} »", (), deed="exported")
        self._office.told.emit(self.tr("Les réglages sont dans {0}.").format(path), "good")
        self.accept()


class ImportDialog(QDialog):
    """Entry by entry: new, changed, the same, refused with the reason. « Reprendre » is one step."""

    def __init__(self, office: Office, over: QWidget, file: SettingsFile) -> None:
        super().__init__(over)
        self._office, self._file = office, file
        self.setObjectName("settingsImport")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Importer des réglages"))
        self.resize(860, 520)
        self.rows = Rows(
            self.tr("Ce que le fichier changerait"),
            [(self.tr("État"), 110), (self.tr("Réglage"), 190), (self.tr("Ligne"), 240),
             (self.tr("À savoir"), 0)],
        )  # fmt: skip
        self.same = QCheckBox(self.tr("Montrer aussi ce qui est déjà &ainsi"))
        self.same.clicked.connect(lambda _on: self._show())
        self.notice = Notice()
        self.go = Button(self.tr("&Reprendre"), "download", kind="primary")
        self.go.clicked.connect(self._take)
        self.found: list[Told] = compared(office.reader, file, person=office.at_work.person)
        self._lay_out()
        self._show()

    def _lay_out(self) -> None:
        file = self._file
        day = dt.date.fromisoformat(file.made_on) if file.made_on else None
        made = self.tr("Réglages de {0}, écrits le {1} par {2}.")
        when = date_short(day) if day else "—"
        leave = Button(self.tr("&Ne rien reprendre"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.same)
        foot.addStretch(1)
        foot.addWidget(leave)
        foot.addWidget(self.go)
        column = QVBoxLayout(self)
        column.addWidget(text(made.format(file.office or "—", when, file.made_by or "—")))
        column.addWidget(self.notice)
        column.addWidget(self.rows, 1)
        column.addLayout(foot)

    def _show(self) -> None:
        shown = [one for one in self.found if one.state != "same" or self.same.isChecked()]
        shown.sort(key=lambda one: list(STATES).index(one.state) if one.state != "refused" else -1)
        self.rows.show_lines(
            [
                Line((STATES[one.state], one.subject, one.name, one.why), _TONES[one.state], one)
                for one in shown
            ]
        )
        counts = {state: sum(one.state == state for one in self.found) for state in STATES}
        good = counts["new"] + counts["changed"]
        why = self._office.why_not("settings")
        self.go.setEnabled(bool(good) and not why)
        if why:
            self.notice.tell(why, "neutral")
            return
        words = self.tr("{0} {1} à reprendre, {2} déjà ainsi, {3} {4}.")
        many = plural(good, "ligne"), plural(counts["refused"], "refusée")
        told = words.format(good, many[0], counts["same"], counts["refused"], many[1])
        self.notice.tell(told, "warn" if counts["refused"] else "good")

    def _take(self) -> None:
        if self._office.do(take_in, file=self._file) is None:
            return
        try:
            take_formats(self._file)
        except OSError as error:
            words = self.tr("Les réglages sont repris, mais pas les formats d’import ({0}).")
            self._office.told.emit(words.format(disk.reason(error)), "warn")
        self.accept()


def open_export(office: Office, over: QWidget, choose_file: ChooseFile = ask_settings_file) -> ExportDialog:
    """Ask what leaves."""
    dialog = ExportDialog(office, over, choose_file)
    dialog.open()
    return dialog


def open_import(
    office: Office, over: QWidget, refused: Callable[[str], None], choose_file: ChooseFile = ask_settings_file
) -> ImportDialog | None:
    """Ask which file, and show what it would change; a file that can't be read is told to `refused`."""
    path = choose_file(over, False)
    if path is None:
        return None
    try:
        file = read_parcel(path)
    except (ValueError, OSError) as error:
        refused(str(error))
        return None
    dialog = ImportDialog(office, over, file)
    dialog.open()
    return dialog
