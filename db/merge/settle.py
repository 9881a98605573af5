"""A person settles a disagreement: one operation that replaces every proposal; or asks somebody to."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy.orm import Session

from db import models as m
from db.base import now
from db.connection import raw_of
from db.keys import key_of
from db.merge import shelf
from db.merge.kept import parents_of
from db.merge.kinds import GRAVE, kind_of
from db.merge.state import row_state
from db.rights import ask_settling
from db.store import author_of, give_reason, make_final, use_case


class CannotSettle(ValueError):
    """The message is a French sentence."""


@use_case("Trancher un désaccord", right="settle_difference")
def settle(session: Session, *, ent: str, rid: bytes, field: str, value: Any, reason: str = "") -> None:
    """Write what holds from now on. `value` is as the journal writes it (keys in hexadecimal).

    A removal (`field` "", or the reference of a child whose parent was removed): a true value keeps the row
    (the parent), a false one removes it (the child). Raises CannotSettle.
    """
    session.flush()
    connection = raw_of(session.connection())
    found = connection.execute(
        "SELECT nature FROM conflict WHERE ent = ? AND rid = ? AND field = ?", (ent, rid, field)
    ).fetchone()
    if found is None:
        raise CannotSettle("Ce désaccord est déjà tranché. Rien n’a été changé.")
    if not reason.strip() and (field == "" or kind_of(ent, field) in GRAVE):
        raise CannotSettle(
            "Dites pourquoi : un montant, une décision ou un retrait se tranche avec un motif."
        )
    kind = "decision" if field == "" and ent == "decision" else kind_of(ent, field).value
    ask_settling(session, kind, _officer(session, ent, rid, field))
    question = session.get(m.Question, key_of("question", ent, rid, field))
    if question is not None:
        session.delete(question)
    give_reason(session, reason.strip())
    make_final(session, "Un désaccord tranché ne s’annule pas : tranchez-le à nouveau.")
    if found[0] == "orphan":
        _settle_orphan(session, ent, rid, field, bool(value))
    elif field == "":
        _capture_whole(session, ent, rid, bool(value))
    else:
        _capture(session, ent, rid, field, value)


def _officer(session: Session, ent: str, rid: bytes, field: str) -> str:
    """In whose hands the dossier of this disagreement is."""
    found = (
        raw_of(session.connection())
        .execute(
            "SELECT d.officer FROM conflict c JOIN dossier d ON d.id = c.dossier "
            "WHERE c.ent = ? AND c.rid = ? AND c.field = ?",
            (ent, rid, field),
        )
        .fetchone()
    )
    return str(found[0]) if found else ""


def _settle_orphan(session: Session, ent: str, rid: bytes, field: str, keep: bool) -> None:
    if not keep:
        raw_of(session.connection()).execute(f'DELETE FROM "{ent}" WHERE id = ?', (rid,))
        return
    parent = dict(parents_of()[ent])[field]
    query = f'SELECT "{field}" FROM "{ent}" WHERE id = ?'
    (key,) = raw_of(session.connection()).execute(query, (rid,)).fetchone()
    _capture_whole(session, parent, bytes(key), keep=True)


def _capture_whole(session: Session, ent: str, rid: bytes, keep: bool) -> None:
    state = row_state(shelf.ops_of(raw_of(session.connection()), [(ent, rid)])[(ent, rid)])
    whole = json.dumps(state.values, ensure_ascii=False)
    _line(session, ent, rid, "", None if keep else whole, whole if keep else None)


def _capture(session: Session, ent: str, rid: bytes, field: str, value: Any) -> None:
    state = row_state(shelf.ops_of(raw_of(session.connection()), [(ent, rid)])[(ent, rid)])
    told = (json.dumps(v, ensure_ascii=False) for v in (state.values.get(field), value))
    _line(session, ent, rid, field, *told)


def _line(session: Session, ent: str, rid: bytes, field: str, base: str | None, val: str | None) -> None:
    connection = raw_of(session.connection())
    dossier = connection.execute(
        "SELECT dossier FROM conflict WHERE ent = ? AND rid = ? UNION ALL "
        "SELECT dossier FROM op WHERE ent = ? AND rid = ? LIMIT 1",
        (ent, rid, ent, rid),
    ).fetchone()
    connection.execute(
        "INSERT INTO capture(ent, rid, dossier, field, kind, base, val) VALUES (?, ?, ?, ?, 'settle', ?, ?)",
        (ent, rid, dossier[0] if dossier else None, field, base, val),
    )


@use_case("Demander à {of} de trancher", right="settle_difference")
def ask(session: Session, *, ent: str, rid: bytes, field: str, of: str, note: str = "") -> bytes:
    """Leave it open on purpose: who is asked to settle it. Asking again replaces the question."""
    key = key_of("question", ent, rid, field)
    row = session.get(m.Question, key)
    if row is None:
        (dossier,) = raw_of(session.connection()).execute(
            "SELECT dossier FROM conflict WHERE ent = ? AND rid = ? AND field = ?", (ent, rid, field)
        ).fetchone() or (None,)
        row = m.Question(id=key, dossier_id=dossier, about=f"{ent}:{rid.hex()}:{field}")
        session.add(row)
    row.asked_of, row.asked_by, row.note, row.asked_at = of, author_of(session), note, now()
    session.flush()
    return key
