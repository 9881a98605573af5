"""The rules of resources/checks, read once: what the office looks at in each dossier."""

from __future__ import annotations

import logging
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from desktop.paths import resources, user_data
from desktop.rules.checks import ARITHMETIC, Rulebook, amended, read_book


def load(folder: Path) -> Rulebook:
    """Every file of the folder. Raises ValueError when a rule is not whole or not known."""
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))]
    book = read_book(files)
    for rule in book:
        if rule.code not in ARITHMETIC:
            raise ValueError(f"Contrôles, {rule.family} : aucun calcul ne s’appelle « {rule.code} ».")
    return book


def own_changes(folder: Path) -> list[dict[str, Any]]:
    """What this workstation changes in the rules: blocks `[[rule]]` with a code and what differs."""
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))]
    return [change for data in files for change in data.get("rule", [])]


@cache
def rulebook() -> Rulebook:
    """The rules that ship with the program, with what the user's folder changes; a fault there is logged."""
    book = load(resources() / "checks")
    try:
        return amended(book, own_changes(user_data() / "checks"))
    except (OSError, ValueError) as fault:  # TOMLDecodeError is a ValueError
        logging.getLogger(__name__).warning("own checks left aside: %s", fault)
        return book
