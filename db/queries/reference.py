"""The lists that everything refers to: grid, quarters, funders, reasons, phrases, views, settings."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, NamedTuple

from db.queries.rows import every


class ChallengeRow(NamedTuple):
    id: bytes
    code: str
    rank: int
    title: str
    short: str
    colour: str
    icon: str
    aliases: str


class ObjectiveRow(NamedTuple):
    id: bytes
    challenge_id: bytes
    code: str
    title: str


class QuarterRow(NamedTuple):
    id: bytes
    code: str
    rank: int
    name: str
    short: str
    article: str
    aliases: str
    residents: int | None


class FunderRow(NamedTuple):
    id: bytes
    code: str
    rank: int
    name: str
    letter_name: str
    account: str
    aliases: str


class ReasonRow(NamedTuple):
    id: bytes
    code: str
    outcomes: str
    label: str
    sentence: str


class PieceKindRow(NamedTuple):
    id: bytes
    code: str
    rank: int
    title: str
    asked_of: str
    moment: str
    required: int
    rule: str
    aliases: str


class CallRow(NamedTuple):
    id: bytes
    code: str
    title: str
    kind: str
    year: int
    grid_id: bytes


class WaveRow(NamedTuple):
    id: bytes
    call_id: bytes
    rank: int
    title: str
    opens_on: str | None
    closes_on: str | None
    closings: str
    decides_on: str | None


class LabelRow(NamedTuple):
    id: bytes
    name: str
    colour: str


class PhraseRow(NamedTuple):
    text: str
    challenge: str
    uses: int


class ViewRow(NamedTuple):
    id: bytes
    name: str
    icon: str
    query: str
    sort: str


class SignatoryRow(NamedTuple):
    id: bytes
    name: str
    position: str
    delegation: str
    valid_from: str | None
    valid_to: str | None
    to_confirm: int


def challenges(reader: sqlite3.Connection) -> list[ChallengeRow]:
    """The grid in force, by rank."""
    sql = "SELECT id, code, rank, title, short, colour, icon, aliases FROM challenge ORDER BY rank"
    return every(reader, ChallengeRow, sql)


def objectives(reader: sqlite3.Connection) -> list[ObjectiveRow]:
    return every(reader, ObjectiveRow, "SELECT id, challenge_id, code, title FROM objective ORDER BY code")


def quarters(reader: sqlite3.Connection) -> list[QuarterRow]:
    sql = "SELECT id, code, rank, name, short, article, aliases, residents FROM quarter ORDER BY rank"
    return every(reader, QuarterRow, sql)


def funders(reader: sqlite3.Connection) -> list[FunderRow]:
    sql = "SELECT id, code, rank, name, letter_name, account, aliases FROM funder ORDER BY rank"
    return every(reader, FunderRow, sql)


def reasons(reader: sqlite3.Connection) -> list[ReasonRow]:
    return every(reader, ReasonRow, "SELECT id, code, outcomes, label, sentence FROM reason ORDER BY rank")


def piece_kinds(reader: sqlite3.Connection) -> list[PieceKindRow]:
    sql = "SELECT id, code, rank, title, asked_of, moment, required, rule, aliases FROM piece_kind ORDER BY rank"
    return every(reader, PieceKindRow, sql)


def calls(reader: sqlite3.Connection) -> list[CallRow]:
    return every(
        reader, CallRow, "SELECT id, code, title, kind, year, grid_id FROM call ORDER BY year DESC, code"
    )


def waves(reader: sqlite3.Connection) -> list[WaveRow]:
    sql = "SELECT id, call_id, rank, title, opens_on, closes_on, closings, decides_on FROM wave ORDER BY rank"
    return every(reader, WaveRow, sql)


def all_labels(reader: sqlite3.Connection) -> list[LabelRow]:
    return every(reader, LabelRow, "SELECT id, name, colour FROM label ORDER BY name")


def phrases(reader: sqlite3.Connection) -> list[PhraseRow]:
    """Most used first."""
    return every(reader, PhraseRow, "SELECT text, challenge, uses FROM phrase ORDER BY uses DESC, text")


def saved_views(reader: sqlite3.Connection) -> list[ViewRow]:
    return every(reader, ViewRow, "SELECT id, name, icon, query, sort FROM saved_view ORDER BY rank, name")


def signatories(reader: sqlite3.Connection) -> list[SignatoryRow]:
    sql = (
        "SELECT id, name, position, delegation, valid_from, valid_to, to_confirm FROM signatory ORDER BY name"
    )
    return every(reader, SignatoryRow, sql)


def setting(reader: sqlite3.Connection, name: str) -> Any:
    """A named value of the office, None when never set. What was set field by field ("name:group.field") stands
    over the whole: two places that change two fields of it do not disagree."""
    found = reader.execute(
        "SELECT name, value FROM setting WHERE name = ?1 OR (name > ?1 || ':' AND name < ?1 || ';') ORDER BY name",
        (name,),
    ).fetchall()
    value = None
    for told, text in found:
        if told == name:
            value = json.loads(text)
        elif isinstance(value, dict):
            *groups, last = told[len(name) + 1 :].split(".")
            place = value
            for group in groups:
                place = place.setdefault(group, {})
            place[last] = json.loads(text)
    return value
