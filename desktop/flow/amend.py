"""Amend: an amendment to a convention of several years, written, signed, and then applied in one step."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import models as m
from db.base import now
from db.keys import key_of, new_key
from db.store import author_of, say, use_case
from desktop.flow.agreements import live, write_promise
from desktop.rules.agreements import fault_of_period, in_words, years_of
from desktop.rules.french import date_short

_NOTHING = "Rien n’a été enregistré."


class Change(NamedTuple):
    """One promise that an amendment changes, in cents; None is no promise. `funder` is its code."""

    year: int
    funder: str
    before: int | None
    after: int | None


def changes_of(text: str) -> list[Change]:
    """What `Amendment.changes` tells."""
    return [
        Change(row["year"], row["funder"], row["before"], row["after"]) for row in json.loads(text or "[]")
    ]


def _kept(changes: Sequence[Change]) -> str:
    told = sorted(changes, key=lambda change: (change.year, change.funder))
    return json.dumps([change._asdict() for change in told], separators=(",", ":"))


@use_case("Écrire un avenant", right="agreement")
def write_amendment(
    session: Session,
    *,
    agreement: bytes,
    title: str,
    body: str = "",
    ends_on: dt.date | None = None,
    amounts: Mapping[tuple[int, bytes], int | None] | None = None,
    amendment: bytes | None = None,
) -> bytes:
    """An amendment in draft, or the one named written again; `amounts` by (year, funder) in cents are the new
    promises, `ends_on` the new end. Returns its key; nothing changes before it is signed.

    Raises ValueError (French): a convention that is not signed, more than four years, an amendment that
    changes nothing, or that was signed.
    """
    row = live(session, agreement)
    if row.state != "signed":
        raise ValueError(
            f"La convention {row.number} n’est pas signée : changez-la directement, sans avenant. {_NOTHING}"
        )
    if not title.strip():
        raise ValueError(f"Donnez un objet à l’avenant. {_NOTHING}")
    held = session.get(m.Amendment, amendment) if amendment else None
    if held is not None:
        _open(row, held)
    changes = _changes(session, row, ends_on or row.ends_on, amounts or {})
    if not changes and ends_on in (None, row.ends_on) and not body.strip():
        raise ValueError(f"Cet avenant ne change rien : donnez un montant, une fin ou un texte. {_NOTHING}")
    held = held or _added(session, row)
    held.title, held.body = title.strip(), body.strip()
    held.ends_on, held.changes = (None if ends_on == row.ends_on else ends_on), _kept(changes)
    say(session, f"Convention {row.number} : écrire l’avenant {held.rank}")
    session.flush()
    return held.id


def _added(session: Session, row: m.Agreement) -> m.Amendment:
    """A new amendment, after those there are."""
    last = session.scalar(select(func.max(m.Amendment.rank)).where(m.Amendment.agreement_id == row.id))
    held = m.Amendment(
        id=new_key(), agreement_id=row.id, rank=(last or 0) + 1, title="", at=now(),
        author=author_of(session),
    )  # fmt: skip
    session.add(held)
    return held


def _open(row: m.Agreement, held: m.Amendment) -> None:
    if held.state == "signed":
        raise ValueError(
            f"L’avenant {held.rank} de la convention {row.number} est signé : écrivez-en un autre. "
            "Rien n’a été changé."
        )


def _changes(
    session: Session, row: m.Agreement, ends: dt.date | None, amounts: Mapping[tuple[int, bytes], int | None]
) -> list[Change]:
    """The promises that would change, checked against the years of the convention as it would then run."""
    if fault := fault_of_period(row.starts_on, ends):
        raise ValueError(fault)
    years, made = years_of(row.starts_on, ends), []
    codes = {funder.id: funder.code for funder in session.scalars(select(m.Funder))}
    for (year, funder), after in amounts.items():
        if year not in years:
            raise ValueError(f"L’avenant porte sur {in_words(years)}, pas sur {year}. {_NOTHING}")
        if after is not None and after < 0:
            raise ValueError(f"Un montant promis n’est pas négatif. {_NOTHING}")
        before = _promised(session, row, year, funder)
        if before != after:
            made.append(Change(year, codes[funder], before, after))
    out = set(session.scalars(select(m.Promise.year).where(m.Promise.agreement_id == row.id))) - set(years)
    dropped = {change.year for change in made if change.after is None}
    if out - dropped:
        raise ValueError(
            f"Des montants sont promis pour {in_words(sorted(out))}, après la fin de l’avenant. {_NOTHING}"
        )
    asked = set(session.scalars(select(m.Dossier.tranche).where(m.Dossier.agreement_id == row.id)))
    if late := sorted({year for year in asked if year} - set(years)):
        raise ValueError(
            f"{in_words(late)} est déjà demandé par un dossier, après la fin de l’avenant. {_NOTHING}"
        )
    return made


def _promised(session: Session, row: m.Agreement, year: int, funder: bytes) -> int | None:
    held = session.get(m.Promise, key_of("promise", row.id, str(year), funder))
    return None if held is None else held.amount


@use_case("Retirer un avenant", right="agreement")
def drop_amendment(session: Session, *, amendment: bytes) -> None:
    """Take away an amendment that was not signed, its letter in draft with it. Raises ValueError (French)."""
    held = session.get_one(m.Amendment, amendment)
    row = live(session, held.agreement_id or b"")
    _open(row, held)
    query = select(m.Letter).where(m.Letter.subject_id == amendment, m.Letter.state == "draft")
    for letter in session.scalars(query).all():
        session.delete(letter)
    session.delete(held)
    say(session, f"Convention {row.number} : retirer l’avenant {held.rank}")


@use_case("Signer un avenant", right="agreement")
def sign_amendment(
    session: Session,
    *,
    amendment: bytes,
    signed_on: dt.date,
    act: str = "",
    act_on: dt.date | None = None,
) -> int:
    """It was signed: the promises and the end become what it says, in this one step; returns how many
    promises changed. Raises ValueError
    (French) when it was signed, or when what it changes is no longer what it was written on."""
    held = session.get_one(m.Amendment, amendment)
    row = live(session, held.agreement_id or b"")
    _open(row, held)
    if row.signed_on is not None and signed_on < row.signed_on:
        raise ValueError(
            f"L’avenant serait signé le {date_short(signed_on)}, avant la convention "
            f"({date_short(row.signed_on)}). {_NOTHING}"
        )
    if act_on is not None and act_on > signed_on:
        raise ValueError(f"La délibération vient après la signature : vérifiez les deux dates. {_NOTHING}")
    keys = {funder.code: funder.id for funder in session.scalars(select(m.Funder))}
    changes = changes_of(held.changes)
    for change in changes:
        stands = _promised(session, row, change.year, keys[change.funder])
        if stands != change.before:
            raise ValueError(
                f"Le montant de {change.year} a changé depuis que l’avenant {held.rank} est écrit : "
                f"reprenez-le avant de le signer. {_NOTHING}"
            )
    if held.ends_on is not None:
        if fault := fault_of_period(row.starts_on, held.ends_on):
            raise ValueError(fault)
        row.ends_on = held.ends_on
    for change in changes:
        write_promise(session, row, change.year, keys[change.funder], change.after)
    held.state, held.signed_on, held.act, held.act_on = "signed", signed_on, act.strip(), act_on
    say(session, f"Convention {row.number} : signer l’avenant {held.rank}")
    return len(changes)
