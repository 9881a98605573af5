"""Pieces: dated, expired, settled, taken again from another dossier; each step can be undone."""

from __future__ import annotations

import datetime as dt

import pytest

from db import queries
from db.queries.shapes import PieceRow
from db.store import Store
from desktop.exchange.application import Applicant, Attachment
from desktop.flow.pieces import add_piece, date_piece, set_piece
from desktop.flow.reuse import offers, take_again, take_all_again
from tests.office import application, bring

TODAY = dt.date.today()
SAME = Applicant(name="Lire en Bas de Chez Soi", rna="W802900001", city="Amiens", postcode="80000")


def rows(store: Store, dossier: bytes, today: dt.date | None = None) -> dict[str, PieceRow]:
    return {row.kind: row for row in queries.pieces(store.reader, dossier, today)}


def two(store: Store) -> tuple[bytes, bytes]:
    """Last year's dossier with its statutes and its bank details, and this year's with nothing."""
    one, other = bring(store, application("1", applicant=SAME), application("2", applicant=SAME))
    assert one.dossier and other.dossier
    for name in ("Statuts.pdf", "RIB.pdf"):
        store.do(add_piece, dossier=one.dossier, name=name, content=name.encode())
    return one.dossier, other.dossier


def test_a_dated_piece_expires_and_says_so_everywhere(store: Store) -> None:
    first, _ = two(store)
    rib = rows(store, first)["rib"]
    old = TODAY - dt.timedelta(days=500)
    last = store.do(date_piece, piece=rib.id, dated_on=old).value
    after = rows(store, first)["rib"]
    assert (after.state, after.dated_on, after.expires_on) == ("expired", old.isoformat(), last.isoformat())
    assert rows(store, first, old + dt.timedelta(days=30))["rib"].state == "received", "as of that day"
    assert queries.list_ids(store.reader, ("term", "piece", "=", "expired")) == [first]
    (line,) = queries.list_rows(store.reader, [first])
    assert line.pieces_held == 1
    store.undo()
    assert rows(store, first)["rib"].state == "received"


def test_impossible_dates_are_refused(store: Store) -> None:
    first, _ = two(store)
    rib = rows(store, first)["rib"]
    with pytest.raises(ValueError, match="n’existe pas encore"):
        store.do(date_piece, piece=rib.id, dated_on=TODAY + dt.timedelta(days=1))
    with pytest.raises(ValueError, match="avant la date"):
        store.do(date_piece, piece=rib.id, dated_on=TODAY, expires_on=TODAY - dt.timedelta(days=1))


def test_what_does_not_apply_is_no_longer_counted(store: Store) -> None:
    first, _ = two(store)
    (before,) = queries.list_rows(store.reader, [first])
    store.do(set_piece, piece=rows(store, first)["comptes"].id, state="none")
    (after,) = queries.list_rows(store.reader, [first])
    assert (after.pieces_held, after.pieces_asked) == (before.pieces_held, before.pieces_asked - 1)


def test_what_is_held_already_is_offered_and_taken_again(store: Store) -> None:
    first, second = two(store)
    store.do(date_piece, piece=rows(store, first)["statuts"].id, dated_on=dt.date(2019, 4, 2))
    offered = offers(store.reader, second, TODAY)
    lacking = rows(store, second)
    assert set(offered) == {lacking["statuts"].id, lacking["rib"].id}
    statutes = offered[lacking["statuts"].id]
    assert statutes.words == "Déjà détenue : dossier 2026-0001, document du 2\u00a0avril 2019"
    store.do(take_again, piece=statutes.piece, earlier=statutes.earlier)
    taken = rows(store, second)["statuts"]
    assert (taken.state, taken.held_in, taken.dated_on) == ("waived", "2026-0001", "2019-04-02")
    assert taken.sha256 == rows(store, first)["statuts"].sha256
    assert set(offers(store.reader, second, TODAY)) == {lacking["rib"].id}
    store.do(set_piece, piece=taken.id, state="missing")
    back = rows(store, second)["statuts"]
    assert (back.state, back.sha256, back.held_by, back.name) == ("missing", None, None, "")


def test_several_are_taken_in_one_step(store: Store) -> None:
    _, second = two(store)
    pairs = [(offer.piece, offer.earlier) for offer in offers(store.reader, second, TODAY).values()]
    assert store.do(take_all_again, pairs=pairs).value == 2
    assert {row.state for row in rows(store, second).values() if row.held_by} == {"waived"}
    store.undo()
    assert {row.state for row in rows(store, second).values()} == {"missing"}


def test_what_no_longer_stands_is_neither_offered_nor_taken(store: Store) -> None:
    first, second = two(store)
    rib, lacking = rows(store, first)["rib"], rows(store, second)["rib"]
    store.do(date_piece, piece=rib.id, dated_on=TODAY - dt.timedelta(days=500))
    assert lacking.id not in offers(store.reader, second, TODAY)
    with pytest.raises(ValueError, match="ne peut plus servir"):
        store.do(take_again, piece=lacking.id, earlier=rib.id)
    (other,) = bring(store, application("3"))
    assert other.dossier
    assert offers(store.reader, other.dossier, TODAY) == {}, "another applicant has nothing to lend"
    with pytest.raises(ValueError, match="autre porteur"):
        store.do(take_again, piece=rows(store, other.dossier)["rib"].id, earlier=rib.id)


def test_what_comes_after_a_refusal_takes_its_place(store: Store) -> None:
    first, _ = two(store)
    rib = rows(store, first)["rib"]
    store.do(set_piece, piece=rib.id, state="refused", reason="Compte personnel")
    again = store.do(add_piece, dossier=first, name="RIB corrigé.pdf", content=b"autre", kind="rib").value
    after = rows(store, first)["rib"]
    assert again == rib.id
    assert (after.state, after.name, after.reason) == ("received", "RIB corrigé.pdf", "")
    assert after.sha256 != rib.sha256


def test_what_was_only_announced_is_completed_by_the_file_added(store: Store) -> None:
    told = application("7", attachments=[Attachment("RIB", "releve.pdf")])
    (intake,) = bring(store, told)
    assert intake.dossier
    before = rows(store, intake.dossier)["rib"]
    assert (before.state, before.name) == ("announced", "releve.pdf")
    added = store.do(add_piece, dossier=intake.dossier, name="RIB scanné.pdf", content=b"x", kind="rib").value
    after = rows(store, intake.dossier)["rib"]
    assert (added, after.state, after.name) == (before.id, "received", "RIB scanné.pdf")
    twice = store.do(add_piece, dossier=intake.dossier, name="RIB 2.pdf", content=b"y", kind="rib").value
    assert twice != before.id, "a second one stands beside the first"
