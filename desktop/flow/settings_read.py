"""Entries of each subject of the settings: as they are in this base, as they are shipped, as they differ."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from db.base import Table
from db.connection import raw_of
from db.journal import StepInfo
from db.keys import key_of
from db.queries import settings as rows
from db.queries.reference import setting
from desktop.flow.found import found
from desktop.flow.own import listed, shipped_files, tailored
from desktop.paths import resources
from desktop.rules.settings import SUBJECTS, Entry, Field, Subject, blank
from desktop.rules.settings.layers import flat, over
from desktop.rules.settings.people import as_shipped

Entries = dict[str, dict[str, Any]]
BY_FIELD = ("letterhead", "publication")  # founded whole; what an office changes of them is a row a field


class Standing(NamedTuple):
    """One entry and where it stands: "same", "changed", or "added" since it was shipped; who changed it."""

    code: str
    entry: Entry
    state: str
    author: str = ""
    at: str = ""


def entries(reader: sqlite3.Connection, subject: Subject) -> Entries:
    """The entries of a subject in this base, in their order."""
    if subject.table:
        return _of_table(reader, subject)
    folder = resources() / subject.room
    if subject.one:
        return {subject.code: _filled(subject, over(_single(subject), _kept(reader, subject)))}
    if not subject.listed:
        own = rows.own_values(reader, subject.room)
        files = {code: over(data, own.get(code, {})) for code, data in _whole(subject).items()}
        if subject.adds:  # those that no file holds
            files |= {code: told for code, told in own.items() if code not in files and code != "letterhead"}
        return {code: _filled(subject, entry) for code, entry in files.items()}
    found_ = tailored(reader, folder, subject.listed, subject.coded)
    return {code: _filled(subject, entry) for code, entry in found_.items()}


def shipped(subject: Subject) -> Entries:
    """The same as the program ships them."""
    if subject.table or subject.setting == "letterhead":
        return _founded(resources())[subject.code]
    if subject.one:
        return {subject.code: _filled(subject, _single(subject))}
    folder = resources() / subject.room
    found_ = listed(folder, subject.listed, subject.coded) if subject.listed else _whole(subject)
    return {code: _filled(subject, entry) for code, entry in found_.items()}


def learn() -> None:
    """Make what is shipped known: half a second, once, so that no screen waits for it."""
    _founded(resources())


def standings(reader: sqlite3.Connection, subject: Subject) -> list[Standing]:
    """Every entry with what became of it since it was shipped, and who did that last."""
    before, changes = shipped(subject), rows.last_changes(reader, subject.table or "setting")
    told = []
    for code, entry in entries(reader, subject).items():
        state = "added" if code not in before else "same" if before[code] == entry else "changed"
        last = _latest(changes, subject, code) if state != "same" else None
        told.append(Standing(code, entry, state, last.author if last else "", last.at if last else ""))
    return told


def _latest(changes: Mapping[bytes, rows.ChangeRow], subject: Subject, code: str) -> rows.ChangeRow | None:
    """The last change of an entry; of one whose fields are rows of their own, that of any of them."""
    keys = [row_key(subject, code)]
    if subject.setting in BY_FIELD:
        keys += [key_of("setting", f"{subject.setting}:{field.name}") for field in subject.fields]
    known = [changes[key] for key in keys if key in changes]
    return max(known, key=lambda change: change.at, default=None)


def row_key(subject: Subject, code: str) -> bytes:
    """The key of the row that keeps an entry."""
    if subject.table:
        return bytes.fromhex(code)
    return key_of("setting", setting_name(subject, code))


def setting_name(subject: Subject, code: str) -> str:
    """The name of the row of `setting` that keeps an entry."""
    return subject.setting or f"{rows.OWN}{subject.room}:{code}"


def _of_table(reader: sqlite3.Connection, subject: Subject) -> Entries:
    names = [field.name for field in subject.fields]
    made: Entries = {}
    for row in rows.rows_of(reader, subject.table, names):
        key = row.pop("id").hex()
        made[key] = {field.name: _read(field, row[field.name]) for field in subject.fields}
    return made


def _read(field: Field, value: Any) -> Any:
    """The value of a column as an entry tells it."""
    if field.kind == "lines":
        return [line for line in (value or "").split("\n") if line]
    if field.kind == "many":
        return (value or "").split()
    if field.kind == "yes":
        return bool(value)
    if field.kind == "row":
        return value.hex() if value is not None else ""
    if field.kind == "day":
        return value[:10] if value else ""
    return value


def written(field: Field, value: Any) -> Any:
    """The value of an entry as its column keeps it."""
    if field.kind == "lines":
        return "\n".join(value or [])
    if field.kind == "many":
        return " ".join(value or [])
    if field.kind == "row":
        return bytes.fromhex(value) if value else None
    if field.kind == "day":
        return dt.date.fromisoformat(value) if value else None
    if value is None and field.kind in ("line", "text", "choice", "colour"):
        return ""
    return value


def _whole(subject: Subject) -> dict[str, dict[str, Any]]:
    """The files of a room that are an entry each; the head that letters share is set apart. Rights have no
    file: the program itself says those it comes with."""
    if subject.room == "rights":
        return as_shipped()
    files = shipped_files(resources() / subject.room)
    # When a shipped letter is made is the program's own: what an office sets is when its own are proposed.
    return {
        name: {key: value for key, value in data.items() if key != "when"}
        for name, data in files
        if name != "letterhead"
    }


def _single(subject: Subject) -> dict[str, Any]:
    """The one entry of a room: its file, or all its files together."""
    whole: dict[str, Any] = {}
    stem = {"report_rules": "rules"}.get(subject.setting, subject.setting.rpartition(":")[2])
    for name, data in shipped_files(resources() / subject.room):
        if subject.room in ("opendata", "quarters") or name == stem:
            whole |= data
    return whole


def _kept(reader: sqlite3.Connection, subject: Subject) -> Mapping[str, Any]:
    kept = setting(reader, subject.setting)
    return kept if isinstance(kept, Mapping) else {}


def _filled(subject: Subject, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Each field of the subject, and nothing else: what a file leaves out is told empty."""
    groups = {field.name for field in subject.fields if field.kind == "figures"}
    told = dict(flat({name: value for name, value in entry.items() if name not in groups}))
    told |= {name: dict(entry.get(name, {})) for name in groups}
    return {field.name: _even(field, told.get(field.name, _untold(field))) for field in subject.fields}


