"""The map of the quarters by mouse and keys: figures, places, what one quarter keeps, picture."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from db.connection import connect
from db.filters import where
from db.queries.atlas import activity_places, quarter_outlines, years_told
from db.queries.figures import figures
from db.store import Store
from desktop.flow.found import found
from desktop.paths import resources
from desktop.rules.query import parse, to_tree
from desktop.terminal.years import play_years
from desktop.ui.figures.map_canvas import MapCanvas
from desktop.ui.figures.map_ink import CLASSES, class_of, heaps
from desktop.ui.figures.map_tab import MapTab
from desktop.ui.office import Office
from desktop.ui.walk import Walk
from tests.ui.a11y import unnamed
from tests.ui.desk import office_of

Key = Qt.Key
NORTH = "QN08003M"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small part of the story of five years."""
    path = tmp_path_factory.mktemp("years") / "years.db"
    store = Store(path, author="A. Exemple")
    store.do(found, resources=resources())
    play_years(store, share=0.03)
    store.close()
    return path


@pytest.fixture
def office(played: Path, tmp_path: Path, qapp: QApplication) -> Iterator[Office]:
    with (
        contextlib.closing(connect(played)) as source,
        contextlib.closing(connect(tmp_path / "a.db")) as copy,
    ):
        source.backup(copy)
    store = Store(tmp_path / "a.db", author="A. Exemple")
    made = office_of(store)
    yield made
    made.close()


@pytest.fixture
def tab(office: Office, qtbot: QtBot) -> MapTab:
    made = MapTab(office)
    qtbot.addWidget(made)
    made.resize(1140, 680)
    made.show()
    made.shown()
    qtbot.waitUntil(lambda: made.found is not None and made.year.currentData() == 2026 and not made._reading)
    return made


def middle_of(canvas: MapCanvas, code: str) -> QPoint:
    label = next(one for one in canvas._labels() if one.area.code == code)
    return (label.anchor or label.box.center()).toPoint()


def test_every_quarter_shows_the_figure_that_the_table_gives(tab: MapTab, office: Office) -> None:
    counted = {row.code: row.granted or 0 for row in figures(office.reader, "quarter", year=2026)}
    shown = {area.code: area.amount for area in tab.map.areas}
    assert shown == {code: counted[code] for code in shown}
    assert len(shown) == 7 and sum(counted.values()) > 0
    total = office.reader.execute(
        "SELECT sum(t.voted) FROM total t JOIN dossier d ON d.id = t.dossier_id "
        "JOIN call c ON c.id = d.call_id WHERE coalesce(d.tranche, c.year) = 2026"
    ).fetchone()[0]
    assert sum(counted.values()) == total
    assert all(row.outline for row in quarter_outlines(office.reader))


def test_a_click_on_a_quarter_keeps_its_actions_and_enter_opens_them_in_the_list(
    tab: MapTab, office: Office, qtbot: QtBot
) -> None:
    every = len(tab.rows.rows.lines)
    tab.spots.setChecked(False)
    qtbot.mouseClick(tab.map, Qt.MouseButton.LeftButton, pos=middle_of(tab.map, NORTH))
    assert tab.map.code == NORTH
    assert 0 < len(tab.rows.rows.lines) < every
    assert tab.name.text().endswith("Nord") and "demandé" in tab.sums.text()
    with qtbot.waitSignal(office.list_wanted) as wanted:
        qtbot.keyClick(tab.map, Key.Key_Return)
    sql, values = where(to_tree(parse(wanted.args[0])))
    query = f"SELECT count(*) FROM dossier d JOIN applicant a ON a.id = d.applicant_id WHERE {sql}"
    listed = office.reader.execute(query, values).fetchone()[0]
    assert wanted.args[0] == "année:2026 quartier:Nord" and listed == len(tab.rows.rows.lines)
    qtbot.keyClick(tab.map, Key.Key_Escape)
    assert tab.map.code == "" and len(tab.rows.rows.lines) == every


