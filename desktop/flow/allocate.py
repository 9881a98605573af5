"""Envelopes: make, change, remove, set a reserve, carry over what is left, choose where an amount counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of, new_key
from db.queries.money import EnvelopeRow, envelopes
from db.store import reader_of, say, use_case
from desktop.flow.interests import may_judge
from desktop.rules.envelopes import envelope_words
from desktop.rules.money import euros

SCOPE = ("year", "call_id", "wave_id", "funder_id", "quarter_id", "challenge_id", "common_law")
CHANGED = (*SCOPE, "title", "amount", "carried", "reserve", "comment")


@use_case("Créer une enveloppe", right="envelope")
def make_envelope(session: Session, *, told: dict[str, Any]) -> bytes:
    """Write a new envelope; `told` holds fields of CHANGED, at least the funder, the year and the amount.

    Raises ValueError (French) when one of them lacks, when a figure makes no sense, or when an envelope with
    the same name stands already for the same money.
    """
    for field, what in (("funder_id", "le financeur"), ("year", "l’année"), ("amount", "le montant voté")):
        if told.get(field) is None:
            raise ValueError(f"Dites {what} de l’enveloppe : rien n’a été enregistré.")
    row = m.Envelope(
        id=new_key(), year=told["year"], funder_id=told["funder_id"], amount=told["amount"],
        title="", comment="",
    )  # fmt: skip
    _write(session, row, {"carried": 0, "reserve": 0, "common_law": False, **told})
    session.add(row)
    session.flush()
    say(session, f"Créer l’enveloppe {name_of(session, row.id)}")
    return row.id


@use_case("Changer une enveloppe", right="envelope")
def change_envelope(session: Session, *, envelope: bytes, changes: dict[str, Any]) -> None:
    """Change fields of CHANGED. Raises ValueError (French) as `make_envelope` does, and when the funder or
    the nature of the money would change under amounts that were placed here by hand."""
    row = _known(session, envelope)
    moved = [f for f in ("funder_id", "common_law") if f in changes and changes[f] != getattr(row, f)]
    if moved and (bound := _bound(session, envelope)):
        raise ValueError(
            f"{_amounts(bound)} dans cette enveloppe à la main : son financeur et sa nature ne changent "
            "plus. Replacez d’abord ces montants."
        )
    _write(session, row, changes)
    session.flush()
    say(session, f"Changer l’enveloppe {name_of(session, envelope)}")


@use_case("Mettre en réserve {amount}", right="envelope")
def set_reserve(session: Session, *, envelope: bytes, amount: int) -> None:
    """Keep an amount apart. Raises ValueError (French) when negative or more than the envelope holds."""
    row = _known(session, envelope)
    _write(session, row, {"reserve": amount})
    session.flush()
    say(session, f"Réserve de {euros(amount)} : {name_of(session, envelope)}")


@use_case("Supprimer une enveloppe", right="envelope")
def remove_envelope(session: Session, *, envelope: bytes) -> None:
    """Take an envelope away; what it counted falls to the next that fits, or outside.

    Raises ValueError (French) while amounts are placed in it by hand.
    """
    row = _known(session, envelope)
    if bound := _bound(session, envelope):
        raise ValueError(
            f"{_amounts(bound)} dans cette enveloppe à la main : replacez-les avant de la supprimer. "
            "Rien n’a changé."
        )
    name = name_of(session, envelope)
    session.delete(row)
    say(session, f"Supprimer l’enveloppe {name}")


@use_case("Choisir l’enveloppe d’un montant", right="propose")
def choose_envelope(session: Session, *, dossier: bytes, funder: bytes, envelope: bytes | None) -> None:
    """Say by hand where what this funder gives this dossier counts; None: the narrowest that fits again.

    Raises ValueError (French) when the envelope is of another funder, of droit commun, or kept for a quarter
    or a challenge that is not one of the dossier's.
    """
    choose_envelopes(session, dossier=dossier, chosen={funder: envelope})


@use_case("Choisir les enveloppes d’un dossier", right="propose")
def choose_envelopes(session: Session, *, dossier: bytes, chosen: Mapping[bytes, bytes | None]) -> None:
    """`choose_envelope` for several funders in one step; all of them or none."""
    may_judge(session, dossier)
    whom = session.get_one(m.Dossier, dossier)
    for funder, envelope in chosen.items():
        if envelope is not None:
            _refuse_foreign(session, whom, funder, _known(session, envelope))
        key = key_of("amount", dossier, funder)
        amount = session.get(m.Amount, key)
        if amount is None:
            amount = m.Amount(id=key, dossier_id=dossier, funder_id=funder)
            session.add(amount)
        amount.envelope_id = envelope
    session.flush()
    names = ["selon la règle" if key is None else name_of(session, key) for key in chosen.values()]
    say(session, f"Dossier {whom.number} : enveloppe {', '.join(names)}")


@use_case("Reporter {amount}", right="envelope")
def carry_over(session: Session, *, source: bytes, target: bytes, amount: int | None = None) -> int:
    """Move what is left (or `amount`, cents) of an envelope to another of the same funder; returns how much.

    What leaves is subtracted from what the source carries, so that the sum of both stays. Raises ValueError
    (French) when there is not that much left, or when the two are of different funders or natures.
    """
    from_row, to_row = _known(session, source), _known(session, target)
    if source == target:
        raise ValueError("Une enveloppe ne se reporte pas sur elle-même : choisissez-en une autre.")
    if from_row.funder_id != to_row.funder_id or from_row.common_law != to_row.common_law:
        raise ValueError(
            "Un report reste chez le même financeur et dans la même nature de crédits : rien n’a été reporté."
        )
    left = _shown(session, source).left
    moved = left if amount is None else amount
    if moved <= 0:
        raise ValueError("Il n’y a rien à reporter : le reste de l’enveloppe est nul ou négatif.")
    if moved > left:
        raise ValueError(f"Il ne reste que {euros(left)} dans cette enveloppe : rien n’a été reporté.")
    from_row.carried -= moved
    to_row.carried += moved
    session.flush()
    say(session, f"Reporter {euros(moved)} sur {name_of(session, target)}")
    return moved


def name_of(session: Session, envelope: bytes) -> str:
    """What an envelope is called in a sentence."""
    return envelope_words(_shown(session, envelope))


def _shown(session: Session, envelope: bytes) -> EnvelopeRow:
    return next(row for row in envelopes(reader_of(session)) if row.id == envelope)


def _known(session: Session, envelope: bytes) -> m.Envelope:
    row = session.get(m.Envelope, envelope)
    if row is None:
        raise ValueError("Cette enveloppe n’existe plus : elle a été supprimée entre-temps.")
    return row


def _bound(session: Session, envelope: bytes) -> int:
    query = select(func.count()).select_from(m.Amount).where(m.Amount.envelope_id == envelope)
    return session.scalar(query) or 0


def _amounts(count: int) -> str:
    return "Un montant est placé" if count == 1 else f"{count} montants sont placés"


def _write(session: Session, row: m.Envelope, changes: dict[str, Any]) -> None:
    wrong = set(changes) - set(CHANGED)
    if wrong:
        raise ValueError(f"Une enveloppe n’a pas de champ « {', '.join(sorted(wrong))} ».")
    for field, value in changes.items():
        setattr(row, field, value.strip() if isinstance(value, str) else value)
    _settle_scope(session, row)
    _refuse_figures(row)
    _refuse_double(session, row)


def _settle_scope(session: Session, row: m.Envelope) -> None:
    """A wave has its call, a call its year."""
    wave = session.get(m.Wave, row.wave_id) if row.wave_id else None
    if wave is not None:
        row.call_id = wave.call_id
    call = session.get(m.Call, row.call_id) if row.call_id else None
    if call is not None and call.year != row.year:
        raise ValueError(f"L’appel « {call.title} » est de {call.year}, l’enveloppe de {row.year}.")


def _refuse_figures(row: m.Envelope) -> None:
    if row.amount < 0:
        raise ValueError("Le montant voté ne peut pas être négatif : rien n’a été enregistré.")
    if row.reserve < 0:
        raise ValueError("La réserve ne peut pas être négative : rien n’a été enregistré.")
    if row.reserve > max(0, row.amount + row.carried):
        raise ValueError(
            f"La réserve ({euros(row.reserve)}) dépasse ce que l’enveloppe contient "
            f"({euros(row.amount + row.carried)}) : rien n’a été enregistré."
        )


def _refuse_double(session: Session, row: m.Envelope) -> None:
    """Two envelopes for the same money, of the same name, would be told apart by nobody."""
    with session.no_autoflush:
        same = select(m.Envelope).where(
            m.Envelope.id != row.id,
            m.Envelope.title == row.title,
            *(getattr(m.Envelope, field).is_(getattr(row, field)) for field in SCOPE),
        )
        if session.scalars(same).first() is not None:
            raise ValueError(
                "Une enveloppe de même nom existe déjà pour les mêmes crédits : changez-la, ou donnez un nom "
                "à celle-ci."
            )


def _refuse_foreign(session: Session, dossier: m.Dossier, funder: bytes, row: m.Envelope) -> None:
    if row.funder_id != funder:
        raise ValueError("Cette enveloppe est celle d’un autre financeur : le montant n’a pas été déplacé.")
    if row.common_law:
        raise ValueError(
            "Cette enveloppe est de droit commun : un montant du contrat n’y compte pas. Rien n’a changé."
        )
    quarters = select(m.DossierQuarter.quarter_id).where(m.DossierQuarter.dossier_id == dossier.id)
    if row.quarter_id is not None and row.quarter_id not in set(session.scalars(quarters)):
        raise ValueError("Cette enveloppe est réservée à un quartier que le dossier ne concerne pas.")
    if row.challenge_id is not None and row.challenge_id not in _challenges(session, dossier.id):
        raise ValueError("Cette enveloppe est réservée à un défi auquel le dossier ne répond pas.")


def _challenges(session: Session, dossier: bytes) -> set[bytes]:
    marked = select(m.Mark.challenge_id).where(m.Mark.dossier_id == dossier, m.Mark.level > 0)
    declared = select(m.Declared.challenge_id).where(m.Declared.dossier_id == dossier)
    return {*session.scalars(marked), *session.scalars(declared)}
