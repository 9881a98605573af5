"""A question with a few fields, which stays open when what was told is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.fields import Button, DateField
from desktop.ui.intake.parts import Notice, text


class Asked(NamedTuple):
    """One field: `label` with its Alt letter; `value` is what stands in it first: words, a date, a bool. With
    `choices` (code -> words) it is a list; `long`: several lines."""

    name: str
    label: str
    value: Any = ""
    choices: Mapping[str, str] | None = None
    long: bool = False


class KeepingDialog(QDialog):
    """`then` gets what was told by name and answers why it was refused, "" when it is done."""

    def __init__(
        self, over: QWidget, title: str, told: str, fields: Sequence[Asked], deed: str,
        then: Callable[[dict[str, Any]], str], *, icon: str = "check",
    ) -> None:  # fmt: skip
        super().__init__(over)
        self.setObjectName("keeping")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(500)
        self._then = then
        self.fields: dict[str, QWidget] = {}
        form = QFormLayout()
        for asked in fields:
            field = self.fields[asked.name] = _field(asked)
            if isinstance(field, QCheckBox):
                form.addRow(field)
            else:
                form.addRow(asked.label, field)
        self.notice = Notice()
        self.go = Button(deed, icon, kind="primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self._go)
        leave = Button(self.tr("Ne rien faire"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(leave)
        foot.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(text(told))
        column.addLayout(form)
        column.addWidget(self.notice)
        column.addLayout(foot)

    def told(self) -> dict[str, Any]:
        """What stands in the fields."""
        return {name: _value(field) for name, field in self.fields.items()}

    def _go(self) -> None:
        why = self._then(self.told())
        if why:
            self.notice.tell(why, "bad")
        else:
            self.accept()


def _field(asked: Asked) -> QWidget:
    name = asked.label.replace("&", "").replace("\u00a0:", "")
    made: QWidget
    if asked.choices is not None:
        made = QComboBox()
        for code, words in asked.choices.items():
            made.addItem(words, code)
        made.setCurrentIndex(max(0, made.findData(asked.value)))
    elif isinstance(asked.value, bool):
        made = QCheckBox(asked.label)
        made.setChecked(asked.value)
    elif isinstance(asked.value, date):
        made = DateField(name)
        made.set_day(asked.value)
    elif asked.long:
        made = QPlainTextEdit(str(asked.value))
        made.setTabChangesFocus(True)
    else:
        made = QLineEdit(str(asked.value))
    made.setAccessibleName(name)
    return made


def _value(field: QWidget) -> Any:
    if isinstance(field, QComboBox):
        return field.currentData()
    if isinstance(field, QCheckBox):
        return field.isChecked()
    if isinstance(field, DateField):
        return field.day()
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    return field.text() if isinstance(field, QLineEdit) else None
