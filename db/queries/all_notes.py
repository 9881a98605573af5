"""Notes over all dossiers: which ones are wanted, a page of them, and how many in each group."""

from __future__ import annotations

import sqlite3
from typing import Any, Literal, NamedTuple, get_args

from db.connection import fold
from db.filters import Node, where
from db.queries.rows import every
from db.queries.scores import CLOSED
from db.search import match_expression

By = Literal["challenge", "quarter", "author", "strength", "audience", "month", "dossier"]
AXES: tuple[By, ...] = get_args(By)
NONE = "-"  # the group of notes that have no challenge, or no quarter


class NoteWish(NamedTuple):
    """Which notes are wanted; "" is any. `person` never sees notes others keep for themselves, nor those of a
    dossier closed by an interest. `challenge`: code, rank or part of a name, NONE for none; `quarter`: the
    same, of the note, else of its dossier; `strength`: digits wanted, "23" for two and three; `since` and
    `until`: ISO days; `month`: 2026-03; `dossier`: its number; `dossiers`: a query of the list."""

    person: str
    words: str = ""
    challenge: str = ""
    quarter: str = ""
    author: str = ""
    strength: str = ""
    audience: str = ""
    since: str = ""
    until: str = ""
    month: str = ""
    dossier: str = ""
    applicant: str = ""
    dossiers: Node | None = None


class NoteRow(NamedTuple):
    """One note and where it stands; `rank` None: no challenge. `piece` is the name of its piece."""

    id: bytes
    dossier: bytes
    number: str
    applicant: str
    title: str
    place: str
    piece: str | None
    page: int | None
    quote: str
    text: str
    challenge: str | None  # code
    rank: int | None
    short: str | None
    quarters: str | None
    strength: int
    audience: str
    author: str
    at: str


class GroupRow(NamedTuple):
    """One group: what a NoteWish names it, its words ("" when the screen says them), how many notes."""

    key: str
    words: str
    notes: int


_CLOSED = f"{CLOSED} UNION SELECT gone FROM merging WHERE kind = 'dossier' AND undone_at IS NULL"
_CHALLENGE = "(x.rank = ? OR x.code = ? OR instr(fold(x.short || ' ' || x.title), ?) > 0)"
_QUARTER = "(x.code = ? OR instr(fold(x.short || ' ' || x.name || ' ' || x.aliases), ?) > 0)"
_FOUND = (
    "SELECT s.rid FROM search_doc s WHERE s.ent = 'annotation' "
    "AND s.n IN (SELECT rowid FROM search WHERE search MATCH ?)"
)
Clause = tuple[str, list[Any]]


def _challenge(said: str) -> Clause:
    if said == NONE:
        return "n.challenge_id IS NULL", []
    rank = int(said) if said.isdigit() else -1
    words = "\x00" if rank > 0 else fold(said)
    return f"n.challenge_id IN (SELECT x.id FROM challenge x WHERE {_CHALLENGE})", [rank, said.upper(), words]


def _quarter(said: str) -> Clause:
    if said == NONE:
        return (
            "n.quarter_id IS NULL AND NOT EXISTS (SELECT 1 FROM dossier_quarter y WHERE y.dossier_id = n.dossier_id)",
            [],
        )
    keys = f"SELECT x.id FROM quarter x WHERE {_QUARTER}"
    inside = f"SELECT y.dossier_id FROM dossier_quarter y WHERE y.quarter_id IN ({keys})"
    values = [said.upper(), fold(said)]
    sql = f"(n.quarter_id IN ({keys}) OR n.quarter_id IS NULL AND n.dossier_id IN ({inside}))"
    return sql, values * 2


def _plain(wish: NoteWish) -> list[Clause]:
    """Conditions on the row of the note alone."""
    made: list[Clause] = []
    if wish.author == NONE:
        made.append(("n.author = ''", []))
    elif wish.author:
        made.append(("instr(fold(n.author), ?) > 0", [fold(wish.author)]))
    if wish.strength:
        made.append((f"n.strength IN ({', '.join('?' * len(wish.strength))})", [*map(int, wish.strength)]))
    if wish.audience:
        made.append(("n.audience = ?", [wish.audience]))
    for sign, day in ((">=", wish.since), ("<=", wish.until)):
        if day:
            made.append((f"substr(n.at, 1, 10) {sign} ?", [day]))
    if wish.month:
        made.append(("substr(n.at, 1, 7) = ?", [wish.month]))
    return made


def _condition(wish: NoteWish) -> Clause:
    """What `annotation n` must answer."""
    parts: list[Clause] = [
        ("(n.audience <> 'me' OR n.author = ?)", [wish.person]),
        (f"n.dossier_id NOT IN ({_CLOSED})", [wish.person, wish.person]),
        *_plain(wish),
    ]
    if wish.challenge:
        parts.append(_challenge(wish.challenge))
    if wish.quarter:
        parts.append(_quarter(wish.quarter))
    if wish.words and (words := match_expression(wish.words)):
        parts.append((f"n.id IN ({_FOUND})", [words]))
    if wish.dossier:
        parts.append(("n.dossier_id IN (SELECT id FROM dossier WHERE number = ?)", [wish.dossier]))
    if wish.applicant:
        sql = "SELECT d.id FROM dossier d JOIN applicant a ON a.id = d.applicant_id WHERE instr(fold(a.name || ' ' || a.acronym), ?) > 0"
        parts.append((f"n.dossier_id IN ({sql})", [fold(wish.applicant)]))
    if wish.dossiers is not None:
        sql, values = where(wish.dossiers)
        chosen = (
            "SELECT d.id FROM dossier d JOIN applicant a ON a.id = d.applicant_id "
            f"LEFT JOIN total t ON t.dossier_id = d.id LEFT JOIN decision z ON z.dossier_id = d.id WHERE {sql}"
        )
        parts.append((f"n.dossier_id IN ({chosen})", values))
    return " AND ".join(f"({sql})" for sql, _ in parts), [value for _, values in parts for value in values]


