"""One deed on many dossiers: first planned, a line and a blocker each; then carried out in one step."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from db import models as m
from db.queries.batch import SubjectRow, shares, subjects
from db.rights import ask_right
from db.store import Store, give_reason, say, use_case
from desktop.flow.batch_deeds import DEEDS, Target
from desktop.flow.interests import may_judge
from desktop.rules import batch
from desktop.rules.batch import Money, Own, Wish
from desktop.rules.money import euros

Tell = Callable[[str, float], bool]  # a sentence and a share; False: stop
_SOME = 40  # dossiers rehearsed at once: between two of them others may write


class Stopped(Exception):
    """The person wants no more: nothing was written."""


class Row(NamedTuple):
    """One line of the plan. `amounts`: cents by funder code; `blocker`: why it will not be done, or ""."""

    subject: SubjectRow
    wish: Wish
    amounts: Mapping[str, int]
    what: str
    blocker: str

    @property
    def amount(self) -> int | None:
        """The total, None when this deed gives none."""
        return sum(self.amounts.values()) if self.amounts or batch.has_amounts(self.wish) else None


class Report(NamedTuple):
    """What became of a batch: dossiers done, and those refused with the reason."""

    done: list[bytes]
    refused: list[tuple[bytes, str]]


def plan(
    store: Store,
    reader: sqlite3.Connection,
    wishes: Mapping[bytes, Wish],
    own: Mapping[bytes, Own] | None = None,
    tell: Tell = lambda _words, _share: True,
) -> list[Row]:
    """What would be done to each dossier; the blockers are those of the deed itself, rehearsed. Nothing is
    kept. `own`: amounts typed for some dossiers. Raises Stopped."""
    funders = _Funders(reader)
    typed = own or {}
    rows = []
    for subject in subjects(reader, list(wishes)):
        wish = wishes[subject.id]
        given = batch.amounts(wish, funders.money(subject), typed.get(subject.id))
        rows.append(Row(subject, wish, given, _said(subject, wish, given, funders.names), ""))
    made: list[Row] = []
    for start in range(0, len(rows), _SOME):
        if not tell("Vérification des dossiers", start / len(rows)):
            raise Stopped
        some = rows[start : start + _SOME]
        blockers = store.rehearse(rehearse, targets=targets(some, reader))
        made += [row._replace(blocker=why) for row, why in zip(some, blockers, strict=True)]
    return made


def _said(subject: SubjectRow, wish: Wish, given: Mapping[str, int], names: Mapping[str, str]) -> str:
    """What will be done, and what it replaces: a proposal made before is not written over unseen."""
    words = batch.said(wish, given, names)
    if wish.deed == "propose" and given and subject.proposed and subject.proposed != sum(given.values()):
        words += f", au lieu de {euros(subject.proposed)}"
    return words


def targets(rows: Sequence[Row], reader: sqlite3.Connection) -> list[Target]:
    """What the verbs are handed: amounts by funder key."""
    keys = _Funders(reader).keys
    return [
        Target(row.subject.id, row.wish, {keys[code]: cents for code, cents in row.amounts.items()})
        for row in rows
    ]


class _Funders:
    """Codes, keys and names of the funders."""

    def __init__(self, reader: sqlite3.Connection) -> None:
        found = reader.execute("SELECT id, code, name FROM funder ORDER BY rank").fetchall()
        self.keys = {code: key for key, code, _ in found}
        self.names = {code: name for _, code, name in found}
        self._codes = {key: code for key, code, _ in found}

    def money(self, subject: SubjectRow) -> Money:
        asked, proposed = shares(subject.asked_by), shares(subject.proposed_by)
        return Money(
            subject.asked,
            {self._codes[key]: cents for key, cents in asked.items()},
            {self._codes[key]: cents for key, cents in proposed.items()},
            subject.last_year,
        )


def rehearse(session: Session, *, targets: Sequence[Target]) -> list[str]:
    """What stands against each, "" for nothing; each is tried on the dossiers as they are now."""
    return [why for _, why in _each(session, targets, keep=False)]


@use_case("Agir sur plusieurs dossiers", right="batch")
def carry_out(
    session: Session,
    *,
    targets: Sequence[Target],
    skip_blocked: bool = True,
    tell: Tell = lambda _words, _share: True,
) -> Report:
    """Do it to each dossier, in one step. With `skip_blocked` those refused are left as they are and told;
    without, one refusal leaves everything as it was. Raises ValueError (French), Stopped."""
    done: list[bytes] = []
    refused: list[tuple[bytes, str]] = []
    for rank, (target, why) in enumerate(_each(session, targets, keep=True)):
        if not tell("Écriture", rank / len(targets)):
            raise Stopped
        if why and not skip_blocked:
            number = session.get_one(m.Dossier, target.dossier).number
            raise ValueError(f"Dossier {number} : {why} Rien n’a été enregistré.")
        if why:
            refused.append((target.dossier, why))
        else:
            done.append(target.dossier)
    words = {target.wish.comment or target.wish.reason for target in targets}
    give_reason(session, words.pop() if len(words) == 1 else "")  # each verb told its own; one step has one
    if targets:
        say(session, batch.button(targets[0].wish, len(done)))
    return Report(done, refused)


def _each(session: Session, targets: Sequence[Target], *, keep: bool) -> Iterator[tuple[Target, str]]:
    """Each target and why it was refused; what one refusal began is taken back."""
    for target in targets:
        inner = session.begin_nested()
        try:
            _free(session, target.dossier)
            carry, right = DEEDS[target.wish.deed]
            ask_right(session, right)
            carry(session, target)
            session.flush()
        except ValueError as refusal:
            inner.rollback()
            yield target, str(refusal)
            continue
        inner.commit() if keep else inner.rollback()
        yield target, ""


def _free(session: Session, dossier: bytes) -> None:
    """Raises ValueError (French) for a dossier united with another, or closed to the person at work."""
    row = session.get(m.Dossier, dossier)
    if row is None:
        raise ValueError("Ce dossier n’est plus dans la base.")
    if row.merged_into is not None:
        if row.merged_into == row.id:
            raise ValueError("Ce dossier est à la corbeille : reprenez-le d’abord.")
        kept = session.get_one(m.Dossier, row.merged_into).number
        raise ValueError(f"Ce dossier est réuni avec {kept} : agissez sur {kept}.")
    may_judge(session, dossier)
