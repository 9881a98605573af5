"""Beside the bench: the grand total, totals by envelope, quarter, challenge…, the rules as gauges."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.flow.bench import Loaded
from desktop.rules.bench import Axis, Key
from desktop.rules.gauges import measure
from desktop.ui.bench.bars import Bar, Bars
from desktop.ui.bench.desk import Desk
from desktop.ui.fields import SectionTitle, StageChips
from desktop.ui.intake.parts import text
from desktop.ui.theme import font
from desktop.ui.tongue import euros, percent

_MOST = 60  # applicants shown, those who get most
AXES: tuple[Axis, ...] = ("envelope", "quarter", "challenge", "applicant", "funder")


def say(words: str) -> str:
    return QCoreApplication.translate("bench", words)


def envelope_bars(found: Loaded) -> list[Bar]:
    """What each envelope has left after what is written; what falls in none comes last."""
    bench, made = found.bench, []
    for purse in bench.purses:
        here, left = bench.total("envelope", purse.key), bench.left(purse)
        taken = purse.available - left
        share = taken * 1000 // purse.available if purse.available > 0 else 1000 if taken else 0
        told = say("reste {0}").format(euros(left))
        if left < 0:
            told = say("dépassée de {0}").format(euros(-left))
        tone, of = "bad" if left < 0 else "accent", say("sur {0}").format(euros(purse.available))
        made.append(Bar(purse.title, euros(here), told, share, tone, None, of))
    if outside := bench.total("envelope", ""):
        made.append(
            Bar(say("Hors enveloppe"), euros(outside), say("aucune enveloppe ne convient"), 1000, "warn")
        )
    return made


def subject_bars(found: Loaded, axis: Axis) -> list[Bar]:
    """What each subject gets, with its share of the whole."""
    bench = found.bench
    subjects: list[tuple[Key, str]] = [(one.key, one.name) for one in found.subjects.get(axis, ())]
    totals = bench.totals[axis]
    none = {"quarter": say("Sans quartier"), "challenge": say("Sans défi")}.get(axis)
    if none and totals.get(""):
        subjects.append(("", none))
    if axis == "applicant":
        subjects = sorted(subjects, key=lambda one: -totals.get(one[0], 0))[:_MOST]
    most = max((totals.get(key, 0) for key, _ in subjects), default=0) or 1
    return [
        Bar(name, euros(cents), percent(cents, bench.whole, 1) if cents else "", cents * 1000 // most)
        for key, name in subjects
        for cents in (totals.get(key, 0),)
    ]


def gauge_bars(found: Loaded) -> list[Bar]:
    """One bar a rule: the share of the worst subject beside the bound."""
    bench = found.bench
    made = []
    for gauge in measure(found.rules, bench.totals, bench.whole, found.subjects):
        # The bound stands at a half, so that 10 % and 80 % are read as well.
        bound = gauge.rule.percent or 1
        share = gauge.share * 50 // bound
        made.append(Bar(gauge.rule.label, "", gauge.sentence, min(1000, share), gauge.tone, 500))
    return made


class Totals(QWidget):
    """Everything here is redrawn at each key."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.whole, self.told = QLabel(), text(caption=True)
        self.whole.setFont(font(24, QFont.Weight.DemiBold))
        self.axes = StageChips()
        self.bars = Bars(self.tr("Totaux"))
        self.rules = Bars(self.tr("Règles de répartition"))
        self.rules_title = SectionTitle(self.tr("Règles"))
        self._lay_out()
        self.axes.chosen.connect(self._axis_chosen)
        desk.loaded.connect(self.reload)
        desk.moved.connect(lambda _rows: self.show_totals())
        self.axis: Axis = "envelope"
        self._name_axes()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.whole)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.told)
        column.addWidget(self.axes)
        column.addWidget(self.bars, 1)
        column.addWidget(self.rules_title)
        column.addWidget(self.rules)

    def _name_axes(self) -> None:
        names = {
            "envelope": self.tr("Enveloppes"), "quarter": self.tr("Quartiers"), "challenge": self.tr("Défis"),
            "applicant": self.tr("Porteurs"), "funder": self.tr("Financeurs"),
        }  # fmt: skip
        self.axes.set_chips([(axis, names[axis], None) for axis in AXES])
        self.axes.choose([self.axis])

    def _axis_chosen(self, codes: Sequence[str]) -> None:
        chosen = [axis for axis in AXES if axis in codes]
        self.axis = chosen[0] if chosen else self.axis
        self.axes.choose([self.axis])  # a second click lets nothing go: there is always an axis
        self.show_totals()

    def reload(self) -> None:
        """Lines, envelopes or rules are others."""
        self.show_totals()
        self.rules.setFixedHeight(min(200, self.rules.high()))

    def show_totals(self) -> None:
        """Redraw what the cells add up to now."""
        found = self.desk.found
        if found is None:
            return
        bench = found.bench
        self.whole.setText(euros(bench.whole))
        self.whole.setAccessibleName(self.tr("Total réparti\u00a0: {0}").format(euros(bench.whole)))
        given = sum(1 for cents in bench.given if cents)
        asked = sum(line.asked or 0 for line in bench.lines)
        words = self.tr("répartis sur {0} dossiers parmi {1}, {2} des {3} demandés")
        self.told.setText(words.format(given, len(bench.lines), percent(bench.whole, asked), euros(asked)))
        self.bars.bars.show(
            envelope_bars(found) if self.axis == "envelope" else subject_bars(found, self.axis)
        )
        rules = gauge_bars(found)
        self.rules.bars.show(rules)
        for part in (self.rules, self.rules_title):
            part.setVisible(bool(rules))
