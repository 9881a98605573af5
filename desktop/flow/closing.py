"""Close a session: it is frozen, its decisions wait for their letters; and reopen it, with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db import models as m
from db.base import now
from db.keys import key_of
from db.store import author_of, give_reason, make_final, say, use_case
from desktop.flow.decide import record
from desktop.flow.elsewhere import taken
from desktop.flow.frozen import still_open
from desktop.flow.instruct import write_amounts
from desktop.flow.letter_data import is_decision
from desktop.flow.papers import write_papers
from desktop.rules.committee import Quorum, Seat, quorum
from desktop.rules.french import plural

_TOLD = 12  # dossiers named in a sentence


class CannotClose(ValueError):
    """The session stays open; the message says why. `waiting`: items not examined."""

    def __init__(self, sentence: str, waiting: Sequence[bytes] = ()) -> None:
        super().__init__(sentence)
        self.waiting = tuple(waiting)


class Closed(NamedTuple):
    """What a closing did: decisions made or changed, left as they were, taken back; what stays, in words."""

    code: str
    made: tuple[bytes, ...]
    same: int
    taken_back: tuple[bytes, ...]
    stays: tuple[str, ...]


def quorum_of(session: Session, committee: m.Committee) -> Quorum:
    rows = session.scalars(select(m.Member).where(m.Member.committee_id == committee.id))
    return quorum(committee.quorum, [Seat(row.voting, row.presence) for row in rows])


@use_case("Clore la séance", right="sit")
def close_session(session: Session, *, committee: bytes, because: str = "") -> Closed:
    """Freeze a session, make its pending decisions and write its papers, in one final step.

    Raises CannotClose (French) when it was not opened, when a dossier is neither decided nor postponed, or
    when the quorum is not met and nothing says why it is closed all the same.
    """
    row = still_open(session, committee)
    if row.state != "running":
        raise CannotClose(f"La séance {row.code} n’a pas été ouverte : il n’y a rien à clore.")
    items = _items(session, committee)
    _refuse_waiting(session, row, items)
    met = quorum_of(session, row)
    if not met.met and not because.strip():
        raise CannotClose(f"{met.words} Dites pourquoi la séance est close malgré tout.")
    if not met.met:
        row.notes = "\n".join(filter(None, (row.notes, f"{met.words} {because.strip()}")))
    done = _decide(session, row, items)
    row.state, row.closed_at, row.closed_by = "closed", now(), author_of(session)
    write_papers(session, committee=committee)
    count = len(done.made) + done.same
    say(session, f"Clore la séance {row.code} : {count} {plural(count, 'décision')}")
    # What a session decides has its reason in itself: a milestone of the dossier asks for no other.
    why = [f"Séance {row.code}", row.reopen_reason, because]
    give_reason(session, " : ".join(part.strip() for part in why if part and part.strip()))
    make_final(
        session, f"La séance {row.code} est close : cela ne s’annule pas. Rouvrez-la en disant pourquoi."
    )
    return done


def _items(session: Session, committee: bytes) -> list[m.Item]:
    query = (
        select(m.Item)
        .join(m.Dossier, m.Dossier.id == m.Item.dossier_id)
        .where(m.Item.committee_id == committee, m.Dossier.merged_into.is_(None))
        .order_by(m.Item.rank)
    )
    return list(session.scalars(query))


def _refuse_waiting(session: Session, row: m.Committee, items: Sequence[m.Item]) -> None:
    waiting = [item for item in items if item.state == "waiting"]
    if not waiting:
        return
    numbers = [session.get_one(m.Dossier, item.dossier_id).number for item in waiting]
    more = f" et {len(numbers) - _TOLD} autres" if len(numbers) > _TOLD else ""
    are = plural(
        len(numbers), "dossier n’est ni décidé ni reporté", "dossiers ne sont ni décidés ni reportés"
    )
    raise CannotClose(
        f"La séance {row.code} ne peut pas être close : {len(numbers)} {are} "
        f"({', '.join(numbers[:_TOLD])}{more}). Décidez-les, ou reportez-les ensemble à une autre séance.",
        [item.id for item in waiting],
    )


def _decide(session: Session, row: m.Committee, items: Sequence[m.Item]) -> Closed:
    """Each item decided becomes a decision; what was decided elsewhere or notified meanwhile stays."""
    refused = taken(session, row, {item.dossier_id for item in items if item.state == "decided"})
    made, same = [], 0
    for item in items:
        if item.state != "decided" or item.dossier_id in refused:
            continue
        if _stands(session, row, item):
            same += 1
            continue
        amounts = session.scalars(select(m.ItemAmount).where(m.ItemAmount.item_id == item.id))
        record(
            session, dossier=item.dossier_id, outcome=item.outcome,
            amounts={amount.funder_id: amount.amount for amount in amounts}, reasons=item.reasons.split(),
            conditions=item.conditions.splitlines(), decided_on=row.held_on, act=row.act, act_on=row.act_on,
            comment=item.comment, committee=row.id,
        )  # fmt: skip
        made.append(item.dossier_id)
    back = _take_back(session, row, {item.dossier_id for item in items if item.state == "decided"})
    return Closed(row.code, tuple(made), same, back, tuple(refused.values()))


def _stands(session: Session, row: m.Committee, item: m.Item) -> bool:
    """Whether the decision already says what this item says: closed again, nothing of it is written anew."""
    known = session.get(m.Decision, key_of("decision", item.dossier_id))
    if known is None or known.committee_id != row.id:
        return False
    if session.get_one(m.Dossier, item.dossier_id).stage == "ready":
        return False  # it was reopened since: the session decides it again
    facts = (known.outcome, known.comment, known.decided_on, known.act, known.act_on)
    if facts != (item.outcome, item.comment, row.held_on, row.act, row.act_on):
        return False
    voted = session.scalars(select(m.Amount).where(m.Amount.dossier_id == item.dossier_id))
    given = session.scalars(select(m.ItemAmount).where(m.ItemAmount.item_id == item.id))
    if {a.funder_id: a.voted for a in voted if a.voted} != {a.funder_id: a.amount for a in given}:
        return False
    conditions = session.scalars(
        select(m.Condition.text).where(m.Condition.dossier_id == item.dossier_id).order_by(m.Condition.rank)
    )
    reasons = session.scalars(
        select(m.Reason.code)
        .join(m.DecisionReason, m.DecisionReason.reason_id == m.Reason.id)
        .where(m.DecisionReason.dossier_id == item.dossier_id)
    )
    return list(conditions) == item.conditions.splitlines() and set(reasons) == set(item.reasons.split())


def _take_back(session: Session, row: m.Committee, decided: set[bytes]) -> tuple[bytes, ...]:
    """Pending decisions of an earlier closing that the session, reopened, no longer takes."""
    query = select(m.Decision).where(m.Decision.committee_id == row.id, m.Decision.state == "pending")
    gone = [one for one in session.scalars(query) if one.dossier_id not in decided]
    for one in gone:
        dossier = session.get_one(m.Dossier, one.dossier_id)
        for model in (m.DecisionReason, m.Condition):
            session.execute(delete(model).where(model.dossier_id == dossier.id))
        write_amounts(session, dossier.id, "voted", {})
        drafts = select(m.Letter).where(m.Letter.dossier_id == dossier.id, m.Letter.state == "draft")
        for letter in session.scalars(drafts):
            if is_decision(letter.template):
                session.delete(letter)
        dossier.stage = "ready"
        session.delete(one)
    session.flush()
    return tuple(one.dossier_id for one in gone)


class Reopened(NamedTuple):
    """What reopening warns of: decisions already told to their applicants, which stay as they are."""

    notified: tuple[str, ...]  # numbers


@use_case("Rouvrir la séance", right="reopen")
def reopen_session(session: Session, *, committee: bytes, reason: str) -> Reopened:
    """Unfreeze a closed session; the trace keeps the reason. Raises ValueError (French) without one."""
    row = session.get_one(m.Committee, committee)
    if row.state != "closed":
        raise ValueError(f"La séance {row.code} n’est pas close : il n’y a rien à rouvrir.")
    if not reason.strip():
        raise ValueError("Rouvrir une séance change ce qui a été arrêté : dites pourquoi.")
    row.state, row.reopened_at, row.reopen_reason = "running", now(), reason.strip()
    query = (
        select(m.Dossier.number)
        .join(m.Decision, m.Decision.dossier_id == m.Dossier.id)
        .where(m.Decision.committee_id == committee, m.Decision.state == "notified")
        .order_by(m.Dossier.number)
    )
    say(session, f"Rouvrir la séance {row.code}")
    give_reason(session, reason.strip())
    return Reopened(tuple(session.scalars(query)))
