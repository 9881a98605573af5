"""The report of a fault: versions, sizes, counts and the last trace; nothing of the dossiers in it."""

from __future__ import annotations

import datetime as dt
import locale
import platform
import sqlite3
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from db import sight
from db.connection import sealed_mark
from desktop.rules.erased import ERASED, OF_APPLICANT
from desktop.rules.scrub import HIDDEN, without, words_of

_STEPS = 25
_COUNTED = (
    "dossier", "applicant", "piece", "file", "annotation", "section", "letter", "decision", "committee",
    "op", "step", "conflict", "trace",
)  # fmt: skip
# Ordinary words fill these: what they hold never reaches the report otherwise than in a trace, scrubbed then.
_TOO_COMMON = frozenset({"body", "text", "comment", "payload", "rects", "before", "after", "items", "ticks"})
_NAMES: dict[str, str] = {
    "applicant": "name acronym siret rna city website purpose",
    "dossier": "number source_id title officer place",
    "person": "name", "workstation": "name place", "signatory": "name", "committee": "name", "member": "name",
    "partner": "name", "past_grant": "holder", "quarter": "name",
}  # fmt: skip


def report(
    reader: sqlite3.Connection | None,
    database: Path,
    *,
    trace: str = "",
    screen: Mapping[str, str] | None = None,
) -> str:
    """The whole report, in French: it is shown, read and edited before anybody keeps it. `trace`: what was
    kept of the last fault, scrubbed when it was written."""
    lines = [
        f"Rapport de panne de Parvis, {dt.datetime.now():%d/%m/%Y %H:%M}",
        "Rien n’a été envoyé. Relisez, retirez ce que vous voulez, puis enregistrez.",
        "",
        *_machine(screen or {}),
        "",
        *(_base(reader, database) if reader is not None else ["Base : elle ne s’ouvre pas."]),
        "",
        "Ce qui s’est passé (à compléter) :",
        "",
        "Dernière trace :",
    ]
    text = "\n".join([*lines, trace.strip() or "aucune", ""])
    if reader is None:
        return text
    with sight.whole(reader):
        names = _said_in(reader, words_of(trace))
    head, mark, tail = text.partition("Dernière trace :\n")
    return f"{head}{mark}{without(tail, names)}"


def _machine(screen: Mapping[str, str]) -> list[str]:
    lines = [
        f"Parvis {_version()} · Python {platform.python_version()} · SQLite {sqlite3.sqlite_version}",
        f"Système : {platform.system()} {platform.release()} {platform.machine()}",
        f"Langue : {locale.getlocale()[0] or '–'}" + (" · figé" if getattr(sys, "frozen", False) else ""),
    ]
    return lines + [f"{name} : {value}" for name, value in screen.items()]


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("parvis")
    except PackageNotFoundError:
        return "en développement"


def _base(reader: sqlite3.Connection, database: Path) -> list[str]:
    """Sizes and counts; the name of the file is a name."""
    wal = database.with_name(database.name + "-wal")
    size = sum(path.stat().st_size for path in (database, wal) if path.exists())
    counts = []
    with sight.whole(reader):
        for table in _COUNTED:
            try:
                counts.append(f"{table} {reader.execute(f'SELECT count(*) FROM {table}').fetchone()[0]}")
            except sqlite3.Error as error:
                counts.append(f"{table} illisible ({type(error).__name__})")
        steps = reader.execute(
            "SELECT substr(at, 12, 5), verb, (SELECT count(*) FROM op WHERE link = s.n) FROM step s "
            "ORDER BY n DESC LIMIT ?", (_STEPS,)
        ).fetchall()  # fmt: skip
    schema = reader.execute("SELECT version_num FROM alembic_version").fetchone()
    sealed = "chiffrée" if sealed_mark(database) is not None else "en clair"
    return [
        f"Base : {size / 1_000_000:.1f} Mo, {sealed}, schéma {schema[0] if schema else '?'}",
        "Lignes : " + ", ".join(counts),
        "Dernières actions (heure, nom de l’action, opérations) :",
        *(f"  {at} {verb} {count}" for at, verb, count in steps),
    ]


def _said_in(reader: sqlite3.Connection, words: set[str]) -> set[str]:
    """Which of these words stand in the names, numbers, addresses and file names of the base."""
    if not words:
        return set()
    import_module("db.models")
    found: set[str] = set()
    for ent, told in {**ERASED, **{k: f"{ERASED.get(k, '')} {v}" for k, v in _NAMES.items()}}.items():
        known = {row[1] for row in reader.execute(f'PRAGMA table_info("{ent}")')}
        extra = OF_APPLICANT if ent == "applicant" else ""
        for column in {*told.split(), *extra.split()} - _TOO_COMMON & known:
            for (value,) in reader.execute(f'SELECT DISTINCT "{column}" FROM "{ent}"'):
                if isinstance(value, str) and value:
                    found |= words & words_of(value)
    return found


def save(text: str, folder: Path, now: dt.datetime | None = None) -> Path:
    """Write the report as it was read and edited; never over another. Raises OSError."""
    stamp = f"{now or dt.datetime.now():%Y%m%d-%H%M%S}"
    place = folder / f"panne-parvis-{stamp}.txt"
    place.write_text(text, encoding="utf-8")
    return place


__all__ = ["HIDDEN", "report", "save"]
