"""Changes of this workstation that were refused: answered by correcting them, or handed on to the city."""

from __future__ import annotations

from sqlalchemy.orm import Session

from db import models as m
from db.base import now
from db.keys import key_of
from db.queries.shipments import RefusedRow
from db.store import Store, author_of, say, use_case
from desktop.flow.apart import field_label, value_words

CITY = "ville"  # whoever holds the dossier there reads it


@use_case("Transmettre une modification refusée", right="settle_difference")
def hand_on(session: Session, *, row: RefusedRow) -> None:
    """Ask the city to settle what was refused here: the question travels with the next satchel."""
    about = f"{row.ent}:{row.rid.hex()}:{row.field}"
    key = key_of("question", row.ent, row.rid, row.field)
    label = field_label(row.ent, row.field)
    note = f"{label}, valeur refusée : {value_words(row.ent, row.field, row.val)}. {row.reason}"
    asked = session.get(m.Question, key)
    if asked is None:
        asked = m.Question(id=key, dossier_id=None, about=about, asked_of=CITY, asked_by="", asked_at=now())
        session.add(asked)
    asked.asked_of, asked.asked_by, asked.note = CITY, author_of(session), note
    say(session, f"Transmettre à la ville : {label}")


def answered(store: Store, *, op: bytes, state: str) -> None:
    """Say what became of a refused change; `state` is corrected or passed_on. What is refused is no row of
    the office, so this is no step of the journal."""
    with store.write_raw() as connection:
        connection.execute("UPDATE refused SET state = ? WHERE op = ?", (state, op))
