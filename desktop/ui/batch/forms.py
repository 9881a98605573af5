"""What each deed of a batch needs to be told: its stage, its agent, its label, its session, its date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QWidget

from db import queries
from db.queries.batch import officers
from db.queries.committee import committees
from desktop.flow.instruct import OTHER_MEANS
from desktop.rules.batch import WAYS, Wish
from desktop.rules.journey import LABELS as STAGES
from desktop.rules.journey import MOVES
from desktop.ui.fields import DateField, MoneyField
from desktop.ui.office import Office


class DeedForm(QWidget):
    """`changed` when what is wanted changes; `fill` adds it to a wish."""

    changed = Signal()

    def fill(self, wish: Wish) -> Wish:
        return wish

    def wrong(self) -> str:
        """What is typed and cannot be read, a French sentence."""
        return ""


class ChoiceForm(DeedForm):
    """One value among those offered, or typed when `free`."""

    def __init__(
        self, words: str, field: str, choices: Sequence[tuple[str, object]], *, free: bool = False
    ) -> None:
        super().__init__()
        self._field, self._free = field, free
        self.choice = QComboBox()
        self.choice.setAccessibleName(words.replace("&", ""))
        self.choice.setEditable(free)
        self.choice.setMinimumWidth(260)
        for said, value in choices:
            self.choice.addItem(said, value)
        line = self.choice.lineEdit()
        if line is not None:
            line.setAccessibleName(self.choice.accessibleName())
            self.choice.setCurrentIndex(-1)
            self.choice.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        label = QLabel(words)
        label.setBuddy(self.choice)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(label)
        row.addWidget(self.choice)
        row.addStretch(1)
        self.choice.currentTextChanged.connect(lambda _words: self.changed.emit())

    def fill(self, wish: Wish) -> Wish:
        value = self.choice.currentText().strip() if self._free else self.choice.currentData()
        fields: dict[str, Any] = {self._field: value}
        return replace(wish, **fields)


class ProposeForm(DeedForm):
    """How the amounts are worked out, for which funder, and why."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.way, self.funder, self.step = QComboBox(), QComboBox(), QComboBox()
        for code, words in WAYS.items():
            self.way.addItem(words, code)
        self.way.setAccessibleName(self.tr("Comment le montant est calculé"))
        self.percent = QSpinBox()
        self.percent.setRange(1, 100)
        self.percent.setValue(80)
        self.percent.setFixedWidth(72)
        self.percent.setSuffix("\u00a0%")
        self.percent.setAccessibleName(self.tr("Part de ce qui est demandé"))
        for box in (self.way, self.funder, self.step):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
            box.setMinimumWidth(150)
        self.amount = MoneyField(self.tr("Montant pour chacun"))
        self.amount.setFixedWidth(120)
        self.funder.addItem(self.tr("Tous, comme ils sont sollicités"), "")
        for row in office.funders:
            self.funder.addItem(row.name, row.code)
        self.funder.setAccessibleName(self.tr("Financeur"))
        for words, cents in (
            (self.tr("sans arrondi"), 0), (self.tr("à la dizaine d’euros"), 1000),
            (self.tr("à la centaine d’euros"), 10000),
        ):  # fmt: skip
            self.step.addItem(words, cents)
        self.step.setAccessibleName(self.tr("Arrondi"))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(self.tr("Raison de la proposition"))
        self.reason.setPlaceholderText(self.tr("Raison de la proposition (facultatif)"))
        self._lay_out()
        self.way.currentIndexChanged.connect(self._tell)
        for signal in (
            self.percent.valueChanged, self.amount.textChanged, self.funder.currentIndexChanged,
            self.step.currentIndexChanged, self.reason.editingFinished,
        ):  # fmt: skip
            signal.connect(lambda *_: self.changed.emit())
        self._tell()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.addWidget(QLabel(self.tr("Montant")), 0, 0)
        grid.addWidget(self.way, 0, 1)
        grid.addWidget(self.percent, 0, 2)
        grid.addWidget(self.amount, 0, 2)
        grid.addWidget(QLabel(self.tr("Arrondi")), 0, 3)
        grid.addWidget(self.step, 0, 4)
        grid.addWidget(QLabel(self.tr("Financeur")), 1, 0)
        grid.addWidget(self.funder, 1, 1)
        grid.addWidget(self.reason, 1, 2, 1, 4)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(4, 1)
        grid.setColumnStretch(5, 3)

    def _tell(self) -> None:
        way = self.way.currentData()
        self.percent.setVisible(way == "percent")
        self.amount.setVisible(way == "fixed")
        self.changed.emit()

    def fill(self, wish: Wish) -> Wish:
        return replace(
            wish, way=self.way.currentData(), percent=self.percent.value(), amount=self.amount.cents(),
            step=self.step.currentData(), funder=self.funder.currentData(), reason=self.reason.text().strip(),
        )  # fmt: skip

    def wrong(self) -> str:
        shown = self.amount.isVisibleTo(self) and self.amount.is_wrong()
        return self.tr("Le montant ne se lit pas\u00a0: écrivez par exemple 9 000.") if shown else ""


