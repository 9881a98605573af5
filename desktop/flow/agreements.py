"""Conventions of several years: made, filled with promises, signed, ended; each year asked by a dossier."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of, new_key
from db.store import author_of, say, use_case
from desktop.flow.aside import gone_words
from desktop.flow.files import keep
from desktop.rules.agreements import LIVE, STATES, fault_of_period, in_words, years_of
from desktop.rules.money import euros

SEVERAL_YEARS = ("convention", "multiyear")  # kinds of call whose dossiers ask for one year of a convention
YEARS = 3  # proposed when the call says nothing
_TRANCHE = re.compile(r"\b(20\d\d)\b")
# What a signed convention says is changed by an amendment, not by hand.
_FIXED = {"starts_on": "ses dates", "ends_on": "ses dates", "regrant": "la clause de reversement"}


@use_case("Ouvrir une convention de plusieurs années", right="agreement")
def make_agreement(
    session: Session,
    *,
    title: str,
    starts_on: dt.date | None,
    ends_on: dt.date | None,
    applicant: bytes | None = None,
    dossier: bytes | None = None,
    call: bytes | None = None,
    purpose: str = "",
    regrant: bool = False,
    alert_months: int = 6,
    follows: bytes | None = None,
) -> bytes:
    """A convention in draft with one applicant, or with that of a dossier, which becomes the request of its
    year; returns its key. Raises ValueError (French): no title, dates that cannot be, a call of one year."""
    if fault := fault_of_period(starts_on, ends_on):
        raise ValueError(fault)
    asked = session.get_one(m.Dossier, dossier) if dossier else None
    if asked is not None:
        applicant, call = asked.applicant_id, call or asked.call_id
        _several_years(session, asked)
    if applicant is None:
        raise ValueError("Dites avec quel porteur la convention est passée. Rien n’a été enregistré.")
    if not title.strip():
        raise ValueError("Donnez un intitulé à la convention. Rien n’a été enregistré.")
    assert starts_on is not None and ends_on is not None  # no fault of period was found
    row = m.Agreement(
        id=new_key(), number=_next_number(session, starts_on.year), title=title.strip(),
        applicant_id=applicant, call_id=call, follows_id=follows, starts_on=starts_on, ends_on=ends_on,
        alert_months=alert_months, regrant=regrant, purpose=purpose.strip(), author=author_of(session),
    )  # fmt: skip
    session.add(row)
    session.flush()
    if asked is not None:
        attach(session, agreement=row.id, dossier=asked.id, year=year_asked(session, asked))
    say(session, f"Ouvrir la convention {row.number}")
    return row.id


def _several_years(session: Session, dossier: m.Dossier) -> None:
    call = session.get_one(m.Call, dossier.call_id)
    if call.kind not in SEVERAL_YEARS:
        raise ValueError(
            f"Le dossier {dossier.number} répond à « {call.title} », qui n’est pas un appel à conventions : "
            "ouvrez la convention depuis le porteur. Rien n’a été enregistré."
        )


def _next_number(session: Session, year: int) -> str:
    """ "CPO-2024-01": the first number of the year that is free."""
    head = f"CPO-{year}-"
    query = select(m.Agreement.number).where(m.Agreement.number.startswith(head))
    told = [number.removeprefix(head) for number in session.scalars(query)]
    return f"{head}{max((int(n) for n in told if n.isdigit()), default=0) + 1:02d}"


def year_asked(session: Session, dossier: m.Dossier) -> int:
    """The year of a convention that a dossier seems to ask for: that of its wave, « Tranche 2025 », else of
    its call."""
    wave = session.get(m.Wave, dossier.wave_id) if dossier.wave_id else None
    found = _TRANCHE.search(wave.title) if wave is not None else None
    return int(found[1]) if found else session.get_one(m.Call, dossier.call_id).year


@use_case("Changer une convention", right="agreement")
def change_agreement(session: Session, *, agreement: bytes, told: Mapping[str, Any]) -> None:
    """Write some of its fields: title, purpose, comment, alert_months, and while it is a draft starts_on,
    ends_on, regrant, call_id. Raises ValueError (French)."""
    row = session.get_one(m.Agreement, agreement)
    if row.state == "signed":
        for name, words in _FIXED.items():
            if name in told and told[name] != getattr(row, name):
                raise ValueError(
                    f"La convention {row.number} est signée : {words} se changent par un avenant. "
                    "Rien n’a été changé."
                )
    starts, ends = told.get("starts_on", row.starts_on), told.get("ends_on", row.ends_on)
    if fault := fault_of_period(starts, ends):
        raise ValueError(fault)
    _nothing_outside(session, row, starts, ends)
    if "title" in told and not str(told["title"]).strip():
        raise ValueError("Donnez un intitulé à la convention. Rien n’a été changé.")
    for name, value in told.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    say(session, f"Changer la convention {row.number}")


def _nothing_outside(
    session: Session, row: m.Agreement, starts: dt.date | None, ends: dt.date | None
) -> None:
    """Raises when a promise or a request would stand out of the years."""
    kept = set(years_of(starts, ends))
    promised = select(m.Promise.year).where(m.Promise.agreement_id == row.id)
    asked = select(m.Dossier.tranche).where(m.Dossier.agreement_id == row.id)
    out = sorted({year for year in [*session.scalars(promised), *session.scalars(asked)] if year} - kept)
    if out:
        raise ValueError(
            f"La convention {row.number} a déjà des montants ou une demande pour {in_words(out)} : "
            "retirez-les d’abord. Rien n’a été changé."
        )


def live(session: Session, agreement: bytes, *, draft: str = "") -> m.Agreement:
    """A convention that still goes on; with `draft`, one that is not signed: « un montant promis » changes by
    an amendment then. Raises ValueError (French)."""
    row = session.get_one(m.Agreement, agreement)
    if row.state not in LIVE:
        raise ValueError(
            f"La convention {row.number} est {STATES[row.state][0].lower()} : elle ne change plus. "
            "Rien n’a été enregistré."
        )
    if draft and row.state == "signed":
        raise ValueError(
            f"La convention {row.number} est signée : {draft} se change par un avenant. Rien n’a été changé."
        )
    return row


def in_years(row: m.Agreement, year: int) -> None:
    """Raises ValueError (French) for a year that the convention does not cover."""
    years = years_of(row.starts_on, row.ends_on)
    if year not in years:
        raise ValueError(
            f"La convention {row.number} couvre {in_words(years)}, pas {year}. Rien n’a été enregistré."
        )


@use_case("Promettre {amount} pour {year}", right="agreement")
def promise(
    session: Session, *, agreement: bytes, year: int, funder: bytes, amount: int | None, comment: str = ""
) -> None:
    """What a funder promises for one year, in cents; None takes the promise away. Raises ValueError (French)
    once the convention is signed, for a year out of it, for less than nothing."""
    row = live(session, agreement, draft="un montant promis")
    in_years(row, year)
    if amount is not None and amount < 0:
        raise ValueError("Un montant promis n’est pas négatif. Rien n’a été enregistré.")
    write_promise(session, row, year, funder, amount, comment)
    name = session.get_one(m.Funder, funder).name
    told = "retirer la promesse" if amount is None else f"promettre {euros(amount)}"
    say(session, f"Convention {row.number}, {year}, {name} : {told}")


@use_case("Promettre les montants d’une convention", right="agreement")
def promise_all(
    session: Session, *, agreement: bytes, amounts: Mapping[tuple[int, bytes], int | None]
) -> int:
    """The same for many years and funders in one step; returns how many promises changed."""
    row = live(session, agreement, draft="un montant promis")
    changed = 0
    for (year, funder), amount in amounts.items():
        held = session.get(m.Promise, key_of("promise", row.id, str(year), funder))
        if amount != (None if held is None else held.amount):
            promise(session, agreement=agreement, year=year, funder=funder, amount=amount)
            changed += 1
    say(session, f"Convention {row.number} : promettre les montants")
    return changed


def write_promise(
    session: Session, row: m.Agreement, year: int, funder: bytes, amount: int | None, comment: str = ""
) -> None:
    """The row of a promise, made, changed or taken away."""
    key = key_of("promise", row.id, str(year), funder)
    held = session.get(m.Promise, key)
    if amount is None:
        if held is not None:
            session.delete(held)
    elif held is None:
        session.add(
            m.Promise(
                id=key, agreement_id=row.id, year=year, funder_id=funder, amount=amount, comment=comment
            )
        )
    else:
        held.amount, held.comment = amount, comment or held.comment


@use_case("Rattacher un dossier à une convention", right="agreement")
def attach(session: Session, *, agreement: bytes, dossier: bytes, year: int) -> None:
    """This dossier is the request of one year. Raises ValueError (French): another applicant, a year that has
    its dossier, a dossier that asks elsewhere."""
    row = live(session, agreement)
    in_years(row, year)
    asked = session.get_one(m.Dossier, dossier)
    if asked.merged_into is not None:
        raise ValueError(f"Le dossier {asked.number} {gone_words(session, asked)}. Rien n’a été enregistré.")
    if asked.applicant_id != row.applicant_id:
        ours = session.get_one(m.Applicant, row.applicant_id).name
        theirs = session.get_one(m.Applicant, asked.applicant_id).name
        raise ValueError(
            f"Le dossier {asked.number} est de {theirs}, la convention {row.number} de {ours}. "
            "Rien n’a été enregistré."
        )
    if asked.agreement_id is not None and (asked.agreement_id, asked.tranche) != (row.id, year):
        other = session.get_one(m.Agreement, asked.agreement_id)
        raise ValueError(
            f"Le dossier {asked.number} est déjà la demande {asked.tranche} de la convention {other.number}. "
            "Rien n’a été enregistré."
        )
    query = select(m.Dossier).where(
        m.Dossier.agreement_id == row.id, m.Dossier.tranche == year, m.Dossier.id != dossier,
        m.Dossier.merged_into.is_(None),
    )  # fmt: skip
    if held := session.scalars(query).first():
        raise ValueError(
            f"L’année {year} de la convention {row.number} est déjà demandée par le dossier {held.number}. "
            "Rien n’a été enregistré."
        )
    asked.agreement_id, asked.tranche = row.id, year
    say(session, f"Rattacher le dossier {asked.number} à la convention {row.number}, année {year}")


@use_case("Détacher un dossier de sa convention", right="agreement")
def detach(session: Session, *, dossier: bytes) -> None:
    """The dossier asks for no year any more."""
    asked = session.get_one(m.Dossier, dossier)
    if asked.agreement_id is None:
        raise ValueError(f"Le dossier {asked.number} n’est rattaché à aucune convention.")
    number = session.get_one(m.Agreement, asked.agreement_id).number
    asked.agreement_id, asked.tranche = None, None
    say(session, f"Détacher le dossier {asked.number} de la convention {number}")


@use_case("Signer une convention", right="agreement")
def sign(
    session: Session,
    *,
    agreement: bytes,
    signed_on: dt.date,
    act: str = "",
    act_on: dt.date | None = None,
    scan: tuple[str, bytes] | None = None,
) -> None:
    """It was signed that day, under that deliberation; `scan` is the name and the content of the paper.
    Raises ValueError (French) without a promise, or when it is signed already."""
    row = live(session, agreement)
    if row.state == "signed":
        raise ValueError(f"La convention {row.number} est déjà signée. Rien n’a été changé.")
    query = select(func.count()).where(m.Promise.agreement_id == row.id)
    if not session.scalar(query):
        raise ValueError(
            f"La convention {row.number} ne promet rien : donnez les montants par année avant de la signer."
        )
    if act_on is not None and act_on > signed_on:
        raise ValueError("La délibération vient après la signature : vérifiez les deux dates.")
    row.state, row.signed_on, row.act, row.act_on = "signed", signed_on, act.strip(), act_on
    if scan is not None:
        row.file_id = keep(session, scan[1], scan[0]).id
    say(session, f"Signer la convention {row.number}")
