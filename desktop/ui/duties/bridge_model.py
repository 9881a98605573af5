"""The table from challenge to theme: per cents typed in place, a challenge is kept when its row makes 100."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QWidget

from db.queries.p147 import BridgeRow, ThemeRow
from db.queries.reference import ChallengeRow
from desktop.rules.p147 import WHOLE, adds_up
from desktop.ui.theme import font, tokens

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROLE = Qt.ItemDataRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BridgeModel(QAbstractTableModel):
    """A row a challenge, a column a theme, the total last."""

    row_ready = Signal(object, object)  # key of the challenge, theme -> per cent: it makes 100
    row_wrong = Signal(str)  # the sentence of a row that does not

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.challenges: Sequence[ChallengeRow] = ()
        self.themes: Sequence[ThemeRow] = ()
        self.parts: dict[tuple[bytes, bytes], int] = {}
        self.drafts: set[bytes] = set()  # challenges whose row was typed and does not make 100 yet
        self.locked = ""  # why nothing can be typed

    def show(
        self, challenges: Sequence[ChallengeRow], themes: Sequence[ThemeRow], rows: Sequence[BridgeRow]
    ) -> None:
        """Show these; what is being typed stays."""
        self.beginResetModel()
        kept = {key: part for key, part in self.parts.items() if key[0] in self.drafts}
        self.challenges = challenges
        self.themes = [theme for theme in themes if theme.parent]
        told = {(row.challenge_id, row.theme_id): row.percent for row in rows}
        self.parts = {key: part for key, part in told.items() if key[0] not in self.drafts} | kept
        self.endResetModel()

    def drop_drafts(self) -> None:
        """Forget what is typed and was not kept."""
        self.drafts.clear()

    def total(self, challenge: ChallengeRow) -> int:
        return sum(self.parts.get((challenge.id, theme.id), 0) for theme in self.themes)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.challenges)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.themes) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            row = self.challenges[section]
            if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole):
                return f"{row.rank} · {row.short}"
            return row.title if role == _ROLE.ToolTipRole else None
        if section == len(self.themes):
            return self.tr("Total") if role == _ROLE.DisplayRole else None
        theme = self.themes[section]
        if role == _ROLE.DisplayRole:
            return theme.code
        return f"{theme.code} {theme.title}" if role == _ROLE.ToolTipRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.locked or index.column() == len(self.themes):
            return usual
        return usual | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        challenge = self.challenges[index.row()]
        if index.column() == len(self.themes):
            return self._total(challenge, role)
        theme = self.themes[index.column()]
        part = self.parts.get((challenge.id, theme.id), 0)
        if role == _ROLE.DisplayRole:
            return f"{part}\u00a0%" if part else ""
        if role == _ROLE.EditRole:
            return str(part) if part else ""
        if role == _ROLE.AccessibleTextRole:
            return f"{challenge.short}, {theme.code} {theme.title}\u00a0: {part}\u00a0%"
        if role == _ROLE.ToolTipRole:
            return self.locked or f"{theme.code} {theme.title}"
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT
        return None

    def _total(self, challenge: ChallengeRow, role: int) -> Any:
        total = self.total(challenge)
        if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole):
            if total == WHOLE:
                return f"{total}\u00a0%"
            left = WHOLE - total
            return f"{total}\u00a0% ({'+' if left < 0 else '−'}{abs(left)})"
        if role == _ROLE.ToolTipRole:
            return self.fault(challenge)
        if role == _ROLE.ForegroundRole:
            return QColor(tokens().ink if total == WHOLE else tokens().bad)
        if role == _ROLE.FontRole:
            return font(13, QFont.Weight.Normal if total == WHOLE else QFont.Weight.DemiBold)
        return _RIGHT if role == _ROLE.TextAlignmentRole else None

    def fault(self, challenge: ChallengeRow) -> str:
        """What its row lacks, "" when it makes 100."""
        parts = {theme.code: self.parts.get((challenge.id, theme.id), 0) for theme in self.themes}
        return adds_up(parts, f"{challenge.rank} · {challenge.short}")

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        if role != _ROLE.EditRole or not index.isValid() or index.column() >= len(self.themes):
            return False
        words = str(value).replace("%", "").strip()
        if words and not (words.isdecimal() and int(words) <= WHOLE):
            self.row_wrong.emit(self.tr("«\u00a0{0}\u00a0» n’est pas une part de 0 à 100.").format(words))
            return False
        challenge = self.challenges[index.row()]
        key = (challenge.id, self.themes[index.column()].id)
        if int(words or 0) == self.parts.get(key, 0):
            return True
        self.parts[key] = int(words or 0)
        self.drafts.add(challenge.id)
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), len(self.themes)))
        fault = self.fault(challenge)
        if fault:
            self.row_wrong.emit(fault)
        else:
            self.drafts.discard(challenge.id)
            parts = {theme.id: self.parts.get((challenge.id, theme.id), 0) for theme in self.themes}
            self.row_ready.emit(challenge.id, {theme: part for theme, part in parts.items() if part})
        return True
