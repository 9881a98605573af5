"""What is held about a person, place by place, and what the law lets erase of it."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from db.queries.persons import HOLDERS, TEXTS, pieces_like, rows_like, withheld, written_by
from db.queries.retention import kept as kept_rows
from db.queries.scores import closed_dossiers
from desktop.flow.field_words import FIELDS, ROWS
from desktop.flow.retention import retained
from desktop.rules.folding import fold
from desktop.rules.masking import Named, around, names
from desktop.rules.person_rights import Ruling, Situation, ruling

_SHORT, _LONG = 160, 400  # characters shown of a text
_PRIVATE = "(texte que son auteur garde pour lui : non montré)"
_OWN = ("contact", "project_member")  # the tables that tie a person to a dossier


@dataclass(frozen=True, slots=True)
class Sought:
    """Who is sought: a name as the person writes it, and a mail address where it is known."""

    name: str
    email: str = ""

    @property
    def words(self) -> list[str]:
        return fold(self.name).split()

    def check(self) -> None:
        """Raises ValueError (French) when it would name anybody."""
        if len(fold(self.name)) < 3 and "@" not in self.email:
            raise ValueError("Dites un nom de trois lettres ou un courriel. Rien n’a été cherché.")


class Held(NamedTuple):
    """One place that names the person; `sure`: by more than a name that another may bear."""

    table: str
    rid: bytes
    dossier: bytes | None
    number: str  # of the dossier, "" for none
    where: str  # in French
    value: str
    columns: tuple[str, ...]
    sure: bool
    situation: Situation
    ruling: Ruling


class Found(NamedTuple):
    """All of it; `people`: the person as the rows write them. `steps`: of the journal, written by them."""

    sought: Sought
    people: tuple[Named, ...]
    held: tuple[Held, ...]
    steps: int
    closed: int  # places in dossiers that an interest closes to the person at work: not shown


def held_about(
    reader: sqlite3.Connection, sought: Sought, author: str = "", today: dt.date | None = None
) -> Found:
    """Everything that this base holds about a person. Raises ValueError (French) when nobody is named."""
    sought.check()
    look = _Look(reader, sought, today or dt.date.today(), author)
    look.holders()
    look.texts()
    look.pieces()
    shut = closed_dossiers(reader, author)
    shown = tuple(one for one in look.held if one.dossier is None or one.dossier not in shut)
    steps = written_by(reader, sought.name)
    return Found(sought, tuple(look.people), shown, steps, len(look.held) - len(shown))


class _Look:
    """One search: the rows that hold persons first, since they say how the person is written."""

    def __init__(self, reader: sqlite3.Connection, sought: Sought, today: dt.date, author: str) -> None:
        self._reader, self._sought = reader, sought
        numbers = reader.execute("SELECT id, number, stage FROM dossier").fetchall()
        self._numbers = {bytes(key): (str(number), str(stage)) for key, number, stage in numbers}
        self._over = {one.row.id for one in retained(reader, today) if one.due}
        gone = kept_rows(reader, today.isoformat())
        self._gone = {row.id for row in gone if row.eliminated_on is not None}
        self._withheld = withheld(reader, author)
        self.held: list[Held] = []
        self.people: list[Named] = []
        self._own: set[bytes] = set()  # dossiers for which the person speaks

    def holders(self) -> None:
        words = [*self._sought.words[-1:], *([fold(self._sought.email)] if self._sought.email else [])]
        for table, (name, told) in HOLDERS.items():
            columns = (*name, *told)
            for rid, dossier, values in rows_like(self._reader, table, columns, words):
                row = dict(zip(columns, (str(value or "") for value in values), strict=True))
                if not self._is(row, name):
                    continue
                if table in _OWN and dossier is not None:
                    self._own.add(bytes(dossier))
                self._know(row, name)
                filled = tuple(column for column in columns if row[column])
                words_ = " ".join(row[column] for column in filled)
                self._add(table, rid, dossier, words_, filled, sure=True)

    def _is(self, row: dict[str, str], name: Sequence[str]) -> bool:
        """Whether a row that holds a person holds this one."""
        email = fold(self._sought.email)
        if email and fold(row.get("email", "")) == email:
            return True
        bare = fold(" ".join(row[column] for column in name)).replace(",", " ").split()
        return bool(self._sought.words) and all(word in bare for word in self._sought.words)

    def _know(self, row: dict[str, str], name: Sequence[str]) -> None:
        first, last = ("", row[name[0]]) if len(name) == 1 else (row[name[0]], row[name[1]])
        if len(name) == 1:  # « Mme Claire Exemple »
            parts = [p for p in last.split() if fold(p).strip(".") not in ("mme", "m", "mlle", "mr")]
            first, last = " ".join(parts[:-1]), "".join(parts[-1:])
        person = Named(first, last, row.get("email", ""), row.get("phone", ""))
        if not person.empty and person not in self.people:
            self.people.append(person)

    def texts(self) -> None:
        people = self._named()
        if not people:
            return
        words = {fold(word) for one in people for word in (one.last_name, one.email) if word.strip()}
        for table, columns in TEXTS.items():
            for rid, dossier, values in rows_like(self._reader, table, columns, sorted(words)):
                told = {
                    c: str(v) for c, v in zip(columns, values, strict=True) if v and names(str(v), people)
                }
                if not told:
                    continue
                own = dossier is not None and bytes(dossier) in self._own
                sure = own or any(names(value, people, strict=True) for value in told.values())
                shown = _PRIVATE if rid in self._withheld else _excerpt(table, told.values(), people)
                self._add(table, rid, dossier, shown, tuple(told), sure=sure)

    def _named(self) -> list[Named]:
        words = self._sought.name.split()
        asked = Named(" ".join(words[:-1]), "".join(words[-1:]), self._sought.email)
        return [one for one in (*self.people, asked) if not one.empty]

    def pieces(self) -> None:
        people = self._named()
        words = sorted({fold(one.last_name) for one in people if one.last_name.strip()})
        if not words:
            return
        for row in pieces_like(self._reader, words):
            own = bytes(row.dossier_id) in self._own
            if names(row.text, people, strict=not own):
                self._add("piece_text", row.id, row.dossier_id, row.name, (), sure=True)

    def _add(
        self,
        table: str,
        rid: bytes,
        dossier: bytes | None,
        value: str,
        columns: tuple[str, ...],
        *,
        sure: bool,
    ) -> None:
        key = bytes(dossier) if dossier is not None else None
        if key is not None and key not in self._numbers:
            return  # a dossier that the person at work does not see
        situation = self._situation(key)
        number = self._numbers[key][0] if key is not None else ""
        where = place_words(table, columns)
        made = ruling(table, situation)
        self.held.append(Held(table, rid, key, number, where, value, columns, sure, situation, made))

    def _situation(self, dossier: bytes | None) -> Situation:
        if dossier is None:
            return "none"
        if dossier in self._over or dossier in self._gone:
            return "over"
        return "kept" if self._numbers[dossier][1] in ("decided", "notified", "closed") else "running"


def _excerpt(table: str, values: Iterable[str], people: list[Named]) -> str:
    """The words around the name; of a request as it came, those of its answers without their codes."""
    size = _SHORT if table in ("imported", "version") else _LONG
    told = " … ".join(around(value, people, size) for value in values)
    return re.sub(r'[{}\[\]"]', "", told) if table in ("imported", "version", "letter") else told


def place_words(table: str, columns: Sequence[str]) -> str:
    """« Note : Passage » as the history names it."""
    if table == "piece_text":
        return "Texte d’une pièce"
    room = ROWS.get(table, table)
    told = [FIELDS.get((table, column), "") for column in columns] if table not in HOLDERS else []
    return f"{room} : {', '.join(word for word in told if word)}" if any(told) else room


def as_json(found: Found) -> dict[str, Any]:
    """What is exported: readable by another program, as article 20 asks."""
    return {
        "person": found.sought.name, "email": found.sought.email, "steps_written": found.steps,
        "closed": found.closed,
        "held": [
            {
                "place": one.where, "table": one.table, "dossier": one.number or None, "value": one.value,
                "fields": list(one.columns), "sure": one.sure, "if_erased": one.ruling.fate,
                "why": one.ruling.why,
            }
            for one in found.held
        ],
    }  # fmt: skip


def by_place(found: Found) -> Iterator[tuple[str, list[Held]]]:
    """The places, in the order in which they were looked at."""
    rooms: dict[str, list[Held]] = {}
    for one in found.held:
        rooms.setdefault(one.where.partition(" :")[0], []).append(one)
    return iter(rooms.items())
