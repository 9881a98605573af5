"""The story of five years, played by the verbs of the office: one step a wave, never fifty thousand."""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.store import make_final, say, use_case
from desktop.exchange import application as told
from desktop.flow.annotate import mark
from desktop.flow.decide import decide
from desktop.flow.found import add_call
from desktop.flow.instruct import move, propose, to_committee
from desktop.flow.proofs import tell_otherwise
from desktop.rules.invented import Body, Request
from desktop.rules.outline import Outline, read_outline

_SOURCE = "ds"
OWN = "Participations et fonds propres"
GIVERS = {"METROPOLE": "Amiens Métropole", "ETAT147": "État, programme 147", "VILLE": "Ville d’Amiens"}


def dossier_of(one: Request) -> bytes:
    """The key of a request of the story."""
    return key_of("dossier", _SOURCE, one.number)


@use_case("Ouvrir les appels de l’histoire d’exemple", right="settings")
def open_calls(session: Session, *, resources: Path, years: Sequence[int]) -> int:
    """The calls of the years before, like that of this year; returns how many were made."""
    text = (resources / "calls" / "aap-2026.toml").read_text(encoding="utf-8")
    made = 0
    for year in years:
        data = tomllib.loads(text.replace("2026", str(year)))
        if session.get(m.Call, key_of("call", data["id"])) is None:
            add_call(session, data)
            made += 1
    make_final(session, "Les appels d’une histoire d’exemple restent.")
    return made


def outlines(reader: sqlite3.Connection) -> dict[str, Outline]:
    """The outline of each quarter, by its code."""
    rows = reader.execute("SELECT code, outline FROM quarter")
    return {code: drawn for code, text in rows if (drawn := read_outline(text))}


def files(requests: Sequence[Request], drawn: Mapping[str, Outline]) -> Iterator[told.ReadFile]:
    """What the portal would have exported: one file a wave."""
    for year, wave, call in sorted({(one.year, one.wave, one.call) for one in requests}):
        part = [one for one in requests if (one.year, one.wave, one.call) == (year, wave, call)]
        name = Path(f"{'conventions' if call else f'vague-{wave}'}-{year}.xlsx")
        yield told.ReadFile(name, "table", [_application(one, drawn) for one in part], read=len(part))


def _application(one: Request, drawn: Mapping[str, Outline]) -> told.Application:
    made = told.Application(
        source=_SOURCE, source_id=one.number, row=f"dossier {one.number}", state="En instruction",
        call=one.call, exercise=one.year, deposited_at=one.deposited, title=one.title, renewal=one.renewal,
        starts_on=one.starts, ends_on=one.ends, place=one.place, beneficiaries=one.beneficiaries,
        women=one.women, from_quarter=one.from_quarter, main_challenge=one.challenges[0],
        challenges=one.challenges[1:], quarters=list(one.quarters), cost=one.cost,
        asked=sum(one.asked.values()),
    )  # fmt: skip
    made.applicant = _applicant(one.body)
    made.people = [_speaker(one.body)]
    made.texts = _texts(one)
    made.budget = _budget(one)
    made.places = [_point(one, code, drawn[code]) for code in one.quarters[:2] if code in drawn]
    made.given = {
        "applicant", "people", "title", "renewal", "starts_on", "ends_on", "place", "beneficiaries", "women",
        "from_quarter", "main_challenge", "challenges", "quarters", "texts", "cost", "asked", "budget",
        "places",
    }  # fmt: skip
    return made


def _applicant(body: Body) -> told.Applicant:
    return told.Applicant(
        name=body.name, kind=body.kind, siret=body.siret, rna=body.rna,  # type: ignore[arg-type]  # one of four
        address=f"{body.rank % 80 + 1} rue du Moulin-Rêvé", postcode="80000", city="Amiens", insee="80021",
        email=f"contact@porteur{body.rank}.example.org", founded_on=dt.date(1995 + body.rank % 25, 5, 12),
        iban=body.iban, account_holder=body.name,
    )  # fmt: skip


def _speaker(body: Body) -> told.Person:
    position = "Présidente" if body.civility == "Mme" else "Président"
    if body.kind != "association":
        position = "Directrice" if body.civility == "Mme" else "Directeur"
    return told.Person(
        "representative", body.civility, body.first_name, body.last_name, position,
        email=f"{body.rank}.direction@porteur{body.rank}.example.org",
    )  # fmt: skip


