"""Two contradictory decisions on one dossier are impossible, whichever way one comes to it."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from db import queries
from db.models import Committee
from db.store import Store
from db.undo import CannotUndo
from desktop.flow.batch import carry_out, plan, targets
from desktop.flow.decide import CannotDecide, decide, reopen
from desktop.flow.notify import issue, prepare_decided
from desktop.flow.separate import separate
from desktop.flow.unite import CannotUnite, unite_dossiers
from desktop.letters.letter import make
from desktop.letters.template import load
from desktop.paths import resources
from desktop.rules.batch import Wish
from tests.office import application, bring

DAY = dt.date(2026, 3, 12)


def two(store: Store) -> tuple[bytes, bytes]:
    one, other = (i.dossier for i in bring(store, application("26500001"), application("26500002")))
    assert one is not None and other is not None
    return one, other


def session_of(store: Store, code: str, state: str) -> bytes:
    """A session of the committee in this state."""

    def held(session: Session) -> bytes:
        row = Committee(code=code, name="Séance d’essai", held_on=DAY, state=state)
        session.add(row)
        session.flush()
        return row.id

    return bytes(store.do(held).value)


def set_state(store: Store, key: bytes, state: str) -> None:
    def change(session: Session) -> None:
        session.get_one(Committee, key).state = state

    store.do(change)


def refuse(store: Store, key: bytes, **more: object) -> None:
    store.do(decide, dossier=key, outcome="refused", reasons=["HORS_QPV"], **more)


def grant(store: Store, key: bytes, cents: int = 5_000_00, **more: object) -> None:
    funder = queries.funders(store.reader)[0].id
    store.do(decide, dossier=key, outcome="granted", amounts={funder: cents}, **more)


def outcome(store: Store, key: bytes) -> str | None:
    found = queries.decision(store.reader, key)
    return found.outcome if found else None


def test_what_a_closed_session_decided_is_changed_by_reopening_alone(store: Store) -> None:
    one, _ = two(store)
    held = session_of(store, "S2026-01", "running")
    grant(store, one, committee=held)
    set_state(store, held, "closed")
    with pytest.raises(CannotDecide, match="S2026-01 du 12/03/2026"):
        refuse(store, one)
    with pytest.raises(CannotDecide):
        refuse(store, one, committee=session_of(store, "S2026-02", "running"))
    rows = plan(store, store.reader, {one: Wish("decide", outcome="refused", reasons=("HORS_QPV",))})
    assert "déjà décidé" in rows[0].blocker
    assert store.do(carry_out, targets=targets(rows, store.reader)).value.done == []
    assert outcome(store, one) == "partial"
    store.do(reopen, dossier=one, reason="Le comité est revenu sur son avis")
    refuse(store, one)
    assert outcome(store, one) == "refused"
    store.undo()
    store.undo()  # the reopening: the decision of the session stands again, and is held as before
    with pytest.raises(CannotDecide):
        refuse(store, one)


def test_the_same_session_once_reopened_decides_again(store: Store) -> None:
    one, _ = two(store)
    held = session_of(store, "S2026-01", "running")
    grant(store, one, committee=held)
    set_state(store, held, "closed")
    set_state(store, held, "running")
    refuse(store, one, committee=held)
    assert outcome(store, one) == "refused"


def test_of_two_united_dossiers_the_one_that_goes_on_is_decided(store: Store) -> None:
    kept, gone = two(store)
    merging = store.do(unite_dossiers, kept=kept, gone=gone).value
    with pytest.raises(CannotDecide, match="réuni avec"):
        refuse(store, gone)
    with pytest.raises(ValueError, match="pas de décision"):
        store.do(reopen, dossier=gone, reason="Essai")
    grant(store, kept)
    assert (outcome(store, kept), outcome(store, gone)) == ("partial", None)
    store.do(separate, merging=merging)
    refuse(store, gone)  # two dossiers again, each with its own
    with pytest.raises(CannotUnite, match="deux décisions différentes"):
        store.do(unite_dossiers, kept=kept, gone=gone)


def test_a_united_dossier_cannot_take_the_place_of_a_decided_one(store: Store) -> None:
    kept, gone = two(store)
    grant(store, gone)
    with pytest.raises(CannotUnite, match="gardez"):
        store.do(unite_dossiers, kept=kept, gone=gone)


def test_a_decision_that_left_is_neither_replaced_nor_undone(store: Store) -> None:
    one, _ = two(store)
    grant(store, one)
    (letter,) = store.do(prepare_decided, dossiers=[one]).value
    store.do(issue, letter=letter, templates=load(resources() / "letters"), make=make)
    with pytest.raises(CannotDecide, match="notifiée"):
        refuse(store, one)
    with pytest.raises(CannotUndo):
        store.undo()
    rows = plan(store, store.reader, {one: Wish("decide", outcome="refused", reasons=("HORS_QPV",))})
    assert "notifiée" in rows[0].blocker


def test_one_file_that_says_two_things_says_nothing(store: Store) -> None:
    one, _ = two(store)
    number = queries.head(store.reader, one).number  # type: ignore[union-attr]
    from desktop.flow.batch_file import plan_file

    table = store.path.with_name("deux.csv")
    table.write_text(
        f"numéro;décision;montant;motif\n{number};accord;10;\n26500001;refus;;HORS_QPV\n", "utf-8"
    )
    assert [bool(row.blocker) for row in plan_file(store, store.reader, table)] == [True, True]
