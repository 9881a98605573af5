"""`members`, `link`, `waves`, `refile`: what ties dossiers and those who carry them, from a terminal."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from db import queries
from db.queries import links as tied
from db.queries import together as rows
from db.queries.call_waves import WaveRow, waves_of
from db.store import Store
from desktop.flow.links import link, unlink
from desktop.flow.links_told import first_words, proposals
from desktop.flow.project_view import project_of
from desktop.flow.refile import refile
from desktop.flow.waves import misplaced, of_row
from desktop.rules import links as rules
from desktop.rules.folding import fold
from desktop.rules.money import euros
from desktop.rules.together import ROLES, look
from desktop.rules.waves import KINDS, faults
from desktop.terminal.office import Refusal, day_words, dossier_key, euros_text, open_store

Answer = tuple[Any, list[str], list[str]]


def members_(args: Namespace) -> Answer:
    """Who carries a project, each one's column, the split of every funder, what does not balance."""
    with open_store(args.db) as store:
        key = dossier_key(store, args.number, to_read=True)
        project = project_of(store.reader, key)
        if project is None:
            raise Refusal(f"Le dossier {args.number} n’est pas une proposition coordonnée.")
        members = rows.members(store.reader, key)
        lines, parts = rows.lines(store.reader, key), rows.parts(store.reader, key)
    told, said = [], []
    for row in members:
        mine = [line for line in lines if line.member_id == row.id]
        sums = {
            side: sum(line.amount or 0 for line in mine if line.side == side)
            for side in ("charge", "product")
        }
        shares = [part for part in parts if part.member_id == row.id]
        told.append(
            {
                "name": row.name, "siret": row.siret, "role": row.role, "task": row.task,
                "quarters": row.quarters.split(), "agreed_on": row.agreed_on, "left_on": row.left_on,
                "charges": euros_text(sums["charge"]), "products": euros_text(sums["product"]),
                "lines": [_line(line, members) for line in mine],
                "shares": [_share(part) for part in shares],
            }
        )  # fmt: skip
        voted = sum(part.voted or 0 for part in shares)
        asked = sum(part.asked or 0 for part in shares)
        said.append(
            f"{ROLES[row.role]:<13} {row.name} : budget {euros(sums['charge'])}, demandé {euros(asked)}, "
            f"voté {euros(voted)}"
        )
    found = look(project)
    said += [f"{'!' if one.level == 'bad' else '-'} {one.sentence}" for one in found]
    answer = {
        "number": args.number, "members": told, "regrant": project.regrant, "balanced": not found,
        "findings": [{"code": one.code, "level": one.level, "sentence": one.sentence} for one in found],
    }  # fmt: skip
    return answer, said, []


def _line(line: rows.LineRow, members: list[rows.MemberRow]) -> dict[str, Any]:
    to = next((row.name for row in members if row.id == line.to_member_id), None)
    return {
        "side": line.side, "account": line.account, "label": line.label, "amount": euros_text(line.amount),
        "with": to, "funder": line.funder,
    }  # fmt: skip


def _share(part: rows.PartRow) -> dict[str, Any]:
    cents = {name: euros_text(getattr(part, name)) for name in ("asked", "proposed", "voted")}
    return {"funder": part.funder, **cents}


def link_(args: Namespace) -> Answer:
    """Tie two dossiers, untie them, or tell those of one and the renewals that show."""
    with open_store(args.db) as store:
        key = dossier_key(store, args.number, to_read=args.other is None)
        if args.other is None:
            return _links(store, key)
        other = dossier_key(store, args.other)
        if not args.undo:
            store.do(link, dossier=key, other=other, kind=args.kind, comment=args.comment)
            said = f"{args.number} et {args.other} : {rules.KINDS[args.kind].lower()}."
            return {"number": args.number, "other": args.other, "kind": args.kind}, [said], []
        found = [row for row in tied.links(store.reader, key) if row.other == other and row.kind == args.kind]
        if not found:
            raise Refusal(f"{args.number} et {args.other} ne sont pas liés ainsi.")
        store.do(unlink, link=found[0].id)
    return {"number": args.number, "other": args.other, "undone": True}, ["Lien défait."], []


