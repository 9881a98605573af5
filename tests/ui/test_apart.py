"""The place of the satchel, by keys and mouse: what came back, what disagrees, and each way to settle it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from db import queries
from db.queries.apart import conflicts
from db.queries.shipments import standing
from db.store import Store
from desktop.flow.annotate import annotate
from desktop.flow.instruct import move, propose
from desktop.flow.interests import declare
from desktop.ui import theme
from desktop.ui.apart.card import DisputeCard
from desktop.ui.apart.changes import ChangesDialog
from desktop.ui.apart.receipts import ReceiptDialog
from desktop.ui.apart.screen import ApartScreen
from desktop.ui.apart.value_dialog import AskDialog, ValueDialog
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.fields import MoneyField
from desktop.ui.standing import StandingLine, standing_words
from tests.office import made_once
from tests.session import funder
from tests.two_offices import CITY, bring_back, city, quarter
from tests.ui.a11y import unnamed
from tests.ui.desk import app, office_of, type_words

Key = Qt.Key


@made_once
def come_back(folder: Path) -> Store:
    """The city's base after the quarter office came back: an amount, a reason and a stage disagree."""
    store = city(folder / "ville")
    station = quarter(store, folder / "antenne")
    first, second, third = queries.list_ids(store.reader)
    metropolis = funder(store)
    store.do(propose, dossier=first, amounts={metropolis: 9_000_00}, reason="Aligné sur le pré-comité.")
    station.do(propose, dossier=first, amounts={metropolis: 8_000_00}, reason="Reconduit comme en 2024.")
    store.do(move, dossier=second, stage="incomplete")
    station.do(move, dossier=second, stage="opinion")
    store.do(annotate, dossier=third, place="dossier", text="Vu en ville")
    station.do(annotate, dossier=third, place="dossier", text="Vu à l’antenne")
    bring_back(station, store)
    station.close()
    return store


@pytest.fixture
def hub(tmp_path: Path) -> Store:
    return come_back(tmp_path / "ville")


@pytest.fixture
def screen(hub: Store, qtbot: QtBot) -> Iterator[ApartScreen]:
    theme.apply(app(), "light")
    office = office_of(hub)
    made = ApartScreen(office)
    office.changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1170, 720)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    made.shown()
    yield made
    made.close_down()
    office.close()


def card(screen: ApartScreen, label: str) -> DisputeCard:
    return next(each for each in screen.cards if each.dispute.label.startswith(label))


def proposed(store: Store) -> int | None:
    key = queries.list_ids(store.reader)[0]
    return next(row.proposed for row in queries.amounts(store.reader, key) if row.code == "METROPOLE")


def test_what_came_back_is_told_in_four_figures_and_amounts_come_first(screen: ApartScreen) -> None:
    words = "échange avec « antenne d’Étouvie », préparée aujourd’hui, rapportée aujourd’hui"
    assert screen.head.told.text() == words
    counts = [figure.count.text() for figure in screen.figures.each]
    assert counts[1] == "2" and counts[3] == "3", "two notes, one of each side, and three fields to settle"
    labels = [each.dispute.label for each in screen.cards]
    assert labels == ["Montant proposé · Amiens Métropole", "Raison de l’avis", "Étape"]
    sides = card(screen, "Montant").boxes
    assert [box.side.words.replace("\u202f", " ") for box in sides] == ["9 000\u00a0€", "8 000\u00a0€"]
    assert [box.side.who for box in sides] == ["A. Martin, hôtel de ville", "S. Bernard, antenne d’Étouvie"]
    assert all("heure de son poste" in box.toolTip() for box in sides)
    assert screen.filters.title.accessibleName().startswith("À trancher  ·  0 sur 3")
    assert unnamed(screen) == []


def test_an_amount_asks_its_reason_then_enter_settles_it(screen: ApartScreen, hub: Store) -> None:
    amount = card(screen, "Montant")
    assert proposed(hub) is None, "in the meantime the value agreed before is shown, not a winner"
    amount.setFocus()
    QTest.keyClick(amount, Key.Key_2)
    assert amount.boxes[1].isChecked() and not amount.boxes[0].isChecked()
    assert screen.window().focusWidget() is amount.reason, "the reason is what is missing"
    type_words(amount.reason, "Le budget a été revu avec eux")
    QTest.keyClick(amount.reason, Key.Key_Return)
    QApplication.sendPostedEvents()
    assert proposed(hub) == 8_000_00
    assert [row.field for row in conflicts(hub.reader, "A. Martin")] != []
    done = card(screen, "Montant")
    assert not done.dispute.open and done.boxes[1].isChecked(), "it stays on the screen, settled"
    assert screen.filters.title.accessibleName().startswith("À trancher  ·  1 sur 3 fait")
    reason = hub.reader.execute("SELECT reason FROM op ORDER BY n DESC LIMIT 1").fetchone()[0]
    assert reason == "Le budget a été revu avec eux"


