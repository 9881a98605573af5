"""The list of dossiers: windows of rows, keys, mouse, marks, order, words, and what is painted."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.ui import theme
from desktop.ui.tables import Column, DossierList
from desktop.ui.tables.model import WINDOW, DossierModel
from desktop.ui.tables.row import due_text, due_tone, said

TODAY = date(2025, 3, 1)
NAMES = [f"Nom{n}" for n in range(1, 12)]


class ListRow(NamedTuple):
    id: int
    number: str
    applicant: str
    title: str
    quarters: str
    levels: tuple[int, ...]
    asked: int | None
    proposed: int | None
    pieces_held: int
    pieces_asked: int
    pieces_state: str
    anomalies: int
    doubts: int
    stage: str
    outcome: str | None
    due_on: date | str | None
    paused_until: str | None = None
    news: bool = False
    closed: bool = False
    disputed: int = 0
    proposals: int = 0
    lent: str = ""


def row(key: int) -> ListRow:
    levels = (0, 0, 0, 3, 0, 0, 2, 0, 0, 0, 0)
    # Every other date is as the database writes it.
    due = TODAY + timedelta(days=5) if key % 2 else (TODAY + timedelta(days=5)).isoformat()
    names = f"Association {key}", f"Action {key}"
    return ListRow(
        key,
        f"2025-{key:04}",
        *names,
        "Nord",
        levels,
        1_500_000,
        None,
        8,
        9,
        "warn",
        0,
        0,
        "opinion",
        None,
        due,
    )


class Shelf:
    """Rows by id, counting what is fetched."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.gone: set[int] = set()

    def fetch(self, ids: Sequence[Any]) -> list[ListRow]:
        self.asked.append(len(ids))
        return [row(key) for key in reversed(ids) if key not in self.gone]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication, shelf: Shelf) -> DossierList:
    theme.apply(qapp, "light")
    made = DossierList(shelf.fetch, NAMES, lambda: TODAY)
    qtbot.addWidget(made)
    made.resize(1200, 500)
    made.set_ids(range(1, 1001))
    made.show()
    return made


