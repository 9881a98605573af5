"""What a satchel carries and what it does not: quarters that enter and leave, columns, contents of pieces."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from db import backup, queries
from db.connection import open_reader
from db.merge.lot import BadLot
from db.merge.scope import Scope
from db.store import Store
from desktop.exchange import keys
from desktop.exchange.satchel_in import peek
from desktop.flow import enrol as verbs
from desktop.flow.annotate import annotate
from desktop.flow.files import place_of
from desktop.flow.pieces import add_piece
from desktop.flow.satchel import give_back, prepare
from desktop.flow.satchel_back import take_in
from tests.flow.test_satchel import World, antenna, world
from tests.office import dump

__all__ = ["world"]


def quarter(store: Store, short: str) -> str:
    return next(row.code for row in queries.quarters(store.reader) if row.short == short)


def numbers(store: Store) -> set[str]:
    return {row[0] for row in store.reader.execute("SELECT source_id FROM dossier")}


def contents(store: Store) -> set[str]:
    return {str(path.relative_to(store.files)) for path in store.files.rglob("*") if path.is_file()}


def exchange(world: World, scope: Scope) -> None:
    """The office gives back, the hub answers with this scope."""
    with antenna(world) as office:
        back = give_back(office, folder=world.stick, keys=world.theirs)
    take_in(world.hub, back.path, keys=world.mine)
    gone = world.leave(scope=scope)
    with antenna(world) as office:
        take_in(office, gone.path, keys=world.theirs)


def test_a_quarter_enters_with_its_history_and_leaves_without_a_trace(world: World) -> None:
    own, more = quarter(world.hub, "Étouvie"), quarter(world.hub, "P. Rollin")
    world.open(world.leave().path)
    with antenna(world) as office:
        assert numbers(office) == {"1", "2"} and len(contents(office)) == 1
    exchange(world, Scope(quarters=frozenset({own, more})))
    with antenna(world) as office:
        assert numbers(office) == {"1", "2", "3"} and len(contents(office)) == 2
        backup.daily(office.path, "start")
        office.do(annotate, dossier=world.dossiers["3"], place="dossier", text="Vu")
    exchange(world, Scope(quarters=frozenset({own})))
    with antenna(world) as office:
        assert numbers(office) == {"1", "2"} and len(contents(office)) == 1
        assert office.reader.execute(
            "SELECT count(*) FROM op WHERE dossier = ?", (world.dossiers["3"],)
        ).fetchone() == (0,)
    (copy,) = (world.folder / "antenne" / "copies").iterdir()
    with closing(open_reader(copy)) as reader:  # nor in the copies that were made before
        assert reader.execute("SELECT count(*) FROM dossier").fetchone() == (2,)
    assert world.hub.reader.execute("SELECT text FROM annotation").fetchall() == [("Vu",)]
    exchange(world, Scope(quarters=frozenset({own, more})))
    with antenna(world) as office:  # back, with its history and its piece
        assert numbers(office) == {"1", "2", "3"} and len(contents(office)) == 2


def test_a_column_left_out_is_never_written_and_nothing_is_lost(world: World) -> None:
    def account(session) -> None:  # type: ignore[no-untyped-def]
        from db import models as m

        for row in session.query(m.Applicant):
            row.iban = "FR7600000000000000000000000"

    world.hub.do(account)
    gone = world.leave(scope=Scope(left_out=frozenset({("applicant", "iban")})))
    assert "applicant.iban" in " ".join(gone.handed.notes)
    world.open(gone.path)
    assert b"FR7600000" not in (world.folder / "antenne" / "parvis.db").read_bytes()
    with antenna(world) as office:
        assert {row[0] for row in office.reader.execute("SELECT iban FROM applicant")} == {""}
        office.do(annotate, dossier=world.dossiers["1"], place="dossier", text="Vu")
        back = give_back(office, folder=world.stick, keys=world.theirs)
    home = take_in(world.hub, back.path, keys=world.mine)
    assert home.receipt.conflicts == 0
    kept = {row[0] for row in world.hub.reader.execute("SELECT iban FROM applicant")}
    assert kept == {"FR7600000000000000000000000"}


def test_contents_travel_once_and_again_when_they_are_lost(world: World) -> None:
    scope = Scope(quarters=frozenset({quarter(world.hub, "Étouvie")}), pieces=False)
    light = world.leave(scope=scope)
    assert light.pieces == 0
    world.open(light.path)
    with antenna(world) as office:
        assert contents(office) == set() and numbers(office) == {"1", "2"}
    whole = Scope(quarters=scope.quarters)
    exchange(world, whole)
    with antenna(world) as office:
        (only,) = contents(office)
    exchange(world, whole)
    last = sorted(world.stick.glob("Mairie_*"))[-1]
    assert size_without_pieces(last) == 0  # nothing travels twice
    with antenna(world) as office:
        (office.files / only).unlink()
    exchange(world, whole)
    with antenna(world) as office:
        assert contents(office) == {only}


def size_without_pieces(path: Path) -> int:
    return len(peek(path).pieces)


def test_what_the_hub_lacks_comes_from_the_office(world: World) -> None:
    world.open(world.leave().path)
    with antenna(world) as office:
        (only,) = contents(office)
    lost = place_of(world.hub.files, only.replace("/", ""))
    content = lost.read_bytes()
    lost.unlink()
    exchange(world, Scope(quarters=frozenset({quarter(world.hub, "Étouvie")})))
    with antenna(world) as office:
        back = give_back(office, folder=world.stick, keys=world.theirs)
    assert back.pieces == 1
    take_in(world.hub, back.path, keys=world.mine)
    assert lost.read_bytes() == content


def test_a_restored_base_goes_on_under_another_name_and_loses_nothing(world: World) -> None:
    """The laptop gives back, is restored from an older copy, works again: the hub refuses the number used
    twice, its next satchel tells the copy so, which then gives back everything."""
    world.open(world.leave().path)
    path = world.folder / "antenne" / "parvis.db"
    before = path.read_bytes()
    with antenna(world) as office:
        office.do(annotate, dossier=world.dossiers["1"], place="dossier", text="avant la panne")
        first = give_back(office, folder=world.stick, keys=world.theirs)
    take_in(world.hub, first.path, keys=world.mine)
    path.write_bytes(before)
    with antenna(world) as office:
        office.do(annotate, dossier=world.dossiers["1"], place="dossier", text="après la panne")
        again = give_back(office, folder=world.folder / "autre", keys=world.theirs)
    with pytest.raises(BadLot, match="copie restaurée ou clonée"):
        take_in(world.hub, again.path, keys=world.mine)
    news = world.leave()
    with antenna(world) as office:
        told = take_in(office, news.path, keys=world.theirs)
        assert "continue sous le nom" in " ".join(told.receipt.notes)
    with antenna(world) as office:
        assert office.site == "Antenne Étouvie~2"
        back = give_back(office, folder=world.stick, keys=world.theirs)
    assert take_in(world.hub, back.path, keys=world.mine).receipt.new == back.ops
    found = {row[0] for row in world.hub.reader.execute("SELECT text FROM annotation")}
    assert found == {"avant la panne", "après la panne"}
    next_one = world.leave()  # addressed to the life that goes on
    assert next_one.to == "Antenne Étouvie~2"
    with antenna(world) as office:
        assert take_in(office, next_one.path, keys=world.theirs).receipt.digest_ok is True
        assert give_back(office, folder=world.stick, keys=world.theirs).ops == 0


def test_one_stick_carries_the_satchels_of_several_offices(world: World) -> None:
    others = [keys.make(f"Antenne {n}") for n in range(5)]
    for one in others:
        key = world.hub.do(verbs.enrol, public=one.public).value
        world.hub.do(verbs.confirm, workstation=key, fingerprint=one.public.fingerprint)
        prepare(world.hub, workstation=key, folder=world.stick, keys=world.mine)
    paths = list(world.stick.iterdir())
    assert len(paths) == 5 and {peek(path).to[0] for path in paths} == {one.site for one in others}
    for _ in range(4):
        world.leave()
    mine = [peek(path).number for path in world.stick.iterdir() if peek(path).to == ("Antenne Étouvie",)]
    assert sorted(mine) == [2, 3, 4] and len(list(world.stick.iterdir())) == 8


def test_an_older_satchel_opened_late_moves_nothing(world: World) -> None:
    own, more = quarter(world.hub, "Étouvie"), quarter(world.hub, "P. Rollin")
    old = world.leave()
    new = world.leave(scope=Scope(quarters=frozenset({own, more})))
    world.open(new.path)
    with antenna(world) as office:
        office.do(annotate, dossier=world.dossiers["3"], place="dossier", text="Vu")
        before = dump(office.reader)
        told = take_in(office, old.path, keys=world.theirs).receipt
        assert told.new == 0 and told.known == old.ops and "plus récente" in " ".join(told.notes)
        assert dump(office.reader) == before and numbers(office) == {"1", "2", "3"}
        assert give_back(office, folder=world.stick, keys=world.theirs).ops == 1


def test_work_not_yet_given_back_survives_the_loss_of_its_quarter(world: World) -> None:
    own, more = quarter(world.hub, "Étouvie"), quarter(world.hub, "P. Rollin")
    world.open(world.leave(scope=Scope(quarters=frozenset({own, more}))).path)
    with antenna(world) as office:
        office.do(annotate, dossier=world.dossiers["3"], place="dossier", text="Vu avant de partir")
        office.do(add_piece, dossier=world.dossiers["3"], name="photo.pdf", content=b"%PDF-1.4 photo")
    narrower = world.leave(scope=Scope(quarters=frozenset({own})))
    with antenna(world) as office:
        take_in(office, narrower.path, keys=world.theirs)
        back = give_back(office, folder=world.stick, keys=world.theirs)
    home = take_in(world.hub, back.path, keys=world.mine)
    assert home.receipt.refused == () and home.pieces == 1
    assert [row[0] for row in world.hub.reader.execute("SELECT text FROM annotation")] == [
        "Vu avant de partir"
    ]
    after = world.leave()
    with antenna(world) as office:
        assert len(contents(office)) == 2  # what was not yet acknowledged stays until it is
        take_in(office, after.path, keys=world.theirs)
        assert numbers(office) == {"1", "2"} and len(contents(office)) == 1
