"""Where the source says a dossier stands: followed until the office takes it further."""

from __future__ import annotations

import datetime as dt

from db import models as m
from db.keys import key_of
from desktop.exchange.application import Application, Problem
from desktop.flow.desk import Desk

PORTAL = "portail"  # author of a decision that the source announces
_OUTCOMES = ("granted", "refused", "withdrawn", "ineligible")


def decided_here(desk: Desk) -> bool:
    """What this office decided is its own: no portal adds to it."""
    if desk.fresh:
        return False
    decision = desk.session.get(m.Decision, key_of("decision", desk.dossier.id))
    return decision is not None and decision.author != PORTAL


def follow_state(desk: Desk, application: Application, problems: list[Problem], *, known: bool) -> bool:
    """Take the state of the source over; True when the dossier moved. `known`: it was here before."""
    dossier = desk.dossier
    if known and "stage" in application.adds:
        return False  # the list of one funder does not say where the dossier stands
    dossier.source_state = application.state or dossier.source_state
    if application.stage in _OUTCOMES:
        return _decided_elsewhere(desk, application, problems)
    if application.stage == "instruction" and dossier.stage == "received":
        dossier.stage = "instruction"
        return True
    return False


def _decided_elsewhere(desk: Desk, application: Application, problems: list[Problem]) -> bool:
    session, dossier = desk.session, desk.dossier
    outcome: str = application.stage
    key = key_of("decision", dossier.id)
    known = None if desk.fresh else session.get(m.Decision, key)
    if known is not None:
        if known.outcome not in (outcome, "partial"):
            message = "Le portail annonce une autre décision que celle d’ici : celle d’ici est gardée."
            problems.append(
                Problem("warning", application.row, "État du dossier", application.state, message)
            )
        return False
    decided = application.decided_at.date() if application.decided_at else dt.date.today()
    granted, asked = desk.get("granted"), dossier.asked
    if outcome == "granted" and granted and asked and granted < asked:
        outcome = "partial"
    session.add(
        m.Decision(
            id=key,
            dossier_id=dossier.id,
            outcome=outcome,
            state="notified",
            decided_on=decided,
            notified_on=decided,
            comment=application.motivation,
            author=PORTAL,
        )
    )
    dossier.stage = "notified"
    return True
