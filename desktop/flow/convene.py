"""Convene: a session of the committee, its facts and its documents, before it is held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import new_key
from db.store import author_of, say, use_case
from desktop.flow.files import keep
from desktop.flow.frozen import still_open
from desktop.flow.seats import copy_members
from desktop.rules.committee import KINDS

FACTS = (
    "name", "kind", "held_on", "starts_at", "place", "quorum", "quarter_id", "wave_id", "act", "act_on",
    "notes",
)  # fmt: skip


def next_code(session: Session, year: int) -> str:
    """The next code of the year, "S2026-03"."""
    codes = session.scalars(select(m.Committee.code).where(m.Committee.code.startswith(f"S{year}-")))
    last = max((int(code.partition("-")[2]) for code in codes), default=0)
    return f"S{year}-{last + 1:02d}"


@use_case("Convoquer « {name} »", right="convene")
def convene(
    session: Session,
    *,
    name: str,
    held_on: dt.date,
    kind: str = "technical",
    starts_at: str = "",
    place: str = "",
    quorum: int | None = None,
    quarter: bytes | None = None,
    wave: bytes | None = None,
    usual: Path | None = None,
) -> bytes:
    """Make a session; its members are those of the last one of its kind, else the usual ones of the folder
    `usual` (resources/committees). Returns its key. Raises ValueError (French)."""
    facts = {"name": name, "kind": kind, "starts_at": starts_at, "quorum": quorum}
    _refuse(facts)
    row = m.Committee(
        id=new_key(), code=next_code(session, held_on.year), name=name.strip(), kind=kind, held_on=held_on,
        starts_at=starts_at.strip(), place=place.strip(), quorum=quorum, quarter_id=quarter, wave_id=wave,
        author=author_of(session),
    )  # fmt: skip
    session.add(row)
    session.flush()
    copy_members(session, row, usual)
    session.flush()
    say(session, f"Convoquer « {row.name} » ({row.code})")
    return row.id


def _refuse(facts: Mapping[str, Any]) -> None:
    if "name" in facts and not str(facts["name"]).strip():
        raise ValueError("Donnez un nom à la séance, par exemple « Comité technique, quartiers Nord ».")
    if "kind" in facts and facts["kind"] not in KINDS:
        raise ValueError(
            f"« {facts['kind']} » n’est pas une sorte de séance. Possibles : {', '.join(KINDS)}."
        )
    hour = str(facts.get("starts_at") or "").strip()
    if hour:
        try:
            dt.time.fromisoformat(hour)
        except ValueError as wrong:
            raise ValueError(f"« {hour} » n’est pas une heure : écrivez par exemple 14:00.") from wrong
    quorum = facts.get("quorum")
    if quorum is not None and quorum < 0:
        raise ValueError("Un quorum ne peut pas être négatif.")


@use_case("Modifier la séance", right="convene")
def change(session: Session, *, committee: bytes, **facts: Any) -> None:
    """Change facts of a session (see FACTS). Raises ValueError (French); Frozen once it is closed."""
    row = still_open(session, committee)
    unknown = sorted(set(facts) - set(FACTS))
    if unknown:
        raise ValueError(f"Une séance n’a pas de « {unknown[0]} ».")
    _refuse(facts)
    for name, value in facts.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    say(session, f"Modifier la séance {row.code}")


@use_case("Retirer la séance", right="convene")
def call_off(session: Session, *, committee: bytes) -> None:
    """Take away a session that was not held: its members and its order of the day go with it (undo brings
    them back). Raises ValueError (French) once it was opened or a pack was handed out."""
    row = still_open(session, committee)
    if row.opened_at is not None:
        raise ValueError(f"La séance {row.code} a été ouverte : elle reste au registre.")
    held = session.scalar(select(func.count()).where(m.Pack.committee_id == committee))
    if held:
        raise ValueError(f"Un dossier de séance a été remis pour {row.code} : elle reste au registre.")
    asked = session.scalar(select(func.count()).where(m.OpinionPack.committee_id == committee))
    if asked:
        raise ValueError(f"Des avis ont été demandés pour la séance {row.code} : elle reste au registre.")
    for model in (m.CommitteeDocument, m.Item, m.Member):
        session.execute(delete(model).where(model.committee_id == committee))
    say(session, f"Retirer la séance {row.code}")
    session.delete(row)


@use_case("Joindre « {name} » à la séance", right="convene")
def add_document(
    session: Session, *, committee: bytes, name: str, content: bytes, in_pack: bool = False
) -> bytes:
    """Keep a document of the session: convocation, map, deliberation… Returns its key."""
    still_open(session, committee)
    if not content:
        raise ValueError(f"« {name} » est vide : rien n’a été joint.")
    last = session.scalar(
        select(func.max(m.CommitteeDocument.rank)).where(m.CommitteeDocument.committee_id == committee)
    )
    made = m.CommitteeDocument(
        id=new_key(), committee_id=committee, rank=(last or 0) + 1, name=name,
        file_id=keep(session, content, name).id, in_pack=in_pack,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made.id


@use_case("Mettre un document dans le dossier de séance", right="convene")
def put_in_pack(session: Session, *, document: bytes, in_pack: bool) -> None:
    """Whether a document is merged at the end of the pack."""
    row = session.get_one(m.CommitteeDocument, document)
    still_open(session, row.committee_id)
    row.in_pack = in_pack
    say(session, f"{'Mettre' if in_pack else 'Ôter'} « {row.name} » {'dans le' if in_pack else 'du'} dossier")


@use_case("Retirer un document de la séance", right="convene")
def drop_document(session: Session, *, document: bytes) -> None:
    row = session.get_one(m.CommitteeDocument, document)
    still_open(session, row.committee_id)
    say(session, f"Retirer « {row.name} » de la séance")
    session.delete(row)
