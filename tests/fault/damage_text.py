"""Damage that only text suffers: tables in CSV, trees in JSON."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

Chance = random.Random
Deed = Callable[[bytes, Chance], bytes]


def _lines(data: bytes) -> list[bytes]:
    return data.split(b"\n")


def _open_quote(data: bytes, chance: Chance) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + b'"' + data[at:]


def _many_columns(data: bytes, chance: Chance) -> bytes:
    mark = chance.choice((b";", b",", b"\t"))
    width = chance.choice((300, 1_900, 10_000, 10_000))
    head = mark.join(f"Colonne {n}".encode() for n in range(width))
    return head + b"\n" + data + b"\n" + mark * width


def _giant_cell(data: bytes, chance: Chance) -> bytes:
    giant = chance.choice(
        (b"x" * 900_000, b"1" * 1_200_000, "é ".encode() * 300_000, b'"' + b"\n" * 900_000 + b'"')
    )
    at = data.find(b"\n") + 1
    return data[:at] + giant + data[at:]


def _formulas(data: bytes, chance: Chance) -> bytes:
    odd = (
        b"=1+1",
        b'=HYPERLINK("http://exemple.invalid")',
        b"=cmd|' /C calc'!A0",
        b"+33",
        b"-2",
        b"@SUM(A1)",
        b"\t=1",
    )
    return b"\n".join(_in_a_cell(line, chance, chance.choice(odd)) for line in _lines(data))


def _in_a_cell(line: bytes, chance: Chance, value: bytes) -> bytes:
    mark = max((b";", b",", b"\t"), key=line.count)
    cells = line.split(mark)
    cells[chance.randrange(len(cells))] = value
    return mark.join(cells)


def _twice_the_header(data: bytes, chance: Chance) -> bytes:
    first = _lines(data)[0].rstrip(b"\r")
    mark = max((b";", b",", b"\t"), key=first.count)
    if chance.random() < 0.5:  # the same names twice on a line
        return b"\n".join(line.rstrip(b"\r") + mark + line.rstrip(b"\r") for line in _lines(data))
    return (first + b"\n") * chance.choice((2, 60)) + data


def _one_name(data: bytes, chance: Chance) -> bytes:
    """All the columns bear one name, or none."""
    first, *rest = _lines(data)
    mark = max((b";", b",", b"\t"), key=first.count)
    name = chance.choice((b"Nom", b"Montant", b"", b" ", b"SIRET"))
    return b"\n".join((mark.join([name] * (first.count(mark) + 1)), *rest))


def _encodings(data: bytes, chance: Chance) -> bytes:
    odd = (
        b"\xe9t\xe9",
        "été".encode(),
        b"\x80\x9c\x92",
        b"\x81\x8d",
        "été".encode("utf-16"),
        b"\xff\xfe",
        b"\xed\xa0\x80",
    )
    return b"\n".join(line + chance.choice(odd) for line in _lines(data))


def _recoded(data: bytes, chance: Chance) -> bytes:
    text = data.decode("utf-8", "replace")
    coding = chance.choice(
        ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp037", "cp850", "mac_roman")
    )
    return text.encode(coding, "replace")


def _controls(data: bytes, chance: Chance) -> bytes:
    odd = (
        b"\x1b[2J",
        b"\x07",
        b"\x1f",
        "\u202e\u2066".encode(),
        "\ufeff".encode(),
        "\u2028\x85\x0c".encode(),
        b"\r\r",
    )
    return b"".join(line + chance.choice(odd) for line in data.splitlines(keepends=True))


def _odd_values(data: bytes, chance: Chance) -> bytes:
    odd = (
        b"1e308", b"-1e999", b"NaN", b"9" * 400, b"31/02/2026", b"0000-00-00", b"99999-01-01", b"12/13/14", b"1,2,3",
        "١٢٣".encode(), "−5 €".encode(), b"2026-01-28 25:61:61", b"W", b"0" * 14, b"%s%n{}", b"../../etc/passwd", b"\\",
        "²⁵".encode(), b"1" * 5_000, b"10000-12-31", b"1/1/1", b"-0", b"43174.0", b"1e5", "½".encode(),
    )  # fmt: skip
    head, *rest = _lines(data)
    for _ in range(3):
        rest = [_in_a_cell(line, chance, chance.choice(odd)) if line else line for line in rest]
    return b"\n".join((head, *rest))


def _other_marks(data: bytes, chance: Chance) -> bytes:
    return data.translate(
        bytes.maketrans(b";,\t", chance.choice((b",;\t", b"|||", b"   ", b";;;", b"\0\0\0")))
    )


def _header_alone(data: bytes, chance: Chance) -> bytes:
    first, *rest = _lines(data)
    return chance.choice(
        (
            first,
            first + b"\n" * 5_000,
            b"\n".join(rest),
            b"\n" * 40 + data,
            b"sep=\x00\n" + data,
            b'sep="\n' + data,
        )
    )


TEXT: dict[str, Deed] = {
    "open quote": _open_quote, "many columns": _many_columns, "giant cell": _giant_cell, "formulas": _formulas,
    "header twice": _twice_the_header, "one name": _one_name, "encodings": _encodings, "recoded": _recoded,
    "controls": _controls, "odd values": _odd_values, "other marks": _other_marks, "header alone": _header_alone,
}  # fmt: skip

_ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, 10**30, "", "…", "12/13/2026", "\ud800", "x" * 70_000, [], {}, [None], {"a": []}, "\0", "NaN",
    "9" * 5_000, [[]], "2026-13-45T99:99:99Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "<b>a</b>" * 50, -(2**63),
)  # fmt: skip


def _spoil(node: Any, chance: Chance, often: float) -> Any:
    if chance.random() < often:
        return chance.choice(_ODD)
    if isinstance(node, dict):
        return {key: _spoil(value, chance, often) for key, value in node.items() if chance.random() > often}
    return [_spoil(item, chance, often) for item in node] if isinstance(node, list) else node


def _spoilt(data: bytes, chance: Chance) -> bytes:
    return json.dumps(_spoil(json.loads(data), chance, chance.choice((0.003, 0.02, 0.1)))).encode()


def _deep(data: bytes, chance: Chance) -> bytes:
    depth = chance.choice((900, 3_000, 200_000))
    opened, closed = chance.choice(((b"[", b"]"), (b'{"a":', b"}"), (b'[{"data":', b"}]")))
    inner = data if chance.random() < 0.5 else b"1"
    return opened * depth + inner + (closed * depth if chance.random() < 0.7 else b"")


def _deep_inside(data: bytes, chance: Chance) -> bytes:
    """A value in the middle that goes down and down."""
    at = data.find(b"null", chance.randrange(len(data)))
    at = at if at >= 0 else max(data.find(b"null"), 0)
    return data[:at] + b"[" * 800 + b"]" * 800 + data[at + 4 :]


def _keys(data: bytes, chance: Chance) -> bytes:
    """Keys twice, keys unknown, keys of another case."""
    how = chance.choice(("number", "id", "label", "dossiers", "features", "projet", "siret"))
    return data.replace(
        f'"{how}"'.encode(), chance.choice((b'"id"', b'""', b'"\\u0000"', b'"__proto__"', b'"NUMBER"'))
    )


def _numbers(data: bytes, chance: Chance) -> bytes:
    odd = (
        b"1e999",
        b"-1e999",
        b"NaN",
        b"Infinity",
        b"9" * 4_000,
        b"9" * 6_000,
        b"0x10",
        b"01",
        b"1.",
        b"--1",
        b"1E400",
    )
    for digit in (b": 1", b": 0", b":1", b": 2"):
        data = data.replace(digit, b": " + chance.choice(odd) + b',"x":1', chance.choice((1, 3)))
    return data


def _several(data: bytes, chance: Chance) -> bytes:
    joint = chance.choice((b"\n", b"", b",", b"\0", b"\n\n{}\n", b" "))
    return joint.join([data] * 3)


def _wide(data: bytes, chance: Chance) -> bytes:
    many = b",".join([b"{}", b"[]", b"null", b'""'] * 10_000)
    return chance.choice(
        (b"[" + many + b"," + data + b"]", b'{"data": [' + many + b"]}", b'{"features": [' + many + b"]}")
    )


JSON: dict[str, Deed] = {
    "spoilt": _spoilt, "deep": _deep, "deep inside": _deep_inside, "keys": _keys, "numbers": _numbers,
    "several": _several, "wide": _wide, "encodings": _encodings, "recoded": _recoded,
}  # fmt: skip
