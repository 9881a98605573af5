"""The right side of a dossier: places for frieze and proposal, the notes, the general note."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.challenge_faces import ChallengeFace, face_icon
from desktop.ui.notebook.card import NoteCard
from desktop.ui.notebook.editor import NoteEditor, Phrases
from desktop.ui.notebook.rows import Choice, Note
from desktop.ui.theme import Tokens, tokens

SPARE = 40  # cards kept for the notes of the next dossiers
LOW = 520  # pixels: under this height the proposal would leave no room for the notes


class Notebook(QWidget):
    note_changed = Signal(object, str)  # id, text
    strength_changed = Signal(object, int)
    audience_changed = Signal(object, str)
    objective_changed = Signal(object, str)  # code, "" for none
    quarter_changed = Signal(object, str)
    removed = Signal(object)
    chosen = Signal(object)  # id: show its passage
    general_written = Signal(str)  # a note on the whole dossier, finished
    draft_changed = Signal(str)  # the same while it is typed

    def __init__(
        self,
        look: Tokens | None = None,
        parent: QWidget | None = None,
        now: Callable[[], dt.datetime] = dt.datetime.now,
    ) -> None:
        super().__init__(parent)
        self.look = look or tokens()
        self.cards: dict[Hashable, NoteCard] = {}
        self._spare: list[NoteCard] = []  # out of use, hidden: the next notes are shown in them
        self._now = now
        self._notes: Sequence[Note] = ()
        self._faces: dict[int, ChallengeFace] = {}
        self._objectives: Sequence[Choice] = ()
        self._quarters: Sequence[Choice] = ()
        self._phrases: Phrases | None = None
        self._chosen: Hashable = None
        self._proposal: QWidget | None = None
        self._lay_out()
        self.filter.activated.connect(self._filter_chosen)
        self.general.written.connect(self.draft_changed)
        self.general.entered.connect(self._general_over)
        self.general.left.connect(self._general_over)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Carnet d’instruction"))
        title.setStyleSheet("font-size: 15px; font-weight: 600")
        self.count = QLabel()
        self.count.setProperty("kind", "caption")
        self.filter = QComboBox()
        self.filter.setAccessibleName(self.tr("Notes montrées"))
        self.filter.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.filter.setMinimumContentsLength(9)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch()
        head.addWidget(self.count)
        self.frieze_slot = QVBoxLayout()
        self.proposal_slot = QVBoxLayout()
        self.empty = QLabel(
            self.tr(
                "Aucune note encore. Sélectionnez des mots de la demande, puis tapez le chiffre d’un défi."
            )
        )
        self.empty.setWordWrap(True)
        self.empty.setProperty("kind", "caption")
        self.general = NoteEditor()
        self.general.setPlaceholderText(self.tr("Écrire une note générale…"))
        self.general.setAccessibleName(self.tr("Note générale sur le dossier"))
        self.general.setToolTip(self.tr("Ctrl+Entrée pour l’ajouter au carnet"))
        self._lay_out_list()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self.frieze_slot)
        column.addWidget(self.filter)
        column.addWidget(self.notes_area, 1)
        column.addLayout(self.proposal_slot)

    def _lay_out_list(self) -> None:
        self.list = QVBoxLayout()
        self.list.setContentsMargins(0, 0, 4, 0)
        self.list.setSpacing(8)
        self.list.addWidget(self.empty)
        self.list.addWidget(self.general)
        self.list.addStretch(1)
        inside = QWidget()
        inside.setLayout(self.list)
        self.notes_area = QScrollArea()
        self.notes_area.setWidget(inside)
        self.notes_area.setWidgetResizable(True)
        self.notes_area.setFrameShape(QFrame.Shape.NoFrame)
        self.notes_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.notes_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_frieze(self, frieze: QWidget) -> None:
        """Put the frieze at the top."""
        self.frieze_slot.addWidget(frieze)

    def set_proposal(self, proposal: QWidget) -> None:
        """Put the proposal at the bottom."""
        self._proposal = proposal
        self._place_proposal()

    def _place_proposal(self) -> None:
        """Under the notes when there is room; among what scrolls in a low window or at 200 %."""
        if self._proposal is None:
            return
        low = self.height() < LOW
        if low and self.list.indexOf(self._proposal) < 0:
            self.proposal_slot.removeWidget(self._proposal)
            self.list.addWidget(self._proposal)
        elif not low and self.proposal_slot.indexOf(self._proposal) < 0:
            self.list.removeWidget(self._proposal)
            self.proposal_slot.addWidget(self._proposal)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_proposal()

    def set_choices(
        self,
        challenges: Sequence[ChallengeFace],
        objectives: Sequence[Choice] = (),
        quarters: Sequence[Choice] = (),
        phrases: Phrases | None = None,
    ) -> None:
        """What a note may carry, and where its phrases come from."""
        self._faces = {face.rank: face for face in challenges}
        self._objectives, self._quarters, self._phrases = objectives, quarters, phrases
        self.general.phrases = phrases
        self.filter.clear()
        self.filter.addItem(self.tr("Tous les défis"), None)
        for face in challenges:
            self.filter.addItem(face_icon(face, self.look), f"{face.rank} · {face.short}", face.rank)
        self.filter.addItem(self.tr("Sans défi"), 0)

    def set_look(self, look: Tokens) -> None:
        """Change theme: what is being typed is saved first."""
        self.flush()
        self.look = look
        for face in self._faces.values():
            self.filter.setItemIcon(self.filter.findData(face.rank), face_icon(face, look))
        for card in self.cards.values():
            note = replace(card.note, text=card.editor.toPlainText())
            card.take(note, card.face, look)

    # Notes

    def let_go(self) -> None:
        """Another dossier: no card is about a note any more, whatever was being typed in it."""
        self._spare += self.cards.values()
        self.cards.clear()

    def set_notes(self, notes: Sequence[Note]) -> None:
        """Show these notes, in this order; a sentence being typed keeps its caret and its words."""
        self._notes = notes
        ids = {note.id for note in notes}
        for gone in [identity for identity in self.cards if identity not in ids]:
            self._spare.append(self.cards.pop(gone))
            self._spare[-1].editor.take("")  # words typed in a note that is gone are not written later
        for place, note in enumerate(notes):
            card = self._card(note)
            if self.list.indexOf(card) != place:
                self.list.removeWidget(card)
                self.list.insertWidget(place, card)
        for card in self._spare:
            card.hide()
        for card in self._spare[SPARE:]:
            self.list.removeWidget(card)
            card.deleteLater()
        del self._spare[SPARE:]
        self._filter_chosen()

    def _card(self, note: Note) -> NoteCard:
        card, face = self.cards.get(note.id), self._faces.get(note.rank)
        if card is None and self._spare:
            card = self._spare.pop(0)
            card.take(note, face, self.look)
        elif card is None:
            card = self._new_card(note)
        elif card.note.rank != note.rank:
            card.editor.flush()
            card.take(note, face, self.look)
        self.cards[note.id] = card
        card.objectives, card.quarters = self._objectives, self._quarters
        card.show_note(note, self._now())
        return card

    def _new_card(self, note: Note) -> NoteCard:
        card = NoteCard(note, self._faces.get(note.rank), self.look)
        card.editor.phrases = self._phrases
        for signal, told in (
            (card.written, self.note_changed),
            (card.strength_changed, self.strength_changed),
            (card.audience_changed, self.audience_changed),
            (card.objective_changed, self.objective_changed),
            (card.quarter_changed, self.quarter_changed),
            (card.removed, self.removed),
        ):
            signal.connect(told)
        card.chosen.connect(self._choose)
        return card

    def _choose(self, identity: Hashable) -> None:
        self.show_chosen(identity)
        self.chosen.emit(identity)

    def show_chosen(self, identity: Hashable) -> bool:
        """Bring a note into sight and mark it as the one whose passage is shown; False if it is not here."""
        if self._chosen in self.cards:
            self.cards[self._chosen].flash(on=False)
        self._chosen = identity
        card = self.cards.get(identity)
        if card is None:
            return False
        if card.isHidden():
            self.show_only(None)
        card.flash(on=True)
        self.notes_area.ensureWidgetVisible(card)
        return True

    def edit(self, identity: Hashable) -> bool:
        """Put the caret in a note's sentence: after a passage was chosen, the officer writes at once."""
        if not self.show_chosen(identity):
            return False
        self.cards[identity].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def show_only(self, rank: int | None) -> None:
        """Only the notes of one challenge, 0 those without, None all."""
        self.filter.setCurrentIndex(max(0, self.filter.findData(rank)))
        self._filter_chosen()

    def _filter_chosen(self) -> None:
        rank = self.filter.currentData()
        shown = 0
        for note in self._notes:
            visible = rank is None or note.rank == rank
            self.cards[note.id].setVisible(visible)
            shown += visible
        self.empty.setVisible(not self._notes)
        words = self.tr("{n} notes") if len(self._notes) > 1 else self.tr("{n} note")
        told = words.format(n=len(self._notes))
        if shown != len(self._notes):
            told = self.tr("{shown} sur {all}").format(shown=shown, all=told)
        self.count.setText(told)

    def set_draft(self, text: str) -> None:
        """A general note begun earlier and not finished."""
        self.general.load(text)

    def _general_over(self) -> None:
        text = self.general.toPlainText().strip()
        if text:
            self.general.clear()
            self.general.flush()
            self.general_written.emit(text)

    def flush(self) -> None:
        """Save at once everything being typed; call it before leaving the dossier."""
        for card in self.cards.values():
            card.editor.flush()
        self.general.flush()
