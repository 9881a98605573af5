"""Tests 11 to 14: edited and removed, the same thing twice, a stale form, two settlings."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.merge.settle import settle
from db.store import Store, use_case
from desktop.flow.annotate import mark
from desktop.flow.decide import decide
from desktop.flow.pieces import add_piece
from desktop.flow.score import score
from tests.apart.proofs.exchange import Offices, down, offices, sync, up
from tests.apart.proofs.ledger import proposals
from tests.apart.proofs.proof import Proof, Scale, Tell
from tests.apart.proofs.work import edit, remove

A, B = "Antenne Étouvie", "Antenne Nord"
DOSSIERS = 60


def keys(store: Store, ent: str, count: int, where: str = "1") -> list[bytes]:
    query = f"SELECT id FROM {ent} WHERE {where} ORDER BY id LIMIT {count}"
    return [bytes(row[0]) for row in store.reader.execute(query)]


def exchanged(made: Offices, first: str) -> None:
    """Both up, `first` before the other; both down; once more, as nothing is left to send."""
    second = B if first == A else A
    for name in (first, second):
        up(made.stations[name], made.hub)
    for name in (first, second):
        down(made.hub, made.stations[name])


@use_case("Retirer une évaluation")
def remove_assessment(session: Session, *, rid: bytes) -> None:
    for row in session.query(m.Score).filter_by(assessment_id=rid):
        session.delete(row)
    session.flush()
    session.delete(session.get_one(m.Assessment, rid))


@use_case("Ajouter une note")
def add_score(session: Session, *, rid: bytes, assessment: bytes, dossier: bytes, criterion: bytes) -> None:
    session.add(
        m.Score(id=rid, dossier_id=dossier, assessment_id=assessment, criterion_id=criterion, value=4)
    )


def removed(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 11: A edits what B removes, five times with A's lot first, five with B's; and a child is added."""
    surfaced, kept, children, digests = 0, 0, 0, set()
    for first in (A, B):
        with offices(folder / first, (A, B), DOSSIERS) as made:
            a, b = made.stations[A], made.stations[B]
            notes = keys(a, "annotation", 5)
            for rid in notes:
                made.hand(A).edit("annotation", rid, "text", f"réécrit {rid.hex()}")
                b.do(remove, ent="annotation", rid=rid)
            (assessment,) = keys(a, "assessment", 1)
            new = _child_of_what_goes(a, b, assessment)
            exchanged(made, first)
            for store in made.all:
                shown = proposals(store.reader, "deletion")
                surfaced += sum(("annotation", rid, "") in shown for rid in notes)
                kept += 5 - len(made.ledger.lost(store.reader))
                children += _stands(store, assessment, new)
            digests.add(len(made.digests()))
            tell(f"{first} first: {surfaced} shown so far")
    found = f"{surfaced} of 30 shown, {kept} of 30 rows stand with their edit, "
    found += f"{children} of 6 children stand with their parent, bases equal: {digests == {1}}"
    held = (surfaced, kept, children, digests) == (30, 30, 6, {1})
    return Proof(11, "Edited here, removed there", "all surfaced, no row lost", found, held)


def _child_of_what_goes(a: Store, b: Store, assessment: bytes) -> bytes:
    dossier, used = a.reader.execute(
        "SELECT e.dossier_id, group_concat(hex(s.criterion_id)) FROM assessment e JOIN score s "
        "ON s.assessment_id = e.id WHERE e.id = ?",
        (assessment,),
    ).fetchone()
    criterion = next(key for key in keys(a, "criterion", 99) if key.hex().upper() not in used)
    new = key_of("proof-score", assessment)
    a.do(add_score, rid=new, assessment=assessment, dossier=dossier, criterion=criterion)
    b.do(remove_assessment, rid=assessment)
    return new


