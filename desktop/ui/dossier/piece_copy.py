"""The copy of a piece with its notes drawn in: for whom, and where it is written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from db.queries.shapes import PieceRow
from desktop.ui.dossier.whole import Whole
from desktop.ui.fields import Button
from desktop.ui.intake.parts import text
from desktop.ui.office import Office
from desktop.ui.papers.leaving import CopyBox
from desktop.ui.runner import Progress
from desktop.ui.traced import note_left


class Refusal(Exception):
    """What can't be copied; the runner tells its sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class CopyDialog(QDialog):
    """Asks who will read the copy: it holds the notes meant for them and no other."""

    def __init__(self, office: Office, whole: Whole | None, piece: PieceRow, over: QWidget) -> None:
        super().__init__(over)
        self._office, self._whole, self._piece = office, whole, piece
        self.setObjectName("pieceCopy")
        self.setWindowTitle(self.tr("Copie annotée"))
        self.setMinimumWidth(480)
        self.finished.connect(self.deleteLater)
        self.choices = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(
            text(
                self.tr(
                    "Un PDF de «\u00a0{0}\u00a0» avec les passages marqués, et la liste des notes à la "
                    "fin. Qui le lira\u00a0?"
                ).format(piece.name or piece.label)
            )
        )
        for rank, (code, words) in enumerate(self._audiences()):
            button = QRadioButton(words)
            button.setProperty("audience", code)
            button.setChecked(code == "team")
            self.choices.addButton(button, rank)
            column.addWidget(button)
        self.copy = CopyBox(office.author)
        column.addWidget(self.copy)
        self.write = Button(self.tr("&Enregistrer le PDF…"), "file-down", kind="primary")
        leave = Button(self.tr("&Fermer"))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(leave)
        foot.addWidget(self.write)
        column.addLayout(foot)
        leave.clicked.connect(self.reject)
        self.write.clicked.connect(self.ask_where)

    def _audiences(self) -> tuple[tuple[str, str], ...]:
        return (
            ("team", self.tr("L’é&quipe\u00a0: toutes les notes, sauf celles pour soi seul")),
            ("committee", self.tr("Le &comité\u00a0: les notes pour le comité et le porteur")),
            ("applicant", self.tr("Le &porteur\u00a0: ses notes seulement")),
            ("me", self.tr("&Moi\u00a0: toutes, les miennes comprises")),
            ("none", self.tr("&Personne de la maison\u00a0: la pièce seule, sans note")),
        )

    def ask_where(self) -> None:
        """Ask for the file, then write it."""
        name = Path(self._piece.name or self._piece.label).stem
        dialog = QFileDialog(self, self.tr("Enregistrer la copie annotée"), str(Path.home()))
        dialog.setObjectName("pieceCopyFile")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("PDF (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self.tr("{0} annoté.pdf").format(name))
        dialog.fileSelected.connect(lambda chosen: self.write_to(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write_to(self, out: Path) -> None:
        """Draw the copy beside the window, then say where it is."""
        office, piece, whole = self._office, self._piece, self._whole
        if whole is None:
            return
        chosen = self.choices.checkedButton()
        audience = str(chosen.property("audience")) if chosen else "team"
        copy = self.copy.copy()

        def work(progress: Progress) -> None:
            from desktop.flow.annotated import write_copy
            from desktop.letters.annotated import CannotAnnotate
            from desktop.letters.files import write_whole
            from desktop.letters.watermark import CannotMark, marked
            from desktop.paths import resources

            progress(self.tr("Dessin des notes"), 0.2)
            try:
                write_copy(
                    progress.session, whole.head.id, piece.id, office.files, resources() / "fonts", out,
                    person=office.author, audience=audience,
                )  # fmt: skip
                if copy is not None:
                    write_whole(out, marked(out.read_bytes(), copy))
            except (CannotAnnotate, CannotMark) as refusal:
                raise Refusal(str(refusal)) from refusal

        def done(_nothing: object) -> None:
            whom = f", {copy.words}" if copy else ""
            what = self.tr("Copie annotée de «\u00a0{0}\u00a0»").format(piece.name or piece.label)
            note_left(office, "exported", f"{what}{whom}", (whole.head.id,))
            office.told.emit(said.format(out.name), "good")

        said = self.tr("La copie annotée «\u00a0{0}\u00a0» est écrite.")
        office.runner.run(work, done, lambda why: office.told.emit(why, "bad"), self.tr("Copie annotée"))
        self.accept()
