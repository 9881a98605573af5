"""The register as a table: one line a letter that left, the last one first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt

from db.queries.letters import LetterRow
from db.queries.outcome import NoticeRow
from desktop.rules.folding import fold
from desktop.ui.icons import icon
from desktop.ui.letters.entry import day_words, kind_words
from desktop.ui.outcome.words import proof_words
from desktop.ui.theme import tokens
from desktop.ui.tongue import plural

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole


class Column(IntEnum):
    NUMBER, DAY, WHO, WHAT, DOSSIER, COPIES, PROOF = range(7)


class RegisterModel(QAbstractTableModel):
    """`sift` keeps the letters that hold every word, accents and case aside."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[LetterRow] = []
        self._all: list[LetterRow] = []
        self._words = ""
        self.titles: Mapping[str, str] = {}
        self._proofs: Mapping[bytes, NoticeRow] = {}

    def set_rows(
        self,
        rows: Sequence[LetterRow],
        titles: Mapping[str, str],
        proofs: Mapping[bytes, NoticeRow] | None = None,
    ) -> None:
        """Show these letters, given in the order of their numbers; `proofs`: the last notice of each."""
        self._all, self.titles, self._proofs = list(reversed(rows)), titles, proofs or {}
        self.sift(self._words)

    def sift(self, words: str) -> None:
        """Keep what holds every word, whatever the column."""
        self._words = words
        wanted = fold(words).split()
        kept = [row for row in self._all if all(word in fold(self._line(row)) for word in wanted)]
        self.beginResetModel()
        self._rows = kept
        self.endResetModel()

    def count(self) -> int:
        """How many left, whatever is searched."""
        return len(self._all)

    def row(self, place: int) -> LetterRow:
        return self._rows[place]

    def place_of(self, letter: bytes) -> int:
        """Where a letter stands, -1 when it is not shown."""
        return next((at for at, row in enumerate(self._rows) if row.id == letter), -1)

    def _line(self, row: LetterRow) -> str:
        return " ".join([*(self._said(row, column) for column in Column), row.title, signed_words(row)])

    def _said(self, row: LetterRow, column: int) -> str:
        return {
            Column.NUMBER: row.number,
            Column.DAY: day_words(row.issued_at),
            Column.WHO: row.applicant,
            Column.WHAT: self.titles.get(row.template) or kind_words(row, self.titles),
            Column.DOSSIER: row.dossier,
            Column.PROOF: self._proof(row),
            Column.COPIES: str(row.copies),
        }[Column(column)]

    def _proof(self, row: LetterRow) -> str:
        """« reçu 05/03/2026 », « envoyé 03/03/2026 », « — » while nothing proves it."""
        proof = self._proofs.get(row.id)
        if proof is None:
            return self.tr("—")
        on = proof.received_on or proof.sent_on
        what = self.tr("reçu {0}") if proof.received_on else self.tr("envoyé {0}")
        return what.format(f"{on[8:10]}/{on[5:7]}/{on[:4]}")

    # Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == _ROLE.AccessibleTextRole and index.column() == Column.WHO and row.signed_on:
            return f"{row.applicant}, {signed_words(row)}"
        if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole):
            return self._said(row, index.column())
        if role == _ROLE.ToolTipRole:
            duplicates = row.copies - 1
            words = self.tr("{0}\n{1}").format(row.title, self._said(row, index.column()))
            if row.id in self._proofs:
                words += f"\n{proof_words(self._proofs[row.id])}"
            if duplicates > 0:
                words += self.tr("\ndont {0} {1}").format(
                    duplicates, plural(duplicates, "duplicata", "duplicatas")
                )
            if signed := signed_words(row):
                words += f"\n{signed}"
            return words
        if role == _ROLE.DecorationRole and index.column() == Column.WHO and row.signed_on:
            return icon("signature", tokens().good)
        if role == _ROLE.TextAlignmentRole and index.column() == Column.COPIES:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or role != _ROLE.DisplayRole:
            return None
        return {
            Column.NUMBER: self.tr("N°"),
            Column.DAY: self.tr("Parti le"),
            Column.WHO: self.tr("Destinataire"),
            Column.WHAT: self.tr("Courrier"),
            Column.DOSSIER: self.tr("Dossier"),
            Column.PROOF: self.tr("Preuve"),
            Column.COPIES: self.tr("Exemplaires"),
        }[Column(section)]


def signed_words(row: LetterRow) -> str:
    """« signée le 18 mars 2026 » once its scan came back, "" before."""
    say = QCoreApplication.translate
    return say("letters", "signée le {0}").format(day_words(row.signed_on)) if row.signed_on else ""
