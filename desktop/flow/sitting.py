"""The room: the session is opened, and what it says of each dossier is saved as it is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db import models as m
from db.base import now
from db.keys import key_of
from db.store import Store, author_of, give_reason, say, use_case
from desktop.flow.decide import CannotDecide, refuse_faults
from desktop.flow.elsewhere import taken
from desktop.flow.frozen import open_item, still_open
from desktop.flow.interests import may_judge
from desktop.flow.leaving import send_out
from desktop.rules import ruling
from desktop.rules.committee import COUNTED, Seat, votes_faults, votes_words
from desktop.rules.money import euros

Votes = tuple[int | None, int | None, int | None]  # for, against, abstained
UNCOUNTED: Votes = (None, None, None)


@use_case("Ouvrir la séance", right="sit")
def open_session(session: Session, *, committee: bytes) -> bytes:
    """The session begins at the first dossier that waits; returns the key of its item. Raises ValueError."""
    row = still_open(session, committee)
    query = select(m.Item).where(m.Item.committee_id == committee).order_by(m.Item.rank)
    items = list(session.scalars(query))
    if not items:
        raise ValueError(
            f"L’ordre du jour de {row.code} est vide : composez-le à partir d’un filtre avant d’ouvrir "
            "la séance."
        )
    first = next((item for item in items if item.state == "waiting"), items[0])
    if row.state == "prepared":
        row.state, row.opened_at = "running", now()
        row.current_item = row.current_item or first.id
    say(session, f"Ouvrir la séance {row.code}")
    return row.current_item or first.id


def stand_at(store: Store, committee: bytes, item: bytes) -> None:
    """Remember where the room stands, so that it is found again after a crash. Walking is no deed: Ctrl+Z
    takes back what was said, never a step of the walk."""
    with store.write_raw() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO kv(k, v) VALUES (?, ?)", (f"room:{committee.hex()}", item.hex())
        )


@use_case("Se prononcer sur un dossier", right="sit")
def pronounce(
    session: Session,
    *,
    item: bytes,
    outcome: str,
    amounts: Mapping[bytes, int] | None = None,
    reasons: Sequence[str] = (),
    conditions: Sequence[str] = (),
    comment: str = "",
    votes: Votes = UNCOUNTED,
) -> None:
    """Say what the session decides of a dossier, saved at once; the decision itself is made by the closing.

    `amounts`: cents per funder key; None grants what is proposed. `granted` becomes `partial` by itself.
    Members with a declared interest are out of the room by it. Raises ValueError (French), nothing written.
    """
    row, committee = open_item(session, item)
    dossier = _may_pronounce(session, row, committee)
    given = _given(session, row, outcome, amounts)
    if outcome in ruling.GRANTING:
        outcome = ruling.deduce(dossier.asked, sum(given.values()))
    texts = [text.strip() for text in conditions if text.strip()]
    refuse_faults(session, dossier, outcome, given, reasons, texts, comment)
    send_out(session, row)
    _refuse_votes(session, row, votes)
    row.state, row.outcome, row.said_at, row.author = "decided", outcome, now(), author_of(session)
    row.reasons, row.conditions, row.comment = " ".join(reasons), "\n".join(texts), comment.strip()
    row.votes_for, row.votes_against, row.abstained = votes
    _write_amounts(session, row, given)
    session.flush()
    total = f" {euros(sum(given.values()))}" if given else ""
    say(session, f"Séance {committee.code}, {dossier.number} : {ruling.LABELS[outcome].lower()}{total}")
    give_reason(session, comment.strip())


def _may_pronounce(session: Session, row: m.Item, committee: m.Committee) -> m.Dossier:
    if committee.state != "running":
        raise ValueError(f"Ouvrez d’abord la séance {committee.code} : elle est encore en préparation.")
    may_judge(session, row.dossier_id)
    refused = taken(session, committee, {row.dossier_id})
    if refused:
        raise CannotDecide(refused[row.dossier_id])
    return session.get_one(m.Dossier, row.dossier_id)


def _given(
    session: Session, row: m.Item, outcome: str, amounts: Mapping[bytes, int] | None
) -> dict[bytes, int]:
    """What was said, else for an agreement what an earlier session voted or what is proposed."""
    if amounts is not None or outcome not in ruling.GRANTING:
        return {funder: cents for funder, cents in (amounts or {}).items() if cents}
    rows = session.scalars(select(m.Amount).where(m.Amount.dossier_id == row.dossier_id)).all()
    voted = {a.funder_id: a.voted for a in rows if a.voted}
    return voted or {a.funder_id: a.proposed for a in rows if a.proposed}


def _refuse_votes(session: Session, item: m.Item, votes: Votes) -> None:
    session.flush()
    members = session.scalars(select(m.Member).where(m.Member.committee_id == item.committee_id)).all()
    out = set(session.scalars(select(m.Leaving.member_id).where(m.Leaving.item_id == item.id)))
    seats = [Seat(member.voting, member.presence) for member in members]
    gone = sum(one.voting and one.presence in ("", *COUNTED) for one in members if one.id in out)
    faults = votes_faults(votes, seats, gone)
    if faults:
        raise CannotDecide(" ".join(faults))


def _write_amounts(session: Session, row: m.Item, given: Mapping[bytes, int]) -> None:
    known = {
        a.funder_id: a for a in session.scalars(select(m.ItemAmount).where(m.ItemAmount.item_id == row.id))
    }
    for funder, amount in known.items():
        if funder not in given:
            session.delete(amount)
    for funder, cents in given.items():
        if funder in known:
            known[funder].amount = cents
            continue
        made = m.ItemAmount(
            id=key_of("item_amount", row.id, funder), item_id=row.id, dossier_id=row.dossier_id,
            funder_id=funder, amount=cents,
        )  # fmt: skip
        session.add(made)


@use_case("Noter une condition", right="sit")
def note_words(session: Session, *, item: bytes, conditions: Sequence[str] = (), comment: str = "") -> None:
    """Keep the conditions and the comment of a dossier while it is discussed, before or after it is decided.

    Raises ValueError (French) when what was decided bears no conditions.
    """
    row, committee = open_item(session, item)
    may_judge(session, row.dossier_id)
    texts = [text.strip() for text in conditions if text.strip()]
    kind = ruling.BY_CODE.get(row.outcome)
    if row.state == "decided" and kind is not None:
        if texts and kind.conditions == "forbidden":
            raise CannotDecide(f"La décision « {kind.label} » ne porte pas de conditions.")
        if kind.reason == "required" and not row.reasons and not comment.strip():
            raise CannotDecide(f"La décision « {kind.label} » demande au moins un motif.")
    row.conditions, row.comment = "\n".join(texts), comment.strip()
    number = session.get_one(m.Dossier, row.dossier_id).number
    say(session, f"Séance {committee.code}, {number} : conditions et commentaire")


@use_case("Compter les voix", right="sit")
def count_votes(session: Session, *, item: bytes, votes: Votes) -> None:
    """Keep the votes on a dossier. Raises ValueError (French) when there are more than voters in the room."""
    row, committee = open_item(session, item)
    may_judge(session, row.dossier_id)
    send_out(session, row)
    _refuse_votes(session, row, votes)
    row.votes_for, row.votes_against, row.abstained = votes
    number = session.get_one(m.Dossier, row.dossier_id).number
    say(session, f"Séance {committee.code}, {number} : {votes_words(votes) or 'voix non comptées'}")


@use_case("Reporter un dossier", right="sit")
def postpone(session: Session, *, item: bytes, why: str = "") -> None:
    """The dossier goes to a later session: nothing is decided of it here."""
    row, committee = open_item(session, item)
    _put_off(session, row, why)
    number = session.get_one(m.Dossier, row.dossier_id).number
    say(session, f"Séance {committee.code}, {number} : reporté à une autre séance")
    give_reason(session, why.strip())


@use_case("Reporter les dossiers non examinés", right="sit")
def postpone_rest(session: Session, *, committee: bytes, why: str = "") -> int:
    """Every dossier still waiting goes to a later session; returns how many."""
    row = still_open(session, committee)
    query = select(m.Item).where(m.Item.committee_id == committee, m.Item.state == "waiting")
    rows = session.scalars(query).all()
    for item in rows:
        _put_off(session, item, why)
    say(session, f"Séance {row.code} : {len(rows)} dossiers reportés")
    give_reason(session, why.strip())
    return len(rows)


def _put_off(session: Session, row: m.Item, why: str) -> None:
    _clear(session, row)
    row.state, row.said_at, row.author = "postponed", now(), author_of(session)
    row.comment = why.strip() or row.comment


@use_case("Reprendre un dossier", right="sit")
def take_up(session: Session, *, item: bytes) -> None:
    """What was said of a dossier is withdrawn: it waits again."""
    row, committee = open_item(session, item)
    may_judge(session, row.dossier_id)
    _clear(session, row)
    row.state, row.said_at = "waiting", None
    number = session.get_one(m.Dossier, row.dossier_id).number
    say(session, f"Séance {committee.code}, {number} : repris")


def _clear(session: Session, row: m.Item) -> None:
    """Nothing is decided any more: outcome, amounts, reasons and votes go; words and leavings stay."""
    row.outcome, row.reasons = "", ""
    row.votes_for = row.votes_against = row.abstained = None
    session.execute(delete(m.ItemAmount).where(m.ItemAmount.item_id == row.id))
