"""Migrations, the models and the constant of the newest one agree."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

import db.models
from db.base import Table
from db.store import Store
from db.upgrade import HEAD


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
