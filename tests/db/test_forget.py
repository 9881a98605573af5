"""Values erased: from the rows, the journal, the index, the file; the chain stays proved."""

from __future__ import annotations

import contextlib
import datetime as dt
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from db import asof, backup, chain, forget_copies
from db import models as m
from db.connection import connect, sealed_mark
from db.forget import FINAL, forget
from db.forgotten import mark
from db.journal import broken_steps, ops_of, proof, steps_of
from db.merge import rechain
from db.mirror import differences
from db.store import Store, use_case
from db.undo import CannotUndo, take_back
from desktop.flow.annotate import annotate
from desktop.flow.history import events
from desktop.flow.sentences import every_sentence
from desktop.flow.soundness_words import break_words
from desktop.terminal.forget import forget_copies as forget_in_copies
from tests.db.conftest import Opener
from tests.office import application, bring, open_office

SECRET = "Ombeline Trucmuche-Essai"
AGAIN = "Nouveau nom donné ensuite"


@use_case("Oublier", right="erase")
def erasing(session: Session, *, ent: str, rids: list[bytes], fields: str, why: str = "demande") -> int:
    return forget(session, ent=ent, rids=rids, fields=fields, why=why)


@use_case("Nommer {value}", right="edit")
def naming(session: Session, *, contact: bytes, value: str) -> None:
    row = session.get_one(m.Contact, contact)
    row.last_name = value


@use_case("Retirer un contact", right="edit")
def removing(session: Session, *, contact: bytes) -> None:
    session.delete(session.get_one(m.Contact, contact))


def contact_of(store: Store, dossier: bytes) -> bytes:
    return bytes(
        store.reader.execute("SELECT id FROM contact WHERE dossier_id = ?", (dossier,)).fetchone()[0]
    )


def values(store: Store, contact: bytes) -> Any:
    return store.reader.execute("SELECT last_name, phone FROM contact WHERE id = ?", (contact,)).fetchone()


def raw_bytes(store: Store) -> bytes:
    files = [store.path, store.path.with_name(store.path.name + "-wal")]
    return b"".join(path.read_bytes() for path in files if path.exists())


def _filled(store: Store) -> tuple[Store, bytes, bytes]:
    dossier = bring(store, application())[0].dossier
    assert dossier is not None
    contact = contact_of(store, dossier)
    store.do(naming, contact=contact, value=SECRET)
    store.do(annotate, dossier=dossier, place="dossier", text="Une autre chose", audience="team")
    return store, dossier, contact


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[tuple[Store, bytes, bytes]]:
    found = _filled(open_office(tmp_path))
    yield found
    found[0].close()


@pytest.fixture
def either(tmp_path: Path, open_kept: Opener) -> Iterator[tuple[Store, bytes, bytes]]:
    """In clear, then encrypted."""
    found = _filled(open_kept(tmp_path))
    yield found
    found[0].close()


def test_a_value_is_nowhere_any_more(either: Any) -> None:
    store, _, contact = either
    before = chain.anchor(store.reader, store.site)
    assert store.do(erasing, ent="contact", rids=[contact], fields="last_name phone").value == 1
    assert values(store, contact) == ("", "")
    content = raw_bytes(store)
    assert SECRET.encode() not in content
    assert b"trucmuche" not in content.lower()
    everything = "\n".join(store.reader.iterdump()) if hasattr(store.reader, "iterdump") else ""
    assert "rucmuche" not in everything
    # Proved to whoever kept a hash of the chain, and the tables say what the journal says.
    assert broken_steps(store.reader) == []
    assert chain.first_break(store.reader) is None
    assert chain.against(store.reader, before) is None
    assert list(differences(store.reader)) == []
    assert store.reader.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_it_is_not_undone_nor_is_what_came_before(kept: Any) -> None:
    store, _, contact = kept
    store.do(erasing, ent="contact", rids=[contact], fields="last_name")
    with pytest.raises(CannotUndo) as told:
        store.undo()
    assert str(told.value) == FINAL
    store.do(naming, contact=contact, value=AGAIN)
    store.undo()
    assert values(store, contact)[0] == ""
    store.redo()
    assert values(store, contact)[0] == AGAIN
    assert broken_steps(store.reader) == []


