"""Verify an applicant against the reference: what it says, a field taken over, empty fields filled in."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from db import models as m
from db.connection import fold
from db.queries import applicant as applicant_row
from db.queries.reference_facts import ReferenceFacts, reference_facts
from db.store import give_reason, say, use_case
from desktop.rules.register import CATEGORIES, LABELS, Line, Remark, Standing, Told, lines, remarks


class Verified(NamedTuple):
    """An applicant beside the registers; dates ISO, "" for a register that was not loaded."""

    lines: list[Line]
    remarks: list[Remark]
    rna_dated: str
    sirene_dated: str


def verified(reader: sqlite3.Connection, applicant: bytes) -> Verified | None:
    """What the registers say of an applicant; None when there is no reference or it does not know it."""
    facts = reference_facts(reader, applicant)
    row = applicant_row(reader, applicant)
    if facts is None or row is None:
        return None
    here = {name: str(getattr(row, name) or "") for name in LABELS}
    standing = Standing(
        facts.rna, facts.rna_position, facts.rna_dissolved_on, facts.siren, facts.unit_state, facts.unit_rna,
        facts.unit_since, facts.siret, facts.place_state, facts.place_since,
    )  # fmt: skip
    return Verified(
        lines(here, list(_told(facts, here["siret"]))),
        remarks(here, standing),
        facts.rna_dated,
        facts.sirene_dated,
    )


def _told(facts: ReferenceFacts, siret: str) -> Iterable[Told]:
    """What each register says, the surer one first for each field."""
    yield Told("name", facts.rna_name, "RNA")
    for name in (facts.unit_name, facts.unit_usual, *facts.former_names.split("\n")):
        yield Told("name", name, "SIRENE")
    yield Told("acronym", facts.rna_short, "RNA")
    yield Told("acronym", facts.unit_acronym, "SIRENE")
    same_place = facts.siret == siret
    yield Told("siret", facts.siret if same_place else facts.unit_head or facts.siret, "SIRENE")
    yield Told("siret", facts.rna_siret, "RNA")
    yield Told("rna", facts.rna, "RNA")
    yield Told("rna", facts.unit_rna, "SIRENE")
    yield Told("legal_form", CATEGORIES.get(facts.unit_category, ""), "SIRENE")
    yield Told("legal_form_code", facts.unit_category, "SIRENE")
    yield Told("naf", facts.unit_naf, "SIRENE")
    yield Told("purpose", facts.rna_purpose, "RNA")
    # An address is taken whole from one register.
    source = "SIRENE" if facts.place_address else "RNA"
    for field in ("address", "postcode", "city", "insee"):
        yield Told(field, getattr(facts, f"{'place' if source == 'SIRENE' else 'rna'}_{field}"), source)
    yield Told("website", facts.rna_website, "RNA")
    yield Told("founded_on", facts.rna_created_on, "RNA")
    yield Told("founded_on", facts.unit_created_on, "SIRENE")


@use_case("Reprendre du répertoire", right="edit")
def take_over(session: Session, *, applicant: bytes, values: Mapping[str, str]) -> None:
    """Write fields of an applicant as a register tells them; a field of another name raises KeyError."""
    row = session.get_one(m.Applicant, applicant)
    for field, value in values.items():
        _write(row, field, value)
    give_reason(session, "Tel que le répertoire le donne")
    names = ", ".join(LABELS[field].lower() for field in values)
    say(session, f"Reprendre du répertoire pour « {row.name} » : {names}")


def _write(row: m.Applicant, field: str, value: str) -> None:
    if field not in LABELS:
        raise KeyError(field)
    written: Any = dt.date.fromisoformat(value) if field == "founded_on" else value
    setattr(row, field, written)
    if field == "name":
        row.name_key = fold(value)


def fillable(reader: sqlite3.Connection, applicants: Iterable[bytes]) -> dict[bytes, dict[str, str]]:
    """Applicant -> the empty fields that the registers tell, for those that have any."""
    found: dict[bytes, dict[str, str]] = {}
    for key in dict.fromkeys(applicants):
        told = verified(reader, key)
        empty = {line.field: line.told for line in told.lines if line.verdict == "empty"} if told else {}
        if empty:
            found[key] = empty
    return found


@use_case("Compléter les porteurs depuis le répertoire", right="edit")
def fill(session: Session, *, values: Mapping[bytes, Mapping[str, str]]) -> int:
    """Write fields that are still empty, all in one step; returns how many."""
    count = 0
    for key, fields in values.items():
        row = session.get_one(m.Applicant, key)
        for field, value in fields.items():
            if getattr(row, field) in ("", None):
                _write(row, field, value)
                count += 1
    say(session, f"Compléter {count} champs de {len(values)} porteurs depuis le répertoire")
    return count