def _texts(one: Request) -> dict[str, str]:
    people = f"{one.beneficiaries} personnes, dont {one.from_quarter} qui habitent un quartier prioritaire"
    return {
        "objectives": f"Toucher {people}, et en amener une partie à poursuivre d’elles-mêmes.",
        "description": f"L’action propose {one.does}. Elle se tient {one.place}, chaque semaine, de "
        f"{one.starts:%m/%Y} à {one.ends:%m/%Y}, avec deux salariés et des bénévoles du quartier.",
        "public": f"{people.capitalize()}.",
        "evaluation": "Séances tenues, personnes différentes, personnes assidues, entretiens de fin d’année.",
    }


def _budget(one: Request) -> list[told.BudgetLine]:
    """Charges and products of the same sum, with voluntary work on both sides."""
    free = one.cost // 10
    real = one.cost - free
    wages, goods = real * 6 // 10, real * 2 // 10
    charges = {"64": wages, "60": goods, "62": real - wages - goods, "86": free}
    left = real - sum(one.asked.values())
    funders = [told.BudgetLine("product", "74", GIVERS[code], cents, GIVERS[code], "Sollicité")
               for code, cents in one.asked.items()]  # fmt: skip
    words = {"64": "Salaires", "60": "Achats", "62": "Services", "86": "Bénévolat"}
    return [
        *(told.BudgetLine("charge", code, words[code], cents) for code, cents in charges.items()),
        *funders,
        told.BudgetLine("product", "70", OWN, left),
        told.BudgetLine("product", "87", "Bénévolat", free),
    ]


def _point(one: Request, code: str, drawn: Outline) -> told.ActionPlace:
    """Somewhere inside the quarter, always the same for one request."""
    chance = random.Random(f"{one.number}{code}")
    while True:
        lon = chance.uniform(drawn.west, drawn.east)
        lat = chance.uniform(drawn.south, drawn.north)
        if drawn.contains(lon, lat):
            return told.ActionPlace(one.place, round(lon, 6), round(lat, 6))


@use_case("Instruire et décider une vague de l’histoire d’exemple", right="decide")
def live(session: Session, *, requests: Sequence[Request], today: dt.date) -> int:
    """What became of the requests of a wave: instructed, decided, told. Returns how many were decided."""
    funders = {row.code: row.id for row in session.scalars(select(m.Funder))}
    challenges = {row.code: row.id for row in session.scalars(select(m.Challenge))}
    for one in requests:
        _judge(session, one, funders, challenges)
        if one.outcome:
            _decide(session, one, funders, today)
    first = requests[0]
    say(session, f"Instruire et décider la vague {first.wave} de {first.year} (histoire d’exemple)")
    make_final(session, "Une histoire d’exemple ne s’annule pas : elle se rejoue.")
    return sum(bool(one.outcome) for one in requests)


def _judge(
    session: Session, one: Request, funders: Mapping[str, bytes], challenges: Mapping[str, bytes]
) -> None:
    key = dossier_of(one)
    # Some renewals of the story came before the report of the year before: the office let them go on.
    session.info["motive"] = "Bilan promis avant le comité."
    for stage in ("complete", "instruction"):
        move(session, dossier=key, stage=stage)
    for place, code in enumerate(one.challenges):
        mark(
            session,
            dossier=key,
            challenge=challenges[code],
            level=3 - place if place < 2 else 1,
            reason=f"L’action propose {one.does}.",
        )
    amounts = one.given or {code: cents * 7 // 10 for code, cents in one.asked.items()}
    favourable = not one.outcome or bool(one.given)
    propose(
        session, dossier=key, opinion="favourable" if favourable else "unfavourable",
        amounts={funders[code]: cents for code, cents in amounts.items()} if favourable else {},
        reason="Répond au besoin du quartier." if favourable else "Voir la décision.",
    )  # fmt: skip
    to_committee(session, dossier=key)


def _decide(session: Session, one: Request, funders: Mapping[str, bytes], today: dt.date) -> None:
    key = dossier_of(one)
    decide(
        session, dossier=key, outcome=one.outcome, decided_on=one.decided,
        amounts={funders[code]: cents for code, cents in one.given.items()},
        reasons=[one.reason] if one.reason else [],
        act=f"{one.year}-{one.decided:%m%d}", act_on=one.decided,
    )  # fmt: skip
    if one.notified is None:
        return
    tell_otherwise(
        session, dossier=key, sent_on=one.notified, means="portal", today=today,
        comment="Notifié par le portail (histoire d’exemple).",
    )  # fmt: skip
    decision = session.get_one(m.Decision, key_of("decision", key))
    decision.state, decision.notified_on = "notified", one.notified
    session.get_one(m.Dossier, key).stage = "notified"


def wanted(resources: Path) -> dict[str, Any]:
    """The words of the story."""
    return tomllib.loads((resources / "demo" / "years.toml").read_text(encoding="utf-8"))
