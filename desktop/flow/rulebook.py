"""The rules of resources/checks, read once: what the office looks at in each dossier."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from db.queries.settings import own_values
from desktop.paths import resources, user_data
from desktop.rules.checks import ARITHMETIC, Rulebook, amended, read_book
from desktop.told_file import told_file


def load(folder: Path) -> Rulebook:
    """Every file of the folder. Raises ValueError when a rule is not whole or not known."""
    files = [told_file(path) for path in sorted(folder.glob("*.toml"))]
    book = read_book(files)
    for rule in book:
        if rule.code not in ARITHMETIC:
            raise ValueError(f"Contrôles, {rule.family} : aucun calcul ne s’appelle « {rule.code} ».")
    return book


def own_changes(folder: Path) -> list[dict[str, Any]]:
    """What this workstation changes in the rules: blocks `[[rule]]` with a code and what differs."""
    files = [told_file(path) for path in sorted(folder.glob("*.toml"))]
    return [change for data in files for change in data.get("rule", [])]


def rulebook(reader: sqlite3.Connection | None = None) -> Rulebook:
    """The rules that ship with the program, with what the user's folder then this base change."""
    book = _of_the_workstation()
    changes = own_values(reader, "checks") if reader is not None else {}
    return _of_the_office(json.dumps(changes, ensure_ascii=False)) if changes else book


def _sound(folder: Path) -> Rulebook:
    """What ships with the program; a family of rules that somebody altered is left aside, and logged."""
    try:
        return load(folder)
    except ValueError:
        kept = [data for path in sorted(folder.glob("*.toml")) if (data := _whole(path)) is not None]
        return read_book(kept)


def _whole(path: Path) -> dict[str, Any] | None:
    try:
        data = told_file(path)
        if all(rule.code in ARITHMETIC for rule in read_book([data])):
            return data
    except (ValueError, TypeError, AttributeError) as fault:
        logging.getLogger(__name__).warning("%s left aside: %s", path.name, fault)
    return None


@cache
def _of_the_workstation() -> Rulebook:
    book = _sound(resources() / "checks")
    return _amended(book, lambda: own_changes(user_data() / "checks"))


@lru_cache(maxsize=4)
def _of_the_office(told: str) -> Rulebook:
    changes = [{**change, "code": code} for code, change in json.loads(told).items()]
    return _amended(_of_the_workstation(), lambda: changes)


def _amended(book: Rulebook, changes: Callable[[], Sequence[Mapping[str, Any]]]) -> Rulebook:
    """The book so changed; a fault in the changes is logged, and leaves it as it was."""
    try:
        return amended(book, changes())
    except (OSError, ValueError) as fault:  # TOMLDecodeError is a ValueError
        logging.getLogger(__name__).warning("own checks left aside: %s", fault)
        return book