def test_a_removed_row_is_forgotten_and_does_not_come_back(kept: Any) -> None:
    store, _, contact = kept
    store.do(removing, contact=contact)
    store.do(erasing, ent="contact", rids=[contact], fields="last_name first_name")
    assert SECRET.encode() not in raw_bytes(store)
    assert broken_steps(store.reader) == []
    assert list(differences(store.reader)) == []
    step = store.reader.execute("SELECT id FROM step WHERE verb = 'removing'").fetchone()[0]
    with store.write_raw() as raw, pytest.raises(CannotUndo, match="effacée"):
        take_back(raw, bytes(step))


def test_rows_removed_in_the_step_that_forgets_them(kept: Any) -> None:
    store, _, contact = kept

    def both(session: Session) -> None:
        forget(session, ent="contact", rids=[contact], fields="last_name", why="élimination")
        session.delete(session.get_one(m.Contact, contact))

    store.do(both)
    assert values(store, contact) is None
    assert SECRET.encode() not in raw_bytes(store)
    assert broken_steps(store.reader) == []
    assert list(differences(store.reader)) == []


def test_the_past_does_not_tell_it_either(kept: Any) -> None:
    store, dossier, contact = kept
    store.do(erasing, ent="contact", rids=[contact], fields="last_name")
    story = asof.Story(store.reader, dossier)
    for count in range(1, len(story.moments()) + 1):
        row = story.at(count).rows.get(("contact", contact), {})
        assert row.get("last_name", "") == ""
    assert story.at(len(story.moments())).open == frozenset()


def test_steps_proved_by_the_values_themselves_are_made_again_and_it_is_told(kept: Any) -> None:
    store, _, contact = kept
    as_before(store)
    assert broken_steps(store.reader) == []
    store.do(erasing, ent="contact", rids=[contact], fields="last_name")
    assert broken_steps(store.reader) == []
    assert "La chaîne a été refaite" in chain.made_again(store.reader)
    assert "oublié" in chain.made_again(store.reader)
    # Once made again they are proved by the hashes: a second erasure makes nothing again.
    count = store.reader.execute("SELECT count(*) FROM step WHERE verb = 'erased'").fetchone()[0]
    store.do(erasing, ent="contact", rids=[contact], fields="phone email")
    again = store.reader.execute("SELECT count(*) FROM step WHERE verb = 'erased'").fetchone()[0]
    assert (count, again) == (1, 1)
    assert broken_steps(store.reader) == []


def as_before(store: Store) -> None:
    """The chain as an earlier version of the program made it."""
    with store.write_raw() as raw, rechain.opened(raw):
        before = b""
        for n, fields, _, _, _ in steps_of(raw):
            made = proof(before, fields, ops_of(raw, n), 1)
            raw.execute("UPDATE step SET before = ?, hash = ?, scheme = 1 WHERE n = ?", (before, made, n))
            before = made


def test_a_base_opened_with_something_to_erase_erases_it(either: Any, monkeypatch: Any) -> None:
    store, _, contact = either
    with monkeypatch.context() as cut:  # the power goes between the step and what follows
        cut.setattr(Store, "_erase", lambda self: None)
        store.do(erasing, ent="contact", rids=[contact], fields="last_name")
    assert SECRET.encode() in raw_bytes(store) or sealed_mark(store.path)
    store.close()
    again = Store(store.path, author="A. Exemple", place="poste-test")
    assert SECRET.encode() not in raw_bytes(again)
    asked = again.reader.execute(
        "SELECT count(*) FROM op WHERE val LIKE ? OR base LIKE ?", (f"%{SECRET}%",) * 2
    )
    assert asked.fetchone()[0] == 0
    again.close()