def test_without_a_reason_nothing_grave_is_settled(screen: ApartScreen, hub: Store, qtbot: QtBot) -> None:
    stage = card(screen, "Étape")
    qtbot.mouseClick(stage.boxes[0], Qt.MouseButton.LeftButton)
    QTest.keyClick(stage.reason, Key.Key_Return)
    QApplication.sendPostedEvents()
    assert card(screen, "Étape").dispute.open
    assert len(conflicts(hub.reader, "A. Martin")) == 3


def test_a_text_is_kept_at_once_and_the_next_field_is_taken_in_hand(screen: ApartScreen, hub: Store) -> None:
    text = card(screen, "Raison de l’avis")
    text.setFocus()
    QTest.keyClick(text, Key.Key_1)
    QApplication.sendPostedEvents()
    head = queries.head(hub.reader, queries.list_ids(hub.reader)[0])
    assert head is not None and head.proposal_reason == "Aligné sur le pré-comité."
    assert screen.window().focusWidget() is card(screen, "Étape")


def test_another_value_is_written_with_the_editor_of_its_kind(screen: ApartScreen, hub: Store) -> None:
    amount = card(screen, "Montant")
    amount.setFocus()
    QTest.keyClick(amount, Key.Key_A)
    QApplication.sendPostedEvents()
    dialog = screen.findChild(ValueDialog)
    assert dialog is not None and isinstance(dialog.field, MoneyField) and not dialog.keep.isEnabled()
    type_words(dialog.field, "8 500")
    type_words(dialog.reason, "Entre les deux, dit au téléphone")
    QTest.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    assert proposed(hub) == 8_500_00
    assert card(screen, "Montant").note.text().replace("\u202f", " ") == "Valeur retenue\u00a0: 8 500\u00a0€"


def test_a_question_leaves_it_open(screen: ApartScreen, hub: Store) -> None:
    stage = card(screen, "Étape")
    stage.setFocus()
    QTest.keyClick(stage, Key.Key_D)
    QApplication.sendPostedEvents()
    dialog = screen.findChild(AskDialog)
    assert dialog is not None
    dialog.whom.setEditText("Mme Exemple")
    dialog.note.set_text("Le RIB est-il arrivé ?")
    QTest.mouseClick(dialog.ask, Qt.MouseButton.LeftButton)
    told = card(screen, "Étape")
    assert told.dispute.open and "question posée à Mme Exemple par A. Martin" in told.note.text()
    assert "Le RIB est-il arrivé" in told.note.text()


def test_both_values_can_be_kept_in_a_note(screen: ApartScreen, hub: Store) -> None:
    amount = card(screen, "Montant")
    amount.reason.setText("À revoir au comité")
    QTest.mouseClick(amount.deeds["note"], Qt.MouseButton.LeftButton)
    QApplication.sendPostedEvents()
    notes = [note.text for note in queries.notes(hub.reader, queries.list_ids(hub.reader)[0])]
    assert any("9\u202f000" in text and "8\u202f000" in text and "S. Bernard" in text for text in notes)
    assert proposed(hub) is None and not card(screen, "Montant").dispute.open


def test_only_fields_of_little_weight_are_settled_together(screen: ApartScreen, hub: Store) -> None:
    offered = [action.text() for action in screen.filters.menu.actions()]
    assert offered == [
        "Garder la valeur de « hôtel de ville »…",
        "Garder la valeur de « antenne d’Étouvie »…",
    ]
    screen.filters.menu.actions()[1].trigger()
    box = screen.findChild(QMessageBox, "many")
    assert box is not None and box.text() == "1 champ dans 1 dossier\u00a0: Raison de l’avis."
    QTest.mouseClick(box.buttons()[0], Qt.MouseButton.LeftButton)
    head = queries.head(hub.reader, queries.list_ids(hub.reader)[0])
    assert head is not None and head.proposal_reason == "Reconduit comme en 2024."
    assert {row.field for row in conflicts(hub.reader, "A. Martin")} == {"proposed", "stage"}


def test_filters_say_what_they_hide(screen: ApartScreen) -> None:
    screen.filters.kind.setCurrentIndex(screen.filters.kind.findData("grave"))
    assert [each.dispute.label for each in screen.cards] == ["Montant proposé · Amiens Métropole", "Étape"]
    assert "1 caché par le filtre" in screen.filters.title.accessibleName()
    screen.filters.kind.setCurrentIndex(0)
    screen.filters.mine.setChecked(True)
    assert len(screen.cards) == 3, "A. Martin wrote one side of each"


