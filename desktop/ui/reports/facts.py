"""The dates of the action as it took place, the grant as the report tells it, the people of the quarter."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from db.queries.reports import IndicatorRow, ReportRow
from desktop.ui.fields import DateField, MoneyField
from desktop.ui.intake.parts import text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.tongue import date_short


class FactsPage(QWidget):
    """`written` tells a wish: (field, value)."""

    written = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._row: ReportRow | None = None
        self.received = DateField(self.tr("Reçu le"))
        self.begins, self.ends = DateField(self.tr("Début réel")), DateField(self.tr("Fin réelle"))
        self.granted = MoneyField(self.tr("Subvention selon le bilan"))
        self.quarter = QSpinBox()
        self.quarter.setRange(-1, 1_000_000)
        self.quarter.setSpecialValueText("–")
        self.quarter.setAccessibleName(self.tr("Habitants du quartier touchés"))
        self.planned = text(caption=True)
        self.indicators = Rows(
            self.tr("Indicateurs"),
            [(self.tr("Indicateur"), 0), (self.tr("Cible"), 90), (self.tr("Atteint"), 90)], right=(1, 2),
        )  # fmt: skip
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(self.tr("Reçu le\u00a0:"), self.received)
        form.addRow(self.tr("Début réel\u00a0:"), self.begins)
        form.addRow(self.tr("Fin réelle\u00a0:"), self.ends)
        form.addRow("", self.planned)
        form.addRow(self.tr("Subvention dite\u00a0:"), self.granted)
        form.addRow(self.tr("Du quartier\u00a0:"), self.quarter)
        left = QVBoxLayout()
        left.addLayout(form)
        left.addStretch(1)
        both = QHBoxLayout(self)
        both.setContentsMargins(0, 8, 0, 0)
        both.setSpacing(16)
        both.addLayout(left, 2)
        both.addWidget(self.indicators, 3)
        for name, field in (
            ("received_on", self.received), ("starts_on", self.begins), ("ends_on", self.ends),
        ):  # fmt: skip
            field.editingFinished.connect(lambda name=name, field=field: self._day(name, field))
        self.granted.editingFinished.connect(self._money)
        self.quarter.editingFinished.connect(self._people)

    def show_report(self, row: ReportRow, indicators: list[IndicatorRow], *, writable: bool) -> None:
        """Show these facts."""
        self._row = row
        days = ((self.received, row.received_on), (self.begins, row.starts_on), (self.ends, row.ends_on))
        for field, told in days:
            field.set_day(_day_of(told))
        self.granted.set_cents(row.granted)
        self.quarter.setValue(-1 if row.from_quarter is None else row.from_quarter)
        for widget in (self.received, self.begins, self.ends, self.granted, self.quarter):
            widget.setEnabled(writable)
        plan = [date_short(day) for day in map(_day_of, (row.planned_start, row.planned_end)) if day]
        self.planned.setText(self.tr("Prévu\u00a0: {0}").format(" – ".join(plan)) if plan else "")
        self.indicators.show_lines(
            [
                Line((one.label, _number(one.target), _number(one.reached)), "neutral", one)
                for one in indicators
            ]
        )

    def _day(self, name: str, field: DateField) -> None:
        day = field.day()
        if not field.property("wrong"):
            self._tell(name, day, None if day is None else day.isoformat())

    def _money(self) -> None:
        if not self.granted.is_wrong():
            self._tell("granted", self.granted.cents(), self.granted.cents())

    def _people(self) -> None:
        value = None if self.quarter.value() < 0 else self.quarter.value()
        self._tell("from_quarter", value, value)

    def _tell(self, name: str, value: Any, kept: Any) -> None:
        if self._row is not None and getattr(self._row, name) != kept:
            self.written.emit(name, value)


def _day_of(told: str | None) -> dt.date | None:
    return dt.date.fromisoformat(told) if told else None


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:g}".replace(".", ",")
