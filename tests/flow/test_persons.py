"""The rights of a person: every place is found, corrected in one step, erased where the law allows."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.queries.persons import rights_requests
from db.store import Store
from db.undo import CannotUndo
from desktop.exchange.application import Person
from desktop.flow.annotate import annotate
from desktop.flow.decide import decide
from desktop.flow.interests import declare
from desktop.flow.person_deeds import answer_request, correct_person, erase_person, open_request
from desktop.flow.person_papers import answer_words, write_export
from desktop.flow.persons import Found, Sought, held_about
from desktop.rules.masking import Named, cover, names
from desktop.rules.person_rights import due_on, ruling
from tests.office import application, bring

NOW, LATER = dt.date(2026, 11, 26), dt.date(2032, 1, 1)
NOEMIE = Person(
    "representative", civility="Mme", first_name="Noémie", last_name="Œillet-Martin", position="Présidente",
    phone="03 22 00 11 22", email="noemie@exemple.org",
)  # fmt: skip


@pytest.fixture
def keys(store: Store) -> list[bytes]:
    """Noémie speaks for the first (refused) and the second (in progress); the third names a homonym."""
    made = [
        application(
            "26500001", people=[NOEMIE], texts={"objectives": "Portée par Mme Œillet-Martin depuis 2019."}
        ),
        application("26500002", people=[NOEMIE]),
        application("26500003", texts={"objectives": "Le square Oeillet-Martin sera fleuri."}),
    ]
    found = [i.dossier for i in bring(store, *made)]
    keys = [key for key in found if key is not None]
    store.do(
        annotate, dossier=keys[0], place="dossier", text="Vu NOEMIE OEILLET MARTIN au 03.22.00.11.22 hier."
    )
    for key in (keys[0], keys[2]):
        store.do(decide, dossier=key, outcome="refused", comment="Trop tard.", decided_on=dt.date(2026, 4, 2))

    def sits(session: Session) -> None:
        committee = m.Committee(code="S2026-01", name="Comité", held_on=dt.date(2026, 3, 12))
        session.add(committee)
        session.flush()
        session.add(m.Member(committee_id=committee.id, rank=1, name="Mme Noémie Œillet-Martin"))

    store.do(sits)
    return keys


def found(store: Store, today: dt.date = NOW, name: str = "Noémie Œillet-Martin") -> Found:
    return held_about(store.reader, Sought(name), store.author, today)


def places(told: Found) -> set[tuple[str, str, bool]]:
    return {(one.number, one.table, one.sure) for one in told.held}


def test_every_place_is_found_whatever_the_accents(store: Store, keys: list[bytes]) -> None:
    wanted = {
        ("2026-0001", "contact", True), ("2026-0001", "annotation", True), ("2026-0001", "section", True),
        ("2026-0001", "imported", True), ("2026-0002", "contact", True), ("2026-0002", "imported", True),
        ("2026-0003", "section", False), ("2026-0003", "imported", False), ("", "member", True),
    }  # fmt: skip
    assert places(found(store)) == wanted
    assert places(found(store, name="oeillet-martin NOEMIE")) >= {("2026-0001", "contact", True)}
    by_mail = held_about(store.reader, Sought("", "noemie@exemple.org"), today=NOW)
    assert places(by_mail) >= wanted - {("", "member", True)}
    assert found(store, name="Jean Personne").held == ()
    with pytest.raises(ValueError, match="Rien n’a été cherché"):
        found(store, name="X")


def test_a_dossier_closed_to_me_is_counted_and_not_shown(store: Store, keys: list[bytes]) -> None:
    store.do(declare, person=store.author, nature="Cousine", dossier=keys[0])
    told = found(store)
    assert "2026-0001" not in {one.number for one in told.held} and told.closed == 4


def test_what_another_keeps_for_oneself_is_counted_without_its_words(store: Store, keys: list[bytes]) -> None:
    words = "Noémie Œillet-Martin : xyzzy"
    store.do(annotate, dossier=keys[0], place="dossier", text=words, audience="me")
    assert any("xyzzy" in one.value for one in found(store).held)
    told = held_about(store.reader, Sought("Noémie Œillet-Martin"), "B. Autre", NOW)
    assert len(told.held) == len(found(store).held) and not any("xyzzy" in one.value for one in told.held)


def test_what_may_go_depends_on_the_dossier(store: Store, keys: list[bytes]) -> None:
    fates = {(one.number, one.table): one.ruling.fate for one in found(store).held}
    assert fates["2026-0001", "contact"] == "part" and fates["2026-0001", "annotation"] == "cover"
    assert fates["2026-0001", "section"] == "keep" and fates["2026-0002", "contact"] == "keep"
    assert fates["", "member"] == "keep"
    later = {(one.number, one.table): one.ruling.fate for one in found(store, LATER).held}
    assert later["2026-0001", "contact"] == "erase" and later["2026-0001", "imported"] == "erase"
    assert later["2026-0001", "section"] == "cover" and later["2026-0002", "contact"] == "keep"
    assert all(ruling(table, "running").fate == "keep" for table in ("contact", "annotation", "letter"))


def test_corrected_everywhere_in_one_step(store: Store, keys: list[bytes]) -> None:
    changes = {"email": "nouvelle@exemple.org", "last_name": "Œillet"}
    assert store.do(correct_person, person="Noémie Œillet-Martin", changes=changes).value == 2
    for key in keys[:2]:
        (one,) = queries.contacts(store.reader, key)
        assert (one.last_name, one.email, one.phone) == ("Œillet", "nouvelle@exemple.org", "03 22 00 11 22")
    store.undo()
    assert queries.contacts(store.reader, keys[0])[0].last_name == "Œillet-Martin"
    with pytest.raises(ValueError, match="aucun dossier"):
        store.do(correct_person, person="Jean Personne", changes={"email": "x@exemple.org"})


def test_erased_where_the_law_allows_and_told_where_not(store: Store, keys: list[bytes]) -> None:
    with pytest.raises(ValueError, match="raison"):
        store.do(erase_person, person="Noémie Œillet-Martin", because=" ", today=LATER)
    done = store.do(erase_person, person="Noémie Œillet-Martin", because="Sa demande", today=LATER).value
    assert {(one.number, one.table) for one in done.erased} == {
        ("2026-0001", "contact"),
        ("2026-0001", "imported"),
    }
    assert {(one.number, one.table) for one in done.covered} == {
        ("2026-0001", "annotation"),
        ("2026-0001", "section"),
    }
    assert ("2026-0002", "contact") in {(one.number, one.table) for one in done.kept}
    assert {one.number for one in done.doubtful} == {"2026-0003"}
    (note,) = queries.notes(store.reader, keys[0])
    assert note.text == "Vu ███ au ███ hier."
    assert queries.contacts(store.reader, keys[0])[0].email == ""
    assert queries.contacts(store.reader, keys[1])[0].email == "noemie@exemple.org"
    files = [store.path, store.path.with_name(store.path.name + "-wal")]
    raw = b"".join(path.read_bytes() for path in files if path.exists())
    assert b"Vu NOEMIE OEILLET" not in raw and "Portée par Mme Œillet".encode() not in raw
    with pytest.raises(CannotUndo):
        store.undo()
    words = answer_words(found(store), done, ("Ville", "Service"), "erase")
    assert "4 endroits" in words and "art. 17.1 a" in words


def test_while_all_must_be_kept_nothing_is_erased(store: Store, keys: list[bytes]) -> None:
    with pytest.raises(ValueError, match="la loi demande de le garder"):
        store.do(erase_person, person="Claire Exemple", because="Sa demande", today=NOW)


def test_exported_for_a_person_and_for_a_program(store: Store, keys: list[bytes], tmp_path: Path) -> None:
    data, paper = write_export(store.reader, found(store), tmp_path / "remis", NOW)
    told = json.loads(data.read_text(encoding="utf-8"))
    assert len(told["held"]) == 9 and {"place", "value", "why"} <= told["held"][0].keys()
    with pypdfium2.PdfDocument(paper) as pdf:
        text = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pdf).split())
    assert "noemie@exemple.org" in text and "homonyme" in text and "art. 17.3 b" in text


def test_a_request_is_answered_within_a_month(store: Store) -> None:
    assert due_on(dt.date(2026, 1, 31)) == dt.date(2026, 2, 28)
    key = store.do(open_request, person="Noémie", kind="access", asked_on=dt.date(2026, 11, 2)).value
    (row,) = rights_requests(store.reader)
    assert (row.due_on, row.state) == ("2026-12-02", "open")
    for wrong in ({"answer": " "}, {"answer": "", "refused": True}):
        with pytest.raises(ValueError, match="Rien n’a été changé"):
            store.do(answer_request, request=key, **wrong)
    store.do(answer_request, request=key, answer="Envoyé le dossier.", answered_on=NOW)
    (row,) = rights_requests(store.reader)
    assert (row.state, row.answered_on) == ("answered", NOW.isoformat())
    with pytest.raises(ValueError, match="Rien n’a été enregistré"):
        store.do(open_request, person=" ", kind="access")


def test_names_are_covered_and_words_are_not() -> None:
    who = [Named("Zoé", "Petit", "zoe.petit@exemple.org", "0322001122")]
    text = "Zoé Petit, M. Petit, petit jardin, zoe.petit@exemple.org, 03 22 00 11 22, Petitjean"
    assert cover(text, who, strict=True) == "███, ███, petit jardin, ███, ███, Petitjean"
    assert cover(text, who).count("███") == 5 and "Petitjean" in cover(text, who)
    assert not names("Un petit jardin", who, strict=True) and names("Petit Zoé", who, strict=True)
