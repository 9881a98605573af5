"""Every verb of the program with its right and the roles that hold it; run it to write the table again."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from desktop.rules.roles import RIGHTS, ROLES

ROOT = Path(__file__).resolve().parents[2]
TABLE = Path(__file__).with_name("rights_matrix.txt")


class Verb(NamedTuple):
    """A verb by its place ("flow.decide.decide") and its right, "" when it names none."""

    name: str
    right: str
    run: Callable[..., Any]


def verbs() -> Iterator[Verb]:
    """All that is marked with @use_case, found by reading the sources: none can be left out."""
    for path in sorted([*(ROOT / "desktop").rglob("*.py"), *(ROOT / "db").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(_marks(mark) for mark in node.decorator_list):
                place = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                run = getattr(importlib.import_module(place), node.name)
                yield Verb(f"{place.removeprefix('desktop.')}.{node.name}", run.right, run)


def _marks(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "use_case"


def table() -> str:
    """One line a verb, one column a role: x where the role holds the right."""
    names = [label for _, label in ROLES]
    lines = [f"{'':<44}{'':<19}" + "  ".join(names)]
    for verb in sorted(verbs()):
        holders = RIGHTS[verb.right][1] if verb.right else {"administrator"}
        marks = "  ".join(("x" if code in holders else "·").center(len(label)) for code, label in ROLES)
        lines.append(f"{verb.name:<44}{verb.right or '?':<19}{marks}".rstrip())
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
