"""Accept a finding once, because…; and take that back. It comes back by itself when a source changes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from db import models as m
from db.base import now
from db.keys import key_of
from db.store import author_of, say, use_case
from desktop.flow.interests import may_judge
from desktop.rules.findings import digest

PAIRED = ("double-action", "double-line", "double-grant")  # their code ends with the key of the other


def pair_of(dossier: bytes, code: str) -> tuple[str, str] | None:
    """The two keys in hexadecimal, in order, of a finding about two requests; None for any other."""
    rule, _, mark = code.partition(":")
    if rule not in PAIRED:
        return None
    one, other = sorted((dossier.hex(), mark.split(".")[0]))
    return one, other


@use_case("Accepter un contrôle", right="settle")
def accept(session: Session, *, dossier: bytes, code: str, sources: str, because: str) -> None:
    """The finding no longer counts while its sources say the same. Raises ValueError without a reason."""
    because = " ".join(because.split())
    if not because:
        raise ValueError(
            "Un contrôle s’accepte avec sa raison : écrivez-la en une ligne. Rien n’a été enregistré."
        )
    may_judge(session, dossier)
    number = _number(session, dossier)
    say(session, f"Accepter un contrôle du dossier {number} : {because}")
    _settle(session, dossier, code, sources, because)
    pair = pair_of(dossier, code)
    if pair is None:
        return
    key = key_of("likeness", "funding", *pair)
    row = session.get(m.Likeness, key)
    if row is None:
        row = m.Likeness(id=key, kind="funding", one=pair[0], other=pair[1], verdict="different", at=now())
        session.add(row)
    row.verdict, row.reason, row.author, row.at = "different", because, author_of(session), now()
    mirror = _mirror(session, dossier, code)
    if mirror is not None:
        _settle(session, *mirror, because)


@use_case("Ne plus accepter un contrôle", right="settle")
def reopen(session: Session, *, dossier: bytes, codes: Sequence[str]) -> None:
    """The findings count again."""
    may_judge(session, dossier)
    for code in codes:
        _forget(session, dossier, code)
        pair = pair_of(dossier, code)
        if pair is None:
            continue
        likeness = session.get(m.Likeness, key_of("likeness", "funding", *pair))
        if likeness is not None:
            session.delete(likeness)
        mirror = _mirror(session, dossier, code)
        if mirror is not None:
            _forget(session, mirror[0], mirror[1])
    session.flush()


def _number(session: Session, dossier: bytes) -> str:
    row = session.get(m.Dossier, dossier)
    if row is None:
        raise ValueError("Ce dossier n’existe plus : rien n’a été enregistré.")
    return row.number


def _settle(session: Session, dossier: bytes, code: str, sources: str, because: str) -> None:
    key = key_of("settlement", dossier, code)
    row = session.get(m.Settlement, key)
    if row is None:
        row = m.Settlement(
            id=key, dossier_id=dossier, code=code, sources=sources, reason=because, author="", at=now()
        )
        session.add(row)
    row.sources, row.reason, row.author, row.at = sources, because, author_of(session), now()


def _forget(session: Session, dossier: bytes, code: str) -> None:
    row = session.get(m.Settlement, key_of("settlement", dossier, code))
    if row is not None:
        session.delete(row)


def _mirror(session: Session, dossier: bytes, code: str) -> tuple[bytes, str, str] | None:
    """The same finding as the other dossier of the pair tells it: its dossier, code and digest."""
    rule, _, mark = code.partition(":")
    other, dot, line = mark.partition(".")
    key = bytes.fromhex(other)
    if rule == "double-grant" or session.get(m.Dossier, key) is None:
        return None
    return key, f"{rule}:{dossier.hex()}{dot}{line}", digest((dossier.hex(),))