_COLUMNS = """
n.id, d.id, d.number, a.name, d.title, n.place, coalesce(nullif(p.name, ''), p.label), n.page, n.quote, n.text,
 c.code, c.rank, c.short, coalesce(q.short, (SELECT group_concat(short, ', ') FROM (SELECT w.short
  FROM dossier_quarter x JOIN quarter w ON w.id = x.quarter_id WHERE x.dossier_id = d.id ORDER BY w.rank))),
 n.strength, n.audience, n.author, n.at"""


def note_page(
    reader: sqlite3.Connection,
    wish: NoteWish,
    after: bytes | None = None,
    size: int = 200,
    *,
    oldest_first: bool = False,
) -> list[NoteRow]:
    """The next notes after that key, in the order they were written; None for the first page."""
    sql, values = _condition(wish)
    sign, way = (">", "ASC") if oldest_first else ("<", "DESC")
    beyond = f" AND n.id {sign} ?" if after else ""
    # The page is found in the notes alone: names are then read for its rows only.
    chosen = f"SELECT n.id FROM annotation n WHERE {sql}{beyond} ORDER BY n.id {way} LIMIT ?"
    query = (
        f"SELECT {_COLUMNS} FROM annotation n JOIN dossier d ON d.id = n.dossier_id "
        "JOIN applicant a ON a.id = d.applicant_id LEFT JOIN challenge c ON c.id = n.challenge_id "
        "LEFT JOIN quarter q ON q.id = n.quarter_id "
        "LEFT JOIN piece p ON p.dossier_id = n.dossier_id AND n.place = 'piece:' || lower(hex(p.id)) "
        f"WHERE n.id IN ({chosen}) ORDER BY n.id {way}"
    )
    return every(reader, NoteRow, query, [*values, *([after] if after else []), size])


_GROUPS: dict[str, str] = {
    "challenge": (
        "SELECT coalesce(c.code, '-'), coalesce(c.rank || ' · ' || c.short, ''), g.n FROM "
        "(SELECT n.challenge_id AS k, count(*) AS n FROM annotation n WHERE {0} GROUP BY 1) g "
        "LEFT JOIN challenge c ON c.id = g.k ORDER BY c.rank IS NULL, c.rank"
    ),
    # Counted by dossier first: the quarters of a dossier are then read once for all its notes.
    "quarter": (
        "SELECT coalesce(q.code, '-'), coalesce(q.name, ''), sum(g.n) FROM "
        "(SELECT n.dossier_id AS d, n.quarter_id AS k, count(*) AS n FROM annotation n WHERE {0} GROUP BY 1, 2) g "
        "LEFT JOIN dossier_quarter x ON g.k IS NULL AND x.dossier_id = g.d "
        "LEFT JOIN quarter q ON q.id = coalesce(g.k, x.quarter_id) GROUP BY 1 ORDER BY q.rank IS NULL, q.rank"
    ),
    "author": "SELECT coalesce(nullif(n.author, ''), '-'), n.author, count(*) FROM annotation n WHERE {0} GROUP BY 1 ORDER BY 3 DESC, 1",
    "strength": "SELECT n.strength, '', count(*) FROM annotation n WHERE {0} GROUP BY 1 ORDER BY 1 DESC",
    "audience": "SELECT n.audience, '', count(*) FROM annotation n WHERE {0} GROUP BY 1 ORDER BY 3 DESC",
    "month": "SELECT substr(n.at, 1, 7), '', count(*) FROM annotation n WHERE {0} GROUP BY 1 ORDER BY 1 DESC",
    "dossier": (
        "SELECT d.number, d.number || ' · ' || a.name, g.n FROM "
        "(SELECT n.dossier_id AS k, count(*) AS n FROM annotation n WHERE {0} GROUP BY 1 ORDER BY 2 DESC LIMIT 500) g "
        "JOIN dossier d ON d.id = g.k JOIN applicant a ON a.id = d.applicant_id ORDER BY g.n DESC, d.number"
    ),
}


def note_groups(reader: sqlite3.Connection, wish: NoteWish, by: By) -> list[GroupRow]:
    """How many notes in each group. By quarter, a note without one counts in each quarter of its dossier;
    by dossier, the 500 that have most."""
    sql, values = _condition(wish)
    rows = reader.execute(_GROUPS[by].format(sql), values)
    return [GroupRow(str(key), words, count) for key, words, count in rows]


def note_total(reader: sqlite3.Connection, wish: NoteWish) -> tuple[int, int]:
    """(notes, dossiers)."""
    sql, values = _condition(wish)
    query = f"SELECT count(*), count(DISTINCT n.dossier_id) FROM annotation n WHERE {sql}"
    notes, dossiers = reader.execute(query, values).fetchone()
    return notes, dossiers
