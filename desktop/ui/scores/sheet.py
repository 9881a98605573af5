"""The sheet « Notation »: one's own scores, saved as given, closed when complete; then the others'."""

from __future__ import annotations

import sqlite3

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from db import queries
from desktop.flow.readings import Scores, read_scores
from desktop.rules.findings import Level
from desktop.rules.folding import fold
from desktop.rules.scores import Given, counted, eliminated, lacking, mean, said, so_far
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import WorkSheet
from desktop.ui.fields import Button, Pill
from desktop.ui.fields.row import Row
from desktop.ui.intake.parts import Notice, scrolled, text
from desktop.ui.office import Office
from desktop.ui.scores.card import CriterionCard
from desktop.ui.scores.others import Others

_OFFERED = 5  # phrases at most
_STATES = {"draft": "neutral", "final": "good", "abstained": "warn"}


def state(reader: sqlite3.Connection, whole: Whole) -> tuple[Level | None, str]:
    """What the outline says: the mean of those who have closed theirs; nothing to whom has not yet."""
    found = read_scores(reader, whole.head.id, whole.person)
    if found is None or not found.open or not counted(found.everyone):
        return None, ""
    return "good", said(mean(found.rules, found.everyone, found.scale))


class ScoresSheet(WorkSheet):
    """A card a criterion; the total on top moves with each value."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._whole: Whole | None = None
        self._found: Scores | None = None
        self.cards: dict[str, CriterionCard] = {}
        self._grid: bytes | None = None
        self.title = text(self.tr("Notation"), 20, bold=True)
        self.total = text(size=20, bold=True)
        self.left = text(caption=True)
        self.bar = QProgressBar()
        self.state = Pill("", "neutral")
        self.notice = Notice()
        self.close_it = Button(self.tr("&Clore ma notation"), "check", kind="primary")
        self.reopen = Button(self.tr("&Rouvrir ma notation"), "lock-open")
        self.abstain = Button(self.tr("M’a&bstenir…"), "eye-off", kind="plain")
        self.others = Others()
        self._cards = QVBoxLayout()
        self._lay_out()
        self.close_it.clicked.connect(self.close_mine)
        self.reopen.clicked.connect(self._reopen)
        self.abstain.clicked.connect(self._ask_abstain)

    def _lay_out(self) -> None:
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setRange(0, 100)
        self.bar.setAccessibleName(self.tr("Points donnés sur cent"))
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight)
        top = Row()
        top.addWidget(self.title)
        top.addWidget(self.state, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addStretch(1)
        top.addWidget(self.total)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        self._cards.setSpacing(10)
        column.addLayout(self._cards)
        column.addWidget(self.others)
        column.addStretch(1)
        foot = Row()
        for button in (self.close_it, self.reopen, self.abstain):
            foot.addWidget(button)
        foot.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 14)
        whole.setSpacing(8)
        whole.addLayout(top)
        whole.addWidget(self.bar)
        whole.addWidget(self.left)
        whole.addWidget(self.notice)
        self.area = scrolled(inside, self.tr("Critères"))
        whole.addWidget(self.area, 1)
        whole.addLayout(foot)

    # What the dossier asks of a sheet

    def show_dossier(self, whole: Whole, *, fresh: bool) -> None:
        """Read the scores of this dossier; a card being written in keeps its words."""
        if fresh and self._whole is not None and self._whole.head.id != whole.head.id:
            self.flush()
        self._whole = whole
        found = read_scores(self._office.reader, whole.head.id, self._office.author)
        self._found = found
        if found is None:
            self._without_grid(whole)
            return
        if self._grid != found.grid.id:
            self._make_cards(found)
        mine = found.mine
        writable = self._office.may("mark") and (mine is None or mine.state == "draft")
        for code, card in self.cards.items():
            card.show_given(mine.given.get(code, Given(None)) if mine else Given(None), writable=writable)
        self._tell(found)

    def focus(self) -> None:
        """The first criterion without a value takes the keys."""
        empty = (
            card for card in self.cards.values() if card.values.given is None and card.values.isEnabled()
        )
        first = next(empty, None)
        if first is not None:
            first.values.setFocus()
            QTimer.singleShot(0, lambda: self.area.ensureWidgetVisible(first))
        else:
            self.reopen.setFocus()

    def flush(self) -> None:
        """Save the reason being typed."""
        for card in self.cards.values():
            card.flush()

    def _without_grid(self, whole: Whole) -> None:
        for card in self.cards.values():
            card.hide()
        for part in (self.close_it, self.reopen, self.abstain, self.others, self.bar, self.left):
            part.hide()
        self.total.setText("")
        self.state.hide()
        self.notice.tell(
            self.tr(
                "L’appel «\u00a0{0}\u00a0» n’a pas de grille de notation. Une grille est un fichier de "
                "resources/grids qui nomme ses appels."
            ).format(whole.head.call)
        )

    def _make_cards(self, found: Scores) -> None:
        for card in self.cards.values():
            card.hide()
            card.deleteLater()
        self.cards = {}
        for row in found.criteria:
            card = CriterionCard(row, found.scale, self._phrases)
            card.changed.connect(self._score)
            self.cards[row.code] = card
            self._cards.addWidget(card)
        self._grid = found.grid.id

    def _phrases(self, begun: str) -> list[str]:
        start = fold(begun)
        rows = queries.phrases(self._office.reader)
        return [row.text for row in rows if start and fold(row.text).startswith(start)][:_OFFERED]

    # Telling

    def _tell(self, found: Scores) -> None:
        mine = found.mine
        given = mine.given if mine else {}
        got, left = so_far(found.rules, given, found.scale)
        status = mine.state if mine else "draft"
        self.title.setText(found.grid.title)
        self.state.setVisible(mine is not None)
        words = {
            "draft": self.tr("brouillon"), "final": self.tr("close"), "abstained": self.tr("abstention"),
        }  # fmt: skip
        self.state.tell(words[status], _STATES[status])
        self.bar.show()
        self.bar.setValue(round(got))
        self.total.setText("–" if status == "abstained" else self.tr("{0}/100").format(round(got)))
        faults = lacking(found.rules, given)
        self.left.show()
        self.left.setText(self._left_words(status, left, len(faults), found.comment))
        out = eliminated(found.rules, given)
        self.notice.tell(
            self.tr("Note éliminatoire\u00a0: {0}.").format(", ".join(out))
            if out and status != "abstained"
            else "",
            "warn",
        )
        self.close_it.setVisible(status == "draft")
        self.close_it.setEnabled(not faults and self._office.may("mark"))
        self.close_it.setToolTip("\n".join(faults))
        self.reopen.setVisible(status != "draft")
        self.abstain.setVisible(status == "draft")
        self.others.show_scores(found, self._office.author)

    def _left_words(self, status: str, left: int, faults: int, comment: str) -> str:
        if status == "abstained":
            return self.tr("Vous vous êtes abstenu\u00a0: {0}").format(comment)
        if status == "final":
            return self.tr("Votre notation compte dans la moyenne. La rouvrir garde les notes déjà données.")
        if not faults:
            return self.tr("Tout est noté\u00a0: vous pouvez clore.")
        return self.tr(
            "Reste {0} points à noter, {1} critères sans note ou sans raison. Tapez le chiffre."
        ).format(left, faults)

    # Deeds

    def _score(self, criterion: bytes, value: int | None, reason: str) -> None:
        from desktop.flow.score import score

        if self._whole is None or self._found is None:
            return
        mine = self._found.mine
        codes = {row.id: row.code for row in self._found.criteria}
        here = mine.given.get(codes[criterion], Given(None)) if mine else Given(None)
        if here == Given(value, reason.strip()):
            return
        self._office.do(score, dossier=self._whole.head.id, criterion=criterion, value=value, reason=reason)

    def close_mine(self) -> None:
        """Close one's own assessment."""
        from desktop.flow.score import close

        self.flush()
        if self._whole is not None:
            self._office.do(close, dossier=self._whole.head.id)

    def _reopen(self) -> None:
        from desktop.flow.score import reopen

        if self._whole is not None:
            self._office.do(reopen, dossier=self._whole.head.id)
            self.focus()

    def _ask_abstain(self) -> None:
        from desktop.flow.score import abstain

        whole = self._whole
        if whole is None:
            return
        warning = self.tr(
            "Vous ne notez pas ce dossier. Votre abstention est dite au comité, avec sa raison."
        )
        ReasonDialog(
            self, self.tr("S’abstenir de noter"), warning, self.tr("M’abstenir"),
            lambda reason: self._office.do(abstain, dossier=whole.head.id, reason=reason),
        ).open()  # fmt: skip
