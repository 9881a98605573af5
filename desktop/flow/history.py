"""The history of a dossier in French sentences, from the journal."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from db import queries
from desktop.flow.discretion import withheld
from desktop.flow.instruct import OPINIONS
from desktop.rules import journey, ruling
from desktop.rules.grid import LABELS as LEVELS
from desktop.rules.money import euros
from desktop.rules.notices import MEANS
from desktop.rules.opinions import CHANNELS
from desktop.rules.opinions import LABELS as VALUES

FIELDS = {
    ("dossier", "stage"): "Étape", ("dossier", "title"): "Intitulé", ("dossier", "officer"): "Agent",
    ("dossier", "asked"): "Montant demandé", ("dossier", "cost"): "Coût de l’action",
    ("dossier", "proposal_opinion"): "Avis proposé", ("dossier", "proposal_reason"): "Raison de l’avis",
    ("dossier", "source_state"): "État sur le portail", ("amount", "asked"): "Demandé",
    ("amount", "proposed"): "Proposé", ("amount", "voted"): "Voté", ("amount", "paid"): "Payé",
    ("mark", "level"): "Force", ("mark", "reason"): "Raison de la force", ("annotation", "text"): "Note",
    ("annotation", "strength"): "Force de la note", ("annotation", "audience"): "Public de la note",
    ("decision", "outcome"): "Décision", ("decision", "state"): "État de la décision",
    ("decision", "notified_on"): "Notifiée le", ("piece", "state"): "État de la pièce",
    ("piece", "reason"): "Raison", ("section", "body"): "Texte", ("letter", "state"): "Courrier",
    ("letter", "number"): "Numéro du courrier", ("applicant", "name"): "Porteur",
    ("dossier", "due_on"): "Échéance", ("dossier", "renewal"): "Renouvellement",
    ("dossier", "starts_on"): "Début", ("dossier", "ends_on"): "Fin", ("dossier", "place"): "Lieu",
    ("dossier", "beneficiaries"): "Bénéficiaires", ("dossier", "women"): "Dont femmes",
    ("dossier", "deposited_at"): "Déposé le", ("piece", "received_on"): "Pièce reçue le",
    ("piece", "name"): "Nom de la pièce", ("annotation", "orphan"): "Passage introuvable",
    ("decision", "decided_on"): "Décidé le", ("decision", "act"): "Délibération",
    ("decision", "comment"): "Précision de la décision", ("letter", "edited"): "Courrier repris à la main",
    ("letter", "issued_at"): "Courrier émis le", ("condition", "text"): "Condition",
    ("condition", "due_on"): "Condition attendue le", ("condition", "met_on"): "Condition remplie le",
    ("condition", "waived_on"): "Condition abandonnée le", ("condition", "why"): "Preuve ou raison",
    ("decision", "reopened_on"): "Rouverte le", ("decision", "reopen_reason"): "Raison de la réouverture",
    ("notice", "sent_on"): "Envoyé le", ("notice", "received_on"): "Reçu par le porteur le",
    ("notice", "means"): "Moyen d’envoi", ("notice", "tracking"): "Numéro de suivi",
    ("notice", "comment"): "Remarque sur l’envoi",
    ("piece", "dated_on"): "Date du document", ("piece", "expires_on"): "Pièce valable jusqu’au",
    ("piece_request", "items"): "Pièces demandées", ("piece_request", "channel"): "Demandées par",
    ("piece_request", "asked_on"): "Demandées le", ("piece_request", "due_on"): "Réponse attendue le",
    ("piece_request", "answered_on"): "Réponse reçue le", ("piece_request", "reminders"): "Relances",
    ("piece_request", "reminded_on"): "Relancé le", ("piece_request", "withdrawn_on"): "Demande retirée le",
    ("sift", "verdict"): "Recevabilité", ("sift", "reasons"): "Motifs d’irrecevabilité",
    ("sift", "comment"): "Commentaire de recevabilité", ("sift", "decided_on"): "Recevabilité dite le",
    ("applicant", "siret"): "SIRET", ("applicant", "address"): "Adresse",
    ("opinion", "value"): "Avis", ("opinion", "amount"): "Montant de l’avis",
    ("opinion", "comment"): "Commentaire de l’avis", ("opinion", "confidential"): "Avis entre services",
    ("opinion", "answered_on"): "Avis donné le", ("opinion_request", "reminders"): "Relances d’avis",
    ("opinion_request", "reminded_on"): "Avis relancé le",
    ("opinion_request", "withdrawn_on"): "Demande d’avis retirée le",
    ("item", "state"): "En séance", ("item", "outcome"): "Décision de la séance",
    ("item", "comment"): "Motif dit en séance", ("item", "conditions"): "Conditions dites en séance",
    ("item", "votes_for"): "Voix pour", ("item", "votes_against"): "Voix contre",
    ("item", "abstained"): "Abstentions", ("item", "reasons"): "Motifs de la séance",
    ("item", "heading"): "Rubrique de l’ordre du jour", ("item_amount", "amount"): "Accordé en séance",
    ("dossier", "merged_into"): "Réuni avec un autre", ("applicant", "merged_into"): "Réuni avec un autre",
}  # fmt: skip
ROWS = {
    "dossier": "Dossier", "applicant": "Porteur", "contact": "Contact", "section": "Texte",
    "budget_line": "Ligne de budget", "amount": "Montant", "piece": "Pièce", "annotation": "Note",
    "mark": "Force", "decision": "Décision", "letter": "Courrier", "condition": "Condition",
    "decision_reason": "Motif", "dossier_quarter": "Quartier", "declared": "Défi déclaré",
    "dossier_label": "Étiquette", "source": "Réponse du portail", "imported": "Import",
    "notice": "Preuve d’envoi", "printing": "Impression", "also_known": "Autre numéro",
    "item": "Ordre du jour d’une séance", "item_amount": "Montant dit en séance",
    "leaving": "Sortie de salle",
    "piece_request": "Demande de pièces", "sift": "Recevabilité", "opinion": "Avis",
    "opinion_request": "Demande d’avis",
}  # fmt: skip
_MONEY = {"asked", "proposed", "voted", "paid", "cost", "amount"}
_WORDS: dict[str, Mapping[str, str]] = {
    "stage": journey.LABELS,
    "outcome": ruling.LABELS,
    "state": {
        "pending": "en attente", "notified": "notifiée", "draft": "brouillon", "issued": "émis",
        "waiting": "à examiner", "decided": "décidé", "postponed": "reporté",
        "missing": "manquante", "announced": "annoncée", "received": "reçue", "refused": "non conforme",
        "waived": "dispensée", "expired": "périmée", "none": "sans objet",
    },
    "proposal_opinion": OPINIONS,
    "verdict": {"admissible": "recevable", "incomplete": "à compléter", "inadmissible": "irrecevable"},
    "channel": {"letter": "courrier", **CHANNELS},
    "value": VALUES,
    "means": MEANS,
    "audience": {"me": "moi", "team": "équipe", "committee": "comité", "applicant": "porteur"},
}  # fmt: skip
_QUIET = {"imported", "source", "printing"}  # told by their step's label already
# Keys, offsets, folded texts and the stored words of a letter say nothing to a reader.
_HIDDEN = {
    "file_id", "applicant_id", "call_id", "wave_id", "challenge_id", "objective_id", "quarter_id",
    "title_key", "name_key", "start", "end", "rects", "before", "after", "author", "origin", "rank",
    "held_by", "checked_by", "letter_id", "committee_id", "item_id", "member_id",
    "funder_id", "said_at", "partner_id", "pack_id", "answer_to", "piece_id",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """One changed field: when (local), who, on which workstation, by which deed, before, after."""

    at: str
    author: str
    site: str
    label: str
    what: str
    before: str
    after: str
    reason: str


def words_of(field: str) -> Mapping[str, str]:
    """The codes that a field may hold, with their words; empty for free values."""
    return _WORDS.get(field, {})


def shown(field: str, value: Any) -> str:
    """A value of the journal in words, cut when it is long."""
    if value in (None, ""):
        return ""
    if field in _MONEY:
        return euros(int(value))
    if field in ("level", "strength"):
        return LEVELS[int(value)]
    if field == "merged_into":
        return "oui"
    text = _WORDS.get(field, {}).get(str(value), str(value))
    return text if len(text) <= 300 else text[:299] + "…"


def quiet(ent: str, field: str) -> bool:
    """Whether a change says nothing to a reader."""
    return ent in _QUIET or field in _HIDDEN or (ent, field) == ("letter", "body")


def summary(ent: str, values: Mapping[str, Any]) -> str:
    """A whole row by the one value that names it best."""
    for field in (
        "text",
        "tracking",
        "sent_on",
        "quote",
        "label",
        "title",
        "name",
        "number",
        "outcome",
        "verdict",
        "items",
        "body",
    ):
        if values.get(field):
            return shown(field, values[field])
    for field in ("amount", "proposed", "voted", "asked", "level"):
        if values.get(field) is not None:
            return shown(field, values[field])
    return ""


def events(reader: sqlite3.Connection, dossier: bytes, person: str | None = None) -> list[Event]:
    """Every change of a dossier that `person` may read, latest first; None for all of them."""
    made = []
    rows = queries.history(reader, dossier)
    secret = withheld(reader, dossier, rows, person) if person is not None else frozenset()
    for row in rows:
        if row.rid in secret or quiet(row.ent, row.field):
            continue
        base, val = json.loads(row.base or "null"), json.loads(row.val or "null")
        if row.field == "dossier_id":
            what, before, after = f"{ROWS.get(row.ent, row.ent)} : passé d’un dossier à l’autre", "", ""
        elif row.kind == "update":
            what = FIELDS.get((row.ent, row.field), f"{ROWS.get(row.ent, row.ent)} · {row.field}")
            before, after = shown(row.field, base), shown(row.field, val)
        else:
            verb = "ajouté" if row.kind == "create" else "retiré"
            what = f"{ROWS.get(row.ent, row.ent)} : {verb}"
            before = summary(row.ent, base or {})
            after = summary(row.ent, val or {})
        made.append(Event(row.at, row.author, row.site, row.label, what, before, after, row.reason))
    return made
