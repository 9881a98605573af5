"""Asking partners, reading what comes back, writing down what is said: each in one step, undone in one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from db import queries
from db.queries.opinions import counters, opinions_of, packs, requests_many
from db.store import Store
from desktop.flow.consult import correct, record, remind, take_off, withdraw
from desktop.flow.consult_pack import prepare
from desktop.flow.consult_return import preview, receive
from desktop.flow.consult_words import invitation, reminder
from desktop.flow.decide import decide
from desktop.flow.files import place_of
from desktop.flow.instruct import move
from desktop.flow.interests import declare
from desktop.flow.unite import unite_dossiers
from tests.flow.packs import DUE, dossiers, fill, hand, partner

BOTH = pytest.mark.parametrize("kind", ["xlsx", "pdf"])


def number(store: Store, key: bytes) -> str:
    head = queries.head(store.reader, key)
    assert head is not None
    return head.number


def stage(store: Store, key: bytes) -> str:
    head = queries.head(store.reader, key)
    assert head is not None
    return head.stage


def counted(store: Store, code: str = "CAF") -> tuple[int, int, int]:
    (row,) = [row for row in counters(store.reader) if row.code == code]
    return row.asked, row.received, row.late


def test_asking_moves_the_dossiers_counts_them_and_is_undone_in_one_step(
    store: Store, tmp_path: Path
) -> None:
    keys = dossiers(store)
    store.do(move, dossier=keys[0], stage="instruction")
    handed = hand(store, keys, tmp_path / "a.xlsx", tmp_path / "a.pdf")
    assert handed.asked == 3 and all(path.is_file() for path in handed.files)
    assert [stage(store, key) for key in keys] == ["opinion", "received", "received"]
    assert counted(store) == (3, 0, 0)
    (pack,) = packs(store.reader)
    assert (pack.code, pack.kind, pack.asked) == (handed.code, "xlsx pdf", 3)
    store.undo()
    assert counted(store) == (0, 0, 0) and stage(store, keys[0]) == "instruction"


def test_who_was_asked_already_is_left_out_with_the_reason(store: Store, tmp_path: Path) -> None:
    one, two, three = dossiers(store)
    hand(store, [one], tmp_path / "a.xlsx")
    store.do(decide, dossier=two, outcome="refused", amounts={}, reasons=[], comment="hors appel")
    store.do(declare, dossier=three, nature="membre du bureau", whole_applicant=False)
    draft = prepare(store.reader, partner(store), [one, two, three], person=store.author)
    assert draft.dossiers == ()
    assert [skip.why.split(" ")[0] for skip in draft.skipped] == ["déjà", "déjà", "fermé"]
    with pytest.raises(ValueError, match="Aucun dossier n’est à demander"):
        hand(store, [one, two, three], tmp_path / "b.xlsx")
    assert not (tmp_path / "b.xlsx").exists()


def test_a_file_that_is_there_already_is_never_written_over(store: Store, tmp_path: Path) -> None:
    keys = dossiers(store)
    path = tmp_path / "rempli.xlsx"
    path.write_bytes(b"ce que le partenaire remplit")
    with pytest.raises(ValueError, match="existe déjà"):
        hand(store, keys, path)
    assert path.read_bytes() == b"ce que le partenaire remplit" and counted(store) == (0, 0, 0)


@BOTH
def test_a_returned_file_is_previewed_then_attached_in_one_step(
    store: Store, tmp_path: Path, kind: str
) -> None:
    keys = dossiers(store)
    path = tmp_path / f"avis.{kind}"
    hand(store, keys, path)
    first, second, _ = (number(store, key) for key in keys)
    amount = 3000 if kind == "xlsx" else "3 000,00 €"
    fill(
        path,
        {
            first: {"value": "Favorable", "amount": amount, "comment": "Très bien."},
            second: {"value": "Réservé", "closed": "oui"},
        },
        by="Camille Exemple",
    )  # fmt: skip
    moved = path.rename(tmp_path / f"Retour (2) final.{kind}")
    seen = preview(store.reader, moved, store.author)
    assert [row.state for row in seen.rows] == ["new", "new", "empty"]
    assert (seen.by, seen.told) == ("Camille Exemple", "2 nouveaux, 1 sans réponse")
    assert store.do(receive, preview=seen).value == 2
    (told,) = opinions_of(store.reader, keys[0])
    assert (told.value, told.amount, told.comment, told.channel) == (
        "favourable",
        3_000_00,
        "Très bien.",
        "file",
    )
    assert "Camille Exemple" in told.origin and moved.name in told.origin
    (told,) = opinions_of(store.reader, keys[1])
    assert told.confidential and opinions_of(store.reader, keys[1], confidential=False) == []
    assert counted(store) == (3, 2, 0)
    (pack,) = packs(store.reader)
    assert pack.returned and place_of(store.files, pack.returned).read_bytes() == moved.read_bytes()
    store.undo()
    assert counted(store) == (3, 0, 0) and opinions_of(store.reader, keys[0]) == []


@BOTH
def test_the_same_file_twice_changes_nothing(store: Store, tmp_path: Path, kind: str) -> None:
    keys = dossiers(store)
    path = tmp_path / f"avis.{kind}"
    hand(store, keys, path)
    fill(path, {number(store, keys[0]): {"value": "Défavorable", "comment": "Deux lignes\nen tout."}})
    store.do(receive, preview=preview(store.reader, path, store.author))
    # What was said since by telephone counts: the old file does not take its place.
    store.do(record, dossier=keys[0], partner=partner(store).id, value="favourable")
    again = preview(store.reader, path, store.author)
    assert [row.state for row in again.rows] == ["same", "empty", "empty"]
    assert store.do(receive, preview=again).written is None
    assert opinions_of(store.reader, keys[0])[0].value == "favourable"


def test_a_second_return_replaces_what_changed_and_keeps_the_earlier(store: Store, tmp_path: Path) -> None:
    keys = dossiers(store)
    path = tmp_path / "avis.xlsx"
    hand(store, keys, path)
    fill(path, {number(store, keys[0]): {"value": "Réservé"}})
    store.do(receive, preview=preview(store.reader, path, store.author))
    fill(
        path,
        {number(store, keys[0]): {"value": "Favorable"}, number(store, keys[1]): {"value": "Hors champ"}},
    )
    seen = preview(store.reader, path, store.author)
    assert [(row.state, row.before) for row in seen.rows] == [
        ("changed", "reserved"),
        ("new", ""),
        ("empty", ""),
    ]
    store.do(receive, preview=seen)
    values = [row.value for row in opinions_of(store.reader, keys[0], earlier=True)]
    assert values == ["favourable", "reserved"]


def test_a_file_changed_since_it_was_shown_is_not_taken(store: Store, tmp_path: Path) -> None:
    keys = dossiers(store)
    path = tmp_path / "avis.xlsx"
    hand(store, keys, path)
    fill(path, {number(store, keys[0]): {"value": "Réservé"}})
    seen = preview(store.reader, path, store.author)
    fill(path, {number(store, keys[0]): {"value": "Favorable"}})
    with pytest.raises(ValueError, match="a changé depuis"):
        store.do(receive, preview=seen)


def test_a_closed_or_withdrawn_dossier_is_refused_alone(store: Store, tmp_path: Path) -> None:
    keys = dossiers(store)
    path = tmp_path / "avis.xlsx"
    hand(store, keys, path)
    fill(path, {number(store, key): {"value": "Favorable"} for key in keys})
    store.do(declare, dossier=keys[0], nature="parent du trésorier", whole_applicant=False)
    rows = requests_many(store.reader, dossiers=[keys[1]])
    store.do(withdraw, requests=[row.id for row in rows])
    seen = preview(store.reader, path, store.author)
    assert [row.state for row in seen.rows] == ["refused", "refused", "new"]
    assert "vous est fermé" in seen.rows[0].why and "retirée" in seen.rows[1].why


def test_an_answer_follows_a_dossier_that_was_united_with_another(store: Store, tmp_path: Path) -> None:
    keys = dossiers(store)
    path = tmp_path / "avis.xlsx"
    hand(store, [keys[1]], path)
    gone = number(store, keys[1])
    store.do(unite_dossiers, kept=keys[0], gone=keys[1])
    fill(path, {gone: {"value": "Favorable"}})
    store.do(receive, preview=preview(store.reader, path, store.author))
    assert [row.value for row in opinions_of(store.reader, keys[0])] == ["favourable"]


def test_reminders_are_counted_and_written(store: Store, tmp_path: Path) -> None:
    keys = dossiers(store)
    hand(store, keys, tmp_path / "avis.xlsx")
    rows = requests_many(store.reader)
    store.do(remind, requests=[row.id for row in rows])
    assert {row.reminders for row in requests_many(store.reader)} == {1}
    words = reminder(store.reader, partner(store), rows)
    assert all(row.number in words for row in rows) and rows[0].pack and rows[0].pack in words
    assert "avis.xlsx" in invitation(store.reader, partner(store), ["avis.xlsx"], DUE)
    store.do(withdraw, requests=[row.id for row in rows])
    with pytest.raises(ValueError, match="rien n’est à relancer"):
        store.do(remind, requests=[row.id for row in rows])


def test_a_request_taken_back_lets_the_dossier_go_on(store: Store, tmp_path: Path) -> None:
    keys = dossiers(store)
    store.do(move, dossier=keys[0], stage="instruction")
    hand(store, keys, tmp_path / "a.xlsx")
    hand(store, keys, tmp_path / "b.xlsx", code="ETAT")
    for code in ("CAF", "ETAT"):
        assert stage(store, keys[0]) == "opinion"
        rows = requests_many(store.reader, partner=partner(store, code).id)
        store.do(withdraw, requests=[row.id for row in rows])
    assert stage(store, keys[0]) == "instruction"


def test_an_opinion_told_by_telephone_answers_the_request_and_is_mended(store: Store, tmp_path: Path) -> None:
    keys = dossiers(store)
    hand(store, keys, tmp_path / "a.xlsx")
    caf = partner(store).id
    key = store.do(
        record, dossier=keys[0], partner=caf, value="reserved", amount=500_00, told_by="C. Exemple"
    ).value
    assert counted(store) == (3, 1, 0)
    store.do(correct, opinion=key, changes={"value": "favourable", "comment": " Après échange. "})
    (row,) = opinions_of(store.reader, keys[0])
    assert (row.value, row.comment, row.amount, row.request is not None) == (
        "favourable", "Après échange.", 500_00, True,
    )  # fmt: skip
    store.do(take_off, opinion=key)
    assert counted(store) == (3, 0, 0)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": "peut-être"}, "n’est pas un avis"),
        ({"amount": -1}, "négatif"),
        ({"channel": "import"}, "téléphone, réunion ou courriel"),
        ({"answered_on": dt.date.today() + dt.timedelta(days=1)}, "n’est pas encore passée"),
    ],
)
def test_what_is_not_an_opinion_is_refused(store: Store, changes: dict[str, object], sentence: str) -> None:
    (key,) = dossiers(store, 1)
    with pytest.raises(ValueError, match=sentence):
        store.do(record, **{"dossier": key, "partner": partner(store).id, "value": "reserved", **changes})
    assert opinions_of(store.reader, key) == []