class DueForm(DeedForm):
    """What is to be done, until when, with which reminder."""

    def __init__(self) -> None:
        super().__init__()
        self.what = QLineEdit()
        self.what.setAccessibleName(self.tr("Ce qui est à faire"))
        self.what.setPlaceholderText(
            self.tr("Ce qui est à faire\u00a0: relancer le porteur, visiter l’action…")
        )
        self.on = DateField(self.tr("Jour de l’échéance"))
        self.on.setFixedWidth(184)
        self.on.set_day(dt.date.today() + dt.timedelta(days=7))
        self.remind = QComboBox()
        self.remind.setAccessibleName(self.tr("Rappel"))
        for words, days in (
            (self.tr("sans rappel"), 0), (self.tr("rappel la veille"), 1),
            (self.tr("rappel une semaine avant"), 7),
        ):  # fmt: skip
            self.remind.addItem(words, days)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.what, 1)
        for part in (self.on, self.remind):
            row.addWidget(part)
        self.what.textChanged.connect(lambda: self.changed.emit())
        self.on.settled.connect(lambda *_: self.changed.emit())
        self.remind.currentIndexChanged.connect(lambda: self.changed.emit())

    def fill(self, wish: Wish) -> Wish:
        day, before = self.on.day(), self.remind.currentData()
        remind = day - dt.timedelta(days=before) if day and before else None
        return replace(wish, title=self.what.text().strip(), due_on=day, remind_on=remind)


class BinForm(DeedForm):
    """Why these dossiers leave the lists."""

    def __init__(self) -> None:
        super().__init__()
        self.why = QLineEdit()
        self.why.setPlaceholderText(self.tr("Reçus deux fois, essai d’import…"))
        label = QLabel(self.tr("&Raison"))
        label.setBuddy(self.why)
        self.why.setAccessibleName(self.tr("Pourquoi ces dossiers vont à la corbeille"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(label)
        row.addWidget(self.why, 1)
        self.why.textChanged.connect(lambda: self.changed.emit())

    def fill(self, wish: Wish) -> Wish:
        return replace(wish, reason=self.why.text().strip())


def make_form(deed: str, office: Office) -> DeedForm:
    """The form of a deed."""
    form = DeedForm()
    say, reader = form.tr, office.reader
    if deed == "decide":
        from desktop.ui.batch.decision_form import DecisionForm

        return DecisionForm(office)
    if deed == "propose":
        return ProposeForm(office)
    if deed == "move":
        reached = dict.fromkeys(move.end for move in MOVES if move.verb not in OTHER_MEANS)
        return ChoiceForm(say("&Étape"), "stage", [(STAGES[code], code) for code in reached])
    if deed == "assign":
        names = [(name, name) for name in officers(reader)]
        return ChoiceForm(say("&Agent"), "officer", names, free=True)
    if deed in ("label", "unlabel"):
        labels = [(row.name, row.name) for row in queries.all_labels(reader)]
        return ChoiceForm(say("É&tiquette"), "label", labels, free=deed == "label")
    if deed == "agenda":
        held = [(f"{row.code} · {row.name}, {row.held_on[8:]}/{row.held_on[5:7]}/{row.held_on[:4]}", row.id)
                for row in committees(reader) if row.state != "closed"]  # fmt: skip
        return ChoiceForm(say("&Séance"), "committee", held)
    if deed == "bin":
        return BinForm()
    return DueForm() if deed == "due" else form
