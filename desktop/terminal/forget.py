"""`forget-copies`: what was erased leaves the automatic copies of the base too."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from db.forget_copies import rewrite
from desktop.paths import default_database
from desktop.rules.french import plural

Answer = tuple[Any, list[str], list[str]]


def forget_copies(args: Namespace) -> Answer:
    """Erase in each copy what the base has forgotten; name those that could not be opened."""
    path = Path(args.db) if args.db else default_database()
    done = rewrite(path)
    words = plural(done.changed, "copie réécrite", "copies réécrites")
    lines = [f"{done.changed} {words} sans ce qui a été effacé."]
    errors = [
        f"« {copy.name} » n’a pas pu être réécrite : elle tient encore ce qui a été effacé. Supprimez-la."
        for copy in done.left
    ]
    return {"changed": done.changed, "left": [copy.name for copy in done.left]}, lines, errors
