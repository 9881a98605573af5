"""The room by keys: what is said, the money left, the projector, the closing, the reopening."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.queries import committee as read
from db.store import Store, use_case
from desktop.flow.interests import declare
from desktop.ui.arrivals.choosing import TargetDialog
from desktop.ui.committee.closing import ClosedDialog, ClosingDialog
from desktop.ui.committee.reasons_dialog import ReasonsDialog
from desktop.ui.committee.screen import CommitteesScreen
from desktop.ui.dossier.asking import ReasonDialog
from tests.office import application, bring
from tests.ui.a11y import unnamed
from tests.ui.committee_desk import click, dialog, held, screen, states, store
from tests.ui.desk import Told

__all__ = ["screen", "store"]  # fixtures
Key = Qt.Key
Alt = Qt.KeyboardModifier.AltModifier


def test_enter_grants_a_adjourns_r_refuses_and_the_next_one_comes(
    screen: CommitteesScreen, store: Store
) -> None:
    key = held(screen, store)
    room, items = screen.room, read.items(store.reader, key)
    assert room.row is not None
    assert room.row.id == items[0].id
    click(screen, Key.Key_Return)
    assert states(store, key)[0] == "partial"
    assert room.row.id == items[1].id
    click(screen, Key.Key_A)
    asked = dialog(screen, ReasonsDialog)
    assert isinstance(asked, ReasonsDialog)
    assert not asked.deed.isEnabled()
    assert unnamed(asked) == []
    next(iter(asked.reasons.boxes.values())).click()
    asked.deed.click()
    assert states(store, key)[:2] == ["partial", "adjourned"]
    assert read.items(store.reader, key)[1].reasons
    click(screen, Key.Key_R)
    asked = dialog(screen, ReasonsDialog)
    assert isinstance(asked, ReasonsDialog)
    QTest.keyClicks(asked.words, "Hors quartier")
    asked.deed.click()
    click(screen, Key.Key_P)
    assert states(store, key) == ["partial", "adjourned", "refused", "postponed"]
    assert "4 passés sur 4" in room.pace.text()
    assert unnamed(screen) == []


def test_the_money_left_follows_what_is_typed(screen: CommitteesScreen, store: Store) -> None:
    key = held(screen, store)
    room = screen.room
    left = room.sheet.figures.left.amount
    before = left.text()
    click(screen, Key.Key_M)
    total = room.bar.shares.total
    total.selectAll()
    QTest.keyClicks(total, "12000")
    assert left.text() != before
    assert sum(room.bar.shares.amounts().values()) == 12_000_00
    click(screen, Key.Key_Return)
    first = read.items(store.reader, key)[0]
    assert (first.outcome, first.given) == ("granted", 12_000_00)
    fields = list(room.bar.shares.fields.values())
    fields[0].setFocus()
    fields[0].selectAll()
    QTest.keyClicks(fields[0], "1000")
    assert total.cents() == sum(field.cents() or 0 for field in fields)
    QTest.keyClicks(fields[0], "x")
    click(screen, Key.Key_Return)
    assert states(store, key)[1] == "waiting"  # what can't be read decides nothing


def test_what_is_typed_survives_what_is_read_meanwhile(screen: CommitteesScreen, store: Store) -> None:
    key = held(screen, store)
    click(screen, Key.Key_M)
    screen.room.bar.shares.total.selectAll()
    QTest.keyClicks(screen.room.bar.shares.total, "6000")
    screen.office.changed.emit(frozenset({"finding"}), frozenset())  # the checks end beside the window
    screen.room.walk(1)
    screen.room.walk(-1)
    assert sum(screen.room.bar.shares.amounts().values()) == 6_000_00
    click(screen, Key.Key_Return)
    assert read.items(store.reader, key)[0].given == 6_000_00


def test_a_double_click_opens_the_dossier_and_grants_nothing(screen: CommitteesScreen, store: Store) -> None:
    key = held(screen, store)
    opened: list[bytes] = []
    screen.office.dossier_wanted.connect(lambda dossier, _walk: opened.append(dossier))
    screen.room.agenda.doubleClicked.emit(screen.room.agenda.currentIndex())
    click(screen, Key.Key_O)
    first = read.items(store.reader, key)[0]
    assert opened == [first.dossier_id, first.dossier_id]
    assert first.state == "waiting"


def test_enter_on_a_button_is_that_button(screen: CommitteesScreen, store: Store) -> None:
    key = held(screen, store)
    screen.room.bar.refuse.setFocus()
    click(screen, Key.Key_Return)
    assert isinstance(dialog(screen, ReasonsDialog), ReasonsDialog)
    assert states(store, key)[0] == "waiting"


def test_nothing_is_said_of_a_room_out_of_sight(screen: CommitteesScreen, store: Store) -> None:
    key = held(screen, store)
    screen.show_preparation()
    for action in screen.room.actions_of:
        action.trigger()
    assert set(states(store, key)) == {"waiting"}


def test_enter_without_an_amount_says_what_to_do(screen: CommitteesScreen, store: Store) -> None:
    key = held(screen, store)
    told = Told(screen.office)
    for field in screen.room.bar.shares.fields.values():
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, "0")
    screen.room.agenda.setFocus()
    click(screen, Key.Key_Return)
    assert "Aucun montant" in told.last
    assert states(store, key)[0] == "waiting"


def test_undo_returns_to_the_dossier_of_which_it_was_said(screen: CommitteesScreen, store: Store) -> None:
    key = held(screen, store)
    items = read.items(store.reader, key)
    click(screen, Key.Key_Return)
    click(screen, Key.Key_Return)
    screen.office.undo()
    assert states(store, key)[:2] == ["partial", "waiting"]
    assert screen.room.row is not None
    assert screen.room.row.id == items[1].id


def test_j_and_k_walk_and_the_place_is_found_again(screen: CommitteesScreen, store: Store) -> None:
    key = held(screen, store)
    items = read.items(store.reader, key)
    click(screen, Key.Key_J)
    click(screen, Key.Key_J)
    click(screen, Key.Key_K)
    told = read.committee(store.reader, key)
    assert told is not None
    assert told.current_item == items[1].id
    again = CommitteesScreen(screen.office)
    again.shown()
    assert again.room.row is not None
    assert again.room.row.id == items[1].id
    again.deleteLater()


def test_conditions_votes_and_leavings_are_kept_at_once(screen: CommitteesScreen, store: Store) -> None:
    key = held(screen, store)
    room = screen.room
    click(screen, Key.Key_C)
    QTest.keyClicks(room.bar.condition, "Produire le bilan.")
    click(screen, Key.Key_Return)
    assert read.items(store.reader, key)[0].conditions == "Produire le bilan."
    assert states(store, key)[0] == "waiting"  # Enter added the condition, it granted nothing
    room.agenda.setFocus()
    click(screen, Key.Key_V)
    QTest.keyClicks(room.bar.votes.boxes[0], "3")
    room.agenda.setFocus()
    assert read.items(store.reader, key)[0].votes_for == 3
    member = read.members(store.reader, key)[1]
    room.deeds.leave(room.row, member)  # type: ignore[arg-type]
    asked = screen.findChild(QInputDialog, "leaving")
    assert asked is not None
    asked.setTextValue("parent d’un salarié")
    asked.accept()
    assert "M. Modèle est hors de la salle" in room.sheet.banner.words()
    room.agenda.setFocus()
    click(screen, Key.Key_Return)  # three votes, two voters left in the room
    assert states(store, key)[0] == "waiting"


def test_who_declared_an_interest_must_leave(screen: CommitteesScreen, store: Store) -> None:
    key = held(screen, store)
    first = read.items(store.reader, key)[0]
    screen.office.do(declare, dossier=first.dossier_id, nature="membre du bureau", person="M. Modèle")
    words = screen.room.sheet.banner.words()
    assert "M. Modèle doit quitter la salle (membre du bureau)" in words
    told = Told(screen.office)
    member = read.members(store.reader, key)[1]
    screen.room.bar.leaving.back_wanted.emit(member)
    assert "ne prend pas part au vote" in told.last
    screen.show_preparation()
    screen.preparation.show_part(2)
    assert screen.preparation.recusals.rows.lines[0].cells[0] == "M. Modèle"


def test_a_dossier_closed_to_the_person_at_work_cannot_be_decided(
    screen: CommitteesScreen, store: Store
) -> None:
    key = held(screen, store)
    first = read.items(store.reader, key)[0]
    screen.office.do(declare, dossier=first.dossier_id, nature="parent d’un dirigeant")
    assert "vous est fermé" in screen.room.sheet.shut.words()
    assert not screen.room.sheet.figures.isVisible()
    assert not screen.room.bar.grant.isEnabled()
    click(screen, Key.Key_Return)
    assert states(store, key)[0] == "waiting"


def test_a_dossier_not_on_the_agenda_is_sought_and_added(screen: CommitteesScreen, store: Store) -> None:
    key = held(screen, store)
    bring(store, application("26599999", title="Atelier mobile"))
    click(screen, Key.Key_Slash)
    asked = dialog(screen, TargetDialog)
    assert isinstance(asked, TargetDialog)
    QTest.keyClicks(asked.field, "mobile")
    asked.take.click()
    items = read.items(store.reader, key)
    assert len(items) == 5
    assert items[-1].added
    assert screen.room.row is not None
    assert screen.room.row.title == "Atelier mobile"


@use_case("Avis d’essai")
def think(session: Session, *, dossier: bytes, partner: str, comment: str, confidential: bool) -> None:
    session.add(
        m.Opinion(
            dossier_id=dossier, partner=partner, value="reserved", comment=comment, confidential=confidential
        )
    )


def test_the_projector_shows_no_control_and_nothing_internal(
    screen: CommitteesScreen, store: Store, qtbot: QtBot
) -> None:
    held(screen, store)
    room = screen.room
    assert room.row is not None
    for name, words, confidential in (("CAF", "À préciser", False), ("Région", "Entre nous", True)):
        screen.office.do(
            think, dossier=room.row.dossier_id, partner=name, comment=words, confidential=confidential
        )
    click(screen, Key.Key_F11, Qt.KeyboardModifier.ShiftModifier)
    projector = room.projector
    assert projector is not None
    words = " ".join(label.text() for label in projector.findChildren(QLabel))
    assert "À préciser" in words
    assert "Entre nous" not in words
    assert "confidentiel" in " ".join(label.text() for label in room.sheet.findChildren(QLabel))
    from PySide6.QtWidgets import QAbstractButton, QLineEdit

    assert projector.findChildren(QAbstractButton) == []
    assert projector.findChildren(QLineEdit) == []
    assert (projector.width(), projector.height()) == (1280, 720)
    room.bar.shares.total.setFocus()
    room.bar.shares.total.selectAll()
    QTest.keyClicks(room.bar.shares.total, "6000")
    assert projector.figures.left.amount.text() == room.sheet.figures.left.amount.text()
    click(screen, Key.Key_Return)
    click(screen, Key.Key_K)
    assert "Accord partiel" in projector.decision.text()
    projector.close()
    assert room.projector is None


def test_closing_counts_puts_off_the_rest_and_leads_to_the_letters(
    screen: CommitteesScreen, store: Store, qtbot: QtBot
) -> None:
    key = held(screen, store)
    went: list[str] = []
    screen.office.place_wanted.connect(went.append)
    click(screen, Key.Key_Return)
    screen.room.head.end.click()
    asked = dialog(screen, ClosingDialog)
    assert isinstance(asked, ClosingDialog)
    words = [label.text() for label in asked.findChildren(QLabel)]
    assert "Amiens Métropole" in words
    assert any("9\u202f000" in each for each in words)
    assert "3 dossiers ne sont ni décidés ni reportés" in asked.waiting.words()
    assert not asked.deed.isEnabled()
    asked.put_off.click()
    assert asked.deed.isEnabled()
    assert unnamed(asked) == []
    asked.deed.click()
    qtbot.waitUntil(lambda: bool(screen.findChildren(ClosedDialog)), timeout=20_000)
    told = read.committee(store.reader, key)
    assert told is not None
    assert told.state == "closed"
    assert screen.pages.currentWidget() is screen.preparation
    assert "Close par A. Exemple" in screen.preparation.frozen.words()
    assert not screen.preparation.agenda.make.isEnabled()
    assert len(screen.preparation.documents.rows.rows.lines) == 5
    end = dialog(screen, ClosedDialog)
    assert isinstance(end, ClosedDialog)
    end.letters.click()
    assert went == ["letters"]
    decision = queries.decision(store.reader, read.items(store.reader, key)[0].dossier_id)
    assert decision is not None
    assert decision.state == "pending"


def test_a_closed_session_is_reopened_with_a_reason(
    screen: CommitteesScreen, store: Store, qtbot: QtBot
) -> None:
    key = held(screen, store)
    for _ in range(4):
        click(screen, Key.Key_Return)
    screen.close_session("")
    qtbot.waitUntil(lambda: bool(screen.findChildren(ClosedDialog)), timeout=20_000)
    dialog(screen, ClosedDialog).reject()
    screen.preparation.reopen.click()
    asked = dialog(screen, ReasonDialog)
    assert isinstance(asked, ReasonDialog)
    QTest.keyClicks(asked.reason, "Erreur de report")
    asked.deed.click()
    told = read.committee(store.reader, key)
    assert told is not None
    assert (told.state, told.reopen_reason) == ("running", "Erreur de report")
    assert "Rouverte" in screen.preparation.frozen.words()
