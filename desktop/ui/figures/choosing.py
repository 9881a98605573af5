"""What is looked at in the figures: an axis, a measure, the years, filters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from db.queries.figures import years
from db.queries.reference import calls, waves
from desktop.flow.figures import Asked
from desktop.rules.figures import AXES, MEASURES
from desktop.ui.fields.flow import FlowLayout
from desktop.ui.money.picking import pick
from desktop.ui.office import Office

_KINDS = (
    ("association", "Associations"), ("school", "Établissements scolaires"), ("public", "Organismes publics"),
    ("other", "Autres porteurs"),
)  # fmt: skip


class FiguresChooser(QWidget):
    """`changed`: read again; `measured`: the same figures in another measure."""

    changed = Signal()
    measured = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.axis = self._combo(self.tr("Ce qui fait les lignes"), AXES.items(), 16)
        self.measure = self._combo(self.tr("Mesure"), [(one.code, one.label) for one in MEASURES], 18)
        pick(self.measure, "granted")
        self.over = QCheckBox(self.tr("&au fil des années"))
        self.over.setMinimumHeight(32)
        self.year = self._filter(self.tr("Année"), self.tr("Toutes les années"), _years(office))
        quarters = [(row.code, row.short) for row in office.quarters]
        self.quarter = self._filter(self.tr("Quartier"), self.tr("Tous les quartiers"), quarters)
        challenges = [(row.code, f"{row.rank} · {row.short}") for row in office.challenges]
        self.challenge = self._filter(self.tr("Défi"), self.tr("Tous les défis"), challenges)
        funders = [(row.code, row.name) for row in office.funders]
        self.funder = self._filter(self.tr("Financeur"), self.tr("Tous les financeurs"), funders)
        self.wave = self._filter(self.tr("Vague"), self.tr("Toutes les vagues"), _waves(office))
        self.applicant = self._filter(self.tr("Nature du porteur"), self.tr("Tous les porteurs"), _KINDS)
        line = FlowLayout(self, 8)
        for part in (self.axis, self.measure, self.over, self.year, *self.filters().values()):
            line.addWidget(part)
        self.measure.activated.connect(lambda _index: self.measured.emit())
        self.over.toggled.connect(lambda _on: self.changed.emit())
        for combo in (self.axis, self.year, *self.filters().values()):
            combo.activated.connect(lambda _index: self.changed.emit())

    def filters(self) -> dict[str, QComboBox]:
        """The box of each filter, by its axis."""
        return {
            "quarter": self.quarter, "challenge": self.challenge, "funder": self.funder, "wave": self.wave,
            "applicant": self.applicant,
        }  # fmt: skip

    def asked(self) -> Asked:
        """What is chosen now."""
        year = self.year.currentData()
        chosen = {name: box.currentData() for name, box in self.filters().items()}
        kept = {name: code for name, code in chosen.items() if code is not None}
        return Asked(self.axis.currentData(), year, year, kept)

    def clear(self) -> None:
        """Every dossier of every year again."""
        for box in (self.year, *self.filters().values()):
            box.setCurrentIndex(0)
        self.changed.emit()

    def offer_years(self, found: Iterable[int]) -> None:
        """The years that dossiers are of; the one chosen stays."""
        kept = self.year.currentData()
        while self.year.count() > 1:
            self.year.removeItem(1)
        for year in sorted(found, reverse=True):
            self.year.addItem(str(year), year)
        pick(self.year, kept)

    def _filter(self, name: str, every: str, choices: Sequence[tuple[object, str]]) -> QComboBox:
        return self._combo(name, [(None, every), *choices], 13)

    def _combo(self, name: str, choices: Iterable[tuple[object, str]], wide: int) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(wide)
        for code, words in choices:
            made.addItem(words, code)
        return made


def _years(office: Office) -> list[tuple[object, str]]:
    return [(year, str(year)) for year in reversed(years(office.reader))]


def _waves(office: Office) -> list[tuple[object, str]]:
    """« 2026 · Première vague »; a call of the same year is told by its title."""
    named = {row.id: row for row in calls(office.reader)}
    found: list[tuple[object, str]] = []
    for row in waves(office.reader):
        call = named[row.call_id]
        alone = sum(one.year == call.year for one in named.values()) == 1
        head = str(call.year) if alone or call.kind == "general" else call.title
        found.append((f"{call.code}/{row.rank}", f"{head} · {row.title}"))
    return found
