"""What the worker does with letters: templates read once, letters composed, looked at, made into PDF."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from db import queries
from db.queries.letters import LetterRow, hands
from db.queries.settings import own_values
from desktop.letters.fields import FIELDS
from desktop.letters.logo import Logo
from desktop.letters.model import Letter, to_json
from desktop.ui.letters.entry import Checked

if TYPE_CHECKING:  # read in the worker, so that the window does not wait for them
    from desktop.letters.template import Template
    from desktop.rules.preflight import Finding

Watermark = Literal["PROJET", "DUPLICATA"] | None
_HOLE = re.compile(r"\{([a-z_.]+)\}")
_KEPT = 64  # pages of the last letters looked at, some 80 kB each


class BrokenTemplates(Exception):
    """The folder of templates can't be used; `sentence` says what to mend, one fault a line."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Desk:
    """Shared by the threads of the screen: the typefaces of the page serve one at a time."""

    def __init__(self, folder: Path, today: Callable[[], dt.date], person: str = "") -> None:
        self.folder, self.today, self.person = folder, today, person
        self.lock = threading.RLock()
        self._templates: dict[str, Template] = {}
        self._own: Mapping[str, Any] = {}
        self._pdfs: OrderedDict[tuple[str, Watermark, Logo | None], bytes] = OrderedDict()

    def templates(self) -> dict[str, Template]:
        """Every template by its id. Raises BrokenTemplates."""
        from desktop.letters.template import TemplateError, load

        with self.lock:
            if not self._templates:
                try:
                    self._templates = load(self.folder, self._own)
                except (TemplateError, OSError) as error:
                    raise BrokenTemplates(str(error)) from error
            return self._templates

    def know(self, reader: sqlite3.Connection) -> None:
        """Learn how this office words its letters; the templates are read again when that changed."""
        own = own_values(reader, "letters")
        if own != self._own:  # the lock is asked for then alone: a page being made may hold it
            with self.lock:
                self._own, self._templates = own, {}

    def titles(self) -> dict[str, str]:
        """The titles of the templates read so far."""
        return {name: template.title for name, template in self._templates.items()}

    def reread(self) -> None:
        """Read the templates again at next use."""
        with self.lock:
            self._templates = {}

    def check(self, reader: sqlite3.Connection, row: LetterRow) -> Checked:
        """One letter composed as it would leave today, and what is to mend in it."""
        from desktop.flow.composing import compose
        from desktop.letters.letter import page_count

        templates = self.templates()
        if row.template not in templates:
            gone = f"Le modèle « {row.template} » de ce courrier n’existe plus."
            return Checked(None, (gone,), (), 0, None)
        with self.lock:
            draft = compose(reader, row, templates, self.today())
            pages = page_count(draft.letter)
        decision = queries.decision(reader, row.dossier_id)
        return Checked(
            draft.letter,
            sentences(draft.findings, "error"),
            sentences(draft.findings, "warning"),
            pages,
            decision.decided_on if decision else None,
            *self._second_look(reader, row, draft.letter),
        )

    def _second_look(
        self, reader: sqlite3.Connection, row: LetterRow, letter: Letter
    ) -> tuple[str, str, bool]:
        """Where it stands, why it is held, whether the person at work wrote it."""
        from desktop.flow.approve import held_for, standing

        with self.lock:
            where = standing(reader, row, self.templates(), self.today(), letter)
        held = held_for(reader, row, where)
        return where, held, bool(held) and self.person in hands(reader, row.id)

    def inspect(self, reader: sqlite3.Connection, row: LetterRow, letter: Letter) -> tuple[Finding, ...]:
        """The pre-flight of words that are being written."""
        from desktop.flow.letter_data import letter_data
        from desktop.flow.notify import PENDING
        from desktop.letters.template import expected
        from desktop.rules.preflight import inspect

        data = letter_data(reader, row.dossier_id, PENDING, self.today(), member=row.member_id)
        with self.lock:
            return tuple(inspect(letter.words(), expected(self.templates()[row.template], data, letter)))

    def pdf(self, letter: Letter, watermark: Watermark = None) -> bytes:
        """The PDF of a letter, made once for the same words."""
        from desktop.letters.letter import make

        key = (to_json(letter), watermark, letter.logo)
        with self.lock:
            if key not in self._pdfs:
                self._pdfs[key] = make(letter, watermark=watermark)
                while len(self._pdfs) > _KEPT:
                    self._pdfs.popitem(last=False)
            self._pdfs.move_to_end(key)
            return self._pdfs[key]

    def kept(self, files: Path, row: LetterRow) -> bytes:
        """The PDF that left, byte for byte, from the folder of the pieces. Raises OSError."""
        from desktop.flow.files import content_of

        return content_of(files, row.sha256 or "")

    def duplicate(self, reader: sqlite3.Connection, row: LetterRow) -> bytes:
        """The words that left, marked DUPLICATA. Raises ValueError (French) when they can't be read."""
        from desktop.flow.logos import letter_kept
        from desktop.flow.notify import body_of

        words = body_of(reader, row.id)
        if not words:
            raise ValueError("Ce courrier a été éliminé avec son dossier : il ne s’imprime plus.")
        return self.pdf(letter_kept(reader, words), "DUPLICATA")


def sentences(findings: tuple[Finding, ...], level: str) -> tuple[str, ...]:
    """What is to mend, each said once, the fields under the names that people know; the empty fields come
    last, because the sentences that explain say more."""
    said = sorted((f.sentence for f in findings if f.level == level), key=lambda words: "{" in words)
    return tuple(dict.fromkeys(_HOLE.sub(_named, words) for words in said))


def _named(hole: re.Match[str]) -> str:
    return f"« {FIELDS[hole[1]][0]} »" if hole[1] in FIELDS else hole[0]
