"""Setting a document in type: headings, paragraphs, field tables and the budget, into a QTextDocument."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCellFormat,
    QTextTableFormat,
)

from desktop.ui.reading.parts import (
    FIELD,
    BudgetLine,
    BudgetPart,
    Document,
    FieldRow,
    FieldsPart,
    Part,
    TextPart,
)
from desktop.ui.reading.spans import Span
from desktop.ui.theme import Tokens, font, reading_font
from desktop.ui.tongue import euros

LINE_HEIGHT = 1.5


def _tr(words: str) -> str:
    return QCoreApplication.translate("ReadingView", words)


@dataclass(slots=True)
class Typeset:
    """Where things stand in the document that was just set."""

    spans: list[Span] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)


class Typesetter:
    """Sets one document at one size; `px` is the size of the running text in pixels, `frame` the margins."""

    def __init__(
        self, target: QTextDocument, look: Tokens, px: int, frame: QTextFrameFormat | None = None
    ) -> None:
        self._target, self._frame = target, frame
        self._look = look
        self._px = px
        self._cursor = QTextCursor(target)
        self.result = Typeset()

    def set(self, document: Document) -> Typeset:
        """Replace what the target holds."""
        self._target.clear()
        self._target.setDefaultFont(reading_font(self._px))
        self._cursor = QTextCursor(self._target)
        self._cursor.beginEditBlock()
        if self._frame is not None:  # margins given afterwards would lay every line once more
            self._target.rootFrame().setFrameFormat(self._frame)
        for part in document.parts:
            self._part(part, first=not self.result.anchors)
        self._cursor.endEditBlock()
        return self.result

    def _part(self, part: Part, *, first: bool) -> None:
        self._heading(part, first=first)
        if isinstance(part, TextPart):
            self._block(self._paragraph())
            self._text(part.section, part.text, self._letters())
            if not part.text.strip():
                self._cursor.insertText(_tr("Rien n’a été écrit dans cette rubrique."), self._aside())
        elif isinstance(part, FieldsPart):
            self._fields(part)
        else:
            self._budget(part)

    def _text(self, section: str, text: str, letters: QTextCharFormat) -> None:
        span = Span(section, text, self._cursor.position())
        self._cursor.insertText(span.shown, letters)
        self.result.spans.append(span)

    def _block(self, shape: QTextBlockFormat) -> None:
        if self._cursor.atStart():
            self._cursor.setBlockFormat(shape)
        else:
            self._cursor.insertBlock(shape, self._letters())

    def _heading(self, part: Part, *, first: bool) -> None:
        shape = QTextBlockFormat()
        shape.setHeadingLevel(2)
        shape.setTopMargin(0 if first else self._px * 1.4)
        shape.setBottomMargin(self._px * 0.4)
        self._block(shape)
        self.result.anchors[part.section] = self._cursor.position()
        letters = self._letters()
        letters.setFontWeight(QFont.Weight.DemiBold)
        letters.setProperty(QTextCharFormat.Property.FontPixelSize, round(self._px * 1.2))
        numbered = f"{part.number}\u2002{part.title}" if part.number else part.title
        self._cursor.insertText(numbered, letters)

    def _paragraph(self) -> QTextBlockFormat:
        shape = QTextBlockFormat()
        height = QTextBlockFormat.LineHeightTypes.FixedHeight
        shape.setLineHeight(self._px * LINE_HEIGHT, height.value)
        shape.setBottomMargin(self._px * 0.6)
        return shape

    def _letters(self, colour: str = "") -> QTextCharFormat:
        letters = QTextCharFormat()
        letters.setFont(reading_font(self._px))
        letters.setForeground(QColor(colour or self._look.ink))
        return letters

    def _small(self) -> int:
        return max(12, round(self._px * 0.82))

    def _screen_letters(self, colour: str = "") -> QTextCharFormat:
        letters = QTextCharFormat()
        letters.setFont(font(self._small()))
        letters.setForeground(QColor(colour or self._look.ink))
        return letters

    def _aside(self, colour: str = "") -> QTextCharFormat:
        letters = self._screen_letters(colour or self._look.muted)
        letters.setFontItalic(True)
        return letters

    def _table(self, rows: int, widths: Sequence[int]) -> QTextTable:
        shape = QTextTableFormat()
        shape.setBorder(0)
        shape.setCellSpacing(0)
        shape.setCellPadding(self._px * 0.28)
        shape.setBorderCollapse(True)
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        shape.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.PercentageLength, width) for width in widths]
        )
        self._cursor.insertBlock(QTextBlockFormat(), self._screen_letters())
        return self._cursor.insertTable(rows, len(widths), shape)

    def _enter(
        self, table: QTextTable, row: int, column: int, *, right: bool = False, bold: bool = False
    ) -> None:
        """Move into a cell, with its line below and its side."""
        cell = table.cellAt(row, column)
        shape = QTextTableCellFormat()
        shape.setBottomBorder(1)
        shape.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setBottomBorderBrush(QBrush(QColor(self._look.edge if bold else self._look.line)))
        shape.setFont(font(self._small()))  # an empty cell is as low as the others
        if column == 2:
            shape.setLeftPadding(self._px * 1.5)
        cell.setFormat(shape)
        self._cursor = cell.firstCursorPosition()
        if right:
            side = QTextBlockFormat()
            side.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._cursor.mergeBlockFormat(side)

    def _leave(self, table: QTextTable) -> None:
        self._cursor = table.lastCursorPosition()
        self._cursor.movePosition(QTextCursor.MoveOperation.NextBlock)

    def _fields(self, part: FieldsPart) -> None:
        if not part.rows:
            self._block(self._paragraph())
            self._cursor.insertText(_tr("Aucun renseignement."), self._aside())
            return
        table = self._table(len(part.rows), (34, 66))
        for row, shown in enumerate(part.rows):
            self._enter(table, row, 0)
            self._cursor.insertText(shown.label, self._screen_letters(self._look.muted))
            self._enter(table, row, 1)
            self._value(shown)
        self._leave(table)

    def _value(self, shown: FieldRow) -> None:
        self._text(FIELD + shown.key, shown.value, self._screen_letters())
        if not shown.value.strip():
            self._cursor.insertText(_tr("Non renseigné"), self._aside())
        self._warn(shown.warning)

    def _warn(self, warning: str) -> None:
        if warning:
            self._cursor.insertText(f"\u2028▲ {warning}", self._screen_letters(self._look.warn))

    def _budget(self, part: BudgetPart) -> None:
        lines = list(zip_longest(part.charges, part.products))
        table = self._table(len(lines) + 2, (32, 18, 32, 18))
        heads = (_tr("Charges"), _tr("Montant"), _tr("Produits"), _tr("Montant"))
        for column, words in enumerate(heads):
            self._cell(table, 0, column, words, bold=True)
        for row, (charge, product) in enumerate(lines, 1):
            self._budget_line(table, row, 0, charge)
            self._budget_line(table, row, 2, product)
        charges = sum(line.amount for line in part.charges)
        products = sum(line.amount for line in part.products)
        last = len(lines) + 1
        for column, words in enumerate((_tr("Total"), euros(charges), _tr("Total"), euros(products))):
            wrong = column % 2 and charges != products
            self._cell(table, last, column, words, bold=True, colour=self._look.warn if wrong else "")
        self._leave(table)
        for sentence in differences(part):
            self._cursor.insertText(f"▲ {sentence}", self._screen_letters(self._look.warn))
            self._cursor.insertBlock(QTextBlockFormat(), self._screen_letters())

    def _cell(
        self, table: QTextTable, row: int, column: int, words: str, *, bold: bool = False, colour: str = ""
    ) -> None:
        self._enter(table, row, column, right=bool(column % 2), bold=bold)
        letters = self._screen_letters(colour)
        if bold:
            letters.setFontWeight(QFont.Weight.DemiBold)
        self._cursor.insertText(words, letters)

    def _budget_line(self, table: QTextTable, row: int, column: int, line: BudgetLine | None) -> None:
        self._enter(table, row, column)
        if line is None:
            self._enter(table, row, column + 1)
            return
        if line.account:
            self._cursor.insertText(f"{line.account}\u2002", self._screen_letters(self._look.muted))
        if line.key:
            self._text(FIELD + line.key, line.label, self._screen_letters())
        else:
            self._cursor.insertText(line.label, self._screen_letters())
        self._warn(line.warning)
        self._cell(table, row, column + 1, euros(line.amount), colour=self._look.warn if line.warning else "")


def differences(part: BudgetPart) -> list[str]:
    """Sentences about totals that do not agree; empty when all do."""
    charges = sum(line.amount for line in part.charges)
    products = sum(line.amount for line in part.products)
    said: list[str] = []
    if charges > products:
        said.append(_tr("Les charges dépassent les produits de {gap}.").format(gap=euros(charges - products)))
    elif products > charges:
        said.append(_tr("Les produits dépassent les charges de {gap}.").format(gap=euros(products - charges)))
    charges_told = _tr("Total des charges écrit par le porteur : {told} ; somme des lignes : {sum}.")
    products_told = _tr("Total des produits écrit par le porteur : {told} ; somme des lignes : {sum}.")
    for declared, total, words in (
        (part.declared_charges, charges, charges_told),
        (part.declared_products, products, products_told),
    ):
        if declared is not None and declared != total:
            said.append(words.format(told=euros(declared), sum=euros(total)))
    return said