def _stands(store: Store, assessment: bytes, child: bytes) -> int:
    shown = proposals(store.reader, "orphan")
    told = any(rid == child for _, rid, _ in shown)
    query = "SELECT 1 FROM score s JOIN assessment e ON e.id = s.assessment_id WHERE s.id = ? AND e.id = ?"
    return int(told and store.reader.execute(query, (child, assessment)).fetchone() is not None)


PDF = b"%PDF-1.4\n% le meme fichier remis deux fois\n%%EOF\n"


def twice(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 12: both decide on the same dossier, mark and score it, and receive the same file."""
    with offices(folder, (A, B), DOSSIERS) as made:
        a, b = made.stations[A], made.stations[B]
        (dossier,) = keys(a, "dossier", 1, "id NOT IN (SELECT dossier_id FROM decision)")
        _decide_apart(a, b, dossier)
        (challenge,), (criterion,) = keys(a, "challenge", 1), keys(a, "criterion", 1)
        for store, level in ((a, 3), (b, 1)):
            store.author = "Mme Exemple"  # the same person on two computers
            store.do(mark, dossier=dossier, challenge=challenge, level=level, reason=store.site)
            store.do(score, dossier=dossier, criterion=criterion, value=level, reason=store.site)
            store.do(add_piece, dossier=dossier, name=f"statuts {store.site}.pdf", content=PDF)
        exchanged(made, A)
        counted = {store.site: _counts(store, dossier) for store in made.all}
        equal = len(made.digests()) == 1
        blobs = {sum(path.is_file() for path in store.files.rglob("*")) for store in (a, b)}
    for site, counts in counted.items():
        tell(f"{site}: {counts}")
    one = next(iter(counted.values()))
    found = (
        f"{one[0]} decision row with {one[1]} field conflicts, {one[2]} mark row with {one[4]}, "
        f"{one[3]} score row with {one[5]}; {one[6]} file row, {one[7]} mentions, {max(blobs)} content; "
        f"bases equal: {equal}"
    )
    held = all(counts == one for counts in counted.values()) and equal and blobs == {1}
    held = (
        held
        and one[0] == one[2] == one[3] == one[6] == 1
        and min(one[1], one[4], one[5]) >= 1
        and one[7] == 2
    )
    return Proof(12, "The same thing twice", "1 row + field conflicts; 1 blob", found, held)


def _decide_apart(a: Store, b: Store, dossier: bytes) -> None:
    (funder,) = a.reader.execute(
        "SELECT funder_id FROM amount WHERE dossier_id = ? AND asked IS NOT NULL", (dossier,)
    ).fetchone()
    (reason,) = a.reader.execute("SELECT code FROM reason WHERE outcomes LIKE '%refused%'").fetchone()
    day = dt.date(2026, 3, 12)
    a.do(decide, dossier=dossier, outcome="granted", amounts={funder: 1_500_00}, decided_on=day)
    b.do(decide, dossier=dossier, outcome="refused", reasons=[reason], comment="Hors champ.", decided_on=day)


def _counts(store: Store, dossier: bytes) -> tuple[int, ...]:
    def count(query: str) -> int:
        return int(store.reader.execute(query, (dossier,)).fetchone()[0])

    def open_on(ent: str) -> int:
        natures = ("values", "reread")
        shown = {cell for nature in natures for cell in proposals(store.reader, nature)}
        return sum(table == ent for table, _, _ in shown)

    return (
        count("SELECT count(*) FROM decision WHERE dossier_id = ?"),
        open_on("decision"),
        count("SELECT count(*) FROM mark WHERE dossier_id = ?"),
        count("SELECT count(*) FROM score s JOIN assessment e ON e.id = s.assessment_id "
              "WHERE s.dossier_id = ? AND e.author = 'Mme Exemple'"),
        open_on("mark"),
        open_on("score"),
        count(f"SELECT count(*) FROM file WHERE size = {len(PDF)} AND ? IS NOT NULL"),
        count("SELECT count(*) FROM piece WHERE dossier_id = ? AND name LIKE 'statuts A%.pdf'"),
    )  # fmt: skip


def stale(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 13: a form that had read before an import gives its values back after it."""
    with offices(folder, (A,), DOSSIERS) as made:
        a = made.stations[A]
        dossier, other = keys(a, "dossier", 2)
        opened = a.position
        made.hand("Hôtel de ville").edit("dossier", dossier, "asked", 1_200_00)
        down(made.hub, a)
        a.do(edit, seen=opened, ent="dossier", rid=dossier, column="asked", value=1_500_00)
        at_once = proposals(a.reader).get(("dossier", dossier, "asked"), [])
        a.do(edit, seen=opened, ent="dossier", rid=other, column="asked", value=900_00)
        quiet = len(proposals(a.reader))
        sync(made)
        everywhere = [proposals(store.reader).get(("dossier", dossier, "asked"), []) for store in made.all]
        equal = len(made.digests()) == 1
    both = [1_200_00, 1_500_00]
    right = sum(sorted(values) == both for values in everywhere)
    found = (
        f"conflict at once with both values: {sorted(at_once) == both}; {quiet} open, none on an untouched "
    )
    found += f"field; after exchange at {right} of 2 bases, equal: {equal}"
    held = sorted(at_once) == both and quiet == 1 and right == 2 and equal
    return Proof(13, "Stale form", "conflict at once", found, held)


def settled(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 14: a disagreement settled in two ways, apart; then settled once for all."""
    with offices(folder, (A, B), DOSSIERS) as made:
        a, b = made.stations[A], made.stations[B]
        (dossier,) = keys(a, "dossier", 1)
        cell = ("dossier", dossier, "asked")
        for store, value in ((a, 1_000_00), (b, 2_000_00)):
            store.do(edit, ent="dossier", rid=dossier, column="asked", value=value)
        exchanged(made, A)
        first = [proposals(store.reader).get(cell, []) for store in made.all]
        why = {a: "Le devis fait foi.", b: "Le courrier fait foi."}
        for store, value in ((a, 1_000_00), (b, 2_000_00)):
            _settle(store, dossier, value, why[store])
        cleared = [len(proposals(store.reader)) for store in (a, b)]
        exchanged(made, B)
        again = [proposals(store.reader).get(cell, []) for store in made.all]
        reasons = [_reasons(store, dossier) for store in made.all]
        _settle(a, dossier, 1_750_00, "Vu avec l’association.")
        sync(made)
        left = [len(proposals(store.reader)) for store in made.all]
        values = {
            store.reader.execute("SELECT asked FROM dossier WHERE id = ?", (dossier,)).fetchone()[0]
            for store in made.all
        }
        equal = len(made.digests()) == 1
    one = [sorted(values) == [1_000_00, 2_000_00] for values in (*first, *again)]
    kept = sum(set(why.values()) <= told for told in reasons)
    found = (
        f"settled apart: {cleared} left open at each; after exchange 1 conflict at {sum(one[3:])} of 3 "
        f"bases, both reasons kept at {kept} of 3; settled once more: {left} open, one value: "
        f"{values == {1_750_00}}, equal: {equal}"
    )
    held = (
        all(one) and cleared == [0, 0] and kept == 3 and left == [0, 0, 0] and values == {1_750_00} and equal
    )
    return Proof(14, "Settled differently", "1 re-conflict, both reasons kept", found, held)


def _settle(store: Store, dossier: bytes, value: Any, reason: str) -> None:
    store.do(settle, ent="dossier", rid=dossier, field="asked", value=value, reason=reason)


def _reasons(store: Store, dossier: bytes) -> set[str]:
    query = "SELECT reason FROM op WHERE ent = 'dossier' AND rid = ? AND reason <> ''"
    return {row[0] for row in store.reader.execute(query, (dossier,))}


PROOFS = {11: removed, 12: twice, 13: stale, 14: settled}
