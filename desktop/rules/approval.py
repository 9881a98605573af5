"""The second look: who may approve a letter, when an approval still holds, which letters wait for one."""

from __future__ import annotations

from collections.abc import Collection

SETTING = "approval_required"
# What the office asks of itself: nothing, the letters of decisions, all letters.
LEVELS: dict[str, str] = {
    "never": "Aucun second regard n’est exigé",
    "decisions": "Les courriers de décision sont approuvés avant de partir",
    "all": "Tous les courriers sont approuvés avant de partir",
}
# Where a letter stands. CHANGED: it was approved, then its words, its amounts or who signs became others.
NONE, ASKED, APPROVED, RETURNED, CHANGED = "", "asked", "approved", "returned", "changed"
WAITING = frozenset({ASKED, CHANGED})  # for the person who approves
LABELS: dict[str, str] = {
    NONE: "",
    ASKED: "à approuver",
    APPROVED: "approuvée",
    RETURNED: "renvoyée",
    CHANGED: "à approuver de nouveau",
}


def standing(kept: str, approved_words: str, words_now: Collection[str]) -> str:
    """Where a letter stands: `kept` is what was written down, the others are digests of its words.

    `words_now` may hold the digest of several days: a date that only follows the day of the letter is no
    change of what was approved.
    """
    if kept == APPROVED and approved_words not in words_now:
        return CHANGED
    return kept if kept in LABELS else NONE


def required(level: str, *, decision: bool) -> bool:
    """Whether the office wants a second look at this letter."""
    return level == "all" or (level == "decisions" and decision)


def held(level: str, where: str, *, decision: bool, note: str = "") -> str:
    """Why a letter may not leave for want of an approval, a French sentence; "" when it may.

    What was asked is waited for even where the office asks for nothing: a colleague may be reading it.
    """
    if where == APPROVED:
        return ""
    if where == RETURNED:
        said = f" : « {note} »" if note else ""
        return f"Ce courrier a été renvoyé par le second regard{said}."
    if where == CHANGED:
        return "Ce courrier a changé depuis qu’il a été approuvé : il est à approuver de nouveau."
    if where == ASKED:
        return "Ce courrier attend d’être approuvé."
    if required(level, decision=decision):
        return "Ce courrier n’a pas encore été approuvé : demandez un second regard."
    return ""


def why_not(person: str, hands: Collection[str]) -> str:
    """Why this person can't approve a letter of these `hands`, a French sentence; "" when they can."""
    if person in hands:
        return "Vous avez préparé ou retouché ce courrier : il faut un autre regard que le vôtre."
    return ""
