"""The tab « Carte »: the quarters with a figure of a year, and the places of the actions."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from db.queries.atlas import ActivityPlace, activity_places, quarter_outlines, years_told
from db.queries.figures import figures
from db.queries.scores import closed_dossiers
from desktop.rules.atlas import MEASURES, Told, steps
from desktop.rules.outline import Outline, read_outline
from desktop.rules.query_nodes import quoted
from desktop.ui.fields import Button
from desktop.ui.fields.row import Row
from desktop.ui.figures.map_canvas import MapCanvas
from desktop.ui.figures.map_ink import Area, Spot
from desktop.ui.intake.parts import text
from desktop.ui.intake.rows import Line
from desktop.ui.office import Office
from desktop.ui.opinions.table import PillRows
from desktop.ui.reading_tab import ReadingTab
from desktop.ui.runner import Progress
from desktop.ui.screen import screen_deeds
from desktop.ui.tables.state import StatePanel
from desktop.ui.theme import theme
from desktop.ui.tongue import euros, plural
from desktop.ui.walk import Walk

_SIDE = 380  # pixels of the panel beside the map


class Found(NamedTuple):
    """What was read: outlines and figures by code of a quarter, places, years that have dossiers."""

    told: dict[str, Told]
    drawn: dict[str, Outline]
    short: dict[str, str]
    places: list[ActivityPlace]
    years: list[int]


class MapTab(ReadingTab):
    """Left the map, right the figures and the actions of the chosen quarter."""

    followed: ClassVar[frozenset[str]] = frozenset(
        {"dossier", "amount", "payment", "decision", "dossier_quarter", "action_place", "quarter", "call"}
    )

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.found: Found | None = None
        self.year, self.measure, self.spots = (
            QComboBox(),
            QComboBox(),
            QCheckBox(self.tr("&Lieux d’activité")),
        )
        self.map = MapCanvas()
        self.map.credit = self.tr("Contours\u00a0: ANCT, Licence Ouverte")
        self.state = StatePanel(self.map)
        self.name = text(size=15, bold=True)
        self.sums = text()
        self.rows = PillRows(
            self.tr("Actions du quartier"),
            [(self.tr("Accordé"), 104), (self.tr("Action et porteur"), 0)],
        )
        self.listed = Button(self.tr("Voir dans la &liste"), "list")
        self.whole = Button(self.tr("&Tout montrer"), "maximize-2")
        self.save = Button(self.tr("&Image…"), "file-image")
        self._fill_choices()
        self._lay_out()
        self.map.chosen.connect(lambda _code: self._show_quarter())
        self.map.opened.connect(lambda _code: self.open_list())
        self.map.spot_opened.connect(self._open_dossier)
        self.rows.opened.connect(self._open_dossier)
        self._actions = screen_deeds(
            self,
            [
                (
                    self.listed,
                    self.tr("Voir les dossiers du quartier dans la liste"),
                    "Ctrl+Return",
                    self.open_list,
                ),
                (self.whole, self.tr("Montrer toute la carte"), "Ctrl+Shift+0", self._show_all),
                (self.save, self.tr("Enregistrer la carte en image…"), "Ctrl+Shift+I", self.ask_picture),
            ],
        )

    def _fill_choices(self) -> None:
        for code, (words, _) in MEASURES.items():
            self.measure.addItem(words, code)
        self.year.addItem(self.tr("Toutes les années"), None)
        self.year.setAccessibleName(self.tr("Année"))
        self.measure.setAccessibleName(self.tr("Chiffre montré"))
        self.spots.setChecked(True)
        self.year.activated.connect(lambda _row: self.read())
        self.measure.activated.connect(lambda _row: self._draw())
        self.spots.toggled.connect(lambda _on: self._draw())

    def _lay_out(self) -> None:
        head = Row()
        head.setSpacing(8)
        for words, field in ((self.tr("&Année"), self.year), (self.tr("&Montrer"), self.measure)):
            label = QLabel(words)
            label.setBuddy(field)
            head.addWidget(label)
            head.addWidget(field)
        head.addWidget(self.spots)
        head.addStretch(1)
        for button in (self.whole, self.save):
            head.addWidget(button)
        side = QWidget()
        box = QVBoxLayout(side)
        box.setContentsMargins(12, 0, 6, 0)
        box.setSpacing(8)
        for part in (self.name, self.sums):
            box.addWidget(part)
        box.addWidget(self.rows, 1)
        box.addWidget(self.listed)
        split = QSplitter()
        split.addWidget(self.map)
        split.addWidget(side)
        split.setStretchFactor(0, 1)
        split.setSizes([1000, _SIDE])
        split.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addLayout(head)
        whole.addWidget(split, 1)

    # What a reading tab does

    def gather(self, progress: Progress) -> Found:
        reader, year = progress.session, self.year.currentData()
        quarters = quarter_outlines(reader)
        told = {
            row.code: Told(row.label, row.dossiers, row.granted_count, row.asked, row.granted, row.paid,
                           row.residents)
            for row in figures(reader, "quarter", year=year, person=self._office.author)
        }  # fmt: skip
        drawn = {row.code: shape for row in quarters if (shape := read_outline(row.outline))}
        short = {row.code: row.short for row in quarters}
        closed = closed_dossiers(reader, self._office.author)
        places = [row for row in activity_places(reader, year) if row.dossier_id not in closed]
        return Found(told, drawn, short, places, years_told(reader))

    def show_found(self, found: Any) -> None:
        self.found = found
        fresh = self.year.count() == 1
        if self.year.count() - 1 != len(found.years):
            self._tell_years(found.years)
        if fresh and found.years:
            self.year.setCurrentIndex(1)  # the newest year, rather than all of them
            self.read()
            return
        self._draw()

    def _tell_years(self, years: list[int]) -> None:
        kept = self.year.currentData()
        while self.year.count() > 1:
            self.year.removeItem(1)
        for year in sorted(years, reverse=True):
            self.year.addItem(str(year), year)
        self.year.setCurrentIndex(max(0, self.year.findData(kept)))

    def tell_status(self) -> None:
        if self.found is None:
            return
        granted = sum(told.granted or 0 for told in self.found.told.values())
        count = len(self.found.places)
        self.status.emit(
            self.tr("{0} accordés, {1} sur la carte").format(
                euros(granted), f"{count} {plural(count, 'lieu', 'lieux')}"
            )
        )

    def shown(self) -> None:
        super().shown()
        self.map.setFocus()

    # The map

    def _draw(self) -> None:
        if self.found is None:
            return
        if not self.found.drawn:
            self.state.tell(
                "empty", self.tr("Aucun contour de quartier"),
                self.tr("Les contours viennent du fichier des quartiers (resources/quarters)."),
            )  # fmt: skip
            return
        measure = self.measure.currentData()
        told = self.found.told
        most = max((told[code].amount(measure) or 0 for code in self.found.drawn if code in told), default=0)
        areas = [
            Area(code, self.found.short[code], shape, told[code].amount(measure), told[code].words(measure),
                 told[code].spoken())
            for code, shape in self.found.drawn.items() if code in told
        ]  # fmt: skip
        shown = self.found.places if self.spots.isChecked() else []
        spots = [
            Spot(row.dossier_id, _place_words(row), row.lon, row.lat, row.granted > 0, row.quarters)
            for row in shown
        ]
        year = self.year.currentText()
        self.map.show_areas(areas, spots, f"{MEASURES[measure][0]}, {year.lower()}", steps(most, measure))
        self._show_quarter()
        self.tell_status()

    def _show_quarter(self) -> None:
        if self.found is None:
            return
        code = self.map.code
        told = self.found.told.get(code)
        self.name.setText(told.name if told else self.tr("Tous les quartiers"))
        self.sums.setText(told.spoken().partition("\u00a0: ")[2] if told else self._whole_words())
        rows = [row for row in self.found.places if not code or code in row.quarters.split(",")]
        seen: dict[bytes, ActivityPlace] = {row.dossier_id: row for row in reversed(rows)}
        lines = [
            Line(
                (euros(row.granted) if row.granted else self.tr("non accordé"),
                 f"{row.title} – {row.applicant}"),
                "good" if row.granted else "neutral", row.dossier_id,
            )
            for row in sorted(seen.values(), key=lambda one: (-one.granted, one.number))
        ]  # fmt: skip
        self.rows.show_lines(lines)

    def _whole_words(self) -> str:
        assert self.found is not None
        told = self.found.told.values()
        count = sum(one.granted_count for one in told)
        return self.tr(
            "{0} actions accordées comptées par quartier, {1}. Cliquez un quartier, ou prenez les flèches, "
            "pour n’en voir que les actions\u00a0; + et − agrandissent, Z va au quartier, 0 montre tout."
        ).format(count, euros(sum(one.granted or 0 for one in told)))

    def _show_all(self) -> None:
        self.map.choose("")
        self.map.fit()

    # Deeds

    def query(self) -> str:
        """What the list shows of the chosen quarter and year."""
        year, code = self.year.currentData(), self.map.code
        words = [f"année:{year}"] if year else []
        if code and self.found is not None:
            words.append(f"quartier:{quoted(self.found.short[code])}")
        return " ".join(words)

    def open_list(self) -> None:
        self._office.list_wanted.emit(self.query())

    def _open_dossier(self, key: object) -> None:
        keys = [line.what for line in self.rows.rows.lines]
        self._office.dossier_wanted.emit(key, Walk(keys, 0).at(key) if isinstance(key, bytes) else None)

    def ask_picture(self) -> None:
        """Write the map as it stands, in the light theme, which prints well."""
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Enregistrer la carte"), "carte.png", "PNG (*.png)"
        )
        if not name:
            return
        try:
            self.map.picture(Path(name), theme("light"))
        except OSError as error:
            self._office.told.emit(str(error), "bad")
        else:
            self._office.told.emit(self.tr("Carte enregistrée\u00a0: {0}").format(Path(name).name), "good")


def _place_words(row: ActivityPlace) -> str:
    return f"{row.number} · {row.title}\n{row.applicant}, {row.place}"
