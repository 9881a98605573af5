"""After each test of a verb, every step is undone and the database must be as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.journal import broken_steps
from db.store import Store
from db.undo import CannotUndo
from tests.kept import CAN_KEEP, Kept
from tests.office import dump, open_office


@pytest.fixture(scope="session")
def kept_base() -> Iterator[Kept]:
    base = Kept()
    yield base
    base.close()


@pytest.fixture
def store(tmp_path: Path, kept_base: Kept) -> Iterator[Store]:
    opened = kept_base.lend("A. Exemple") if CAN_KEEP else open_office(tmp_path)
    start = dump(opened.reader)
    founding = opened.reader.execute("SELECT max(n) FROM step").fetchone()[0]  # proved in tests/db
    yield opened
    try:
        while opened.next_undo()[0]:
            opened.undo()
    except CannotUndo as why:
        # The founding itself and a letter once issued are final: nothing before them can be compared.
        final = str(why)
    else:
        final = "tout a été annulé"
    assert final
    if "préparation" in final:
        assert dump(opened.reader) == start
    assert broken_steps(opened.reader, after=founding) == []
    kept_base.take_back(opened)
