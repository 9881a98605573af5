"""What the reference base says of an applicant: its association (RNA), its legal unit and place (SIRENE)."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import NamedTuple

from db.connection import fold
from db.queries.rows import every, one
from db.reference import Damaged, open_beside


class ReferenceFacts(NamedTuple):
    """Texts, "" when not told; days are ISO. `rna_*`: the association that the RNA number of the applicant
    names, else the one its SIRET leads to. `unit_*`: the legal unit of its SIRET, else the one its RNA number
    leads to. `place_*`: the establishment of its SIRET, else the head office."""

    rna: str
    rna_name: str
    rna_short: str
    rna_siret: str
    rna_position: str  # A active, D dissolved, S suppressed
    rna_created_on: str
    rna_published_on: str
    rna_dissolved_on: str
    rna_purpose: str
    rna_website: str
    rna_address: str
    rna_postcode: str
    rna_city: str
    rna_insee: str
    siren: str
    unit_rna: str
    unit_name: str
    unit_usual: str
    unit_acronym: str
    unit_category: str  # legal category, "9220"
    unit_naf: str
    unit_state: str  # A active, C closed
    unit_since: str  # since when it is in this state or form
    unit_created_on: str
    unit_head: str  # SIRET of the head office
    former_names: str  # earlier names of the unit, one a line
    siret: str
    place_state: str  # A open, F closed
    place_since: str
    place_is_head: int
    place_address: str
    place_postcode: str
    place_city: str
    place_insee: str
    rna_dated: str  # date of the newest RNA loaded
    sirene_dated: str


class Candidate(NamedTuple):
    """An association or a unit that bears the same name as an applicant without number."""

    rna: str
    siret: str
    name: str
    city: str


_FACTS = """
WITH k(siret, siren, rna) AS (VALUES (?1, substr(?1, 1, 9), ?2)),
r AS (SELECT * FROM rna WHERE id = (SELECT coalesce(nullif(k.rna, ''),
  (SELECT nullif(rna, '') FROM unit WHERE siren = k.siren),
  (SELECT id FROM rna WHERE siret <> '' AND siret = k.siret LIMIT 1)) FROM k)),
s(siren) AS (SELECT coalesce(nullif(k.siren, ''), (SELECT siren FROM unit WHERE rna <> '' AND rna = k.rna LIMIT 1),
  (SELECT nullif(substr(siret, 1, 9), '') FROM r)) FROM k),
u AS (SELECT x.* FROM s JOIN unit x ON x.siren = s.siren),
h AS (SELECT * FROM period WHERE siren = (SELECT siren FROM s) AND until = '' ORDER BY since DESC LIMIT 1),
p AS (SELECT x.* FROM k, s JOIN place x ON x.siren = s.siren
  ORDER BY x.siret = k.siret DESC, x.head DESC, x.siret LIMIT 1)
SELECT coalesce(r.id, ''), coalesce(r.name, ''), coalesce(r.short, ''), coalesce(r.siret, ''),
 coalesce(r.position, ''), coalesce(r.created_on, ''), coalesce(r.published_on, ''), coalesce(r.dissolved_on, ''),
 coalesce(r.purpose, ''), coalesce(r.website, ''), coalesce(r.address, ''), coalesce(r.postcode, ''),
 coalesce(r.city, ''), coalesce(r.insee, ''), coalesce(u.siren, h.siren, p.siren, ''), coalesce(u.rna, ''),
 coalesce(u.name, h.name, ''), coalesce(u.usual, ''), coalesce(u.acronym, ''), coalesce(u.category, h.category, ''),
 coalesce(u.naf, h.naf, p.naf, ''), coalesce(u.state, h.state, ''), coalesce(nullif(u.since, ''), h.since, ''),
 coalesce(u.created_on, ''), coalesce(nullif(u.head, ''), h.head, ''),
 coalesce((SELECT group_concat(name, char(10)) FROM (SELECT DISTINCT name FROM period WHERE siren = s.siren
   AND until <> '' AND name <> '' AND name <> coalesce(u.name, h.name, '') ORDER BY since DESC)), ''),
 coalesce(p.siret, ''), coalesce(p.state, ''), coalesce(p.since, ''), coalesce(p.head, 0), coalesce(p.address, ''),
 coalesce(p.postcode, ''), coalesce(p.city, ''), coalesce(p.insee, ''),
 coalesce((SELECT max(dated) FROM load WHERE kind = 'rna'), ''),
 coalesce((SELECT max(dated) FROM load WHERE kind = 'sirene'), '')
FROM s LEFT JOIN r ON 1 LEFT JOIN u ON 1 LEFT JOIN h ON 1 LEFT JOIN p ON 1"""

_CANDIDATES = """
SELECT id, siret, name, city FROM (
 SELECT id, siret, name, city, 0 AS rank FROM rna WHERE name_key = ?1
 UNION ALL SELECT rna, head, name, coalesce((SELECT city FROM place WHERE siret = unit.head), ''), 1 FROM unit
 WHERE name_key = ?1) ORDER BY rank, city LIMIT 20"""


def facts_by_numbers(reader: sqlite3.Connection, siret: str, rna: str) -> ReferenceFacts | None:
    """What the reference says of these numbers; None when it is absent, damaged, or says nothing."""
    if not siret and not rna:
        return None
    try:
        connection = open_beside(reader)
    except Damaged:
        return None  # `parvis reference status` and the window tell it
    if connection is None:
        return None
    with contextlib.closing(connection):
        try:
            found = one(connection, ReferenceFacts, _FACTS, (siret, rna))
        except sqlite3.Error:
            return None  # damaged further down, or being written for too long
    return found if found and (found.rna or found.siren) else None


def reference_facts(reader: sqlite3.Connection, applicant: bytes) -> ReferenceFacts | None:
    """What the reference says of an applicant, found by its SIRET and its RNA number."""
    row = reader.execute("SELECT siret, rna FROM applicant WHERE id = ?", (applicant,)).fetchone()
    return facts_by_numbers(reader, *row) if row else None


def outlines_missing(reader: sqlite3.Connection) -> dict[str, str]:
    """Code -> outline (GeoJSON) for the quarters of this base that have none and that the reference draws."""
    codes = [row[0] for row in reader.execute("SELECT code FROM quarter WHERE outline = ''")]
    try:
        connection = open_beside(reader) if codes else None
    except Damaged:
        return {}
    if connection is None:
        return {}
    with contextlib.closing(connection):
        marks = ", ".join("?" * len(codes))
        sql = f"SELECT code, outline FROM quarter WHERE outline <> '' AND code IN ({marks})"
        try:
            return dict(connection.execute(sql, codes).fetchall())
        except sqlite3.Error:
            return {}


def candidates(reader: sqlite3.Connection, name: str) -> list[Candidate]:
    """Who bears this very name, accents and case aside; [] when nobody, or no reference."""
    try:
        connection = open_beside(reader)
    except Damaged:
        return []
    if connection is None:
        return []
    with contextlib.closing(connection):
        try:
            return every(connection, Candidate, _CANDIDATES, (fold(name),))
        except sqlite3.Error:
            return []
