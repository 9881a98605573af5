"""Taking applications in: new, same, changed, and what was done here is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db import queries
from db.store import Store
from desktop.exchange.application import Cancelled, Person, Problem
from desktop.flow.annotate import annotate
from desktop.flow.receive import receive
from tests.office import TEXT, application, bring, read_of


def test_a_new_application_becomes_a_whole_dossier(store: Store) -> None:
    (intake,) = bring(store, application())
    assert (intake.status, intake.number) == ("new", "2026-0001")
    assert intake.dossier is not None
    head = queries.head(store.reader, intake.dossier)
    assert head is not None
    assert (head.title, head.asked, head.cost) == ("Livre et lecture de rue", 12_000_00, 41_300_00)
    assert (head.quarters, head.wave, head.due_on) == ("Étouvie", "Première vague", "2026-03-09")
    asked = {row.code: row.asked for row in queries.amounts(store.reader, intake.dossier)}
    assert asked == {"ETAT147": 12_000_00, "VILLE": 29_300_00}
    declared = [mark.code for mark in queries.marks(store.reader, intake.dossier) if mark.declared]
    assert declared == ["D04"]
    assert {piece.state for piece in queries.pieces(store.reader, intake.dossier)} == {"missing"}


def test_the_dry_run_announces_and_writes_nothing(store: Store) -> None:
    before = store.path.read_bytes()
    intakes = store.rehearse(receive, read=read_of(application("1"), application("2")))
    assert [intake.status for intake in intakes] == ["new", "new"]
    assert queries.list_ids(store.reader) == []
    assert store.path.read_bytes() == before


def test_the_same_file_again_changes_nothing(store: Store) -> None:
    bring(store, application())
    steps = store.reader.execute("SELECT count(*) FROM step").fetchone()
    (again,) = bring(store, application())
    assert again.status == "same"
    assert store.reader.execute("SELECT count(*) FROM step").fetchone() == steps


def test_a_newer_file_updates_the_source_and_keeps_local_work(store: Store) -> None:
    (first,) = bring(store, application())
    assert first.dossier
    start = TEXT.index("séances de lecture")
    store.do(
        annotate, dossier=first.dossier, place="section:objectives", start=start,
        end=start + 18, quote="séances de lecture", text="Cœur du défi",
    )  # fmt: skip
    newer = application(asked=15_000_00, texts={"objectives": "Nouveau paragraphe. " + TEXT})
    (second,) = bring(store, newer)
    assert second.status == "changed"
    assert {d.name for d in second.differences} == {"asked", "text.objectives"}
    head = queries.head(store.reader, first.dossier)
    assert head is not None and head.asked == 15_000_00
    (note,) = queries.notes(store.reader, first.dossier)
    assert (note.start, note.orphan, note.text) == (start + 20, 0, "Cœur du défi")


def test_a_passage_that_left_the_text_is_kept_as_an_orphan(store: Store) -> None:
    (first,) = bring(store, application())
    assert first.dossier
    start = TEXT.index("séances de lecture")
    store.do(
        annotate, dossier=first.dossier, place="section:objectives", start=start,
        end=start + 18, quote="séances de lecture", text="Cœur du défi",
    )  # fmt: skip
    bring(store, application(texts={"objectives": "Tout autre projet, sans rapport avec le premier."}))
    (note,) = queries.notes(store.reader, first.dossier)
    assert note.orphan == 1 and note.quote == "séances de lecture"


def test_a_field_changed_here_is_kept_against_the_source_and_told(store: Store) -> None:
    (first,) = bring(store, application())

    def retitle(session, *, title):  # type: ignore[no-untyped-def]  # a verb made for this test
        from db.models import Dossier

        session.get_one(Dossier, first.dossier).title = title

    store.do(retitle, title="Intitulé corrigé ici")
    (second,) = bring(store, application(title="Intitulé changé sur le portail"))
    (difference,) = second.differences
    assert (difference.kept, difference.before) == (True, "Intitulé corrigé ici")
    head = queries.head(store.reader, first.dossier or b"")
    assert head is not None and head.title == "Intitulé corrigé ici"


def test_a_refused_row_does_not_stop_the_others(store: Store) -> None:
    bad = application("2")
    bad.problems.append(
        Problem("error", "ligne 3", "ID", "", "Le numéro manque : la ligne n’est pas reprise.")
    )
    statuses = [intake.status for intake in bring(store, application("1"), bad)]
    assert statuses == ["new", "refused"]


def test_cancel_leaves_the_database_as_it_was(store: Store) -> None:
    with pytest.raises(Cancelled):
        store.do(
            receive, read=read_of(application("1"), application("2")), progress=lambda _, share: share < 0.4
        )
    assert queries.list_ids(store.reader) == []


def test_an_accepted_application_comes_with_its_decision(store: Store) -> None:
    accepted = application(stage="granted", state="Accepté", granted=3_500_00, asked=3_500_00)
    (intake,) = bring(store, accepted)
    decision = queries.decision(store.reader, intake.dossier or b"")
    assert decision is not None and (decision.outcome, decision.state) == ("granted", "notified")
    head = queries.head(store.reader, intake.dossier or b"")
    assert head is not None and (head.voted, head.stage) == (3_500_00, "notified")


def test_people_that_the_source_changed_follow_whatever_their_order_here(store: Store) -> None:
    people = [Person("representative", first_name="Claire", last_name="Exemple")]
    people += [Person("in_charge", first_name=f"Aide {n}", last_name="Essai") for n in range(6)]
    (first,) = bring(store, application(people=people))
    later = [replace(people[0], phone="03 22 00 00 01"), *people[1:]]
    (second,) = bring(store, application(people=later))
    assert first.dossier and [(d.name, d.kept) for d in second.differences] == [("people", False)]
    assert "03 22 00 00 01" in {row.phone for row in queries.contacts(store.reader, first.dossier)}
