"""What applicants and officers wrote is shown as words: no tag of theirs is ever read as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QTextEdit, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from db.store import Store
from db.triggers import journalled
from desktop.places import places
from desktop.ui import theme
from desktop.ui.dossier import DossierView
from desktop.ui.office import Office
from desktop.ui.window import Window
from tests.ui.shelf import filled, office_of, settings_in

TAG = '<img src="file:///planted"><b>gras</b><a href="x:planted">ici</a>'


def plant(store: Store) -> int:
    """Put the tag behind every text of two words or more; returns how many values have it."""
    count = 0
    with store.write_raw() as connection:
        for table in sorted(journalled()):
            for _, name, kind, *_ in connection.execute(f"PRAGMA table_info({table})").fetchall():
                if kind.upper() not in ("TEXT", "VARCHAR"):
                    continue
                sql = f"UPDATE {table} SET {name} = {name} || ' ' || ? WHERE {name} LIKE '% %' "
                sql += f"AND substr({name}, 1, 1) NOT IN ('{{', '[')"  # JSON is no words of a person
                if name not in ("at", "params", "told", "value") and not name.endswith("_at"):
                    count += connection.execute(sql, [TAG]).rowcount
    return count


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Window]:
    theme.apply(qapp, "light")
    store = filled(tmp_path)
    assert plant(store) > 300
    office: Office = office_of(store)
    made = Window(office, places(), settings_in(tmp_path))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.stack.close_down()
    office.close()


def interpreted(root: QWidget) -> list[str]:
    """The words on screen that were read as HTML with a tag of the data in it."""
    wrong = []
    for label in root.findChildren(QLabel):
        rich = label.textFormat() != Qt.TextFormat.PlainText
        if label.isVisible() and rich and "<img" in label.text():
            wrong.append(f"{type(label).__name__} {label.text()[:80]}")
    for page in root.findChildren(QTextEdit):
        if "<img" in page.document().toHtml() or "x:planted" in page.document().toHtml().replace(
            "&quot;", ""
        ):
            wrong += [f"{type(page).__name__} {page.toPlainText()[:80]}"] if not shown(page) else []
    return wrong


def shown(page: QTextEdit) -> bool:
    """Whether the tag stands there as words."""
    return "<img" in page.toPlainText()


def test_no_place_reads_the_tags_of_an_applicant(window: Window, qtbot: QtBot) -> None:
    wrong = []
    for place in places():
        if place.in_rail:
            window.go(place.name)
            qtbot.waitUntil(lambda: not window.office.runner.busy())
            wrong += [f"{place.name}: {said}" for said in interpreted(window)]
    assert not wrong, "\n".join(wrong)


def test_no_sheet_of_a_dossier_reads_them(window: Window, qtbot: QtBot) -> None:
    from db import queries

    window.open_dossier(queries.list_ids(window.office.reader)[2], None)
    screen = window.stack.current()
    assert isinstance(screen, DossierView)
    wrong = interpreted(window)
    for name in screen.work.kinds:
        screen.work.show(name)
        qtbot.waitUntil(lambda: not window.office.runner.busy())
        wrong += [f"{name}: {said}" for said in interpreted(window)]
    assert not wrong, "\n".join(wrong)


def test_no_question_and_no_tooltip_reads_them(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    over = QWidget()
    qtbot.addWidget(over)
    over.show()
    box = QMessageBox(over)
    box.setText(TAG)
    box.setInformativeText(TAG)
    box.open()
    QToolTip.showText(QPoint(5, 5), TAG, over)
    labels = [one for one in qapp.allWidgets() if isinstance(one, QLabel) and one.text() == TAG]
    assert len(labels) == 3
    assert {one.textFormat() for one in labels} == {Qt.TextFormat.PlainText}
    QToolTip.hideText()
    box.close()
