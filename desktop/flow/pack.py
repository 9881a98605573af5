"""Hand out the pack of a session: versions of its rows, the file printed, what is kept of both."""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import models as m
from db.base import now
from db.chain import on_paper
from db.keys import new_key
from db.queries import committee as room
from db.queries import packs
from db.queries.packs import PackRow
from db.store import Store, author_of, say, use_case
from desktop.flow.files import content_of, keep
from desktop.flow.pack_clashes import base_words, refusal
from desktop.flow.pack_rows import gather
from desktop.letters.files import write_whole
from desktop.letters.pack_json import digest, from_json, to_json
from desktop.letters.pack_model import Edition, Pack
from desktop.letters.sheets.pack import Tell, silent
from desktop.rules.folding import fold


class Wish(NamedTuple):
    """What is wanted of a pack: for all or one member, since a version, in large print, with which pieces."""

    since: int | None = None
    member: str = ""
    large_print: bool = False
    draft: bool = False
    pieces: tuple[bytes, ...] = ()
    forced: bool = False  # printed though values are not settled


def own_interests(reader: sqlite3.Connection, committee: bytes, person: str) -> str:
    """What the one who makes a pack is told of their own interests, "" when they have none in it."""
    numbers = packs.closed_in(reader, committee, person)
    if not numbers:
        return ""
    return (
        f"Vous avez déclaré un intérêt dans cette séance ({', '.join(numbers)}) : ce dossier de séance est "
        "pour les autres membres. Pour vous-même, faites l’exemplaire à votre nom."
    )


class Unsettled(ValueError):
    """Values of this session wait to be settled; the message is a French sentence. `forced` prints it."""


class Prepared(NamedTuple):
    """A pack ready to be printed: its rows, what it is compared with, its edition."""

    pack: Pack
    rows: bytes
    edition: Edition
    before: Pack | None


class Printed(NamedTuple):
    """What was handed out."""

    version: int
    pages: int | None
    sha256: str  # of the rows
    file: str  # SHA-256 of what was written


def prepare(
    reader: sqlite3.Connection, files: Path, committee: bytes, wish: Wish, today: dt.date | None = None
) -> Prepared:
    """Gather the rows and give them their version: that of the last one while the rows are the same.

    Raises ValueError (French): no such session, version or member; Unsettled.
    """
    pack = gather(reader, committee, wish.pieces)
    if not wish.forced and (why := refusal(reader, pack)):
        raise Unsettled(why)
    rows = to_json(pack)
    known = packs.packs(reader, committee)
    version, day = _version(known, digest(rows), today or dt.date.today())
    member = _member(reader, committee, wish.member)
    before, since_day = None, ""
    if wish.since is not None:
        row = packs.pack_of_version(reader, committee, wish.since)
        if row is None:
            told = ", ".join(str(n) for n in sorted({each.version for each in known})) or "aucune"
            raise ValueError(
                f"Cette séance n’a pas de version {wish.since} (versions remises : {told}) : rien n’est fait."
            )
        before, since_day = rows_of(files, row), row.made_at[:10]
    edition = Edition(
        version, day, wish.draft or not pack.final, member, wish.large_print, wish.since, since_day,
        _journal(reader, known, version), base_words(reader), digest(rows)[:6].upper(),
    )  # fmt: skip
    return Prepared(pack, rows, edition, before)


def _version(known: Sequence[PackRow], sha256: str, today: dt.date) -> tuple[int, str]:
    """The version of these rows, and the day it was first made."""
    if known and known[0].sha256 == sha256:
        last = known[0].version
        return last, min(row.made_at for row in known if row.version == last)[:10]
    return (known[0].version + 1 if known else 1), today.isoformat()


def _journal(reader: sqlite3.Connection, known: Sequence[PackRow], version: int) -> str:
    """The state of the journal when this version was first printed: the same version gives the same pages."""
    first = min((row for row in known if row.version == version), key=lambda r: r.made_at, default=None)
    return on_paper(reader, first.id if first else None)


