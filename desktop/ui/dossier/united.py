"""A dossier that was united with another says so, leads to the one that goes on, and can be parted again."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

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
        self._others: list[MergingRow] = []
        self.open_kept = Button(self.tr("Ouvrir celui qui continue"), "folder-open")
        self.part = Button(self.tr("Séparer"), "split")
        for button, deed in ((self.open_kept, self._open), (self.part, self._part)):
            button.clicked.connect(deed)
            self.line.addWidget(button)

    def show_dossier(self, key: bytes) -> None:
        """Say whether this one was united with another."""
        row = self._row = merging_of(self._office.reader, key)
        self._others = united_with(self._office.reader, key)
        if row is None:
            self.tell("")
            return
        said = self.tr(
            "Ce dossier est réuni avec {0}\u00a0: il n’est plus dans les listes, ni dans les sommes, et ce "
            "qui s’y lit n’est plus tenu à jour."
        )
        self.tell(said.format(row.kept_name), "warn")
        self.open_kept.setText(self.tr("Ouvrir {0}").format(row.kept_name))
        self.part.setEnabled(not self._office.read_only)

    def fill(self, menu: QMenu) -> None:
        """One line for each dossier that was united with the one shown."""
        if self._others:
            menu.addSeparator()
        for row in self._others:
            words = self.tr("&Séparer {0}").format(row.gone_name)
            menu.addAction(words, partial(self._separate, row))
            menu.addAction(self.tr("&Ouvrir {0}").format(row.gone_name), partial(self._show, row.gone))

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
