"""What the reference scenario has two quarter offices do: edits, notes, removals, some on the same fields."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from db import models as m
from db.keys import new_key
from db.store import Store, give_reason, use_case
from tests.apart.proofs.city import AT, sentence
from tests.apart.proofs.ledger import Ledger

MODELS: dict[str, Any] = {
    model.__tablename__: model
    for model in (
        m.Dossier,
        m.Amount,
        m.Mark,
        m.Annotation,
        m.Opinion,
        m.Decision,
        m.Piece,
        m.Score,
        m.Applicant,
        m.Envelope,
    )
}


@use_case("Modifier")
def edit(session: Session, *, ent: str, rid: bytes, column: str, value: Any) -> None:
    give_reason(session, "travail de la preuve")  # asked after a milestone
    setattr(session.get_one(MODELS[ent], rid), column, value)


@use_case("Créer")
def make(session: Session, *, ent: str, rid: bytes, values: dict[str, Any]) -> None:
    session.add(MODELS[ent](id=rid, **values))


@use_case("Retirer")
def remove(session: Session, *, ent: str, rid: bytes) -> None:
    give_reason(session, "travail de la preuve")
    session.delete(session.get_one(MODELS[ent], rid))


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much of each the scenario asks: the full one is that of offline.md."""

    dossiers: int
    edits: int
    notes: int
    same_rows: int
    same_fields: int
    removals: int


FULL = Amounts(2000, 300, 200, 50, 20, 10)
SHORT = Amounts(60, 60, 40, 25, 20, 10)

# Fields that never merge by words: two different values are a disagreement, whatever was there.
FIELDS = (
    ("amount", "proposed"), ("dossier", "stage"), ("dossier", "title"), ("dossier", "asked"),
    ("opinion", "value"), ("decision", "act"), ("score", "value"), ("piece", "label"),
)  # fmt: skip
OTHER = {  # beside each of them, another field of the same row
    "amount": "voted", "dossier": "place", "opinion": "origin", "decision": "author", "score": "reason",
    "piece": "name",
}  # fmt: skip


class Hand:
    """One place at work: each change goes through its store and into the ledger."""

    def __init__(self, store: Store, ledger: Ledger, seed: int) -> None:
        self.store, self.ledger, self.rng = store, ledger, random.Random(seed)

    def value(self, ent: str, column: str) -> Any:
        """Nobody else's: each place draws from its own range."""
        site, tick = self.store.site, self.rng.randrange(1_000_000)
        if (ent, column) in (("score", "value"),):
            return sum(site.encode()) % 97 * 10_000_000 + tick
        if column in ("proposed", "voted", "asked"):
            return sum(site.encode()) % 97 * 100_000_000 + tick * 100
        if column == "stage":
            return f"étape {site} {tick}"
        return f"{site} {tick} {sentence(self.rng, 4)}"

    def edit(self, ent: str, rid: bytes, column: str, value: Any = None) -> Any:
        value = self.value(ent, column) if value is None else value
        self.store.do(edit, ent=ent, rid=rid, column=column, value=value)
        self.ledger.write(self.store.site, ent, rid, column, value)
        return value

    def note(self, dossier: bytes) -> bytes:
        rid = new_key()
        values = {
            "dossier_id": dossier,
            "place": "dossier",
            "text": sentence(self.rng),
            "author": self.store.author,
        }
        self.store.do(make, ent="annotation", rid=rid, values={**values, "at": AT})
        self.ledger.make("annotation", rid, **values)
        return rid

    def remove(self, ent: str, rid: bytes) -> None:
        self.store.do(remove, ent=ent, rid=rid)
        self.ledger.remove(ent, rid)


def cells(store: Store, count: int, rng: random.Random) -> list[tuple[str, bytes, str]]:
    """That many cells, each of a row of its own, spread over the fields."""
    pools = {}
    for ent in dict.fromkeys(ent for ent, _ in FIELDS):
        pools[ent] = [bytes(row[0]) for row in store.reader.execute(f"SELECT id FROM {ent} ORDER BY id")]
        rng.shuffle(pools[ent])
    drawn: list[tuple[str, bytes, str]] = []
    turn = 0
    while len(drawn) < count:
        ent, column = FIELDS[turn % len(FIELDS)]
        turn += 1
        if pools[ent]:
            drawn.append((ent, pools[ent].pop(), column))
    return drawn


def work_apart(a: Hand, b: Hand, amounts: Amounts, seed: int = 5) -> list[tuple[str, bytes, str]]:
    """A and B each edit, note and (B) remove; returns the cells that both wrote."""
    rng = random.Random(seed)
    drawn = cells(a.store, 2 * amounts.edits - amounts.same_rows, rng)
    mine, theirs = drawn[: amounts.edits], drawn[amounts.edits :]
    for cell in mine:
        a.edit(*cell)
    same = mine[: amounts.same_fields]
    beside = [(ent, rid, OTHER[ent]) for ent, rid, _ in mine[amounts.same_fields : amounts.same_rows]]
    for cell in (*same, *beside, *theirs):
        b.edit(*cell)
    dossiers = [bytes(row[0]) for row in a.store.reader.execute("SELECT id FROM dossier ORDER BY id")]
    for hand in (a, b):
        for _ in range(amounts.notes):
            hand.note(rng.choice(dossiers))
    notes = [
        bytes(r[0])
        for r in b.store.reader.execute("SELECT id FROM annotation WHERE author = 'B. Modèle' ORDER BY id")
    ]
    for rid in rng.sample(notes, amounts.removals):
        b.remove("annotation", rid)
    return same
