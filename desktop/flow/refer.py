"""Load public extracts into the reference base; nothing of the dossiers is touched, nothing is journalled."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db import reference
from db.store import use_case
from desktop.exchange.application import Problem, Progress, Unreadable, shown
from desktop.exchange.reference_files import Extract, day_of, problems, recognise, rows
from desktop.exchange.reference_stream import Tally

KINDS = {"rna": "RNA", "sirene": "SIRENE", "qpv": "Quartiers prioritaires"}


class Loaded(NamedTuple):
    """What became of one file."""

    file: str
    kind: str
    title: str  # of the kind, in French
    rows: int
    people: int  # rows of natural persons, left out
    refused: int
    dated: str  # ISO date of the data
    problems: list[Problem]
    remade: str  # name of a damaged reference that was put aside first, "" for none


@use_case("Dessiner les quartiers d’après la base de référence", right="reference")
def draw(session: Session, *, outlines: Mapping[str, str]) -> None:
    """Give an outline to the quarters that have none."""
    for row in session.scalars(select(m.Quarter).where(m.Quarter.code.in_(outlines))):
        row.outline = row.outline or outlines[row.code]


def load(database: Path, file: Path, progress: Progress | None = None) -> Loaded:
    """Read one extract into the reference of a base. Raises Unreadable, Cancelled: then it is as before."""
    extract = recognise(file)
    if extract is None:
        raise Unreadable(
            f"« {file.name} » n’est ni un extrait du RNA, ni un stock SIRENE, ni une liste ou des contours "
            "de quartiers prioritaires. La base de référence n’a pas changé."
        )
    return load_extract(database, extract, progress)


def load_extract(database: Path, extract: Extract, progress: Progress | None = None) -> Loaded:
    """The same, once the file is recognised. A damaged reference is put aside and made anew."""
    path, tally = reference.path_of(database), Tally()
    told: Progress = progress or (lambda _sentence, _share: True)
    remade = ""
    try:
        found = reference.open_reference(path)
        if found is not None:
            found.close()
    except reference.Damaged:
        kept = reference.set_aside(path)
        remade = kept.name if kept else ""
    try:
        with reference.loading(path, extract.columns) as loading:
            for table, values in rows(extract, tally, told):
                loading.put(table, values)
            told(f"Index de « {extract.path.name} »", 1.0)
            dated = day_of(extract, tally)
            at = dt.datetime.now().replace(microsecond=0).isoformat(sep=" ")
            loading.end(
                reference.LoadRow(
                    shown(extract.path.name), extract.kind, dated, tally.read, tally.refused, tally.people, at
                )
            )
    except sqlite3.Error as error:
        raise Unreadable(
            f"La base de référence ne peut pas être écrite ({error}). Elle est comme avant : vérifiez la "
            "place sur le disque, puis recommencez."
        ) from error
    return Loaded(
        shown(extract.path.name), extract.kind, extract.title, tally.read, tally.people, tally.refused, dated,
        problems(tally), remade,
    )  # fmt: skip
