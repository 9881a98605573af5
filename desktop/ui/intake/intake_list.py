"""What would become of each dossier: new, changed, same or refused, with each difference field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop.rules.folding import fold
from desktop.ui.fields import SearchField, StageChips
from desktop.ui.intake.parts import Notice, text
from desktop.ui.intake.rows import Line, Rows, one_line
from desktop.ui.intake.values import STATUS, TONES, name_of, status_words, value_of
from desktop.ui.tongue import plural

if TYPE_CHECKING:
    from desktop.flow.receive import Difference, Intake
    from desktop.ui.intake.work import Trial

_SHOWN = 280  # letters of a value told in full


class IntakeList(QWidget):
    """The dossiers on the left; on the right, what changes in the chosen one and what is kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.states = StageChips()
        self.states.chosen.connect(lambda _codes: self._show())
        self.search = SearchField(self.tr("Chercher un dossier du fichier"))
        self.search.setFixedWidth(320)
        self.search.typed.connect(lambda _words: self._show())
        self.rows = Rows(
            self.tr("Dossiers du fichier"),
            [(self.tr("État"), 120), (self.tr("Numéro"), 100), (self.tr("Porteur · action"), 0)],
        )
        self.rows.picked.connect(self._tell)
        self.head = text(size=15, bold=True)
        self.facts = text()
        self.differences = Rows(
            self.tr("Différences, champ par champ"),
            [
                (self.tr("Champ"), 150),
                (self.tr("Avant, ici"), 0),
                (self.tr("Après, dans le fichier"), 0),
                (self.tr("Ce qui est fait"), 170),
            ],
        )
        self.differences.picked.connect(self._tell_difference)
        self.detail = Notice()
        self._intakes: list[Intake] = []
        self._reasons: dict[int, list[str]] = {}  # why a dossier is refused, by the identity of its Intake
        self._lay_out()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.states, 1)
        line.addWidget(self.search)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 4, 0, 0)
        for part in (self.head, self.facts):
            column.addWidget(part)
        column.addWidget(self.differences, 1)
        column.addWidget(self.detail)
        column.addStretch(0)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.rows)
        split.addWidget(side)
        split.setSizes([440, 700])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(line)
        whole.addWidget(split, 1)

    def show_trial(self, trial: Trial) -> None:
        """Show what the dry run answered; what changes comes before what does not."""
        intakes = trial.intakes
        self._reasons = {
            id(intake): [problem.message for problem in application.problems if problem.level == "error"]
            for intake, application in zip(intakes, trial.read.applications, strict=True)
        }
        order = {"refused": 0, "changed": 1, "new": 2, "same": 3}
        self._intakes = sorted(intakes, key=lambda intake: order[intake.status])
        counts = {status: sum(i.status == status for i in intakes) for status in STATUS}
        self.states.set_chips([(status, status_words(status), counts[status]) for status in STATUS])
        self.states.choose([])
        self.search.clear()
        self._show()

    def _show(self) -> None:
        states, wanted = self.states.codes(), fold(self.search.text())
        self.rows.show_lines(
            [
                Line(
                    (status_words(i.status), i.number or "—", f"{i.applicant} · {i.title}"),
                    TONES[i.status],
                    i,
                )
                for i in self._intakes
                if (not states or i.status in states)
                and wanted in fold(f"{i.number} {i.source_id} {i.applicant} {i.title}")
            ]
        )

    def _tell(self, intake: Intake | None) -> None:
        self.head.setText(intake.applicant or intake.title if intake else self.tr("Aucun dossier à montrer"))
        self.facts.setText(self._facts(intake) if intake else "")
        lines = [self._line(each) for each in intake.differences] if intake else []
        self.differences.setVisible(bool(lines))
        self.differences.show_lines(lines)

    def _tell_difference(self, difference: Difference | None) -> None:
        """The whole of the two values, which the table cuts."""
        if difference is None:
            self.detail.tell("")
            return
        said = self.tr("{0}\nAvant\u00a0: {1}\nAprès\u00a0: {2}")
        if difference.kept:
            said = self.tr(
                "{0}, changé ici depuis le dernier import\nIci, gardé\u00a0: {1}\nDans le fichier\u00a0: {2}"
            )
        values = [_cut(value_of(difference.name, v)) for v in (difference.before, difference.after)]
        name = name_of(difference.name, difference.label)
        self.detail.tell(said.format(name, *values), "warn" if difference.kept else "neutral")

    def _facts(self, intake: Intake) -> str:
        told = [
            self.tr("{0}, dossier {1} de la source ({2}).").format(
                intake.title, intake.source_id or "—", intake.row
            )
        ]
        told.append(
            {
                "new": self.tr("Il sera créé sous le numéro {0}.").format(intake.number),
                "changed": self.tr("Ce que la source a changé sera repris\u00a0; le travail fait ici reste."),
                "same": self.tr(
                    "La source n’a rien changé depuis le dernier import\u00a0: rien ne sera écrit."
                ),
                "refused": self.tr("Il ne sera pas importé\u00a0:"),
            }[intake.status]
        )
        if intake.status == "refused":
            told += self._reasons.get(id(intake), [])
        kept = sum(each.kept for each in intake.differences)
        if kept:
            words = plural(kept, "valeur changée ici est gardée", "valeurs changées ici sont gardées")
            told.append(self.tr("{0} {1} contre celle de la source.").format(kept, words))
        if intake.pieces:
            words = plural(intake.pieces, "pièce reçue", "pièces reçues")
            told.append(self.tr("{0} {1}.").format(intake.pieces, words))
        return "\n".join(told)

    def _line(self, difference: Difference) -> Line:
        done = self.tr("La valeur d’ici est gardée") if difference.kept else self.tr("Mis à jour")
        cells = (
            name_of(difference.name, difference.label),
            value_of(difference.name, difference.before),
            value_of(difference.name, difference.after),
            done,
        )
        return Line(tuple(one_line(c) for c in cells), "warn" if difference.kept else "accent", difference)


def _cut(words: str) -> str:
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
