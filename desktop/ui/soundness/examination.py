"""The page of the examination: run it, read what is wrong, write or compare an anchor, put rows back."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from db.connection import open_reader
from desktop.rules import disk
from desktop.ui.fields import Button
from desktop.ui.intake.rows import Line, Rows, one_line
from desktop.ui.office import Office
from desktop.ui.runner import Cancelled, Progress
from desktop.ui.tongue import plural, typography

if TYPE_CHECKING:
    from db.chain import Anchor
    from desktop.flow.soundness import Fault, Report

_KINDS = {
    "file": "Fichier", "journal": "Journal", "anchor": "Ancre", "trace": "Consultations",
    "capture": "Autre programme", "table": "Tables", "piece": "Pièces",
}  # fmt: skip


class Examination(QWidget):
    """`choose(writing)` asks for a file: where an anchor goes, or which one is compared."""

    def __init__(self, office: Office, choose: Callable[[bool], Path | None]) -> None:
        super().__init__()
        self._office, self._choose = office, choose
        self.report: Report | None = None
        self.known: Anchor | None = None
        self.running = False
        self.said = QLabel(self.tr("Tout est relu : le fichier, le journal, les tables et les pièces."))
        self.said.setWordWrap(True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.rows = Rows(self.tr("Ce qui n’est pas intact"), [(self.tr("Où"), 150), (self.tr("Quoi"), 0)])
        self.whole = QPlainTextEdit()
        self.whole.setReadOnly(True)
        self.whole.setTabChangesFocus(True)
        self.whole.setAccessibleName(self.tr("La phrase choisie, en entier"))
        self.again = Button(self.tr("&Relire tout"), "refresh-cw", kind="primary")
        self.compare = Button(self.tr("&Comparer à une ancre…"), "scale")
        self.anchor = Button(self.tr("&Écrire une ancre…"), "save")
        self.repair = Button(self.tr("Ré&parer d’après le journal"), "hammer")
        self.rows.picked.connect(lambda what: self.whole.setPlainText(str(what or "")))
        for button, deed in (
            (self.again, self.start), (self.compare, self.ask_compare), (self.anchor, self.ask_anchor),
            (self.repair, self.mend),
        ):  # fmt: skip
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, deed=deed: deed())
        self._lay_out()
        self._tell()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        for button in (self.again, self.compare, self.anchor, self.repair):
            line.addWidget(button)
        line.addStretch(1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.rows)
        parts.addWidget(self.whole)
        parts.setSizes([320, 120])
        parts.setChildrenCollapsible(False)
        self.parts = parts
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 8)
        column.setSpacing(10)
        column.addLayout(line)
        column.addWidget(self.said, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(parts, 1)
        column.addStretch(0)

    # Reading

    def start(self) -> None:
        """Read everything again, beside the window."""
        if self.running:
            return
        if self._office.at_work.person.quarters:
            self.said.setText(
                self.tr(
                    "La vérification relit tous les dossiers de la base\u00a0: elle revient à une personne "
                    "qui les voit tous."
                )
            )
            return
        self.running = True
        self._tell()
        path, known = self._office.path, self.known

        def work(progress: Progress) -> Report:
            from desktop.flow.soundness import Stopped, examine

            # Its own connection: one that hides dossiers from somebody would find them missing.
            with contextlib.closing(open_reader(path)) as reader:
                try:
                    return examine(reader, path, known=known, tell=progress)
                except Stopped as wish:
                    raise Cancelled from wish

        self._office.runner.run(work, self._done, self._failed, self.tr("Vérifier la base"))

    def _done(self, report: Report) -> None:
        from desktop.flow.soundness import sound_words

        self.running, self.report = False, report
        if report.faults:
            count = len(report.faults)
            words = plural(count, self.tr("constat"), self.tr("constats"))
            self.said.setText(self.tr("La base n’est pas intacte\u00a0: {0} {1}.").format(count, words))
        else:
            self.said.setText(sound_words(report))
        self.rows.show_lines([_line(fault) for fault in report.faults])
        if report.faults:
            self.rows.selectRow(0)
        else:
            self.whole.setPlainText("")
        self._tell()

    def _failed(self, sentence: str) -> None:
        self.running = False
        self.said.setText(sentence)
        self._tell()

    def _tell(self) -> None:
        """What can be done now."""
        report, reading = self.report, self.running
        self.again.setEnabled(not reading)
        self.compare.setEnabled(not reading)
        sound = report is not None and not any(f.kind in ("journal", "file") for f in report.faults)
        self.anchor.setEnabled(not reading and sound)
        wrong = bool(report and report.differences)
        self.repair.setEnabled(not reading and sound and wrong and not self._office.read_only)
        self.parts.setVisible(bool(report and report.faults))
        if reading:
            self.said.setText(self.tr("Relecture en cours…"))

    # Anchors and repair

    def ask_compare(self) -> None:
        """Compare the chain to an anchor kept elsewhere."""
        path = self._choose(False)
        if path is None:
            return
        from db.chain import read_anchor

        try:
            self.known = read_anchor(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            self.said.setText(str(error))
            return
        self.start()

    def ask_anchor(self) -> None:
        """Write the state of the chain, to be kept out of this computer."""
        path = self._choose(True)
        if path is None:
            return
        from desktop.flow.mending import write_anchor

        try:
            made = write_anchor(self._office.store, path)
        except OSError as error:
            self.said.setText(self.tr("L’ancre n’a pas pu être écrite ({0}).").format(disk.reason(error)))
            return
        words = self.tr(
            "Ancre écrite dans {0}\u00a0: {1} étapes, dernière empreinte {2}. Gardez-la hors de ce poste."
        )
        self.said.setText(words.format(path, made.steps, made.hash[:16]))

    def mend(self) -> None:
        """Put back, after a copy, the rows that the journal tells otherwise."""
        report, store = self.report, self._office.store
        if report is None or not self.repair.isEnabled():
            return
        self.running = True
        self._tell()

        def work(progress: Progress) -> str:
            from desktop.flow.mending import mend

            progress(self.tr("Copie, puis réparation"), 0.3)
            try:
                count, kept = mend(store, report)
            except ValueError as refusal:
                return str(refusal)
            mended = plural(count, "écart réparé", "écarts réparés")
            return f"{count} {mended}, copie d’avant\u00a0: {kept.name}."

        def done(words: str) -> None:
            self.running = False
            tables = frozenset(d.table for d in report.differences)
            dossiers = frozenset(d.dossier for d in report.differences if d.dossier)
            self._office.changed.emit(tables, dossiers)
            self._office.told.emit(words, "good")
            self.start()

        self._office.runner.run(work, done, self._failed, self.tr("Réparer d’après le journal"))


def _line(fault: Fault) -> Line:
    tone = "bad" if fault.kind in ("file", "journal", "anchor", "trace") else "warn"
    words = typography(fault.sentence)
    return Line((_KINDS.get(fault.kind, fault.kind), one_line(words)), tone, words)
