"""Two dossiers or two applicants made one: nothing is lost, everything can be taken back, later too."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from db import queries
from db.models import Applicant, Dossier, Interest, Letter
from db.queries.site_visits import visits_of
from db.search import seek
from db.store import Store
from desktop.exchange.application import Applicant as Told
from desktop.exchange.application import Attachment
from desktop.flow.annotate import annotate, mark
from desktop.flow.decide import decide
from desktop.flow.history import events
from desktop.flow.instruct import label, propose
from desktop.flow.notify import prepare
from desktop.flow.pieces import add_piece
from desktop.flow.separate import separate
from desktop.flow.unite import CannotUnite, declare_different, unite_applicants, unite_dossiers
from desktop.flow.visits_made import record_visit
from tests.office import TEXT, application, bring, dump

SIRET = "73282932000074"
PAPER = Told(name="Lire en Bas", siret=SIRET, email="a@exemple.fr")


def two(store: Store, **changes: object) -> tuple[bytes, bytes]:
    """The same action from the portal, then from paper with a piece and a note."""
    asso = Told(name="Lire en Bas", siret=SIRET, city="Amiens")
    one, other = bring(
        store,
        application("26500001", applicant=asso),
        application("P1", source="paper", applicant=PAPER, **changes),
    )  # fmt: skip
    assert one.dossier and other.dossier
    return one.dossier, other.dossier


def indexed(store: Store) -> None:
    while store.index_search(1000):
        pass


def own_rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row but those that say that something was united."""
    return {name: rows for name, rows in dump(store.reader).items() if name != "merging"}


def test_what_was_done_on_the_other_one_comes_along(store: Store) -> None:
    kept, gone = two(store)
    challenge = queries.challenges(store.reader)[0].id
    store.do(add_piece, dossier=gone, name="statuts.pdf", content=b"%PDF-1.4 statuts", label="Statuts")
    start = TEXT.index("séances de lecture")
    store.do(annotate, dossier=gone, place="section:objectives", start=start, end=start + 18,
             quote="séances de lecture", text="Cœur du défi")  # fmt: skip
    store.do(mark, dossier=gone, challenge=challenge, level=2, reason="oui")
    store.do(label, dossier=gone, name="Urgent")
    store.do(propose, dossier=gone, amounts={queries.funders(store.reader)[0].id: 5_000_00}, reason="bien")
    store.do(unite_dossiers, kept=kept, gone=gone)
    pieces = {piece.label: piece.state for piece in queries.pieces(store.reader, kept)}
    assert pieces["Statuts"] == "received" and "missing" in pieces.values()
    (note,) = queries.notes(store.reader, kept)
    assert (note.text, note.start, note.orphan) == ("Cœur du défi", start, 0)
    assert [m.level for m in queries.marks(store.reader, kept) if m.challenge_id == challenge] == [2]
    assert [name for _, name, _ in queries.labels(store.reader, kept)] == ["Urgent"]
    head = queries.head(store.reader, kept)
    assert head is not None and (head.proposed, head.proposal_reason) == (5_000_00, "bien")


def test_the_one_that_goes_leaves_lists_counts_sums_exports_and_search(store: Store) -> None:
    kept, gone = two(store, title="Lecture de rue printanière")
    store.do(prepare, dossier=gone, template="accuse_reception")
    store.do(unite_dossiers, kept=kept, gone=gone)
    indexed(store)
    reader = store.reader
    assert queries.list_ids(reader) == [kept]
    assert queries.stage_counts(reader) == {"received": 1}
    assert (queries.sums(reader).dossiers, queries.sums(reader).asked) == (1, 12_000_00)
    assert [row.id for row in queries.export_rows(reader)] == [kept]
    assert queries.outbox(reader) == []
    assert {hit.dossier for hit in seek(reader, "lecture")} == {kept}
    assert seek(reader, "printanière") == []
    assert queries.head(reader, gone) is not None, "it opens from the history"
    for sort in ("applicant", "title", "stage", "asked", "due", "deposited", "pieces"):
        assert queries.list_ids(reader, ("term", "stage", "=", "received"), sort) == [kept]


def test_a_later_import_of_either_number_reaches_the_one_kept(store: Store) -> None:
    kept, gone = two(store)
    store.do(unite_dossiers, kept=kept, gone=gone)
    (again,) = bring(store, application("P1", source="paper", applicant=PAPER))
    assert (again.status, again.dossier) == ("same", kept)
    newer = application(
        "P1", source="paper", applicant=Told(name="Lire en Bas", siret=SIRET), beneficiaries=40
    )
    (again,) = bring(store, newer)
    assert (again.status, again.dossier) == ("changed", kept)
    head = queries.head(store.reader, kept)
    assert head is not None and head.beneficiaries == 40
    (again,) = bring(
        store, application("26500001", applicant=Told(name="Lire en Bas", siret=SIRET), asked=9_000_00)
    )
    assert (again.dossier, [d.name for d in again.differences]) == (kept, ["asked"])


