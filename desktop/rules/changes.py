"""Changes asked after a decision: their kinds, where each stands, how a smaller grant is shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, TypeVar

from desktop.rules.journey import Tone
from desktop.rules.money import euros

K = TypeVar("K")
State = Literal["asked", "late", "granted", "refused", "dropped"]
KINDS: dict[str, str] = {
    "dates": "Dates", "content": "Contenu", "amount": "Montant", "withdrawal": "Renoncement du porteur",
    "cancelled": "Déprogrammation",
}  # fmt: skip
ENDS = ("withdrawal", "cancelled")  # of the kinds: the grant goes no further
LABELS: dict[State, str] = {
    "asked": "À répondre", "late": "Sans réponse", "granted": "Accordé", "refused": "Refusé",
    "dropped": "Abandonné",
}  # fmt: skip
TONES: dict[State, Tone] = {
    "asked": "warn", "late": "bad", "granted": "good", "refused": "bad", "dropped": "neutral",
}  # fmt: skip
ANSWER_DAYS = 30  # without an answer for so long, it is told as late: a habit of good offices, not a law


def standing(state: str, asked_on: date, today: date) -> State:
    """Where a request stands on a day."""
    late = state == "asked" and (today - asked_on).days > ANSWER_DAYS
    return "late" if late else state  # type: ignore[return-value]  # the states of the table are all here


def shared(total: int, before: Mapping[K, int]) -> dict[K, int]:
    """`total` in the proportions of `before`, to the cent: the last one takes the rest. Cents."""
    whole, left = sum(before.values()), total
    made: dict[K, int] = {}
    keys: Sequence[K] = list(before)
    for key in keys[:-1]:
        made[key] = total * before[key] // whole if whole else 0
        left -= made[key]
    if keys:
        made[keys[-1]] = left
    return made


def why_not_amount(asked: int | None, voted: int) -> str:
    """Why this new amount of a grant can't be given without a new decision, "" when it can."""
    if asked is None or asked < 0:
        return "Dites à combien la subvention est ramenée."
    if asked > voted:
        return (
            f"La subvention votée est de {euros(voted)} : elle ne s’augmente pas à {euros(asked)} sans une "
            "nouvelle décision. Rouvrez la décision, ou invitez le porteur à déposer une autre demande."
        )
    if asked == voted:
        return f"La subvention est déjà de {euros(voted)} : rien ne changerait."
    return ""


def why_not_dates(starts_on: date | None, ends_on: date | None) -> str:
    """Why these dates can't be those of an action, "" when they can."""
    if starts_on is None and ends_on is None:
        return "Dites quelles sont les nouvelles dates."
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        return f"L’action finirait le {ends_on:%d/%m/%Y}, avant de commencer le {starts_on:%d/%m/%Y}."
    return ""
