"""What is wanted of a pack: for whom, whole or since a version, which pieces go with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from db.queries.committee import CommitteeRow, DocumentRow, MemberRow
from db.queries.packs import ChosenRow, PackRow
from desktop.flow.pack import Wish
from desktop.ui.fields import SectionTitle
from desktop.ui.tongue import date_short, plural

RESIDENTS = "\x00residents"
_KEY = Qt.ItemDataRole.UserRole


class Pieces(QListWidget):
    """The pieces to tick."""

    def sizeHint(self) -> QSize:
        """It takes what is left: it never asks the window to scroll."""
        return QSize(300, 72)


class Choices(QWidget):
    """Three questions and a list to tick; `wish` is the answer."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.audience = QComboBox()
        self.audience.setAccessibleName(self.tr("Pour qui"))
        self.since = QComboBox()
        self.since.setAccessibleName(self.tr("Ce qu’il contient"))
        self.draft = QCheckBox(self.tr("Filigrane &PROJET"))
        self.forced = QCheckBox(self.tr("&Malgré ce qui est à trancher, écrit alors en premier"))
        self.forced.hide()  # shown once a pack was refused for it
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("kind", "caption")
        self.pieces = Pieces()
        self.pieces.setAccessibleName(self.tr("Pièces à joindre à la fin"))
        self.pieces.setWordWrap(True)
        self.pieces.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.no_pieces = QLabel(
            self.tr("Aucun PDF ni image dans les dossiers et les documents de la séance.")
        )
        self.no_pieces.setWordWrap(True)
        self.no_pieces.setProperty("kind", "caption")
        self._pieces_title = SectionTitle(self.tr("Pièces jointes à la fin"))
        self._lay_out()
        for combo in (self.audience, self.since):
            combo.currentIndexChanged.connect(self._moved)
        self.draft.toggled.connect(lambda _on: self.changed.emit())
        self.pieces.itemChanged.connect(lambda _item: self._count())

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(self.tr("Pour &qui"), self.audience)
        form.addRow(self.tr("&Contenu"), self.since)
        for combo in (self.audience, self.since):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(18)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(form)
        column.addWidget(self.draft)
        column.addWidget(self.forced)
        column.addWidget(self.note)
        column.addWidget(self._pieces_title)
        column.addWidget(self.no_pieces)
        column.addWidget(self.pieces, 1)

    def show_session(
        self,
        head: CommitteeRow,
        members: Sequence[MemberRow],
        documents: Sequence[DocumentRow],
        pieces: Sequence[ChosenRow],
    ) -> None:
        """Fill the questions for this session."""
        self.audience.clear()
        self.audience.addItem(self.tr("Tous les membres"), "")
        for member in members:
            self.audience.addItem(member.name, member.name)
        self.audience.addItem(self.tr("Les habitants, en grands caractères"), RESIDENTS)
        closed = head.state == "closed"
        self.draft.setChecked(not closed)
        self.draft.setEnabled(closed)
        if not closed:
            self.draft.setToolTip(
                self.tr("Tant que la séance n’est pas close, ce qu’elle dit est un projet.")
            )
        self._show_pieces(documents, pieces)

    def _show_pieces(self, documents: Sequence[DocumentRow], pieces: Sequence[ChosenRow]) -> None:
        self.pieces.clear()
        for document in documents:
            if document.in_pack and not document.made:
                item = QListWidgetItem(self.tr("{0} (document de la séance)").format(document.name))
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                item.setCheckState(Qt.CheckState.Checked)
                self.pieces.addItem(item)
        for piece in pieces:
            item = QListWidgetItem(f"{piece.number} · {piece.name}")
            item.setData(_KEY, piece.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.pieces.addItem(item)
        self.no_pieces.setVisible(not self.pieces.count())
        self._count()

    def show_versions(self, packs: Sequence[PackRow]) -> None:
        """Offer the versions handed out to compare with."""
        chosen = self.since.currentData()
        self.since.blockSignals(True)
        self.since.clear()
        self.since.addItem(self.tr("Le dossier entier"), None)
        first: dict[int, str] = {}
        for pack in packs:
            first[pack.version] = min(first.get(pack.version, pack.made_at), pack.made_at)
        for version in sorted(first, reverse=True):
            day = date_short(dt.date.fromisoformat(first[version][:10]))
            words = self.tr("Ce qui change depuis la version {0} ({1})")
            self.since.addItem(words.format(version, day), version)
        at = self.since.findData(chosen)
        self.since.setCurrentIndex(max(at, 0))
        self.since.blockSignals(False)
        self._moved()

    def wish(self) -> Wish:
        """What is chosen."""
        audience = self.audience.currentData() or ""
        large = audience == RESIDENTS
        return Wish(
            self.since.currentData(),
            "" if large else audience,
            large,
            self.draft.isChecked(),
            tuple(self._ticked()),
            self.forced.isChecked() and not self.forced.isHidden(),
        )

    def _ticked(self) -> list[bytes]:
        items = [self.pieces.item(row) for row in range(self.pieces.count())]
        return [
            item.data(_KEY)
            for item in items
            if item.data(_KEY) is not None and item.checkState() == Qt.CheckState.Checked
        ]

    def _moved(self) -> None:
        whole = self.since.currentData() is None and self.audience.currentData() != RESIDENTS
        self.pieces.setEnabled(whole)
        if self.audience.currentData() == RESIDENTS:
            said = self.tr("Sans remarque interne, sans avis confidentiel, sans contrôle ; corps 18.")
        elif self.audience.currentData():
            said = self.tr("Sans les fiches dont un intérêt déclaré l’écarte ; l’exemplaire le dit.")
        elif self.since.currentData() is not None:
            said = self.tr("Seulement les fiches qui ont changé, un trait en marge devant chaque changement.")
        else:
            said = self.tr("Garde, sommaire, enveloppes, tableau de programmation, fiches, synthèses.")
        self.note.setText(said)
        self.changed.emit()

    def _count(self) -> None:
        count = sum(
            self.pieces.item(row).checkState() == Qt.CheckState.Checked for row in range(self.pieces.count())
        )
        words = self.tr("Pièces jointes à la fin")
        if count:
            words += f" ({count} {plural(count, 'cochée', 'cochées')})"
        self._pieces_title.setText(words)
        self.changed.emit()
