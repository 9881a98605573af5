"""Milestones of a dossier: what may no longer change without a reason, from which stage on."""

from __future__ import annotations

from typing import NamedTuple

from desktop.rules.journey import BY_CODE


class Milestone(NamedTuple):
    """From `stage` on, the fields of `asks` are changed with a reason. Words follow « Ce dossier est »."""

    stage: str
    words: str
    asks: dict[tuple[str, str], str]  # (table, field) -> what changes, in words


# What the applicant asked for binds once the dossier is complete, what is proposed once the committee has it,
# what was decided once it is decided, what was told once it is notified. Filling in what was unknown changes
# nothing that was stated, and asks for nothing; imports tell their own source.
MILESTONES: tuple[Milestone, ...] = (
    Milestone(
        "complete",
        "déclaré complet",
        {
            ("dossier", "asked"): "le montant demandé",
            ("dossier", "cost"): "le coût de l’action",
            ("dossier", "title"): "l’intitulé",
            ("dossier", "applicant_id"): "le porteur",
            ("dossier", "starts_on"): "le début de l’action",
            ("dossier", "ends_on"): "la fin de l’action",
            ("amount", "asked"): "la part demandée à un financeur",
            ("section", "body"): "un texte de la demande",
        },
    ),
    Milestone(
        "ready",
        "transmis au comité",
        {
            ("dossier", "proposal_opinion"): "l’avis proposé",
            ("amount", "proposed"): "le montant proposé",
            ("mark", "level"): "la force d’un défi",
        },
    ),
    Milestone(
        "decided",
        "décidé",
        {
            ("decision", "outcome"): "le sens de la décision",
            ("decision", "decided_on"): "la date de la décision",
            ("decision", "act"): "l’acte de la décision",
            ("amount", "voted"): "le montant voté",
            ("member_share", "voted"): "la part votée d’un membre",
            ("condition", "text"): "une condition",
        },
    ),
    Milestone(
        "notified",
        "notifié",
        {
            ("decision", "notified_on"): "la date de notification",
            ("applicant", "name"): "le nom du porteur",
            ("applicant", "iban"): "le compte à payer",
        },
    ),
)


def passed(stage: str, milestone: str) -> bool:
    """Whether a dossier at this stage has passed the milestone; one sent back to complete has not."""
    return stage in BY_CODE and BY_CODE[stage].order >= BY_CODE[milestone].order


def reason_wanted(stage: str, table: str, field: str, base: object = None) -> str:
    """The French sentence that asks why, for a dossier that was at this stage; "" when nothing is asked.
    `base`: the value before, None or "" when it was unknown."""
    for milestone in reversed(MILESTONES):
        what = milestone.asks.get((table, field))
        if what and passed(stage, milestone.stage):
            if base in (None, "") and milestone.stage in ("complete", "notified"):
                return ""
            return f"Ce dossier est {milestone.words} : dites pourquoi {what} change."
    return ""


def asked_of() -> dict[tuple[str, str], str]:
    """Every field that some milestone asks about, with its words."""
    return {key: words for milestone in MILESTONES for key, words in milestone.asks.items()}
