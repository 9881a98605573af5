"""`annotated`: a piece with its notes drawn in, from a terminal."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from db import queries
from desktop.flow.annotated import write_copy
from desktop.letters.annotated import CannotAnnotate
from desktop.paths import resources
from desktop.rules.folding import fold
from desktop.terminal.leaving import mark_file
from desktop.terminal.office import Refusal, dossier_key, left, open_store

Answer = tuple[Any, list[str], list[str]]


def run(args: Namespace) -> Answer:
    """Write the copy of the piece whose name or kind contains these words."""
    out = Path(args.out)
    with open_store(args.db) as store:
        key = dossier_key(store, args.number, to_read=True)
        pieces = queries.pieces(store.reader, key)
        wanted = fold(args.piece)
        row = next((p for p in pieces if wanted in fold(f"{p.name} {p.label} {p.kind}") and p.sha256), None)
        if row is None:
            raise Refusal(
                f"Le dossier {args.number} n’a pas de pièce « {args.piece} » dont le contenu soit là."
            )
        try:
            write_copy(
                store.reader, key, row.id, store.files, resources() / "fonts", out, person=store.author,
                audience=args.audience,
            )  # fmt: skip
        except CannotAnnotate as refusal:
            raise Refusal(str(refusal)) from refusal
        mark_file(args, store, out)
        left(store, f"Copie annotée de « {row.name} »", out, (key,))
    return {"file": out.name, "piece": row.name}, [f"{out.name} : copie annotée de « {row.name} »."], []
