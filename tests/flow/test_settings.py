"""What an office sets: every subject opened, changed, undone, given back; what is unsound refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from db import queries
from db.queries.scores import criteria
from db.store import Store
from desktop.flow.annotate import mark
from desktop.flow.found_more import complete
from desktop.flow.instruct import move
from desktop.flow.letter_models import letter_models
from desktop.flow.posting import label_formats
from desktop.flow.rulebook import rulebook
from desktop.flow.score import score
from desktop.flow.score_versions import new_version
from desktop.flow.seats import usual_members
from desktop.flow.settings import add, change, remove, revert
from desktop.flow.settings_effects import ToAgree
from desktop.flow.settings_read import entries, standings
from desktop.flow.thresholds import thresholds
from desktop.paths import resources
from desktop.rules.settings import BY_CODE, SUBJECTS, Field, Subject, name_of
from tests.office import application, bring, open_office

CODES = [subject.code for subject in SUBJECTS]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One base for all: each test takes back what it did."""
    opened = open_office(tmp_path_factory.mktemp("office"))
    yield opened
    opened.close()


def another(subject: Subject, field: Field, value: Any) -> Any:
    """Another sound value of a field, None where there is none to be thought of."""
    if subject.code == "rights" and field.kind == "many":
        return value[1:]
    if subject.code == "payments":  # nothing is shipped
        return 60 if field.name == "advance" else None
    if field.fixed or field.name in ("rank", "weight", "required") or field.shape:
        return None
    if field.kind == "yes":
        return not value
    if field.kind == "number" and value:
        return value + 1
    return f"{value[:-1]} revu{value[-1]}" if field.kind in ("line", "text") and value else None


def row_of(store: Store, subject: str, words: str) -> str:
    """The code of the entry known by these words."""
    kind = BY_CODE[subject]
    found = [
        code for code, entry in entries(store.reader, kind).items() if words in name_of(kind, entry, code)
    ]
    return found[0]


@pytest.mark.parametrize("code", CODES)
def test_a_new_base_holds_what_is_shipped(store: Store, code: str) -> None:
    subject = BY_CODE[code]
    told = standings(store.reader, subject)
    assert told and {one.state for one in told} == {"same"}


@pytest.mark.parametrize("code", CODES)
def test_each_subject_is_changed_told_undone_and_given_back(store: Store, code: str) -> None:
    subject = BY_CODE[code]
    before = entries(store.reader, subject)
    row = next(iter(before))
    found = ((field.name, another(subject, field, before[row][field.name])) for field in subject.fields)
    name, value = next((name, value) for name, value in found if value is not None)
    done = store.do(change, subject=code, changes={row: {name: value}})
    assert done.value == 1 and subject.title in store.next_undo()[0]
    (one,) = [one for one in standings(store.reader, subject) if one.state != "same"]
    assert (one.code, one.state, one.author) == (row, "changed", store.author)
    assert one.entry[name] == value and one.at
    store.undo()
    assert entries(store.reader, subject) == before
    store.do(change, subject=code, changes={row: {name: value}})
    store.do(revert, subject=code, code=row)
    assert entries(store.reader, subject) == before


def test_what_reads_the_files_reads_what_the_office_changed(store: Store) -> None:
    store.do(change, subject="thresholds", changes={"annex": {"above": 9_000_000}})
    assert {one.code: one.above for one in thresholds(store.reader)}["annex"] == 9_000_000
    store.do(change, subject="label-sheets", changes={"21": {"left": 8.5}})
    assert label_formats(store.reader)["21"].left == 8.5
    store.do(change, subject="checks", changes={"budget-balance": {"enabled": False}})
    assert not rulebook(store.reader)["budget-balance"].enabled and rulebook()["budget-balance"].enabled
    assert rulebook(store.reader).digest != rulebook().digest  # so that every dossier is looked at again
    store.do(change, subject="checks", changes={"budget-share": {"values": {"ceiling": 70}}})
    assert rulebook(store.reader)["budget-share"].values["ceiling"] == 70
    store.do(
        change, subject="head", changes={"head": {"recours.decision": "Recours au tribunal : deux mois."}}
    )
    assert letter_models(store.reader)["refus"].appeal == "Recours au tribunal : deux mois."
    seats = [{"name": "Une présidente", "role": "chair"}, {"name": "Un invité", "voting": False}]
    store.do(change, subject="committees", changes={"technical": {"member": seats, "quorum": 1}})
    told, quorum = usual_members(store.reader, resources() / "committees", "technical")
    assert quorum == 1 and [one["voting"] for one in told] == [True, False]
    for _ in range(6):
        store.undo()
    assert rulebook(store.reader).digest == rulebook().digest


