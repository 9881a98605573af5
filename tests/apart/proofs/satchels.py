"""Tests 15 and 16: satchels that were altered, cut, forged; a satchel of 2 GB, its stick pulled out."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from db import queries
from db.merge.scope import Scope
from db.store import Store
from desktop.exchange import keys
from desktop.exchange.keys import Keys
from desktop.exchange.satchel import Contents, write
from desktop.exchange.satchel_in import opened
from desktop.exchange.satchel_manifest import Manifest
from desktop.exchange.satchel_zip import Refused
from desktop.flow import enrol as verbs
from desktop.flow.annotate import annotate
from desktop.flow.pieces import add_piece
from desktop.flow.satchel import give_back, prepare
from desktop.flow.satchel_back import open_new, take_in
from tests.apart.proofs.ledger import digest, rows_of
from tests.apart.proofs.proof import Proof, Scale, Tell
from tests.exchange.satchel_damage import contents, fates, zipped
from tests.office import application, bring, founded

HUB, OFFICE = "Mairie", "Antenne Étouvie"
AT = dt.datetime(2026, 3, 14, 17, 42)
ROOT = Path(__file__).resolve().parents[3]
PDF = b"%PDF-1.4 piece d'essai " + b"x" * 3000


class Stage(NamedTuple):
    """A hub, an enrolled office that has worked, the satchels that it sent, one after the other."""

    hub: Store
    office: Store
    mine: Keys
    theirs: Keys
    forger: Keys
    place: bytes  # of the workstation at the hub
    sent: list[Path]


@contextlib.contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    path = folder / "mairie" / "parvis.db"
    path.parent.mkdir(parents=True)
    path.write_bytes(founded().read_bytes())
    hub = Store(path, author="A. Exemple", place=HUB)
    bring(hub, application("1", quarters=["Étouvie"]), application("2", quarters=["Étouvie"]))
    mine, theirs, safe = keys.make(HUB), keys.make(OFFICE), keys.make("Coffre")
    hub.do(verbs.become_hub, public=mine.public, escrow=safe.public.recipient)
    code = next(row.code for row in queries.quarters(hub.reader) if row.short == "Étouvie")
    place = hub.do(verbs.enrol, public=theirs.public, scope=Scope(quarters=frozenset({code}))).value
    hub.do(verbs.confirm, workstation=place, fingerprint=theirs.public.fingerprint)
    stick, database = folder / "cle", folder / "antenne" / "parvis.db"
    gone = prepare(hub, workstation=place, folder=stick, keys=mine)
    open_new(gone.path, database=database, keys=theirs, hub=mine.public, fingerprint=mine.public.fingerprint)
    office = Store(database, author="B. Antenne", place=OFFICE)
    sent = []
    for n in range(2):
        for dossier in queries.list_ids(office.reader):
            office.do(annotate, dossier=dossier, place="dossier", text=f"Vu à l’antenne {n}")
            office.do(add_piece, dossier=dossier, name=f"rapport {n}.pdf", content=PDF + bytes([n]))
        sent.append(give_back(office, folder=stick, keys=theirs).path)
    try:
        yield Stage(hub, office, mine, theirs, keys.make("Inconnu"), place, sent)
    finally:
        hub.close()
        office.close()


def altered(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 15: each damaged satchel is given to the hub's own import; then the base is compared."""
    count = 10_000 if scale == "full" else 50
    with stage(folder) as here:
        before = _content(here.hub)
        raw = here.sent[1].read_bytes()

        def read(path: Path) -> object:
            return take_in(here.hub, path, keys=here.mine)

        told = fates(folder, raw, here.forger, count, read)
        tell(f"{told}")
        others = _forged(folder, here)
        unchanged = _content(here.hub) == before
        others["a revoked sender"] = _revoked(here)
        sound = take_in(
            here.hub, here.sent[1], keys=here.mine
        ).receipt.new  # what was refused is sound as sent
    refused = sum(others.values())
    total = sum(told.values())
    found = (
        f"{told['refused']:,} of {total:,} altered, cut or swapped refused, {told['crashed']} crashes; "
        f"{refused} of {len(others)} forged, replayed, misdirected or revoked refused; "
        f"base unchanged: {unchanged}"
    )
    held = told["taken"] == told["crashed"] == 0 and all(others.values()) and unchanged and sound > 0
    wanted = "≥ 10,000: 100 % refused, 0 crash, database unchanged"
    return Proof(15, "Altered satchels", wanted, found, held and total >= count)


def _content(store: Store) -> tuple[str, int, int, tuple[str, ...]]:
    """Rows, operations, lots that wait, contents of pieces."""
    counts = [store.reader.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("op", "parked")]
    pieces = sorted(path.name for path in store.files.rglob("*") if path.is_file())
    return digest(rows_of(store.reader)), counts[0], counts[1], tuple(pieces)