def test_the_keys_walk_from_quarter_to_quarter_and_say_each(tab: MapTab, qtbot: QtBot) -> None:
    said = []
    for _ in range(7):
        qtbot.keyClick(tab.map, Key.Key_Right)
        said.append(tab.map.accessibleDescription())
    assert len(set(said)) == 7 and all("accordé" in words for words in said)
    qtbot.keyClick(tab.map, Key.Key_Right)
    assert tab.map.code == ""
    qtbot.keyClick(tab.map, Key.Key_Left)
    assert tab.map.code == tab.map.areas[-1].code


def test_it_zooms_about_a_quarter_and_comes_back(tab: MapTab, qtbot: QtBot) -> None:
    before = middle_of(tab.map, NORTH)
    tab.map.choose(NORTH)
    qtbot.keyClicks(tab.map, "z")
    assert abs(middle_of(tab.map, NORTH).x() - tab.map.width() / 2) < 120
    qtbot.keyClicks(tab.map, "+")
    qtbot.keyClicks(tab.map, "0")
    assert middle_of(tab.map, NORTH) == before


def test_places_stand_where_they_are_and_lead_to_their_dossier(
    tab: MapTab, office: Office, qtbot: QtBot
) -> None:
    places = activity_places(office.reader, 2026)
    assert len(places) > 10 and {spot.dossier for spot in tab.map.spots} == {row.dossier_id for row in places}
    tab.map.choose("QN08006M")
    tab.map.go_to("QN08006M")
    assert not tab.map._far
    alone = [heap for heap in tab.map._heaps() if len(heap.spots) == 1]
    inside = [heap for heap in alone if tab.map.rect().contains(QPointF(heap.x, heap.y).toPoint())]
    assert inside
    with qtbot.waitSignal(office.dossier_wanted) as wanted:
        qtbot.mouseClick(tab.map, Qt.MouseButton.LeftButton, pos=QPointF(inside[0].x, inside[0].y).toPoint())
    key, walk = wanted.args
    assert key == inside[0].spots[0].dossier and isinstance(walk, Walk) and walk.current == key


def test_near_places_are_one_with_their_number(tab: MapTab) -> None:
    sheet = tab.map._sheet
    assert sheet is not None
    found_heaps = heaps(tab.map.spots, sheet, 30)
    assert sum(len(heap.spots) for heap in found_heaps) == len(tab.map.spots)
    assert len(found_heaps) < len(heaps(tab.map.spots, sheet, 2))


def test_the_measure_and_the_year_change_the_figures(tab: MapTab, office: Office, qtbot: QtBot) -> None:
    assert years_told(office.reader) == [2026, 2025, 2024, 2023, 2022]
    tab.measure.setCurrentIndex(tab.measure.findData("per_resident"))
    tab.measure.activated.emit(tab.measure.currentIndex())
    words = {area.code: area.words for area in tab.map.areas}
    assert words["QN08006M"] == "?" and words[NORTH].endswith("€")  # residents known, or said not to be
    tab.year.setCurrentIndex(0)
    tab.year.activated.emit(0)
    qtbot.waitUntil(lambda: len(tab.found.places) == len(activity_places(office.reader)))  # type: ignore[union-attr]
    assert tab.query() == ""


def test_the_map_is_written_as_a_picture(
    tab: MapTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "carte.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    tab.ask_picture()
    image = QImage(str(out))
    assert image.width() == 2 * tab.map.width()
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 7) for y in range(0, 900, 7)}
    assert len(colours) > 8
    told: list[str] = []
    tab._office.told.connect(lambda words, tone: told.append(f"{tone} {words}"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "x.png"), ""))
    tab.ask_picture()
    assert told and told[0].startswith("bad") and "x.png" in told[0]


@pytest.mark.parametrize(
    ("amount", "level"), [(None, 0), (0, 0), (1, 1), (25, 1), (26, 2), (75, 3), (100, 4)]
)
def test_a_shade_is_a_quarter_of_the_largest(amount: float | None, level: int) -> None:
    assert class_of(amount, 100) == level and level < CLASSES


def test_every_control_of_the_map_has_a_name(tab: MapTab) -> None:
    assert unnamed(tab) == []
