"""Envelopes are made, changed, carried over, taken away in single steps; what makes no sense is refused."""

from __future__ import annotations

from typing import Any

import pytest

from db import queries
from db.queries.money import EnvelopeRow, envelopes, places
from db.store import Store
from desktop.flow.allocate import (
    carry_over,
    change_envelope,
    choose_envelope,
    make_envelope,
    remove_envelope,
    set_reserve,
)
from desktop.flow.decide import decide
from desktop.flow.funding import change_line
from desktop.flow.instruct import propose
from desktop.flow.interests import declare
from tests.office import application, bring


@pytest.fixture
def dossier(store: Store) -> bytes:
    bring(store, application())
    return queries.list_ids(store.reader)[0]


def funder(store: Store, code: str = "METROPOLE") -> bytes:
    return next(row.id for row in queries.funders(store.reader) if row.code == code)


def quarter(store: Store, short: str) -> bytes:
    return next(row.id for row in queries.quarters(store.reader) if short in (row.short, row.name))


def shown(store: Store, key: bytes | None) -> EnvelopeRow:
    return next(row for row in envelopes(store.reader) if row.id == key)


def wave_one(store: Store, code: str = "METROPOLE") -> bytes:
    found = next(
        row for row in envelopes(store.reader, 2026)
        if row.funder_code == code and row.wave_rank == 1 and row.call_code == "aap-2026"
    )  # fmt: skip
    assert found.id is not None
    return found.id


def make(store: Store, **told: Any) -> bytes:
    given = {"funder_id": funder(store), "year": 2026, "amount": 10_000_00, **told}
    made: bytes = store.do(make_envelope, told=given).value
    return made


def test_a_narrower_envelope_takes_over_and_gives_back_when_removed(store: Store, dossier: bytes) -> None:
    store.do(propose, dossier=dossier, amounts={funder(store): 3_000_00})
    assert shown(store, wave_one(store)).proposed == 3_000_00
    made = make(store, quarter_id=quarter(store, "Étouvie"))
    assert store.next_undo()[0] == "Créer l’enveloppe Amiens Métropole, 2026 · Étouvie"
    assert (shown(store, made).proposed, shown(store, made).left) == (3_000_00, 7_000_00)
    assert shown(store, wave_one(store)).proposed == 0
    store.do(remove_envelope, envelope=made)
    assert shown(store, wave_one(store)).proposed == 3_000_00


def test_a_decided_dossier_counts_by_its_votes_alone(store: Store, dossier: bytes) -> None:
    store.do(propose, dossier=dossier, amounts={funder(store): 3_000_00})
    store.do(decide, dossier=dossier, outcome="partial", amounts={funder(store): 2_500_00})
    row = shown(store, wave_one(store))
    assert (row.engaged, row.proposed, row.counted) == (2_500_00, 0, 1)
    assert row.free == row.left == row.amount - 2_500_00


def test_by_hand_an_amount_goes_where_it_is_told_and_back(store: Store, dossier: bytes) -> None:
    store.do(propose, dossier=dossier, amounts={funder(store): 3_000_00})
    made = make(store, title="Fonds d’initiative")
    store.do(choose_envelope, dossier=dossier, funder=funder(store), envelope=made)
    assert (shown(store, made).proposed, shown(store, made).bound) == (3_000_00, 1)
    assert [p.chosen for p in places(store.reader, dossier) if p.funder_id == funder(store)] == [True]
    with pytest.raises(ValueError, match="Un montant est placé dans cette enveloppe à la main"):
        store.do(remove_envelope, envelope=made)
    with pytest.raises(ValueError, match="financeur et sa nature ne changent plus"):
        store.do(change_envelope, envelope=made, changes={"funder_id": funder(store, "VILLE")})
    store.do(choose_envelope, dossier=dossier, funder=funder(store), envelope=None)
    assert shown(store, wave_one(store)).proposed == 3_000_00
    store.do(remove_envelope, envelope=made)


def test_an_amount_does_not_go_where_it_has_no_right(store: Store, dossier: bytes) -> None:
    def choose(envelope: bytes, code: str = "METROPOLE") -> None:
        store.do(choose_envelope, dossier=dossier, funder=funder(store, code), envelope=envelope)

    with pytest.raises(ValueError, match="autre financeur"):
        choose(wave_one(store, "VILLE"))
    with pytest.raises(ValueError, match="quartier que le dossier ne concerne pas"):
        choose(make(store, quarter_id=queries.quarters(store.reader)[2].id))
    with pytest.raises(ValueError, match="défi auquel le dossier ne répond pas"):
        choose(make(store, challenge_id=queries.challenges(store.reader)[0].id))
    with pytest.raises(ValueError, match="droit commun"):
        choose(make(store, common_law=True))
    with pytest.raises(ValueError, match="n’existe plus"):
        choose(b"0" * 16)
    store.do(declare, dossier=dossier, nature="membre du bureau")
    with pytest.raises(ValueError, match="vous est fermé"):
        choose(wave_one(store))


