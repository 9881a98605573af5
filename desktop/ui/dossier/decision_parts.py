"""The fields of a decision: amounts per funder, reasons to tick, and a decision already taken."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from db.queries.reference import ReasonRow
from desktop.ui.dossier.elided import ElidedLabel
from desktop.ui.fields import MoneyField
from desktop.ui.list.pane_parts import emptied
from desktop.ui.proposal import FunderShare
from desktop.ui.tongue import euros

_LINES = 2.5  # reasons in sight: a cut line says that there are more


class VotedAmounts(QWidget):
    """One amount a funder, and their sum."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, MoneyField] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self.total = QLabel()
        self.total.setStyleSheet("font-weight: 600")

    def show_shares(self, shares: Sequence[FunderShare]) -> None:
        """Fill in again, `proposed` holding what is to be voted."""
        self._grid.removeWidget(self.total)
        emptied(self._grid)
        self.fields = {}
        for row, share in enumerate(shares):
            field = MoneyField(self.tr("Montant voté par {0}").format(share.label))
            field.setFixedWidth(110)
            field.set_cents(share.proposed)
            field.typed.connect(self._tell)
            label = ElidedLabel()
            label.say(share.label)
            if share.asked:
                asked = self.tr("{0} demandés").format(euros(share.asked))
                field.setPlaceholderText(self.tr("sur {0}").format(euros(share.asked)))
                field.setAccessibleDescription(asked)
                label.setToolTip(f"{share.label}, {asked}")
            self.fields[share.code] = field
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(field, row, 1)
        self._grid.addWidget(self.total, len(shares), 0, 1, 2, Qt.AlignmentFlag.AlignRight)
        self.total.show()
        self._tell()

    def amounts(self) -> dict[str, int]:
        """Cents by funder code, those left empty or at zero taken out."""
        return {code: cents for code, field in self.fields.items() if (cents := field.cents())}

    def wrong(self) -> bool:
        """Whether something typed is not an amount."""
        return any(field.is_wrong() for field in self.fields.values())

    def _tell(self) -> None:
        self.total.setText(self.tr("Total : {0}").format(euros(sum(self.amounts().values()))))
        self.changed.emit()


class ReasonList(QScrollArea):
    """The countable reasons of one outcome, to tick."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, QCheckBox] = {}
        self.setAccessibleName(self.tr("Motifs de la décision"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._box = QVBoxLayout(inside)
        self._box.setContentsMargins(6, 4, 6, 4)
        self._box.setSpacing(2)
        self.setWidget(inside)

    def show_reasons(self, reasons: Sequence[ReasonRow], ticked: Sequence[str]) -> None:
        """Offer these, the ticked ones first come first."""
        emptied(self._box)
        self.boxes = {}
        for row in reasons:
            box = QCheckBox(row.label.replace("&", "&&"))
            box.setToolTip(self.tr("Dans le courrier : {0}").format(row.sentence))
            box.setChecked(row.code in ticked)
            box.toggled.connect(lambda _on: self.changed.emit())
            self.boxes[row.code] = box
            self._box.addWidget(box)
        line = next(iter(self.boxes.values())).sizeHint().height() + 2 if self.boxes else 0
        self.setFixedHeight(round(line * min(len(self.boxes), _LINES)) + 10)
        self.setVisible(bool(self.boxes))

    def ticked(self) -> list[str]:
        """Codes of the reasons chosen."""
        return [code for code, box in self.boxes.items() if box.isChecked()]
