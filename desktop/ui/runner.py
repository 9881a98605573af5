"""Long work beside the window: one worker thread, one job after another, each with its own session."""

from __future__ import annotations

import atexit
import errno
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol, TypeVar
from weakref import WeakSet

from PySide6.QtCore import QCoreApplication, QObject, QThread, QTimer, Signal, Slot
from shiboken6 import isValid

from db.trouble import sentence as trouble
from desktop import collector

T = TypeVar("T")
_log = logging.getLogger(__name__)
_PAUSE = 0.04  # seconds between two tellings: a bar needs no more than 25 pictures a second
_COLLECT_MS = 1000


class Closing(Protocol):
    """A session, as far as the runner knows it."""

    def close(self) -> None: ...


class Cancelled(Exception):
    """A work may raise this when progress answered False; the session is thrown away with what it held."""


class Progress:
    """Handed to the work: `progress(sentence, share)` tells (share from 0 to 1) and answers False once the
    person wants no more; `session` is opened at first use, in the worker's thread, and closed at the end."""

    def __init__(
        self, tell: Callable[[str, float], None], stop: threading.Event, opener: Callable[[], Closing]
    ) -> None:
        self._tell, self._stop, self._opener = tell, stop, opener
        self._opened: Closing | None = None
        self._last = ("", 0.0)
        self.refused = False  # whether the work has been told to stop

    def __call__(self, sentence: str, share: float) -> bool:
        now = time.monotonic()
        if sentence != self._last[0] or share >= 1 or now - self._last[1] > _PAUSE:
            self._last = (sentence, now)
            self._tell(sentence, max(0.0, min(1.0, share)))
        self.refused = self.refused or self._stop.is_set()
        return not self.refused

    @property
    def session(self) -> Any:
        """The job's own session."""
        if self._opened is None:
            self._opened = self._opener()
        return self._opened

    def close(self) -> None:
        """Give the session back."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None


class _Job(NamedTuple):
    work: Callable[[Progress], Any]
    done: Callable[[Any], None]
    failed: Callable[[str], None]
    title: str
    stop: threading.Event


def explain(title: str, error: BaseException) -> str:
    """What went wrong, in a French sentence. An error may bring its own in `sentence`."""
    if own := getattr(error, "sentence", ""):
        return str(own)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        said = QCoreApplication.translate("runner", "« {0} » s’est arrêté : le disque est plein.")
    elif isinstance(error, FileNotFoundError):
        said = QCoreApplication.translate("runner", "« {0} » s’est arrêté : {1} est introuvable.")
    elif isinstance(error, PermissionError):
        said = QCoreApplication.translate("runner", "« {0} » s’est arrêté : l’accès à {1} est refusé.")
    elif told := trouble(error):
        return QCoreApplication.translate("runner", "« {0} » s’est arrêté. {1}").format(title, told)
    else:
        said = QCoreApplication.translate(
            "runner", "« {0} » s’est arrêté sur une erreur imprévue. Le détail est dans le journal technique."
        )
    name = getattr(error, "filename", None) or QCoreApplication.translate("runner", "le fichier")
    kept = QCoreApplication.translate("runner", "Rien n’a été changé.")
    return f"{said.format(title, name)} {kept}"


def _gone(answer: Callable[[Any], None]) -> bool:
    """Whether it would answer a dialog that was closed meanwhile."""
    asker = getattr(answer, "__self__", None)
    return isinstance(asker, QObject) and not isValid(asker)


class _Worker(QObject):
    """Lives in the thread; takes jobs in the order they were asked."""

    told = Signal(str, float)
    began = Signal(object)
    ended = Signal(object, object, str)  # job, result, sentence of the failure

    def __init__(self, opener: Callable[[], Closing], explain: Callable[[str, BaseException], str]) -> None:
        super().__init__()
        self._opener, self._explain = opener, explain
        self.under_way = threading.Event()  # set, it stops the job that runs

    @Slot(object)
    def take(self, job: _Job) -> None:
        self.under_way = job.stop
        if job.stop.is_set():
            self.ended.emit(job, None, self._cancelled(job))
            return
        self.began.emit(job)
        progress = Progress(self.told.emit, job.stop, self._opener)
        result, sentence = None, ""
        try:
            try:
                result = job.work(progress)
            finally:
                progress.close()
        except Cancelled:
            progress.refused = True
        except Exception as error:  # noqa: BLE001 - whatever breaks in the work is told, never lost
            _log.error("%s", job.title, exc_info=error)
            sentence = self._explain(job.title, error)
        if progress.refused and not sentence:
            sentence = self._cancelled(job)
        self.ended.emit(job, result, sentence)

    def _cancelled(self, job: _Job) -> str:
        return self.tr("« {0} » a été annulé. Rien n’a été changé.").format(job.title)


# A screen that goes while its thread runs takes its Runner along; the thread, and what works in it, end by
# themselves: a thread destroyed while it runs would take the program along.
_running: dict[QThread, _Worker] = {}
_all: WeakSet[Runner] = WeakSet()


def at_rest() -> bool:
    """Whether nothing runs nor waits beside any window."""
    return not any(runner.busy() for runner in _all)


@atexit.register
def _end_all() -> None:
    """A program that ends without its loop of events tells nobody that it quits."""
    for thread, worker in list(_running.items()):
        worker.under_way.set()
        thread.quit()
    for thread in list(_running):
        thread.wait()


def _collect_here(app: QCoreApplication) -> None:
    """No widget may be destroyed in another thread than this one: desktop.collector says why."""
    if collector.by_steps():
        timer = QTimer(app)
        timer.timeout.connect(collector.step)
        timer.start(_COLLECT_MS)


class Runner(QObject):
    """`opener` makes a session for each job, in the worker's thread."""

    started = Signal(str)  # title
    progressed = Signal(str, float)  # sentence, share from 0 to 1
    finished = Signal(str)  # title, however it ended
    idle = Signal()  # nothing left to do
    _asked = Signal(object)

    def __init__(
        self,
        opener: Callable[[], Closing],
        parent: QObject | None = None,
        explain: Callable[[str, BaseException], str] = explain,
    ) -> None:
        super().__init__(parent)
        self._jobs: deque[_Job] = deque()
        _all.add(self)
        self._over = False
        self._thread = QThread()  # nobody's child: see _running
        self._thread.setObjectName("runner")
        self._worker = _Worker(opener, explain)
        self._worker.moveToThread(self._thread)
        self._asked.connect(self._worker.take)
        self._worker.began.connect(self._began)
        self._worker.told.connect(self.progressed)
        self._worker.ended.connect(self._ended)
        thread = self._thread
        thread.finished.connect(lambda: _running.pop(thread, None))
        self.destroyed.connect(thread.quit)
        app = QCoreApplication.instance()
        if app is not None:  # a thread that outlives the program would bring it down
            app.aboutToQuit.connect(self._at_quit)
            _collect_here(app)

    def run(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[str], None],
        title: str,
    ) -> None:
        """Run `work` after what is already asked; then, in the window's thread, `done(result)` or
        `failed(sentence)`. A work that stopped because progress answered False has failed with the sentence
        of a cancelling, whatever it returned."""
        if self._over:
            return  # an answer that came late asks for more: its base is closed
        if not self._thread.isRunning():
            _running[self._thread] = self._worker
            self._thread.start()
        job = _Job(work, done, failed, title, threading.Event())
        self._jobs.append(job)
        self._asked.emit(job)

    def busy(self) -> bool:
        """Whether something is running or waiting."""
        return bool(self._jobs)

    def cancel(self) -> None:
        """Ask the running job to stop; those that wait go on."""
        if self._jobs:
            self._jobs[0].stop.set()

    def cancel_all(self) -> None:
        """Ask the running job to stop and drop those that wait."""
        for job in self._jobs:
            job.stop.set()

    def stop(self, patience: int = 10_000) -> bool:
        """Cancel everything and wait until the thread has ended, `patience` milliseconds at most; False when
        it has not. A window that closes calls cancel_all first and stop on `idle`, and so never freezes."""
        self.cancel_all()
        self._thread.quit()
        return self._thread.wait(patience)

    def end(self) -> None:
        """Stop for good, with the base it worked on: nothing answers and nothing begins after this."""
        self._over = True
        self.stop()
        self._jobs.clear()

    def _at_quit(self) -> None:
        self.stop()

    def _began(self, job: _Job) -> None:
        self.started.emit(job.title)

    def _ended(self, job: _Job, result: Any, sentence: str) -> None:
        if self._over:
            return
        self._jobs.remove(job)
        self.finished.emit(job.title)
        if sentence and not _gone(job.failed):
            job.failed(sentence)
        elif not sentence and not _gone(job.done):
            job.done(result)
        if not self._jobs:
            self.idle.emit()
