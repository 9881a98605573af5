"""The place of the duplicates, by keys and mouse: compare, choose, unite, declare, put off, separate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from db import queries
from db.store import Store
from desktop.exchange.application import Applicant
from desktop.flow.interests import declare
from desktop.flow.unite import unite_dossiers
from desktop.ui.arrivals.choosing import TargetDialog
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.twins.screen import TwinsScreen
from desktop.ui.walk import Walk
from tests.office import application, bring, made_once, open_office
from tests.ui.a11y import unnamed
from tests.ui.desk import Told, office_of, on_screen

Key = Qt.Key
ASSO = Applicant(name="Lire en Bas", siret="73282932000074", city="Amiens")


@made_once
def stocked(folder: Path) -> Store:
    made = open_office(folder)
    paper = Applicant(name="Lire en Bas", siret="73282932000074", email="a@exemple.fr")
    bring(
        made,
        application("1", applicant=ASSO),
        application("2", source="paper", applicant=paper, place="Étouvie", asked=15_000_00),
        application("3", applicant=Applicant(name="Jardins du Marais", rna="W802000003"), title="Jardiner"),
        application("4", applicant=Applicant(name="JARDINS DU MARAIS (asso)"), title="Chantier jeunes"),
    )
    return made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return stocked(tmp_path)


@pytest.fixture
def screen(store: Store, qtbot: QtBot, qapp: QApplication) -> Iterator[TwinsScreen]:
    office = office_of(store)
    made = TwinsScreen(office)
    office.changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    made.show()
    made.activateWindow()
    made.shown()
    qtbot.waitUntil(lambda: len(made.pairs) == 2 and quiet(made), timeout=10_000)
    yield made
    made.close_down()
    office.close()


def quiet(screen: TwinsScreen) -> bool:
    return not screen._looking and not screen.office.runner.busy()


def labels(screen: TwinsScreen) -> dict[str, int]:
    rows = screen.sides._rows
    return {row.label: place for place, row in enumerate(rows)}


def wait(qtbot: QtBot, screen: TwinsScreen, pairs: int) -> None:
    qtbot.waitUntil(lambda: len(screen.pairs) == pairs and quiet(screen), timeout=10_000)


def test_both_sides_are_shown_with_their_reasons(screen: TwinsScreen) -> None:
    assert screen.head.kept.text() == "2026-0001" and "saisi ici" in screen.head.gone_told.text()
    assert screen.head.reasons.text() == (
        "Se ressemblent\u00a0: même porteur, même intitulé, même année, mêmes dates."
    )
    place = labels(screen)["Montant demandé"]
    assert place == 0, "what must be chosen comes first"
    assert screen.sides.topLevelItem(place).text(2).startswith("15")
    assert unnamed(screen) == []


def test_a_value_is_chosen_by_keys_and_the_two_are_united(screen: TwinsScreen, qtbot: QtBot) -> None:
    told = Told(screen.office)
    QTest.keyClick(screen.rows, Key.Key_Return)
    assert screen.sides.hasFocus()
    QTest.keyClick(screen.sides, Key.Key_Right)
    assert screen.sides.taken() == ["asked"]
    QTest.keyClick(screen.sides, Key.Key_Space)
    assert screen.sides.taken() == []
    QTest.keyClick(screen.sides, Key.Key_Space)
    QTest.keyClick(screen.sides, Key.Key_R)
    QTest.keyClick(screen.sides, Key.Key_R)  # an impatient hand
    wait(qtbot, screen, 1)
    (head,) = (
        head for key in queries.list_ids(screen.office.reader)
        if (head := queries.head(screen.office.reader, key)) and head.number == "2026-0001"
    )  # fmt: skip
    assert (head.asked, head.place) == (15_000_00, "Étouvie")
    assert "2026-0002 est réuni avec 2026-0001" in told.last
    screen.office.undo()
    wait(qtbot, screen, 2)


def test_a_click_chooses_and_the_other_one_may_be_kept(screen: TwinsScreen, qtbot: QtBot) -> None:
    item = screen.sides.topLevelItem(0)
    where = screen.sides.visualItemRect(item).center()
    where.setX(screen.sides.columnViewportPosition(2) + 30)
    qtbot.mouseClick(screen.sides.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert screen.sides.taken() == ["asked"]
    qtbot.mouseClick(screen.head.turn, Qt.MouseButton.LeftButton)
    assert screen.head.kept.text() == "2026-0002" and screen.sides.taken() == []
    qtbot.mouseClick(screen.head.unite, Qt.MouseButton.LeftButton)
    wait(qtbot, screen, 1)
    assert queries.find(screen.office.reader, "2026-0002") in queries.list_ids(screen.office.reader)
    (action,) = screen.top.menu.actions()
    assert action.text() == "Séparer 2026-0001 de 2026-0002"
    action.trigger()
    wait(qtbot, screen, 2)
    assert len(queries.list_ids(screen.office.reader)) == 4 and screen.top.united.isHidden()


def test_declared_different_with_a_reason_they_never_come_back(screen: TwinsScreen, qtbot: QtBot) -> None:
    QTest.keyClick(screen.rows, Key.Key_N)
    dialog = screen.findChild(ReasonDialog)
    assert dialog is not None
    dialog.reason.setPlainText("Deux sites distincts")
    dialog.deed.click()
    wait(qtbot, screen, 1)
    QTest.keyClick(screen.rows, Key.Key_F5)
    wait(qtbot, screen, 1)
    assert screen.pairs[0].kind == "applicant"


def test_put_off_it_comes_last(screen: TwinsScreen, qtbot: QtBot) -> None:
    first = screen.pairs[0].id
    QTest.keyClick(screen.rows, Key.Key_L)
    assert screen.pairs[-1].id == first and screen._current() == screen.pairs[0]
    QTest.keyClick(screen.rows, Key.Key_F5)
    wait(qtbot, screen, 2)
    assert screen.pairs[-1].id == first


def test_two_applicants_are_united_and_nothing_is_left(screen: TwinsScreen, qtbot: QtBot) -> None:
    QTest.keyClick(screen.rows, Key.Key_R)
    wait(qtbot, screen, 1)
    assert screen.head.kept.text() == "Jardins du Marais"
    QTest.keyClick(screen.rows, Key.Key_R)
    wait(qtbot, screen, 0)
    assert screen.nothing.isVisible() and "Rien ne paraît" in screen.nothing.title.text()
    names = {row.applicant for row in queries.export_rows(screen.office.reader)}
    assert names == {"Lire en Bas", "Jardins du Marais"}


def test_a_side_is_opened_with_the_other_one_beside(screen: TwinsScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.office.dossier_wanted) as wanted:
        QTest.keyClick(screen.rows, Key.Key_O)
    key, walk = wanted.args
    assert key == queries.find(screen.office.reader, "2026-0001") and len(walk.ids) == 2


def test_two_that_nothing_likens_are_compared_from_a_dossier(
    screen: TwinsScreen, store: Store, qtbot: QtBot
) -> None:
    office = screen.office
    office.places = frozenset({"twins", "dossier"})
    with on_screen(qtbot, office) as dossier:
        menu = QMenu()
        dossier.united.fill(menu)
        menu.actions()[-1].trigger()
        dialog = dossier.findChild(TargetDialog, "target")
        assert dialog is not None and dialog.rows.rows.lines[0].cells[2] == "même porteur"
        qtbot.keyClicks(dialog.field, "jardiner")
        qtbot.keyClick(dialog.field, Key.Key_Return)
    wait(qtbot, screen, 3)
    assert (screen.head.kept.text(), screen.head.gone.text()) == ("2026-0001", "2026-0003")
    assert screen.head.reasons.text() == "Choisis à la main." and screen.head.score.isHidden()
    qtbot.mouseClick(screen.head.unite, Qt.MouseButton.LeftButton)
    wait(qtbot, screen, 2)
    assert queries.find(store.reader, "2026-0003") not in queries.list_ids(store.reader)


def test_a_dossier_closed_to_this_person_shows_no_field(
    screen: TwinsScreen, store: Store, qtbot: QtBot
) -> None:
    gone = queries.find(store.reader, "2026-0002") or b""
    store.do(declare, person=store.author, nature="Membre du bureau", dossier=gone)
    QTest.keyClick(screen.rows, Key.Key_F5)
    wait(qtbot, screen, 2)
    assert "vous est fermé" in screen.head.closed.words() and screen.sides.topLevelItemCount() == 0
    assert not screen.head.unite.isEnabled()
    QTest.keyClick(screen.rows, Key.Key_R)
    wait(qtbot, screen, 2)
    assert gone in queries.list_ids(store.reader)


def test_a_united_dossier_says_so_and_can_be_parted(store: Store, qtbot: QtBot, qapp: QApplication) -> None:
    kept, gone = (queries.find(store.reader, number) or b"" for number in ("2026-0001", "2026-0002"))
    store.do(unite_dossiers, kept=kept, gone=gone)
    office = office_of(store)
    with on_screen(qtbot, office) as screen:
        assert screen.united.isHidden()
        menu = QMenu()
        screen.deeds.fill(menu)
        screen.united.fill(menu)
        words = [action.text() for action in menu.actions()]
        assert words[-2:] == ["&Séparer 2026-0002", "&Ouvrir 2026-0002"]
        screen.open(gone, Walk.alone(gone))
        assert "réuni avec 2026-0001" in screen.united.words() and screen.united.isVisible()
        assert not screen.notebook.isEnabled(), "what would be written here would be lost"
        with qtbot.waitSignal(office.dossier_wanted) as wanted:
            qtbot.mouseClick(screen.united.open_kept, Qt.MouseButton.LeftButton)
        assert wanted.args[0] == kept
        qtbot.mouseClick(screen.united.part, Qt.MouseButton.LeftButton)
        assert (
            screen.united.isHidden()
            and screen.notebook.isEnabled()
            and gone in queries.list_ids(store.reader)
        )
    office.close()
