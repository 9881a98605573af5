"""Writing in one letter: saved as it is written, looked at as it is written, made again from the template."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import queries
from desktop.ui import theme
from desktop.ui.fields import AutoText
from tests.ui.a11y import unnamed
from tests.ui.outbox import WITHOUT_ADDRESS, prepared
from tests.ui.post import Desktop

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
WHO = "Espace Rencontre Ouest"


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    theme.apply(qapp, "light")
    made = Desktop(qtbot, prepared(tmp_path / "base"), tmp_path)
    made.settle()
    made.go_to(WHO)
    made.press(Key.Key_F2)
    yield made
    made.close()


def fields(desk: Desktop) -> list[AutoText]:
    return list(desk.screen.editor.fields)


def edited(desk: Desktop) -> bool:
    return any(row.edited for row in queries.outbox(desk.store.reader) if row.applicant == WHO)


def test_words_are_saved_shown_on_the_page_and_marked(desk: Desktop) -> None:
    first = fields(desk)[1]
    assert first.text().startswith("Vous avez déposé")
    first.setFocus()
    QTest.keyClicks(first, "Merci de votre engagement. ")
    desk.qtbot.waitUntil(lambda: edited(desk))
    desk.qtbot.waitUntil(lambda: "Merci de votre engagement" in " ".join(desk.page_words().split()))
    assert "Modifiée à la main" in desk.screen.editor.state.text()
    QTest.keyClick(first, Key.Key_Escape)
    assert desk.screen.left.currentWidget() is desk.screen.list
    entry = desk.screen.list.current()
    assert entry is not None and entry.row.edited and entry.row.applicant == WHO


def test_the_pre_flight_follows_the_keys(desk: Desktop) -> None:
    said = desk.screen.editor.findings
    assert said.words() == ""
    amount = next(field for field in fields(desk) if "douze mille" in field.text())
    amount.setPlainText(amount.text().replace("12\u202f000", "13\u202f000"))
    desk.qtbot.waitUntil(lambda: "13\u202f000" in said.words())
    amount.settle()
    desk.qtbot.waitUntil(lambda: desk.screen.bar.print.text() == "Imprimer les 4 lettres")


def test_made_again_from_the_template_after_a_warning(desk: Desktop) -> None:
    first = fields(desk)[1]
    QTest.keyClicks(first, "Bonjour. ")
    desk.qtbot.waitUntil(lambda: edited(desk))
    desk.settle()
    QTest.mouseClick(desk.screen.editor.again, Left)
    desk.answer("Garder")
    assert edited(desk)
    QTest.mouseClick(desk.screen.editor.again, Left)
    desk.answer("Refaire")
    assert not edited(desk)
    desk.qtbot.waitUntil(lambda: fields(desk)[1].text().startswith("Vous avez déposé"))
    desk.office.undo()
    desk.qtbot.waitUntil(lambda: fields(desk)[1].text().startswith("Bonjour."))


def test_a_fact_of_the_dossier_is_inserted_where_the_caret_is(desk: Desktop) -> None:
    editor = desk.screen.editor
    QTest.mouseClick(editor.known, Left)
    first = fields(desk)[1]
    first.setFocus()
    editor.facts.search.setText("montant demandé")
    rows = [editor.facts.rows.item(n).text() for n in range(editor.facts.rows.count())]
    assert rows == ["Montant demandé\n12\u202f000\u00a0€"]
    QTest.keyClick(editor.facts.search, Key.Key_Return)
    assert first.text().startswith("12\u202f000\u00a0€Vous avez")


def test_words_typed_while_the_page_is_made_are_never_lost(desk: Desktop) -> None:
    first = fields(desk)[1]
    QTest.keyClicks(first, "Un ")
    first.settle()
    QTest.keyClicks(first, "deux ")
    desk.settle()
    assert first.isVisible() and first.text().startswith("Un deux Vous")


def test_nothing_is_written_when_nothing_was_typed(desk: Desktop) -> None:
    QTest.keyClick(fields(desk)[1], Key.Key_Escape)
    assert not edited(desk)


def test_a_blocked_letter_can_be_written_in(desk: Desktop) -> None:
    QTest.keyClick(fields(desk)[1], Key.Key_Escape)
    desk.go_to(WITHOUT_ADDRESS)
    desk.press(Key.Key_Return)
    assert "adresse" in desk.screen.editor.findings.words()
    assert unnamed(desk.screen) == []
