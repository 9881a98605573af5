"""Links between dossiers, waves by kind of applicant, a refused dossier filed again in a later wave."""

from __future__ import annotations

import datetime as dt

import pytest

from db import queries
from db.queries.call_waves import waves_of
from db.queries.links import first_filing, later_filing, links
from db.queries.together import members, parts
from db.store import Store
from desktop.flow.decide import decide
from desktop.flow.links import link, unlink
from desktop.flow.links_told import first_words, proposals
from desktop.flow.notify import compose, prepare_decided
from desktop.flow.pieces import add_piece
from desktop.flow.refile import refile
from desktop.flow.twins import find_twins
from desktop.flow.waves import add_wave, change_wave, misplaced, place, remove_wave
from desktop.letters.template import load
from desktop.paths import resources
from desktop.rules.query import parse, to_tree
from tests import together
from tests.office import application, bring
from tests.session import ready

DAY = dt.date


def call(store: Store, code: str = "aap-2026") -> bytes:
    key: bytes = store.reader.execute("SELECT id FROM call WHERE code = ?", (code,)).fetchone()[0]
    return key


def wave(store: Store, rank: int) -> bytes:
    return next(row.id for row in waves_of(store.reader, call(store)) if row.rank == rank)


def test_a_link_is_told_from_the_later_dossier_and_read_from_both(store: Store) -> None:
    first, second = ready(store, 2)
    key = store.do(link, dossier=first, other=second, kind="joint", comment="même salle").value
    (one,), (other,) = links(store.reader, first), links(store.reader, second)
    assert (one.id, one.number, one.later) == (key, "2026-0002", 0)
    assert (other.number, other.later, other.comment) == ("2026-0001", 1, "même salle")
    with pytest.raises(ValueError, match="déjà liés"):
        store.do(link, dossier=second, other=first, kind="joint")
    with pytest.raises(ValueError, match="lui-même"):
        store.do(link, dossier=first, other=first, kind="joint")
    store.do(unlink, link=key)
    assert links(store.reader, first) == []


def test_a_renewal_is_proposed_and_never_imposed(store: Store) -> None:
    before, now, other = application("26500001", title="Fête de quartier 2026"), *(
        application(f"2650000{n}", title=title)
        for n, title in ((2, "Fête de quartier 2026"), (3, "Jardin partagé"))
    )  # fmt: skip
    for one in (now, other):
        one.applicant = before.applicant
    keys = [intake.dossier or b"" for intake in bring(store, before, now, other)]
    assert proposals(store.reader, keys[1]) == []  # of the same year
    store.reader.execute("SELECT 1")

    def older(session, *, dossier):  # type: ignore[no-untyped-def]
        from db import models as m

        session.get_one(m.Dossier, dossier).call_id = call(store, "convention-2024-2026")
        session.get_one(m.Dossier, dossier).title = "Fête de quartier 2024"

    older.label, older.right = "Essai", "edit"  # type: ignore[attr-defined]
    store.do(older, dossier=keys[0], motive="essai")
    found = proposals(store.reader, keys[1])
    assert [end.number for end in found] == ["2026-0001"]
    assert links(store.reader, keys[1]) == []
    store.do(link, dossier=keys[1], other=found[0].key, kind="renewed")
    assert proposals(store.reader, keys[1]) == []


def test_dates_of_a_wave_are_checked_in_sentences(store: Store) -> None:
    first, second = wave(store, 1), wave(store, 2)
    closings = {"association": DAY(2026, 2, 15), "renewal": DAY(2026, 1, 31), "school": DAY(2026, 4, 30)}
    told = store.do(change_wave, wave=first, changes={"closings": closings}).value
    assert any("établissements scolaires" in one.sentence for one in told)  # after the committee
    with pytest.raises(ValueError, match=r"précède l’ouverture.*Rien n’a été enregistré"):
        store.do(change_wave, wave=second, changes={"opens_on": DAY(2026, 12, 1)})
    with pytest.raises(ValueError, match="personne n’y tomberait"):
        store.do(change_wave, wave=second, changes={"closings": {"association": DAY(2026, 2, 1)}})
    last = store.do(add_wave, call=call(store), title="Vague d’automne").value
    store.do(remove_wave, wave=last)


