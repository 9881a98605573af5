"""Works that are no verb: exports, letters, copies, restoring, encryption, satchels. Each over what was there.

Run under the shim: `python -m tests.fault.works COUNT SEED`. Each work is killed, refused its writes and cut from
its power at random writes; what is left must be the file of before or the new one, whole. One line of JSON.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import json
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

from db import backup, encrypt, second_place, vault
from db import boxes as header
from db.connection import open_reader, sealed_mark
from db.store import Store
from db.trouble import sentence
from desktop.exchange import keys
from desktop.exchange.satchel import Contents, write
from desktop.exchange.satchel_manifest import Manifest
from desktop.flow import files
from desktop.flow import vault as deeds
from desktop.flow.annotate import annotate
from desktop.flow.pieces import add_piece
from desktop.terminal.paper import write_letters, write_workbook
from tests.fault import shim
from tests.fault.power import Judge, cut, recorded
from tests.fault.power import Tally as Cuts
from tests.fault.verbs import state, victim
from tests.office import application, bring, open_office

OLD = b"ce qui etait la avant"
KEY, MARK = b"k" * 32, b"PARVIS\0\x01" + b"marque00"
AT = dt.datetime(2026, 3, 14, 17, 42)


class Work(NamedTuple):
    """Something done in a folder, and what is wrong with the folder whenever it stops."""

    name: str
    do: Callable[[Path], object]
    wrong: Callable[[Path, bool], list[str]]  # folder, whether it was said to be done
    ready: Callable[[Path], object] = lambda _folder: None


@dataclass
class Tally:
    """What came of the faults, all works together."""

    works: int = 0
    kills: int = 0
    refused: int = 0
    disks: int = 0
    told: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def scene(folder: Path) -> None:
    """An office with two dossiers and a piece, and a folder where exports stand already."""
    store = open_office(folder)
    dossier = bring(store, application("26500001"), application("26500002"))[0].dossier
    store.do(add_piece, dossier=dossier, name="statuts.txt", content=b"Statuts " * 9000)
    store.do(annotate, dossier=dossier, place="dossier", text="Une phrase.")
    store.close()
    (folder / "sorties").mkdir()
    for name in ("liste.xlsx", "piece.txt"):
        (folder / "sorties" / name).write_bytes(OLD)


def _base(folder: Path) -> Path:
    return folder / "parvis.db"


@contextlib.contextmanager
def _office(folder: Path):  # type: ignore[no-untyped-def]
    store = Store(_base(folder), author="A. Exemple", place="poste-test")
    try:
        yield store
    finally:
        store.close()


def _export(folder: Path) -> None:
    with _office(folder) as store:
        write_workbook(store, None, folder / "sorties" / "liste.xlsx")


def _letters(folder: Path) -> None:
    with _office(folder) as store:
        write_letters(store, None, folder / "sorties", draft=True, leave=False)


def _copy_out(folder: Path) -> None:
    with contextlib.closing(open_reader(_base(folder))) as reader:
        (sha256,) = reader.execute("SELECT sha256 FROM file").fetchone()
    files.copy_out(folder / "parvis.db.pieces", sha256, folder / "sorties" / "piece.txt")


def _satchel(folder: Path) -> None:
    sender, reader = keys.make("Antenne"), keys.make("Mairie")
    told = Manifest("Antenne", "", ("Mairie",), 1, "", "up", "2026-03-14 17:42:00", "0005", {}, 0, {})
    pieces = [(p.parent.name + p.name, p) for p in (folder / "parvis.db.pieces").rglob("*") if p.is_file()]
    given = Contents(b"{}" * 1000, pieces)
    write(folder / "sorties" / "cle", sender, [reader.public.recipient], told, given, now=AT)


def _restored(folder: Path) -> None:
    (copy,) = (folder / "copies").glob("*-start.parvis")
    backup.restore(copy, _base(folder))


def _carried(folder: Path) -> None:
    second_place.carry(_base(folder), folder / "sorties")


def _encrypted(folder: Path) -> None:
    os.environ["PARVIS_DATA"] = str(folder / "moi")
    deeds.encrypt_base(_base(folder), "quatre mots sans rapport")


def _cleared(folder: Path) -> None:
    vault.hold(MARK, KEY)
    deeds.decrypt_base(_base(folder))


def _hide(folder: Path) -> None:
    """The base is encrypted by a known key, as it is before it is made clear."""
    encrypt.encrypt(
        _base(folder), KEY, header.Boxes(MARK, header.by_passphrase(KEY, "quatre mots sans rapport"))
    )


# What may be left


def _sound(path: Path) -> list[str]:
    """A base that opens, whose journal and pieces are whole; nothing when there is none of this name."""
    try:
        return sorted(state(path).faults)
    except sqlite3.Error as error:
        return [f"« {path.name} » ne s’ouvre plus ({error})"]


def _outputs(folder: Path, said: bool) -> list[str]:
    found = []
    for path in sorted((folder / "sorties").rglob("*")):
        if path.is_dir() or path.name.startswith(".parvis-") or path.name.endswith(".part"):
            continue
        if path.read_bytes() == OLD:
            continue
        if not _whole(path):
            found.append(f"« {path.name} » est à moitié écrit ({path.stat().st_size} octets)")
    return found + _sound(_base(folder))


def _whole(path: Path) -> bool:
    content = path.read_bytes()
    if path.suffix == ".pdf":
        return content.startswith(b"%PDF") and content.rstrip().endswith(b"%%EOF")
    if path.suffix == ".xlsx":
        with contextlib.suppress(zipfile.BadZipFile):
            return zipfile.ZipFile(path).testzip() is None
        return False
    if path.suffix == ".parvis":
        return not _sound_alone(path)
    if path.suffix == ".mallette":
        with contextlib.suppress(zipfile.BadZipFile):
            return bool(zipfile.ZipFile(path).namelist())
        return False
    return content == b"Statuts " * 9000 if path.name == "piece.txt" else bool(content)


def _sound_alone(path: Path) -> list[str]:
    """A copy, which has no pieces beside it."""
    return backup.check(path)


def _replaced(name: str) -> Callable[[Path, bool], list[str]]:
    def wrong(folder: Path, said: bool) -> list[str]:
        path = folder / "sorties" / name
        found = _outputs(folder, said)
        if not path.exists():
            found.append(f"« {name} » a disparu")
        elif said and path.read_bytes() == OLD:
            found.append(f"« {name} » dit écrit, c’est l’ancien")
        return found

    return wrong


def _made(pattern: str) -> Callable[[Path, bool], list[str]]:
    def wrong(folder: Path, said: bool) -> list[str]:
        found = _outputs(folder, said)
        return found + (
            [f"« {pattern} » dit écrit, absent"] if said and not list(folder.glob(pattern)) else []
        )

    return wrong


def _copies(folder: Path, said: bool) -> list[str]:
    found = _outputs(folder, said)
    copies = list((folder / "copies").glob("*.parvis")) if (folder / "copies").exists() else []
    for path in copies:
        found += [f"{path.name} : {fault}" for fault in _sound_alone(path)]
    return found + (["copie dite faite, absente"] if said and not copies else [])


def _either(folder: Path, _said: bool) -> list[str]:
    """A base, encrypted or clear, whose pieces are read whichever way they are kept."""
    path = _base(folder)
    mark = sealed_mark(path)
    try:
        if mark is not None:
            held = header.find(path, mark)
            vault.unlocked(
                path, held, KEY if mark == MARK else header.with_passphrase(held, "quatre mots sans rapport")
            )
            if encrypt.is_unfinished(path):
                encrypt.finish(path)
        faults = backup.check(path)
        with contextlib.closing(open_reader(path)) as reader:
            hashes = [row[0] for row in reader.execute("SELECT sha256 FROM file")]
        return faults + files.broken(folder / "parvis.db.pieces", hashes)
    except Exception as error:  # noqa: BLE001 - whatever keeps it from opening is the fault
        return [f"ne s’ouvre plus ({type(error).__name__} : {error})"]
    finally:
        if mark is not None:
            vault.forget(mark)


WORKS = (
    Work("exporter un classeur", _export, _replaced("liste.xlsx")),
    Work("imprimer des courriers", _letters, _outputs),
    Work("enregistrer une pièce", _copy_out, _replaced("piece.txt")),
    Work("écrire une mallette", _satchel, _made("sorties/cle/*.mallette")),
    Work("copier la base", lambda f: backup.daily(_base(f), "start"), _copies),
    Work("remettre une copie", _restored, _copies, lambda f: backup.daily(_base(f), "start")),
    Work("second lieu", _carried, _outputs, lambda f: backup.daily(_base(f), "start")),
    Work("chiffrer", _encrypted, _either),
    Work("déchiffrer", _cleared, _either, _hide),
)


# The three faults


def play(work: Work, start: Path, scratch: Path, count: int, rng: random.Random, tally: Tally) -> None:
    """`count` kills, refusals and cuts of one work."""

    def fresh() -> None:
        shutil.rmtree(scratch, ignore_errors=True)
        shutil.copytree(start, scratch)

    fresh()
    told = victim(lambda say: say(str(shim.deeds_of(scratch, lambda: work.do(scratch)))))
    number = int(told[0])
    tally.works += 1
    for _ in range(count):
        fresh()
        at, torn = rng.randint(1, number), rng.random() < 0.5
        said = victim(lambda say: _killed(work, scratch, at, torn, say))  # noqa: B023 - used at once
        tally.kills += 1
        _told(work, f"tué à {at} sur {number}", work.wrong(scratch, bool(said)), tally)
    for _ in range(count):
        fresh()
        at, torn = rng.randint(1, number), rng.random() < 0.5
        said = victim(lambda say: _refused(work, scratch, at, torn, say))  # noqa: B023 - used at once
        _judge_refused(work, scratch, said, f"plein à {at} sur {number}", tally)
    _cut(work, fresh, scratch, count, rng, tally)


def _killed(work: Work, scratch: Path, at: int, torn: bool, say: Callable[[str], None]) -> None:
    shim.arm(shim.KILL, scratch, at, torn=torn)
    work.do(scratch)
    say("fait")


def _refused(work: Work, scratch: Path, at: int, torn: bool, say: Callable[[str], None]) -> None:
    shim.arm(shim.REFUSE, scratch, at, error=errno.ENOSPC, torn=torn)
    try:
        work.do(scratch)
        said = "fait"
    except Exception as error:  # noqa: BLE001 - what it says is what is looked at
        ours = isinstance(error, ValueError | encrypt.NotDone)
        said = sentence(error) or (str(error) if ours else f"{type(error).__name__} {error}")
    shim.off()
    say(said)
    work.do(scratch)  # there is room again
    say("refait")


def _judge_refused(work: Work, scratch: Path, said: list[str], how: str, tally: Tally) -> None:
    tally.refused += 1
    words = said[0] if said else "rien"
    tally.told[words[:60]] = tally.told.get(words[:60], 0) + 1
    found = work.wrong(scratch, said[-1:] == ["refait"])
    left = [p.name for p in scratch.rglob("*") if p.name.endswith(".part") or p.name.startswith(".parvis-")]
    found += [f"laisse {left[0]}"] if left else []
    found += [] if said[-1:] == ["refait"] else [f"n’a pas repris une fois la place faite (« {words} »)"]
    if words != "fait" and not any(told in words for told in ("plein", "libres")):
        found.append(f"dit « {words[:200]} »")
    _told(work, how, found, tally)


def _cut(
    work: Work, fresh: Callable[[], None], scratch: Path, count: int, rng: random.Random, tally: Tally
) -> None:
    fresh()

    def done() -> None:
        work.do(scratch)
        shim.mark(1)

    disk, written = recorded(scratch, scratch.with_name("log"), done)
    judge: Judge = lambda folder, said: [f"{work.name} : {w}" for w in work.wrong(folder, said > 0)]  # noqa: E731
    cuts = Cuts()
    cut(disk, written, count, rng, judge, cuts)
    tally.disks += cuts.disks
    tally.faults += cuts.faults


def _told(work: Work, how: str, faults: list[str], tally: Tally) -> None:
    tally.faults += [f"{work.name}, {how} : {fault}" for fault in faults]


def run(count: int, seed: int, only: str = "") -> Tally:
    """All the works, each `count` times in each way."""
    rng, tally = random.Random(seed), Tally()
    with tempfile.TemporaryDirectory(prefix="parvis-works-", dir=shim.memory()) as place:
        first = Path(place) / "scene"
        scene(first)
        for work in WORKS:
            if only and only not in work.name:
                continue
            start = Path(place) / "start"
            shutil.rmtree(start, ignore_errors=True)
            shutil.copytree(first, start)
            work.ready(start)
            play(work, start, Path(place) / "victim", count, rng, tally)
    return tally


def main(arguments: list[str]) -> int:
    tally = run(int(arguments[0]), int(arguments[1]), *arguments[2:])
    print(json.dumps(asdict(tally), ensure_ascii=False))  # noqa: T201
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
