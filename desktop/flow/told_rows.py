"""What a source tells beside its own fields as rows of their own: one table each, written and read alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from desktop.exchange.application import Application
from desktop.flow.names import Names


class Room(NamedTuple):
    """One table of rows of a dossier: the columns that the source tells, in the order of the payload."""

    model: Any
    columns: tuple[str, ...]
    tell: Callable[[Application], list[list[Any]]]


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


ROOMS: dict[str, Room] = {
    "own_budget": Room(
        m.OwnBudgetLine,
        ("side", "account", "label", "amount"),
        lambda told: [[line.side, line.account, line.label, line.amount] for line in told.own_budget],
    ),
    "funding": Room(
        m.FundingLine,
        ("name", "account", "asked", "answered", "status", "common_law", "status_on", "comment"),
        lambda told: [
            [f.funder, f.account, f.asked, f.answered, f.status, f.common_law, _iso(f.on), f.comment]
            for f in told.funding
        ],
    ),
    "places": Room(
        m.ActionPlace,
        ("name", "lon", "lat"),
        lambda told: [[place.name, place.lon, place.lat] for place in told.places],
    ),
    "also_known": Room(
        m.AlsoKnown, ("source", "source_id"), lambda told: [list(pair) for pair in told.also_known]
    ),
    "opinions": Room(
        m.Opinion,
        ("partner", "value", "comment", "asked_on", "answered_on"),
        lambda told: [
            [o.author, o.value, o.comment, _iso(o.asked_on), _iso(o.answered_on)] for o in told.opinions
        ],
    ),
}
_DATES = {"status_on", "asked_on", "answered_on"}
_RANKED = {"own_budget", "funding", "places"}


def _told(room: Room, dossier: bytes) -> list[ColumnElement[bool]]:
    """Which rows of a dossier the source may replace: what a partner said here is not one of them."""
    whose: list[ColumnElement[bool]] = [room.model.dossier_id == dossier]
    return [*whose, room.model.channel == "import"] if room.model is m.Opinion else whose


def more_payload(application: Application) -> dict[str, Any]:
    """The rows that this file tells, under the names of the rooms; nothing for what it does not tell."""
    told = {name: room.tell(application) for name, room in ROOMS.items()}
    return {name: rows if name in _RANKED else sorted(rows, key=str) for name, rows in told.items() if rows}


def read_rows(session: Session, dossier: bytes, name: str) -> list[list[Any]]:
    """The rows that stand here now, as the payload tells them."""
    room = ROOMS[name]
    order = room.model.rank if name in _RANKED else room.model.id
    rows = session.scalars(select(room.model).where(*_told(room, dossier)).order_by(order))
    found = [[_plain(getattr(row, column)) for column in room.columns] for row in rows]
    return found if name in _RANKED else sorted(found, key=str)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def write_rows(
    session: Session,
    dossier: bytes,
    name: str,
    rows: Sequence[Sequence[Any]],
    names: Names,
    *,
    fresh: bool = False,
) -> None:
    """Replace the rows of one room by what the source tells; `fresh`: there are none yet."""
    room = ROOMS[name]
    kept: dict[tuple[str, str], dict[str, Any]] = {}
    if not fresh:
        kept = _written_here(session, dossier) if name == "funding" else {}
        session.execute(delete(room.model).where(*_told(room, dossier)))
        session.flush()
    for rank, values in enumerate(rows):
        told: dict[str, Any] = dict(zip(room.columns, values, strict=True))
        for column in _DATES & told.keys():
            told[column] = dt.date.fromisoformat(told[column]) if told[column] else None
        if name in _RANKED:
            told["rank"] = rank
        if name == "funding":
            told["funder_id"] = names.funder(told["name"], told["account"])
            told |= kept.get((told["name"], told["account"]), {})
        whose = (told["source"], told["source_id"]) if name == "also_known" else (dossier, str(rank))
        session.add(room.model(id=key_of(room.model.__tablename__, *whose), dossier_id=dossier, **told))
    if not fresh:
        session.flush()


def _written_here(session: Session, dossier: bytes) -> dict[tuple[str, str], dict[str, Any]]:
    """What no source tells of a funder: the proof and who wrote it; it goes on with the funder's line."""
    rows = session.scalars(select(m.FundingLine).where(m.FundingLine.dossier_id == dossier))
    return {
        (row.name, row.account): {"proof": row.proof, "piece_id": row.piece_id, "author": row.author}
        for row in rows
        if row.proof or row.piece_id or row.author
    }
