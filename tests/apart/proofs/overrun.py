"""Test 23: each office stays within the envelope; together they overrun it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from db.queries.money import EnvelopeRow, envelopes
from db.store import Store
from desktop.flow.order_of_day import make_agenda
from desktop.flow.pack import Wish, prepare
from desktop.rules.envelopes import rest_words
from tests.apart.proofs.city import HUB
from tests.apart.proofs.exchange import down, offices, up
from tests.apart.proofs.proof import Proof, Scale, Tell
from tests.session import sit

A, B = "Antenne Étouvie", "Antenne Nord"
DOSSIERS = 60
DAY = dt.date(2026, 3, 1)


def purse(store: Store) -> EnvelopeRow:
    """The envelope that the amounts of the city count in."""
    return max((row for row in envelopes(store.reader) if row.id is not None), key=lambda row: row.counted)


def overrun(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 23: 10 000 € are left; A proposes 6 000 € more, B too."""
    with offices(folder, (A, B), DOSSIERS) as made:
        hub = made.hand(HUB)
        session = sit(made.hub)
        made.hub.do(make_agenda, committee=session, query="étape:prêt")
        row = purse(made.hub)
        assert row.id is not None
        hub.edit("envelope", row.id, "amount", row.amount - row.left + 10_000_00)
        for store in made.stations.values():
            down(made.hub, store)
        printed = prepare(made.hub.reader, made.hub.files, session, Wish(), DAY).edition.version
        query = (
            "SELECT m.id, m.proposed FROM amount m JOIN item i ON i.dossier_id = m.dossier_id "
            "WHERE m.funder_id = ? ORDER BY m.id"
        )
        amounts = made.hub.reader.execute(query, (row.funder_id,)).fetchall()
        alone = []
        for name, (rid, proposed) in zip((A, B), amounts, strict=False):
            made.hand(name).edit("amount", bytes(rid), "proposed", proposed + 6_000_00)
            alone.append(purse(made.stations[name]).left)
        for name in (A, B):
            up(made.stations[name], made.hub)
        for name in (A, B):
            down(made.hub, made.stations[name])
        after = [purse(store) for store in made.all]
        shown = {rest_words(each.left) for each in after}
        why = ""
        try:
            prepare(made.hub.reader, made.hub.files, session, Wish(), DAY)
        except ValueError as refusal:
            why = str(refusal)
        forced = prepare(made.hub.reader, made.hub.files, session, Wish(forced=True), DAY).edition.version
        lost = made.faults()
    tell(f"{shown}; {why}")
    found = (
        f"left alone: {alone[0] // 100:,} € and {alone[1] // 100:,} €; after the merge {after[0].left // 100:,} € at "
        f"{len({each.left for each in after}) == 1 and len(after)} bases, told « {shown.copy().pop()[0]} »; the pack "
        f"printed before is refused with its reason: {'dépassée' in why}; forced, it is printed"
    )
    held = min(alone) >= 0 and {each.left for each in after} == {-2_000_00} and "dépassée" in why
    held = held and {tone for _, tone in shown} == {"bad"} and not lost and printed >= 1 and forced >= 1
    return Proof(23, "Overrun by merge", "alert shown, pack blocked", found, held)


PROOFS = {23: overrun}
