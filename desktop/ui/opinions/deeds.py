"""What is done about opinions: files written and read beside the window, verbs called, results told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from db.queries.opinions import AskedRow, PartnerRow, requests_many
from desktop.ui.office import Office
from desktop.ui.opinions.papers import MailDialog
from desktop.ui.opinions.returning import ReturnDialog
from desktop.ui.runner import Cancelled, Progress
from desktop.ui.tongue import plural

if TYPE_CHECKING:
    from desktop.flow.consult_pack import Handed
    from desktop.flow.consult_return import Preview
    from desktop.ui.opinions.asking import AskWish


class OpinionDeeds(QObject):
    """Dialogs open over `owner`."""

    def __init__(self, office: Office, owner: QWidget) -> None:
        super().__init__(owner)
        self._office, self._owner = office, owner
        self._waiting: list[Preview] = []

    # Asking

    def ask(self, wish: AskWish) -> None:
        """Write the files of each partner and note what was asked, one step a partner."""
        from desktop.flow.consult import ask

        office = self._office
        if office.read_only:
            office.do(ask)  # the office says why nothing is written
            return

        def work(progress: Progress) -> tuple[list[tuple[PartnerRow, Handed]], list[str]]:
            from desktop.exchange.application import Cancelled as Stopped
            from desktop.flow.consult_pack import file_name, hand_out, prepare

            handed: list[tuple[PartnerRow, Handed]] = []
            refused: list[str] = []
            for partner in wish.partners:
                if not progress(
                    self.tr("Avis de {0}").format(partner.name), len(handed) / len(wish.partners)
                ):
                    break  # those already asked stay asked, and are told
                draft = prepare(
                    progress.session, partner, wish.dossiers, person=office.author, due_on=wish.due_on,
                    question=wish.question, committee=wish.committee,
                )  # fmt: skip
                try:
                    files = [wish.folder / file_name(draft, kind) for kind in wish.kinds]
                    handed.append((partner, hand_out(office.store, draft, files, progress)))
                except Stopped as stop:
                    if not handed:
                        raise Cancelled from stop
                    break
                except ValueError as refusal:
                    refused.append(str(refusal))
            return handed, refused

        office.runner.run(
            work, lambda made: self._asked(*made, wish), self._failed, self.tr("Demander des avis")
        )

    def _asked(self, handed: list[tuple[PartnerRow, Handed]], refused: list[str], wish: AskWish) -> None:
        from desktop.flow.consult_words import invitation

        office = self._office
        for _, made in handed:
            office.after(made.done)
        if not handed:
            office.told.emit("\n".join(refused), "warn")
            return
        files = [path for _, made in handed for path in made.files]
        first, made = handed[0]
        names = [path.name for path in made.files]
        count = len(files)
        told = self.tr(
            "{0} {1} dans «\u00a0{2}\u00a0». À remettre à {3}\u00a0; le texte ci-dessous peut les "
            "accompagner."
        )
        said = told.format(
            count, plural(count, "fichier écrit", "fichiers écrits"), wish.folder,
            ", ".join(partner.name for partner, _ in handed),
        )  # fmt: skip
        left_out = [f"{p.short or p.name}, {s.number} : {s.why}" for p, one in handed for s in one.skipped]
        words = invitation(office.reader, first, names, wish.due_on)
        MailDialog(self._owner, self.tr("Les fichiers sont prêts"), said, words, [*refused, *left_out]).open()

    # Reading back

    def read(self, paths: Sequence[Path]) -> None:
        """Read returned files in the worker, then show each before anything is written."""
        office = self._office

        def work(progress: Progress) -> tuple[list[Preview], list[str]]:
            from desktop.flow.consult_return import preview

            seen, refused = [], []
            for rank, path in enumerate(paths):
                if not progress(self.tr("Lecture de «\u00a0{0}\u00a0»").format(path.name), rank / len(paths)):
                    raise Cancelled
                try:
                    seen.append(preview(progress.session, path, office.author))
                except ValueError as refusal:
                    refused.append(str(refusal))
            return seen, refused

        office.runner.run(
            work, lambda made: self._read(*made), self._failed, self.tr("Lire un retour d’avis")
        )

    def _read(self, seen: list[Preview], refused: list[str]) -> None:
        if refused:
            self._office.told.emit("\n".join(refused), "bad")
        self._waiting += seen
        self._next()

    def _next(self) -> None:
        if self._waiting:
            seen = self._waiting.pop(0)
            dialog = ReturnDialog(self._owner, seen, lambda: self._take(seen))
            dialog.finished.connect(lambda _code: self._next())
            dialog.open()

    def _take(self, seen: Preview) -> None:
        from desktop.flow.consult_return import receive

        office = self._office
        if seen.of("new", "changed"):
            done = office.do(receive, preview=seen)
            if done is None:
                return
            told = self.tr("Le retour de {0} est joint\u00a0: {1} avis.")
            office.told.emit(told.format(seen.pack.partner, done.value), "good")
        office.file_imported.emit(seen.path)  # it waits no longer among the arrivals

    # The rest

    def remind(self, partner: PartnerRow, rows: Sequence[AskedRow]) -> None:
        """Note the reminder and give the words to paste."""
        from desktop.flow.consult import remind
        from desktop.flow.consult_words import reminder

        keys = [row.id for row in rows]
        if self._office.do(remind, requests=keys) is None:
            return
        words = reminder(self._office.reader, partner, rows)
        count = len(rows)
        told = self.tr(
            "La relance de {0} est notée ({1} {2}). Rien n’est envoyé d’ici\u00a0: collez ce texte à {3}."
        )
        to = partner.email or self.tr("son adresse")
        said = told.format(partner.name, count, plural(count, "dossier"), to)
        MailDialog(self._owner, self.tr("Relancer {0}").format(partner.name), said, words).open()

    def withdraw(self, rows: Sequence[AskedRow], reason: str) -> None:
        """Take these requests back."""
        from desktop.flow.consult import withdraw

        self._office.do(withdraw, requests=[row.id for row in rows], reason=reason)

    def record(self, dossier: bytes, partner: bytes, told: Mapping[str, Any]) -> None:
        """Write an opinion down."""
        from desktop.flow.consult import record

        self._office.do(record, dossier=dossier, partner=partner, **told)

    def correct(self, opinion: bytes, told: Mapping[str, Any]) -> None:
        """Mend an opinion."""
        from desktop.flow.consult import correct

        self._office.do(correct, opinion=opinion, changes=told)

    def take_off(self, opinion: bytes, reason: str = "") -> None:
        """The opinion was noted by mistake."""
        from desktop.flow.consult import take_off

        self._office.do(take_off, opinion=opinion, reason=reason)

    def waiting(self, partner: bytes) -> list[AskedRow]:
        """What a partner has yet to answer."""
        rows = requests_many(self._office.reader, partner=partner, person=self._office.author)
        return [row for row in rows if row.opinion is None]

    def _failed(self, sentence: str) -> None:
        self._office.told.emit(sentence, "warn")
