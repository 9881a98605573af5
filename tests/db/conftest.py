"""The cellar is tried twice: on a base in clear, and on the same one encrypted."""

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from db import vault
from db.connection import sealed_mark
from db.store import Store
from desktop.flow.vault import encrypt_base
from tests import office

Opener = Callable[..., Store]


def sealed(path: Path) -> Path:
    """Encrypt this base, whose key is then in the memory of the process."""
    encrypt_base(path, "quatre mots sans rapport")
    return path


@cache
def _sealed_once(founded: bool) -> tuple[Path, bytes, bytes]:
    """An encrypted base, founded or bare, its mark and its key: made once, copied for each test."""
    path = Path(mkdtemp(prefix="parvis-sealed-")) / "office.db"
    if founded:
        shutil.copyfile(office.founded(), path)
    else:
        Store(path).close()
    mark = sealed_mark(sealed(path)) or b""
    return path, mark, vault.held(mark) or b""


def put_sealed(path: Path, *, founded: bool = False) -> None:
    """Put a fresh encrypted base at this place."""
    made, mark, key = _sealed_once(founded)
    vault.hold(mark, key)  # another test may have locked it
    shutil.copyfile(made, path)


@pytest.fixture(scope="module", params=["plain", "sealed"])
def open_kept(request: pytest.FixtureRequest) -> Opener:
    """tests.office.open_office, whose base is encrypted the second time."""

    def opened(folder: Path, author: str = "A. Exemple") -> Store:
        if request.param == "plain":
            return office.open_office(folder, author)
        folder.mkdir(parents=True, exist_ok=True)
        put_sealed(folder / "parvis.db", founded=True)
        return Store(folder / "parvis.db", author=author, place="poste-test")

    return opened
