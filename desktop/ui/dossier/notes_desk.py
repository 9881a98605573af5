"""Between the notebook, what is read, and the verbs: passages become notes, notes are saved as typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from db import queries
from db.queries.shapes import AnnotationRow
from desktop.rules.folding import fold
from desktop.ui.challenge_faces import ChallengeFace
from desktop.ui.dossier.middle import Middle
from desktop.ui.dossier.passages import (
    PIECE,
    highlights,
    piece_highlights,
    piece_of,
    place_of_section,
    section_of_place,
    shown_notes,
    values_of,
)
from desktop.ui.dossier.whole import Whole
from desktop.ui.notebook import Choice, Note, Notebook
from desktop.ui.notebook.card import NoteCard
from desktop.ui.office import Office
from desktop.ui.reading import Document
from desktop.ui.theme import Tokens

OFFERED = 6  # phrases at most


class NotesDesk(QObject):
    """Wires notebook and middle to the verbs of desktop.flow.annotate."""

    piece_wanted = Signal(object)  # key: a note stands on this piece

    def __init__(self, office: Office, middle: Middle, notebook: Notebook) -> None:
        super().__init__(notebook)
        self._office, self._middle, self.notebook = office, middle, notebook
        self._dossier = b""
        self._notes: Sequence[AnnotationRow] = ()
        self._values: dict[str, str] = {}
        self._draft: bytes | None = None  # the note kept while the general box is being typed in
        self._to_edit: bytes | None = None
        self._shown: Sequence[Note] = ()
        self._read_at: dict[bytes, int] = {}  # note -> where the journal stood when its words were read
        self.faces = {
            row.rank: ChallengeFace(row.rank, row.code, row.title, row.short, row.colour, row.icon)
            for row in office.challenges
        }
        self._keys = {row.rank: row.id for row in office.challenges}
        self._quarters = {row.id: row.code for row in office.quarters}
        objectives = queries.objectives(office.reader)
        self._objectives = {row.id: row.code for row in objectives}
        ranks = {row.id: row.rank for row in office.challenges}
        self._set_choices([Choice(row.code, row.title, ranks[row.challenge_id]) for row in objectives])
        self._wire()

    def _set_choices(self, objectives: list[Choice]) -> None:
        faces = list(self.faces.values())
        quarters = [Choice(row.code, row.short) for row in self._office.quarters]
        self.notebook.set_choices(faces, objectives, quarters, self._phrases)
        self._middle.reading.set_challenges(faces)
        self._middle.viewer.set_challenges(faces)

    def _wire(self) -> None:
        book, middle = self.notebook, self._middle
        middle.reading.passage_chosen.connect(self._passage)
        middle.viewer.passage_chosen.connect(self._page_passage)
        middle.reading.highlight_clicked.connect(book.edit)
        middle.viewer.highlight_clicked.connect(book.edit)
        middle.piece_shown.connect(lambda _key: self._show_highlights())
        book.note_changed.connect(self._write)
        book.strength_changed.connect(self._set_strength)
        book.audience_changed.connect(self._set_audience)
        book.objective_changed.connect(self._set_objective)
        book.quarter_changed.connect(self._set_quarter)
        book.removed.connect(self._remove)
        book.chosen.connect(self.show_passage)
        book.draft_changed.connect(self._keep_draft)
        book.general_written.connect(self._general)

    # What is shown

    def show(self, whole: Whole, document: Document) -> None:
        """Show the notes of this dossier, in the notebook and in what is read."""
        if whole.head.id != self._dossier:
            self._dossier, self._draft = whole.head.id, None
            self.notebook.set_draft("")
            self.notebook.let_go()
            self.notebook.filter.setCurrentIndex(0)
        self._notes = whole.notes
        for note in whole.notes:
            card = self.notebook.cards.get(note.id)
            if card is None or not card.editor.unsaved:  # words being typed rest on what was read then
                self._read_at[note.id] = whole.position
        if self._draft not in {note.id for note in whole.notes}:
            self._draft = None
        self._values = values_of(document)
        self._shown = shown_notes(self._notes, document, whole.pieces, self._quarters, self._objectives)
        self._show_cards()
        self._show_highlights()
        if self._to_edit is not None and self.notebook.edit(self._to_edit):
            self._to_edit = None

    def _show_cards(self) -> None:
        self.notebook.set_notes([note for note in self._shown if note.id != self._draft])
        for card in self.notebook.cards.values():
            if card.property("wired") is None:
                self._wire_card(card)

    def _wire_card(self, card: NoteCard) -> None:
        card.setProperty("wired", True)
        card.editor.entered.connect(lambda: self._finished(card.editor.toPlainText(), card.note.rank))
        card.editor.escaped.connect(self._middle.focus)
        card.editor.setToolTip(
            self.tr("Ctrl+Entrée : terminer et retenir la phrase. Échap : revenir au texte.")
        )

    def _show_highlights(self) -> None:
        self._middle.reading.set_highlights(highlights(self._notes, self._values, self.faces))
        piece = self._middle.piece
        marked = piece_highlights(self._notes, piece, self.faces) if piece else []
        self._middle.viewer.set_highlights(marked)

    def show_passage(self, note: bytes) -> None:
        """Bring the passage of a note in sight."""
        row = next((row for row in self._notes if row.id == note), None)
        if row is None:
            return
        piece = piece_of(row)
        if piece is not None:
            if self._middle.piece != piece:
                self.piece_wanted.emit(piece)
            self._middle.viewer.reveal(note)
        elif section_of_place(row.place) in self._values:
            if self._middle.piece is not None:
                self._middle.show_reading()
            self._middle.reading.reveal(note)

    def reveal(self, note: bytes) -> None:
        """Show a note that was found elsewhere, and the passage it stands on."""
        if self.notebook.show_chosen(note):
            self.show_passage(note)

    # Passages become notes

    def _passage(self, section: str, start: int, end: int, quote: str, rank: int) -> None:
        self._annotate(rank, place=place_of_section(section), start=start, end=end, quote=quote)

    def _page_passage(self, page: int, rects: list[Sequence[float]], quote: str, rank: int) -> None:
        if self._middle.piece is not None:
            self._annotate(rank, place=PIECE + self._middle.piece.hex(), page=page, rects=rects, quote=quote)

    def _annotate(self, rank: int, **where: Any) -> None:
        from desktop.flow.annotate import annotate

        done = self._office.do(annotate, dossier=self._dossier, challenge=self._keys.get(rank), **where)
        if done is not None and not self.notebook.edit(done.value):
            self._to_edit = done.value  # the card comes with the next reading

    # Notes are saved as they are typed

    def _known(self, note: bytes) -> bool:
        """A note taken away (undo, another screen) cannot be written any more."""
        return any(row.id == note for row in queries.notes(self._office.reader, self._dossier))

    def _write(self, note: bytes, text: str) -> None:
        from desktop.flow.annotate import edit_note

        if self._known(note) and self._office.do(
            edit_note, seen=self._read_at.get(note), note=note, text=text
        ):
            self._read_at[note] = self._office.position

    def _set_strength(self, note: bytes, strength: int) -> None:
        from desktop.flow.annotate import set_strength

        self._office.do(set_strength, note=note, strength=strength)

    def _set_audience(self, note: bytes, audience: str) -> None:
        from desktop.flow.annotate import set_audience

        self._office.do(set_audience, note=note, audience=audience)

    def _set_objective(self, note: bytes, code: str) -> None:
        from desktop.flow.annotate import set_objective

        key = next((key for key, known in self._objectives.items() if known == code), None)
        self._office.do(set_objective, note=note, objective=key)

    def _set_quarter(self, note: bytes, code: str) -> None:
        from desktop.flow.annotate import set_quarter

        key = next((key for key, known in self._quarters.items() if known == code), None)
        self._office.do(set_quarter, note=note, quarter=key)

    def _remove(self, note: bytes) -> None:
        from desktop.flow.annotate import remove_note

        self._office.do(remove_note, note=note)
        self._middle.focus()

    # The general note: kept while it is typed, in the notebook once it is finished

    def _keep_draft(self, text: str) -> None:
        from desktop.flow.annotate import annotate, edit_note

        if not text.strip():
            # A finished note empties its box too, and says so just after: only then is the text gone.
            QTimer.singleShot(0, self._drop_draft)
        elif self._draft is None:
            done = self._office.do(annotate, dossier=self._dossier, place="dossier", text=text)
            self._draft = done.value if done else None
            self._show_cards()
        else:
            self._office.do(edit_note, note=self._draft, text=text)

    def _drop_draft(self) -> None:
        from desktop.flow.annotate import remove_note

        if self._draft is not None and not self.notebook.general.toPlainText().strip():
            draft, self._draft = self._draft, None
            if self._known(draft):
                self._office.do(remove_note, note=draft)

    def _general(self, text: str) -> None:
        from desktop.flow.annotate import annotate, edit_note

        draft, self._draft = self._draft, None
        if draft is None:
            self._office.do(annotate, dossier=self._dossier, place="dossier", text=text)
        else:
            self._office.do(edit_note, note=draft, text=text)
            self._show_cards()

    # Phrases

    def _phrases(self, begun: str, rank: int) -> list[str]:
        """Whole phrases that begin so: those of the challenge first, then the most used."""
        code = self.faces[rank].code if rank in self.faces else ""
        known = queries.phrases(self._office.reader)
        wanted = fold(begun)
        found = [row for row in known if fold(row.text).startswith(wanted) and row.challenge in ("", code)]
        found.sort(key=lambda row: row.challenge != code)
        return [row.text for row in found[:OFFERED]]

    def _finished(self, text: str, rank: int) -> None:
        """Ctrl+Enter: the sentence is good, keep it for another time and go on reading."""
        from desktop.flow.annotate import keep_phrase

        if text.strip():
            code = self.faces[rank].code if rank in self.faces else ""
            self._office.do(keep_phrase, text=text, challenge=code)
        self._middle.focus()

    def set_look(self, look: Tokens) -> None:
        """Change theme."""
        self.notebook.set_look(look)

    def flush(self) -> None:
        """Save at once what is being typed."""
        self.notebook.flush()
