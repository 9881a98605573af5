"""Long work: the order, the thread, the session, progress, cancelling, and errors in words."""

import errno
import gc
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop import collector
from desktop.ui.progress import PATIENCE_MS, ProgressPanel
from desktop.ui.runner import Cancelled, Progress, Runner, explain


class Session:
    """Remembers the thread it was opened and closed in."""

    def __init__(self) -> None:
        self.thread = threading.get_ident()
        self.closed_in = 0

    def close(self) -> None:
        self.closed_in = threading.get_ident()


@pytest.fixture
def sessions() -> list[Session]:
    return []


@pytest.fixture
def runner(qtbot: QtBot, sessions: list[Session]) -> Iterator[Runner]:
    def opener() -> Session:
        sessions.append(Session())
        return sessions[-1]

    made = Runner(opener)
    yield made
    assert made.stop()


def refuse(sentence: object) -> None:
    raise AssertionError(sentence)


def until_told(gate: threading.Event) -> Callable[[Progress], str]:
    """A work that tells its progress until it is refused or the gate opens."""

    def work(progress: Progress) -> str:
        while not gate.wait(0.005):
            if not progress("Lecture des dossiers", 0.4):
                raise Cancelled
        return "fini"

    return work


def test_work_runs_elsewhere_and_answers_here(qtbot: QtBot, runner: Runner, sessions: list[Session]) -> None:
    here = threading.get_ident()
    seen: list[tuple[int, int]] = []

    def work(progress: Progress) -> int:
        assert progress.session is progress.session
        return threading.get_ident()

    with qtbot.waitSignal(runner.idle):
        runner.run(work, lambda there: seen.append((there, threading.get_ident())), refuse, "Compter")
        assert runner.busy()
    (there, answered), session = seen[0], sessions[0]
    assert answered == here != there
    assert (session.thread, session.closed_in, len(sessions)) == (there, there, 1)


def test_jobs_keep_their_order(qtbot: QtBot, runner: Runner) -> None:
    seen: list[int] = []
    with qtbot.waitSignal(runner.idle):
        for n in range(5):
            runner.run(lambda progress, n=n: n, seen.append, refuse, f"Pas {n}")  # type: ignore[misc]
    assert seen == [0, 1, 2, 3, 4]


def test_cancelling_stops_the_running_job_only(qtbot: QtBot, runner: Runner) -> None:
    said: list[str] = []
    done: list[str] = []
    with qtbot.waitSignal(runner.progressed):
        runner.run(until_told(threading.Event()), lambda _: refuse("done"), said.append, "Importer")
        runner.run(lambda progress: "suite", done.append, refuse, "Suivre")
    with qtbot.waitSignal(runner.idle):
        runner.cancel()
    assert said == ["« Importer » a été annulé. Rien n’a été changé."]
    assert done == ["suite"]


def test_closing_drops_what_waits(qtbot: QtBot, runner: Runner) -> None:
    said: list[str] = []
    with qtbot.waitSignal(runner.progressed):
        runner.run(until_told(threading.Event()), lambda _: refuse("done"), said.append, "Importer")
        runner.run(lambda progress: refuse("ran"), refuse, said.append, "Suivre")
    with qtbot.waitSignal(runner.idle):
        runner.cancel_all()
    assert len(said) == 2


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (FileNotFoundError(errno.ENOENT, "x", "export.csv"), "export.csv est introuvable"),
        (PermissionError(errno.EACCES, "x", "export.csv"), "l’accès à export.csv est refusé"),
        (OSError(errno.ENOSPC, "x"), "le disque est plein"),
        (ZeroDivisionError(), "erreur imprévue"),
    ],
)
def test_errors_are_french_sentences(
    qtbot: QtBot, runner: Runner, sessions: list[Session], error: Exception, part: str
) -> None:
    said: list[str] = []

    def work(progress: Progress) -> None:
        assert progress.session
        raise error

    with qtbot.waitSignal(runner.idle):
        runner.run(work, refuse, said.append, "Importer")
    assert part in said[0] and said[0].endswith("Rien n’a été changé.")
    assert sessions[0].closed_in


def test_an_error_may_bring_its_own_words() -> None:
    class Refusal(Exception):
        sentence = "Le comité est clos : il ne change plus."

    assert explain("Décider", Refusal()) == "Le comité est clos : il ne change plus."


