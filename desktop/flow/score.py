"""Score a dossier: values and reasons by criterion, closed when complete, a second look, abstention."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.base import now
from db.keys import key_of
from db.store import author_of, say, use_case
from desktop.flow.interests import may_judge
from desktop.rules.scores import HIGHEST, Given, Rule, Scale, lacking


@use_case("Noter un critère", right="mark")
def score(session: Session, *, dossier: bytes, criterion: bytes, value: int | None, reason: str) -> None:
    """Give one criterion a value (None takes it back) and its reason, in one's own draft.

    Raises ValueError (French) for a value beyond the scale, a closed assessment or an interest.
    """
    may_judge(session, dossier)
    rule = session.get_one(m.Criterion, criterion)
    grid = session.get_one(m.ScoreGrid, rule.grid_id)
    top = HIGHEST[_scale(grid)]
    if value is not None and not 0 <= value <= top:
        raise ValueError(f"« {rule.title} » se note de 0 à {top} : rien n’a été enregistré.")
    mine = _assessment(session, dossier, grid)
    if mine.state != "draft":
        raise ValueError("Votre notation est close : rouvrez-la pour la changer.")
    key = key_of("score", mine.id, criterion)
    row = session.get(m.Score, key)
    if row is None:
        row = m.Score(id=key, dossier_id=dossier, assessment_id=mine.id, criterion_id=criterion)
        session.add(row)
    row.value, row.reason = value, reason.strip()
    session.flush()
    say(session, f"Noter « {rule.title} »")


def _scale(grid: m.ScoreGrid) -> Scale:
    return "letters" if grid.scale == "letters" else "points"


def _assessment(session: Session, dossier: bytes, grid: m.ScoreGrid) -> m.Assessment:
    """Mine, made at the first value; the second look when somebody else was here before."""
    author = author_of(session)
    key = key_of("assessment", dossier, grid.id, author)
    row = session.get(m.Assessment, key)
    if row is None:
        others = select(m.Assessment.id).where(
            m.Assessment.dossier_id == dossier, m.Assessment.state == "final"
        )
        role = "second" if session.scalars(others).first() is not None else "first"
        row = m.Assessment(id=key, dossier_id=dossier, grid_id=grid.id, role=role, author=author, at=now())
        session.add(row)
        session.flush()
    return row


@use_case("Clore la notation", right="mark")
def close(session: Session, *, dossier: bytes, comment: str = "") -> None:
    """Close one's own assessment. Raises ValueError (French) that says all that lacks."""
    may_judge(session, dossier)
    mine, rules, given = _mine(session, dossier)
    faults = lacking(rules, given)
    if faults:
        raise ValueError("La notation ne peut pas être close. " + " ".join(faults))
    mine.state, mine.comment, mine.at = "final", comment.strip() or mine.comment, now()
    say(session, f"Clore la notation du dossier {session.get_one(m.Dossier, dossier).number}")


@use_case("Rouvrir la notation", right="mark")
def reopen(session: Session, *, dossier: bytes) -> None:
    """Back to a draft: it counts no more until it is closed again; earlier values stay in the history."""
    may_judge(session, dossier)
    mine, _, _ = _mine(session, dossier)
    mine.state, mine.at = "draft", now()
    say(session, f"Rouvrir la notation du dossier {session.get_one(m.Dossier, dossier).number}")


@use_case("S’abstenir de noter", right="mark")
def abstain(session: Session, *, dossier: bytes, reason: str) -> None:
    """Say that one does not score this dossier, and why. Raises ValueError (French) without a reason."""
    if not reason.strip():
        raise ValueError("Dites pourquoi vous vous abstenez : la raison reste avec le dossier.")
    grid = _grid(session, dossier)
    mine = _assessment(session, dossier, grid)
    mine.state, mine.comment, mine.at = "abstained", reason.strip(), now()
    say(session, f"S’abstenir de noter le dossier {session.get_one(m.Dossier, dossier).number}")


def _grid(session: Session, dossier: bytes) -> m.ScoreGrid:
    row = session.get_one(m.Dossier, dossier)
    call = session.get_one(m.Call, row.call_id)
    if call.score_grid_id is None:
        raise ValueError(f"L’appel « {call.title} » n’a pas de grille de notation.")
    return session.get_one(m.ScoreGrid, call.score_grid_id)


def _mine(session: Session, dossier: bytes) -> tuple[m.Assessment, list[Rule], dict[str, Given]]:
    grid = _grid(session, dossier)
    mine = session.get(m.Assessment, key_of("assessment", dossier, grid.id, author_of(session)))
    if mine is None:
        raise ValueError("Vous n’avez pas encore noté ce dossier.")
    query = select(m.Criterion).where(m.Criterion.grid_id == grid.id).order_by(m.Criterion.rank)
    criteria = {row.id: row for row in session.scalars(query)}
    rows = session.scalars(select(m.Score).where(m.Score.assessment_id == mine.id))
    given = {criteria[row.criterion_id].code: Given(row.value, row.reason) for row in rows}
    rules = [Rule(row.code, row.title, row.weight, row.eliminating) for row in criteria.values()]
    return mine, rules, given
