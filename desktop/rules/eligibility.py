"""May this application be instructed? Each question, its answer from the facts, its source, its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Reply = Literal["yes", "no", "unknown", "none"]  # none: the question does not apply
Verdict = Literal["admissible", "incomplete", "inadmissible"]
HELD = ("received", "announced", "waived")


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the sift; `reason` is the code that a "no" leads to, unless it can be mended."""

    code: str
    title: str
    reply: Reply
    told: str  # what the answer rests on
    place: str  # where it stands: "field:quarters", "piece:<key>", "sheet:checks", ""
    reason: str
    mendable: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A piece as far as eligibility goes: "" when this applicant gives none."""

    state: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the questions are answered from; None or empty is unknown."""

    quarters: tuple[str, ...] = ()  # names
    outside: str = ""  # why the quarters are not open to this call, a sentence
    challenges: tuple[str, ...] = ()
    running: str = ""  # what sounds like running costs, a sentence
    running_place: str = ""
    renewal: bool | None = None
    granted_years: frozenset[int] = frozenset()
    exercise: int | None = None
    report: Standing = field(default_factory=Standing)
    commitment: Standing = field(default_factory=Standing)  # contrat d'engagement républicain
    late: str = ""  # why it came too late, a sentence
    deposited: date | None = None
    ends: date | None = None


def questions(facts: Facts) -> list[Question]:
    """The questions in the order they are asked."""
    return [
        _quarter(facts),
        _challenge(facts),
        _running(facts),
        _report(facts),
        _commitment(facts),
        _in_time(facts),
        _to_come(facts),
    ]


def suggest(asked: Sequence[Question], lacking: int) -> tuple[Verdict, list[str]]:
    """The verdict that the answers point to, with its reasons; the officer gives it, never the rule."""
    fatal = [question.reason for question in asked if question.reply == "no" and not question.mendable]
    if fatal:
        return "inadmissible", list(dict.fromkeys(fatal))
    mendable = any(question.reply == "no" for question in asked)
    return ("incomplete" if lacking or mendable else "admissible"), []


def _quarter(facts: Facts) -> Question:
    title = "Un quartier prioritaire ouvert par l’appel"
    if facts.outside:
        return Question("quarter", title, "no", facts.outside, "field:quarters", "HORS_QPV")
    told = ", ".join(facts.quarters) or "aucun quartier prioritaire n’est indiqué"
    reply: Reply = "yes" if facts.quarters else "no"
    # One that was only not said can still be asked for.
    return Question("quarter", title, reply, told, "field:quarters", "HORS_QPV", True)


def _challenge(facts: Facts) -> Question:
    # A challenge that nobody named may still be recognised by the officer: it is no reason by itself.
    reply: Reply = "yes" if facts.challenges else "unknown"
    told = ", ".join(facts.challenges) or "aucun défi n’est cité ni marqué"
    return Question("challenge", "Un défi du contrat de ville", reply, told, "field:challenges", "HORS_DEFIS")


def _running(facts: Facts) -> Question:
    told = facts.running or "rien n’évoque une subvention de fonctionnement"
    return Question(
        "running", "Une action précise, pas du fonctionnement", "unknown" if facts.running else "yes", told,
        facts.running_place, "FONCTIONNEMENT",
    )  # fmt: skip


def _report(facts: Facts) -> Question:
    title = "Le bilan de l’action aidée l’an dernier"
    before = facts.exercise is not None and facts.exercise - 1 in facts.granted_years
    if not facts.renewal and not before:
        return Question("report", title, "none", "pas d’action aidée l’an dernier", "", "BILAN")
    state = facts.report.state
    if state in HELD:
        return Question("report", title, "yes", "bilan reçu", facts.report.place, "BILAN", True)
    why = "reconduction" if facts.renewal else f"subvention {facts.exercise and facts.exercise - 1}"
    told = f"{why}, bilan {'non conforme' if state == 'refused' else 'non reçu'}"
    return Question("report", title, "no", told, facts.report.place, "BILAN", True)


def _commitment(facts: Facts) -> Question:
    title, state = "Le contrat d’engagement républicain", facts.commitment.state
    if not state or state == "none":
        return Question(
            "commitment", title, "none", "ne concerne que les associations et fondations", "", "CER"
        )
    if state in HELD:
        return Question("commitment", title, "yes", "attestation reçue", facts.commitment.place, "CER", True)
    told = "attestation non conforme" if state == "refused" else "attestation non reçue"
    return Question("commitment", title, "no", told, facts.commitment.place, "CER", True)


def _in_time(facts: Facts) -> Question:
    title = "Un dépôt avant la clôture"
    if facts.late:
        return Question("late", title, "no", facts.late, "field:deposited_at", "HORS_DELAI")
    if facts.deposited is None:
        return Question("late", title, "unknown", "date de dépôt inconnue", "", "HORS_DELAI")
    told = f"déposé le {facts.deposited:%d/%m/%Y}"
    return Question("late", title, "yes", told, "field:deposited_at", "HORS_DELAI")


def _to_come(facts: Facts) -> Question:
    title = "Une action qui n’est pas déjà finie"
    if facts.ends is None or facts.deposited is None:
        return Question("done", title, "unknown", "dates de l’action inconnues", "field:ends_on", "COMMENCEE")
    told = f"fin le {facts.ends:%d/%m/%Y}"
    over = facts.ends < facts.deposited
    return Question("done", title, "no" if over else "yes", told, "field:ends_on", "COMMENCEE")
