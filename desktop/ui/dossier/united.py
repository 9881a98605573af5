"""A dossier that was united with another, or emptied under a visa, says so over what is left of it."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from db.queries.bin import BinRow, is_binned
from db.queries.retention import emptied_on
from db.queries.twins import MergingRow, merging_of, united_with
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice
from desktop.ui.office import Office
from desktop.ui.walk import Walk


class United(Notice):
    """Under the header, only over a dossier that left the lists."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._row: MergingRow | None = None
        self._binned: BinRow | None = None
        self._key = b""
        self._others: list[MergingRow] = []
        self.open_kept = Button(self.tr("Ouvrir celui qui continue"), "folder-open")
        self.part = Button(self.tr("Séparer"), "split")
        for button, deed in ((self.open_kept, self._open), (self.part, self._part)):
            button.clicked.connect(deed)
            self.line.addWidget(button)

    def show_dossier(self, key: bytes) -> None:
        """Say whether this one was united with another."""
        self._key = key
        self._binned = None
        row = self._row = merging_of(self._office.reader, key)
        self._others = united_with(self._office.reader, key)
        for button in (self.open_kept, self.part):
            button.setVisible(row is not None)
        if row is None:
            self._tell_binned()
            return
        said = self.tr(
            "Ce dossier est réuni avec {0}\u00a0: il n’est plus dans les listes, ni dans les sommes, et ce "
            "qui s’y lit n’est plus tenu à jour."
        )
        self.tell(said.format(row.kept_name), "warn")
        self.open_kept.setText(self.tr("Ouvrir {0}").format(row.kept_name))
        self.part.setEnabled(self._office.may("merge"))

    def _tell_binned(self) -> None:
        """Say that it is in the recycle bin, and how to bring it back."""
        row = self._binned = is_binned(self._office.reader, self._key)
        if row is None:
            self._tell_emptied()
            return
        said = self.tr(
            "Ce dossier est à la corbeille depuis le {0} ({1})\u00a0: il n’est plus dans les listes ni dans "
            "les sommes. La fenêtre Corbeille (Ctrl+Alt+X) l’en ramène."
        )
        self.tell(said.format(_day(row.at), row.reason), "warn")

    def _tell_emptied(self) -> None:
        """Say why there is nothing to read, of a dossier eliminated or anonymised."""
        eliminated, anonymised = emptied_on(self._office.reader, self._key)
        if eliminated:
            words = self.tr(
                "Dossier éliminé le {0} sous le visa des archives\u00a0: il n’en reste que le numéro, les "
                "montants et la décision."
            )
            self.tell(words.format(_day(eliminated)), "neutral")
        elif anonymised:
            words = self.tr("Dossier anonymisé le {0}\u00a0: les noms de personnes n’y sont plus.")
            self.tell(words.format(_day(anonymised)), "neutral")
        else:
            self.tell("")

    @property
    def gone(self) -> bool:
        """Whether the dossier shown left the lists: what would be written in it would be lost."""
        return self._row is not None or self._binned is not None

    def fill(self, menu: QMenu) -> None:
        """Unite it with another one; then one line for each dossier that was united with it."""
        menu.addSeparator()
        if self._row is None and "twins" in self._office.places:
            menu.addAction(self.tr("Ré&unir avec un autre dossier…"), self.ask_other)
        for row in self._others:
            words = self.tr("&Séparer {0}").format(row.gone_name)
            menu.addAction(words, partial(self._separate, row))
            menu.addAction(self.tr("&Ouvrir {0}").format(row.gone_name), partial(self._show, row.gone))

    def ask_other(self) -> None:
        """Ask which other dossier this one is; both are then compared before anything is done."""
        from desktop.flow.arriving import Target, every_target
        from desktop.ui.arrivals.choosing import TargetDialog

        every = every_target(self._office.reader)
        mine = next((target for target in every if target.key == self._key), None)
        if mine is None:
            return

        def then(other: Target) -> None:
            self._office.place_wanted.emit("twins")
            self._office.pair_wanted.emit(mine.key, other.key)

        first = [t for t in every if t.applicant == mine.applicant and t.key != mine.key]
        rest = [t for t in every if t.key != mine.key]
        words = (
            self.tr("Avec quel dossier réunir celui-ci\u00a0?"), self.tr("Comparer les deux"),
            self.tr("Ne rien réunir"),
        )  # fmt: skip
        near = [t._replace(why=self.tr("même porteur")) for t in first]
        TargetDialog(self, f"{mine.number} · {mine.title}", near, rest, then, words).open()

    def _open(self) -> None:
        if self._row is not None:
            self._show(self._row.kept)

    def _show(self, key: bytes) -> None:
        self._office.dossier_wanted.emit(key, Walk.alone(key))

    def _part(self) -> None:
        if self._row is not None:
            self._separate(self._row)

    def _separate(self, row: MergingRow) -> None:
        from desktop.ui.twins.parting import part

        part(self._office, row)


def _day(told: str) -> str:
    return f"{date.fromisoformat(told[:10]):%d/%m/%Y}"
