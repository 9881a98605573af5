"""Pay a grant: plan it as decided, send it to the finance service, record what was paid, hold, cancel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import new_key
from db.queries.payments import GrantedRow, granted
from db.queries.reference import setting
from db.store import author_of, give_reason, reader_of, say, use_case
from desktop.flow.interests import may_judge
from desktop.rules import clocks
from desktop.rules.french import plural
from desktop.rules.money import euros
from desktop.rules.payments import ADVANCE, KINDS, over_words, split

SETTING = "payments"  # {"two_above": cents or None, "advance": percent}: how a grant is paid by default
TOLD = "Repris de l’import"


class CannotPay(ValueError):
    """Nothing was written; the message says why, French sentences."""


@use_case("Prévoir les versements", right="pay")
def plan_payments(session: Session, *, dossier: bytes, advance: int | None = None, count: int = 2) -> int:
    """Plan what was voted, in one payment or in an advance of so many percent and the rest; by funder, and by
    member of a project. What has payments already stays; what an import told as paid is taken over. Returns
    how many were made. Raises CannotPay when nothing is granted or all is planned."""
    may_judge(session, dossier)
    rows = granted(reader_of(session), dossier)
    number = session.get_one(m.Dossier, dossier).number
    if not rows:
        raise CannotPay(f"Dossier {number} : aucune subvention n’est accordée, il n’y a rien à verser.")
    made = sum(_plan(session, row, advance, count) for row in rows if not row.planned)
    if not made:
        raise CannotPay(f"Dossier {number} : ses versements sont déjà prévus. Rien n’a changé.")
    session.flush()
    say(session, f"Prévoir {made} {plural(made, 'versement')} (dossier {number})")
    return made


def _plan(session: Session, row: GrantedRow, advance: int | None, count: int) -> int:
    rank = _next_rank(session, row.dossier_id)
    told = min(row.paid or 0, row.voted)
    rest = row.voted - told
    if told:
        kind = "single" if not rest else "advance"
        _add(session, row, rank, kind, told).state = "paid"
        rank += 1
    if not rest:
        return 1
    percent = advance if advance is not None else _by_default(session, row.dossier_id)
    parts = split(rest, None if told else percent, count)
    for place, part in enumerate(parts):
        made = _add(session, row, rank + place, "balance" if told else part.kind, part.amount)
        if row.notified_on and made.kind in ("single", "advance"):
            made.due_on = clocks.payment_until(dt.date.fromisoformat(row.notified_on))
    return len(parts) + bool(told)


def _by_default(session: Session, dossier: bytes) -> int | None:
    """The percent of the first payment when the office pays such a grant in two, None for one payment."""
    rule = setting(reader_of(session), SETTING) or {}
    voted = session.scalar(select(func.sum(m.Amount.voted)).where(m.Amount.dossier_id == dossier)) or 0
    above = rule.get("two_above")
    return int(rule.get("advance") or ADVANCE) if above is not None and voted > above else None


def _next_rank(session: Session, dossier: bytes) -> int:
    last = session.scalar(select(func.max(m.Payment.rank)).where(m.Payment.dossier_id == dossier))
    return (last or 0) + 1


def _add(session: Session, row: GrantedRow, rank: int, kind: str, amount: int) -> m.Payment:
    made = m.Payment(
        id=new_key(), dossier_id=row.dossier_id, funder_id=row.funder_id, member_id=row.member_id, rank=rank,
        kind=kind, amount=amount, author=author_of(session), state="planned", comment="",
    )  # fmt: skip
    if kind in ("single", "advance") and row.paid:
        made.comment = TOLD
    session.add(made)
    session.flush()
    return made


def followed(session: Session, key: bytes) -> m.Payment:
    """The payment, of a dossier that is open to the person at work."""
    row = session.get(m.Payment, key)
    if row is None:
        raise CannotPay("Ce versement n’existe plus.")
    may_judge(session, row.dossier_id)
    return row


def _open(session: Session, key: bytes) -> m.Payment:
    row = followed(session, key)
    number = session.get_one(m.Dossier, row.dossier_id).number
    if row.state == "paid":
        when = f" le {row.paid_on:%d/%m/%Y}" if row.paid_on else ""
        raise CannotPay(f"Dossier {number} : {euros(row.amount)} ont été versés{when}. Rien n’a changé.")
    if row.state == "cancelled":
        raise CannotPay(f"Dossier {number} : ce versement de {euros(row.amount)} est annulé.")
    return row


def hold_to_vote(session: Session, row: m.Payment) -> None:
    """Raises CannotPay when the payments of this funder, to this member, pass what is voted."""
    session.flush()
    for told in granted(reader_of(session), row.dossier_id):
        if (told.funder_id, told.member_id) == (row.funder_id, row.member_id):
            query = select(m.Payment.amount).where(
                m.Payment.dossier_id == row.dossier_id,
                m.Payment.funder_id == row.funder_id,
                m.Payment.member_id == row.member_id,
                m.Payment.state != "cancelled",
            )
            if why := over_words(told.voted, session.scalars(query).all(), told.funder):
                raise CannotPay(why)
            return
    number = session.get_one(m.Dossier, row.dossier_id).number
    raise CannotPay(f"Dossier {number} : ce financeur n’a rien voté, il n’y a rien à verser.")


@use_case("Ajouter un versement", right="pay")
def add_payment(
    session: Session,
    *,
    dossier: bytes,
    funder: bytes,
    amount: int,
    kind: str = "instalment",
    member: bytes | None = None,
    planned_on: dt.date | None = None,
    due_on: dt.date | None = None,
    comment: str = "",
) -> bytes:
    """One more payment, within what was voted. Raises CannotPay."""
    may_judge(session, dossier)
    if amount <= 0 or kind not in KINDS:
        raise CannotPay("Un versement a un montant et une nature. Rien n’a été enregistré.")
    made = m.Payment(
        id=new_key(), dossier_id=dossier, funder_id=funder, member_id=member,
        rank=_next_rank(session, dossier), kind=kind, amount=amount, planned_on=planned_on, due_on=due_on,
        comment=comment.strip(), state="planned", author=author_of(session),
    )  # fmt: skip
    session.add(made)
    hold_to_vote(session, made)
    return made.id


@use_case("Changer un versement", right="pay")
def change_payment(
    session: Session,
    *,
    payment: bytes,
    amount: int | None = None,
    planned_on: dt.date | None = None,
    due_on: dt.date | None = None,
    comment: str | None = None,
) -> None:
    """Another amount, day or remark; what is None stays. Raises CannotPay."""
    row = _open(session, payment)
    if amount is not None and amount <= 0:
        raise CannotPay("Un versement a un montant. Rien n’a été enregistré ; annulez-le s’il n’a plus lieu.")
    row.amount = row.amount if amount is None else amount
    row.planned_on, row.due_on = planned_on or row.planned_on, due_on or row.due_on
    row.comment = row.comment if comment is None else comment.strip()
    hold_to_vote(session, row)


@use_case("Demander des versements", right="pay")
def ask_payment(
    session: Session, *, payments: Collection[bytes], asked_on: dt.date | None = None, slip: str = ""
) -> int:
    """Sent to the finance service, in one step; `slip` is the number of the list that goes with them."""
    day = asked_on or dt.date.today()
    for key in payments:
        row = _open(session, key)
        row.state, row.asked_on, row.why = "asked", day, ""
        if slip:
            row.comment = slip if not row.comment else f"{row.comment}\n{slip}"
    count = len(payments)
    say(session, f"Demander {count} {plural(count, 'versement')} aux finances")
    return count


@use_case("Noter un versement", right="pay")
def record_payment(
    session: Session,
    *,
    payment: bytes,
    paid_on: dt.date,
    order_number: str = "",
    amount: int | None = None,
    today: dt.date | None = None,
) -> None:
    """It was paid that day, under that number of mandat; `amount` where less was paid than planned: what is
    left is planned again. Raises CannotPay."""
    row = _open(session, payment)
    refuse_day(paid_on, today or dt.date.today(), row)
    if amount is not None and amount <= 0:
        raise CannotPay("Dites quel montant a été versé. Rien n’a été enregistré.")
    rest = row.amount - (row.amount if amount is None else amount)
    row.amount -= rest
    row.state, row.paid_on, row.order_number, row.why = "paid", paid_on, order_number.strip(), ""
    hold_to_vote(session, row)
    if rest > 0:
        _plan_rest(session, row, rest)
    number = session.get_one(m.Dossier, row.dossier_id).number
    say(session, f"Noter le versement de {euros(row.amount)} (dossier {number})")


def refuse_day(paid_on: dt.date, today: dt.date, row: m.Payment) -> None:
    """Raises CannotPay when a payment can't have been made that day."""
    if paid_on > today:
        raise CannotPay(
            f"Un versement est noté une fois fait : le {paid_on:%d/%m/%Y} n’est pas passé. "
            "Rien n’a été enregistré."
        )
    if paid_on.year < today.year - 20:
        raise CannotPay(f"La date {paid_on:%d/%m/%Y} est trop ancienne. Rien n’a été enregistré.")


