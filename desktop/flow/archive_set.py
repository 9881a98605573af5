"""The archive of a set of dossiers: pages for any browser, their pieces and letters, a table, checksums."""

from __future__ import annotations

import datetime as dt
import mimetypes
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from db import queries
from db.queries.outcome import notices_of
from db.queries.scores import closed_dossiers
from db.queries.shapes import Head, PieceRow
from desktop.exchange.archive_html import Entry, Part, dossier_page, index_page
from desktop.exchange.archive_out import Archive, archive
from desktop.exchange.csv_out import csv_bytes
from desktop.flow.archive_pages import Paper, day, decided, facts, judgements, money, papers
from desktop.flow.export_models import DEFAULT, columns, in_words
from desktop.flow.export_table import blacked_rows
from desktop.flow.files import has, readable
from desktop.letters.files import safe
from desktop.letters.watermark import CannotMark, Copy, marked
from desktop.rules.blackout import BAR
from desktop.rules.french import plural
from desktop.rules.journey import LABELS as STAGES
from desktop.rules.ruling import LABELS as OUTCOMES

Tell = Callable[[str, float], bool]
_NAME = 80  # characters of a file's name: the whole path must fit on Windows
_HEADS = ("Numéro", "Porteur", "Intitulé", "Quartiers", "Demandé", "Accordé", "Étape", "Décision")
_TABLE = [*DEFAULT, "notes_whole", "conditions", "reasons", "letters", "proof"]


class Stopped(Exception):
    """The person wants no more: nothing was written."""


class Archived(NamedTuple):
    """What an archive holds; `missing`: French sentences on contents that are not beside the base."""

    dossiers: int
    files: int
    closed: int  # left out: an interest closes them to the person at work
    missing: list[str]


def archive_set(
    reader: sqlite3.Connection,
    files: Path,
    keys: Sequence[bytes],
    out: Path,
    *,
    person: str = "",
    title: str = "",
    confidential: bool = False,
    today: dt.date | None = None,
    black: frozenset[str] = frozenset(),
    copy: Copy | None = None,
    tell: Tell = lambda _words, _share: True,
) -> Archived:
    """Write the archive of these dossiers, a folder or a « .zip », whole or not at all.

    `black`: columns whose values never enter its pages and its table; `copy`: for whom, marked on each PDF.

    Raises exchange.archive_out.Unwritable (French), Stopped, ValueError (French) when there is none.
    """
    shut = closed_dossiers(reader, person)
    open_ = [key for key in keys if key not in shut]
    if not open_:
        raise ValueError("Aucun dossier à archiver : la requête n’en donne aucun. Rien n’a été écrit.")
    on = today or dt.date.today()
    with archive(out) as made:
        work = Work(reader, files, made, on, confidential=confidential, black=black, copy=copy)
        for place, key in enumerate(open_):
            if not tell("Écriture de l’archive", place / len(open_)):
                raise Stopped
            work.add(key)
        work.finish(open_, title or f"Archive de {len(open_)} {plural(len(open_), 'dossier')}")
    return Archived(len(open_), len(made.sums), len(keys) - len(open_), work.missing)


