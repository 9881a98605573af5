"""The question « which dossier? »: type some letters, arrows, Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.flow.arriving import Target
from desktop.rules.folding import fold
from desktop.ui.fields import Button, SearchField
from desktop.ui.intake.rows import Line, Rows

_MOST = 200  # rows shown: more letters find the others


class TargetDialog(QDialog):
    """Those that the file seems to speak of come first, each with its reason; `words`: the question, the deed
    and its contrary, when it is not about a file."""

    def __init__(
        self,
        over: QWidget,
        name: str,
        offered: Sequence[Target],
        every: Sequence[Target],
        then: Callable[[Target], object],
        words: tuple[str, str, str] | None = None,
    ) -> None:
        super().__init__(over)
        self.setObjectName("target")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question, deed, self._leave_words = words or (
            self.tr("À quel dossier joindre ce fichier\u00a0?"),
            self.tr("Joindre à ce dossier"),
            self.tr("Ne rien joindre"),
        )
        self.setWindowTitle(question)
        self.resize(760, 460)
        first = {target.key for target in offered}
        self._targets = [*offered, *(target for target in every if target.key not in first)]
        self._keys = [fold(f"{t.number} {t.applicant} {t.title}") for t in self._targets]
        self._then = then
        self.field = SearchField(self.tr("Numéro, porteur ou intitulé"))
        self.rows = Rows(
            self.tr("Dossiers"),
            [(self.tr("Numéro"), 110), (self.tr("Porteur · action"), 0), (self.tr("Reconnu par"), 250)],
        )
        self.take = Button(deed, "git-merge" if words else "paperclip", kind="primary")
        self._lay_out(name)
        self.field.typed.connect(lambda _words: self._show())
        self.field.submitted.connect(lambda _words: self._go())
        self.rows.doubleClicked.connect(lambda _index: self._go())
        self.rows.activated.connect(lambda _index: self._go())
        self.take.clicked.connect(self._go)
        self.field.installEventFilter(self)
        self._show()

    def _lay_out(self, name: str) -> None:
        words = QLabel(self.tr("«\u00a0{0}\u00a0»").format(name))
        words.setWordWrap(True)
        leave = Button(self._leave_words)
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(leave)
        foot.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        for part in (words, self.field):
            column.addWidget(part)
        column.addWidget(self.rows, 1)
        column.addLayout(foot)

    def _show(self) -> None:
        wanted = fold(self.field.text()).split()
        found = [t for t, key in zip(self._targets, self._keys, strict=True) if all(w in key for w in wanted)]
        self.rows.show_lines(
            [
                Line((t.number, f"{t.applicant} · {t.title}", t.why), "accent" if t.why else "neutral", t)
                for t in found[:_MOST]
            ]
        )
        self.take.setEnabled(bool(found))

    def _chosen(self) -> Target | None:
        index = self.rows.currentIndex()
        return self.rows.rows.lines[index.row()].what if index.isValid() else None

    def _go(self) -> None:
        target = self._chosen()
        if target is not None:
            self.accept()
            self._then(target)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while the hands stay in the field."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if by:
                row = self.rows.currentIndex().row() + by
                if 0 <= row < len(self.rows.rows.lines):
                    self.rows.selectRow(row)
                return True
        return super().eventFilter(watched, event)