def _plan_rest(session: Session, row: m.Payment, rest: int) -> None:
    session.add(
        m.Payment(
            id=new_key(), dossier_id=row.dossier_id, funder_id=row.funder_id, member_id=row.member_id,
            rank=_next_rank(session, row.dossier_id), kind="balance", amount=rest, state="planned",
            comment="", author=author_of(session),
        )
    )  # fmt: skip


@use_case("Retenir des versements", right="pay")
def hold_payment(session: Session, *, payments: Collection[bytes], why: str) -> None:
    """They wait, for this reason. Raises CannotPay without one."""
    if not why.strip():
        raise CannotPay("Dites pourquoi ce versement est retenu : bilan, convention, condition…")
    for key in payments:
        row = _open(session, key)
        row.state, row.why, row.asked_on = "held", why.strip(), None
    give_reason(session, why.strip())
    say(session, f"Retenir {len(payments)} {plural(len(payments), 'versement')}")


@use_case("Reprendre des versements retenus", right="pay")
def release_payment(session: Session, *, payments: Collection[bytes]) -> None:
    """What held them is settled, or they come back from the finance service: they are to be asked."""
    for key in payments:
        row = _open(session, key)
        row.state, row.why, row.asked_on = "planned", "", None
    say(session, f"Reprendre {len(payments)} {plural(len(payments), 'versement')}")


