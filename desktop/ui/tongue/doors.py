"""Where Qt takes words to show: in another language than French they go through it on their way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QObject, Qt
from PySide6.QtGui import QAction, QFontMetrics, QFontMetricsF, QPainter, QStandardItem, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QInputDialog,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QMenuBar,
    QMessageBox,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QStatusBar,
    QTabBar,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QTextEdit,
    QToolButton,
    QToolTip,
    QTreeView,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

Say = Callable[[str], str]

# Fields that hold what people write (setText of a QLineEdit, setPlainText) are not among them: what is shown
# there is read back and kept.
_DOORS: tuple[tuple[type, str], ...] = (
    (
        QWidget,
        "setToolTip setWhatsThis setStatusTip setAccessibleName setAccessibleDescription setWindowTitle",
    ),
    (QLabel, "__init__ setText"),
    (QAbstractButton, "setText"),
    (QPushButton, "__init__"),
    (QCheckBox, "__init__"),
    (QRadioButton, "__init__"),
    (QToolButton, "setText"),
    (QGroupBox, "__init__ setTitle"),
    (QAction, "__init__ setText setToolTip setIconText setStatusTip"),
    (QMenu, "__init__ addMenu addAction addSection setTitle"),
    (QMenuBar, "addMenu"),
    (QComboBox, "setPlaceholderText findText setCurrentText"),
    (QLineEdit, "setPlaceholderText"),
    (QPlainTextEdit, "setPlaceholderText"),
    (QTextEdit, "setPlaceholderText"),
    (QSpinBox, "setPrefix setSuffix"),
    (QDoubleSpinBox, "setPrefix setSuffix"),
    (QAbstractSpinBox, "setSpecialValueText"),
    (QFormLayout, "addRow insertRow"),
    (QTabWidget, "addTab insertTab setTabText setTabToolTip"),
    (QTabBar, "addTab insertTab setTabText setTabToolTip"),
    (QListWidget, "addItem addItems"),
    (QListWidgetItem, "__init__ setText setToolTip"),
    (QTreeWidgetItem, "__init__ setText setToolTip"),
    (QTreeWidget, "setHeaderLabels setHeaderLabel"),
    (QTableWidgetItem, "__init__ setText setToolTip"),
    (QTableWidget, "setHorizontalHeaderLabels setVerticalHeaderLabels"),
    (QStandardItem, "__init__ setText setToolTip"),
    (QDialogButtonBox, "addButton"),
    (QMessageBox, "setText setInformativeText setDetailedText addButton"),
    (QInputDialog, "setLabelText setOkButtonText setCancelButtonText"),
    (QFileDialog, "setNameFilter setNameFilters selectNameFilter"),
    (QProgressBar, "setFormat"),
    (QStatusBar, "showMessage"),
    (QPainter, "drawText"),
    (QFontMetrics, "horizontalAdvance boundingRect size"),
    (QFontMetricsF, "horizontalAdvance boundingRect size"),
    (QTextDocument, "setHtml"),
)
_STATIC: tuple[tuple[type, str], ...] = ((QToolTip, "showText"),)
_ROLE = Qt.ItemDataRole
_SAID = frozenset(
    (
        *(_ROLE.DisplayRole, _ROLE.ToolTipRole, _ROLE.StatusTipRole),
        *(_ROLE.AccessibleTextRole, _ROLE.AccessibleDescriptionRole),
    )
)


def open_doors(say: Say, own: type[str]) -> None:
    """From now on, words that Qt is given go through `say`: once for the whole program. Words of the type
    `own` are said already, and stay of it when they are cut short."""
    for kind, names in _DOORS:
        for name in names.split():
            _through(kind, name, say)
    for kind, name in _STATIC:
        setattr(kind, name, staticmethod(_spoken(getattr(kind, name), say)))
    for metrics in (QFontMetrics, QFontMetricsF):
        _cut_short(metrics, say, own)
    _combo_texts(say)
    _models(say)


def _cut_short(metrics: Any, say: Say, own: type[str]) -> None:
    cut = metrics.elidedText

    def told(self: Any, text: str, *given: Any) -> str:
        short: str = cut(self, say(text), *given)
        return own(short) if isinstance(text, own) else short

    metrics.elidedText = told


def _turned(value: Any, say: Say) -> Any:
    if isinstance(value, str):
        return say(value)
    if isinstance(value, list | tuple) and value and all(isinstance(one, str) for one in value):
        return [say(one) for one in value]
    return value


def _spoken(shown: Callable[..., Any], say: Say) -> Callable[..., Any]:
    def told(*given: Any, **named: Any) -> Any:
        return shown(*[_turned(one, say) for one in given], **{k: _turned(v, say) for k, v in named.items()})

    return told


def _through(kind: type, name: str, say: Say) -> None:
    shown = getattr(kind, name)

    def told(self: Any, *given: Any, **named: Any) -> Any:
        return shown(self, *[_turned(one, say) for one in given], **named)

    setattr(kind, name, told)


def _combo_texts(say: Say) -> None:
    """What a list of choices holds stays French for the program: `currentText` gives back what was put in."""
    put_in: dict[str, str] = {}

    def put(text: str) -> str:
        shown = say(text)
        if shown != text:
            put_in[shown] = text
        return shown

    for name in ("addItem", "addItems", "insertItem", "insertItems", "setItemText"):
        _through(QComboBox, name, put)
    for name in ("currentText", "itemText"):
        _back(name, put_in)


def _back(name: str, put_in: dict[str, str]) -> None:
    read = getattr(QComboBox, name)

    def told(self: QComboBox, *given: Any) -> str:
        text: str = read(self, *given)
        return put_in.get(text, text)

    setattr(QComboBox, name, told)


def _models(say: Say) -> None:
    """A table's words are turned where its model is given to a view; what is edited is left alone."""
    done: set[type] = set()

    def shown(model: object) -> object:
        kind = type(model)
        if (
            kind not in done
            and kind.__module__.startswith("desktop.")
            and isinstance(model, QAbstractItemModel)
        ):
            done.add(kind)
            _turn_model(kind, say, getattr(kind, "words_of_people", frozenset()))
        return model

    for view in (QAbstractItemView, QTableView, QTreeView, QListView, QComboBox):
        _given(view, shown)


def _given(view: Any, shown: Callable[[object], object]) -> None:
    plain = view.setModel

    def set_model(self: Any, model: object) -> None:
        plain(self, shown(model))

    view.setModel = set_model


def _turn_model(kind: type, say: Say, people: frozenset[int] | bool) -> None:
    """`people` are the columns that hold what people wrote; True for all of them."""
    data, head = kind.data, kind.headerData  # type: ignore[attr-defined]

    def told(self: QObject, index: Any, role: int = _ROLE.DisplayRole) -> Any:
        value = data(self, index, role)
        if not isinstance(value, str) or role not in _SAID:
            return value
        return value if people is True or (people and index.column() in people) else say(value)

    def headed(self: QObject, section: int, way: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        value = head(self, section, way, role)
        return say(value) if isinstance(value, str) and role in _SAID and people is not True else value

    kind.data, kind.headerData = told, headed  # type: ignore[attr-defined]
