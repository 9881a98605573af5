"""What can be done with the pieces of a dossier: add, settle, ask the applicant for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from db.queries.shapes import PieceRow
from desktop.rules.pieces import LACKING
from desktop.ui.dossier.asking import ask_line
from desktop.ui.dossier.piece_copy import CopyDialog
from desktop.ui.dossier.whole import Whole
from desktop.ui.office import Office
from desktop.ui.tongue import date_long

if TYPE_CHECKING:  # brings SQLAlchemy
    from desktop.flow.reuse import Offer


class PieceDeeds(QObject):
    """Calls desktop.flow.pieces; long reads and writes go to the worker."""

    added = Signal(object)  # key of the piece

    def __init__(self, office: Office, over: QWidget) -> None:
        super().__init__(over)
        self.office, self._over = office, over
        self.whole: Whole | None = None

    # Adding

    def choose_files(self, kind: str = "", label: str = "") -> None:
        """Ask for files, then attach them; `kind` and `label` say which piece they are, when it is known."""
        dialog = QFileDialog(self._over, self.tr("Ajouter une pièce au dossier"))
        dialog.setObjectName("pieceFile")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.add([Path(n) for n in names], kind, label))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add(self, paths: Sequence[Path], kind: str = "", label: str = "") -> None:
        """Attach these files to the dossier, one step each."""
        for path in paths:
            if path.is_file():
                self._add(path, kind, label)
            else:
                words = self.tr("« {0} » n’est pas un fichier : rien n’a été ajouté.")
                self.office.told.emit(words.format(path.name), "warn")

    def _add(self, path: Path, kind: str, label: str) -> None:
        from desktop.flow.pieces import add_piece

        whole, office = self.whole, self.office
        if whole is None:
            return
        if office.read_only:
            office.do(add_piece)  # the office says why nothing is written
            return
        dossier = whole.head.id

        def work(_progress: object) -> object:
            content = path.read_bytes()
            return office.store.do(
                add_piece, dossier=dossier, name=path.name, content=content, kind=kind, label=label
            )

        def done(answer: object) -> None:
            office.after(answer)  # type: ignore[arg-type]  # the Done of `work`
            self.added.emit(answer.value)  # type: ignore[attr-defined]  # the same
            words = self.tr("« {0} » est dans le dossier.")
            office.told.emit(words.format(path.name), "good")

        title = self.tr("Ajouter la pièce « {0} »").format(path.name)
        office.runner.run(work, done, lambda why: office.told.emit(why, "bad"), title)

    # Settling

    def menu(self, piece: PieceRow, at: QPoint) -> QMenu:
        """What can be said of a piece; shown at a point of the screen."""
        menu = QMenu(self._over)
        menu.setObjectName("pieceMenu")
        name = piece.label or piece.name
        deeds = (
            ("received", self.tr("&Conforme"), bool(piece.sha256) or piece.state == "announced"),
            ("refused", self.tr("&Non conforme…"), bool(piece.sha256) or piece.state == "announced"),
            ("waived", self.tr("&Dispensée…"), not piece.sha256),
            ("none", self.tr("&Sans objet"), not piece.sha256),
            ("missing", self.tr("Remettre en a&ttente"), piece.state in ("refused", "waived", "none")),
        )
        for state, words, possible in deeds:
            action = menu.addAction(words)
            action.setEnabled(possible and piece.state != state)
            action.triggered.connect(lambda _=False, state=state: self.settle(piece, state))
        menu.addSeparator()
        held = self.offer(piece)
        if held is not None:
            again = menu.addAction(
                self.tr("&Reprendre ({0})").format(f"{held.words[:1].lower()}{held.words[1:]}")
            )
            again.triggered.connect(lambda: self.take_again(piece))
        dating = menu.addAction(self.tr("&Date du document…"))
        dating.setEnabled(bool(piece.sha256))
        dating.triggered.connect(lambda: self.ask_date(piece))
        add = menu.addAction(self.tr("&Ajouter un fichier…"))
        add.triggered.connect(lambda: self.choose_files(piece.kind, name))
        copy = menu.addAction(self.tr("&Copie annotée…"))
        copy.setEnabled(bool(piece.sha256))
        copy.triggered.connect(lambda: CopyDialog(self.office, self.whole, piece, self._over).open())
        ask = menu.addAction(self.tr("Demander les &pièces"))
        ask.triggered.connect(self.ask)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
        return menu

    def settle(self, piece: PieceRow, state: str) -> None:
        """Change the state of a piece; a refusal and a waiver ask for their reason."""
        if state in ("refused", "waived"):
            name = piece.label or piece.name
            question = (
                self.tr("Pourquoi « {0} » n’est-elle pas conforme ? La raison sera dans le courrier.")
                if state == "refused"
                else self.tr("Pourquoi le porteur est-il dispensé de « {0} » ?")
            )
            title = self.tr("Non conforme") if state == "refused" else self.tr("Dispenser d’une pièce")
            ask_line(
                self._over, "pieceReason", title, question.format(name),
                lambda reason: self._set(piece, state, reason), value=piece.reason,
            )  # fmt: skip
        else:
            self._set(piece, state, "")

    def _set(self, piece: PieceRow, state: str, reason: str) -> None:
        from desktop.flow.pieces import set_piece

        self.office.do(set_piece, piece=piece.id, state=state, reason=reason)

    # Already held

    def offer(self, piece: PieceRow) -> Offer | None:
        """The earlier piece that may stand for this one, None when there is none."""
        from desktop.flow.reuse import offers

        if self.whole is None or piece.state != "missing":
            return None
        return offers(self.office.reader, self.whole.head.id, date.today()).get(piece.id)

    def take_again(self, piece: PieceRow) -> bool:
        """Let the earlier piece stand for this one; False when there is none."""
        from desktop.flow.reuse import take_again

        held = self.offer(piece)
        if held is None:
            return False
        self.office.do(take_again, piece=held.piece, earlier=held.earlier)
        return True

    # Dating

    def ask_date(self, piece: PieceRow) -> None:
        """Ask for the date of the document, and for its last day when it says one."""
        from desktop.ui.sift.dating import DateDialog

        DateDialog(self._over, piece, lambda dated, last: self._date(piece, dated, last)).open()

    def _date(self, piece: PieceRow, dated: date | None, last: date | None) -> None:
        from desktop.flow.pieces import date_piece

        done = self.office.do(date_piece, piece=piece.id, dated_on=dated, expires_on=last)
        if done is not None and done.value is not None and done.value < date.today():
            words = self.tr("« {0} » est périmée depuis le {1} : elle est à redemander.")
            name = piece.label or piece.name
            self.office.told.emit(words.format(name, date_long(done.value)), "warn")

    # Asking

    def ask(self) -> None:
        """Prepare the letter that asks for what lacks, and say that the dossier is to be completed."""
        from desktop.flow.complete import prepare_request

        if self.whole is None:
            return
        head, office = self.whole.head, self.office
        lacking = [p for p in self.whole.pieces if p.state in LACKING]
        if not lacking:
            office.told.emit(
                self.tr("Aucune pièce ne manque à ce dossier : il n’y a rien à demander."), "neutral"
            )
            return
        if office.do(prepare_request, dossier=head.id) is None:
            return
        words = self.tr("La demande de {0} pièces attend dans Courriers : relisez-la, puis émettez-la.")
        one = self.tr("La demande d’une pièce attend dans Courriers : relisez-la, puis émettez-la.")
        office.told.emit(words.format(len(lacking)) if len(lacking) > 1 else one, "good")
