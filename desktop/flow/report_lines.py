"""A report typed in, or mended by hand: its lines beside the plan, its people, its texts, its dates."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of, new_key
from db.store import author_of, give_reason, reader_of, say, use_case
from desktop.flow.interests import may_judge
from desktop.flow.reports import compared
from desktop.rules import ages
from desktop.rules import reports as rules
from desktop.rules.report_gaps import Pair, unexplained

LINE_FIELDS = ("label", "forecast", "done", "reason")
FACTS = ("received_on", "starts_on", "ends_on", "granted", "from_quarter", "comment")


def _open(session: Session, report: bytes) -> m.Report:
    """The report, unless it is settled."""
    row = session.get_one(m.Report, report)
    may_judge(session, row.dossier_id)
    if row.state in ("accepted", "waived"):
        raise ValueError(f"Le bilan {row.year} est {rules.STATES[row.state]} : rouvrez-le pour le corriger.")
    return row


def _came(session: Session, row: m.Report) -> None:
    """What is typed in has come."""
    if row.state in rules.OPEN:
        row.state, row.received_on = "received", row.received_on or dt.date.today()
    row.origin, row.author = row.origin or "keyed", author_of(session)


@use_case("Saisir un bilan", right="report")
def key_report(session: Session, *, report: bytes) -> int:
    """Begin to type a report in: the lines of the plan, with nothing done yet. Returns how many."""
    row = _open(session, report)
    pairs = [pair for pair in compared(reader_of(session), report) if not pair.key]
    for pair in pairs:
        _add(session, row, pair)
    _came(session, row)
    say(session, f"Saisir le {rules.KINDS[row.kind]} {row.year}")
    return len(pairs)


def _add(session: Session, row: m.Report, pair: Pair) -> m.ReportLine:
    query = select(func.count()).where(m.ReportLine.report_id == row.id)
    made = m.ReportLine(
        id=new_key(), dossier_id=row.dossier_id, report_id=row.id, rank=(session.scalar(query) or 0) + 1,
        side=pair.side, account=pair.account, label=pair.label, forecast=pair.planned, done=pair.done,
        reason=pair.reason,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


@use_case("Corriger une ligne du bilan", right="report")
def write_line(session: Session, *, report: bytes, pair: Pair, changes: dict[str, Any]) -> bytes:
    """Change a line of a report; one of the plan that it left out, or a new one, is added. Returns its key.

    `changes`: label, forecast, done (cents), reason. Raises ValueError (French).
    """
    row = _open(session, report)
    known = session.get(m.ReportLine, pair.key) if pair.key else None
    line = known or _add(session, row, pair)
    for name in LINE_FIELDS:
        if name in changes:
            value = changes[name]
            setattr(line, name, value.strip() if isinstance(value, str) else value)
    _came(session, row)
    say(session, f"Corriger le bilan {row.year} : {line.account} {line.label}".strip())
    return line.id


@use_case("Retirer une ligne du bilan", right="report")
def drop_line(session: Session, *, report: bytes, line: bytes) -> None:
    row = _open(session, report)
    known = session.get_one(m.ReportLine, line)
    session.delete(known)
    say(session, f"Retirer du bilan {row.year} : {known.account} {known.label}".strip())


@use_case("Expliquer les écarts du bilan", right="report")
def explain_gaps(session: Session, *, report: bytes, reason: str) -> int:
    """Give one reason to every wide gap that has none. Returns how many. ValueError (French)."""
    from desktop.flow.report_words import settings

    row = _open(session, report)
    if not reason.strip():
        raise ValueError("Écrivez l’explication : le texte « Écarts » du bilan peut être repris.")
    reader = reader_of(session)
    found = unexplained(compared(reader, report), settings(reader))
    for pair in found:
        line = session.get(m.ReportLine, pair.key) if pair.key else None
        (line or _add(session, row, pair)).reason = reason.strip()
    say(session, f"Expliquer {len(found)} écarts du bilan {row.year}")
    return len(found)


@use_case("Compter les personnes d’un bilan", right="report")
def write_people(
    session: Session, *, report: bytes, age: str, women: int | None, men: int | None, people: int | None,
    moment: str = "report",
) -> None:  # fmt: skip
    """People of one band, reached, or asked for when `moment` is "request"; the totals of the report follow.
    Raises ValueError (French)."""
    row = _open(session, report)
    counted = ages.Counted(age, women, men, people)
    if any(value is not None and value < 0 for value in counted[1:]):
        raise ValueError("Un nombre de personnes ne peut pas être négatif.")
    if people is not None and (women or 0) + (men or 0) > people:
        raise ValueError(
            "Les femmes et les hommes sont plus nombreux que le total : corrigez l’un des trois."
        )
    key = key_of("audience", row.dossier_id, moment, age)
    known = session.get(m.Audience, key)
    if counted.whole is None:
        if known is not None:
            session.delete(known)
    else:
        made = known or m.Audience(id=key, dossier_id=row.dossier_id, moment=moment, age=age)
        made.women, made.men, made.people = women, men, counted.whole
        session.add(made)
    if moment == "report":
        _add_up(session, row)
        _came(session, row)
    what = "du bilan" if moment == "report" else "prévues pour"
    say(session, f"Compter les personnes {what} {row.year} : {ages.LABELS[age].lower()}")


def _add_up(session: Session, row: m.Report) -> None:
    session.flush()
    query = select(m.Audience).where(m.Audience.dossier_id == row.dossier_id, m.Audience.moment == "report")
    whole = ages.total(
        ages.Counted(one.age, one.women, one.men, one.people) for one in session.scalars(query)
    )
    row.beneficiaries, row.women, row.men = whole.whole, whole.women, whole.men


@use_case("Écrire un texte du bilan", right="report")
def write_text(session: Session, *, report: bytes, code: str, body: str) -> None:
    """One text of desktop.rules.reports; an empty one is taken off."""
    row = _open(session, report)
    key = key_of("report_text", row.id, code)
    known = session.get(m.ReportText, key)
    if known is not None and not body.strip():
        session.delete(known)
    elif known is not None:
        known.body = body.strip()
    elif body.strip():
        text = m.ReportText(id=key, dossier_id=row.dossier_id, report_id=row.id, code=code, body=body.strip())
        session.add(text)
    _came(session, row)
    say(session, f"Écrire le bilan {row.year} : {rules.TITLES[code]}")


@use_case("Corriger un bilan", right="report")
def write_facts(session: Session, *, report: bytes, changes: dict[str, Any]) -> None:
    """Its dates, the grant it tells, the people of the quarter, a remark. Raises ValueError (French)."""
    row = _open(session, report)
    for name in FACTS:
        if name in changes:
            setattr(row, name, changes[name])
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        raise ValueError("La fin de l’action est avant son début : relisez les deux dates.")
    _came(session, row)
    say(session, f"Corriger le {rules.KINDS[row.kind]} {row.year}")


@use_case("Rouvrir un bilan", right="settle_report")
def reopen_report(session: Session, *, report: bytes, why: str) -> None:
    """Take an accepted, or a waived, report back to where it is examined. Raises ValueError (French)."""
    row = session.get_one(m.Report, report)
    may_judge(session, row.dossier_id)
    if not why.strip():
        raise ValueError("Dites pourquoi le bilan est rouvert : cela reste dans l’historique.")
    if row.state not in ("accepted", "waived"):
        raise ValueError("Ce bilan n’est ni accepté ni dispensé : il n’y a rien à rouvrir.")
    row.state = "received" if row.received_on else "awaited"
    row.outcome, row.unspent, row.checked_by, row.checked_on = "", None, "", None
    give_reason(session, why.strip())
    say(session, f"Rouvrir le {rules.KINDS[row.kind]} {row.year}")


@use_case("Dispenser d’un bilan", right="settle_report")
def waive_report(session: Session, *, report: bytes, why: str) -> None:
    """Nothing is waited for any more. Raises ValueError (French) without a reason."""
    row = _open(session, report)
    if not why.strip():
        raise ValueError("Dites pourquoi ce bilan n’est plus attendu.")
    row.state, row.comment = "waived", why.strip()
    row.checked_by, row.checked_on = author_of(session), dt.date.today()
    give_reason(session, why.strip())
    say(session, f"Dispenser du {rules.KINDS[row.kind]} {row.year}")