def test_an_interest_closes_it(screen: ApartScreen, hub: Store) -> None:
    first = queries.list_ids(hub.reader)[0]
    screen.office.do(declare, dossier=first, nature="membre du bureau")
    amount = card(screen, "Montant")
    assert not amount.boxes and "une autre personne tranche" in amount.note.text()


def test_every_change_is_listed_and_opens_its_dossier(screen: ApartScreen) -> None:
    opened: list[bytes] = []
    screen.office.dossier_wanted.connect(lambda key, _walk: opened.append(key))
    QTest.mouseClick(screen.foot.changes, Qt.MouseButton.LeftButton)
    dialog = screen.findChild(ChangesDialog)
    assert dialog is not None
    type_words(dialog.search, "antenne vu")
    lines = dialog.rows.rows.lines
    assert [line.cells[3] for line in lines] == ["Vu à l’antenne"]
    QTest.keyClick(dialog.rows, Key.Key_Return)
    assert opened == [queries.list_ids(screen.office.reader)[2]]


def test_the_status_line_tells_what_waits(hub: Store) -> None:
    words = standing_words(standing(hub.reader, CITY))
    office = office_of(hub)
    line = StandingLine(office)
    assert line.text() == words and "Heures de ce poste" in line.toolTip(), "times are local and say so"
    office.close()
    assert words.startswith("Synchronisé jusqu’au ") and words.endswith(" · 3 à trancher")


def test_each_field_chooses_its_own_side_and_notes_are_never_lost(screen: ApartScreen, hub: Store) -> None:
    """Trap 9: both values, who, when, where; a mix of both sides; the notes of both are kept."""
    amount, stage = card(screen, "Montant"), card(screen, "Étape")
    told = amount.boxes[1].accessibleName()
    assert "S. Bernard, antenne d’Étouvie" in told and "8\u202f000" in told and amount.boxes[1].side.when
    amount.reason.setText("Vu avec le porteur")
    amount.pick(1)
    QApplication.sendPostedEvents()
    stage.reason.setText("Il manque le RIB")
    stage.pick(0)
    QApplication.sendPostedEvents()
    first, second, third = queries.list_ids(hub.reader)
    head = queries.head(hub.reader, second)
    assert proposed(hub) == 8_000_00 and head is not None and head.stage == "incomplete"
    notes = {note.text for note in queries.notes(hub.reader, third)}
    assert notes == {"Vu en ville", "Vu à l’antenne"}
    assert first != second


def test_no_side_is_ever_kept_for_the_whole_base(screen: ApartScreen) -> None:
    """Trap 10: nothing offers to keep one side of everything; what is offered leaves grave fields out."""
    deeds = [action.text() for action in (*screen.menu_actions(), *screen.filters.menu.actions())]
    assert not any("tout" in deed.lower() and "gard" in deed.lower() for deed in deeds)
    screen.filters.kind.setCurrentIndex(screen.filters.kind.findData("grave"))
    assert screen.filters.many.isHidden(), "among amounts, decisions and stages nothing is settled together"


def test_one_s_mind_is_changed_with_a_new_reason(screen: ApartScreen, hub: Store) -> None:
    amount = card(screen, "Montant")
    amount.reason.setText("D’abord ainsi")
    amount.pick(1)
    QApplication.sendPostedEvents()
    assert proposed(hub) == 8_000_00
    card(screen, "Montant").pick(0)
    QApplication.sendPostedEvents()
    asked = screen.findChild(ReasonDialog)
    assert asked is not None and "déjà tranché" in asked.findChildren(QLabel)[0].text()
    asked.reason.set_text("Finalement l’autre")
    QTest.mouseClick(asked.deed, Qt.MouseButton.LeftButton)
    assert proposed(hub) == 9_000_00 and card(screen, "Montant").boxes[0].isChecked()


def test_the_end_prints_a_receipt_with_what_was_settled(
    screen: ApartScreen, hub: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    text = card(screen, "Raison de l’avis")
    text.pick(0)
    QApplication.sendPostedEvents()
    QTest.mouseClick(screen.foot.finish, Qt.MouseButton.LeftButton)
    dialog = screen.findChild(ReceiptDialog)
    assert dialog is not None
    out = tmp_path / "recu.pdf"
    dialog._choose = lambda _over, _name: out
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    document = pdfium.PdfDocument(out)
    words = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "Aligné sur le pré-comité" in words.replace("\r\n", " ") and "à trancher" in words
    dialog.accept()
    assert [each.dispute.open for each in screen.cards] == [True, True], "what is over leaves the screen"
