"""A satchel and its journey: enrol, prepare, open elsewhere, work apart, give back, take back."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

import pypdfium2 as pdfium
import pytest

from db import models as m
from db import queries
from db.journal import broken_steps
from db.keys import key_of
from db.merge.scope import Scope
from db.rights import NotAllowed
from db.store import Store
from desktop.exchange import keys
from desktop.exchange.keys import Keys
from desktop.exchange.satchel_seal import Stopped
from desktop.exchange.satchel_zip import Refused
from desktop.flow import enrol as verbs
from desktop.flow.annotate import annotate
from desktop.flow.files import place_of
from desktop.flow.found import found
from desktop.flow.pieces import add_piece
from desktop.flow.satchel import Departure, give_back, prepare
from desktop.flow.satchel_back import Arrival, open_new, take_in
from desktop.flow.satchel_folder import deposit, use_folder, watch_once
from desktop.flow.satchel_look import look
from desktop.flow.satchel_paper import escrow_pdf, receipt_pdf, sheet_pdf
from desktop.flow.satchel_trust import place_named, standing
from desktop.paths import resources
from tests.exchange.satchel_damage import fates
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


@cache
def _met() -> tuple[Path, Keys, Keys, bytes, dict[str, bytes]]:
    """The folder of the hub once both places know each other, and the rest of a world: made once."""
    path = Path(mkdtemp(prefix="parvis-world-")) / "mairie" / "parvis.db"
    path.parent.mkdir()
    shutil.copyfile(founded(), path)
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
    hub.close()
    return path.parent, mine, theirs, key, dossiers


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made, *rest = _met()
    shutil.copytree(made, tmp_path / "mairie")
    hub = Store(tmp_path / "mairie" / "parvis.db", author="A. Exemple", place=HUB)
    yield World(hub, tmp_path, *rest)  # type: ignore[call-arg]
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
    hub, (one, two, far) = world.hub, (world.dossiers[n] for n in ("1", "2", "3"))
    gone = world.leave()
    assert gone.dossiers == 2 and gone.pieces == 1 and gone.number == 1 and gone.missing == ()
    lent = hub.reader.execute("SELECT dossier_id FROM loan WHERE back_at IS NULL").fetchall()
    assert {bytes(row[0]) for row in lent} == {one, two}

    arrival = world.open(gone.path)
    assert arrival.receipt.new == gone.ops and arrival.pieces == 1 and arrival.receipt.conflicts == 0
    with antenna(world) as office:
        assert office.site == OFFICE and standing(office.reader, office.site).role == "station"
        here = {bytes(row[0]) for row in office.reader.execute("SELECT id FROM dossier")}
        assert here == {one, two} and far not in here
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
    assert second.number == 2 and second.ops < gone.ops and second.pieces == 0
    with antenna(world) as office:
        news = take_in(office, second.path, keys=world.theirs)
        assert news.receipt.digest_ok is True and notes(office) == notes(hub)
        assert give_back(office, folder=world.stick, keys=world.theirs).ops == 0
        assert broken_steps(office.reader) == []
    assert broken_steps(hub.reader) == []


def title(store: Store, dossier: bytes, words: str) -> None:

    def retitle(session, *, key: bytes, to: str) -> None:  # type: ignore[no-untyped-def]
        session.get_one(m.Dossier, key).title = to

    store.do(retitle, key=dossier, to=words)


def state(store: Store) -> tuple[object, ...]:
    """What must not move when a satchel is refused."""
    counted = [
        store.reader.execute(f"SELECT count(*) FROM {t}").fetchone() for t in ("op", "step", "shipment")
    ]
    return rows(store), counted, sorted(store.files.rglob("*"))


def test_nobody_unknown_is_heard_and_nothing_moves(world: World, tmp_path: Path) -> None:
    gone = world.leave()
    world.open(gone.path)
    with antenna(world) as office:
        office.do(annotate, dossier=world.dossiers["1"], place="section:objectives", text="Vu")
        back = give_back(office, folder=world.stick, keys=world.theirs).path
        stranger = give_back(office, folder=tmp_path / "autre", keys=keys.make(OFFICE)).path
    before = state(world.hub)
    with pytest.raises(Refused, match="n’est pas la signature"):
        take_in(world.hub, stranger, keys=world.mine)
    with pytest.raises(Refused, match="ne peut pas être ouverte sur ce poste"):
        take_in(world.hub, back, keys=keys.make(HUB))
    with pytest.raises(Refused, match="est destinée à « Antenne Étouvie »"):
        take_in(world.hub, gone.path, keys=world.mine)
    raw = back.read_bytes()
    told = fates(tmp_path, raw, keys.make("X"), 50, lambda path: take_in(world.hub, path, keys=world.mine))
    assert told["refused"] >= 50 and told["taken"] == told["crashed"] == 0
    assert state(world.hub) == before
    assert not (world.hub.path.parent / "copies").exists()  # refused before anything is done
    world.hub.do(verbs.revoke, workstation=world.key, why="ordinateur volé")
    with pytest.raises(Refused, match=r"révoqué le .* \(ordinateur volé\)"):
        take_in(world.hub, back, keys=world.mine)
    with pytest.raises(ValueError, match="rien ne part plus"):
        world.leave()


def test_what_is_stopped_leaves_nothing(world: World) -> None:
    before = state(world.hub)
    with pytest.raises(Stopped):
        world.leave(progress=lambda sentence, _: sentence != "Écriture de la mallette")
    assert state(world.hub) == before and list(world.stick.iterdir()) == []
    gone = world.leave()
    hub = world.mine.public
    database = world.folder / "antenne" / "parvis.db"
    for stop in ("Vérification de la mallette", "Reprise des pièces", "Reprise des opérations"):
        with pytest.raises(Stopped):
            open_new(gone.path, database=database, keys=world.theirs, hub=hub, fingerprint=hub.fingerprint,
                     progress=lambda sentence, _, stop=stop: sentence != stop)  # type: ignore[misc]  # fmt: skip
        assert not database.parent.exists() or list(database.parent.iterdir()) == []
    world.open(gone.path)
    with pytest.raises(ValueError, match="existe déjà"):
        world.open(gone.path)
    with antenna(world) as office:
        office.do(annotate, dossier=world.dossiers["1"], place="section:objectives", text="Vu")
        back = give_back(office, folder=world.stick, keys=world.theirs).path
    before = dump(world.hub.reader)
    with pytest.raises(Stopped):
        take_in(
            world.hub,
            back,
            keys=world.mine,
            progress=lambda sentence, _: sentence != "Reprise des opérations",
        )
    assert dump(world.hub.reader) == before


def test_satchels_are_cumulative_and_the_last_three_stay(world: World) -> None:
    world.open(world.leave().path)
    with antenna(world) as office:
        for text in ("un", "deux", "trois", "quatre"):
            office.do(annotate, dossier=world.dossiers["1"], place="section:objectives", text=text)
            last = give_back(office, folder=world.stick, keys=world.theirs)
    assert last.number == 4
    kept = sorted(path.name[:22] for path in world.stick.glob("Antenne-*"))
    assert kept == [f"Antenne-Etouvie_00000{n}" for n in (2, 3, 4)]
    first, _, third = sorted(world.stick.glob("Antenne-*"))
    assert take_in(world.hub, third, keys=world.mine).receipt.new == last.ops  # the first ones were lost
    assert take_in(world.hub, first, keys=world.mine).receipt.new == 0
    assert notes(world.hub) == ["deux", "quatre", "trois", "un"]


def test_it_is_looked_at_without_being_taken(world: World) -> None:
    gone = world.leave()
    told = look(gone.path, site=OFFICE, keys=world.theirs)
    assert told.manifest.to == (OFFICE,) and told.ops == gone.ops and told.trusted.startswith("Aucune base")
    assert {name for name, _ in told.authors} == {"Test", "A. Exemple"} and told.steps
    sealed = look(gone.path, site=OFFICE)
    assert sealed.ops is None and sealed.sealed and sealed.pieces == 1
    gone.path.write_bytes(gone.path.read_bytes()[:-4])
    with pytest.raises(Refused, match="abîmée"):
        look(gone.path, site=OFFICE, keys=world.theirs)


def test_receipts_and_sheets_are_papers(world: World) -> None:
    gone = world.leave()
    world.open(gone.path)
    with antenna(world) as office:
        office.do(annotate, dossier=world.dossiers["1"], place="section:objectives", text="Vu")
        back = give_back(office, folder=world.stick, keys=world.theirs)
        departure = words(receipt_pdf(office.reader, back.handed))
    home = take_in(world.hub, back.path, keys=world.mine)
    arrival = words(receipt_pdf(world.hub.reader, home.handed))
    for paper in (departure, arrival):  # the same figures on both sides
        assert back.path.name in paper and "Mallette n° 1" in paper and "signature" in paper
        assert all(group in paper for group in back.handed.fingerprint.split())
    assert back.handed.fingerprint == home.handed.fingerprint
    assert "B. Antenne" in departure and "A. Exemple" in arrival and "-reprise.parvis" in arrival
    place = place_named(world.hub.reader, OFFICE)
    assert place is not None
    sheet = words(sheet_pdf(world.hub.reader, world.mine.public, place, dt.date(2026, 3, 14)))
    assert all(group in sheet for group in world.theirs.public.fingerprint.split()) and "Étouvie" in sheet
    safe = keys.make("Coffre")
    assert "AGE-SECRET-KEY-1" in words(escrow_pdf(world.hub.reader, safe.identity, safe.public.recipient))


def words(pdf: bytes) -> str:
    with pdfium.PdfDocument(pdf) as read:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in read)


def test_the_verbs_of_enrolment_refuse_what_makes_no_sense(world: World) -> None:
    hub, public = world.hub, keys.make("Antenne Nord").public
    with pytest.raises(ValueError, match="nature de poste"):
        hub.do(verbs.enrol, public=public, kind="hub")
    with pytest.raises(ValueError, match="nom d’un poste central"):
        hub.do(verbs.enrol, public=public._replace(site=HUB))
    with pytest.raises(ValueError, match="pourquoi"):
        hub.do(verbs.revoke, workstation=world.key, why=" ")
    key = hub.do(verbs.enrol, public=public).value
    with pytest.raises(ValueError, match="n’est pas celle"):
        hub.do(verbs.confirm, workstation=key, fingerprint=world.mine.public.fingerprint)
    with pytest.raises(ValueError, match="Comparez d’abord"):
        prepare(hub, workstation=key, folder=world.stick, keys=world.mine)
    hub.do(verbs.confirm, workstation=key, fingerprint=public.fingerprint)
    # Other keys under the same name must be compared anew.
    hub.do(verbs.enrol, public=keys.make("Antenne Nord").public)
    assert place_named(hub.reader, "Antenne Nord").enrolled_at is None  # type: ignore[union-attr]
    hub.undo()
    assert place_named(hub.reader, "Antenne Nord").enrolled_at is not None  # type: ignore[union-attr]
    with pytest.raises(ValueError, match="échange déjà"):
        hub.do(verbs.join, hub=public, fingerprint=public.fingerprint, own=public)


def test_the_shared_folder_never_holds_the_base(world: World, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="pas en sûreté"):
        use_folder(world.hub, tmp_path)
    shared = tmp_path / "partage"
    gone = deposit(world.hub, shared, keys=world.mine, workstation=world.key)
    world.open(gone.path)
    with antenna(world) as office:
        office.do(annotate, dossier=world.dossiers["1"], place="section:objectives", text="Vu")
        deposit(office, shared, keys=world.theirs)
        assert watch_once(office, shared, keys=world.theirs) == []  # it came by hand already
    (one,) = watch_once(world.hub, shared, keys=world.mine)
    assert one.arrival is not None and one.why == "" and watch_once(world.hub, shared, keys=world.mine) == []
    assert notes(world.hub) == ["Vu"]


def test_who_may_not_exchange_writes_no_file(world: World) -> None:
    def people(session) -> None:  # type: ignore[no-untyped-def]
        for name, role in (("Chef Exemple", "administrator"), ("A. Exemple", "reader")):
            session.merge(m.Person(id=key_of("person", name), name=name, role=role, login=name))

    world.hub.do(people)
    with pytest.raises(NotAllowed, match="Rien n’a été enregistré"):
        world.leave()
    other = next(row.code for row in queries.quarters(world.hub.reader) if row.short == "Nord")

    def kept(session) -> None:  # type: ignore[no-untyped-def]
        row = session.get_one(m.Person, key_of("person", "A. Exemple"))
        row.role, row.quarters = "officer", other

    world.hub.author = "Chef Exemple"
    world.hub.do(kept)
    world.hub.author = "A. Exemple"
    with pytest.raises(NotAllowed, match="de vos quartiers"):
        world.leave()
    assert not world.stick.exists()


def test_a_base_that_exists_joins_the_hub(world: World) -> None:
    """Founded on its own, without dossiers: what both have is the same, nothing is to settle."""
    path = world.folder / "antenne" / "parvis.db"
    path.parent.mkdir()
    with contextlib.closing(Store(path, author="B. Antenne", place="portable-12")) as store:
        store.do(found, resources=resources())
        hub = world.mine.public
        with pytest.raises(ValueError, match="n’est pas celle de la carte"):
            store.do(verbs.join, hub=hub, fingerprint="1" * 40, own=world.theirs.public)
        store.do(verbs.join, hub=hub, fingerprint=hub.fingerprint, own=world.theirs.public)
    gone = world.leave()
    with antenna(world) as office:
        assert standing(office.reader, office.site)[:3] == ("station", OFFICE, HUB)
        arrival = take_in(office, gone.path, keys=world.theirs)
        assert arrival.receipt.conflicts == arrival.receipt.reread == 0
        assert arrival.copy is None and office.site == OFFICE
        office.do(annotate, dossier=world.dossiers["1"], place="section:objectives", text="Vu")
        back = give_back(office, folder=world.stick, keys=world.theirs)
    home = take_in(world.hub, back.path, keys=world.mine)
    assert home.receipt.conflicts == 0 and notes(world.hub) == ["Vu"]


def test_an_encrypted_office_sends_and_takes_pieces_that_stay_sealed(world: World) -> None:
    from desktop.flow import vault  # only this journey is encrypted
    from desktop.flow.files import content_of

    world.open(world.leave().path)
    base = world.folder / "antenne" / "parvis.db"
    vault.encrypt_base(base, "quatre mots sans rapport")
    with antenna(world) as office:
        office.do(add_piece, dossier=world.dossiers["1"], name="photo.pdf", content=PDF + b"photo")
        sealed = [path.read_bytes() for path in office.files.rglob("*") if path.is_file()]
        assert len(sealed) == 2 and not any(b"%PDF" in content for content in sealed)
        back = give_back(office, folder=world.stick, keys=world.theirs)
    take_in(world.hub, back.path, keys=world.mine)
    hashes = [row[0] for row in world.hub.reader.execute("SELECT sha256 FROM file")]
    assert PDF + b"photo" in [content_of(world.hub.files, one) for one in hashes]
