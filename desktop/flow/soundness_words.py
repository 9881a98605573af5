"""What an examination of the base found, in French sentences and for other programs."""

from __future__ import annotations

import sqlite3
from typing import Any

from db.chain import Break
from db.mirror import Difference
from db.suspects import Detail
from desktop.flow.field_words import FIELDS, ROWS
from desktop.flow.history import shown
from desktop.rules.french import plural


def number_of(reader: sqlite3.Connection, dossier: bytes | None) -> str:
    """The number of a dossier, "" when there is none."""
    if dossier is None:
        return ""
    row = reader.execute("SELECT number FROM dossier WHERE id = ?", (dossier,)).fetchone()
    return str(row[0]) if row else ""


def place(reader: sqlite3.Connection, ent: str, dossier: bytes | None) -> str:
    number = number_of(reader, dossier)
    return f"dossier {number}, " if number else ""


def named(ent: str, field: str) -> str:
    row = ROWS.get(ent, ent)
    return f"« {FIELDS.get((ent, field), f'{row} · {field}')} »" if field else f"« {row} »"


def value_words(field: str, value: Any) -> str:
    if value in (None, ""):
        return "rien"
    try:
        return f"« {shown(field, value)} »"
    except (ValueError, TypeError, KeyError, IndexError):  # a forged value may be of any kind
        return f"« {value} »"


_COLUMNS = {
    "label": "l’action", "verb": "le verbe", "author": "l’auteur", "site": "le poste", "at": "le moment",
    "dossier": "le dossier", "undoes": "l’étape annulée", "final": "le caractère définitif",
    "id": "l’identifiant", "hlc": "l’horloge", "reason": "la raison", "sch": "la version", "step": "l’étape",
    "base": "la valeur d’avant", "val": "la valeur d’après",
}  # fmt: skip


def detail_words(reader: sqlite3.Connection, detail: Detail, *, proved: bool) -> str:
    """« dossier 2026-0107, Proposé : 9 000 € dans la base, 7 000 € d’après la chaîne »."""
    where = place(reader, detail.ent, detail.dossier)
    if detail.column in ("added", "removed"):
        deed = "ajoutée" if detail.column == "added" else "retirée"
        of = f" ({named(detail.ent, '')})" if detail.ent else ""
        return f"{where}l’opération n° {detail.seq}{of} a été {deed}"
    what = named(detail.ent, detail.field) if detail.seq is not None else ""
    column = _COLUMNS.get(detail.column, detail.column)
    field = detail.field if detail.column in ("val", "base") else ""
    source = "la chaîne prouve" if proved else "le reste du journal dit"
    said = (
        f"{where}{what + ', ' if what else ''}{column} : {value_words(field, _plain(detail.kept))} est gardé"
    )
    return f"{said}, {source} {value_words(field, _plain(detail.proved))}"


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value


def break_words(reader: sqlite3.Connection, found: Break) -> str:
    """The first altered line, in one sentence or two."""
    who = f"« {found.label} », {_when(found.at)}, {found.author} sur le poste {found.site}"
    count = found.missing
    have = "ont" if count > 1 else "a"
    heads = {
        "altered": f"Le journal a été modifié à l’étape {found.n} ({who}).",
        "rewritten": f"Le journal a été réécrit à l’étape {found.n} ({who}).",
        "missing": f"Il manque {count} {plural(count, 'étape')} au journal avant l’étape {found.n} ({who}).",
        "inserted": f"L’étape {found.n} ({who}) a été ajoutée au journal après coup.",
        "moved": f"L’ordre du journal a été changé à l’étape {found.n} ({who}).",
        "unlinked": f"L’étape {found.n} ({who}) ne suit plus celle d’avant : une étape a été réécrite ou "
        "retirée juste avant elle.",
        "cut": f"La fin du journal a été retirée après l’étape {found.n} ({who}) : il manque {count} "
        f"{plural(count, 'écriture')}.",
        "hidden": f"{count} {plural(count, 'valeur')} du journal {have} été {plural(count, 'effacée')} sans "
        "qu’aucun effacement le demande.",
        "loose": f"{count} {plural(count, 'opération')} du journal n’{have} plus d’étape.",
    }  # fmt: skip
    told = [detail_words(reader, each, proved=found.proved) for each in found.details[:5]]
    if found.kind in ("altered", "rewritten") and not told:
        told = ["ce qui a été changé ne se retrouve nulle part ailleurs dans la base"]
    return " ".join([heads[found.kind], *(f"{words[:1].upper()}{words[1:]}." for words in told)])


def _when(at: str) -> str:
    return f"{at[8:10]}/{at[5:7]}/{at[:4]} à {at[11:16]}" if len(at) >= 16 else "date inconnue"


def break_json(reader: sqlite3.Connection, found: Break) -> dict[str, Any]:
    return {
        "kind": found.kind, "step": found.n, "label": found.label, "author": found.author,
        "site": found.site, "at": found.at, "missing": found.missing, "proved": found.proved,
        "details": [
            {
                "operation": d.seq, "dossier": number_of(reader, d.dossier), "table": d.ent,
                "row": d.rid.hex() if d.rid else None, "field": d.field, "column": d.column,
                "kept": _plain(d.kept), "chain": _plain(d.proved),
            }
            for d in found.details
        ],
    }  # fmt: skip


def difference_words(reader: sqlite3.Connection, found: Difference) -> str:
    """What a table holds otherwise than the journal."""
    where = place(reader, found.table, found.dossier)
    if found.kind == "extra":
        return f"Une ligne est dans la base sans être au journal : {where}{named(found.table, '')}."
    if found.kind == "lost":
        return f"Une ligne du journal n’est plus dans la base : {where}{named(found.table, '')}."
    row, told = value_words(found.field, found.row), value_words(found.field, found.journal)
    return (
        f"La base et le journal ne disent pas la même chose : {where}{named(found.table, found.field)}, "
        f"{row} dans la base, {told} d’après le journal."
    )


def difference_json(reader: sqlite3.Connection, found: Difference) -> dict[str, Any]:
    return {
        "kind": found.kind, "table": found.table, "row": found.rid.hex(), "field": found.field,
        "dossier": number_of(reader, found.dossier), "base": found.row, "journal": found.journal,
    }  # fmt: skip
