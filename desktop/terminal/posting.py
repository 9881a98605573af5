"""`convention`, `conventions`, `feedback`, `slips`, `labels`, `accountant`, `register`: papers as files."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from db import queries
from db.store import Store
from desktop.flow.accountant import accountant_book, payments
from desktop.flow.conventions import convention_file, prepare_conventions
from desktop.flow.feedback import prepare_feedback, what_leaves
from desktop.flow.letter_models import letter_models
from desktop.flow.posting import (
    Post,
    addresses,
    chosen,
    envelopes,
    label_formats,
    labels,
    register_paper,
    slips,
)
from desktop.letters.files import write_whole
from desktop.rules.french import plural
from desktop.terminal.office import Refusal, dossier_key, left, open_store
from desktop.terminal.work import tree_of

Answer = tuple[Any, list[str], list[str]]
DL = "dl"  # envelopes rather than labels
_SIDES = (("forts", "points forts"), ("faibles", "points à renforcer"), ("remarques", "remarques"))


def _dossiers(store: Store, where: str | None) -> set[bytes] | None:
    return None if not where else set(queries.list_ids(store.reader, tree_of(where, store.author)))


def _form(out: Path) -> str:
    return out.suffix.lstrip(".").lower()


def _only(out: Path, form: str) -> Path:
    if _form(out) != form:
        raise Refusal(f"« {out.name} » : ce papier s’écrit dans un fichier .{form}.")
    return out


def convention(args: Namespace) -> Answer:
    out = Path(args.out)
    with open_store(args.db) as store:
        key = dossier_key(store, args.number)
        content, faults = convention_file(
            store.reader, key, letter_models(store.reader), dt.date.today(), _form(out)
        )
        write_whole(out, content)
        left(store, "Convention", out, (key,))
    lines = [f"Convention du dossier {args.number} dans {out}."]
    lines += [f"Avant de partir : {fault}" for fault in faults]
    return {"file": str(out), "faults": faults}, lines, []


def conventions(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        made = store.do(prepare_conventions, dossiers=_dossiers(store, args.where)).value
        rows = {row.id: row for row in queries.outbox(store.reader)}
        numbers = [rows[key].dossier for key in made]
    words = plural(len(numbers), "convention préparée", "conventions préparées")
    return {"dossiers": numbers}, [*numbers, f"{len(numbers)} {words}."], []


def feedback(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        key = dossier_key(store, args.number, to_read=not args.prepare)
        told = what_leaves(store.reader, key)
        if args.prepare and not told.blockers:
            store.do(prepare_feedback, dossier=key)
    lines = []
    for group in told.groups:
        for side, words in _SIDES:
            if group[side]:
                lines += [f"{group['nom']}, {words} :", *(f"  – {text}" for text in group[side])]
    if args.prepare and not told.blockers:
        lines.append("Le retour est dans la boîte d’envoi.")
    return {"groups": told.groups, "blockers": told.blockers}, lines, told.blockers


def _posted(args: Namespace, make: Callable[[Store, list[Post]], bytes], what: tuple[str, ...]) -> Answer:
    out = _only(Path(args.out), "pdf")
    with open_store(args.db) as store:
        posts = chosen(
            store.reader, letter_models(store.reader), dt.date.today(), _dossiers(store, args.where)
        )
        found, faults = addresses(posts)
        if not found:
            raise Refusal(" ".join(faults))
        write_whole(out, make(store, posts))
        left(store, f"{len(found)} {plural(len(found), *what)}", out)
    answer = {"file": str(out), "addresses": len(found), "faults": faults}
    return answer, [f"{len(found)} {plural(len(found), *what)} dans {out}.", *faults], []


def slips_(args: Namespace) -> Answer:
    return _posted(args, lambda _store, posts: slips(posts, dt.date.today()), ("bordereau", "bordereaux"))


def labels_(args: Namespace) -> Answer:
    def make(store: Store, posts: list[Post]) -> bytes:
        formats = label_formats(store.reader)
        name = args.format or next(iter(formats))
        if name != DL and name not in formats:
            known = ", ".join(f"{code} ({form.title})" for code, form in formats.items())
            raise Refusal(f"La planche « {name} » n’est pas connue. Celles qui le sont : {known} ; {DL}.")
        found = addresses(posts)[0]
        if name == DL:
            return envelopes(store.reader, found, dt.date.today())
        return labels(found, formats[name], dt.date.today(), args.first)

    return _posted(args, make, ("enveloppe",) if args.format == DL else ("étiquette",))


def accountant(args: Namespace) -> Answer:
    out = _only(Path(args.out), "xlsx")
    with open_store(args.db) as store:
        dossiers = _dossiers(store, args.where)
        write_whole(out, accountant_book(store.reader, dossiers))
        left(store, "Liste pour le comptable, avec les comptes", out, sorted(dossiers or ()))
        found = payments(store.reader, dossiers)[1]
    flagged = [payment.row.number for payment in found if payment.faults]
    words = plural(len(found), "subvention")
    told = f"{len(found)} {words} dans {out}, dont {len(flagged)} à vérifier."
    lines = [told, "Cette liste porte les comptes bancaires : elle ne va qu’au comptable."]
    return {"file": str(out), "dossiers": len(found), "flagged": flagged}, lines, []


def register(args: Namespace) -> Answer:
    out = Path(args.out)
    with open_store(args.db) as store:
        write_whole(
            out, register_paper(store.reader, letter_models(store.reader), dt.date.today(), _form(out))
        )
        left(store, "Registre des courriers", out)
        count = len(queries.register(store.reader))
    return {"file": str(out), "letters": count}, [f"{count} {plural(count, 'courrier')} dans {out}."], []
