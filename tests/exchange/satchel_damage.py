"""What may befall a satchel on its way: bits turned, ends cut, members swapped, added, forged."""

from __future__ import annotations

import io
import itertools
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from desktop.exchange.keys import Keys
from desktop.exchange.satchel_zip import Entry, ZipOut, entries_of


class Damaged(NamedTuple):
    """What was done to it, the bytes it became."""

    what: str
    raw: bytes


def damage(raw: bytes, forger: Keys, count: int, seed: int = 5) -> Iterator[Damaged]:
    """At least `count` alterations of a sound satchel, the same for the same seed; none equals it."""
    made = 0
    for one in (*tricks(raw, forger), *cuts(raw)):
        made += 1
        yield one
    yield from flips(raw, max(count - made, len(members(raw)) * 4), seed)


def members(raw: bytes) -> dict[str, Entry]:
    return entries_of(io.BytesIO(raw), "essai")


def flips(raw: bytes, count: int, seed: int) -> Iterator[Damaged]:
    """A bit turned: anywhere, then by turns in each member, in its header, and in the table of contents."""
    dice = random.Random(seed)
    entries = list(members(raw).values())
    end = max(entry.ends for entry in entries)
    places = [(0, len(raw)), (end, len(raw))]
    for entry in entries:
        places += [(entry.at, entry.begins), (entry.begins, entry.ends)]
    for turn in range(count):
        low, high = places[turn % len(places)]
        at, bit = dice.randrange(low, high), dice.randrange(8)
        changed = bytearray(raw)
        changed[at] ^= 1 << bit
        yield Damaged(f"bit {bit} of byte {at}", bytes(changed))


def cuts(raw: bytes) -> Iterator[Damaged]:
    """The end is missing: from each member, from its middle, from the table of contents."""
    places = {0, 1, len(raw) - 1, len(raw) - 22, len(raw) - 98, len(raw) // 2}
    for entry in members(raw).values():
        places |= {entry.at, entry.begins, (entry.begins + entry.ends) // 2, entry.ends, entry.ends - 1}
    for at in sorted(place for place in places if 0 <= place < len(raw)):
        yield Damaged(f"cut at {at}", raw[:at])


def tricks(raw: bytes, forger: Keys) -> Iterator[Damaged]:
    """What somebody would do on purpose, in the very shape that Parvis writes, and as other programs do."""
    held = contents(raw)
    names = [name for name in held if name.endswith(".age")]
    for name in held:
        yield Damaged(f"without {name}", _again(held, leave=name))
        yield Damaged(f"empty {name}", _again({**held, name: b""}))
        yield Damaged(f"longer {name}", _again({**held, name: held[name] + b"\0"}))
    for one, other in itertools.pairwise(names):
        yield Damaged(f"{one} for {other}", _again({**held, one: held[other], other: held[one]}))
    yield Damaged("one more piece", _again({**held, f"p/{'0' * 64}.age": b"x"}))
    yield Damaged("another state", _again({**held, "state.age": b"x"}))
    yield Damaged("signed by another", _again({**held, "manifest.sig": forger.sign(held["manifest.json"])}))
    yield Damaged("a member twice", _twice(held, names[0]))
    yield Damaged("bytes before", b"PK" + raw)
    yield Damaged("bytes after", raw + b"\0")
    yield Damaged("twice the file", raw + raw)
    yield from _by_others(raw, held)


def contents(raw: bytes) -> dict[str, bytes]:
    return {entry.name: raw[entry.begins : entry.ends] for entry in members(raw).values()}


def _again(held: dict[str, bytes], leave: str = "") -> bytes:
    return zipped([(name, data) for name, data in held.items() if name != leave])


def _twice(held: dict[str, bytes], name: str) -> bytes:
    return zipped([*held.items(), (name, held[name])])


def zipped(parts: list[tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    out = ZipOut(stream)
    for name, data in parts:
        out.put(name, lambda take, data=data: take(data) and None)  # type: ignore[misc]
    out.finish()
    return stream.getvalue()


def _by_others(raw: bytes, held: dict[str, bytes]) -> Iterator[Damaged]:
    """The same members by another program, with a name that leaves its folder, a link, a bomb."""
    yield Damaged("zipped again", _foreign(held))
    for name in ("../../evil.txt", "/etc/evil", "C:\\evil.txt", "p/../../evil.age", "p/évil.age", ""):
        yield Damaged(f"with {name!r}", _foreign({**held, name: b"x"}))
    link = zipfile.ZipInfo("p/link.age")
    link.external_attr = 0o120777 << 16
    yield Damaged("with a link", _foreign(held, link))
    yield Damaged("with a bomb", _foreign({**held, "ops.age": b"\0" * 20_000_000}, pressed=True))
    stream = io.BytesIO(raw)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("p/" + "1" * 64 + ".age", b"x")
    yield Damaged("added by another program", stream.getvalue())


def _foreign(held: dict[str, bytes], link: zipfile.ZipInfo | None = None, *, pressed: bool = False) -> bytes:
    stream = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if pressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in held.items():
            archive.writestr(name or " ", data)
        if link is not None:
            archive.writestr(link, "/etc/passwd")
    return stream.getvalue()


def fates(folder: Path, raw: bytes, forger: Keys, count: int, read: object) -> dict[str, int]:
    """Each damaged satchel given to `read(path)`, which must refuse it with a French sentence: how many of
    each fate, "refused", "taken" and "crashed". Used by the proofs with 10,000."""
    told = {"refused": 0, "taken": 0, "crashed": 0}
    assert callable(read)
    path = folder / "abimee.mallette"
    for one in damage(raw, forger, count):
        path.write_bytes(one.raw)
        try:
            read(path)
        except ValueError as why:
            known = type(why).__name__ == "Refused" and "Rien n’a été repris" in str(why)
            told["refused" if known else "crashed"] += 1
        except Exception:  # noqa: BLE001  # whatever else comes out is what this counts
            told["crashed"] += 1
        else:
            told["taken"] += 1
    return told
