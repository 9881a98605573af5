"""Letters in numbers: the window before they leave, their order, a failure in the middle."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import queries
from desktop.letters.model import Letter
from desktop.ui import theme
from desktop.ui.letters.check_window import CheckWindow
from tests.ui.a11y import unnamed
from tests.ui.outbox import WITHOUT_ADDRESS, prepared
from tests.ui.post import Desktop


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    theme.apply(qapp, "light")
    made = Desktop(qtbot, prepared(tmp_path / "base", 30), tmp_path)
    qtbot.waitUntil(lambda: all(e.state != "waiting" for e in made.screen.model.entries()), timeout=20_000)
    yield made
    made.close()


def test_the_window_shows_each_letter_in_order_with_what_blocks_it(desk: Desktop) -> None:
    desk.screen.model.toggle(0)
    shown, ticked = desk.screen.model.entries(), desk.screen.model.ticked()
    desk.screen.print_letters()
    window = desk.screen.deeds.question
    assert isinstance(window, CheckWindow) and unnamed(window) == []
    assert [fate.entry.row.id for fate in window.fates] == [entry.row.id for entry in shown]
    blocked = [fate.entry.row.applicant for fate in window.fates if fate.why and fate.grave]
    assert blocked == [WITHOUT_ADDRESS] * 5
    ranks = [line.cells[0] for line in window.rows.rows.lines if line.cells[0] != "—"]
    assert ranks == [str(rank) for rank in range(1, len(ticked) + 1)]
    window.refuse.click()
    assert desk.asked == 0 and queries.register(desk.store.reader) == []


def test_a_chip_is_printed_alone_and_in_the_order_shown(desk: Desktop) -> None:
    desk.screen.choose_chip("refused")
    wanted = [entry.row.id for entry in desk.screen.model.ticked()]
    assert len(wanted) == 5
    desk.screen.print_letters()
    with desk.qtbot.waitSignal(desk.screen.deeds.printing.done, timeout=20_000):
        desk.answer("Choisir")
    left = queries.register(desk.store.reader)
    assert [row.id for row in left] == wanted and [row.number[-1] for row in left] == list("12345")
    assert len(queries.outbox(desk.store.reader)) == 25, "what is outside the chip is not touched"


def test_a_failure_in_the_middle_keeps_what_left_and_goes_on_later(
    desk: Desktop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ticked, made = desk.screen.model.ticked(), desk.screen.desk.pdf
    done: list[Letter] = []

    def full_disk(letter: Letter) -> bytes:
        done.append(letter)
        if len(done) == 8:
            raise OSError(28, "No space left on device")
        return made(letter)

    monkeypatch.setattr(desk.screen.desk, "pdf", full_disk)
    with desk.qtbot.waitSignal(desk.screen.deeds.ended, timeout=20_000):
        desk.screen.deeds.issue(ticked, lambda _letters: None)
    assert "7 lettres sont parties (C2026-0001 à C2026-0007)" in desk.said[-1]
    assert "18 sont restées dans la boîte d’envoi, sans numéro" in desk.said[-1]
    assert [row.id for row in queries.register(desk.store.reader)] == [e.row.id for e in ticked[:7]]
    monkeypatch.setattr(desk.screen.desk, "pdf", made)
    with desk.qtbot.waitSignal(desk.screen.deeds.ended, timeout=20_000):
        desk.screen.deeds.issue(ticked[7:], lambda _letters: None)
    assert [row.id for row in queries.register(desk.store.reader)] == [entry.row.id for entry in ticked]
