"""What is done to reports from a list or a dossier: expected, reminded of, read in, opened, waived."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from db.queries.reports import ReportRow, granted
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.follow.before import BeforeDialog
from desktop.ui.office import Office
from desktop.ui.runner import Progress
from desktop.ui.tongue import plural
from desktop.ui.walk import Walk

if TYPE_CHECKING:
    from desktop.flow.report_in import Brought


def say(words: str) -> str:
    return QCoreApplication.translate("reports", words)


class ReportDeeds:
    """`over` is the widget that dialogs stand over."""

    def __init__(self, office: Office, over: QWidget) -> None:
        self.office, self.over = office, over
        self.folder = Path.home()

    def expect(self) -> None:
        """Make the reports that notified grants owe and that nobody waits for yet, after telling how many."""
        owing = [row for row in granted(self.office.reader) if not row.final]
        if not owing:
            self.office.told.emit(say("Chaque subvention notifiée a déjà son bilan attendu."), "neutral")
            return

        def then() -> None:
            from desktop.flow.reports import expect_reports

            self.office.do(expect_reports)

        told = say("{0} {1} sans bilan attendu").format(
            len(owing), plural(len(owing), "subvention notifiée", "subventions notifiées")
        )
        BeforeDialog(self.over, say("Attendre les bilans"), told, say("Attendre"), (), then).open()

    def remind(self, chosen: Sequence[ReportRow] | None, today: date) -> None:
        """Put the letters in the outbox, after telling how many of each: those chosen, or all."""
        from desktop.flow.report_reminders import by_step, to_remind

        reader = self.office.reader
        found = list(chosen) if chosen is not None else to_remind(reader, today, self.office.author)
        if not found:
            words = say("Aucune relance à faire\u00a0: les retards ont été relancés il y a peu.")
            self.office.told.emit(words, "neutral")
            return
        counts = by_step(reader, found)
        names = (
            ("first", say("première relance"), say("premières relances")),
            ("second", say("seconde relance"), say("secondes relances")),
            ("formal", say("mise en demeure"), say("mises en demeure")),
        )
        told = ", ".join(
            f"{counts[code]} {plural(counts[code], one, many)}" for code, one, many in names if counts[code]
        )

        def then() -> None:
            from desktop.flow.report_reminders import remind_reports

            made = self.office.do(remind_reports, reports=[row.id for row in found], today=today)
            if made is not None:
                count = len(made.value)
                words = say("{0} {1} dans la corbeille de départ.")
                self.office.told.emit(
                    words.format(count, plural(count, "lettre prête", "lettres prêtes")), "good"
                )

        BeforeDialog(self.over, say("Relancer"), told, say("Préparer les lettres"), (), then).open()

    def copy_mail(self, row: ReportRow, today: date) -> None:
        """The reminder as a text to paste into a mail."""
        from desktop.flow.letter_models import letter_models
        from desktop.flow.report_reminders import mail_of

        subject, body = mail_of(self.office.reader, row.dossier_id, letter_models(self.office.reader), today)
        QGuiApplication.clipboard().setText(f"{subject}\n\n{body}")
        to = say(" pour {0}").format(row.email) if row.email else ""
        words = say("Le texte de la relance est copié{0}\u00a0: notez la relance une fois envoyée.")
        self.office.told.emit(words.format(to), "good")

    def note(self, row: ReportRow, today: date) -> None:
        """A reminder was sent otherwise than by a letter of the register."""
        from desktop.flow.report_reminders import note_reminder

        self.office.do(note_reminder, report=row.id, reminded_on=today)

    def waive(self, row: ReportRow) -> None:
        """Nothing is waited for any more, with its reason."""
        from desktop.flow.report_lines import waive_report

        ReasonDialog(
            self.over, say("Dispenser du bilan"), say("Plus aucun bilan ne sera attendu pour cette année."),
            say("Dispenser"), lambda why: self.office.do(waive_report, report=row.id, why=why),
        ).open()  # fmt: skip

    def open(self, row: ReportRow, keys: Sequence[bytes]) -> None:
        """The sheet of its dossier."""
        ring = list(dict.fromkeys(keys))
        self.office.dossier_wanted.emit(row.dossier_id, Walk(ring, ring.index(row.dossier_id)))
        self.office.sheet_wanted.emit("report")

    # Files

    def choose_files(self) -> None:
        """Choose reports on the disk."""
        dialog = QFileDialog(self.over, say("Quels bilans lire\u00a0?"), str(self.folder))
        dialog.setObjectName("reports")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(say("Bilans (*.pdf *.xlsx *.ods *.csv *.xls)"))
        dialog.filesSelected.connect(lambda names: self.read([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def read(self, paths: Sequence[Path], dossier: bytes | None = None) -> None:
        """Read files beside the window, then show what was understood; an answer is waited for."""

        def work(progress: Progress) -> tuple[list[Brought], list[str]]:
            from desktop.exchange.application import Unreadable
            from desktop.flow.report_in import look

            found: list[Brought] = []
            refused: list[str] = []
            for rank, path in enumerate(paths):
                if not progress(path.name, rank / len(paths)):
                    break
                try:
                    found += look(progress.session, path, dossier, person)
                except Unreadable as why:
                    refused.append(str(why))
            return found, refused

        person, title = self.office.author, say("Lire des bilans")
        self.office.runner.run(work, lambda made: self._read(made, dossier), self._failed, title)

    def _read(self, made: tuple[list[Brought], list[str]], dossier: bytes | None) -> None:
        from desktop.ui.reports.read_dialog import ReadDialog

        found, refused = made
        if not found:
            self._failed(" ".join(refused) or say("Aucun bilan n’a été lu."))
            return
        ReadDialog(self.office, self.over, found, refused, dossier).open()

    def _failed(self, sentence: str) -> None:
        self.office.told.emit(sentence, "warn")
