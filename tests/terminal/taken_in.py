"""A base that holds the sample of the portal: taken in once by the command itself, copied for each test."""

from __future__ import annotations

import contextlib
import io
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from desktop.cli import main

SAMPLE = next((Path(__file__).parents[1] / "samples" / "ds").glob("dossiers_*.xlsx"))


@cache
def _first() -> Path:
    path = Path(mkdtemp(prefix="parvis-taken-in-")) / "parvis.db"
    with contextlib.redirect_stdout(io.StringIO()):  # a test reads what its own command says
        assert main(["import", "--db", str(path), str(SAMPLE)]) == 0
    return path


def take_in(path: Path) -> None:
    """Put such a base at this path, with its pieces."""
    made = _first()
    shutil.copyfile(made, path)
    pieces = made.with_name(made.name + ".pieces")
    if pieces.exists():
        shutil.copytree(pieces, path.with_name(path.name + ".pieces"))
