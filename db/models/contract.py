"""The contract: calls and their waves, the grid of challenges, quarters, funders."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Text

from db.base import Id, Mapped, Table, mapped_column


class Grid(Table):
    __tablename__ = "grid"
    id: Mapped[Id]
    code: Mapped[str]
    version: Mapped[str]
    title: Mapped[str]


class Challenge(Table):
    __tablename__ = "challenge"
    id: Mapped[Id]
    grid_id: Mapped[bytes] = mapped_column(ForeignKey("grid.id"), index=True)
    code: Mapped[str]  # D01
    rank: Mapped[int]
    title: Mapped[str]
    short: Mapped[str]
    colour: Mapped[str]
    icon: Mapped[str]
    aliases: Mapped[str] = mapped_column(default="")  # one a line


class Objective(Table):
    """A sub-objective of a challenge."""

    __tablename__ = "objective"
    id: Mapped[Id]
    challenge_id: Mapped[bytes] = mapped_column(ForeignKey("challenge.id"), index=True)
    code: Mapped[str]
    title: Mapped[str]
    to_confirm: Mapped[bool] = mapped_column(default=True)


class Quarter(Table):
    __tablename__ = "quarter"
    id: Mapped[Id]
    code: Mapped[str]  # QN08003M
    rank: Mapped[int]
    name: Mapped[str]
    short: Mapped[str]
    article: Mapped[str] = mapped_column(default="")  # "d’Étouvie": as a letter writes it
    aliases: Mapped[str] = mapped_column(default="")
    residents: Mapped[int | None]
    outline: Mapped[str] = mapped_column(Text, default="")  # GeoJSON geometry, WGS 84


class Funder(Table):
    __tablename__ = "funder"
    id: Mapped[Id]
    code: Mapped[str]
    rank: Mapped[int]
    name: Mapped[str]
    letter_name: Mapped[str]
    account: Mapped[str] = mapped_column(default="")  # 74etat…
    aliases: Mapped[str] = mapped_column(default="")


class Call(Table):
    __tablename__ = "call"
    id: Mapped[Id]
    code: Mapped[str]
    title: Mapped[str]
    kind: Mapped[str]  # general, specific, convention
    year: Mapped[int]
    grid_id: Mapped[bytes] = mapped_column(ForeignKey("grid.id"))
    score_grid_id: Mapped[bytes | None] = mapped_column(ForeignKey("score_grid.id"))


class ScoreGrid(Table):
    """How the dossiers of a call are scored: weighted criteria on one scale."""

    __tablename__ = "score_grid"
    id: Mapped[Id]
    code: Mapped[str]
    version: Mapped[str]
    title: Mapped[str]
    scale: Mapped[str]  # "points" (0 to 5) or "letters" (A to D)


class Criterion(Table):
    __tablename__ = "criterion"
    id: Mapped[Id]
    grid_id: Mapped[bytes] = mapped_column(ForeignKey("score_grid.id"), index=True)
    code: Mapped[str]
    rank: Mapped[int]
    title: Mapped[str]
    help: Mapped[str] = mapped_column(Text, default="")
    weight: Mapped[int]
    eliminating: Mapped[bool] = mapped_column(default=False)


class Wave(Table):
    """A wave of a call; `closings` per kind of applicant as "school=2026-04-30", one a line."""

    __tablename__ = "wave"
    id: Mapped[Id]
    call_id: Mapped[bytes] = mapped_column(ForeignKey("call.id"), index=True)
    rank: Mapped[int]
    title: Mapped[str]
    opens_on: Mapped[dt.date | None]
    closes_on: Mapped[dt.date | None]
    closings: Mapped[str] = mapped_column(default="")
    decides_on: Mapped[dt.date | None]