def test_what_is_left_is_carried_to_the_next_wave(store: Store, dossier: bytes) -> None:
    store.do(propose, dossier=dossier, amounts={funder(store): 3_000_00})
    first, second = wave_one(store), make(store, title="Reliquats")
    before = sum(row.left for row in envelopes(store.reader))
    held = shown(store, first).left
    assert store.do(carry_over, source=first, target=second).value == held
    assert (shown(store, first).left, shown(store, first).carried) == (0, -held)
    assert (shown(store, second).carried, shown(store, second).left) == (held, held + 10_000_00)
    assert sum(row.left for row in envelopes(store.reader)) == before
    with pytest.raises(ValueError, match="rien à reporter"):
        store.do(carry_over, source=first, target=second)
    with pytest.raises(ValueError, match="Il ne reste que"):
        store.do(carry_over, source=second, target=first, amount=held + 10_000_01)
    with pytest.raises(ValueError, match="elle-même"):
        store.do(carry_over, source=second, target=second)
    with pytest.raises(ValueError, match="même financeur"):
        store.do(carry_over, source=second, target=wave_one(store, "VILLE"))


def test_a_reserve_is_kept_apart(store: Store) -> None:
    made = make(store, carried=500_00)
    store.do(set_reserve, envelope=made, amount=2_500_00)
    assert "Réserve de 2\u202f500\u00a0€" in store.next_undo()[0]
    assert (shown(store, made).held, shown(store, made).left) == (8_000_00, 8_000_00)
    with pytest.raises(ValueError, match="dépasse ce que l’enveloppe contient"):
        store.do(set_reserve, envelope=made, amount=10_500_01)
    with pytest.raises(ValueError, match="négative"):
        store.do(set_reserve, envelope=made, amount=-1)


def test_what_makes_no_sense_is_refused_and_nothing_is_written(store: Store) -> None:
    before = envelopes(store.reader)
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"funder_id": None}, "Dites le financeur"),
        ({"amount": None}, "Dites le montant voté"),
        ({"amount": -1}, "ne peut pas être négatif"),
        ({"call_id": queries.calls(store.reader)[0].id, "year": 2031}, "est de 2026"),
        ({"colour": "bleu"}, "n’a pas de champ « colour »"),
    ]
    for told, sentence in wrong:
        with pytest.raises(ValueError, match=sentence):
            make(store, **told)
    wave = next(w for w in queries.waves(store.reader) if shown(store, wave_one(store)).wave_id == w.id)
    with pytest.raises(ValueError, match="même nom existe déjà"):
        make(store, wave_id=wave.id)
    assert envelopes(store.reader) == before


def test_a_change_keeps_what_it_does_not_name(store: Store) -> None:
    made = make(store, title="Micro-projets", comment="délibération de mars")
    store.do(change_envelope, envelope=made, changes={"amount": 12_000_00, "carried": 300_00})
    row = shown(store, made)
    assert (row.title, row.comment, row.held) == ("Micro-projets", "délibération de mars", 12_300_00)
    assert store.next_undo()[0] == "Changer l’enveloppe Amiens Métropole, Micro-projets · 2026"
    store.undo()
    assert shown(store, made).amount == 10_000_00


def test_droit_commun_is_counted_apart(store: Store, dossier: bytes) -> None:
    law = make(store, funder_id=funder(store, "VILLE"), common_law=True, amount=50_000_00)
    place = 1  # the city, in the plan read off the budget
    store.do(change_line, dossier=dossier, place=place, changes={"common_law": True, "status": "confirmed"})
    row = shown(store, law)
    assert (row.engaged, row.proposed, row.left) == (29_300_00, 0, 20_700_00)
    store.do(
        change_line, dossier=dossier, place=place, changes={"status": "announced", "answered": 10_000_00}
    )
    assert (shown(store, law).engaged, shown(store, law).proposed) == (0, 10_000_00)
    store.do(change_line, dossier=dossier, place=place, changes={"name": "Un organisme inconnu"})
    outside = [row for row in envelopes(store.reader) if row.outside]
    assert [(row.funder, row.common_law, row.proposed) for row in outside] == [("", True, 10_000_00)]
