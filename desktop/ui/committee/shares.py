"""The amount in large and its parts by funder: typing the one shares out, typing the others adds up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.queries.committee import ItemAmountRow
from db.queries.reference import FunderRow
from desktop.rules.sharing import share_out
from desktop.ui.dossier.elided import ElidedLabel
from desktop.ui.fields import FlowLayout, MoneyField
from desktop.ui.tab_order import tab_through
from desktop.ui.theme import font


class Shares(QWidget):
    """What is given to one dossier; `typed` tells cents by funder at each keystroke."""

    typed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.total = MoneyField(self.tr("Montant accordé"))
        self.total.setFont(font(22, QFont.Weight.DemiBold))
        self.total.setFixedSize(176, 44)
        self.total.setToolTip(self.tr("Montant accordé (M) ; Entrée accorde"))
        self.fields: dict[bytes, MoneyField] = {}
        self._weights: dict[bytes, int] = {}
        self._item = b""
        self._drafts: dict[bytes, dict[bytes, int]] = {}  # typed and not yet said, by item
        self._parts = QWidget()
        self._flow = FlowLayout(self._parts, 6)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.total)
        line.addWidget(self._parts, 1)
        self.total.typed.connect(self._share)

    def load(
        self, item: bytes, rows: Sequence[ItemAmountRow], shares: Mapping[bytes, int],
        funders: Sequence[FunderRow],
    ) -> None:  # fmt: skip
        """Show the parts of a dossier: its own funders, or all of them when it has none. What was typed and
        not yet said is found again, whatever is read meanwhile and wherever one walked."""
        if item != self._item:
            for field in (self.total, *self.fields.values()):
                field.setModified(False)
        self._item = item
        shares = self._drafts.get(item, shares)
        names = {row.funder_id: row.funder for row in rows} or {row.id: row.name for row in funders}
        weights = {row.funder_id: row.proposed or 0 for row in rows}
        self._weights = weights if any(weights.values()) else {r.funder_id: r.asked or 0 for r in rows}
        if list(self.fields) != list(names):
            self._build(names)
        for key, field in self.fields.items():
            if not (field.hasFocus() and field.isModified()):
                field.set_cents(shares.get(key))
        if not (self.total.hasFocus() and self.total.isModified()):
            self.total.set_cents(sum(shares.values()) or None)

    def _build(self, names: Mapping[bytes, str]) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.fields = {}
        wide = 120 if len(names) <= 4 else 96
        for key, name in names.items():
            field = MoneyField(self.tr("Part de {0}").format(name))
            field.setFixedWidth(wide)
            field.typed.connect(self._add_up)
            label = ElidedLabel()
            label.setProperty("kind", "caption")
            label.setFont(font(12))
            label.setFixedWidth(wide)
            label.say(name)
            label.setBuddy(field)
            box = QWidget()
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(1)
            column.addWidget(label)
            column.addWidget(field)
            self.fields[key] = field
            self._flow.addWidget(box)
            box.show()
        tab_through(self._parts, list(self.fields.values()))

    def _share(self, cents: int | None) -> None:
        weights = self._weights or dict.fromkeys(self.fields, 0)
        parts = share_out(cents, weights) if cents else {}
        for key, field in self.fields.items():
            field.set_cents(parts.get(key))
        self._tell()

    def _add_up(self) -> None:
        self.total.set_cents(sum(self.amounts().values()) or None)
        self._tell()

    def _tell(self) -> None:
        self._drafts[self._item] = self.amounts()
        self.typed.emit(self.amounts())

    def amounts(self) -> dict[bytes, int]:
        """Cents by funder, those left empty taken out."""
        return {key: cents for key, field in self.fields.items() if (cents := field.cents())}

    def wrong(self) -> bool:
        """Whether something typed is not an amount."""
        return self.total.is_wrong() or any(field.is_wrong() for field in self.fields.values())

    def settle(self) -> None:
        """What was typed is said: the fields may be filled again."""
        self._drafts.pop(self._item, None)
        for field in (self.total, *self.fields.values()):
            field.setModified(False)