def press(
    view: DossierList, *keys: Qt.Key, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    for key in keys:
        QTest.keyClick(view, key, with_)


def spot(view: DossierList, at: int, column: Column) -> QPoint:
    return view.visualRect(view.model().index(at, column)).center()


def test_the_model_keeps_qt_rules(qtbot: QtBot, shelf: Shelf) -> None:
    model = DossierModel(shelf.fetch, NAMES, lambda: TODAY)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_ids(range(300))
    model.set_sorted(4, True)
    model.forget()
    model.set_ids(())
    assert model.rowCount() == 0


def test_a_hundred_thousand_rows_fetch_one_window(view: DossierList, shelf: Shelf) -> None:
    view.grab()
    shelf.asked.clear()
    view.set_ids(range(100_000))
    view.grab()
    assert shelf.asked == [WINDOW]
    view.scrollToBottom()
    view.grab()
    assert sum(shelf.asked) <= 3 * WINDOW


def test_arrows_move_enter_opens_space_marks(view: DossierList, qtbot: QtBot) -> None:
    opened: list[int] = []
    seen: list[int] = []
    marks: list[int] = []
    view.open_wanted.connect(opened.append)
    view.current_changed.connect(seen.append)
    view.marks_changed.connect(marks.append)
    press(view, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert (view.current_id(), view.marked_ids(), seen, marks) == (4, [2, 4], [2, 3, 4], [1, 2])
    press(view, Qt.Key.Key_Return)
    assert opened == [4]
    press(view, Qt.Key.Key_Space, Qt.Key.Key_End, Qt.Key.Key_Right)
    assert view.marked_ids() == [2]
    press(view, Qt.Key.Key_Escape)
    assert view.marked_ids() == []
    press(view, Qt.Key.Key_A, with_=Qt.KeyboardModifier.ControlModifier)
    assert len(view.marked_ids()) == 1000


def test_shift_and_arrow_mark_a_run(view: DossierList) -> None:
    press(view, Qt.Key.Key_Down)
    press(view, Qt.Key.Key_Down, Qt.Key.Key_Down, with_=Qt.KeyboardModifier.ShiftModifier)
    assert view.marked_ids() == [2, 3, 4]
    press(view, Qt.Key.Key_Up, with_=Qt.KeyboardModifier.ShiftModifier)
    assert view.marked_ids() == [2, 3]
    press(view, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
    at = spot(view, 8, Column.STAGE)
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, shift, at)
    assert view.marked_ids() == [2, 3, 6, 7, 8, 9]


def test_the_mouse_marks_on_the_square_and_opens_on_two_clicks(view: DossierList) -> None:
    opened: list[int] = []
    view.open_wanted.connect(opened.append)
    left, port = Qt.MouseButton.LeftButton, view.viewport()
    QTest.mouseClick(port, left, pos=QPoint(12, spot(view, 3, Column.NUMBER).y()))
    QTest.mouseClick(port, left, pos=spot(view, 5, Column.STAGE))
    QTest.mouseClick(port, left, Qt.KeyboardModifier.ControlModifier, spot(view, 7, Column.STAGE))
    assert (view.marked_ids(), view.current_id()) == ([4, 8], 8)
    QTest.mouseDClick(port, left, pos=spot(view, 6, Column.APPLICANT))
    assert opened == [7]


def test_marks_and_place_follow_their_dossiers(view: DossierList) -> None:
    view.go_to(9)
    press(view, Qt.Key.Key_Space)
    view.set_ids(list(range(1000, 0, -1)))
    assert (view.current_id(), view.marked_ids(), view.currentIndex().row()) == (10, [10], 990)
    view.set_ids(list(range(500, 600)))
    assert (view.marked_ids(), view.current_id()) == ([], 599)
    view.set_ids(())
    assert view.current_id() is None


def test_step_stops_at_both_ends(view: DossierList) -> None:
    view.step(-3)
    assert view.current_id() == 1
    view.step(5000)
    assert view.current_id() == 1000


def test_a_header_asks_for_an_order_then_the_other_way(view: DossierList) -> None:
    wishes: list[tuple[str, bool]] = []
    view.sort_wanted.connect(lambda column, down: wishes.append((column, down)))
    header = view.horizontalHeader()
    for column in (Column.ASKED, Column.ASKED, Column.DUE_ON):
        at = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert wishes == [("asked", False), ("asked", True), ("due_on", False)]
    spoken = view.model().headerData(
        Column.DUE_ON, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole
    )
    assert spoken == "Échéance, tri croissant"


def test_the_menu_names_the_dossier_under_the_mouse_or_the_keys(
    view: DossierList, qapp: QApplication
) -> None:
    asked: list[int] = []
    view.menu_wanted.connect(lambda key, _where: asked.append(key))
    at = spot(view, 2, Column.QUARTERS)
    reason = QContextMenuEvent.Reason
    qapp.sendEvent(view.viewport(), QContextMenuEvent(reason.Mouse, at, view.viewport().mapToGlobal(at)))
    view.go_to(4)
    qapp.sendEvent(view.viewport(), QContextMenuEvent(reason.Keyboard, at, view.viewport().mapToGlobal(at)))
    assert asked == [3, 5]


def test_each_cell_is_read_aloud(view: DossierList) -> None:
    QAccessible.setActive(True)
    table = QAccessible.queryAccessibleInterface(view)
    texts = [table.child(i).text(QAccessible.Text.Name) for i in range(20)]
    assert "Échéance" in texts
    assert "4 Nom4 fort, 7 Nom7 moyen" in texts
    assert "8 pièces sur 9" in texts
    assert "6\u00a0mars 2025 (5\u00a0j)" in texts
    written = view.model().index(1, Column.DUE_ON).data()
    assert written == "6\u00a0mars 2025 (5\u00a0j)"
    assert "15\u202f000\u00a0€" in texts


def test_a_decided_dossier_says_how(qtbot: QtBot) -> None:
    decided = row(1)._replace(stage="decided", outcome="granted")
    assert said(decided, Column.STAGE, NAMES, TODAY) == "Décidé, Accord"
    assert said(row(1)._replace(due_on=None), Column.DUE_ON, NAMES, TODAY) == "sans échéance"
    assert said(row(1)._replace(levels=(0,) * 11), Column.LEVELS, NAMES, TODAY) == "aucun défi marqué"


def test_a_dossier_that_is_gone_is_said(view: DossierList, shelf: Shelf) -> None:
    shelf.gone.add(1)
    view.refresh()
    assert view.model().index(0, 1).data() == "Ce dossier n’est plus dans la base."
    assert not view.grab().isNull()


@pytest.mark.parametrize("kind", ["empty", "loading", "error"])
def test_the_list_says_why_it_is_empty(view: DossierList, kind: Any) -> None:
    wishes: list[bool] = []
    view.state_action_wanted.connect(lambda: wishes.append(True))
    view.set_ids(())
    view.show_state(kind, "Aucun dossier", "Importez un fichier pour commencer.", "Importer")
    button = next(b for b in view.findChildren(QPushButton) if b.text() == "Importer")
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wishes == [True]
    view.set_ids(range(3))
    assert not button.isVisible()


def test_a_reading_that_fails_is_told_once(
    view: DossierList, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_ids: Sequence[Any]) -> list[ListRow]:
        raise OSError("disque retiré")

    with monkeypatch.context() as patch, qtbot.waitSignal(view.read_failed) as told:
        patch.setattr(view.model(), "_fetch", broken)
        view.set_ids(range(10))
        view.repaint()
    assert told.args and isinstance(told.args[0], OSError)
    view.set_ids(range(10))
    view.repaint()
    assert view.current_id() == 0


def _colours(image: QImage, top: int, tall: int) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(top, top + tall)}


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("name", theme.THEMES)
def test_a_row_shows_its_state_in_every_theme(
    view: DossierList, qapp: QApplication, name: str, compact: bool
) -> None:
    theme.apply(qapp, name)
    view.set_compact(compact)
    view.go_to(1)
    view.selectionModel().select(view.currentIndex(), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    tall, look = (28 if compact else 46), theme.tokens()
    image = view.viewport().grab().toImage()
    plain, chosen = _colours(image, 0, tall), _colours(image, tall, tall)
    assert {look.paper, look.challenges[3], look.challenges[6], look.violet_wash, look.cell} <= plain
    assert look.accent_wash in chosen and look.accent_wash not in plain
    assert view.verticalHeader().sectionSize(0) == tall


def test_columns_keep_their_widths(view: DossierList) -> None:
    view.setColumnWidth(Column.QUARTERS, 222)
    state = view.columns_state()
    view.setColumnWidth(Column.QUARTERS, 60)
    assert view.restore_columns(state)
    assert view.columnWidth(Column.QUARTERS) == 222
    view.resize(900, 500)
    view.grab()
    assert view.columnWidth(Column.QUARTERS) == 222


@pytest.mark.parametrize(("wide", "quarter"), [(1400, True), (1000, True), (850, False)])
def test_all_columns_fit_from_a_small_screen_to_a_large_one(
    view: DossierList, wide: int, quarter: bool
) -> None:
    view.resize(wide, 500)
    view.grab()
    assert view.horizontalScrollBar().maximum() == 0
    assert view.isColumnHidden(Column.QUARTERS) is not quarter
    assert 176 <= view.columnWidth(Column.APPLICANT) <= 420


@pytest.mark.parametrize(
    ("days", "text", "tone"),
    [
        (5, "5\u00a0j", "warn"),
        (2, "2\u00a0j", "bad"),
        (0, "ce jour", "bad"),
        (-3, "−\u202f3\u00a0j", "bad"),
    ],
)
def test_a_date_is_told_from_today(qtbot: QtBot, days: int, text: str, tone: str) -> None:
    due = TODAY + timedelta(days=days)
    assert (due_text(due, TODAY), due_tone(due, TODAY)) == (text, tone)
    assert (due_text(None, TODAY), due_tone(None, TODAY)) == ("", "muted")
