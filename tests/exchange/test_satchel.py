"""The container of a satchel: whole, sealed, signed, read by pieces, and refused at the least damage."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import pytest

from desktop.exchange import keys, satchel
from desktop.exchange.satchel import Contents
from desktop.exchange.satchel_in import opened
from desktop.exchange.satchel_manifest import Manifest
from desktop.exchange.satchel_seal import Stopped, Tell, silent
from desktop.exchange.satchel_zip import Refused
from tests.exchange.satchel_damage import contents, damage, fates, zipped

NOW = dt.datetime(2026, 3, 14, 17, 42)
OPS = b'{"format":"parvis-lot/1","ops":[' + b'"une phrase",' * 200 + b'"fin"]}'
ALTERATIONS = int(os.environ.get("PARVIS_ALTERATIONS", "400"))
BIG = int(os.environ.get("PARVIS_SATCHEL_MB", "64"))


@cache
def people() -> tuple[keys.Keys, keys.Keys, keys.Keys, keys.Keys]:
    """Who sends, who receives, the safe, somebody else."""
    return keys.make("Antenne Étouvie"), keys.make("Mairie"), keys.make("Coffre"), keys.make("Inconnu")


def told(**changes: object) -> Manifest:
    made = Manifest(
        "Antenne Étouvie", "", ("Mairie",), 17, "", "up", "2026-03-14 17:42:00", "0004", {"Mairie": 4}, 3, {}
    )
    return made._replace(**changes)  # type: ignore[arg-type]


def written(folder: Path, *pieces: bytes, tell: Tell = silent) -> satchel.Written:
    sender, reader, safe, _ = people()
    told_pieces = []
    for content in pieces:
        sha256 = hashlib.sha256(content).hexdigest()
        (folder / sha256).write_bytes(content)
        told_pieces.append((sha256, folder / sha256))
    recipients = [reader.public.recipient, safe.public.recipient]
    given = Contents(OPS, told_pieces, b"annuaire", b"etat")
    return satchel.write(folder / "cle", sender, recipients, told(), given, now=NOW, tell=tell)


def known(manifest: Manifest) -> str:
    if manifest.sender != "Antenne Étouvie":
        raise Refused(f"« {manifest.sender} » est inconnu. Rien n’a été repris.")
    return people()[0].public.verifier


def read(path: Path, reader: keys.Keys | None = None) -> bytes:
    identity = (reader or people()[1]).identity
    with opened(path, known) as one:
        return one.ops(identity) + one.directory(identity) + one.state(identity)


def test_what_is_sealed_comes_out_for_its_reader_and_for_the_safe(tmp_path: Path) -> None:
    made = written(tmp_path, b"piece " * 30_000, b"autre")
    assert made.path.name == "Antenne-Etouvie_000017_20260314-1742.mallette"
    assert [path.name for path in made.path.parent.iterdir()] == [made.path.name]
    assert read(made.path) == OPS + b"annuaire" + b"etat" == read(made.path, people()[2])
    with opened(made.path, known) as one:
        assert one.manifest.number == 17 and one.manifest.versions == {"Mairie": 4}
        got = one.take_pieces(people()[1].identity, lambda sha256: tmp_path / "pieces" / sha256)
        again = one.take_pieces(people()[1].identity, lambda sha256: tmp_path / "pieces" / sha256)
    assert len(got) == 2 and again == []
    assert sorted(path.read_bytes() for path in (tmp_path / "pieces").iterdir()) == [
        b"autre",
        b"piece " * 30_000,
    ]
    with zipfile.ZipFile(made.path) as archive:  # any program opens it, none reads what is sealed
        assert archive.testzip() is None
        assert {"manifest.json", "manifest.sig", "ops.age"} < set(archive.namelist())
        assert all(info.compress_type == zipfile.ZIP_STORED for info in archive.infolist())
    assert b"une phrase" not in made.path.read_bytes()


def test_every_damage_is_refused_in_french(tmp_path: Path) -> None:
    raw = written(tmp_path, b"piece " * 3000, b"autre").path.read_bytes()
    assert fates(tmp_path, raw, people()[3], ALTERATIONS, read) | {"refused": 0} == {
        "refused": 0, "taken": 0, "crashed": 0,
    }  # fmt: skip


def test_the_sentence_names_the_member(tmp_path: Path) -> None:
    made = written(tmp_path, b"piece")
    raw = made.path.read_bytes()
    for one in damage(raw, people()[3], 0):
        for name in contents(raw):
            if one.what in (f"without {name}", f"longer {name}"):
                made.path.write_bytes(one.raw)
                with pytest.raises(Refused) as why:
                    read(made.path)
                named = "manifest.sig" if name == "manifest.json" else name
                assert name in str(why.value) or named in str(why.value)


def test_only_its_reader_opens_it_and_only_a_known_sender_is_heard(tmp_path: Path) -> None:
    made = written(tmp_path)
    with pytest.raises(Refused, match="scellé pour Mairie"):
        read(made.path, people()[3])
    with (
        pytest.raises(Refused, match="inconnu"),
        opened(made.path, lambda m: known(m._replace(sender="X"))),
    ):
        pass
    other = people()[3].public.verifier
    with pytest.raises(Refused, match="n’est pas la signature"), opened(made.path, lambda _: other):
        pass


def test_what_is_stopped_or_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Stopped):
        written(tmp_path, b"x" * 5_000_000, tell=lambda _, share: share < 0.5)
    assert list((tmp_path / "cle").iterdir()) == []
    made = written(tmp_path, b"x" * 5_000_000)
    assert written(tmp_path).path.name == made.path.name.replace(".mallette", "-2.mallette")  # same minute
    shares: list[float] = []

    def tell(_sentence: str, share: float) -> bool:
        shares.append(share)
        return share < 0.5

    with opened(made.path, known) as one, pytest.raises(Stopped):
        one.take_pieces(people()[1].identity, lambda sha256: tmp_path / "pieces" / sha256, tell)
    assert list((tmp_path / "pieces").iterdir()) == [] and 0.4 < max(shares) < 0.7
    (tmp_path / "fichier").write_text("")
    with pytest.raises(ValueError, match="n’a pas pu être écrite"):
        satchel.write(
            tmp_path / "fichier", people()[0], [people()[1].public.recipient], told(), Contents(OPS)
        )
    with pytest.raises(Refused, match="jusqu’au bout"):
        read(tmp_path / "partie.mallette")


def test_a_large_satchel_goes_through_a_small_memory(tmp_path: Path) -> None:
    """64 MB here, 2 GB with PARVIS_SATCHEL_MB=2000: the memory is the same."""
    code = (
        "import sys; from pathlib import Path; from tests.exchange.test_satchel import large, peak;"
        "large(Path(sys.argv[1]), int(sys.argv[2])); print(peak())"
    )
    call = [sys.executable, "-c", code, str(tmp_path), str(BIG)]
    done = subprocess.run(call, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert int(done.stdout) < 200


def peak() -> int:
    """The most memory that this process held, in MB; what its parent held is not counted."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) // 1024


