"""« Suivi de l’action » on a dossier: the next step first, done by Enter, refused by R; photographs shown."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db import queries
from db.store import Store
from desktop.flow.change_ask import ask_change
from desktop.flow.decide import decide
from desktop.flow.pay import plan_payments
from desktop.flow.visits_made import record_visit
from desktop.ui.dossier import DossierView
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.follow.pay_dialogs import RecordDialog
from desktop.ui.follow.sheet import FollowSheet
from desktop.ui.office import Office
from tests.office import made_once
from tests.ui.a11y import unnamed
from tests.ui.desk import filled, office_of, on_screen

Key, Held = Qt.Key, Qt.KeyboardModifier


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "green").save(out, "PNG")
    return out.getvalue()


@made_once
def stocked(folder: Path) -> Store:
    made = filled(folder)
    key = queries.list_ids(made.reader)[0]
    funder = queries.funders(made.reader)[0].id
    made.do(decide, dossier=key, outcome="granted", amounts={funder: 9_000_00}, conditions=["Fournir un RIB"])
    made.do(plan_payments, dossier=key, advance=50)
    made.do(ask_change, dossier=key, kind="content", reason="Salle fermée", body="Au square")
    made.do(
        record_visit, dossier=key, visited_on=dt.date(2026, 2, 3), place="Square du Lac", present=12,
        photos=[("square.png", picture())],
    )  # fmt: skip
    return made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return stocked(tmp_path)


@pytest.fixture
def office(store: Store) -> Iterator[Office]:
    made = office_of(store)
    yield made
    made.close()


@pytest.fixture
def screen(qtbot: QtBot, office: Office) -> Iterator[DossierView]:
    with on_screen(qtbot, office) as made:
        yield made


def sheet_of(screen: DossierView) -> FollowSheet:
    QTest.keyClick(screen, Key.Key_F, Held.ControlModifier | Held.AltModifier)
    sheet = screen.work.sheets["follow"]
    assert isinstance(sheet, FollowSheet)
    return sheet


def pills(sheet: FollowSheet) -> list[str]:
    return [line.cells[0] for line in sheet.rows.rows.lines]


def at(sheet: FollowSheet, words: str) -> None:
    """Put the cursor on the line that says these words."""
    found = [n for n, line in enumerate(sheet.rows.rows.lines) if words in line.cells[2]]
    sheet.rows.selectRow(found[0])


def test_the_next_step_first_then_what_was(screen: DossierView) -> None:
    sheet = sheet_of(screen)
    assert sorted(pills(sheet)[:4]) == ["À demander", "À demander", "À répondre", "À suivre"]
    assert pills(sheet)[4:] == ["Décidé", "Faite"] or pills(sheet)[4:] == ["Faite", "Décidé"]
    assert "à verser 9" in sheet.money.text() and sheet.next.text().startswith("À faire")
    assert unnamed(sheet) == []


def test_enter_does_it_and_r_refuses_it(screen: DossierView, office: Office, store: Store) -> None:
    sheet = sheet_of(screen)
    at(sheet, "Acompte")
    QTest.keyClick(sheet.rows, Key.Key_Return)
    record = sheet.findChild(RecordDialog)
    assert record is not None
    record.deed.click()
    assert "versés 4\u202f500\u00a0€" in sheet.money.text() and "Versé" in pills(sheet)
    at(sheet, "Contenu")
    QTest.keyClick(sheet.rows, Key.Key_R)
    why = sheet.findChild(ReasonDialog)
    assert why is not None
    why.reason.set_text("L’objet changerait")
    why.deed.click()
    assert "Refusé" in pills(sheet)
    office.undo()
    assert "Refusé" not in pills(sheet) and "À répondre" in pills(sheet)


def test_the_photographs_are_shown_and_open_in_the_viewer(
    screen: DossierView, store: Store, qtbot: QtBot
) -> None:
    sheet = sheet_of(screen)
    strip = sheet.photos
    assert strip.isVisible() and strip.count() == 1
    qtbot.waitUntil(lambda: not strip.item(0).icon().isNull())
    strip.setCurrentRow(0)
    QTest.keyClick(strip, Key.Key_Return)
    photo = next(
        row
        for row in queries.pieces(store.reader, queries.list_ids(store.reader)[0])
        if row.name == "square.png"
    )
    assert screen.middle.piece == photo.id
