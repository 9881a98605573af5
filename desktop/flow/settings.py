"""Set what an office may set: change, add, remove, go back to what is shipped; all of it checked first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from db import models as m
from db.base import Table
from db.keys import key_of, new_key
from db.queries import settings as rows
from db.rights import ask_right
from db.store import reader_of, say, use_case
from desktop.flow.found import put
from desktop.flow.settings_effects import check_effects
from desktop.flow.settings_read import BY_FIELD, entries, row_key, setting_name, shipped, written
from desktop.rules.folding import fold
from desktop.rules.french import plural
from desktop.rules.settings import BY_CODE, Entry, Subject, blank, faults, name_of
from desktop.rules.settings.layers import deep

KEPT = "Rien n’a été enregistré."


def subject_of(code: str) -> Subject:
    """A subject by its code. Raises ValueError (French)."""
    if code not in BY_CODE:
        raise ValueError(f"« {code} » n’est pas un réglage. Réglages : {', '.join(BY_CODE)}.")
    return BY_CODE[code]


def _settable(session: Session, code: str) -> Subject:
    """A subject that the person at work may change. Raises ValueError (French)."""
    kind = subject_of(code)
    if kind.right != "settings":
        ask_right(session, kind.right)
    return kind


@use_case("Changer un réglage", right="settings")
def change(
    session: Session, *, subject: str, changes: Mapping[str, Mapping[str, Any]], agreed: bool = False
) -> int:
    """Change fields of some entries of a subject, in one step; returns how many entries changed.

    Raises ValueError (French) with nothing written when the whole would not be sound; ToAgree when a change
    has an effect that somebody must have read: `agreed` says that it was.
    """
    kind = _settable(session, subject)
    before = entries(reader_of(session), kind)
    after = {code: dict(entry) for code, entry in before.items()}
    for code, told in changes.items():
        if code not in before:
            raise ValueError(f"« {code} » n’est plus dans « {kind.title} ». {KEPT}")
        _refuse_fixed(kind, before[code], told)
        after[code] |= told
    touched = [code for code in changes if after[code] != before[code]]
    check(kind, before, after)
    check_effects(reader_of(session), kind, before, {code: after[code] for code in touched}, agreed=agreed)
    for code in touched:
        write(session, kind, code, before[code], after[code])
    _say(session, kind, "", {code: after[code] for code in touched})
    return len(touched)


@use_case("Ajouter un réglage", right="settings")
def add(session: Session, *, subject: str, values: Mapping[str, Any]) -> str:
    """Add an entry; returns its code. Raises ValueError (French) with nothing written."""
    kind = _settable(session, subject)
    if not kind.adds:
        raise ValueError(f"« {kind.title} » ne reçoit pas de ligne nouvelle. {KEPT}")
    before = entries(reader_of(session), kind)
    entry = {field.name: values.get(field.name, blank(field)) for field in kind.fields}
    code = new_code(kind, entry)
    if code in before:
        raise ValueError(f"« {name_of(kind, entry)} » est déjà dans « {kind.title} ». {KEPT}")
    check(kind, before, {**before, code: entry})
    check_effects(reader_of(session), kind, before, {code: entry}, agreed=False)
    write(session, kind, code, None, entry)
    _say(session, kind, "ajouter", {code: entry})
    return code


@use_case("Retirer un réglage", right="settings")
def remove(session: Session, *, subject: str, code: str) -> None:
    """Take an entry away. Raises ValueError (French) when it is used, or would come back by itself."""
    kind = _settable(session, subject)
    before = entries(reader_of(session), kind)
    if code not in before:
        raise ValueError(f"« {code} » n’est plus dans « {kind.title} ». {KEPT}")
    if why := why_not_removed(session, kind, code):
        raise ValueError(f"« {name_of(kind, before[code])} » {why} {KEPT}")
    check(kind, before, {other: entry for other, entry in before.items() if other != code})
    drop(session, kind, code)
    _say(session, kind, "retirer", {code: before[code]})


@use_case("Revenir à ce qui est livré", right="settings")
def revert(session: Session, *, subject: str, code: str, agreed: bool = False) -> None:
    """Give an entry back the values it is shipped with. Raises ValueError (French) when it is not shipped."""
    kind = _settable(session, subject)
    told = shipped(kind).get(code)
    if told is None:
        raise ValueError(f"Cette ligne de « {kind.title} » n’est pas livrée avec Parvis. {KEPT}")
    before = entries(reader_of(session), kind)
    after = {**before, code: told}
    check(kind, before, after)
    check_effects(reader_of(session), kind, before, {code: told}, agreed=agreed)
    write(session, kind, code, before.get(code), told)
    _say(session, kind, "revenir à ce qui est livré", {code: told})


def check(kind: Subject, before: Mapping[str, Entry], after: Mapping[str, Entry]) -> None:
    """Raises ValueError (French) for what would be wrong after a change, and was not before it."""
    known = {(fault.code, fault.sentence) for fault in faults(kind, before)}
    found = [fault for fault in faults(kind, after) if (fault.code, fault.sentence) not in known]
    if found:
        told = []
        for fault in found[:5]:
            where = (
                f"« {name_of(kind, after[fault.code], fault.code)} », "
                if fault.code in after and not kind.one
                else ""
            )
            told.append(f"{where}{fault.sentence}")
        raise ValueError(f"{kind.title} : {' '.join(told)} {KEPT}")


def write(session: Session, kind: Subject, code: str, before: Entry | None, entry: Entry) -> None:
    """Write an entry that was found sound: the row of its table, or what differs from the shipped file."""
    if not kind.table:
        _write_own(session, kind, code, entry)
        return
    model = model_of(kind)
    columns = {field.name: written(field, entry.get(field.name)) for field in kind.fields}
    if before is None:
        session.add(model(id=row_key(kind, code), **columns))
    else:
        row = session.get_one(model, row_key(kind, code))
        for field in kind.fields:
            if entry.get(field.name) != before.get(field.name):
                setattr(row, field.name, columns[field.name])
    session.flush()


def _write_own(session: Session, kind: Subject, code: str, entry: Entry) -> None:
    name = setting_name(kind, code)
    if kind.setting in BY_FIELD:
        now = entries(reader_of(session), kind)[code]
        for field, value in entry.items():
            if value != now.get(field):
                put(session, f"{name}:{field}", value)
        return
    first = shipped(kind).get(code)
    differs = {
        name_: value
        for name_, value in entry.items()
        if (value not in (None, "", []) if first is None else value != first.get(name_))
    }
    kept = _other_words(session, kind, name)
    if kind.code == "letters" and first is None:
        kept["id"] = code
    if differs or kept:
        put(session, name, {**kept, **deep(differs)})
    else:
        drop(session, kind, code)


def _other_words(session: Session, kind: Subject, name: str) -> dict[str, Any]:
    """What stands in the same row and is no field of the subject: another screen writes it."""
    row = session.get(m.Setting, key_of("setting", name))
    groups = {field.name.partition(".")[0] for field in kind.fields}
    return {key: value for key, value in (_json(row.value) if row else {}).items() if key not in groups}


def _json(text: str) -> dict[str, Any]:
    import json

    told = json.loads(text)
    return told if isinstance(told, dict) else {}


def drop(session: Session, kind: Subject, code: str) -> None:
    """Delete the row that keeps an entry, when there is one."""
    row = session.get(model_of(kind) if kind.table else m.Setting, row_key(kind, code))
    if row is not None:
        session.delete(row)
    session.flush()


def why_not_removed(session: Session, kind: Subject, code: str) -> str:
    """Why an entry stays, the end of a French sentence; "" when it may go."""
    if not kind.removes:
        return "ne se retire pas."
    if code in shipped(kind) and (kind.comes_back or kind.room):
        return "est livré avec Parvis et reviendrait : réglez-le pour qu’il ne serve plus."
    if kind.code == "letters":
        uses = rows.used_by(reader_of(session), "letter", "template", code)
        return f"sert {uses} fois dans la base\u00a0: un courrier préparé ou parti le nomme." if uses else ""
    if not kind.table:
        return ""
    reader, key = reader_of(session), row_key(kind, code)
    uses = sum(
        rows.used_by(reader, table.name, column.name, key)
        for table in Table.metadata.tables.values()
        for column in table.columns
        if any(other.column.table.name == kind.table for other in column.foreign_keys)
    )
    if kind.code == "pieces":
        entry = session.get_one(m.PieceKind, key)
        uses += rows.used_by(reader, "piece", "kind", entry.code)
    return f"sert {uses} fois dans la base." if uses else ""


def new_code(kind: Subject, entry: Entry) -> str:
    """What names a new entry: the key made of its meaning, where it has one."""
    if kind.table:
        by_name = {field.name: field for field in kind.fields}
        parts = [written(by_name[name], entry.get(name)) for name in kind.meaning]
        if kind.code == "challenges":  # as found.py makes it: by the code of the grid
            return new_key().hex()
        return (key_of(kind.table, *parts) if parts and all(parts) else new_key()).hex()
    if kind.code == "letters":  # a word that a letter and its register keep
        return "m_" + re.sub(r"[^a-z0-9]+", "_", fold(str(entry.get("title")))).strip("_")[:50]
    return new_key().hex()[-12:]


def model_of(kind: Subject) -> type[Any]:
    """The model of a subject's table."""
    return next(
        mapper.class_ for mapper in Table.registry.mappers if mapper.class_.__tablename__ == kind.table
    )


def _refuse_fixed(kind: Subject, before: Entry, told: Mapping[str, Any]) -> None:
    for field in kind.fields:
        if field.fixed and field.name in told and told[field.name] != before.get(field.name):
            raise ValueError(f"{field.words} : ne change plus une fois la ligne faite. {KEPT}")


def _say(session: Session, kind: Subject, deed: str, told: Mapping[str, Entry]) -> None:
    names = [name_of(kind, entry, code)[:60] for code, entry in told.items()]
    what = f"« {names[0]} »" if len(names) == 1 else f"{len(names)} {plural(len(names), 'ligne')}"
    say(session, f"Réglages, {kind.title}{deed and f', {deed}'} : {what}")