def large(folder: Path, megabytes: int) -> None:
    """Write and read a satchel of this size, in pieces of 32 MB that hold nothing on the disk."""
    sender, reader, safe, _ = people()
    pieces = []
    for at in range(max(1, megabytes // 32)):
        path = folder / f"piece-{at}"
        with path.open("wb") as out:
            out.write(str(at).encode())
            out.truncate(32 * 1024 * 1024)
        with path.open("rb") as stream:
            pieces.append((hashlib.file_digest(stream, "sha256").hexdigest(), path))
    recipients = [reader.public.recipient, safe.public.recipient]
    made = satchel.write(folder / "cle", sender, recipients, told(), Contents(OPS, pieces), now=NOW)
    with opened(made.path, lambda _: sender.public.verifier) as one:
        assert one.ops(reader.identity) == OPS
        got = one.take_pieces(reader.identity, lambda sha256: folder / "pieces" / sha256)
    assert len(got) == len(pieces)


def test_a_signature_of_another_satchel_proves_nothing(tmp_path: Path) -> None:
    """The same sender signed both: its signature alone, or with its manifest, does not fit the rest."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = written(tmp_path / "a", b"piece").path, written(tmp_path / "b", b"autre").path
    mine, theirs = contents(one.read_bytes()), contents(other.read_bytes())
    for taken, named in (
        (("manifest.sig",), "manifest.sig"),
        (("manifest.json", "manifest.sig"), "p/"),
        (("ops.age",), "ops.age"),
    ):
        one.write_bytes(zipped([(k, theirs[k] if k in taken else v) for k, v in mine.items()]))
        with pytest.raises(Refused, match=named):
            read(one)