def test_schools_and_renewals_have_their_own_closing(store: Store) -> None:
    closings = {"association": DAY(2026, 2, 15), "renewal": DAY(2026, 1, 31), "school": DAY(2026, 4, 30)}
    store.do(change_wave, wave=wave(store, 1), changes={"closings": closings})
    at = dt.datetime(2026, 2, 10, 9, 0)
    new = application("26500001", deposited_at=at, renewal=False)
    again = application("26500002", deposited_at=at, renewal=True)
    school = application("26500003", deposited_at=dt.datetime(2026, 4, 29, 9, 0), renewal=True)
    school.applicant.kind = "school"
    waves = [
        store.reader.execute("SELECT wave_id FROM dossier WHERE id = ?", (intake.dossier,)).fetchone()[0]
        for intake in bring(store, new, again, school)
    ]
    assert waves == [wave(store, 1), wave(store, 2), wave(store, 1)]
    assert misplaced(store.reader, call(store)) == []
    store.do(
        change_wave, wave=wave(store, 1), changes={"closings": {**closings, "renewal": DAY(2026, 2, 12)}}
    )
    (moved,) = misplaced(store.reader, call(store))
    assert (moved.number, moved.better_title) == ("2026-0002", "Première vague")
    assert store.do(place, dossiers=[moved.dossier], wave=moved.better).value == 1
    assert misplaced(store.reader, call(store)) == []


def refused(store: Store, dossier: bytes) -> None:
    store.do(decide, dossier=dossier, outcome="refused", reasons=["HORS_DEFIS"], decided_on=DAY(2026, 3, 12))


def test_a_refused_dossier_is_filed_again_with_its_first_version_beside_it(store: Store) -> None:
    (first,) = ready(store, 1)
    with pytest.raises(ValueError, match="ni refusé ni ajourné"):
        store.do(refile, dossier=first, wave=wave(store, 2))
    store.do(add_piece, dossier=first, content=b"%PDF-1.4 essai", name="statuts.pdf", kind="statuts")
    refused(store, first)
    with pytest.raises(ValueError, match="ne vient pas après"):
        store.do(refile, dossier=first, wave=wave(store, 1))
    again = store.do(refile, dossier=first, wave=wave(store, 2), today=DAY(2026, 5, 4)).value
    head = queries.head(store.reader, again)
    assert head and (head.stage, head.wave, head.number) == ("received", "Deuxième vague", "2026-0002")
    assert head.asked == 12_000_00 and head.deposited_at and head.deposited_at.startswith("2026-05-04")
    assert len(queries.budget(store.reader, again)) == 3 and len(queries.sections(store.reader, again)) == 1
    assert "statuts.pdf" in {piece.name for piece in queries.pieces(store.reader, again)}
    told = first_filing(store.reader, again)
    assert told and told.dossier == first
    assert later_filing(store.reader, first) == (again, "2026-0002")
    words = first_words(store.reader, again)
    assert words.startswith("déjà présenté en première vague (dossier 2026-0001), refusé pour : ")
    assert find_twins(store.reader).dossiers == []
    with pytest.raises(ValueError, match="déjà déposé de nouveau"):
        store.do(refile, dossier=first, wave=wave(store, 2))


def test_a_project_is_filed_again_with_its_members(store: Store) -> None:
    dossier = together.project(store)
    together.share(store, dossier)
    refused(store, dossier)
    again = store.do(refile, dossier=dossier, wave=wave(store, 3)).value
    assert [row.name for row in members(store.reader, again)] == [
        row.name for row in members(store.reader, dossier)
    ]
    assert sum(part.asked or 0 for part in parts(store.reader, again)) == 15_000_00
    assert {part.voted for part in parts(store.reader, again)} == {None}


def test_the_letter_and_the_list_know_a_dossier_filed_again(store: Store) -> None:
    (first,) = ready(store, 1)
    refused(store, first)
    again = store.do(refile, dossier=first, wave=wave(store, 2)).value
    store.do(decide, dossier=again, outcome="refused", reasons=["HORS_DEFIS"], decided_on=DAY(2026, 6, 12))
    store.do(prepare_decided, dossiers=[again])
    (row,) = queries.letters_of(store.reader, again)
    templates = load(resources() / "letters")
    draft = compose(store.reader, row, templates, DAY(2026, 6, 14))
    text = "\n".join(words for _, words in draft.letter.words())
    assert "déjà présenté en première vague (dossier 2026-0001), refusé pour" in text
    assert draft.green, draft.findings
    assert queries.list_ids(store.reader, to_tree(parse("remanié:oui"), "")) == [again]
    assert queries.list_ids(store.reader, to_tree(parse("projet:oui"), "")) == []
