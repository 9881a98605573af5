"""« Ouvrir une mallette »: who made it, when, what it holds; nothing is taken before one has seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.exchange.keys import Keys
from desktop.exchange.satchel_manifest import SUFFIX
from desktop.exchange.satchel_seal import Stopped
from desktop.flow.satchel_back import Arrival, take_in
from desktop.flow.satchel_look import Look, look
from desktop.flow.satchel_paper import many, size_words
from desktop.ui.apart.keyring import with_keys
from desktop.ui.apart.words import exact
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice, text
from desktop.ui.list.pane_parts import Facts
from desktop.ui.office import Office
from desktop.ui.progress import ProgressPanel
from desktop.ui.refusing import Refusal
from desktop.ui.runner import Cancelled, Progress

ChooseFile = Callable[[QWidget], Path | None]
Take = Callable[[Keys], object]
_MOST = 6  # authors named


def is_satchel(path: Path) -> bool:
    """Whether a file is to be opened here, by its name."""
    return path.suffix == SUFFIX and path.is_file()


def ask_satchel(parent: QWidget) -> Path | None:
    """Which satchel, None when the dialog was closed."""
    kind = f"{parent.tr('Mallettes')} (*{SUFFIX})"
    chosen, _ = QFileDialog.getOpenFileName(parent, parent.windowTitle(), "", kind)
    return Path(chosen) if chosen else None


class OpenDialog(QDialog):
    """`done_with` is told the arrival, once everything is taken."""

    def __init__(
        self,
        office: Office,
        over: QWidget | None,
        done_with: Callable[[Arrival], object],
        *,
        choose_file: ChooseFile = ask_satchel,
        keys: Callable[[Take], object] | None = None,
    ) -> None:
        super().__init__(over)
        self.office, self._done_with, self._choose = office, done_with, choose_file
        self._keys = keys or (lambda take: with_keys(self, office, take))
        self._held: Keys | None = None
        self.path: Path | None = None
        self._busy = False
        self.setObjectName("open-satchel")
        self.setWindowTitle(self.tr("Ouvrir une mallette"))
        self.resize(620, 400)
        self.file = QLineEdit()
        self.file.setReadOnly(True)
        self.file.setAccessibleName(self.tr("Fichier"))
        self.file.setPlaceholderText(self.tr("Choisissez une mallette, ou déposez-la sur la fenêtre"))
        self.choose = Button(self.tr("&Choisir…"), "folder-open")
        self.facts, self.told, self.wrong = Facts(), text(caption=True), Notice()
        self.take = Button(self.tr("&Reprendre ce qu’elle rapporte"), "folder-down", kind="primary")
        self.leave = Button(self.tr("Fermer"))
        self.progress = ProgressPanel(office.runner)
        self._lay_out()
        self.choose.clicked.connect(self._pick)
        self.take.clicked.connect(self.start)
        self.leave.clicked.connect(self.reject)
        self.take.setEnabled(False)

    def _lay_out(self) -> None:
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.file, 1)
        top.addWidget(self.choose)
        bottom.addStretch(1)
        bottom.addWidget(self.leave)
        bottom.addWidget(self.take)
        self.told.setText(
            self.tr(
                "Rien n’est repris avant d’avoir vu. Une copie de la base est faite d’abord\u00a0; ce qui se "
                "contredit sera montré, jamais écrasé."
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.wrong)
        column.addWidget(self.facts)
        column.addStretch(1)
        column.addWidget(self.told)
        column.addWidget(self.progress)
        column.addLayout(bottom)
        self.leave.setAutoDefault(False)

    def _pick(self) -> None:
        path = self._choose(self)
        if path is not None:
            self.look_at(path)

    # Looking

    def look_at(self, path: Path) -> None:
        """Say what this satchel holds; nothing of it is taken."""
        self.path = path
        self.file.setText(str(path))
        self._keys(lambda keys: self._look(path, keys))

    def _look(self, path: Path, keys: Keys) -> None:
        self._held, site = keys, self.office.site
        self._set_busy(True)

        def work(progress: Progress) -> Look:
            try:
                return look(path, site=site, reader=progress.session, keys=keys, progress=progress)
            except Stopped as why:
                raise Cancelled from why
            except ValueError as why:
                raise Refusal(str(why)) from why

        self.office.runner.run(work, self._looked, self._failed, self.tr("Regarder la mallette"))

    def _looked(self, told: Look) -> None:
        self._set_busy(False)
        self.facts.fill(facts_of(told))
        if told.trusted or told.sealed:
            self.wrong.tell(told.trusted or told.sealed, "bad")
        elif told.before:
            words = self.tr("Cette mallette a déjà été reprise ici\u00a0: la reprendre ne change rien.")
            self.wrong.tell(words, "neutral")
        else:
            self.wrong.tell("")
        refused = bool(told.trusted or told.sealed) or self.office.read_only
        self.take.setEnabled(not refused)
        if not refused:
            self.take.setFocus()

    # Taking

    def start(self) -> None:
        """Take everything that it brings, beside the window; cancelled, nothing has changed."""
        path, keys, store = self.path, self._held, self.office.store
        if path is None or keys is None or not self.take.isEnabled():
            return
        self._set_busy(True)

        def work(progress: Progress) -> Arrival:
            try:
                return take_in(store, path, keys=keys, progress=progress)
            except Stopped as why:
                raise Cancelled from why
            except ValueError as why:
                raise Refusal(str(why)) from why

        self.office.runner.run(work, self._taken, self._failed, self.windowTitle())

    def _taken(self, arrival: Arrival) -> None:
        self._set_busy(False)
        written = arrival.receipt.written
        self.office.heed(written.tables | {"conflict", "shipment", "loan"}, written.dossiers)
        self.accept()
        self._done_with(arrival)

    def _failed(self, sentence: str) -> None:
        self._set_busy(False)
        self.wrong.tell(sentence, "bad")

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.choose.setEnabled(not busy)
        self.take.setEnabled(False)

    def reject(self) -> None:
        """Closing while it is taken stops it first: nothing has changed then."""
        if self._busy:
            self.office.runner.cancel()
        else:
            super().reject()


def facts_of(told: Look) -> list[tuple[str, str]]:
    """What is told of a satchel before it is opened."""
    manifest = told.manifest
    made = dt.datetime.fromisoformat(manifest.made_at)
    authors = ", ".join(f"{name} ({count})" for name, count in told.authors[:_MOST])
    held = many(told.ops, "changement") if told.ops is not None else ""
    if told.dossiers is not None:
        held += f" dans {many(told.dossiers, 'dossier')}"
    return [
        ("De", manifest.sender),
        ("Pour", ", ".join(manifest.to)),
        ("Préparée", f"{exact(manifest.made_at)} ({made:%d/%m/%Y}), n° {manifest.number}"),
        ("Contient", held),
        ("Pièces", f"{told.pieces}, {size_words(told.size)} en tout" if told.pieces else "aucune"),
        ("Auteurs", authors),
        ("Empreinte", told.fingerprint),
    ]
