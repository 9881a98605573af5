"""Kinds of decision: what each one demands, its reasons, its tone and its letter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
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
    """A countable reason, as `resources/reasons` lists them, and the outcomes it is offered for."""

    code: str
    label: str
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
MEMBER_LETTER = "accord_membre"  # a grant told to one member of a project
GRANTING: frozenset[str] = frozenset(o.code for o in OUTCOMES if o.amount == "required")


def reasons_for(outcome: str, catalogue: Iterable[Reason]) -> list[Reason]:
    """The reasons offered on screen for this outcome."""
    return [reason for reason in catalogue if outcome in reason.outcomes]


def find_reason(text: str, catalogue: Iterable[Reason]) -> Reason | None:
    """The reason named by its code or its French label, accents and case aside."""
    wanted = fold(text)
    return next((r for r in catalogue if wanted in (fold(r.code), fold(r.label))), None)


def deduce(asked: int | None, granted: int) -> str:
    """Granted or partial, from the amounts in cents; with nothing known of what was asked, granted."""
    return "partial" if asked is not None and granted < asked else "granted"


def letter_of(outcome: str) -> str:
    """The letter template of this outcome."""
    return BY_CODE[outcome].letter


def tells_decision(template: str) -> bool:
    """Whether this letter tells what was decided."""
    return template == MEMBER_LETTER or any(outcome.letter == template for outcome in OUTCOMES)


def check(
    outcome: str,
    asked: int | None,
    amounts: Mapping[str, int],
    reasons: Collection[str] = (),
    *,
    catalogue: Collection[Reason] = (),
    free_reason: str = "",
    conditions: Sequence[str] = (),
    cost: int | None = None,
) -> list[str]:
    """French sentences saying what keeps this decision from being recorded; empty when it stands.

    Amounts are cents by funder code. A reason is a code of the catalogue; a free one counts as a reason too.
    """
    kind = BY_CODE.get(outcome)
    if kind is None:
        return [f"La décision « {outcome} » n’existe pas."]
    given = any(reasons) or bool(free_reason.strip())
    faults = _amount_faults(kind, asked, amounts, cost)
    if kind.reason == "required" and not given:
        faults.append(f"La décision « {kind.label} » demande au moins un motif.")
    faults += _reason_faults(kind, reasons, {reason.code: reason for reason in catalogue})
    if kind.conditions == "forbidden" and any(text.strip() for text in conditions):
        faults.append(f"La décision « {kind.label} » ne porte pas de conditions.")
    return faults


def _reason_faults(kind: Outcome, codes: Iterable[str], known: Mapping[str, Reason]) -> list[str]:
    faults = []
    for code in codes:
        if code not in known:
            faults.append(f"Le motif « {code} » n’est pas dans la liste.")
        elif kind.code not in known[code].outcomes:
            faults.append(f"Le motif « {known[code].label} » ne convient pas à la décision « {kind.label} ».")
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
