"""Totals of an earlier contract: those entered, and the form to enter or correct one."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from db.queries.contract_totals import TotalRow, contract_totals
from desktop.rules.figures import grouped, whole_euros
from desktop.ui.fields import Button, MoneyField
from desktop.ui.intake.parts import text
from desktop.ui.money.picking import pick
from desktop.ui.office import Office

_MOST = 100_000_000


class TotalsDialog(QDialog):
    """A line of the list fills the form; what is kept is shown beside this contract, with its source."""

    def __init__(self, over: QWidget, office: Office) -> None:
        super().__init__(over)
        self._office = office
        self._rows: list[TotalRow] = []
        self.setObjectName("contractTotals")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Totaux d’un contrat précédent"))
        self.setMinimumWidth(620)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Totaux saisis"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setMaximumHeight(130)
        self._make_fields()
        self.keep = Button(self.tr("&Enregistrer"), "check", kind="primary")
        self.keep.setDefault(True)
        self.remove = Button(self.tr("En&lever"), "trash-2")
        self.leave = Button(self.tr("&Fermer"))
        self._lay_out()
        self.list.currentRowChanged.connect(self._chosen)
        self.keep.clicked.connect(self._keep)
        self.remove.clicked.connect(self._remove)
        self.leave.clicked.connect(self.accept)
        self._read()

    def _make_fields(self) -> None:
        self.contract = QLineEdit()
        self.contract.setAccessibleName(self.tr("Contrat"))
        self.contract.setPlaceholderText(self.tr("Contrat de ville 2015-2022"))
        self.first, self.last = QSpinBox(), QSpinBox()
        for field, name, year in (
            (self.first, self.tr("Première année"), 2015), (self.last, self.tr("Dernière année"), 2022),
        ):  # fmt: skip
            field.setRange(1977, 2100)
            field.lineEdit().setTextMargins(7, 0, 7, 0)
            field.setValue(year)
            field.setAccessibleName(name)
        self.scope = QComboBox()
        self.scope.setAccessibleName(self.tr("Total de"))
        self.scope.addItem(self.tr("Tout le contrat"), ("", ""))
        for axis, rows in (
            ("quarter", [(row.code, row.short) for row in self._office.quarters]),
            ("challenge", [(row.code, f"{row.rank} · {row.short}") for row in self._office.challenges]),
            ("funder", [(row.code, row.name) for row in self._office.funders]),
        ):
            for code, words in rows:
                self.scope.addItem(words, (axis, code))
        names = {"asked": self.tr("Demandé"), "granted": self.tr("Accordé"), "paid": self.tr("Versé")}
        self.money = {code: MoneyField(words) for code, words in names.items()}
        self.action_count, self.people = (
            self._number(self.tr("Actions")),
            self._number(self.tr("Bénéficiaires")),
        )
        self.basis = QLineEdit()
        self.basis.setAccessibleName(self.tr("Source"))
        self.basis.setPlaceholderText(self.tr("document, page, date"))

    def _number(self, name: str) -> QSpinBox:
        made = QSpinBox()
        made.setRange(-1, _MOST)
        made.setSpecialValueText(self.tr("inconnu"))
        made.setGroupSeparatorShown(True)
        made.lineEdit().setTextMargins(7, 0, 7, 0)
        made.setValue(-1)
        made.setAccessibleName(name)
        return made

    def _lay_out(self) -> None:
        form = QFormLayout()
        years = QHBoxLayout()
        years.addWidget(self.first)
        years.addWidget(QLabel(self.tr("à")))
        years.addWidget(self.last)
        years.addStretch()
        form.addRow(self.tr("Contrat\u00a0:"), self.contract)
        form.addRow(self.tr("Années\u00a0:"), years)
        form.addRow(self.tr("Total de\u00a0:"), self.scope)
        for field in self.money.values():
            form.addRow(f"{field.accessibleName()}\u00a0:", field)
        form.addRow(self.tr("Actions\u00a0:"), self.action_count)
        form.addRow(self.tr("Bénéficiaires\u00a0:"), self.people)
        form.addRow(self.tr("Source\u00a0:"), self.basis)
        foot = QHBoxLayout()
        foot.addWidget(self.remove)
        foot.addStretch()
        foot.addWidget(self.leave)
        foot.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        words = self.tr(
            "Un contrat dont les dossiers ne sont pas dans cette base se compare par ses totaux. Ils sont "
            "montrés par an, marqués «\u00a0saisi\u00a0», avec leur source."
        )
        column.addWidget(text(words))
        column.addWidget(self.list)
        column.addLayout(form)
        column.addLayout(foot)

    def _read(self) -> None:
        self._rows = contract_totals(self._office.reader)
        self.list.clear()
        for row in self._rows:
            told = [f"{row.contract}, {row.from_year}-{row.to_year}, {row.label}"]
            told += [whole_euros(row.granted)] if row.granted is not None else []
            told += [self.tr("{0} actions").format(grouped(row.actions))] if row.actions is not None else []
            self.list.addItem("\u00a0: ".join((told[0], ", ".join(told[1:]))) if told[1:] else told[0])
        may = self._office.may("publish")
        self.keep.setEnabled(may)
        self.keep.setToolTip(self._office.why_not("publish"))
        self.remove.setEnabled(may and self.list.currentRow() >= 0)

    def _chosen(self, at: int) -> None:
        self.remove.setEnabled(at >= 0 and self._office.may("publish"))
        if not 0 <= at < len(self._rows):
            return
        row = self._rows[at]
        self.contract.setText(row.contract)
        self.first.setValue(row.from_year)
        self.last.setValue(row.to_year)
        pick(self.scope, (row.axis, row.code))
        for code, field in self.money.items():
            field.set_cents(getattr(row, code))
        self.action_count.setValue(-1 if row.actions is None else row.actions)
        self.people.setValue(-1 if row.beneficiaries is None else row.beneficiaries)
        self.basis.setText(row.basis)

    def told(self) -> dict[str, Any]:
        """What the form says, as the verb takes it."""
        axis, code = self.scope.currentData()
        return {
            "contract": self.contract.text(), "from_year": self.first.value(), "to_year": self.last.value(),
            "axis": axis, "code": code, **{name: field.cents() for name, field in self.money.items()},
            "actions": None if self.action_count.value() < 0 else self.action_count.value(),
            "beneficiaries": None if self.people.value() < 0 else self.people.value(),
            "basis": self.basis.text(),
        }  # fmt: skip

    def _keep(self) -> None:
        from desktop.flow.contract_totals import enter_total

        wrong = next((field for field in self.money.values() if field.is_wrong()), None)
        if wrong is not None:
            wrong.setFocus()
            return
        if self._office.do(enter_total, **self.told()) is not None:
            self._read()

    def _remove(self) -> None:
        from desktop.flow.contract_totals import remove_total

        at = self.list.currentRow()
        if 0 <= at < len(self._rows) and self._office.do(remove_total, total=self._rows[at].id) is not None:
            self._read()