def _untold(field: Field) -> Any:
    """What a file says by saying nothing: a check is done."""
    return True if field.name == "enabled" else blank(field)


def _even(field: Field, value: Any) -> Any:
    """A line that a file tells by its words alone, told as the others are."""
    if field.kind != "rows":
        return value
    inner = {part.name: part for part in field.fields if part.kind == "rows"}
    lines = [{"text": each} if isinstance(each, str) else dict(each) for each in value]
    for line in lines:
        line |= {name: _even(inner[name], line[name]) for name in inner if name in line}
    return lines


@cache
def _founded(folder: Path) -> dict[str, Entries]:
    """What a base founded today holds: made once, beside every base, and thrown away."""
    engine = create_engine("sqlite://")
    Table.metadata.create_all(engine)
    with Session(engine) as session:
        session.info["step"] = StepInfo("", "found", "", "")
        found(session, resources=folder)
        session.flush()
        raw = raw_of(session.connection())
        made = {subject.code: entries(raw, subject) for subject in SUBJECTS if subject.table}
        made["office"] = {"office": dict(json.loads(_letterhead(raw)))}
        session.rollback()
    engine.dispose()
    return made


def _letterhead(raw: sqlite3.Connection) -> str:
    return str(raw.execute("SELECT value FROM setting WHERE name = 'letterhead'").fetchone()[0])