def test_the_two_sources_do_not_pull_a_field_to_and_fro(store: Store) -> None:
    kept, gone = two(store, title="Le titre du papier")
    store.do(unite_dossiers, kept=kept, gone=gone)
    for _ in range(2):
        bring(
            store,
            application(
                "P1", source="paper", title="Le titre du papier", applicant=Told(name="x", siret=SIRET)
            ),
        )
        bring(store, application("26500001", applicant=Told(name="Lire en Bas", siret=SIRET)))
        head = queries.head(store.reader, kept)
        assert head is not None and head.title == "Livre et lecture de rue"


def test_fields_are_chosen_and_empty_ones_taken(store: Store) -> None:
    kept, gone = two(store, title="Meilleur titre", asked=15_000_00, place="Étouvie", renewal=True)
    store.do(unite_dossiers, kept=kept, gone=gone, taken=["title"])
    head = queries.head(store.reader, kept)
    assert head is not None
    assert (head.title, head.asked, head.place, head.renewal) == ("Meilleur titre", 12_000_00, "Étouvie", 1)


def test_separated_at_once_everything_is_as_before(store: Store) -> None:
    kept, gone = two(store, title="Autre titre", place="Étouvie", texts={"need": "Le besoin"}, budget=[])
    store.do(add_piece, dossier=gone, name="statuts.pdf", content=b"%PDF-1.4 statuts", label="Statuts")
    store.do(annotate, dossier=gone, place="section:need", start=3, end=9, quote="besoin", text="Vrai")
    before = own_rows(store)
    key = store.do(unite_dossiers, kept=kept, gone=gone, taken=["title", "budget"]).value
    assert own_rows(store) != before
    assert store.do(separate, merging=key).value == []
    assert own_rows(store) == before
    indexed(store)
    assert {hit.dossier for hit in seek(store.reader, "statuts")} >= {gone}


def test_the_history_tells_it_in_words(store: Store) -> None:
    kept, gone = two(store)
    store.do(annotate, dossier=gone, place="dossier", text="Vu en réunion")
    key = store.do(unite_dossiers, kept=kept, gone=gone).value
    told = [(event.label, event.what, event.after) for event in events(store.reader, kept)]
    label = "Réunir le dossier 2026-0002 avec 2026-0001"
    assert (label, "Note : passé d’un dossier à l’autre", "") in told
    assert (label, "Réuni ou à la corbeille", "oui") in [
        (event.label, event.what, event.after) for event in events(store.reader, gone)
    ]
    store.do(separate, merging=key)
    assert events(store.reader, gone)[0].label == "Séparer le dossier 2026-0002"


def test_separated_later_what_was_changed_since_stays(store: Store) -> None:
    kept, gone = two(store, place="Étouvie", beneficiaries=30)
    challenge = queries.challenges(store.reader)[0].id
    store.do(mark, dossier=gone, challenge=challenge, level=2, reason="oui")
    key = store.do(unite_dossiers, kept=kept, gone=gone).value

    def correct(session: Session) -> None:
        session.get_one(Dossier, kept).beneficiaries = 35

    store.do(correct)
    store.do(mark, dossier=kept, challenge=challenge, level=3, reason="encore mieux")
    assert set(store.do(separate, merging=key).value) == {"Bénéficiaires", "Forces des défis"}
    one, other = queries.head(store.reader, kept), queries.head(store.reader, gone)
    assert one is not None and other is not None
    assert (one.beneficiaries, other.beneficiaries, one.place, other.place) == (35, 30, "", "Étouvie")
    assert len(queries.list_ids(store.reader)) == 2


def test_the_same_file_stands_once_and_a_note_on_it_follows(store: Store) -> None:
    kept, gone = two(store)
    content = b"%PDF-1.4 le meme"
    here = store.do(add_piece, dossier=kept, name="a.pdf", content=content, label="Statuts").value
    there = store.do(add_piece, dossier=gone, name="b.pdf", content=content, label="Statuts").value
    store.do(annotate, dossier=gone, place=f"piece:{there.hex()}", text="page 2")
    key = store.do(unite_dossiers, kept=kept, gone=gone).value
    assert sum(piece.sha256 is not None for piece in queries.pieces(store.reader, kept)) == 1
    assert [note.place for note in queries.notes(store.reader, kept)] == [f"piece:{here.hex()}"]
    store.do(separate, merging=key)
    assert [note.place for note in queries.notes(store.reader, gone)] == [f"piece:{there.hex()}"]


def test_an_announced_piece_of_the_other_portal_is_attached_to_the_one_kept(store: Store) -> None:
    kept, gone = two(store)
    store.do(unite_dossiers, kept=kept, gone=gone)
    statutes = Attachment("Statuts", "statuts.pdf", lambda: b"%PDF-1.4 x")
    with_piece = application("P1", source="paper", applicant=PAPER, attachments=[statutes])
    (intake,) = bring(store, with_piece)
    assert intake.dossier == kept and intake.pieces == 1


