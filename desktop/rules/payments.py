"""Payments of a grant: their kinds, where each stands, how a grant is split, what may still be paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from desktop.rules.journey import Tone
from desktop.rules.money import euros

Standing = Literal["planned", "held", "late", "asked", "paid", "cancelled"]
KINDS: dict[str, str] = {
    "single": "En une fois", "advance": "Acompte", "instalment": "Tranche", "balance": "Solde",
}  # fmt: skip
STATES: dict[str, str] = {
    "planned": "À demander", "held": "Retenu", "asked": "Aux finances", "paid": "Versé",
    "cancelled": "Annulé",
}  # fmt: skip
LABELS: dict[Standing, str] = {
    "planned": "À demander", "late": "En retard", "held": "Retenu", "asked": "Aux finances", "paid": "Versé",
    "cancelled": "Annulé",
}  # fmt: skip
TONES: dict[Standing, Tone] = {
    "planned": "warn", "late": "bad", "held": "violet", "asked": "accent", "paid": "good",
    "cancelled": "neutral",
}  # fmt: skip
OPEN = frozenset({"planned", "held", "asked"})  # of the states: still to be paid
ADVANCE = 50  # percent of the first of two payments, where nothing else is said


class Part(NamedTuple):
    """One payment of a split. Cents."""

    kind: str
    amount: int


def standing(state: str, due_on: date | None, today: date) -> Standing:
    """Where a payment stands on a day: late when its day is past and it is neither made nor held."""
    late = state in ("planned", "asked") and due_on is not None and due_on < today
    return "late" if late else state  # type: ignore[return-value]  # the states of the table are all here


def split(amount: int, advance: int | None = None, count: int = 2) -> list[Part]:
    """A grant in one payment, or an advance of so many percent and the rest in equal parts; to the cent, the
    last takes what the division leaves. Raises ValueError (French)."""
    if amount <= 0:
        raise ValueError("Il n’y a rien à verser : le montant voté est nul.")
    if advance is None:
        return [Part("single", amount)]
    if not 0 < advance < 100:
        raise ValueError("Un acompte est une part de 1 à 99 % du montant voté.")
    if not 2 <= count <= 12:
        raise ValueError("Une subvention se verse en 1 à 12 fois.")
    first = (amount * advance + 50) // 100
    rest, parts = amount - first, count - 1
    each = rest // parts
    made = [Part("advance", first), *(Part("instalment", each) for _ in range(parts - 1))]
    made.append(Part("balance", rest - each * (parts - 1)))
    if any(part.amount <= 0 for part in made):
        raise ValueError("Ce partage laisse un versement sans montant : faites moins de versements.")
    return made


def over_words(voted: int, counted: Sequence[int], funder: str) -> str:
    """Why these payments may not stand beside what was voted, "" when they may."""
    total = sum(counted)
    if total <= voted:
        return ""
    return (
        f"{funder} : {euros(total)} de versements pour {euros(voted)} votés. Jamais plus que le montant "
        "voté : diminuez un versement, ou faites voter un nouveau montant. Rien n’a été enregistré."
    )


def reference(number: str, rank: int) -> str:
    """What names a payment on the list sent to the finance service and on what comes back."""
    return f"{number}-V{rank:02d}"


def masked(iban: str) -> str:
    """An IBAN by its country and its last four signs: enough to tell two accounts apart."""
    plain = "".join(iban.split())
    return f"{plain[:2]}•• •••• {plain[-4:]}" if len(plain) > 8 else ""
