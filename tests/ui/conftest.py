"""Tests of the window: what one leaves goes with it, what is waited for may take its time, and nothing begins
to work beside a test that did not ask for it."""

import importlib
from collections.abc import Generator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

PAUSES = (
    "apart.preparing._PAUSE_MS",
    "batch.dialog.PAUSE_MS",
    "dossier.judging.KEEP_MS",
    "intake.paper_screen.SETTLE_MS",
    "notebook.editor.SAVE_MS",
    "proposal.amount.SAVE_MS",
    "proposal.card.SAVE_MS",
    "settings.previewed.PAUSE_MS",
)
PATIENCE = 30_000  # milliseconds: a machine that does other work too is slow, not wrong

for waiting in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitActive, QtBot.waitExposed):
    waiting.__kwdefaults__["timeout"] = PATIENCE


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Generator[None]:
    """`deleteLater` waits for a loop of events that is over. What stayed alive would be polished, measured
    and met by all the tests that come after."""
    yield
    if QApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if QApplication.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
            # A key struck with Ctrl and Shift leaves one of them down, for the tests that come after too.
            QTest.keyRelease(QWidget(), Qt.Key.Key_Shift)


@pytest.fixture(autouse=True, scope="session")
def only_when_asked() -> Generator[None]:
    """The search index and the checks follow what is written half a second later, beside the window: a test
    calls `office.index()` and `office.recheck()` when it wants them, or they would come into some and not
    into others, as the machine has time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("desktop.ui.office.INDEX_MS", 3_600_000)
        yield


@pytest.fixture(autouse=True, scope="session")
def the_hand_rests_soon() -> Generator[dict[str, int]]:
    """After the last key a screen waits half a second or so, then writes down or works out: here it waits
    less. Gives the real pauses, in milliseconds."""
    real = {}
    with pytest.MonkeyPatch.context() as patch:
        for pause in PAUSES:
            room, name = f"desktop.ui.{pause}".rsplit(".", 1)
            real[pause] = int(getattr(importlib.import_module(room), name, 0))  # test_writing tells of a 0
            patch.setattr(f"{room}.{name}", 60, raising=False)
        yield real
