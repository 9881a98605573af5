"""What the finance service paid, line by line before anything is recorded; refused lines stay in sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice, text
from desktop.ui.intake.rows import Line
from desktop.ui.opinions.table import PillRows
from desktop.ui.outcome.dialogs import Asking
from desktop.ui.tongue import date_short, euros, plural

if TYPE_CHECKING:
    from desktop.flow.pay_return import Matched


class PasteDialog(Asking):
    """Cells copied from the table of the finance service, headings first."""

    def __init__(self, over: QWidget, then: Callable[[str], object]) -> None:
        super().__init__(
            over, "paste", self.tr("Coller le tableau des finances"),
            self.tr(
                "Collez les lignes avec leurs titres\u00a0: référence ou n° de dossier, n° de mandat, versé "
                "le, montant."
            ),
            self.tr("Lire"),
        )  # fmt: skip
        self.setMinimumWidth(640)
        self._then = then
        self.cells = QPlainTextEdit()
        self.cells.setAccessibleName(self.tr("Lignes collées"))
        self.cells.setTabChangesFocus(True)
        self.form.addRow(self.cells)
        self.cells.textChanged.connect(self._tell)
        self.deed.clicked.connect(self._go)
        self._tell()

    def _tell(self) -> None:
        self.deed.setEnabled(bool(self.cells.toPlainText().strip()))

    def _go(self) -> None:
        self.accept()
        self._then(self.cells.toPlainText())


class PaidDialog(QDialog):
    """« Noter » takes the lines that stand."""

    def __init__(
        self, over: QWidget, name: str, lines: Sequence[Matched], then: Callable[[], object]
    ) -> None:
        super().__init__(over)
        self.setObjectName("paid")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Le retour des finances"))
        self.resize(960, 520)
        self._then = then
        self.rows = PillRows(
            self.tr("Lignes du tableau"),
            [
                (self.tr("État"), 104), (self.tr("Ligne"), 56), (self.tr("Dossier"), 130),
                (self.tr("Bénéficiaire"), 220), (self.tr("Mandat"), 90), (self.tr("Versé le"), 100),
                (self.tr("Montant"), 100), (self.tr("Ce qui est à savoir"), 0),
            ],
            right=(6,),
        )  # fmt: skip
        good = [one for one in lines if one.row is not None and not one.fault]
        count = len(good)
        self.take = Button(
            self.tr("&Noter {0} {1}").format(count, plural(count, "versement"))
            if count
            else self.tr("Rien à noter"),
            "check", kind="primary",
        )  # fmt: skip
        self.take.setEnabled(count > 0)
        self.take.setDefault(True)
        self.detail = Notice()
        refused = sum(1 for one in lines if one.fault)
        total = sum(one.told.amount or 0 for one in good)
        head = self.tr("{0}\u00a0: {1} {2}, {3}").format(
            name, count, plural(count, "versement"), euros(total)
        )
        if refused:
            head += self.tr(" · {0} {1}").format(refused, plural(refused, "ligne refusée", "lignes refusées"))
        self._lay_out(head)
        self.rows.picked.connect(self._show)
        self.rows.show_lines([self._line(one) for one in sorted(lines, key=_order)])
        self.take.clicked.connect(self._go)

    def _lay_out(self, head: str) -> None:
        leave = Button(self.tr("Ne rien noter"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(text(self.tr("Rien n’est écrit avant votre réponse."), caption=True), 1)
        foot.addWidget(leave)
        foot.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(text(head, 15, bold=True))
        column.addWidget(self.rows, 1)
        column.addWidget(self.detail)
        column.addLayout(foot)

    def _line(self, one: Matched) -> Line:
        told, row = one.told, one.row
        words = self.tr("Refusé") if one.fault else self.tr("À noter")
        cells = (
            words, str(told.line), told.reference or told.number, row.applicant if row else "—",
            told.order or "—", date_short(told.paid_on) if told.paid_on else "—",
            euros(told.amount) if told.amount is not None else "—", one.fault or one.remark or "—",
        )  # fmt: skip
        return Line(cells, "bad" if one.fault else "warn" if one.remark else "good", one)

    def _show(self, one: Matched | None) -> None:
        said = (one.fault or one.remark) if one is not None else ""
        self.detail.tell(said, "bad" if one is not None and one.fault else "neutral")

    def _go(self) -> None:
        self.accept()
        self._then()


def _order(one: Matched) -> tuple[bool, int]:
    return not one.fault, one.told.line
