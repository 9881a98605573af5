"""The window before a scenario becomes the proposal: one line a dossier, what is left as it is and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from desktop.flow.scenarios import Change
from desktop.ui.bench.asking import Question
from desktop.ui.bench.columns import signed
from desktop.ui.intake.parts import text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.tongue import euros, plural


class PromoteDialog(Question):
    """Shows what will be done; `then()` does it."""

    def __init__(
        self, over: QWidget, name: str, changes: Sequence[Change], then: Callable[[], object]
    ) -> None:
        super().__init__(over, self.tr("Proposer « {0} »").format(name), self.tr("Proposer"))
        self.setObjectName("promote")
        done = [one for one in changes if not one.blocker and not one.idle]
        left = [one for one in changes if one.blocker and not one.idle]
        self.column.addWidget(text(_summary(self, done, left, len(changes))))
        titles = [
            (self.tr("Dossier"), 110), (self.tr("Porteur"), 0), (self.tr("Aujourd’hui"), 104),
            (self.tr("Proposé"), 104), (self.tr("Écart"), 100), (self.tr("Ce qui sera fait"), 200),
        ]  # fmt: skip
        self.rows = Rows(
            self.tr("Ce que la proposition change, un dossier par ligne"), titles, right=(2, 3, 4)
        )
        self.rows.show_lines([_line(self, one) for one in [*left, *done]])
        self.column.addWidget(self.rows, 1)
        undo = self.tr("Un seul Ctrl+Z reprend le tout. Les avis et les motifs déjà écrits restent.")
        self.column.addWidget(text(undo, caption=True))
        self.end()
        self.deed.setEnabled(bool(done))
        self.deed.setText(
            self.tr("Proposer {0} {1}").format(len(done), plural(len(done), "dossier"))
            if done
            else self.tr("Proposer")
        )
        self.accepted.connect(then)
        self.deed.clicked.connect(self.accept)
        self.resize(900, 520)


def _summary(over: QWidget, done: Sequence[Change], left: Sequence[Change], every: int) -> str:
    if not done:
        parts = [over.tr("Ce scénario ne change aucune proposition.")]
    else:
        before = sum(sum(one.before.values()) for one in done)
        after = sum(sum(one.after.values()) for one in done)
        said = over.tr("{0} {1} en une fois\u00a0: {2} proposés au lieu de {3} ({4}).")
        count = plural(len(done), "proposition changée", "propositions changées")
        parts = [said.format(len(done), count, euros(after), euros(before), signed(after - before))]
    if emptied := sum(1 for one in done if one.before and not any(one.after.values())):
        parts.append(over.tr("Propositions vidées\u00a0: {0}.").format(emptied))
    if left:
        parts.append(
            over.tr("Laissés tels quels, pour la raison dite sur leur ligne\u00a0: {0}.").format(len(left))
        )
    if idle := every - len(done) - len(left):
        parts.append(over.tr("Déjà ainsi\u00a0: {0}.").format(idle))
    return " ".join(parts)


def _line(over: QWidget, one: Change) -> Line:
    before, after = sum(one.before.values()), sum(one.after.values())
    if one.blocker:
        deed = over.tr("laissé\u00a0: {0}").format(one.blocker)
    elif not one.after:
        deed = over.tr("la proposition est vidée")
    else:
        deed = over.tr("proposé") if not one.before else over.tr("la proposition change")
    cells = (
        one.number,
        f"{one.applicant} · {one.title}",
        euros(before),
        euros(after),
        signed(after - before),
        deed,
    )
    return Line(cells, "warn" if one.blocker else "good", one)
