"""« Vagues de l’appel »: opening, closings by kind of applicant and committee of each wave, in a table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db import queries
from db.queries.call_waves import WaveRow, waves_of
from desktop.flow.waves import Misplaced, misplaced, of_row
from desktop.rules.waves import KINDS, Told, Wave, faults
from desktop.ui.fields import Button, SectionTitle
from desktop.ui.intake.parts import Notice, text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.office import Office
from desktop.ui.together.grid import Cell, Grid
from desktop.ui.waves.naming import NameDialog

_COLUMNS = ("opens_on", *KINDS, "decides_on")  # after the name of the wave


class WavesDialog(QDialog):
    """What is typed waits for « Enregistrer », which is one step; what is wrong is said as it is typed."""

    def __init__(self, office: Office, over: QWidget) -> None:
        super().__init__(over)
        self._office = office
        self._rows: list[WaveRow] = []
        self.typed: dict[bytes, dict[str, date | None]] = {}
        self.setObjectName("waves")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Vagues de l’appel"))
        self.resize(1180, 600)
        self.call = QComboBox()
        self.call.setAccessibleName(self.tr("Appel"))
        self.calls = queries.calls(office.reader)
        for row in self.calls:
            self.call.addItem(row.title, row.id)
        kinds = [row.kind for row in self.calls]
        self.call.setCurrentIndex(kinds.index("general") if "general" in kinds else 0)
        self.grid = Grid(self.tr("Dates de chaque vague, par type de porteur"))
        self.state = Notice()
        self.told = Rows(self.tr("Ce qui cloche dans ces dates"), [(self.tr("Ce qui cloche"), 0)])
        self.told.horizontalHeader().hide()
        self.lost = Rows(
            self.tr("Dossiers qui iraient dans une autre vague"),
            [(self.tr("Dossier"), 120), (self.tr("Porteur"), 0), (self.tr("Sa vague"), 200),
             (self.tr("Celle de sa date"), 200)],
        )  # fmt: skip
        self.title = SectionTitle(self.tr("Dossiers que leur date met dans une autre vague"))
        self.add = Button(self.tr("&Ajouter une vague…"), "plus")
        self.drop = Button(self.tr("&Retirer la vague"), "trash-2", kind="plain")
        self.move_ = Button(self.tr("&Changer de vague"), "arrow-right")
        self.save = Button(self.tr("&Enregistrer"), "check", kind="primary")
        self._lay_out()
        self._connect()
        self._read()

    def _lay_out(self) -> None:
        label = QLabel(self.tr("A&ppel\u00a0:"))
        label.setBuddy(self.call)
        head = QHBoxLayout()
        head.addWidget(label)
        head.addWidget(self.call, 1)
        deeds = QHBoxLayout()
        for button in (self.add, self.drop):
            deeds.addWidget(button)
        deeds.addStretch(1)
        shut = Button(self.tr("&Fermer"))
        shut.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self.move_)
        foot.addStretch(1)
        foot.addWidget(shut)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(
            text(
                self.tr(
                    "Un dossier tombe dans la première vague encore ouverte à son porteur le jour du dépôt. "
                    "La date des reconductions vaut pour toute action déjà aidée, sauf celles des écoles."
                ),
                caption=True,
            )
        )
        column.addWidget(self.grid, 3)
        column.addLayout(deeds)
        for widget in (self.state, self.told, self.title):
            column.addWidget(widget)
        column.addWidget(self.lost, 2)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.call.currentIndexChanged.connect(self._other_call)
        self.grid.model_.written.connect(self._write)
        self.add.clicked.connect(self._add)
        self.drop.clicked.connect(self._drop)
        self.move_.clicked.connect(self._move)
        self.save.clicked.connect(self._save)

    # Showing

    @property
    def writes(self) -> bool:
        """Whether the person at work may change the waves."""
        return not self._office.read_only and self._office.may("waves")

    def _other_call(self, _index: int) -> None:
        self.typed.clear()
        self._read()

    def _read(self) -> None:
        key = self.call.currentData()
        self._rows = waves_of(self._office.reader, key) if key is not None else []
        found = misplaced(self._office.reader, key) if key is not None else []
        self.lost.show_lines(
            [
                Line((one.number, one.applicant, one.wave or "—", one.better_title), "warn", one)
                for one in found
            ]
        )
        for widget in (self.title, self.lost, self.move_):
            widget.setVisible(bool(found))
        self._show()

    def waves(self) -> list[Wave]:
        """The waves as they would be, with what is typed."""
        made = []
        for row in self._rows:
            wave, told = of_row(row), self.typed.get(row.id, {})
            closings = {**wave.closings, **{kind: day for kind, day in told.items() if kind in KINDS}}
            days = {kind: day for kind, day in closings.items() if day is not None}
            made.append(
                wave._replace(
                    opens_on=told.get("opens_on", wave.opens_on), closings=days,
                    decides_on=told.get("decides_on", wave.decides_on),
                )
            )  # fmt: skip
        return made

    def _show(self) -> None:
        heads = [
            self.tr("Vague"), self.tr("Ouverture"), self.tr("Associations"), self.tr("Écoles"),
            self.tr("Publics"), self.tr("Autres"), self.tr("Reconductions"), self.tr("Comité"),
            self.tr("Dossiers"),
        ]  # fmt: skip
        cells = []
        for row, wave in zip(self._rows, self.waves(), strict=True):
            days = [wave.opens_on, *(wave.closings.get(kind) for kind in KINDS), wave.decides_on]
            told = self.typed.get(row.id, {})
            line = [
                Cell("date", day, open=self.writes, tone="accent" if name in told else "", bold=name in told)
                for name, day in zip(_COLUMNS, days, strict=True)
            ]
            cells.append(
                [Cell("words", words=row.title, bold=True), *line, Cell("date", words=str(row.dossiers))]
            )
        self.grid.show_cells(heads, cells, 170)
        self._tell(faults(self.waves()))

    def _tell(self, found: list[Told]) -> None:
        bad = any(one.level == "bad" for one in found)
        self.told.show_lines([Line((one.sentence,), one.level, one) for one in found])
        self.told.clearSelection()
        self.told.setVisible(bool(found))
        self.told.setFixedHeight(30 * min(4, len(found)) + 6)
        if not self._rows:
            self.state.tell(self.tr("Cet appel n’a pas de vague\u00a0: ajoutez la première."), "neutral")
        elif not found:
            self.state.tell(self.tr("Ces dates se suivent sans se contredire."), "good")
        else:
            self.state.tell("")
        self.save.setEnabled(self.writes and bool(self.typed) and not bad)
        self.add.setEnabled(self.writes and not self.typed)
        self.drop.setEnabled(self.writes and not self.typed and bool(self._rows))
        self.move_.setEnabled(self.writes and not self.typed)

    # Deeds

    def _write(self, row: int, column: int, day: object) -> None:
        if row >= len(self._rows) or not 0 < column <= len(_COLUMNS):
            return
        assert day is None or isinstance(day, date)
        self.typed.setdefault(self._rows[row].id, {})[_COLUMNS[column - 1]] = day
        self._show()

    def _changes(self) -> Mapping[bytes, dict[str, Any]]:
        """What `change_waves` is told."""
        told: dict[bytes, dict[str, Any]] = {}
        for wave in self.waves():
            typed = self.typed.get(wave.key)
            if typed:
                told[wave.key] = {name: day for name, day in typed.items() if name not in KINDS}
                if any(name in KINDS for name in typed):
                    told[wave.key]["closings"] = wave.closings
        return told

    def _save(self) -> None:
        from desktop.flow.waves import change_waves

        if self.save.isEnabled() and self._office.do(change_waves, changes=self._changes()) is not None:
            self.typed.clear()
            self._read()

    def _add(self) -> None:
        def then(title: str) -> None:
            from desktop.flow.waves import add_wave

            if self._office.do(add_wave, call=self.call.currentData(), title=title) is not None:
                self._read()

        NameDialog(self, then).open()

    def _drop(self) -> None:
        from desktop.flow.waves import remove_wave

        place = self.grid.place()
        row = self._rows[place[0]] if place is not None and place[0] < len(self._rows) else None
        if row is not None and self._office.do(remove_wave, wave=row.id) is not None:
            self._read()

    def _move(self) -> None:
        from desktop.flow.waves import place

        at = self.lost.currentIndex()
        if at.isValid():
            one: Misplaced = self.lost.rows.lines[at.row()].what
            if self._office.do(place, dossiers=[one.dossier], wave=one.better) is not None:
                self._read()
