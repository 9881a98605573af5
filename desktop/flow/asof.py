"""A dossier as it stood on a date, in French: its parts, what the last step changed, what it is today."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import NamedTuple

from db import queries
from db.asof import By, Moment, Past, Story
from desktop.flow.asof_rows import ORDER, Drawn, draw
from desktop.flow.discretion import withheld
from desktop.letters.document import Document
from desktop.letters.past import past_document
from desktop.rules.french import date_long

NAMES = """
SELECT id, letter_name FROM funder UNION ALL SELECT id, short FROM challenge UNION ALL
SELECT id, name FROM quarter UNION ALL SELECT id, name FROM label UNION ALL SELECT id, label FROM reason
UNION ALL SELECT id, name FROM partner UNION ALL SELECT id, name FROM committee"""


class Line(NamedTuple):
    """One thing known of the dossier. `now` is what it is today, None when it is the same."""

    label: str
    value: str
    now: str | None = None
    changed: bool = False  # by the last step before that moment
    open: bool = False  # two places wrote it otherwise, nobody had settled it


class Part(NamedTuple):
    title: str
    lines: tuple[Line, ...]


class Sheet(NamedTuple):
    """The dossier at one moment; `moment` is the last step before it, None before the first one."""

    number: str
    applicant: str
    title: str
    parts: tuple[Part, ...]
    moment: Moment | None
    steps: int


Key = tuple[str, bytes, str]


def _line(key: Key, here: Drawn | None, today: Drawn | None, past: Past, gone: Drawn | None) -> Line | None:
    """One line of that moment; None for what was not there yet and that nothing concerns. `gone` is what the
    last step removed."""
    if gone is not None and here is None:
        value, now = f"(retiré) {gone.value}", today.value if today else None
        return Line(gone.label, value, now, changed=True)
    ent, rid, field = key
    whole = field == "*"
    changed = any(
        c[:2] == (ent, rid) and (c[2] == field or (here is not None and (whole or not c[2])))
        for c in past.changed
    )
    drawn = here or (today if changed else None)
    if drawn is None:
        return None
    value, now = here.value if here else "", today.value if today else ""
    unsettled = any(c[:2] == (ent, rid) and (whole or c[2] == field) for c in past.open)
    told = None if now == value else now or "–"
    return Line(drawn.label, value, told, changed, unsettled)


class Retold:
    """The story of a dossier as one person may read it; `sheet` tells any moment of it."""

    def __init__(self, reader: sqlite3.Connection, dossier: bytes, person: str) -> None:
        self.story = Story(reader, dossier)
        rows = queries.history(reader, dossier)
        self._secret = withheld(reader, dossier, rows, person)
        self._names = {bytes(key).hex(): str(name or "") for key, name in reader.execute(NAMES)}
        self._cache: dict[tuple[int, By], dict[Key, Drawn]] = {}

    def moments(self, by: By = "known") -> list[Moment]:
        return self.story.moments(by)

    def sheet(self, count: int, by: By = "known") -> Sheet:
        """The dossier after `count` steps, against today."""
        moments = self.moments(by)
        past = self.story.at(count, by)
        then, now = self._drawn(count, by), self._drawn(len(moments), by)
        parts: dict[str, list[Line]] = {}
        gone = {d.key: d for d in draw(past._replace(rows=past.gone), self._names) if self._may(d)}
        for key, drawn in sorted({**now, **gone, **then}.items(), key=lambda each: each[1].rank):
            line = _line(key, then.get(key), now.get(key), past, gone.get(key))
            if line is not None:
                parts.setdefault(drawn.part, []).append(line)
        made = tuple(Part(title, tuple(parts[title])) for title in ORDER if title in parts)
        head = past.rows.get(("dossier", self.story.dossier), {})
        who = next((values.get("name", "") for _, values in past.of("applicant")), "")
        moment = moments[count - 1] if count else None
        return Sheet(str(head.get("number", "")), who, str(head.get("title", "")), made, moment, count)

    def _may(self, drawn: Drawn) -> bool:
        return drawn.key[1] not in self._secret

    def _drawn(self, count: int, by: By) -> dict[Key, Drawn]:
        if (count, by) not in self._cache:
            past = self.story.at(count, by)
            self._cache[(count, by)] = {d.key: d for d in draw(past, self._names) if self._may(d)}
        return self._cache[(count, by)]


def moment_words(moment: str) -> str:
    """« 12 mars 2026 à 14:05 » of an ISO moment, the day alone when it has no time."""
    day = date_long(dt.date.fromisoformat(moment[:10]))
    return f"{day} à {moment[11:16]}" if len(moment) >= 16 else day


BY_WORDS: dict[str, str] = {
    "known": "Ce qui était connu dans cette base à ce moment-là.",
    "written": "Ce qui était écrit à ce moment-là, sur tous les postes, même arrivé ici plus tard.",
}


def as_document(sheet: Sheet, moment: str, by: By, author: str, now: dt.datetime) -> Document:
    """The paper: the moment and the day of printing stand at the head of each page."""
    return past_document(
        number=sheet.number, about=" · ".join(part for part in (sheet.applicant, sheet.title) if part),
        moment=moment_words(moment), note=BY_WORDS[by],
        printed=f"imprimé le {moment_words(f'{now:%Y-%m-%d %H:%M}')} par {author}",
        last=_last_words(sheet), day=f"{now:%Y-%m-%d}",
        parts=[(part.title, [(x.label, x.value) for x in part.lines if x.value]) for part in sheet.parts],
    )  # fmt: skip


def _last_words(sheet: Sheet) -> str:
    if sheet.moment is None:
        return "Ce dossier n’existait pas encore."
    step = sheet.moment
    return (
        f"Dernier changement avant ce moment : « {step.label} », le {moment_words(step.made_at)}, "
        f"par {step.author} sur le poste {step.site}."
    )
