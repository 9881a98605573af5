"""The questions of an engagement, of an indicator, of the request of a year, of what is carried over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QLocale
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from db.queries.agreement_shapes import AskableRow, CommitmentRow
from db.queries.reference import ChallengeRow, QuarterRow
from desktop.flow.agreement_view import Counted
from desktop.rules.agreements import FOUND, figure
from desktop.ui.agreements.forms import Form
from desktop.ui.fields import AutoText, MoneyField
from desktop.ui.money.picking import pick
from desktop.ui.tongue import euros


class CommitmentForm(Form):
    """What the applicant undertakes; once signed, what was found of it."""

    def __init__(
        self, over: QWidget, years: Sequence[int], quarters: Sequence[QuarterRow],
        challenges: Sequence[ChallengeRow], row: CommitmentRow | None, *, draft: bool,
    ) -> None:  # fmt: skip
        super().__init__(over, "commitment", over.tr("Engagement du porteur"), over.tr("Enregistrer"))
        self.words = AutoText(self.tr("Engagement"), lines=3)
        each = [(self.tr("chaque année"), None)]
        self.year = self.combo(self.tr("Année"), [*each, *((str(year), year) for year in years)])
        whole = [(self.tr("tous les quartiers"), None)]
        self.quarter = self.combo(self.tr("Quartier"), [*whole, *((q.short, q.id) for q in quarters)])
        none = [(self.tr("aucun en particulier"), None)]
        self.challenge = self.combo(
            self.tr("Défi"), [*none, *((f"{c.rank}\u00a0· {c.short}", c.id) for c in challenges)]
        )
        self.state = self.combo(self.tr("Constat"), [(words, code) for code, (words, _) in FOUND.items()])
        self.comment = AutoText(self.tr("Remarque"), lines=2)
        for words, field in (
            (self.tr("&Engagement\u00a0:"), self.words), (self.tr("&Année\u00a0:"), self.year),
            (self.tr("&Quartier\u00a0:"), self.quarter), (self.tr("Dé&fi\u00a0:"), self.challenge),
            (self.tr("&Constat\u00a0:"), self.state), (self.tr("&Remarque\u00a0:"), self.comment),
        ):  # fmt: skip
            self.form.addRow(words, field)
        if row is not None:
            self.words.set_text(row.text)
            self.comment.set_text(row.comment)
            for combo, key in (
                (self.year, row.year), (self.quarter, row.quarter_id), (self.challenge, row.challenge_id),
                (self.state, row.state),
            ):  # fmt: skip
                pick(combo, key)
        self.words.setReadOnly(not draft)
        for field in (self.year, self.quarter, self.challenge):
            field.setEnabled(draft)


class IndicatorForm(Form):
    """What is counted, and its figures by year: target, reached, a word."""

    def __init__(self, over: QWidget, years: Sequence[int], one: Counted | None) -> None:
        super().__init__(over, "indicator", over.tr("Indicateur"), over.tr("Enregistrer"))
        self.name = self.line(self.tr("Ce qui est compté"), one.label if one else "")
        self.unit = self.line(self.tr("Unité"), one.unit if one else "")
        self.form.addRow(self.tr("&Indicateur\u00a0:"), self.name)
        self.form.addRow(self.tr("&Unité\u00a0:"), self.unit)
        self._fields: dict[int, tuple[QLineEdit, QLineEdit, QLineEdit]] = {}
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        for column, words in enumerate((self.tr("Visé"), self.tr("Atteint"), self.tr("Remarque")), start=1):
            head = QLabel(words)
            head.setProperty("kind", "caption")
            grid.addWidget(head, 0, column)
        for row, year in enumerate(years, start=1):
            told = one.years.get(year, (None, None, "")) if one else (None, None, "")
            fields = (
                self._number(self.tr("Visé en {0}").format(year), told[0]),
                self._number(self.tr("Atteint en {0}").format(year), told[1]),
                self.line(self.tr("Remarque de {0}").format(year), told[2]),
            )
            grid.addWidget(QLabel(str(year)), row, 0)
            for column, field in enumerate(fields, start=1):
                grid.addWidget(field, row, column)
            self._fields[year] = fields
        grid.setColumnStretch(3, 1)
        self.column.insertWidget(1, box)

    def _number(self, name: str, value: float | None) -> QLineEdit:
        made = self.line(name, figure(value))
        made.setFixedWidth(96)
        check = QDoubleValidator(0, 10**9, 2, made)
        check.setLocale(QLocale(QLocale.Language.French))
        made.setValidator(check)
        return made

    def values(self) -> dict[int, tuple[float | None, float | None, str]]:
        """What is typed, by year."""
        return {
            year: (_read(target.text()), _read(reached.text()), comment.text())
            for year, (target, reached, comment) in self._fields.items()
        }


def _read(words: str) -> float | None:
    plain = "".join(words.split()).replace("\u202f", "").replace("\u00a0", "").replace(",", ".")
    return float(plain) if plain else None


class CarryForm(Form):
    """How much of what a year left goes to the next one, by funder."""

    def __init__(
        self, over: QWidget, years: Sequence[int], left: Mapping[int, Mapping[bytes, int]],
        names: Mapping[bytes, str],
    ) -> None:  # fmt: skip
        super().__init__(
            over, "carrying", over.tr("Reporter ce qu’une année a laissé"), over.tr("Reporter"),
            over.tr("Promis et reporté, moins ce que le bilan accepté dit employé, sinon ce qui est payé."),
        )  # fmt: skip
        self._left = left
        self.year = self.combo(
            self.tr("Année"), [(self.tr("{0} vers {1}").format(y, y + 1), y) for y in years]
        )
        self.form.addRow(self.tr("&Année\u00a0:"), self.year)
        self.fields: dict[bytes, MoneyField] = {}
        for funder, name in names.items():
            field = MoneyField(name)
            self.fields[funder] = field
            self.form.addRow(name, field)
        self.year.currentIndexChanged.connect(lambda _index: self._fill())
        self._fill()

    def _fill(self) -> None:
        told = self._left.get(self.year.currentData(), {})
        for funder, field in self.fields.items():
            field.set_cents(told.get(funder, 0) or None)
            field.setEnabled(funder in told)
            field.setToolTip(self.tr("laissé\u00a0: {0}").format(euros(told.get(funder, 0))))

    def amounts(self) -> dict[bytes, int]:
        return {funder: cents for funder, field in self.fields.items() if (cents := field.cents())}


class AttachForm(Form):
    """Which dossier asks for which year."""

    def __init__(self, over: QWidget, years: Sequence[int], rows: Sequence[AskableRow], year: int) -> None:
        super().__init__(over, "attaching", over.tr("Demande d’une année"), over.tr("Rattacher"))
        self.year = self.combo(self.tr("Année"), [(str(each), each) for each in years])
        pick(self.year, year)
        self.dossier = self.combo(
            self.tr("Dossier"),
            [
                (f"{row.number} · {row.title}" + (f" · {euros(row.asked)}" if row.asked else ""), row.id)
                for row in rows
            ],
        )
        self.form.addRow(self.tr("&Année\u00a0:"), self.year)
        self.form.addRow(self.tr("&Dossier\u00a0:"), self.dossier)