def test_decisions_that_contradict_and_letters_that_left_are_refused(store: Store) -> None:
    kept, gone = two(store)
    funder = queries.funders(store.reader)[0].id
    store.do(decide, dossier=gone, outcome="granted", amounts={funder: 5_000_00})
    with pytest.raises(CannotUnite, match="gardez 2026-0002"):
        store.do(unite_dossiers, kept=kept, gone=gone)
    store.do(decide, dossier=kept, outcome="granted", amounts={funder: 4_000_00})
    with pytest.raises(CannotUnite, match="deux décisions différentes"):
        store.do(unite_dossiers, kept=kept, gone=gone)
    store.do(decide, dossier=kept, outcome="granted", amounts={funder: 5_000_00}, motive="Erreur de saisie")
    store.do(unite_dossiers, kept=kept, gone=gone)
    with pytest.raises(CannotUnite, match="déjà réuni"):
        store.do(unite_dossiers, kept=kept, gone=gone)


def test_a_dossier_whose_letter_left_is_the_one_to_keep(store: Store) -> None:
    kept, gone = two(store, deposited_at=None)
    letter = store.do(prepare, dossier=gone, template="accuse_reception").value

    def leave(session: Session) -> None:
        session.get_one(Letter, letter).state = "issued"

    store.do(leave)
    with pytest.raises(CannotUnite, match="2026-0002 est déjà parti"):
        store.do(unite_dossiers, kept=kept, gone=gone)


def test_a_chain_is_separated_from_its_end(store: Store) -> None:
    first, second = two(store)
    (third,) = bring(
        store, application("D3", source="dauphin", applicant=Told(name="Lire en Bas", siret=SIRET))
    )
    assert third.dossier
    one = store.do(unite_dossiers, kept=second, gone=first).value
    two_ = store.do(unite_dossiers, kept=third.dossier, gone=second).value
    (again,) = bring(store, application("26500001", applicant=Told(name="Lire en Bas", siret=SIRET)))
    assert again.dossier == third.dossier
    with pytest.raises(CannotUnite, match="séparez d’abord"):
        store.do(separate, merging=one)
    store.do(separate, merging=two_)
    store.do(separate, merging=one)
    with pytest.raises(CannotUnite, match="déjà séparés"):
        store.do(separate, merging=one)
    assert len(queries.list_ids(store.reader)) == 3


def test_two_applicants_become_one_and_part_again(store: Store) -> None:
    one, other = bring(
        store,
        application("1", applicant=Told(name="Lire en Bas", siret=SIRET)),
        application(
            "2", applicant=Told(name="Association Lire en Bas", rna="W802000001", email="a@exemple.fr")
        ),
    )
    heads = [queries.head(store.reader, key) for key in (one.dossier or b"", other.dossier or b"")]
    kept, gone = (head.applicant_id for head in heads if head)

    def tie(session: Session) -> None:
        import datetime as dt

        session.add(
            Interest(person="A. Exemple", applicant_id=gone, nature="adhérent", declared_on=dt.date.today())
        )

    store.do(tie)
    before = own_rows(store)
    key = store.do(unite_applicants, kept=kept, gone=gone, taken=["name"]).value
    told = queries.applicant(store.reader, kept)
    assert told is not None
    assert (told.name, told.siret, told.rna, told.email) == (
        "Association Lire en Bas", SIRET, "W802000001", "a@exemple.fr",
    )  # fmt: skip
    heads = [queries.head(store.reader, key_) for key_ in (one.dossier or b"", other.dossier or b"")]
    assert {head.applicant_id for head in heads if head} == {kept}
    assert store.rehearse(lambda s: s.query(Interest).one().applicant_id) == kept
    (third,) = bring(store, application("3", applicant=Told(name="Lire", rna="W802000001")))
    head = queries.head(store.reader, third.dossier or b"")
    assert head is not None and head.applicant_id == kept, "its number leads to the one kept"
    store.undo()
    assert store.do(separate, merging=key).value == []
    assert own_rows(store) == before
    with pytest.raises(CannotUnite):
        store.do(unite_applicants, kept=kept, gone=kept)


def test_two_declared_different_are_remembered_once(store: Store) -> None:
    kept, gone = two(store)
    store.do(declare_different, kind="dossier", one=kept, other=gone, reason="deux sites")
    store.do(declare_different, kind="dossier", one=gone, other=kept)
    rows = store.reader.execute("SELECT kind, verdict FROM likeness").fetchall()
    assert rows == [("dossier", "different")]
    assert store.rehearse(lambda s: s.query(Applicant).count()) == 1


def test_visits_come_along_and_go_back(store: Store) -> None:
    kept, gone = two(store)
    store.do(record_visit, dossier=gone, visited_on=dt.date(2026, 5, 4), place="Square du Lac")
    key = store.do(unite_dossiers, kept=kept, gone=gone).value
    assert [row.place for row in visits_of(store.reader, kept)] == ["Square du Lac"]
    store.do(separate, merging=key)
    assert visits_of(store.reader, kept) == []
    assert [row.place for row in visits_of(store.reader, gone)] == ["Square du Lac"]
