"""Rows alone: dossiers and their texts into bare tables, by plain SQL, by SQLAlchemy's Core and by its objects."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import ForeignKey, create_engine, insert
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.benchmarks.measure import cpu_turns

COUNT = 4_000


class Root(DeclarativeBase):
    """Tables of this measure alone."""


class Folder(Root):
    __tablename__ = "folder"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]
    title: Mapped[str]
    stage: Mapped[str]
    asked: Mapped[int]


class Text(Root):
    __tablename__ = "words"
    id: Mapped[int] = mapped_column(primary_key=True)
    folder_id: Mapped[int] = mapped_column(ForeignKey("folder.id"))
    body: Mapped[str]


def rows_alone(folder: Path) -> tuple[float, float, float]:
    """CPU milliseconds a dossier: executemany, Core, add_all."""
    engine = create_engine(f"sqlite:///{folder / 'rows.db'}")
    Root.metadata.create_all(engine)
    body = "quelques mots " * 140
    heads = [
        {"id": n, "number": f"{n:06d}", "title": f"Action {n}", "stage": "received", "asked": n * 100}
        for n in range(COUNT)
    ]
    texts = [{"id": n, "folder_id": n, "body": body} for n in range(COUNT)]

    def plain() -> None:
        with engine.begin() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.executemany("INSERT INTO folder VALUES (:id, :number, :title, :stage, :asked)", heads)
            raw.executemany("INSERT INTO words VALUES (:id, :folder_id, :body)", texts)
            connection.rollback()

    def core() -> None:
        with engine.connect() as connection:
            connection.execute(insert(Folder), heads)
            connection.execute(insert(Text), texts)
            connection.rollback()

    def objects() -> None:
        with Session(engine) as session:
            session.add_all(Folder(**head) for head in heads)
            session.add_all(Text(**text) for text in texts)
            session.flush()
            session.rollback()

    taken = cpu_turns(plain, core, objects, runs=3)
    engine.dispose()
    return taken[0] / COUNT, taken[1] / COUNT, taken[2] / COUNT
