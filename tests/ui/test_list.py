"""The list screen, driven with mouse and keys as an officer would."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from db import queries
from db.store import Store
from desktop.ui import theme
from desktop.ui.fields import Chip
from desktop.ui.list.screen import ListScreen
from desktop.ui.office import Office
from desktop.ui.walk import Walk
from tests.office import open_office
from tests.ui.a11y import unnamed
from tests.ui.shelf import filled, number_of, office_of

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return filled(tmp_path)


@pytest.fixture
def office(store: Store, qapp: QApplication) -> Iterator[Office]:
    theme.apply(qapp, "light")
    made = office_of(store)
    yield made
    made.close()


@contextmanager
def shown(qtbot: QtBot, office: Office) -> Iterator[ListScreen]:
    made = ListScreen(office, lambda: date(2026, 2, 1))
    qtbot.addWidget(made)
    made.resize(1300, 700)
    made.show()
    made.activateWindow()
    try:
        yield made
    finally:
        made.close_down()


@pytest.fixture
def screen(qtbot: QtBot, office: Office) -> Iterator[ListScreen]:
    with shown(qtbot, office) as made:
        qtbot.waitUntil(lambda: "à instruire" in made.bar._counts.text())
        made.shown()
        yield made


def count(screen: ListScreen) -> int:
    return screen.rows.model().rowCount()


def chip(screen: ListScreen, words: str) -> QPushButton:
    found = [c for c in screen.bar.findChildren(QPushButton) if c.text().startswith(words)]
    assert len(found) == 1, [c.text() for c in screen.bar.findChildren(QPushButton)]
    return found[0]


def type_in(screen: ListScreen, text: str) -> None:
    """Key by key; QTest itself only knows ASCII."""
    screen.bar.search.setFocus()
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(screen.bar.search, letter)
        else:
            key = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(screen.bar.search, key)


def test_rows_are_there_before_anything_else(qtbot: QtBot, office: Office) -> None:
    with shown(qtbot, office) as made:
        assert count(made) == 6
        assert number_of(made, 0).endswith("0001")


def test_counts_and_sums_follow(screen: ListScreen, qtbot: QtBot) -> None:
    assert screen.bar._counts.text() == "6 reçus · 3 à instruire"
    assert chip(screen, "À instruire").text() == "À instruire  3"
    with qtbot.waitSignal(screen.status) as told:
        screen.shown()
    first = told.args[0].partition("\n")[0]
    assert first.startswith(
        "6 dossiers affichés sur 6   Demandé 88\u202f200\u00a0€   Proposé 7\u202f500\u00a0€"
    )
    assert "Enveloppe" in first and "reste" in first


def test_every_key_searches_and_enter_makes_a_chip(screen: ListScreen, qtbot: QtBot) -> None:
    type_in(screen, "livre")
    qtbot.waitUntil(lambda: count(screen) == 1)
    QTest.keyClick(screen.bar.search, Key.Key_Return)
    assert screen.bar.search.text() == ""
    assert screen.inquiry.query() == "livre"
    mine = chip(screen, "«")
    qtbot.mouseClick(mine, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: count(screen) == 6)


def test_backspace_brings_the_last_chip_back_to_be_edited(screen: ListScreen, qtbot: QtBot) -> None:
    screen.apply("quartier:Nord")
    qtbot.waitUntil(lambda: count(screen) == 2)
    screen.bar.search.setFocus()
    QTest.keyClick(screen.bar.search, Key.Key_Backspace)
    assert screen.bar.search.text() == "quartier:Nord"
    assert screen.inquiry.filters.parts == ()
    qtbot.waitUntil(lambda: count(screen) == 2)


def test_a_wrong_field_is_told_in_french_with_what_was_meant(screen: ListScreen, qtbot: QtBot) -> None:
    type_in(screen, "quartir:Nord")
    QTest.keyClick(screen.bar.search, Key.Key_Return)
    panel = screen.bar.search.panel
    assert "n’existe pas" in panel.wrong() and "quartier" in panel.wrong()
    assert count(screen) == 6  # the list stays as it was last understood
    QTest.keyClick(screen.bar.search, Key.Key_Down)
    QTest.keyClick(screen.bar.search, Key.Key_Return)
    assert screen.bar.search.text() == "quartier:Nord"
    qtbot.waitUntil(lambda: count(screen) == 2)


def test_a_fault_waits_for_a_pause(screen: ListScreen, qtbot: QtBot) -> None:
    type_in(screen, "demandé>")
    assert screen.bar.search.panel.wrong() == ""
    qtbot.waitUntil(lambda: "manque une valeur" in screen.bar.search.panel.wrong())


def test_suggestions_come_from_the_data(screen: ListScreen, qtbot: QtBot) -> None:
    type_in(screen, "quartier:ét")
    offered = [entry.shown for entry in screen.bar.search.panel.entries()]
    assert offered == ["Étouvie"]
    QTest.keyClick(screen.bar.search, Key.Key_Down)
    QTest.keyClick(screen.bar.search, Key.Key_Tab)
    assert screen.bar.search.text() == "quartier:Étouvie"


def test_a_find_in_a_note_opens_its_dossier(screen: ListScreen, qtbot: QtBot) -> None:
    type_in(screen, "convention")
    panel = screen.bar.search.panel
    qtbot.waitUntil(lambda: [getattr(e, "ent", "") for e in panel.entries()] == ["annotation"])
    with qtbot.waitSignal(screen.office.dossier_wanted) as opened:
        QTest.keyClick(screen.bar.search, Key.Key_Down)
        QTest.keyClick(screen.bar.search, Key.Key_Return)
    head = queries.head(screen.office.reader, opened.args[0])
    assert head is not None and head.applicant == "Lire en Bas de Chez Soi"


def test_a_stage_is_chosen_by_a_click_and_another_with_ctrl(screen: ListScreen, qtbot: QtBot) -> None:
    qtbot.mouseClick(chip(screen, "Reçus"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: count(screen) == 3)
    qtbot.mouseClick(chip(screen, "À instruire"), Qt.MouseButton.LeftButton)
    assert screen.inquiry.filters.stages == ("instruction",)
    qtbot.mouseClick(chip(screen, "Reçus"), Qt.MouseButton.LeftButton, Control)
    assert set(screen.inquiry.filters.stages) == {"instruction", "received"}
    qtbot.waitUntil(lambda: count(screen) == 6)
    assert chip(screen, "Reçus").text() == "Reçus  3"  # counts leave the stages out


def test_the_filter_menu_ticks_what_is_filtered(screen: ListScreen, qtbot: QtBot) -> None:
    menu = screen.bar.menu
    menu.fill()

    def quarter(name: str) -> QAction:
        groups = {group.title(): group for group in menu.findChildren(QMenu)}
        return next(action for action in groups["Quartier"].actions() if name in action.text())

    quarter("Étouvie").trigger()
    qtbot.waitUntil(lambda: count(screen) == 2)
    menu.fill()
    assert quarter("Étouvie").isChecked() and not quarter("Nord").isChecked()
    quarter("Nord").trigger()
    qtbot.waitUntil(lambda: count(screen) == 4)
    assert chip(screen, "Quartier")


def test_an_amount_is_begun_in_the_menu_and_finished_in_the_field(screen: ListScreen, qtbot: QtBot) -> None:
    screen.bar.menu.begun.emit("demandé>")
    QTest.keyClicks(screen.bar.search, "14000")
    qtbot.waitUntil(lambda: count(screen) == 3)


def test_order_by_the_menu_and_by_the_header(screen: ListScreen, qtbot: QtBot) -> None:
    screen.bar.sort.menu().actions()[4].trigger()  # Demandé
    qtbot.waitUntil(lambda: number_of(screen, 0).endswith("0005"))
    assert screen.bar.sort.text() == "Trier\u00a0: demandé"
    screen.rows.sort_wanted.emit("asked", True)
    qtbot.waitUntil(lambda: number_of(screen, 0).endswith("0001"))


def test_keys_walk_mark_and_open(screen: ListScreen, qtbot: QtBot) -> None:
    QTest.keyClick(screen.rows, Key.Key_J)
    QTest.keyClick(screen.rows, Key.Key_J)
    QTest.keyClick(screen.rows, Key.Key_K)
    assert screen.rows.currentIndex().row() == 1
    QTest.keyClick(screen.rows, Key.Key_Space)
    assert len(screen.rows.marked_ids()) == 1
    with qtbot.waitSignal(screen.office.dossier_wanted) as opened:
        QTest.keyClick(screen.rows, Key.Key_Return)
    walk = opened.args[1]
    assert isinstance(walk, Walk) and walk.current == opened.args[0] and walk.said() == "2 sur 6"


def test_slash_and_ctrl_k_go_to_the_search(screen: ListScreen) -> None:
    QTest.keyClick(screen.rows, Key.Key_Slash)
    assert screen.bar.search.hasFocus() and screen.bar.search.text() == ""
    screen.rows.setFocus()
    QTest.keyClick(screen.rows, Key.Key_K, Control)
    assert screen.bar.search.hasFocus()
    QTest.keyClicks(screen.bar.search, "j/k")
    assert screen.bar.search.text() == "j/k"


def test_the_pane_tells_what_decides(screen: ListScreen, qtbot: QtBot) -> None:
    screen.rows.go_to(2)
    qtbot.waitUntil(
        lambda: screen.seat.pane.brief is not None and screen.seat.pane.brief.number.endswith("0003")
    )
    pane = screen.seat.pane
    pane.show_dossier(screen.rows.current_id())  # read again while it is looked at: it may not blink
    layouts = (pane._facts._grid, pane._checks._box)
    items = [layout.itemAt(place) for layout in layouts for place in range(layout.count())]
    parts = [item.widget() for item in items if item]
    assert parts and all(part and part.isVisible() for part in parts)
    told = screen.seat.pane.brief
    assert told is not None
    facts = dict(told.facts)
    assert facts["Demandé"] == "15\u202f000\u00a0€" and facts["Proposé"] == "7\u202f500\u00a0€"
    assert facts["Part demandée"] == "36\u00a0%"
    assert facts["Historique"] == "aucune subvention connue"
    assert "collège" in told.note and told.levels[6] == 2
    order = [("bad", "warn", "good").index(finding.level) for finding in told.findings]
    assert order and order == sorted(order)


def test_instruct_moves_a_received_dossier_and_opens_it(screen: ListScreen, qtbot: QtBot) -> None:
    screen.rows.go_to(4)
    qtbot.waitUntil(lambda: screen.seat.pane.brief is not None and screen.seat.pane.brief.stage == "received")
    with qtbot.waitSignals([screen.office.changed, screen.office.dossier_wanted]):
        qtbot.mouseClick(screen.seat.pane._instruct, Qt.MouseButton.LeftButton)
    head = queries.head(screen.office.reader, screen.rows.current_id())
    assert head is not None and head.stage == "instruction"


def test_asking_for_a_piece_prepares_the_letter(screen: ListScreen, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: screen.seat.pane.brief is not None)
    with qtbot.waitSignal(screen.office.told) as told:
        qtbot.mouseClick(screen.seat.pane._ask, Qt.MouseButton.LeftButton)
    assert "demande de pièces" in told.args[0]
    key = screen.rows.current_id()
    assert key is not None
    assert [row.template for row in queries.letters_of(screen.office.reader, key)] == ["pieces_manquantes"]


def test_a_view_is_kept_under_a_name(screen: ListScreen, qtbot: QtBot) -> None:
    screen.apply("quartier:Nord", "-asked")
    screen.deed["keep"].trigger()
    dialog = screen.findChild(QInputDialog, "viewName")
    assert isinstance(dialog, QInputDialog)
    field = dialog.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "Mes quartiers")
    with qtbot.waitSignal(screen.office.changed):
        QTest.keyClick(field, Key.Key_Return)
    kept = {row.name: (row.query, row.sort) for row in queries.saved_views(screen.office.reader)}
    assert kept["Mes quartiers"] == ("quartier:Nord", "-asked")


def test_a_view_is_applied_exactly_once(screen: ListScreen, qtbot: QtBot) -> None:
    for _ in range(2):
        screen.apply("étape:instruction demandé>13000", "-asked")
    assert screen.inquiry.filters.stages == ("instruction",) and len(screen.inquiry.filters.parts) == 1
    qtbot.waitUntil(lambda: count(screen) == 2)
    assert number_of(screen, 0).endswith("0001")
    screen.apply("quartier:Nord")
    assert screen.inquiry.query() == "quartier:Nord"


def test_a_change_elsewhere_is_seen_at_once(screen: ListScreen, qtbot: QtBot) -> None:
    from desktop.flow.instruct import move

    key = screen.rows.current_id()
    done = screen.office.do(move, dossier=key, stage="incomplete")
    assert done is not None
    screen.refresh(done.tables, done.dossiers)
    qtbot.waitUntil(lambda: chip(screen, "À compléter").text() == "À compléter  1")
    assert screen.rows.current_id() == key


def test_nothing_found_says_so_and_takes_the_filters_off(screen: ListScreen, qtbot: QtBot) -> None:
    screen.apply("quartier:Nord demandé>90000")
    qtbot.waitUntil(lambda: screen.rows._state.isVisible())
    assert screen.rows._state.accessibleName() == "Aucun dossier ne répond à cette recherche"
    button = screen.rows._state.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: count(screen) == 6)


def test_a_list_that_cannot_be_read_says_so_and_tries_again(
    screen: ListScreen, store: Store, qtbot: QtBot
) -> None:
    with store.write_raw() as raw:
        raw.execute("ALTER TABLE total RENAME TO elsewhere")
    screen.inquiry.ask()
    qtbot.waitUntil(lambda: screen.rows._state.accessibleName() == "La liste n’a pas pu être lue")
    assert "Rien n’a été modifié" in screen.rows._state.accessibleDescription()
    with store.write_raw() as raw:
        raw.execute("ALTER TABLE elsewhere RENAME TO total")
    button = screen.rows._state.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not screen.rows._state.isVisible() and count(screen) == 6)


def test_an_empty_office_says_what_to_do(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> None:
    office = office_of(open_office(tmp_path))
    with shown(qtbot, office) as made:
        qtbot.waitUntil(lambda: made.rows._state.isVisible())
        assert made.rows._state.accessibleName() == "Aucun dossier pour l’instant"
        button = made.rows._state.findChild(QPushButton)
        assert isinstance(button, QPushButton) and button.text() == "Importer un fichier"
        with qtbot.waitSignal(office.place_wanted) as wanted:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert wanted.args == ["import"]
    office.close()


def test_the_pane_leaves_its_room_in_a_narrow_window(screen: ListScreen) -> None:
    screen.resize(600, 400)
    assert screen.width() == 600 and not screen.seat.pane.isVisible()
    screen.resize(1300, 700)
    assert screen.seat.pane.isVisible()
    screen.deed["pane"].trigger()
    assert not screen.seat.pane.isVisible()


def test_export_tells_the_query_and_the_marks(screen: ListScreen, qtbot: QtBot) -> None:
    screen.apply("quartier:Nord")
    with qtbot.waitSignal(screen.export_wanted) as wanted:
        qtbot.mouseClick(screen.bar.export, Qt.MouseButton.LeftButton)
    assert wanted.args == ["quartier:Nord", []]


def test_every_control_has_a_name(screen: ListScreen, qtbot: QtBot) -> None:
    screen.apply("quartier:Nord défi:4")
    qtbot.waitUntil(lambda: screen.seat.pane.brief is not None)
    assert unnamed(screen) == []
    assert isinstance(chip(screen, "Reçus"), Chip)
