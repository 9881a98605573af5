"""The posting of letters: the day, the means, a tracking number for each, the return slip, the scan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from db.queries.letters import LetterRow
from desktop.rules import disk
from desktop.rules.notices import MEANS
from desktop.ui.fields import Button, DateField
from desktop.ui.intake.parts import text
from desktop.ui.office import Office
from desktop.ui.outcome.dialogs import Asking
from desktop.ui.tongue import plural

ChooseScan = Callable[[QWidget], Path | None]
_MOST = 4  # numbers of letters named in the heading


class Posting(NamedTuple):
    """What was posted and how; `tracking` in the order of the letters."""

    sent_on: date
    means: str
    tracking: list[str]
    received_on: date | None
    comment: str
    scan: Path | None


def ask_scan(over: QWidget) -> Path | None:
    """The file of a proof, None when the dialog was closed."""
    kinds = over.tr("Preuve (*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.eml)")
    name, _ = QFileDialog.getOpenFileName(over, over.tr("Joindre la preuve"), "", kinds)
    return Path(name) if name else None


class PostingDialog(Asking):
    """One letter, or a whole posting: then a number a line. Ctrl+Enter records it."""

    def __init__(
        self,
        over: QWidget,
        letters: Sequence[LetterRow],
        then: Callable[[Posting], object],
        choose: ChooseScan = ask_scan,
    ) -> None:
        count = len(letters)
        numbers = ", ".join(row.number for row in letters[:_MOST]) + ("…" if count > _MOST else "")
        about = over.tr("{0} {1}\u00a0: {2}").format(count, plural(count, "courrier"), numbers)
        super().__init__(over, "posting", over.tr("Noter l’envoi"), about, over.tr("Noter l’envoi"))
        self._count, self._then, self._choose = count, then, choose
        self._scan: Path | None = None
        self.when = DateField(self.tr("Envoyé le"))
        self.when.set_day(date.today())
        self.means = QComboBox()
        self.means.setAccessibleName(self.tr("Moyen d’envoi"))
        for code, words in MEANS.items():
            self.means.addItem(words, code)
        self.one, self.many = QLineEdit(), QPlainTextEdit()
        self.one.setAccessibleName(self.tr("Numéro de suivi"))
        self.many.setAccessibleName(self.tr("Numéros de suivi, un par ligne, dans l’ordre des courriers"))
        self.many.setPlaceholderText(self.tr("Un numéro par ligne, dans l’ordre du registre (facultatif)"))
        self.many.setTabChangesFocus(True)
        self.many.setFixedHeight(92)
        self.received = DateField(self.tr("Accusé de réception du"))
        self.comment = QLineEdit()
        self.comment.setAccessibleName(self.tr("Remarque"))
        self.scan = Button(self.tr("&Joindre un scan…"), "paperclip")
        self.scan_name = text(self.tr("aucun fichier"), caption=True)
        self._lay_out()
        self.when.textChanged.connect(self._tell)
        self.received.textChanged.connect(self._tell)
        self.scan.clicked.connect(self._pick)
        self.deed.clicked.connect(self._go)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.deed.click)

    def _lay_out(self) -> None:
        self.form.addRow(self.tr("&Envoyé le\u00a0:"), self.when)
        self.form.addRow(self.tr("&Moyen\u00a0:"), self.means)
        single = self._count == 1
        self.form.addRow(self.tr("N° de &suivi\u00a0:"), self.one if single else self.many)
        if single:
            self.form.addRow(self.tr("&Reçu le\u00a0:"), self.received)
        self.form.addRow(self.tr("Remar&que\u00a0:"), self.comment)
        row = QHBoxLayout()
        row.addWidget(self.scan)
        row.addWidget(self.scan_name, 1)
        self.form.addRow(self.tr("Preuve\u00a0:"), row)

    def _pick(self) -> None:
        self._scan = self._choose(self)
        self.scan_name.setText(self._scan.name if self._scan else self.tr("aucun fichier"))

    def _tell(self) -> None:
        self.deed.setEnabled(self.when.day() is not None and not self.received.property("wrong"))

    def _go(self) -> None:
        day = self.when.day()
        if day is None:
            return
        lines = [self.one.text()] if self._count == 1 else self.many.toPlainText().splitlines()
        self.accept()
        self._then(
            Posting(
                day, self.means.currentData(), [line.strip() for line in lines], self.received.day(),
                self.comment.text().strip(), self._scan,
            )
        )  # fmt: skip


def record(office: Office, letters: Sequence[LetterRow], posting: Posting) -> bool:
    """Record a posting in one step, the scan with it; False when it was refused."""
    from desktop.flow.proofs import post_letters

    scan = _content(office, posting.scan)
    if scan is None:
        return False
    done = office.do(
        post_letters,
        letters=[row.id for row in letters],
        sent_on=posting.sent_on,
        means=posting.means,
        tracking=posting.tracking,
        received_on=posting.received_on,
        comment=posting.comment,
        scan=scan,
    )
    if done is None:
        return False
    count = len(letters)
    words = plural(count, "L’envoi est noté", "Les envois sont notés")
    office.told.emit(f"{words}\u00a0: {count} {plural(count, 'courrier')}.", "good")
    return True


def _content(office: Office, path: Path | None) -> tuple[str, bytes] | tuple[()] | None:
    """The name and bytes of the scan, () without any, None when it cannot be read (which is told)."""
    if path is None:
        return ()
    try:
        return path.name, path.read_bytes()
    except OSError as error:
        words = office.tr(
            "Le fichier «\u00a0{0}\u00a0» ne peut pas être lu ({1})\u00a0: rien n’a été enregistré."
        )
        office.told.emit(words.format(path.name, disk.reason(error)), "bad")
        return None
