"""Kinds of decision: what each one demands, its reasons, its tone and its letter."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from desktop.rules.folding import fold
from desktop.rules.journey import Tone
from desktop.rules.money import euros

Need = Literal["required", "allowed", "forbidden"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One kind of decision and what it demands of amount, reasons and conditions."""

    code: str
    label: str
    tone: Tone
    letter: str
    amount: Need
    reason: Need
    conditions: Need


@dataclass(frozen=True, slots=True)
class Reason:
    """A countable reason. `clause` follows « au motif que » in a letter."""

    code: str
    label: str
    clause: str
    outcomes: frozenset[str]


OUTCOMES: tuple[Outcome, ...] = (
    Outcome("granted", "Accord", "good", "accord", "required", "allowed", "allowed"),
    Outcome("partial", "Accord partiel", "accent", "accord_partiel", "required", "allowed", "allowed"),
    Outcome("adjourned", "Ajournement", "warn", "ajournement", "forbidden", "required", "allowed"),
    Outcome("refused", "Refus", "bad", "refus", "forbidden", "required", "forbidden"),
    Outcome("ineligible", "Inéligible", "bad", "ineligible", "forbidden", "required", "forbidden"),
    Outcome("redirected", "Réorientation", "violet", "reorientation", "forbidden", "required", "forbidden"),
    Outcome("withdrawn", "Retrait", "neutral", "retrait", "forbidden", "allowed", "forbidden"),
)
BY_CODE: dict[str, Outcome] = {outcome.code: outcome for outcome in OUTCOMES}
LABELS: dict[str, str] = {outcome.code: outcome.label for outcome in OUTCOMES}
GRANTING: frozenset[str] = frozenset(o.code for o in OUTCOMES if o.amount == "required")

_NO = frozenset({"refused", "ineligible"})
_LATER = frozenset({"adjourned"})
_MONEY = frozenset({"partial", "adjourned", "refused"})
_ELSEWHERE = frozenset({"redirected", "refused", "ineligible"})

REASONS: tuple[Reason, ...] = (
    Reason(
        "outside_quarter",
        "Hors quartier prioritaire",
        "l’action ne se déroule pas dans un quartier prioritaire de la politique de la ville",
        _NO | {"redirected"},
    ),
    Reason(
        "outside_challenges",
        "Hors défis du contrat",
        "l’action ne répond à aucun des défis du contrat de ville",
        _NO | {"redirected"},
    ),
    Reason(
        "wrong_public",
        "Public non visé",
        "les habitants des quartiers prioritaires ne sont pas le public principal de l’action",
        _NO | _LATER | {"redirected"},
    ),
    Reason("incomplete_file", "Dossier incomplet", "le dossier est resté incomplet", _NO | _LATER),
    Reason(
        "missing_report",
        "Bilan précédent manquant",
        "le bilan des actions déjà financées n’a pas été remis",
        _NO | _LATER,
    ),
    Reason(
        "running_costs",
        "Fonctionnement",
        "la demande porte sur le fonctionnement de la structure et non sur une action précise",
        _ELSEWHERE,
    ),
    Reason(
        "duplicate", "Double emploi", "l’action fait double emploi avec une action existante", _NO | _LATER
    ),
    Reason(
        "unbalanced_budget", "Budget non équilibré", "le budget de l’action n’est pas équilibré", _NO | _LATER
    ),
    Reason("unclear_budget", "Budget à préciser", "le budget présenté demande à être justifié", _MONEY),
    Reason(
        "capacity", "Capacité à réaliser", "les moyens prévus ne permettent pas de réaliser l’action", _MONEY
    ),
    Reason(
        "cofunding_pending",
        "Cofinancement non confirmé",
        "les cofinancements annoncés ne sont pas confirmés",
        _MONEY,
    ),
    Reason("to_specify", "Projet à préciser", "le projet demande à être précisé", _LATER),
    Reason(
        "envelope_spent",
        "Enveloppe épuisée",
        "les crédits disponibles ne permettent pas de financer toutes les demandes",
        _MONEY | {"redirected"},
    ),
    Reason(
        "common_law",
        "Relève du droit commun",
        "l’action relève des financements de droit commun",
        _ELSEWHERE | {"partial"},
    ),
    Reason("late", "Dépôt hors délai", "la demande est parvenue après la date limite de dépôt", _NO | _LATER),
    Reason(
        "commitment",
        "Contrat d’engagement républicain",
        "le contrat d’engagement républicain n’a pas été souscrit",
        _NO | _LATER,
    ),
    Reason(
        "applicant_wish",
        "À la demande du porteur",
        "le porteur a retiré sa demande",
        frozenset({"withdrawn"}),
    ),
    Reason("action_dropped", "Action abandonnée", "l’action n’aura pas lieu", frozenset({"withdrawn"})),
)
REASON: dict[str, Reason] = {reason.code: reason for reason in REASONS}


