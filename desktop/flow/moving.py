"""What goes from one dossier to another when they are united: rows that move or are copied, fields."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from desktop.flow.annotate import reanchor
from desktop.flow.desk import APPLICANT, SCALARS, plain

APPLICANT_FIELDS = APPLICANT
COLUMNS = ("officer", "proposal_opinion", "proposal_reason")  # of the dossier, taken when it has none
# Lists of a form: moved whole to a dossier that has none, else replaced only when the person says so.
BLOCKS: dict[str, Any] = {
    "budget": m.BudgetLine, "own_budget": m.OwnBudgetLine, "funding": m.FundingLine, "places": m.ActionPlace,
    "people": m.Contact,
}  # fmt: skip
# Rows with a key of their own, which simply change dossier.
_MOVE: tuple[Any, ...] = (
    m.Annotation, m.Opinion, m.OpinionRequest, m.Source, m.PieceRequest, m.Deadline, m.Interest,
    m.Incoming, m.AlsoKnown, m.SiteVisit, m.ChangeRequest, m.Payment, m.Repayment,
)  # fmt: skip
# Rows whose key says whose they are: a copy under the key of the dossier that goes on, when it has none.
_COPY: dict[str, tuple[Any, tuple[str, ...]]] = {
    "mark": (m.Mark, ("challenge_id",)),
    "dossier_label": (m.DossierLabel, ("label_id",)),
    "sift": (m.Sift, ()),
    "assessment": (m.Assessment, ("grid_id", "author")),
}
_AMOUNTS = ("asked", "proposed", "voted", "paid")


@dataclass(slots=True)
class Moved:
    """What a merging did, enough to take it back; keys in hexadecimal."""

    rows: dict[str, list[str]] = field(default_factory=dict)  # table -> rows that changed dossier
    copies: dict[str, list[list[str]]] = field(default_factory=dict)  # table -> [copy, its origin]
    fields: dict[str, list[Any]] = field(default_factory=dict)  # name of the desk -> [before, taken]
    columns: dict[str, list[Any]] = field(default_factory=dict)  # column of the row itself -> [before, taken]
    amounts: list[list[Any]] = field(default_factory=list)  # [amount, column, before, taken]
    dropped: list[dict[str, Any]] = field(default_factory=list)  # empty lines of pieces that the others fill
    places: dict[str, str] = field(default_factory=dict)  # note -> the place it had

    def take_column(self, row: Any, name: str, value: Any) -> None:
        """Write a column of the row that goes on, and remember what it held."""
        before = self.columns.get(name, [plain(getattr(row, name))])[0]
        self.columns[name] = [before, plain(value)]
        setattr(row, name, value)

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def is_empty(value: Any) -> bool:
    """Whether nothing is said; zero and "no" are answers."""
    return value is None or value in ("", [])


def field_names(session: Session, *dossiers: bytes) -> list[str]:
    """The names under which two dossiers can be compared side by side, in the order of the form."""
    codes = session.scalars(select(m.Section.code).where(m.Section.dossier_id.in_(dossiers)).distinct())
    texts = [f"text.{code}" for code in sorted(codes)]
    return [*SCALARS, "quarters", "challenges", *texts, *BLOCKS]


def rows_of(session: Session, model: Any, dossier: bytes) -> list[Any]:
    return list(session.scalars(select(model).where(model.dossier_id == dossier)))


def move_blocks(session: Session, kept: bytes, gone: bytes, moved: Moved) -> None:
    """Lists that the dossier kept lacks; those that both have are compared as fields, later."""
    for model in BLOCKS.values():
        if not rows_of(session, model, kept):
            _move(session, model, kept, gone, moved)


def _move(session: Session, model: Any, kept: bytes, gone: bytes, moved: Moved) -> None:
    rows = rows_of(session, model, gone)
    for row in rows:
        row.dossier_id = kept
    if rows:
        moved.rows.setdefault(model.__tablename__, []).extend(row.id.hex() for row in rows)
    session.flush()


def copy_amounts(session: Session, kept: bytes, gone: bytes, moved: Moved) -> None:
    """A column (asked, proposed, voted, paid) that is unknown for every funder here comes from there."""
    here = {row.funder_id: row for row in rows_of(session, m.Amount, kept)}
    there = rows_of(session, m.Amount, gone)
    for column in _AMOUNTS:
        if any(getattr(row, column) is not None for row in here.values()):
            continue
        for source in there:
            value = getattr(source, column)
            if value is None:
                continue
            key = key_of("amount", kept, source.funder_id)
            row = here.get(source.funder_id)
            if row is None:
                row = m.Amount(id=key, dossier_id=kept, funder_id=source.funder_id)
                session.add(row)
                here[source.funder_id] = row
            setattr(row, column, value)
            moved.amounts.append([row.id.hex(), column, None, value])
    session.flush()


def copy_rows(session: Session, kept: bytes, gone: bytes, moved: Moved) -> None:
    """Marks, labels, the sift and the scores that the dossier kept has not."""
    for table, (model, columns) in _COPY.items():
        for row in rows_of(session, model, gone):
            meaning = [getattr(row, column) for column in columns]
            key = key_of(table, kept, *meaning)
            if session.get(model, key) is None:
                _copy(session, row, key, kept, moved)
                if table == "assessment":
                    _copy_scores(session, row.id, key, kept, moved)
    session.flush()


def _copy(session: Session, row: Any, key: bytes, kept: bytes, moved: Moved, **changed: Any) -> None:
    values = {column.name: getattr(row, column.name) for column in row.__table__.columns}
    session.add(type(row)(**{**values, "id": key, "dossier_id": kept, **changed}))
    moved.copies.setdefault(row.__tablename__, []).append([key.hex(), row.id.hex()])


def _copy_scores(session: Session, there: bytes, here: bytes, kept: bytes, moved: Moved) -> None:
    for score in session.scalars(select(m.Score).where(m.Score.assessment_id == there)).all():
        key = key_of("score", here, score.criterion_id)
        _copy(session, score, key, kept, moved, assessment_id=here)


def move_rows(session: Session, kept: bytes, gone: bytes, moved: Moved) -> None:
    """Pieces, then notes and everything else that has a key of its own."""
    same = _move_pieces(session, kept, gone, moved)
    for note in rows_of(session, m.Annotation, gone):
        there = note.place.removeprefix("piece:")
        if there in same:  # its page is that of the same file, which stands here already
            moved.places[note.id.hex()] = note.place
            note.place = f"piece:{same[there]}"
    for model in _MOVE:
        _move(session, model, kept, gone, moved)
    for section in rows_of(session, m.Section, kept):
        reanchor(session, kept, section.code, section.body)


def _move_pieces(session: Session, kept: bytes, gone: bytes, moved: Moved) -> dict[str, str]:
    """Move what was received or announced; returns, for files that both have, there -> here (hexadecimal)."""
    here = rows_of(session, m.Piece, kept)
    files = {piece.file_id: piece for piece in here if piece.file_id is not None}
    waiting = {piece.kind: piece for piece in here if piece.kind and piece.state == "missing"}
    same: dict[str, str] = {}
    for piece in rows_of(session, m.Piece, gone):
        if piece.file_id in files:
            same[piece.id.hex()] = files[piece.file_id].id.hex()
        elif piece.state != "missing":
            piece.dossier_id = kept
            moved.rows.setdefault("piece", []).append(piece.id.hex())
            empty = waiting.pop(piece.kind, None)
            if empty is not None:
                values = {c.name: getattr(empty, c.name) for c in empty.__table__.columns}
                moved.dropped.append(
                    {name: v.hex() if isinstance(v, bytes) else plain(v) for name, v in values.items()}
                )
                session.delete(empty)
    session.flush()
    return same
