"""What an archive of a year holds beside its dossiers: sessions, packs, outlines, the fate of each."""

from __future__ import annotations

import datetime as dt
import json
import mimetypes
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from db.queries.committee import documents
from db.queries.packs import packs
from db.queries.shapes import Head
from db.queries.year import called, sittings
from desktop.exchange.archive_out import Archive
from desktop.exchange.csv_out import csv_bytes
from desktop.exchange.seda import Stored, Unit, manifest
from desktop.exchange.workbook import Column
from desktop.flow.files import has, readable
from desktop.flow.retention import retained
from desktop.letters.files import safe
from desktop.rules.retention import FATES

Links = list[tuple[str, str]]
_ENDS = {"application/pdf": ".pdf"}


def write_sittings(
    reader: sqlite3.Connection, files: Path, out: Archive, year: int, shut: frozenset[bytes]
) -> tuple[Links, list[str]]:
    """The papers of the sessions held in the year; (links, sentences on what is not there). `shut`: dossiers
    closed to the person at work: a session that called one of them leaves its papers out."""
    links: Links = []
    missing: list[str] = []
    for row in sittings(reader, year):
        name = f"{row.code} {row.name}, {dt.date.fromisoformat(row.held_on):%d/%m/%Y}"
        if called(reader, row.id) & shut:
            missing.append(f"{name} : un dossier de la séance vous est fermé, ses papiers n’y sont pas.")
            continue
        told: list[tuple[str, str, str | None]] = [
            (each.name, each.sha256, each.mime) for each in documents(reader, row.id)
        ]
        told += [
            (f"Dossier de séance, version {pack.version}", pack.file, pack.mime)
            for pack in reversed(packs(reader, row.id))
            if pack.file and not pack.audience and not pack.draft
        ]
        for rank, (words, sha256, mime) in enumerate(told, start=1):
            if not has(files, sha256):
                missing.append(f"{name} : le contenu de « {words} » n’est plus à côté de la base.")
                continue
            place = f"seances/{safe(row.code)}/{rank:02d} {_named(words, mime)}"
            with readable(files, sha256) as source:
                out.copy(place, source)
            links.append((place, f"{row.code} : {words}"))
    return links, missing


def _named(words: str, mime: str | None) -> str:
    end = _ENDS.get(mime or "") or mimetypes.guess_extension(mime or "") or ""
    stem = words.removesuffix(end) if end else words
    return f"{safe(stem)[:80].strip()}{end}"


def write_outlines(rows: Sequence[tuple[object, ...]], out: Archive) -> str:
    """The quarters with their outlines, as a map reads them; returns the place."""
    shapes = [
        {"type": "Feature", "properties": {"code": code, "nom": name, "habitants": residents},
         "geometry": json.loads(str(outline))}
        for code, name, _short, residents, outline in rows if outline
    ]  # fmt: skip
    told = json.dumps({"type": "FeatureCollection", "features": shapes}, ensure_ascii=False, indent=1)
    out.put("contrat/quartiers.geojson", told.encode("utf-8"))
    return "contrat/quartiers.geojson"


def write_manifest(
    reader: sqlite3.Connection, out: Archive, places: dict[str, Head], title: str, office: str, today: dt.date
) -> str:
    """The SEDA manifest: a unit a dossier with all its files, one for the rest; returns the place."""
    kept = {one.row.id: one for one in retained(reader, today)}
    files: dict[str, list[Stored]] = {place: [] for place in ("", *places)}
    for path in sorted(out.sums):
        room, _, rest = path.partition("/")
        folder = rest.partition("/")[0]
        place = folder.rpartition(".")[0] if room in ("dossiers", "fiches") else folder
        owner = place if room in ("dossiers", "fiches", "pieces", "courriers") and place in files else ""
        files[owner].append(Stored(path, out.sums[path], out.sizes[path]))
    units = [Unit(f"{title} : tables et papiers du service", files[""])]
    for place, head in places.items():
        one = kept.get(head.id)
        rule = one.rule if one else None
        start = one.start.isoformat() if one and one.start else ""
        units.append(
            Unit(
                f"Dossier {head.number}, {head.applicant}, {head.title}", files[place],
                head.deposited_at or "", head.ends_on or "", rule.fate if rule else "", start,
                rule.code if rule else "",
            )
        )  # fmt: skip
    out.put("seda/manifest.xml", manifest(title, today.isoformat(), office, units))
    return "seda/manifest.xml"


_HEADS = (
    "Numéro", "Porteur", "Intitulé", "Règle", "Compte depuis", "Gardé jusqu’au", "Sort final", "À échéance",
    "Gelé", "Texte",
)  # fmt: skip


def write_fates(
    reader: sqlite3.Connection, out: Archive, chosen: frozenset[bytes], today: dt.date, basis: dict[str, str]
) -> str:
    """What becomes of each dossier by the rules of retention, grouped by rule; returns the place."""
    found = [one for one in retained(reader, today) if one.row.id in chosen]
    found.sort(key=lambda one: (one.rule is None, one.rule.code if one.rule else "", one.row.number))
    rows = [
        (
            one.row.number, one.row.applicant, one.row.title, one.rule.label if one.rule else "Aucune",
            one.start.isoformat() if one.start else None,
            one.last_day.isoformat() if one.last_day else None,
            FATES[one.rule.fate] if one.rule else "", "oui" if one.over else "non", ", ".join(one.frozen),
            basis.get(one.rule.code, "") if one.rule else "",
        )
        for one in found
    ]  # fmt: skip
    heads = [Column(words, "date" if 4 <= place <= 5 else "text") for place, words in enumerate(_HEADS)]
    out.put("conservation/sort_des_dossiers.csv", csv_bytes(heads, rows))
    return "conservation/sort_des_dossiers.csv"
