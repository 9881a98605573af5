"""One dossier of démarches-simplifiees as any of its exports tells it, before labels are understood."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from desktop.exchange.application import Attachment, Opinion, Problem

Value = str | int | float | bool | dt.date | dt.datetime | None


@dataclass(slots=True)
class Answer:
    """One field of the form; exactly one of value, choices, files, rows is meant."""

    label: str
    value: Value = None
    choices: list[str] | None = None  # already split by the source
    files: list[Attachment] | None = None
    rows: list[list[Answer]] | None = None  # a repeatable block
    private: bool = False  # an annotation of the instructors


@dataclass(slots=True)
class Form:
    """A dossier: what the portal itself says (`system`, keys of the lexicon) and the answers, in order."""

    number: str
    row: str
    system: dict[str, Value] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    extra: list[tuple[str, Value]] = field(default_factory=list)  # portal columns without a field of ours
    attachments: list[Attachment] = field(default_factory=list)  # pieces that no answer names
    opinions: list[Opinion] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    given: set[str] = field(default_factory=set)
    call: str = ""
    call_id: str = ""
    knows_private: bool = False  # the source tells annotations of instructors from answers of the applicant
    zero_is_unknown: bool = False  # default CSV and XLSX write 0 for a number never filled


def cut(value: object) -> str:
    """A value as a Problem shows it."""
    text = "" if value is None else str(value)
    return text if len(text) <= 200 else text[:199] + "…"


def pieces(label: str, names: list[str]) -> list[Attachment]:
    """Attachments known by their names only."""
    return [Attachment(label=label, filename=name.strip()) for name in names if name.strip()]
