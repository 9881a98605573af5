"""What else follows the decisions of the story of five years: visits, changes asked, money paid back."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from sqlalchemy.orm import Session

from db import models as m
from db.queries.repayments import repayments
from db.store import make_final, reader_of, say, use_case
from desktop.flow.change_ask import ask_change, grant_change, refuse_change
from desktop.flow.example_years import dossier_of
from desktop.flow.repay import (
    ask_repayment,
    decide_repayment,
    propose_many,
    proposed,
    receive_repayment,
    waive_repayment,
)
from desktop.flow.visits_made import record_visit
from desktop.rules.invented import Request

_ASKED = (
    ("dates", "La salle n’est libre qu’à partir d’octobre."),
    ("content", "L’animatrice est partie : les ateliers du mercredi passent au samedi."),
    ("dates", "Le recrutement a pris deux mois de plus."),
)
_SEEN = "Séance suivie par les familles, matériel en place. Les habitants demandent un autre créneau."
_TO_ASK_BACK = 36  # shares of which the repayment is led to some point


@use_case("Suivre les actions de l’histoire d’exemple", right="repay")
def follow(session: Session, *, requests: Sequence[Request], today: dt.date) -> int:
    """Some of these actions are visited, changed, paid back in part. Returns how many of these things."""
    granted = [one for one in requests if one.given and one.notified is not None]
    made = sum(_visited(session, one, today) for one in granted if 0.31 < one.draw < 0.355)
    made += sum(
        _changed(session, one, place, today)
        for place, one in enumerate(one for one in granted if 0.611 < one.draw < 0.645)
    )
    made += _paid_back(session, today)
    say(session, f"Suivre {made} choses après les décisions (histoire d’exemple)")
    make_final(session, "Une histoire d’exemple ne s’annule pas : elle se rejoue.")
    return made


def _visited(session: Session, one: Request, today: dt.date) -> int:
    day = one.starts + dt.timedelta(40 + int(1000 * one.draw) % 60)
    if day > today:
        return 0
    shades = [70 + int(10_000 * one.draw) % 90, 150] if one.draw < 0.32 else []
    record_visit(
        session, dossier=dossier_of(one), visited_on=day, place=one.place, present=8 + one.beneficiaries % 30,
        people="L’équipe et des habitants", body=_SEEN, photos=[(f"vue-{n}.jpg", _view(n)) for n in shades],
        next_steps="Revoir avec le référent du quartier." if one.draw > 0.33 else "",
    )  # fmt: skip
    return 1


def _view(shade: int) -> bytes:
    """An invented picture: a square under the sky."""
    from PIL import Image, ImageDraw

    made = Image.new("RGB", (640, 420), (205, 224, 238))
    pen = ImageDraw.Draw(made)
    pen.rectangle((0, 290, 640, 420), fill=(120, 150, 96))
    for left in range(40, 600, 150):
        pen.rectangle((left, 120 + shade % 60, left + 90, 290), fill=(shade, 128, 118))
    pen.ellipse((500, 40, 570, 110), fill=(244, 204, 92))
    out = io.BytesIO()
    made.save(out, "JPEG", quality=80)
    return out.getvalue()


def _changed(session: Session, one: Request, place: int, today: dt.date) -> int:
    """Dates and content alone: what was voted stays what the figures of the story say."""
    key = dossier_of(one)
    asked_on = one.starts + dt.timedelta(70)
    if asked_on > today or session.get_one(m.Dossier, key).stage != "notified":
        return 0
    kind, why = _ASKED[place % len(_ASKED)]
    change = ask_change(
        session, dossier=key, kind=kind, reason=why, asked_on=asked_on,
        ends_on=one.ends + dt.timedelta(60) if kind == "dates" else None,
        body="Un atelier de plus le samedi, un de moins le mercredi." if kind == "content" else "",
    )  # fmt: skip
    answered = asked_on + dt.timedelta(18)
    if (today - asked_on).days > 150:
        if place % 5 == 4:
            why = "L’objet retenu par le comité ne serait plus le même"
            refuse_change(session, change=change, answer=why, today=answered, letter=False)
        else:
            grant_change(session, change=change, today=answered, letter=False)
    return 1


def _paid_back(session: Session, today: dt.date) -> int:
    """What the reports leave: the older ones are paid, the last ones wait for a decision."""
    found = [one for one in proposed(reader_of(session)) if one.ways[0].amount >= 150_00]
    step = max(1, len(found) // _TO_ASK_BACK)
    chosen = [(one, one.ways[0]) for one in found[::step]]
    propose_many(session, chosen=chosen)
    for place, row in enumerate(repayments(reader_of(session))):
        decided = dt.date(row.year + 1, 9, 1 + place % 25)
        if decided > today or place % 9 == 8:
            continue  # still a proposal
        if place % 9 == 6:
            decide_repayment(
                session, repayment=row.id, kind="keep", why="Article 9 de la convention", decided_on=decided
            )
            continue
        if place % 9 == 7:
            waive_repayment(session, repayment=row.id, why="Association dissoute")
            continue
        decide_repayment(session, repayment=row.id, decided_on=decided, letter=False)
        title = f"T{decided.year}-{200 + place}"
        ask_repayment(session, repayment=row.id, title_number=title, asked_on=decided + dt.timedelta(9))
        back = decided + dt.timedelta(35)
        if back < today and place % 9 != 5:
            part = row.amount // 2 if place % 9 == 4 else row.amount
            receive_repayment(session, repayment=row.id, amount=part, received_on=back, today=today)
    return len(chosen)
