"""Reports: expected of every grant, received, accepted, sent back, put off; what stops a renewal."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection

from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.base import now
from db.keys import key_of, new_key
from db.queries import reports as rows
from db.queries.shapes import BudgetRow
from db.reasons import ReasonWanted, motive_of
from db.store import author_of, give_reason, reader_of, say, use_case
from desktop.flow.interests import may_judge
from desktop.flow.report_kept import keep_file, keep_told
from desktop.flow.report_served import serve_renewals, take_back_from_renewals
from desktop.flow.report_words import REMINDER_LETTER, meant, settings
from desktop.rules import report_gaps as gaps
from desktop.rules import reports as rules
from desktop.rules.budget import Line
from desktop.rules.french import plural


@use_case("Attendre les bilans", right="report")
def expect_reports(session: Session, *, dossiers: Collection[bytes] | None = None) -> list[bytes]:
    """Make the awaited report of each notified grant that has none: a final one, and an intermediate one
    where a balance payment waits for it or a convention goes on after its year. Returns the keys made."""
    made = expect(session, dossiers)
    say(session, f"Attendre {len(made)} {plural(len(made), 'bilan')}")
    return made


def expect(session: Session, dossiers: Collection[bytes] | None = None) -> list[bytes]:
    """The same, as a part of another verb."""
    reader = reader_of(session)
    chosen = settings(reader)
    made = []
    for grant in rows.granted(reader, dossiers):
        end = _day(grant.ends_on)
        if not grant.final:
            made.append(_expect(session, grant, "final", rules.due_on(grant.year, end)))
        goes_on = grant.agreement_end is not None and int(grant.agreement_end[:4]) > grant.year
        if not grant.intermediate and (grant.balance or goes_on):
            due = rules.intermediate_due(grant.year, chosen, _day(grant.balance_on))
            made.append(_expect(session, grant, "intermediate", due))
    return made


def _expect(session: Session, grant: rows.Granted, kind: str, due: dt.date) -> bytes:
    key = key_of("report", grant.dossier_id, str(grant.year), kind)
    session.add(m.Report(id=key, dossier_id=grant.dossier_id, year=grant.year, kind=kind, due_on=due))
    return key


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None


@use_case("Recevoir un bilan", right="report")
def receive_report(
    session: Session,
    *,
    report: bytes,
    told: rules.Told,
    received_on: dt.date | None = None,
    content: bytes | None = None,
    name: str = "",
) -> None:
    """Write down what a report tells, in the place of what an earlier one told; its file becomes a piece.

    Raises ValueError (French) when the report is accepted already, or tells nothing.
    """
    row = session.get_one(m.Report, report)
    may_judge(session, row.dossier_id)
    if row.state == "accepted":
        raise ValueError(f"Le bilan {row.year} est déjà accepté : rouvrez-le avant d’en recevoir un autre.")
    if told.silent:
        raise ValueError(
            "Ce bilan ne dit rien de l’action : ni tableau, ni texte, ni public. Rien n’est gardé."
        )
    keep_told(session, row, told)
    row.state, row.origin, row.author = "received", told.origin, author_of(session)
    row.received_on = received_on or dt.date.today()
    row.outcome = told.outcome
    row.granted, row.starts_on, row.ends_on = told.granted, told.starts_on, told.ends_on
    row.from_quarter, row.checked_by, row.checked_on = told.from_quarter, "", None
    if content is not None:
        row.piece_id = keep_file(session, row, content, name)
    serve_renewals(session, row)
    say(session, f"Recevoir le {rules.KINDS[row.kind]} {row.year}")


@use_case("Accepter un bilan", right="settle_report")
def accept_report(
    session: Session,
    *,
    report: bytes,
    outcome: str = "done",
    unspent: int | None = None,
    comment: str | None = None,
    today: dt.date | None = None,
) -> None:
    """Accept a report that was received; `unspent`: cents of the grant that were not used.

    Raises ValueError (French) when nothing was received, or a wide gap is not explained.
    """
    row = session.get_one(m.Report, report)
    may_judge(session, row.dossier_id)
    if outcome not in ("done", "not_done"):
        raise ValueError("Un bilan s’accepte pour une action réalisée ou non réalisée.")
    if row.state == "accepted":
        raise ValueError(f"Le bilan {row.year} est déjà accepté.")
    if row.state != "received" and outcome == "done":
        raise ValueError("Ce bilan n’est pas arrivé : recevez-le ou saisissez-le avant de l’accepter.")
    reader = reader_of(session)
    if outcome == "done":
        refuse_unexplained(reader, row.id)
    row.state, row.outcome, row.unspent = "accepted", outcome, unspent
    row.checked_by, row.checked_on = author_of(session), today or dt.date.today()
    row.comment = row.comment if comment is None else comment.strip()
    say(session, f"Accepter le {rules.KINDS[row.kind]} {row.year} : {rules.OUTCOMES[outcome]}")


def compared(reader: sqlite3.Connection, report: bytes) -> list[gaps.Pair]:
    """The lines of a report beside those of the budget that was asked for."""
    row = rows.report(reader, report)
    if row is None:
        return []
    plan = [
        Line("charge" if each.side == "charge" else "product", each.account, _named(each), each.amount)
        for each in queries.budget(reader, row.dossier_id)
    ]
    told = [
        (
            rules.ToldLine(
                "charge" if each.side == "charge" else "product", each.account, each.label, each.forecast,
                each.done, each.reason,
            ),
            each.id,
        )
        for each in rows.report_lines(reader, report)
    ]  # fmt: skip
    return gaps.beside(plan, told)


def _named(row: BudgetRow) -> str:
    """The funder that gives, rather than the words of the form that all of them share."""
    return row.funder if row.funder and row.account.startswith("74") else row.label


def refuse_unexplained(reader: sqlite3.Connection, report: bytes) -> None:
    """Raises ValueError (French) that names the wide gaps nobody explains."""
    found = gaps.unexplained(compared(reader, report), settings(reader))
    if found:
        names = ", ".join(f"{pair.account} {pair.label}" for pair in found[:3])
        more = f" et {len(found) - 3} autres" if len(found) > 3 else ""
        raise ValueError(f"À expliquer avant d’accepter : l’écart sur {names}{more}.")


@use_case("Renvoyer un bilan", right="settle_report")
def return_report(
    session: Session, *, report: bytes, why: str, due_on: dt.date | None = None, today: dt.date | None = None
) -> None:
    """Send a report back to the applicant, with what is to be mended and until when. ValueError (French)."""
    row = session.get_one(m.Report, report)
    may_judge(session, row.dossier_id)
    if not why.strip():
        raise ValueError("Dites ce qui est à corriger : ces mots seront écrits au porteur.")
    if row.state not in ("received", "accepted"):
        raise ValueError("Ce bilan n’est pas arrivé : il n’y a rien à renvoyer.")
    row.state, row.comment, row.outcome, row.unspent = "returned", why.strip(), "", None
    row.due_on = due_on or row.due_on
    take_back_from_renewals(session, row)
    row.checked_by, row.checked_on = author_of(session), today or dt.date.today()
    give_reason(session, why.strip())
    say(session, f"Renvoyer le {rules.KINDS[row.kind]} {row.year}")


@use_case("Prolonger une action", right="ask_change")
def extend_report(
    session: Session, *, report: bytes, ends_on: dt.date, why: str, today: dt.date | None = None
) -> bytes:
    """The action needs more time: a change of dates is asked for; its report is put off once it is granted.
    Returns the key of the change asked. Raises ValueError (French)."""
    row = session.get_one(m.Report, report)
    may_judge(session, row.dossier_id)
    dossier = session.get_one(m.Dossier, row.dossier_id)
    if row.state == "accepted":
        raise ValueError(f"Le bilan {row.year} est déjà accepté : ses dates ne se prolongent plus.")
    if not why.strip():
        raise ValueError("Dites pourquoi l’action demande plus de temps.")
    if dossier.ends_on is not None and ends_on <= dossier.ends_on:
        raise ValueError(
            f"L’action devait finir le {dossier.ends_on:%d/%m/%Y} : choisissez un jour plus lointain."
        )
    day = today or dt.date.today()
    made = m.ChangeRequest(
        id=new_key(), dossier_id=dossier.id, kind="dates", asked_on=day, reason=why.strip(),
        starts_on=dossier.starts_on, ends_on=ends_on, author=author_of(session), at=now(),
    )  # fmt: skip
    session.add(made)
    row.outcome = "extended"
    session.flush()
    say(session, f"Demander de prolonger l’action jusqu’au {ends_on:%d/%m/%Y}")
    return made.id


def note_left(session: Session, letter: m.Letter, day: dt.date) -> None:
    """A letter left: a reminder of a report is counted, of the one it speaks of."""
    if letter.template != REMINDER_LETTER:
        return
    row = meant(rows.reports(reader_of(session), [letter.dossier_id]))
    if row is not None:
        known = session.get_one(m.Report, row.id)
        known.reminders += 1
        known.reminded_on = day


def put_off(session: Session, dossier: bytes, ends_on: dt.date) -> None:
    """The dates of an action were moved: the reports still waited for are due accordingly, never sooner."""
    reader_of(session)
    for row in session.query(m.Report).where(m.Report.dossier_id == dossier, m.Report.state.in_(rules.OPEN)):
        due = rules.due_on(row.year, ends_on)
        if row.kind == "final" and (row.due_on is None or due > row.due_on):
            row.due_on = due


def report_lock(reader: sqlite3.Connection, dossier: bytes, today: dt.date | None = None) -> str:
    """Why this renewal is stopped for want of an earlier report, a French sentence; "" when it is not."""
    day = today or dt.date.today()
    found = rows.lacking(reader, dossier, day)
    if not found or not settings(reader).lock_of(found[0].call_rule):
        return ""
    told = [_waited(row, day) for row in found[:2]]
    more = f" et {len(found) - 2} autres" if len(found) > 2 else ""
    return f"Reconduction arrêtée : il manque {', '.join(told)}{more}."


def ask_why_without_report(session: Session, dossier: bytes, gate: str, said: str = "") -> None:
    """Before a renewal is declared complete, or sent to the committee: raises ReasonWanted (French) when the
    rule of its call keeps it there for want of an earlier report, and nobody says why it goes on."""
    reader = reader_of(session)
    row = session.get_one(m.Dossier, dossier)
    call = session.get_one(m.Call, row.call_id).code
    lock = report_lock(reader, dossier) if settings(reader).lock_of(call) == gate else ""
    why = said.strip() or motive_of(session)
    if lock and not why:
        raise ReasonWanted(f"{lock} Dites pourquoi elle continue.", [dossier])
    if lock:
        give_reason(session, why)


def _waited(row: rows.Lacking, today: dt.date) -> str:
    due = _day(row.due_on)
    since = "" if due is None else f", attendu {'depuis' if due < today else 'pour'} le {due:%d/%m/%Y}"
    state = ", renvoyé au porteur" if row.state == "returned" else since
    return f"le bilan {row.year} du dossier {row.number}{state}"
