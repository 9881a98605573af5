"""Damaged files made by a seeded script: `make(folder)` writes 2,000 of them, always the same.

Each lies in a folder of its own, as its name is a part of the damage.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.fault.damage_archive import ARCHIVE
from tests.fault.damage_paper import MAIL, PDF
from tests.fault.damage_text import JSON, TEXT
from tests.fault.originals import Original, originals

COUNT, SEED = int(os.environ.get("PARVIS_DAMAGED", "500")), 30  # 2,000 is the long form
Chance = random.Random
Deed = Callable[[bytes, Chance], bytes]

_MAGICS = (
    b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\"data\": ", b"[{", b"<?xml version=\"1.0\"?>",
    b"\x1f\x8b\x08\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"Rar!\x1a\x07", b"MZ\x90\x00", b"\x89PNG\r\n\x1a\n", b"From: a\nSubject: b\n\n",
    b"<html><body>Connexion</body></html>",
)  # fmt: skip
_NAMES = (
    "export.csv", "export.xlsx", "export.xls", "export.ods", "export.json", "export.zip", "export.pdf", "export.eml",
    "export.msg", "export.xlsm", "export.docx", "export", "export.csv.exe", "photo.JPG",
)  # fmt: skip
_HOSTILE = (
    "CON.csv", "aux", "NUL.xlsx", "..csv", "...", "a\nb.csv", "a\tb\x07.json", "=cmd|' ⁄C calc'!A0.csv", "\u202evsc.exe",
    "é" * 120 + ".csv", "x" * 251 + ".ods", "-rf", "%2e%2e%2fetc.csv", "a b  c .pdf", "«‘’»{}{0}%s.csv", "\ud800.csv".encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape"),
    "C:\\Windows\\a.csv", "\x1b[31mrouge.csv",
)  # fmt: skip


class Damaged(NamedTuple):
    """One file: where it lies, what was done to it and to what."""

    path: Path
    kind: str
    source: str


def _cut(data: bytes, chance: Chance) -> bytes:
    return data[: chance.randrange(len(data))]


def _bits(data: bytes, chance: Chance) -> bytes:
    body = bytearray(data)
    for _ in range(chance.choice((1, 3, 20, 200))):
        body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
    return bytes(body)


def _first_bytes(data: bytes, chance: Chance) -> bytes:
    """What says how to read the file is spoilt, the rest is whole."""
    body = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        body[chance.randrange(min(len(body), 600))] = chance.randrange(256)
    return bytes(body)


def _zeros(data: bytes, chance: Chance) -> bytes:
    """A disk that lost some sectors."""
    at = chance.randrange(len(data))
    return data[:at] + bytes(min(len(data) - at, chance.choice((16, 512, 4096)))) + data[at + 4096 :]


def _hole(data: bytes, chance: Chance) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randint(1, 1 + len(data) // 3) :]


def _echo(data: bytes, chance: Chance) -> bytes:
    start = chance.randrange(len(data))
    part = data[start : start + chance.randint(1, 1 + len(data) // 3)]
    return data[:start] + part * chance.choice((2, 3, 20)) + data[start:]


def _other_magic(data: bytes, chance: Chance) -> bytes:
    magic = chance.choice(_MAGICS)
    return magic + (data if chance.random() < 0.5 else data[len(magic) :])


def _trailing(data: bytes, chance: Chance) -> bytes:
    return data + chance.choice(
        (b"\0" * 5000, b"%%EOF\n" * 50, chance.randbytes(3000), data[: len(data) // 2])
    )


def _noise(data: bytes, chance: Chance) -> bytes:
    """Nothing is left but the beginning."""
    return data[: chance.choice((4, 8, 64))] + chance.randbytes(chance.choice((30, 3000)))


def _nuls(data: bytes, chance: Chance) -> bytes:
    at = sorted(chance.randrange(len(data)) for _ in range(30))
    return b"\0".join(data[a:b] for a, b in zip([0, *at], [*at, len(data)], strict=True))


def _nothing(data: bytes, chance: Chance) -> bytes:
    return chance.choice((b"", b"", b" ", b"\n", b"\0", b"\xef\xbb\xbf", data[:1]))


def _whole(data: bytes, chance: Chance) -> bytes:
    return data


_ANY: dict[str, Deed] = {
    "cut": _cut, "bits": _bits, "first bytes": _first_bytes, "zeros": _zeros, "hole": _hole, "echo": _echo,
    "other magic": _other_magic, "trailing": _trailing, "noise": _noise, "nuls": _nuls, "nothing": _nothing,
    "extension": _whole, "hostile name": _whole,
}  # fmt: skip
_OWN: dict[str, dict[str, Deed]] = {
    "text": TEXT, "json": JSON, "archive": ARCHIVE, "pdf": PDF, "mail": MAIL, "old": {},
}  # fmt: skip
KINDS = frozenset(_ANY).union(*_OWN.values())


def _plans(whole: list[Original]) -> list[tuple[Original, str, Deed]]:
    """Every damage to every file that can suffer it; the few that only mails suffer come three times."""
    return [
        (one, kind, deed)
        for one in whole
        for kind, deed in (
            *_ANY.items(),
            *list(_OWN[one.family].items()) * (3 if one.family == "mail" else 1),
        )
    ]


def make(folder: Path, count: int = COUNT, seed: int = SEED) -> Iterator[Damaged]:
    """Write the files one by one."""
    folder.mkdir(parents=True, exist_ok=True)
    plans = _plans(originals(folder))
    for rank in range(count):
        one, kind, deed = plans[rank % len(plans)]
        chance = random.Random(f"{seed} {rank}")
        room = folder / f"{rank:04d}"
        room.mkdir()
        path = room / _name(one.name, kind, chance)
        path.write_bytes(deed(one.data, chance))
        yield Damaged(path, kind, one.name)


def _name(name: str, kind: str, chance: Chance) -> str:
    if kind == "extension":
        return chance.choice(_NAMES)
    return chance.choice(_HOSTILE) if kind == "hostile name" else name
