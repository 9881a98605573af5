"""The history read as sentences; what was taken back, set aside or refused is never told as done."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.keys import key_of
from db.merge.settle import settle
from db.store import Store
from db.triggers import journalled
from desktop.flow.annotate import annotate
from desktop.flow.field_words import FIELDS, ROWS
from desktop.flow.history import quiet
from desktop.flow.instruct import move, propose
from desktop.flow.sentences import Wish, every_sentence, sentences
from tests.db.merge.sites import FUNDERS, Site, dossier, exchange, found
from tests.office import application, bring
from tests.session import funder


def worked(store: Store) -> bytes:
    key = bring(store, application())[0].dossier
    store.do(move, dossier=key, stage="complete")
    store.do(move, dossier=key, stage="instruction")
    store.do(propose, dossier=key, amounts={funder(store): 7_000_00}, reason="Un besoin réel")
    store.do(propose, dossier=key, amounts={funder(store): 5_000_00}, reason="Moins")
    return key


def test_each_change_is_one_sentence_with_who_where_when_and_both_values(store: Store) -> None:
    told = every_sentence(store.reader, worked(store), store.author)
    texts = [one.text for one in told]
    assert any(
        t.startswith("Le ") and "A. Exemple (poste poste-test) a fait passer le dossier de « Complet » à "
        "« En instruction »." in t for t in texts
    )  # fmt: skip
    assert any(
        "a changé « Proposé (Amiens Métropole) » de « 7\u202f000\u00a0€ » à « 5\u202f000\u00a0€ »" in t
        for t in texts
    )
    assert sum("a créé le dossier" in t for t in texts) == 1
    assert {one.kind for one in told} >= {"stage", "proposal", "request"}


def test_what_was_undone_is_told_as_taken_back_and_only_so(store: Store) -> None:
    key = worked(store)
    store.do(annotate, dossier=key, place="dossier", text="Une phrase à retirer", audience="team")
    store.undo()
    told = every_sentence(store.reader, key, store.author)
    assert not any("Une phrase à retirer" in one.text for one in told)
    (gone,) = [one for one in told if one.state == "taken_back"]
    assert "avait fait « Annoter" in gone.text
    assert "il n’en reste rien" in gone.tail
    store.redo()
    told = every_sentence(store.reader, key, store.author)
    (note,) = [one for one in told if "Une phrase à retirer" in one.text]
    assert (note.state, "puis rétabli" in note.tail) == ("", True)
    store.undo()
    assert [one.state for one in every_sentence(store.reader, key, store.author)].count("taken_back") == 1


def test_it_is_sought_by_word_person_kind_and_period(store: Store) -> None:
    told = every_sentence(store.reader, worked(store), store.author)

    def kept(**wish: str) -> int:
        return sum(Wish(**wish).keeps(one) for one in told)

    assert kept(kind="stage") == 2
    assert kept(words="propose metropole") >= 1
    assert kept(author="Quelqu’un") == 0
    assert kept(author="A. Exemple") == len(told)
    assert kept(until="1999-12-31") == 0
    assert kept(since="1999-12-31") == len(told)


def test_a_long_history_comes_page_by_page(store: Store) -> None:
    key = worked(store)
    whole = every_sentence(store.reader, key, store.author)
    page = sentences(store.reader, key, store.author, limit=4)
    again = list(page.sentences)
    while page.before:
        page = sentences(store.reader, key, store.author, limit=4, before=page.before)
        again += page.sentences
    assert [one.n for one in again] == [one.n for one in whole]


def test_another_persons_own_notes_are_not_told(store: Store) -> None:
    key = worked(store)
    store.do(annotate, dossier=key, place="dossier", text="Pour moi seule", audience="me")
    assert any("Pour moi" in one.text for one in every_sentence(store.reader, key, store.author))
    assert not any("Pour moi" in one.text for one in every_sentence(store.reader, key, "Une autre"))


@pytest.fixture
def apart(tmp_path: Path) -> tuple[Site, Site, bytes]:
    hub, one = Site(tmp_path, "hub"), Site(tmp_path, "PC-1")
    hub.do(found)
    key: bytes = hub.do(dossier, number="N1")
    exchange(hub, one)
    for site, amount in ((hub, 900000), (one, 700000)):
        site.sql(
            "INSERT INTO amount(id, dossier_id, funder_id, proposed) VALUES (?, ?, ?, ?)",
            key_of(key, FUNDERS[0], site.name), key, FUNDERS[0], amount,
        )  # fmt: skip
        site.sql("UPDATE dossier SET asked = ? WHERE id = ?", amount, key)
    exchange(hub, one)
    return hub, one, key


def test_what_came_by_a_satchel_says_so_and_an_open_disagreement_too(apart: tuple[Site, Site, bytes]) -> None:
    hub, one, key = apart
    told = every_sentence(hub.store.reader, key, "agent hub")
    came = [each for each in told if each.site == "PC-1"]
    assert came
    tails = [each.tail for each in came]
    assert all("Rapporté par la mallette n° " in tail and " de PC-1 le " in tail for tail in tails), tails
    asked = [each for each in told if "« Montant demandé »" in each.text]
    assert [each.state for each in asked] == ["open", "open"]
    for site in (hub, one):
        site.close()


def test_a_settled_disagreement_tells_what_was_set_aside(apart: tuple[Site, Site, bytes]) -> None:
    hub, one, key = apart
    hub.store.do(settle, ent="dossier", rid=key, field="asked", value=900000, reason="Le courrier le dit")
    told = every_sentence(hub.store.reader, key, "agent hub")
    (settled,) = [each for each in told if "a tranché un désaccord" in each.text]
    assert "« 9\u202f000\u00a0€ » gardé" in settled.text
    assert "« 7\u202f000\u00a0€ » de agent PC-1 (poste PC-1) écarté" in settled.text
    assert "Raison : Le courrier le dit." in settled.text
    (lost,) = [each for each in told if each.state == "set_aside"]
    assert lost.site == "PC-1"
    assert "Valeur écartée par agent hub" in lost.tail
    for site in (hub, one):
        site.close()


def test_every_table_and_field_that_a_sentence_may_tell_has_its_words() -> None:
    assert set(journalled()) <= set(ROWS)
    told = {
        (table, field)
        for table, fields in journalled().items()
        if "dossier_id" in fields or table in ("dossier", "applicant", "score")
        for field in fields
        if field != "dossier_id" and not quiet(table, field)
    }
    assert told <= set(FIELDS)