def _links(store: Store, key: bytes) -> Answer:
    found, seen = tied.links(store.reader, key), proposals(store.reader, key)
    told = [
        {
            "kind": row.kind,
            "number": row.number,
            "title": row.title,
            "year": row.year,
            "later": bool(row.later),
        }
        for row in found
    ]
    said = [
        f"{rules.SENTENCES[row.kind][not row.later]} {row.number} « {row.title} » ({row.year})"
        for row in found
    ]
    said += [f"? reconduit peut-être {end.number} « {end.title} » ({end.year})" for end in seen]
    first = first_words(store.reader, key)
    answer = {"links": told, "proposed": [end.number for end in seen], "first": first}
    return answer, [*([first[0].upper() + first[1:]] if first else []), *(said or ["Aucun lien."])], []


def waves_(args: Namespace) -> Answer:
    """The waves of a call: dates by kind of applicant, what is odd, dossiers that another one would hold."""
    with open_store(args.db) as store:
        call = _call(store, args.call)
        found = waves_of(store.reader, call)
        odd = faults([of_row(row) for row in found])
        lost = misplaced(store.reader, call)
    told, said = [], []
    for row in found:
        days = {kind: day.isoformat() for kind, day in of_row(row).closings.items()}
        told.append(
            {
                "rank": row.rank, "title": row.title, "opens_on": row.opens_on, "closes_on": row.closes_on,
                "closings": days, "decides_on": row.decides_on, "dossiers": row.dossiers,
                "asked": euros_text(row.asked),
            }
        )  # fmt: skip
        closes = ", ".join(f"{KINDS[kind]} {day_words(day)}" for kind, day in days.items())
        said.append(
            f"V{row.rank} {row.title} : {closes or day_words(row.closes_on)} ; comité "
            f"{day_words(row.decides_on)} ; {row.dossiers} dossiers"
        )
    said += [f"{'!' if one.level == 'bad' else '-'} {one.sentence}" for one in odd]
    said += [
        f"? {one.number} est en {one.wave.lower()}, sa date le met en {one.better_title.lower()}"
        for one in lost
    ]
    answer = {
        "waves": told, "findings": [one.sentence for one in odd],
        "misplaced": [{"number": one.number, "wave": one.better_title} for one in lost],
    }  # fmt: skip
    return answer, said or ["Cet appel n’a pas de vague."], []


def _call(store: Store, words: str) -> bytes:
    calls, wanted = queries.calls(store.reader), fold(words)
    exact = [row for row in calls if wanted in (fold(row.code), fold(row.title))]
    general = [row for row in calls if words == str(row.year)]
    if not exact and len(general) > 1:
        general = [row for row in general if row.kind == "general"]
    near = exact or general or [row for row in calls if wanted in fold(row.title)]
    if len(near) != 1:
        known = ", ".join(row.code for row in calls)
        raise Refusal(f"« {words} » ne désigne pas un seul appel. Codes : {known}.")
    return near[0].id


def refile_(args: Namespace) -> Answer:
    """Copy a dossier that got nothing into a later wave."""
    with open_store(args.db) as store:
        key = dossier_key(store, args.number)
        wave = _wave(store, key, args.wave)
        made = store.do(refile, dossier=key, wave=wave.id).value
        head = queries.head(store.reader, made)
        words = first_words(store.reader, made)
    assert head is not None  # it was just made
    told = {"number": head.number, "first": args.number, "wave": wave.title}
    return told, [f"{args.number} est déposé de nouveau : dossier {head.number}, {words}."], []


def _wave(store: Store, dossier: bytes, words: str) -> WaveRow:
    row = store.reader.execute("SELECT call_id FROM dossier WHERE id = ?", (dossier,)).fetchone()
    found = waves_of(store.reader, row[0])
    for one in found:
        if fold(words) in (f"v{one.rank}", str(one.rank), fold(one.title)):
            return one
    known = ", ".join(f"V{one.rank} ({one.title})" for one in found)
    raise Refusal(f"La vague « {words} » n’est pas de cet appel : {known or 'il n’en a pas'}.")
