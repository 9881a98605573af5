"""The recycle bin: a dossier put aside whole, brought back, let go for good after its delay."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import copies, queries, rights
from db import models as m
from db.base import now
from db.connection import open_reader
from db.keys import key_of, new_key
from db.queries.bin import BinRow, binned
from db.store import Store, author_of, give_reason, make_final, reader_of, say, use_case
from desktop.flow.clock import doubt
from desktop.flow.erasing import Erased, erase_dossiers, wipe_contents
from desktop.flow.found import put
from desktop.flow.interests import may_judge
from desktop.rules.french import plural

SETTING, DAYS = "bin_days", 30
SOON = 5  # days before, it is told


class InBin(NamedTuple):
    """A dossier in the bin; `leaves`: the day on which it may be let go, None when it stays until somebody
    has read what was written in it since."""

    row: BinRow
    leaves: dt.date | None


def days_kept(reader: sqlite3.Connection) -> int:
    """For how many days the bin keeps; 0 for ever."""
    told = queries.setting(reader, SETTING)
    return DAYS if told is None else int(told)


@use_case("Garder la corbeille {days} jours", right="settings")
def keep_days(session: Session, *, days: int) -> None:
    """Say how long the bin keeps. Raises ValueError (French)."""
    if not 0 <= days <= 3650:
        raise ValueError("La corbeille garde de 1 à 3650 jours, 0 pour toujours. Rien n’a été changé.")
    put(session, SETTING, days)


def in_bin(reader: sqlite3.Connection) -> list[InBin]:
    """What is in the bin, the latest first, with the day on which each leaves it."""
    days = days_kept(reader)
    return [InBin(row, None if not days or row.since else _day(row.at, days)) for row in binned(reader)]


def _day(at: str, days: int) -> dt.date:
    return dt.date.fromisoformat(at[:10]) + dt.timedelta(days=days)


@use_case("Mettre à la corbeille", right="delete")
def put_in_bin(session: Session, *, dossiers: Sequence[bytes], reason: str) -> int:
    """Put dossiers aside: they leave every list, whole. All of them or none. Raises ValueError (French)."""
    if not reason.strip():
        raise ValueError("Dites pourquoi ce dossier va à la corbeille. Rien n’a été changé.")
    numbers = []
    for key in dossiers:
        row = session.get(m.Dossier, key)
        if row is None:
            raise ValueError("Ce dossier n’est plus dans la base. Rien n’a été changé.")
        may_judge(session, key)
        if refused := why_not(session, row):
            raise ValueError(f"Le dossier {row.number} {refused} Rien n’a été changé.")
        row.merged_into = row.id
        session.add(  # what the lists leave out is told by the mergings
            m.Merging(
                id=new_key(), kind="dossier", kept=key, gone=key, moved="{}", author=author_of(session),
                at=now(),
            )
        )  # fmt: skip
        numbers.append(row.number)
    give_reason(session, reason.strip())
    told = numbers[0] if len(numbers) == 1 else f"{len(numbers)} dossiers"
    say(session, f"Mettre à la corbeille {'le dossier ' if len(numbers) == 1 else ''}{told}")
    return len(numbers)


def why_not(session: Session, row: m.Dossier) -> str:
    """Why a dossier can't go to the bin: the end of a sentence; "" when it can."""
    if row.merged_into == row.id:
        return "est déjà à la corbeille."
    if row.merged_into is not None:
        return "est réuni avec un autre : séparez-les d’abord."
    if session.get(m.Decision, key_of("decision", row.id)) is not None:
        return "porte une décision : il reste, et suivra les durées de conservation."
    issued = select(m.Letter).where(m.Letter.dossier_id == row.id, m.Letter.state == "issued")
    if session.scalars(issued).first() is not None:
        return "a un courrier qui est parti : il reste."
    if session.scalars(select(m.Payment).where(m.Payment.dossier_id == row.id)).first() is not None:
        return "a un versement : il reste."
    if row.agreement_id is not None:
        return "est une année de convention : détachez-le d’abord."
    if session.get(m.Project, key_of("project", row.id)) is not None:
        return "est une proposition coordonnée : retirez d’abord ses membres."
    united = select(m.Merging).where(m.Merging.kept == row.id, m.Merging.undone_at.is_(None))
    if session.scalars(united).first() is not None:
        return "en tient un autre, réuni avec lui : séparez-les d’abord."
    return ""


