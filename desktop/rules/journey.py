"""The journey of a dossier: its stages in order, and the one table of permitted moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["neutral", "good", "warn", "bad", "accent", "violet"]
StepState = Literal["done", "current", "ahead"]


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its code in the database, its French label, its pill and its breadcrumb step."""

    code: str
    label: str
    plural: str
    tone: Tone
    step: str
    order: int


@dataclass(frozen=True, slots=True)
class Move:
    """A permitted move: from one stage to another, by which verb, by which roles."""

    start: str
    end: str
    verb: str
    who: tuple[str, ...]


# The breadcrumb of the dossier screen, left to right.
STEPS: tuple[tuple[str, str], ...] = (
    ("receipt", "Reçu"),
    ("completeness", "Complet"),
    ("instruction", "Instruction"),
    ("opinion", "Avis"),
    ("committee", "Comité"),
    ("decision", "Décision"),
    ("letter", "Courrier"),
)

STAGES: tuple[Stage, ...] = (
    Stage("received", "Reçu", "Reçus", "neutral", "receipt", 0),
    Stage("incomplete", "À compléter", "À compléter", "warn", "completeness", 1),
    Stage("complete", "Complet", "Complets", "good", "completeness", 2),
    Stage("instruction", "En instruction", "À instruire", "accent", "instruction", 3),
    Stage("opinion", "Avis demandés", "Avis demandés", "violet", "opinion", 4),
    Stage("ready", "Prêt comité", "Prêts comité", "good", "committee", 5),
    Stage("decided", "Décidé", "Décidés", "neutral", "decision", 6),
    Stage("notified", "Notifié", "Notifiés", "good", "letter", 7),
    Stage("closed", "Clos", "Clos", "neutral", "letter", 8),
)
BY_CODE: dict[str, Stage] = {stage.code: stage for stage in STAGES}
LABELS: dict[str, str] = {stage.code: stage.label for stage in STAGES}

_DESK = ("officer", "quarter_office", "manager", "secretariat")
_JUDGES = ("officer", "quarter_office", "manager")
_OFFICE = ("officer", "manager", "secretariat")
_CHIEF = ("manager",)
_COMMITTEE = ("manager", "secretariat")  # a decision is written by those who hold the session

# A decision may fall at any open stage: an ineligible or withdrawn application is never instructed,
# and "dossier incomplet" is itself a reason of refusal. Coming back from a decision is for a manager,
# because the applicant may already rely on it.
MOVES: tuple[Move, ...] = (
    Move("received", "incomplete", "request_pieces", _DESK),
    Move("complete", "incomplete", "request_pieces", _DESK),
    Move("instruction", "incomplete", "request_pieces", _DESK),
    Move("received", "complete", "declare_complete", _DESK),
    Move("incomplete", "complete", "declare_complete", _DESK),
    Move("received", "instruction", "instruct", _JUDGES),
    Move("incomplete", "instruction", "instruct", _JUDGES),
    Move("complete", "instruction", "instruct", _JUDGES),
    Move("opinion", "instruction", "instruct", _JUDGES),
    Move("ready", "instruction", "instruct", _JUDGES),
    Move("complete", "opinion", "ask_opinion", _JUDGES),
    Move("instruction", "opinion", "ask_opinion", _JUDGES),
    Move("ready", "opinion", "ask_opinion", _JUDGES),
    Move("instruction", "ready", "send_to_committee", _JUDGES),
    Move("opinion", "ready", "send_to_committee", _JUDGES),
    Move("received", "decided", "decide", _COMMITTEE),
    Move("incomplete", "decided", "decide", _COMMITTEE),
    Move("complete", "decided", "decide", _COMMITTEE),
    Move("instruction", "decided", "decide", _COMMITTEE),
    Move("opinion", "decided", "decide", _COMMITTEE),
    Move("ready", "decided", "decide", _COMMITTEE),
    Move("decided", "notified", "notify", _OFFICE),
    Move("notified", "closed", "close", _OFFICE),
    Move("decided", "ready", "reopen", _CHIEF),
    Move("decided", "instruction", "reopen", _CHIEF),
    Move("notified", "instruction", "reopen", _CHIEF),
    Move("closed", "notified", "reopen", _CHIEF),
)
_BY_ENDS: dict[tuple[str, str], Move] = {(move.start, move.end): move for move in MOVES}


def may_move(start: str, end: str) -> bool:
    """Whether the table permits this move."""
    return (start, end) in _BY_ENDS


def move_between(start: str, end: str) -> Move | None:
    """The line of the table, with its verb and who may do it."""
    return _BY_ENDS.get((start, end))


def moves_from(start: str) -> list[Move]:
    """What can be done next, in the order of the stages reached."""
    return sorted((move for move in MOVES if move.start == start), key=lambda m: BY_CODE[m.end].order)


def skipped(start: str, end: str) -> list[Stage]:
    """The main stages a move jumps over, to be named before the officer confirms."""
    optional = {"incomplete", "opinion"}
    low, high = BY_CODE[start].order, BY_CODE[end].order
    return [stage for stage in STAGES if low < stage.order < high and stage.code not in optional]


def why_not(start: str, end: str) -> str:
    """A French sentence saying why a move is refused and what is possible; empty when it is permitted."""
    for code in (start, end):
        if code not in BY_CODE:
            return f"L’étape « {code} » n’existe pas."
    if may_move(start, end):
        return ""
    if start == end:
        return f"Le dossier est déjà à l’étape « {LABELS[start]} »."
    possible = ", ".join(f"« {LABELS[move.end]} »" for move in moves_from(start))
    return (
        f"Un dossier à l’étape « {LABELS[start]} » ne peut pas passer à « {LABELS[end]} ». "
        f"Étapes possibles : {possible}."
    )


def breadcrumb(stage: str) -> list[tuple[str, str, StepState]]:
    """The seven steps (code, label, state) as the dossier screen shows them."""
    codes = [code for code, _ in STEPS]
    here = codes.index(BY_CODE[stage].step)
    # A closed file has nothing left to do: its last step is done, not current.
    last_done = here if stage in ("closed", "notified") else here - 1
    states: list[tuple[str, str, StepState]] = []
    for rank, (code, label) in enumerate(STEPS):
        state: StepState = "done" if rank <= last_done else "current" if rank == here else "ahead"
        states.append((code, label, state))
    return states
