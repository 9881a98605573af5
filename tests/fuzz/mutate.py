"""Changes made to a file by a seed: bytes of any file, the members of an archive, the values of a tree."""

from __future__ import annotations

import copy
import io
import json
import random
import zipfile
import zlib
from typing import Any

# What readers trip over, put in at random places.
WORDS = [
    b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n", b'"', b";", b",", b"\t", b"<", b"&",
    b"]]>", b"<!DOCTYPE x [",
    b'<!ENTITY a "aaaa">', b"&a;", b"../../etc/passwd", b"C:\\x", b"CON", b"=cmd|' /C calc'!A0",
    b"-1", b"0", b"NaN",
    b"1e309", b"99999999999999999999", b"2026-02-30", b"31/02/2026", b"0000-00-00", b"9999-12-31",
    b"{}", b"[]",
    b"null", b"true", b"{" * 40, b"[" * 400, b"/JS (app.alert(1))", b"/Launch", b"endobj", b"stream", b"xref",
    b"startxref", b"obj", b"\xc3", b"\xed\xa0\x80", b"\xe2\x80\xae", b"A" * 3000, b"1 234,56", b"12.3.4",
]  # fmt: skip
_NAMES = ("../x.xml", "/x", "xl\\x.xml", "é" * 300, "CON.txt")
_ZIP_ROOM = 4 << 20  # what one member may hold after a change; bombs have tests of their own


def mutated(data: bytes, rng: random.Random, most: int = 1 << 20) -> bytes:
    """One to four changes of this file."""
    if data[:2] == b"PK" and rng.random() < 0.8:
        made = _archive(data, rng)
    elif data[:1] in (b"{", b"[") and rng.random() < 0.6:
        made = _tree(data, rng)
    else:
        made = _bytes(data, rng)
    return made[:most]


def _bytes(data: bytes, rng: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(made) + 1)
        size = min(rng.choice((1, 2, 4, 8, 40, 400)), len(made) - at)
        deed = rng.randrange(7)
        if deed == 0 and made:
            made[min(at, len(made) - 1)] ^= 1 << rng.randrange(8)
        elif deed == 1:
            made[at : at + size] = rng.randbytes(size)
        elif deed == 2:
            del made[at : at + size]
        elif deed == 3:
            made[at:at] = rng.choice(WORDS)
        elif deed == 4:
            made[at : at + size] = rng.choice(WORDS)
        elif deed == 5:
            there = rng.randrange(len(made) + 1)
            made[at:at] = made[there : there + size]
        else:
            del made[at:]
    return bytes(made)


def _archive(data: bytes, rng: random.Random) -> bytes:
    """The same archive with one member changed, named otherwise, doubled or gone; its sums are right."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, ArithmeticError, EOFError):
        return _bytes(data, rng)
    if not members:
        return _bytes(data, rng)
    at = rng.randrange(len(members))
    name, content = members[at]
    deed = rng.randrange(10)
    if deed == 0:
        members[at] = (
            rng.choice(("../x.xml", "/x", "xl\\x.xml", name.upper(), "é" * 300, "CON.txt")),
            content,
        )
    elif deed == 1:
        members.append((name, _bytes(content, rng)[:_ZIP_ROOM]))
    elif deed == 2:
        del members[at]
    else:
        members[at] = (name, _bytes(content, rng)[:_ZIP_ROOM])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for held, inside in members:
            if held not in archive.NameToInfo:  # twice the same name is tried by the tests of archives
                archive.writestr(held or "x", inside)
    return out.getvalue()


_VALUES: tuple[Any, ...] = (
    None, True, -1, 0, 1e308, 10**30, "", "0", "\0", "é" * 200, "2026-02-30", [], {}, [[]], {"a": {}},
    "=1+1", "<b>x</b>", "1 234,56",
)  # fmt: skip


def _tree(data: bytes, rng: random.Random) -> bytes:
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError):
        return _bytes(data, rng)
    for _ in range(rng.randint(1, 3)):
        holder: Any = whole
        while isinstance(holder, dict | list) and holder:
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            key = rng.choice(keys)
            if not isinstance(holder[key], dict | list) or not holder[key] or rng.random() < 0.15:
                _change(holder, key, rng)
                break
            holder = holder[key]
    return json.dumps(whole, ensure_ascii=rng.random() < 0.3).encode("utf-8", "surrogatepass")


def _change(holder: Any, key: Any, rng: random.Random) -> None:
    deed = rng.randrange(4)
    if deed == 0:
        del holder[key]
    elif deed == 1 and isinstance(holder, dict):
        holder[f"{key}x"] = holder.pop(key)
    else:
        holder[key] = copy.deepcopy(rng.choice(_VALUES))  # or a tree may come to hold itself
