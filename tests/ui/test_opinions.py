"""The place « Avis » and the sheet of a dossier, by keys and mouse: ask, read back, write down, remind."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from db.queries.incoming import settled
from db.queries.opinions import counters, opinions_of, requests_many
from db.store import Store
from desktop.flow.convene import convene
from desktop.flow.incoming import watch
from desktop.flow.order_of_day import make_agenda
from desktop.places import places
from desktop.ui import theme
from desktop.ui.arrivals.screen import ArrivalsScreen
from desktop.ui.dossier import DossierView
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.intake import IntakeScreen
from desktop.ui.office import Office
from desktop.ui.opinions.asking import AskDialog
from desktop.ui.opinions.papers import MailDialog
from desktop.ui.opinions.returning import ReturnDialog
from desktop.ui.opinions.screen import OpinionsScreen
from desktop.ui.opinions.sheet import OpinionsSheet
from desktop.ui.opinions.telling import TellingDialog
from desktop.ui.window import Window
from tests.flow.packs import DUE, change_book, dossiers, fill, hand
from tests.office import made_once, open_office
from tests.ui.a11y import unnamed
from tests.ui.desk import Told, app, office_of, press
from tests.ui.test_window import settings_in

LONG = 15_000
Key, Held = Qt.Key, Qt.KeyboardModifier
D = TypeVar("D", bound=QDialog)


@made_once
def stocked(folder: Path) -> Store:
    made = open_office(folder)
    dossiers(made)
    return made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return stocked(tmp_path)


@pytest.fixture
def office(store: Store, qapp: QApplication) -> Iterator[Office]:
    theme.apply(app(), "light")
    made = office_of(store)
    made.places = frozenset(place.name for place in places())
    yield made
    made.close()


@pytest.fixture
def window(office: Office, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    made = Window(office, places(), settings_in(tmp_path))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    yield made
    made.close()


def keys_of(office: Office) -> list[bytes]:
    from db import queries

    return queries.list_ids(office.reader)


def opinions(window: Window) -> OpinionsScreen:
    window.go("opinions")
    screen = window.stack.current()
    assert isinstance(screen, OpinionsScreen)
    return screen


def dialog(qtbot: QtBot, over: QWidget, kind: type[D]) -> D:
    qtbot.waitUntil(lambda: any(d.isVisible() for d in over.findChildren(kind)), timeout=LONG)
    found = next(d for d in over.findChildren(kind) if d.isVisible())
    found.activateWindow()
    qtbot.waitUntil(found.isActiveWindow, timeout=LONG)
    return found


def type_on(qtbot: QtBot, widget: QWidget, key: Qt.Key) -> None:
    """One key where the keyboard is; a dialog just closed has taken it away."""
    widget.window().activateWindow()
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus, timeout=LONG)
    QTest.keyClick(widget, key)


def asked(office: Office, tmp_path: Path, kind: str = "xlsx") -> tuple[Path, list[str]]:
    path = tmp_path / f"caf.{kind}"
    office.after(hand(office.store, keys_of(office), path).done)
    return path, [row.number for row in requests_many(office.reader)]


def drop(window: Window, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Held.NoModifier
    )
    window.dropEvent(event)
    assert event.isAccepted()


def caf(office: Office) -> tuple[int, int, int]:
    (row,) = [row for row in counters(office.reader) if row.code == "CAF"]
    return row.asked, row.received, row.late


def test_asking_writes_a_file_for_each_partner_and_gives_the_words_of_the_mail(
    window: Window, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = opinions(window)
    assert screen._pages.currentIndex() == 1, "an empty place says what it is for"
    type_on(qtbot, screen.list, Key.Key_N)
    ask = dialog(qtbot, screen, AskDialog)
    assert unnamed(ask) == [] and not ask.deed.isEnabled()
    for row in range(ask.partners.count()):
        if ask.partners.item(row).text().startswith(("CAF", "État")):
            ask.partners.item(row).setCheckState(Qt.CheckState.Checked)
    ask.query.setText("étape:")
    ask.count()
    assert not ask.deed.isEnabled() and ask.found.text(), "a query that is not understood is said"
    ask.query.setText("étape:reçu")
    ask.count()
    assert ask.found.text().startswith("3 dossiers")
    ask.form.setChecked(True)
    ask.set_folder(tmp_path)
    QTest.mouseClick(ask.deed, Qt.MouseButton.LeftButton)
    mail = dialog(qtbot, screen, MailDialog)
    assert len(list(tmp_path.glob("Avis *.xlsx"))) == len(list(tmp_path.glob("Avis *.pdf"))) == 2
    assert "ci-joint" in mail.words.toPlainText() and unnamed(mail) == []
    mail.copy.click()
    assert QGuiApplication.clipboard().text().startswith("Objet : demande d’avis")
    assert caf(office) == (3, 0, 0) and len(screen.asked) == 6
    assert screen.list.rows.lines[0].cells[1:] == ("6", "–", "–")
    assert unnamed(screen) == []


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_a_returned_file_dropped_on_any_place_is_previewed_and_joined(
    window: Window, office: Office, qtbot: QtBot, tmp_path: Path, kind: str
) -> None:
    path, numbers = asked(office, tmp_path, kind)
    fill(path, {numbers[0]: {"value": "Favorable", "comment": "Oui."}, numbers[1]: {"value": "bof"}})
    assert window.stack.front == "list"
    drop(window, path)
    qtbot.waitUntil(lambda: window.stack.front == "opinions", timeout=LONG)
    seen = dialog(qtbot, window, ReturnDialog)
    assert unnamed(seen) == []
    assert [line.cells[0] for line in seen.rows.rows.lines] == ["Refusé", "Nouveau", "Sans réponse"]
    assert "bof" in seen.detail.words() and seen.take.text() == "&Joindre 1 avis"
    assert caf(office) == (3, 0, 0), "nothing is written before"
    QTest.keyClick(seen, Key.Key_Return)
    qtbot.waitUntil(lambda: caf(office) == (3, 1, 0), timeout=LONG)
    office.undo()
    assert caf(office) == (3, 0, 0)


def test_what_else_is_dropped_with_it_goes_to_the_import(
    window: Window, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    path, numbers = asked(office, tmp_path)
    fill(path, {numbers[0]: {"value": "Favorable"}})
    other = tmp_path / "liste.csv"
    other.write_text("Numéro;Porteur\n1;Asso\n", encoding="utf-8")
    drop(window, path, other)
    dialog(qtbot, window, ReturnDialog).reject()
    window.go("import")
    screen = window.stack.current()
    assert isinstance(screen, IntakeScreen) and screen.queue.next() is not None


def test_an_altered_file_is_refused_in_the_banner(
    window: Window, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    path, _ = asked(office, tmp_path)
    change_book(path, lambda book: setattr(book["Avis"]["F7"], "value", 1))
    told = Told(office)
    drop(window, path)
    qtbot.waitUntil(lambda: "cellule F7" in told.last, timeout=LONG)
    assert window.stack.front == "opinions" and not window.findChildren(ReturnDialog)


def test_a_returned_file_in_a_watched_folder_is_joined_by_one_key(
    window: Window, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "arrivées"
    folder.mkdir()
    path, numbers = asked(office, tmp_path)
    fill(path, {numbers[0]: {"value": "Hors champ"}})
    path = path.rename(folder / "retour.xlsx")
    past = time.time() - 60
    os.utime(path, (past, past))
    office.do(watch, folder=str(folder))
    window.go("arrivals")
    screen = window.stack.current()
    assert isinstance(screen, ArrivalsScreen)
    qtbot.waitUntil(lambda: len(screen.found.waiting) == 1, timeout=LONG)
    (arrival,) = screen.found.waiting
    assert arrival.file.told.startswith("Avis : CAF de la Somme, 3 dossiers, code AV-")
    assert screen.head.attach.isVisible() and not screen.head.bring.isVisible()
    type_on(qtbot, screen.rows, Key.Key_J)
    seen = dialog(qtbot, window, ReturnDialog)
    seen.take.click()
    qtbot.waitUntil(lambda: caf(office) == (3, 1, 0), timeout=LONG)
    qtbot.waitUntil(lambda: [row.state for row in settled(office.reader)] == ["imported"], timeout=LONG)


def test_reminding_and_taking_back(window: Window, office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    asked(office, tmp_path)
    screen = opinions(window)
    screen.list.selectRow(4)
    assert screen.head.name.text() == "CAF de la Somme"
    type_on(qtbot, screen.table, Key.Key_R)
    mail = dialog(qtbot, screen, MailDialog)
    assert all(row.number in mail.words.toPlainText() for row in screen.asked)
    mail.reject()
    assert {row.reminders for row in requests_many(office.reader)} == {1}
    assert "1 relance" in screen.foot.facts.text()
    type_on(qtbot, screen.table, Key.Key_Delete)
    reason = dialog(qtbot, screen, ReasonDialog)
    reason.reason.set_text("Demandé par erreur")
    reason.deed.click()
    assert caf(office)[0] == 2 and len(screen.asked) == 2


def test_an_opinion_is_typed_by_keyboard_from_the_list(
    window: Window, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    asked(office, tmp_path)
    screen = opinions(window)
    row = screen.asked[0]
    type_on(qtbot, screen.table, Key.Key_S)
    telling = dialog(qtbot, screen, TellingDialog)
    assert unnamed(telling) == [] and telling.partner.currentText() == "CAF de la Somme"
    QTest.keyClick(telling, Key.Key_Return, Held.ControlModifier)
    assert telling.isVisible(), "nothing is written without a value"
    QTest.keyClick(telling, Key.Key_2, Held.AltModifier)
    telling.amount.setFocus()
    QTest.keyClicks(telling.amount, "1 500")
    telling.comment.set_text("À revoir en mai")
    heard = Told(office)
    QTest.keyClick(telling, Key.Key_Return, Held.ControlModifier)
    assert heard.words == []
    (told,) = opinions_of(office.reader, row.dossier_id)
    assert (told.value, told.amount, told.comment, told.channel) == (
        "reserved", 1_500_00, "À revoir en mai", "phone",
    )  # fmt: skip
    assert screen.table.rows.lines[0].cells[0] == "Réservé"
    screen.chips.choose(["waiting"])
    screen._show()
    assert [line.cells[0] for line in screen.table.rows.lines] == ["Attendu", "Attendu"]
    press(screen.table, Key.Key_Return)
    qtbot.waitUntil(lambda: window.stack.front == "dossier", timeout=LONG)


def test_the_sheet_of_a_dossier_shows_types_mends_and_takes_off(
    window: Window, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    asked(office, tmp_path)
    key = keys_of(office)[0]
    window.open_dossier(key, None)
    screen = window.stack.current()
    assert isinstance(screen, DossierView)
    QTest.keyClick(screen, Key.Key_Q, Held.ControlModifier | Held.ShiftModifier)
    sheet = screen.work.sheets["opinions"]
    assert isinstance(sheet, OpinionsSheet) and unnamed(sheet) == []
    assert [line.cells[0] for line in sheet.rows.rows.lines] == ["Attendu"]
    press(sheet.rows, Key.Key_Return)  # what is awaited is written down
    telling = dialog(qtbot, sheet, TellingDialog)
    QTest.keyClick(telling, Key.Key_3, Held.AltModifier)
    telling.confidential.setChecked(True)
    telling.deed.click()
    qtbot.waitUntil(lambda: sheet.told.text() == "1 défavorable", timeout=LONG)
    assert "entre services" in sheet.rows.rows.lines[0].cells[1] and sheet.hidden.isVisible()
    assert opinions_of(office.reader, key, confidential=False) == []
    type_on(qtbot, sheet.rows, Key.Key_F2)
    mending = dialog(qtbot, sheet, TellingDialog)
    assert not mending.partner.isEnabled() and mending.confidential.isChecked()
    QTest.keyClick(mending, Key.Key_1, Held.AltModifier)
    mending.deed.click()
    qtbot.waitUntil(lambda: sheet.told.text() == "1 favorable", timeout=LONG)
    type_on(qtbot, sheet.rows, Key.Key_Delete)
    reason = dialog(qtbot, sheet, ReasonDialog)
    reason.reason.set_text("Autre dossier")
    reason.deed.click()
    qtbot.waitUntil(lambda: sheet.told.text() == "1 en attente", timeout=LONG)


def test_a_dossier_or_a_session_is_asked_about(
    window: Window, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    key = keys_of(office)[1]
    window.open_dossier(key, None)
    screen = window.stack.current()
    assert isinstance(screen, DossierView)
    screen.work.show("opinions")
    sheet = screen.work.sheets["opinions"]
    assert isinstance(sheet, OpinionsSheet)
    type_on(qtbot, sheet.rows, Key.Key_N)
    ask = dialog(qtbot, sheet, AskDialog)
    assert ask.found.text().startswith("1 dossier")
    ask.partners.item(3).setCheckState(Qt.CheckState.Checked)
    ask.set_folder(tmp_path)
    ask.deed.click()
    dialog(qtbot, sheet, MailDialog).reject()
    assert caf(office) == (1, 0, 0)
    qtbot.waitUntil(lambda: sheet.told.text() == "1 en attente", timeout=LONG)
    done = office.do(convene, name="Comité technique", held_on=DUE)
    assert done is not None
    office.do(make_agenda, committee=done.value, query="")
    place = opinions(window)
    type_on(qtbot, place.list, Key.Key_N)
    ask = dialog(qtbot, place, AskDialog)
    ask.source.setCurrentIndex(1)
    assert not ask.query.isEnabled() and ask.found.text().startswith("3 dossiers")
    ask.partners.item(3).setCheckState(Qt.CheckState.Checked)
    ask.set_folder(tmp_path)
    ask.deed.click()
    mail = dialog(qtbot, place, MailDialog)
    assert mail.isVisible() and caf(office) == (3, 0, 0)
