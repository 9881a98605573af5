"""The French words of the codes in the tables of an archive: nobody needs the program to read them."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.rules.ages import LABELS as AGES
from desktop.rules.funding import STATUSES
from desktop.rules.grid import LABELS as LEVELS
from desktop.rules.journey import LABELS as STAGES
from desktop.rules.opinions import LABELS as OPINIONS
from desktop.rules.reports import KINDS as REPORT_KINDS
from desktop.rules.reports import OUTCOMES as REPORT_OUTCOMES
from desktop.rules.reports import STATES as REPORT_STATES
from desktop.rules.reports import TITLES as REPORT_TEXTS
from desktop.rules.ruling import LABELS as OUTCOMES

WORDS: dict[str, Mapping[str, str]] = {
    "stage": STAGES,
    "outcome": OUTCOMES,
    "applicant": {
        "association": "Association", "school": "École", "public": "Organisme public", "other": "Autre",
    },
    "source": {"ds": "démarches-simplifiées", "paper": "papier", "dauphin": "Dauphin", "gispro": "GISPRO"},
    "yes": {"1": "oui", "0": "non"},
    "level": {str(level): words for level, words in LEVELS.items()},
    "opinion": OPINIONS,
    "side": {"charge": "Charge", "product": "Produit"},
    "status": STATUSES,
    "age": {**AGES, "all": "tous âges"},
    "moment": {"request": "demande", "report": "bilan"},
    "role": {"leader": "chef de file", "partner": "partenaire"},
    "audience": {"team": "équipe", "committee": "comité", "applicant": "porteur"},
    "decision_state": {"pending": "en attente", "notified": "notifiée"},
    "payment_kind": {
        "single": "versement unique", "advance": "avance", "instalment": "acompte", "balance": "solde",
    },
    "payment_state": {
        "planned": "prévu", "held": "retenu", "asked": "demandé", "paid": "versé", "cancelled": "annulé",
    },
    "report_kind": REPORT_KINDS,
    "report_state": REPORT_STATES,
    "report_outcome": REPORT_OUTCOMES,
    "report_text": REPORT_TEXTS,
    "repayment_kind": {"repay": "à reverser", "keep": "laissé au porteur", "offset": "déduit de la suivante"},
    "repayment_state": {
        "draft": "préparé", "decided": "décidé", "asked": "demandé", "paid": "reversé", "waived": "abandonné",
    },
    "change_kind": {
        "dates": "dates", "content": "contenu", "amount": "montant", "withdrawal": "retrait",
    },
    "change_state": {
        "asked": "demandé", "granted": "accordé", "refused": "refusé", "dropped": "sans suite",
    },
    "agreement_state": {
        "draft": "en projet", "signed": "signée", "ended": "terminée", "cancelled": "annulée",
    },
    "link": {
        "joint": "conjoint", "renewed": "reconduit", "same": "même action", "reworked": "retravaillé",
    },
    "meaning_kind": {
        "text": "texte", "money": "montant en euros, virgule décimale", "date": "date, JJ/MM/AAAA",
        "datetime": "date et heure, JJ/MM/AAAA HH:MM", "integer": "nombre entier", "percent": "part",
        "boolean": "Oui ou Non",
    },
}  # fmt: skip


def word(room: str, value: object) -> object:
    """The word of a code; a code that nobody told stays as it is."""
    if value is None or not room:
        return value
    return WORDS[room].get(str(value), value)