def test_the_line_appears_for_long_work_and_cancels(qtbot: QtBot, runner: Runner) -> None:
    panel = ProgressPanel(runner)
    qtbot.addWidget(panel)
    said: list[str] = []
    runner.run(until_told(threading.Event()), lambda _: refuse("done"), said.append, "Importer")
    assert not panel.isVisible()
    qtbot.waitUntil(panel.isVisible)
    qtbot.waitUntil(lambda: panel.words() == "Lecture des dossiers")
    bar, button = panel.findChild(QProgressBar), panel.findChild(QPushButton)
    assert isinstance(bar, QProgressBar) and isinstance(button, QPushButton)
    assert (bar.value(), bar.accessibleName()) == (400, "Importer")
    with qtbot.waitSignal(runner.idle):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not panel.isVisible() and said


def test_short_work_shows_no_line(qtbot: QtBot, runner: Runner) -> None:
    panel = ProgressPanel(runner)
    qtbot.addWidget(panel)
    with qtbot.waitSignal(runner.idle):
        runner.run(lambda progress: progress("Un instant", 1), lambda _: None, refuse, "Compter")
    with qtbot.assertNotEmitted(runner.started, wait=PATIENCE_MS + 100):
        assert not panel.isVisible()
    assert not panel.isVisible()


def test_the_window_stays_alive_meanwhile(qtbot: QtBot, runner: Runner) -> None:
    gate, keys = threading.Event(), QPushButton("Compter")
    qtbot.addWidget(keys)
    clicks: list[bool] = []
    keys.clicked.connect(lambda: clicks.append(True))
    done: list[str] = []
    runner.run(until_told(gate), done.append, refuse, "Importer")
    QTest.mouseClick(keys, Qt.MouseButton.LeftButton)
    assert (clicks, done) == ([True], [])
    gate.set()
    qtbot.waitUntil(lambda: done == ["fini"])


def test_nothing_answers_nor_begins_once_its_base_is_closed(qtbot: QtBot, runner: Runner) -> None:
    said: list[object] = []

    def again(_result: object) -> None:
        said.append("again")
        runner.run(lambda _progress: 2, said.append, said.append, "encore")

    runner.run(lambda _progress: 1, again, said.append, "une fois")
    runner.end()
    QCoreApplication.sendPostedEvents()  # an answer that was on its way comes, and is dropped
    runner.run(lambda _progress: 3, said.append, said.append, "trop tard")
    assert said == [] and not runner.busy() and not runner._thread.isRunning()


def test_a_runner_that_goes_with_its_screen_lets_its_thread_end(qtbot: QtBot) -> None:
    screen, begun, go_on = QWidget(), threading.Event(), threading.Event()
    made = Runner(Session, screen)

    def work(_progress: Progress) -> None:
        begun.set()
        go_on.wait(5)

    made.run(work, lambda _done: None, refuse, "long")
    assert begun.wait(5)
    thread = made._thread
    qtbot.addWidget(screen)
    shiboken6.delete(screen)
    assert thread.isRunning()
    go_on.set()
    assert thread.wait(5000)


def test_a_program_that_ends_without_its_loop_ends_its_threads() -> None:
    """A thread that still ran while Qt is taken down would end the program by a signal."""
    program = """
import threading
from PySide6.QtCore import QCoreApplication
from desktop.ui.runner import Runner
app, began = QCoreApplication([]), threading.Event()
def work(progress):
    began.set()
    while progress("compte", 0.5):
        continue
runner = Runner(object)
runner.run(work, print, print, "Compter")
began.wait(30)
print("fin")
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=300, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "fin\n", "")


class Forgotten(QWidget):
    """Two that know each other: only the collector of cycles finds them."""

    def __init__(self, died_in: list[int]) -> None:
        super().__init__()
        self._died_in, self.itself = died_in, self

    def __del__(self) -> None:
        self._died_in.append(threading.get_ident())


def test_a_widget_that_nobody_names_dies_in_the_thread_of_the_window(runner: Runner, qtbot: QtBot) -> None:
    """Destroyed in the runner's thread, it made the window wait for it and it for the window, for ever."""
    died_in: list[int] = []
    for _each in range(20):
        Forgotten(died_in)
    answered: list[int] = []

    def work(_progress: Progress) -> int:
        kept: list[list[object]] = []
        for _each in range(100_000):  # several times what calls the collector, in a test as in the program
            kept.append([])
        return len(kept)

    runner.run(work, answered.append, refuse, "Compter")
    qtbot.waitUntil(lambda: bool(answered))
    while len(died_in) < 20:
        before = len(died_in)
        gc.collect()
        assert len(died_in) > before, "what is left is found by the collector"
    assert set(died_in) == {threading.get_ident()}


def test_what_the_collector_would_do_is_done_by_steps() -> None:
    gone: list[bool] = []

    class Ring:
        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            gone.append(True)

    Ring()
    kept = [[] for _each in range(gc.get_threshold()[0] + 1)]  # type: ignore[var-annotated]  # of nothing
    collector.step()
    assert gone and kept