class Work:
    """Adds dossiers one by one; holds one page at a time."""

    def __init__(
        self, reader: sqlite3.Connection, files: Path, out: Archive, today: dt.date, *, confidential: bool,
        black: frozenset[str], copy: Copy | None,
    ) -> None:  # fmt: skip
        self._black, self._copy = black, copy
        self._reader, self._files, self._out, self._today = reader, files, out, today
        self._confidential = confidential
        self.missing: list[str] = []
        self._entries: list[Entry] = []
        self._taken: set[str] = set()

    def add(self, key: bytes) -> None:
        """Write the page of a dossier, its pieces and its letters."""
        head = queries.head(self._reader, key)
        if head is None:
            return
        place = self._place(head)
        parts = self.parts(head, place)
        page = f"dossiers/{place}.html"
        subtitle = " · ".join(filter(None, (head.title, head.call, STAGES[head.stage])))
        html = dossier_page(f"{head.number} · {head.applicant}", subtitle, parts)
        self._out.put(page, html.encode("utf-8"))
        self._entries.append(self.entry(head, page, parts))

    def _place(self, head: Head) -> str:
        """The name of the dossier in the archive; two offices may have given the same number."""
        place = head.number
        while place in self._taken:
            place += "-bis"
        self._taken.add(place)
        return place

    def parts(self, head: Head, place: str) -> list[Part]:
        """What its page says, in order; what it refers to is written."""
        return [
            *facts(self._reader, head, self._black),
            *judgements(self._reader, head, confidential=self._confidential),
            *decided(self._reader, head, self._today),
            papers("Pièces", self._pieces(head, place)),
            papers("Courriers et preuves", self._letters(head, place)),
        ]

    def entry(self, head: Head, page: str, parts: Sequence[Part]) -> Entry:
        """How the index shows it, and by which words it is found."""
        del parts
        decision = queries.decision(self._reader, head.id)
        cells = (
            head.number, head.applicant, head.title, head.quarters or "", money(head.asked),
            money(head.voted), STAGES[head.stage], OUTCOMES[decision.outcome] if decision else "",
        )  # fmt: skip
        bodies = (row.body for row in queries.sections(self._reader, head.id))
        return Entry(page, cells, " ".join([*cells, head.source_id, head.officer, *bodies]))

    def _pieces(self, head: Head, folder: str) -> list[Paper]:
        found = []
        for rank, row in enumerate(queries.pieces(self._reader, head.id), start=1):
            if not row.sha256:
                continue
            name = f"pieces/{folder}/{rank:02d} {file_name(row)}"
            found.append(self._copied(head, row.label or row.name, row.sha256, name))
        return found

    def _letters(self, head: Head, folder: str) -> list[Paper]:
        found = []
        for row in queries.letters_of(self._reader, head.id):
            if row.state != "issued" or not row.sha256:
                continue
            words = f"{row.number}, {day(row.issued_at)}"
            place = f"courriers/{folder}/{row.number}.pdf"
            found.append(self._copied(head, words, row.sha256, place))
            if row.signed_sha256:
                place = f"courriers/{folder}/{row.number} signé.pdf"
                found.append(self._copied(head, f"{row.number}, signé", row.signed_sha256, place))
        for rank, proof in enumerate(notices_of(self._reader, head.id), start=1):
            if proof.sha256:
                kind = mimetypes.guess_extension(proof.mime or "") or ""
                place = f"courriers/{folder}/preuve {rank}{kind}"
                found.append(self._copied(head, f"Preuve du {day(proof.sent_on)}", proof.sha256, place))
        return found

    def _copied(self, head: Head, words: str, sha256: str, place: str) -> Paper:
        if not has(self._files, sha256):
            self.missing.append(f"{head.number} : le contenu de « {words} » n’est plus à côté de la base.")
            return Paper(f"{words} (contenu absent de la base)", sha256, "")
        with readable(self._files, sha256) as source:
            if self._copy is not None and place.lower().endswith(".pdf"):
                self._put_marked(head, words, place, source.read_bytes())
            else:
                self._out.copy(place, source)
        return Paper(words, sha256, place)

    def _put_marked(self, head: Head, words: str, place: str, content: bytes) -> None:
        """For whom this copy is, on each page; what can't be marked goes as it is, and is told."""
        assert self._copy is not None
        try:
            content = marked(content, self._copy)
        except CannotMark:
            self.missing.append(f"{head.number} : « {words} » n’a pas pu être marqué, il est joint tel quel.")
        self._out.put(place, content)

    def finish(self, keys: Sequence[bytes], title: str) -> None:
        """The index and the table of all of them."""
        from db.queries.export import stream

        only = frozenset(keys)
        rows = blacked_rows(_TABLE, in_words(_TABLE, stream(self._reader, _TABLE, only=only)), self._black)
        self._out.put("dossiers.csv", csv_bytes(columns(self._reader, _TABLE), rows))
        facts_ = [
            f"Faite le {self._today:%d/%m/%Y}. Elle s’ouvre sans réseau ni programme particulier.",
            "Les notes d’instruction sont des documents internes ; celles que leur auteur garde pour lui n’y "
            "sont pas.",
        ]
        if self._copy is not None:
            facts_.append(f"{self._copy.words}.")
        if self._black:
            facts_.append(f"{BAR} : valeur retirée de cette copie ; les fichiers joints restent entiers.")
        page = index_page(title, facts_, _HEADS, self._entries)
        self._out.put("index.html", page.encode("utf-8"))


def file_name(row: PieceRow) -> str:
    """« Statuts.pdf »: the name of the file, safe on every system, with the ending that its content has."""
    told = row.name or row.label or "piece"
    stem, dot, end = told.rpartition(".")
    if not (dot and stem and end.isalnum() and len(end) <= 5):
        stem, end = told, (mimetypes.guess_extension(row.mime or "") or "").removeprefix(".")
    return safe(stem)[:_NAME].strip() + (f".{end}" if end else "")
