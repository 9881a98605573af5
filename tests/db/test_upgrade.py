"""Migrations, the models and the constant of the newest one agree."""

from __future__ import annotations

import contextlib
import zipfile
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

import db.models
from db.base import Table
from db.connection import connect, sealed_mark
from db.journal import broken_steps
from db.store import Store
from db.upgrade import HEAD
from tests.db.conftest import sealed


def test_the_newest_migration_is_the_one_named() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(db.models.__file__).parent.parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_new_file_is_exactly_what_the_models_say(tmp_path: Path) -> None:
    Store(tmp_path / "a.db").close()
    engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), Table.metadata)
    engine.dispose()
    wanted = [diff for diff in found if not (diff[0] == "remove_table" and diff[1].name.startswith("search"))]
    assert wanted == []


BASES = Path(__file__).parent.parent / "samples" / "bases"


@pytest.mark.parametrize("kept", ["plain", "sealed"])
@pytest.mark.parametrize("sample", sorted(path.name for path in BASES.glob("*.zip")))
def test_a_base_of_each_earlier_schema_is_brought_here_whole(tmp_path: Path, sample: str, kept: str) -> None:
    """Made by the program of that time: the demonstration's first dossiers, their notes and letters."""
    with zipfile.ZipFile(BASES / sample) as archive:
        archive.extract("base.db", tmp_path)
    if kept == "sealed":
        sealed(tmp_path / "base.db")
    before = _counts(tmp_path / "base.db")
    with contextlib.closing(connect(tmp_path / "base.db")) as connection:
        site = connection.execute("SELECT site FROM step ORDER BY n DESC LIMIT 1").fetchone()[0]
    store = Store(tmp_path / "base.db", author="Essai", place=site)
    try:
        assert {
            table: count for table, count in _counts(tmp_path / "base.db").items() if table in before
        } == before
        assert broken_steps(store.reader) == []
        assert store.reader.execute("PRAGMA foreign_key_check").fetchall() == []
        assert store.reader.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        grants = store.reader.execute(
            "SELECT count(*) FROM past_grant WHERE name_key = fold(name)"
        ).fetchone()[0]
        assert grants == before["past_grant"] > 0
        (copy,) = (tmp_path / "copies").glob("*.parvis")
        assert sealed_mark(copy) == sealed_mark(store.path), "a copy is kept before the schema changes"
        assert store.next_undo()[0]
        store.undo()
        assert broken_steps(store.reader) == []
    finally:
        store.close()


def _counts(path: Path) -> dict[str, int]:
    with contextlib.closing(connect(path)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [name for name in names if not name.startswith(("search", "sqlite", "alembic"))]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in kept}
