"""`score`, `scores`, `interest`: judging a dossier from a terminal."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from db import queries
from db.queries.scores import criteria, grid, interests
from db.store import Store
from desktop.flow.interests import declare
from desktop.flow.readings import read_scores
from desktop.flow.score import close, score
from desktop.rules.scores import LETTERS, Reading, mean, said, total, word
from desktop.terminal.office import Refusal, day_words, dossier_key, open_store

Answer = tuple[Any, list[str], list[str]]
_STATES = {"draft": "brouillon", "final": "close", "abstained": "abstention"}


def score_(args: Namespace) -> Answer:
    """Score one criterion, or close one's own scores."""
    with open_store(args.db) as store:
        key = dossier_key(store, args.number)
        if args.close:
            store.do(close, dossier=key)
            return {"number": args.number, "state": "final"}, [f"{args.number} : notation close."], []
        found = grid(store.reader, key)
        rows = criteria(store.reader, found.id) if found else []
        row = next((one for one in rows if one.code == (args.criterion or "").upper()), None)
        if found is None or row is None:
            known = ", ".join(one.code for one in rows) or "aucun"
            raise Refusal(f"Le critère « {args.criterion} » n’existe pas. Critères : {known}.")
        value = _value(args.value, found.scale)
        store.do(score, dossier=key, criterion=row.id, value=value, reason=args.reason)
    return (
        {"number": args.number, "criterion": row.code, "value": value},
        [f"{row.title} : {args.value}."],
        [],
    )


def _value(text: str | None, scale: str) -> int:
    if scale == "letters" and text and text.upper() in LETTERS:
        return LETTERS.index(text.upper())
    try:
        return int(text or "")
    except ValueError as wrong:
        raise Refusal(
            f"« {text} » n’est pas une note : écrivez un chiffre ou une lettre de la grille."
        ) from wrong


def scores_(args: Namespace) -> Answer:
    """Who gave what, and the mean of those that are closed."""
    with open_store(args.db) as store:
        found = read_scores(store.reader, dossier_key(store, args.number, to_read=True), store.author)
    if found is None:
        return {"grid": None}, ["L’appel de ce dossier n’a pas de grille de notation."], []
    shown = found.everyone if found.open else [found.mine] if found.mine else []
    together = mean(found.rules, found.everyone, found.scale) if found.open else None
    told = {
        "grid": found.grid.code,
        "mean": None if together is None else float(round(together, 2)),
        "readings": [_reading(one, found) for one in shown],
        "hidden": len(found.everyone) - len(shown),
    }
    lines = [
        f"{one.author} : {said(total(found.rules, one.given, found.scale))} ({_STATES[one.state]})"
        for one in shown
    ]
    if told["hidden"]:
        lines.append(f"Autres lectures : {told['hidden']}, montrées quand la vôtre sera close.")
    return told, [*lines, f"Moyenne : {said(together)}"] if lines else ["Aucune note."], []


def _reading(one: Reading, found: Any) -> dict[str, Any]:
    return {
        "author": one.author, "state": one.state, "counts": one.state == "final" and not one.withdrawn,
        "given": {
            code: {"value": word(each.value, found.scale), "reason": each.reason}
            for code, each in one.given.items()
        },
    }  # fmt: skip


def interest(args: Namespace) -> Answer:
    """Declare an interest in the applicant of a dossier, or list the register."""
    with open_store(args.db) as store:
        if args.number:
            store.do(declare, dossier=_dossier(store, args.number), nature=args.because or "")
        rows = interests(store.reader)
    told = [row._asdict() | {"id": row.id.hex()} for row in rows]
    lines = [
        f"{r.person} – {r.applicant or r.number} : {r.nature} (du {day_words(r.declared_on)})" for r in rows
    ]
    return {"interests": told}, lines or ["Aucun intérêt déclaré."], []


def _dossier(store: Store, number: str) -> bytes:
    key = queries.find(store.reader, number)
    if key is None:
        raise Refusal(f"Le dossier {number} n’existe pas. Rien n’a été changé.")
    return key
