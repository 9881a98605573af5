"""Damage inside what is a ZIP: workbooks, spreadsheets, archives of pieces. The archive itself stays whole."""

from __future__ import annotations

import io
import random
import re
import struct
import warnings
import zipfile
from collections.abc import Callable

Chance = random.Random
Deed = Callable[[bytes, Chance], bytes]
Entries = list[tuple[str, bytes]]


def _entries(data: bytes) -> Entries:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist() if not info.is_dir()]


def _packed(entries: Entries, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two entries of one name are wanted here
        with zipfile.ZipFile(out, "w", method, compresslevel=1) as archive:
            for name, content in entries:
                archive.writestr(name, content)
    return out.getvalue()


def _sheet(name: str) -> bool:
    """The entries in which a table lies."""
    return bool(re.search(r"worksheets/.*\.xml$|content\.xml$|\.csv$", name))


def _changed(data: bytes, deed: Callable[[bytes], bytes], wanted: Callable[[str], bool] = _sheet) -> bytes:
    return _packed([(name, deed(body) if wanted(name) else body) for name, body in _entries(data)])


def _bytes_inside(data: bytes, chance: Chance) -> bytes:
    def spoil(body: bytes) -> bytes:
        changed = bytearray(body)
        for _ in range(chance.choice((1, 5, 40)) if body else 0):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        return bytes(changed)

    return _changed(data, spoil, lambda name: _sheet(name) or chance.random() < 0.3)


def _digits_inside(data: bytes, chance: Chance) -> bytes:
    """Places, counts and numbers of styles that lead elsewhere."""
    odd = (b"0", b"9", b"99999999", b"4294967295", b"-1", b"1e9", b"65536", b"")
    where = re.compile(rb"(?<=[\">A-Z])\d+(?=[\"<])")

    def spoil(body: bytes) -> bytes:
        return where.sub(lambda found: chance.choice(odd) if chance.random() < 0.02 else found.group(), body)

    return _changed(data, spoil, lambda name: name.endswith((".xml", ".rels", ".csv")))


def _lost_entry(data: bytes, chance: Chance) -> bytes:
    entries = _entries(data)
    entries.pop(chance.randrange(len(entries)))
    return _packed(entries)


def _mixed_entries(data: bytes, chance: Chance) -> bytes:
    """Each entry keeps its name and gets the content of another one."""
    names, bodies = zip(*_entries(data), strict=True)
    return _packed(list(zip(names, chance.sample(bodies, len(bodies)), strict=True)))


def _twice(data: bytes, chance: Chance) -> bytes:
    entries = _entries(data)
    return _packed([*entries, *((name, body[: len(body) // 2]) for name, body in entries)])


_PATHS = (
    "../../etc/passwd", "/etc/passwd", "C:\\Windows\\a.dll", "..\\..\\a.exe", "export/../../a.pdf", "CON", "aux.pdf",
    "a\0b.pdf", "a\nb.pdf", "x" * 4_000, "é" * 300 + ".pdf", "export/dossier-1/" + "d/" * 600 + "a.pdf", "", "/", "\\\\srv\\a",
    "export/dossier-26500101/pieces_justificatives/=cmd.pdf", "export/dossier-999999999999999999999/export-1.pdf",
    "export/dossier-26500101/\u202efdp.exe", "xl/../../a.xml",
)  # fmt: skip


def _hostile_entries(data: bytes, chance: Chance) -> bytes:
    entries = _entries(data)
    return _packed([*entries, *((name, b"%PDF-1.4") for name in chance.sample(_PATHS, 6) if name)])


def _macros(data: bytes, chance: Chance) -> bytes:
    body = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + chance.randbytes(4_000) + b"Attribut\x00e VB_Name Auto_Open"
    types = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    entries = [(name, content.replace(b"</Types>", types)) for name, content in _entries(data)]
    return _packed([*entries, ("xl/vbaProject.bin", body), ("Basic/Standard/Module1.xml", b"<x/>")])


def _formulas(data: bytes, chance: Chance) -> bytes:
    formula = chance.choice(
        (b"1+1", b"HYPERLINK(&quot;http://exemple.invalid&quot;)", b"[1]a!A1", b"A1" * 5_000, b"B2")
    )

    def spoil(body: bytes) -> bytes:
        body = body.replace(b"<v>", b"<f>" + formula + b"</f><v>")
        return body.replace(b"<table:table-cell", b'<table:table-cell table:formula="of:=' + formula + b'"')

    return _changed(data, spoil)


def _far_cells(data: bytes, chance: Chance) -> bytes:
    """A cell at the end of the world, ten thousand columns, rows repeated a million times."""
    far = chance.choice(
        (b'<c r="XFD1048576"><v>1</v></c>', b'<c r="ZZZZZ99999999"><v>1</v></c>', b"<c><v>1</v></c>" * 10_000)
    )
    row = b'<row r="' + chance.choice((b"1048576", b"99999999", b"3")) + b'">' + far + b"</row></sheetData>"
    many = chance.choice((b"1048576", b"10000", b"999999999", b"-5"))

    def spoil(body: bytes) -> bytes:
        body = body.replace(b"</sheetData>", row)
        body = body.replace(
            b"<table:table-row", b'<table:table-row table:number-rows-repeated="' + many + b'"', 3
        )
        return body.replace(
            b"<table:table-cell ", b'<table:table-cell table:number-columns-repeated="' + many + b'" ', 5
        )

    return _changed(data, spoil)


def _entities(data: bytes, chance: Chance) -> bytes:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    told = chance.choice(
        (
            f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]>'.encode(),
            b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
            b'<!DOCTYPE x SYSTEM "http://exemple.invalid/a.dtd">',
            "<!DOCTYPE x [<!ENTITY a0 'ha'>]>".encode("utf-16"),
        )
    )

    def spoil(body: bytes) -> bytes:
        end = body.find(b"?>") + 2
        return (
            (body[:end] + told + body[end:])
            .replace(b"</v>", b"&a9;&e;</v>")
            .replace(b"</text:p>", b"&a9;&e;</text:p>")
        )

    return _changed(data, spoil, lambda name: name.endswith(".xml"))


def _deep_tags(data: bytes, chance: Chance) -> bytes:
    depth = chance.choice((500, 5_000, 20_000))
    tag = chance.choice(("text:span", "table:table", "table:table-row", "row", "c", "si"))
    nest = f"<{tag}>".encode() * depth + b"1" + f"</{tag}>".encode() * depth

    def spoil(body: bytes) -> bytes:
        for place in (b"</text:p>", b"</row>", b"</si>", b"</table:table>"):
            body = body.replace(place, nest + place, 1)
        return body

    return _changed(data, spoil, lambda name: name.endswith(".xml"))


def _swollen(data: bytes, chance: Chance) -> bytes:
    """A bomb: an entry that shrinks a thousand times."""
    size = chance.choice((21, 25)) * 1024 * 1024
    filling = chance.choice((bytes(size), b" " * size, b"<c/>" * (size // 4)))
    entries = _entries(data)
    at = chance.randrange(len(entries))
    name, body = entries[at]
    entries[at] = (name, body[:200] + filling + body[200:])
    return _packed(entries)


def _nested(data: bytes, chance: Chance) -> bytes:
    """Archives in archives."""
    for level in range(chance.choice((1, 4, 40))):
        data = _packed(
            [(f"export/dossier-{level}/export.zip", data), ("unites.csv", b"a;b\n")], zipfile.ZIP_STORED
        )
    return data


def _lying_sizes(data: bytes, chance: Chance) -> bytes:
    """The directory announces sizes, places or methods that are not those of the entries."""
    body = bytearray(data)
    places = [found.start() for found in re.finditer(rb"PK\x01\x02", data)]
    offset, form, odd = chance.choice(
        (
            (24, "<I", (0, 1, 0x7FFFFFFF, 0xFFFFFFFF)),  # size once unpacked
            (20, "<I", (0, 1, 0x7FFFFFFF, 0xFFFFFFFF)),  # size in the archive
            (42, "<I", (0, 0x7FFFFFFF, 0xFFFFFFFF, 4)),  # where it begins
            (10, "<H", (1, 9, 12, 14, 93, 99)),  # how it is compressed
            (8, "<H", (0x1, 0x41, 0x2000)),  # under a password
            (28, "<H", (0, 0xFFFF, 1)),  # length of its name
        )
    )
    for place in chance.sample(places, min(len(places), 3)):
        struct.pack_into(form, body, place + offset, chance.choice(odd))
    return bytes(body)


def _many_entries(data: bytes, chance: Chance) -> bytes:
    return _packed(
        [*_entries(data), *((f"export/dossier-{n}/a-{n}.pdf", b"") for n in range(300))], zipfile.ZIP_STORED
    )


ARCHIVE: dict[str, Deed] = {
    "bytes inside": _bytes_inside, "digits inside": _digits_inside, "lost entry": _lost_entry,
    "mixed entries": _mixed_entries, "entries twice": _twice, "hostile entries": _hostile_entries, "macros": _macros,
    "formulas": _formulas, "far cells": _far_cells, "entities": _entities, "deep tags": _deep_tags, "bomb": _swollen,
    "nested": _nested, "lying sizes": _lying_sizes, "many entries": _many_entries,
}  # fmt: skip