def _forged(folder: Path, here: Stage) -> dict[str, bool]:
    """What was done on purpose -> whether it was refused, in French."""
    told = {}
    first, second = (contents(path.read_bytes()) for path in here.sent)
    told["an earlier signature"] = _refused(
        here, _file(folder, {**second, "manifest.sig": first["manifest.sig"]})
    )
    told["an earlier manifest"] = _refused(
        here, _file(folder, {**second, **{n: first[n] for n in ("manifest.json", "manifest.sig")}})
    )
    forged = json.loads(second["manifest.json"])
    forged.update({"from": "Inconnu", "key": here.forger.public.verifier})
    raw = json.dumps(forged).encode()
    told["an unknown sender"] = _refused(
        here, _file(folder, {**second, "manifest.json": raw, "manifest.sig": here.forger.sign(raw)})
    )
    same_name = keys.make(OFFICE)  # whoever knows the hub's public key can seal for it, not sign
    told["a forged sender"] = _refused(
        here, give_back(here.office, folder=folder / "faux", keys=same_name).path
    )
    told["sealed for another"] = _refused(here, here.sent[1], keys.make(HUB))
    told["taken by another"] = _refused(here, here.sent[1], here.forger)
    return told


def _revoked(here: Stage) -> bool:
    """Whether the sound satchel of a machine that was lost is refused, and leaves the base as it was."""
    here.hub.do(verbs.revoke, workstation=here.place, why="Portable perdu.")
    before = _content(here.hub)
    refused = _refused(here, here.sent[1]) and _content(here.hub) == before
    here.hub.undo()
    return refused


def _refused(here: Stage, path: Path, reader: Keys | None = None) -> bool:
    try:
        take_in(here.hub, path, keys=reader or here.mine)
    except Refused as why:
        return "Rien n’a été repris" in str(why)
    return False


def _file(folder: Path, held: dict[str, bytes]) -> Path:
    path = folder / "faux.mallette"
    path.write_bytes(zipped(list(held.items())))
    return path


WRITER = """
import sys
from pathlib import Path
from tests.apart.proofs.satchels import write_large
write_large(Path(sys.argv[1]), int(sys.argv[2]))
"""
MEASURE = """
import sys
from pathlib import Path
from tests.exchange.test_satchel import large, peak
large(Path(sys.argv[1]), int(sys.argv[2]))
print(peak())
"""


def write_large(folder: Path, megabytes: int) -> None:
    """One satchel after the other on the stick, until killed."""
    sender, reader = keys.make(OFFICE), keys.make(HUB)
    (folder / "keys").write_text(json.dumps([reader.identity, sender.public.verifier]))
    pieces = []
    for at in range(max(1, megabytes // 8)):
        path = folder / f"piece-{at}"
        path.write_bytes(os.urandom(8 * 1024 * 1024))
        pieces.append((hashlib.sha256(path.read_bytes()).hexdigest(), path))
    for number in range(1, 1000):
        manifest = Manifest(OFFICE, "", (HUB,), number, "", "up", "2026-03-14 17:42:00", "0004", {}, 0, {})
        given = Contents(b"{}" * 1000, pieces)
        write(folder / "cle", sender, [reader.public.recipient], manifest, given, now=AT)
        print(number, flush=True)  # noqa: T201


def pulled(folder: Path, count: int, megabytes: int, rng: random.Random) -> tuple[int, int, int]:
    """(writers killed, satchels seen on the stick, those of them that do not open)."""
    seen = invalid = 0
    for turn in range(count):
        place = folder / str(turn)
        place.mkdir(parents=True)
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(place), str(megabytes)], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        select.select([writer.stdout], [], [], 60)  # its first satchel is whole: the next is being written
        select.select([], [], [], rng.uniform(0, 0.4))
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        identity, verifier = json.loads((place / "keys").read_text())
        for path in (place / "cle").glob("*.mallette"):
            seen += 1
            invalid += not _opens(path, identity, verifier, place)
        shutil.rmtree(place)
    return count, seen, invalid


def _opens(path: Path, identity: str, verifier: str, folder: Path) -> bool:
    try:
        with opened(path, lambda _: verifier) as one:
            one.ops(identity)
            one.take_pieces(identity, lambda sha256: folder / "pieces" / sha256)
    except Refused:
        return False
    return True


def cut_short(path: Path, count: int, rng: random.Random) -> int:
    """How many of so many cuts of this satchel, each shorter than the last, are accepted."""
    accepted = 0
    for size in sorted((rng.randrange(path.stat().st_size) for _ in range(count)), reverse=True):
        os.truncate(path, size)
        with contextlib.suppress(Refused), opened(path, lambda manifest: manifest.key):
            accepted += 1
    return accepted


def huge(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 16."""
    megabytes, kills, cuts = (2000, 30, 200) if scale == "full" else (24, 2, 6)
    rng = random.Random(16)
    whole = folder / "whole"
    whole.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(whole), str(megabytes)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    memory = int(done.stdout)
    (satchel,) = (whole / "cle").glob("*.mallette")
    size = satchel.stat().st_size / 1e6
    tell(f"{size:,.0f} MB with {memory} MB of memory")
    accepted = cut_short(satchel, cuts, rng)
    shutil.rmtree(whole)
    killed, seen, invalid = pulled(folder / "pulled", kills, 40, rng)
    found = f"{size:,.0f} MB written and read with {memory} MB of memory; {cuts} cuts: {accepted} accepted; "
    found += f"{killed} writers killed: {seen} satchels on the stick, {invalid} invalid"
    held = accepted == invalid == 0 and memory < 300 and seen >= killed and size > megabytes
    return Proof(16, "A satchel of 2 GB", "0 invalid file accepted; memory < 300 MB", found, held)


PROOFS = {15: altered, 16: huge}