def test_what_is_altered_is_still_told_beside_what_is_erased(kept: Any) -> None:
    store, _, contact = kept
    store.do(naming, contact=contact, value=AGAIN)
    store.do(erasing, ent="contact", rids=[contact], fields="phone")
    raw = connect(store.path)
    for table in ("op", "step"):
        raw.execute(f"DROP TRIGGER trail_{table}_no_UPDATE")
    raw.execute("UPDATE op SET val = '\"Autre\"' WHERE field = 'last_name' AND val LIKE '%ensuite%'")
    found = chain.first_break(raw)
    raw.close()
    assert found is not None and found.proved
    assert [d.proved for d in found.details] == [AGAIN]


def test_keys_are_not_values(kept: Any) -> None:
    store, _, contact = kept
    with pytest.raises(ValueError, match="dossier_id"):
        store.do(erasing, ent="contact", rids=[contact], fields="dossier_id")


def test_the_history_says_that_it_was_erased_and_when(kept: Any) -> None:
    store, dossier, contact = kept
    store.do(erasing, ent="contact", rids=[contact], fields="last_name")
    told = [one.text for one in every_sentence(store.reader, dossier, "A. Exemple")]
    day = f"{dt.date.today():%d/%m/%Y}"
    assert any(f"valeur effacée le {day}" in text for text in told)
    assert not any("rucmuche" in text or "forgotten" in text for text in told)
    plain = [(one.before, one.after) for one in events(store.reader, dossier)]
    assert (f"valeur effacée le {day}", "") in plain
    assert not any("forgotten" in text for pair in plain for text in pair)


def test_the_automatic_copies_forget_it_too(either: Any) -> None:
    store, _, contact = either
    copy = backup.dated(store.path, "start")
    store.copy_to(copy)
    old = backup.dated(store.path, "start", dt.datetime(2024, 1, 1))
    old.write_bytes(b"SQLite format 3\0 abime")
    store.do(erasing, ent="contact", rids=[contact], fields="last_name")
    said = forget_copies.rewrite(store.path)
    assert (said.changed, said.left) == (1, (old,))
    assert SECRET.encode() not in copy.read_bytes()
    with contextlib.closing(connect(copy, read_only=True)) as raw:
        assert broken_steps(raw) == []
        assert raw.execute("SELECT last_name FROM contact WHERE id = ?", (contact,)).fetchone()[0] == ""
        assert raw.execute("SELECT count(*) FROM op WHERE val LIKE ?", (f"%{SECRET}%",)).fetchone()[0] == 0
    assert forget_copies.rewrite(store.path).changed == 0  # done once
    assert backup.check(copy) == []


def test_the_terminal_rewrites_the_copies_and_names_those_it_cannot(kept: Any) -> None:
    store, _, contact = kept
    store.copy_to(backup.dated(store.path, "import", dt.datetime(2025, 5, 5)))
    old = backup.dated(store.path, "start", dt.datetime(2024, 1, 1))
    old.write_bytes(b"abime")
    store.do(erasing, ent="contact", rids=[contact], fields="last_name")
    said, lines, errors = forget_in_copies(Namespace(db=store.path))
    assert (said, lines) == (
        {"changed": 1, "left": [old.name]}, ["1 copie réécrite sans ce qui a été effacé."],
    )  # fmt: skip
    assert len(errors) == 1 and old.name in errors[0]


def test_a_value_hidden_without_an_erasure_is_told(kept: Any) -> None:
    store, *_ = kept
    raw = connect(store.path)
    raw.execute("DROP TRIGGER trail_op_no_UPDATE")
    query = "SELECT id, val FROM op WHERE ent = 'contact' AND field = 'last_name'"
    for key, val in raw.execute(query).fetchall():
        raw.execute("UPDATE op SET val = ? WHERE id = ?", (mark(val), key))
    found = chain.first_break(raw)
    assert found is not None and (found.kind, found.missing) == ("hidden", 1)
    assert "sans qu’aucun effacement le demande" in break_words(raw, found)
    raw.close()
