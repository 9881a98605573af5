"""The end of a session: what was said in figures, what still waits, why without quorum; then the letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.rules.committee import Seat, item_words, quorum
from desktop.ui.committee.reads import Sitting
from desktop.ui.fields import Button, SectionTitle
from desktop.ui.intake.parts import Notice, text
from desktop.ui.tongue import euros, plural


class ClosingDialog(QDialog):
    """`postpone` puts off what was not examined and answers whether it did; `close` closes, with a reason."""

    def __init__(
        self, over: QWidget, told: Sitting, postpone: Callable[[], Sitting | None],
        close: Callable[[str], object],
    ) -> None:  # fmt: skip
        super().__init__(over)
        self.setObjectName("closing")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Clore la séance"))
        self.setMinimumWidth(560)
        self._postpone, self._close = postpone, close
        self.waiting, self.quorum = Notice(), Notice()
        self.put_off = Button(self.tr("Les &reporter tous à une autre séance"), "circle-dashed")
        self.why = QLineEdit()
        self.why.setAccessibleName(self.tr("Pourquoi la séance est close sans quorum"))
        self.why.setPlaceholderText(self.tr("Pourquoi la séance est close malgré tout…"))
        self.deed = Button(self.tr("Clore la séance"), "lock", kind="primary")
        self.deed.setDefault(True)
        self.counts = QGridLayout()
        self.effect = text(
            self.tr(
                "La séance est figée\u00a0: chaque dossier décidé reçoit sa décision, en attente de "
                "courrier, et le procès-verbal, le relevé de décisions et l’annexe s’écrivent. Cela ne "
                "s’annule pas\u00a0; une séance se rouvre en disant pourquoi."
            ),
            caption=True,
        )
        self._lay_out(told)
        self.why.textChanged.connect(lambda _words: self._tell_deed())
        self.put_off.clicked.connect(self._put_off)
        self.deed.clicked.connect(self._go)
        self.show_sitting(told)

    def _lay_out(self, told: Sitting) -> None:
        leave = Button(self.tr("Revenir en séance"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(leave)
        foot.addWidget(self.deed)
        self.counts.setHorizontalSpacing(18)
        self.counts.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(text(told.head.name, 15, bold=True))
        column.addLayout(self.counts)
        for part in (self.waiting, self.put_off, self.quorum, self.why, self.effect):
            column.addWidget(part)
        column.addLayout(foot)

    def show_sitting(self, told: Sitting) -> None:
        """Say where the session stands."""
        self._told = told
        self._count(told)
        waiting = [row.number for row in told.items if row.state == "waiting"]
        words = ""
        if waiting:
            shown = ", ".join(waiting[:8]) + (" …" if len(waiting) > 8 else "")
            are = plural(
                len(waiting), "dossier n’est ni décidé ni reporté", "dossiers ne sont ni décidés ni reportés"
            )
            words = f"{len(waiting)} {are}\u00a0: {shown}"
        self.waiting.tell(words, "warn")
        self.put_off.setVisible(bool(waiting))
        met = quorum(told.head.quorum, [Seat(bool(one.voting), one.presence) for one in told.members])
        self.quorum.tell(met.words, "good" if met.met else "warn")
        self.why.setVisible(not met.met)
        self._met = met.met
        self._tell_deed()
        self.adjustSize()

    def _count(self, told: Sitting) -> None:
        """How many of each answer, then what each funder gives."""
        while (item := self.counts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        said = Counter(item_words(row.state, row.outcome) for row in told.items)
        given: Counter[str] = Counter()
        decided = {row.id for row in told.items if row.state == "decided"}
        for rows in told.amounts.values():
            for one in rows:
                if one.amount and one.item_id in decided:
                    given[one.funder] += one.amount
        lines = [(words, str(count)) for words, count in said.items()]
        sums = [(funder, euros(cents)) for funder, cents in given.items()]
        sums.append((self.tr("Total accordé"), euros(sum(given.values()))))
        self.counts.addWidget(SectionTitle(self.tr("Dossiers")), 0, 0)
        at = 1
        for words, count in lines:
            self._line(at, words, count)
            at += 1
        self.counts.addWidget(SectionTitle(self.tr("Montants par financeur")), at, 0)
        for rank, (words, amount) in enumerate(sums, start=at + 1):
            self._line(rank, words, amount)

    def _line(self, at: int, words: str, value: str) -> None:
        number = QLabel(value)
        number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.counts.addWidget(QLabel(words), at, 0)
        self.counts.addWidget(number, at, 1)

    def _tell_deed(self) -> None:
        waits = any(row.state == "waiting" for row in self._told.items)
        self.deed.setEnabled(not waits and (self._met or bool(self.why.text().strip())))

    def _put_off(self) -> None:
        told = self._postpone()
        if told is not None:
            self.show_sitting(told)
            self.deed.setFocus()

    def _go(self) -> None:
        if self.deed.isEnabled():
            self.accept()
            self._close(self.why.text().strip())


class ClosedDialog(QDialog):
    """It is done: where the letters are made."""

    def __init__(self, over: QWidget, sentence: str, stays: str, letters: Callable[[], object]) -> None:
        super().__init__(over)
        self.setObjectName("closed")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("La séance est close"))
        self.setMinimumWidth(520)
        self.letters = Button(self.tr("Préparer les &courriers"), "mail", kind="primary")
        self.letters.setDefault(True)
        stay = Button(self.tr("Rester sur la séance"))
        stay.clicked.connect(self.reject)
        told = Notice()
        told.tell(stays, "warn")
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(stay)
        foot.addWidget(self.letters)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(14)
        column.addWidget(text(sentence, 15))
        column.addWidget(told)
        column.addLayout(foot)
        self.letters.clicked.connect(self.accept)
        self.letters.clicked.connect(letters)