def _member(reader: sqlite3.Connection, committee: bytes, name: str) -> str:
    """The member named, as the session writes it."""
    if not name:
        return ""
    names = [row.name for row in room.members(reader, committee)]
    exact = [each for each in names if fold(each) == fold(name)]
    near = [each for each in names if fold(name) in fold(each)]
    if len(exact or near) == 1:
        return (exact or near)[0]
    if near:
        raise ValueError(f"« {name} » désigne plusieurs membres : {', '.join(near)}.")
    told = ", ".join(names) or "aucun membre inscrit"
    raise ValueError(f"« {name} » n’est pas membre de cette séance ({told}).")


def rows_of(files: Path, row: PackRow) -> Pack:
    """The rows frozen with a pack. Raises ValueError (French) when they are gone or were altered."""
    try:
        content = content_of(files, row.rows)
    except OSError as error:
        raise ValueError(f"Les lignes de la version {row.version} manquent à côté de la base.") from error
    if hashlib.sha256(content).hexdigest() != row.rows:
        raise ValueError(f"Les lignes de la version {row.version} ont été altérées : son empreinte diffère.")
    return from_json(content)


@use_case("Remettre un dossier de séance", right="convene")
def hand_out(
    session: Session,
    *,
    committee: bytes,
    rows: bytes,
    edition: Edition,
    content: bytes,
    name: str,
    pages: int | None,
) -> bytes:
    """Keep the rows and the file of a pack, once when the same is handed out again. Returns its key."""
    row = session.get_one(m.Committee, committee)
    sha256 = digest(rows)
    kept, printed = keep(session, rows, "seance.json"), keep(session, content, name)
    same = select(m.Pack.id).where(
        m.Pack.committee_id == committee, m.Pack.version == edition.version, m.Pack.sha256 == sha256,
        m.Pack.file_id == printed.id,
    )  # fmt: skip
    found = session.scalars(same).first()
    if found is not None:
        return found
    last = session.scalar(select(func.max(m.Pack.version)).where(m.Pack.committee_id == committee)) or 0
    if edition.version < last:
        raise ValueError("Une version plus récente vient d’être remise : recommencez. Rien n’a été gardé.")
    # The first file of a version bears its day; those made of it later bear theirs.
    moment = now()
    if edition.version > last:
        moment = dt.datetime.combine(dt.date.fromisoformat(edition.day), moment.time())
    made = m.Pack(
        id=new_key(), committee_id=committee, version=edition.version, since=edition.since,
        audience=edition.member, large_print=edition.large_print, draft=edition.draft, sha256=sha256,
        rows_id=kept.id, file_id=printed.id, pages=pages, made_at=moment, author=author_of(session),
    )  # fmt: skip
    session.add(made)
    session.flush()
    say(session, f"Remettre le dossier de la séance {row.code}, version {edition.version}")
    return made.id


def written(ready: Prepared, files: Path, suffix: str, tell: Tell = silent) -> tuple[bytes, int | None]:
    """The file of a pack, ".pdf" or ".xlsx", and its pages (None for a workbook). Raises Stopped."""
    if suffix == ".xlsx":
        from desktop.flow.pack_book import write_book  # openpyxl and pikepdf: at first use

        return write_book(ready, tell), None
    from desktop.flow.pack_file import write_pdf

    return write_pdf(ready, files, tell)


def make(
    store: Store,
    committee: bytes,
    out: Path,
    wish: Wish,
    *,
    tell: Tell = silent,
    today: dt.date | None = None,
) -> Printed:
    """Write the pack, PDF or XLSX by the name of `out`, whole or not at all, and keep it as handed out.

    Raises ValueError (French), OSError, desktop.letters.sheets.pack.Stopped.
    """
    suffix = out.suffix.lower()
    if suffix not in (".pdf", ".xlsx"):
        raise ValueError(f"« {out.name} » : un dossier de séance s’écrit en .pdf ou en .xlsx.")
    ready = prepare(store.reader, store.files, committee, wish, today)
    content, pages = written(ready, store.files, suffix, tell)
    write_whole(out, content)
    store.do(
        hand_out, committee=committee, rows=ready.rows, edition=ready.edition, content=content,
        name=out.name, pages=pages,
    )  # fmt: skip
    return Printed(ready.edition.version, pages, digest(ready.rows), hashlib.sha256(content).hexdigest())