def test_what_is_unsound_is_refused_with_its_place_and_nothing_is_written(store: Store) -> None:
    before = {code: entries(store.reader, BY_CODE[code]) for code in CODES}

    def refused(told: str, subject: str, row: str, **values: Any) -> None:
        with pytest.raises(ValueError, match=re.escape(told)):
            store.do(change, subject=subject, changes={row: values})

    weight = row_of(store, "criteria", "N01")
    refused("font 101, et doivent faire 100", "criteria", weight, weight=21)
    refused("au plus 100", "sharing", row_of(store, "sharing", "Aucun porteur"), percent=140)
    refused("ce n’est pas un nombre", "pieces", row_of(store, "pieces", "Statuts"), valid_months="douze")
    refused("une couleur comme", "labels", row_of(store, "labels", "Nouveau porteur"), colour="rouge")
    refused("commence par une minuscule", "reasons", next(iter(before["reasons"])), sentence="Trop cher.")
    refused("à remplir", "office", "office", nom="")
    refused("précède son début", "signatories", next(iter(before["signatories"])), valid_to="2020-01-01")
    refused("ne change plus", "partners", row_of(store, "partners", "CAF"), code="AUTRE")
    refused("Quorum : 5 membres", "committees", "technical", quorum=12)
    refused("tient pas sur une feuille", "label-sheets", "24", columns=9)
    refused("pas un réglage", "head", "head", inconnu="x")
    with pytest.raises(ValueError, match=r"n’est pas un réglage\. Réglages"):
        store.do(change, subject="ailleurs", changes={})
    assert {code: entries(store.reader, BY_CODE[code]) for code in CODES} == before


def test_two_weights_are_changed_in_one_step(store: Store) -> None:
    first, second = row_of(store, "criteria", "N01"), row_of(store, "criteria", "N02")
    told = entries(store.reader, BY_CODE["criteria"])
    changes = {
        first: {"weight": told[first]["weight"] + 5}, second: {"weight": told[second]["weight"] - 5},
    }  # fmt: skip
    assert store.do(change, subject="criteria", changes=changes).value == 2
    assert "2 lignes" in store.next_undo()[0]
    store.undo()
    assert entries(store.reader, BY_CODE["criteria"]) == told


def test_an_entry_is_added_told_as_such_and_taken_away(store: Store) -> None:
    told = {"name": "À relire en équipe", "colour": "#1f7fb0"}
    code = store.do(add, subject="labels", values=told).value
    (one,) = [one for one in standings(store.reader, BY_CODE["labels"]) if one.state == "added"]
    assert (one.code, one.author) == (code, store.author)
    with pytest.raises(ValueError, match="est déjà"):
        store.do(add, subject="labels", values=told)
    with pytest.raises(ValueError, match="n’est pas livrée"):
        store.do(revert, subject="labels", code=code)
    store.do(remove, subject="labels", code=code)
    assert code not in entries(store.reader, BY_CODE["labels"])
    sheet = store.do(add, subject="label-sheets", values={
        "title": "Deux par page", "columns": 1, "rows": 2, "width": 200.0, "height": 140.0,
        "left": 5, "top": 5,
    }).value  # fmt: skip
    assert label_formats(store.reader)[sheet].per_page == 2
    store.do(remove, subject="label-sheets", code=sheet)
    assert sheet not in label_formats(store.reader)


def test_what_is_used_or_would_come_back_stays(store: Store) -> None:
    def stays(sentence: str, subject: str, words: str) -> None:
        with pytest.raises(ValueError, match=sentence):
            store.do(remove, subject=subject, code=row_of(store, subject, words))

    stays(r"sert \d+ fois", "challenges", "D04")
    stays("reviendrait", "partners", "CAF")
    stays("ne se retire pas", "calls", "Engagements")


def test_a_piece_silenced_on_purpose_stays_so_when_the_base_is_completed(store: Store) -> None:
    piece = row_of(store, "pieces", "Liste des dirigeants")
    store.do(change, subject="pieces", changes={piece: {"valid_months": 0, "reusable": False, "calls": []}})
    store.do(complete, resources=resources())
    assert entries(store.reader, BY_CODE["pieces"])[piece]["valid_months"] == 0
    store.undo()


def test_a_grid_in_use_keeps_its_weights_and_warns_of_its_words(tmp_path: Any) -> None:
    store = open_office(tmp_path)
    bring(store, application())
    (key,) = queries.list_ids(store.reader)
    store.do(move, dossier=key, stage="instruction")
    challenge = queries.challenges(store.reader)[3]
    store.do(mark, dossier=key, challenge=challenge.id, level=3, reason="Cœur du défi.")
    told = {challenge.id.hex(): {"short": "Réussite éducative"}}
    with pytest.raises(ToAgree, match="1 dossier a déjà une force sous ce défi"):
        store.do(change, subject="challenges", changes=told)
    store.do(change, subject="challenges", changes=told, agreed=True)
    assert queries.challenges(store.reader)[3].short == "Réussite éducative"
    grid = next(iter(entries(store.reader, BY_CODE["score-grids"])))
    first = criteria(store.reader, bytes.fromhex(grid))[0]
    store.do(score, dossier=key, criterion=first.id, value=4, reason="Lien démontré.")
    with pytest.raises(ValueError, match="1 dossier est déjà noté"):
        store.do(change, subject="score-grids", changes={grid: {"scale": "letters"}})
    made = store.do(new_version, grid=bytes.fromhex(grid)).value
    assert entries(store.reader, BY_CODE["score-grids"])[made.hex()]["version"] == "2026.2"
    assert len(criteria(store.reader, made)) == len(criteria(store.reader, bytes.fromhex(grid)))
    of_calls = [entry["score_grid_id"] for entry in entries(store.reader, BY_CODE["calls"]).values()]
    assert sorted(of_calls) == sorted([grid, made.hex(), made.hex()]), "a call with scores keeps its grid"
    store.do(change, subject="score-grids", changes={made.hex(): {"scale": "letters"}})
    store.close()
