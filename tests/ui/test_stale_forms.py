"""Test 13: a form opened before a satchel came in and saved after it makes a disagreement at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db import queries
from db.merge.receipt import Receipt
from db.queries.apart import ConflictRow, conflicts
from db.store import Store
from desktop.flow.annotate import annotate, edit_note
from desktop.flow.instruct import propose
from desktop.ui.dossier import DossierView
from tests.session import funder
from tests.two_offices import bring_back, city, quarter
from tests.ui.desk import Told, office_of, on_screen, type_words


class Desk(NamedTuple):
    """The city's dossier on screen, and the quarter office that works on the same one."""

    hub: Store
    station: Store
    screen: DossierView
    told: Told
    note: bytes

    @property
    def dossier(self) -> bytes:
        return queries.list_ids(self.hub.reader)[0]

    def comes_back(self) -> Receipt:
        """The satchel is taken while the form is open: the window is told, as after the dialog."""
        receipt = bring_back(self.station, self.hub)
        self.screen.office.heed(receipt.written.tables | {"conflict"}, receipt.written.dossiers)
        return receipt

    def conflicts(self) -> list[ConflictRow]:
        return conflicts(self.hub.reader, "A. Martin")


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    hub = city(tmp_path / "ville")
    first = queries.list_ids(hub.reader)[0]
    note: bytes = hub.do(annotate, dossier=first, place="dossier", text="Projet solide.").value
    hub.do(propose, dossier=first, amounts={funder(hub): 6_000_00})
    station = quarter(hub, tmp_path / "antenne")
    office = office_of(hub)
    with on_screen(qtbot, office) as screen:
        yield Desk(hub, station, screen, Told(office), note)
    station.close()
    office.close()


def test_a_note_typed_over_what_came_in_keeps_both(desk: Desk) -> None:
    desk.screen.notebook.edit(desk.note)
    editor = desk.screen.notebook.cards[desk.note].editor
    editor.selectAll()
    type_words(editor, "Projet fragile.")
    desk.station.do(edit_note, note=desk.note, text="Projet remarquable.")
    assert desk.comes_back().conflicts == 0, "nothing was saved here yet"
    assert editor.toPlainText() == "Projet fragile.", "words being typed are never replaced"
    editor.flush()
    (row,) = desk.conflicts()
    assert {told.value for told in row.proposals} == {"Projet fragile.", "Projet remarquable."}
    assert row.agreed == "Projet solide."
    assert any("les deux valeurs sont gardées" in words for words in desk.told.words)


def test_going_on_typing_changes_one_s_own_proposal_and_settles_nothing(desk: Desk) -> None:
    desk.screen.notebook.edit(desk.note)
    editor = desk.screen.notebook.cards[desk.note].editor
    editor.selectAll()
    type_words(editor, "Projet fragile.")
    desk.station.do(edit_note, note=desk.note, text="Projet remarquable.")
    desk.comes_back()
    editor.flush()
    editor.selectAll()
    type_words(editor, "Projet fragile, à revoir.")
    editor.flush()
    (row,) = desk.conflicts()
    assert {told.value for told in row.proposals} == {"Projet fragile, à revoir.", "Projet remarquable."}


def test_an_amount_typed_over_what_came_in_keeps_both(desk: Desk) -> None:
    amount = desk.screen.judging.proposal.amount
    amount.setFocus()
    amount.selectAll()
    type_words(amount, "9 000")
    desk.station.do(propose, dossier=desk.dossier, amounts={funder(desk.station): 8_000_00})
    desk.comes_back()
    QTest.keyClick(amount, Qt.Key.Key_Return)
    row = next(row for row in desk.conflicts() if row.field == "proposed")
    assert {told.value for told in row.proposals} == {9_000_00, 8_000_00} and row.agreed == 6_000_00
    shown = next(r.proposed for r in queries.amounts(desk.hub.reader, desk.dossier) if r.code == "METROPOLE")
    assert shown == 6_000_00, "the value agreed before, not a winner"
    banner = desk.screen.signs.disputes
    assert banner.isVisible() and "8\u202f000" in banner.words() and "9\u202f000" in banner.words()


def test_a_form_read_after_the_satchel_is_no_disagreement(desk: Desk) -> None:
    desk.station.do(edit_note, note=desk.note, text="Projet remarquable.")
    desk.comes_back()
    desk.screen.notebook.edit(desk.note)
    editor = desk.screen.notebook.cards[desk.note].editor
    editor.selectAll()
    type_words(editor, "Projet remarquable et complet.")
    editor.flush()
    assert desk.conflicts() == []
