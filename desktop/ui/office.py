"""The office as screens see it: rows to read, verbs to call, wishes to make. One object for all screens."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QThread, QTimer, Signal

from db import queries
from db.connection import open_reader
from db.queries.apart import open_conflicts
from db.queries.reference import ChallengeRow, FunderRow, QuarterRow
from db.queries.shipments import others_since, position
from desktop.ui.at_work import AtWork
from desktop.ui.runner import Progress, Runner
from desktop.ui.trying import tried

if TYPE_CHECKING:  # SQLAlchemy comes after the first paint
    from db.store import Done, Store
    from desktop.flow.checking import Checker

T = TypeVar("T")
_TOLD_AT_ONCE = 1000  # dossiers checked before the screens read again
INDEX_MS = 600  # the search index follows what is written within a second


class Office(QObject):
    """Read with `reader` (named tuples of db.queries) in the window's thread; write with `do`."""

    changed = Signal(frozenset, frozenset)  # tables, dossiers: emitted after each verb, undo and redo
    told = Signal(str, str)  # a French sentence and its tone (neutral, good, warn, bad)
    closing = Signal()  # the file is about to be closed: what works beside it stops
    undo_changed = Signal(str, str)  # what Undo and Redo would do now, "" when nothing

    # Wishes of the screens; the window fulfils them.
    dossier_wanted = Signal(object, object)  # key, Walk
    place_wanted = Signal(str)  # name of a Place
    pair_wanted = Signal(object, object)  # keys of two dossiers to be compared in the place "twins"
    agreement_wanted = Signal(object)  # key of a convention to be shown in the place "agreements"
    list_wanted = Signal(str)  # a query to show in the list
    sheet_wanted = Signal(str)  # name of a sheet of the dossier that is open
    note_wanted = Signal(object)  # key of a note, of the dossier that is open: show its passage
    files_wanted = Signal(list)  # paths to hand to the place "import"
    returns_wanted = Signal(list)  # paths of packs that came back: handed to the place "opinions"
    scans_wanted = Signal(list)  # paths of annotated papers, scanned: handed to the place "archives"
    page_wanted = Signal(object)  # Path: a scan to key in, shown beside the paper form
    file_imported = Signal(object)  # Path: the import has taken it

    def __init__(
        self, path: Path, reader: sqlite3.Connection, *, author: str, site: str, read_only: bool = False
    ) -> None:
        super().__init__()
        self.path = path
        self.reader = reader
        self.at_work = AtWork(path, reader, author, shut=read_only)
        self.author = self.at_work.name
        self.site = site
        self.changed.connect(self.at_work.know)
        # Asks why, after a milestone of these dossiers; the window gives it a dialog. "" gives the deed up.
        self.ask_motive: Callable[[str, frozenset[bytes]], str] = lambda _question, _dossiers: ""
        # Waits until another program, or a work beside the window, has written; False when given up.
        self.wait_free: Callable[[], bool] = lambda: False
        self.places: frozenset[str] = frozenset()  # names of the places that the window has
        self.listed = ""  # what the list is filtered by now, as a query
        # Long works with their bar and Cancel; `progress.session` is a reader of their own.
        self.runner = Runner(self.at_work.open_eyes, self)
        self._quiet = Runner(lambda: open_reader(path), self)  # opening, copies, index: no bar
        self._opening: Future[Store] = Future()
        self._to_open: tuple[Callable[[], Store], Callable[[Exception | None], None]] | None = None
        self._closed = False
        self._cache: dict[str, Any] = {}
        self._index = QTimer(self)
        self._index.setSingleShot(True)
        self._index.setInterval(INDEX_MS)
        self._index.timeout.connect(self.index)
        self._checker: Checker | None = None
        self._rechecks: set[bytes] = set()  # checked, the screens not yet told

    # Who works here

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written here: the file is shut, or the role is a reader's."""
        return self.at_work.reads_only

    def why_not(self, right: str) -> str:
        """Why the person at work may not (a right of desktop.rules.roles), "" when they may."""
        return self.at_work.why_not(right)

    def may(self, right: str) -> bool:
        return not self.why_not(right)

    # The store

    def attach(self, store: Store) -> None:
        """Work with a store that is open already."""
        store.hurry()
        self._opening.set_result(store)
        QTimer.singleShot(INDEX_MS, self, self.recheck)
        self.tell_undo()

    def open(
        self,
        opening: Callable[[], Store],
        done: Callable[[Exception | None], None],
        warm: Callable[[], None] = lambda: None,
    ) -> None:
        """Run `warm` (the imports) beside the window, then `opening` in this thread, because a lock is given
        back by the thread that took it; then `done(None)`, or `done(error)` when the opening refused."""
        self._to_open = (opening, done)
        self._quiet.run(
            lambda _progress: warm(), lambda _done: self._open_now(), self._log, self.tr("Ouvrir")
        )

    def _open_now(self) -> None:
        if self._to_open is None or self._closed:
            return  # a verb came first, or the window is gone
        (opening, done), self._to_open = self._to_open, None
        try:
            store = opening()
        except Exception as error:  # noqa: BLE001 - handed to `done`, which tells it
            self._opening.set_exception(error)
            done(error)
        else:
            self.attach(store)
            done(None)

    def quietly(self, title: str, work: Callable[[Store], object]) -> None:
        """Run `work(store)` beside the window, without a bar; a failure is told."""
        if self._closed:
            return
        self._quiet.run(lambda _progress: work(self.store), lambda _done: None, self._log, title)

    def index(self) -> None:
        """Bring the search index up to date, beside the window."""
        if self._closed:  # what ended while the file was closing still tells what it wrote
            return

        def catch_up(store: Store) -> int:
            from desktop.flow.texts import read_texts  # brings SQLAlchemy: after the first picture

            read = 0
            while (texts := read_texts(store, 5)) or store.index_search():
                read += texts
            return read

        def done(read: object) -> None:
            if read and not self._closed:  # a piece says now whether its words can be sought
                self.changed.emit(frozenset({"piece_text"}), frozenset())

        title = self.tr("Mettre à jour la recherche")
        self._quiet.run(lambda _progress: catch_up(self.store), done, self._log, title)
        self.recheck()

    def recheck(self) -> None:
        """Check again what changed, some dossiers at a time, beside the window; the screens are then told."""
        if self._closed or self.at_work.shut:
            return

        def some(progress: Progress) -> list[bytes]:
            from desktop.flow.checking import Checker  # brings the rules: after the first picture

            self._checker = self._checker or Checker()
            return self._checker.catch_up(self.store, progress.session)

        self._quiet.run(some, self._rechecked, self._log, self.tr("Contrôler les dossiers"))

    def _rechecked(self, dossiers: list[bytes]) -> None:
        self._rechecks.update(dossiers)
        if self._rechecks and not self._closed and (not dossiers or len(self._rechecks) > _TOLD_AT_ONCE):
            found, self._rechecks = frozenset(self._rechecks), set()
            self.changed.emit(frozenset({"finding"}), found)
        if dossiers:
            self.recheck()

    def _log(self, sentence: str) -> None:
        self.told.emit(sentence, "warn")

    def close(self) -> None:
        """Stop what runs, close the file; what waits for the index is in its queue."""
        self._closed = True
        self.closing.emit()
        self._index.stop()
        self.runner.end()
        self._quiet.end()
        if self.is_open:
            self.store.close()
        self.reader.close()

    @property
    def is_open(self) -> bool:
        """Whether verbs can run at once."""
        return self._opening.done() and self._opening.exception() is None

    @property
    def store(self) -> Store:
        """The store; a verb of the first half-second opens it at once. Raises what the opening raised."""
        if self._to_open is not None and QThread.currentThread() is self.thread():
            self._open_now()
        return self._opening.result(timeout=60)

    @property
    def files(self) -> Path:
        """The folder of the pieces, beside the database."""
        return self.path.with_name(self.path.name + ".pieces")

    # Verbs

    def do(self, verb: Callable[..., Any], /, *, seen: int | None = None, **arguments: Any) -> Done | None:
        """Run a verb and refresh the screens it touched. When it refuses (ValueError, CannotUndo…) its French
        sentence is shown in the banner and None is returned: nothing was written. `seen` is the `position`
        at which a form read what it writes: what another workstation wrote since is not overwritten."""
        before = None if seen is None else others_since(self.reader, self.site, seen)
        if before is None:
            return tried(self, lambda motive: self.store.do(verb, motive=motive, **arguments))
        open_before = open_conflicts(self.reader)
        done = tried(self, lambda motive: self.store.do(verb, seen=before, motive=motive, **arguments))
        if done is not None and open_conflicts(self.reader) > open_before:
            words = self.tr(
                "Ce que vous écriviez a changé ailleurs entre-temps\u00a0: les deux valeurs sont gardées, à "
                "trancher dans Mallette."
            )
            self.told.emit(words, "warn")
        return done

    @property
    def position(self) -> int:
        """Where the journal stands: a form keeps it from the moment it reads until it saves."""
        return position(self.reader)

    def undo(self) -> Done | None:
        """Take back the last step of this workstation."""
        return tried(self, lambda _motive: self.store.undo())

    def redo(self) -> Done | None:
        return tried(self, lambda _motive: self.store.redo())

    def after(self, done: Done) -> None:
        """Tell the screens what a verb touched; for verbs run in the worker with `store.do` (import,
        letters), call this back in the window's thread."""
        if done.written is None:
            return
        self._cache.clear()
        self.changed.emit(done.tables, done.dossiers)
        self.tell_undo()
        self._index.start()

    def heed(self, tables: frozenset[str], dossiers: frozenset[bytes] = frozenset()) -> None:
        """What a work beside the window wrote in the base: the screens read it again."""
        self._cache.clear()
        self.changed.emit(tables, dossiers)
        self.tell_undo()
        self._index.start()

    def tell_undo(self) -> None:
        """Say again what Undo and Redo would do."""
        if self.is_open and not self._closed:
            self.undo_changed.emit(*self.store.next_undo())

    def changes_today(self) -> int:
        """How many steps this workstation wrote today, undoing included."""
        return queries.steps_since(self.reader, self.site, date.today())

    # Rows that every screen needs, read once until a verb writes

    @property
    def challenges(self) -> Sequence[ChallengeRow]:
        """The grid, by rank."""
        return self._cached("challenges", queries.challenges)

    @property
    def quarters(self) -> Sequence[QuarterRow]:
        return self._cached("quarters", queries.quarters)

    @property
    def funders(self) -> Sequence[FunderRow]:
        return self._cached("funders", queries.funders)

    def _cached(self, name: str, read: Callable[[sqlite3.Connection], list[T]]) -> list[T]:
        if name not in self._cache:
            self._cache[name] = read(self.reader)
        rows: list[T] = self._cache[name]
        return rows
