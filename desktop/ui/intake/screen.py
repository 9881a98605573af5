"""The import in four steps: file, columns, problems, summary; then one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from db import queries
from desktop.ui.fields import Button
from desktop.ui.intake.journey import COLUMNS, FILE, PROBLEMS, SUMMARY, Journey
from desktop.ui.intake.parts import StepHeader, text
from desktop.ui.intake.queue import Queue
from desktop.ui.intake.step_columns import StepColumns
from desktop.ui.intake.step_file import StepFile
from desktop.ui.intake.step_problems import StepProblems
from desktop.ui.intake.step_summary import StepSummary
from desktop.ui.office import Office
from desktop.ui.tongue import plural

_FILTER = "*.csv *.tsv *.txt *.xlsx *.xlsm *.xls *.ods *.zip *.json *.geojson *.pdf"
_MANY = 12  # dossiers that a query can still name one by one


class IntakeScreen(QWidget):
    """The place "import". `take(paths)` queues files from elsewhere (a drop on the window)."""

    status = Signal(str)
    name, icon = "import", "download"

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self.queue = Queue()
        self.header = StepHeader(
            [self.tr("Fichier"), self.tr("Contenu"), self.tr("Problèmes"), self.tr("Résumé")]
        )
        self.files, self.columns = StepFile(), StepColumns()
        self.problems, self.summary = StepProblems(), StepSummary()
        self._which = QLabel()
        self._which.setProperty("kind", "caption")
        self.back = Button(self.tr("Précédent"), "arrow-left")
        self.aside = Button(self.tr("Remettre à plus tard"), "clock")
        self.forward = Button(self.tr("Continuer"), kind="primary")
        self._stack = QStackedWidget()
        self.journey = Journey(office, self.queue, self)
        self.setAcceptDrops(not office.read_only)
        self._lay_out()
        self._connect()
        self._at(FILE)

    # What the window asks of a screen

    @property
    def title(self) -> str:
        return self.tr("Importer des demandes")

    @property
    def widget(self) -> QWidget:
        return self

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        if "call" in touched:
            self.files.set_calls(queries.calls(self._office.reader))
        self.journey.changed_elsewhere()

    def shown(self) -> None:
        self.files.set_calls(queries.calls(self._office.reader))
        self._tell()
        (self.forward if self.forward.isEnabled() else self.files.choose).setFocus()

    def menu_actions(self) -> list[QAction]:
        return self._actions

    def close_down(self) -> None:
        """Let go of the form shown at step 2."""
        self.columns.pairing.shut()

    # Building

    def _lay_out(self) -> None:
        for page in (self.files, self.columns, self.problems, self.summary):
            self._stack.addWidget(page)
        top = QHBoxLayout()
        top.addWidget(text(self.title, 20, bold=True), 1)
        top.addWidget(self._which)
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addWidget(self.aside)
        foot.addStretch(1)
        foot.addWidget(self.forward)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 14)
        whole.setSpacing(14)
        whole.addLayout(top)
        whole.addWidget(self.header)
        whole.addWidget(self._stack, 1)
        whole.addLayout(foot)

    def _connect(self) -> None:
        self.files.choose_wanted.connect(self._choose)
        self.files.remove_wanted.connect(self._remove)
        self.files.key_in_wanted.connect(self._key_in)
        self._office.file_imported.connect(self._keyed_in)
        self.files.call.activated.connect(lambda _index: self.journey.set_call(self.files.call.currentData()))
        self.columns.changed.connect(self._tell)
        self.summary.see_wanted.connect(self._see)
        self.summary.undo_wanted.connect(self.journey.undo)
        self.summary.fill_wanted.connect(self.journey.fill)
        self.forward.clicked.connect(self._go_on)
        self.back.clicked.connect(lambda: self._at(self.header.current - 1))
        self.aside.clicked.connect(self._set_aside)
        self.journey.arrived.connect(self._at)
        self.journey.told.connect(self._tell)
        self._office.files_wanted.connect(self.take)
        self._office.undo_changed.connect(lambda back, _again: self.journey.undo_is(back))
        self._actions = [
            self._action(self.tr("Import\u00a0: étape suivante"), "Alt+Right", self.forward),
            self._action(self.tr("Import\u00a0: étape précédente"), "Alt+Left", self.back),
        ]

    def _action(self, words: str, key: str, button: Button) -> QAction:
        action = QAction(words, self)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _checked=False: button.click())
        self.addAction(action)
        return action

    # Files

    def take(self, paths: Sequence[Path]) -> None:
        """Put files in the queue."""
        if self._office.read_only:
            return
        if self.header.current == SUMMARY and self.journey.result:
            self._at(FILE)
        self.queue.add(list(paths))
        self._tell()

    def _choose(self) -> None:
        kinds = self.tr("Exports et tableaux ({0})").format(_FILTER)
        names, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Choisir les fichiers à importer"),
            "",
            f"{kinds};;{self.tr('Tous les fichiers')} (*)",
        )
        self.take([Path(name) for name in names])
        if names:
            self.forward.setFocus()

    def _remove(self, entry: object) -> None:
        self.queue.entries = [kept for kept in self.queue.entries if kept is not entry]
        self._tell()

    def _key_in(self, path: Path) -> None:
        self._office.place_wanted.emit("new")
        self._office.page_wanted.emit(path)

    def _keyed_in(self, path: Path) -> None:
        """A file that could not be read was typed beside its page."""
        for entry in self.queue.entries:
            if entry.path == path and entry.to_key_in and entry.state == "unreadable":
                entry.state = "imported"
                entry.sentence = self.tr("Saisi à côté de la page\u00a0; le PDF est une pièce du dossier.")
        self._tell()

    def _set_aside(self) -> None:
        self.journey.set_aside()
        self._at(FILE)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    # The way through

    def _go_on(self) -> None:
        step, journey = self.header.current, self.journey
        if step == FILE or journey.result:
            journey.open_next()
        elif step == COLUMNS:
            journey.try_out(self.columns.choice())
        elif step == PROBLEMS:
            self._at(SUMMARY)
        else:
            journey.write()

    def _at(self, step: int) -> None:
        """Show a step with what is known now."""
        journey = self.journey
        if step == COLUMNS and journey.look and journey.look is not self._shown_look:
            self._shown_look = journey.look
            self.columns.show_look(journey.look, self._office.funders)
        if step == PROBLEMS and journey.trial:
            self.problems.show_trial(journey.trial)
        if step == SUMMARY:
            self._summarise()
        if step == FILE or journey.result:
            self.columns.pairing.shut()
            self._shown_look = None
        self.header.go(step)
        self._stack.setCurrentIndex(step)
        self._tell()
        if self.isVisible() and self.forward.isEnabled():
            self.forward.setFocus()

    _shown_look: object = None

    def _summarise(self) -> None:
        if self.journey.undone:
            self.summary.show_undone()
        elif self.journey.result:
            self.summary.show_result(self.journey.result)
        elif self.journey.trial:
            self.summary.show_plan(self.journey.trial)

    def _tell(self) -> None:
        """Say again what the buttons do, and whether they can."""
        step, journey, busy = self.header.current, self.journey, self.journey.busy
        self.files.show_queue(self.queue)
        self.files.notice.tell(*self._warning())
        self.files.choose.setEnabled(not self._office.read_only and not busy)
        finished = journey.result is not None
        self.back.setVisible(step > FILE and not finished)
        self.aside.setVisible(step > FILE and not finished)
        self.forward.setText(self._forward_words(step))
        self.forward.setEnabled(not busy and self._can_go_on(step))
        for button in (self.back, self.aside):
            button.setEnabled(not busy)
        self.summary.set_undoable(journey.undoable)
        if journey.failed and step in (COLUMNS, SUMMARY):
            page = self.columns if step == COLUMNS else self.summary
            page.notice.tell(journey.sentence, "warn")
        self._which.setText(self._place_words())
        self.status.emit(self._status_words())

    def _warning(self) -> tuple[str, str]:
        if self._office.read_only:
            return self.tr(
                "Cette base est ouverte en lecture seule\u00a0: on ne peut rien y importer."
            ), "warn"
        return self.journey.sentence, "bad" if self.journey.failed else "neutral"

    def _forward_words(self, step: int) -> str:
        if self.journey.result:
            return (
                self.tr("Fichier suivant") if self.queue.waiting() else self.tr("Importer d’autres fichiers")
            )
        return self.tr("Importer") if step == SUMMARY else self.tr("Continuer")

    def _can_go_on(self, step: int) -> bool:
        if self.journey.result:
            return True
        if step == FILE:
            return self.queue.next() is not None
        if step == COLUMNS:
            return not self.columns.fault()
        return self.journey.trial is not None

    def _place_words(self) -> str:
        look = self.journey.look
        left = self.queue.waiting()
        parts = [look.path.name] if look and self.header.current else []
        if left:
            parts.append(self.tr("{0} {1} en attente").format(left, plural(left, "fichier")))
        return " · ".join(parts)

    def _status_words(self) -> str:
        count = len(self.queue.entries)
        if not count:
            return self.tr("Aucun fichier choisi")
        return self.tr("{0} {1} dans la liste").format(count, plural(count, "fichier"))

    def _see(self) -> None:
        result = self.journey.result
        numbers = [i.number for i in result.trial.intakes if i.status in ("new", "changed")] if result else []
        named = numbers if 0 < len(numbers) <= _MANY and not self.journey.undone else []
        self._office.list_wanted.emit(" OU ".join(f"numéro:{number}" for number in named))
