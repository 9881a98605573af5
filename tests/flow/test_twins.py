"""What was received twice: told at the import, found in the whole base, compared field by field."""

from __future__ import annotations

from db import queries
from db.queries.twins import merging_of, mergings, united_with
from db.store import Store
from desktop.exchange.application import Applicant as Told
from desktop.flow.receive import receive
from desktop.flow.separate import separate
from desktop.flow.side_by_side import compare_applicants, compare_dossiers
from desktop.flow.twins import find_twins
from desktop.flow.unite import declare_different, unite_applicants, unite_dossiers
from tests.office import application, bring, read_of

SIRET = "73282932000074"
ASSO = Told(name="Lire en Bas", siret=SIRET)


def test_the_dry_run_of_an_import_says_what_looks_received_already(store: Store) -> None:
    bring(store, application("26500001", applicant=ASSO))
    paper = application("P1", source="paper", applicant=ASSO)
    (intake,) = store.rehearse(receive, read=read_of(paper))
    (told,) = [problem for problem in intake.problems if problem.field == "Doublon"]
    assert told.message == (
        "Ressemble au dossier 2026-0001 : même SIRET, même intitulé, même année, même montant demandé, "
        "mêmes dates."
    )
    other = application("P2", source="paper", applicant=ASSO, title="Chantier jeunes")
    (intake,) = store.rehearse(receive, read=read_of(other))
    assert [problem for problem in intake.problems if problem.field == "Doublon"] == []


def test_pairs_are_found_until_united_or_declared_different(store: Store) -> None:
    rows = [application(str(n), source="paper", applicant=ASSO) for n in (1, 2, 3)]
    one, two, three = (intake.dossier or b"" for intake in bring(store, *rows))
    assert len(find_twins(store.reader).dossiers) == 3
    store.do(declare_different, kind="dossier", one=one, other=two)
    assert len(find_twins(store.reader).dossiers) == 2
    key = store.do(unite_dossiers, kept=one, gone=three).value
    assert find_twins(store.reader).dossiers == []
    assert [row.gone_name for row in mergings(store.reader)] == ["2026-0003"]
    found = merging_of(store.reader, three)
    assert found is not None and (found.kept_name, found.id) == ("2026-0001", key)
    assert [row.gone for row in united_with(store.reader, one)] == [three] and merging_of(
        store.reader, one
    ) is None
    store.do(separate, merging=key)
    assert len(find_twins(store.reader).dossiers) == 2 and mergings(store.reader) == []


def test_applicants_alike_and_their_dossiers(store: Store) -> None:
    bring(
        store,
        application("1", applicant=Told(name="Lire en Bas", siret=SIRET)),
        application("2", applicant=Told(name="LIRE EN BAS (association)", rna="W802000001")),
    )
    found = find_twins(store.reader)
    (pair,) = found.applicants
    assert pair.reasons == ("même nom",) and len(found.dossiers) == 1
    told = compare_applicants(store.reader, pair.one, pair.other)
    assert {each.label for each in told if not each.same} >= {"Nom", "SIRET", "RNA"}
    store.do(unite_applicants, kept=pair.one, gone=pair.other)
    again = find_twins(store.reader)
    assert again.applicants == [] and again.dossiers[0].reasons[0] == "même porteur"


def test_two_dossiers_side_by_side(store: Store) -> None:
    one, other = (
        intake.dossier or b""
        for intake in bring(
            store,
            application("1", applicant=ASSO),
            application("2", applicant=ASSO, asked=15_000_00, budget=[], starts_on=None),
        )
    )
    told = {each.name: each for each in compare_dossiers(store.reader, one, other)}
    assert told["title"].same and not told["asked"].same
    assert (told["asked"].one, told["asked"].other) == ("12\u202f000\u00a0€", "15\u202f000\u00a0€")
    assert (told["budget"].one, told["budget"].other, told["starts_on"].one) == ("3 lignes", "", "01/03/2026")
    assert "women" not in told
    assert queries.head(store.reader, one) is not None
