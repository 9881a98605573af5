"""A pack handed to a partner: what is asked, its code, and the digest by which an altered file is known."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.rules.folding import fold

VERSION = "1"  # of the files: a later program still knows how an earlier one is read
SHORT = 260  # characters of a summary in a row; the whole stands on the reading sheet
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0, 1, I, O: a code is also read aloud
_CODE = re.compile(r"AV-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}")
_SENTENCE = re.compile(r"(?<=[.!?…»])\s+")

Line = tuple[str, ...]  # what is locked: kind, number of the dossier, then its words


@dataclass(frozen=True, slots=True)
class AskedSheet:
    """One dossier as a partner reads it. Cents, None when unknown; `levels` one 0..3 for each challenge."""

    request: str  # key of the request, in hexadecimal
    number: str
    applicant: str
    title: str
    quarters: str
    challenges: str
    asked: int | None
    proposed: int | None
    cost: int | None = None
    levels: tuple[int, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()  # name, words: dates, public, renewal…
    texts: tuple[tuple[str, str], ...] = ()  # heading, words

    @property
    def summary(self) -> str:
        """The first words of its texts, cut at a word."""
        return shortened(" ".join(words for _, words in self.texts))


@dataclass(frozen=True, slots=True)
class AskedPack:
    """What one partner is asked, about which dossiers, until when."""

    code: str
    partner: str
    call: str
    question: str
    asked_on: dt.date
    due_on: dt.date | None
    service: str  # who asks
    contact: str  # where the file goes back to
    confidential: bool  # what this partner says stays between officers unless it says otherwise
    sheets: tuple[AskedSheet, ...]
    colours: tuple[str, ...] = ()  # of the challenges, by rank


def code_of(key: bytes) -> str:
    """The code of a pack, from its key: AV-7K3Q-9FXM."""
    drawn = hashlib.sha256(b"opinion pack" + key).digest()
    letters = "".join(_LETTERS[byte % 32] for byte in drawn[:8])
    return f"AV-{letters[:4]}-{letters[4:]}"


def find_code(text: str) -> str:
    """The first code written in a text, "" when there is none."""
    found = _CODE.search(text.upper())
    return found.group() if found else ""


def shortened(text: str, most: int = SHORT) -> str:
    """The text on one line, cut at a word with « … » when it is longer."""
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    return plain[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def paragraphs(text: str, most: int = 900) -> list[str]:
    """A text in paragraphs of at most so many characters, cut between sentences, else between words."""
    made: list[str] = []
    for part in (line.strip() for line in text.splitlines()):
        now = ""
        for sentence in _SENTENCE.split(part) if part else []:
            for piece in _pieces(sentence, most):
                if now and len(now) + len(piece) + 1 > most:
                    made.append(now)
                    now = ""
                now = f"{now} {piece}".strip()
        if now:
            made.append(now)
    return made


def _pieces(sentence: str, most: int) -> list[str]:
    pieces = []
    while len(sentence) > most:
        cut = sentence.rfind(" ", 1, most)
        cut = cut if cut > 0 else most
        pieces.append(sentence[:cut])
        sentence = sentence[cut:].lstrip()
    return [*pieces, sentence] if sentence else pieces


def row_of(sheet: AskedSheet) -> Line:
    """The locked words of the row of one dossier."""
    return (
        "avis", sheet.number, sheet.request, sheet.applicant, sheet.title, sheet.quarters, sheet.challenges,
        _cents(sheet.asked), _cents(sheet.proposed), sheet.summary,
    )  # fmt: skip


def reading_of(sheet: AskedSheet) -> list[Line]:
    """The locked words of its reading sheet, one line a paragraph."""
    told: list[tuple[str, str]] = [("title", sheet.title), ("who", sheet.applicant)]
    told += [("fact", f"{name} : {words}") for name, words in sheet.facts]
    for heading, words in sheet.texts:
        told += [("heading", heading), *(("words", part) for part in paragraphs(words))]
    return [("fiche", sheet.number, str(rank), role, words) for rank, (role, words) in enumerate(told)]


def locked_lines(pack: AskedPack) -> list[Line]:
    """All that a partner may not change: the head, then the rows and the reading sheets."""
    due = pack.due_on.isoformat() if pack.due_on else ""
    lines: list[Line] = [("pack", pack.code, VERSION, pack.partner, pack.question, due)]
    for sheet in pack.sheets:
        lines += [row_of(sheet), *reading_of(sheet)]
    return lines


def digest(lines: Iterable[Sequence[str]]) -> str:
    """SHA-256 of locked lines, spaces aside: a spreadsheet keeps words but may change their spaces."""
    made = hashlib.sha256()
    for line in lines:
        made.update(json.dumps([same(part) for part in line], ensure_ascii=False).encode())
    return made.hexdigest()


def same(words: str) -> str:
    """Words as they are compared: spaces of one kind, single, trimmed."""
    return " ".join(words.split())


def page_mark(text: str) -> str:
    """The mark of a printed page by its words, whatever program saved it: spaces and case aside."""
    return hashlib.sha256(re.sub(r"\s", "", fold(text)).encode()).hexdigest()[:16]


def _cents(amount: int | None) -> str:
    return "" if amount is None else str(amount)
