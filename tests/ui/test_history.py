"""The history of the applicant in the window: by keys, doubts settled, chart painted, links followed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import queries
from db.store import Store
from desktop.exchange.application import Applicant, HistoryLine, ReadFile
from desktop.flow.take_in import take_in
from desktop.ui.dossier import DossierView
from desktop.ui.history.chart import Bars, YearChart, short
from desktop.ui.history.sheet import HistorySheet
from desktop.ui.office import Office
from tests.office import application, bring, made_once, open_office
from tests.ui.a11y import unnamed
from tests.ui.desk import office_of, on_screen, press

SIRET = "00000101600013"
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def listed(store: Store) -> None:
    siren = SIRET[:9]
    rows = [
        HistoryLine("Département", 2023, 250_000, name="Pages", siret=SIRET, siren=siren, purpose="Malles"),
        HistoryLine("Région", 2024, None, name="Les Pages", siret=SIRET, siren=siren, status="refused"),
        HistoryLine("Département", 2025, 80_000, name="Antenne", siret=siren + "00021", siren=siren),
        HistoryLine("Fondation", 2024, 150_000, name="ASS. DES PAGES DU PALIER", purpose="Carnets"),
        HistoryLine("Fondation", 2024, 90_000, name="Pages du paliers"),
        HistoryLine("Fondation", 2024, 70_000, name="Une autre", siren="524991205"),
    ]  # fmt: skip
    store.do(take_in, read=ReadFile(Path("listes.csv"), "history", history=rows, read=len(rows)))


@made_once
def stocked(folder: Path) -> Store:
    made = open_office(folder)
    pages = Applicant(name="Les Pages du Palier", siret=SIRET, city="Amiens", postcode="80000")
    second = application("2", applicant=pages, title="Le bus des livres")
    bring(made, application("1", applicant=pages), second, application("3"))
    return made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return stocked(tmp_path)


@pytest.fixture
def screen(qtbot: QtBot, store: Store, qapp: QApplication) -> Iterator[DossierView]:
    office: Office = office_of(store)
    with on_screen(qtbot, office) as made:
        yield made
    office.close()


def opened(screen: DossierView) -> HistorySheet:
    QTest.keyClick(screen, Qt.Key.Key_H, BOTH)
    sheet = screen.work.sheets["history"]
    assert isinstance(sheet, HistorySheet) and screen.middle.currentWidget() is sheet
    return sheet


def test_without_any_list_the_page_says_what_to_do_next(screen: DossierView) -> None:
    press(screen, Qt.Key.Key_J, "j")
    press(screen, Qt.Key.Key_J, "j")
    wanted: list[str] = []
    screen.office.place_wanted.connect(wanted.append)
    sheet = opened(screen)
    assert sheet.empty.isVisible() and sheet.others.isHidden() and sheet.doubts.isHidden()
    sheet.bring.click()
    assert wanted[-1] == "import" and unnamed(sheet) == []


def test_the_years_the_grants_and_how_they_are_known(screen: DossierView, store: Store) -> None:
    listed(store)
    sheet = opened(screen)
    assert sheet.empty.isHidden() and unnamed(sheet) == []
    years = {line.cells[0]: [cell.strip() for cell in line.cells[1:]] for line in sheet.years.rows.lines}
    assert list(years) == ["2026", "2025", "2024", "2023"]
    assert years["2026"][:4] == ["24\u202f000\u00a0€", "–", "–", "–"]
    assert years["2023"][3] == "2\u202f500\u00a0€" and "Refus (Région)" in years["2024"][-1]
    ways = {line.cells[0]: line.cells[4] for line in sheet.grants.rows.lines}
    assert len(sheet.grants.rows.lines) == 3 and ways["Région"] == "SIRET"
    assert [line.cells[4] for line in sheet.grants.rows.lines][:2] == ["SIREN, autre établissement", "SIRET"]
    assert "1 refus" in sheet.total.text()


def test_doubts_are_settled_by_keys_once_and_undone(screen: DossierView, store: Store, qtbot: QtBot) -> None:
    listed(store)
    sheet = opened(screen)
    assert [card.doubt.name for card in sheet.cards] == ["ASS. DES PAGES DU PALIER", "Pages du paliers"]
    assert sheet.cards[0].same.hasFocus()
    press(sheet.cards[0].same, Qt.Key.Key_Space, " ")
    assert len(sheet.cards) == 1 and sheet.cards[0].same.hasFocus(), "on to the next one"
    assert len(sheet.grants.rows.lines) == 4
    assert "Nom, confirmé ici" in [line.cells[4] for line in sheet.grants.rows.lines]
    qtbot.waitUntil(sheet.cards[0].other.isVisible)
    QTest.keyClick(sheet.cards[0].same, Qt.Key.Key_Tab)
    assert screen.focusWidget() is sheet.cards[0].other
    press(sheet.cards[0].other, Qt.Key.Key_Space, " ")
    assert sheet.cards == [] and screen.focusWidget() is sheet.chart and len(sheet.grants.rows.lines) == 4
    listed(store)
    sheet.show_dossier(screen.whole, fresh=True)  # type: ignore[arg-type]
    assert sheet.cards == [], "never asked twice"
    screen.office.undo()
    assert [card.doubt.name for card in sheet.cards] == ["Pages du paliers"]
    screen.office.undo()
    assert len(sheet.cards) == 2 and len(sheet.grants.rows.lines) == 3


def test_an_earlier_dossier_is_one_key_away(screen: DossierView, store: Store) -> None:
    sheet = opened(screen)
    assert screen.whole is not None
    here = screen.whole.head.id
    there = next(key for key in sheet.links if key != here)
    assert not sheet.links[here].isEnabled()
    wanted: list[object] = []
    screen.office.dossier_wanted.connect(lambda key, _walk: wanted.append(key))
    press(sheet.links[there], Qt.Key.Key_Space, " ")
    assert wanted == [there]


def test_the_outline_warns_of_the_very_same_name(screen: DossierView, store: Store) -> None:
    row = HistoryLine("Fondation", 2024, 100, name="Les Pages du Palier")
    screen.office.do(take_in, read=ReadFile(Path("l.csv"), "history", history=[row], read=1))
    assert "à trancher" in screen.outline.sheets["history"].toolTip()
    sheet = opened(screen)
    sheet.cards[0].other.click()
    assert "à trancher" not in screen.outline.sheets["history"].toolTip()


def test_the_chart_is_painted_and_walked(qtbot: QtBot, qapp: QApplication) -> None:
    chart = YearChart()
    qtbot.addWidget(chart)
    chart.resize(700, 220)
    chart.show()

    def inks() -> set[int]:
        image = chart.grab().toImage()
        return {
            image.pixel(QPoint(x, y))
            for x in range(0, image.width(), 3)
            for y in range(40, image.height(), 3)
        }

    empty = inks()
    chart.show_years([Bars(2024, (900_00, 600_00, None, 300_00)), Bars(2025, (None, None, None, None))])
    painted = inks()
    assert len(painted) > len(empty) + 3
    assert any(QColor.fromRgba(pixel).name() == "#1d5fa8" for pixel in painted), "what was granted is full"
    assert "2025" in chart.accessibleName() and "rien de connu" in chart.accessibleName()
    years: list[int] = []
    chart.chosen.connect(years.append)
    press(chart, Qt.Key.Key_Left)
    assert years == [2024] and "demandé ici 900\u00a0€, accordé ici 600\u00a0€" in chart.accessibleName()
    press(chart, Qt.Key.Key_End)
    assert years == [2024, 2025] and "2024" in chart.accessibleDescription()


def test_amounts_over_a_bar_are_short() -> None:
    assert [short(c) for c in (90_000, 900_000, 1_250_000, 120_000_000)] == [
        "900", "9\u00a0k", "12,5\u00a0k", "1,2\u00a0M",
    ]  # fmt: skip


def test_the_record_takes_few_statements(store: Store) -> None:
    from desktop.flow.record import read_record

    listed(store)
    head = queries.head(store.reader, queries.list_ids(store.reader)[0])
    assert head is not None
    said: list[str] = []
    store.reader.set_trace_callback(said.append)
    read_record(store.reader, head.applicant_id)
    store.reader.set_trace_callback(None)
    assert len(said) == 5
