"""An erasure travels: every base forgets the value, whoever still sends it."""

from __future__ import annotations

import random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from db import chain
from db import models as m
from db.forget import forget
from db.journal import broken_steps
from db.keys import new_key
from db.merge import digest
from db.merge.rebuild import rebuild
from db.merge.scope import Scope
from db.mirror import differences
from tests.db.merge.sites import Site, exchange

SECRET = "Ombeline Trucmuche-Essai"
Three = tuple[Site, Site, Site]


def contact(session: Session, dossier: bytes, name: str) -> bytes:
    key = new_key()
    session.add(m.Contact(id=key, dossier_id=dossier, kind="in_charge", last_name=name))
    return key


def erase(session: Session, key: bytes) -> None:
    forget(session, ent="contact", rids=[key], fields="last_name", why="demande")


@pytest.fixture
def known(city: Three) -> tuple[Three, bytes]:
    hub, a, b = city
    dossier = hub.one("SELECT id FROM dossier ORDER BY number")
    key = hub.do(contact, dossier=dossier, name=SECRET)
    exchange(hub, a, b)
    return city, key


def name_at(site: Site, key: bytes) -> Any:
    return site.one("SELECT last_name FROM contact WHERE id = ?", key)


def told(site: Site, text: str) -> int:
    """How many operations still tell a text; and none of the file does."""
    count = site.one("SELECT count(*) FROM op WHERE base LIKE ?1 OR val LIKE ?1", f"%{text}%")
    files = [site.path, site.path.with_name(site.path.name + "-wal")]
    inside = any(text.encode() in path.read_bytes() for path in files if path.exists())
    assert bool(count) == inside
    return int(count)


def same_everywhere(*sites: Site) -> None:
    tables = [digest.tables(site.store.reader, Scope()) for site in sites]
    assert all(each == tables[0] for each in tables)
    for site in sites:
        assert broken_steps(site.store.reader) == []
        assert list(differences(site.store.reader)) == []
        assert site.conflicts() == []


def test_all_bases_forget(known: Any) -> None:
    (hub, a, b), key = known
    a.do(erase, key=key)
    assert (told(a, SECRET), told(b, SECRET)) == (0, 1)
    exchange(hub, a, b)
    assert [told(site, SECRET) for site in (hub, a, b)] == [0, 0, 0]
    assert [name_at(site, key) for site in (hub, a, b)] == ["", "", ""]
    same_everywhere(hub, a, b)


def test_what_was_written_apart_without_knowing_is_forgotten_too(known: Any) -> None:
    (hub, a, b), key = known
    b.sql("UPDATE contact SET last_name = ? WHERE id = ?", SECRET + " bis", key)
    late = b.up()
    a.do(erase, key=key)
    exchange(hub, a, b)
    assert [told(site, SECRET) for site in (hub, a, b)] == [0, 0, 0]
    assert [name_at(site, key) for site in (hub, a, b)] == ["", "", ""]
    # The lot that left before it knew comes again, with the value: it is the same, and changes nothing.
    receipt = hub.take(late)
    assert receipt.new == 0
    assert told(hub, SECRET) == 0
    same_everywhere(hub, a, b)


def test_a_value_given_after_the_erasure_stays(known: Any) -> None:
    (hub, a, b), key = known
    a.do(erase, key=key)
    exchange(hub, a, b)
    b.sql("UPDATE contact SET last_name = 'Neuf' WHERE id = ?", key)
    exchange(hub, a, b)
    hub.store._erase()
    assert [name_at(site, key) for site in (hub, a, b)] == ["Neuf"] * 3
    same_everywhere(hub, a, b)


def test_a_removed_row_is_forgotten_everywhere(known: Any) -> None:
    (hub, a, b), key = known
    a.sql("DELETE FROM contact WHERE id = ?", key)
    a.do(erase, key=key)
    exchange(hub, a, b)
    assert [told(site, SECRET) for site in (hub, a, b)] == [0, 0, 0]
    same_everywhere(hub, a, b)


def test_a_new_base_gets_the_journal_without_the_value(known: Any, tmp_path: Any) -> None:
    (hub, a, b), key = known
    a.do(erase, key=key)
    exchange(hub, a, b)
    late = Site(tmp_path, "late")
    late.take(hub.down(late))
    assert told(late, SECRET) == 0
    same_everywhere(hub, late)
    late.close()


def test_rebuilding_the_tables_brings_nothing_back(known: Any) -> None:
    (_, a, _), key = known
    a.do(erase, key=key)
    with a.store.merging() as connection:
        connection.execute("DELETE FROM capture")
        assert rebuild(connection, "A") == []
    assert name_at(a, key) == ""


def test_a_lot_that_waits_is_erased_too(known: Any) -> None:
    (hub, a, b), key = known
    b.sql("UPDATE contact SET last_name = ? WHERE id = ?", SECRET + " ter", key)
    b.up()
    first = b.sent
    b.sql("UPDATE contact SET phone = '0' WHERE id = ?", key)
    b.sql("UPDATE contact SET last_name = ? WHERE id = ?", SECRET + " quater", key)
    early = b.up(after=first)
    hub.take(early)
    assert hub.one("SELECT count(*) FROM parked") == 1
    a.do(erase, key=key)
    hub.take(a.up())
    import zlib

    assert SECRET.encode() not in zlib.decompress(hub.one("SELECT lot FROM parked"))
    exchange(hub, a, b)
    assert hub.one("SELECT count(*) FROM parked") == 0
    assert [told(site, SECRET) for site in (hub, a, b)] == [0, 0, 0]
    same_everywhere(hub, a, b)


@pytest.mark.parametrize("seed", (1, 3))
def test_whatever_the_order_nothing_erased_stays_and_all_bases_agree(city: Three, seed: int) -> None:
    """Writes, removals, erasures and partial exchanges in any order, on rows that all know."""
    dice, (hub, *stations) = random.Random(seed), city
    dossier = hub.one("SELECT id FROM dossier ORDER BY number")
    keys = [hub.do(contact, dossier=dossier, name=f"{SECRET} {n}") for n in range(3)]
    exchange(hub, *stations)
    erased: set[bytes] = set()
    for turn in range(14):
        site, key = dice.choice([hub, *stations]), dice.choice(keys)
        deed = dice.random()
        if deed < 0.4:
            site.sql("UPDATE contact SET last_name = ? WHERE id = ?", f"{SECRET} {turn} de {site.name}", key)
        elif deed < 0.5:
            site.sql("DELETE FROM contact WHERE id = ?", key)
        elif deed < 0.65:
            site.do(erase, key=key)
            erased.add(key)
        elif site is not hub:
            hub.take(site.up())
            if dice.random() < 0.6:
                site.take(hub.down(site))
    for key in keys:  # whatever was written last, it is erased once more by somebody who knows all
        exchange(hub, *stations)
        dice.choice(stations).do(erase, key=key)
    exchange(hub, *stations, rounds=3)
    tables = [digest.tables(site.store.reader, Scope()) for site in (hub, *stations)]
    assert tables[0] == tables[1] == tables[2]
    for site in (hub, *stations):
        assert told(site, SECRET) == 0
        assert chain.first_break(site.store.reader) is None
        assert list(differences(site.store.reader)) == []
        assert site.conflicts() == hub.conflicts()
