"""The rows of a report: lines, texts, people and file, written whole in the place of earlier ones."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of, new_key
from desktop.flow.files import keep
from desktop.rules import ages
from desktop.rules import reports as rules
from desktop.rules.folding import fold


def keep_told(session: Session, row: m.Report, told: rules.Told) -> None:
    """Write what a report tells of the action."""
    _write_lines(session, row, told)
    _write_texts(session, row, told)
    _write_people(session, row, told)
    _write_indicators(session, row, told)


def _write_indicators(session: Session, row: m.Report, told: rules.Told) -> None:
    """What was reached, under the indicator of the same words; a new one is added to the dossier."""
    if not told.indicators:
        return
    dossier = session.get_one(m.Dossier, row.dossier_id)
    query = select(m.Indicator).where(
        or_(m.Indicator.dossier_id == dossier.id, m.Indicator.agreement_id == dossier.agreement_id)
    )
    known = {fold(one.label): one for one in session.scalars(query)}
    for label, reached in told.indicators.items():
        mine = known.get(fold(label))
        if mine is None:
            mine = m.Indicator(id=new_key(), dossier_id=dossier.id, rank=len(known) + 1, label=label)
            known[fold(label)] = mine
            session.add(mine)
            session.flush()
        key = key_of("indicator_value", mine.id, str(row.year))
        value = session.get(m.IndicatorValue, key) or m.IndicatorValue(
            id=key, indicator_id=mine.id, agreement_id=mine.agreement_id, dossier_id=mine.dossier_id,
            year=row.year,
        )  # fmt: skip
        value.reached = reached
        session.add(value)


def _write_lines(session: Session, row: m.Report, told: rules.Told) -> None:
    session.execute(delete(m.ReportLine).where(m.ReportLine.report_id == row.id))
    for rank, line in enumerate(told.lines, start=1):
        session.add(
            m.ReportLine(
                id=new_key(), dossier_id=row.dossier_id, report_id=row.id, rank=rank, side=line.side,
                account=line.account, label=line.label, forecast=line.forecast, done=line.done,
                reason=line.reason,
            )
        )  # fmt: skip


def _write_texts(session: Session, row: m.Report, told: rules.Told) -> None:
    for code in rules.TITLES:
        key, body = key_of("report_text", row.id, code), told.texts.get(code, "").strip()
        known = session.get(m.ReportText, key)
        if known is not None and not body:
            session.delete(known)
        elif known is not None:
            known.body = body
        elif body:
            session.add(
                m.ReportText(id=key, dossier_id=row.dossier_id, report_id=row.id, code=code, body=body)
            )


def _write_people(session: Session, row: m.Report, told: rules.Told) -> None:
    known = {
        age: session.get(m.Audience, key_of("audience", row.dossier_id, "report", age)) for age in ages.CODES
    }
    said = {counted.age: counted for counted in told.people}
    for age, was in known.items():
        now = said.get(age)
        if was is not None and now is None:
            session.delete(was)
        elif now is not None:
            made = was or m.Audience(
                id=key_of("audience", row.dossier_id, "report", age), dossier_id=row.dossier_id,
                moment="report", age=age,
            )  # fmt: skip
            made.women, made.men, made.people = now.women, now.men, now.whole
            session.add(made)
    whole = told.reached
    row.beneficiaries, row.women, row.men = whole.whole, whole.women, whole.men


def keep_file(session: Session, row: m.Report, content: bytes, name: str) -> bytes:
    """The file as a piece of the dossier; not of the kind that asks for the report of the year before."""
    label = f"{rules.KINDS[row.kind].capitalize()} {row.year}"
    made = m.Piece(
        id=new_key(), dossier_id=row.dossier_id, kind="", label=label, name=name or label, state="received",
        origin="poste", received_on=dt.date.today(), file_id=keep(session, content, name).id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made.id