@use_case("Annuler des versements", right="pay")
def cancel_payment(session: Session, *, payments: Collection[bytes], why: str) -> None:
    """They will not be made, for this reason; they stay in sight. Raises CannotPay without one."""
    if not why.strip():
        raise CannotPay("Dites pourquoi ce versement est annulé : la raison reste au dossier.")
    for key in payments:
        row = _open(session, key)
        row.state, row.why = "cancelled", why.strip()
    give_reason(session, why.strip())
    say(session, f"Annuler {len(payments)} {plural(len(payments), 'versement')}")


@use_case("Corriger un versement noté", right="pay")
def correct_payment(session: Session, *, payment: bytes, why: str) -> None:
    """It was not paid after all: it is with the finance service again. Raises CannotPay without a reason."""
    row = followed(session, payment)
    if row.state != "paid":
        raise CannotPay("Ce versement n’est pas noté comme fait : il n’y a rien à corriger.")
    if not why.strip():
        raise CannotPay("Dites pourquoi ce versement noté est repris : la raison reste à l’historique.")
    row.state, row.paid_on, row.order_number = "asked" if row.asked_on else "planned", None, ""
    give_reason(session, why.strip())
    number = session.get_one(m.Dossier, row.dossier_id).number
    say(session, f"Reprendre le versement noté de {euros(row.amount)} (dossier {number})")
