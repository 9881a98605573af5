"""Over the notes: what is sought, the filters, the order, the export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.queries.all_notes import NONE
from desktop.rules.note_query import read_wish
from desktop.rules.query import QueryError
from desktop.ui.fields import Button, SearchField
from desktop.ui.fields.flow import FlowLayout
from desktop.ui.intake.parts import text
from desktop.ui.notebook.rows import AUDIENCES, audience_words
from desktop.ui.office import Office

PAUSE_MS, FAULT_MS = 180, 700  # typing goes on: nothing is asked, no fault told, before such a pause


class NotesBar(QWidget):
    """`fields` is what is wished for; `changed` tells that it is no longer the same."""

    changed = Signal()
    order_changed = Signal()
    export_wanted = Signal()
    left_down = Signal()  # from the search field to the notes

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._typed: dict[str, str] = {}
        self.count = text(caption=True)
        self.export = Button(self.tr("E&xporter…"), "sheet")
        self.search = SearchField(self.tr("Mots, ou défi:4, quartier:nord, auteur:martin, force>=2, date>=…"))
        self.search.setAccessibleName(self.tr("Chercher dans les notes"))
        self.order = QComboBox()
        self.fault = QLabel()
        self.fault.setProperty("kind", "caption")
        self.fault.hide()
        self.filters = {
            "challenge": self._combo(self.tr("Défi"), self._challenges()),
            "quarter": self._combo(self.tr("Quartier"), self._quarters()),
            "author": self._combo(self.tr("Auteur"), [(self.tr("Tous les auteurs"), "")]),
            "strength": self._combo(self.tr("Force"), self._strengths()),
            "audience": self._combo(self.tr("Public"), self._audiences()),
            "period": self._combo(self.tr("Période"), self._periods()),
        }
        self._lay_out()
        self._pause, self._late = (QTimer(self, singleShot=True, interval=ms) for ms in (PAUSE_MS, FAULT_MS))
        self._connect()

    def _combo(self, name: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(9)
        for words, code in choices:
            made.addItem(words, code)
        made.setMinimumWidth(made.sizeHint().width() + 12)  # half a sign more: six of them share a line
        made.activated.connect(lambda _index: self.changed.emit())
        return made

    def _challenges(self) -> list[tuple[str, str]]:
        rows = [(f"{row.rank} · {row.short}", row.code) for row in self._office.challenges]
        return [(self.tr("Tous les défis"), ""), *rows, (self.tr("Sans défi"), NONE)]

    def _quarters(self) -> list[tuple[str, str]]:
        rows = [(row.name, row.code) for row in self._office.quarters]
        return [(self.tr("Tous les quartiers"), ""), *rows, (self.tr("Sans quartier"), NONE)]

    def _strengths(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Toutes les forces"), ""), (self.tr("Fort"), "3"), (self.tr("Moyen ou fort"), "23"),
            (self.tr("Faible et plus"), "123"), (self.tr("Sans force"), "0"),
        ]  # fmt: skip

    def _audiences(self) -> list[tuple[str, str]]:
        return [(self.tr("Tous les publics"), ""), *((audience_words(code), code) for code in AUDIENCES)]

    def _periods(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Toutes les dates"), ""), (self.tr("Aujourd’hui"), "0"),
            (self.tr("7 derniers jours"), "6"), (self.tr("30 derniers jours"), "29"),
            (self.tr("Cette année"), "year"), (self.tr("L’année dernière"), "last"),
        ]  # fmt: skip

    def _lay_out(self) -> None:
        for words, oldest in ((self.tr("Récentes d’abord"), False), (self.tr("Anciennes d’abord"), True)):
            self.order.addItem(words, oldest)
        self.order.setAccessibleName(self.tr("Ordre des notes"))
        title = QVBoxLayout()
        title.setSpacing(2)
        title.addWidget(text(self.tr("Notes"), 20, bold=True))
        title.addWidget(self.count)
        head, line, flow = QHBoxLayout(), QHBoxLayout(), QWidget()
        head.addLayout(title, 1)
        head.addWidget(self.export)
        line.setSpacing(8)
        line.addWidget(self.search, 1)
        line.addWidget(self.order)
        inside = FlowLayout(flow, 8)
        for combo in self.filters.values():
            inside.addWidget(combo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(line)
        column.addWidget(self.fault)
        column.addWidget(flow)

    def _connect(self) -> None:
        self.search.typed.connect(self._typing)
        self.search.submitted.connect(lambda _text: self.left_down.emit())
        self._pause.timeout.connect(self.changed)
        self._late.timeout.connect(lambda: self.fault.setVisible(bool(self.fault.text())))
        self.order.activated.connect(lambda _index: self.order_changed.emit())
        self.export.clicked.connect(self.export_wanted)

    def _typing(self, typed: str) -> None:
        try:
            self._typed = read_wish(typed, self._office.author)
            self.fault.setText("")
            self.fault.hide()
            self._pause.start()
        except QueryError as fault:  # what was understood before stays sought
            self.fault.setText(fault.sentence)
            self._late.start()

    @property
    def oldest_first(self) -> bool:
        return bool(self.order.currentData())

    def fields(self, today: dt.date) -> dict[str, Any]:
        """What is wished for, by the fields of NoteWish; what is typed counts before what is chosen."""
        chosen = {name: str(combo.currentData() or "") for name, combo in self.filters.items()}
        since, until = _period(chosen.pop("period"), today)
        return {"since": since, "until": until, **chosen, **self._typed}

    def show_authors(self, authors: Sequence[str]) -> None:
        """Who can be chosen; the one chosen stays so."""
        combo = self.filters["author"]
        kept = combo.currentData()
        while combo.count() > 1:
            combo.removeItem(1)
        for author in authors:
            combo.addItem(author, author)
        combo.setCurrentIndex(max(0, combo.findData(kept)))

    def clear(self) -> None:
        """Every note again."""
        for combo in self.filters.values():
            combo.setCurrentIndex(0)
        self.search.clear()
        self._typed = {}
        self.changed.emit()


def _period(code: str, today: dt.date) -> tuple[str, str]:
    if code == "year":
        return f"{today.year}-01-01", ""
    if code == "last":
        return f"{today.year - 1}-01-01", f"{today.year - 1}-12-31"
    return ((today - dt.timedelta(days=int(code))).isoformat(), "") if code else ("", "")
