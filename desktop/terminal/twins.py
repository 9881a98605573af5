"""`parvis twins`, `merge` and `separate`: what looks seen twice, made one, and parted again."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from db.queries import find
from db.queries.twins import merging_of, united_with
from db.store import Store
from desktop.flow.separate import separate as separate_verb
from desktop.flow.twins import Found, find_twins
from desktop.flow.unite import unite_dossiers
from desktop.rules.twins import Twins
from desktop.terminal.office import Refusal, dossier_key, open_store

Answer = tuple[Any, list[str], list[str]]


def twins(args: Namespace) -> Answer:
    """The pairs of dossiers, then of applicants, the likest first, each with its reasons."""
    with open_store(args.db) as store:
        found = find_twins(store.reader)
    told = {
        "dossiers": [_dossiers(found, pair) for pair in found.dossiers],
        "applicants": [_applicants(found, pair) for pair in found.applicants],
    }
    lines = [
        f"{d['one']} et {d['other']} ({d['score']} %) : {', '.join(d['reasons'])}" for d in told["dossiers"]
    ]
    lines += [
        f"« {a['one']} » et « {a['other']} » ({a['score']} %) : {', '.join(a['reasons'])}"
        for a in told["applicants"]
    ]
    return told, lines or ["Rien ne paraît avoir été reçu deux fois."], []


def _dossiers(found: Found, pair: Twins) -> dict[str, Any]:
    one, other = sorted((found.actions[pair.one], found.actions[pair.other]), key=lambda row: row.number)
    return {
        "one": one.number, "other": other.number, "title": one.title, "other_title": other.title,
        "score": pair.score, "reasons": list(pair.reasons),
    }  # fmt: skip


def _applicants(found: Found, pair: Twins) -> dict[str, Any]:
    one, other = found.parties[pair.one], found.parties[pair.other]
    return {
        "one": one.name, "other": other.name, "sirets": [one.siret, other.siret], "score": pair.score,
        "reasons": list(pair.reasons),
    }  # fmt: skip


def merge(args: Namespace) -> Answer:
    """Unite the second dossier with the first, which goes on."""
    with open_store(args.db) as store:
        kept, gone = dossier_key(store, args.kept), dossier_key(store, args.gone)
        store.do(unite_dossiers, kept=kept, gone=gone, taken=args.take)
    said = (
        f"Le dossier {args.gone} est réuni avec {args.kept}, qui continue. "
        f"« parvis separate {args.gone} » les sépare."
    )
    return {"kept": args.kept, "gone": args.gone}, [said], []


def separate(args: Namespace) -> Answer:
    """Part a dossier again from the one it was united with, named by either number."""
    with open_store(args.db) as store:
        merging = _merging(store, args.number)
        stayed = store.do(separate_verb, merging=merging).value
    lines = [f"Le dossier {args.number} est de nouveau séparé."]
    if stayed:
        lines.append(f"Modifié depuis, et laissé tel quel dans le dossier gardé : {', '.join(stayed)}.")
    return {"number": args.number, "left": stayed}, lines, []


def _merging(store: Store, number: str) -> bytes:
    key = find(store.reader, number)
    row = merging_of(store.reader, key) if key else None
    others = united_with(store.reader, key) if key and row is None else []
    if row is None and len(others) == 1:
        row = others[0]
    if row is not None:
        return row.id
    if others:
        names = ", ".join(other.gone_name for other in others)
        raise Refusal(f"Plusieurs dossiers sont réunis avec {number} : dites lequel séparer ({names}).")
    raise Refusal(f"Aucun dossier réuni ne porte le numéro « {number} ».")
