"""Instruct: move a dossier along its journey, assign it, label it, propose amounts."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.rights import ask_right
from db.store import give_reason, say, use_case
from desktop.flow.interests import may_judge
from desktop.flow.reports import ask_why_without_report
from desktop.flow.splitting import follow
from desktop.rules import journey

OPINIONS = {
    "favourable": "Favorable",
    "reserved": "Favorable avec réserve",
    "adjourn": "À ajourner",
    "unfavourable": "Défavorable",
}

OTHER_MEANS = frozenset({"decide", "notify", "reopen"})  # these moves would leave a decision behind


@use_case("Changer d’étape", right="move")
def move(session: Session, *, dossier: bytes, stage: str) -> None:
    """Take a dossier to another stage. Raises ValueError (French) when the journey forbids it."""
    row = session.get_one(m.Dossier, dossier)
    if row.stage == stage:
        return
    found = journey.move_between(row.stage, stage)
    if found is None:
        raise ValueError(journey.why_not(row.stage, stage))
    if found.verb in OTHER_MEANS and row.stage != "closed":
        raise ValueError(
            f"On ne passe pas à « {journey.LABELS[stage]} » en changeant d’étape : une décision, sa "
            "notification et sa réouverture se font par leur propre action."
        )
    ask_right(session, found.verb)
    if stage == "complete":
        ask_why_without_report(session, dossier, "complete")
    row.stage = stage
    say(session, f"Passer à « {journey.LABELS[stage]} »")


@use_case("Confier le dossier à {officer}", right="assign")
def assign(session: Session, *, dossier: bytes, officer: str) -> None:
    session.get_one(m.Dossier, dossier).officer = officer


@use_case("Poser l’étiquette « {name} »", right="label")
def label(session: Session, *, dossier: bytes, name: str, colour: str = "#66707d") -> None:
    key = key_of("label", name)
    if session.get(m.Label, key) is None:
        session.add(m.Label(id=key, name=name, colour=colour))
        session.flush()
    link = key_of("dossier_label", dossier, key)
    if session.get(m.DossierLabel, link) is None:
        session.add(m.DossierLabel(id=link, dossier_id=dossier, label_id=key))


@use_case("Retirer l’étiquette « {name} »", right="label")
def unlabel(session: Session, *, dossier: bytes, name: str) -> None:
    link = key_of("dossier_label", dossier, key_of("label", name))
    session.execute(delete(m.DossierLabel).where(m.DossierLabel.id == link))


def write_amounts(session: Session, dossier: bytes, column: str, amounts: Mapping[bytes, int]) -> None:
    """Set one column (proposed, voted) for some funders; the others are emptied. The members of a project
    take their parts of it."""
    rows = session.scalars(select(m.Amount).where(m.Amount.dossier_id == dossier)).all()
    known = {row.funder_id: row for row in rows}
    for funder, row in known.items():
        if funder not in amounts:
            setattr(row, column, None)
    for funder, amount in amounts.items():
        row_or_none = known.get(funder)
        if row_or_none is None:
            row_or_none = m.Amount(id=key_of("amount", dossier, funder), dossier_id=dossier, funder_id=funder)
            session.add(row_or_none)
        setattr(row_or_none, column, amount)
    session.flush()
    follow(session, dossier, column, amounts)


@use_case("Proposer", right="propose")
def propose(
    session: Session,
    *,
    dossier: bytes,
    amounts: Mapping[bytes, int],
    opinion: str = "favourable",
    reason: str = "",
) -> None:
    """Propose amounts (cents) per funder, with an opinion and its reason.

    Raises ValueError (French) when a decision already stands or an amount is negative.
    """
    may_judge(session, dossier)
    row = session.get_one(m.Dossier, dossier)
    if row.stage in ("decided", "notified", "closed"):
        raise ValueError(
            "Ce dossier est décidé : la proposition ne change plus. Rouvrez d’abord la décision."
        )
    if any(amount < 0 for amount in amounts.values()):
        raise ValueError("Un montant proposé ne peut pas être négatif.")
    write_amounts(session, dossier, "proposed", amounts)
    row.proposal_opinion, row.proposal_reason = opinion, reason.strip()
    give_reason(session, reason.strip())
    if row.stage in ("received", "complete", "incomplete"):
        row.stage = "instruction"


@use_case("Transmettre au comité", right="send_to_committee")
def to_committee(session: Session, *, dossier: bytes) -> None:
    """The proposal is ready for the committee. Raises ValueError (French) when there is none."""
    may_judge(session, dossier)
    row = session.get_one(m.Dossier, dossier)
    amounts = session.scalars(select(m.Amount.proposed).where(m.Amount.dossier_id == dossier))
    if not row.proposal_opinion and any(amounts):
        row.proposal_opinion = "favourable"  # an amount that came with the file speaks for itself
    if not row.proposal_opinion:
        raise ValueError("Écrivez d’abord une proposition : un montant, ou un avis défavorable et sa raison.")
    if row.stage == "ready":
        return
    if not journey.may_move(row.stage, "ready"):
        raise ValueError(journey.why_not(row.stage, "ready"))
    ask_why_without_report(session, dossier, "committee")
    row.stage = "ready"
