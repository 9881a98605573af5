"""The shared folder, looked into from time to time: what waits there, taken or put down by one press."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QWidget

from db.connection import open_reader
from db.store import Store
from desktop.exchange.keys import Keys
from desktop.exchange.satchel_seal import Stopped
from desktop.flow.satchel import Departure
from desktop.flow.satchel_folder import Seen, deposit, folder_of, use_folder, waiting, watch_once
from desktop.flow.satchel_trust import places, standing
from desktop.ui.apart.keyring import with_keys
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice
from desktop.ui.office import Office
from desktop.ui.refusing import Refusal
from desktop.ui.runner import Cancelled, Progress
from desktop.ui.screen import screen_action
from desktop.ui.tongue import plural

EVERY_MS = 60_000  # between two looks at the folder
T = TypeVar("T")
Take = Callable[[Keys], object]


def ask_shared(parent: QWidget, offered: str) -> Path | None:
    """Which folder carries the satchels."""
    chosen = QFileDialog.getExistingDirectory(parent, parent.window().windowTitle(), offered)
    return Path(chosen) if chosen else None


class FolderBar(Notice):
    """Shown while satchels wait in the shared folder; `taken` once some were taken."""

    taken = Signal()
    _counted = Signal(int)

    def __init__(
        self,
        office: Office,
        parent: QWidget | None = None,
        *,
        choose: Callable[[QWidget, str], Path | None] = ask_shared,
        keys: Callable[[Take], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self.office, self._choose = office, choose
        self._keys = keys or (lambda take: with_keys(self, office, take))
        self.count = 0
        self.take = Button(self.tr("Repr&endre"), "folder-down")
        self.line.addWidget(self.take)
        self.line.setAlignment(self._icon, Qt.AlignmentFlag.AlignVCenter)
        self.take.clicked.connect(self.take_all)
        self._counted.connect(self._tell)
        self._every = QTimer(self, interval=EVERY_MS)
        self._every.timeout.connect(self.look)
        self._every.start()
        QTimer.singleShot(0, self, self.look)

    def actions_of(self, screen: QWidget) -> list[QAction]:
        """What the palette and the menu offer of it."""
        deeds: list[tuple[str, str, Callable[[], object]]] = [
            (self.tr("Mallette\u00a0: choisir le dossier partagé…"), "Shift+F", self.choose),
            (self.tr("Mallette\u00a0: reprendre du dossier partagé"), "F", self.take_all),
            (self.tr("Mallette\u00a0: déposer dans le dossier partagé"), "Shift+E", self.put_down),
        ]
        return [screen_action(screen, *deed) for deed in deeds]

    # Looking

    def look(self) -> None:
        """Count what waits, beside the window; nothing is taken."""
        if self.office.is_open and not self.office.read_only:
            self.office.quietly(self.tr("Regarder le dossier partagé"), self._count)

    def _count(self, store: Store) -> None:
        folder = folder_of(store)
        self._counted.emit(0 if folder is None or not folder.is_dir() else len(waiting(store, folder)))

    def _tell(self, count: int) -> None:
        if count > self.count:
            self.office.told.emit(self._said(count), "neutral")
        self.count = count
        self.tell(self._said(count) if count else "", "neutral")

    def _said(self, count: int) -> str:
        told = plural(count, "mallette attend", "mallettes attendent")
        return self.tr("{0} {1} dans le dossier partagé.").format(count, told)

    # Deeds

    def choose(self) -> None:
        """Say which folder carries the satchels from now on."""
        held = folder_of(self.office.store)
        folder = self._choose(self, str(held or Path.home()))
        if folder is None:
            return
        try:
            use_folder(self.office.store, folder)
        except ValueError as why:
            self.office.told.emit(str(why), "warn")
            return
        words = self.tr("Le dossier «\u00a0{0}\u00a0» porte désormais les mallettes.")
        self.office.told.emit(words.format(folder.name), "good")
        self.look()

    def take_all(self) -> None:
        """Take what waits; what is refused is told, the rest is taken."""
        folder = self._folder()
        if folder is not None:
            self._keys(lambda keys: self._run(
                lambda store, progress: watch_once(store, folder, keys=keys, progress=progress), self._took
            ))  # fmt: skip

    def put_down(self) -> None:
        """At a workstation its work, at the hub a satchel for each workstation enrolled."""
        folder = self._folder()
        if folder is not None:
            self._keys(lambda keys: self._run(
                lambda store, progress: _put_all(store, folder, keys, progress), self._put
            ))  # fmt: skip

    def _folder(self) -> Path | None:
        folder = folder_of(self.office.store)
        if folder is None:
            self.choose()
            folder = folder_of(self.office.store)
        return folder

    def _run(self, work: Callable[[Store, Progress], T], done: Callable[[T], None]) -> None:
        store = self.office.store

        def guarded(progress: Progress) -> T:
            try:
                return work(store, progress)
            except Stopped as why:
                raise Cancelled from why
            except ValueError as why:
                raise Refusal(str(why)) from why

        told = self.office.told
        self.office.runner.run(
            guarded, done, lambda words: told.emit(words, "bad"), self.tr("Dossier partagé")
        )

    def _took(self, seen: list[Seen]) -> None:
        tables, new = {"conflict", "shipment", "loan"}, 0
        dossiers: set[bytes] = set()
        for arrival in (one.arrival for one in seen if one.arrival is not None):
            tables |= arrival.receipt.written.tables
            dossiers |= arrival.receipt.written.dossiers
            new += arrival.receipt.new
        self.office.heed(frozenset(tables), frozenset(dossiers))
        taken = sum(one.arrival is not None for one in seen)
        words = self.tr("{0} {1}, {2} {3}.").format(
            taken, plural(taken, "mallette reprise", "mallettes reprises"),
            new, plural(new, "changement", "changements"),
        )  # fmt: skip
        self.office.told.emit(words if taken else self.tr("Rien de nouveau dans le dossier partagé."), "good")
        for one in seen:
            if one.why:
                self.office.told.emit(one.why, "bad")
        self.look()
        self.taken.emit()

    def _put(self, made: list[Departure]) -> None:
        self.office.heed(frozenset({"shipment", "loan"}))
        names = ", ".join(f"« {one.to} »" for one in made)
        words = self.tr("{0} {1} pour {2}.").format(
            len(made), plural(len(made), "mallette déposée", "mallettes déposées"), names
        )
        self.office.told.emit(words if made else self.tr("Aucun poste à qui en déposer une."), "good")


def _put_all(store: Store, folder: Path, keys: Keys, progress: Progress) -> list[Departure]:
    with contextlib.closing(open_reader(store.path)) as reader:
        hub = standing(reader, store.site).role == "hub"
        ready = [p.id for p in places(reader) if p.kind != "hub" and p.enrolled_at and not p.revoked_at]
    if not hub:
        return [deposit(store, folder, keys=keys, progress=progress)]
    return [deposit(store, folder, keys=keys, workstation=key, progress=progress) for key in ready]
