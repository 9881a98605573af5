"""Separate what was united, at any later time: rows go back, and fields unless changed since."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Date, DateTime
from sqlalchemy.orm import Session

from db import models as m
from db.base import Key, Table, now
from db.keys import key_of
from db.store import say, use_case
from desktop.flow.annotate import reanchor
from desktop.flow.desk import LABELS, Desk, plain
from desktop.flow.moving import rows_of
from desktop.flow.names import Names
from desktop.flow.unite import CannotUnite, told


@use_case("Séparer ce qui a été réuni", right="merge")
def separate(session: Session, *, merging: bytes) -> list[str]:
    """Take a merging back; returns the labels of what was changed since, and stays as it is.

    Raises CannotUnite.
    """
    row = session.get_one(m.Merging, merging)
    model: Any = m.Dossier if row.kind == "dossier" else m.Applicant
    kept, gone = session.get_one(model, row.kept), session.get_one(model, row.gone)
    if row.undone_at is not None or gone.merged_into != kept.id:
        raise CannotUnite("Ces deux-là sont déjà séparés : rien n’a été changé.")
    if kept.merged_into is not None:
        raise CannotUnite(
            "Celui qui avait été gardé a lui-même été réuni avec un autre : séparez d’abord ces deux-là."
        )
    moved = told(row.moved)
    stayed = _dossier_back(session, kept, gone, moved) if row.kind == "dossier" else []
    stayed += _columns_back(kept, moved["columns"])
    if row.kind == "applicant":
        _rows_back(session, moved["rows"], "applicant_id", kept.id, gone.id)
    gone.merged_into, row.undone_at = None, now()
    session.flush()
    who = f"le dossier {gone.number}" if row.kind == "dossier" else f"le porteur « {gone.name} »"
    say(session, f"Séparer {who}")
    return stayed


def _dossier_back(session: Session, kept: m.Dossier, gone: m.Dossier, moved: dict[str, Any]) -> list[str]:
    stayed = _fields_back(session, kept, moved["fields"])
    _rows_back(session, moved["rows"], "dossier_id", kept.id, gone.id)
    for note, place in moved["places"].items():
        row = session.get(m.Annotation, bytes.fromhex(note))
        if row is not None:
            row.place = place
    for section in rows_of(session, m.Section, gone.id):
        reanchor(session, gone.id, section.code, section.body)
    for key, column, before, taken in moved["amounts"]:
        amount = session.get(m.Amount, bytes.fromhex(key))
        if amount is not None and getattr(amount, column) == taken:
            setattr(amount, column, before)
        elif amount is not None:
            stayed.append("Montants")
    stayed += _copies_back(session, moved["copies"])
    for values in moved["dropped"]:
        _piece_back(session, values)
    session.flush()
    return list(dict.fromkeys(stayed))


def _fields_back(session: Session, kept: m.Dossier, fields: dict[str, list[Any]]) -> list[str]:
    desk = Desk(session, kept, session.get_one(m.Applicant, kept.applicant_id), Names(session))
    stayed = []
    for name, (before, taken) in fields.items():
        if desk.get(name) == taken:
            desk.put(name, before)
            if name.startswith("text.") and not before:  # there was no such text
                session.delete(
                    session.get_one(m.Section, key_of("section", kept.id, name.removeprefix("text.")))
                )
            session.flush()
        else:
            stayed.append(LABELS.get(name, name.removeprefix("text.")))
    return stayed


def _columns_back(kept: Any, columns: dict[str, list[Any]]) -> list[str]:
    stayed = []
    for name, (before, taken) in columns.items():
        if plain(getattr(kept, name)) == taken:
            setattr(kept, name, _typed(kept, name, before))
        elif name != "name_key":
            stayed.append(LABELS.get(f"applicant.{name}", name))
    return stayed


def _typed(row: Any, name: str, value: Any) -> Any:
    """A value of the record as its column holds it."""
    kind = row.__table__.columns[name].type
    if value is None:
        return None
    if isinstance(kind, Key):
        return bytes.fromhex(value)
    return kind.python_type.fromisoformat(value) if isinstance(kind, Date | DateTime) else value


def _models() -> dict[str, Any]:
    """Table name -> its model."""
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Table.registry.mappers}


def _rows_back(session: Session, rows: dict[str, list[str]], column: str, kept: bytes, gone: bytes) -> None:
    models = _models()
    for table, keys in rows.items():
        for key in keys:
            row = session.get(models[table], bytes.fromhex(key))
            if row is not None and getattr(row, column) == kept:
                setattr(row, column, gone)
    session.flush()


def _copies_back(session: Session, copies: dict[str, list[list[str]]]) -> list[str]:
    """Remove the copies that nobody has changed since; the others are work done on the dossier kept."""
    models = _models()
    stayed: list[str] = []
    for table, pairs in reversed(copies.items()):  # scores before the assessments that hold them
        for here, there in pairs:
            copy = session.get(models[table], bytes.fromhex(here))
            if copy is None:
                continue
            origin = session.get(models[table], bytes.fromhex(there)) if there else None
            if origin is None or _same(copy, origin):
                session.delete(copy)
            else:
                stayed.append(_COPIED.get(table, table))
        session.flush()
    return stayed


_COPIED = {"mark": "Forces des défis", "assessment": "Notation", "score": "Notation", "sift": "Recevabilité"}
_WHOSE = {"id", "dossier_id", "assessment_id"}


def _same(one: Any, other: Any) -> bool:
    names = (column.name for column in one.__table__.columns if column.name not in _WHOSE)
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _piece_back(session: Session, values: dict[str, Any]) -> None:
    key = bytes.fromhex(values["id"])
    if session.get(m.Piece, key) is None:
        made = m.Piece()
        for name, value in values.items():
            setattr(made, name, _typed(made, name, value))
        session.add(made)
