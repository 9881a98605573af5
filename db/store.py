"""The store: opens the file, runs each verb in one transaction that is one step of the journal."""

from __future__ import annotations

import getpass
import platform
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import get_ident
from typing import Any, ParamSpec, TypeVar, cast

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from db import backup, outside, reasons, rights, search, sight, undo
from db.connection import as_reader, connect, prepare, raw_of
from db.journal import StepInfo, Written, write_step
from db.labels import bare, filled
from db.lock import Lock
from db.patience import Turn
from db.queries.shipments import site_name
from db.upgrade import opened_quietly, ready

P = ParamSpec("P")
R = TypeVar("R")


def use_case(label: str, *, right: str = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a verb of a function(session, *, …): its label is what Undo and the history say, its right is what
    a role must hold to use it (desktop.rules.roles); without one it is the administrator's."""
    rights.known(right)

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        # Functions carry attributes; read by Store.do.
        function.label, function.right = label, right  # type: ignore[attr-defined]
        return function

    return mark


def say(session: Session, label: str) -> None:
    """A verb that knows better than its template what it does says it here."""
    session.info["step"].label = label


def give_reason(session: Session, reason: str) -> None:
    """Why a value is changed; kept with each operation of this step."""
    session.info["step"].reason = reason


def make_final(session: Session, why: str) -> None:
    """This step can't be undone; `why` is the French sentence that undo will answer."""
    session.info["step"].final = why


def reader_of(session: Session) -> sqlite3.Connection:
    """The connection of this transaction, for the reads of the screens; what is pending is written first."""
    session.flush()
    return raw_of(session.connection())


def author_of(session: Session) -> str:
    return str(session.info["step"].author)


@dataclass(frozen=True, slots=True)
class Done:
    """The answer of a verb: its value, and what it touched (None when nothing changed)."""

    value: Any
    written: Written | None

    @property
    def tables(self) -> frozenset[str]:
        return self.written.tables if self.written else frozenset()

    @property
    def dossiers(self) -> frozenset[bytes]:
        return self.written.dossiers if self.written else frozenset()


_ERASING = "SELECT 1 FROM op WHERE ent = 'erasure' LIMIT 1"
# An import names the file it takes, a union what it unites, and a settled disagreement has asked already.
_OWN_REASON = frozenset({"upkeep", "import", "key_in", "merge", "settle_difference"})


class Store:
    """One open database. Verbs may come from any thread; one writes at a time."""

    def __init__(self, path: Path, *, author: str = "", place: str = "", exclusive: bool = True) -> None:
        """Open or make the file. Raises db.lock.Held, db.upgrade.Refused (French sentences), OSError."""
        self.path = path
        self.author = author or getpass.getuser()
        found = opened_quietly(path)  # it becomes the reader: its schema is read once
        self.site = _name_here(place, found) or platform.node() or "poste"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock: Lock | None = None
        self._writing = Turn(path)
        try:
            self._lock = Lock(path, self.author, self.site) if exclusive else None
            if found is None:
                ready(path)
                found = connect(path)
            self._engine = create_engine(
                "sqlite://", creator=lambda: connect(path), poolclass=QueuePool, pool_size=2
            )
            event.listen(self._engine, "connect", _on_connect)
            event.listen(self._engine, "begin", lambda c: _on_begin(c, self._writing.patience))
            self.reader: sqlite3.Connection = as_reader(found, path)
            self.author = rights.name_of(self.reader, self.author)
            if outside.waits(self.reader):
                with self._session(StepInfo("", "outside", self.author, self.site)):
                    pass  # its beginning takes them in
            if self.reader.execute(_ERASING).fetchone():
                self._erase()
        except BaseException:
            if found is not None:
                found.close()
            if self._lock:
                self._lock.release()
            raise

    @property
    def files(self) -> Path:  # the folder of the pieces
        return self.path.with_name(self.path.name + ".pieces")

    def do(
        self, verb: Callable[..., Any], /, *, seen: int | None = None, motive: str = "", **arguments: Any
    ) -> Done:
        """Run a verb in one transaction; raises what the verb raises, NotAllowed without the right, with
        nothing written.

        `seen`: the `position` at which the form had read what it writes over. What came in since is not
        written over: both values are kept, as a disagreement. `motive`: why, where a verb has no reason of
        its own; asked by ReasonWanted after a milestone of the dossier.
        """
        template = getattr(verb, "label", verb.__name__)
        step = StepInfo(filled(template, arguments), verb.__name__, self.author, self.site, seen=seen)
        with self._session(step) as session:
            rights.ask_right(session, getattr(verb, "right", ""))
            session.info["files"], session.info["motive"] = self.files, motive.strip()
            value = verb(session, **arguments)
            step.reason = step.reason or motive.strip()
            written = self._settle(session, step, right=getattr(verb, "right", ""))
        if written and "erasure" in written.tables:
            self._erase()
        return Done(value, written)

    def _erase(self) -> None:
        from db.forget import clean  # nearly no opening has anything to erase

        with self._writing:
            clean(self._engine, self.site)

    def rehearse(self, verb: Callable[..., Any], /, **arguments: Any) -> Any:
        """What a verb would answer, with nothing kept: the dry run is the deed itself, taken back."""
        step = StepInfo("", verb.__name__, self.author, self.site)
        with self._writing, Session(self._engine) as session:
            session.info.update(step=step, files=None, who=self._who(session))
            if hasattr(verb, "right"):  # what only reads may be rehearsed by anybody
                rights.ask_right(session, verb.right)
            value = verb(session, **arguments)
            session.flush()
            session.rollback()
        return value

    def undo(self) -> Done:
        """Take back the last step of this workstation. Raises CannotUndo."""
        return self._take_back(0, "Il n’y a rien à annuler.", "Annuler : {}")

    def redo(self) -> Done:
        return self._take_back(1, "Il n’y a rien à rétablir.", "Rétablir : {}")

    def next_undo(self) -> tuple[str, str]:
        """Labels of what undo and redo would do now, "" when nothing."""
        back, again = undo.candidates(self.reader, self.site)
        return (bare(back.label) if back else "", bare(again.label) if again else "")

    def _take_back(self, index: int, nothing: str, label: str) -> Done:
        with self._writing:
            candidate = undo.candidates(self.reader, self.site)[index]
            if candidate is None:
                raise undo.CannotUndo(nothing)
            step = StepInfo(
                label.format(bare(candidate.label)), "undo", self.author, self.site, undoes=candidate.id
            )
            try:
                with self._session(step) as session:
                    rights.ask_right(session, "undo")
                    undo.take_back(raw_of(session.connection()), candidate.id)
                    return Done(None, self._settle(session, step))
            except (IntegrityError, sqlite3.IntegrityError) as error:  # something made since stands on it
                raise undo.CannotUndo(undo.CHANGED_SINCE.format(candidate.label)) from error

    @contextmanager
    def _session(self, step: StepInfo) -> Iterator[Session]:
        with self._writing, Session(self._engine, expire_on_commit=False) as session, session.begin():
            self._writing.begun(raw := raw_of(session.connection()))
            session.info.update(step=step, who=self._who(session))
            outside.take_in(raw, self.site)
            yield session

    def _who(self, session: Session) -> rights.Who:
        return rights.who(raw_of(session.connection()), self.author)

    def _settle(self, session: Session, step: StepInfo, *, right: str = "") -> Written | None:
        """Judge what was captured, then write it as one step."""
        session.flush()
        captured = raw_of(session.connection())
        if right not in _OWN_REASON:
            reasons.check_written(captured, self.reader, step)
        if right != "upkeep":  # what the program brings by itself is nobody's deed
            person = session.info["who"]
            rights.check_written(captured, person)
            sight.check_written(captured, self.reader, person)
        return write_step(captured, step)

    @contextmanager
    def write_raw(self) -> Iterator[sqlite3.Connection]:
        """A transaction for what is recomputed (search index, texts of pieces): nothing journalled."""
        with self._writing, self._engine.begin() as connection:
            yield raw_of(connection)

    @contextmanager
    def merging(self) -> Iterator[sqlite3.Connection]:
        """A transaction for what comes from elsewhere: it may refer to rows that are not here (db.merge)."""
        with self._writing:
            pooled = self._engine.raw_connection()
            raw = cast(sqlite3.Connection, pooled.driver_connection)
            raw.execute("PRAGMA foreign_keys = OFF")
            try:
                raw.execute("BEGIN IMMEDIATE")
                try:
                    outside.take_in(raw, self.site)  # before the projection, which throws captures away
                    yield raw
                    raw.execute("COMMIT")
                except BaseException:
                    raw.execute("ROLLBACK")
                    raise
            finally:
                raw.execute("PRAGMA foreign_keys = ON")
                pooled.close()
            if self.reader.execute(_ERASING).fetchone():
                self._erase()

    def hurry(self) -> None:
        """This thread shows the window: it never waits long for another writer (db.trouble.Busy)."""
        self._writing.hurried = get_ident()

    def is_free(self) -> bool:
        """Whether a verb could begin at once."""
        return self._writing.is_free()

    @property
    def position(self) -> int:
        """How far the journal goes: what a form keeps when it reads, and gives back as `seen`."""
        return int(self.reader.execute("SELECT coalesce(max(n), 0) FROM op").fetchone()[0])

    def index_search(self, limit: int = 200) -> int:
        """Bring the search index up to date; returns how many rows were done (call again while > 0)."""
        with self.write_raw() as connection:
            return search.refresh(connection, limit)

    def copy_to(self, target: Path) -> None:
        backup.copy(self.path, target)

    def close(self) -> None:
        self.reader.close()
        self._engine.dispose()
        if self._lock:
            self._lock.release()


def _name_here(place: str, found: sqlite3.Connection | None) -> str:
    """The name asked for, but for a base that goes on under another one: "PC-04~2" (db.merge.reissue)."""
    try:
        given = site_name(found) if found else ""
    except sqlite3.Error:  # damaged: whatever reads it next says so
        given = ""
    return given if not place or given.startswith(f"{place}~") else place


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    prepare(connection)  # its transactions are opened by the begin event


def _on_begin(connection: Connection, patience: int) -> None:
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {patience}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    # Rows that refer to each other are written in any order; the references are checked at the commit.
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
