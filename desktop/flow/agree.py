"""Settle what two places wrote differently: keep one value, write another, keep both in a note, or ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from db import models as m
from db.base import Table, now
from db.keys import new_key
from db.merge import settle
from db.store import author_of, give_reason, make_final, say, use_case
from desktop.flow.apart import Dispute, value_words
from desktop.flow.interests import may_judge

_WHY = "« {} » se tranche avec une raison : elle reste dans l’historique."


@use_case("Trancher", right="settle_difference")
def settle_value(session: Session, *, dispute: Dispute, value: Any, reason: str = "") -> None:
    """Write the value that ends a disagreement. Raises ValueError (French) without a reason where one is
    asked, and for somebody to whom an interest closes the dossier."""
    _open_to(session, dispute)
    if dispute.grave and not reason.strip():
        raise ValueError(_WHY.format(dispute.label))
    words = value_words(dispute.row.ent, dispute.row.field, value)
    say(session, f"Trancher {dispute.label} : {_short(words)}")
    _settle(session, dispute, value, reason)


@use_case("Garder les deux valeurs en note", right="settle_difference")
def keep_both(session: Session, *, dispute: Dispute, reason: str = "") -> None:
    """Write both proposals in a note of the dossier; an open disagreement ends on the value agreed before.

    Raises ValueError (French) when there is no dossier to write in, or no reason where one is asked.
    """
    _open_to(session, dispute)
    if dispute.row.dossier is None:
        raise ValueError("Cette valeur n’est pas celle d’un dossier : il n’y a pas de note où la garder.")
    if dispute.open:
        if dispute.grave and not reason.strip():
            raise ValueError(_WHY.format(dispute.label))
        _settle(session, dispute, dispute.row.agreed, reason)
    lines = [f"{dispute.label} : deux valeurs écrites à part."]
    for side in dispute.sides:
        told = f"{side.words} ({side.who}, {side.when})"
        lines.append(f"— {told} : {side.reason}" if side.reason else f"— {told}")
    session.add(
        m.Annotation(
            id=new_key(), dossier_id=dispute.row.dossier, place="dossier", text="\n".join(lines),
            audience="team", author=author_of(session), at=now(),
        )
    )  # fmt: skip
    session.flush()
    say(session, f"Garder les deux valeurs en note : {dispute.label}")


@use_case("Garder ces valeurs", right="settle_difference")
def settle_many(session: Session, *, choices: Sequence[tuple[Dispute, Any]]) -> int:
    """Settle several fields of little weight at once; returns how many. Raises ValueError (French) as soon as
    one of them is an amount, a decision or a status: those are settled one by one."""
    for dispute, value in choices:
        if dispute.grave:
            raise ValueError(f"« {dispute.label} » se tranche seul, avec sa raison. Rien n’a été changé.")
        _open_to(session, dispute)
        _settle(session, dispute, value, "")
    make_final(session, "")  # unlike a choice made one by one, Ctrl+Z gives the values before
    say(session, f"Trancher {len(choices)} champs sans montant ni décision")
    return len(choices)


@use_case("Laisser ouvert et demander à {asked_of}", right="settle_difference")
def leave_open(session: Session, *, dispute: Dispute, asked_of: str, note: str = "") -> None:
    """Ask somebody; the disagreement stays open and says so. Raises ValueError without a name."""
    if not asked_of.strip():
        raise ValueError("Dites à qui la question est posée.")
    settle.ask(
        session, ent=dispute.row.ent, rid=dispute.row.rid, field=dispute.row.field,
        of=asked_of.strip(), note=note.strip(),
    )  # fmt: skip


def _settle(session: Session, dispute: Dispute, value: Any, reason: str) -> None:
    row = dispute.row
    if not dispute.open:
        give_reason(session, reason.strip())
        _write_again(session, dispute, value)
        return
    told = value is not None if row.field == "" else value  # a row is kept or removed
    settle.settle(session, ent=row.ent, rid=row.rid, field=row.field, value=told, reason=reason.strip())


def _write_again(session: Session, dispute: Dispute, value: Any) -> None:
    """Change one's mind about a field already settled: a change like any other."""
    row = dispute.row
    shapes = {str(each.local_table): each.class_ for each in Table.registry.mappers}
    shape = shapes[row.ent]
    found = session.get(shape, row.rid)
    if found is None or row.field == "":
        raise ValueError(f"« {dispute.label} » ne se change plus ici. Rien n’a été changé.")
    kind = shape.__table__.c[row.field].type.python_type
    if isinstance(value, str) and kind in (dt.date, dt.datetime):
        value = kind.fromisoformat(value)
    elif isinstance(value, str) and kind is bytes:
        value = bytes.fromhex(value)
    setattr(found, row.field, value)


def _open_to(session: Session, dispute: Dispute) -> None:
    if dispute.row.dossier is not None:
        may_judge(session, dispute.row.dossier)


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"
