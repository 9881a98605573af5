"""The place « Obligations » by keys and mouse: open data, the statement, themes, thresholds."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from db.queries.open_data import publications
from db.queries.p147 import bridge
from db.store import Store
from desktop.flow import open_data as flow
from desktop.flow.interests import declare
from desktop.ui.duties.bridge_model import BridgeModel
from desktop.ui.duties.data_tab import DataTab
from desktop.ui.duties.screen import DutiesScreen
from desktop.ui.duties.statement_tab import StatementTab
from desktop.ui.duties.themes_tab import ThemesTab
from desktop.ui.duties.thresholds_tab import ThresholdsTab
from desktop.ui.office import Office
from desktop.ui.today.screen import TodayScreen
from tests.flow.test_conventions import granted
from tests.flow.test_open_data import OWN, SIRETS, kept_to_quarters, told
from tests.office import made_once, open_office
from tests.open_data import faults
from tests.ui.a11y import unnamed
from tests.ui.desk import office_of

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@made_once
def stocked(folder: Path) -> Store:
    """One grant to publish, one that lacks its number, one below the threshold."""
    made = open_office(folder)
    for rank, (own, other) in enumerate(((30_000_00, 5_000_00), (40_000_00, 0), (9_000_00, 2_000_01))):
        dossier = granted(made, f"2650000{rank}", own, other, siret=SIRETS[rank])
        changes = {"siret": "", "rna": "W2A1000123"} if rank == 1 else {"name": f"Porteur {rank}"}
        made.do(told, dossier=dossier, motive="essai", **changes)
    return made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return stocked(tmp_path)


@pytest.fixture
def office(store: Store, qapp: QApplication) -> Iterator[Office]:
    made = office_of(store)
    yield made
    made.close()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.fixture
def screen(office: Office, qtbot: QtBot) -> Iterator[DutiesScreen]:
    made = DutiesScreen(office)
    office.changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1170, 690)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close_down()


def opened(screen: DutiesScreen, qtbot: QtBot, name: str, out: Path | None = None) -> Any:
    """The tab of this name, read; files go to `out`."""
    screen.show_tab(name)
    tab: Any = screen.tab(name)
    if out is not None:
        tab._ask = lambda _over, _title, file, _kind: out / file
    settle(qtbot, tab)
    return tab


def settle(qtbot: QtBot, tab: Any) -> None:
    qtbot.waitUntil(lambda: tab._known and not tab._reading, timeout=10_000)


def answer(qtbot: QtBot, ask: Callable[[], None], fill: Callable[[Any], None]) -> None:
    """Open a dialog, fill it, press its button."""
    ask()
    shown = (one for one in QApplication.topLevelWidgets() if one.isVisible())
    dialog = next(one for one in shown if isinstance(one, QDialog))
    assert unnamed(dialog) == []
    fill(dialog)
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]


def test_from_the_number_to_the_address(
    screen: DutiesScreen, office: Office, qtbot: QtBot, out: Path
) -> None:
    tab: DataTab = opened(screen, qtbot, "data", out)
    QAbstractItemModelTester(tab.table.rows)
    assert unnamed(screen) == []
    assert "ne s’invente pas" in tab.notice.words() and not tab.write.isEnabled()
    (line,) = tab.table.rows.lines
    assert line.cells[2] == "Porteur 0" and line.cells[0] in ("en retard", "bientôt", "à publier")
    (stop,) = tab.stops.rows.lines
    assert "RNA" in stop.cells[3] and "SIRET" in stop.cells[4]

    def number(dialog: Any) -> None:
        dialog.siret.setText(SIRETS[0])
        qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
        assert "SIREN 248000531" in dialog.refused.words() and dialog.isVisible()
        dialog.siret.setText(OWN)

    answer(qtbot, tab.ask_authority, number)
    settle(qtbot, tab)
    assert OWN in tab.who.text() and tab.write.isEnabled()
    tab.ask_write()
    qtbot.waitUntil(lambda: (out / "subventions.csv").exists(), timeout=10_000)
    assert faults(out / "subventions.csv") == []
    qtbot.waitUntil(lambda: "Écrit dans" in tab.notice.words(), timeout=10_000)

    def place(dialog: Any) -> None:
        dialog.url.setText("https://essai.invalid/subventions.csv")

    answer(qtbot, tab.ask_publish, place)
    settle(qtbot, tab)
    assert "à l’adresse https://essai.invalid/subventions.csv" in tab.last.text()
    assert [row.line_count for row in publications(office.reader)] == [1]
    assert tab.table.rows.lines[0].cells[0] == "publiée"


def test_all_grants_or_one_year(screen: DutiesScreen, qtbot: QtBot) -> None:
    tab: DataTab = opened(screen, qtbot, "data")
    assert [tab.year.itemText(at) for at in range(tab.year.count())] == ["Toutes les années", "2026"]
    tab.every.setChecked(True)
    settle(qtbot, tab)
    assert [line.cells[0] for line in tab.table.rows.lines if line.cells[2] == "Porteur 2"] == ["facultative"]


def test_a_dossier_opens_from_what_holds_it_back_but_not_a_closed_one(
    screen: DutiesScreen, office: Office, store: Store, qtbot: QtBot
) -> None:
    tab: DataTab = opened(screen, qtbot, "data")
    tab.stops.setFocus()
    stop = tab.stops.rows.lines[0].what
    with qtbot.waitSignal(office.dossier_wanted) as heard:
        qtbot.keyClick(tab.stops, Key.Key_Return)
    assert heard.args is not None and heard.args[0] == stop.share.dossier
    office.do(declare, dossier=stop.share.dossier, nature="membre du bureau")
    settle(qtbot, tab)
    asked: list[object] = []
    office.dossier_wanted.connect(lambda key, _walk: asked.append(key))
    tab.stops.setFocus()
    qtbot.keyClick(tab.stops, Key.Key_Return)
    assert asked == [] and "fermé par un intérêt" in tab.notice.words()


def test_the_statement_of_a_year_is_shown_and_written(
    screen: DutiesScreen, office: Office, qtbot: QtBot, out: Path
) -> None:
    tab: StatementTab = opened(screen, qtbot, "statement", out)
    assert unnamed(screen) == []
    names = [line.cells[0] for line in tab.funders.rows.lines]
    assert {"Amiens Métropole", "Département de la Somme", "Région Hauts-de-France"} <= set(names)
    assert len(tab.listed.rows.lines) == 3 and "86\u202f000,01\u00a0€" in tab.sums.text()
    with qtbot.waitSignal(office.dossier_wanted):
        qtbot.keyClick(tab.listed, Key.Key_Return)
    qtbot.keyClick(tab.listed, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "Écrit dans" in tab.notice.words(), timeout=10_000)
    assert "Recettes" in openpyxl.load_workbook(out / "etat-annexe-2026.xlsx").sheetnames


def test_a_row_is_kept_when_it_makes_100_and_told_while_it_does_not(
    screen: DutiesScreen, office: Office, qtbot: QtBot, out: Path
) -> None:
    tab: ThemesTab = opened(screen, qtbot, "themes", out)
    assert unnamed(screen) == []
    QAbstractItemModelTester(tab.rows)
    model = tab.rows
    codes = [theme.code for theme in model.themes]

    def typed(row: int, code: str, words: str) -> None:
        tab.table.setCurrentIndex(model.index(row, codes.index(code)))
        qtbot.keyClick(tab.table, Key.Key_F2)
        editor = next(one for one in tab.table.findChildren(QLineEdit) if one.isVisible())
        editor.setText(words)
        qtbot.keyClick(editor, Key.Key_Return)
        qtbot.waitUntil(lambda: not any(e.isVisible() for e in tab.table.findChildren(QLineEdit)))

    typed(3, "1.1", "30")
    assert "il manque 20 %" in tab.notice.words()
    assert model.index(3, len(codes)).data() == "80\u00a0% (−20)"
    assert [row.percent for row in bridge(office.reader) if row.challenge == "D04"] == [50, 50]
    typed(3, "1.5a", "70")
    settle(qtbot, tab)
    assert [row.percent for row in bridge(office.reader) if row.challenge == "D04"] == [30, 70]
    assert tab.notice.words() == ""
    typed(3, "1.1", "beaucoup")
    assert "n’est pas une part" in tab.notice.words()
    typed(3, "1.1", "40")
    tab.forget()
    settle(qtbot, tab)
    assert model.index(3, codes.index("1.1")).data() == "30\u00a0%"
    assert sum(line.tone == "warn" for line in tab.sums.rows.lines) == 0
    tab.ask_write()
    qtbot.waitUntil(lambda: "Écrit dans" in tab.notice.words(), timeout=10_000)
    with (out / "p147-2026.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert round(sum(float(row["montant"]) for row in rows) * 100) == 7_000_01


def test_a_reader_types_nothing_in_the_table(qapp: QApplication) -> None:
    model = BridgeModel()
    model.locked = "Votre rôle ne permet pas de changer les réglages."
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable


def test_who_is_above_and_by_the_half_of_its_products(
    screen: DutiesScreen, office: Office, qtbot: QtBot, out: Path
) -> None:
    tab: ThresholdsTab = opened(screen, qtbot, "thresholds", out)
    assert unnamed(screen) == []
    lines = tab.table.rows.lines
    assert [line.cells[5] for line in lines] == ["Convention et publication"] * 2
    assert all("Convention signée : manque" in line.cells[6] and line.tone == "bad" for line in lines)

    def products(dialog: Any) -> None:
        dialog.amount.setText("50 000")
        qtbot.keyClick(dialog.amount, Key.Key_Tab)
        dialog.amount.textEdited.emit("50 000")

    answer(qtbot, tab.ask_products, products)
    settle(qtbot, tab)
    assert [line.cells[5] for line in tab.table.rows.lines].count("Annexe au budget") == 1
    tab.ask_write()
    qtbot.waitUntil(lambda: "Écrit dans" in tab.notice.words(), timeout=10_000)
    assert (out / "seuils-2026.xlsx").exists()


def test_an_office_with_nothing_granted_says_so(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    office = office_of(open_office(tmp_path))
    screen = DutiesScreen(office)
    qtbot.addWidget(screen)
    screen.show()
    try:
        for name in ("data", "statement", "themes", "thresholds"):
            tab = opened(screen, qtbot, name)
            panel = tab.none_given if name == "themes" else tab.state
            assert panel.isVisible() and panel.accessibleName(), name
    finally:
        screen.close_down()
        office.close()


def test_the_morning_tells_what_is_due_and_leads_there(office: Office, qtbot: QtBot) -> None:
    screen = TodayScreen(office)
    qtbot.addWidget(screen)
    screen.show()
    screen.shown()
    qtbot.waitUntil(lambda: not screen._reading, timeout=10_000)
    late = [one for one in flow.delays(office.reader) if one.state == "late"]
    assert len(late) == 2 and "2 aides à publier" in screen.side.owed.text()
    with qtbot.waitSignal(office.place_wanted) as heard:
        qtbot.mouseClick(screen.side.owed, Qt.MouseButton.LeftButton)
    assert heard.args == ["duties"]
    screen.close_down()


def test_who_sees_some_quarters_alone_is_told_to_ask(store: Store, qapp: QApplication, qtbot: QtBot) -> None:
    store.do(kept_to_quarters, name="A. Exemple")
    office = office_of(store)
    screen = DutiesScreen(office)
    qtbot.addWidget(screen)
    screen.show()
    try:
        for name in ("data", "statement", "themes", "thresholds"):
            screen.show_tab(name)
            tab: Any = screen.tab(name)
            assert tab.state.isVisible() and tab.state.accessibleName() == "Hors de vos quartiers", name
            assert not tab.write.isEnabled() and tab.found is None
    finally:
        screen.close_down()
        office.close()
