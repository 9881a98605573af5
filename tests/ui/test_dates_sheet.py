"""The sheet of dates in the dossier: what binds it, why, and what one notes there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.queries.day import deadlines
from db.store import Store, use_case
from desktop.ui.agenda.sheet import DatesSheet
from desktop.ui.dossier import DossierView
from desktop.ui.office import Office
from desktop.ui.today.deadline_dialog import DeadlineDialog
from tests.ui.a11y import unnamed
from tests.ui.desk import filled, office_of, on_screen, type_words

Key = Qt.Key


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return filled(tmp_path)


@pytest.fixture
def screen(qtbot: QtBot, store: Store, qapp: QApplication) -> Iterator[DossierView]:
    office: Office = office_of(store)
    with on_screen(qtbot, office) as made:
        yield made
    office.close()


@use_case("Demander")
def asked(session: Session, *, dossier: bytes, answered: dt.date | None) -> None:
    session.add(
        m.PieceRequest(
            dossier_id=dossier,
            asked_on=dt.date(2026, 1, 20),
            due_on=dt.date(2026, 2, 10),
            answered_on=answered,
        )
    )


def sheet_of(screen: DossierView) -> DatesSheet:
    screen.work.show("dates")
    sheet = screen.work.sheets["dates"]
    assert isinstance(sheet, DatesSheet)
    return sheet


def words(sheet: DatesSheet) -> str:
    return sheet.clock.words().replace("\u00a0", " ")


def test_the_clock_of_silence_is_told_with_its_reasons(
    screen: DossierView, store: Store, qtbot: QtBot
) -> None:
    sheet = sheet_of(screen)
    said = "Reçu le 9 janvier 2026. Sans réponse notifiée, la demande est rejetée le 9 mars"
    assert words(sheet).startswith(said)
    assert [line.cells[2:] for line in sheet.binding.rows.lines] == [("Refus tacite", "CRPA L231-4, 3°")]
    assert unnamed(sheet) == []
    key = queries.list_ids(store.reader)[0]
    screen.office.do(asked, dossier=key, answered=None)
    said = "Délai suspendu depuis le 20 janvier 2026 (pièces demandées), réponse attendue le 10 février"
    assert said in words(sheet)
    assert [line.cells[2] for line in sheet.binding.rows.lines] == ["Réponse du porteur attendue"]


def test_an_answer_ends_the_pause(screen: DossierView, store: Store) -> None:
    sheet = sheet_of(screen)
    screen.office.do(asked, dossier=queries.list_ids(store.reader)[0], answered=dt.date(2026, 2, 1))
    assert "Délai suspendu du 20 janvier 2026 au 1er février 2026 (pièces demandées)." in words(sheet)


def test_a_date_is_noted_changed_and_done_by_keys(screen: DossierView, store: Store, qtbot: QtBot) -> None:
    sheet = sheet_of(screen)
    office = screen.office
    assert sheet.no_own.isVisible()
    qtbot.keyClick(sheet, Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = sheet.findChild(DeadlineDialog, "deadline")
    assert dialog is not None
    type_words(dialog.what, "Visiter l’action")
    dialog.remind.setCurrentIndex(dialog.remind.findData(1))
    qtbot.keyClick(dialog.what, Key.Key_Return)
    [row] = deadlines(office.reader, office.author)
    assert row.title == "Visiter l’action" and row.number == "2026-0001"
    due, remind = (dt.date.fromisoformat(day or "") for day in (row.due_on, row.remind_on))
    assert due - remind == dt.timedelta(days=1)
    assert sheet.own.rows.lines[0].cells[2] == "Visiter l’action"
    qtbot.keyClick(sheet.own, Key.Key_Space)
    assert deadlines(office.reader, office.author) == [] and sheet.no_own.isVisible()
    office.undo()
    qtbot.keyClick(sheet.own, Key.Key_Delete)
    assert deadlines(office.reader, office.author) == []


def test_the_outline_tells_the_nearest_date(screen: DossierView) -> None:
    assert "Refus tacite" in screen.outline.sheets["dates"].toolTip()