@use_case("Reprendre de la corbeille", right="delete")
def take_back(session: Session, *, dossiers: Sequence[bytes]) -> int:
    """Bring dossiers back from the bin, whole. Raises ValueError (French)."""
    rows = [_there(session, key) for key in dossiers]
    for row in rows:
        row.merged_into = None
        own = select(m.Merging).where(m.Merging.gone == row.id, m.Merging.undone_at.is_(None))
        for merging in session.scalars(own):
            merging.undone_at = now()
    told = f"le dossier {rows[0].number}" if len(rows) == 1 else f"{len(rows)} dossiers"
    say(session, f"Reprendre de la corbeille {told}")
    return len(rows)


def _there(session: Session, key: bytes) -> m.Dossier:
    row = session.get(m.Dossier, key)
    if row is None or row.merged_into != row.id or row.eliminated_on is not None:
        raise ValueError("Ce dossier n’est plus à la corbeille. Rien n’a été changé.")
    return row


@use_case("Vider la corbeille", right="delete")
def empty(session: Session, *, dossiers: Sequence[bytes], today: dt.date | None = None) -> Erased:
    """Let dossiers of the bin go for good: final. Raises ValueError (French)."""
    return _empty(session, dossiers, today)


@use_case("Vider la corbeille à son échéance", right="upkeep")
def empty_due(session: Session, *, dossiers: Sequence[bytes], today: dt.date | None = None) -> Erased:
    """What has passed its delay, and was told before; what something was written in since stays."""
    due = {one.row.id for one in in_bin(reader_of(session)) if one.leaves and one.leaves <= _on(today)}
    return _empty(session, [key for key in dossiers if key in due], today)


def _on(today: dt.date | None) -> dt.date:
    return today or dt.date.today()


def _empty(session: Session, dossiers: Sequence[bytes], today: dt.date | None) -> Erased:
    rows = [_there(session, key) for key in dossiers]
    if not rows:
        return Erased()
    for row in rows:
        row.eliminated_on = _on(today)
    session.flush()
    numbers = ", ".join(row.number for row in rows[:5]) + ("…" if len(rows) > 5 else "")
    give_reason(session, "Corbeille vidée")
    erased = erase_dossiers(session, [row.id for row in rows], "Corbeille vidée")
    say(session, f"Vider la corbeille : {len(rows)} {plural(len(rows), 'dossier')} ({numbers})")
    make_final(session, "Ce qui a quitté la corbeille n’existe plus : cela ne s’annule pas.")
    return erased


def let_go(
    store: Store, dossiers: Sequence[bytes], *, due: bool = False, today: dt.date | None = None
) -> int:
    """Empty, then remove the contents that nothing names any more beside the base; how many dossiers."""
    done: Erased = store.do(empty_due if due else empty, dossiers=dossiers, today=today).value
    wipe_contents(store, done.contents)
    return done.dossiers


def at_opening(store: Store, today: dt.date | None = None) -> tuple[str, ...]:
    """Tell what leaves the bin soon, and let go what was told on an earlier day: French sentences. Only for
    a person who may empty it. Raises ValueError, OSError."""
    on = _on(today)
    with contextlib.closing(open_reader(store.path)) as reader:
        if rights.refusal(rights.who(reader, store.author), "delete"):
            return ()
        if doubt(reader):  # a clock that jumps would end every delay at once
            return ()
        near = [one for one in in_bin(reader) if one.leaves and one.leaves <= on + dt.timedelta(days=SOON)]
    told: dict[str, str] = copies.remembered(store.path).get("bin_told", {})
    known = {one.row.id for one in near if told.get(one.row.id.hex(), "9") < f"{on}"}
    due = [one for one in near if one.leaves and one.leaves <= on and one.row.id in known]
    said = []
    if due:
        count = let_go(store, [one.row.id for one in due], due=True, today=on)
        left = plural(count, "dossier a quitté", "dossiers ont quitté")
        said.append(f"{count} {left} la corbeille pour de bon, comme annoncé : {_named(due)}.")
    new = [one for one in near if one not in due and one.row.id.hex() not in told]
    if new:
        days = max(1, min((one.leaves - on).days for one in new if one.leaves))
        leaves = plural(len(new), "dossier quitte", "dossiers quittent")
        said.append(f"{len(new)} {leaves} la corbeille dans {days} {plural(days, 'jour')} : {_named(new)}.")
    kept = {key: day for key, day in told.items() if any(one.row.id.hex() == key for one in near)}
    if new or kept != told:
        copies.remember(store.path, bin_told={**kept, **{one.row.id.hex(): f"{on}" for one in new}})
    return tuple(said)


def _named(some: Sequence[InBin]) -> str:
    return ", ".join(one.row.number for one in some[:5]) + ("…" if len(some) > 5 else "")
