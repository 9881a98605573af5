"""The elimination list: made of what is due, sent for the visa of the archives, carried out only after it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of, new_key
from db.store import Store, author_of, give_reason, make_final, reader_of, say, use_case
from desktop.flow.erasing import Erased, Tell, erase_dossiers, wipe_contents
from desktop.flow.retention import Kept, retained
from desktop.rules.retention import ONE, drawing_words, drawn

STATES: dict[str, str] = {
    "draft": "En préparation", "sent": "Envoyé, visa attendu", "granted": "Visa donné",
    "refused": "Visa refusé", "done": "Éliminé",
}  # fmt: skip
_OPEN = ("draft", "sent", "granted")


class Eliminated(NamedTuple):
    """What an elimination did; `held`: dossiers that something came to hold back since, with the reason."""

    number: str
    erased: Erased
    held: list[tuple[str, str]]


@use_case("Préparer un bordereau d’élimination", right="retention")
def make_list(
    session: Session, *, dossiers: Collection[bytes] | None = None, today: dt.date | None = None,
    comment: str = "",
) -> bytes:  # fmt: skip
    """A list of what is due (of these dossiers, or of all), but what another open list holds; its key.

    Raises ValueError (French) when nothing is due.
    """
    on = today or dt.date.today()
    taken = set(
        session.scalars(
            select(m.EliminationLine.dossier_id)
            .join(m.Elimination, m.Elimination.id == m.EliminationLine.elimination_id)
            .where(m.Elimination.state.in_(_OPEN))
        )
    )
    due = [
        one
        for one in retained(reader_of(session), on)
        if one.due and one.row.id not in taken and (dossiers is None or one.row.id in dossiers)
    ]
    if not due:
        raise ValueError(
            "Aucun dossier n’est à échéance, ou tous sont déjà sur un bordereau : il n’y a rien à éliminer."
        )
    number = _number(session, on.year)
    row = m.Elimination(id=new_key(), number=number, made_on=on, author=author_of(session))
    row.comment = comment.strip()
    session.add(row)
    session.flush()
    for one, fate in _fates(due, number):
        session.add(_line(row.id, one, fate))
    say(session, f"Préparer le bordereau d’élimination {number}")
    return row.id


def _number(session: Session, year: int) -> str:
    """BE2037-01, one more than the highest of the year."""
    given = session.scalars(select(m.Elimination.number).where(m.Elimination.number.like(f"BE{year}-%")))
    last = max((int(number.rpartition("-")[2]) for number in given), default=0)
    return f"BE{year}-{last + 1:02d}"


def _fates(due: Sequence[Kept], number: str) -> list[tuple[Kept, str]]:
    """What becomes of each: where a rule samples, the specimens are drawn from the number of the list."""
    by_rule: dict[str, list[Kept]] = defaultdict(list)
    for one in due:
        assert one.rule is not None  # nothing is due without a rule
        by_rule[one.rule.code].append(one)
    told = []
    for mine in by_rule.values():
        rule = mine[0].rule
        assert rule is not None
        kept = (
            drawn([one.row.number for one in mine], rule.sample, number)
            if rule.fate == "sample"
            else frozenset()
        )
        plain = "keep" if rule.fate == "keep" else "destroy"
        told += [(one, "sample" if one.row.number in kept else plain) for one in mine]
    return told


def _line(elimination: bytes, one: Kept, fate: str) -> m.EliminationLine:
    days = [day for day in (one.row.deposited_at, one.row.decided_on, one.row.ends_on, one.row.paid_on,
                            one.row.report_on) if day]  # fmt: skip
    years = [int(day[:4]) for day in days] or [one.row.year]
    assert one.rule is not None
    return m.EliminationLine(
        id=key_of("elimination_line", elimination, one.row.id), dossier_id=one.row.id,
        elimination_id=elimination, number=one.row.number,
        label=f"{ONE[one.kind]} : {one.row.applicant}, {one.row.title}",
        from_year=min(years), to_year=max(years), rule=one.rule.code, fate=fate,
    )  # fmt: skip


def _row(session: Session, elimination: bytes, *states: str) -> m.Elimination:
    row = session.get(m.Elimination, elimination)
    if row is None:
        raise ValueError("Ce bordereau n’existe plus : rien n’a été changé.")
    if row.state not in states:
        wanted = " ou ".join(STATES[state].lower() for state in states)
        raise ValueError(
            f"Le bordereau {row.number} est « {STATES[row.state].lower()} » : il devrait être « {wanted} ». "
            "Rien n’a été changé."
        )
    return row


@use_case("Noter l’envoi d’un bordereau d’élimination", right="retention")
def send_list(session: Session, *, elimination: bytes, sent_on: dt.date | None = None) -> None:
    """It left for the archives."""
    row = _row(session, elimination, "draft")
    row.state, row.sent_on = "sent", sent_on or dt.date.today()
    say(session, f"Envoyer le bordereau {row.number} au visa des archives")


@use_case("Noter le visa des archives", right="retention")
def grant_visa(session: Session, *, elimination: bytes, visa: str, visa_on: dt.date | None = None) -> None:
    """The archives allow it, under this reference. Raises ValueError (French)."""
    row = _row(session, elimination, "sent")
    if not visa.strip():
        raise ValueError("Le visa porte une référence : écrivez-la. Rien n’a été changé.")
    row.state, row.visa, row.visa_on = "granted", visa.strip(), visa_on or dt.date.today()
    say(session, f"Noter le visa {row.visa} du bordereau {row.number}")


@use_case("Noter le refus du visa", right="retention")
def refuse_visa(session: Session, *, elimination: bytes, why: str, visa_on: dt.date | None = None) -> None:
    """The archives refuse the list: its dossiers may stand on another one. Raises ValueError (French)."""
    row = _row(session, elimination, "sent")
    if not why.strip():
        raise ValueError("Dites pourquoi les archives refusent ce bordereau. Rien n’a été changé.")
    row.state, row.visa_on, row.comment = "refused", visa_on or dt.date.today(), why.strip()
    give_reason(session, why.strip())
    say(session, f"Noter le refus du visa du bordereau {row.number}")


@use_case("Retirer une ligne d’un bordereau", right="retention")
def take_off(session: Session, *, line: bytes, why: str) -> None:
    """The archives keep this dossier, for this reason; « » puts it back. Raises ValueError (French)."""
    row = session.get(m.EliminationLine, line)
    if row is None:
        raise ValueError("Cette ligne n’existe plus : rien n’a été changé.")
    told = _row(session, row.elimination_id, "draft", "sent", "granted")
    row.kept, row.why = bool(why.strip()), why.strip()
    deed = "Garder" if row.kept else "Remettre"
    say(session, f"{deed} {row.number} sur le bordereau {told.number}")


@use_case("Supprimer un bordereau d’élimination", right="retention")
def drop_list(session: Session, *, elimination: bytes) -> None:
    """A list that has not left is thrown away."""
    row = _row(session, elimination, "draft")
    lines = select(m.EliminationLine).where(m.EliminationLine.elimination_id == row.id)
    for line in session.scalars(lines):
        session.delete(line)
    session.flush()
    say(session, f"Supprimer le bordereau {row.number}")
    session.delete(row)


@use_case("Éliminer les dossiers d’un bordereau", right="retention")
def execute(
    session: Session, *, elimination: bytes, because: str, today: dt.date | None = None,
    tell: Tell = lambda _words, _share: True,
) -> Eliminated:  # fmt: skip
    """After the visa: contents and personal data of the dossiers to destroy go; it is final.

    What something came to hold back since stays, and is told. Raises ValueError (French), Stopped.
    """
    row = _row(session, elimination, "granted")
    if not because.strip():
        raise ValueError("Une élimination demande une raison : écrivez-la. Rien n’a été effacé.")
    on = today or dt.date.today()
    lines = list(
        session.scalars(
            select(m.EliminationLine)
            .where(m.EliminationLine.elimination_id == row.id)
            .order_by(m.EliminationLine.number)
        )
    )
    frozen = {one.row.id: ", ".join(one.frozen) for one in retained(reader_of(session), on) if one.frozen}
    held, going = [], []
    for line in lines:
        if line.fate != "destroy" or line.kept:
            continue
        if line.dossier_id in frozen:
            line.kept, line.why = True, f"gelé : {frozen[line.dossier_id]}"
            held.append((line.number, frozen[line.dossier_id]))
        else:
            going.append(line.dossier_id)
    for key in going:
        session.get_one(m.Dossier, key).eliminated_on = on
    row.state, row.done_on = "done", on
    why = f"Élimination {row.number}, visa {row.visa}. {because.strip()}"
    give_reason(session, why)
    erased = erase_dossiers(session, going, f"Élimination {row.number}, visa {row.visa}", tell)
    say(session, f"Éliminer {len(going)} dossiers, bordereau {row.number}")
    make_final(session, "Une élimination faite sous visa ne s’annule pas : les contenus n’existent plus.")
    return Eliminated(row.number, erased, held)


def carry_out(
    store: Store, elimination: bytes, because: str, today: dt.date | None = None,
    tell: Tell = lambda _words, _share: True,
) -> Eliminated:  # fmt: skip
    """Eliminate, then remove the contents that nothing names any more beside the base: past the writing,
    nothing stops it. Raises Stopped."""
    done: Eliminated = store.do(
        execute, elimination=elimination, because=because, today=today, tell=tell
    ).value
    wipe_contents(store, done.erased.contents)
    return done


def sampling_words(number: str, samples: Collection[int]) -> list[str]:
    """How the specimens of a list were chosen, for each proportion that it used."""
    return [drawing_words(one_in, number) for one_in in sorted(set(samples)) if one_in > 1]
