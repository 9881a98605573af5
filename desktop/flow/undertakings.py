"""What a convention of several years undertakes, what is counted of it, and what was found each year."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of, new_key
from db.store import say, use_case
from desktop.flow.agreements import in_years, live
from desktop.rules.agreements import FOUND

_NOTHING = "Rien n’a été enregistré."


@use_case("Écrire un engagement", right="agreement")
def set_commitment(
    session: Session,
    *,
    agreement: bytes,
    text: str,
    year: int | None = None,
    quarter: bytes | None = None,
    challenge: bytes | None = None,
    commitment: bytes | None = None,
) -> bytes:
    """Add what the applicant undertakes, or change the one named; `year` None is each year. Returns its key.
    Raises ValueError (French) without words, or once the convention is signed."""
    row = live(session, agreement, draft="un engagement")
    if not text.strip():
        raise ValueError(f"Écrivez l’engagement en une phrase. {_NOTHING}")
    if year is not None:
        in_years(row, year)
    held = session.get(m.Commitment, commitment) if commitment else None
    if held is None:
        count = session.scalar(select(func.max(m.Commitment.rank)).where(m.Commitment.agreement_id == row.id))
        held = m.Commitment(id=new_key(), agreement_id=row.id, rank=(count or 0) + 1, text="")
        session.add(held)
    held.text, held.year, held.quarter_id, held.challenge_id = text.strip(), year, quarter, challenge
    say(session, f"Convention {row.number} : écrire un engagement")
    session.flush()
    return held.id


@use_case("Retirer un engagement", right="agreement")
def drop_commitment(session: Session, *, commitment: bytes) -> None:
    """Take away an engagement of a convention that is not signed. Raises ValueError (French)."""
    held = session.get_one(m.Commitment, commitment)
    row = live(session, held.agreement_id, draft="un engagement")
    session.delete(held)
    say(session, f"Convention {row.number} : retirer un engagement")


@use_case("Juger un engagement", right="agreement")
def judge_commitment(session: Session, *, commitment: bytes, state: str, comment: str | None = None) -> None:
    """Whether it was kept, partly, or not, with a word of what was found; `comment` None keeps the word that
    stands. Raises ValueError (French)."""
    if state not in FOUND:
        raise ValueError(f"« {state} » ne dit rien d’un engagement : {', '.join(filter(None, FOUND))}.")
    held = session.get_one(m.Commitment, commitment)
    row = live(session, held.agreement_id)
    held.state = state
    if comment is not None:
        held.comment = comment.strip()
    say(session, f"Convention {row.number} : engagement {FOUND[state][0]}")


@use_case("Écrire un indicateur", right="agreement")
def set_indicator(
    session: Session, *, agreement: bytes, label: str, unit: str = "", indicator: bytes | None = None
) -> bytes:
    """Add what is counted, or change the one named; returns its key. Raises ValueError (French)."""
    row = live(session, agreement)
    if not label.strip():
        raise ValueError(f"Dites ce que l’indicateur compte. {_NOTHING}")
    held = session.get(m.Indicator, indicator) if indicator else None
    if held is None:
        count = session.scalar(select(func.max(m.Indicator.rank)).where(m.Indicator.agreement_id == row.id))
        held = m.Indicator(id=new_key(), agreement_id=row.id, rank=(count or 0) + 1, label="")
        session.add(held)
    held.label, held.unit = label.strip(), unit.strip()
    say(session, f"Convention {row.number} : indicateur « {held.label} »")
    session.flush()
    return held.id


@use_case("Compter un indicateur", right="agreement")
def count_indicator(
    session: Session,
    *,
    agreement: bytes,
    label: str,
    values: Mapping[int, tuple[float | None, float | None, str]],
    unit: str = "",
    indicator: bytes | None = None,
) -> bytes:
    """An indicator and its figures of each year, (target, reached, comment), in one step; returns its key."""
    key = set_indicator(session, agreement=agreement, label=label, unit=unit, indicator=indicator)
    for year, (target, reached, comment) in values.items():
        set_value(session, indicator=key, year=year, target=target, reached=reached, comment=comment)
    say(session, f"Convention {session.get_one(m.Agreement, agreement).number} : « {label.strip()} »")
    return key


@use_case("Retirer un indicateur", right="agreement")
def drop_indicator(session: Session, *, indicator: bytes) -> None:
    """Take away an indicator and its figures."""
    held = session.get_one(m.Indicator, indicator)
    assert held.agreement_id is not None  # those of a dossier are not kept here
    row = live(session, held.agreement_id)
    for value in session.scalars(select(m.IndicatorValue).where(m.IndicatorValue.indicator_id == indicator)):
        session.delete(value)
    session.delete(held)
    say(session, f"Convention {row.number} : retirer l’indicateur « {held.label} »")


@use_case("Noter un indicateur pour {year}", right="agreement")
def set_value(
    session: Session,
    *,
    indicator: bytes,
    year: int,
    target: float | None = None,
    reached: float | None = None,
    comment: str = "",
) -> None:
    """The target and what was reached in one year; with neither, the year is cleared. Raises ValueError
    (French)."""
    held = session.get_one(m.Indicator, indicator)
    assert held.agreement_id is not None
    row = live(session, held.agreement_id)
    in_years(row, year)
    if any(value is not None and value < 0 for value in (target, reached)):
        raise ValueError(f"Un indicateur ne compte pas moins que zéro. {_NOTHING}")
    key = key_of("indicator_value", indicator, str(year))
    value = session.get(m.IndicatorValue, key)
    if target is None and reached is None and not comment.strip():
        if value is not None:
            session.delete(value)
    else:
        if value is None:
            value = m.IndicatorValue(id=key, indicator_id=indicator, agreement_id=row.id, year=year)
            session.add(value)
        value.target, value.reached, value.comment = target, reached, comment.strip()
    say(session, f"Convention {row.number} : « {held.label} » en {year}")
