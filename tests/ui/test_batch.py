"""The window of a batch, driven by keyboard: lines taken and left, amounts typed, done once, undone once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import queries
from db.queries.bin import binned
from db.store import Store
from desktop.flow.decide import decide
from desktop.flow.interests import declare
from desktop.rules.query import parse, to_tree
from desktop.ui import theme
from desktop.ui.batch import dialog as dialog_room
from desktop.ui.batch.dialog import BatchDialog
from desktop.ui.batch.forms import BinForm
from desktop.ui.batch.model import AMOUNT, BLOCKER, NUMBER, WHAT
from desktop.ui.batch.scopes import scopes
from desktop.ui.fields import MoneyField
from desktop.ui.list.screen import ListScreen
from desktop.ui.office import Office
from tests.office import dump
from tests.ui.a11y import unnamed
from tests.ui.shelf import filled, office_of

Key, Held = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return filled(tmp_path)


@pytest.fixture
def office(store: Store, qapp: QApplication) -> Iterator[Office]:
    theme.apply(qapp, "light")
    made = office_of(store)
    yield made
    made.close()


def keys(store: Store) -> list[bytes]:
    return queries.list_ids(store.reader)


def opened(qtbot: QtBot, office: Office, marked: list[bytes], deed: str = "decide") -> BatchDialog:
    shown = queries.list_ids(office.reader)
    dialog = BatchDialog(office, scopes(shown, marked, ""), None, deed)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    planned(qtbot, dialog)
    return dialog


def planned(qtbot: QtBot, dialog: BatchDialog) -> None:
    qtbot.waitUntil(lambda: not dialog._pause.isActive() and not dialog.work.busy)


def outcomes(store: Store) -> list[str]:
    found = [queries.decision(store.reader, key) for key in keys(store)]
    return [one.outcome if one else "" for one in found]


def word(dialog: BatchDialog, row: int, column: int) -> str:
    return str(dialog.model.index(row, column).data())


def test_by_keyboard_an_amount_a_line_left_out_then_done_and_undone(
    qtbot: QtBot, office: Office, store: Store
) -> None:
    ids = keys(store)
    before = dump(store.reader)
    dialog = opened(qtbot, office, ids[:3])
    assert dialog.go.text() == "Décider 1 dossier"
    assert [bool(word(dialog, row, BLOCKER)) for row in range(3)] == [True, True, False]
    dialog.table.setFocus()
    dialog.table.selectRow(0)
    QTest.keyClick(dialog.table, Key.Key_4)
    editor = dialog.table.findChild(MoneyField)
    assert editor is not None
    QTest.keyClicks(editor, "000")
    QTest.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: word(dialog, 0, AMOUNT) == "4\u202f000\u00a0€")
    assert word(dialog, 0, BLOCKER) == ""
    assert dialog.go.text() == "Décider 2 dossiers"
    dialog.table.selectRow(2)
    QTest.keyClick(dialog.table, Key.Key_Space)
    assert dialog.go.text() == "Décider 1 dossier" and "1 écarté" in dialog.told.text()
    assert "4\u202f000" in dialog.sums.text()
    QTest.keyClick(dialog, Key.Key_Return, Held.ControlModifier)
    qtbot.waitUntil(lambda: dialog.pages.currentWidget() is dialog.report)
    assert outcomes(store) == ["partial", "", "", "", "", ""]
    assert dialog.report.left.rowCount() == 2
    assert "Aucun montant" in dialog.report.left.item(0, 2).text()  # type: ignore[union-attr]
    assert "Écarté" in dialog.report.left.item(1, 2).text()  # type: ignore[union-attr]
    dialog.report.undo.click()
    assert dump(store.reader) == before
    planned(qtbot, dialog)


def test_a_blocked_line_stays_in_sight_with_its_reason_and_cannot_be_taken(
    qtbot: QtBot, office: Office, store: Store
) -> None:
    ids = keys(store)
    store.do(declare, dossier=ids[2], nature="Ancien salarié")
    dialog = opened(qtbot, office, ids[:3])
    assert dialog.model.rowCount() == 3 and not dialog.go.isEnabled()
    assert "vous est fermé" in word(dialog, 2, BLOCKER)
    dialog.model.toggle([2])
    assert not dialog.go.isEnabled()
    said = dialog.model.index(2, NUMBER).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.endswith("bloqué")


def test_the_deeds_are_planned_as_their_settings_change(qtbot: QtBot, office: Office, store: Store) -> None:
    ids = keys(store)
    dialog = opened(qtbot, office, ids[:3], "label")
    assert not dialog.go.isEnabled() and "étiquette" in dialog.notice.words()
    dialog.form().choice.setEditText("Lot 1")  # type: ignore[attr-defined]
    planned(qtbot, dialog)
    assert dialog.go.text() == "Étiqueter 3 dossiers" and word(dialog, 0, WHAT) == "Poser « Lot 1 »"
    dialog.deed.setCurrentIndex(dialog.deed.findData("propose"))
    form = dialog.form()
    form.way.setCurrentIndex(form.way.findData("percent"))  # type: ignore[attr-defined]
    form.percent.setValue(50)  # type: ignore[attr-defined]
    planned(qtbot, dialog)
    assert [word(dialog, row, AMOUNT) for row in range(3)] == [
        "16\u202f000\u00a0€", "6\u202f000\u00a0€", "7\u202f500\u00a0€",
    ]  # fmt: skip
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.pages.currentWidget() is dialog.report)
    rows = queries.list_rows(store.reader, ids)
    assert [row.proposed for row in rows] == [16_000_00, 6_000_00, 7_500_00, None, None, None]


@pytest.mark.parametrize(
    "deed", ["decide", "propose", "to_committee", "agenda", "letters", "move", "assign", "due"]
)
def test_every_control_has_a_name(qtbot: QtBot, office: Office, store: Store, deed: str) -> None:
    dialog = opened(qtbot, office, keys(store)[:2], deed)
    assert unnamed(dialog) == []


def test_the_lines_are_a_sound_model(qtbot: QtBot, office: Office, store: Store) -> None:
    dialog = opened(qtbot, office, keys(store)[:3])
    model: QAbstractItemModel = dialog.model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    dialog.model.toggle([2])
    dialog.model.show((), {})


def test_without_marks_it_is_about_what_the_filter_shows_and_nothing_else(
    qtbot: QtBot, office: Office, store: Store
) -> None:
    ids = keys(store)
    screen = ListScreen(office, lambda: date(2026, 2, 1))
    qtbot.addWidget(screen)
    screen.resize(1300, 700)
    screen.show()
    screen.apply("quartier:Nord")
    qtbot.waitUntil(lambda: screen.rows.model().rowCount() == 2)
    screen.deed["batch"].trigger()
    dialog = screen.findChild(BatchDialog, "batch")
    assert dialog is not None
    assert (
        dialog.scope.currentText()
        == "tous les 2 dossiers du filtre «\u00a0quartier:Nord\u00a0» (rien n’est marqué)"
    )
    dialog.deed.setCurrentIndex(dialog.deed.findData("assign"))
    dialog.form().choice.setEditText("B. Exemple")  # type: ignore[attr-defined]
    planned(qtbot, dialog)
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.pages.currentWidget() is dialog.report)
    officers = {key: queries.head(store.reader, key).officer for key in ids}  # type: ignore[union-attr]
    assert [key for key, officer in officers.items() if officer] == ids[2:4]
    dialog.accept()
    screen.close_down()


def test_nothing_to_act_on_says_what_to_do(qtbot: QtBot, office: Office) -> None:
    dialog = BatchDialog(office, scopes([], [], "quartier:ailleurs"), None)
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    planned(qtbot, dialog)
    assert not dialog.go.isEnabled() and "marquez par Espace" in dialog.told.text()


def test_a_large_scope_is_looked_at_only_when_asked_for(
    qtbot: QtBot, office: Office, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialog_room, "MOST", 4)
    dialog = opened(qtbot, office, [], "to_committee")
    assert dialog.model.rows == [] and dialog.go.text() == "Vérifier 6 dossiers"
    assert "quelques minutes" in dialog.notice.words()
    dialog.go.click()
    planned(qtbot, dialog)
    assert len(dialog.model.rows) == 6 and dialog.go.text() == "Transmettre 1 dossier au comité"


def test_the_dossiers_kept_go_to_an_export_or_to_partners(qtbot: QtBot, office: Office, store: Store) -> None:
    office.places = frozenset({*office.places, "opinions"})
    ids = keys(store)
    dialog = opened(qtbot, office, ids[:3], "assign")
    dialog.form().choice.setEditText("B. Exemple")  # type: ignore[attr-defined]
    planned(qtbot, dialog)
    dialog.model.toggle([1])
    with qtbot.waitSignal(dialog.export_wanted) as wanted:
        dialog.export.click()
    assert wanted.args == [[ids[0], ids[2]]]
    with qtbot.waitSignal(dialog.opinions_wanted) as asked:
        dialog.consult.click()
    tree = to_tree(parse(asked.args[0]), office.author)
    assert queries.list_ids(office.reader, tree) == [ids[0], ids[2]]


def test_what_is_shown_is_what_is_done_even_when_a_plan_is_cancelled(
    qtbot: QtBot, office: Office, store: Store
) -> None:
    ids = keys(store)
    dialog = opened(qtbot, office, ids[:3])
    assert dialog.go.isEnabled()
    dialog.form().comment.setText("Autre motif")  # type: ignore[attr-defined]
    assert not dialog.go.isEnabled()  # until the lines say it
    planned(qtbot, dialog)
    assert dialog.go.isEnabled() and dialog.model.included()[0].wish.comment == "Autre motif"
    dialog.scope.setCurrentIndex(1)
    office.runner.cancel()
    qtbot.waitUntil(lambda: not dialog.work.busy)
    if dialog.notice.words():  # cancelled in time: nothing of the former scope can be done
        assert dialog.model.rows == [] and not dialog.go.isEnabled()
    assert outcomes(store) == [""] * 6


def test_a_proposal_made_before_is_not_written_over_unseen(
    qtbot: QtBot, office: Office, store: Store
) -> None:
    dialog = opened(qtbot, office, keys(store)[2:3], "propose")
    assert word(dialog, 0, WHAT).endswith("au lieu de 7\u202f500\u00a0€")


def test_dossiers_go_to_the_bin_together_with_a_reason_and_come_back_in_one_undo(
    qtbot: QtBot, office: Office, store: Store
) -> None:
    ids = keys(store)
    store.do(decide, dossier=ids[0], outcome="refused", reasons=["HORS_QPV"])
    before = dump(store.reader)
    dialog = opened(qtbot, office, ids, "bin")
    assert "Dites pourquoi" in dialog.notice.words() and not dialog.go.isEnabled()
    form = dialog.form()
    assert isinstance(form, BinForm)
    QTest.keyClicks(form.why, "Essai")
    planned(qtbot, dialog)
    assert [word(dialog, row, BLOCKER)[:40] for row in range(len(ids)) if word(dialog, row, BLOCKER)] == [
        "Ce dossier porte une décision : il reste"
    ]
    assert dialog.go.text() == "Mettre 5 dossiers à la corbeille"
    QTest.keyClick(dialog, Key.Key_Return, Held.ControlModifier)
    qtbot.waitUntil(lambda: dialog.pages.currentWidget() is dialog.report)
    assert len(binned(store.reader)) == 5 and keys(store) == ids[:1]
    assert {row.reason for row in binned(store.reader)} == {"Essai"}
    office.undo()
    assert dump(store.reader) == before
