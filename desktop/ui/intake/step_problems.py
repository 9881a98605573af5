"""Step 3: what the dry run found: the problems one by one, and what would become of each dossier."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.fields import StageChips
from desktop.ui.intake.intake_list import IntakeList
from desktop.ui.intake.problem_list import ProblemList
from desktop.ui.intake.work import Trial


class StepProblems(QWidget):
    """Two views of one Trial, chosen with a chip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views = StageChips()
        self.views.chosen.connect(self._choose)
        self.problems = ProblemList()
        self.dossiers = IntakeList()
        self._stack = QStackedWidget()
        for page in (self.problems, self.dossiers):
            self._stack.addWidget(page)
        line = QHBoxLayout()
        line.addWidget(self.views, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addLayout(line)
        whole.addWidget(self._stack, 1)

    def show_trial(self, trial: Trial) -> None:
        """Show what the dry run found; the problems first when there are some."""
        problems = trial.figures["problems"]
        past = "history" in trial.figures
        chips = [("problems", self.tr("Problèmes"), len(problems))]
        if trial.intakes or not past:
            chips.append(("dossiers", self.tr("Dossiers"), len(trial.intakes)))
        self.views.set_chips(chips)
        self.problems.show_problems(problems, rows=past and not trial.intakes)
        self.dossiers.show_trial(trial)
        self._choose(["problems" if problems or len(chips) == 1 else "dossiers"])

    def _choose(self, codes: list[str]) -> None:
        # A second click on the chosen chip lets go of it: the view stays.
        code = codes[0] if codes else ("dossiers" if self._stack.currentIndex() else "problems")
        self.views.choose([code])
        self._stack.setCurrentIndex(1 if code == "dossiers" else 0)
