"""Saved views of the list."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.store import use_case


@use_case("Enregistrer la vue « {name} »", right="view")
def save_view(session: Session, *, name: str, query: str, sort: str = "number") -> bytes:
    """Keep a query under a name; the same name replaces it."""
    key = key_of("view", name)
    row = session.get(m.SavedView, key)
    if row is None:
        last = session.scalar(select(func.max(m.SavedView.rank))) or 0
        row = m.SavedView(id=key, name=name, rank=last + 1, icon="bookmark")
        session.add(row)
    row.query, row.sort = query, sort
    return key


@use_case("Retirer une vue", right="view")
def remove_view(session: Session, *, view: bytes) -> None:
    session.delete(session.get_one(m.SavedView, view))
