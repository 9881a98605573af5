"""The rules of resources/checks, read once: what the office looks at in each dossier."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from desktop.paths import resources
from desktop.rules.checks import ARITHMETIC, Rulebook, read_book


def load(folder: Path) -> Rulebook:
    """Every file of the folder. Raises ValueError when a rule is not whole or not known."""
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))]
    book = read_book(files)
    for rule in book:
        if rule.code not in ARITHMETIC:
            raise ValueError(f"Contrôles, {rule.family} : aucun calcul ne s’appelle « {rule.code} ».")
    return book


@cache
def rulebook() -> Rulebook:
    """The rules that ship with the program."""
    return load(resources() / "checks")
