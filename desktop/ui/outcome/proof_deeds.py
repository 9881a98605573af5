"""What can be done with one proof of notice: its slip, its scan, taking it off."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from db.queries.outcome import NoticeRow
from desktop.rules import disk
from desktop.ui.fields import DateField
from desktop.ui.list.days import day
from desktop.ui.office import Office
from desktop.ui.outcome.dialogs import Asking
from desktop.ui.scratch import scratch


def open_outside(path: Path) -> None:
    """With the program of the workstation."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class ReceiptDialog(Asking):
    """The day of the return slip; an empty field takes it off."""

    def __init__(
        self, over: QWidget, about: str, on: date | None, then: Callable[[date | None], object]
    ) -> None:
        super().__init__(over, "receipt", self.tr("Accusé de réception"), about, self.tr("Enregistrer"))
        self.when = DateField(self.tr("Reçu par le porteur le"))
        self.when.set_day(on or date.today())
        self.form.addRow(self.tr("&Reçu le\u00a0:"), self.when)
        self._then = then
        self.deed.clicked.connect(self._go)

    def _go(self) -> None:
        if not self.when.property("wrong"):
            self.accept()
            self._then(self.when.day())


class ProofDeeds(QObject):
    """Calls the verbs of desktop.flow.proofs; refusals are told by the office."""

    def __init__(self, office: Office, over: QWidget, choose: Callable[[QWidget], Path | None]) -> None:
        super().__init__(over)
        self._office, self._over, self.choose = office, over, choose
        self._folder = scratch()
        self.open_file: Callable[[Path], object] = open_outside

    def ask_receipt(self, row: NoticeRow | None) -> None:
        if row is None:
            return

        def then(on: date | None) -> None:
            from desktop.flow.proofs import note_receipt

            self._office.do(note_receipt, notice=row.id, received_on=on)

        ReceiptDialog(self._over, row.letter, day(row.received_on), then).open()

    def attach(self, row: NoticeRow | None) -> None:
        """Keep the scan that the person chooses."""
        from desktop.flow.proofs import attach_proof

        path = self.choose(self._over) if row is not None else None
        if row is None or path is None:
            return
        try:
            content = path.read_bytes()
        except OSError as error:
            words = self.tr(
                "Le fichier «\u00a0{0}\u00a0» ne peut pas être lu ({1})\u00a0: rien n’a été joint."
            )
            self._office.told.emit(words.format(path.name, disk.reason(error)), "bad")
            return
        self._office.do(attach_proof, notice=row.id, name=path.name, content=content)

    def show(self, row: NoticeRow | None) -> None:
        """Open the scan with the program of the workstation."""
        from desktop.flow.files import copy_out, has

        if row is None or not row.sha256:
            return
        if not has(self._office.files, row.sha256):
            self._office.told.emit(self.tr("Ce scan n’est plus à côté de la base."), "bad")
            return
        kind = mimetypes.guess_extension(row.mime or "") or ""
        path = Path(self._folder.path()) / f"preuve {row.letter or row.sent_on}{kind}"
        copy_out(
            self._office.files, row.sha256, path
        )  # a copy: what another program does to it changes nothing here
        self.open_file(path)

    def drop(self, row: NoticeRow | None) -> None:
        from desktop.flow.proofs import drop_proof

        if row is not None:
            self._office.do(drop_proof, notice=row.id)