def reasons_for(outcome: str) -> list[Reason]:
    """The reasons offered on screen for this outcome."""
    return [reason for reason in REASONS if outcome in reason.outcomes]


def find_reason(text: str) -> Reason | None:
    """The reason named by its code or its French label, accents and case aside."""
    wanted = fold(text)
    return next((r for r in REASONS if wanted in (fold(r.code), fold(r.label))), None)


def deduce(asked: int | None, granted: int) -> str:
    """Granted or partial, from the amounts in cents; with nothing known of what was asked, granted."""
    return "partial" if asked is not None and granted < asked else "granted"


def letter_of(outcome: str) -> str:
    """The letter template of this outcome."""
    return BY_CODE[outcome].letter


def check(
    outcome: str,
    asked: int | None,
    amounts: Mapping[str, int],
    reasons: Collection[str] = (),
    *,
    free_reason: str = "",
    conditions: Sequence[str] = (),
    cost: int | None = None,
) -> list[str]:
    """French sentences saying what keeps this decision from being recorded; empty when it stands.

    Amounts are cents by funder code. A reason is a code of REASONS; a free one counts as a reason too.
    """
    kind = BY_CODE.get(outcome)
    if kind is None:
        return [f"La décision « {outcome} » n’existe pas."]
    given = any(reasons) or bool(free_reason.strip())
    faults = _amount_faults(kind, asked, amounts, cost)
    if kind.reason == "required" and not given:
        faults.append(f"La décision « {kind.label} » demande au moins un motif.")
    for code in reasons:
        if code not in REASON:
            faults.append(f"Le motif « {code} » n’est pas dans la liste.")
        elif kind.code not in REASON[code].outcomes:
            faults.append(
                f"Le motif « {REASON[code].label} » ne convient pas à la décision « {kind.label} »."
            )
    if kind.conditions == "forbidden" and any(text.strip() for text in conditions):
        faults.append(f"La décision « {kind.label} » ne porte pas de conditions.")
    return faults


def _amount_faults(
    kind: Outcome, asked: int | None, amounts: Mapping[str, int], cost: int | None
) -> list[str]:
    faults = [f"Le montant de {funder} est négatif." for funder, cents in amounts.items() if cents < 0]
    total = sum(amounts.values())
    if kind.amount == "forbidden":
        if any(amounts.values()):
            faults.append(f"La décision « {kind.label} » ne porte pas de montant ({euros(total)} saisis).")
        return faults
    if total <= 0:
        faults.append(f"La décision « {kind.label} » demande un montant supérieur à zéro.")
        return faults
    if asked is not None and total > asked:
        faults.append(f"Le montant accordé ({euros(total)}) dépasse le montant demandé ({euros(asked)}).")
    elif kind.code == "granted" and deduce(asked, total) == "partial" and asked is not None:
        faults.append(
            f"Le montant accordé ({euros(total)}) est inférieur au montant demandé ({euros(asked)}) : "
            f"c’est un accord partiel."
        )
    elif kind.code == "partial" and total == asked:
        faults.append(f"Le montant accordé est égal au montant demandé ({euros(asked)}) : c’est un accord.")
    if cost is not None and total > cost:
        faults.append(f"Le montant accordé ({euros(total)}) dépasse le coût de l’action ({euros(cost)}).")
    return faults
