"""Step 4: what will be written, in figures, then what was written, with the ways on and back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.rules.money import read_euros
from desktop.ui.fields import Button
from desktop.ui.intake import history_words
from desktop.ui.intake.history_words import came_of
from desktop.ui.intake.parts import Notice, card, text
from desktop.ui.intake.reference_work import filling_words, twins_told
from desktop.ui.intake.work import Import, Trial
from desktop.ui.theme import font
from desktop.ui.tongue import euros, plural


class StepSummary(QWidget):
    """Before the import: the plan. After: the result, « Voir les dossiers » and « Annuler l’import »."""

    see_wanted = Signal()
    undo_wanted = Signal()
    fill_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = text(size=15, bold=True)
        self.notice = Notice()
        self._figures = QHBoxLayout()
        self._figures.setSpacing(12)
        self._sentences = text()
        self.see = Button(self.tr("Voir les dossiers"), "folder-open")
        self.see.clicked.connect(self.see_wanted)
        self.undo = Button(self.tr("Annuler l’import"), "undo-2")
        self.undo.clicked.connect(self.undo_wanted)
        self.fill = Button("", "plus")
        self.fill.setToolTip(self.tr("D’après la base de référence (RNA, SIRENE)\u00a0; rien n’est remplacé"))
        self.fill.clicked.connect(self.fill_wanted)
        self._after = QWidget()
        line = QHBoxLayout(self._after)
        line.setContentsMargins(0, 0, 0, 0)
        for button in (self.see, self.fill, self.undo):
            line.addWidget(button)
        line.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(14)
        whole.addWidget(self.title)
        whole.addWidget(self.notice)
        whole.addLayout(self._figures)
        frame, inside = card()
        inside.addWidget(self._sentences)
        whole.addWidget(frame)
        whole.addWidget(self._after)
        whole.addStretch(1)

    def show_plan(self, trial: Trial) -> None:
        """What would be written."""
        self._after.hide()
        self._show_figures(trial.figures)
        counts, past = trial.figures["dossiers"], trial.figures.get("history")
        writes = counts["new"] + counts["changed"] + (past["new"] if past else 0)
        self.title.setText(self.tr("Prêt à importer «\u00a0{0}\u00a0»").format(trial.read.path.name))
        self.notice.tell("")
        sentences = self._told(trial)
        if writes:
            sentences.append(
                self.tr(
                    "Une copie de la base est d’abord faite. Puis tout est écrit en une seule fois\u00a0; si "
                    "vous annulez en route, rien n’est écrit."
                )
            )
        else:
            sentences.append(self.tr("Il n’y a rien à écrire\u00a0: l’import ne changera pas la base."))
        self._sentences.setText("\n".join(sentences))

    def show_result(self, result: Import) -> None:
        """What was written."""
        trial = result.trial
        counts = trial.figures["dossiers"]
        self._show_figures(trial.figures)
        self.title.setText(self.tr("«\u00a0{0}\u00a0» est importé").format(trial.read.path.name))
        new, changed = counts["new"], counts["changed"]
        words = self.tr("{0} {1} et {2} {3}.").format(
            new,
            plural(new, "dossier créé", "dossiers créés"),
            changed,
            plural(changed, "dossier mis à jour", "dossiers mis à jour"),
        )
        past = trial.figures.get("history")
        if past:
            words = came_of(past) if not counts["read"] else f"{words} {came_of(past)}"
        self.notice.tell(words, "good")
        sentences = self._told(trial)
        if result.copy:
            sentences.append(
                self.tr("La base d’avant l’import est gardée dans les copies\u00a0: {0}.").format(result.copy)
            )
        self._sentences.setText("\n".join(sentences))
        self._after.show()
        self.fill.setVisible(bool(result.filling))
        self.fill.setText(filling_words(result.filling))
        self.undo.setVisible(result.done.written is not None)
        self.set_undoable(True)

    def show_undone(self) -> None:
        """The import was taken back."""
        self.title.setText(self.tr("L’import est annulé"))
        self.notice.tell(self.tr("La base est comme avant l’import. Ctrl+Maj+Z le rétablit."), "neutral")
        self._sentences.setText(
            self.tr("Le fichier n’a pas été touché\u00a0; vous pouvez l’importer de nouveau.")
        )
        self.undo.hide()
        self.fill.hide()
        self.see.setVisible(True)

    def set_undoable(self, possible: bool) -> None:
        """Whether the import still is the last thing done here."""
        self.undo.setEnabled(possible)
        said = self.tr("D’autres changements ont suivi\u00a0: annulez-les d’abord (Ctrl+Z).")
        self.undo.setToolTip("" if possible else said)

    def _told(self, trial: Trial) -> list[str]:
        kept = sum(each.kept for intake in trial.intakes for each in intake.differences)
        changed = sum(not each.kept for intake in trial.intakes for each in intake.differences)
        sentences = []
        if changed:
            words = plural(changed, "valeur changée par la source", "valeurs changées par la source")
            sentences.append(self.tr("{0} {1}.").format(changed, words))
        if kept:
            words = plural(kept, "valeur changée ici est gardée", "valeurs changées ici sont gardées")
            sentences.append(
                self.tr("{0} {1}\u00a0; vos notes, vos défis et vos propositions restent.").format(
                    kept, words
                )
            )
        refused = trial.figures["dossiers"]["refused"]
        if refused:
            words = plural(refused, "dossier refusé reste", "dossiers refusés restent")
            sentences.append(
                self.tr("{0} {1} en dehors\u00a0; voyez pourquoi à l’étape 3.").format(refused, words)
            )
        past = trial.figures.get("history")
        sentences += twins_told(trial.intakes)
        return [*sentences, *(history_words.sentences(past) if past else ()), *trial.read.notes]

    def _show_figures(self, figures: dict[str, Any]) -> None:
        while (item := self._figures.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        past, counts = figures.get("history"), figures["dossiers"]
        told = history_words.figures(past) if past and not counts["read"] else self._dossier_figures(figures)
        for words, value in told:
            self._figures.addWidget(_figure(words, value))

    def _dossier_figures(self, figures: dict[str, Any]) -> list[tuple[str, str]]:
        counts = figures["dossiers"]
        return [
            (self.tr("Nouveaux"), str(counts["new"])),
            (self.tr("Mis à jour"), str(counts["changed"])),
            (self.tr("Inchangés"), str(counts["same"])),
            (self.tr("Refusés"), str(counts["refused"])),
            (self.tr("Pièces"), str(figures["pieces"])),
            (self.tr("Montant demandé"), euros(read_euros(figures["asked_total"]) or 0)),
        ]


def _figure(words: str, value: str) -> QFrame:
    frame, column = card()
    number = QLabel(value)
    number.setFont(font(24, QFont.Weight.DemiBold))
    number.setAccessibleName(f"{words}\u00a0: {value}")
    caption = QLabel(words)
    caption.setProperty("kind", "caption")
    for part in (number, caption):
        part.setAlignment(Qt.AlignmentFlag.AlignLeft)
        column.addWidget(part)
    return frame
