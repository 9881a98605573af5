"""The paragraphs of a letter: their list in order, and under it the chosen one with its condition."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QVBoxLayout,
)

from desktop.rules.settings import Field
from desktop.rules.settings.choices import BLOCKS
from desktop.ui.fields import Button, IconButton
from desktop.ui.settings.inputs import Input, raw_words

_BAR = " || "  # between the words of a dash and its condition


class BlocksInput(Input):
    """`value` is the list of the paragraphs, each told as its file would: what is empty is left out."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._blocks: list[dict[str, Any]] = []
        self._still = False
        self.list = QListWidget()
        self.list.setAccessibleName(field.words)
        self.list.setMinimumHeight(150)
        self.list.setMinimumWidth(120)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Genre du paragraphe"))
        for code, words in BLOCKS:
            self.kind.addItem(words, code)
        self.words = self._text(self.tr("Mots du paragraphe"), 5)
        self.items = self._text(self.tr("Tirets de la liste, un par ligne"), 4)
        self.test = self._edit(self.tr("Condition du paragraphe"))
        self.source = self._edit(self.tr("Champ qui fait les lignes"))
        self.total = self._edit(self.tr("Ligne du total"))
        self.add = IconButton("plus", self.tr("Ajouter un paragraphe après"))
        self.drop = IconButton("trash-2", self.tr("Retirer le paragraphe"))
        self.up = IconButton("arrow-up", self.tr("Monter le paragraphe"))
        self.down = IconButton("arrow-down", self.tr("Descendre le paragraphe"))
        self.fields = Button(self.tr("&Insérer un champ…"), "plus")
        self.fields.setToolTip(self.tr("Ctrl+Espace"))
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.list)

    def _text(self, name: str, lines: int) -> QPlainTextEdit:
        made = QPlainTextEdit()
        made.setAccessibleName(name)
        made.setTabChangesFocus(True)
        made.setFixedHeight(QFontMetrics(made.font()).lineSpacing() * lines + 18)
        made.textChanged.connect(self._write)
        return made

    def _edit(self, name: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        made.textEdited.connect(lambda _words: self._write())
        return made

    def _lay_out(self) -> None:
        deeds = QHBoxLayout()
        for button in (self.add, self.drop, self.up, self.down):
            deeds.addWidget(button)
        deeds.addStretch(1)
        deeds.addWidget(self.fields)
        self.form = QFormLayout()
        self.form.setContentsMargins(0, 0, 0, 0)
        for words, widget in (
            (self.tr("Genre"), self.kind), (self.tr("Mots"), self.words), (self.tr("Tirets"), self.items),
            (self.tr("Si"), self.test), (self.tr("Liste"), self.source), (self.tr("Total"), self.total),
        ):  # fmt: skip
            label = QLabel(f"{words}\u00a0:")
            label.setBuddy(widget)
            self.form.addRow(label, widget)
        column = QVBoxLayout()
        column.addWidget(self.list)
        column.addLayout(deeds)
        column.addLayout(self.form)
        self.line.addLayout(column, 1)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._show)
        self.kind.activated.connect(lambda _at: self._write())
        self.add.clicked.connect(self._add)
        self.drop.clicked.connect(self._drop)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))

    # Showing

    def show_value(self, value: Any) -> None:
        self._blocks = [dict(block) for block in value or []]
        self._fill(0)

    def _fill(self, row: int) -> None:
        self._still = True
        self.list.clear()
        for rank in range(len(self._blocks)):
            self.list.addItem(self._said(rank))
        self._still = False
        self.list.setCurrentRow(min(row, len(self._blocks) - 1))
        self._show(self.list.currentRow())

    def _said(self, row: int) -> str:
        block = self._blocks[row]
        kind = dict(BLOCKS).get(block.get("kind", "paragraph"), "")
        words = block.get("text") or f"({kind}\u00a0: {block.get('from', '')})"
        return f"{row + 1}. {'◊ ' if block.get('if') else ''}{words}"

    def _show(self, row: int) -> None:
        if self._still:
            return
        block = self._blocks[row] if 0 <= row < len(self._blocks) else {}
        self._still = True
        self.kind.setCurrentIndex(max(0, self.kind.findData(block.get("kind") or "paragraph")))
        self.words.setPlainText(block.get("text", ""))
        self.items.setPlainText("\n".join(_item(each) for each in block.get("items", ())))
        for edit, name in ((self.test, "if"), (self.source, "from"), (self.total, "total")):
            edit.setText(block.get(name, ""))
            edit.setCursorPosition(0)
        self._still = False
        self._only_what_serves()

    def _only_what_serves(self) -> None:
        kind = self.kind.currentData()
        listed = kind in ("list", "table", "budget", "grid", "text", "groups")
        for widget, on in (
            (self.items, kind == "list"), (self.source, listed), (self.total, kind in ("table", "grid")),
            (self.words, kind not in ("list", "table", "budget", "grid", "text", "groups")),
        ):  # fmt: skip
            self.form.setRowVisible(widget, on or bool(_words_of(widget)))

    # Writing

    def _write(self) -> None:
        row = self.list.currentRow()
        if self._still or not 0 <= row < len(self._blocks):
            return
        block = self._blocks[row]
        told: dict[str, Any] = {"text": raw_words(self.words).strip(), "if": self.test.text().strip()}
        told |= {"from": self.source.text().strip(), "total": self.total.text().strip()}
        told["items"] = [_read(line) for line in raw_words(self.items).split("\n") if line.strip()]
        kind = self.kind.currentData()
        if kind != "paragraph" or "kind" in block:
            told["kind"] = kind
        self._blocks[row] = {name: value for name, value in told.items() if value}
        self.list.item(row).setText(self._said(row))
        self._only_what_serves()
        self.changed.emit()

    def _add(self) -> None:
        row = self.list.currentRow() + 1
        self._blocks.insert(row, {})
        self._fill(row)
        self.words.setFocus()
        self.changed.emit()

    def _drop(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._blocks):
            self._blocks.pop(row)
            self._fill(max(0, row - 1))
            self.changed.emit()

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        if 0 <= row + by < len(self._blocks):
            self._blocks.insert(row + by, self._blocks.pop(row))
            self._fill(row + by)
            self.changed.emit()

    def value(self) -> Any:
        return [dict(block) for block in self._blocks]

    def lock(self, shut: bool) -> None:
        for edit in (self.words, self.items, self.test, self.source, self.total):
            edit.setReadOnly(shut)
        for button in (self.add, self.drop, self.up, self.down, self.fields, self.kind):
            button.setEnabled(not shut)


def _words_of(widget: QPlainTextEdit | QLineEdit) -> str:
    return widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()


def _item(told: dict[str, str]) -> str:
    return _BAR.join(part for part in (told.get("text", ""), told.get("if", "")) if part)


def _read(line: str) -> dict[str, str]:
    words, _, test = line.strip().partition(_BAR.strip())
    told = {"text": words.strip(), "if": test.strip()}
    return {name: value for name, value in told.items() if value}
