"""A session prepared by keys: convened, its order of the day arranged, its members told present."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog

from db.queries import committee as read
from db.store import Store
from desktop.ui.committee.facts_dialog import FactsDialog
from desktop.ui.committee.screen import CommitteesScreen
from tests.ui.a11y import unnamed
from tests.ui.committee_desk import click, dialog, screen, store
from tests.ui.desk import press, type_words

__all__ = ["screen", "store"]  # fixtures
Key = Qt.Key
Alt = Qt.KeyboardModifier.AltModifier


def test_a_session_is_convened_from_the_empty_place(screen: CommitteesScreen, store: Store) -> None:
    assert screen.sessions.empty.isVisible()
    assert unnamed(screen) == []
    screen.sessions.new.setFocus()
    click(screen, Key.Key_N)
    asked = dialog(screen, FactsDialog)
    assert isinstance(asked, FactsDialog)
    assert not asked.deed.isEnabled()
    assert asked.count.text() == "4 dossiers"
    type_words(asked.name, "Comité Nord")
    asked.query.setText("étape:(")
    assert not asked.deed.isEnabled()
    asked.query.setText("étape:prêt")
    asked.hour.setText("14:00")
    assert unnamed(asked) == []
    QTest.keyClick(asked.name, Key.Key_Return)
    [row] = read.committees(store.reader)
    assert (row.name, row.starts_at, row.items, row.members) == ("Comité Nord", "14:00", 4, 7)
    assert screen.pages.currentWidget() is screen.preparation
    assert "4 dossiers" in screen.preparation.facts.toolTip()
    assert screen.title == "Comité Nord"


def prepared(screen: CommitteesScreen, store: Store) -> bytes:
    from desktop.flow.order_of_day import make_agenda
    from tests.session import sit

    key = sit(store)
    store.do(make_agenda, committee=key, query="étape:prêt")
    screen.open(key)
    return key


def test_the_agenda_is_moved_and_regrouped_by_keys(screen: CommitteesScreen, store: Store) -> None:
    key = prepared(screen, store)
    agenda = screen.preparation.agenda.list
    before = agenda.order()
    assert [heading for _, heading in before] == ["Étouvie", "Étouvie", "P. Rollin", "Nord"]
    agenda.choose(before[1][0])
    press(agenda, Key.Key_Up, held=Alt)
    assert [i.id for i in read.items(store.reader, key)] == [before[n][0] for n in (1, 0, 2, 3)]
    agenda.choose(before[2][0])
    press(agenda, Key.Key_Up, held=Alt)  # past its heading: takes the one above
    assert read.items(store.reader, key)[2].heading == "Étouvie"
    agenda.setFocus()
    click(screen, Key.Key_G)
    asked = screen.findChild(QInputDialog, "heading")
    assert asked is not None
    asked.setTextValue("Pour finir")
    asked.accept()
    last = read.items(store.reader, key)[-1]
    assert (last.id, last.heading) == (before[2][0], "Pour finir")
    press(agenda, Key.Key_Delete)
    assert len(read.items(store.reader, key)) == 3
    screen.office.undo()
    assert len(read.items(store.reader, key)) == 4
    assert unnamed(screen) == []


def test_items_dropped_take_the_heading_of_their_place(screen: CommitteesScreen, store: Store) -> None:
    from desktop.ui.committee.agenda_model import dropped

    prepared(screen, store)
    entries = screen.preparation.agenda.list.rows.entries
    last = entries[-1]
    assert not isinstance(last, str)
    order = dropped(entries, {last.id}, 1)
    assert order[0] == (last.id, "Étouvie")
    first = entries[1]
    assert not isinstance(first, str)
    assert dropped(entries, {first.id}, len(entries))[-1] == (first.id, "Nord")


def test_the_facts_change_with_the_number_of_the_deliberation(screen: CommitteesScreen, store: Store) -> None:
    key = prepared(screen, store)
    screen.preparation.change.click()
    asked = dialog(screen, FactsDialog)
    assert isinstance(asked, FactsDialog)
    assert unnamed(asked) == []
    asked.where.setText("salle du Conseil")
    asked.act.setText("2026-41")
    asked.act_on.set_day(dt.date(2026, 3, 26))
    asked.notes.setPlainText("Suspension de cinq minutes.")
    asked.deed.click()
    told = read.committee(store.reader, key)
    assert told is not None
    assert (told.place, told.act, told.act_on) == ("salle du Conseil", "2026-41", "2026-03-26")
    assert told.notes == "Suspension de cinq minutes."


def test_the_mouse_drops_a_dossier_under_another_heading(screen: CommitteesScreen, store: Store) -> None:
    key = prepared(screen, store)
    agenda = screen.preparation.agenda.list
    last = agenda.order()[-1][0]
    agenda.choose(last)
    top = agenda.visualRect(agenda.rows.index(1)).topLeft() + QPoint(40, 4)
    mime = agenda.rows.mimeData(agenda.selectedIndexes())
    none = Qt.KeyboardModifier.NoModifier
    move = Qt.DropAction.MoveAction
    agenda.dropEvent(QDropEvent(QPointF(top), move, mime, Qt.MouseButton.LeftButton, none))
    first = read.items(store.reader, key)[0]
    assert (first.id, first.heading) == (last, "Étouvie")


def test_members_are_told_present_by_keys(screen: CommitteesScreen, store: Store) -> None:
    key = prepared(screen, store)
    screen.preparation.show_part(1)
    table = screen.preparation.members.table
    table.setCurrentIndex(table.rows.index(0, 4))
    press(table, Key.Key_P, "p")
    press(table, Key.Key_Down)
    press(table, Key.Key_E, "e")
    assert [one.presence for one in read.members(store.reader, key)] == ["present", "excused", "", ""]
    table.rows.setData(table.rows.index(2, 0), "Mme Renommée")
    table.rows.setData(table.rows.index(2, 3), Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    third = read.members(store.reader, key)[2]
    assert (third.name, bool(third.voting)) == ("Mme Renommée", False)
    press(table, Key.Key_Up, held=Alt)
    assert read.members(store.reader, key)[0].presence == "excused"
    screen.preparation.members.there.click()
    assert {one.presence for one in read.members(store.reader, key)} == {"present", "excused"}
    assert unnamed(screen) == []
