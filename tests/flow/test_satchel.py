"""A satchel and its journey: enrol, prepare, open elsewhere, work apart, give back, take back."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from db import queries
from db.journal import broken_steps
from db.merge.scope import Scope
from db.store import Store
from desktop.exchange import keys
from desktop.exchange.keys import Keys
from desktop.flow import enrol as verbs
from desktop.flow.annotate import annotate
from desktop.flow.files import place_of
from desktop.flow.pieces import add_piece
from desktop.flow.satchel import Departure, give_back, prepare
from desktop.flow.satchel_back import Arrival, open_new, take_in
from desktop.flow.satchel_trust import standing
from tests.office import application, bring, dump, founded

HUB, OFFICE = "Mairie", "Antenne Étouvie"
PDF = b"%PDF-1.4 piece d'essai " + b"x" * 5000


class World(NamedTuple):
    """The hub with its dossiers, the keys of both places, a folder that plays the stick."""

    hub: Store
    folder: Path
    mine: Keys
    theirs: Keys
    key: bytes  # of the workstation at the hub
    dossiers: dict[str, bytes]

    @property
    def stick(self) -> Path:
        return self.folder / "cle"

    def leave(self, **more: object) -> Departure:
        return prepare(self.hub, workstation=self.key, folder=self.stick, keys=self.mine, **more)  # type: ignore[arg-type]

    def open(self, path: Path) -> Arrival:
        hub = self.mine.public
        return open_new(path, database=self.folder / "antenne" / "parvis.db", keys=self.theirs, hub=hub,
                        fingerprint=hub.fingerprint, author="B. Antenne")  # fmt: skip


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    path = tmp_path / "mairie" / "parvis.db"
    path.parent.mkdir()
    path.write_bytes(founded().read_bytes())
    hub = Store(path, author="A. Exemple", place=HUB)
    bring(hub, application("1", quarters=["Étouvie"]), application("2", quarters=["Étouvie"]),
          application("3", quarters=["Pierre Rollin"]))  # fmt: skip
    dossiers = {
        str(source): bytes(key) for source, key in hub.reader.execute("SELECT source_id, id FROM dossier")
    }
    hub.do(add_piece, dossier=dossiers["1"], name="statuts.pdf", content=PDF)
    hub.do(add_piece, dossier=dossiers["3"], name="rib.pdf", content=PDF + b"3")
    mine, theirs, safe = keys.make(HUB), keys.make(OFFICE), keys.make("Coffre")
    hub.do(verbs.become_hub, public=mine.public, escrow=safe.public.recipient)
    code = next(row.code for row in queries.quarters(hub.reader) if row.short == "Étouvie")
    key = hub.do(verbs.enrol, public=theirs.public, scope=Scope(quarters=frozenset({code}))).value
    hub.do(verbs.confirm, workstation=key, fingerprint=theirs.public.fingerprint)
    yield World(hub, tmp_path, mine, theirs, key, dossiers)
    hub.close()


@contextlib.contextmanager
def antenna(world: World) -> Iterator[Store]:
    """The office's base, opened as the window does: without being told its name."""
    store = Store(world.folder / "antenne" / "parvis.db", author="B. Antenne")
    try:
        yield store
    finally:
        store.close()


def notes(store: Store) -> list[str]:
    return [row[0] for row in store.reader.execute("SELECT text FROM annotation ORDER BY text")]


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """What is exchanged, in the scope of the office."""
    return dump(store.reader)


def test_the_whole_journey(world: World) -> None:
    hub, (one, two, _far) = world.hub, (world.dossiers[n] for n in ("1", "2", "3"))
    gone = world.leave()
    assert gone.dossiers == 2 and gone.pieces == 1 and gone.number == 1 and gone.missing == ()
    lent = hub.reader.execute("SELECT dossier_id FROM loan WHERE back_at IS NULL").fetchall()
    assert {bytes(row[0]) for row in lent} == {one, two}

    arrival = world.open(gone.path)
    assert arrival.receipt.new == gone.ops and arrival.pieces == 1 and arrival.receipt.conflicts == 0
    with antenna(world) as office:
        assert office.site == OFFICE and standing(office.reader, office.site).role == "station"
        here = {bytes(row[0]) for row in office.reader.execute("SELECT id FROM dossier")}
        assert here >= {one, two}
        assert queries.setting(office.reader, "letterhead") == queries.setting(hub.reader, "letterhead")
        # Both sides work.
        office.do(annotate, dossier=one, place="section:objectives", text="Vu à l’antenne")
        office.do(add_piece, dossier=two, name="rapport.pdf", content=PDF + b"antenne")
        title(office, one, "Titre de l’antenne")
        hub.do(annotate, dossier=one, place="section:objectives", text="Vu à la mairie")
        title(hub, one, "Titre de la mairie")
        back = give_back(office, folder=world.stick, keys=world.theirs)
        assert back.to == HUB and back.pieces == 1 and back.path.name.startswith("Antenne-Etouvie_000001_")

    home = take_in(hub, back.path, keys=world.mine)
    assert home.receipt.new == back.ops and home.receipt.conflicts == 1 and home.pieces == 1
    assert home.copy is not None and home.copy.name.endswith("-reprise.parvis")
    assert notes(hub) == ["Vu à la mairie", "Vu à l’antenne"]
    assert hub.reader.execute("SELECT count(*) FROM loan WHERE back_at IS NULL").fetchone() == (0,)
    assert hub.reader.execute("SELECT ent, field FROM conflict").fetchall() == [("dossier", "title")]
    sha = hub.reader.execute(
        "SELECT f.sha256 FROM piece p JOIN file f ON f.id = p.file_id "
        "WHERE p.dossier_id = ? AND p.name = 'rapport.pdf'",
        (two,),
    ).fetchone()[0]
    assert place_of(hub.files, sha).read_bytes() == PDF + b"antenne"

    before = rows(hub), hub.reader.execute("SELECT count(*) FROM op").fetchone()
    again = take_in(hub, back.path, keys=world.mine)
    assert again.receipt.new == 0 and again.receipt.known == back.ops and again.receipt.conflicts == 0
    assert (rows(hub), hub.reader.execute("SELECT count(*) FROM op").fetchone()) == before

    # The hub's next satchel acknowledges: what is given back after it holds nothing twice.
    second = world.leave()
    assert second.number == 2 and second.ops < gone.ops
    with antenna(world) as office:
        news = take_in(office, second.path, keys=world.theirs)
        assert news.receipt.digest_ok is not False and notes(office) == notes(hub)
        assert give_back(office, folder=world.stick, keys=world.theirs).ops == 0
        assert broken_steps(office.reader) == []
    assert broken_steps(hub.reader) == []


def title(store: Store, dossier: bytes, words: str) -> None:
    from db import models as m

    def retitle(session, *, key: bytes, to: str) -> None:  # type: ignore[no-untyped-def]
        session.get_one(m.Dossier, key).title = to

    store.do(retitle, key=dossier, to=words)
